// word_features.hpp: what the model sees of one word: rows of its tables. Shared by the engine and
// the training.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::syntax {

// Sizes of the hashed tables. They are part of the model format: a change makes older models
// unreadable.
inline constexpr std::uint32_t kNgramRows = 30000;
inline constexpr std::uint32_t kSuffix3Rows = 4000;
inline constexpr std::uint32_t kSuffix2Rows = 1000;
inline constexpr std::uint32_t kPrefix2Rows = 1000;
inline constexpr std::uint32_t kShapeRows = 600;
inline constexpr std::size_t kMaxNgrams = 60;

// The form that the word table and the vectors are keyed by: lower case, digits as 0, all quotation
// marks as ", all apostrophes as ', all dashes as -; at most 64 bytes of the word count.
std::string normal_form(std::string_view word);

// Rows of the hashed tables.
struct HashedRows {
  std::array<std::uint16_t, kMaxNgrams>
      ngrams{};                  // of 3 to 5 code units of <normal form>, in order
  std::uint8_t ngram_count = 0;  // at least 1
  std::uint16_t suffix3 = 0;
  std::uint16_t suffix2 = 0;
  std::uint16_t prefix2 = 0;
  std::uint16_t shape = 0;
};

// The hash of a normal form, for the list of words.
std::uint32_t hash_of(std::string_view normal);

// `word` as written, `normal` its normal_form().
HashedRows hash_word(std::string_view word, std::string_view normal);

}  // namespace chancery::syntax

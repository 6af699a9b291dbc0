// sentence_ends.hpp: what speaks for the end of a sentence, as trained weights.
//
// sentence_ends.tsv is made by train/sentence_ends. A gap between two tokens is described by
// features, each a kind and a value; their weights are whole numbers, so that every processor
// decides alike.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/tsv.hpp"

namespace chancery::text {

// What a feature is about. "Marks" are the ones that stand before the gap, "last" is the word
// before them, "next" the word after the gap and its opening marks.
enum class GapFeature : std::uint8_t {
  kAlways,
  kCapitals,    // how much of the sentence so far begins with capitals
  kFirst,       // the first word of the sentence
  kInside,      // open quotations
  kLast,        // the last word
  kLastPair,    // the word before the last, with the shape of the last
  kLastShapes,  // the shapes of both, and of the next
  kLeft,        // tokens to the end of the paragraph
  kLength,      // tokens of the sentence so far
  kMarks,       // the marks
  kMarksNext,   // with the opening marks and the shape of the next word
  kMarksShapes,
  kNext,      // the next word
  kNextPair,  // the word after the next
  kNextShapes,
  kPair,     // the last and the next word
  kRule,     // what the rules say
  kStarter,  // whether the next word often begins sentences
};
inline constexpr std::size_t kGapFeatures = 18;
const char* to_string(GapFeature feature);  // "marks_next"

// Weights by feature. Const after loading.
class SentenceEnds {
 public:
  // The weight of a feature, 0 where the table has none; 256 is a factor e of the odds.
  std::int32_t weight(GapFeature feature, std::string_view value) const {
    for (std::uint64_t key = key_of(feature, value), at = key & mask_;; at = (at + 1) & mask_) {
      if (slots_[at].first == key) return slots_[at].second;
      if (slots_[at].first == 0) return 0;
    }
  }

 private:
  friend Result<SentenceEnds> load_sentence_ends(const TableSource&);
  static std::uint64_t key_of(GapFeature feature, std::string_view value) {
    std::uint64_t hash = 0x9E3779B97F4A7C15u * (static_cast<std::uint64_t>(feature) + 1);
    for (const char byte : value) {
      hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3u;
    }
    hash ^= hash >> 29;
    return hash == 0 ? 1 : hash;
  }

  std::vector<std::pair<std::uint64_t, std::int32_t>> slots_ = {
      {0, 0}};  // open addressing; key 0: empty
  std::uint64_t mask_ = 0;
};

// Reads text/sentence_ends.tsv. Fails with kBadTable on an unknown feature, a weight that is no
// whole number below 65536, or a row that is not in order.
Result<SentenceEnds> load_sentence_ends(const TableSource& source);

// For training: told of each gap that is decided by weights.
class GapJudge {
 public:
  virtual ~GapJudge() = default;
  using Features = std::vector<std::pair<GapFeature, std::string_view>>;
  // Whether a sentence ends at the byte offset `at`, the end of a token.
  virtual bool ends(std::uint32_t at, const Features& features) = 0;
};

}  // namespace chancery::text

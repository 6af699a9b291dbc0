// lemmas.hpp: lemmas and features of words, by a table of rules that was learned from treebanks.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "syntax/lemma_keys.hpp"

namespace chancery::syntax {

// A table in the bytes that learn_lemma_table() (train/lemma_learner.hpp) made;
// docs/formats/model.md describes them. It is used in place: the bytes must outlive the table.
// Const after open(), shared by threads; look-ups allocate nothing but what `out` grows.
class LemmaTable {
 public:
  // Fails with kBadInput on bytes that are not a whole, sound table.
  static Result<LemmaTable> open(std::string_view bytes);

  // Appends the lemma. Any form is accepted, bytes that are not UTF-8 too; a form that is not empty
  // gives a lemma that is not empty.
  void append_lemma(const TaggedForm& word, std::string& out) const;

  // The number of a list of features, below feats_count(). `scratch` is memory that calls reuse.
  std::uint16_t feats_of(const TaggedForm& word, std::string& scratch) const;
  std::size_t feats_count() const { return feats_count_; }
  // "Number=Sing|Person=3"; empty for a word without features. Requires number < feats_count().
  std::string_view feats(std::uint16_t number) const;

  std::size_t rules() const { return rules_; }

 private:
  LemmaTable() = default;
  static constexpr std::uint32_t kNothing = 0xFFFFFFFF;

  std::uint32_t find(std::string_view key) const;
  std::uint32_t decide(RuleList list, RuleKeys& keys, Xpos xpos, std::uint8_t letters) const;
  LemmaEdit edit(std::uint32_t number) const;

  std::string_view slots_;    // u32 each: 0, or 1 + the place of a rule in records_
  std::string_view records_;  // rules: u8 size of the key, key, u16 value
  std::string_view edits_;    // 8 bytes each
  std::string_view feats_ends_;
  std::string_view text_;
  std::uint32_t slot_mask_ = 0;
  std::size_t edit_count_ = 0;
  std::size_t feats_count_ = 0;
  std::size_t rules_ = 0;
  // By tag and letters: bit r is set where some rule of kind r may apply.
  std::array<std::array<std::uint32_t, 32>, kXposCount> kinds_{};
};

// Layout, all numbers little-endian:
//   u32 magic, u32 version, u64 checksum of all that follows (FNV-1a 64),
//   u32 slots (a power of two), u32 bytes of records, u32 edits, u32 lists of features,
//   u32 bytes of text, u32 kinds[49] (by tag: bit r for rules of kind r),
//   slots, edits {u32 text begin, u8 text size, u8 strip, u8 case, u8 0},
//   ends of the lists of features in the text (u32 each; they come first in it), records, text.
inline constexpr std::uint32_t kLemmaMagic = 0x4D4C4843;  // "CHLM"
inline constexpr std::uint32_t kLemmaVersion = 1;
inline constexpr std::size_t kLemmaChecksumBegin = 16;
inline constexpr std::size_t kLemmaHeaderSize = kLemmaChecksumBegin + 5 * 4 + kXposCount * 4;
std::uint64_t lemma_checksum(std::string_view bytes_after);

}  // namespace chancery::syntax

// name_files.hpp: gold names from the files that research hands around (docs/names.md).
//
// Four formats, told by content: CoNLL-U with entity brackets (GUM), numbered columns (Universal
// NER), and two columns, word and label, with either way of writing beginnings (IOB1, IOB2).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/span.hpp"
#include "document/syntax_layer.hpp"

namespace chancery {

// A set of types, one bit each.
using NameTypes = std::uint8_t;
constexpr NameTypes to_bit(NameType type) {
  return static_cast<NameTypes>(1u << static_cast<unsigned>(type));
}
// "person", or "group/misc" for a set.
std::string to_string_of(NameTypes types);

// Labels of words: 0 outside, then begin and inside of each type. A set of labels is a mask.
inline constexpr std::size_t kNameLabelCount = 1 + 2 * kNameTypeCount;
inline constexpr std::uint32_t kOutsideLabel = 1;
constexpr std::uint32_t begin_labels(NameTypes types) {
  std::uint32_t labels = 0;
  for (std::size_t i = 0; i < kNameTypeCount; ++i) labels |= (types >> i & 1u) << (1 + 2 * i);
  return labels;
}
constexpr std::uint32_t inside_labels(NameTypes types) {
  return begin_labels(types) << 1;
}

struct GoldName {
  TokenRange tokens;    // words of the sentence
  NameTypes types = 0;  // those that the label of the file may stand for
};

struct NamedSentence {
  std::string id;  // of "# sent_id"; may be empty
  std::vector<std::string> forms;
  std::vector<GoldName> names;   // in order, disjoint
  std::vector<TokenRange> open;  // marked in the file, but no names of ours: scored neither way
  std::vector<std::uint32_t> allowed;  // by word: the labels that may be right, for training
};

struct NameFile {
  std::vector<NamedSentence> sentences;
  std::vector<NameTypes> annotated;  // the disjoint sets of types that the file marks, in order
};

// Reads a file of names. Fails with kBadInput, the place being "NAME:LINE", on a line that its
// format does not allow or a label that is not known, and on files without any names; with
// kBadEncoding on bytes that are not UTF-8.
Result<NameFile> parse_names(std::string_view bytes, std::string_view name);

}  // namespace chancery

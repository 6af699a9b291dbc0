#include "document/syntax_layer.hpp"

#include <algorithm>
#include <array>

namespace chancery {
namespace {

constexpr std::array<const char*, kUposCount> kUpos = {
    "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};

constexpr std::array<const char*, kXposCount> kXpos = {
    "$",   "''",  ",",    "-LRB-", "-RRB-", ".",   ":",   "ADD", "AFX", "CC",  "CD", "DT",  "EX",
    "FW",  "GW",  "HYPH", "IN",    "JJ",    "JJR", "JJS", "LS",  "MD",  "NFP", "NN", "NNP", "NNPS",
    "NNS", "PDT", "POS",  "PRP",   "PRP$",  "RB",  "RBR", "RBS", "RP",  "SYM", "TO", "UH",  "VB",
    "VBD", "VBG", "VBN",  "VBP",   "VBZ",   "WDT", "WP",  "WP$", "WRB", "``"};

constexpr std::array<const char*, kRelationCount> kRelations = {
    "acl",         "acl:relcl",    "advcl",        "advcl:relcl", "advmod",     "amod",
    "appos",       "aux",          "aux:pass",     "case",        "cc",         "cc:preconj",
    "ccomp",       "compound",     "compound:prt", "conj",        "cop",        "csubj",
    "csubj:outer", "csubj:pass",   "dep",          "det",         "det:predet", "discourse",
    "dislocated",  "expl",         "fixed",        "flat",        "goeswith",   "iobj",
    "list",        "mark",         "nmod",         "nmod:desc",   "nmod:poss",  "nmod:unmarked",
    "nsubj",       "nsubj:outer",  "nsubj:pass",   "nummod",      "obj",        "obl",
    "obl:agent",   "obl:unmarked", "orphan",       "parataxis",   "punct",      "reparandum",
    "root",        "vocative",     "xcomp"};

constexpr std::array<const char*, kNameTypeCount> kNameTypes = {"person", "place", "organisation",
                                                                "group",  "event", "misc"};

// The lists are in ascending order.
template <typename Value, std::size_t Size>
std::optional<Value> find(const std::array<const char*, Size>& names, std::string_view name) {
  const auto at =
      std::lower_bound(names.begin(), names.end(), name,
                       [](const char* a, std::string_view b) { return std::string_view(a) < b; });
  if (at == names.end() || *at != name) return std::nullopt;
  return static_cast<Value>(at - names.begin());
}

}  // namespace

const char* to_string(Upos upos) {
  return kUpos[static_cast<std::size_t>(upos)];
}
std::optional<Upos> upos_of(std::string_view name) {
  return find<Upos>(kUpos, name);
}
const char* to_string(Xpos xpos) {
  return kXpos[static_cast<std::size_t>(xpos)];
}
std::optional<Xpos> xpos_of(std::string_view name) {
  return find<Xpos>(kXpos, name);
}
const char* to_string(Relation relation) {
  return kRelations[static_cast<std::size_t>(relation)];
}
std::optional<Relation> relation_of(std::string_view name) {
  return find<Relation>(kRelations, name);
}
const char* to_string(NameType type) {
  return kNameTypes[static_cast<std::size_t>(type)];
}

}  // namespace chancery

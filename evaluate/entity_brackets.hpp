// entity_brackets.hpp: private to evaluate/: mentions as GUM marks them, "Entity=(12-person-..." in
// MISC.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/span.hpp"
#include "syntax/conllu.hpp"

namespace chancery {

struct EntityMention {
  TokenRange tokens;  // words of the sentence
  std::string group;  // mentions of one group stand for the same thing
  std::string type;   // "person", "place", "organization", ...
};

// In the order in which they end. "(12-person-..." opens a mention of group 12, "12)" closes the
// last one that is open, "(12-...)" is a mention of one word. Fails with kBadInput (the place names
// the file and the sentence) where brackets do not pair.
Result<std::vector<EntityMention>> read_entities(const ConlluSentence& sentence,
                                                 std::string_view file);

// The first word of the range whose head lies outside it.
std::uint32_t head_word(const ConlluSentence& sentence, TokenRange tokens);

}  // namespace chancery

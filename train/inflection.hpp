// inflection.hpp: the regular forms of English words, by the rules of spelling.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "document/syntax_layer.hpp"

namespace chancery::train {

struct RegularForm {
  std::string form;
  Xpos xpos = Xpos::kNn;
};

// The plural, the verb forms and the degrees that `lemma` has if it is a noun, a verb or an
// adjective. Where spelling leaves a choice (modeled, modelled; volcanos, volcanoes) both are
// given. Nothing for words of less than three letters or with anything but small ASCII letters.
std::vector<RegularForm> regular_forms(std::string_view lemma);

}  // namespace chancery::train

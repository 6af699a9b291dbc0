// slug.hpp: names as parts of ids.
#pragma once
#include <string>
#include <string_view>

namespace chancery {

// "Murat Nurtleu" -> "murat-nurtleu", "J. P. O'Brien" -> "j-p-o-brien": lower-case ASCII letters
// and digits, without marks; whatever else stands between them is one hyphen. Letters of other
// scripts are left out.
std::string to_slug(std::string_view name);

}  // namespace chancery

// slug.hpp: names as parts of ids.
#pragma once
#include <string>
#include <string_view>

namespace chancery {

// "Murat Nurtleu" -> "murat-nurtleu", "J. P. O'Brien" -> "j-p-obrien": lower-case ASCII letters and
// digits with hyphens, without marks, stops and apostrophes.
std::string to_slug(std::string_view name);

}  // namespace chancery

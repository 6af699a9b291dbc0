// slug.hpp: names as they stand in ids. Private to this room.
#pragma once
#include <string>
#include <string_view>

namespace chancery {

// "Antonio Guterres" -> "antonio-guterres": without case and marks; whatever is no letter or digit
// is a hyphen, never two and none at the ends.
std::string slug_of(std::string_view name);

}  // namespace chancery

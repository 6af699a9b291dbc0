// spelling.hpp: one key for the spellings that a name gets in Latin letters. Private to this room.
#pragma once
#include <string>
#include <string_view>

namespace chancery {

// A key that is equal for the usual spellings of one name: "Tokayev" and "Tokaev", "Zelenskyy" and
// "Zelensky", "Rahmon" and "Rakhmon", "Pashinyan" and "Pashinian", "Yanukovych" and "Janukovich".
// Names that are others may share a key: it is asked only where the exact name is unknown.
std::string spelling_key(std::string_view name);

// Whether two given names may be spellings of one: their keys are equal or begin with the same
// three letters ("Aleksandr", "Alexander").
bool same_given_name(std::string_view one, std::string_view other);

}  // namespace chancery

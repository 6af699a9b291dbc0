// meaning.hpp: what a wording can stand for in the tables of one room. Answers `lexicon what`.
#pragma once
#include <optional>
#include <string>

#include "base/calendar.hpp"

namespace chancery {

struct Meaning {
  std::string kind;         // "state name", "adjective", "person", "office", "body", "city", ...
  std::string id;           // of the actor or place; the role of an office; empty where it has none
  std::string name;         // usual English name
  std::string note;         // what else the table says, for a reader
  std::optional<Day> from;  // first day; absent: no bound
  std::optional<Day> to;    // the day after the last one; absent: no bound
};

}  // namespace chancery

// words_of.hpp: private to cli/: entries in words, for tables and explanations.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "entries/entry.hpp"

namespace chancery {

// "43.8 billion USD", "3 to 5 percent", "more than 40 projects".
std::string amount_words(const FigureFields& figure);
// "KAZ CHN", "KEN > igo:EU"; empty where nobody is known.
std::string owner_words(const Entry& entry);
// "Wang Yi (CHN, foreign minister)".
std::string speaker_words(const Entry& entry);
// "foreign_minister" -> "foreign minister".
std::string office_words(std::string_view office);

// "CONSULT visit, CHN > KAZ": type and mode with who and to whom; actors of one side by blanks.
std::string event_words(const Entry& entry, const EventFields& event);

// Any entry in one line, without its status: "CHN > KAZ, working, in Almaty".
std::string entry_words(const Entry& entry);

// "done", "planned, background"; empty for statements and for figures that hold, whose status says
// nothing new.
std::string status_words(const Entry& entry);

}  // namespace chancery

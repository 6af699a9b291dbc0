// report.hpp: one dated news report as it came in, decoded, before anything is read in it.
#pragma once
#include <optional>
#include <string>

#include "base/calendar.hpp"

namespace chancery {

// The longest text of one report, in bytes of UTF-8. Longer input is refused by name.
inline constexpr std::uint32_t kMaxTextBytes = 16u << 20;

struct Report {
  std::string
      id;  // given by the input, else "sha256:" and the first 32 hex digits of SHA-256 of the text
  std::optional<Day>
      date;  // publication: given by the input, else by a marker at the start of the text
  std::string
      text;  // well-formed UTF-8, otherwise unchanged; a separate title is its first paragraph
  std::string title;   // as given beside the text; empty where the input has none
  std::string source;  // outlet, as given
  std::string url;     // as given
  std::string
      origin;  // file and record, for messages only; never part of any output that is compared
};

}  // namespace chancery

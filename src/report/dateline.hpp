// dateline.hpp: one dateline at the start of a line. Private to report/.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/span.hpp"
#include "report/layout.hpp"

namespace chancery {

// A date as a dateline gives it.
struct WrittenDate {
  int year = 0;  // 0: not given
  int month = 0;
  int day = 0;
};

struct ParsedDateline {
  Span span;    // through the blanks before the first word after it
  Span place;   // may be empty
  Span agency;  // may be empty
  std::optional<WrittenDate> date;
};

// The dateline that begins at `line.begin`. Requires a line without line breaks, blanks at its
// begin, and spans of well-formed UTF-8. Looks at a bounded number of bytes.
std::optional<ParsedDateline> parse_dateline(std::string_view text, Span line,
                                             const LayoutLexicon& lexicon);

// True when the line begins as a turn in a transcript may: words in capitals and a colon.
bool begins_turn(std::string_view text, Span line, const LayoutLexicon& lexicon);

// The day. Where no year is given: in the year that puts it on, or within a year before,
// `report_date`. Nothing when the calendar has no such day, or the year stays open.
std::optional<Day> complete_date(const WrittenDate& date, std::optional<Day> report_date);

}  // namespace chancery

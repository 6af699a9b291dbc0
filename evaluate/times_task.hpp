// times_task.hpp: scores expressions of time against the dates that GUM marks (XML=<date
// when:::"..">).
//
// Only plain values are compared: a year, a month or a day ("2017", "2017-07", "2017-07-21").
#pragma once
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "document/document.hpp"

namespace chancery {

struct GoldDate {
  Span span;          // bytes of the text
  std::string value;  // "2017-07-21"
};

struct DatedDocument {
  std::string id;
  std::string genre;
  std::string text;
  std::optional<Day> date;
  std::vector<GoldDate> dates;  // in text order
};

// The documents of a file of GUM, with the dates whose `when` is plain. Fails with kBadInput or
// kBadEncoding where it is no CoNLL-U, or marks no such date.
Result<std::vector<DatedDocument>> parse_dates(std::string_view bytes, std::string_view name);

struct TimesCounts {
  std::uint32_t documents = 0;
  std::uint32_t gold = 0;
  std::uint32_t found = 0;  // an expression of time stands on some of its words
  std::uint32_t exact = 0;  // and has its value, or has it as one end of a range

  double found_share() const { return gold == 0 ? 0 : static_cast<double>(found) / gold; }
  double exact_share() const { return found == 0 ? 0 : static_cast<double>(exact) / found; }
};

struct TimesScore {
  std::map<std::string, TimesCounts> genres;
  std::vector<std::string> errors;  // one line each: missing, wrong
};

// A date in the dateline counts as found there.
void score_dates(const DatedDocument& gold, const Document& document, TimesScore& score);

std::string to_text(const TimesScore& score, bool with_errors);
nlohmann::ordered_json to_json(const TimesScore& score);

}  // namespace chancery

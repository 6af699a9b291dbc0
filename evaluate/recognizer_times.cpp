// The rows of the files on times. docs/recognizers.md has in words what is done here: the program's
// times are written in the terms of the files, with the conventions that differ turned.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "evaluate/recognizers_task.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::days;

// --- Words ---

// Words at the beginning that one side has and the other has not: "the 18th", "in two weeks".
std::size_t leading_words(std::string_view text) {
  constexpr std::array<std::string_view, 9> kWords = {"the ", "in ", "on ",  "from ", "between ",
                                                      "at ",  "of ", "for ", "year "};
  std::size_t cut = 0;
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view word : kWords) {
      const std::string_view rest = text.substr(cut);
      if (rest.size() <= word.size()) continue;
      const bool same = std::equal(word.begin(), word.end(), rest.begin(), [](char a, char b) {
        return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b | 0x20) : b);
      });
      if (!same) continue;
      cut += word.size();
      again = true;
    }
  }
  return cut;
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// A stop that ends the sentence and that an abbreviation keeps here: "second of Aug."
std::size_t closing_stop(std::string_view text) {
  const bool hour = text.size() > 2 && (text[text.size() - 2] | 0x20) == 'm';
  return !text.empty() && text.back() == '.' && !hour ? 1 : 0;
}

void cut_leading_words(const Json& result, RecognizerResult& wanted) {
  const std::string text = text_of(result, "Text");
  wanted.span.begin += static_cast<std::uint32_t>(leading_words(text));
  wanted.span.end -= static_cast<std::uint32_t>(closing_stop(text));
}

// --- What is expected ---

// "T16" and "T16:00" are one hour.
std::string without_full_hours(std::string text) {
  const std::size_t at = text.find("T");
  if (at != std::string::npos && text.size() > 3 && text.substr(text.size() - 3) == ":00")
    text.resize(text.size() - 3);
  return text;
}

// A resolution in one string: the day, "start/end" with ".." for a side that is open, or the TIMEX
// of what has neither.
std::optional<std::string> reading_of(const std::string& type, const Json& value) {
  if (text_of(value, "Mod") == "ref_undef") return "open";
  const std::string start = text_of(value, "start");
  const std::string end = text_of(value, "end");
  if (!start.empty() || !end.empty())
    return (start.empty() ? ".." : start) + "/" + (end.empty() ? ".." : end);
  const std::string day = text_of(value, "value");
  const bool by_timex = type == "duration" || type == "set" || day == "not resolved" || day.empty();
  std::string timex = without_full_hours(text_of(value, "timex"));
  if (timex == "P0.5Y") timex = "P6M";
  return by_timex ? timex : day;
}

void want_of_model(const Json& result, RecognizerResult& wanted) {
  cut_leading_words(result, wanted);
  const std::string type = text_of(result, "TypeName");
  constexpr std::string_view kPrefix = "datetimeV2.";
  wanted.type = type.substr(0, kPrefix.size()) == kPrefix ? type.substr(kPrefix.size()) : type;
  const auto resolution = result.find("Resolution");
  if (resolution == result.end() || !resolution->is_object() || !resolution->contains("values"))
    return;
  for (const Json& value : (*resolution)["values"]) {
    if (const auto reading = reading_of(wanted.type, value)) wanted.readings.push_back(*reading);
  }
}

void want_words(const Json& result, RecognizerResult& wanted) {
  cut_leading_words(result, wanted);
}

// Parsers give what is ahead and what is past apart.
void want_of_parser(const Json& result, RecognizerResult& wanted) {
  cut_leading_words(result, wanted);
  wanted.type = text_of(result, "Type");
  const auto value = result.find("Value");
  if (value == result.end() || !value->is_object()) return;
  for (const char* side : {"FutureResolution", "PastResolution"}) {
    const auto resolution = value->find(side);
    if (resolution == value->end() || !resolution->is_object()) continue;
    const std::string start = text_of(*resolution, "startDate");
    const std::string end = text_of(*resolution, "endDate");
    if (!start.empty() || !end.empty()) {
      wanted.readings.push_back((start.empty() ? ".." : start) + "/" + (end.empty() ? ".." : end));
    } else if (const std::string day = text_of(*resolution, "date"); !day.empty()) {
      wanted.readings.push_back(day);
    }
  }
  if (wanted.readings.empty())
    wanted.readings.push_back(without_full_hours(text_of(*value, "Timex")));
}

// --- What is found ---

bool is_rule(const TimeExpression& time, std::initializer_list<std::string_view> rules) {
  return std::find(rules.begin(), rules.end(), time.rule) != rules.end();
}
// Times so many units away are days there.
bool counts_units(const TimeExpression& time) {
  return is_rule(time, {"ago", "earlier", "later", "in units", "units from"});
}
bool is_bounded(const TimeExpression& time) {
  return time.mod == TimeMod::kBefore || time.mod == TimeMod::kAfter ||
         time.mod == TimeMod::kOnOrBefore || time.mod == TimeMod::kOnOrAfter;
}

const char* type_of(const TimeExpression& time) {
  switch (time.kind) {
    case TimeKind::kTime:
      return "time";
    case TimeKind::kDuration:
      return "duration";
    case TimeKind::kSet:
      return "set";
    case TimeKind::kDate:
      break;
  }
  if (is_bounded(time)) return "daterange";
  if (counts_units(time)) return "date";
  const bool one_day =
      time.grain == Grain::kDay && time.interval.from == time.interval.to &&
      time.value.find('/') == std::string::npos &&
      !is_rule(time, {"earlier this", "later this", "so far", "to date", "range", "day range",
                      "weekday range", "units from a day", "rest", "units beside", "same unit"});
  return one_day ? "date" : "daterange";
}

std::string write_sides(const std::optional<Day>& start, const std::optional<Day>& end) {
  return (start ? to_iso(*start) : std::string("..")) + "/" +
         (end ? to_iso(*end) : std::string(".."));
}
std::optional<Day> after(const std::optional<Day>& day) {
  return day ? std::optional<Day>(*day + days{1}) : std::nullopt;
}

Day first_of(Day day, Grain grain) {
  switch (grain) {
    case Grain::kDay:
      return day;
    case Grain::kWeek:
      return day - days{iso_weekday(day) - 1};
    case Grain::kMonth:
      return *to_day(year_of(day), month_of(day), 1);
    case Grain::kQuarter:
      return *to_day(year_of(day), (month_of(day) - 1) / 3 * 3 + 1, 1);
    case Grain::kHalf:
      return *to_day(year_of(day), month_of(day) <= 6 ? 1 : 7, 1);
    case Grain::kYear:
    case Grain::kDecade:
    case Grain::kCentury:
      break;
  }
  return *to_day(year_of(day), 1, 1);
}

// "two months ago" is a month here and a day there: the day of the month that the report has.
std::optional<Day> day_like(const Interval& interval, Grain grain, Day anchor) {
  if (!interval.from) return std::nullopt;
  const Day from = *interval.from;
  switch (grain) {
    case Grain::kWeek:
      return from + days{iso_weekday(anchor) - 1};
    case Grain::kMonth:
      return to_day(year_of(from), month_of(from),
                    std::min(day_of_month(anchor), days_in_month(year_of(from), month_of(from))));
    case Grain::kYear:
      return to_day(year_of(from), month_of(anchor), day_of_month(anchor));
    default:
      return from;
  }
}

// Early, mid and late are there: of a month its first half, the 10th to the 20th, its second half;
// of a year its first four months and its last four; of a week up to Wednesday and from Thursday
// on.
std::optional<std::string> write_part(const TimeExpression& time, const Interval& whole) {
  if (!whole.from || !whole.to) return std::nullopt;
  const Day from = *whole.from;
  const int length = static_cast<int>((*whole.to - from).count()) + 1;
  const bool month = length >= 28 && length <= 31;
  const bool year = length >= 365 && length <= 366;
  const bool this_unit = is_rule(time, {"earlier this", "later this"});
  const bool start = time.mod == TimeMod::kStart;
  const auto end = after(whole.to);
  if (time.mod == TimeMod::kMid) {
    if (month) return write_sides(from + days{9}, from + days{20});
    return std::nullopt;
  }
  Day cut = from + days{3};
  if (month) cut = from + days{15};
  if (year) {
    const int first = this_unit ? 7 : start ? 5 : 9;
    cut = *to_day(year_of(from), first, 1);
  }
  if (start) return write_sides(from, cut);
  // What is left of a unit begins with the report.
  if (is_rule(time, {"later this"}) && time.interval.from && *time.interval.from > cut)
    cut = *time.interval.from;
  if (is_rule(time, {"rest"})) return write_sides(time.interval.from, time.interval.to);
  return write_sides(cut, end);
}

// The value of a time as an interval, where it has the form of one: "2025", "2025-04", "2025-W17".
std::optional<Interval> whole_of(const TimeExpression& time) {
  if (const auto plain = parse_edtf(time.value)) return plain;
  if (time.value.size() == 8 && time.value[5] == 'W') {
    const int year = std::stoi(time.value.substr(0, 4));
    const int week = std::stoi(time.value.substr(6));
    const auto fourth = to_day(year, 1, 4);
    if (!fourth) return std::nullopt;
    const Day monday = *fourth - days{iso_weekday(*fourth) - 1} + days{7 * (week - 1)};
    return Interval{monday, monday + days{6}};
  }
  return std::nullopt;
}

// Counts that the words do not tell are three there, of a couple two.
std::string write_count(std::string value) {
  const std::size_t at = value.find('X');
  if (at != std::string::npos) value[at] = '3';
  return value;
}

std::vector<std::string> readings_of(const Document& document, const TimeExpression& time) {
  std::vector<std::string> out;
  if (time.kind == TimeKind::kDuration) return {write_count(time.value)};
  if (time.kind != TimeKind::kDate) return {without_full_hours(time.value)};
  if (time.day_first.from && time.month_first.from) {
    if (std::string_view(type_of(time)) == "date")
      return {to_iso(*time.day_first.from), to_iso(*time.month_first.from)};
    return {write_sides(time.day_first.from, time.day_first.to),
            write_sides(time.month_first.from, time.month_first.to)};
  }
  const Interval& interval = time.interval;
  // "the same week", where the text does not say which.
  if (!interval.known() && is_rule(time, {"same unit"})) return {"open"};
  if (!interval.known()) return {time.value};
  const auto anchor = document.anchor_date();
  if (std::string_view(type_of(time)) == "date") {
    const auto day =
        counts_units(time) && anchor ? day_like(interval, time.grain, *anchor) : interval.from;
    if (day && is_rule(time, {"weekday beside"})) {
      // "next Friday" is there the one of the next week, here the next one.
      return {to_iso(*day), to_iso(*day + days{7}), to_iso(*day - days{7})};
    }
    return {day ? to_iso(*day) : time.value};
  }
  // Seasons have no days there, and one without a word beside it no year.
  if (is_rule(time, {"season"})) {
    out.push_back(time.value);
    if (time.value.size() > 5) out.push_back(time.value.substr(5));
  }
  out.push_back(write_sides(interval.from, after(interval.to)));
  // "less than three days after tomorrow" ends there with that day's beginning.
  if (is_rule(time, {"units from"})) out.push_back(write_sides(interval.from, interval.to));
  const auto whole = whole_of(time);
  switch (time.mod) {
    case TimeMod::kStart:
    case TimeMod::kMid:
    case TimeMod::kEnd:
      if (whole) {
        if (const auto part = write_part(time, *whole)) out.push_back(*part);
      }
      break;
    case TimeMod::kAfter:
      // "after 1 January" begins with that day there.
      if (time.grain == Grain::kDay && interval.from)
        out.push_back(write_sides(*interval.from - days{1}, std::nullopt));
      // "after the beginning of March" begins there with March.
      if (whole && is_rule(time, {"third", "edge"}))
        out.push_back(write_sides(whole->from, std::nullopt));
      break;
    case TimeMod::kOnOrAfter:
      // "since late July" begins there in the middle of the month.
      if (whole && is_rule(time, {"third", "edge"}) && interval.from != whole->from) {
        TimeExpression late = time;
        late.mod = TimeMod::kEnd;
        if (const auto part = write_part(late, *whole))
          out.push_back(part->substr(0, part->find('/')) + "/..");
      }
      break;
    case TimeMod::kBefore:
      // "before the end of the year" is before the next one there.
      if (whole && is_rule(time, {"third", "edge"}))
        out.push_back(write_sides({}, after(whole->to)));
      break;
    case TimeMod::kOnOrBefore:
      // "until 27 April" ends with the beginning of that day.
      if (interval.to) out.push_back(write_sides(std::nullopt, first_of(*interval.to, time.grain)));
      break;
    default:
      break;
  }
  if (!interval.from || !interval.to) return out;
  // A range ends there with the beginning of its last unit.
  if (time.value.find('/') != std::string::npos || is_rule(time, {"range", "day range"}))
    out.push_back(write_sides(interval.from, first_of(*interval.to, time.grain)));
  // Units ahead are counted there from the day after the report.
  if (is_rule(time, {"units beside"}) && anchor && interval.from == anchor)
    out.push_back(write_sides(after(interval.from), after(interval.to)));
  if (is_rule(time, {"units beside"}) && anchor && interval.to == anchor)
    out.push_back(write_sides(interval.from, interval.to));
  // "the next decade" is there the one of the calendar.
  if (is_rule(time, {"unit beside"}) && anchor && interval.from == anchor &&
      time.grain >= Grain::kYear) {
    const int year = year_of(*anchor) / 10 * 10 + 10;
    out.push_back(write_sides(to_day(year, 1, 1), to_day(year + 10, 1, 1)));
  }
  if (is_rule(time, {"to date"})) out.push_back(write_sides(interval.from, interval.to));
  // The weeks of a month or year are there those of the calendar.
  if (time.grain == Grain::kWeek) {
    for (const Day day : {*interval.from, *interval.to}) {
      const Day monday = first_of(day, Grain::kWeek);
      out.push_back(write_sides(monday, monday + days{7}));
    }
    out.push_back(write_sides(first_of(*interval.from, Grain::kWeek),
                              first_of(*interval.to + days{1}, Grain::kWeek)));
  }
  // Centuries begin there with the year 00.
  if (time.grain == Grain::kCentury) {
    const int year = year_of(*interval.from) / 100 * 100;
    out.push_back(write_sides(to_day(year, 1, 1), to_day(year + 100, 1, 1)));
  }
  return out;
}

// "17.30 Beijing time": the words of a zone that has no code are none of the time there.
std::uint32_t end_without_zone(const Document& document, const TimeExpression& time) {
  const TextLayer& text = document.text_layer;
  const TokenId last = time.tokens.end - 1;
  const bool has_hour = time.kind == TimeKind::kTime || time.kind == TimeKind::kSet;
  if (!has_hour || time.tokens.size() < 3 || document.token(last) != "time") return time.span.end;
  return text.token_span[last - 2].end;
}

RecognizerResult to_result(const Document& document, const TimeExpression& time) {
  Span span = time.span;
  span.end = end_without_zone(document, time);
  span.end -= static_cast<std::uint32_t>(closing_stop(document.text(span)));
  span.begin += static_cast<std::uint32_t>(leading_words(document.text(span)));
  RecognizerResult result = to_recognizer_result(document, span, type_of(time), {});
  result.readings = readings_of(document, time);
  return result;
}

std::vector<RecognizerResult> find_all(const Document& document) {
  std::vector<RecognizerResult> found;
  for (const TimeExpression& time : document.times.times)
    found.push_back(to_result(document, time));
  return found;
}

// Extractors ask for the words of one type.
std::vector<RecognizerResult> find_type(const Document& document, std::string_view type) {
  std::vector<RecognizerResult> found;
  for (const TimeExpression& time : document.times.times) {
    // "in a week" is a duration for the one extractor and a date for the other.
    const bool both = type == "duration" && is_rule(time, {"in units"});
    if (type != type_of(time) && !both) continue;
    found.push_back(to_result(document, time));
    found.back().type.clear();
  }
  return found;
}
std::vector<RecognizerResult> find_dates(const Document& document) {
  return find_type(document, "date");
}
std::vector<RecognizerResult> find_ranges(const Document& document) {
  return find_type(document, "daterange");
}
std::vector<RecognizerResult> find_durations(const Document& document) {
  return find_type(document, "duration");
}
std::vector<RecognizerResult> find_sets(const Document& document) {
  return find_type(document, "set");
}
std::vector<RecognizerResult> find_hours(const Document& document) {
  return find_type(document, "time");
}

// Only dates, ranges of them, durations and sets; no results count too.
bool counts_in_model(const RecognizerCase& test) {
  return std::all_of(test.types.begin(), test.types.end(), [](const std::string& type) {
    return type == "datetimeV2.date" || type == "datetimeV2.daterange" ||
           type == "datetimeV2.duration" || type == "datetimeV2.set";
  });
}

constexpr RecognizerFile kFiles[] = {
    {"DateExtractor", "", want_words, find_dates, nullptr},
    {"DateParser", "", want_of_parser, find_all, nullptr},
    {"DatePeriodExtractor", "", want_words, find_ranges, nullptr},
    {"DatePeriodParser", "", want_of_parser, find_all, nullptr},
    {"DateTimeExtractor", "", want_words, find_all, nullptr},
    {"DateTimeModel", "", want_of_model, find_all, counts_in_model},
    {"DateTimeModelCalendarMode", "CalendarMode", want_of_model, find_all, counts_in_model},
    {"DateTimeModelComplexCalendar", "ComplexCalendar", want_of_model, find_all, counts_in_model},
    {"DateTimeModelExtendedTypes", "ExtendedTypes", want_of_model, find_all, counts_in_model},
    {"DateTimeParser", "", want_of_parser, find_all, nullptr},
    {"DateTimePeriodExtractor", "", want_words, find_all, nullptr},
    {"DateTimePeriodParser", "", want_of_parser, find_all, nullptr},
    {"DurationExtractor", "", want_words, find_durations, nullptr},
    {"DurationParser", "", want_of_parser, find_all, nullptr},
    {"HolidayExtractor", "", want_words, find_dates, nullptr},
    {"HolidayParser", "", want_of_parser, find_all, nullptr},
    {"MergedExtractor", "", want_words, find_all, nullptr},
    {"MergedParser", "", want_of_parser, find_all, nullptr},
    {"SetExtractor", "", want_words, find_sets, nullptr},
    {"SetParser", "", want_of_parser, find_all, nullptr},
    {"TimeExtractor", "", want_words, find_hours, nullptr},
    {"TimeParser", "", want_of_parser, find_all, nullptr},
    {"TimePeriodExtractor", "", want_words, find_all, nullptr},
    {"TimePeriodParser", "", want_of_parser, find_all, nullptr},
    {"TimeZoneExtractor", "", want_words, find_hours, nullptr},
    {"TimeZoneParser", "", want_of_parser, find_all, nullptr},
};

}  // namespace

std::span<const RecognizerFile> time_recognizers() {
  return kFiles;
}

}  // namespace chancery

#include "times/time_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "times_tables.hpp"

namespace chancery {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Cue::kCount)> kCueNames = {
    "dash",
    "slash",
    "comma",
    "stop",
    "open",
    "close",
    "the",
    "in",
    "of",
    "by",
    "until",
    "since",
    "from",
    "to",
    "between",
    "and",
    "or",
    "year_cue",
    "soft_year_cue",
    "before_to",
    "function_word",
    "approximate",
    "this",
    "last",
    "previous",
    "past",
    "next",
    "coming",
    "following",
    "final",
    "early",
    "mid",
    "late",
    "edge_start",
    "edge_middle",
    "edge_end",
    "earlier",
    "later",
    "ago",
    "before",
    "so",
    "far",
    "than",
    "no",
    "negation",
    "every",
    "once",
    "times",
    "per",
    "day_part",
    "half",
    "half_prefix",
    "twice_prefix",
    "filler",
    "fiscal",
    "possessive",
    "onwards",
    "lasting",
    "term_cue",
    "term_noun",
    "event_noun",
    "name_day",
    "year_verb",
    "count_noun",
    "after",
    "all",
    "another",
    "as",
    "at",
    "calendar",
    "compared",
    "date",
    "day_parts",
    "every_other",
    "for",
    "hence",
    "homonym",
    "less",
    "modal",
    "least",
    "more",
    "most",
    "mover",
    "now",
    "oclock",
    "over",
    "on",
    "prior",
    "rest",
    "same",
    "school",
    "starting",
    "that",
    "thousand",
    "through",
    "time",
    "trend",
    "up",
    "versus",
    "with",
    "whole",
    "working"};

// The cues that can begin an expression.
constexpr Cue kOpeners[] = {Cue::kThis,    Cue::kLast,       Cue::kPrevious,   Cue::kPast,
                            Cue::kNext,    Cue::kComing,     Cue::kFinal,      Cue::kEarly,
                            Cue::kMid,     Cue::kLate,       Cue::kFollowing,  Cue::kEdgeStart,
                            Cue::kSo,      Cue::kEarlier,    Cue::kEdgeMiddle, Cue::kEdgeEnd,
                            Cue::kLater,   Cue::kEvery,      Cue::kOnce,       Cue::kFiscal,
                            Cue::kAnother, Cue::kSame,       Cue::kThat,       Cue::kAll,
                            Cue::kRest,    Cue::kTo,         Cue::kHalf,       Cue::kDayParts,
                            Cue::kNow,     Cue::kHalfPrefix, Cue::kTwicePrefix};

std::optional<int> parse_int(std::string_view text, int low, int high) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::size_t> place_in(const std::string_view* begin, std::size_t size,
                                    std::string_view text) {
  const auto* found = std::find(begin, begin + size, text);
  if (found == begin + size) return std::nullopt;
  return static_cast<std::size_t>(found - begin);
}

// The words of a form. A clitic ("'s") is a word only behind another one, so that the splitter
// would cut it here.
std::vector<WordId> intern_form(const WordSplitter& splitter, Vocabulary& vocabulary,
                                std::string_view form) {
  const bool clitic = form.size() > 1 && form.front() == '\'';
  if (clitic && form.find(' ') == std::string_view::npos) return {vocabulary.intern(fold(form))};
  return intern_phrase(splitter, vocabulary, form);
}

// Collects the facts of all tables.
class Loader {
 public:
  Loader(const TableSource& source, const WordSplitter& splitter, Vocabulary& vocabulary)
      : source_(source), splitter_(splitter), vocabulary_(vocabulary) {}

  // Calls `take` with the facts of the word in column 0 of every row; `take` returns the column
  // that is wrong and what was expected there, or nothing.
  struct Wrong {
    std::size_t column;
    const char* expected;
  };
  using Take = std::function<std::optional<Wrong>(const Table&, std::size_t, WordFacts&)>;

  bool read(const char* name, std::string_view embedded,
            std::initializer_list<std::string_view> columns, const Take& take) {
    if (error_) return false;
    const auto table = load_table(source_, name, embedded, columns);
    if (!table) {
      error_ = table.error();
      return false;
    }
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const auto words = intern_form(splitter_, vocabulary_, table->at(row, 0));
      if (words.size() != 1) {
        error_ = table->error_at(row, 0, "expected one word");
        return false;
      }
      if (const auto wrong = take(*table, row, facts_of(words.front()))) {
        error_ = table->error_at(row, wrong->column, wrong->expected);
        return false;
      }
    }
    return true;
  }

  bool read_phrases(const char* name, std::string_view embedded,
                    std::initializer_list<std::string_view> columns,
                    const std::function<std::optional<Turn>(const Table&, std::size_t)>& turn) {
    if (error_) return false;
    const auto table = load_table(source_, name, embedded, columns);
    if (!table) {
      error_ = table.error();
      return false;
    }
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const auto words = intern_form(splitter_, vocabulary_, table->at(row, 0));
      if (words.empty()) {
        error_ = table->error_at(row, 0, "expected words");
        return false;
      }
      const auto value = turn(*table, row);
      if (!value) {
        error_ = table->error_at(row, 1, "expected saying, auxiliary or verb");
        return false;
      }
      if (result_.turns.add(words, static_cast<std::uint32_t>(*value)) !=
          static_cast<std::uint32_t>(*value)) {
        error_ = table->error_at(row, 0, "listed before with another use");
        return false;
      }
    }
    return true;
  }

  void add_month_name(std::string_view form, int month) {
    result_.month_names.emplace_back(fold(form), month);
  }

  // Days that come every year, from holidays.tsv, and the days of those that no rule gives, from
  // holiday_days.tsv.
  void read_holidays() {
    if (error_) return;
    const auto days = load_table(source_, "times/holiday_days.tsv", times_tables::holiday_days(),
                                 {"holiday", "day"});
    if (!days) {
      error_ = days.error();
      return;
    }
    std::vector<std::pair<std::string, std::pair<std::uint32_t, std::uint32_t>>> listed;
    for (std::size_t row = 0; row < days->rows(); ++row) {
      const auto day = parse_iso_day(days->at(row, 1));
      const auto at = static_cast<std::uint32_t>(result_.listed_days.size());
      const bool goes_on = !listed.empty() && listed.back().first == days->at(row, 0);
      if (!day || (goes_on && *day <= result_.listed_days.back())) {
        error_ = days->error_at(row, 1, "expected days in order, as YYYY-MM-DD");
        return;
      }
      if (!goes_on) listed.push_back({std::string(days->at(row, 0)), {at, at}});
      result_.listed_days.push_back(*day);
      listed.back().second.second = at + 1;
    }
    const auto table =
        load_table(source_, "times/holidays.tsv", times_tables::holidays(), {"name", "day"});
    if (!table) {
      error_ = table.error();
      return;
    }
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const auto holiday = parse_holiday(table->at(row, 1), listed);
      if (!holiday) {
        error_ = table->error_at(row, 1,
                                 "expected MM-DD, \"easter\" or \"orthodox easter\" with a shift, "
                                 "\"N weekday D of MM plus N\", or \"listed NAME\"");
        return;
      }
      const auto words = intern_phrase(splitter_, vocabulary_, table->at(row, 0));
      if (words.empty()) {
        error_ = table->error_at(row, 0, "expected words");
        return;
      }
      const auto number = static_cast<std::uint32_t>(result_.holidays.size());
      if (result_.holiday_names.add(words, number) != number) {
        error_ = table->error_at(row, 0, "listed before");
        return;
      }
      result_.holidays.push_back(*holiday);
      facts_of(words.front()).opens_holiday = true;
    }
  }

  Result<TimeWords> finish() {
    if (error_) return *error_;
    std::sort(result_.month_names.begin(), result_.month_names.end());
    for (WordFacts& facts : result_.facts) {
      facts.opens = std::any_of(std::begin(kOpeners), std::end(kOpeners),
                                [&](Cue cue) { return facts.has(cue); }) ||
                    facts.number_kind != NumberKind::kNone || facts.ordinal != 0 ||
                    facts.month != 0 || facts.weekday != 0 || facts.quarter != 0 ||
                    facts.half != 0 || facts.is_day_word || facts.season != Season::kNone ||
                    facts.decade >= 0 || facts.set_unit != Unit::kNone || facts.weekday_set != 0 ||
                    facts.clock >= 0 || facts.opens_holiday ||
                    (facts.unit != Unit::kNone && !facts.plural);
    }
    return std::move(result_);
  }

 private:
  using Listed = std::vector<std::pair<std::string, std::pair<std::uint32_t, std::uint32_t>>>;

  //   "12-25"   "easter -2"   "orthodox easter 0"   "4 weekday 4 of 11 plus 1"   "listed eid
  //   al-fitr"
  static std::optional<Holiday> parse_holiday(std::string_view text, const Listed& listed) {
    Holiday holiday;
    const auto take = [&](std::string_view start) {
      if (text.substr(0, start.size()) != start) return false;
      text.remove_prefix(start.size());
      return true;
    };
    if (take("listed ")) {
      holiday.kind = Holiday::Kind::kListed;
      for (const auto& [name, range] : listed) {
        if (name != text) continue;
        holiday.listed = range.first;
        holiday.listed_end = range.second;
        return holiday;
      }
      return std::nullopt;
    }
    const bool orthodox = take("orthodox ");
    if (take("easter ")) {
      const auto shift = parse_int(text, -60, 60);
      if (!shift) return std::nullopt;
      holiday.kind = orthodox ? Holiday::Kind::kOrthodoxEaster : Holiday::Kind::kEaster;
      holiday.shift = static_cast<std::int16_t>(*shift);
      return holiday;
    }
    if (orthodox) return std::nullopt;
    if (const std::size_t at = text.find(" weekday "); at != std::string_view::npos) {
      const std::string_view rest = text.substr(at + 9);
      const auto ordinal = parse_int(text.substr(0, at), -1, 5);
      const auto weekday = parse_int(rest.substr(0, 1), 1, 7);
      if (!ordinal || *ordinal == 0 || !weekday || rest.substr(1, 4) != " of ") return std::nullopt;
      const std::size_t plus = rest.find(" plus ");
      const auto month = parse_int(rest.substr(5, plus - 5), 1, 12);
      const auto shift = plus == std::string_view::npos ? std::optional<int>(0)
                                                        : parse_int(rest.substr(plus + 6), 0, 6);
      if (!month || !shift) return std::nullopt;
      holiday.shift = static_cast<std::int16_t>(*shift);
      holiday.kind = Holiday::Kind::kWeekday;
      holiday.ordinal = static_cast<std::int8_t>(*ordinal);
      holiday.day = static_cast<std::int8_t>(*weekday);
      holiday.month = static_cast<std::int8_t>(*month);
      return holiday;
    }
    if (text.size() != 5 || text[2] != '-') return std::nullopt;
    const auto month = parse_int(text.substr(0, 2), 1, 12);
    const auto day = parse_int(text.substr(3), 1, 31);
    if (!month || !day || !to_day(2000, *month, *day)) return std::nullopt;
    holiday.month = static_cast<std::int8_t>(*month);
    holiday.day = static_cast<std::int8_t>(*day);
    return holiday;
  }

  WordFacts& facts_of(WordId word) {
    if (word >= result_.index.size()) result_.index.resize(word + 1, 0);
    if (result_.index[word] == 0) {
      result_.index[word] = static_cast<std::uint16_t>(result_.facts.size());
      result_.facts.emplace_back();
    }
    return result_.facts[result_.index[word]];
  }

  const TableSource& source_;
  const WordSplitter& splitter_;
  Vocabulary& vocabulary_;
  TimeWords result_;
  std::optional<Error> error_;
};

}  // namespace

int TimeWords::month_named(std::string_view letters) const {
  const std::string name = fold(letters);
  const auto found = std::lower_bound(month_names.begin(), month_names.end(), name,
                                      [](const std::pair<std::string, int>& entry,
                                         const std::string& key) { return entry.first < key; });
  return found != month_names.end() && found->first == name ? found->second : 0;
}

Result<TimeWords> load_time_words(const TableSource& source, const WordSplitter& splitter,
                                  Vocabulary& vocabulary) {
  using Wrong = Loader::Wrong;
  using Outcome = std::optional<Wrong>;
  Loader loader(source, splitter, vocabulary);
  const auto yes_no = [](std::string_view text) -> std::optional<bool> {
    if (text == "yes") return true;
    if (text == "no") return false;
    return std::nullopt;
  };

  loader.read("times/months.tsv", times_tables::months(), {"form", "month", "alone"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                const auto month = parse_int(table.at(row, 1), 1, 12);
                const auto alone = yes_no(table.at(row, 2));
                if (!month) return Wrong{1, "expected a month, 1 to 12"};
                if (!alone) return Wrong{2, "expected yes or no"};
                if (facts.month != 0) return Wrong{0, "listed before"};
                facts.month = static_cast<std::int8_t>(*month);
                facts.month_alone = *alone;
                loader.add_month_name(table.at(row, 0), *month);
                return std::nullopt;
              });
  loader.read("times/weekdays.tsv", times_tables::weekdays(), {"form", "weekday", "alone"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                const auto weekday = parse_int(table.at(row, 1), 1, 7);
                const auto alone = yes_no(table.at(row, 2));
                if (!weekday) return Wrong{1, "expected a day of the week, 1 to 7"};
                if (!alone) return Wrong{2, "expected yes or no"};
                if (facts.weekday != 0) return Wrong{0, "listed before"};
                facts.weekday = static_cast<std::int8_t>(*weekday);
                facts.weekday_alone = *alone;
                return std::nullopt;
              });
  loader.read(
      "times/units.tsv", times_tables::units(), {"form", "unit", "size", "number"},
      [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
        constexpr std::array<std::string_view, 10> kUnits = {
            "", "second", "minute", "hour", "day", "week", "weekend", "month", "quarter", "year"};
        const auto unit = place_in(kUnits.data(), kUnits.size(), table.at(row, 1));
        const auto size = parse_int(table.at(row, 2), 1, 100);
        if (!unit || *unit == 0) {
          return Wrong{1,
                       "expected second, minute, hour, day, week, weekend, month, quarter or year"};
        }
        if (!size) return Wrong{2, "expected a number, 1 to 100"};
        if (table.at(row, 3) != "singular" && table.at(row, 3) != "plural") {
          return Wrong{3, "expected singular or plural"};
        }
        if (facts.unit != Unit::kNone) return Wrong{0, "listed before"};
        facts.unit = static_cast<Unit>(*unit);
        facts.unit_size = static_cast<std::int8_t>(*size);
        facts.plural = table.at(row, 3) == "plural";
        return std::nullopt;
      });
  loader.read(
      "times/number_words.tsv", times_tables::number_words(), {"form", "value", "kind"},
      [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
        constexpr std::array<std::string_view, 9> kKinds = {
            "", "one", "teen", "ten", "dozen", "hundred", "article", "uncounted", "zero"};
        const auto value = parse_int(table.at(row, 1), 0, 100);
        const auto kind = place_in(kKinds.data(), kKinds.size(), table.at(row, 2));
        if (!value) return Wrong{1, "expected a number, 0 to 100"};
        if (!kind || *kind == 0) {
          return Wrong{2, "expected one, teen, ten, dozen, hundred, article, uncounted or zero"};
        }
        if (facts.number_kind != NumberKind::kNone) return Wrong{0, "listed before"};
        facts.number = static_cast<std::int16_t>(*value);
        facts.number_kind = static_cast<NumberKind>(*kind);
        return std::nullopt;
      });
  loader.read("times/ordinals.tsv", times_tables::ordinals(), {"form", "value"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                const auto value = parse_int(table.at(row, 1), 1, 31);
                if (!value) return Wrong{1, "expected a number, 1 to 31"};
                if (facts.ordinal != 0) return Wrong{0, "listed before"};
                facts.ordinal = static_cast<std::int8_t>(*value);
                return std::nullopt;
              });
  loader.read("times/parts.tsv", times_tables::parts(), {"form", "part", "index"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                const bool quarter = table.at(row, 1) == "quarter";
                if (!quarter && table.at(row, 1) != "half")
                  return Wrong{1, "expected quarter or half"};
                const auto index = parse_int(table.at(row, 2), 1, quarter ? 4 : 2);
                if (!index) return Wrong{2, "expected 1 to 4 for quarters, 1 or 2 for halves"};
                if (facts.quarter != 0 || facts.half != 0) return Wrong{0, "listed before"};
                (quarter ? facts.quarter : facts.half) = static_cast<std::int8_t>(*index);
                return std::nullopt;
              });
  loader.read("times/day_words.tsv", times_tables::day_words(), {"form", "shift"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                const auto shift = parse_int(table.at(row, 1), -7, 7);
                if (!shift) return Wrong{1, "expected a number of days, -7 to 7"};
                if (facts.is_day_word) return Wrong{0, "listed before"};
                facts.is_day_word = true;
                facts.day_shift = static_cast<std::int8_t>(*shift);
                return std::nullopt;
              });
  loader.read("times/seasons.tsv", times_tables::seasons(), {"form", "season"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                constexpr std::array<std::string_view, 5> kSeasons = {"", "spring", "summer",
                                                                      "autumn", "winter"};
                const auto season = place_in(kSeasons.data(), kSeasons.size(), table.at(row, 1));
                if (!season || *season == 0)
                  return Wrong{1, "expected spring, summer, autumn or winter"};
                if (facts.season != Season::kNone) return Wrong{0, "listed before"};
                facts.season = static_cast<Season>(*season);
                return std::nullopt;
              });
  loader.read("times/decades.tsv", times_tables::decades(), {"form", "year"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                const auto year = parse_int(table.at(row, 1), 10, 90);
                if (!year || *year % 10 != 0) return Wrong{1, "expected ten, twenty ... ninety"};
                if (facts.decade >= 0) return Wrong{0, "listed before"};
                facts.decade = static_cast<std::int16_t>(*year);
                return std::nullopt;
              });
  loader.read("times/sets.tsv", times_tables::sets(), {"form", "unit", "size"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                constexpr std::array<std::string_view, 6> kUnits = {"hour",  "day",     "week",
                                                                    "month", "weekday", "year"};
                constexpr std::array<Unit, 6> kValues = {Unit::kHour,  Unit::kDay,     Unit::kWeek,
                                                         Unit::kMonth, Unit::kWeekend, Unit::kYear};
                const auto unit = place_in(kUnits.data(), kUnits.size(), table.at(row, 1));
                const auto size = parse_int(table.at(row, 2), 1, 10);
                if (!unit) return Wrong{1, "expected hour, day, week, month, year or weekday"};
                if (!size) return Wrong{2, "expected a number, 1 to 10"};
                if (facts.set_unit != Unit::kNone || facts.weekday_set != 0)
                  return Wrong{0, "listed before"};
                if (kValues[*unit] == Unit::kWeekend) {
                  if (*size > 7) return Wrong{2, "expected a day of the week, 1 to 7"};
                  facts.weekday_set = static_cast<std::int8_t>(*size);
                } else {
                  facts.set_unit = kValues[*unit];
                  facts.set_size = static_cast<std::int8_t>(*size);
                }
                return std::nullopt;
              });
  loader.read("times/clocks.tsv", times_tables::clocks(), {"form", "means", "minutes"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                const std::string_view means = table.at(row, 1);
                const auto minutes = parse_int(table.at(row, 2), -840, 1440);
                if (!minutes) return Wrong{2, "expected a number of minutes"};
                if (facts.half_day != 0 || facts.clock >= 0 || facts.is_zone)
                  return Wrong{0, "listed before"};
                if (means == "morning" || means == "afternoon") {
                  facts.half_day = means == "morning" ? 1 : 2;
                } else if (means == "hour" && *minutes >= 0) {
                  facts.clock = static_cast<std::int16_t>(*minutes);
                } else if (means == "zone") {
                  facts.is_zone = true;
                  facts.zone = static_cast<std::int16_t>(*minutes);
                } else {
                  return Wrong{1, "expected morning, afternoon, hour or zone"};
                }
                return std::nullopt;
              });
  loader.read_holidays();
  loader.read("times/cues.tsv", times_tables::cues(), {"form", "cue"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                const auto cue = place_in(kCueNames.data(), kCueNames.size(), table.at(row, 1));
                if (!cue) return Wrong{1, "no such class of words"};
                if (facts.has(static_cast<Cue>(*cue)))
                  return Wrong{0, "listed before in this class"};
                facts.cues[*cue / 64] |= std::uint64_t{1} << (*cue % 64);
                return std::nullopt;
              });
  loader.read_phrases("times/plan_words.tsv", times_tables::plan_words(), {"phrase"},
                      [](const Table&, std::size_t) -> std::optional<Turn> { return Turn::kPlan; });
  loader.read_phrases("times/past_words.tsv", times_tables::past_words(), {"form", "use"},
                      [](const Table& table, std::size_t row) -> std::optional<Turn> {
                        if (table.at(row, 1) == "auxiliary") return Turn::kAuxiliary;
                        if (table.at(row, 1) == "saying") return Turn::kSaying;
                        if (table.at(row, 1) == "verb") return Turn::kVerb;
                        return std::nullopt;
                      });
  return loader.finish();
}

}  // namespace chancery

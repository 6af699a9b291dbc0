#include "times/time_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

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
    "annually",
    "day_part",
    "half",
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
    "count_noun"};

constexpr std::uint64_t bit(Cue cue) {
  return std::uint64_t{1} << static_cast<int>(cue);
}

// The cues that can begin an expression.
constexpr std::uint64_t kOpeners =
    bit(Cue::kThis) | bit(Cue::kLast) | bit(Cue::kPrevious) | bit(Cue::kPast) | bit(Cue::kNext) |
    bit(Cue::kComing) | bit(Cue::kFollowing) | bit(Cue::kFinal) | bit(Cue::kEarly) |
    bit(Cue::kMid) | bit(Cue::kLate) | bit(Cue::kEdgeStart) | bit(Cue::kEdgeMiddle) |
    bit(Cue::kEdgeEnd) | bit(Cue::kEarlier) | bit(Cue::kLater) | bit(Cue::kSo) | bit(Cue::kEvery) |
    bit(Cue::kOnce) | bit(Cue::kAnnually) | bit(Cue::kFiscal);

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

  Result<TimeWords> finish() {
    if (error_) return *error_;
    for (WordFacts& facts : result_.facts) {
      facts.opens = (facts.cues & kOpeners) != 0 || facts.number_kind != NumberKind::kNone ||
                    facts.ordinal != 0 || facts.month != 0 || facts.weekday != 0 ||
                    facts.quarter != 0 || facts.half != 0 || facts.is_day_word ||
                    (facts.unit == Unit::kYear && !facts.plural);
    }
    return std::move(result_);
  }

 private:
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
  loader.read("times/number_words.tsv", times_tables::number_words(), {"form", "value", "kind"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                constexpr std::array<std::string_view, 8> kKinds = {
                    "", "one", "teen", "ten", "dozen", "hundred", "article", "uncounted"};
                const auto value = parse_int(table.at(row, 1), 0, 100);
                const auto kind = place_in(kKinds.data(), kKinds.size(), table.at(row, 2));
                if (!value) return Wrong{1, "expected a number, 0 to 100"};
                if (!kind || *kind == 0) {
                  return Wrong{2, "expected one, teen, ten, dozen, hundred, article or uncounted"};
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
  loader.read("times/cues.tsv", times_tables::cues(), {"form", "cue"},
              [&](const Table& table, std::size_t row, WordFacts& facts) -> Outcome {
                const auto cue = place_in(kCueNames.data(), kCueNames.size(), table.at(row, 1));
                if (!cue) return Wrong{1, "no such class of words"};
                if (facts.has(static_cast<Cue>(*cue)))
                  return Wrong{0, "listed before in this class"};
                facts.cues |= bit(static_cast<Cue>(*cue));
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

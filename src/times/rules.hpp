// rules.hpp: the rules, each over the words from one token on. Private to times/.
//
// A rule returns the expression that begins at the token, or nothing. find_times() asks the rules
// of the word's class and keeps the longest answer, the first of equals.
#pragma once
#include <optional>
#include <string>

#include "base/number.hpp"
#include "times/sentence.hpp"

namespace chancery {

using Rule = std::optional<Found> (*)(Sentence&, TokenId);

// A date as far as the words say it; 0 where they do not.
struct Stated {
  TokenId end = 0;
  int year = 0;
  int month = 0;
  int day = 0;
  bool month_first = false;
  bool year_is_relative = false;  // "April last year"
  bool is_open =
      false;  // said, but not to be settled: "03/04/2025", "last year" without a report date
  bool either_way = false;  // is_open, and day and month may be either way round
};

// Absolute dates (absolute_rules.cpp).
std::optional<Stated> state_month_first(const Sentence& sentence, TokenId at);
std::optional<Stated> state_day_first(const Sentence& sentence, TokenId at);
std::optional<Found> read_numeric_date(Sentence& sentence, TokenId at);
std::optional<Found> read_month_date(Sentence& sentence, TokenId at);
std::optional<Found> read_day_date(Sentence& sentence, TokenId at);
std::optional<Found> read_weekday(Sentence& sentence, TokenId at);
std::optional<Found> read_range(Sentence& sentence, TokenId at);
std::optional<Found> read_weekday_range(Sentence& sentence, TokenId at);
std::optional<Found> read_year(Sentence& sentence, TokenId at);
std::optional<Found> read_named_year(Sentence& sentence, TokenId at);
std::optional<Found> read_decade(Sentence& sentence, TokenId at);
std::optional<Found> read_century(Sentence& sentence, TokenId at);

std::optional<Found> read_day_of_month(Sentence& sentence, TokenId at);
std::optional<Found> read_joined_date(Sentence& sentence, TokenId at);
std::optional<Found> read_date_in_brackets(Sentence& sentence, TokenId at);
std::optional<Found> read_numeric_range(Sentence& sentence, TokenId at);
std::optional<Found> read_short_date(Sentence& sentence, TokenId at);
std::optional<Found> read_year_month(Sentence& sentence, TokenId at);
std::optional<Found> read_glued_date(Sentence& sentence, TokenId at);
std::optional<Found> read_spelled_year(Sentence& sentence, TokenId at);
std::optional<Found> read_month_of_year(Sentence& sentence, TokenId at);

// A year in digits or words: "2025", "nineteen ninety-six", "two thousand and fifteen".
struct YearWords {
  TokenId end = 0;
  int value = 0;
};
std::optional<YearWords> state_year_words(const Sentence& sentence, TokenId at);
// The ordinal of a day: "26th", "twenty-sixth", "third".
struct DayWords {
  TokenId end = 0;
  int value = 0;
};
std::optional<DayWords> state_ordinal_day(const Sentence& sentence, TokenId at);
std::optional<DayWords> state_cardinal_day(const Sentence& sentence, TokenId at);

// Parts of a longer time (part_rules.cpp).
std::optional<Found> read_quarter_or_half(Sentence& sentence, TokenId at);
std::optional<Found> read_short_part(Sentence& sentence, TokenId at);
std::optional<Found> read_unit_of(Sentence& sentence, TokenId at);
std::optional<Found> read_units_of(Sentence& sentence, TokenId at);
std::optional<Found> read_third(Sentence& sentence, TokenId at);
std::optional<Found> read_edge(Sentence& sentence, TokenId at);
std::optional<Found> read_unit_end(Sentence& sentence, TokenId at);
std::optional<Found> read_season(Sentence& sentence, TokenId at);
std::optional<Found> read_week_number(Sentence& sentence, TokenId at);
std::optional<Found> read_unit_from(Sentence& sentence, TokenId at);
std::optional<Found> read_rest(Sentence& sentence, TokenId at);
std::optional<Found> read_year_part(Sentence& sentence, TokenId at);
std::optional<Found> read_weekday_of(Sentence& sentence, TokenId at);

// Times that count from the report's day or from another time (relative_rules.cpp).
std::optional<Found> read_day_word(Sentence& sentence, TokenId at);
std::optional<Found> read_unit_beside(Sentence& sentence, TokenId at);
std::optional<Found> read_units_beside(Sentence& sentence, TokenId at);
std::optional<Found> read_part_of_day(Sentence& sentence, TokenId at);
std::optional<Found> read_weekday_beside(Sentence& sentence, TokenId at);
std::optional<Found> read_month_beside(Sentence& sentence, TokenId at);
std::optional<Found> read_so_far(Sentence& sentence, TokenId at);
std::optional<Found> read_earlier_or_later(Sentence& sentence, TokenId at);
std::optional<Found> read_ago(Sentence& sentence, TokenId at);
std::optional<Found> read_year_before(Sentence& sentence, TokenId at);
std::optional<Found> read_units_from(Sentence& sentence, TokenId at);
std::optional<Found> read_counted_beside(Sentence& sentence, TokenId at);
std::optional<Found> read_same_unit(Sentence& sentence, TokenId at);
std::optional<Found> read_day_beside(Sentence& sentence, TokenId at);
std::optional<Found> read_after_next(Sentence& sentence, TokenId at);
std::optional<Found> read_the_unit(Sentence& sentence, TokenId at);
std::optional<Found> read_from_now(Sentence& sentence, TokenId at);
std::optional<Found> read_to_date(Sentence& sentence, TokenId at);

// Days that have a name of their own (holiday_rules.cpp).
std::optional<Found> read_holiday(Sentence& sentence, TokenId at);
// The Sunday of Easter, of the western or the eastern churches, on the Gregorian calendar.
Day easter_sunday(int year);
Day orthodox_easter_sunday(int year);

// Hours of the day (clock_rules.cpp).
std::optional<Found> read_clock(Sentence& sentence, TokenId at);

// The longest date at the token, past an article; asked by rules for the date inside theirs.
std::optional<Found> read_date(Sentence& sentence, TokenId at);
// "postponed from 3 May to 5 June" names two days and no range: a word of moving before "from".
bool is_moved(const Sentence& sentence, TokenId from);
// Two dates joined ("from 3 May to the end of June", "2024-01-01 until today"): the first one is
// widened to the range where the words after it say so.
void join_range(Sentence& sentence, Found& first);

// Durations and sets (duration_rules.cpp).
struct UnitCount {
  TokenId end = 0;
  int value = 0;            // 0: a number that the words do not tell, or not a whole one
  bool is_article = false;  // "a", "an"
  bool is_one = false;
  Decimal decimal = {};  // the number where it is not a whole one
};
std::optional<UnitCount> state_count(const Sentence& sentence, TokenId at);
std::optional<Found> read_duration(Sentence& sentence, TokenId at);
std::optional<Found> read_set(Sentence& sentence, TokenId at);
std::optional<Found> read_set_word(Sentence& sentence, TokenId at);
std::optional<Found> read_whole_unit(Sentence& sentence, TokenId at);
// "P3Y", "PT2H", "P1.5Y", "PXM" for a count that the words do not tell.
std::string write_duration(const UnitCount& count, const WordFacts& unit);

// A found date with the basis of the anchor; open where there is no anchor.
Found make_relative(const Sentence& sentence, TokenId begin, TokenId end, const char* rule);
// "May", "March", "Sat" are other words too: a name of a month or weekday must be capital.
bool is_month(const Sentence& sentence, TokenId at);
bool is_weekday(const Sentence& sentence, TokenId at);
// The year after "of", in brackets and the like, where a number is a year by its place.
bool is_counted(const Sentence& sentence, TokenId after);

}  // namespace chancery

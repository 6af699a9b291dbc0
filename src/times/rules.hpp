// rules.hpp: the rules, each over the words from one token on. Private to times/.
//
// A rule returns the expression that begins at the token, or nothing. find_times() asks the rules
// of the word's class and keeps the longest answer, the first of equals.
#pragma once
#include <optional>

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

// Parts of a longer time (part_rules.cpp).
std::optional<Found> read_quarter_or_half(Sentence& sentence, TokenId at);
std::optional<Found> read_short_part(Sentence& sentence, TokenId at);
std::optional<Found> read_unit_of(Sentence& sentence, TokenId at);
std::optional<Found> read_units_of(Sentence& sentence, TokenId at);
std::optional<Found> read_third(Sentence& sentence, TokenId at);
std::optional<Found> read_edge(Sentence& sentence, TokenId at);

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

// Durations and sets (duration_rules.cpp).
struct UnitCount {
  TokenId end = 0;
  int value = 0;            // 0: a number that the words do not tell, or not a whole one
  bool is_article = false;  // "a", "an"
  bool is_one = false;
};
std::optional<UnitCount> state_count(const Sentence& sentence, TokenId at);
std::optional<Found> read_duration(Sentence& sentence, TokenId at);
std::optional<Found> read_set(Sentence& sentence, TokenId at);

// A found date with the basis of the anchor; open where there is no anchor.
Found make_relative(const Sentence& sentence, TokenId begin, TokenId end, const char* rule);
// "May", "March", "Sat" are other words too: a name of a month or weekday must be capital.
bool is_month(const Sentence& sentence, TokenId at);
bool is_weekday(const Sentence& sentence, TokenId at);
// The year after "of", in brackets and the like, where a number is a year by its place.
bool is_counted(const Sentence& sentence, TokenId after);

}  // namespace chancery

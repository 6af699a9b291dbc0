#include "report/dateline.hpp"

#include <algorithm>
#include <string>

#include "base/utf8.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kMaxDatelineBytes = 240;
constexpr std::uint32_t kMaxLookedAt = 480;  // of the line, dateline and what follows
constexpr int kMaxPlaceWords = 5;
constexpr int kMaxSegments = 2;  // region and country after the place
constexpr int kMaxAgencyWords = 6;
constexpr std::uint32_t kMaxAgencyBytes = 80;
constexpr std::uint32_t kMinBarePlaceLetters = 4;  // "US - China" begins a headline
constexpr std::uint32_t kMinAfterColon = 50;       // bytes of the line after "ISLAMABAD:"

enum class Case : std::uint8_t { kUpper, kTitle };

struct Place {
  Span span;
  int words = 0;
  std::uint32_t letters = 0;
  bool empty() const { return words == 0; }
};

enum class Closing : std::uint8_t { kNone, kDash, kColon, kStop, kLineEnd };

struct Close {
  Closing kind = Closing::kNone;
  std::uint32_t end = 0;  // after the mark, before the blanks
  bool blank_before = false;
  bool blank_after = false;
  bool hyphen = false;     // a single hyphen
  bool long_dash = false;  // "--" or an em dash
};

bool is_lower(char32_t value) {
  return has_case(value) && !is_upper(value);
}

class DatelineParser {
 public:
  DatelineParser(std::string_view text, Span line, const LayoutLexicon& lexicon)
      : text_(text), line_(line), end_(bounded(line.begin, kMaxDatelineBytes)), lexicon_(lexicon) {}

  std::optional<ParsedDateline> parse() const {
    if (const auto found = parse_from(Case::kUpper, parse_place(line_.begin, Case::kUpper)))
      return found;
    if (const auto found = parse_from(Case::kTitle, parse_place(line_.begin, Case::kTitle)))
      return found;
    return parse_without_place();
  }

  bool begins_turn() const {
    const Place place = parse_place(line_.begin, Case::kUpper);
    return !place.empty() && at(place.span.end) == ':';
  }

 private:
  struct Elements {
    WrittenDate date;
    bool has_date = false;
    Span agency;
    char agency_open = 0;
    int segments = 0;
    std::uint32_t end = 0;

    bool has_agency() const { return agency_open != 0; }
  };

  // The end of at most `bytes` bytes from `begin` on, on a code point.
  std::uint32_t bounded(std::uint32_t begin, std::uint32_t bytes) const {
    if (line_.end - begin <= bytes) return line_.end;
    std::uint32_t end = begin + bytes;
    while ((static_cast<unsigned char>(text_[end]) & 0xC0u) == 0x80) --end;
    return end;
  }
  CodePoint point(std::uint32_t offset) const {
    return offset < end_ ? decode_at(text_, offset) : CodePoint{0, 0};
  }
  char32_t at(std::uint32_t offset) const { return point(offset).value; }
  std::string_view words(Span span) const { return span.of(text_); }
  std::optional<LayoutLexicon::Word> find(std::uint32_t begin, std::uint32_t end) const {
    return lexicon_.find(words({begin, end}));
  }
  bool is(std::uint32_t begin, std::uint32_t end, LayoutLexicon::Use use) const {
    const auto word = find(begin, end);
    return word && word->use == use;
  }

  std::uint32_t skip_blanks(std::uint32_t offset) const {
    for (CodePoint next = point(offset); next.size > 0 && is_space(next.value);
         next = point(offset)) {
      offset += next.size;
    }
    return offset;
  }
  std::uint32_t letters_end(std::uint32_t offset) const {
    for (CodePoint next = point(offset); is_letter(next.value); next = point(offset))
      offset += next.size;
    return offset;
  }

  struct Word {
    std::uint32_t end = 0;
    std::uint32_t letters = 0;
    bool upper = true;         // no lower-case letter
    bool capital = false;      // the first letter is upper case
    bool abbreviated = false;  // ends in a stop
  };
  // A word of a place: letters with apostrophes, hyphens and slashes between them, and stops.
  Word parse_word(std::uint32_t begin) const {
    Word word;
    word.end = begin;
    const CodePoint first = point(begin);
    if (!is_letter(first.value)) return word;
    word.capital = is_upper(first.value);
    std::uint32_t run = 0;  // letters since the last stop
    for (;;) {
      const CodePoint next = point(word.end);
      if (is_letter(next.value)) {
        word.upper = word.upper && (is_upper(next.value) || !has_case(next.value));
        word.end += next.size;
        ++word.letters;
        ++run;
        continue;
      }
      const char32_t after = at(word.end + next.size);
      const bool hyphen = next.value == '-' || next.value == 0x2010 || next.value == 0x2011;
      if ((hyphen || is_apostrophe(next.value)) && is_letter(after)) {
        word.end += next.size;
        run = 0;
        continue;
      }
      // "GENEVA/NEW YORK", but not "MOSCOW /TASS/".
      if (next.value == '/' && is_upper(after)) {
        word.end += 1;
        run = 0;
        continue;
      }
      if (next.value == '.' && run > 0 && run <= 4) {
        word.end += 1;
        run = 0;
        if (is_letter(after)) continue;
        word.abbreviated = true;
      }
      return word;
    }
  }

  // The longest run of words that may name a place, no further than a month or weekday.
  Place parse_place(std::uint32_t begin, Case letter_case) const {
    Place place;
    place.span = {begin, begin};
    std::uint32_t next = begin;
    int small = 0;  // "de", "es", "of" between capitals
    for (int count = 0; count < kMaxPlaceWords; ++count) {
      const Word word = parse_word(next);
      if (word.letters == 0) break;
      const auto known = find(next, word.end);
      if (known &&
          (known->use == LayoutLexicon::Use::kMonth || known->use == LayoutLexicon::Use::kWeekday))
        break;
      if (letter_case == Case::kUpper ? !word.upper : !word.capital) {
        const bool joins = letter_case == Case::kTitle && place.words > 0 && word.letters <= 3 &&
                           ++small <= 2 && !word.abbreviated &&
                           !(known && known->use == LayoutLexicon::Use::kOpener);
        if (!joins) break;
      } else {
        place.span.end = word.end;
        place.words = count + 1;
      }
      place.letters += word.letters;
      const std::uint32_t after = skip_blanks(word.end);
      if (after == word.end) break;
      next = after;
    }
    if (place.words == 0 || place.letters < 2) return {};
    return place;
  }

  // "June 19", "Sept. 30, 2025", "5 May 2024", "2024-05-05", each after a weekday or not.
  std::uint32_t parse_date(std::uint32_t begin, WrittenDate& date) const {
    const std::uint32_t word = letters_end(begin);
    if (word > begin && is(begin, word, LayoutLexicon::Use::kWeekday)) {
      std::uint32_t next = word;
      if (at(next) == '.') ++next;
      if (at(next) == ',') ++next;
      const std::uint32_t after = skip_blanks(next);
      if (after == next) return begin;
      const std::uint32_t end = parse_bare_date(after, date);
      return end == after ? begin : end;
    }
    return parse_bare_date(begin, date);
  }

  std::uint32_t parse_bare_date(std::uint32_t begin, WrittenDate& date) const {
    int number = 0;
    if (const std::uint32_t year_end = parse_number(begin, 4, 4, number); year_end != begin) {
      const auto digit = [&](std::uint32_t offset) { return is_digit(at(offset)); };
      if (at(year_end) != '-' || !digit(begin + 5) || !digit(begin + 6) || at(begin + 7) != '-' ||
          !digit(begin + 8) || !digit(begin + 9) || digit(begin + 10)) {
        return begin;
      }
      const auto two = [&](std::uint32_t offset) {
        return (text_[offset] - '0') * 10 + (text_[offset + 1] - '0');
      };
      date = {number, two(begin + 5), two(begin + 8)};
      return is_plausible(date) ? begin + 10 : begin;
    }
    std::uint32_t end = 0;
    if (is_digit(at(begin))) {
      std::uint32_t next = parse_day(begin, date.day);
      if (next == begin) return begin;
      const std::uint32_t month = skip_blanks(next);
      if (month == next) return begin;
      end = parse_month(month, date.month);
      if (end == month) return begin;
    } else {
      const std::uint32_t month_end = parse_month(begin, date.month);
      if (month_end == begin) return begin;
      const std::uint32_t day = skip_blanks(month_end);
      if (day == month_end && at(month_end - 1) != '.') return begin;
      end = parse_day(day, date.day);
      if (end == day) return begin;
    }
    // The year, with or without a comma.
    std::uint32_t next = at(end) == ',' ? end + 1 : end;
    const std::uint32_t year = skip_blanks(next);
    if (year > end) {
      const std::uint32_t year_end = parse_number(year, 4, 4, number);
      if (year_end != year && number >= 1000 && !is_letter(at(year_end))) {
        date.year = number;
        end = year_end;
      }
    }
    return is_plausible(date) ? end : begin;
  }
  static bool is_plausible(const WrittenDate& date) {
    return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31;
  }

  // A run of `least` to `most` digits, with no digit after it.
  std::uint32_t parse_number(std::uint32_t begin, std::uint32_t least, std::uint32_t most,
                             int& number) const {
    std::uint32_t next = begin;
    int value = 0;
    while (next - begin <= most && is_digit(at(next))) value = value * 10 + (text_[next++] - '0');
    if (next - begin < least || next - begin > most) return begin;
    number = value;
    return next;
  }
  std::uint32_t parse_day(std::uint32_t begin, int& day) const {
    std::uint32_t end = parse_number(begin, 1, 2, day);
    if (end == begin) return begin;
    const std::uint32_t letters = letters_end(end);
    if (letters == end) return end;
    const std::string ending = fold(words({end, letters}));
    return ending == "st" || ending == "nd" || ending == "rd" || ending == "th" ? letters : begin;
  }
  std::uint32_t parse_month(std::uint32_t begin, int& month) const {
    const std::uint32_t end = letters_end(begin);
    if (end == begin) return begin;
    const auto word = find(begin, end);
    if (!word || word->use != LayoutLexicon::Use::kMonth) return begin;
    month = word->month;
    return at(end) == '.' ? end + 1 : end;
  }

  // "(Agency)", "/AGENCY/": one to six words that begin with a capital. Returns the offset after
  // the closing mark.
  std::uint32_t parse_agency(std::uint32_t begin, Span& agency) const {
    const char32_t open = at(begin);
    const char32_t close = open == '(' ? ')' : '/';
    const std::uint32_t from = skip_blanks(begin + 1);
    std::uint32_t to = from;
    std::uint32_t next = from;
    int count = 0;
    bool in_word = false;
    bool capital = false;
    for (;;) {
      const CodePoint mark = point(next);
      if (mark.size == 0 || next - begin > kMaxAgencyBytes) return begin;
      if (mark.value == close) break;
      if (is_space(mark.value)) {
        in_word = false;
      } else {
        if (!in_word && ++count > kMaxAgencyWords) return begin;
        in_word = true;
        capital =
            capital || is_upper(mark.value) || (is_letter(mark.value) && !has_case(mark.value));
        const bool fits = is_letter(mark.value) || is_digit(mark.value) || is_dash(mark.value) ||
                          is_apostrophe(mark.value) || mark.value == '.' || mark.value == ',' ||
                          mark.value == '&' || mark.value == '/' || mark.value == '+';
        if (!fits) return begin;
        to = next + mark.size;
      }
      next += mark.size;
    }
    if (!capital || !is_letter(at(from))) return begin;
    const std::uint32_t first = letters_end(from);
    if (is(from, first, LayoutLexicon::Use::kWeekday) ||
        is(from, first, LayoutLexicon::Use::kMonth))
      return begin;
    const std::uint32_t end = next + 1;
    if (close == '/' && is_letter(at(end))) return begin;
    agency = {from, to};
    return end;
  }

  // What follows the place, in any order: region and country, a date, an agency.
  Elements parse_elements(std::uint32_t begin, bool after_place) const {
    Elements found;
    found.end = begin;
    for (;;) {
      std::uint32_t next = skip_blanks(found.end);
      bool comma = false;
      const char32_t mark = at(next);
      if (mark == ',') {
        comma = true;
        next = skip_blanks(next + 1);
      } else if (mark == '.' && found.has_date && !found.has_agency()) {
        next = skip_blanks(next + 1);
        if (at(next) != '(' && at(next) != '/') break;
      }
      const bool first = found.end == line_.begin;
      if (!found.has_agency() && (at(next) == '(' || at(next) == '/')) {
        const std::uint32_t end = parse_agency(next, found.agency);
        if (end == next) break;
        found.agency_open = at(next) == '(' ? '(' : '/';
        found.end = end;
        continue;
      }
      if (!found.has_date && (first || next > found.end)) {
        WrittenDate date;
        const std::uint32_t end = parse_date(next, date);
        if (end != next) {
          found.date = date;
          found.has_date = true;
          found.end = end;
          continue;
        }
      }
      if (after_place && comma && !found.has_date && !found.has_agency() &&
          found.segments < kMaxSegments) {
        const Place segment = parse_place(next, Case::kTitle);
        if (!segment.empty()) {
          ++found.segments;
          found.end = segment.span.end;
          continue;
        }
      }
      break;
    }
    return found;
  }

  Close parse_close(std::uint32_t begin, const Elements& found) const {
    Close close;
    const std::uint32_t next = skip_blanks(begin);
    close.blank_before = next > begin;
    close.end = next;
    const CodePoint mark = point(next);
    if (next >= line_.end) {
      close.kind = Closing::kLineEnd;
      return close;
    }
    if (is_dash(mark.value)) {
      int marks = 0;
      while (is_dash(at(close.end)) && marks < 4) {
        close.end += point(close.end).size;
        ++marks;
      }
      close.hyphen =
          marks == 1 && (mark.value == '-' || mark.value == 0x2010 || mark.value == 0x2011);
      close.long_dash = marks > 1 || mark.value == 0x2014 || mark.value == 0x2015;
      close.kind = Closing::kDash;
    } else if (mark.value == ':') {
      close.end = next + 1;
      close.kind = Closing::kColon;
    } else if (mark.value == '.' && found.has_agency()) {
      close.end = next + 1;
      // "/AGENCY/. -" has both.
      const std::uint32_t dash = skip_blanks(close.end);
      std::uint32_t dash_end = dash;
      while (is_dash(at(dash_end)) && dash_end - dash < 6) dash_end += point(dash_end).size;
      if (dash_end > dash) close.end = dash_end;
      close.kind = Closing::kStop;
    }
    close.blank_after = close.end >= line_.end || is_space(at(close.end));
    return close;
  }

  // "Union Bank (UB)", "UB (Union Bank)": an abbreviation explained, not an agency.
  bool explains(Span place, Span agency) const {
    const auto initials = [&](Span span) {
      std::string out;
      bool in_word = false;
      for (std::uint32_t next = span.begin; next < span.end;) {
        const CodePoint letter = decode_at(text_, next);
        if (is_letter(letter.value) && !in_word && is_upper(letter.value))
          append_utf8(out, letter.value);
        in_word = is_letter(letter.value);
        next += letter.size;
      }
      return out;
    };
    const auto letters = [&](Span span) {
      std::string out;
      for (std::uint32_t next = span.begin; next < span.end;) {
        const CodePoint letter = decode_at(text_, next);
        if (is_letter(letter.value)) append_utf8(out, letter.value);
        next += letter.size;
      }
      return out;
    };
    const std::string of_place = initials(place);
    const std::string of_agency = initials(agency);
    return (of_place.size() > 1 && of_place == letters(agency)) ||
           (of_agency.size() > 1 && of_agency == letters(place));
  }

  bool names_no_place(Span place) const {
    std::uint32_t next = place.begin;
    while (next < place.end) {
      const CodePoint mark = decode_at(text_, next);
      if (!is_letter(mark.value)) {
        next += mark.size;
        continue;
      }
      const std::uint32_t end = std::min(letters_end(next), place.end);
      const auto word = find(next, end);
      if (word && (word->use == LayoutLexicon::Use::kNoPlace ||
                   (word->use == LayoutLexicon::Use::kOpener && next == place.begin))) {
        return true;
      }
      next = end;
    }
    return false;
  }

  // The body that a bare place goes before is not all in capitals: a heading is.
  bool lower_follows(std::uint32_t offset) const {
    const std::uint32_t end = bounded(line_.begin, kMaxLookedAt);
    while (offset < end) {
      const CodePoint letter = decode_at(text_, offset);
      if (is_lower(letter.value)) return true;
      offset += letter.size;
    }
    return false;
  }

  std::optional<ParsedDateline> parse_from(Case letter_case, const Place& place) const {
    if (place.empty() || names_no_place(place.span)) return std::nullopt;
    const Elements found = parse_elements(place.span.end, true);
    if (found.has_agency() && explains(place.span, found.agency)) return std::nullopt;
    const Close close = parse_close(found.end, found);
    const std::uint32_t body = skip_blanks(close.end);
    const char32_t next = at(body);
    // "May 3-5": a range; "COVID - 19": a name.
    if (close.kind == Closing::kDash && is_digit(next) &&
        !(found.has_agency() || close.blank_after))
      return std::nullopt;
    const bool upper = letter_case == Case::kUpper;
    const bool dash = close.kind == Closing::kDash;
    bool right = false;
    if (found.has_date && found.has_agency()) {
      right = dash || close.kind == Closing::kStop || close.kind == Closing::kLineEnd ||
              (upper && close.kind == Closing::kColon) ||
              (upper && close.kind == Closing::kNone && close.blank_before && !is_lower(next) &&
               (is_letter(next) || is_digit(next) || is_open_quote(next)));
    } else if (found.has_date) {
      right = (dash && !is_lower(next)) ||
              (upper && close.kind == Closing::kColon && close.blank_after) ||
              (close.kind == Closing::kLineEnd && (upper || found.date.year != 0));
    } else if (found.has_agency()) {
      right = (dash && !is_lower(next)) ||
              (upper && (close.kind == Closing::kColon ||
                         (close.kind == Closing::kStop && found.agency_open == '/')));
    } else if (upper) {
      right = is_bare_place(place, found, close, next);
    }
    if (!right) return std::nullopt;
    return make(place.span, found, body);
  }

  // "LIMA - ", "ISLAMABAD: ", "KAMPALA, Uganda -- ".
  bool is_bare_place(const Place& place, const Elements& found, const Close& close,
                     char32_t next) const {
    if (place.letters < kMinBarePlaceLetters || is_lower(next) || is_digit(next) || next == 0)
      return false;
    if (!lower_follows(close.end)) return false;
    if (close.kind == Closing::kColon) {
      // "VENUE: City Hall": what follows a label is short.
      return found.segments == 0 && close.blank_after && !close.blank_before &&
             line_.end - close.end >= kMinAfterColon;
    }
    if (close.kind != Closing::kDash) return false;
    // "LONDON-based", "KAZAKHSTAN-China", "A GREAT DAY- ": shorter dashes need their blanks, a
    // hyphen the one before.
    return close.blank_before || close.long_dash || (close.blank_after && !close.hyphen);
  }

  // "(Agency) -- ", "Sept. 30 (Agency) -- ".
  std::optional<ParsedDateline> parse_without_place() const {
    const Elements found = parse_elements(line_.begin, false);
    if (!found.has_agency() || at(line_.begin) == ',') return std::nullopt;
    const Close close = parse_close(found.end, found);
    const std::uint32_t body = skip_blanks(close.end);
    const char32_t next = at(body);
    bool right = close.kind == Closing::kDash && (found.has_date || !is_lower(next));
    if (found.has_date) {
      right = right || close.kind == Closing::kStop || close.kind == Closing::kColon ||
              close.kind == Closing::kLineEnd ||
              (close.kind == Closing::kNone && close.blank_before &&
               (is_upper(next) || is_open_quote(next)));
    }
    if (!right) return std::nullopt;
    return make({line_.begin, line_.begin}, found, body);
  }

  ParsedDateline make(Span place, const Elements& found, std::uint32_t body) const {
    ParsedDateline dateline;
    dateline.span = {line_.begin, body};
    dateline.place = place;
    dateline.agency = found.has_agency() ? found.agency : Span{place.end, place.end};
    if (found.has_date) dateline.date = found.date;
    return dateline;
  }

  std::string_view text_;
  Span line_;
  std::uint32_t end_;
  const LayoutLexicon& lexicon_;
};

}  // namespace

std::optional<ParsedDateline> parse_dateline(std::string_view text, Span line,
                                             const LayoutLexicon& lexicon) {
  return DatelineParser(text, line, lexicon).parse();
}

bool begins_turn(std::string_view text, Span line, const LayoutLexicon& lexicon) {
  return DatelineParser(text, line, lexicon).begins_turn();
}

std::optional<Day> complete_date(const WrittenDate& date, std::optional<Day> report_date) {
  if (date.year != 0) return to_day(date.year, date.month, date.day);
  if (!report_date) return std::nullopt;
  const int year = year_of(*report_date);
  const auto earliest = [&] {
    // One year before, its day included only where the calendar has none a year ago (29 February).
    const auto same = to_day(year - 1, month_of(*report_date), day_of_month(*report_date));
    return same ? *same : *report_date - std::chrono::days{365};
  }();
  // Zones apart, a report can be filed on the day after its date.
  constexpr std::chrono::days kZones{1};
  for (const int candidate : {year + 1, year, year - 1}) {
    const auto day = to_day(candidate, date.month, date.day);
    if (day && *day <= *report_date + kZones && *day >= earliest) return day;
  }
  return std::nullopt;
}

}  // namespace chancery

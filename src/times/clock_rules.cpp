// Hours of the day: "10 a.m.", "14:30 GMT", "noon".
#include "times/rules.hpp"

namespace chancery {
namespace {

constexpr int kMinutesOfDay = 24 * 60;

struct Clock {
  TokenId end = 0;
  int minutes = -1;      // after midnight
  bool is_sure = false;  // its words say that it is an hour of the day
};

// "10", "10:30", "10.30", "1430": hours and minutes of one word of digits.
struct Digits {
  int hours = -1;
  int minutes = 0;
  char mark = 0;  // between them; 0 where there is none
  int width = 0;  // of the hours
};
std::optional<Digits> state_digits(std::string_view text) {
  Digits digits;
  int minute_width = 0;
  digits.hours = 0;
  for (const char letter : text) {
    if (letter >= '0' && letter <= '9') {
      if (digits.mark != 0) {
        if (++minute_width > 2) return std::nullopt;
        digits.minutes = digits.minutes * 10 + (letter - '0');
      } else {
        if (++digits.width > 4) return std::nullopt;
        digits.hours = digits.hours * 10 + (letter - '0');
      }
    } else if ((letter == ':' || letter == '.') && digits.mark == 0) {
      digits.mark = letter;
    } else {
      return std::nullopt;
    }
  }
  if (digits.width == 0 || (digits.mark != 0 && minute_width != 2)) return std::nullopt;
  if (digits.mark == 0 && digits.width == 4) {
    digits.minutes = digits.hours % 100;
    digits.hours /= 100;
  }
  if (digits.hours > 24 || digits.minutes > 59) return std::nullopt;
  return digits;
}

std::optional<Clock> state_clock(const Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if (facts.clock >= 0) return Clock{at + 1, facts.clock % kMinutesOfDay, true};
  if (!s.is_number(at)) return std::nullopt;
  const auto digits = state_digits(s.word(at));
  if (!digits) return std::nullopt;
  const int half = s.at(at + 1).half_day;
  if (half != 0 && digits->hours >= 1 && digits->hours <= 12 &&
      (digits->mark != 0 || digits->width <= 2)) {
    return Clock{at + 2, (digits->hours % 12 + (half == 2 ? 12 : 0)) * 60 + digits->minutes, true};
  }
  const int minutes = (digits->hours * 60 + digits->minutes) % kMinutesOfDay;
  if (digits->mark == 0 && digits->width <= 2) {
    if (s.has(at + 1, Cue::kOclock)) return Clock{at + 2, minutes, true};
    return std::nullopt;
  }
  const bool zone = s.at(at + 1).is_zone && s.shape(at + 1) == Shape::kUpper;
  if (digits->mark == 0) {
    if (!zone) return std::nullopt;
    return Clock{at + 1, minutes, true};
  }
  return Clock{at + 1, minutes, zone};
}

// The zone after an hour: "GMT", "UTC+3"; of "local time", "Beijing time" the hour says no more.
struct Zone {
  TokenId end = 0;
  std::optional<int> minutes;
};
std::optional<Zone> state_zone(const Sentence& s, TokenId at) {
  const WordFacts& facts = s.at(at);
  if (facts.is_zone && s.shape(at) == Shape::kUpper) {
    Zone zone{at + 1, facts.zone};
    const bool plus = s.is_glued(at + 1) && s.inside(at + 1) && s.word(at + 1) == "+";
    const bool minus = s.is_glued(at + 1) && s.is_hyphen(at + 1);
    const NumberToken hours = s.number(at + 2);
    if ((plus || minus) && s.is_glued(at + 2) && hours.plain() && hours.value <= 14) {
      zone.end = at + 3;
      *zone.minutes += (plus ? 60 : -60) * hours.value;
    }
    return zone;
  }
  if (s.is_word(at) && !s.has(at, Cue::kFunctionWord) && s.has(at + 1, Cue::kTime) &&
      !s.is_glued(at)) {
    return Zone{at + 2, std::nullopt};
  }
  return std::nullopt;
}

void put_two(std::string& out, int number) {
  out += static_cast<char>('0' + number / 10 % 10);
  out += static_cast<char>('0' + number % 10);
}

}  // namespace

// A number with a colon is an hour where a word before it says so; "4:3" and "won 10:15" are none.
std::optional<Found> read_clock(Sentence& s, TokenId at) {
  if (s.is_glued(at) && s.shape(at - 1) != Shape::kPunct) return std::nullopt;
  if (s.is_glued(at) && s.is_hyphen(at - 1)) return std::nullopt;
  const auto clock = state_clock(s, at);
  if (!clock) return std::nullopt;
  if (s.is_glued(clock->end) && (s.shape(clock->end) == Shape::kSymbol || s.is_word(clock->end) ||
                                 (s.is_hyphen(clock->end) && s.is_glued(clock->end + 1)))) {
    return std::nullopt;
  }
  const auto zone = state_zone(s, clock->end);
  const bool placed = s.has(at - 1, Cue::kAt) || s.has(at - 1, Cue::kBy) ||
                      s.has(at - 1, Cue::kUntil) || s.has(at - 1, Cue::kSince) ||
                      s.has(at - 1, Cue::kAfter) || s.has(at - 1, Cue::kBefore) ||
                      s.has(at - 1, Cue::kApproximate);
  const bool dotted = s.is_number(at) && s.word(at).find('.') != std::string_view::npos;
  if (!clock->is_sure && !zone && (!placed || dotted || is_counted(s, clock->end)))
    return std::nullopt;
  // "at 17.30" is an hour only with its zone or a day beside it.
  Found found;
  found.begin = at;
  found.end = zone ? zone->end : clock->end;
  found.kind = TimeKind::kTime;
  found.rule = "clock";
  found.value = "T";
  put_two(found.value, clock->minutes / 60);
  found.value += ':';
  put_two(found.value, clock->minutes % 60);
  if (zone && zone->minutes) {
    const int minutes = *zone->minutes;
    if (minutes == 0) {
      found.value += 'Z';
    } else {
      found.value += minutes < 0 ? '-' : '+';
      put_two(found.value, (minutes < 0 ? -minutes : minutes) / 60);
      found.value += ':';
      put_two(found.value, (minutes < 0 ? -minutes : minutes) % 60);
    }
  }
  return found;
}

}  // namespace chancery

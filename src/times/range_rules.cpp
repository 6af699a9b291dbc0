// Two dates joined to a range, and the date inside another expression.
#include "times/rules.hpp"

namespace chancery {
namespace {

constexpr TokenId kMoverReach = 4;

enum class Link : std::uint8_t { kNone, kTo, kUntil, kAnd, kDash };

Link link_at(const Sentence& s, TokenId at) {
  if (s.has(at, Cue::kUntil) || s.has(at, Cue::kThrough)) return Link::kUntil;
  if (s.has(at, Cue::kTo)) return Link::kTo;
  if (s.has(at, Cue::kAnd)) return Link::kAnd;
  if (s.is_hyphen(at)) return Link::kDash;
  return Link::kNone;
}

// The time moved by whole years so that the first lies before the second.
void order_ends(Found& first, Found& second) {
  if (!first.interval.from || !second.interval.to || *first.interval.from <= *second.interval.to) {
    return;
  }
  if (second.lacks_year) {
    if (const auto moved = shift(second.interval, Unit::kYear, 1)) second.interval = *moved;
  } else if (first.lacks_year) {
    if (const auto moved = shift(first.interval, Unit::kYear, -1)) first.interval = *moved;
  }
}

}  // namespace

bool is_moved(const Sentence& s, TokenId from) {
  for (TokenId token = from; token > s.begin() && from - token < kMoverReach; --token) {
    if (s.has(token - 1, Cue::kMover)) return true;
  }
  return false;
}

//   "from 3 May to the end of June"  "between January 2019 and today"  "1 August 2019 until
//   October"
void join_range(Sentence& s, Found& first) {
  if (first.kind != TimeKind::kDate || first.is_range) return;
  const Link link = link_at(s, first.end);
  if (link == Link::kNone) return;
  const TokenId before = s.has(first.begin - 1, Cue::kThe) ? first.begin - 2 : first.begin - 1;
  const bool from = s.has(before, Cue::kFrom);
  const bool between = s.has(before, Cue::kBetween);
  const TokenId second_at = first.end + 1;
  // What says that it is a range: "from", "between", "until", or two days of one writing.
  switch (link) {
    case Link::kTo:
      if (!from && (first.grain != Grain::kDay || s.has(before, Cue::kTo))) return;
      break;
    case Link::kAnd:
    case Link::kDash:
      if (!between && !(link == Link::kDash && (from || first.grain == Grain::kDay))) return;
      break;
    case Link::kUntil:
    case Link::kNone:
      break;
  }
  if (from && is_moved(s, before)) return;
  std::optional<Found> second;
  if (s.has(second_at, Cue::kNow) && !s.is_word(second_at + 1)) {
    second = make_relative(s, second_at, second_at + 1, "now");
    if (s.anchor()) second->interval = day_interval(*s.anchor());
  } else {
    second = read_date(s, second_at);
  }
  if (!second || second->kind != TimeKind::kDate || second->is_range) return;
  const bool open = !first.interval.from || !second->interval.to;
  const bool days = first.grain == Grain::kDay && second->grain == Grain::kDay;
  if (open && !from && !between && !days) return;
  if (link == Link::kTo && !from && second->grain != Grain::kDay) return;
  if (!open && first.grain == Grain::kDay && second->grain > Grain::kMonth && !from && !between)
    return;
  // "between 2010 and the third quarter of 2012" holds; "in May to this year's fair" does not.
  Found last = *second;
  // "from next Monday to Friday": the first one after that day.
  if (last.rule == std::string_view("weekday") && !open && first.grain == Grain::kDay) {
    const Day start = *first.interval.from;
    const int ahead = (iso_weekday(*last.interval.to) - iso_weekday(start) + 7) % 7;
    last.interval = day_interval(start + std::chrono::days{ahead});
  }
  order_ends(first, last);
  if (!open && *first.interval.from > *last.interval.to) return;
  // Where the range is made of a part of the year without its own ("April until the end of June"),
  // the first end has the year of the last.
  first.interval = open ? Interval{} : Interval{first.interval.from, last.interval.to};
  first.whole = {};
  first.whole_grain.reset();
  first.value.clear();
  first.mod = TimeMod::kNone;
  first.end = last.end;
  first.grain = last.grain;
  if (last.basis != Basis::kStated) first.basis = last.basis;
  first.approximate = first.approximate || last.approximate;
  first.takes_article = true;
  first.is_range = true;
  first.rule = "range";
}

}  // namespace chancery

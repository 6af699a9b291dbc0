#include "events/records.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace chancery {

RecordLayer RecordReader::read() {
  read_visits();
  read_meetings();
  read_instruments();
  read_regimes();
  read_commitments();
  read_positions();
  read_offices();
  read_posts();
  read_plans();
  merge();
  return std::move(layer_);
}

void RecordReader::add(RecordItem& record, const char* slot,
                       const std::vector<EventParty>& parties) const {
  for (const EventParty& party : parties) {
    const auto same = [&](const RecordParty& there) {
      return there.slot == slot && acting_id(document_, there.party) == acting_id(document_, party);
    };
    if (std::none_of(record.parties.begin(), record.parties.end(), same))
      record.parties.push_back({slot, party});
  }
}

std::string RecordReader::phrase(TokenId head) const {
  const TokenRange all = tree_.subtree(head);
  TokenId begin = all.begin;
  TokenId end = head + 1;
  while (begin < head && (tree_.upos(begin) == Upos::kDet || tree_.upos(begin) == Upos::kAdp ||
                          tree_.upos(begin) == Upos::kPunct))
    ++begin;
  // What hangs behind it, up to a comma or a clause.
  while (
      end < all.end && tree_.upos(end) != Upos::kPunct && tree_.upos(end) != Upos::kVerb &&
      tree_.upos(end) != Upos::kAux && tree_.upos(end) != Upos::kPron &&
      !(tree_.upos(end) == Upos::kCconj && end + 1 < all.end && tree_.upos(end + 1) == Upos::kAdp))
    ++end;
  while (end > head + 1 &&
         (tree_.upos(end - 1) == Upos::kAdp || tree_.upos(end - 1) == Upos::kCconj ||
          tree_.upos(end - 1) == Upos::kPart))
    --end;
  return std::string(text_.span_of({begin, end}).of(document_.text()));
}

namespace {

// Whether two names of a series may be one: one is empty, or lies within the other.
bool similar(const std::string& a, const std::string& b) {
  std::string left, right;
  append_folded(left, a);
  append_folded(right, b);
  return left.find(right) != std::string::npos || right.find(left) != std::string::npos;
}

}  // namespace

bool RecordReader::same_fact(const RecordItem& a, const RecordItem& b) const {
  if (a.fields.index() != b.fields.index()) return false;
  const bool regime = std::holds_alternative<RegimeFields>(a.fields);
  if (!regime && (a.status != b.status || a.background != b.background)) return false;
  const auto ids = [&](const RecordItem& record) {
    std::vector<std::string> list;
    for (const RecordParty& party : record.parties)
      list.push_back(party.slot + ":" + acting_id(document_, party.party));
    std::sort(list.begin(), list.end());
    return list;
  };
  if (ids(a) != ids(b)) return false;
  const auto day = [&](const RecordItem& record) {
    // An open beginning says only that it was done by then.
    return record.date   ? (record.date->interval.from ? record.date->interval : Interval{})
           : record.time ? document_.times.times[*record.time].interval
                         : Interval{};
  };
  if (!regime && day(a).known() && day(b).known() && !(day(a) == day(b))) return false;
  // Two texts, measures or promises of the same parties are two facts unless their words agree.
  return std::visit(
      [&](const auto& left) {
        using Fields = std::decay_t<decltype(left)>;
        const Fields& right = std::get<Fields>(b.fields);
        if constexpr (std::is_same_v<Fields, InstrumentFields>) {
          return left.type == right.type && left.title == right.title;
        } else if constexpr (std::is_same_v<Fields, RegimeFields>) {
          return left.type == right.type &&
                 (left.scope.empty() || right.scope.empty() || left.scope == right.scope);
        } else if constexpr (std::is_same_v<Fields, CommitmentFields>) {
          if (left.polarity != right.polarity) return false;
          if (left.what == right.what) return true;
          return left.target && right.target && left.target->value == right.target->value &&
                 left.target->unit == right.target->unit;
        } else if constexpr (std::is_same_v<Fields, PositionFields>) {
          return left.stance == right.stance && left.matter == right.matter;
        } else if constexpr (std::is_same_v<Fields, OfficeFields>) {
          const auto general = [](const std::string& office) { return office == "envoy"; };
          return left.change == right.change &&
                 (left.office == right.office || general(left.office) || general(right.office));
        } else if constexpr (std::is_same_v<Fields, PostFields>) {
          const auto to_come = [](const std::string& status) {
            return status == "agreed" || status == "to_open";
          };
          return left.type == right.type &&
                 (left.post_status == right.post_status ||
                  (to_come(left.post_status) && to_come(right.post_status)));
        } else if constexpr (std::is_same_v<Fields, PlanFields>) {
          return left.what == right.what;
        } else if constexpr (std::is_same_v<Fields, MeetingFields>) {
          const bool phone = left.format == "phone" || right.format == "phone";
          return similar(left.series, right.series) &&
                 (!left.ordinal || !right.ordinal || left.ordinal == right.ordinal) &&
                 (!phone || left.format == right.format);
        } else {
          return true;
        }
      },
      a.fields);
}

void RecordReader::complete(RecordItem& record, const RecordItem& other) const {
  const auto fill = [](std::string& to, const std::string& from) {
    if (to.empty()) to = from;
  };
  if (auto* visit = std::get_if<VisitFields>(&record.fields)) {
    const auto& more = std::get<VisitFields>(other.fields);
    fill(visit->visit_type, more.visit_type);
    fill(visit->purpose, more.purpose);
  } else if (auto* meeting = std::get_if<MeetingFields>(&record.fields)) {
    const auto& more = std::get<MeetingFields>(other.fields);
    fill(meeting->series, more.series);
    fill(meeting->level, more.level);
    fill(meeting->format, more.format);
    if (!meeting->ordinal) meeting->ordinal = more.ordinal;
    if (meeting->topics.empty()) meeting->topics = more.topics;
  }
}

void RecordReader::put(RecordItem record) {
  if (record.parties.empty()) {
    layer_.refusals.push_back(
        {kind_of(record.fields), Refusal{record.spans.front(), "nobody named"}});
    return;
  }
  layer_.records.push_back(std::move(record));
}

void RecordReader::merge() {
  std::stable_sort(
      layer_.records.begin(), layer_.records.end(),
      [](const RecordItem& a, const RecordItem& b) { return a.spans.front() < b.spans.front(); });
  // Records of one kind are compared with the last few only, so that time stays linear.
  constexpr std::size_t kReach = 16;
  std::vector<RecordItem> kept;
  std::array<std::vector<std::size_t>, std::variant_size_v<RecordFields>> of_kind;
  for (RecordItem& record : layer_.records) {
    auto& same_kind = of_kind[record.fields.index()];
    bool merged = false;
    for (std::size_t back = 0; back < same_kind.size() && back < kReach && !merged; ++back) {
      RecordItem& other = kept[same_kind[same_kind.size() - 1 - back]];
      if (!same_fact(other, record)) continue;
      for (const Span span : record.spans) {
        const auto overlaps = [&](Span there) { return there.overlaps(span); };
        if (std::none_of(other.spans.begin(), other.spans.end(), overlaps))
          other.spans.push_back(span);
      }
      std::sort(other.spans.begin(), other.spans.end());
      if (std::holds_alternative<RegimeFields>(other.fields)) join_regimes(other, record);
      if (!other.time && record.time) {
        other.time = record.time;
        other.date.reset();
      }
      if (!other.date && !other.time) other.date = record.date;
      complete(other, record);
      merged = true;
    }
    if (merged) continue;
    same_kind.push_back(kept.size());
    kept.push_back(std::move(record));
  }
  layer_.records = std::move(kept);
}

}  // namespace chancery

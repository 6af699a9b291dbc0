// fields.hpp: the members of each kind of entry by name, for whoever writes, reads or shows them.
//
// each_field(fields, visit) calls visit(name, member) in the order of the ledger's columns. Members
// are std::string, bool, int, double, std::optional<double>, std::optional<EntryDate>,
// std::optional<StatedValue> or std::vector<std::string>. The sizes of an event, which are rows of
// their own, are not among them.
#pragma once
#include <type_traits>
#include <utility>

#include "entries/entry.hpp"

namespace chancery {

// True where `Fields` is `Kind`, const or not.
template <typename Fields, typename Kind>
inline constexpr bool kIs = std::is_same_v<std::remove_const_t<Fields>, Kind>;

template <typename Fields, typename Visit>
void each_field(Fields& fields, Visit&& visit) {
  if constexpr (kIs<Fields, FigureFields>) {
    visit("measure", fields.measure);
    visit("value", fields.value);
    visit("low", fields.low);
    visit("high", fields.high);
    visit("unit", fields.unit);
    visit("approximate", fields.approximate);
    visit("period", fields.period);
    visit("trend", fields.trend);
    visit("comparison", fields.comparison);
    visit("stage", fields.stage);
  } else if constexpr (kIs<Fields, StatementFields>) {
    visit("mode", fields.mode);
    visit("verb", fields.verb);
    visit("text", fields.text);
  } else if constexpr (kIs<Fields, EventFields>) {
    visit("plover", fields.plover);
    visit("mode", fields.mode);
    visit("cameo", fields.cameo);
    visit("quad", fields.quad);
    visit("score", fields.score);
    visit("conditional", fields.conditional);
  } else if constexpr (kIs<Fields, VisitFields>) {
    visit("visit_type", fields.visit_type);
    visit("purpose", fields.purpose);
  } else if constexpr (kIs<Fields, MeetingFields>) {
    visit("series", fields.series);
    visit("ordinal", fields.ordinal);
    visit("level", fields.level);
    visit("format", fields.format);
    visit("topics", fields.topics);
  } else if constexpr (kIs<Fields, InstrumentFields>) {
    visit("type", fields.type);
    visit("title", fields.title);
    visit("subject", fields.subject);
    visit("count", fields.count);
    visit("period", fields.period);
    visit("votes_for", fields.votes_for);
    visit("votes_against", fields.votes_against);
    visit("votes_abstained", fields.votes_abstained);
    visit("instrument_status", fields.instrument_status);
  } else if constexpr (kIs<Fields, RegimeFields>) {
    visit("type", fields.type);
    visit("scope", fields.scope);
    visit("rate", fields.rate);
    visit("exceptions", fields.exceptions);
    visit("from", fields.from);
    visit("until", fields.until);
    visit("condition", fields.condition);
    visit("regime_status", fields.regime_status);
  } else if constexpr (kIs<Fields, CommitmentFields>) {
    visit("what", fields.what);
    visit("polarity", fields.polarity);
    visit("strength", fields.strength);
    visit("measure", fields.measure);
    visit("direction", fields.direction);
    visit("factor", fields.factor);
    visit("target", fields.target);
    visit("base", fields.base);
    visit("horizon", fields.horizon);
    visit("condition", fields.condition);
  } else if constexpr (kIs<Fields, PositionFields>) {
    visit("stance", fields.stance);
    visit("matter", fields.matter);
  } else if constexpr (kIs<Fields, OfficeFields>) {
    visit("office", fields.office);
    visit("change", fields.change);
  } else if constexpr (kIs<Fields, PostFields>) {
    visit("type", fields.type);
    visit("post_status", fields.post_status);
  } else {
    static_assert(kIs<Fields, PlanFields>, "a kind of entry without a list of its fields");
    visit("what", fields.what);
    visit("horizon", fields.horizon);
  }
}

// Calls visit(fields) with the fields of that kind as they are before anything is known.
template <typename Visit>
void with_fields_of(EntryKind kind, Visit&& visit) {
  switch (kind) {
    case EntryKind::kEvent:
      return visit(EventFields{});
    case EntryKind::kVisit:
      return visit(VisitFields{});
    case EntryKind::kMeeting:
      return visit(MeetingFields{});
    case EntryKind::kInstrument:
      return visit(InstrumentFields{});
    case EntryKind::kRegime:
      return visit(RegimeFields{});
    case EntryKind::kFigure:
      return visit(FigureFields{});
    case EntryKind::kCommitment:
      return visit(CommitmentFields{});
    case EntryKind::kPosition:
      return visit(PositionFields{});
    case EntryKind::kStatement:
      return visit(StatementFields{});
    case EntryKind::kOffice:
      return visit(OfficeFields{});
    case EntryKind::kPost:
      return visit(PostFields{});
    case EntryKind::kPlan:
      return visit(PlanFields{});
  }
}

}  // namespace chancery

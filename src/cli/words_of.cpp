#include "cli/words_of.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/table.hpp"
#include "entries/fields.hpp"

namespace chancery {
namespace {

// Ids of the actors of a slot, with a mark where they are inferred.
std::string ids_in(const Entry& entry, std::string_view slot) {
  std::string ids;
  for (const EntryActor& actor : entry.actors) {
    if (actor.slot != slot) continue;
    ids += (ids.empty() ? "" : " ") + (actor.id.empty() ? actor.name : actor.id) +
           (actor.how == "inferred" ? "?" : "");
  }
  return ids;
}

// Parts with commas between them, empty ones left out.
class Parts {
 public:
  Parts& add(const std::string& part) {
    if (!part.empty()) words_ += (words_.empty() ? "" : ", ") + part;
    return *this;
  }
  std::string words() const { return words_; }

 private:
  std::string words_;
};

std::string directed(const Entry& entry, const char* from, const char* to) {
  const std::string target = ids_in(entry, to);
  return ids_in(entry, from) + (target.empty() ? "" : " > " + target);
}

std::string of(const Entry& entry, const FigureFields& figure) {
  std::string words = owner_words(entry);
  words += (words.empty() ? "" : ": ") +
           (figure.measure.empty() ? std::string("figure") : figure.measure) + " " +
           amount_words(figure);
  if (!figure.trend.empty()) words += ", " + figure.trend;
  if (figure.period) words += " (" + to_edtf(figure.period->interval) + ")";
  return words;
}
std::string of(const Entry& entry, const StatementFields& statement) {
  return Parts().add(speaker_words(entry)).add(statement.verb).add(statement.mode).words();
}
std::string of(const Entry& entry, const EventFields& event) {
  return event_words(entry, event);
}
std::string of(const Entry& entry, const VisitFields& visit) {
  return Parts()
      .add(directed(entry, "visitor", "host"))
      .add(visit.visit_type)
      .add(visit.purpose)
      .words();
}
std::string of(const Entry& entry, const MeetingFields& meeting) {
  std::string series = meeting.series;
  if (meeting.ordinal) series += fmt::format(" no. {}", *meeting.ordinal);
  return Parts()
      .add(ids_in(entry, "participants"))
      .add(series)
      .add(meeting.level)
      .add(meeting.format)
      .words();
}
std::string of(const Entry& entry, const InstrumentFields& instrument) {
  Parts parts;
  parts.add(ids_in(entry, "parties"));
  parts.add(instrument.title.empty() ? instrument.type : instrument.title);
  parts.add(instrument.subject);
  if (instrument.period) parts.add(to_edtf(instrument.period->interval));
  return parts.add(office_words(instrument.instrument_status)).words();
}
std::string of(const Entry& entry, const RegimeFields& regime) {
  return Parts()
      .add(directed(entry, "imposer", "target"))
      .add(regime.type)
      .add(regime.scope)
      .add(regime.rate)
      .add(office_words(regime.regime_status))
      .words();
}
std::string of(const Entry& entry, const CommitmentFields& commitment) {
  Parts parts;
  parts.add(directed(entry, "holders", "beneficiary")).add(commitment.strength);
  parts.add(commitment.polarity == "negative" ? "not: " + commitment.what : commitment.what);
  if (commitment.factor) parts.add(fmt::format("times {}", *commitment.factor));
  if (commitment.target && commitment.target->value) {
    parts.add(fmt::format("to {} {}{}", to_amount(*commitment.target->value),
                          commitment.target->unit,
                          commitment.target->how == "derived" ? " (derived)" : ""));
  }
  if (commitment.horizon) parts.add("by " + to_edtf(commitment.horizon->interval));
  return parts.words();
}
std::string of(const Entry& entry, const PositionFields& position) {
  return Parts()
      .add(directed(entry, "holder", "object"))
      .add(position.stance)
      .add(fmt::format("{}", fmt::join(position.matter, "; ")))
      .words();
}
std::string of(const Entry& entry, const OfficeFields& office) {
  std::string who;
  for (const EntryActor& actor : entry.actors) {
    if (actor.slot == "person") who = actor.name.empty() ? actor.id : actor.name;
  }
  return Parts()
      .add(who)
      .add(office_words(office.office))
      .add(ids_in(entry, "state"))
      .add(office_words(office.change))
      .words();
}
std::string of(const Entry& entry, const PostFields& post) {
  return Parts()
      .add(post.type)
      .add(directed(entry, "sending", "receiving"))
      .add(office_words(post.post_status))
      .words();
}
std::string of(const Entry& entry, const PlanFields& plan) {
  return Parts()
      .add(ids_in(entry, "parties"))
      .add(plan.what)
      .add(plan.horizon ? to_edtf(plan.horizon->interval) : std::string())
      .words();
}

}  // namespace

std::string entry_words(const Entry& entry) {
  std::string words =
      std::visit([&](const auto& fields) { return of(entry, fields); }, entry.fields);
  if (entry.place && !entry.place->name.empty() && entry.kind != EntryKind::kStatement &&
      entry.kind != EntryKind::kFigure)
    words += ", in " + entry.place->name;
  return words;
}

std::string status_words(const Entry& entry) {
  if (entry.kind == EntryKind::kStatement ||
      (entry.kind == EntryKind::kFigure && entry.status == Status::kDone))
    return {};
  return std::string(to_string(entry.status)) +
         (entry.novelty == Novelty::kBackground ? ", background" : "");
}

std::string amount_words(const FigureFields& figure) {
  const std::string unit = figure.unit;
  if (figure.value) {
    std::string prefix;
    if (figure.low) {
      prefix = "more than ";
    } else if (figure.high) {
      prefix = "up to ";
    } else if (figure.approximate) {
      prefix = "about ";
    }
    return prefix + to_amount(*figure.value) + " " + unit;
  }
  if (figure.low && figure.high)
    return to_amount(*figure.low) + " to " + to_amount(*figure.high) + " " + unit;
  if (figure.low) return "at least " + to_amount(*figure.low) + " " + unit;
  return "at most " + to_amount(figure.high.value_or(0)) + " " + unit;
}

std::string owner_words(const Entry& entry) {
  std::string subject;
  std::string from;
  std::string to;
  for (const EntryActor& actor : entry.actors) {
    const std::string id = actor.id + (actor.how == "inferred" ? "?" : "");
    if (actor.slot == "subject") subject += (subject.empty() ? "" : " ") + id;
    if (actor.slot == "from") from = id;
    if (actor.slot == "to") to = id;
  }
  if (!from.empty() && !to.empty()) return from + " > " + to;
  if (!subject.empty()) return subject;
  return !from.empty() ? from + " >" : !to.empty() ? "> " + to : "";
}

std::string office_words(std::string_view office) {
  std::string words(office);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string speaker_words(const Entry& entry) {
  for (const EntryActor& actor : entry.actors) {
    if (actor.slot != "speaker") continue;
    std::string out = actor.name.empty() ? actor.id : actor.name;
    std::string inside;
    if (actor.type == "person") inside = actor.state;
    if (!actor.office.empty()) inside += (inside.empty() ? "" : ", ") + office_words(actor.office);
    if (!actor.body.empty()) inside += (inside.empty() ? "" : ", ") + actor.body;
    return inside.empty() ? out : out + " (" + inside + ")";
  }
  return "";
}

std::string event_words(const Entry& entry, const EventFields& event) {
  const auto side = [&](const char* slot) {
    std::string ids;
    for (const EntryActor& actor : entry.actors) {
      if (actor.slot == slot) ids += (ids.empty() ? "" : " ") + actor.id;
    }
    return ids;
  };
  std::string out = event.plover;
  if (!event.mode.empty()) out += " " + event.mode;
  out += ", " + side("actor");
  const std::string recipients = side("recipient");
  if (!recipients.empty()) out += " > " + recipients;
  return out;
}

}  // namespace chancery

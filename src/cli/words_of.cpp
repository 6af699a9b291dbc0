#include "cli/words_of.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/table.hpp"

namespace chancery {

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

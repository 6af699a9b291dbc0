#include "entries/record_links.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace chancery {
namespace {

// Who is in an entry, a circle of states by its members; sorted.
std::vector<std::string> parties_of(const Entry& entry) {
  std::vector<std::string> ids;
  for (const EntryActor& actor : entry.actors) {
    if (actor.slot == "other") continue;
    if (actor.members.empty()) {
      ids.push_back(actor.id);
    } else {
      ids.insert(ids.end(), actor.members.begin(), actor.members.end());
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

bool includes(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  return !some.empty() && std::includes(all.begin(), all.end(), some.begin(), some.end());
}

// Whether events of the type can tell an entry of the kind.
bool can_code(std::string_view plover, EntryKind kind) {
  const auto any = [&](std::initializer_list<std::string_view> types) {
    return std::find(types.begin(), types.end(), plover) != types.end();
  };
  switch (kind) {
    case EntryKind::kVisit:
    case EntryKind::kMeeting:
      return any({"CONSULT", "AGREE", "REJECT"});
    case EntryKind::kInstrument:
      return any({"SUPPORT", "AGREE", "REQUEST", "SANCTION", "AID", "REJECT"});
    case EntryKind::kRegime:
      return any({"SANCTION", "CONCEDE", "RETREAT", "THREATEN", "COERCE", "REJECT", "SUPPORT"});
    default:
      return false;
  }
}

bool overlap(const Entry& a, const Entry& b) {
  return std::any_of(a.spans.begin(), a.spans.end(), [&](Span left) {
    return std::any_of(b.spans.begin(), b.spans.end(),
                       [&](Span right) { return left.overlaps(right); });
  });
}

bool is_new_and_done(const Entry& entry) {
  return entry.novelty == Novelty::kNew &&
         (entry.status == Status::kDone || entry.status == Status::kOngoing);
}

// Whether the days leave it open that both were on one.
bool may_be_one_day(const Entry& a, const Entry& b) {
  if (!a.date || !b.date) return true;
  const Interval& left = a.date->interval;
  const Interval& right = b.date->interval;
  return !(left.to && right.from && *left.to < *right.from) &&
         !(right.to && left.from && *right.to < *left.from);
}

// Entries by what each was read from.
using Source = std::tuple<EntryKind, Span, std::string_view>;

class Linker {
 public:
  Linker(const Document& document, std::vector<Entry>& entries)
      : document_(document), entries_(entries) {
    for (std::size_t i = 0; i < entries.size(); ++i)
      by_source_.emplace(Source(entries[i].kind, entries[i].spans.front(), entries[i].rule), i);
    parties_.reserve(entries.size());
    for (const Entry& entry : entries) parties_.push_back(parties_of(entry));
  }

  void link() {
    link_same_acts();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const EntryKind kind = entries_[i].kind;
      if (kind == EntryKind::kEvent) link_told_together(i);
      if (!is_new_and_done(entries_[i])) continue;
      if (kind == EntryKind::kMeeting) link_part(i, {EntryKind::kVisit});
      if (kind == EntryKind::kInstrument) link_part(i, {EntryKind::kMeeting, EntryKind::kVisit});
    }
  }

 private:
  // Events and records that were read from the same word.
  void link_same_acts() {
    std::unordered_map<TokenId, std::size_t> events;
    for (const EventAct& act : document_.events.events) {
      const auto event = by_source_.find(Source(EntryKind::kEvent, act.spans.front(), act.rule));
      if (event == by_source_.end()) continue;
      events.emplace(act.trigger, event->second);
      for (const TokenId other : act.also) events.emplace(other, event->second);
    }
    for (const RecordItem& record : document_.records.records) {
      const EntryKind kind = kind_of(record.fields);
      const auto event = events.find(record.trigger);
      const auto entry = by_source_.find(Source(kind, record.spans.front(), record.rule));
      if (event == events.end() || entry == by_source_.end()) continue;
      if (can_code(plover_of(event->second), kind)) add(event->second, "codes", entry->second);
    }
  }

  // Events and records whose words overlap and whose parties are the same, or all of the other's.
  void link_told_together(std::size_t event) {
    if (!entries_[event].links.empty()) return;
    for (std::size_t i = event; i-- > 0 && near(i, event);) try_code(event, i);
    for (std::size_t i = event + 1; i < entries_.size() && near(event, i); ++i) try_code(event, i);
  }

  void try_code(std::size_t event, std::size_t record) {
    if (!can_code(plover_of(event), entries_[record].kind)) return;
    if (!overlap(entries_[event], entries_[record])) return;
    if (!includes(parties_[event], parties_[record]) &&
        !includes(parties_[record], parties_[event]))
      return;
    add(event, "codes", record);
  }

  // Entries stand in the order of their first words; what begins far off is not looked at.
  bool near(std::size_t a, std::size_t b) const {
    constexpr std::uint32_t kReach = 600;  // bytes
    return entries_[b].spans.front().begin - entries_[a].spans.front().begin < kReach;
  }

  void link_part(std::size_t part, std::initializer_list<EntryKind> kinds) {
    for (const EntryKind kind : kinds) {
      std::size_t whole = entries_.size();
      for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].kind != kind || !is_new_and_done(entries_[i])) continue;
        if (!may_be_one_day(entries_[i], entries_[part])) continue;
        if (!includes(parties_[part], parties_[i]) && !includes(parties_[i], parties_[part]))
          continue;
        if (whole != entries_.size()) return;  // of several nothing says which
        whole = i;
      }
      if (whole == entries_.size()) continue;
      add(part, "part_of", whole);
      return;
    }
  }

  const std::string& plover_of(std::size_t event) const {
    return std::get<EventFields>(entries_[event].fields).plover;
  }

  void add(std::size_t from, const char* rel, std::size_t to) {
    std::vector<Link>& links = entries_[from].links;
    const auto same = [&](const Link& link) {
      return link.rel == rel && link.id == entries_[to].id;
    };
    if (std::none_of(links.begin(), links.end(), same)) links.push_back({rel, entries_[to].id});
  }

  const Document& document_;
  std::vector<Entry>& entries_;
  std::map<Source, std::size_t> by_source_;
  std::vector<std::vector<std::string>> parties_;
};

}  // namespace

void link_records(const Document& document, std::vector<Entry>& entries) {
  Linker(document, entries).link();
}

}  // namespace chancery

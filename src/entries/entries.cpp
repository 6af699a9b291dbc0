#include "entries/entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/number.hpp"
#include "base/slug.hpp"
#include "base/utf8.hpp"
#include "entries/event_entries.hpp"
#include "entries/fields.hpp"
#include "entries/figure_entries.hpp"
#include "entries/record_entries.hpp"
#include "entries/record_links.hpp"
#include "entries/statement_entries.hpp"
#include "entries_tables.hpp"

namespace chancery {
namespace {

std::string key(EntryKind kind, std::string_view rule) {
  return fmt::format("{}/{}", to_string(kind), rule);
}

// The fields that make an entry what it is (design, "Gold files").
std::string key_fields(const Entry& entry) {
  if (const auto* figure = std::get_if<FigureFields>(&entry.fields)) {
    const auto number = [](const std::optional<double>& value) {
      return value ? to_plain(*value) : std::string("-");
    };
    return fmt::format("{}|{}|{}|{}", number(figure->value), number(figure->low),
                       number(figure->high), figure->unit);
  }
  if (const auto* event = std::get_if<EventFields>(&entry.fields)) {
    std::string key = fmt::format("{}|{}", event->plover, to_string(entry.status));
    for (const EntryActor& actor : entry.actors) {
      if (actor.slot != "other") key += fmt::format("|{}:{}", actor.slot, actor.id);
    }
    return key;
  }
  if (const auto* statement = std::get_if<StatementFields>(&entry.fields)) {
    return fmt::format(
        "{}|{}", statement->mode,
        entry.actors.empty() ? std::string_view() : std::string_view(entry.actors[0].id));
  }
  std::string key = to_string(entry.status);
  for (const EntryActor& actor : entry.actors) key += fmt::format("|{}:{}", actor.slot, actor.id);
  std::visit(
      [&](const auto& fields) {
        each_field(fields, [&](const char*, const auto& member) {
          if constexpr (std::is_same_v<std::decay_t<decltype(member)>, std::string>)
            key += '|' + member;
        });
      },
      entry.fields);
  return key;
}

// Links name the place of an entry until all have their ids; one to itself or to none is dropped.
void link_parts(std::vector<Entry>& entries) {
  std::unordered_map<std::string, std::string> ids;
  for (const Entry& entry : entries) {
    if (entry.kind != EntryKind::kFigure) continue;
    for (const Span span : entry.spans)
      ids.emplace(fmt::format("@{}-{}", span.begin, span.end), entry.id);
  }
  for (Entry& entry : entries) {
    std::erase_if(entry.links, [&](Link& link) {
      if (link.id.empty() || link.id.front() != '@') return false;
      const auto found = ids.find(link.id);
      if (found == ids.end() || found->second == entry.id) return true;
      link.id = found->second;
      return false;
    });
  }
}

// A claim names the statement that makes it: the one on the words that hold the act's.
void link_claims(const Document& document, std::vector<Entry>& entries) {
  std::map<Span, std::string_view> statements;
  for (const Entry& entry : entries) {
    if (entry.kind == EntryKind::kStatement) statements.emplace(entry.spans.front(), entry.id);
  }
  using Key = std::tuple<EntryKind, Span, std::string_view>;
  std::map<Key, std::uint32_t> utterances;
  for (const EventAct& act : document.events.events) {
    if (act.utterance)
      utterances.emplace(Key(EntryKind::kEvent, act.spans.front(), act.rule), *act.utterance);
  }
  for (const RecordItem& record : document.records.records) {
    if (record.utterance)
      utterances.emplace(Key(kind_of(record.fields), record.spans.front(), record.rule),
                         *record.utterance);
  }
  for (Entry& entry : entries) {
    if (entry.claims.empty()) continue;
    const auto said = utterances.find(Key(entry.kind, entry.spans.front(), entry.rule));
    if (said == utterances.end()) continue;
    const auto statement = statements.find(document.speech.utterances[said->second].spans.front());
    if (statement != statements.end()) entry.claims.front().statement = statement->second;
  }
}

}  // namespace

double EntryLexicon::confidence(EntryKind kind, std::string_view rule) const {
  if (const auto found = confidence_.find(key(kind, rule)); found != confidence_.end())
    return found->second;
  const auto whole = confidence_.find(key(kind, "*"));
  return whole == confidence_.end() ? 0.5 : whole->second;
}

std::string EntryLexicon::group_id(const std::vector<std::string>& members) const {
  std::vector<std::string> sorted = members;
  std::sort(sorted.begin(), sorted.end());
  const auto found = groups_.find(fmt::format("{}", fmt::join(sorted, " ")));
  return found == groups_.end()
             ? fmt::format("group:{}", to_slug(fmt::format("{}", fmt::join(sorted, " "))))
             : found->second;
}

PloverCode EntryLexicon::plover(std::string_view type, std::string_view mode) const {
  if (const auto found = plover_.find(fmt::format("{}/{}", type, mode)); found != plover_.end())
    return found->second;
  const auto whole = plover_.find(fmt::format("{}/", type));
  return whole == plover_.end() ? PloverCode{} : whole->second;
}

Result<EntryLexicon> load_entry_lexicon(const TableSource& source, Vocabulary& vocabulary) {
  EntryLexicon lexicon;
  auto calibration = load_table(source, "entries/calibration.tsv", entries_tables::calibration(),
                                {"kind", "rule", "right", "wrong"});
  if (!calibration) return calibration.error();
  struct Measured {
    EntryKind kind;
    std::string_view rule;
    unsigned right, wrong;
  };
  std::vector<Measured> measured;
  for (std::size_t row = 0; row < calibration->rows(); ++row) {
    const auto kind = parse_entry_kind(calibration->at(row, 0));
    if (!kind) return calibration->error_at(row, 0, "no such kind of entry");
    unsigned counts[2] = {0, 0};
    for (std::size_t column = 2; column < 4; ++column) {
      const std::string_view text = calibration->at(row, column);
      const auto end = std::from_chars(text.data(), text.data() + text.size(), counts[column - 2]);
      if (end.ec != std::errc() || end.ptr != text.data() + text.size()) {
        return calibration->error_at(row, column, "expected a count");
      }
    }
    measured.push_back({*kind, calibration->at(row, 1), counts[0], counts[1]});
  }
  // Rule of succession: what was seen rarely is not certain. A rule is taken for as good as its
  // kind until it was seen often itself.
  constexpr double kKindWeight = 10;
  for (const Measured& one : measured) {
    if (one.rule == "*")
      lexicon.confidence_[key(one.kind, one.rule)] =
          (one.right + 1.0) / (one.right + one.wrong + 2.0);
  }
  for (const Measured& one : measured) {
    if (one.rule == "*") continue;
    lexicon.confidence_[key(one.kind, one.rule)] =
        (one.right + kKindWeight * lexicon.confidence(one.kind, "*")) /
        (one.right + one.wrong + kKindWeight);
  }
  auto parties = load_table(source, "entries/parties.tsv", entries_tables::parties(), {"id"});
  if (!parties) return parties.error();
  for (std::size_t row = 0; row < parties->rows(); ++row) {
    if (parties->at(row, 0).rfind("igo:", 0) != 0)
      return parties->error_at(row, 0, "expected an id that begins with igo:");
    lexicon.parties_[std::string(parties->at(row, 0))] = true;
  }
  if (auto error = lexicon.load_frames(source)) return *error;
  auto groups =
      load_table(source, "entries/groups.tsv", entries_tables::groups(), {"id", "members"});
  if (!groups) return groups.error();
  for (std::size_t row = 0; row < groups->rows(); ++row) {
    if (groups->at(row, 0).rfind("group:", 0) != 0)
      return groups->error_at(row, 0, "expected an id that begins with group:");
    const auto members = split_list(groups->at(row, 1), ' ');
    if (members.size() < 2 || !std::is_sorted(members.begin(), members.end()))
      return groups->error_at(row, 1, "expected two or more codes, sorted");
    lexicon.groups_[std::string(groups->at(row, 1))] = std::string(groups->at(row, 0));
  }
  auto plover = load_table(source, "entries/plover.tsv", entries_tables::plover(),
                           {"type", "mode", "quad", "score"});
  if (!plover) return plover.error();
  for (std::size_t row = 0; row < plover->rows(); ++row) {
    if (!event_type_of(plover->at(row, 0))) return plover->error_at(row, 0, "no such type");
    const std::string_view quad = plover->at(row, 2);
    if (quad.size() != 1 || quad[0] < '1' || quad[0] > '4')
      return plover->error_at(row, 2, "expected 1 to 4");
    std::string_view digits = plover->at(row, 3);
    const bool negative = !digits.empty() && digits.front() == '-';
    if (negative) digits.remove_prefix(1);
    const auto score = parse_decimal(digits);
    if (!score) return plover->error_at(row, 3, "expected a number");
    lexicon.plover_[fmt::format("{}/{}", plover->at(row, 0), plover->at(row, 1))] =
        PloverCode{quad[0] - '0', negative ? -score->to_double() : score->to_double()};
  }
  auto& joints = lexicon.joints_;
  joints.between = vocabulary.intern("between");
  joints.and_ = vocabulary.intern("and");
  joints.with = vocabulary.intern("with");
  joints.from = vocabulary.intern("from");
  joints.to = vocabulary.intern("to");
  joints.of = vocabulary.intern("of");
  joints.by = vocabulary.intern("by");
  joints.in = vocabulary.intern("in");
  joints.for_ = vocabulary.intern("for");
  joints.on = vocabulary.intern("on");
  joints.against = vocabulary.intern("against");
  joints.the = vocabulary.intern("the");
  joints.possessive = vocabulary.intern("'s");
  joints.two = vocabulary.intern("two");
  joints.both = vocabulary.intern("both");
  return lexicon;
}

std::optional<Error> EntryLexicon::load_frames(const TableSource& source) {
  auto table = load_table(source, "entries/frames.tsv", entries_tables::frames(),
                          {"verb", "subject", "object", "indirect", "prepositions"});
  if (!table) return table.error();
  const auto parse_role = [](std::string_view text) -> std::optional<Role> {
    if (text == "-") return Role::kNone;
    if (text == "from") return Role::kFrom;
    if (text == "to") return Role::kTo;
    if (text == "owner") return Role::kOwner;
    return std::nullopt;
  };
  for (std::size_t row = 0; row < table->rows(); ++row) {
    Frame frame;
    Role* const places[] = {&frame.subject, &frame.object, &frame.indirect};
    for (std::size_t column = 1; column < 4; ++column) {
      const auto role = parse_role(table->at(row, column));
      if (!role) return table->error_at(row, column, "expected from, to, owner or -");
      *places[column - 1] = *role;
    }
    if (table->at(row, 4) != "-") {
      for (const std::string_view item : split_all(table->at(row, 4), '|')) {
        const std::size_t colon = std::min(item.find(':'), item.size());
        const auto role =
            colon < item.size() ? parse_role(item.substr(colon + 1)) : std::optional<Role>();
        if (!role || colon == 0) return table->error_at(row, 4, "expected word:role");
        frame.prepositions.emplace_back(item.substr(0, colon), *role);
      }
    }
    if (table->at(row, 0).empty() ||
        !frames_.emplace(std::string(table->at(row, 0)), std::move(frame)).second) {
      return table->error_at(row, 0, "expected a verb that was not listed before");
    }
  }
  return std::nullopt;
}

std::vector<EntryKind> coded_kinds() {
  std::vector<EntryKind> kinds;
  for (int kind = 0; kind <= static_cast<int>(EntryKind::kPlan); ++kind)
    kinds.push_back(static_cast<EntryKind>(kind));
  return kinds;
}

EntryList make_entries(const Document& document, const EntryLexicon& lexicon) {
  EntryList list;
  append_figure_entries(document, lexicon, list.entries);
  append_statement_entries(document, list.entries);
  append_event_entries(document, lexicon, list.entries);
  append_record_entries(document, lexicon, list.entries);
  std::sort(list.entries.begin(), list.entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.spans.front(), a.kind) < std::tie(b.spans.front(), b.kind);
  });
  const CodePointIndex index(document.text());
  const auto anchor = document.anchor_date();
  std::unordered_set<std::string> ids;
  for (Entry& entry : list.entries) {
    entry.confidence = lexicon.confidence(entry.kind, entry.rule);
    if (anchor && !entry.date) {
      // What has no day of its own is told by the report: on or before its date.
      entry.date = EntryDate{Interval{std::nullopt, *anchor}, to_string(document.anchor_basis())};
    }
    const Span span = entry.spans.front();
    // Two entries on the same words with the same key are told apart by their order.
    std::string key = key_fields(entry);
    for (int turn = 1;; ++turn) {
      entry.id = make_entry_id(document.report().id, entry.kind, index.code_point(span.begin),
                               index.code_point(span.end), key);
      if (ids.insert(entry.id).second) break;
      key += '#' + std::to_string(turn);
    }
  }
  link_parts(list.entries);
  link_claims(document, list.entries);
  link_records(document, list.entries);
  for (const EventAct& act : document.events.open) {
    // What names nobody is no act between actors.
    if (act.actors.empty() && act.recipients.empty()) continue;
    list.uncoded.push_back({EntryKind::kEvent, act.spans.front(), act.open});
  }
  for (const auto& [kind, refusal] : document.records.refusals)
    list.uncoded.push_back({kind, refusal.span, refusal.reason});
  for (const Refusal& refusal : document.figures.refusals) {
    list.uncoded.push_back({EntryKind::kFigure, refusal.span, refusal.reason});
  }
  for (const Refusal& refusal : document.speech.refusals) {
    list.uncoded.push_back({EntryKind::kStatement, refusal.span, refusal.reason});
  }
  std::stable_sort(list.uncoded.begin(), list.uncoded.end(),
                   [](const Uncoded& a, const Uncoded& b) {
                     return std::tie(a.span, a.kind) < std::tie(b.span, b.kind);
                   });
  return list;
}

}  // namespace chancery

#include "entries/entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <tuple>
#include <unordered_set>

#include "base/number.hpp"
#include "base/utf8.hpp"
#include "entries/figure_entries.hpp"
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
  const auto& statement = std::get<StatementFields>(entry.fields);
  return fmt::format(
      "{}|{}", statement.mode,
      entry.actors.empty() ? std::string_view() : std::string_view(entry.actors[0].id));
}

}  // namespace

double EntryLexicon::confidence(EntryKind kind, std::string_view rule) const {
  if (const auto found = confidence_.find(key(kind, rule)); found != confidence_.end())
    return found->second;
  const auto whole = confidence_.find(key(kind, "*"));
  return whole == confidence_.end() ? 0.5 : whole->second;
}

Result<EntryLexicon> load_entry_lexicon(const TableSource& source, Vocabulary& vocabulary) {
  EntryLexicon lexicon;
  auto calibration = load_table(source, "entries/calibration.tsv", entries_tables::calibration(),
                                {"kind", "rule", "right", "wrong"});
  if (!calibration) return calibration.error();
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
    // Rule of succession: a rule seen rarely is not certain.
    lexicon.confidence_[key(*kind, calibration->at(row, 1))] =
        (counts[0] + 1.0) / (counts[0] + counts[1] + 2.0);
  }
  auto parties = load_table(source, "entries/parties.tsv", entries_tables::parties(), {"id"});
  if (!parties) return parties.error();
  for (std::size_t row = 0; row < parties->rows(); ++row) {
    if (parties->at(row, 0).rfind("igo:", 0) != 0)
      return parties->error_at(row, 0, "expected an id that begins with igo:");
    lexicon.parties_[std::string(parties->at(row, 0))] = true;
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

std::vector<EntryKind> coded_kinds() {
  return {EntryKind::kFigure, EntryKind::kStatement};
}

EntryList make_entries(const Document& document, const EntryLexicon& lexicon) {
  EntryList list;
  append_figure_entries(document, lexicon, list.entries);
  append_statement_entries(document, list.entries);
  std::sort(list.entries.begin(), list.entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.spans.front(), a.kind) < std::tie(b.spans.front(), b.kind);
  });
  const CodePointIndex index(document.text());
  const auto anchor = document.anchor_date();
  std::unordered_set<std::string> ids;
  for (Entry& entry : list.entries) {
    entry.confidence = lexicon.confidence(entry.kind, entry.rule);
    if (anchor) {
      // Figures and statements are told by the report: on or before its date.
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

std::string to_slug(std::string_view name) {
  std::string slug;
  for (const char c : fold(name)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-' && c != '\'' && c != '.') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

}  // namespace chancery

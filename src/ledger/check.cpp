#include "ledger/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/utf8.hpp"
#include "entries/fields.hpp"

namespace chancery {
namespace {

bool is_boundary(std::string_view text, std::uint32_t byte) {
  return byte == text.size() || (static_cast<unsigned char>(text[byte]) & 0xC0u) != 0x80;
}

std::string check_span(Span span, std::string_view text) {
  if (span.begin >= span.end) return "a span is empty";
  if (span.end > text.size()) return "a span leaves the text";
  if (!is_boundary(text, span.begin) || !is_boundary(text, span.end))
    return "a span cuts a character";
  return {};
}

bool is_finite(std::optional<double> value) {
  return !value || std::isfinite(*value);
}

std::string check_date(const std::optional<EntryDate>& date, std::string_view what) {
  if (date && date->interval.from && date->interval.to &&
      *date->interval.to < *date->interval.from) {
    return fmt::format("its {} ends before it begins", what);
  }
  return {};
}

std::string check_fields(const FigureFields& figure, const Entry&, std::string_view) {
  if (figure.unit.empty()) return "a figure without unit";
  if (!figure.value && !figure.low && !figure.high) return "a figure without number";
  if (!is_finite(figure.value) || !is_finite(figure.low) || !is_finite(figure.high) ||
      !is_finite(figure.comparison)) {
    return "a figure whose number is not finite";
  }
  if (figure.low && figure.high && *figure.high < *figure.low)
    return "a figure whose low is above its high";
  return check_date(figure.period, "period");
}

std::string check_fields(const StatementFields& statement, const Entry& entry,
                         std::string_view text) {
  if (statement.text != words_at(text, entry.spans))
    return "the words of the statement are not those at its spans";
  return {};
}

std::string check_fields(const EventFields& event, const Entry& entry, std::string_view) {
  if (event.plover.empty()) return "an event without type";
  if (event.quad < 1 || event.quad > 4) return "an event whose quad is not 1 to 4";
  if (!(event.score >= -10 && event.score <= 10)) return "an event whose score is not -10 to 10";
  if (std::none_of(entry.actors.begin(), entry.actors.end(),
                   [](const EntryActor& actor) { return actor.slot == "actor"; }))
    return "an event without an actor";
  for (const SizeField& size : event.sizes) {
    if (!is_finite(size.value) || !is_finite(size.low) || !is_finite(size.high))
      return "an event whose size is not finite";
    if (!size.value && !size.low && !size.high) return "an event whose size has no number";
  }
  return {};
}

// What the kinds of the record have in common: somebody in it, finite numbers, dates in order, and
// a status that the kind knows.
template <typename Fields>
std::string check_fields(const Fields& fields, const Entry& entry, std::string_view) {
  if (entry.actors.empty())
    return fmt::format("an entry of kind {} without an actor", to_string(entry.kind));
  std::string defect;
  each_field(fields, [&](const char* name, const auto& member) {
    using Member = std::decay_t<decltype(member)>;
    if (!defect.empty()) return;
    if constexpr (std::is_same_v<Member, std::optional<double>>) {
      if (!is_finite(member)) defect = fmt::format("its {} is not finite", name);
    } else if constexpr (std::is_same_v<Member, std::optional<EntryDate>>) {
      defect = check_date(member, name);
    } else if constexpr (std::is_same_v<Member, std::optional<StatedValue>>) {
      if (member && !is_finite(member->value)) defect = fmt::format("its {} is not finite", name);
    }
  });
  if (!defect.empty()) return defect;
  const auto unknown = [](std::string_view status) {
    return fmt::format("'{}' is no status of its kind", status);
  };
  if constexpr (std::is_same_v<Fields, InstrumentFields>) {
    if (!is_instrument_status(fields.instrument_status)) return unknown(fields.instrument_status);
  } else if constexpr (std::is_same_v<Fields, RegimeFields>) {
    if (!is_regime_status(fields.regime_status)) return unknown(fields.regime_status);
  } else if constexpr (std::is_same_v<Fields, PostFields>) {
    if (!is_post_status(fields.post_status)) return unknown(fields.post_status);
  }
  return {};
}

}  // namespace

std::string words_at(std::string_view text, const std::vector<Span>& spans) {
  std::string words;
  for (const Span span : spans) {
    if (!words.empty()) words += ' ';
    words += span.of(text);
  }
  return words;
}

std::optional<Day> listed_day(const Entry& entry, std::optional<Day> report_date) {
  if (entry.date && entry.date->interval.from) return entry.date->interval.from;
  if (entry.date && entry.date->interval.to) return entry.date->interval.to;
  return report_date;
}

std::string check_entry(const Entry& entry, std::string_view text) {
  if (entry.id.empty()) return "an entry without id";
  if (entry.spans.empty()) return "no span: an entry without evidence";
  for (const Span span : entry.spans) {
    if (std::string defect = check_span(span, text); !defect.empty()) return defect;
  }
  for (std::size_t i = 1; i < entry.spans.size(); ++i) {
    if (entry.spans[i].begin < entry.spans[i - 1].begin)
      return "its spans are not in the order of the text";
    if (entry.spans[i].overlaps(entry.spans[i - 1])) return "its spans overlap";
  }
  for (const EntryActor& actor : entry.actors) {
    if (!actor.span) continue;
    if (const std::string defect = check_span(*actor.span, text); !defect.empty()) {
      return fmt::format("actor {} ({}): {}", actor.id.empty() ? actor.name : actor.id, actor.slot,
                         defect);
    }
  }
  if (!(entry.confidence >= 0 && entry.confidence <= 1))
    return "its confidence is not between 0 and 1";
  if (std::string defect = check_date(entry.date, "date"); !defect.empty()) return defect;
  if (entry.place && (!is_finite(entry.place->latitude) || !is_finite(entry.place->longitude))) {
    return "the coordinates of its place are not finite";
  }
  return std::visit(
      [&](const auto& fields) {
        if (fields.kKind != entry.kind)
          return fmt::format("its fields are those of the kind {}", to_string(fields.kKind));
        return check_fields(fields, entry, text);
      },
      entry.fields);
}

std::string check_uncoded(const Uncoded& uncoded, std::string_view text) {
  if (uncoded.reason.empty()) return "something not coded without a reason";
  if (const std::string defect = check_span(uncoded.span, text); !defect.empty()) {
    return fmt::format("not coded ({}): {}", uncoded.reason, defect);
  }
  return {};
}

std::string check_report(const LedgerReport& report) {
  const std::string_view text = report.report.text;
  if (report.report.id.empty()) return "a report without id";
  if (text.size() > kMaxTextBytes) return "its text is over the limit";
  if (find_invalid_utf8(text) != text.size()) return "its text is not UTF-8";
  std::vector<std::string_view> ids;
  ids.reserve(report.entries.size());
  for (const Entry& entry : report.entries) {
    if (const std::string defect = check_entry(entry, text); !defect.empty()) {
      return fmt::format("entry {}: {}", entry.id, defect);
    }
    ids.push_back(entry.id);
  }
  std::sort(ids.begin(), ids.end());
  if (const auto twice = std::adjacent_find(ids.begin(), ids.end()); twice != ids.end()) {
    return fmt::format("entry {}: the id stands twice", *twice);
  }
  for (const Uncoded& uncoded : report.uncoded) {
    if (std::string defect = check_uncoded(uncoded, text); !defect.empty()) return defect;
  }
  return {};
}

}  // namespace chancery

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/engine_of.hpp"
#include "cli/table.hpp"
#include "cli/words_of.hpp"
#include "entries/fields.hpp"
#include "ledger/query.hpp"

namespace chancery {
namespace {

class Explainer {
 public:
  Explainer(const Reading& reading, Console& console)
      : document_(reading.document),
        reading_(reading),
        text_(document_.text()),
        console_(console) {}

  // Every sentence of the report, with what was coded in it and what was not.
  void report() const {
    const Report& head = document_.report();
    line(console_.paint(to_one_line(head.title.empty() ? head.id : head.title), Ink::kBold));
    note("id", head.id);
    note("date", anchor_words());
    for (const Part& part : document_.layout.parts) {
      note(to_string(part.kind), quoted(part.span) + " (kept out of the sentences)");
    }
    const TextLayer& layer = document_.text_layer;
    for (SentenceId s = 0; s < layer.sentences(); ++s) {
      const Span span = layer.sentence_span[s];
      line("");
      for (const std::string& part : wrap(to_one_line(span.of(text_)), console_.width()))
        line(part);
      for (const Entry& entry : reading_.entries) {
        if (sentence_of(entry.spans.front()) == s) brief(entry);
      }
      for (const Uncoded& uncoded : reading_.uncoded) {
        if (sentence_of(uncoded.span) != s) continue;
        indented(fmt::format("- no {}: {} ({})", to_string(uncoded.kind), quoted(uncoded.span),
                             uncoded.reason),
                 Ink::kYellow);
      }
    }
  }

  // One entry with the reason for each of its parts.
  void entry(const Entry& entry) const {
    line(console_.paint(fmt::format("{} {}", to_string(entry.kind), entry.id), Ink::kBold));
    line("");
    const SentenceId sentence = sentence_of(entry.spans.front());
    if (sentence < document_.text_layer.sentences()) {
      for (const std::string& part : wrap(marked_sentence(entry, sentence), console_.width()))
        line(part);
      line("");
    }
    const CodePointIndex index(text_);
    for (const Span span : entry.spans) {
      note("words", fmt::format("{} at {} to {}", quoted(span), index.code_point(span.begin),
                                index.code_point(span.end)));
    }
    if (const auto* figure = std::get_if<FigureFields>(&entry.fields)) {
      explain_figure(entry, *figure);
    } else if (const auto* event = std::get_if<EventFields>(&entry.fields)) {
      explain_event(entry, *event);
    } else if (const auto* statement = std::get_if<StatementFields>(&entry.fields)) {
      explain_statement(entry, *statement);
    } else {
      explain_record(entry);
    }
    note("told", entry.date ? fmt::format("{} (by the {})", to_edtf(entry.date->interval),
                                          office_words(entry.date->basis))
                            : std::string("open: the report has no date"));
    note("status", fmt::format("{}, {}", to_string(entry.status), to_string(entry.novelty)));
    note("rule", entry.rule);
    note("confidence",
         fmt::format("{:.2f}, the share of right entries of this rule when it was measured",
                     entry.confidence));
    note("report", fmt::format("{}, {}", document_.report().id, anchor_words()));
  }

 private:
  void line(const std::string& text) const { console_.out(text + "\n"); }

  void indented(const std::string& text, Ink ink) const {
    for (const std::string& part : wrap(text, console_.width() - 4))
      line("    " + console_.paint(part, ink));
  }

  void note(const std::string& name, const std::string& text) const {
    constexpr std::size_t kLeft = 13;
    std::string left = name;
    for (const std::string& part : wrap(to_one_line(text), console_.width() - kLeft)) {
      line(console_.paint(fmt::format("{:<{}}", left, kLeft), Ink::kDim) + part);
      left.clear();
    }
  }

  std::string quoted(Span span) const {
    return "\"" + shorten(to_one_line(span.of(text_)), 200) + "\"";
  }

  std::string anchor_words() const {
    const auto anchor = document_.anchor_date();
    if (!anchor) return "undated, so relative times stay open";
    return fmt::format("{}, from the {}", to_iso(*anchor),
                       document_.anchor_basis() == Basis::kDateline ? "dateline"
                       : document_.layout.marker_date               ? "marker at the start"
                                                                    : "input");
  }

  SentenceId sentence_of(Span span) const {
    const auto& sentences = document_.text_layer.sentence_span;
    for (SentenceId s = 0; s < sentences.size(); ++s) {
      if (sentences[s].overlaps(span)) return s;
    }
    return static_cast<SentenceId>(sentences.size());
  }

  // The sentence with [the evidence in brackets].
  std::string marked_sentence(const Entry& entry, SentenceId sentence) const {
    const Span span = document_.text_layer.sentence_span[sentence];
    std::string out;
    std::uint32_t at = span.begin;
    for (const Span words : entry.spans) {
      if (words.begin < at || words.begin >= span.end) continue;
      const std::uint32_t end = std::min(words.end, span.end);
      out += text_.substr(at, words.begin - at);
      out += "[" + std::string(text_.substr(words.begin, end - words.begin)) + "]";
      at = end;
    }
    out += text_.substr(at, span.end - at);
    return to_one_line(out);
  }

  void brief(const Entry& entry) const {
    std::string what = entry_words(entry);
    if (const std::string status = status_words(entry); !status.empty()) what += ", " + status;
    indented(
        fmt::format("+ {} {} {}", to_string(entry.kind), entry.id.substr(0, 10), to_one_line(what)),
        Ink::kGreen);
  }

  void explain_actor(const EntryActor& actor) const {
    static const std::map<std::string, const char*> kHow = {
        {"named", "named by"},
        {"looked_up", "looked up, for that date, from"},
        {"coreferent", "the one meant by"},
        {"metonym", "its seat stands for it in"},
        {"inferred", "inferred"}};
    std::string text = actor.id;
    if (!actor.name.empty() && actor.name != actor.id) text += " " + actor.name;
    if (!actor.office.empty()) text += ", " + office_words(actor.office);
    const auto how = kHow.find(actor.how);
    text += std::string(", ") + (how == kHow.end() ? actor.how : std::string(how->second));
    if (actor.span) {
      text += " " + quoted(*actor.span);
    } else if (actor.how == "inferred") {
      text += " from the rest of the report, not from this sentence";
    }
    note(actor.slot, text);
  }

  void explain_figure(const Entry& entry, const FigureFields& figure) const {
    note("figure", amount_words(figure));
    note("measure", figure.measure.empty() ? std::string("not said") : figure.measure);
    for (const EntryActor& actor : entry.actors) explain_actor(actor);
    if (entry.actors.empty()) note("subject", "not said");
    if (figure.period) {
      std::string from;
      for (const TimeExpression& time : document_.times.times) {
        if (time.interval == figure.period->interval &&
            sentence_of(time.span) == sentence_of(entry.spans.front())) {
          from = fmt::format(", from {} ({})", quoted(time.span), time.rule);
        }
      }
      note("period", fmt::format("{}, {}{}", to_edtf(figure.period->interval),
                                 office_words(figure.period->basis), from));
    } else {
      note("period", "not said");
    }
    if (!figure.trend.empty()) note("trend", figure.trend);
    if (figure.comparison) note("change", fmt::format("{} percent", to_amount(*figure.comparison)));
  }

  void explain_event(const Entry& entry, const EventFields& event) const {
    note("type", event.mode.empty() ? event.plover : event.plover + ", " + event.mode);
    note("cameo", event.cameo);
    note("quad", fmt::format("{}, score {}", event.quad, event.score));
    for (const EntryActor& actor : entry.actors) explain_actor(actor);
    for (const Claim& claim : entry.claims)
      note("claim", fmt::format("{} {}", claim.claimant, claim.stance));
    for (const SizeField& size : event.sizes) {
      FigureFields amount;
      amount.value = size.value;
      amount.low = size.low;
      amount.high = size.high;
      amount.unit = size.what;
      note("size", amount_words(amount));
    }
    for (const EventAct& act : document_.events.events) {
      if (act.spans.front() == entry.spans.front() && act.rule == entry.rule)
        note("predicate", quoted(act.act_span));
    }
  }

  // Every member that is known, by its name.
  class MemberNotes {
   public:
    explicit MemberNotes(const Explainer& explainer) : explainer_(explainer) {}
    void operator()(const char* name, const std::string& text) const {
      if (!text.empty()) explainer_.note(office_words(name), text);
    }
    void operator()(const char* name, const std::optional<double>& number) const {
      if (number) explainer_.note(office_words(name), to_amount(*number));
    }
    void operator()(const char* name, const std::vector<std::string>& list) const {
      if (!list.empty()) explainer_.note(name, fmt::format("{}", fmt::join(list, "; ")));
    }
    void operator()(const char* name, const std::optional<EntryDate>& date) const {
      if (date) explainer_.note(name, fmt::format("{}, {}", to_edtf(date->interval), date->basis));
    }
    void operator()(const char* name, const std::optional<StatedValue>& stated) const {
      if (stated && stated->value) {
        explainer_.note(
            name, fmt::format("{} {}, {}", to_amount(*stated->value), stated->unit, stated->how));
      }
    }
    template <typename Other>
    void operator()(const char*, const Other&) const {}

   private:
    const Explainer& explainer_;
  };

  void explain_record(const Entry& entry) const {
    for (const EntryActor& actor : entry.actors) explain_actor(actor);
    std::visit([&](const auto& fields) { each_field(fields, MemberNotes(*this)); }, entry.fields);
    if (entry.place) note("place", entry.place->name);
    for (const Claim& claim : entry.claims)
      note("claim", fmt::format("{} {}", claim.claimant, claim.stance));
  }

  void explain_statement(const Entry& entry, const StatementFields& statement) const {
    note("mode", statement.mode);
    note("verb", statement.verb);
    for (const EntryActor& actor : entry.actors) explain_actor(actor);
  }

  const Document& document_;
  const Reading& reading_;
  std::string_view text_;
  Console& console_;
};

int explain_file(const Engine& engine, const std::string& path, Console& console) {
  Inputs inputs({path});
  bool failed = false;
  std::size_t reports = 0;
  while (auto record = inputs.next()) {
    if (!*record) {
      console.warn(record->error());
      failed = true;
      continue;
    }
    if (reports++ > 0) console.out("\n");
    const Reading reading = engine.read(std::move(**record));
    Explainer(reading, console).report();
  }
  return failed ? kExitFailed : kExitDone;
}

}  // namespace

int run_explain(const ExplainOptions& options, const CommonOptions& common, Console& console) {
  auto engine = load_engine(common);
  const auto fail = [&](const Error& error) {
    console.warn(error);
    return exit_code_of(error);
  };
  if (!engine) return fail(engine.error());
  if (options.ledger.empty()) return explain_file(*engine, options.what, console);

  auto ledger = Ledger::open(options.ledger, Ledger::Access::kRead);
  if (!ledger) return fail(ledger.error());
  std::string report_id = options.what;
  std::string entry_id;
  auto report = find_report(*ledger, report_id);
  if (!report) return fail(report.error());
  if (!*report) {
    const auto entry = find_entry(*ledger, options.what);
    if (!entry) return fail(entry.error());
    if (!*entry) {
      console.warn(fmt::format("no entry and no report '{}' in {}", options.what, options.ledger));
      return kExitFailed;
    }
    entry_id = (*entry)->entry.id;
    report = find_report(*ledger, (*entry)->report_id);
    if (!report) return fail(report.error());
    if (!*report) return kExitFailed;
  }
  // The kept text is read again: the same version gives the same entries, with all their reasons.
  const Reading reading = engine->read((*report)->report);
  const Explainer explainer(reading, console);
  if (entry_id.empty()) {
    explainer.report();
    return kExitDone;
  }
  for (const Entry& entry : reading.entries) {
    if (entry.id != entry_id) continue;
    explainer.entry(entry);
    return kExitDone;
  }
  console.warn(fmt::format(
      "entry {} was made by another version (program {}, lexicon {}); this one does not give it",
      entry_id, (*report)->stored->provenance.program, (*report)->stored->provenance.lexicon));
  return kExitFailed;
}

}  // namespace chancery

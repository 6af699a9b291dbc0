#include "pipeline/engine.hpp"

#include <cassert>
#include <chrono>
#include <cstdio>
#include <utility>

#include "base/file.hpp"
#include "pipeline/lexicons.hpp"

namespace chancery {
namespace {

constexpr Stage kStages[] = {
    {"layout", "report", "text", "layout",
     [](const Lexicons& lexicons, Document& document) {
       document.layout = find_layout(document, lexicons.layout);
     }},
    {"text", "text", "layout", "text",
     [](const Lexicons& lexicons, Document& document) {
       document.text_layer =
           find_text(document, lexicons.splitter, lexicons.vocabulary, lexicons.text);
     }},
    {"syntax", "syntax", "text", "syntax",
     [](const Lexicons& lexicons, Document& document) {
       document.syntax = find_syntax(document, lexicons.syntax);
     }},
    {"actors", "actors", "text", "actors",
     [](const Lexicons& lexicons, Document& document) {
       document.actors = find_actors(document, lexicons.actors);
     }},
    {"places", "places", "layout, text, syntax, actors", "places",
     [](const Lexicons& lexicons, Document& document) {
       document.places =
           find_places(document, lexicons.splitter, lexicons.vocabulary, lexicons.places);
     }},
    {"times", "times", "layout, text, syntax", "times",
     [](const Lexicons& lexicons, Document& document) {
       document.times = find_times(document, lexicons.times);
     }},
    {"figures", "figures", "text, syntax, actors, times", "figures",
     [](const Lexicons& lexicons, Document& document) {
       document.figures = find_figures(document, lexicons.figures);
     }},
    {"speech", "speech", "text, syntax, actors", "speech",
     [](const Lexicons& lexicons, Document& document) {
       document.speech = find_speech(document, lexicons.speech);
     }},
    {"events", "events", "text, syntax, actors, places, times, figures, speech", "events, records",
     [](const Lexicons& lexicons, Document& document) {
       ActReading reading = find_events(document, lexicons.events);
       document.events = std::move(reading.events);
       document.records = std::move(reading.records);
     }},
};

Reading read_report(const Lexicons& lexicons, Report report, Timings* timings) {
  using Clock = std::chrono::steady_clock;
  if (timings != nullptr) timings->seconds.resize(std::size(kStages) + 1, 0.0);
  Reading reading{Document(std::move(report)), {}, {}};
  auto start = Clock::now();
  const auto lap = [&](std::size_t stage) {
    if (timings == nullptr) return;
    const auto now = Clock::now();
    timings->seconds[stage] += std::chrono::duration<double>(now - start).count();
    start = now;
  };
  for (std::size_t i = 0; i < std::size(kStages); ++i) {
    kStages[i].run(lexicons, reading.document);
#ifndef NDEBUG
    const std::string defect = check(reading.document);
    if (!defect.empty()) {
      // A stage broke the contract of its layer: our defect, not the text's.
      std::fprintf(stderr, "stage %s: %s\n", kStages[i].name, defect.c_str());
      assert(false && "a layer is not whole");
    }
#endif
    lap(i);
  }
  EntryList list = make_entries(reading.document, lexicons.entries);
  reading.entries = std::move(list.entries);
  reading.uncoded = std::move(list.uncoded);
  lap(std::size(kStages));
  if (timings != nullptr) timings->words += reading.words();
  return reading;
}

}  // namespace

const char* program_version() {
  return CHANCERY_VERSION;
}

std::span<const Stage> stages() {
  return kStages;
}

Engine::Engine(std::unique_ptr<const Lexicons> lexicons, std::string checksum)
    : lexicons_(std::move(lexicons)), lexicon_checksum_(std::move(checksum)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::load(const TableSource& source) {
  Vocabulary vocabulary;
  auto splitter = load_word_splitter(source);
  if (!splitter) return splitter.error();
  auto layout = load_layout_lexicon(source);
  if (!layout) return layout.error();
  auto text = load_text_lexicon(source);
  if (!text) return text.error();
  auto syntax = SyntaxModel::load_own();
  if (!syntax) return syntax.error();
  source.seen->append(syntax->checksum());
  auto actors = load_actor_lexicon(source, *splitter, vocabulary);
  if (!actors) return actors.error();
  auto times = load_time_lexicon(source, *splitter, vocabulary);
  if (!times) return times.error();
  auto figures = load_figure_lexicon(source, *splitter, vocabulary);
  if (!figures) return figures.error();
  auto speech = load_speech_lexicon(source, *splitter, vocabulary);
  if (!speech) return speech.error();
  auto events = load_event_lexicon(source);
  if (!events) return events.error();
  auto entries = load_entry_lexicon(source, vocabulary);
  if (!entries) return entries.error();
  // Last: the words of its many names would make the columns of the other rooms long.
  auto places = load_place_lexicon(source, *splitter, vocabulary);
  if (!places) return places.error();
  std::unique_ptr<const Lexicons> all(new Lexicons{
      std::move(vocabulary), std::move(*splitter), std::move(*layout), std::move(*text),
      std::move(*syntax), std::move(*actors), std::move(*places), std::move(*times),
      std::move(*figures), std::move(*speech), std::move(*events), std::move(*entries)});
  return Engine(std::move(all), source.checksum().substr(0, 16));
}

Reading Engine::read(Report report) const {
  return read_report(*lexicons_, std::move(report), nullptr);
}

Reading Engine::read(Report report, Timings& timings) const {
  return read_report(*lexicons_, std::move(report), &timings);
}

}  // namespace chancery

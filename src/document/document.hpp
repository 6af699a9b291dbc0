// document.hpp: the common tongue of the stages: one report and the layers found in it.
//
// Immutable text, layers added once each, in the order of the stage table in pipeline/. Move-only;
// views into it die with it, so the accessors are deleted on temporaries.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "document/actor_layer.hpp"
#include "document/event_layer.hpp"
#include "document/figure_layer.hpp"
#include "document/layout.hpp"
#include "document/place_layer.hpp"
#include "document/record_layer.hpp"
#include "document/report.hpp"
#include "document/speech_layer.hpp"
#include "document/syntax_layer.hpp"
#include "document/text_layer.hpp"
#include "document/time_layer.hpp"

namespace chancery {

class Document {
 public:
  explicit Document(Report report) : report_(std::move(report)) {}
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const Report& report() const& { return report_; }
  const Report& report() const&& = delete;
  std::string_view text() const& { return report_.text; }
  std::string_view text() const&& = delete;
  std::string_view text(Span span) const& { return span.of(report_.text); }
  std::string_view text(Span span) const&& = delete;
  std::string_view token(TokenId token) const& {
    return text_layer.token_span[token].of(report_.text);
  }
  std::string_view token(TokenId token) const&& = delete;

  // The day that relative times count from: the report's own date, else the marker's, else the
  // dateline's.
  std::optional<Day> anchor_date() const;
  Basis anchor_basis() const;

  // A layer is empty until its stage has run; only pipeline/ (and tests, by hand) assign them.
  LayoutLayer layout;
  TextLayer text_layer;
  SyntaxLayer syntax;
  ActorLayer actors;
  PlaceLayer places;
  TimeLayer times;
  FigureLayer figures;
  SpeechLayer speech;
  EventLayer events;
  RecordLayer records;

 private:
  Report report_;
};

// The first thing wrong with the layers (a span past the end, an overlap, a cut code point, an
// order broken), or an empty string. Development builds run it after each stage.
std::string check(const Document& document);

// All layers as readable lines, for tests, bug reports and `explain`.
std::string dump(const Document& document);

}  // namespace chancery

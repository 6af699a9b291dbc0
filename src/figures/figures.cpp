#include "figures/figures.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "figures/clauses.hpp"
#include "figures/lexicon.hpp"
#include "figures/measures.hpp"
#include "figures/quantities.hpp"
#include "figures/trends.hpp"

namespace chancery {
namespace {

using namespace figures;

const char* rule_of(const Quantity& quantity) {
  if (!quantity.is_range) return quantity.rule;
  switch (quantity.kind) {
    case QuantityKind::kMoney:
      return "money range";
    case QuantityKind::kPercent:
      return "percent range";
    case QuantityKind::kPhysical:
      return "unit range";
    case QuantityKind::kCount:
      return "count range";
  }
  return quantity.rule;
}

Figure to_figure(const Document& document, const Quantity& quantity,
                 const std::optional<Measured>& measure) {
  Figure figure;
  figure.tokens = {quantity.begin, quantity.end};
  figure.span = document.text_layer.span_of(figure.tokens);
  figure.amount = document.text_layer.span_of(
      {quantity.numeral.begin, std::max(quantity.amount_end, quantity.numeral.end)});
  figure.kind = quantity.kind;
  if (!quantity.is_range) figure.value = quantity.value;
  figure.low = quantity.low;
  figure.high = quantity.high;
  figure.approximate = quantity.approximate;
  figure.unit = quantity.unit;
  figure.rule = rule_of(quantity);
  if (!measure) return figure;
  figure.measure = measure->measure;
  if (!measure->tokens.empty()) figure.measure_span = document.text_layer.span_of(measure->tokens);
  figure.directed = measure->directed;
  return figure;
}

// The words of a number are not part of a longer one: not "180" of "180ml", not "16" of "F-16".
bool stands_alone(const Document& document, TokenRange words) {
  const TextLayer& text = document.text_layer;
  const auto has_letters = [&](TokenId token) {
    return text.shape[token] != Shape::kPunct && text.shape[token] != Shape::kSymbol &&
           text.shape[token] != Shape::kNumber;
  };
  const TokenRange sentence = text.sentence_tokens[text.token_sentence[words.begin]];
  if (words.end < sentence.end && !text.space_before[words.end] && has_letters(words.end))
    return false;
  const bool joined = text.shape[words.begin] == Shape::kNumber &&
                      words.begin > sentence.begin + 1 && !text.space_before[words.begin] &&
                      !text.space_before[words.begin - 1];
  if (!joined) return true;
  return !(document.token(words.begin - 1) == "-" && has_letters(words.begin - 2));
}

// "one out of three", "1 over 3": two numbers that are one fraction.
bool is_ratio(const Document& document, const Number& upper, const Number& lower) {
  if (upper.form != NumberForm::kCardinal || lower.form != NumberForm::kCardinal) return false;
  if (lower.value == 0 || upper.tokens.end >= lower.tokens.begin) return false;
  const std::string_view between = document.text({upper.span.end, lower.span.begin});
  return (between == " out of " && upper.value < lower.value) || between == " over ";
}

void add_number(const Document& document, const Numeral& numeral, FigureLayer& out) {
  if (numeral.words.empty() || !stands_alone(document, numeral.words)) return;
  Number number;
  number.tokens = numeral.words;
  number.span = document.text_layer.span_of(numeral.words);
  number.value = numeral.exact;
  number.form = numeral.form;
  Number* last = out.numbers.empty() ? nullptr : &out.numbers.back();
  if (last != nullptr && last->tokens.end > number.tokens.begin) return;
  if (last != nullptr && is_ratio(document, *last, number)) {
    last->value /= number.value;
    last->form = NumberForm::kFraction;
    last->tokens.end = number.tokens.end;
    last->span = cover(last->span, number.span);
    return;
  }
  out.numbers.push_back(number);
}

bool is_figure(const Quantity& quantity) {
  return !quantity.merged && quantity.reason == nullptr;
}

// "That is a decrease of 18.7 percent": a change of the figure in the sentence before.
void go_on_from(const Document& document, const Tree& tree, Figure& before, Figure& figure) {
  if (figure.kind != QuantityKind::kPercent || figure.trend == Trend::kUnsaid) return;
  const TextLayer& text = document.text_layer;
  const SentenceId here = text.token_sentence[figure.tokens.begin];
  const TokenId first = tree.sentence().begin;
  const std::string_view opener = document.token(first);
  const bool refers = opener == "That" || opener == "This" || opener == "It";
  constexpr TokenId kNear = 8;
  if (!refers || figure.tokens.begin - first > kNear || here == 0 ||
      text.token_sentence[before.tokens.begin] + 1 != here ||
      text.sentence_paragraph[here] != text.sentence_paragraph[here - 1]) {
    return;
  }
  if (figure.measure.empty()) {
    figure.measure = before.measure;
    figure.directed = before.directed;
  }
  if (before.trend != Trend::kUnsaid) return;
  before.trend = figure.trend;
  before.trend_span = figure.trend_span;
  before.comparison = figure.value;
  if (before.comparison && figure.trend == Trend::kDown)
    before.comparison->digits = -before.comparison->digits;
}

// The words between two figures of one sentence.
bool has_word(const Document& document, TokenId begin, TokenId end,
              std::initializer_list<std::string_view> words) {
  for (TokenId token = begin; token < end; ++token) {
    for (const std::string_view word : words) {
      if (document.token(token) == word) return true;
    }
  }
  return false;
}

// Figures that go on from the one before: "$455 million in Angola and $100 million in Zambia", "$62
// billion, after a revised $61 billion", "of this, $350,000 goes to".
void go_on_in_sentence(const Document& document, const Tree& tree, std::vector<Figure>& figures) {
  constexpr TokenId kList = 12;
  constexpr TokenId kPart = 6;
  Figure& figure = figures.back();
  const FigureId last = static_cast<FigureId>(figures.size() - 2);
  const Figure& before = figures[last];
  const TextLayer& text = document.text_layer;
  if (before.unit != figure.unit || figure.kind == QuantityKind::kCount) return;
  const SentenceId here = text.token_sentence[figure.tokens.begin];
  const SentenceId there = text.token_sentence[before.tokens.begin];
  const TokenId first = tree.sentence().begin;
  const TokenId floor =
      std::max(here == there ? before.tokens.end : first,
               figure.tokens.begin - first > kPart ? figure.tokens.begin - kPart : first);
  const TokenId after = std::min(tree.sentence().end, figure.tokens.end + 2);
  bool part = false;
  for (TokenId token = floor; token + 1 < after && !part; ++token) {
    part = document.token(token) == "of" && !figure.tokens.contains(token) &&
           has_word(document, token + 1, token + 2, {"this", "that", "which", "it", "these"});
  }
  if (part && here - there <= 2) {
    if (figure.share_of == kNoFigure) figure.share_of = last;
    if (figure.measure.empty()) {
      figure.measure = before.measure;
      figure.directed = before.directed;
    }
    return;
  }
  if (!figure.measure.empty() || here != there || figure.tokens.begin - before.tokens.end > kList) {
    return;
  }
  if (has_word(document, before.tokens.end, figure.tokens.begin,
               {"and", "after", "against", "compared", "from", "more", "plus"})) {
    figure.measure = before.measure;
    figure.directed = before.directed;
  }
}

void read_sentence(const Document& document, const Lexicon& lexicon, TokenRange sentence,
                   FigureLayer& out) {
  const Tree tree(document, sentence);
  const std::vector<Quantity> quantities = read_quantities(document, lexicon, tree, out);
  // Measures and trends are looked up only where there is something to measure.
  std::optional<Clauses> clauses;
  if (std::any_of(quantities.begin(), quantities.end(), is_figure))
    clauses.emplace(document, lexicon, tree);
  std::vector<FigureId> ids(quantities.size(), kNoFigure);
  for (std::size_t number = 0; number < quantities.size(); ++number) {
    const Quantity& quantity = quantities[number];
    add_number(document, quantity.numeral, out);
    if (quantity.merged) continue;
    if (quantity.reason != nullptr) {
      out.refusals.push_back(
          {document.text_layer.span_of({quantity.numeral.begin, quantity.numeral.end}),
           quantity.reason});
      continue;
    }
    const auto measure = find_measure(document, lexicon, tree, *clauses, quantities, number);
    ids[number] = static_cast<FigureId>(out.figures.size());
    out.figures.push_back(to_figure(document, quantity, measure));
    Figure& figure = out.figures.back();
    read_movement(document, lexicon, tree, *clauses, quantities, number, measure, figure);
    if (measure && !measure->growth.empty() && figure.kind == QuantityKind::kPercent &&
        figure.trend == Trend::kUp) {
      figure.measure = measure->growth;
    }
    if (out.figures.size() > 1) go_on_in_sentence(document, tree, out.figures);
    if (out.figures.size() > 1)
      go_on_from(document, tree, out.figures[out.figures.size() - 2], figure);
  }
  for (std::size_t number = 0; number < quantities.size(); ++number) {
    const std::size_t whole = quantities[number].whole;
    if (ids[number] != kNoFigure && whole != kNoQuantity)
      out.figures[ids[number]].share_of = ids[whole];
  }
}

}  // namespace

FigureLayer find_figures(const Document& document, const FigureLexicon& lexicon) {
  FigureLayer layer;
  const TextLayer& text = document.text_layer;
  for (SentenceId sentence = 0; sentence < text.sentences(); ++sentence) {
    if (text.sentence_is_title[sentence]) continue;
    read_sentence(document, lexicon.tables(), text.sentence_tokens[sentence], layer);
  }
  return layer;
}

}  // namespace chancery

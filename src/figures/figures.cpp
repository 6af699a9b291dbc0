#include "figures/figures.hpp"

#include <algorithm>

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

bool is_figure(const Quantity& quantity) {
  return !quantity.merged && quantity.reason == nullptr;
}

void read_sentence(const Document& document, const Lexicon& lexicon, TokenRange sentence,
                   FigureLayer& out) {
  const std::vector<Quantity> quantities = read_quantities(document, lexicon, sentence);
  // Measures and trends are looked up only where there is something to measure.
  std::optional<Clauses> clauses;
  if (std::any_of(quantities.begin(), quantities.end(), is_figure))
    clauses.emplace(document, lexicon, sentence);
  for (std::size_t number = 0; number < quantities.size(); ++number) {
    const Quantity& quantity = quantities[number];
    if (quantity.merged) continue;
    if (quantity.reason != nullptr) {
      const TokenRange tokens{quantity.numeral.begin, quantity.numeral.end};
      out.refusals.push_back({document.text_layer.span_of(tokens), quantity.reason});
      continue;
    }
    const auto measure = find_measure(document, lexicon, sentence, *clauses, quantities, number);
    out.figures.push_back(to_figure(document, quantity, measure));
    read_movement(document, lexicon, sentence, *clauses, quantities, number, measure,
                  out.figures.back());
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

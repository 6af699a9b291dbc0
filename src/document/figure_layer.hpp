// figure_layer.hpp: stated quantities with what they measure. Added by figures/.
//
// Whose they are and for when is joined in entries/, from this layer, the actors and the times.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/number.hpp"
#include "base/span.hpp"
#include "document/refusal.hpp"

namespace chancery {

enum class QuantityKind : std::uint8_t { kMoney, kPercent, kCount, kPhysical };
const char* to_string(QuantityKind kind);

enum class Trend : std::uint8_t { kUnsaid, kRecordHigh, kRecordLow, kUp, kDown, kUnchanged };
const char* to_string(Trend trend);  // "", "record high", "record low", "up", "down", "unchanged"

// How far the deal is that a figure belongs to.
enum class FigureStage : std::uint8_t {
  kUnsaid,
  kDiscussed,
  kPledged,
  kApproved,
  kSigned,
  kDisbursed,
  kDelivered,
};
const char* to_string(FigureStage stage);  // "", "discussed", "pledged", ...

using FigureId = std::uint32_t;  // index into FigureLayer::figures
inline constexpr FigureId kNoFigure = 0xFFFFFFFF;

struct Figure {
  Span span;    // the shortest run that holds number, unit and bounding words
  Span amount;  // number and unit without the bounding words
  TokenRange tokens;
  QuantityKind kind = QuantityKind::kCount;
  std::optional<Decimal> value;      // as stated; nothing for a range
  std::optional<Decimal> low, high;  // a range, or the bound that the words give
  bool approximate = false;
  std::string
      unit;  // ISO 4217; "percent", "percentage points"; a plural noun ("projects", "tonnes")
  std::string measure;  // short noun phrase in lower case; empty where the words do not say
  Span measure_span;    // the words that say so; empty where there are none
  bool directed =
      false;  // the measure has a direction (exports, aid, loan): from one actor to another
  Trend trend = Trend::kUnsaid;
  Span trend_span;
  std::optional<Decimal> comparison;  // the change that goes with it, in percent: "up 12 percent"
  FigureId share_of = kNoFigure;      // the whole that it is a part of: "12 of the 19 ships"
  FigureStage stage = FigureStage::kUnsaid;
  bool promised =
      false;  // a target or plan ("to raise trade to 10 billion by 2030"), not a state of the world
  const char* rule = "";  // stable name of the rule that read it
};

// What a number of the text is, whatever it counts.
enum class NumberForm : std::uint8_t { kCardinal, kFraction, kOrdinal };
const char* to_string(NumberForm form);

struct Number {
  Span span;  // with its sign, without money, unit or bounding words
  TokenRange tokens;
  double value = 0;
  NumberForm form = NumberForm::kCardinal;
};

struct FigureLayer {
  std::vector<Figure> figures;    // disjoint, in text order, each within one sentence
  std::vector<Number> numbers;    // disjoint, in text order: those of figures and the others
  std::vector<Refusal> refusals;  // numbers that are no figures, and why
};

}  // namespace chancery

// lexicon.hpp: the tables of figures/ in compiled form. Private to this folder; others include
// figures.hpp.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/phrases.hpp"
#include "document/figure_layer.hpp"

namespace chancery::figures {

// What a word can be, as bits. A word may have several.
enum Use : std::uint32_t {
  kStop = 1u << 0,  // a noun phrase ends here
  kDeterminer = 1u << 1,
  kPreposition = 1u << 2,
  kConjunction = 1u << 3,
  kAuxiliary = 1u << 4,
  kVerb = 1u << 5,
  kAdverb = 1u << 6,
  kSay = 1u << 7,
  kBoundary = 1u << 8,
  kFiller = 1u << 9,
  kPlural = 1u << 10,
  kNotPlural = 1u << 11,
  kAttributive = 1u << 12,
  kAdjective = 1u << 13,
  kParty = 1u << 14,
  kOffice = 1u << 15,
  kVote = 1u << 16,
  kHolds = 1u << 17,  // a verb between a collection and what it holds
  kCollection = 1u << 18,
  kNumberWord = 1u << 19,  // starts or scales a number
  kReach = 1u << 20,       // a verb of reaching a target, base form
  kModal = 1u << 21,
  kTarget = 1u << 22,
  kOpener = 1u << 23,
  kPronoun = 1u << 24,
};

enum class NumberKind : std::uint8_t {
  kUnit,
  kTen,
  kHundred,
  kDozen,
  kScale,
  kSuffix,
  kVague,
  kOrdinal,
  kPart,
  kFactor
};
struct NumberWord {
  NumberKind kind = NumberKind::kUnit;
  int value = 0;  // of a scale: the power of ten
};

// A name, code or sign of money, and the currencies that it can mean.
struct MoneyPhrase {
  int scale = 0;                     // powers of ten in the code itself: 6 of "MEUR"
  std::vector<std::uint16_t> codes;  // into Lexicon::currencies
  int bare = -1;                     // the one it means where nothing else decides
  bool is_code = false;              // read only in capitals
  bool is_sign = false;
  bool is_name = false;  // before an amount: only where it has a scale
};
struct Currency {
  std::string code;
  std::string name;  // plural: "francs"; empty where it has a sign and a code only
  std::vector<std::string> states;
};

// kSubunit: a hundredth of a currency, "unit" its code.
enum class UnitKind : std::uint8_t { kPercent, kPhysical, kRate, kSubunit, kReason };
struct UnitPhrase {
  UnitKind kind = UnitKind::kPhysical;
  std::string unit;
  const char* reason = "";  // of kReason
};

enum class BoundEffect : std::uint8_t { kAbout, kLow, kHigh, kExact };

// kLemma: the verb whose object or subject the amount is, by its base form.
enum class MeasureForm : std::uint8_t { kNoun, kVerb, kCasualty, kLemma };
struct MeasurePhrase {
  std::string measure;
  std::string of_two;      // empty: the same
  std::string growth;      // what a percentage of its rise measures; empty: the same
  std::uint8_t kinds = 0;  // bit of each QuantityKind
  bool directed = false;
  MeasureForm form = MeasureForm::kNoun;
  bool fits(QuantityKind kind) const { return (kinds >> static_cast<int>(kind)) & 1; }
};

enum class TrendForm : std::uint8_t { kVerb, kNoun, kWord, kComparative };
struct TrendPhrase {
  Trend trend = Trend::kUnsaid;
  TrendForm form = TrendForm::kVerb;
};

struct Lexicon {
  std::vector<std::uint32_t> uses;  // by WordId
  std::unordered_map<WordId, NumberWord> numbers;
  std::unordered_map<std::string, NumberWord> scales;  // by writing, for "USD5bn"
  std::vector<Currency> currencies;
  std::vector<MoneyPhrase> money;
  PhraseTrie money_before, money_after;  // values into `money`
  std::unordered_map<std::string, std::uint32_t>
      money_glued;  // "USD", "Rs" in front of digits, as written
  std::vector<UnitPhrase> units;
  PhraseTrie unit_words, rate_words;
  PhraseTrie bounds_before, bounds_after;  // values are BoundEffect
  std::vector<MeasurePhrase> measures;
  PhraseTrie measure_words;
  std::unordered_map<std::string, std::vector<std::uint32_t>>
      measures_by_lemma;  // into `measures`, of form kLemma
  std::vector<TrendPhrase> trends;
  PhraseTrie trend_words;
  std::unordered_map<std::string, std::string> extents;  // "long": "length"
  PhraseTrie name_words;  // value 1: the first word must be capitalised
  std::vector<std::string> adjective_endings;
  std::unordered_map<WordId, std::string> modifiers;  // "bed" behind "150-": "beds"

  // Words of rules that are grammar, not facts.
  WordId hyphen = 0, on = 0, plus = 0, minus = 0, comma = 0, open = 0, close = 0, and_ = 0, or_ = 0,
         to = 0, of = 0, in = 0, from = 0, between = 0, a = 0, an = 0, one = 0, half = 0, aged = 0,
         age = 0, by = 0, for_ = 0, at = 0, with = 0, worth = 0, respectively = 0, valued = 0,
         per = 0, colon = 0, is_ = 0, was = 0, were = 0, others = 0, more = 0, compared = 0,
         versus = 0, against = 0, than = 0, including = 0, number = 0, point = 0, them = 0,
         whom = 0, which = 0, these = 0, those = 0, ones = 0, total = 0, as = 0, two = 0, both = 0,
         negative = 0, this_ = 0, that = 0;

  std::uint32_t uses_of(WordId word) const { return word < uses.size() ? uses[word] : 0; }
  bool is(WordId word, std::uint32_t mask) const { return (uses_of(word) & mask) != 0; }
};

}  // namespace chancery::figures

// number_reader.hpp: numbers as digits and words write them, fractions included. Private to this
// folder.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/number.hpp"
#include "document/figure_layer.hpp"
#include "figures/lexicon.hpp"
#include "figures/tokens.hpp"

namespace chancery::figures {

struct ReadNumber {
  TokenId begin = 0;  // with the article of "a dozen"
  TokenId end = 0;    // past the scale words
  double value = 0;
  std::optional<Decimal> decimal;  // nothing for a third
  NumberForm form = NumberForm::kCardinal;
  int scale = 0;              // powers of ten that words after the digits gave
  bool in_words = false;      // begins with a word
  bool with_part = false;     // a fraction is in it: "one and a half", "half a million"
  bool of_one_token = false;  // nothing but digits
};

// True for a fraction that is one character: a half, three quarters, ...
bool is_part_sign(std::string_view text);

// The number that begins at `token`, before `end`; an article before "dozen", "million" or "third"
// is taken from `floor` on. `money`: a money sign stands before it, so that "m" is a scale.
//   "two and a half million", "3 hundred and 21", "10 1/2", "three quarters", "five point five"
// Nothing where no number is, where digits are too many, and for "hundreds of".
std::optional<ReadNumber> read_number(const Tokens& tokens, const Lexicon& lexicon,
                                      const Document& document, TokenId token, TokenId floor,
                                      TokenId end, bool money);

}  // namespace chancery::figures

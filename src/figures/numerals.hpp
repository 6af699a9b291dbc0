// numerals.hpp: the numbers of a sentence, in digits and words, with their scale and the money sign
// before them. Private to this folder.
#pragma once
#include <optional>

#include "base/number.hpp"
#include "document/document.hpp"
#include "figures/lexicon.hpp"
#include "figures/tokens.hpp"

namespace chancery::figures {

struct Numeral {
  TokenId begin = 0;   // with the money sign
  TokenId number = 0;  // first token of the number itself
  TokenId end = 0;     // past the scale words
  Decimal value;
  int scale = 0;                 // powers of ten that words after the digits gave
  const char* reason = nullptr;  // why it is no figure, where the number alone says so
  int money = -1;                // of the sign or code before it: index into Lexicon::money
  bool in_words = false;
  bool year_like = false;  // four bare digits, 1900 to 2099, not a round hundred
  // As a number, whatever it counts: its words with their sign, without money; empty where the
  // words give none ("hundreds of").
  TokenRange words;
  double exact = 0;
  NumberForm form = NumberForm::kCardinal;
};

// The number that begins at `token` (a money sign before it included), or nothing. `floor` is the
// first token that a sign may stand on; the numeral ends before `end`.
std::optional<Numeral> read_numeral(const Tokens& tokens, const Lexicon& lexicon,
                                    const Document& document, TokenId token, TokenId floor,
                                    TokenId end);

}  // namespace chancery::figures

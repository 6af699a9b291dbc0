// numerals.hpp: the numbers of a sentence, in digits and words, with their scale and the money sign
// before them. Private to this folder.
#pragma once
#include <optional>
#include <string_view>

#include "base/number.hpp"
#include "document/document.hpp"
#include "figures/lexicon.hpp"

namespace chancery::figures {

// The tokens of a document, asked in the terms of the lexicon.
class Tokens {
 public:
  Tokens(const Document& document, const Lexicon& lexicon)
      : document_(document), lexicon_(lexicon) {}

  WordId word(TokenId token) const { return document_.text_layer.word[token]; }
  Shape shape(TokenId token) const { return document_.text_layer.shape[token]; }
  std::string_view text(TokenId token) const { return document_.token(token); }
  Span span(TokenId token) const { return document_.text_layer.token_span[token]; }
  // True where no blank stands before the token.
  bool touches(TokenId token) const {
    return token > 0 && !document_.text_layer.space_before[token];
  }
  bool is(TokenId token, std::uint32_t uses) const { return lexicon_.is(word(token), uses); }
  bool is_mark(TokenId token) const {
    return shape(token) == Shape::kPunct || shape(token) == Shape::kSymbol;
  }
  bool is_lower(TokenId token) const { return shape(token) == Shape::kLower; }
  bool is_capital(TokenId token) const {
    return shape(token) == Shape::kCapital || shape(token) == Shape::kUpper;
  }
  // A hyphen inside a compound: nothing but the hyphen between two words.
  bool is_joint(TokenId token, TokenId end) const {
    return word(token) == lexicon_.hyphen && touches(token) && token + 1 < end &&
           touches(token + 1);
  }
  bool is_plural(TokenId token) const;
  PhraseTrie::Match match(const PhraseTrie& trie, TokenId token, TokenId end) const {
    return trie.find(std::span(document_.text_layer.word).subspan(token, end - token));
  }
  // The longest phrase of at most `most` words that ends before `end` and begins at `begin` or
  // later.
  PhraseTrie::Match match_before(const PhraseTrie& trie, TokenId begin, TokenId end,
                                 std::uint32_t most) const;

 private:
  const Document& document_;
  const Lexicon& lexicon_;
};

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
};

// The number that begins at `token` (a money sign before it included), or nothing. `floor` is the
// first token that a sign may stand on; the numeral ends before `end`.
std::optional<Numeral> read_numeral(const Tokens& tokens, const Lexicon& lexicon,
                                    const Document& document, TokenId token, TokenId floor,
                                    TokenId end);

}  // namespace chancery::figures

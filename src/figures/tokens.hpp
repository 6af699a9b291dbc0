// tokens.hpp: the tokens of a document, asked in the terms of the lexicon. Private to this folder.
#pragma once
#include <string_view>

#include "document/document.hpp"
#include "figures/lexicon.hpp"

namespace chancery::figures {

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
  // Looks whether a sentence is written in capitals: there they say nothing of a word.
  void read_case(TokenRange sentence);
  bool is_lower(TokenId token) const {
    return shape(token) == Shape::kLower || (all_capitals_ && shape(token) == Shape::kUpper);
  }
  bool is_capital(TokenId token) const {
    return shape(token) == Shape::kCapital || (shape(token) == Shape::kUpper && !all_capitals_);
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
  bool all_capitals_ = false;
};

}  // namespace chancery::figures

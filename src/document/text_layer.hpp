// text_layer.hpp: paragraphs, sentences and tokens. Added by text/.
//
// Columns, indexed by paragraph, sentence and token number. Tokens are disjoint, in text order,
// never cut a code point, and each lies in exactly one sentence; sentences lie in one paragraph;
// none overlaps a Part of the layout, except that a title is a sentence of its own, marked so.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/interner.hpp"
#include "base/span.hpp"

namespace chancery {

using SentenceId = std::uint32_t;
using TokenId = std::uint32_t;
inline constexpr TokenId kNoToken = 0xFFFFFFFF;

enum class Shape : std::uint8_t {
  kLower,    // "talks"
  kCapital,  // "Minister", "McCain": first letter upper case
  kUpper,    // "USD", "U.S.": two or more letters, all upper case
  kNumber,   // begins with a digit: "43.8", "1,200", "2025", "3rd"
  kPunct,    // punctuation, one mark a token ("..." and "--" are one)
  kSymbol,   // "$", the euro sign, "%", "+"
  kOther,    // letters without case, mixed
};
const char* to_string(Shape shape);

struct TextLayer {
  // Paragraphs.
  std::vector<Span> paragraph_span;

  // Sentences.
  std::vector<Span> sentence_span;
  std::vector<TokenRange> sentence_tokens;
  std::vector<std::uint32_t> sentence_paragraph;
  std::vector<bool> sentence_is_title;

  // Tokens.
  std::vector<Span> token_span;
  std::vector<WordId>
      word;  // of the folded form in the Vocabulary; kNoWord where no lexicon has it
  std::vector<Shape> shape;
  std::vector<SentenceId> token_sentence;
  std::vector<bool> space_before;  // false where the token touches the one before it
  // True where the token and the one before it are one word as it is written, cut for its grammar
  // ("do" + "n't", "can" + "not"): a multiword token of Universal Dependencies.
  std::vector<bool> joined;

  std::size_t tokens() const { return token_span.size(); }
  std::size_t sentences() const { return sentence_span.size(); }
  std::size_t paragraphs() const { return paragraph_span.size(); }
  // The bytes from the first to the last token of the range. Requires a range that is not empty.
  Span span_of(TokenRange range) const {
    return {token_span[range.begin].begin, token_span[range.end - 1].end};
  }
  // The tokens that lie whole inside the span.
  TokenRange tokens_in(Span span) const;
};

// Every word of every table, folded (base/utf8.hpp). Filled while the lexicons load, const after
// that: the text stage gives each token its number once, and all later stages compare numbers.
using Vocabulary = Interner;

}  // namespace chancery

// sentence.hpp: one sentence as the rules of figures/ ask for it. Private to this folder.
#pragma once
#include <algorithm>
#include <string>

#include "base/utf8.hpp"
#include "document/document.hpp"
#include "document/tree.hpp"
#include "figures/lexicon.hpp"
#include "figures/numerals.hpp"

namespace chancery::figures {

// Windows, in tokens. They bound the work per number, whatever the sentence looks like.
inline constexpr std::uint32_t kPhraseReach = 10;  // a noun phrase after a number
inline constexpr std::uint32_t kClauseReach = 40;  // from a number back to its measure
inline constexpr std::uint32_t kModifiers = 4;     // between "of" or a number and a measure

// Cheap to copy: references and a range.
class Sentence {
 public:
  Sentence(const Document& document, const Lexicon& lexicon, const Tree& tree)
      : document_(document),
        lexicon_(lexicon),
        tree_(tree),
        tokens_(document, lexicon),
        begin_(tree.sentence().begin),
        end_(tree.sentence().end) {
    tokens_.read_case(tree.sentence());
  }

 protected:
  Span span_of(TokenId begin, TokenId end) const {
    return document_.text_layer.span_of({begin, end});
  }

  // The mention that covers the token and is no mere adjective.
  const Mention* name_at(TokenId token) const {
    const auto& mentions = document_.actors.mentions;
    auto after =
        std::partition_point(mentions.begin(), mentions.end(),
                             [&](const Mention& mention) { return mention.tokens.begin <= token; });
    for (int steps = 0; steps < 4 && after != mentions.begin(); ++steps) {
      --after;
      if (after->tokens.contains(token) && after->kind != MentionKind::kAdjective &&
          after->kind != MentionKind::kPeople) {
        return &*after;
      }
    }
    return nullptr;
  }

  bool has_mention(TokenId token, MentionKind kind) const {
    const auto& mentions = document_.actors.mentions;
    auto after =
        std::partition_point(mentions.begin(), mentions.end(),
                             [&](const Mention& mention) { return mention.tokens.begin <= token; });
    for (int steps = 0; steps < 4 && after != mentions.begin(); ++steps) {
      --after;
      if (after->tokens.contains(token) && after->kind == kind) return true;
    }
    return false;
  }

  const TimeExpression* time_at(TokenId token) const {
    const auto& times = document_.times.times;
    const auto after = std::partition_point(
        times.begin(), times.end(),
        [&](const TimeExpression& time) { return time.tokens.begin <= token; });
    if (after == times.begin() || !std::prev(after)->tokens.contains(token)) return nullptr;
    return &*std::prev(after);
  }

  // The token before the amount, past words that say nothing ("a total of"); kNoToken at the start.
  TokenId token_before(TokenId begin) const {
    TokenId at = begin;
    for (int steps = 0; steps < 3; ++steps) {
      const PhraseTrie::Match match = tokens_.match_before(lexicon_.bounds_before, begin_, at, 4);
      if (match.words == 0 || static_cast<BoundEffect>(match.value) != BoundEffect::kExact) break;
      at -= match.words;
    }
    return at == begin_ ? kNoToken : at - 1;
  }

  bool is_word(TokenId token, WordId word) const {
    return token < end_ && tokens_.word(token) == word;
  }

  bool is_nounish(TokenId token) const {
    return !tokens_.is_mark(token) && tokens_.shape(token) != Shape::kNumber &&
           !tokens_.is(token, kStop);
  }

  bool is_clitic(TokenId token) const {
    const std::string_view text = tokens_.text(token);
    return !text.empty() && is_apostrophe(decode_at(text, 0).value);
  }

  // Lower case as written, marks kept.
  std::string fold_lower(TokenId token) const {
    std::string text(tokens_.text(token));
    if (!is_ascii(text)) return tokens_.is_lower(token) ? text : fold(text);
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    }
    return text;
  }

  bool is_adverb(TokenId token) const {
    const std::string_view text = tokens_.text(token);
    return text.size() > 3 && text.substr(text.size() - 2) == "ly";
  }

  bool is_adjective(TokenId token) const {
    if (tokens_.is(token, kAdjective)) return true;
    const std::string_view text = tokens_.text(token);
    return std::any_of(lexicon_.adjective_endings.begin(), lexicon_.adjective_endings.end(),
                       [&](const std::string& ending) {
                         return text.size() > ending.size() + 1 &&
                                text.substr(text.size() - ending.size()) == ending;
                       });
  }

  const Document& document_;
  const Lexicon& lexicon_;
  const Tree& tree_;
  Tokens tokens_;
  TokenId begin_;
  TokenId end_;
};

}  // namespace chancery::figures

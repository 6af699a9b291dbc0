#include "times/sentence.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace chancery {

Sentence::Sentence(const Document& document, const TimeWords& words)
    : document_(document),
      text_(document.text_layer),
      words_(words),
      anchor_(document.anchor_date()),
      anchor_basis_(document.anchor_basis()) {}

void Sentence::enter(TokenRange tokens, bool same_paragraph) {
  range_ = tokens;
  carried =
      same_paragraph && reference && reference->grain == Grain::kDay ? reference : std::nullopt;
  reference.reset();
  last_end = tokens.begin;
  last_is_year = false;
  headings_read_ = false;
}

NumberToken Sentence::number(TokenId token) const {
  NumberToken result;
  if (!is_number(token)) return result;
  const std::string_view text = word(token);
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits == 0 || digits > 6) return result;
  for (const char digit : text.substr(0, digits)) result.value = result.value * 10 + (digit - '0');
  result.width = static_cast<int>(digits);
  const std::string_view tail = text.substr(digits);
  if (tail.empty()) {
    result.tail = NumberToken::Tail::kNone;
  } else if (tail == "s") {
    result.tail = NumberToken::Tail::kPlural;
  } else if (tail == "st" || tail == "nd" || tail == "rd" || tail == "th") {
    result.tail = NumberToken::Tail::kOrdinal;
  } else {
    result.width = 0;
  }
  return result;
}

bool Sentence::is_hyphen(TokenId token) const {
  if (!has(token, Cue::kDash)) return false;
  const char32_t mark = decode_at(word(token), 0).value;
  return mark != 0x2014 && mark != 0x2015;
}

Heading Sentence::heading(TokenId token) {
  if (!headings_read_) read_headings();
  const std::size_t index = std::min(token - range_.begin, range_.size() - 1);
  const Tense tense = before_[index] != Tense::kUnknown ? before_[index] : after_[index];
  // "The pact runs until June": a bound lies ahead where nothing says otherwise.
  const bool bound = has(token - 1, Cue::kBy) || has(token - 1, Cue::kUntil);
  if (tense == Tense::kUnknown && bound) return Heading::kFuture;
  return tense == Tense::kPlan ? Heading::kFuture : Heading::kPast;
}

// A word of tense holds until the next one: "he will visit Baku, the ministry said on Friday" looks
// back from "Friday". A verb in -ed after a word of plan counts only where a mark stands between
// them: "will be opened on Friday".
void Sentence::read_headings() {
  headings_read_ = true;
  const std::size_t size = range_.size();
  before_.assign(size, Tense::kUnknown);
  after_.assign(size, Tense::kUnknown);
  Tense state = Tense::kUnknown;
  bool mark_since = false;
  std::size_t covered = 0;  // words of a phrase count once
  for (std::size_t i = 0; i < size; ++i) {
    const TokenId token = range_.begin + static_cast<TokenId>(i);
    before_[i] = state;
    if (i < covered) continue;
    if (shape(token) == Shape::kPunct) {
      mark_since = mark_since || word(token) != "-";
      continue;
    }
    const auto match = words_.turns.find({text_.word.data() + token, range_.end - token});
    Tense found = Tense::kUnknown;
    bool joined = false;
    if (match.words > 0) {
      covered = i + match.words;
      const Turn turn = static_cast<Turn>(match.value);
      found = turn == Turn::kPlan ? Tense::kPlan : Tense::kPast;
      joined = turn == Turn::kVerb;
    } else if (shape(token) == Shape::kLower) {
      const std::string_view text = word(token);
      if (text.size() > 4 && text.substr(text.size() - 2) == "ed") {
        found = Tense::kPast;
        joined = true;
      }
    }
    if (found == Tense::kUnknown) continue;
    if (joined && state == Tense::kPlan && !mark_since) continue;
    state = found;
    mark_since = false;
    after_[i] = found;
  }
  for (std::size_t i = size; i-- > 1;) {
    if (after_[i - 1] == Tense::kUnknown) after_[i - 1] = after_[i];
  }
}

}  // namespace chancery

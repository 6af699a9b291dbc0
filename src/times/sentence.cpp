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
  carried = same_paragraph ? reference : std::nullopt;
  reference.reset();
  last_end = tokens.begin;
  last_is_year = false;
  headings_read_ = false;
  verbs_read_ = false;
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
  } else if (tail == "s" || tail == "'s" || tail == "\u2019s") {
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
  // "The pact runs until June": a bound lies ahead where nothing says otherwise.
  const bool bound = has(token - 1, Cue::kBy) || has(token - 1, Cue::kUntil);
  const Tense above = tense_above(token);
  if (above != Tense::kUnknown) return above == Tense::kPlan ? Heading::kFuture : Heading::kPast;
  const std::size_t index = std::min(token - range_.begin, range_.size() - 1);
  const Tense tense = before_[index] != Tense::kUnknown ? before_[index] : after_[index];
  if (tense == Tense::kUnknown && bound) return Heading::kFuture;
  return tense == Tense::kPlan ? Heading::kFuture : Heading::kPast;
}

namespace {
// What may stand under a verb.
constexpr std::uint8_t kModal = 1;          // will, would, may, can
constexpr std::uint8_t kPastHelper = 2;     // was, were, had, did
constexpr std::uint8_t kPerfect = 4;        // has, have
constexpr std::uint8_t kPresentHelper = 8;  // is, are
constexpr std::uint8_t kToMark = 16;        // to
constexpr int kMaxClimb = 12;
}  // namespace

// Marks each word with the auxiliaries that hang on it.
void Sentence::read_verbs() {
  verbs_read_ = true;
  const SyntaxLayer& syntax = document_.syntax;
  verb_marks_.assign(range_.size(), 0);
  for (TokenId token = range_.begin; token < range_.end; ++token) {
    const TokenId head = syntax.head[token];
    if (!inside(head)) continue;
    const Relation relation = syntax.relation[token];
    const bool helper = relation == Relation::kAux || relation == Relation::kAuxPass ||
                        relation == Relation::kCop || relation == Relation::kMark;
    if (!helper) continue;
    std::uint8_t mark = 0;
    switch (syntax.xpos[token]) {
      case Xpos::kMd:
        mark = kModal;
        break;
      case Xpos::kVbd:
        mark = kPastHelper;
        break;
      case Xpos::kTo:
        mark = kToMark;
        break;
      case Xpos::kVbp:
      case Xpos::kVbz:
        mark = syntax.lemma(token) == "have" ? kPerfect
               : syntax.lemma(token) == "be" ? kPresentHelper
                                             : 0;
        break;
      case Xpos::kVb:
        // "would have met"
        mark = syntax.lemma(token) == "have" ? kPerfect : 0;
        break;
      default:
        break;
    }
    verb_marks_[head - range_.begin] |= mark;
  }
}

Sentence::Tense Sentence::tense_of_verb(TokenId verb) const {
  const SyntaxLayer& syntax = document_.syntax;
  const std::uint8_t marks = verb_marks_[verb - range_.begin];
  // A word of plan that is a verb itself: "planned for Friday", "is scheduled", "is due".
  const auto turn = words_.turns.find({text_.word.data() + verb, 1});
  if (turn.words == 1 && static_cast<Turn>(turn.value) == Turn::kPlan &&
      syntax.xpos[verb] != Xpos::kVbd) {
    return Tense::kPlan;
  }
  if ((marks & kPerfect) != 0) return Tense::kPast;
  if ((marks & kModal) != 0) return Tense::kPlan;
  if ((marks & kPastHelper) != 0) return Tense::kPast;
  switch (syntax.xpos[verb]) {
    case Xpos::kVbd:
      return Tense::kPast;
    case Xpos::kVb:
      // "plans to meet on Friday", but "came to attend": the words before decide.
      return Tense::kUnknown;
    case Xpos::kVbn:
      // "the accord signed on Friday"; "is held on Friday" is open.
      return (marks & kPresentHelper) != 0 ? Tense::kUnknown : Tense::kPast;
    default:
      return Tense::kUnknown;
  }
}

// The nearest verb above the token that has a tense. Without a tree nothing is known.
Sentence::Tense Sentence::tense_above(TokenId token) {
  const SyntaxLayer& syntax = document_.syntax;
  if (syntax.head.size() != text_.tokens() || !inside(token)) return Tense::kUnknown;
  if (!verbs_read_) read_verbs();
  TokenId at = token;
  for (int step = 0; step < kMaxClimb; ++step) {
    at = syntax.head[at];
    if (!inside(at)) return Tense::kUnknown;
    const Upos upos = syntax.upos[at];
    const bool verb =
        upos == Upos::kVerb || upos == Upos::kAux || verb_marks_[at - range_.begin] != 0;
    if (!verb) continue;
    const Tense tense = tense_of_verb(at);
    if (tense != Tense::kUnknown) return tense;
    // "agreed to meet on Friday": the words before decide, not the verb above.
    if ((verb_marks_[at - range_.begin] & kToMark) != 0) return Tense::kUnknown;
  }
  return Tense::kUnknown;
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
      // "will have a meeting": the helper is of the word of plan before it.
      const bool helper =
          turn == Turn::kAuxiliary && state == Tense::kPlan && has(token - 1, Cue::kModal);
      joined = turn == Turn::kVerb || helper;
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

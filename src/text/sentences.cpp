#include "sentences.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "marks.hpp"

namespace chancery::text {
namespace {

// A bracket that is open for longer is taken for a lost mark: stops inside it end sentences again.
constexpr TokenId kMaxBracketTokens = 60;
// How far an address ("https://...") is looked for around a stop.
constexpr TokenId kAddressTokens = 12;
// Quotes, brackets and dashes between a stop and the word that decides.
constexpr TokenId kMaxOpeningMarks = 4;
// What the weights must sum up to where the rules see no end: before a gap without a mark that ends
// anything, and before others; and how far they must sink where the rules see one. The rules are
// surer on edited prose than on the treebanks' mail and forums.
constexpr std::int32_t kWeightToAddBare = 256;
constexpr std::int32_t kWeightToAdd = 0;
constexpr std::int32_t kWeightToDrop = 512;
// More of a word than this tells nothing new.
constexpr std::size_t kMaxFormBytes = 12;
// One character for each Mark and Shape, in the values of features.
constexpr std::string_view kMarkCodes = "w.e?W<>()-,o";
constexpr std::string_view kShapeCodes = "aAUnpso";
constexpr std::string_view kLetterCodes = "bBVdqtO";

bool is_kana(char32_t value) {
  return value >= 0x3041 && value <= 0x309F;
}

// "IV", "xii": at most five letters of Roman numbers.
bool is_roman(std::string_view word) {
  return !word.empty() && word.size() <= 5 &&
         word.find_first_not_of("IVXLC") == std::string_view::npos;
}

char32_t first_of(std::string_view word) {
  return decode_at(word, 0).value;
}

bool is_one_letter(std::string_view word) {
  return is_letter(first_of(word)) && decode_at(word, 0).size == word.size();
}

// Two letters or more in a row at the start: "The", but neither "A" nor "D.".
bool begins_with_letters(std::string_view word) {
  const std::size_t first = decode_at(word, 0).size;
  return is_letter(first_of(word)) && first < word.size() &&
         is_letter(decode_at(word, first).value);
}

}  // namespace

void SentenceCutter::cut(TokenRange paragraph, std::vector<TokenId>& ends) {
  read_marks(paragraph);
  TokenId sentence = paragraph.begin;
  bool has_word = false;
  sentence_words_ = 0;
  sentence_capitals_ = 0;
  const auto end_at = [&](TokenId after) {
    ends.push_back(after);
    sentence = after;
    has_word = false;
    sentence_words_ = 0;
    sentence_capitals_ = 0;
  };
  for (TokenId token = paragraph.begin; token < paragraph.end;) {
    const Mark kind = mark(token);
    if (kind == Mark::kOpenBracket && has_word && bracket_size_[token - paragraph.begin] != 0) {
      // A stop inside a bracket that began within the sentence ends nothing.
      token += bracket_size_[token - paragraph.begin];
      continue;
    }
    bool is_stop_here = is_stop_mark(token);
    if (kind == Mark::kWord) {
      const Shape shape = tokens_.shape[token];
      has_word = has_word || shape != Shape::kSymbol;
      ++sentence_words_;
      if (shape == Shape::kCapital || shape == Shape::kUpper) ++sentence_capitals_;
      is_stop_here = text_[tokens_.token_span[token].end - 1] == '.';
    }
    if (!is_stop_here) {
      ++token;
      if (has_word && token < paragraph.end && is_open_gap(token) &&
          ends_at({sentence, token, false}))
        end_at(token);
      continue;
    }
    const Stop stop = read_stop(token);
    if (has_word && stop.after < paragraph.end) {
      const bool rule = ends_sentence(sentence, stop);
      if (is_left_to_rules(sentence, stop) ? rule : ends_at({sentence, stop.after, rule}))
        end_at(stop.after);
    }
    token = stop.after;
  }
  if (sentence < paragraph.end) ends.push_back(paragraph.end);
}

// Abbreviations, glued sentences, numbers of lists, quotations that the sentence goes on after, and
// other scripts are left to the rules.
bool SentenceCutter::is_left_to_rules(TokenId sentence, const Stop& stop) const {
  if (stop.kind == Mark::kWord || stop.kind == Mark::kWideStop || touches(stop.after)) return true;
  if (stop.quote_closed && is_lower(first_of(word(stop.after)))) return true;
  if (stop.kind != Mark::kStop || stop.first == sentence) return false;
  const TokenId before = stop.first - 1;
  const bool is_list = is_only_word(sentence, before) &&
                       (is_roman(word(before)) || (is_number(before) && word(before).size() <= 3));
  return is_list || (mark(before) == Mark::kWord && is_one_letter(word(before)) &&
                     is_lower(first_of(word(before))));
}

// Whether a sentence may begin at `after` though no stop stands before it: at a word with a
// capital after a blank, or after a colon or dash.
bool SentenceCutter::is_open_gap(TokenId after) const {
  if (touches(after)) return false;
  const Mark last = mark(after - 1);
  if (last == Mark::kOpenQuote || last == Mark::kOpenBracket) return false;
  TokenId head = after;
  for (TokenId marks = 0; head < range_.end && marks < kMaxOpeningMarks; ++head, ++marks) {
    if (mark(head) == Mark::kWord) break;
    if (mark(head) == Mark::kContinuing || mark(head) == Mark::kCloseBracket ||
        mark(head) == Mark::kCloseQuote || is_stop_mark(head))
      return false;
  }
  if (head == range_.end) return false;
  const Shape shape = tokens_.shape[head];
  return shape == Shape::kCapital || shape == Shape::kUpper ||
         (last != Mark::kWord && head == after && shape == Shape::kNumber);
}

bool SentenceCutter::ends_at(const Gap& gap) {
  if (judge_ != nullptr) {
    std::deque<std::string> values;
    GapJudge::Features features;
    read_features(gap, [&](GapFeature feature, const std::string& value) {
      values.push_back(value);
      features.emplace_back(feature, values.back());
    });
    return judge_->ends(tokens_.token_span[gap.after - 1].end, features);
  }
  std::int32_t sum = 0;
  const SentenceEnds& weights = lexicon_.sentence_ends();
  read_features(gap, [&](GapFeature feature, const std::string& value) {
    sum += weights.weight(feature, value);
  });
  if (gap.rule) return sum > -kWeightToDrop;
  const TokenId last = gap.after - 1;
  const bool bare = mark(last) == Mark::kWord || word(last) == ",";
  return sum > (bare ? kWeightToAddBare : kWeightToAdd);
}

template <typename Sink>
void SentenceCutter::read_features(const Gap& gap, Sink&& sink) {
  const auto shape_code = [&](TokenId token) {
    if (token >= range_.end || token < gap.sentence) return '0';
    const Mark kind = mark(token);
    if (kind != Mark::kWord) return kMarkCodes[static_cast<std::size_t>(kind)];
    const bool one = tokens_.token_span[token].size() == 1;
    return (one ? kLetterCodes : kShapeCodes)[static_cast<std::size_t>(tokens_.shape[token])];
  };
  const auto append_form = [&](TokenId token) {
    if (token >= range_.end || token < gap.sentence) {
      value_ += '0';
      return;
    }
    const std::string_view bytes = word(token);
    if (tokens_.shape[token] == Shape::kNumber) {
      value_ += '9';
      value_ += static_cast<char>('0' + std::min<std::size_t>(bytes.size(), 9));
      return;
    }
    std::size_t size = std::min(bytes.size(), kMaxFormBytes);
    while (size < bytes.size() && (static_cast<unsigned char>(bytes[size]) & 0xC0u) == 0x80) --size;
    for (const char byte : bytes.substr(0, size)) {
      value_ += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
    }
  };
  const auto bucket = [](std::uint32_t count) {
    constexpr std::array<std::uint32_t, 10> kSteps = {1, 2, 3, 4, 6, 9, 13, 20, 30, 50};
    const auto step = std::upper_bound(kSteps.begin(), kSteps.end(), count);
    return static_cast<char>('a' + (step - kSteps.begin()));
  };
  const auto emit = [&](GapFeature feature) { sink(feature, std::as_const(value_)); };

  // The marks before the gap, the word before them, the word after the gap.
  char marks[kMaxOpeningMarks] = {};
  std::size_t mark_count = 0;
  TokenId last = gap.after - 1;
  while (last > gap.sentence && mark(last) != Mark::kWord && mark_count < kMaxOpeningMarks) {
    char code = kMarkCodes[static_cast<std::size_t>(mark(last))];
    if (mark(last) == Mark::kContinuing || mark(last) == Mark::kAsk) code = word(last).front();
    marks[mark_count++] = code;
    --last;
  }
  const std::string_view before(marks, mark_count);
  TokenId head = gap.after;
  while (head < range_.end && head - gap.after < kMaxOpeningMarks && mark(head) != Mark::kWord)
    ++head;
  if (head == range_.end) head = gap.after;
  const char group = before.empty() ? '_' : before.back();
  const char next_shape = shape_code(head);
  const char last_shape = shape_code(last);

  value_.assign(1, group);
  emit(GapFeature::kAlways);
  value_ += next_shape;
  value_ += gap.rule ? '1' : '0';
  emit(GapFeature::kRule);
  value_.assign(before);
  emit(GapFeature::kMarks);
  value_ += '/';
  for (TokenId token = gap.after; token < head; ++token) value_ += shape_code(token);
  value_ += next_shape;
  emit(GapFeature::kMarksNext);
  value_.assign(before);
  value_ += '/';
  value_ += last_shape;
  value_ += next_shape;
  emit(GapFeature::kMarksShapes);
  value_.assign(1, group);
  append_form(last);
  emit(GapFeature::kLast);
  value_ += '/';
  append_form(head);
  emit(GapFeature::kPair);
  value_.assign(1, group);
  value_ += next_shape;
  append_form(head);
  emit(GapFeature::kNext);
  value_.assign(1, group);
  value_ += next_shape;
  append_form(head + 1);
  emit(GapFeature::kNextPair);
  value_.assign(1, group);
  value_ += last_shape;
  value_ += next_shape;
  value_ += shape_code(head + 1);
  value_ += shape_code(head + 2);
  emit(GapFeature::kNextShapes);
  value_.assign(1, group);
  value_ += last_shape;
  append_form(last - 1);
  emit(GapFeature::kLastPair);
  value_.assign(1, group);
  value_ += shape_code(last - 2);
  value_ += shape_code(last - 1);
  value_ += last_shape;
  value_ += next_shape;
  emit(GapFeature::kLastShapes);
  value_.assign(1, group);
  value_ += next_shape;
  value_ += bucket(gap.after - gap.sentence);
  emit(GapFeature::kLength);
  value_.back() = bucket(range_.end - gap.after);
  emit(GapFeature::kLeft);
  value_.back() = static_cast<char>('0' + 8 * sentence_capitals_ / std::max(sentence_words_, 1u));
  value_ += bucket(sentence_words_);
  emit(GapFeature::kCapitals);
  value_.assign(1, group);
  value_ += next_shape;
  value_ += in_quotes_[gap.after - range_.begin] != 0 ? '1' : '0';
  emit(GapFeature::kInside);
  value_.back() = is_starter(head) ? '1' : '0';
  value_ += last_shape;
  emit(GapFeature::kStarter);
  value_.assign(1, group);
  value_ += next_shape;
  append_form(gap.sentence);
  emit(GapFeature::kFirst);
}

void SentenceCutter::read_marks(TokenRange paragraph) {
  range_ = paragraph;
  marks_.assign(paragraph.size(), Mark::kWord);
  bracket_size_.assign(paragraph.size(), 0);
  open_brackets_.clear();
  in_quotes_.assign(paragraph.size(), 0);
  bool inside_quotes = false;
  bool inside_any = false;
  for (TokenId token = paragraph.begin; token < paragraph.end; ++token) {
    in_quotes_[token - paragraph.begin] = inside_any ? 1 : 0;
    if (tokens_.shape[token] != Shape::kPunct) continue;
    const Mark kind = mark_of(token, inside_quotes);
    marks_[token - paragraph.begin] = kind;
    if (kind == Mark::kOpenQuote) inside_any = true;
    if (kind == Mark::kCloseQuote) inside_any = false;
    if (kind == Mark::kOpenBracket) open_brackets_.push_back(token);
    if (kind == Mark::kCloseBracket && !open_brackets_.empty()) {
      const TokenId open = open_brackets_.back();
      open_brackets_.pop_back();
      if (token - open <= kMaxBracketTokens) {
        bracket_size_[open - paragraph.begin] = static_cast<std::uint8_t>(token - open);
      }
    }
  }
}

SentenceCutter::Mark SentenceCutter::mark_of(TokenId token, bool& inside_quotes) const {
  const std::string_view bytes = word(token);
  const char32_t value = first_of(bytes);
  switch (value) {
    case '.':
    case 0x2026:
      if (bytes.find_first_of("?!") != std::string_view::npos) return Mark::kAsk;
      return bytes.size() == 1 ? Mark::kStop : Mark::kEllipsis;
    case '?':
    case '!':
      return Mark::kAsk;
    case 0xA1:
    case 0xBF:
      return Mark::kOpenQuote;
    case '"': {
      const Mark side = quote_side(token, Mark::kOther, inside_quotes);
      inside_quotes = side == Mark::kOpenQuote;
      return side;
    }
    case '\'':
      return touches(token) ? Mark::kCloseQuote : Mark::kOpenQuote;
    case 0x2018:
    case 0x201A:
      return quote_side(token, Mark::kOpenQuote, false);
    case 0x2019:
      return quote_side(token, Mark::kCloseQuote, false);
    default:
      break;
  }
  if (is_open_quote(value)) return quote_side(token, Mark::kOpenQuote, false);
  if (is_close_quote(value)) return quote_side(token, Mark::kCloseQuote, false);
  if (is_dash(value)) return Mark::kDash;
  if (is_continuing(value)) return Mark::kContinuing;
  if (is_wide_stop(value)) return Mark::kWideStop;
  if (is_open_bracket(value)) return Mark::kOpenBracket;
  if (is_close_bracket(value)) return Mark::kCloseBracket;
  return Mark::kOther;
}

// Blanks tell which side a quotation mark stands on, also where a language uses it the other way
// round; else the mark itself (`lean`); else whether a quotation is open.
SentenceCutter::Mark SentenceCutter::quote_side(TokenId token, Mark lean,
                                                bool inside_quotes) const {
  const bool before = touches(token);
  const bool after = token + 1 < range_.end && touches(token + 1);
  if (before && !after) return Mark::kCloseQuote;
  if (after && !before) return Mark::kOpenQuote;
  if (lean != Mark::kOther) return lean;
  return inside_quotes ? Mark::kCloseQuote : Mark::kOpenQuote;
}

bool SentenceCutter::is_stop_mark(TokenId token) const {
  const Mark kind = mark(token);
  return kind == Mark::kStop || kind == Mark::kEllipsis || kind == Mark::kAsk ||
         kind == Mark::kWideStop;
}

SentenceCutter::Stop SentenceCutter::read_stop(TokenId first) const {
  Stop stop{mark(first), first, first + 1, false, false};
  for (; stop.after < range_.end; ++stop.after) {
    const TokenId token = stop.after;
    const Mark kind = mark(token);
    if (is_stop_mark(token)) {
      // "Well. ...we shall see": stops that touch the next word only belong to it.
      if (!touches(token) && token + 1 < range_.end && touches(token + 1)) break;
      const bool dots = kind == Mark::kStop || kind == Mark::kEllipsis;
      if (!dots) {
        stop.kind = kind;
      } else if (stop.kind == Mark::kStop && !stop.quote_closed && !stop.bracket_closed) {
        stop.kind = Mark::kEllipsis;
      } else if (stop.kind == Mark::kWord) {
        stop.kind = kind;  // "Acme Inc..": the stop counts, not the abbreviation
        stop.first = token;
      }
    } else if (kind == Mark::kCloseQuote) {
      stop.quote_closed = true;
    } else if (kind == Mark::kCloseBracket) {
      stop.bracket_closed = true;
    } else if (kind == Mark::kOpenBracket && token + 2 < range_.end && word(token) == "[" &&
               is_number(token + 1) && word(token + 2) == "]") {
      stop.after += 2;  // a note: "left.[1]", "left. [1]"
    } else {
      break;
    }
  }
  return stop;
}

bool SentenceCutter::ends_sentence(TokenId sentence, const Stop& stop) const {
  // The head is the first word after quotes, brackets and dashes.
  TokenId head = stop.after;
  for (TokenId marks = 0; head < range_.end && marks < kMaxOpeningMarks; ++head, ++marks) {
    const Mark kind = mark(head);
    if (kind != Mark::kOpenQuote && kind != Mark::kOpenBracket && kind != Mark::kDash) break;
  }
  if (head == range_.end || mark(stop.after) == Mark::kContinuing) return false;
  const char32_t letter = first_of(word(head));
  if (is_lower(letter)) return false;
  if (stop.kind == Mark::kWideStop) {
    return !is_digit(letter) && !(is_kana(letter) && (stop.quote_closed || stop.bracket_closed));
  }
  if (touches(stop.after)) return ends_glued(stop, head);
  if (stop.kind == Mark::kWord) return ends_after_abbreviation(sentence, stop, head);
  if (stop.kind != Mark::kStop) return true;
  const TokenId before = stop.first - 1;
  if (stop.first == sentence || stop.quote_closed) return true;
  if (is_only_word(sentence, before)) {
    // List numbers: "1. The parties agree", "IV. Final provisions".
    if (is_number(before) && word(before).size() <= 3) return false;
    if (is_roman(word(before))) return false;
  }
  if (is_one_letter(word(before)) && is_lower(first_of(word(before))) &&
      mark(before) == Mark::kWord) {
    return is_starter(head);
  }
  return true;
}

//   "the talks.The envoy", "\"We sign.\"The envoy" -> end;   "www.Example.Org", "No.5" -> none
bool SentenceCutter::ends_glued(const Stop& stop, TokenId head) const {
  if (tokens_.shape[head] != Shape::kCapital || !begins_with_letters(word(head))) {
    return stop.quote_closed && stop.kind != Mark::kWord && mark(head) == Mark::kWord &&
           tokens_.shape[head] != Shape::kSymbol;
  }
  if (stop.kind == Mark::kWord) return stop.quote_closed && is_starter(head);
  if (in_address(stop.first)) return false;
  if (stop.quote_closed || stop.bracket_closed) return true;
  if (stop.kind == Mark::kEllipsis || !touches(stop.first)) return is_starter(head);
  const TokenId before = stop.first - 1;
  const Shape shape = tokens_.shape[before];
  const bool plain_word =
      (shape == Shape::kLower || shape == Shape::kCapital) && !is_one_letter(word(before));
  return plain_word || is_starter(head);
}

bool SentenceCutter::ends_after_abbreviation(TokenId sentence, const Stop& stop,
                                             TokenId head) const {
  const std::string_view form = word(stop.first);
  const auto use = splitter_.abbreviation(form);
  if (!use) {
    // Dotted letters. Alone they are the letter of a list: "A. The parties".
    if (form.size() == 2 && is_only_word(sentence, stop.first)) return false;
    return stop.quote_closed || is_starter(head);
  }
  switch (*use) {
    case AbbreviationUse::kTitle:
    case AbbreviationUse::kName:
      return false;
    case AbbreviationUse::kBeforeNumber:
      if (is_number(head) || is_roman(word(head))) return false;
      // "No. Nobody asked.": an answer.
      return stop.quote_closed || is_starter(head) || is_only_word(sentence, stop.first);
    case AbbreviationUse::kMonth:
    case AbbreviationUse::kWeekday:
      return stop.quote_closed || is_starter(head);
    case AbbreviationUse::kEnd:
      if (stop.quote_closed) return true;
      // "etc.", "bn." stand at the end of a phrase; "Inc.", "Jr." are often followed by more of a
      // name.
      return is_lower(first_of(form)) ? !is_number(head) : is_starter(head);
  }
  return false;
}

bool SentenceCutter::is_number(TokenId token) const {
  return tokens_.shape[token] == Shape::kNumber;
}

bool SentenceCutter::is_starter(TokenId token) const {
  return tokens_.shape[token] == Shape::kCapital && lexicon_.is_starter(fold(word(token)));
}

// Whether nothing but opening marks stands between the start of the sentence and the token.
bool SentenceCutter::is_only_word(TokenId sentence, TokenId token) const {
  if (token < sentence || token - sentence > kMaxOpeningMarks) return false;
  for (TokenId i = sentence; i < token; ++i) {
    if (mark(i) != Mark::kOpenQuote && mark(i) != Mark::kOpenBracket && mark(i) != Mark::kDash)
      return false;
  }
  return true;
}

// Whether the run of touching tokens around the stop is an address of the web or of mail.
bool SentenceCutter::in_address(TokenId token) const {
  TokenId begin = token;
  while (begin > range_.begin && token - begin < kAddressTokens && touches(begin)) --begin;
  TokenId end = token + 1;
  while (end < range_.end && end - token < kAddressTokens && touches(end)) ++end;
  for (TokenId i = begin; i < end; ++i) {
    const std::string_view part = word(i);
    if (part == "@" || fold(part) == "www") return true;
    if (part == "/" && i + 1 < end && word(i + 1) == "/") return true;
  }
  return false;
}

}  // namespace chancery::text

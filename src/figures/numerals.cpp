#include "figures/numerals.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/utf8.hpp"
#include "figures/number_reader.hpp"

namespace chancery::figures {
namespace {

bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

class Reader {
 public:
  Reader(const Tokens& tokens, const Lexicon& lexicon, const Document& document, TokenId floor,
         TokenId end)
      : tokens_(tokens), lexicon_(lexicon), document_(document), floor_(floor), end_(end) {}

  std::optional<Numeral> read(TokenId token) {
    numeral_ = {};
    numeral_.begin = numeral_.number = token;
    numeral_.end = token + 1;
    if (is_part_sign(tokens_.text(token))) {
      return read_part_sign(token) ? std::optional(numeral_) : std::nullopt;
    }
    if (tokens_.shape(token) == Shape::kNumber) {
      read_digits(token);
    } else if (lexicon_.is(tokens_.word(token), kNumberWord)) {
      if (!read_words(token)) return std::nullopt;
    } else if (!read_glued(token)) {
      return std::nullopt;
    }
    return numeral_;
  }

 private:
  const NumberWord* number_word(TokenId token) const {
    if (token >= end_) return nullptr;
    const auto found = lexicon_.numbers.find(tokens_.word(token));
    return found == lexicon_.numbers.end() ? nullptr : &found->second;
  }

  void refuse(const char* reason) { numeral_.reason = reason; }

  // A money sign or code that ends before `token`.
  void take_money(TokenId token) {
    const TokenId floor = std::max(floor_, token >= 4 ? token - 4 : 0);
    for (TokenId begin = floor; begin < token; ++begin) {
      const PhraseTrie::Match match = tokens_.match(lexicon_.money_before, begin, token);
      if (match.words != token - begin) continue;
      const MoneyPhrase& phrase = lexicon_.money[match.value];
      // The parts of a sign touch ("US$"), and a code is written in capitals.
      bool whole = !phrase.is_code || tokens_.shape(begin) == Shape::kUpper;
      for (TokenId part = begin + 1; part < token; ++part) whole = whole && tokens_.touches(part);
      // "c $ 16.4 million", "cad$ 15": a letter or a code before the sign itself, in any case; but
      // "a $5 loan" is no Australian sign, and "rs" in lower case no sign at all.
      const bool before_sign = match.words == 2 && tokens_.text(begin + 1) == "$" &&
                               tokens_.text(begin).size() != 2 && tokens_.word(begin) != lexicon_.a;
      if (tokens_.is_lower(begin) && !phrase.is_name) whole = false;
      if (before_sign) whole = true;
      if (phrase.is_name) {
        const NumberWord* scale = number_word(token + 1);
        whole = scale != nullptr && scale->kind == NumberKind::kScale;
      }
      if (!whole) continue;
      numeral_.money = static_cast<int>(match.value);
      numeral_.begin = begin;
      return;
    }
  }

  // A minus sign: "-2.3", "minus 5".
  bool negative_before(TokenId token) const {
    if (token <= floor_) return false;
    const TokenId before = token - 1;
    if (tokens_.word(before) == lexicon_.minus || tokens_.word(before) == lexicon_.negative)
      return true;
    if (tokens_.word(before) != lexicon_.hyphen || !tokens_.touches(token)) return false;
    return before == floor_ ? before == 0 || !tokens_.touches(before) : !tokens_.touches(before);
  }

  // Takes what the reader of numbers found; false where it is no number of a figure.
  void take(const ReadNumber& number) {
    numeral_.number = number.begin;
    numeral_.begin = std::min(numeral_.begin, number.begin);
    numeral_.end = number.end;
    numeral_.scale = number.scale;
    numeral_.words = {number.begin, number.end};
    numeral_.exact = number.value;
    numeral_.form = number.form;
    if (number.decimal) numeral_.value = *number.decimal;
    if (number.form == NumberForm::kOrdinal) {
      refuse("ordinal");
    } else if (!number.decimal || (number.form == NumberForm::kFraction && !has_unit_after())) {
      refuse("fraction");
    }
  }

  // "half a percentage point", "a quarter of a percentage point".
  bool has_unit_after() {
    TokenId at = numeral_.end;
    if (at < end_ && !numeral_.in_words) {  // "1/4 mile"
      const PhraseTrie::Match unit = tokens_.match(lexicon_.unit_words, at, end_);
      if (unit.words > 0 && lexicon_.units[unit.value].kind != UnitKind::kReason) return true;
    }
    if (at < end_ && tokens_.word(at) == lexicon_.of) ++at;
    if (at < end_ && (tokens_.word(at) == lexicon_.a || tokens_.word(at) == lexicon_.one)) ++at;
    if (at >= end_) return false;
    const PhraseTrie::Match unit = tokens_.match(lexicon_.unit_words, at, end_);
    if (unit.words == 0 || lexicon_.units[unit.value].kind == UnitKind::kReason) return false;
    numeral_.end = at;
    return true;
  }

  void negate() {
    numeral_.value.digits = -numeral_.value.digits;
    numeral_.exact = -numeral_.exact;
    --numeral_.begin;
    if (numeral_.money < 0) --numeral_.words.begin;
  }

  void read_digits(TokenId token) {
    const std::string_view text = tokens_.text(token);
    if (!is_ascii_digit(text.back())) {
      const std::string folded =
          fold(text.substr(text.size() - std::min<std::size_t>(2, text.size())));
      const bool ordinal = folded == "st" || folded == "nd" || folded == "rd" || folded == "th";
      refuse(ordinal ? "ordinal" : folded.back() == 's' ? "time" : "name");
      if (!ordinal) return;
      if (const auto value = parse_decimal(text.substr(0, text.size() - 2))) {
        numeral_.words = {token, token + 1};
        numeral_.exact = value->to_double();
        numeral_.form = NumberForm::kOrdinal;
      }
      return;
    }
    take_money(token);
    const auto number =
        read_number(tokens_, lexicon_, document_, token, floor_, end_, numeral_.money >= 0);
    if (!number) return refuse("no number");
    take(*number);
    numeral_.year_like = text.size() == 4 && number->of_one_token && number->value >= 1900 &&
                         number->value < 2100 && std::fmod(number->value, 100) != 0 &&
                         numeral_.value.exponent == 0 && numeral_.money < 0;
    if (negative_before(numeral_.begin)) negate();
  }

  // A fraction written as one character, by itself.
  bool read_part_sign(TokenId token) {
    const auto number = read_number(tokens_, lexicon_, document_, token, floor_, end_, false);
    if (!number) return false;
    take(*number);
    if (numeral_.reason != nullptr && number->decimal && numeral_.end < end_ &&
        tokens_.match(lexicon_.unit_words, numeral_.end, end_).words > 0) {
      numeral_.reason = nullptr;
    }
    return true;
  }

  bool read_words(TokenId token) {
    const NumberWord* first = number_word(token);
    numeral_.in_words = true;
    switch (first->kind) {
      case NumberKind::kVague:
        while (numeral_.end + 1 < end_ && tokens_.word(numeral_.end) == lexicon_.of &&
               number_word(numeral_.end + 1) &&
               number_word(numeral_.end + 1)->kind == NumberKind::kVague) {
          numeral_.end += 2;
        }
        refuse("no number");
        return true;
      case NumberKind::kFactor:
        refuse("factor");
        return true;
      case NumberKind::kSuffix:
        return false;
      case NumberKind::kOrdinal:
        // "first" and "second" alone are mostly adverbs and units of time.
        if (first->value == 1 || first->value == 2) return false;
        break;
      default:
        break;
    }
    const auto number = read_number(tokens_, lexicon_, document_, token, floor_, end_, false);
    if (!number) {
      if (first->kind == NumberKind::kPart) return false;
      refuse(first->kind == NumberKind::kOrdinal ? "ordinal" : "no number");
      return true;
    }
    const bool of = number->end < end_ && tokens_.word(number->end) == lexicon_.of;
    const bool lone_part = number->begin == token && number->end == token + 1;
    if (first->kind == NumberKind::kPart && lone_part &&
        (!of || tokens_.word(token) != lexicon_.half) && !opens_unit(number->end)) {
      return false;  // "quarters", "the first half"
    }
    take(*number);
    // "a third country" counts no part.
    if (first->kind == NumberKind::kOrdinal && number->form == NumberForm::kFraction && !of &&
        number->end < end_ && !tokens_.is(number->end, kStop) && !tokens_.is_mark(number->end)) {
      refuse("ordinal");
      numeral_.form = NumberForm::kOrdinal;
      numeral_.exact = first->value;
      numeral_.words.begin = token;
    }
    TokenId after = numeral_.end;
    if (after < end_ && tokens_.is_joint(after, end_)) ++after;
    if (const NumberWord* factor = number_word(after);
        factor != nullptr && factor->kind == NumberKind::kFactor && after > numeral_.end) {
      numeral_.end = after + 1;
      numeral_.words = {};
      refuse("factor");
      return true;
    }
    if (numeral_.scale == 0 && numeral_.reason == nullptr) take_money(numeral_.begin);
    if (numeral_.begin > floor_ && numeral_.form != NumberForm::kOrdinal &&
        (tokens_.word(numeral_.begin - 1) == lexicon_.minus ||
         tokens_.word(numeral_.begin - 1) == lexicon_.negative)) {
      negate();
    }
    // "This one you is not correct": no number.
    if (numeral_.words.begin > floor_ && numeral_.words.size() == 1 &&
        tokens_.word(numeral_.words.begin) == lexicon_.one &&
        (tokens_.word(numeral_.words.begin - 1) == lexicon_.this_ ||
         tokens_.word(numeral_.words.begin - 1) == lexicon_.that)) {
      numeral_.words = {};
    }
    return true;
  }

  // "half a percent"
  bool opens_unit(TokenId at) const {
    if (at + 1 >= end_ || tokens_.word(at) != lexicon_.a) return false;
    const PhraseTrie::Match unit = tokens_.match(lexicon_.unit_words, at + 1, end_);
    return unit.words > 0 && lexicon_.units[unit.value].kind == UnitKind::kPercent;
  }

  // "USD300", "Rs500", "EUR5bn": a code or sign of letters glued to its number.
  bool read_glued(TokenId token) {
    if (tokens_.word(token) != kNoWord || tokens_.is_lower(token) || tokens_.is_mark(token))
      return false;
    const std::string_view text = tokens_.text(token);
    std::size_t letters = 0;
    while (letters < text.size() && letters <= 4 && !is_ascii_digit(text[letters])) ++letters;
    if (letters == 0 || letters > 4 || letters == text.size() || !is_ascii_digit(text[letters]))
      return false;
    const auto found = lexicon_.money_glued.find(std::string(text.substr(0, letters)));
    if (found == lexicon_.money_glued.end()) return false;
    // The splitter cuts "USD1,200.50" at its marks; the number runs on over what touches.
    const std::string_view all = document_.text();
    const std::uint32_t limit =
        std::min<std::uint32_t>(tokens_.span(end_ - 1).end, tokens_.span(token).begin + 40);
    const auto begin = static_cast<std::uint32_t>(tokens_.span(token).begin + letters);
    std::uint32_t stop = begin;
    while (stop < limit) {
      if (is_ascii_digit(all[stop])) {
        ++stop;
      } else if ((all[stop] == ',' || all[stop] == '.') && stop + 1 < limit &&
                 is_ascii_digit(all[stop + 1])) {
        ++stop;
      } else {
        break;
      }
    }
    const std::optional<Decimal> value = parse_decimal(all.substr(begin, stop - begin));
    if (!value) return false;
    TokenId last = token;
    while (last + 1 < end_ && tokens_.span(last + 1).begin < stop) ++last;
    numeral_.value = *value;
    numeral_.money = static_cast<int>(found->second);
    numeral_.end = last + 1;
    if (tokens_.span(last).end > stop) {  // letters after the digits in the same token
      const auto scale =
          lexicon_.scales.find(fold(all.substr(stop, tokens_.span(last).end - stop)));
      if (scale == lexicon_.scales.end()) return false;
      apply(scale->second.value);
    } else if (const NumberWord* scale = number_word(numeral_.end);
               scale != nullptr &&
               (scale->kind == NumberKind::kScale || scale->kind == NumberKind::kSuffix)) {
      apply(scale->value);
      ++numeral_.end;
      if (const NumberWord* next = number_word(numeral_.end);
          next != nullptr && next->kind == NumberKind::kScale) {
        apply(next->value);
        ++numeral_.end;
      }
    }
    numeral_.exact = numeral_.value.to_double();
    // "COP29" and "R2" are names; a code or a letter glued to money has a scale or a large amount.
    constexpr double kSmallest = 100;
    const bool code = lexicon_.money[found->second].is_code || letters == 1;
    return !code || numeral_.scale > 0 || numeral_.exact >= kSmallest ||
           numeral_.value.exponent < 0;
  }

  void apply(int power) {
    numeral_.value = numeral_.value.scaled(power);
    numeral_.scale += power;
  }

  const Tokens& tokens_;
  const Lexicon& lexicon_;
  const Document& document_;
  TokenId floor_;
  TokenId end_;
  Numeral numeral_;
};

}  // namespace

void Tokens::read_case(TokenRange sentence) {
  std::uint32_t upper = 0;
  std::uint32_t lower = 0;
  // The first words tell; a longer look would cost each number the whole of its sentence.
  constexpr TokenId kLook = 48;
  const TokenId limit = std::min(sentence.end, sentence.begin + kLook);
  for (TokenId token = sentence.begin; token < limit; ++token) {
    upper += shape(token) == Shape::kUpper ? 1 : 0;
    lower += shape(token) == Shape::kLower ? 1 : 0;
  }
  all_capitals_ = lower == 0 && upper >= 3;
}

bool Tokens::is_plural(TokenId token) const {
  if (is(token, kPlural)) return true;
  if (is(token, kNotPlural) || is_mark(token) || shape(token) == Shape::kNumber) return false;
  const std::string_view word_text = text(token);
  if (word_text.size() < 4 || (word_text.back() != 's' && word_text.back() != 'S')) return false;
  const char before = static_cast<char>(word_text[word_text.size() - 2] | 0x20);
  return before != 's' && before != 'u' && before != 'i' && before != '\'';
}

PhraseTrie::Match Tokens::match_before(const PhraseTrie& trie, TokenId begin, TokenId end,
                                       std::uint32_t most) const {
  const TokenId first = end - begin > most ? end - most : begin;
  for (TokenId at = first; at < end; ++at) {
    const PhraseTrie::Match found = match(trie, at, end);
    if (found.words == end - at) return found;
  }
  return {};
}

std::optional<Numeral> read_numeral(const Tokens& tokens, const Lexicon& lexicon,
                                    const Document& document, TokenId token, TokenId floor,
                                    TokenId end) {
  return Reader(tokens, lexicon, document, floor, end).read(token);
}

}  // namespace chancery::figures

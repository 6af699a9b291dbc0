#include "figures/numerals.hpp"

#include <algorithm>
#include <string>

#include "base/utf8.hpp"

namespace chancery::figures {
namespace {

constexpr std::int64_t kLargest = 1'000'000'000'000'000;  // of a number in words

bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

// "1,50,000": groups of two before the last three, as South Asia writes.
std::optional<Decimal> parse_indian(std::string_view text) {
  if (text.size() > 20) return std::nullopt;
  std::string digits;
  std::size_t group = 0;
  bool first = true;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && is_ascii_digit(text[i])) {
      digits += text[i];
      ++group;
      continue;
    }
    if (i < text.size() && text[i] != ',') return std::nullopt;
    const bool last = i == text.size();
    if (last ? group != 3 : (first ? group == 0 || group > 2 : group != 2)) return std::nullopt;
    group = 0;
    first = false;
  }
  return parse_decimal(digits);
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
      // "A $5 loan" is no Australian sign, "rs" in lower case no sign at all.
      if (tokens_.is_lower(begin)) whole = false;
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
    if (tokens_.word(before) == lexicon_.minus) return true;
    if (tokens_.word(before) != lexicon_.hyphen || !tokens_.touches(token)) return false;
    return before == floor_ ? before == 0 || !tokens_.touches(before) : !tokens_.touches(before);
  }

  void read_digits(TokenId token) {
    std::string_view text = tokens_.text(token);
    if (!is_ascii_digit(text.back())) {
      const std::string folded =
          fold(text.substr(text.size() - std::min<std::size_t>(2, text.size())));
      const bool ordinal = folded == "st" || folded == "nd" || folded == "rd" || folded == "th";
      refuse(ordinal ? "ordinal" : folded.back() == 's' ? "time" : "name");
      return;
    }
    take_money(token);
    std::uint32_t bytes_end = tokens_.span(token).end;
    TokenId last = token;
    while (last + 1 < end_ && last - token < 6 && joins_by_thin_space(last))
      bytes_end = tokens_.span(++last).end;
    const Span whole{tokens_.span(token).begin, bytes_end};
    std::optional<Decimal> value = parse_decimal(document_.text(whole));
    if (!value && last > token) {
      last = token;
      value = parse_decimal(text);
    }
    if (!value) value = parse_indian(text);
    numeral_.end = last + 1;
    if (!value) return refuse("no number");
    numeral_.value = *value;
    numeral_.year_like = text.size() == 4 && last == token && value->exponent == 0 &&
                         value->digits >= 1900 && value->digits < 2100 &&
                         value->digits % 100 != 0 && numeral_.money < 0;
    take_scales();
    if (negative_before(numeral_.begin) && numeral_.reason == nullptr) {
      numeral_.value.digits = -numeral_.value.digits;
      --numeral_.begin;
    }
  }

  // "1 234": exactly three digits after one no-break or thin space.
  bool joins_by_thin_space(TokenId last) const {
    if (tokens_.shape(last + 1) != Shape::kNumber) return false;
    const std::string_view digits = tokens_.text(last + 1);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    if (point != 3 || digits.find(',') != std::string_view::npos) return false;
    const std::string_view gap =
        document_.text({tokens_.span(last).end, tokens_.span(last + 1).begin});
    return gap == "\xC2\xA0" || gap == "\xE2\x80\xAF" || gap == "\xE2\x80\x89";
  }

  void apply(int power) {
    numeral_.value = numeral_.value.scaled(power);
    numeral_.scale += power;
  }

  // "5 million", "1.5 lakh crore", "3-billion", "5bn", "$5m", "two and a half million".
  void take_scales() {
    if (numeral_.end + 3 < end_ && tokens_.word(numeral_.end) == lexicon_.and_ &&
        tokens_.word(numeral_.end + 1) == lexicon_.a &&
        tokens_.word(numeral_.end + 2) == lexicon_.half) {
      const NumberWord* scale = number_word(numeral_.end + 3);
      if (scale != nullptr && scale->kind == NumberKind::kScale && numeral_.value.exponent == 0 &&
          numeral_.value.digits < kLargest) {
        numeral_.value = {numeral_.value.digits * 10 + 5, -1};
        numeral_.end += 3;
      }
    }
    for (int steps = 0; steps < 3; ++steps) {
      TokenId at = numeral_.end;
      if (at < end_ && tokens_.is_joint(at, end_)) ++at;
      const NumberWord* scale = number_word(at);
      if (scale == nullptr) return;
      if (scale->kind == NumberKind::kScale || scale->kind == NumberKind::kHundred) {
        const int power = scale->kind == NumberKind::kHundred ? 2 : scale->value;
        if (numeral_.scale + power > 18) return;
        apply(power);
      } else if (scale->kind == NumberKind::kDozen) {
        if (numeral_.value.digits > kLargest) return;
        numeral_.value.digits *= scale->value;
      } else if (scale->kind == NumberKind::kSuffix && at == numeral_.end && is_scale_here(at)) {
        apply(scale->value);
        numeral_.end = at + 1;
        return;
      } else {
        return;
      }
      numeral_.end = at + 1;
    }
  }

  // "m" after a money sign, or touching its number in front of money, a unit or what is counted.
  bool is_scale_here(TokenId at) const {
    if (numeral_.money >= 0) return true;
    if (!tokens_.touches(at) || at + 1 >= end_) return false;
    return tokens_.match(lexicon_.money_after, at + 1, end_).words > 0 ||
           tokens_.match(lexicon_.unit_words, at + 1, end_).words > 0 ||
           (tokens_.is_plural(at + 1) && !tokens_.is(at + 1, kStop));
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
      case NumberKind::kOrdinal:
        // "first" and "second" alone are mostly adverbs and units of time.
        if (first->value == 1 || first->value == 2) return false;
        if (token > floor_ &&
            (tokens_.word(token - 1) == lexicon_.a || tokens_.word(token - 1) == lexicon_.one) &&
            token + 1 < end_ && tokens_.word(token + 1) == lexicon_.of) {
          refuse("fraction");
        } else {
          refuse("ordinal");
        }
        return true;
      case NumberKind::kPart:
        return read_part(token);
      case NumberKind::kFactor:
        refuse("factor");
        return true;
      case NumberKind::kScale:
      case NumberKind::kHundred:
      case NumberKind::kDozen:
        return read_lone_scale(token, *first);
      case NumberKind::kSuffix:
        return false;
      case NumberKind::kUnit:
      case NumberKind::kTen:
        break;
    }
    return read_spelled(token);
  }

  // "half a million", "half a dozen", "half of the exports", "a quarter of".
  bool read_part(TokenId token) {
    if (tokens_.word(token) == lexicon_.half && token + 2 < end_ &&
        tokens_.word(token + 1) == lexicon_.a) {
      const NumberWord* scale = number_word(token + 2);
      if (scale != nullptr && scale->kind == NumberKind::kDozen) {
        numeral_.value = {scale->value / 2, 0};
        numeral_.end = token + 3;
        return true;
      }
      if (scale != nullptr && scale->kind == NumberKind::kScale) {
        numeral_.value = {5, -1};
        numeral_.end = token + 2;
        take_scales();
        return true;
      }
    }
    const bool of = token + 1 < end_ && tokens_.word(token + 1) == lexicon_.of;
    const bool one = token > floor_ && (tokens_.word(token - 1) == lexicon_.a ||
                                        tokens_.word(token - 1) == lexicon_.one);
    if (!of || (tokens_.word(token) != lexicon_.half && !one)) return false;
    refuse("fraction");
    return true;
  }

  // "a million", "a dozen"; without the article it is no number ("several hundred").
  bool read_lone_scale(TokenId token, NumberWord scale) {
    if (token == floor_ ||
        (tokens_.word(token - 1) != lexicon_.a && tokens_.word(token - 1) != lexicon_.an)) {
      refuse("no number");
      return true;
    }
    numeral_.begin = numeral_.number = token - 1;
    numeral_.value = {scale.kind == NumberKind::kDozen ? scale.value : 1, 0};
    numeral_.end = scale.kind == NumberKind::kDozen ? token + 1 : token;
    take_scales();
    return true;
  }

  // "forty-three", "two hundred and fifty thousand", "three million".
  bool read_spelled(TokenId token) {
    std::int64_t total = 0;
    std::int64_t current = 0;
    bool unit_open = true;  // a unit may follow
    bool ten_open = true;
    int last_scale = 19;
    TokenId at = token;
    int scale_words = 0;
    for (int steps = 0; steps < 24 && at < end_; ++steps) {
      TokenId here = at;
      if (at > token) {
        if (tokens_.is_joint(here, end_)) {
          ++here;
        } else if (tokens_.word(here) == lexicon_.and_ && current % 100 == 0 &&
                   (current > 0 || scale_words > 0)) {
          ++here;
        }
      }
      const NumberWord* word = number_word(here);
      if (word == nullptr) break;
      const bool joined = here > at && tokens_.word(at) == lexicon_.and_;
      if (word->kind == NumberKind::kTen && ten_open && current % 100 == 0) {
        current += word->value;
        ten_open = false;
      } else if (word->kind == NumberKind::kUnit && unit_open &&
                 (current % 100 == 0 || (word->value < 10 && current % 10 == 0))) {
        // "five million one" would be read as 5000001; only "and" or a hundred joins what is below
        // a scale.
        if (scale_words > 0 && current == 0 && !joined && number_word(here + 1) == nullptr) break;
        current += word->value;
        unit_open = ten_open = false;
      } else if (word->kind == NumberKind::kHundred && !joined && current > 0 && current < 100) {
        current *= 100;
        unit_open = ten_open = true;
      } else if (word->kind == NumberKind::kScale && !joined && current > 0 &&
                 word->value < last_scale && word->value <= 12) {
        std::int64_t factor = 1;
        for (int power = 0; power < word->value; ++power) factor *= 10;
        if (current > kLargest / factor) return refuse("no number"), true;
        total += current * factor;
        current = 0;
        last_scale = word->value;
        ++scale_words;
        numeral_.scale = word->value;
        unit_open = ten_open = true;
      } else if (word->kind == NumberKind::kDozen && at == token + 1 && current > 0) {
        current *= word->value;
        at = here + 1;
        break;
      } else if (word->kind == NumberKind::kOrdinal &&
                 (here > at || tokens_.word(token) == lexicon_.one) && word->value > 0 &&
                 word->value <= 10 && !joined) {
        numeral_.end = here + 1;
        refuse(number_word(at - 1)->kind == NumberKind::kTen ? "ordinal" : "fraction");
        return true;
      } else if (word->kind == NumberKind::kPart && tokens_.word(here) != lexicon_.half) {
        numeral_.end = here + 1;
        refuse("fraction");
        return true;
      } else if (word->kind == NumberKind::kFactor && here > at) {
        numeral_.end = here + 1;
        refuse("factor");
        return true;
      } else {
        break;
      }
      at = here + 1;
    }
    numeral_.end = at;
    numeral_.value = {total + current, 0};
    if (scale_words == 0) {
      take_money(token);
      take_scales();
    }
    return true;
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
    }
    take_scales();
    return true;
  }

  const Tokens& tokens_;
  const Lexicon& lexicon_;
  const Document& document_;
  TokenId floor_;
  TokenId end_;
  Numeral numeral_;
};

}  // namespace

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

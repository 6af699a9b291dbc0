#include "figures/number_reader.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/utf8.hpp"

namespace chancery::figures {
namespace {

constexpr std::int64_t kLargest = 1'000'000'000'000'000;  // of a number in words
constexpr int kLargestScale = 18;
constexpr int kNoScale = 100;

bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

double power_of_ten(int power) {
  return Decimal{1, power}.to_double();
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

struct PartSign {
  char32_t sign;
  int above;
  int below;
};
constexpr PartSign kPartSigns[] = {
    {0xBC, 1, 4},   {0xBD, 1, 2},   {0xBE, 3, 4},   {0x2150, 1, 7}, {0x2151, 1, 9}, {0x2153, 1, 3},
    {0x2154, 2, 3}, {0x2155, 1, 5}, {0x2156, 2, 5}, {0x2157, 3, 5}, {0x2158, 4, 5}, {0x2159, 1, 6},
    {0x215A, 5, 6}, {0x215B, 1, 8}, {0x215C, 3, 8}, {0x215D, 5, 8}, {0x215E, 7, 8}};

const PartSign* part_sign(std::string_view text) {
  if (text.size() < 2 || text.size() > 3) return nullptr;
  const CodePoint point = decode_at(text, 0);
  if (point.size != text.size()) return nullptr;
  for (const PartSign& sign : kPartSigns) {
    if (sign.sign == point.value) return &sign;
  }
  return nullptr;
}

// A number without its fraction, the sum of groups with their scales.
struct Cardinal {
  Decimal value;
  TokenId end = 0;
  int scale = 0;   // of the last group
  int powers = 0;  // that words gave to the only group
  bool whole = true;
  bool in_words = true;
};

class Reader {
 public:
  Reader(const Tokens& tokens, const Lexicon& lexicon, const Document& document, TokenId floor,
         TokenId end, bool money)
      : tokens_(tokens),
        lexicon_(lexicon),
        document_(document),
        floor_(floor),
        end_(end),
        money_(money) {}

  std::optional<ReadNumber> read(TokenId token) {
    ReadNumber number;
    number.begin = token;
    number.in_words = tokens_.shape(token) != Shape::kNumber;
    if (const NumberWord* first = number.in_words ? number_word(token) : nullptr) {
      const bool needs_article =
          first->kind == NumberKind::kScale || first->kind == NumberKind::kHundred ||
          first->kind == NumberKind::kDozen || first->kind == NumberKind::kOrdinal ||
          first->kind == NumberKind::kPart;
      article_ = needs_article && token > floor_ && is_article(token - 1);
      if (article_) number.begin = token - 1;
      if (first->kind == NumberKind::kOrdinal || first->kind == NumberKind::kPart)
        return read_part(token, number);
    }
    std::int64_t above = 0;
    std::int64_t below = 0;
    TokenId past = token;
    if (!number.in_words || is_part_sign(tokens_.text(token))) {
      if (parse_part(past, above, below)) {
        number.end = past;
        number.in_words = false;
        set_fraction(number, above, below);
        if (take_scale(number)) number.form = NumberForm::kCardinal;
        return number;
      }
      if (is_part_sign(tokens_.text(token))) return std::nullopt;
    }
    const auto cardinal = read_cardinal(token);
    if (!cardinal) return std::nullopt;
    number.end = cardinal->end;
    number.value = cardinal->value.to_double();
    number.decimal = cardinal->value;
    number.scale = cardinal->powers;
    number.of_one_token = !number.in_words && cardinal->end == token + 1;
    if (read_fraction_of(*cardinal, number) || read_ordinal(*cardinal, number)) return number;
    read_fraction_after(*cardinal, number);
    return number;
  }

 private:
  const NumberWord* number_word(TokenId token) const {
    if (token >= end_) return nullptr;
    const auto found = lexicon_.numbers.find(tokens_.word(token));
    return found == lexicon_.numbers.end() ? nullptr : &found->second;
  }
  bool is_word(TokenId token, WordId word) const {
    return token < end_ && tokens_.word(token) == word;
  }
  bool is_article(TokenId token) const {
    return tokens_.word(token) == lexicon_.a || tokens_.word(token) == lexicon_.an;
  }
  TokenId past_joint(TokenId token) const {
    return token < end_ && tokens_.is_joint(token, end_) ? token + 1 : token;
  }

  // Digits with their thousands grouped by commas or blanks; `token` becomes the one past them.
  std::optional<Decimal> read_digits(TokenId& token) const {
    const std::string_view text = tokens_.text(token);
    TokenId last = token;
    std::string digits;
    if (text.size() <= 3 && std::all_of(text.begin(), text.end(), is_ascii_digit) &&
        text.front() != '0') {
      while (last + 1 < end_ && last - token < 5 && joins_by_blank(last)) ++last;
    }
    if (last > token) {
      for (TokenId part = token; part <= last; ++part) digits += tokens_.text(part);
      token = last + 1;
      return parse_decimal(digits);
    }
    ++token;
    if (text.size() > 1 && text.front() == '.') return parse_decimal("0" + std::string(text));
    const auto value = parse_decimal(text);
    return value ? value : parse_indian(text);
  }

  // "1 234", "735 000": exactly three digits after one blank, and no group like them before that
  // is longer.
  bool joins_by_blank(TokenId last) const {
    if (tokens_.shape(last + 1) != Shape::kNumber || tokens_.touches(last + 1)) return false;
    const std::string_view digits = tokens_.text(last + 1);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    if (point != 3 || digits.find(',') != std::string_view::npos ||
        !std::all_of(digits.begin(), digits.begin() + 3, is_ascii_digit) ||
        !is_ascii_digit(digits.back())) {
      return false;
    }
    // A fourth digit that touches makes it another number: "200 0000".
    const std::string_view gap =
        document_.text({tokens_.span(last).end, tokens_.span(last + 1).begin});
    return gap == " " || gap == "\xC2\xA0" || gap == "\xE2\x80\xAF" || gap == "\xE2\x80\x89";
  }

  // What scales the group that ends before `at`: its power of ten, and where it ends.
  int read_scales(TokenId& at, Decimal& value) const {
    int power = 0;
    for (int steps = 0; steps < 3; ++steps) {
      const TokenId here = past_joint(at);
      const NumberWord* word = number_word(here);
      if (word == nullptr) break;
      if (word->kind == NumberKind::kScale) {
        if (power + word->value > kLargestScale) break;
        power += word->value;
      } else if (word->kind == NumberKind::kDozen ||
                 (word->kind == NumberKind::kVague && word->value > 0)) {
        // "three dozen", "three dozens"
        if (value.digits > kLargest / 12 || value.digits < 0) break;
        value.digits *= word->value;
      } else if (word->kind == NumberKind::kSuffix && here == at && is_scale_here(at, *word)) {
        power += word->value;
        at = here + 1;
        break;
      } else {
        break;
      }
      at = here + 1;
    }
    return power;
  }

  // "m" after a money sign, or touching its number in front of money, a unit or what is counted;
  // "10k" and "1.2b" by themselves too, since these are no units.
  bool is_scale_here(TokenId at, const NumberWord& word) const {
    if (money_) return true;
    if (!tokens_.touches(at)) return false;
    constexpr int kThousand = 3;
    constexpr int kBillion = 9;
    const bool unit = tokens_.match(lexicon_.unit_words, at, end_).words > 0;
    if (!unit && (word.value == kThousand || word.value == kBillion)) return true;
    if (at + 1 >= end_) return false;
    return tokens_.match(lexicon_.money_after, at + 1, end_).words > 0 ||
           tokens_.match(lexicon_.unit_words, at + 1, end_).words > 0 ||
           (tokens_.is_plural(at + 1) && !tokens_.is(at + 1, kStop));
  }

  // Below a thousand, or digits: "forty-three", "two hundred and fifty", "3 hundred and 21",
  // "43.8".
  bool read_group(TokenId& at, Decimal& value, bool& whole, bool& has_hundred) {
    has_hundred = false;
    whole = true;
    if (tokens_.shape(at) == Shape::kNumber) {
      const auto digits = read_digits(at);
      if (!digits) return false;
      value = *digits;
      whole = digits->exponent >= 0;
      const NumberWord* next = number_word(past_joint(at));
      if (next == nullptr || next->kind != NumberKind::kHundred) return true;
      at = past_joint(at) + 1;
      value = value.scaled(2);
      has_hundred = true;
      std::int64_t below = 0;
      TokenId rest = at;
      if (value.exponent >= 0 && value.to_double() < 1e6 && is_word(rest, lexicon_.and_) &&
          read_below_hundred(++rest, below, true)) {
        value = {static_cast<std::int64_t>(value.to_double()) + below, 0};
        at = rest;
      }
      return true;
    }
    std::int64_t number = 0;
    const NumberWord* first = number_word(at);
    if (first == nullptr) return false;
    if (first->kind == NumberKind::kScale || first->kind == NumberKind::kDozen) {
      if (!article_) return false;
      article_ = false;
      value = {1, 0};
      return true;  // the scale itself is read next
    }
    if (first->kind == NumberKind::kHundred) {
      if (!article_) return false;
      article_ = false;
      number = 1;
    } else if (!read_below_hundred(at, number, false)) {
      return false;
    }
    const TokenId here = past_joint(at);
    const NumberWord* hundred = number_word(here);
    if (hundred != nullptr && hundred->kind == NumberKind::kHundred && number > 0) {
      number *= 100;
      at = here + 1;
      has_hundred = true;
      TokenId rest = is_word(at, lexicon_.and_) ? at + 1 : past_joint(at);
      std::int64_t below = 0;
      if (rest < end_ && read_below_hundred(rest, below, false)) {
        number += below;
        at = rest;
      }
    }
    value = {number, 0};
    return true;
  }

  // "forty-three", "forty", "three"; leaves a number alone that is the upper part of a fraction:
  // "two hundred and three fifths".
  bool read_below_hundred(TokenId& at, std::int64_t& number, bool digits_too) const {
    if (at >= end_) return false;
    TokenId next = at + 1;
    if (digits_too && tokens_.shape(at) == Shape::kNumber) {
      TokenId end = at;
      const auto value = read_digits(end);
      if (!value || value->exponent < 0 || value->to_double() >= 100) return false;
      if (const NumberWord* scale = number_word(past_joint(end));
          scale != nullptr && scale->kind != NumberKind::kUnit)
        return false;
      number = value->digits;
      at = end;
      return true;
    }
    const NumberWord* first = number_word(at);
    if (first == nullptr) return false;
    if (first->kind == NumberKind::kTen) {
      number = first->value;
      const TokenId here = past_joint(next);
      const NumberWord* unit = number_word(here);
      if (unit != nullptr && unit->kind == NumberKind::kUnit && unit->value > 0 &&
          unit->value < 10) {
        number += unit->value;
        next = here + 1;
      } else if (at > 0 && is_compound_denominator(at)) {
        return false;  // "one hundred thirty fifths": 100 over 35
      }
    } else if (first->kind == NumberKind::kUnit) {
      number = first->value;
    } else {
      return false;
    }
    if (at > floor_ && is_word(at - 1, lexicon_.and_) && denominator(next, number == 1))
      return false;
    at = next;
    return true;
  }

  bool is_compound_denominator(TokenId ten) const {
    if (ten == 0 || number_word(ten - 1) == nullptr) return false;
    const NumberWord* unit = number_word(past_joint(ten + 1));
    return unit != nullptr && unit->kind == NumberKind::kPart && unit->value > 2 &&
           unit->value < 10;
  }

  std::optional<Cardinal> read_cardinal(TokenId at) {
    Cardinal out;
    out.in_words = tokens_.shape(at) != Shape::kNumber;
    std::int64_t total = 0;
    int last = kNoScale;
    for (int parts = 0; parts < 7; ++parts) {
      TokenId here = at;
      const bool joined = parts > 0 && is_word(here, lexicon_.and_);
      if (parts > 0) here = joined ? here + 1 : past_joint(here);
      if (here >= end_) break;
      // Digits go on after digits with a scale, never after words or "and".
      if (parts > 0 && tokens_.shape(here) == Shape::kNumber && (joined || out.in_words)) break;
      Decimal group;
      bool whole = true;
      bool has_hundred = false;
      TokenId end = here;
      if (!read_group(end, group, whole, has_hundred)) {
        if (parts == 0) return std::nullopt;
        break;
      }
      if (parts == 0) whole_first_ = whole;
      const TokenId before_scales = end;
      const int power = read_scales(end, group);
      if (parts > 0) {
        // "five million one" is no number; only "and" or a hundred joins what is below a scale.
        if (power >= last || !whole || !whole_first_) break;
        if (power == 0 && !joined && !has_hundred && last > 3) break;
        if (joined && power == 0 && !out.in_words) break;
        if (joined && denominator(before_scales, group.digits == 1)) break;
      }
      if (parts == 0) {
        out.value = group.scaled(power);
        out.powers = power + (has_hundred && tokens_.shape(here) == Shape::kNumber ? 2 : 0);
      }
      if (whole) {
        const double value = group.scaled(power).to_double();
        if (value > static_cast<double>(kLargest)) {
          if (parts == 0 && !out.in_words && power == 0) {
            out.end = end;
            return out;
          }
          if (parts > 0) break;
          if (out.in_words) return std::nullopt;
        } else {
          total += static_cast<std::int64_t>(std::llround(value));
          if (parts > 0) out.value = {total, 0};
        }
      }
      out.whole = out.whole && whole;
      out.end = end;
      out.scale = power;
      last = power;
      at = end;
      if (power == 0 || !whole) break;
    }
    return out;
  }

  struct Denominator {
    std::int64_t value = 0;
    TokenId end = 0;
  };
  // "thirds", "quarters", "twenty-fifths"; "third" and "fifth" only under a one.
  std::optional<Denominator> denominator(TokenId at, bool under_one) const {
    TokenId here = past_joint(at);
    if (here == at && is_word(at, lexicon_.hyphen)) ++here;  // "five - eighths"
    const NumberWord* word = number_word(here);
    if (word == nullptr) return std::nullopt;
    std::int64_t tens = 0;
    if (word->kind == NumberKind::kTen) {
      tens = word->value;
      here = past_joint(here + 1);
      word = number_word(here);
      if (word == nullptr || word->value >= 10) return std::nullopt;
    }
    const bool part = word->kind == NumberKind::kPart && word->value > 0;
    const bool ordinal = word->kind == NumberKind::kOrdinal && word->value > 2 && under_one;
    if (!part && !ordinal) return std::nullopt;
    return Denominator{tens + word->value, here + 1};
  }

  void set_fraction(ReadNumber& number, std::int64_t above, std::int64_t below) const {
    number.value = static_cast<double>(above) / static_cast<double>(below);
    number.decimal = exact(above, below);
    number.form = NumberForm::kFraction;
    number.with_part = true;
  }

  // above / below, where ten has all factors of `below`.
  static std::optional<Decimal> exact(std::int64_t above, std::int64_t below) {
    for (int places = 0; places <= 6; ++places) {
      if (above % below == 0) return Decimal{above / below, -places};
      if (above > kLargest) return std::nullopt;
      above *= 10;
    }
    return std::nullopt;
  }

  void scale_number(ReadNumber& number, int power) const {
    number.value *= power_of_ten(power);
    if (number.decimal) number.decimal = number.decimal->scaled(power);
    number.scale += power;
  }

  // A scale after a fraction: "half a million", "three quarters billion". True where one is.
  bool take_scale(ReadNumber& number) {
    TokenId at = number.end;
    if (is_word(at, lexicon_.of) && is_word(at + 1, lexicon_.a))
      ++at;  // "three quarters of a million"
    if (is_word(at, lexicon_.a) && at + 1 < end_) {
      const NumberWord* next = number_word(at + 1);
      if (next == nullptr || (next->kind != NumberKind::kScale && next->kind != NumberKind::kDozen))
        return false;
      ++at;
    }
    const NumberWord* word = number_word(past_joint(at));
    if (word == nullptr) return false;
    if (word->kind == NumberKind::kDozen && number.decimal) {
      number.value *= word->value;
      number.decimal = Decimal{number.decimal->digits * word->value, number.decimal->exponent};
      if (number.decimal->digits % 10 == 0 && number.decimal->exponent < 0)
        number.decimal = Decimal{number.decimal->digits / 10, number.decimal->exponent + 1};
      number.end = past_joint(at) + 1;
      return true;
    }
    Decimal ignored{1, 0};
    const int power = read_scales(at, ignored);
    if (power == 0) return false;
    scale_number(number, power);
    number.end = at;
    return true;
  }

  // "half a million", "a third", "half a dozen", and ordinals: "third", "a third country".
  std::optional<ReadNumber> read_part(TokenId token, ReadNumber& number) {
    const NumberWord* word = number_word(token);
    number.end = token + 1;
    if (word->value == 0) return std::nullopt;
    if (word->kind == NumberKind::kOrdinal) {
      if (!article_) {
        number.value = word->value;
        number.decimal = Decimal{word->value, 0};
        number.form = NumberForm::kOrdinal;
        return number;
      }
      if (word->value <= 2) return std::nullopt;
    }
    set_fraction(number, 1, word->value);
    if (take_scale(number)) number.form = NumberForm::kCardinal;
    // "half" needs an article or what it is of; "quarters" and "thirds" a number above them.
    return number;
  }

  // "two thirds", "three quarters of a million", "ninety-five hundredths".
  bool read_fraction_of(const Cardinal& cardinal, ReadNumber& number) {
    if (!number.in_words || !cardinal.whole || cardinal.value.exponent < 0) return false;
    const double value = cardinal.value.to_double();
    if (value >= 1e6 || value < 1) return false;
    const auto below = denominator(cardinal.end, value == 1);
    if (!below || (cardinal.scale > 0 && cardinal.powers > 3)) return false;
    number.end = below->end;
    set_fraction(number, static_cast<std::int64_t>(value), below->value);
    if (take_scale(number)) number.form = NumberForm::kCardinal;
    return true;
  }

  // "twenty-first", "one hundred twenty-fifth".
  bool read_ordinal(const Cardinal& cardinal, ReadNumber& number) const {
    if (!number.in_words || !cardinal.whole) return false;
    const TokenId here = past_joint(cardinal.end);
    const NumberWord* word = number_word(here);
    if (word == nullptr || word->kind != NumberKind::kOrdinal || word->value == 0) return false;
    const NumberWord* before = number_word(cardinal.end - 1);
    const bool above =
        before != nullptr &&
        (before->kind == NumberKind::kHundred || before->kind == NumberKind::kScale ||
         (before->kind == NumberKind::kTen && word->value < 10));
    if (!above) return false;
    number.value = cardinal.value.to_double() + word->value;
    number.decimal = Decimal{static_cast<std::int64_t>(number.value), 0};
    number.form = NumberForm::kOrdinal;
    number.end = here + 1;
    return true;
  }

  void add(ReadNumber& number, std::int64_t above, std::int64_t below, int power) const {
    const double part =
        static_cast<double>(above) / static_cast<double>(below) * power_of_ten(power);
    const auto exact_part = exact(above, below);
    const double whole = number.value;
    number.value += part;
    number.form = NumberForm::kCardinal;
    number.with_part = true;
    std::optional<Decimal> sum;
    if (exact_part && std::fabs(whole) < 1e15 / 1e6) {
      // Six places hold every part that is exact.
      const auto digits = std::llround(number.value * 1e6);
      sum = Decimal{digits, -6};
      while (sum->digits % 10 == 0 && sum->digits != 0)
        *sum = {sum->digits / 10, sum->exponent + 1};
    } else if (exact_part && number.value == std::floor(number.value) && number.value < 1e15) {
      sum = Decimal{std::llround(number.value), 0};
    }
    number.decimal = sum;
  }

  // "two and a half million", "3 million and a half", "forty-two and a third", "10 1/2",
  // "five point five".
  void read_fraction_after(const Cardinal& cardinal, ReadNumber& number) {
    TokenId at = cardinal.end;
    if (at >= end_) return;
    if (number.in_words && cardinal.scale == 0 && cardinal.whole && is_word(at, lexicon_.point) &&
        read_point(at + 1, number)) {
      return;
    }
    if (cardinal.scale == 0 && !number.in_words && cardinal.whole) {
      if (read_slash(at, number)) return;
    }
    if (!is_word(at, lexicon_.and_)) return;
    ++at;
    std::int64_t above = 1;
    bool one = true;
    if (at >= end_) return;
    if (is_article(at)) {
      ++at;
    } else {
      TokenId end = at;
      if (!read_plain(end, above)) return;
      one = above == 1;
      at = end;
    }
    const auto below = denominator(at, one);
    if (!below || !cardinal.whole) return;
    at = below->end;
    Decimal ignored{1, 0};
    const int power = read_scales(at, ignored);
    if (power > 0 && cardinal.scale == 0) {
      add(number, above, below->value, 0);
      scale_number(number, power);
    } else if (power > 0) {
      if (power > cardinal.scale) return;
      add(number, above, below->value, power);
    } else {
      add(number, above, below->value, cardinal.scale);
    }
    number.end = at;
  }

  bool read_plain(TokenId& at, std::int64_t& number) const {
    const NumberWord* word = number_word(at);
    if (word == nullptr || (word->kind != NumberKind::kUnit && word->kind != NumberKind::kTen))
      return false;
    number = word->value;
    ++at;
    const NumberWord* unit = word->kind == NumberKind::kTen ? number_word(past_joint(at)) : nullptr;
    if (unit != nullptr && unit->kind == NumberKind::kUnit && unit->value < 10) {
      number += unit->value;
      at = past_joint(at) + 1;
    }
    return number > 0;
  }

  // Behind "point": one digit a word, or one number: "seventy-one".
  bool read_point(TokenId at, ReadNumber& number) {
    std::string digits;
    while (at < end_ && digits.size() < 6) {
      const NumberWord* word = number_word(at);
      if (word == nullptr || (word->kind != NumberKind::kUnit && word->kind != NumberKind::kTen))
        break;
      std::int64_t value = word->value;
      TokenId next = at + 1;
      if (word->kind == NumberKind::kTen) {
        const NumberWord* unit = number_word(past_joint(next));
        if (unit != nullptr && unit->kind == NumberKind::kUnit && unit->value < 10) {
          value += unit->value;
          next = past_joint(next) + 1;
        }
      }
      digits += std::to_string(value);
      at = next;
    }
    if (digits.empty()) return false;
    const auto whole = static_cast<std::int64_t>(number.value);
    const auto value = parse_decimal(std::to_string(whole) + "." + digits);
    if (!value) return false;
    number.decimal = value;
    number.value = value->to_double();
    number.end = at;
    Decimal ignored{1, 0};
    TokenId end = at;
    if (const int power = read_scales(end, ignored); power > 0) {
      scale_number(number, power);
      number.end = end;
    }
    return true;
  }

  // "1/2" behind a whole number: "10 1/2".
  bool read_slash(TokenId at, ReadNumber& number) {
    std::int64_t above = 0;
    std::int64_t below = 0;
    TokenId end = at;
    if (!parse_part(end, above, below)) return false;
    add(number, above, below, 0);
    number.end = end;
    Decimal ignored{1, 0};
    TokenId past = end;
    if (const int power = read_scales(past, ignored); power > 0) {
      scale_number(number, power);
      number.end = past;
    }
    return true;
  }

  // "4/5" or a fraction of one character; the upper number is below the lower one.
  bool parse_part(TokenId& at, std::int64_t& above, std::int64_t& below) const {
    if (at >= end_) return false;
    const std::string_view text = tokens_.text(at);
    if (const PartSign* sign = part_sign(text)) {
      above = sign->above;
      below = sign->below;
      ++at;
      return true;
    }
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash > 2 || text.size() - slash > 3)
      return false;
    const auto upper = parse_decimal(text.substr(0, slash));
    const auto lower = parse_decimal(text.substr(slash + 1));
    if (!upper || !lower || upper->exponent != 0 || lower->exponent != 0) return false;
    above = upper->digits;
    below = lower->digits;
    if (above <= 0 || below <= above) return false;
    ++at;
    return true;
  }

 private:
  const Tokens& tokens_;
  const Lexicon& lexicon_;
  const Document& document_;
  TokenId floor_;
  TokenId end_;
  bool money_;
  bool article_ = false;
  bool whole_first_ = true;
};

}  // namespace

bool is_part_sign(std::string_view text) {
  return part_sign(text) != nullptr;
}

std::optional<ReadNumber> read_number(const Tokens& tokens, const Lexicon& lexicon,
                                      const Document& document, TokenId token, TokenId floor,
                                      TokenId end, bool money) {
  return Reader(tokens, lexicon, document, floor, end, money).read(token);
}

}  // namespace chancery::figures

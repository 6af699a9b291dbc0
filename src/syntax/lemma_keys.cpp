#include "syntax/lemma_keys.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace chancery::syntax {
namespace {

bool is_small(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

bool is_digit_byte(char c) {
  return c >= '0' && c <= '9';
}

// Calls `take` with each code point and its bytes; bytes that are not UTF-8 come one by one, as
// U+FFFD.
template <typename Take>
void for_each_code_point(std::string_view text, Take take) {
  const bool sound = is_ascii(text) || find_invalid_utf8(text) == text.size();
  for (std::size_t at = 0; at < text.size();) {
    if (is_small(text[at])) {
      take(static_cast<char32_t>(text[at]), text.substr(at, 1));
      ++at;
    } else if (!sound) {
      take(U'\uFFFD', text.substr(at, 1));
      ++at;
    } else {
      const CodePoint point = decode_at(text, at);
      take(point.value, text.substr(at, point.size));
      at += point.size;
    }
  }
}

char32_t lower_of(char32_t value) {
  if (is_apostrophe(value)) return '\'';
  if (value == 0x201C || value == 0x201D) return '"';
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(value)));
}

void append_upper(std::string& out, std::string_view text) {
  for_each_code_point(text, [&](char32_t value, std::string_view bytes) {
    if (value == U'\uFFFD') {
      out += bytes;
    } else {
      append_utf8(out, static_cast<char32_t>(u_toupper(static_cast<UChar32>(value))));
    }
  });
}

std::size_t size_of_first(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0u) == 0x80) ++size;
  return size;
}

}  // namespace

void append_lower(std::string& out, std::string_view form) {
  if (is_ascii(form)) {
    for (const char c : form) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return;
  }
  for_each_code_point(form, [&](char32_t value, std::string_view bytes) {
    if (value == U'\uFFFD') {
      out += bytes;
    } else {
      append_utf8(out, lower_of(value));
    }
  });
}

void append_edited(std::string& out, std::string_view form, const LemmaEdit& edit,
                   LemmaCase by_rule) {
  const std::size_t begin = out.size();
  append_lower(out, form);
  edit_lower(out, begin, form, edit, by_rule);
}

void edit_lower(std::string& out, std::size_t begin, std::string_view form, const LemmaEdit& edit,
                LemmaCase by_rule) {
  const LemmaCase letters = edit.letters == LemmaCase::kByRule ? by_rule : edit.letters;
  if (letters == LemmaCase::kAsForm) {
    out.resize(begin);
    out += form;
  }
  // Code points from the end; a byte that is none counts as one where it begins none.
  std::size_t end = edit.strip == LemmaEdit::kWhole ? begin : out.size();
  for (std::size_t left = edit.strip; left > 0 && end > begin; --left) {
    --end;
    while (end > begin && (static_cast<unsigned char>(out[end]) & 0xC0u) == 0x80) --end;
  }
  if (end == begin && edit.append.empty()) end = out.size();
  out.resize(end);
  out += edit.append;
  if (letters == LemmaCase::kPlainNumber) {
    const auto is_grouping = [&](std::size_t i) {
      return out[i] == ',' && i > begin && i + 1 < out.size() && is_digit_byte(out[i - 1]) &&
             is_digit_byte(out[i + 1]);
    };
    std::size_t kept = begin;
    for (std::size_t i = begin; i < out.size(); ++i) {
      const char c = out[i];
      if (!is_grouping(i)) out[kept++] = c;
    }
    out.resize(kept);
    return;
  }
  if (letters == LemmaCase::kLower || letters == LemmaCase::kAsForm || out.size() == begin) return;
  const std::size_t first =
      begin + (letters == LemmaCase::kUpper ? out.size() - begin
                                            : size_of_first(std::string_view(out).substr(begin)));
  if (is_ascii(std::string_view(out).substr(begin, first - begin))) {
    for (std::size_t i = begin; i < first; ++i) {
      if (out[i] >= 'a' && out[i] <= 'z') out[i] = static_cast<char>(out[i] - 32);
    }
    return;
  }
  const std::string small = out.substr(begin);
  out.resize(begin);
  append_upper(out, std::string_view(small).substr(0, first - begin));
  out += std::string_view(small).substr(first - begin);
}

std::uint8_t letters_of(std::string_view form) {
  enum Case : std::uint8_t { kNone, kCapital, kOneUpper, kAllUpper, kMixed };
  enum Digits : std::uint8_t { kNoDigit, kAllDigits, kNumber, kSomeDigits };
  std::size_t upper = 0;
  std::size_t cased = 0;
  std::size_t digits = 0;
  std::size_t marks = 0;  // of those that numbers have
  std::size_t points = 0;
  bool first_upper = false;
  const auto count = [&](char32_t value, std::string_view) {
    if (value < 0x80 ? (value | 0x20) >= 'a' && (value | 0x20) <= 'z' : has_case(value)) {
      ++cased;
      if (is_upper(value)) {
        ++upper;
        first_upper = first_upper || points == 0;
      }
    } else if (is_digit(value)) {
      ++digits;
    } else if (value == '.' || value == ',' || value == ':' || value == '/' || value == '-') {
      ++marks;
    }
    ++points;
  };
  for_each_code_point(form, count);
  std::uint8_t shape = kMixed;
  if (upper == 0) {
    shape = kNone;
  } else if (upper == cased) {
    shape = cased == 1 ? kOneUpper : kAllUpper;
  } else if (first_upper && upper == 1) {
    shape = kCapital;
  }
  std::uint8_t number = kSomeDigits;
  if (digits == 0) {
    number = kNoDigit;
  } else if (digits == points) {
    number = kAllDigits;
  } else if (digits + marks == points) {
    number = kNumber;
  }
  return static_cast<std::uint8_t>(shape | (number << 3));
}

bool asks_for_letters(Rule rule) {
  switch (rule) {
    case Rule::kCaseTag:
    case Rule::kCaseTags:
    case Rule::kCaseSuffix2:
    case Rule::kCaseSuffix3:
    case Rule::kCaseWord:
    case Rule::kFeatsLetters:
    case Rule::kFeatsSuffix2:
    case Rule::kFeatsSuffix3:
      return true;
    default:
      return false;
  }
}

RuleKeys::RuleKeys(const TaggedForm& word, std::uint8_t letters, std::string_view lower)
    : word_(word), letters_(letters), lower_(lower) {
  std::size_t size = 0;
  for (std::size_t points = 1; points < suffix_begin_.size(); ++points) {
    do {
      ++size;
    } while (size < lower.size() && size < 24 &&
             (static_cast<unsigned char>(lower[lower.size() - size]) & 0xC0u) == 0x80);
    // A suffix leaves something before it.
    if (size >= lower.size()) break;
    suffix_begin_[points] = static_cast<std::uint8_t>(size);
  }
}

std::string_view RuleKeys::suffix(std::size_t code_points) const {
  const std::size_t size = suffix_begin_[code_points];
  return lower_.substr(lower_.size() - size);
}

std::string_view RuleKeys::put(Rule rule, std::uint8_t upos, std::uint8_t context,
                               std::string_view text) {
  bytes_[0] = static_cast<char>(rule);
  bytes_[1] = static_cast<char>(upos);
  bytes_[2] = static_cast<char>(word_.xpos);
  bytes_[3] = static_cast<char>(context);
  std::copy(text.begin(), text.end(), bytes_.begin() + 4);
  return {bytes_.data(), 4 + text.size()};
}

std::string_view RuleKeys::key(Rule rule) {
  constexpr std::uint8_t kAnyUpos = 255;
  const std::uint8_t upos = static_cast<std::uint8_t>(word_.upos);
  const std::uint8_t place = static_cast<std::uint8_t>(word_.place);
  const std::uint8_t letters_place = static_cast<std::uint8_t>(letters_ | (place << 5));
  const auto with_suffix = [&](std::size_t points, std::uint8_t tag, std::uint8_t context) {
    return suffix_begin_[points] == 0 ? std::string_view()
                                      : put(rule, tag, context, suffix(points));
  };
  const auto with_word = [&](std::uint8_t tag, std::uint8_t context) {
    return lower_.size() > kMaxWord ? std::string_view() : put(rule, tag, context, lower_);
  };
  switch (rule) {
    case Rule::kEditTag:
      return put(rule, kAnyUpos, 0, {});
    case Rule::kEditSuffix1:
    case Rule::kEditSuffix2:
    case Rule::kEditSuffix3:
    case Rule::kEditSuffix4:
    case Rule::kEditSuffix5:
    case Rule::kEditSuffix6:
      return with_suffix(static_cast<std::size_t>(rule), kAnyUpos, 0);
    case Rule::kEditWord:
      return with_word(kAnyUpos, 0);
    case Rule::kEditTaggedWord:
      return with_word(upos, 0);
    case Rule::kCaseTag:
      return put(rule, kAnyUpos, letters_, {});
    case Rule::kCaseTags:
      return put(rule, upos, letters_place, {});
    case Rule::kCaseSuffix2:
      return with_suffix(2, kAnyUpos, letters_place);
    case Rule::kCaseSuffix3:
      return with_suffix(3, kAnyUpos, letters_place);
    case Rule::kCaseWord:
      return with_word(upos, letters_);
    case Rule::kFeatsTag:
      return put(rule, kAnyUpos, 0, {});
    case Rule::kFeatsTags:
      return put(rule, upos, 0, {});
    case Rule::kFeatsSituation:
      return put(rule, upos, word_.situation, {});
    case Rule::kFeatsLetters:
      return put(rule, upos, letters_, {});
    case Rule::kFeatsSuffix2:
      return with_suffix(2, upos, letters_);
    case Rule::kFeatsSuffix3:
      return with_suffix(3, upos, letters_);
    case Rule::kFeatsWord:
      return with_word(upos, 0);
    case Rule::kFeatsWordSituation:
      return with_word(upos, word_.situation);
  }
  return {};
}

std::uint32_t hash_of_key(std::string_view key) {
  // FNV-1a, with its low bits mixed.
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  hash ^= hash >> 32;
  return static_cast<std::uint32_t>(hash);
}

}  // namespace chancery::syntax

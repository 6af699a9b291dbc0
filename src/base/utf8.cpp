#include "base/utf8.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstring>

namespace chancery {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// Letters whose base letter no Unicode decomposition gives.
struct Unmarked {
  char32_t letter;
  const char* ascii;
};
constexpr Unmarked kUnmarked[] = {
    {U'ø', "o"},  {U'đ', "d"}, {U'ł', "l"},  {U'ß', "ss"}, {U'ı', "i"},  {U'æ', "ae"},
    {U'œ', "oe"}, {U'ð', "d"}, {U'þ', "th"}, {U'ħ', "h"},  {U'ŋ', "ng"}, {U'ə', "a"},
};

void append_folded_other(std::string& out, std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const nfd = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString source =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
  source.foldCase();
  if (nfd != nullptr) source = nfd->normalize(source, status);
  for (int i = 0; i < source.length();) {
    const UChar32 value = source.char32At(i);
    i += U16_LENGTH(value);
    const char32_t letter = static_cast<char32_t>(value);
    if (u_charType(value) == U_NON_SPACING_MARK) continue;
    if (is_apostrophe(letter)) {
      out += '\'';
      continue;
    }
    if (is_dash(letter)) {
      out += '-';
      continue;
    }
    const char* ascii = nullptr;
    for (const Unmarked& row : kUnmarked) {
      if (row.letter == letter) ascii = row.ascii;
    }
    if (ascii != nullptr) {
      out += ascii;
    } else {
      append_utf8(out, letter);
    }
  }
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) {
  std::size_t i = 0;
  const std::size_t size = text.size();
  while (i < size) {
    // Eight ASCII bytes at a time.
    while (i + 8 <= size) {
      std::uint64_t word;
      std::memcpy(&word, text.data() + i, 8);
      if ((word & 0x8080808080808080u) != 0) break;
      i += 8;
    }
    if (i >= size) break;
    const unsigned lead = byte_at(text, i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    std::size_t length = 0;
    unsigned low = 0x80;
    unsigned high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      length = 3;
      if (lead == 0xE0) low = 0xA0;
      if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      length = 4;
      if (lead == 0xF0) low = 0x90;
      if (lead == 0xF4) high = 0x8F;
    } else {
      return i;
    }
    if (i + length > size) return i;
    if (byte_at(text, i + 1) < low || byte_at(text, i + 1) > high) return i;
    for (std::size_t k = 2; k < length; ++k) {
      if ((byte_at(text, i + k) & 0xC0u) != 0x80) return i;
    }
    i += length;
  }
  return size;
}

CodePoint decode_at(std::string_view text, std::size_t at) {
  const unsigned lead = byte_at(text, at);
  const auto tail = [&](std::size_t k) {
    return static_cast<char32_t>(byte_at(text, at + k) & 0x3Fu);
  };
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {((lead & 0x1Fu) << 6) | tail(1), 2};
  if (lead < 0xF0) return {((lead & 0x0Fu) << 12) | (tail(1) << 6) | tail(2), 3};
  return {((lead & 0x07u) << 18) | (tail(1) << 12) | (tail(2) << 6) | tail(3), 4};
}

void append_utf8(std::string& out, char32_t value) {
  const auto put = [&](char32_t byte) {
    out += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0 | (value >> 6));
    put(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    put(0xE0 | (value >> 12));
    put(0x80 | ((value >> 6) & 0x3F));
    put(0x80 | (value & 0x3F));
  } else {
    put(0xF0 | (value >> 18));
    put(0x80 | ((value >> 12) & 0x3F));
    put(0x80 | ((value >> 6) & 0x3F));
    put(0x80 | (value & 0x3F));
  }
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0u) != 0x80;
  return count;
}

CodePointIndex::CodePointIndex(std::string_view text) : text_(text), ascii_(is_ascii(text)) {
  if (ascii_) return;
  before_.reserve(text.size() / 64 + 1);
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % 64 == 0) before_.push_back(count);
    count += (byte_at(text, i) & 0xC0u) != 0x80;
  }
  if (text.size() % 64 == 0) before_.push_back(count);
}

std::uint32_t CodePointIndex::code_point(std::uint32_t byte) const {
  if (ascii_) return byte;
  const std::uint32_t block = byte / 64;
  return before_[block] +
         static_cast<std::uint32_t>(count_code_points(text_.substr(block * 64, byte - block * 64)));
}

std::uint32_t CodePointIndex::byte(std::uint32_t index) const {
  const std::uint32_t size = static_cast<std::uint32_t>(text_.size());
  if (ascii_) return std::min(index, size);
  // The last block that begins at or before the code point.
  const auto after = std::upper_bound(before_.begin(), before_.end(), index);
  const std::size_t block = static_cast<std::size_t>(after - before_.begin()) - 1;
  std::uint32_t count = before_[block];
  for (std::uint32_t i = static_cast<std::uint32_t>(block) * 64; i < size; ++i) {
    if ((byte_at(text_, i) & 0xC0u) == 0x80) continue;
    if (count == index) return i;
    ++count;
  }
  return size;
}

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

void append_folded(std::string& out, std::string_view text) {
  if (!is_ascii(text)) {
    append_folded_other(out, text);
    return;
  }
  for (const char c : text) out += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_folded(out, text);
  return out;
}

bool is_space(char32_t value) {
  if (value < 0x80) return value == ' ' || (value >= '\t' && value <= '\r');
  return u_isUWhiteSpace(static_cast<UChar32>(value)) || value == 0xFEFF || value == 0x200B;
}

bool is_letter(char32_t value) {
  if (value < 0x80) return (value | 0x20) >= 'a' && (value | 0x20) <= 'z';
  return (U_GET_GC_MASK(static_cast<UChar32>(value)) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

bool is_upper(char32_t value) {
  if (value < 0x80) return value >= 'A' && value <= 'Z';
  return (U_GET_GC_MASK(static_cast<UChar32>(value)) & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0;
}

char32_t to_lower(char32_t value) {
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(value)));
}

bool is_digit(char32_t value) {
  return value >= '0' && value <= '9';
}

bool is_open_quote(char32_t value) {
  return value == '"' || value == 0x201C || value == 0x00AB || value == 0x201E || value == 0x201F ||
         value == 0x2039;
}

bool is_close_quote(char32_t value) {
  return value == '"' || value == 0x201D || value == 0x00BB || value == 0x203A;
}

bool is_apostrophe(char32_t value) {
  return value == '\'' || value == 0x2019 || value == 0x02BC || value == 0x2018 || value == 0x2032;
}

bool is_dash(char32_t value) {
  return value == '-' || (value >= 0x2010 && value <= 0x2015) || value == 0x2212;
}

bool is_punctuation(char32_t value) {
  return (U_GET_GC_MASK(static_cast<UChar32>(value)) & U_GC_P_MASK) != 0;
}

bool has_case(char32_t value) {
  if (value < 0x80) return is_letter(value);
  return (U_GET_GC_MASK(static_cast<UChar32>(value)) & U_GC_LC_MASK) != 0;
}

}  // namespace chancery

#include "syntax/lemmas.hpp"

#include <string>

namespace chancery::syntax {
namespace {

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}
std::uint32_t u16_at(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at) | (byte_at(bytes, at + 1) << 8);
}
std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
  return u16_at(bytes, at) | (u16_at(bytes, at + 2) << 16);
}
std::uint64_t u64_at(std::string_view bytes, std::size_t at) {
  return u32_at(bytes, at) | (std::uint64_t{u32_at(bytes, at + 4)} << 32);
}

Error damaged(const char* what) {
  return Error{ErrorCode::kBadInput, std::string("the table of lemmas is damaged: ") + what, ""};
}

}  // namespace

std::uint64_t lemma_checksum(std::string_view bytes_after) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (const char c : bytes_after) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return hash;
}

Result<LemmaTable> LemmaTable::open(std::string_view bytes) {
  if (bytes.size() < kLemmaHeaderSize) return damaged("too short");
  if (u32_at(bytes, 0) != kLemmaMagic) return damaged("no such table");
  if (u32_at(bytes, 4) != kLemmaVersion) return damaged("another version");
  if (u64_at(bytes, 8) != lemma_checksum(bytes.substr(kLemmaChecksumBegin))) {
    return damaged("checksum");
  }
  LemmaTable table;
  const std::uint64_t slots = u32_at(bytes, 16);
  const std::uint64_t record_bytes = u32_at(bytes, 20);
  const std::uint64_t edits = u32_at(bytes, 24);
  const std::uint64_t feats = u32_at(bytes, 28);
  const std::uint64_t text_bytes = u32_at(bytes, 32);
  if (kLemmaHeaderSize + slots * 4 + edits * 8 + feats * 4 + record_bytes + text_bytes !=
      bytes.size()) {
    return damaged("sizes");
  }
  if (slots == 0 || (slots & (slots - 1)) != 0 || edits == 0 || edits > 0xFFFF || feats == 0 ||
      feats > 0xFFFF) {
    return damaged("counts");
  }
  std::size_t at = kLemmaHeaderSize;
  const auto take = [&](std::uint64_t size) {
    const std::string_view part = bytes.substr(at, static_cast<std::size_t>(size));
    at += static_cast<std::size_t>(size);
    return part;
  };
  table.slots_ = take(slots * 4);
  table.edits_ = take(edits * 8);
  table.feats_ends_ = take(feats * 4);
  table.records_ = take(record_bytes);
  table.text_ = take(text_bytes);
  table.slot_mask_ = static_cast<std::uint32_t>(slots - 1);
  table.edit_count_ = static_cast<std::size_t>(edits);
  table.feats_count_ = static_cast<std::size_t>(feats);

  for (std::size_t i = 0; i < table.edit_count_; ++i) {
    const std::uint64_t end =
        std::uint64_t{u32_at(table.edits_, 8 * i)} + byte_at(table.edits_, 8 * i + 4);
    if (end > text_bytes || byte_at(table.edits_, 8 * i + 6) >= kLemmaCaseCount) {
      return damaged("edit");
    }
  }
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < table.feats_count_; ++i) {
    const std::uint32_t end = u32_at(table.feats_ends_, 4 * i);
    if (end < before || end > text_bytes) return damaged("features");
    before = end;
  }
  std::array<std::uint32_t, kXposCount> of_tag{};
  std::array<std::uint32_t, kXposCount> of_any_letters{};
  for (std::size_t i = 0; i < slots; ++i) {
    const std::uint32_t slot = u32_at(table.slots_, 4 * i);
    if (slot == 0) continue;
    const std::size_t begin = slot - 1;
    if (begin >= record_bytes) return damaged("slot");
    const std::size_t key_size = byte_at(table.records_, begin);
    if (key_size < 4 || begin + 1 + key_size + 2 > record_bytes) return damaged("rule");
    const std::uint32_t rule = byte_at(table.records_, begin + 1);
    const std::uint32_t value = u16_at(table.records_, begin + 1 + key_size);
    const bool sound = rule <= static_cast<std::uint32_t>(kEditRules.last) ? value < edits
                       : rule <= static_cast<std::uint32_t>(kCaseRules.last)
                           ? value < kLemmaCaseCount
                           : value < feats;
    if (rule >= kRuleCount || !sound) return damaged("value");
    ++table.rules_;
    const std::size_t xpos = byte_at(table.records_, begin + 3);
    if (xpos >= kXposCount) return damaged("tag");
    if (asks_for_letters(static_cast<Rule>(rule))) {
      table.kinds_[xpos][byte_at(table.records_, begin + 4) & 31u] |= 1u << rule;
    } else {
      of_any_letters[xpos] |= 1u << rule;
    }
    of_tag[xpos] |= 1u << rule;
  }
  for (std::size_t i = 0; i < kXposCount; ++i) {
    if (of_tag[i] != u32_at(bytes, 36 + 4 * i)) return damaged("kinds of rules");
    for (std::uint32_t& kinds : table.kinds_[i]) kinds |= of_any_letters[i];
  }
  // A look-up ends at an empty slot.
  if (table.rules_ >= slots) return damaged("full");
  return table;
}

std::uint32_t LemmaTable::find(std::string_view key) const {
  for (std::uint32_t slot = hash_of_key(key) & slot_mask_;; slot = (slot + 1) & slot_mask_) {
    const std::uint32_t place = u32_at(slots_, 4 * std::size_t{slot});
    if (place == 0) return kNothing;
    const std::string_view record = records_.substr(place - 1);
    if (byte_at(record, 0) == key.size() && record.substr(1, key.size()) == key) {
      return u16_at(record, 1 + key.size());
    }
  }
}

// The value of the most special rule that the word has.
std::uint32_t LemmaTable::decide(RuleList list, RuleKeys& keys, Xpos xpos,
                                 std::uint8_t letters) const {
  const std::uint32_t kinds = kinds_[static_cast<std::size_t>(xpos)][letters];
  for (int rule = static_cast<int>(list.last); rule >= static_cast<int>(list.first); --rule) {
    if ((kinds >> rule & 1u) == 0) continue;
    const std::string_view key = keys.key(static_cast<Rule>(rule));
    if (key.empty()) continue;
    if (const std::uint32_t value = find(key); value != kNothing) return value;
  }
  return kNothing;
}

LemmaEdit LemmaTable::edit(std::uint32_t number) const {
  const std::size_t at = 8 * std::size_t{number};
  return {static_cast<std::uint8_t>(byte_at(edits_, at + 5)),
          static_cast<LemmaCase>(byte_at(edits_, at + 6)),
          text_.substr(u32_at(edits_, at), byte_at(edits_, at + 4))};
}

void LemmaTable::append_lemma(const TaggedForm& word, std::string& out) const {
  const std::uint8_t letters = letters_of(word.form);
  // The lower-case form stands where the lemma comes to stand.
  const std::size_t begin = out.size();
  append_lower(out, word.form);
  RuleKeys keys(word, letters, std::string_view(out).substr(begin));
  const std::uint32_t number = decide(kEditRules, keys, word.xpos, letters);
  const LemmaEdit change = number == kNothing ? LemmaEdit{} : edit(number);
  LemmaCase by_rule = LemmaCase::kLower;
  if (change.letters == LemmaCase::kByRule) {
    const std::uint32_t value = decide(kCaseRules, keys, word.xpos, letters);
    if (value != kNothing) by_rule = static_cast<LemmaCase>(value);
  }
  edit_lower(out, begin, word.form, change, by_rule);
}

std::uint16_t LemmaTable::feats_of(const TaggedForm& word, std::string& scratch) const {
  scratch.clear();
  append_lower(scratch, word.form);
  const std::uint8_t letters = letters_of(word.form);
  RuleKeys keys(word, letters, scratch);
  const std::uint32_t number = decide(kFeatsRules, keys, word.xpos, letters);
  return number == kNothing ? std::uint16_t{0} : static_cast<std::uint16_t>(number);
}

std::string_view LemmaTable::feats(std::uint16_t number) const {
  const std::uint32_t begin = number == 0 ? 0 : u32_at(feats_ends_, 4 * (std::size_t{number} - 1));
  return text_.substr(begin, u32_at(feats_ends_, 4 * std::size_t{number}) - begin);
}

}  // namespace chancery::syntax

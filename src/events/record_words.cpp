#include "events/record_words.hpp"

#include <algorithm>

#include "events_tables.hpp"

namespace chancery {
namespace {

constexpr std::array<std::string_view, kRecordUseCount> kUses = {
    "text",      "text_weak",    "text_verb",  "text_noun",    "meet_noun",   "meet_body",
    "meet_verb", "talk_verb",    "phone_verb", "discuss_verb", "hold_verb",   "level",
    "go_verb",   "receive_verb", "visit_noun", "visit_type",   "cancel_verb", "post",
    "post_verb", "post_noun",    "title",      "office_verb",  "office_noun", "word"};

}  // namespace

Result<void> RecordVocabulary::load(const TableSource& source, Interner& words) {
  auto table = load_table(source, "events/record_words.tsv", events_tables::record_words(),
                          {"use", "phrase", "value"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto use = std::find(kUses.begin(), kUses.end(), table->at(row, 0));
    if (use == kUses.end()) return table->error_at(row, 0, "no such use");
    Phrase made;
    for (const std::string_view word : split_list(table->at(row, 1), ' '))
      made.words.push_back(words.intern(word));
    if (made.words.empty()) return table->error_at(row, 1, "expected words");
    const std::string_view value = table->at(row, 2);
    made.value = std::string(value.empty() ? table->at(row, 1) : value);
    auto& there = phrases_[static_cast<std::size_t>(use - kUses.begin())][made.words.front()];
    const auto same = [&](const Phrase& other) { return other.words == made.words; };
    if (std::any_of(there.begin(), there.end(), same)) return table->error_at(row, 1, "twice");
    // Longest first.
    const auto place = std::find_if(there.begin(), there.end(), [&](const Phrase& other) {
      return other.words.size() < made.words.size();
    });
    there.insert(place, std::move(made));
  }
  return {};
}

}  // namespace chancery

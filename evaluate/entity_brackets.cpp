#include "evaluate/entity_brackets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/tsv.hpp"

namespace chancery {
namespace {

std::string_view entity_of(std::string_view misc) {
  constexpr std::string_view kKey = "Entity=";
  for (const std::string_view part : split_list(misc)) {
    if (part.substr(0, kKey.size()) == kKey) return part.substr(kKey.size());
  }
  return {};
}

class Brackets {
 public:
  // False where the text is not of that form.
  bool read(std::string_view text, std::uint32_t word) {
    while (!text.empty()) {
      const bool opens = text[0] == '(';
      const std::size_t end = text.find_first_of("()", opens ? 1 : 0);
      const std::string_view inside = text.substr(opens ? 1 : 0, end - (opens ? 1 : 0));
      const bool closes = end != std::string_view::npos && text[end] == ')';
      if (inside.empty() || (!opens && !closes)) return false;
      const auto parts = split_all(inside, '-');
      const std::string group(parts[0]);
      if (opens) {
        if (parts.size() < 2) return false;
        open_[group].push_back({{word, word + 1}, group, std::string(parts[1])});
      }
      if (closes) {
        auto& mentions = open_[group];
        if (mentions.empty()) return false;
        mentions.back().tokens.end = word + 1;
        done_.push_back(std::move(mentions.back()));
        mentions.pop_back();
      }
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + (closes ? 1 : 0));
    }
    return true;
  }
  bool any_open() const {
    return std::any_of(open_.begin(), open_.end(),
                       [](const auto& group) { return !group.second.empty(); });
  }
  std::vector<EntityMention>& done() { return done_; }

 private:
  std::map<std::string, std::vector<EntityMention>> open_;
  std::vector<EntityMention> done_;
};

}  // namespace

Result<std::vector<EntityMention>> read_entities(const ConlluSentence& sentence,
                                                 std::string_view file) {
  const auto fail = [&](std::string message) {
    return Error{ErrorCode::kBadInput, std::move(message),
                 fmt::format("{}: sentence {}", file, sentence.id)};
  };
  Brackets brackets;
  for (std::uint32_t i = 0; i < sentence.words.size(); ++i) {
    const ConlluWord& word = sentence.words[i];
    if (!brackets.read(entity_of(word.misc), i))
      return fail(fmt::format("Entity brackets do not pair at '{}'", word.form));
  }
  if (brackets.any_open()) return fail("Entity bracket that no word closes");
  return std::move(brackets.done());
}

std::uint32_t head_word(const ConlluSentence& sentence, TokenRange tokens) {
  for (std::uint32_t i = tokens.begin; i < tokens.end; ++i) {
    const int governor = sentence.words[i].head - 1;
    if (governor < static_cast<int>(tokens.begin) || governor >= static_cast<int>(tokens.end))
      return i;
  }
  return tokens.begin;
}

}  // namespace chancery

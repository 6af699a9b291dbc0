#include "evaluate/names_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

std::string words_of(const NamedSentence& sentence, TokenRange tokens) {
  std::string out;
  for (std::uint32_t i = tokens.begin; i < tokens.end; ++i) {
    if (!out.empty()) out += ' ';
    out += sentence.forms[i];
  }
  return out;
}

// The set of types that the file marks and that has this type; 0 where it marks none.
NameTypes row_of(const NameFile& gold, NameType type) {
  for (const NameTypes types : gold.annotated) {
    if ((types & to_bit(type)) != 0) return types;
  }
  return 0;
}

void score_sentence(const NameFile& gold, const NamedSentence& sentence,
                    const std::vector<Name>& names, NamesScore& score) {
  std::vector<bool> found(sentence.names.size(), false);
  const std::uint32_t count = static_cast<std::uint32_t>(sentence.forms.size());
  for (const Name& name : names) {
    const NameTypes row = row_of(gold, name.type);
    const bool open = std::any_of(sentence.open.begin(), sentence.open.end(),
                                  [&](TokenRange range) { return range.overlaps(name.tokens); });
    const auto same =
        std::find_if(sentence.names.begin(), sentence.names.end(), [&](const GoldName& other) {
          return other.tokens == name.tokens && (other.types & to_bit(name.type)) != 0;
        });
    const bool is_right = same != sentence.names.end();
    if (row == 0 || (open && !is_right)) continue;
    NameCounts& counts = score.types[to_string_of(row)];
    ++counts.given;
    if (is_right && !found[static_cast<std::size_t>(same - sentence.names.begin())]) {
      found[static_cast<std::size_t>(same - sentence.names.begin())] = true;
      ++counts.right;
      continue;
    }
    const TokenRange tokens{std::min(name.tokens.begin, count), std::min(name.tokens.end, count)};
    score.errors.push_back(fmt::format("wrong {}: [{}] in: {}", to_string(name.type),
                                       words_of(sentence, tokens), words_of(sentence, {0, count})));
  }
  for (std::size_t i = 0; i < sentence.names.size(); ++i) {
    const GoldName& name = sentence.names[i];
    ++score.types[to_string_of(name.types)].gold;
    if (found[i]) continue;
    score.errors.push_back(fmt::format("missing {}: [{}] in: {}", to_string_of(name.types),
                                       words_of(sentence, name.tokens),
                                       words_of(sentence, {0, count})));
  }
}

Json to_json(const NameCounts& counts) {
  return Json{{"gold", counts.gold},       {"given", counts.given},
              {"right", counts.right},     {"precision", counts.precision()},
              {"recall", counts.recall()}, {"f1", counts.f1()}};
}

}  // namespace

double NameCounts::f1() const {
  const double sum = precision() + recall();
  return sum == 0 ? 0 : 2 * precision() * recall() / sum;
}

void score_names(const NameFile& gold, const FindNames& find, NamesScore& score) {
  for (const NameTypes types : gold.annotated) score.types[to_string_of(types)];
  for (const NamedSentence& sentence : gold.sentences) {
    ++score.sentences;
    score.words += static_cast<std::uint32_t>(sentence.forms.size());
    score_sentence(gold, sentence, find(sentence.forms), score);
  }
  score.all = {};
  for (const auto& [name, counts] : score.types) {
    score.all.gold += counts.gold;
    score.all.given += counts.given;
    score.all.right += counts.right;
  }
}

std::string to_text(const NamesScore& score, bool with_errors) {
  std::string out = fmt::format("{} sentences, {} words\n", score.sentences, score.words);
  const auto line = [&](const std::string& text) { out += text + "\n"; };
  const auto row = [&](const std::string& name, const NameCounts& counts) {
    line(fmt::format("{:<22} {:>6} {:>6} {:>6} {:>9.3f} {:>7.3f} {:>6.3f}", name, counts.gold,
                     counts.given, counts.right, counts.precision(), counts.recall(), counts.f1()));
  };
  line(fmt::format("{:<22} {:>6} {:>6} {:>6} {:>9} {:>7} {:>6}", "type", "gold", "given", "right",
                   "precision", "recall", "F1"));
  for (const auto& [name, counts] : score.types) row(name, counts);
  row("all", score.all);
  if (with_errors) {
    for (const std::string& error : score.errors) line(error);
  }
  return out;
}

Json to_json(const NamesScore& score) {
  Json types = Json::object();
  for (const auto& [name, counts] : score.types) types[name] = to_json(counts);
  return Json{{"sentences", score.sentences},
              {"words", score.words},
              {"types", types},
              {"all", to_json(score.all)},
              {"errors", score.errors}};
}

}  // namespace chancery

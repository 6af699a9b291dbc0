// Makes src/text/sentence_ends.tsv: trains the weights that decide where sentences end.
//
//   train_sentence_ends OUT.tsv FILE.conllu...
//
// Logistic regression on the gaps that the rules of text/ leave open, with L1 and L2 (FTRL), over
// the raw texts of the files; in fixed order, so that the same files give the same bytes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/file.hpp"
#include "document/words.hpp"
#include "syntax/conllu.hpp"
#include "text/text.hpp"

namespace chancery {
namespace {

constexpr int kRounds = 12;
constexpr double kStep = 0.15;  // of the first update of a weight
constexpr double kL1 = 0.6;
constexpr double kL2 = 1.0;
constexpr std::uint32_t kMinCount = 3;  // gaps that a feature must be seen in
constexpr double kScale = 256;          // units of the table for a factor e of the odds
constexpr std::uint64_t kMaxBytes = 1u << 30;

struct Example {
  std::vector<std::uint32_t> features;
  bool ends = false;
};

struct Examples {
  std::map<std::pair<std::string, std::string>, std::uint32_t> numbers;
  std::vector<std::uint32_t> counts;
  std::vector<Example> all;
};

// Answers with gold and writes down what it is asked.
class GoldJudge : public text::GapJudge {
 public:
  GoldJudge(const std::vector<std::uint32_t>& gold_ends, Examples& examples)
      : gold_ends_(gold_ends.begin(), gold_ends.end()), examples_(examples) {}
  bool ends(std::uint32_t last_end, const Features& features) override {
    Example example;
    example.ends = gold_ends_.count(last_end) != 0;
    for (const auto& [feature, value] : features) {
      const auto [found, is_new] =
          examples_.numbers.try_emplace({text::to_string(feature), std::string(value)},
                                        static_cast<std::uint32_t>(examples_.counts.size()));
      if (is_new) examples_.counts.push_back(0);
      ++examples_.counts[found->second];
      example.features.push_back(found->second);
    }
    examples_.all.push_back(std::move(example));
    return examples_.all.back().ends;
  }

 private:
  std::unordered_set<std::uint32_t> gold_ends_;
  Examples& examples_;
};

Result<void> read_file(const std::string& path, const WordSplitter& splitter,
                       const TextLexicon& lexicon, Examples& examples) {
  auto bytes = load_file(path, kMaxBytes);
  if (!bytes) return bytes.error();
  auto sentences = parse_conllu(*bytes, path, ConlluCheck::kForms);
  if (!sentences) return sentences.error();
  ConlluText raw = to_raw_text(*sentences);
  std::vector<std::uint32_t> ends;
  for (const TokenRange words : raw.sentence_words)
    ends.push_back(raw.word_span[words.end - 1].end);
  Report report;
  report.text = std::move(raw.text);
  const Document document(std::move(report));
  GoldJudge judge(ends, examples);
  find_text(document, splitter, Vocabulary(), lexicon, &judge);
  return {};
}

// Follows the regularised leader, a weight at a time.
class Learner {
 public:
  explicit Learner(std::size_t size) : gradient_(size, 0), square_(size, 0) {}
  double weight(std::uint32_t feature) const {
    const double gradient = gradient_[feature];
    if (std::fabs(gradient) <= kL1) return 0;
    return -(gradient - std::copysign(kL1, gradient)) /
           ((1 + std::sqrt(square_[feature])) / kStep + kL2);
  }
  void learn(const Example& example, const std::vector<bool>& kept) {
    double sum = 0;
    for (const std::uint32_t feature : example.features) {
      if (kept[feature]) sum += weight(feature);
    }
    const double slope = 1 / (1 + std::exp(-sum)) - (example.ends ? 1 : 0);
    for (const std::uint32_t feature : example.features) {
      if (!kept[feature]) continue;
      const double old = square_[feature];
      const double rate = (std::sqrt(old + slope * slope) - std::sqrt(old)) / kStep;
      gradient_[feature] += slope - rate * weight(feature);
      square_[feature] = old + slope * slope;
    }
  }

 private:
  std::vector<double> gradient_;
  std::vector<double> square_;
};

Result<void> train(const std::string& out, const std::vector<std::string>& paths) {
  auto splitter = load_word_splitter({});
  if (!splitter) return splitter.error();
  auto lexicon = load_text_lexicon({});
  if (!lexicon) return lexicon.error();
  Examples examples;
  for (const std::string& path : paths) {
    if (auto read = read_file(path, *splitter, *lexicon, examples); !read) return read.error();
  }
  std::vector<bool> kept(examples.counts.size());
  for (std::size_t i = 0; i < kept.size(); ++i) kept[i] = examples.counts[i] >= kMinCount;
  Learner learner(kept.size());
  std::vector<std::uint32_t> order(examples.all.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  std::uint64_t state = 1;
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = order.size(); i > 1; --i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      std::swap(order[i - 1], order[static_cast<std::size_t>(state >> 33) % i]);
    }
    for (const std::uint32_t example : order) learner.learn(examples.all[example], kept);
  }
  std::string table =
      "# Weights of what speaks for or against the end of a sentence. Made by train/sentence_ends; "
      "not edited by hand.\nfeature\tvalue\tweight\n";
  std::size_t rows = 0;
  for (const auto& [name, number] : examples.numbers) {
    if (!kept[number]) continue;
    const long weight = std::lround(learner.weight(number) * kScale);
    if (weight == 0) continue;
    table += fmt::format("{}\t{}\t{}\n", name.first, name.second, weight);
    ++rows;
  }
  std::ofstream file(out, std::ios::binary);
  file << table;
  file.close();
  if (!file) return Error{ErrorCode::kUnreadable, "cannot be written", out};
  std::size_t right = 0;
  for (const Example& example : examples.all) {
    double sum = 0;
    for (const std::uint32_t feature : example.features) {
      if (kept[feature]) sum += learner.weight(feature);
    }
    right += (sum > 0) == example.ends ? 1 : 0;
  }
  fmt::print("{} gaps, {} features, {} rows, {:.3f} % right\n", examples.all.size(), kept.size(),
             rows,
             100.0 * static_cast<double>(right) /
                 static_cast<double>(std::max<std::size_t>(examples.all.size(), 1)));
  return {};
}

}  // namespace
}  // namespace chancery

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("train_sentence_ends OUT.tsv FILE.conllu...\n", stderr);
    return 2;
  }
  const std::vector<std::string> paths(argv + 2, argv + argc);
  if (const auto trained = chancery::train(argv[1], paths); !trained) {
    std::fprintf(stderr, "train_sentence_ends: error: %s\n", trained.error().to_line().c_str());
    return 1;
  }
  return 0;
}

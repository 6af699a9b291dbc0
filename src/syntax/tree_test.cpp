#include "syntax/tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <functional>
#include <limits>
#include <random>
#include <string>

namespace chancery::syntax {
namespace {

struct Sentence {
  std::vector<std::uint32_t> first = {0};
  std::vector<std::int32_t> head;
  std::vector<float> score;

  std::int32_t words() const { return static_cast<std::int32_t>(first.size()) - 1; }
  void add(std::int32_t h, float s) {
    head.push_back(h);
    score.push_back(s);
  }
  void close() { first.push_back(static_cast<std::uint32_t>(head.size())); }
};

// Row w holds the scores of the heads 0 .. n for word w + 1; its own number is passed over.
Sentence dense(const std::vector<std::vector<float>>& rows) {
  Sentence sentence;
  for (const auto& row : rows) {
    for (std::size_t h = 0; h < row.size(); ++h) sentence.add(static_cast<std::int32_t>(h), row[h]);
    sentence.close();
  }
  return sentence;
}

std::vector<std::int32_t> decode(TreeDecoder& decoder, const Sentence& sentence) {
  std::vector<std::int32_t> heads(static_cast<std::size_t>(sentence.words()), -7);
  decoder.decode({sentence.first, sentence.head, sentence.score}, heads);
  return heads;
}
std::vector<std::int32_t> decode(const Sentence& sentence) {
  TreeDecoder decoder;
  return decode(decoder, sentence);
}

// One root, heads in range, no cycle.
bool is_tree(const std::vector<std::int32_t>& heads) {
  const std::int32_t count = static_cast<std::int32_t>(heads.size());
  if (count == 0) return true;
  if (std::count(heads.begin(), heads.end(), 0) != 1) return false;
  std::vector<std::int32_t> seen(heads.size() + 1, -1);
  seen[0] = -2;  // reaches the root
  for (std::int32_t start = 1; start <= count; ++start) {
    std::int32_t at = start;
    std::vector<std::int32_t> path;
    while (seen[static_cast<std::size_t>(at)] == -1) {
      seen[static_cast<std::size_t>(at)] = start;
      path.push_back(at);
      at = heads[static_cast<std::size_t>(at) - 1];
      if (at < 0 || at > count) return false;
    }
    if (seen[static_cast<std::size_t>(at)] != -2) return false;
    for (const std::int32_t word : path) seen[static_cast<std::size_t>(word)] = -2;
  }
  return true;
}

double total(const Sentence& sentence, const std::vector<std::int32_t>& heads) {
  double sum = 0;
  for (std::size_t word = 0; word < heads.size(); ++word) {
    double best = -std::numeric_limits<double>::infinity();
    for (std::uint32_t i = sentence.first[word]; i < sentence.first[word + 1]; ++i) {
      if (sentence.head[i] == heads[word]) best = std::max(best, double{sentence.score[i]});
    }
    sum += best;
  }
  return sum;
}

// The highest total of all trees with one root, by trying every choice of candidates.
double best_total(const Sentence& sentence) {
  const std::size_t count = static_cast<std::size_t>(sentence.words());
  double best = -std::numeric_limits<double>::infinity();
  std::vector<std::uint32_t> choice(sentence.first.begin(), sentence.first.end() - 1);
  std::vector<std::int32_t> heads(count);
  for (;;) {
    for (std::size_t i = 0; i < count; ++i) heads[i] = sentence.head[choice[i]];
    if (is_tree(heads)) best = std::max(best, total(sentence, heads));
    std::size_t at = 0;
    while (at < count && ++choice[at] == sentence.first[at + 1]) {
      choice[at] = sentence.first[at];
      ++at;
    }
    if (at == count) return best;
  }
}

TEST(TreeDecoder, KeepsTheBestHeadsWhereTheyAreATree) {
  EXPECT_EQ(decode(dense({{0, 0, 9, 0}, {9, 0, 0, 0}, {0, 0, 9, 0}})),
            (std::vector<std::int32_t>{2, 0, 2}));
}

TEST(TreeDecoder, BreaksACycleWhereItCostsLeast) {
  // 1 and 2 want each other; to enter at 2 loses 2, at 1 loses 4.
  EXPECT_EQ(decode(dense({{5, 0, 9, 0}, {7, 9, 0, 0}, {0, 9, 0, 0}})),
            (std::vector<std::int32_t>{2, 0, 1}));
}

TEST(TreeDecoder, AllowsOneRootOnly) {
  EXPECT_EQ(decode(dense({{9, 0, 1, 1}, {13, 3, 0, 1}, {9, 2, 1, 0}})),
            (std::vector<std::int32_t>{2, 0, 1}));
}

TEST(TreeDecoder, GivesTheBestTreeOfAll) {
  std::mt19937 random(7);
  TreeDecoder decoder;
  for (int trial = 0; trial < 4000; ++trial) {
    const std::int32_t count = 1 + static_cast<std::int32_t>(random() % (trial < 60 ? 6 : 4));
    const int kind = static_cast<int>(random() % 4);
    Sentence sentence;
    for (std::int32_t word = 1; word <= count; ++word) {
      for (std::int32_t head = 0; head <= count; ++head) {
        const bool needed = head == 0 || head == word - 1 || head == word + 1;
        if (head == word || (kind == 3 && !needed && random() % 2 == 0)) continue;
        const float score = kind == 0   ? static_cast<float>(random() % 3)
                            : kind == 1 ? static_cast<float>(random() % 1000) / 64
                                        : static_cast<float>(random()) / 4e8F;
        sentence.add(head, head == 0 && kind == 2 ? score + 5 : score);
      }
      sentence.close();
    }
    const auto heads = decode(decoder, sentence);
    ASSERT_TRUE(is_tree(heads)) << "trial " << trial;
    ASSERT_DOUBLE_EQ(total(sentence, heads), best_total(sentence)) << "trial " << trial;
  }
}

TEST(TreeDecoder, LowerNumbersWinTies) {
  for (const std::int32_t count : {1, 2, 3, 10, 57}) {
    const std::size_t size = static_cast<std::size_t>(count);
    const auto heads =
        decode(dense(std::vector<std::vector<float>>(size, std::vector<float>(size + 1, 2.5F))));
    ASSERT_TRUE(is_tree(heads)) << count;
    // All under the first word, which is the root.
    for (std::size_t i = 0; i < size; ++i) EXPECT_EQ(heads[i], i == 0 ? 0 : 1) << count;
  }
}

TEST(TreeDecoder, TakesExtremesForScores) {
  const float huge = std::numeric_limits<float>::max();
  const float infinite = std::numeric_limits<float>::infinity();
  const float odd = std::numeric_limits<float>::quiet_NaN();
  std::mt19937 random(11);
  for (const auto& scores : {std::vector<float>{huge, -huge},
                             {infinite, -infinite, 0},
                             {odd, 1, infinite},
                             {odd},
                             {1e-45F, 0, -1e-45F},
                             {-huge}}) {
    for (int trial = 0; trial < 50; ++trial) {
      std::vector<std::vector<float>> rows(1 + random() % 12);
      for (auto& row : rows) {
        for (std::size_t h = 0; h <= rows.size(); ++h)
          row.push_back(scores[random() % scores.size()]);
      }
      ASSERT_TRUE(is_tree(decode(dense(rows))));
    }
  }
}

TEST(TreeDecoder, GivesSomeTreeWhereCandidatesHoldNone) {
  EXPECT_TRUE(decode(Sentence{}).empty());
  std::mt19937 random(13);
  for (int trial = 0; trial < 3000; ++trial) {
    Sentence sentence;
    const int count = 1 + static_cast<int>(random() % 9);
    for (int word = 0; word < count; ++word) {
      for (int left = static_cast<int>(random() % 3); left > 0; --left) {
        // Out of range, itself and doubles are among them.
        sentence.add(static_cast<std::int32_t>(random() % 14) - 2,
                     static_cast<float>(random() % 5));
      }
      sentence.close();
    }
    const auto heads = decode(sentence);
    ASSERT_TRUE(is_tree(heads)) << "trial " << trial;
  }
}

// The word's neighbours, the root and `more` others.
Sentence sparse(std::int32_t count, std::int32_t more, std::mt19937& random,
                const std::function<float(std::int32_t, std::int32_t)>& score) {
  Sentence sentence;
  for (std::int32_t word = 1; word <= count; ++word) {
    sentence.add(0, score(word, 0));
    if (word > 1) sentence.add(word - 1, score(word, word - 1));
    if (word < count) sentence.add(word + 1, score(word, word + 1));
    for (std::int32_t i = 0; i < more; ++i) {
      const std::int32_t near =
          word - more + 2 * static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(more));
      const std::int32_t head =
          i % 2 == 0 ? near
                     : 1 + static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(count));
      if (head >= 1 && head <= count && head != word) sentence.add(head, score(word, head));
    }
    sentence.close();
  }
  return sentence;
}

TEST(TreeDecoder, LongSentencesStayQuick) {
  std::mt19937 random(17);
  const auto noise = [&] { return static_cast<float>(random() % 1000) / 1000; };
  const std::vector<std::pair<const char*, std::function<float(std::int32_t, std::int32_t)>>>
      scores = {
          {"random", [&](std::int32_t, std::int32_t) { return noise(); }},
          {"equal", [](std::int32_t, std::int32_t) { return 1.0F; }},
          {"root first", [&](std::int32_t, std::int32_t h) { return h == 0 ? 9 : noise(); }},
          {"root last", [&](std::int32_t, std::int32_t h) { return h == 0 ? -9 : noise(); }},
          // Cycles inside cycles: pairs, then pairs of pairs, and so on.
          {"nested",
           [](std::int32_t w, std::int32_t h) {
             return h == 0 ? -99.0F
                           : -static_cast<float>(std::countr_zero(
                                 static_cast<unsigned>(std::max(w, h) - 1) | 0x10000U));
           }},
          {"chain",
           [](std::int32_t w, std::int32_t h) {
             return h == 0 ? -1e6F
                           : -static_cast<float>(std::max(w, h)) -
                                 static_cast<float>(std::abs(w - h)) * 1e4F;
           }},
          {"far",
           [](std::int32_t w, std::int32_t h) { return static_cast<float>(std::abs(w - h)); }},
      };
  TreeDecoder decoder;
  for (const auto& [name, score] : scores) {
    const Sentence sentence = sparse(5000, 63, random, score);
    const auto begin = std::chrono::steady_clock::now();
    const auto heads = decode(decoder, sentence);
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    EXPECT_TRUE(is_tree(heads)) << name;
    // Some ten times the time on an idle machine.
    EXPECT_LT(taken.count(), 2000) << name;
    RecordProperty(std::string("ms_") + name, std::to_string(taken.count()));
  }
  const Sentence longest = sparse(100000, 8, random, scores[0].second);
  EXPECT_TRUE(is_tree(decode(decoder, longest)));
}

TEST(TreeDecoder, ScratchOfOneSentenceDoesNotReachTheNext) {
  std::mt19937 random(19);
  TreeDecoder shared;
  for (int trial = 0; trial < 200; ++trial) {
    const Sentence sentence =
        sparse(1 + static_cast<std::int32_t>(random() % 60), 5, random,
               [&](std::int32_t, std::int32_t) { return static_cast<float>(random() % 4); });
    ASSERT_EQ(decode(shared, sentence), decode(sentence)) << "trial " << trial;
  }
}

}  // namespace
}  // namespace chancery::syntax

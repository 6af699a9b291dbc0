#include "syntax/pass.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace chancery::syntax {
namespace {

constexpr float kImpossible = -1e9f;
// Sentences of more words keep the best heads of each word only.
constexpr std::size_t kDenseWords = 320;
constexpr std::size_t kKeptHeads = 32;
constexpr std::size_t kRowBlock = 48;  // words whose head scores are held at a time, there

std::size_t argmax(const float* scores, std::size_t count) {
  return static_cast<std::size_t>(std::max_element(scores, scores + count) - scores);
}

}  // namespace

RowTable::RowTable(const Weights& weights, const Kernels& kernels)
    : forms_(weights.frequent), columns_(weights.layers[0].weights.columns) {
  const std::size_t width = weights.sizes.input();
  slots_.assign(std::bit_ceil(forms_.size() * 2 + 2), 0);
  rows_.resize(forms_.size() * columns_);
  std::vector<float> input(width);
  std::vector<std::int16_t> quanta(forms_.size() * width);
  std::vector<float> scale(forms_.size());
  for (std::size_t i = 0; i < forms_.size(); ++i) {
    std::size_t at = hash_of(forms_[i]) & (slots_.size() - 1);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = static_cast<std::uint32_t>(i + 1);
    weights.input_of(forms_[i], input.data());
    scale[i] = kernels.quantise(input.data(), width, quanta.data() + i * width);
  }
  weights.layers[0].weights.multiply(kernels, forms_.size(), quanta.data(), scale.data(),
                                     rows_.data());
}

const float* RowTable::find(std::string_view form) const {
  std::size_t at = hash_of(form) & (slots_.size() - 1);
  while (slots_[at] != 0) {
    if (forms_[slots_[at] - 1] == form) return rows_.data() + (slots_[at] - 1) * columns_;
    at = (at + 1) & (slots_.size() - 1);
  }
  return nullptr;
}

Pass::Pass(const Weights& weights, const Kernels& kernels, const RowTable& frequent)
    : weights_(weights), kernels_(kernels), frequent_(frequent), slots_(kSlots) {
  cache_.resize(kSlots * weights.layers[0].weights.columns);
  cell_.resize(weights.sizes.hidden);
}

void Pass::run(std::span<const std::string_view> words, std::span<const std::uint32_t> starts,
               Decisions& decisions) {
  const std::size_t count = words.size();
  decisions.upos.resize(count);
  decisions.xpos.resize(count);
  decisions.head.resize(count);
  decisions.relation.resize(count);
  decisions.tag_score.resize(count);
  decisions.head_score.resize(count);
  decisions.relation_score.resize(count);
  decisions.name.resize(count);
  decisions.name_score.resize(count);
  if (count == 0) return;
  find_rows(words);
  encode(starts);
  decide_tags(decisions);
  decide_names(starts, decisions);
  for (std::size_t s = 0; s + 1 < starts.size(); ++s)
    decide_heads(starts[s], starts[s + 1], decisions);
  decide_relations(starts, decisions);
}

// The first layer's products: of frequent words at hand, of others in the cache, the rest computed.
void Pass::find_rows(std::span<const std::string_view> words) {
  const std::size_t columns = weights_.layers[0].weights.columns;
  const std::size_t width = weights_.sizes.input();
  rows_.resize(words.size());
  fresh_words_.clear();
  fresh_of_.assign(words.size(), kNone);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    rows_[i] = frequent_.find(word);
    if (rows_[i] != nullptr) {
      ++frequent_words;
      continue;
    }
    if (word.size() > kLongestKey || word.empty()) {
      fresh_of_[i] = static_cast<std::uint32_t>(fresh_words_.size());
      fresh_words_.push_back(word);
      continue;
    }
    const std::size_t at = hash_of(word) & (kSlots - 1);
    Slot& slot = slots_[at];
    if (slot.size == word.size() && std::memcmp(slot.form, word.data(), word.size()) == 0) {
      ++cached_words;
      if (slot.pending == kNone) {
        rows_[i] = cache_.data() + at * columns;
      } else {
        fresh_of_[i] = slot.pending;
      }
      continue;
    }
    // A slot whose row is in use by this batch keeps it.
    fresh_of_[i] = static_cast<std::uint32_t>(fresh_words_.size());
    fresh_words_.push_back(word);
    bool in_use = false;
    for (std::size_t before = i;
         slot.size != 0 && slot.pending == kNone && before-- > 0 && !in_use;)
      in_use = rows_[before] == cache_.data() + at * columns;
    if (in_use) continue;
    slot.size = static_cast<std::uint8_t>(word.size());
    std::memcpy(slot.form, word.data(), word.size());
    slot.pending = fresh_of_[i];
  }
  if (fresh_words_.empty()) return;
  const std::size_t count = fresh_words_.size();
  input_.resize(width);
  quanta_.resize(count * width);
  row_scale_.resize(count);
  fresh_.resize(count * columns);
  for (std::size_t k = 0; k < count; ++k) {
    weights_.input_of(fresh_words_[k], input_.data());
    row_scale_[k] = kernels_.quantise(input_.data(), width, quanta_.data() + k * width);
  }
  weights_.layers[0].weights.multiply(kernels_, count, quanta_.data(), row_scale_.data(),
                                      fresh_.data());
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (fresh_of_[i] == kNone) continue;
    rows_[i] = fresh_.data() + fresh_of_[i] * columns;
    if (words[i].size() > kLongestKey || words[i].empty()) continue;
    const std::size_t at = hash_of(words[i]) & (kSlots - 1);
    if (slots_[at].pending != fresh_of_[i]) continue;
    std::memcpy(cache_.data() + at * columns, rows_[i], columns * sizeof(float));
    slots_[at].pending = kNone;
  }
}

void Pass::quantise_rows(const float* rows, std::size_t count, std::size_t width,
                         std::size_t stride) {
  quanta_.resize(count * width);
  row_scale_.resize(count);
  for (std::size_t i = 0; i < count; ++i)
    row_scale_[i] = kernels_.quantise(rows + i * stride, width, quanta_.data() + i * width);
}

void Pass::encode(std::span<const std::uint32_t> starts) {
  const std::size_t count = rows_.size();
  const std::size_t h = weights_.sizes.hidden;
  for (std::size_t l = 0; l < weights_.layers.size(); ++l) {
    const EncoderLayer& layer = weights_.layers[l];
    if (l > 0) {
      before_.swap(output_);
      quantise_rows(before_.data(), count, 2 * h, 2 * h);
      products_.resize(count * layer.weights.columns);
      layer.weights.multiply(kernels_, count, quanta_.data(), row_scale_.data(), products_.data());
      for (std::size_t i = 0; i < count; ++i)
        rows_[i] = products_.data() + i * layer.weights.columns;
    }
    output_.resize(count * 2 * h);
    Recurrence step;
    step.hidden = h;
    step.gates = layer.gates;
    step.bias = layer.bias.data();
    step.peephole = layer.peephole.data();
    step.products = rows_.data();
    step.through = layer.gates == 4 ? nullptr : before_.data();
    step.starts = starts.data();
    step.sentences = starts.size() - 1;
    step.cell = cell_.data();
    step.out = output_.data();
    kernels_.recur(step);
  }
  const HeadColumns& columns = weights_.columns;
  quantise_rows(output_.data(), count, 2 * h, 2 * h);
  heads_.resize(count * columns.all);
  weights_.heads.multiply(kernels_, count, quanta_.data(), row_scale_.data(), heads_.data());
  for (std::size_t i = 0; i < count; ++i)
    kernels_.bend(heads_.data() + i * columns.all, columns.dependent_label);
  // The dependents through the bilinear form.
  const std::size_t arc = weights_.sizes.arc;
  quantise_rows(heads_.data() + columns.dependent_arc, count, arc, columns.all);
  queries_.resize(count * arc);
  weights_.arcs.multiply(kernels_, count, quanta_.data(), row_scale_.data(), queries_.data());
}

// The share of one score among all, after the exponential. The sum is taken in four fixed lanes.
float Pass::probability(const float* scores, std::size_t count, std::size_t chosen) {
  const std::size_t width = (count + 15) / 16 * 16;
  exps_.resize(width);
  kernels_.exponentials(scores, scores[chosen], width, exps_.data());
  float sum[4] = {0, 0, 0, 0};
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) sum[lane] += exps_[i + lane];
  }
  for (; i < count; ++i) sum[i % 4] += exps_[i];
  return 1.0f / ((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

void Pass::decide_tags(Decisions& decisions) {
  const HeadColumns& columns = weights_.columns;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const float* row = heads_.data() + i * columns.all;
    const std::size_t upos = argmax(row + columns.upos, kUposCount);
    decisions.upos[i] = static_cast<Upos>(upos);
    decisions.tag_score[i] = probability(row + columns.upos, kUposCount, upos);
    decisions.xpos[i] = static_cast<Xpos>(argmax(row + columns.xpos, kXposCount));
  }
}

// The best sequence of labels in which names begin where they begin (Viterbi).
void Pass::decide_names(std::span<const std::uint32_t> starts, Decisions& decisions) {
  const HeadColumns& columns = weights_.columns;
  const float* steps = weights_.name_steps.data();
  for (std::size_t s = 0; s + 1 < starts.size(); ++s) {
    const std::size_t begin = starts[s];
    const std::size_t count = starts[s + 1] - begin;
    back_.resize(count * kNameLabels);
    float now[kNameLabels];
    float next[kNameLabels];
    for (std::size_t i = 0; i < count; ++i) {
      const float* scores = heads_.data() + (begin + i) * columns.all + columns.names;
      for (std::size_t to = 0; to < kNameLabels; ++to) {
        const bool inside = to > 0 && to % 2 == 0;
        if (i == 0) {
          next[to] = inside ? kImpossible : scores[to];
          continue;
        }
        // Inside a name: from its begin or its inside only.
        std::size_t from = inside ? to - 1 : 0;
        const std::size_t last = inside ? to : kNameLabels - 1;
        float best = now[from] + steps[from * kNameLabels + to];
        std::size_t best_from = from;
        for (++from; from <= last; ++from) {
          const float score = now[from] + steps[from * kNameLabels + to];
          if (score > best) {
            best = score;
            best_from = from;
          }
        }
        next[to] = best + scores[to];
        back_[i * kNameLabels + to] = static_cast<std::uint8_t>(best_from);
      }
      std::copy(next, next + kNameLabels, now);
    }
    std::size_t label = argmax(now, kNameLabels);
    for (std::size_t i = count; i-- > 0;) {
      const float* scores = heads_.data() + (begin + i) * columns.all + columns.names;
      decisions.name[begin + i] = static_cast<std::uint8_t>(label);
      decisions.name_score[begin + i] = label == 0 ? 0.0f : probability(scores, kNameLabels, label);
      label = back_[i * kNameLabels + label];
    }
  }
}

void Pass::decide_heads(std::uint32_t begin, std::uint32_t end, Decisions& decisions) {
  const HeadColumns& columns = weights_.columns;
  const std::size_t arc = weights_.sizes.arc;
  const std::size_t count = end - begin;
  const std::size_t width = padded(count + 1);
  // Governors as the columns of a matrix: the root, then the words.
  keys_.resize(arc);
  key_scale_.assign(width, 0.0f);
  zeros_.assign(width, 0.0f);
  packed_keys_.assign(arc * width, 0);
  for (std::size_t j = 0; j <= count; ++j) {
    const float* key = j == 0
                           ? weights_.root_arc.data()
                           : heads_.data() + (begin + j - 1) * columns.all + columns.governor_arc;
    key_scale_[j] = kernels_.quantise(key, arc, keys_.data());
    std::int16_t* to =
        packed_keys_.data() + j / kernels_.panel * kernels_.panel * arc + j % kernels_.panel * 2;
    for (std::size_t k = 0; k < arc; k += 2) {
      to[k * kernels_.panel] = keys_[k];
      to[k * kernels_.panel + 1] = keys_[k + 1];
    }
  }
  quantise_rows(queries_.data() + begin * arc, count, arc, arc);

  const bool dense = count <= kDenseWords;
  const std::size_t block = dense ? count : kRowBlock;
  scores_.resize(block * width);
  first_.assign(1, 0);
  candidate_.clear();
  candidate_score_.clear();
  for (std::size_t from = 0; from < count; from += block) {
    const std::size_t rows = std::min(block, count - from);
    kernels_.multiply(rows, width, arc, quanta_.data() + from * arc, arc, packed_keys_.data(),
                      row_scale_.data() + from, key_scale_.data(), zeros_.data(), scores_.data(),
                      width);
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t word = from + r;
      float* scores = scores_.data() + r * width;
      scores[word + 1] = kImpossible;
      if (dense) continue;
      // The best heads, the root and the neighbours, so that a tree can always be made.
      best_.resize(count + 1);
      for (std::size_t j = 0; j <= count; ++j) best_[j] = static_cast<std::uint32_t>(j);
      std::nth_element(best_.begin(), best_.begin() + kKeptHeads, best_.end(),
                       [&](std::uint32_t a, std::uint32_t b) {
                         return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
                       });
      best_.resize(kKeptHeads);
      best_.push_back(0);
      if (word > 0) best_.push_back(static_cast<std::uint32_t>(word));
      if (word + 1 < count) best_.push_back(static_cast<std::uint32_t>(word + 2));
      std::sort(best_.begin(), best_.end());
      best_.erase(std::unique(best_.begin(), best_.end()), best_.end());
      for (const std::uint32_t j : best_) {
        candidate_.push_back(static_cast<std::int32_t>(j));
        candidate_score_.push_back(scores[j]);
      }
      first_.push_back(static_cast<std::uint32_t>(candidate_.size()));
      const std::size_t top = argmax(scores, count + 1);
      // The share of the best head; that of the chosen one follows from its score.
      decisions.head_score[begin + word] = probability(scores, count + 1, top);
    }
  }
  if (dense) {
    for (std::size_t word = 0; word < count; ++word) {
      for (std::size_t j = 0; j <= count; ++j) {
        candidate_.push_back(static_cast<std::int32_t>(j));
        candidate_score_.push_back(scores_[word * width + j]);
      }
      first_.push_back(static_cast<std::uint32_t>(candidate_.size()));
    }
  }
  const std::span<std::int32_t> heads(decisions.head.data() + begin, count);
  decoder_.decode({first_, candidate_, candidate_score_}, heads);
  for (std::size_t word = 0; word < count; ++word) {
    if (dense) {
      decisions.head_score[begin + word] = probability(scores_.data() + word * width, count + 1,
                                                       static_cast<std::size_t>(heads[word]));
      continue;
    }
    float top = kImpossible;
    float chosen = kImpossible;
    for (std::uint32_t c = first_[word]; c < first_[word + 1]; ++c) {
      top = std::max(top, candidate_score_[c]);
      if (candidate_[c] == heads[word]) chosen = candidate_score_[c];
    }
    exps_.assign(16, chosen);
    kernels_.exponentials(exps_.data(), top, 16, exps_.data());
    decisions.head_score[begin + word] *= exps_[0];
  }
}

void Pass::decide_relations(std::span<const std::uint32_t> starts, Decisions& decisions) {
  const HeadColumns& columns = weights_.columns;
  const std::size_t label = weights_.sizes.label;
  const std::size_t count = rows_.size();
  hidden_.resize(count * label);
  for (std::size_t s = 0; s + 1 < starts.size(); ++s) {
    for (std::size_t i = starts[s]; i < starts[s + 1]; ++i) {
      const std::int32_t head = decisions.head[i];
      const float* above =
          head == 0
              ? weights_.root_label.data()
              : heads_.data() + (starts[s] + static_cast<std::size_t>(head) - 1) * columns.all +
                    columns.governor_label;
      kernels_.add_bent(heads_.data() + i * columns.all + columns.dependent_label, above, label,
                        hidden_.data() + i * label);
    }
  }
  quantise_rows(hidden_.data(), count, label, label);
  const std::size_t width = weights_.labels.columns;
  scores_.resize(count * width);
  weights_.labels.multiply(kernels_, count, quanta_.data(), row_scale_.data(), scores_.data());
  constexpr auto kRoot = static_cast<std::size_t>(Relation::kRoot);
  for (std::size_t i = 0; i < count; ++i) {
    float* scores = scores_.data() + i * width;
    // The root, and it alone, has the relation of that name.
    std::size_t chosen = kRoot;
    if (decisions.head[i] != 0) {
      scores[kRoot] = kImpossible;
      chosen = argmax(scores, kRelationCount);
    }
    decisions.relation[i] = static_cast<Relation>(chosen);
    decisions.relation_score[i] =
        chosen == kRoot ? 1.0f : probability(scores, kRelationCount, chosen);
  }
}

}  // namespace chancery::syntax

#include "train/network.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>

#include "train/network_impl.hpp"
#include "train/products.hpp"

namespace chancery::train {
namespace {

using Floats = std::vector<float>;

std::size_t padded(std::size_t n) {
  return (n + 15) / 16 * 16;
}

float sigmoid(float x) {
  return 1.0f / (1.0f + std::exp(-x));
}

// Turns scores into (probabilities - target) * scale in place and returns the cross entropy.
// `target` sums to 1.
template <typename Target>
double cross_entropy(float* scores, std::size_t n, const Target& target, float scale) {
  float best = scores[0];
  for (std::size_t i = 1; i < n; ++i) best = std::max(best, scores[i]);
  float sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    scores[i] = std::exp(scores[i] - best);
    sum += scores[i];
  }
  double loss = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const float p = scores[i] / sum;
    const float t = target(i);
    if (t > 0) loss -= static_cast<double>(t) * std::log(p + 1e-12f);
    scores[i] = (p - t) * scale;
  }
  return loss;
}

constexpr double kNoSequence = -1e29;

// Sums over all sequences of labels in which names begin where they begin, of those that the masks
// allow, in logarithms (a linear chain, Lafferty et al. 2001). Adds the marginals times `sign` to
// `d_scores` (stride floats a word) and `d_steps`; returns the logarithm of the sum.
double chain(const float* scores, std::size_t stride, std::size_t n, std::size_t labels,
             const std::vector<std::uint32_t>& allowed, const float* steps, float sign,
             float* d_scores, float* d_steps) {
  constexpr float kNo = -1e30f;
  const auto may_follow = [](std::size_t from, std::size_t to) {
    return to == 0 || to % 2 == 1 || from == to || from + 1 == to;
  };
  Floats forward(n * labels, kNo);
  Floats backward(n * labels, kNo);
  const auto may = [&](std::size_t i, std::size_t l) { return ((allowed[i] >> l) & 1u) != 0; };
  Floats terms(labels);
  const auto log_sum = [&](std::size_t count) {
    float top = kNo;
    for (std::size_t k = 0; k < count; ++k) top = std::max(top, terms[k]);
    if (top <= kNo / 2) return kNo;
    float sum = 0;
    for (std::size_t k = 0; k < count; ++k) sum += std::exp(terms[k] - top);
    return top + std::log(sum);
  };
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t to = 0; to < labels; ++to) {
      if (!may(i, to)) continue;
      const float emit = scores[i * stride + to];
      if (i == 0) {
        if (to == 0 || to % 2 == 1) forward[to] = emit;
        continue;
      }
      std::size_t count = 0;
      for (std::size_t from = 0; from < labels; ++from) {
        if (may_follow(from, to) && forward[(i - 1) * labels + from] > kNo / 2)
          terms[count++] = forward[(i - 1) * labels + from] + steps[from * labels + to];
      }
      const float sum = log_sum(count);
      if (sum > kNo / 2) forward[i * labels + to] = sum + emit;
    }
  }
  for (std::size_t l = 0; l < labels; ++l) {
    if (may(n - 1, l)) backward[(n - 1) * labels + l] = 0;
  }
  for (std::size_t i = n - 1; i-- > 0;) {
    for (std::size_t from = 0; from < labels; ++from) {
      if (!may(i, from)) continue;
      std::size_t count = 0;
      for (std::size_t to = 0; to < labels; ++to) {
        if (may_follow(from, to) && may(i + 1, to) && backward[(i + 1) * labels + to] > kNo / 2)
          terms[count++] = backward[(i + 1) * labels + to] + steps[from * labels + to] +
                           scores[(i + 1) * stride + to];
      }
      backward[i * labels + from] = log_sum(count);
    }
  }
  std::size_t count = 0;
  for (std::size_t l = 0; l < labels; ++l) {
    if (forward[(n - 1) * labels + l] > kNo / 2) terms[count++] = forward[(n - 1) * labels + l];
  }
  const float total = log_sum(count);
  if (total <= kNo / 2) return kNo;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t l = 0; l < labels; ++l) {
      const float f = forward[i * labels + l];
      const float b = backward[i * labels + l];
      if (f <= kNo / 2 || b <= kNo / 2) continue;
      d_scores[i * stride + l] += sign * std::exp(f + b - total);
      if (i == 0) continue;
      for (std::size_t from = 0; from < labels; ++from) {
        const float before = forward[(i - 1) * labels + from];
        if (!may_follow(from, l) || before <= kNo / 2) continue;
        d_steps[from * labels + l] +=
            sign * std::exp(before + steps[from * labels + l] + scores[i * stride + l] + b - total);
      }
    }
  }
  return total;
}

// The head that a word's relation is judged at, -1 for none.
std::int32_t head_of(const Example& example, std::size_t word, float soft) {
  return example.soft && soft > 0 ? example.soft->head[word] : example.words[word].head;
}

}  // namespace

std::size_t Sizes::heads() const {
  return 2 * arc + 2 * label + padded(upos) + padded(xpos) + padded(names);
}

float Random::uniform() {
  state_ ^= state_ << 13;
  state_ ^= state_ >> 7;
  state_ ^= state_ << 17;
  return static_cast<float>((state_ >> 24) & 0xFFFFFF) * (1.0f / 16777216.0f);
}

Network::Impl::Impl(const Sizes& the_sizes, std::vector<std::uint32_t> counts, Floats the_vectors,
                    std::uint32_t seed)
    : sizes(the_sizes),
      word_counts(std::move(counts)),
      vectors(std::move(the_vectors)),
      random(seed) {
  const auto make = [&](std::size_t rows, std::size_t columns, float scale, bool sparse) {
    auto parameter = std::make_unique<Parameter>();
    parameter->rows = rows;
    parameter->columns = columns;
    parameter->sparse = sparse;
    const std::size_t size = rows * columns;
    parameter->value.resize(size);
    parameter->first.assign(size, 0);
    parameter->second.assign(size, 0);
    if (sparse) parameter->touched_at.assign(rows, 0);
    for (float& x : parameter->value) x = scale == 0 ? 0 : (random.uniform() * 2 - 1) * scale;
    parameter->average = parameter->value;
    parameters.push_back(std::move(parameter));
    return parameters.size() - 1;
  };
  const auto glorot = [](std::size_t a, std::size_t b) {
    return std::sqrt(6.0f / static_cast<float>(a + b));
  };
  word = make(sizes.words + 1, sizes.word, 0.1f, true);
  ngram = make(syntax::kNgramRows, sizes.ngram, 0.2f, true);
  suffix3 = make(syntax::kSuffix3Rows, sizes.suffix3, 0.1f, true);
  suffix2 = make(syntax::kSuffix2Rows, sizes.suffix2, 0.1f, true);
  prefix2 = make(syntax::kPrefix2Rows, sizes.prefix2, 0.1f, true);
  shape = make(syntax::kShapeRows, sizes.shape, 0.1f, true);
  std::size_t in = sizes.input();
  const std::size_t h = sizes.hidden;
  for (std::size_t l = 0; l < sizes.layers; ++l) {
    Layer layer;
    layer.in = in;
    layer.gates = in == 2 * h ? 3 : 4;
    layer.weights = make(in, 2 * layer.gates * h, glorot(in, h), false);
    layer.bias = make(1, 4 * h, 0, false);
    layer.peephole = make(1, 4 * h, 0.1f, false);
    layers.push_back(layer);
    in = 2 * h;
  }
  head_weights = make(in, sizes.heads(), glorot(in, sizes.arc), false);
  head_bias = make(1, sizes.heads(), 0, false);
  root_arc = make(1, sizes.arc, 0.3f, false);
  root_label = make(1, sizes.label, 0.1f, false);
  arc_weights = make(sizes.arc, sizes.arc, glorot(sizes.arc, sizes.arc) * 0.5f, false);
  arc_bias = make(1, sizes.arc, 0, false);
  label_weights = make(sizes.label, padded(sizes.relations),
                       glorot(sizes.label, padded(sizes.relations)), false);
  label_bias = make(1, padded(sizes.relations), 0, false);
  name_steps = make(1, sizes.names * sizes.names, 0, false);
  for (Workspace& space : spaces) {
    space.gradients.resize(parameters.size());
    space.touched.resize(parameters.size());
    space.is_touched.resize(parameters.size());
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      space.gradients[p].assign(parameters[p]->value.size(), 0);
      if (parameters[p]->sparse) space.is_touched[p].assign(parameters[p]->rows, false);
    }
  }
}

void Network::Impl::forward(const std::vector<const Example*>& batch, Workspace& w, bool training,
                            const Options& options) const {
  const std::size_t h = sizes.hidden;
  w.starts.clear();
  std::size_t tokens = 0;
  for (const Example* example : batch) {
    w.starts.push_back(tokens);
    tokens += example->words.size();
  }
  w.starts.push_back(tokens);
  w.tokens = tokens;
  const std::size_t width = sizes.input();
  w.input.assign(tokens * width, 0);
  w.word_rows.resize(tokens);
  std::size_t t = 0;
  for (const Example* example : batch) {
    for (const Example::Word& item : example->words) {
      float* x = &w.input[t * width];
      std::uint32_t row = item.word;
      // Rare words are hidden now and then, so that the unknown word's row is trained.
      if (training &&
          w.random.uniform() < 0.05f + 0.5f / (0.5f + static_cast<float>(word_counts[row])))
        row = 0;
      w.word_rows[t] = row;
      const auto copy = [&](std::size_t parameter, std::size_t at, std::size_t columns) {
        std::memcpy(x, &parameters[parameter]->value[at * columns], columns * sizeof(float));
        x += columns;
      };
      copy(word, row, sizes.word);
      const float share = 1.0f / std::sqrt(static_cast<float>(item.rows.ngram_count));
      for (std::size_t g = 0; g < item.rows.ngram_count; ++g) {
        const float* from = &parameters[ngram]->value[item.rows.ngrams[g] * sizes.ngram];
        for (std::size_t i = 0; i < sizes.ngram; ++i) x[i] += from[i] * share;
      }
      x += sizes.ngram;
      copy(suffix3, item.rows.suffix3, sizes.suffix3);
      copy(suffix2, item.rows.suffix2, sizes.suffix2);
      copy(prefix2, item.rows.prefix2, sizes.prefix2);
      copy(shape, item.rows.shape, sizes.shape);
      if (item.vector >= 0)
        std::memcpy(x, &vectors[static_cast<std::size_t>(item.vector) * 100], 100 * sizeof(float));
      ++t;
    }
  }
  const auto drop = [&](Floats& values, Floats& mask, float rate) {
    mask.resize(values.size());
    const float keep = 1 / (1 - rate);
    for (std::size_t i = 0; i < values.size(); ++i) {
      mask[i] = w.random.uniform() < rate ? 0 : keep;
      values[i] *= mask[i];
    }
  };
  if (training) drop(w.input, w.input_mask, options.drop_input);

  w.passes.resize(layers.size());
  const Floats* in = &w.input;
  const Floats zero(h, 0.0f);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const Layer& layer = layers[l];
    Pass& pass = w.passes[l];
    const std::size_t columns = 2 * layer.gates * h;
    pass.product.resize(tokens * columns);
    multiply(tokens, columns, layer.in, in->data(), layer.in,
             parameters[layer.weights]->value.data(), columns, pass.product.data(), columns, false);
    const std::size_t size = tokens * 2 * h;
    for (Floats* values : {&pass.output, &pass.cell, &pass.forget, &pass.reset, &pass.squashed})
      values->resize(size);
    for (std::size_t d = 0; d < 2; ++d) {
      const float* bias = &parameters[layer.bias]->value[d * 2 * h];
      const float* peephole = &parameters[layer.peephole]->value[d * 2 * h];
      for (std::size_t s = 0; s < batch.size(); ++s) {
        const std::size_t begin = w.starts[s];
        const std::size_t end = w.starts[s + 1];
        const float* before = zero.data();
        for (std::size_t q = 0; q < end - begin; ++q) {
          const std::size_t at = d == 1 ? end - 1 - q : begin + q;
          const float* u = &pass.product[at * columns + d * layer.gates * h];
          const std::size_t o = at * 2 * h + d * h;
          const float* through = layer.gates == 4 ? u + 3 * h : in->data() + o;
          float* cell = &pass.cell[o];
          float* forget = &pass.forget[o];
          float* reset = &pass.reset[o];
          float* squashed = &pass.squashed[o];
          float* out = &pass.output[o];
          for (std::size_t i = 0; i < h; ++i) {
            const float f = sigmoid(u[h + i] + peephole[i] * before[i] + bias[i]);
            const float r = sigmoid(u[2 * h + i] + peephole[h + i] * before[i] + bias[h + i]);
            const float c = f * before[i] + (1 - f) * u[i];
            const float g = 2 * sigmoid(2 * c) - 1;
            cell[i] = c;
            forget[i] = f;
            reset[i] = r;
            squashed[i] = g;
            out[i] = r * g + (1 - r) * through[i];
          }
          before = cell;
        }
      }
    }
    if (training) drop(pass.output, pass.mask, options.drop_layer);
    in = &pass.output;
  }
  const std::size_t heads = sizes.heads();
  w.heads.resize(tokens * heads);
  multiply(tokens, heads, 2 * h, in->data(), 2 * h, parameters[head_weights]->value.data(), heads,
           w.heads.data(), heads, false);
  const float* bias = parameters[head_bias]->value.data();
  const std::size_t bent = 2 * sizes.arc;
  for (std::size_t i = 0; i < tokens; ++i) {
    float* row = &w.heads[i * heads];
    for (std::size_t k = 0; k < heads; ++k) row[k] += bias[k];
    for (std::size_t k = 0; k < bent; ++k) row[k] = row[k] > 0 ? row[k] : 0.1f * row[k];
  }
  if (training) {
    w.head_mask.resize(tokens * bent);
    const float keep = 1 / (1 - options.drop_head);
    for (std::size_t i = 0; i < tokens; ++i) {
      for (std::size_t k = 0; k < bent; ++k) {
        const float mask = w.random.uniform() < options.drop_head ? 0 : keep;
        w.head_mask[i * bent + k] = mask;
        w.heads[i * heads + k] *= mask;
      }
    }
  }
  // Queries of the arcs: the dependents through the bilinear form.
  w.queries.resize(tokens * sizes.arc);
  multiply(tokens, sizes.arc, sizes.arc, w.heads.data(), heads,
           parameters[arc_weights]->value.data(), sizes.arc, w.queries.data(), sizes.arc, false);
  const float* query_bias = parameters[arc_bias]->value.data();
  for (std::size_t i = 0; i < tokens; ++i) {
    for (std::size_t k = 0; k < sizes.arc; ++k) w.queries[i * sizes.arc + k] += query_bias[k];
  }
}

// Scores of all heads of the words of one sentence, n x padded(n + 1), column 0 the root; keys in
// w.keys.
void Network::Impl::score_arcs(std::size_t start, std::size_t n, Workspace& w) const {
  const std::size_t heads = sizes.heads();
  const std::size_t width = padded(n + 1);
  w.keys.assign(width * sizes.arc, 0);
  std::memcpy(w.keys.data(), parameters[root_arc]->value.data(), sizes.arc * sizeof(float));
  for (std::size_t j = 0; j < n; ++j) {
    std::memcpy(&w.keys[(j + 1) * sizes.arc], &w.heads[(start + j) * heads + sizes.arc],
                sizes.arc * sizeof(float));
  }
  w.scores.assign(n * width, 0);
  multiply_nt(n, width, sizes.arc, &w.queries[start * sizes.arc], sizes.arc, w.keys.data(),
              sizes.arc, w.scores.data(), width, false);
  for (std::size_t i = 0; i < n; ++i) w.scores[i * width + i + 1] = -1e9f;
}

double Network::Impl::backward(const std::vector<const Example*>& batch, Workspace& w, float scale,
                               const Options& options) {
  const std::size_t h = sizes.hidden;
  const std::size_t heads = sizes.heads();
  const std::size_t tokens = w.tokens;
  const std::size_t arc = sizes.arc;
  const std::size_t label = sizes.label;
  auto& gradients = w.gradients;
  double loss = 0;
  const float soft = options.soft_weight;
  w.d_heads.assign(tokens * heads, 0);
  w.d_queries.assign(tokens * arc, 0);
  // Arcs.
  for (std::size_t s = 0; s < batch.size(); ++s) {
    const Example& example = *batch[s];
    const std::size_t n = example.words.size();
    const std::size_t start = w.starts[s];
    if (example.words[0].head < 0 && !(example.soft && soft > 0)) continue;
    const std::size_t width = padded(n + 1);
    score_arcs(start, n, w);
    for (std::size_t i = 0; i < n; ++i) {
      float* row = &w.scores[i * width];
      const float* teacher = example.soft && soft > 0 ? &example.soft->arcs[i * (n + 1)] : nullptr;
      const auto gold = static_cast<std::size_t>(example.words[i].head);
      const float hard = example.words[i].head < 0 ? 0.0f : teacher != nullptr ? 1 - soft : 1.0f;
      const float rest = 1 - hard;
      loss += cross_entropy(
          row, n + 1,
          [&](std::size_t j) {
            return (j == gold ? hard : 0.0f) +
                   (teacher != nullptr && rest > 0 ? rest * teacher[j] : 0.0f);
          },
          scale);
      for (std::size_t j = n + 1; j < width; ++j) row[j] = 0;
    }
    multiply(n, arc, width, w.scores.data(), width, w.keys.data(), arc, &w.d_queries[start * arc],
             arc, false);
    w.d_keys.assign(width * arc, 0);
    multiply_tn(width, arc, n, w.scores.data(), width, &w.queries[start * arc], arc,
                w.d_keys.data(), arc, false);
    for (std::size_t k = 0; k < arc; ++k) gradients[root_arc][k] += w.d_keys[k];
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < arc; ++k)
        w.d_heads[(start + j) * heads + arc + k] += w.d_keys[(j + 1) * arc + k];
    }
  }
  for (std::size_t t = 0; t < tokens; ++t) {
    for (std::size_t k = 0; k < arc; ++k) gradients[arc_bias][k] += w.d_queries[t * arc + k];
  }
  multiply_tn(arc, arc, tokens, w.heads.data(), heads, w.d_queries.data(), arc,
              gradients[arc_weights].data(), arc, true);
  w.scratch.resize(tokens * arc);
  multiply_nt(tokens, arc, arc, w.d_queries.data(), arc, parameters[arc_weights]->value.data(), arc,
              w.scratch.data(), arc, false);
  for (std::size_t t = 0; t < tokens; ++t) {
    for (std::size_t k = 0; k < arc; ++k) w.d_heads[t * heads + k] += w.scratch[t * arc + k];
  }
  // Relations at the gold heads.
  const std::size_t relations = padded(sizes.relations);
  w.label_hidden.assign(tokens * label, 0);
  w.label_slope.assign(tokens * label, 0);
  w.label_scores.resize(tokens * relations);
  w.governors.assign(tokens, -1);
  const float keep = 1 / (1 - options.drop_head);
  for (std::size_t s = 0; s < batch.size(); ++s) {
    for (std::size_t i = 0; i < batch[s]->words.size(); ++i) {
      const std::size_t t = w.starts[s] + i;
      const std::int32_t head = head_of(*batch[s], i, soft);
      w.governors[t] = head > 0 ? static_cast<std::int64_t>(w.starts[s]) + head - 1 : -1;
      if (head < 0) continue;
      const float* below = &w.heads[t * heads + 2 * arc];
      const float* above =
          w.governors[t] < 0
              ? parameters[root_label]->value.data()
              : &w.heads[static_cast<std::size_t>(w.governors[t]) * heads + 2 * arc + label];
      for (std::size_t k = 0; k < label; ++k) {
        const float z = below[k] + above[k];
        const float slope =
            (z > 0 ? 1.0f : 0.1f) * (w.random.uniform() < options.drop_head ? 0 : keep);
        w.label_slope[t * label + k] = slope;
        w.label_hidden[t * label + k] = z * slope;
      }
    }
  }
  multiply(tokens, relations, label, w.label_hidden.data(), label,
           parameters[label_weights]->value.data(), relations, w.label_scores.data(), relations,
           false);
  const float* label_b = parameters[label_bias]->value.data();
  const std::size_t upos_at = 2 * arc + 2 * label;
  const std::size_t xpos_at = upos_at + padded(sizes.upos);
  const std::size_t names_at = xpos_at + padded(sizes.xpos);
  for (std::size_t s = 0; s < batch.size(); ++s) {
    const Soft* teacher = soft > 0 ? batch[s]->soft.get() : nullptr;
    for (std::size_t i = 0; i < batch[s]->words.size(); ++i) {
      const Example::Word& gold = batch[s]->words[i];
      const std::size_t t = w.starts[s] + i;
      const auto one = [&](float* scores, std::size_t n, int right, const Floats* probabilities,
                           float weight) {
        const float* taught = probabilities != nullptr ? &(*probabilities)[i * n] : nullptr;
        if (right < 0 && taught == nullptr) {
          for (std::size_t k = 0; k < n; ++k) scores[k] = 0;
          return 0.0;
        }
        const float hard = right < 0 ? 0.0f : taught != nullptr ? 1 - soft : 1.0f;
        return weight * cross_entropy(
                            scores, n,
                            [&](std::size_t k) {
                              return (static_cast<int>(k) == right ? hard : 0.0f) +
                                     (taught != nullptr ? (1 - hard) * taught[k] : 0.0f);
                            },
                            scale * weight);
      };
      float* row = &w.label_scores[t * relations];
      if (head_of(*batch[s], i, soft) >= 0) {
        for (std::size_t k = 0; k < relations; ++k) row[k] += label_b[k];
        loss +=
            one(row, sizes.relations, gold.relation, teacher ? &teacher->relations : nullptr, 1.0f);
        for (std::size_t k = sizes.relations; k < relations; ++k) row[k] = 0;
        for (std::size_t k = 0; k < relations; ++k) gradients[label_bias][k] += row[k];
      } else {
        std::fill(row, row + relations, 0.0f);
      }
      float* tags = &w.heads[t * heads];
      float* d_tags = &w.d_heads[t * heads];
      loss += one(tags + upos_at, sizes.upos, gold.upos, teacher ? &teacher->upos : nullptr, 0.5f);
      loss += one(tags + xpos_at, sizes.xpos, gold.xpos, teacher ? &teacher->xpos : nullptr, 0.5f);
      std::memcpy(d_tags + upos_at, tags + upos_at, sizes.upos * sizeof(float));
      std::memcpy(d_tags + xpos_at, tags + xpos_at, sizes.xpos * sizeof(float));
    }
    const bool annotated = batch[s]->words[0].names != 0;
    if (!annotated && teacher == nullptr) continue;
    const float hard = teacher == nullptr ? 1.0f : annotated ? 1 - soft : 0.0f;
    const std::size_t n = batch[s]->words.size();
    const std::vector<std::uint32_t> allowed(n, (1u << sizes.names) - 1);
    const float* scores = &w.heads[w.starts[s] * heads + names_at];
    float* d_scores = &w.d_heads[w.starts[s] * heads + names_at];
    const float weight = scale * options.name_weight;
    const float* steps = parameters[name_steps]->value.data();
    float* d_steps = gradients[name_steps].data();
    double right = 0;
    if (hard > 0) {
      std::vector<std::uint32_t> gold(n);
      for (std::size_t i = 0; i < n; ++i) gold[i] = batch[s]->words[i].names;
      right = chain(scores, heads, n, sizes.names, gold, steps, -weight * hard, d_scores, d_steps);
      if (right <= kNoSequence) continue;  // labels that contradict one another
    }
    const double all =
        chain(scores, heads, n, sizes.names, allowed, steps, weight, d_scores, d_steps);
    loss += options.name_weight * hard * (all - right);
    if (hard < 1) {
      // Towards the teachers' marginals; how labels follow one another is learned from gold.
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < sizes.names; ++k)
          d_scores[i * heads + k] -= weight * (1 - hard) * teacher->names[i * sizes.names + k];
      }
    }
  }
  multiply_tn(label, relations, tokens, w.label_hidden.data(), label, w.label_scores.data(),
              relations, gradients[label_weights].data(), relations, true);
  w.scratch.resize(tokens * label);
  multiply_nt(tokens, label, relations, w.label_scores.data(), relations,
              parameters[label_weights]->value.data(), relations, w.scratch.data(), label, false);
  for (std::size_t s = 0; s < batch.size(); ++s) {
    for (std::size_t i = 0; i < batch[s]->words.size(); ++i) {
      if (head_of(*batch[s], i, soft) < 0) continue;
      const std::size_t t = w.starts[s] + i;
      float* above =
          w.governors[t] < 0
              ? gradients[root_label].data()
              : &w.d_heads[static_cast<std::size_t>(w.governors[t]) * heads + 2 * arc + label];
      for (std::size_t k = 0; k < label; ++k) {
        const float v = w.scratch[t * label + k] * w.label_slope[t * label + k];
        w.d_heads[t * heads + 2 * arc + k] += v;
        above[k] += v;
      }
    }
  }
  // Through the output layer.
  const std::size_t bent = 2 * arc;
  for (std::size_t t = 0; t < tokens; ++t) {
    for (std::size_t k = 0; k < bent; ++k) {
      const float value = w.heads[t * heads + k];
      w.d_heads[t * heads + k] *= w.head_mask[t * bent + k] * (value >= 0 ? 1.0f : 0.1f);
    }
    for (std::size_t k = 0; k < heads; ++k) gradients[head_bias][k] += w.d_heads[t * heads + k];
  }
  const Floats& top = w.passes.back().output;
  multiply_tn(2 * h, heads, tokens, top.data(), 2 * h, w.d_heads.data(), heads,
              gradients[head_weights].data(), heads, true);
  w.d_output.resize(tokens * 2 * h);
  multiply_nt(tokens, 2 * h, heads, w.d_heads.data(), heads, parameters[head_weights]->value.data(),
              heads, w.d_output.data(), 2 * h, false);
  // Through the encoder.
  const Floats zero(h, 0.0f);
  Floats d_cell(h);
  for (std::size_t l = layers.size(); l-- > 0;) {
    const Layer& layer = layers[l];
    const Pass& pass = w.passes[l];
    const Floats& in = l > 0 ? w.passes[l - 1].output : w.input;
    const std::size_t columns = 2 * layer.gates * h;
    for (std::size_t i = 0; i < w.d_output.size(); ++i) w.d_output[i] *= pass.mask[i];
    w.d_product.assign(tokens * columns, 0);
    w.d_input.assign(tokens * layer.in, 0);
    w.d_through.assign(layer.gates == 3 ? tokens * 2 * h : 0, 0);
    for (std::size_t d = 0; d < 2; ++d) {
      const float* peephole = &parameters[layer.peephole]->value[d * 2 * h];
      float* g_bias = &gradients[layer.bias][d * 2 * h];
      float* g_peephole = &gradients[layer.peephole][d * 2 * h];
      for (std::size_t s = 0; s < batch.size(); ++s) {
        const std::size_t begin = w.starts[s];
        const std::size_t end = w.starts[s + 1];
        std::fill(d_cell.begin(), d_cell.end(), 0.0f);
        for (std::size_t q = end - begin; q-- > 0;) {
          const std::size_t at = d == 1 ? end - 1 - q : begin + q;
          const std::size_t o = at * 2 * h + d * h;
          const std::size_t past = d == 1 ? at + 1 : at - 1;
          const float* before = q > 0 ? &pass.cell[past * 2 * h + d * h] : zero.data();
          const float* u = &pass.product[at * columns + d * layer.gates * h];
          float* du = &w.d_product[at * columns + d * layer.gates * h];
          const float* through = layer.gates == 4 ? u + 3 * h : &in[o];
          float* d_through = layer.gates == 4 ? du + 3 * h : &w.d_through[o];
          const float* forget = &pass.forget[o];
          const float* reset = &pass.reset[o];
          const float* squashed = &pass.squashed[o];
          const float* dy = &w.d_output[o];
          for (std::size_t i = 0; i < h; ++i) {
            const float r = reset[i];
            const float f = forget[i];
            const float g = dy[i];
            const float th = squashed[i];
            const float dr = g * (th - through[i]) * r * (1 - r);
            d_through[i] = g * (1 - r);
            const float dc = d_cell[i] + g * r * (1 - th * th);
            const float df = dc * (before[i] - u[i]) * f * (1 - f);
            du[i] = dc * (1 - f);
            du[h + i] = df;
            du[2 * h + i] = dr;
            g_bias[i] += df;
            g_bias[h + i] += dr;
            g_peephole[i] += df * before[i];
            g_peephole[h + i] += dr * before[i];
            d_cell[i] = dc * f + df * peephole[i] + dr * peephole[h + i];
          }
        }
      }
    }
    multiply_tn(layer.in, columns, tokens, in.data(), layer.in, w.d_product.data(), columns,
                gradients[layer.weights].data(), columns, true);
    multiply_nt(tokens, layer.in, columns, w.d_product.data(), columns,
                parameters[layer.weights]->value.data(), columns, w.d_input.data(), layer.in,
                false);
    for (std::size_t i = 0; i < w.d_through.size(); ++i) w.d_input[i] += w.d_through[i];
    w.d_output.swap(w.d_input);
  }
  // Into the tables.
  const std::size_t width = sizes.input();
  for (std::size_t i = 0; i < w.d_output.size(); ++i) w.d_output[i] *= w.input_mask[i];
  std::size_t t = 0;
  for (const Example* example : batch) {
    for (const Example::Word& item : example->words) {
      const float* x = &w.d_output[t * width];
      const auto add = [&](std::size_t parameter, std::size_t row, std::size_t columns,
                           float share) {
        if (!w.is_touched[parameter][row]) {
          w.is_touched[parameter][row] = true;
          w.touched[parameter].push_back(static_cast<std::uint32_t>(row));
        }
        float* to = &w.gradients[parameter][row * columns];
        for (std::size_t i = 0; i < columns; ++i) to[i] += x[i] * share;
      };
      add(word, w.word_rows[t], sizes.word, 1);
      x += sizes.word;
      const float share = 1.0f / std::sqrt(static_cast<float>(item.rows.ngram_count));
      for (std::size_t g = 0; g < item.rows.ngram_count; ++g)
        add(ngram, item.rows.ngrams[g], sizes.ngram, share);
      x += sizes.ngram;
      add(suffix3, item.rows.suffix3, sizes.suffix3, 1);
      x += sizes.suffix3;
      add(suffix2, item.rows.suffix2, sizes.suffix2, 1);
      x += sizes.suffix2;
      add(prefix2, item.rows.prefix2, sizes.prefix2, 1);
      x += sizes.prefix2;
      add(shape, item.rows.shape, sizes.shape, 1);
      ++t;
    }
  }
  return loss;
}

void Network::Impl::update(float rate, const Options& options) {
  ++step;
  constexpr float kBeta1 = 0.9f;
  constexpr float kBeta2 = 0.98f;
  // Under the root, so that it never sees a number too small for fast arithmetic.
  constexpr float kEpsilon = 1e-16f;
  constexpr double kClip = 5;
  Workspace& one = spaces[0];
  Workspace& two = spaces[1];
  // The second half's gradients come to the first's, in a fixed order.
  double norm = 0;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    Parameter& parameter = *parameters[p];
    if (!parameter.sparse) {
      float sum = 0;
      for (std::size_t i = 0; i < parameter.value.size(); ++i) {
        const float g = one.gradients[p][i] + two.gradients[p][i];
        one.gradients[p][i] = g;
        two.gradients[p][i] = 0;
        sum += g * g;
      }
      norm += sum;
      continue;
    }
    for (const std::uint32_t row : two.touched[p]) {
      two.is_touched[p][row] = false;
      if (!one.is_touched[p][row]) {
        one.is_touched[p][row] = true;
        one.touched[p].push_back(row);
      }
      for (std::size_t i = row * parameter.columns; i < (row + 1) * parameter.columns; ++i) {
        one.gradients[p][i] += two.gradients[p][i];
        two.gradients[p][i] = 0;
      }
    }
    two.touched[p].clear();
    for (const std::uint32_t row : one.touched[p]) {
      float sum = 0;
      for (std::size_t i = row * parameter.columns; i < (row + 1) * parameter.columns; ++i)
        sum += one.gradients[p][i] * one.gradients[p][i];
      norm += sum;
    }
  }
  const auto clip = static_cast<float>(norm > kClip * kClip ? kClip / std::sqrt(norm) : 1);
  const float c1 = 1 / (1 - std::pow(kBeta1, static_cast<float>(step)));
  const float c2 = 1 / (1 - std::pow(kBeta2, static_cast<float>(step)));
  // Early weights must not weigh on the average.
  const float decay =
      std::min(options.average_decay, static_cast<float>(step) / (static_cast<float>(step) + 10));
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    Parameter& parameter = *parameters[p];
    const auto change = [&](std::size_t from, std::size_t to, float kept) {
      float* value = parameter.value.data();
      float* gradient = one.gradients[p].data();
      float* first = parameter.first.data();
      float* second = parameter.second.data();
      float* average = parameter.average.data();
      for (std::size_t i = from; i < to; ++i) {
        const float g = gradient[i] * clip;
        first[i] = kBeta1 * first[i] + (1 - kBeta1) * g;
        second[i] = kBeta2 * second[i] + (1 - kBeta2) * g * g;
        average[i] = kept * average[i] + (1 - kept) * value[i];
        value[i] -= rate * (first[i] * c1) / std::sqrt(second[i] * c2 + kEpsilon);
        gradient[i] = 0;
      }
    };
    if (!parameter.sparse) {
      change(0, parameter.value.size(), decay);
      continue;
    }
    for (const std::uint32_t row : one.touched[p]) {
      // A row that was not touched kept its value, so its average is known without having followed
      // it.
      const float kept = std::pow(decay, static_cast<float>(step - parameter.touched_at[row]));
      change(row * parameter.columns, (row + 1) * parameter.columns, kept);
      parameter.touched_at[row] = static_cast<std::uint32_t>(step);
      one.is_touched[p][row] = false;
    }
    one.touched[p].clear();
  }
}

Network::Network(const Sizes& sizes, std::vector<std::uint32_t> word_counts, Floats vectors,
                 std::uint32_t seed)
    : impl_(std::make_unique<Impl>(sizes, std::move(word_counts), std::move(vectors), seed)) {
  impl_->spaces[0].random = Random(seed * 2 + 1);
  impl_->spaces[1].random = Random(seed * 2 + 2);
}
Network::~Network() = default;

double Network::train(const std::vector<const Example*>& batch, float rate,
                      const Options& options) {
  // Halves of about equal length, in the order given; what a thread does depends on its half alone.
  std::size_t tokens = 0;
  for (const Example* example : batch) tokens += example->words.size();
  std::vector<const Example*> halves[2];
  std::size_t taken = 0;
  for (const Example* example : batch) {
    halves[taken * 2 < tokens ? 0 : 1].push_back(example);
    taken += example->words.size();
  }
  const float scale = 1.0f / static_cast<float>(tokens);
  double losses[2] = {0, 0};
  const auto run = [&](std::size_t half) {
    if (halves[half].empty()) return;
    impl_->forward(halves[half], impl_->spaces[half], true, options);
    losses[half] = impl_->backward(halves[half], impl_->spaces[half], scale, options);
  };
  std::thread second(run, 1);
  run(0);
  second.join();
  impl_->update(rate, options);
  return (losses[0] + losses[1]) / static_cast<double>(tokens);
}

void Network::use_average() {
  for (auto& parameter : impl_->parameters) {
    if (parameter->sparse) {
      for (std::size_t row = 0; row < parameter->rows; ++row) {
        const float kept =
            std::pow(0.999f, static_cast<float>(impl_->step - parameter->touched_at[row]));
        for (std::size_t i = row * parameter->columns; i < (row + 1) * parameter->columns; ++i) {
          parameter->value[i] = kept * parameter->average[i] + (1 - kept) * parameter->value[i];
        }
      }
    } else {
      parameter->value = parameter->average;
    }
  }
}

std::vector<Prediction> Network::predict(const std::vector<const Example*>& batch) {
  Workspace& w = impl_->spaces[0];
  impl_->forward(batch, w, false, {});
  const Sizes& sizes = impl_->sizes;
  const std::size_t heads = sizes.heads();
  const std::size_t relations = padded(sizes.relations);
  std::vector<Prediction> all;
  const auto best = [](const float* scores, std::size_t n) {
    return static_cast<std::int16_t>(std::max_element(scores, scores + n) - scores);
  };
  for (std::size_t s = 0; s < batch.size(); ++s) {
    const std::size_t n = batch[s]->words.size();
    const std::size_t start = w.starts[s];
    const std::size_t width = padded(n + 1);
    impl_->score_arcs(start, n, w);
    Prediction p;
    Floats hidden(n * sizes.label);
    Floats scores(n * relations);
    for (std::size_t i = 0; i < n; ++i) {
      const auto head = static_cast<std::int32_t>(
          std::max_element(&w.scores[i * width], &w.scores[i * width] + n + 1) -
          &w.scores[i * width]);
      p.head.push_back(head);
      const float* below = &w.heads[(start + i) * heads + 2 * sizes.arc];
      const float* above = head == 0
                               ? impl_->parameters[impl_->root_label]->value.data()
                               : &w.heads[(start + static_cast<std::size_t>(head) - 1) * heads +
                                          2 * sizes.arc + sizes.label];
      for (std::size_t k = 0; k < sizes.label; ++k) {
        const float z = below[k] + above[k];
        hidden[i * sizes.label + k] = z > 0 ? z : 0.1f * z;
      }
      const float* tags = &w.heads[(start + i) * heads + 2 * sizes.arc + 2 * sizes.label];
      p.upos.push_back(best(tags, sizes.upos));
      p.xpos.push_back(best(tags + padded(sizes.upos), sizes.xpos));
      p.name.push_back(best(tags + padded(sizes.upos) + padded(sizes.xpos), sizes.names));
    }
    multiply(n, relations, sizes.label, hidden.data(), sizes.label,
             impl_->parameters[impl_->label_weights]->value.data(), relations, scores.data(),
             relations, false);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < sizes.relations; ++k)
        scores[i * relations + k] += impl_->parameters[impl_->label_bias]->value[k];
      p.relation.push_back(best(&scores[i * relations], sizes.relations));
    }
    all.push_back(std::move(p));
  }
  return all;
}

void Network::teach(const std::vector<Example*>& batch, float weight, Lesson lesson) {
  Workspace& w = impl_->spaces[0];
  std::vector<const Example*> view(batch.begin(), batch.end());
  impl_->forward(view, w, false, {});
  const Sizes& sizes = impl_->sizes;
  const std::size_t heads = sizes.heads();
  const std::size_t relations = padded(sizes.relations);
  const auto spread = [&](const float* scores, std::size_t n, float* to) {
    const float top = *std::max_element(scores, scores + n);
    float sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += std::exp(scores[i] - top);
    for (std::size_t i = 0; i < n; ++i) to[i] += weight * std::exp(scores[i] - top) / sum;
  };
  Floats no_steps(sizes.names * sizes.names);
  for (std::size_t s = 0; s < batch.size(); ++s) {
    Example& example = *batch[s];
    const std::size_t n = example.words.size();
    const std::size_t start = w.starts[s];
    const std::size_t width = padded(n + 1);
    if (!example.soft) {
      example.soft = std::make_shared<Soft>();
      example.soft->arcs.assign(n * (n + 1), 0);
      example.soft->relations.assign(n * sizes.relations, 0);
      example.soft->upos.assign(n * sizes.upos, 0);
      example.soft->xpos.assign(n * sizes.xpos, 0);
      example.soft->names.assign(n * sizes.names, 0);
    }
    Soft& soft = *example.soft;
    if (lesson == Lesson::kHeadsTagsNames) {
      impl_->score_arcs(start, n, w);
      for (std::size_t i = 0; i < n; ++i) {
        spread(&w.scores[i * width], n + 1, &soft.arcs[i * (n + 1)]);
        const float* tags = &w.heads[(start + i) * heads + 2 * sizes.arc + 2 * sizes.label];
        spread(tags, sizes.upos, &soft.upos[i * sizes.upos]);
        spread(tags + padded(sizes.upos), sizes.xpos, &soft.xpos[i * sizes.xpos]);
      }
      const std::vector<std::uint32_t> allowed(n, (1u << sizes.names) - 1);
      const std::size_t names_at =
          2 * sizes.arc + 2 * sizes.label + padded(sizes.upos) + padded(sizes.xpos);
      Floats scores(n * sizes.names);
      for (std::size_t i = 0; i < n; ++i)
        std::copy_n(&w.heads[(start + i) * heads + names_at], sizes.names,
                    &scores[i * sizes.names]);
      chain(scores.data(), sizes.names, n, sizes.names, allowed,
            impl_->parameters[impl_->name_steps]->value.data(), weight, soft.names.data(),
            no_steps.data());
      continue;
    }
    Floats hidden(n * sizes.label);
    Floats scores(n * relations);
    for (std::size_t i = 0; i < n; ++i) {
      const std::int32_t head = soft.head[i];
      const float* below = &w.heads[(start + i) * heads + 2 * sizes.arc];
      const float* above = head == 0
                               ? impl_->parameters[impl_->root_label]->value.data()
                               : &w.heads[(start + static_cast<std::size_t>(head) - 1) * heads +
                                          2 * sizes.arc + sizes.label];
      for (std::size_t k = 0; k < sizes.label; ++k) {
        const float z = below[k] + above[k];
        hidden[i * sizes.label + k] = z > 0 ? z : 0.1f * z;
      }
    }
    multiply(n, relations, sizes.label, hidden.data(), sizes.label,
             impl_->parameters[impl_->label_weights]->value.data(), relations, scores.data(),
             relations, false);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < sizes.relations; ++k)
        scores[i * relations + k] += impl_->parameters[impl_->label_bias]->value[k];
      spread(&scores[i * relations], sizes.relations, &soft.relations[i * sizes.relations]);
    }
  }
}

void choose_heads(Example& example) {
  Soft& soft = *example.soft;
  const std::size_t n = example.words.size();
  soft.head.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const float* row = &soft.arcs[i * (n + 1)];
    soft.head[i] = example.words[i].head >= 0
                       ? example.words[i].head
                       : static_cast<std::int32_t>(std::max_element(row, row + n + 1) - row);
  }
}

}  // namespace chancery::train

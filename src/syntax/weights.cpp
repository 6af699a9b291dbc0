#include "syntax/weights.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <string>

#include "document/syntax_layer.hpp"

namespace chancery::syntax {
namespace {

Error bad(std::string message) {
  return Error{ErrorCode::kBadModel, std::move(message), "syntax model"};
}

Result<std::vector<float>> open_floats(const ModelFile& file, std::string_view name,
                                       std::size_t count) {
  const auto values = file.array<float>(name, count);
  if (!values) return values.error();
  for (const float value : *values) {
    if (!std::isfinite(value))
      return bad(fmt::format("section '{}' has a value that is no number", name));
  }
  return std::vector<float>(values->begin(), values->end());
}

Result<QuantisedTable> open_table(const ModelFile& file, const std::string& name, std::size_t rows,
                                  std::size_t columns) {
  const auto values = file.array<std::int8_t>("table." + name, rows * columns);
  if (!values) return values.error();
  const auto scale = file.array<float>("scale." + name, rows);
  if (!scale) return scale.error();
  for (const float value : *scale) {
    if (!std::isfinite(value)) return bad(fmt::format("a scale of '{}' is no number", name));
  }
  return QuantisedTable{columns, *values, *scale};
}

Result<Matrix> open_matrix(const ModelFile& file, const std::string& name, std::size_t depth,
                           std::size_t columns, bool with_bias, const Kernels& kernels) {
  const auto values = file.array<std::int16_t>(name, depth * columns);
  if (!values) return values.error();
  for (const std::int16_t value : *values) {
    if (value < -kMaxQuantum || value > kMaxQuantum)
      return bad(fmt::format("'{}' has a value out of range", name));
  }
  auto scale = open_floats(file, name + ".scale", columns);
  if (!scale) return scale.error();
  Matrix matrix{depth, columns, {}, std::move(*scale), std::vector<float>(columns, 0.0f)};
  if (with_bias) {
    auto bias = open_floats(file, name + ".bias", columns);
    if (!bias) return bias.error();
    matrix.bias = std::move(*bias);
  }
  matrix.packed.resize(depth * columns);
  pack(values->data(), depth, columns, kernels.panel, matrix.packed.data());
  return matrix;
}

Result<Sizes> open_sizes(const ModelFile& file) {
  const auto values = file.array<std::uint32_t>("sizes", kSizeCount);
  if (!values) return values.error();
  const auto& v = *values;
  const Sizes sizes{v[0], v[1], v[2],  v[3],  v[4],  v[5],  v[6], v[7],
                    v[8], v[9], v[10], v[11], v[12], v[13], v[14]};
  const auto wide = [](std::size_t width) {
    return width % kLane == 0 && width > 0 && width <= kMaxDepth;
  };
  // The first layer's inputs need not be a multiple of kLane, but of a vector of 16.
  const bool fits = sizes.layers >= 1 && sizes.layers <= 8 && wide(sizes.hidden) &&
                    wide(2 * std::size_t{sizes.hidden}) && wide(sizes.arc) && wide(sizes.label) &&
                    sizes.input() % 16 == 0 && sizes.input() <= kMaxDepth && sizes.words > 0 &&
                    sizes.vectors <= sizes.entries && sizes.entries < (1u << 24) &&
                    sizes.words <= sizes.entries + 1 && sizes.frequent < (1u << 16);
  if (!fits) return bad("has sizes that do not fit together");
  return sizes;
}

}  // namespace

HeadColumns head_columns(const Sizes& sizes) {
  HeadColumns columns{};
  columns.dependent_arc = 0;
  columns.governor_arc = sizes.arc;
  columns.dependent_label = columns.governor_arc + sizes.arc;
  columns.governor_label = columns.dependent_label + sizes.label;
  columns.upos = columns.governor_label + sizes.label;
  columns.xpos = columns.upos + padded(kUposCount);
  columns.names = columns.xpos + padded(kXposCount);
  columns.all = columns.names + padded(kNameLabels);
  return columns;
}

std::vector<std::uint32_t> make_slots(const std::vector<std::string>& forms) {
  std::vector<std::uint32_t> slots(std::bit_ceil(forms.size() * 2 + 2), 0);
  for (std::size_t i = 0; i < forms.size(); ++i) {
    std::size_t at = hash_of(forms[i]) & (slots.size() - 1);
    while (slots[at] != 0) at = (at + 1) & (slots.size() - 1);
    slots[at] = static_cast<std::uint32_t>(i + 1);
  }
  return slots;
}

Result<WordList> WordList::open(const ModelFile& file, const Sizes& sizes) {
  WordList list;
  const auto slots =
      file.array<std::uint32_t>("words.slots", std::bit_ceil(std::size_t{sizes.entries} * 2 + 2));
  if (!slots) return slots.error();
  const auto offsets = file.array<std::uint32_t>("words.offsets", std::size_t{sizes.entries} + 1);
  if (!offsets) return offsets.error();
  const auto text = file.section("words.text");
  if (!text) return text.error();
  const auto rows = file.array<std::uint32_t>("words.rows", sizes.entries);
  if (!rows) return rows.error();
  bool right = offsets->front() == 0 && offsets->back() == text->size();
  std::uint32_t before = 0;
  for (const std::uint32_t offset : *offsets) {
    right = right && offset >= before;
    before = offset;
  }
  std::size_t used = 0;
  for (const std::uint32_t slot : *slots) {
    right = right && slot <= sizes.entries;
    if (slot != 0) ++used;
  }
  for (const std::uint32_t row : *rows) right = right && row < sizes.words;
  if (!right || used != sizes.entries)
    return bad("has a list of words that does not hold together");
  list.slots_ = *slots;
  list.offsets_ = *offsets;
  list.text_ = *text;
  list.rows_ = *rows;
  list.vectors_ = sizes.vectors;
  return list;
}

Entry WordList::find(std::string_view normal) const {
  std::size_t at = hash_of(normal) & (slots_.size() - 1);
  while (slots_[at] != 0) {
    const std::uint32_t entry = slots_[at] - 1;
    if (text_.substr(offsets_[entry], offsets_[entry + 1] - offsets_[entry]) == normal) {
      return {entry < vectors_ ? static_cast<std::int32_t>(entry) : -1, rows_[entry]};
    }
    at = (at + 1) & (slots_.size() - 1);
  }
  return {};
}

void Weights::input_of(std::string_view form, float* out) const {
  const std::string normal = normal_form(form);
  const HashedRows rows = hash_word(form, normal);
  const Entry entry = words.find(normal);
  std::fill(out, out + sizes.input(), 0.0f);
  word.add(entry.word, 1, out);
  out += sizes.word_width;
  const float share = 1.0f / std::sqrt(static_cast<float>(rows.ngram_count));
  for (std::size_t i = 0; i < rows.ngram_count; ++i) ngram.add(rows.ngrams[i], share, out);
  out += sizes.ngram_width;
  suffix3.add(rows.suffix3, 1, out);
  out += sizes.suffix3_width;
  suffix2.add(rows.suffix2, 1, out);
  out += sizes.suffix2_width;
  prefix2.add(rows.prefix2, 1, out);
  out += sizes.prefix2_width;
  shape.add(rows.shape, 1, out);
  out += sizes.shape_width;
  if (entry.vector >= 0) vector.add(static_cast<std::size_t>(entry.vector), 1, out);
}

Result<Weights> open_weights(const ModelFile& file, const Kernels& kernels) {
  Weights weights;
  const auto sizes = open_sizes(file);
  if (!sizes) return sizes.error();
  weights.sizes = *sizes;
  weights.columns = head_columns(*sizes);
  auto words = WordList::open(file, *sizes);
  if (!words) return words.error();
  weights.words = std::move(*words);

  struct Part {
    const char* name;
    std::size_t rows;
    std::size_t columns;
    QuantisedTable Weights::*table;
  };
  const Part parts[] = {
      {"word", sizes->words, sizes->word_width, &Weights::word},
      {"ngram", kNgramRows, sizes->ngram_width, &Weights::ngram},
      {"suffix3", kSuffix3Rows, sizes->suffix3_width, &Weights::suffix3},
      {"suffix2", kSuffix2Rows, sizes->suffix2_width, &Weights::suffix2},
      {"prefix2", kPrefix2Rows, sizes->prefix2_width, &Weights::prefix2},
      {"shape", kShapeRows, sizes->shape_width, &Weights::shape},
      {"vector", sizes->vectors, sizes->vector_width, &Weights::vector},
  };
  for (const Part& part : parts) {
    auto table = open_table(file, part.name, part.rows, part.columns);
    if (!table) return table.error();
    weights.*part.table = *table;
  }

  const std::size_t h = sizes->hidden;
  for (std::size_t l = 0; l < sizes->layers; ++l) {
    EncoderLayer layer;
    const std::size_t depth = l == 0 ? sizes->input() : 2 * h;
    layer.gates = l == 0 ? 4 : 3;
    const std::string name = fmt::format("layer{}", l);
    auto matrix = open_matrix(file, name, depth, 2 * layer.gates * h, false, kernels);
    if (!matrix) return matrix.error();
    layer.weights = std::move(*matrix);
    auto bias = open_floats(file, name + ".gates", 4 * h);
    if (!bias) return bias.error();
    layer.bias = std::move(*bias);
    auto peephole = open_floats(file, name + ".peephole", 4 * h);
    if (!peephole) return peephole.error();
    layer.peephole = std::move(*peephole);
    weights.layers.push_back(std::move(layer));
  }
  auto heads = open_matrix(file, "heads", 2 * h, weights.columns.all, true, kernels);
  if (!heads) return heads.error();
  weights.heads = std::move(*heads);
  auto arcs = open_matrix(file, "arcs", sizes->arc, sizes->arc, true, kernels);
  if (!arcs) return arcs.error();
  weights.arcs = std::move(*arcs);
  auto labels = open_matrix(file, "labels", sizes->label, padded(kRelationCount), true, kernels);
  if (!labels) return labels.error();
  weights.labels = std::move(*labels);
  auto root_arc = open_floats(file, "root.arc", sizes->arc);
  if (!root_arc) return root_arc.error();
  weights.root_arc = std::move(*root_arc);
  auto root_label = open_floats(file, "root.label", sizes->label);
  if (!root_label) return root_label.error();
  weights.root_label = std::move(*root_label);
  auto steps = open_floats(file, "names.steps", kNameLabels * kNameLabels);
  if (!steps) return steps.error();
  weights.name_steps = std::move(*steps);

  const auto frequent = file.section("frequent");
  if (!frequent) return frequent.error();
  std::string_view rest = *frequent;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    weights.frequent.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  if (weights.frequent.size() != sizes->frequent)
    return bad("has another number of frequent words");
  return weights;
}

}  // namespace chancery::syntax

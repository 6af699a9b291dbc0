#include "train/model_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "syntax/model_file.hpp"
#include "syntax/weights.hpp"
#include "train/network_impl.hpp"

namespace chancery::train {
namespace {

using syntax::ModelWriter;

template <typename Value>
void add(ModelWriter& writer, std::string name, const std::vector<Value>& values) {
  writer.add_array<Value>(std::move(name), values);
}

void add_table(ModelWriter& writer, const std::string& name, const float* values, std::size_t rows,
               std::size_t columns) {
  std::vector<std::int8_t> quanta(rows * columns);
  std::vector<float> scale(rows, 0);
  for (std::size_t row = 0; row < rows; ++row) {
    const float* from = values + row * columns;
    float top = 0;
    for (std::size_t i = 0; i < columns; ++i) top = std::max(top, std::fabs(from[i]));
    if (top == 0) continue;
    scale[row] = top / 127.0f;
    for (std::size_t i = 0; i < columns; ++i) {
      quanta[row * columns + i] = static_cast<std::int8_t>(std::lround(from[i] / scale[row]));
    }
  }
  add(writer, "table." + name, quanta);
  add(writer, "scale." + name, scale);
}

void add_table(ModelWriter& writer, const std::string& name, const Parameter& table) {
  add_table(writer, name, table.value.data(), table.rows, table.columns);
}

void add_matrix(ModelWriter& writer, const std::string& name, const std::vector<float>& values,
                std::size_t rows, std::size_t columns) {
  std::vector<std::int16_t> quanta(rows * columns);
  std::vector<float> scale(columns, 0);
  for (std::size_t j = 0; j < columns; ++j) {
    float top = 0;
    for (std::size_t i = 0; i < rows; ++i) top = std::max(top, std::fabs(values[i * columns + j]));
    if (top == 0) continue;
    scale[j] = top / static_cast<float>(syntax::kMaxQuantum);
    for (std::size_t i = 0; i < rows; ++i) {
      quanta[i * columns + j] =
          static_cast<std::int16_t>(std::lround(values[i * columns + j] / scale[j]));
    }
  }
  add(writer, name, quanta);
  add(writer, name + ".scale", scale);
}

}  // namespace

std::string write_model(const Network& network, const ModelParts& parts, const std::string& exam) {
  const Network::Impl& net = network.impl();
  const Sizes& from = net.sizes;
  syntax::Sizes sizes;
  const auto narrow = [](std::size_t value) { return static_cast<std::uint32_t>(value); };
  sizes.layers = narrow(from.layers);
  sizes.hidden = narrow(from.hidden);
  sizes.arc = narrow(from.arc);
  sizes.label = narrow(from.label);
  sizes.entries = narrow(parts.entries.size());
  sizes.vectors = narrow(parts.vectors);
  sizes.words = narrow(from.words + 1);
  sizes.word_width = narrow(from.word);
  sizes.ngram_width = narrow(from.ngram);
  sizes.suffix3_width = narrow(from.suffix3);
  sizes.suffix2_width = narrow(from.suffix2);
  sizes.prefix2_width = narrow(from.prefix2);
  sizes.shape_width = narrow(from.shape);
  sizes.vector_width = narrow(from.vector);
  sizes.frequent = narrow(parts.frequent.size());

  ModelWriter writer;
  writer.add("facts", parts.facts);
  add(writer, "sizes",
      std::vector<std::uint32_t>{sizes.layers, sizes.hidden, sizes.arc, sizes.label, sizes.entries,
                                 sizes.vectors, sizes.words, sizes.word_width, sizes.ngram_width,
                                 sizes.suffix3_width, sizes.suffix2_width, sizes.prefix2_width,
                                 sizes.shape_width, sizes.vector_width, sizes.frequent});

  std::string text;
  std::vector<std::uint32_t> offsets;
  for (const std::string& entry : parts.entries) {
    offsets.push_back(narrow(text.size()));
    text += entry;
  }
  offsets.push_back(narrow(text.size()));
  add(writer, "words.slots", syntax::make_slots(parts.entries));
  add(writer, "words.offsets", offsets);
  writer.add("words.text", text);
  add(writer, "words.rows", parts.word_rows);

  const auto parameter = [&](std::size_t number) -> const Parameter& {
    return *net.parameters[number];
  };
  add_table(writer, "word", parameter(net.word));
  add_table(writer, "ngram", parameter(net.ngram));
  add_table(writer, "suffix3", parameter(net.suffix3));
  add_table(writer, "suffix2", parameter(net.suffix2));
  add_table(writer, "prefix2", parameter(net.prefix2));
  add_table(writer, "shape", parameter(net.shape));
  add_table(writer, "vector", parts.vector_values.data(), parts.vectors, from.vector);

  for (std::size_t l = 0; l < net.layers.size(); ++l) {
    const Layer& layer = net.layers[l];
    const std::string name = fmt::format("layer{}", l);
    add_matrix(writer, name, parameter(layer.weights).value, layer.in,
               2 * layer.gates * from.hidden);
    add(writer, name + ".gates", parameter(layer.bias).value);
    add(writer, name + ".peephole", parameter(layer.peephole).value);
  }

  // The output layer, its parts moved to where the program has them.
  const syntax::HeadColumns columns = syntax::head_columns(sizes);
  const std::size_t depth = 2 * from.hidden;
  const std::size_t width = from.heads();
  std::vector<float> heads(depth * columns.all, 0);
  std::vector<float> bias(columns.all, 0);
  const auto padded = [](std::size_t n) { return (n + 15) / 16 * 16; };  // as in training
  const std::size_t tags = 2 * from.arc + 2 * from.label;
  const auto move = [&](std::size_t begin, std::size_t to, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) {
      bias[to + k] = parameter(net.head_bias).value[begin + k];
      for (std::size_t i = 0; i < depth; ++i) {
        heads[i * columns.all + to + k] = parameter(net.head_weights).value[i * width + begin + k];
      }
    }
  };
  move(0, 0, tags);
  move(tags, columns.upos, from.upos);
  move(tags + padded(from.upos), columns.xpos, from.xpos);
  move(tags + padded(from.upos) + padded(from.xpos), columns.names, from.names);
  add_matrix(writer, "heads", heads, depth, columns.all);
  add(writer, "heads.bias", bias);
  add_matrix(writer, "arcs", parameter(net.arc_weights).value, from.arc, from.arc);
  add(writer, "arcs.bias", parameter(net.arc_bias).value);
  add_matrix(writer, "labels", parameter(net.label_weights).value, from.label,
             syntax::padded(from.relations));
  add(writer, "labels.bias", parameter(net.label_bias).value);
  add(writer, "root.arc", parameter(net.root_arc).value);
  add(writer, "root.label", parameter(net.root_label).value);
  add(writer, "names.steps", parameter(net.name_steps).value);

  std::string frequent;
  for (const std::string& form : parts.frequent) {
    if (!frequent.empty()) frequent += '\n';
    frequent += form;
  }
  writer.add("frequent", frequent);
  writer.add("lemmas", parts.lemmas);
  writer.add("exam", exam);
  return writer.finish();
}

}  // namespace chancery::train

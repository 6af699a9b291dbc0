// model_writer.hpp: writes a trained network as the file that the program reads
// (docs/formats/model.md).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "train/network.hpp"

namespace chancery::train {

// What goes into the file beside the weights of the network.
struct ModelParts {
  std::vector<std::string> entries;      // normal forms; those with a vector first
  std::vector<std::uint32_t> word_rows;  // by entry: row of the word table, 0 unknown
  std::size_t vectors = 0;
  std::vector<float> vector_values;   // vectors x width
  std::vector<std::string> frequent;  // forms as written, most frequent first
  std::string lemmas;                 // of learn_lemma_table()
  std::string facts;                  // "key value" lines
};

// The network must hold the weights that are to be used (Network::use_average()). Weights are
// rounded to 12 bits a column, tables to 8 bits a row. The exam's answer is left empty.
std::string write_model(const Network& network, const ModelParts& parts, const std::string& exam);

}  // namespace chancery::train

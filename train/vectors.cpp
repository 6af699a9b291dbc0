#include "train/vectors.hpp"

#include <simdjson.h>

namespace chancery::train {

Result<Vectors> load_vectors(const std::string& path, std::size_t most,
                             const std::unordered_set<std::string>& also) {
  constexpr std::size_t kDimensions = 100;
  const auto fail = [&](const char* what) { return Error{ErrorCode::kBadInput, what, path}; };
  simdjson::padded_string bytes;
  if (simdjson::padded_string::load(path).get(bytes) != simdjson::SUCCESS)
    return fail("cannot be read (npm ci in train/)");
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  if (parser.iterate(bytes).get(document) != simdjson::SUCCESS) return fail("not JSON");
  Vectors vectors;
  simdjson::ondemand::array names;
  if (document["words"].get_array().get(names) != simdjson::SUCCESS) return fail("no list 'words'");
  std::size_t number = 0;
  for (auto item : names) {
    std::string_view name;
    if (item.get_string().get(name) != simdjson::SUCCESS) return fail("a word is not a string");
    std::string word(name);
    if (number++ < most || also.contains(word)) {
      vectors.rows.emplace(word, static_cast<std::int32_t>(vectors.words.size()));
      vectors.words.push_back(std::move(word));
    }
  }
  vectors.values.assign(vectors.words.size() * kDimensions, 0);
  document.rewind();
  simdjson::ondemand::object table;
  if (document["vectors"].get_object().get(table) != simdjson::SUCCESS)
    return fail("no object 'vectors'");
  std::size_t found = 0;
  for (auto field : table) {
    std::string_view name;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS) return fail("a key is broken");
    const auto row = vectors.rows.find(std::string(name));
    if (row == vectors.rows.end()) continue;
    simdjson::ondemand::array numbers;
    if (field.value().get_array().get(numbers) != simdjson::SUCCESS)
      return fail("a vector is not a list");
    std::size_t i = 0;
    for (auto number_field : numbers) {
      double value = 0;
      if (number_field.get_double().get(value) != simdjson::SUCCESS) return fail("not a number");
      if (i < kDimensions)
        vectors.values[static_cast<std::size_t>(row->second) * kDimensions + i] =
            static_cast<float>(value) * 0.5f;
      ++i;
    }
    if (i < kDimensions) return fail("a vector is short");
    ++found;
  }
  if (found != vectors.words.size()) return fail("words without a vector");
  return vectors;
}

}  // namespace chancery::train

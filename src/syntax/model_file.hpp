// model_file.hpp: the file that a trained model is kept in: named sections, a version and a
// checksum. docs/formats/model.md describes it to the byte.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace chancery::syntax {

// Changes with anything that makes older files unreadable: sections, table sizes, features of
// words, the meaning of a tag.
inline constexpr std::uint32_t kModelVersion = 1;

// Views into the bytes of a file, which must outlive it.
class ModelFile {
 public:
  // Fails with kBadModel on bytes that are no model, cut, damaged (by checksum) or of another
  // version.
  static Result<ModelFile> open(std::string_view bytes);

  // SHA-256 of the sections, in hexadecimal.
  std::string_view checksum() const { return checksum_; }

  // Fails with kBadModel where there is no such section.
  Result<std::string_view> section(std::string_view name) const;

  // The section as little-endian values in place. Fails where it has not exactly `count` of them.
  template <typename Value>
  Result<std::span<const Value>> array(std::string_view name, std::size_t count) const {
    static_assert(std::is_arithmetic_v<Value>);
    const auto bytes = section(name);
    if (!bytes) return bytes.error();
    if (bytes->size() != count * sizeof(Value)) return wrong_size(name, count * sizeof(Value));
    const void* start = bytes->data();
    return std::span<const Value>(static_cast<const Value*>(start), count);
  }

 private:
  Error wrong_size(std::string_view name, std::size_t expected) const;
  std::string_view checksum_;
  std::vector<std::pair<std::string_view, std::string_view>> sections_;
};

class ModelWriter {
 public:
  // Names have at most 24 bytes and are added once.
  void add(std::string name, std::string bytes);
  template <typename Value>
  void add_array(std::string name, std::span<const Value> values) {
    std::string bytes(values.size_bytes(), '\0');
    if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    add(std::move(name), std::move(bytes));
  }
  std::string finish() const;

 private:
  std::vector<std::pair<std::string, std::string>> sections_;
};

}  // namespace chancery::syntax

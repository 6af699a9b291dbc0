// names_task.hpp: scores names against gold files (docs/names.md).
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "document/syntax_layer.hpp"
#include "evaluate/name_files.hpp"

namespace chancery {

struct NameCounts {
  std::uint32_t gold = 0;
  std::uint32_t given = 0;
  std::uint32_t right = 0;

  // 1 where there is nothing to be wrong about.
  double precision() const { return given == 0 ? 1.0 : static_cast<double>(right) / given; }
  double recall() const { return gold == 0 ? 1.0 : static_cast<double>(right) / gold; }
  double f1() const;
};

struct NamesScore {
  std::uint32_t sentences = 0;
  std::uint32_t words = 0;
  std::map<std::string, NameCounts> types;  // "person", ...: those that the file marks
  NameCounts all;                           // their sum
  std::vector<std::string> errors;          // one line each: missing, wrong
};

// Names of one sentence, by the numbers of its words from 0; in order, disjoint.
using FindNames = std::function<std::vector<Name>(std::span<const std::string> forms)>;

// A name is right when a gold name has the same words and a type that it may stand for. Names of
// types that the file does not mark, and those that overlap what it leaves open, count neither way.
void score_names(const NameFile& gold, const FindNames& find, NamesScore& score);

std::string to_text(const NamesScore& score, bool with_errors);
nlohmann::ordered_json to_json(const NamesScore& score);

}  // namespace chancery

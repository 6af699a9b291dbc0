// entries_task.hpp: scores entries against gold files (docs/gold.md).
#pragma once
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "pipeline/engine.hpp"

namespace chancery {

struct Count {
  std::uint32_t right = 0;
  std::uint32_t total = 0;
};

struct KindScore {
  std::uint32_t gold = 0;        // entries that gold requires
  std::uint32_t given = 0;       // entries that the program gave, the acceptable ones left out
  std::uint32_t right = 0;       // matched one to one
  std::uint32_t acceptable = 0;  // given, right or tolerated, scored neither way
  std::map<std::string, Count> fields;

  // 1 where there is nothing to be wrong about.
  double precision() const { return given == 0 ? 1.0 : static_cast<double>(right) / given; }
  double recall() const { return gold == 0 ? 1.0 : static_cast<double>(right) / gold; }
  double f1() const;
};

struct EntriesScore {
  std::uint32_t reports = 0;
  std::map<std::string, KindScore> kinds;  // "figure", "statement (direct)", "statement (indirect)"
  std::map<std::string, Count>
      rules;    // "figure/RULE": right of given, for the calibration of confidence
  Count traps;  // paraphrases that hold
  std::uint32_t traps_skipped = 0;  // paraphrases of kinds that this version does not code
  std::uint32_t gold_skipped = 0;   // gold entries of such kinds
  std::vector<std::string> errors;  // one line each: missing, wrong, field, trap
};

// Adds the score of one gold file; its report stands beside it. Fails when either cannot be read.
Result<void> score_gold_file(const Engine& engine, const std::string& gold_path,
                             EntriesScore& score);

// The gold files that the arguments name: files as they are, folders searched for *.gold.json (not
// below a folder named "sealed" unless it is the argument itself), sorted.
Result<std::vector<std::string>> list_gold_files(const std::vector<std::string>& arguments);

std::string to_text(const EntriesScore& score, bool with_errors);
nlohmann::ordered_json to_json(const EntriesScore& score);

}  // namespace chancery

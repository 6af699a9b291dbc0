#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/engine_of.hpp"
#include "evaluate/entries_task.hpp"

namespace chancery {

int run_evaluate(const EvaluateOptions& options, const CommonOptions& common, Console& console) {
  auto engine = load_engine(common);
  if (!engine) {
    console.warn(engine.error());
    return exit_code_of(engine.error());
  }
  const auto files = list_gold_files(options.files);
  if (!files) {
    console.warn(files.error());
    return exit_code_of(files.error());
  }
  EntriesScore score;
  bool failed = false;
  for (const std::string& file : *files) {
    if (const auto scored = score_gold_file(*engine, file, score); !scored) {
      console.warn(scored.error());
      failed = true;
    }
  }
  console.out(options.format == Format::kJson ? to_json(score).dump(1) + "\n"
                                              : to_text(score, options.errors));
  return failed ? kExitFailed : kExitDone;
}

}  // namespace chancery

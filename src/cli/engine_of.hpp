// engine_of.hpp: private to cli/: the Engine and the inputs that the options ask for.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cli/console.hpp"
#include "cli/options.hpp"
#include "pipeline/engine.hpp"
#include "pipeline/parallel.hpp"
#include "report/reader.hpp"

namespace chancery {

inline Result<Engine> load_engine(const CommonOptions& common) {
  TableSource source;
  source.folder = common.lexicon;
  return Engine::load(source);
}

inline unsigned thread_count(const CommonOptions& common) {
  if (common.threads > 0) return common.threads;
  return std::max(1u, std::thread::hardware_concurrency());
}

// Gives the records of all inputs in order, an error in place of what cannot be read.
class Inputs {
 public:
  explicit Inputs(const std::vector<std::string>& arguments) : list_(list_inputs(arguments)) {}

  std::optional<Record> next() {
    if (next_error_ < list_.errors.size()) return Record(list_.errors[next_error_++]);
    for (;;) {
      if (!reader_) {
        if (next_path_ == list_.paths.size()) return std::nullopt;
        auto opened = ReportReader::open(list_.paths[next_path_++]);
        if (!opened) return Record(opened.error());
        reader_.emplace(std::move(*opened));
      }
      if (auto record = reader_->next()) return record;
      reader_.reset();
    }
  }

 private:
  InputList list_;
  std::size_t next_error_ = 0;
  std::size_t next_path_ = 0;
  std::optional<ReportReader> reader_;
};

}  // namespace chancery

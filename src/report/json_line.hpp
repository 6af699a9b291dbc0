// json_line.hpp: one report from one line of JSON. Private to report/.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "report/reader.hpp"

namespace chancery {

// The spare bytes that must follow a line in memory (their values do not matter).
std::size_t json_padding();

// Keeps its scratch memory from line to line.
class JsonLineParser {
 public:
  JsonLineParser();
  ~JsonLineParser();
  JsonLineParser(JsonLineParser&&) noexcept;
  JsonLineParser& operator=(JsonLineParser&&) noexcept;

  // The report in `line`, well-formed UTF-8 that json_padding() readable bytes follow. Fails with
  // kBadInput or kTooLarge; `origin` is the place of the error and the origin of the report.
  Result<Report> parse(std::string_view line, const std::string& origin, ReadLimits limits);

 private:
  struct Scratch;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace chancery

#include <cstdlib>
#include <string>

#include "base/utf8.hpp"
#include "report/reader.hpp"

// Any bytes under any of the three names: reading ends, and every report is well-formed.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace chancery;
  if (size == 0) return 0;
  static const char* const kNames[] = {"-", "a.jsonl", "a.txt.gz"};
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  ReportReader reader = ReportReader::from_bytes(bytes, kNames[data[0] % 3], {4096});
  std::size_t records = 0;
  while (const auto report = reader.next()) {
    if (!*report) {
      if (report->error().message.empty() || report->error().place.empty()) std::abort();
    } else {
      const Report& read = report->value();
      if (read.text.empty() || read.text.size() > 4096 || read.id.empty() || read.origin.empty())
        std::abort();
      for (const std::string* text : {&read.text, &read.title, &read.id, &read.source, &read.url}) {
        if (find_invalid_utf8(*text) != text->size() || text->find('\0') != std::string::npos)
          std::abort();
      }
    }
    if (++records > (64u << 20)) std::abort();
  }
  if (reader.next()) std::abort();
  return 0;
}

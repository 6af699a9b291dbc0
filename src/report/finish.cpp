#include "report/finish.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "report/layout.hpp"

namespace chancery {

bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    if (!is_space(point.value)) return false;
    at += point.size;
  }
  return true;
}

Result<Report> finish_report(Report report, std::string body, const std::string& origin,
                             ReadLimits limits) {
  if (!report.date) {
    Span marker;
    report.date = parse_marker(body, &marker);
  }
  if (report.title.empty()) {
    report.text = std::move(body);
  } else {
    report.text.reserve(report.title.size() + 2 + body.size());
    report.text.append(report.title).append("\n\n").append(body);
  }
  if (report.text.size() > limits.max_text_bytes) {
    return Error{ErrorCode::kTooLarge,
                 fmt::format("text over the limit of {} bytes", limits.max_text_bytes), origin};
  }
  if (report.id.empty()) report.id = "sha256:" + sha256_hex(report.text).substr(0, 32);
  report.origin = origin;
  return report;
}

}  // namespace chancery

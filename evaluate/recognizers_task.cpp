#include "evaluate/recognizers_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/utf8.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

const RecognizerFile* row_of(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().string();
  name.resize(std::min(name.find('.'), name.size()));
  for (const std::span<const RecognizerFile> rows : {figure_recognizers(), time_recognizers()}) {
    for (const RecognizerFile& row : rows) {
      if (row.name == name) return &row;
    }
  }
  return nullptr;
}

// Models give "Start" and an inclusive "End", extractors and parsers "Start" and "Length".
std::optional<Span> span_of(const Json& result) {
  const auto number = [&](const char* name) -> std::optional<std::uint32_t> {
    const auto found = result.find(name);
    if (found == result.end() || !found->is_number_integer()) return std::nullopt;
    const std::int64_t value = found->get<std::int64_t>();
    if (value < 0 || value > kMaxTextBytes) return std::nullopt;
    return static_cast<std::uint32_t>(value);
  };
  const auto start = number("Start");
  if (!start) return std::nullopt;
  if (const auto length = number("Length")) return Span{*start, *start + *length};
  const auto end = number("End");
  if (!end || *end < *start) return std::nullopt;
  return Span{*start, *end + 1};
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<RecognizerCase> to_case(const Json& json, const RecognizerFile& row) {
  if (!json.is_object() || !json.contains("Input") || !json["Input"].is_string())
    return std::nullopt;
  RecognizerCase test;
  test.input = json["Input"].get<std::string>();
  if (find_invalid_utf8(test.input) != test.input.size()) return std::nullopt;
  if (const auto context = json.find("Context"); context != json.end() && context->is_object())
    test.reference = parse_iso_day(text_of(*context, "ReferenceDateTime").substr(0, 10));
  const auto results = json.find("Results");
  if (results == json.end() || !results->is_array()) return std::nullopt;
  const std::size_t size = count_code_points(test.input);
  for (const Json& result : *results) {
    if (!result.is_object()) return std::nullopt;
    const auto span = span_of(result);
    if (!span || span->end > size) return std::nullopt;
    RecognizerResult wanted;
    wanted.span = *span;
    row.want(result, wanted);
    test.wanted.push_back(std::move(wanted));
    test.types.push_back(text_of(result, result.contains("TypeName") ? "TypeName" : "Type"));
  }
  std::stable_sort(
      test.wanted.begin(), test.wanted.end(),
      [](const RecognizerResult& a, const RecognizerResult& b) { return a.span < b.span; });
  return test;
}

bool same_words(const RecognizerResult& wanted, const RecognizerResult& found) {
  return wanted.span == found.span &&
         (wanted.type.empty() || found.type.empty() || wanted.type == found.type);
}

bool same_value(const RecognizerResult& wanted, const RecognizerResult& found) {
  if (wanted.readings.empty()) return true;
  return std::any_of(wanted.readings.begin(), wanted.readings.end(), [&](const std::string& one) {
    return std::find(found.readings.begin(), found.readings.end(), one) != found.readings.end();
  });
}

std::string show(const std::vector<RecognizerResult>& results, const std::string& input,
                 const CodePointIndex& index) {
  if (results.empty()) return "nothing";
  std::string out;
  for (const RecognizerResult& result : results) {
    if (!out.empty()) out += ", ";
    out += '[';
    out += Span{index.byte(result.span.begin), index.byte(result.span.end)}.of(input);
    out += ']';
    if (!result.type.empty()) out += ' ' + result.type;
    for (const std::string& reading : result.readings)
      out += (&reading == &result.readings.front() ? " " : " | ") + reading;
  }
  return out;
}

Json to_json(const RecognizerCounts& counts) {
  return Json{{"cases", counts.cases},
              {"exact", counts.exact},
              {"share", counts.share()},
              {"words", counts.words}};
}

}  // namespace

RecognizerResult to_recognizer_result(const Document& document, Span span, std::string type,
                                      std::string reading) {
  const std::string_view text = document.text();
  const auto begin = static_cast<std::uint32_t>(count_code_points(text.substr(0, span.begin)));
  const auto size = static_cast<std::uint32_t>(count_code_points(span.of(text)));
  RecognizerResult result;
  result.span = {begin, begin + size};
  result.type = std::move(type);
  result.readings.push_back(std::move(reading));
  return result;
}

Result<RecognizerScore> score_recognizers(const Engine& engine, std::string_view bytes,
                                          const std::string& path) {
  const RecognizerFile* row = row_of(path);
  if (row == nullptr) {
    return Error{ErrorCode::kNotFound, "no specification of numbers or times has this name", path};
  }
  const Json json = Json::parse(bytes, nullptr, false);
  if (!json.is_array())
    return Error{ErrorCode::kBadInput, "not a specification: no JSON list of cases", path};
  RecognizerScore score;
  score.file = row->name;
  score.option = row->option;
  std::size_t number = 0;
  for (const Json& one : json) {
    ++number;
    const auto test = to_case(one, *row);
    if (!test) return Error{ErrorCode::kBadInput, "not a case", fmt::format("{}:{}", path, number)};
    Report report;
    report.id = fmt::format("{}-{}", row->name, number);
    report.text = test->input;
    report.date = test->reference;
    const Reading reading = engine.read(std::move(report));
    const std::vector<RecognizerResult> found = row->find(reading.document);
    const bool words = std::equal(test->wanted.begin(), test->wanted.end(), found.begin(),
                                  found.end(), same_words);
    const bool exact = words && std::equal(test->wanted.begin(), test->wanted.end(), found.begin(),
                                           found.end(), same_value);
    const bool counts = row->counts == nullptr || row->counts(*test);
    RecognizerCounts& into = counts ? score.counted : score.apart;
    ++into.cases;
    into.words += words ? 1 : 0;
    into.exact += exact ? 1 : 0;
    if (exact) continue;
    const CodePointIndex index(test->input);
    score.errors.push_back(fmt::format(
        "{} {}{}: expected {}; found {}; in: {}", row->name, number, counts ? "" : " (apart)",
        show(test->wanted, test->input, index), show(found, test->input, index), test->input));
  }
  return score;
}

std::string to_text(const std::vector<RecognizerScore>& scores, bool with_errors) {
  std::string out = fmt::format("{:<28} {:>6} {:>6} {:>6} {:>6}   {:>6} {:>6}\n", "file", "cases",
                                "exact", "share", "words", "apart", "exact");
  for (const RecognizerScore& score : scores) {
    out += fmt::format("{:<28} {:>6} {:>6} {:>6.3f} {:>6}   {:>6} {:>6}\n", score.file,
                       score.counted.cases, score.counted.exact, score.counted.share(),
                       score.counted.words, score.apart.cases, score.apart.exact);
  }
  if (!with_errors) return out;
  for (const RecognizerScore& score : scores) {
    for (const std::string& error : score.errors) out += error + "\n";
  }
  return out;
}

Json to_json(const RecognizerScore& score) {
  return Json{{"file", score.file},
              {"option", score.option},
              {"counted", to_json(score.counted)},
              {"apart", to_json(score.apart)},
              {"errors", score.errors}};
}

}  // namespace chancery

#include <nlohmann/json.hpp>

#include "evaluate/recognizers_task.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

// The number of a resolution, written as the program writes it; empty where there is none.
std::string number_of(const Json& result) {
  const auto resolution = result.find("Resolution");
  if (resolution == result.end() || !resolution->is_object()) return {};
  const auto value = resolution->find("value");
  return value != resolution->end() && value->is_string() ? value->get<std::string>()
                                                          : std::string();
}

void want_percent(const Json& result, RecognizerResult& wanted) {
  std::string value = number_of(result);
  if (!value.empty() && value.back() == '%') value.pop_back();
  wanted.readings.push_back(value);
}

std::vector<RecognizerResult> find_percents(const Document& document) {
  std::vector<RecognizerResult> found;
  for (const Figure& figure : document.figures.figures) {
    if (figure.kind != QuantityKind::kPercent || !figure.value) continue;
    found.push_back(
        to_recognizer_result(document, figure.span, "", to_plain(figure.value->to_double())));
  }
  return found;
}

constexpr RecognizerFile kFiles[] = {
    {"PercentModel", "", want_percent, find_percents, nullptr},
};

}  // namespace

std::span<const RecognizerFile> figure_recognizers() {
  return kFiles;
}

}  // namespace chancery

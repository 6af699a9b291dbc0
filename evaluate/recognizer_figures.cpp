#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "evaluate/recognizers_task.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& result, const char* name) {
  const auto resolution = result.find("Resolution");
  if (resolution == result.end() || !resolution->is_object()) return {};
  const auto value = resolution->find(name);
  return value != resolution->end() && value->is_string() ? value->get<std::string>()
                                                          : std::string();
}

// Twelve digits: their fractions are cut after fifteen.
std::string write(double value) {
  return fmt::format("{:.12g}", value);
}

// "1E-12", "-5%", "43.8" -> as write() has it; empty where it is no number.
std::string to_number(std::string_view text) {
  if (!text.empty() && text.back() == '%') text.remove_suffix(1);
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failure != std::errc() || end != text.data() + text.size()) return {};
  return write(value);
}

void want_number(const Json& result, RecognizerResult& wanted) {
  wanted.readings.push_back(to_number(text_of(result, "value")));
}

std::vector<RecognizerResult> find_numbers(const Document& document) {
  std::vector<RecognizerResult> found;
  for (const Number& number : document.figures.numbers) {
    if (number.form == NumberForm::kOrdinal) continue;
    found.push_back(to_recognizer_result(document, number.span, "", write(number.value)));
  }
  return found;
}

std::vector<RecognizerResult> find_ordinals(const Document& document) {
  std::vector<RecognizerResult> found;
  for (const Number& number : document.figures.numbers) {
    if (number.form != NumberForm::kOrdinal) continue;
    found.push_back(to_recognizer_result(document, number.span, "", write(number.value)));
  }
  return found;
}

// "last" and "next" are no numbers of the calendar or of a series to us.
bool has_no_relative(const RecognizerCase& test) {
  return std::none_of(test.types.begin(), test.types.end(),
                      [](const std::string& type) { return type == "ordinal.relative"; });
}

// Their names of units and ours. A bare "Dollar" is the US dollar to us; a bare "Franc" stays open.
struct UnitName {
  std::string_view theirs;
  std::string_view ours;
};
constexpr UnitName kMoney[] = {
    {"Dollar", "USD"},   {"Pound", "GBP"},        {"Euro", "EUR"},   {"Franc", "francs"},
    {"Rupee", "rupees"}, {"Bitcoin", "bitcoins"}, {"Peso", "pesos"},
};
constexpr UnitName kUnits[] = {
    {"Acre", "acres"},
    {"Barrel", "barrels"},
    {"Bit", "bits"},
    {"C", "degrees Celsius"},
    {"Centimeter", "cm"},
    {"Cubic foot", "cubic feet"},
    {"Cubic meter", "cubic metres"},
    {"Decimeter", "dm"},
    {"Degree", "degrees"},
    {"F", "degrees Fahrenheit"},
    {"Foot", "feet"},
    {"Gallon", "gallons"},
    {"Gigabyte", "GB"},
    {"Gram", "grams"},
    {"Hectare", "hectares"},
    {"Inch", "inches"},
    {"Kilogram", "kg"},
    {"Kilometer", "km"},
    {"Kilometer per hour", "km per hour"},
    {"Liter", "litres"},
    {"Megabyte", "MB"},
    {"Meter", "metres"},
    {"Metric ton", "tonnes"},
    {"Microgram", "micrograms"},
    {"Mile", "miles"},
    {"Mile per hour", "miles per hour"},
    {"Millimeter", "mm"},
    {"Ounce", "ounces"},
    {"Pound", "pounds"},
    {"Square foot", "square feet"},
    {"Square kilometer", "square kilometres"},
    {"Square meter", "square metres"},
    {"Square mile", "square miles"},
    {"Terabyte", "TB"},
    {"Ton", "tons"},
};

template <std::size_t N>
std::string to_unit(const UnitName (&names)[N], const std::string& theirs) {
  for (const UnitName& name : names) {
    if (name.theirs == theirs) return std::string(name.ours);
  }
  return theirs;
}

// Subunits are hundredths of their currency to us.
double to_money(const std::string& unit, double value) {
  return unit == "Cent" || unit == "Pence" ? value / 100 : value;
}

void want_money(const Json& result, RecognizerResult& wanted) {
  const std::string code = text_of(result, "isoCurrency");
  const std::string unit = text_of(result, "unit");
  double value = 0;
  const std::string text = text_of(result, "value");
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (code.empty() && to_money(unit, 1) != 1) {
    wanted.readings.push_back(write(to_money(unit, value)) + (unit == "Cent" ? " USD" : " GBP"));
    return;
  }
  wanted.readings.push_back(to_number(text_of(result, "value")) + " " +
                            (code.empty() ? to_unit(kMoney, text_of(result, "unit")) : code));
}

void want_quantity(const Json& result, RecognizerResult& wanted) {
  wanted.readings.push_back(to_number(text_of(result, "value")) + " " +
                            to_unit(kUnits, text_of(result, "unit")));
}

// Figures of one kind by their amounts, without the words of bounds; a range is none.
std::vector<RecognizerResult> find_amounts(const Document& document, QuantityKind kind) {
  std::vector<RecognizerResult> found;
  for (const Figure& figure : document.figures.figures) {
    if (figure.kind != kind || !figure.value) continue;
    found.push_back(
        to_recognizer_result(document, figure.amount, "", write(figure.value->to_double())));
  }
  return found;
}

std::vector<RecognizerResult> find_percents(const Document& document) {
  return find_amounts(document, QuantityKind::kPercent);
}

// Bitcoins are counted things to us and money to them.
std::vector<RecognizerResult> find_money(const Document& document) {
  std::vector<RecognizerResult> found;
  for (const Figure& figure : document.figures.figures) {
    const bool coins = figure.unit == "bitcoins" || figure.unit == "satoshis";
    if ((figure.kind != QuantityKind::kMoney && !coins) || !figure.value) continue;
    found.push_back(to_recognizer_result(document, coins ? figure.span : figure.amount, "",
                                         write(figure.value->to_double()) + " " + figure.unit));
  }
  return found;
}

bool is_temperature(const std::string& unit) {
  return unit.rfind("degrees ", 0) == 0;
}

// What is measured by a physical unit; "barrels a day" is barrels to them.
std::vector<RecognizerResult> find_quantities(const Document& document, bool temperatures) {
  std::vector<RecognizerResult> found;
  for (const Figure& figure : document.figures.figures) {
    if (figure.kind != QuantityKind::kPhysical || !figure.value) continue;
    if (figure.unit != "degrees" && is_temperature(figure.unit) != temperatures) continue;
    std::string unit = figure.unit;
    if (unit.find("per hour") == std::string::npos)
      unit.resize(std::min(unit.find(" per "), unit.size()));
    found.push_back(to_recognizer_result(document, figure.amount, "",
                                         write(figure.value->to_double()) + " " + unit));
  }
  return found;
}

std::vector<RecognizerResult> find_dimensions(const Document& document) {
  return find_quantities(document, false);
}

std::vector<RecognizerResult> find_temperatures(const Document& document) {
  return find_quantities(document, true);
}

// "[20,30)": their upper end of "between" is open, ours is not told apart.
void want_range(const Json& result, RecognizerResult& wanted) {
  std::string value = text_of(result, "value");
  if (value.size() < 3) return;
  wanted.readings.push_back(value.substr(1, value.size() - 2));
}

std::vector<RecognizerResult> find_ranges(const Document& document) {
  std::vector<RecognizerResult> found;
  for (const Figure& figure : document.figures.figures) {
    if (!figure.low && !figure.high) continue;
    const auto end = [](const std::optional<Decimal>& value) {
      return value ? write(value->to_double()) : std::string();
    };
    found.push_back(
        to_recognizer_result(document, figure.span, "", end(figure.low) + "," + end(figure.high)));
  }
  return found;
}

// Ages are refused; what stays of them is the place.
void want_words(const Json&, RecognizerResult&) {}

std::vector<RecognizerResult> find_ages(const Document& document) {
  std::vector<RecognizerResult> found;
  for (const Refusal& refusal : document.figures.refusals) {
    if (std::string_view(refusal.reason) == "age")
      found.push_back(to_recognizer_result(document, refusal.span, "", ""));
  }
  return found;
}

constexpr RecognizerFile kFiles[] = {
    {"AgeModel", "", want_words, find_ages, nullptr},
    {"CurrencyModel", "", want_money, find_money, nullptr},
    {"DimensionModel", "", want_quantity, find_dimensions, nullptr},
    {"NumberModel", "", want_number, find_numbers, nullptr},
    {"NumberRangeModel", "", want_range, find_ranges, nullptr},
    {"OrdinalModel", "", want_number, find_ordinals, has_no_relative},
    {"PercentModel", "", want_number, find_percents, nullptr},
    {"TemperatureModel", "", want_quantity, find_temperatures, nullptr},
};

}  // namespace

std::span<const RecognizerFile> figure_recognizers() {
  return kFiles;
}

}  // namespace chancery

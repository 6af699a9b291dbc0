// recognizers_task.hpp: scores numbers, quantities and times against the public specifications of
// Recognizers-Text.
//
// A file is a list of cases: one input with the results that are expected there. A case is exact
// where the words and the value of each result are found and nothing else is. What the types and
// values of a file mean in our terms is said by one row for each file name; docs/recognizers.md
// has it in words.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "pipeline/engine.hpp"

namespace chancery {

// One thing in the input, in the terms in which the two sides are compared.
struct RecognizerResult {
  Span span;         // code points of the input
  std::string type;  // "number", "percent", ...; empty: not compared
  // Expected: the readings of which any is right; none where the file gives no values. Found: the
  // value, or several readings where the text leaves it open.
  std::vector<std::string> readings;
};

struct RecognizerCase {
  std::string input;
  std::optional<Day> reference;          // the day that relative times count from
  std::vector<std::string> types;        // as the file writes them, one for each result
  std::vector<RecognizerResult> wanted;  // in text order
};

// How the cases of one file are read and answered.
struct RecognizerFile {
  const char* name;    // "NumberModel": of NAME.json or NAME.dev.json
  const char* option;  // the option of their library that the file is for; empty: none
  // One result of the file in our terms; its span is filled in already.
  void (*want)(const nlohmann::ordered_json& result, RecognizerResult& wanted);
  // What the program finds that the file asks for, in text order.
  std::vector<RecognizerResult> (*find)(const Document& document);
  // Whether a case counts; others are counted apart. Null: all count.
  bool (*counts)(const RecognizerCase& test);
};

// The rows of the files on numbers and quantities, and of those on times.
std::span<const RecognizerFile> figure_recognizers();
std::span<const RecognizerFile> time_recognizers();

struct RecognizerCounts {
  std::uint32_t cases = 0;
  std::uint32_t exact = 0;
  std::uint32_t words = 0;  // cases in which all words are right, values aside

  double share() const { return cases == 0 ? 0 : static_cast<double>(exact) / cases; }
};

struct RecognizerScore {
  std::string file;  // "NumberModel"
  std::string option;
  RecognizerCounts counted;
  RecognizerCounts apart;           // cases that the row leaves out
  std::vector<std::string> errors;  // one line for each case that is not exact
};

// Reads the cases of one file. Fails with kBadInput where it is no such file, with kNotFound where
// no row has its name.
Result<RecognizerScore> score_recognizers(const Engine& engine, std::string_view bytes,
                                          const std::string& path);

// A result of `document`: bytes to code points, one reading.
RecognizerResult to_recognizer_result(const Document& document, Span span, std::string type,
                                      std::string reading);

std::string to_text(const std::vector<RecognizerScore>& scores, bool with_errors);
nlohmann::ordered_json to_json(const RecognizerScore& score);

}  // namespace chancery

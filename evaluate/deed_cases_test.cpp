// The sentences of src/events/deeds.cases.tsv, read by the whole program.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/number.hpp"
#include "base/tsv.hpp"
#include "base/utf8.hpp"
#include "entries/entry_json.hpp"
#include "evaluate/test_engine.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

bool is_deed(EntryKind kind) {
  return kind == EntryKind::kRegime || kind == EntryKind::kCommitment ||
         kind == EntryKind::kPosition || kind == EntryKind::kPlan;
}

// A value as the cases write it: ids and lists joined by "+", the value of a target.
std::string written(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return to_plain(value.get<double>());
  if (value.is_object()) return written(value.contains("id") ? value["id"] : value["value"]);
  std::vector<std::string> parts;
  for (const Json& item : value) parts.push_back(written(item));
  std::sort(parts.begin(), parts.end());
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "+") + part;
  return out;
}

std::string sorted_list(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view part : split_all(text, '+')) parts.emplace_back(part);
  std::sort(parts.begin(), parts.end());
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "+") + part;
  return out;
}

using Wanted = std::map<std::string, std::string>;  // field to value; "kind" too

// "regime type=import ban imposer=KEN": a value runs up to the next NAME=.
Wanted parse_record(std::string_view text) {
  Wanted wanted;
  std::string name = "kind";
  for (const std::string_view word : split_all(text, ' ')) {
    const std::size_t equals = word.find('=');
    if (equals != std::string_view::npos) {
      name = std::string(word.substr(0, equals));
      wanted[name] = std::string(word.substr(equals + 1));
    } else if (!word.empty()) {
      std::string& value = wanted[name];
      value += (value.empty() ? "" : " ") + std::string(word);
    }
  }
  return wanted;
}

bool is_right(const Wanted& wanted, const Json& given) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& field) {
    return given.contains(field.first) && written(given[field.first]) == sorted_list(field.second);
  });
}

TEST(DeedCases, Hold) {
  constexpr std::uint64_t kMaxBytes = 1u << 20;
  auto bytes = load_file("../src/events/deeds.cases.tsv", kMaxBytes);
  ASSERT_TRUE(bytes) << bytes.error().to_line();
  const auto table = parse_table("deeds.cases.tsv", std::move(*bytes), {"pair", "text", "records"});
  ASSERT_TRUE(table) << table.error().to_line();
  ASSERT_GE(table->rows(), 80u);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const Reading reading = test::read(std::string(table->at(row, 1)));
    const std::string& text = reading.document.report().text;
    const CodePointIndex index(text);
    std::vector<Json> given;
    std::string words;
    for (const Entry& entry : reading.entries) {
      if (!is_deed(entry.kind)) continue;
      given.push_back(to_json(entry, text, index));
      words += "\n    " + given.back().dump();
    }
    std::vector<Wanted> wanted;
    std::string_view rest = table->at(row, 2);
    while (rest != "none" && !rest.empty()) {
      const std::size_t end = rest.find(" ; ");
      wanted.push_back(parse_record(rest.substr(0, end)));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 3);
    }
    bool right = wanted.size() == given.size();
    for (const Wanted& one : wanted) {
      right = right && std::any_of(given.begin(), given.end(),
                                   [&](const Json& entry) { return is_right(one, entry); });
    }
    EXPECT_TRUE(right) << table->at(row, 0) << ": " << table->at(row, 1) << "\n  wanted "
                       << table->at(row, 2) << "\n  given " << words;
  }
}

}  // namespace
}  // namespace chancery

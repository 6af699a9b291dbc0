#include "sentence_ends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "text_tables.hpp"

namespace chancery::text {
namespace {

constexpr std::array<const char*, kGapFeatures> kNames = {
    "always",      "capitals",  "first",       "inside", "last",       "last_pair",
    "last_shapes", "left",      "length",      "marks",  "marks_next", "marks_shapes",
    "next",        "next_pair", "next_shapes", "pair",   "rule",       "starter"};

}  // namespace

const char* to_string(GapFeature feature) {
  return kNames[static_cast<std::size_t>(feature)];
}

Result<SentenceEnds> load_sentence_ends(const TableSource& source) {
  auto table = load_table(source, "text/sentence_ends.tsv", text_tables::sentence_ends(),
                          {"feature", "value", "weight"});
  if (!table) return table.error();
  std::size_t size = 16;
  while (size < table->rows() * 2) size *= 2;
  SentenceEnds ends;
  ends.slots_.assign(size, {0, 0});
  ends.mask_ = size - 1;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view name = table->at(row, 0);
    const std::string_view value = table->at(row, 1);
    const std::string_view weight = table->at(row, 2);
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end())
      return table->error_at(row, 0, fmt::format("unknown feature '{}'", name));
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(weight.data(), weight.data() + weight.size(), number);
    if (error != std::errc() || end != weight.data() + weight.size() || number <= -65536 ||
        number >= 65536)
      return table->error_at(row, 2, fmt::format("expected a whole number, found '{}'", weight));
    if (row > 0 &&
        std::pair(name, value) <= std::pair(table->at(row - 1, 0), table->at(row - 1, 1)))
      return table->error_at(row, 1, "does not follow the row before in order");
    const std::uint64_t key =
        SentenceEnds::key_of(static_cast<GapFeature>(found - kNames.begin()), value);
    std::uint64_t at = key & ends.mask_;
    while (ends.slots_[at].first != 0) {
      if (ends.slots_[at].first == key)
        return table->error_at(row, 1, "has the number of another feature");
      at = (at + 1) & ends.mask_;
    }
    ends.slots_[at] = {key, number};
  }
  return ends;
}

}  // namespace chancery::text

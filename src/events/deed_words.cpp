#include "events/deed_words.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "document/record_layer.hpp"
#include "events_tables.hpp"

namespace chancery {
namespace {

constexpr std::array<std::pair<std::string_view, DeedUse>, 47> kUses = {{
    {"adhere", DeedUse::kAdhere},     {"affirm", DeedUse::kAffirm},
    {"against", DeedUse::kAgainst},   {"amount", DeedUse::kAmount},
    {"asset", DeedUse::kAsset},       {"averting", DeedUse::kAverting},
    {"ban", DeedUse::kBan},           {"begin", DeedUse::kBegin},
    {"beside", DeedUse::kBeside},     {"border", DeedUse::kBorder},
    {"change", DeedUse::kChange},     {"close", DeedUse::kClose},
    {"commit", DeedUse::kCommit},     {"deem", DeedUse::kDeem},
    {"effort", DeedUse::kEffort},     {"exempt", DeedUse::kExempt},
    {"factor", DeedUse::kFactor},     {"flow", DeedUse::kFlow},
    {"forswear", DeedUse::kForswear}, {"freeze", DeedUse::kFreeze},
    {"grant", DeedUse::kGrant},       {"granted", DeedUse::kGranted},
    {"half", DeedUse::kHalf},         {"halt", DeedUse::kHalt},
    {"helped", DeedUse::kHelped},     {"independence", DeedUse::kIndependence},
    {"last", DeedUse::kLast},         {"matter", DeedUse::kMatter},
    {"measure", DeedUse::kMeasure},   {"measured", DeedUse::kMeasured},
    {"operator", DeedUse::kOperator}, {"other", DeedUse::kOther},
    {"planned", DeedUse::kPlanned},   {"protect", DeedUse::kProtect},
    {"reach", DeedUse::kReach},       {"regime", DeedUse::kRegime},
    {"relation", DeedUse::kRelation}, {"sanction", DeedUse::kSanction},
    {"schedule", DeedUse::kSchedule}, {"scheduled", DeedUse::kScheduled},
    {"stance", DeedUse::kStance},     {"take_in", DeedUse::kTakeIn},
    {"ties", DeedUse::kTies},         {"traded", DeedUse::kTraded},
    {"under", DeedUse::kUnder},       {"unlawful", DeedUse::kUnlawful},
    {"visa", DeedUse::kVisa},
}};

bool is_lemma(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

template <std::size_t Size>
bool is_one_of(std::string_view value, const std::array<std::string_view, Size>& list) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

constexpr std::array<std::string_view, 3> kStrengths = {"pledge", "aim", "priority"};
constexpr std::array<std::string_view, 2> kDirections = {"increase", "decrease"};
constexpr std::array<std::string_view, 6> kStances = {"supports",   "opposes", "rejects",
                                                      "recognises", "claims",  "neutral"};
constexpr std::array<std::string_view, 5> kOperators = {"planned", "threatened", "asked", "refused",
                                                        "unsure"};
constexpr std::array<std::string_view, 3> kPlanStatuses = {"planned", "postponed", "cancelled"};

bool fits(DeedWord& word) {
  const std::string& value = word.value;
  switch (word.use) {
    case DeedUse::kCommit:
    case DeedUse::kForswear:
    case DeedUse::kGrant:
      return is_one_of(value, kStrengths);
    case DeedUse::kChange:
    case DeedUse::kReach:
      return is_one_of(value, kDirections);
    case DeedUse::kAdhere:
    case DeedUse::kAgainst:
    case DeedUse::kBeside:
    case DeedUse::kDeem:
    case DeedUse::kStance:
      return is_one_of(value, kStances);
    case DeedUse::kOperator:
      return is_one_of(value, kOperators);
    case DeedUse::kScheduled:
      return is_one_of(value, kPlanStatuses);
    case DeedUse::kClose:
    case DeedUse::kExempt:
    case DeedUse::kFreeze:
    case DeedUse::kHalt:
    case DeedUse::kMeasure:
    case DeedUse::kTies:
      return is_regime_status(value);
    case DeedUse::kFactor:
    case DeedUse::kHalf:
      word.number = std::strtod(value.c_str(), nullptr);
      return word.number > 0;
    case DeedUse::kAsset:
    case DeedUse::kBorder:
    case DeedUse::kFlow:
    case DeedUse::kHelped:
    case DeedUse::kIndependence:
    case DeedUse::kRegime:
    case DeedUse::kRelation:
    case DeedUse::kVisa:
      return !value.empty();
    default:
      return value.empty();
  }
}

}  // namespace

Result<void> DeedWords::load(const TableSource& source, Interner& words) {
  auto table = load_table(source, "events/deed_words.tsv", events_tables::deed_words(),
                          {"word", "pos", "use", "value"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    DeedWord made;
    const auto parts = split_all(table->at(row, 0), '_');
    if (parts.empty() || parts.size() > 2 || !std::all_of(parts.begin(), parts.end(), is_lemma))
      return table->error_at(row, 0, "expected a lemma, with a particle after _");
    const WordId word = words.intern(parts[0]);
    if (parts.size() == 2) made.particle = words.intern(parts[1]);
    const std::string_view pos = table->at(row, 1);
    if (pos != "v" && pos != "n" && pos != "a")
      return table->error_at(row, 1, "expected v, n or a");
    made.pos = pos.front();
    const auto use = std::find_if(kUses.begin(), kUses.end(), [&](const auto& known) {
      return known.first == table->at(row, 2);
    });
    if (use == kUses.end()) return table->error_at(row, 2, "no such use");
    made.use = use->second;
    made.value = std::string(table->at(row, 3));
    if (!fits(made)) return table->error_at(row, 3, "no such value for this use");
    if (word >= of_.size()) of_.resize(word + 1);
    of_[word].push_back(std::move(made));
  }
  return {};
}

}  // namespace chancery

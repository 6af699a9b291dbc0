#include "events/record_words.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "document/record_layer.hpp"
#include "events_tables.hpp"

namespace chancery {
namespace {

constexpr std::array<std::pair<std::string_view, RecordUse>, 43> kUses = {{
    {"adhere", RecordUse::kAdhere},
    {"affirm", RecordUse::kAffirm},
    {"against", RecordUse::kAgainst},
    {"amount", RecordUse::kAmount},
    {"asset", RecordUse::kAsset},
    {"averting", RecordUse::kAverting},
    {"ban", RecordUse::kBan},
    {"begin", RecordUse::kBegin},
    {"border", RecordUse::kBorder},
    {"change", RecordUse::kChange},
    {"close", RecordUse::kClose},
    {"commit", RecordUse::kCommit},
    {"effort", RecordUse::kEffort},
    {"exempt", RecordUse::kExempt},
    {"factor", RecordUse::kFactor},
    {"flow", RecordUse::kFlow},
    {"forswear", RecordUse::kForswear},
    {"freeze", RecordUse::kFreeze},
    {"grant", RecordUse::kGrant},
    {"granted", RecordUse::kGranted},
    {"half", RecordUse::kHalf},
    {"halt", RecordUse::kHalt},
    {"helped", RecordUse::kHelped},
    {"independence", RecordUse::kIndependence},
    {"last", RecordUse::kLast},
    {"matter", RecordUse::kMatter},
    {"measure", RecordUse::kMeasure},
    {"measured", RecordUse::kMeasured},
    {"operator", RecordUse::kOperator},
    {"other", RecordUse::kOther},
    {"planned", RecordUse::kPlanned},
    {"protect", RecordUse::kProtect},
    {"reach", RecordUse::kReach},
    {"regime", RecordUse::kRegime},
    {"relation", RecordUse::kRelation},
    {"sanction", RecordUse::kSanction},
    {"schedule", RecordUse::kSchedule},
    {"scheduled", RecordUse::kScheduled},
    {"stance", RecordUse::kStance},
    {"take_in", RecordUse::kTakeIn},
    {"ties", RecordUse::kTies},
    {"traded", RecordUse::kTraded},
    {"visa", RecordUse::kVisa},
}};

bool is_lemma(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '-';
  });
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

bool fits(RecordWord& word) {
  const std::string& value = word.value;
  switch (word.use) {
    case RecordUse::kCommit:
    case RecordUse::kForswear:
    case RecordUse::kGrant:
      return is_one_of(value, kStrengths);
    case RecordUse::kChange:
    case RecordUse::kReach:
      return is_one_of(value, kDirections);
    case RecordUse::kAdhere:
    case RecordUse::kAgainst:
    case RecordUse::kStance:
      return is_one_of(value, kStances);
    case RecordUse::kOperator:
      return is_one_of(value, kOperators);
    case RecordUse::kScheduled:
      return is_one_of(value, kPlanStatuses);
    case RecordUse::kClose:
    case RecordUse::kExempt:
    case RecordUse::kFreeze:
    case RecordUse::kHalt:
    case RecordUse::kMeasure:
    case RecordUse::kTies:
      return is_regime_status(value);
    case RecordUse::kFactor:
    case RecordUse::kHalf:
      word.number = std::strtod(value.c_str(), nullptr);
      return word.number > 0;
    case RecordUse::kAsset:
    case RecordUse::kBorder:
    case RecordUse::kFlow:
    case RecordUse::kHelped:
    case RecordUse::kIndependence:
    case RecordUse::kRegime:
    case RecordUse::kRelation:
    case RecordUse::kVisa:
      return !value.empty();
    default:
      return value.empty();
  }
}

}  // namespace

Result<void> RecordWords::load(const TableSource& source, Interner& words) {
  auto table = load_table(source, "events/record_words.tsv", events_tables::record_words(),
                          {"word", "pos", "use", "value"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    RecordWord made;
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

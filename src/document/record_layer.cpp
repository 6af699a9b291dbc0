#include "document/record_layer.hpp"

#include <algorithm>
#include <array>

namespace chancery {
namespace {

constexpr std::array<const char*, 12> kKinds = {"event",     "visit",  "meeting",    "instrument",
                                                "regime",    "figure", "commitment", "position",
                                                "statement", "office", "post",       "plan"};
constexpr std::array<std::string_view, 17> kInstrumentStatuses = {
    "proposed",  "negotiated", "agreed",    "initialled", "to_be_signed", "signed",
    "exchanged", "adopted",    "approved",  "ratified",   "in_force",     "extended",
    "amended",   "suspended",  "denounced", "expired",    "rejected"};
constexpr std::array<std::string_view, 9> kRegimeStatuses = {"threatened", "announced", "ordered",
                                                             "in_force",   "extended",  "eased",
                                                             "suspended",  "lifted",    "averted"};
constexpr std::array<std::string_view, 6> kPostStatuses = {"agreed",   "to_open",    "open",
                                                           "upgraded", "downgraded", "closed"};

template <std::size_t N>
bool has(const std::array<std::string_view, N>& names, std::string_view text) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

}  // namespace

const char* to_string(EntryKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<EntryKind> parse_entry_kind(std::string_view text) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (text == kKinds[i]) return static_cast<EntryKind>(i);
  }
  return std::nullopt;
}

EntryKind kind_of(const RecordFields& fields) {
  return std::visit([](const auto& own) { return own.kKind; }, fields);
}

bool is_instrument_status(std::string_view text) {
  return has(kInstrumentStatuses, text);
}

bool is_regime_status(std::string_view text) {
  return has(kRegimeStatuses, text);
}

bool is_post_status(std::string_view text) {
  return has(kPostStatuses, text);
}

}  // namespace chancery

// entry_kind.hpp: the twelve kinds of line that the ledger has, and the dates in them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.hpp"

namespace chancery {

enum class EntryKind : std::uint8_t {
  kEvent,
  kVisit,
  kMeeting,
  kInstrument,
  kRegime,
  kFigure,
  kCommitment,
  kPosition,
  kStatement,
  kOffice,
  kPost,
  kPlan,
};
const char* to_string(EntryKind kind);
std::optional<EntryKind> parse_entry_kind(std::string_view text);

// When. `edtf` is always the writing of `interval` (base/calendar.hpp).
struct EntryDate {
  Interval interval;
  std::string basis;  // stated, report_date, dateline, inferred
};

}  // namespace chancery

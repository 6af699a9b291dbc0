// events.hpp: events in the exchange formats of the field.
//
// PLOVER: newline-delimited JSON, one event an object (PLOVER manual 2.0, "The record"), with our
// own fields beside. POLECAT: the 40 columns of its public files, one event a row, several actors
// by
// "; ". ICEWS: its 20 columns, one row a directed pair of actors; the rows of one event share its
// id. Actors without a code of the format are left out; so is an event without a date or without
// any actor that has a code, and it is counted.
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.hpp"
#include "ledger/ledger.hpp"

namespace chancery {

enum class EventFormat : std::uint8_t { kPlover, kPolecat, kIcews };

struct WrittenEvents {
  std::uint64_t rows = 0;      // without a header
  std::uint64_t left_out = 0;  // events that the format cannot hold
};

// The words of an event stand in PLOVER files only where `include_text` is set. Calls `sink` with
// whole lines, in the order of for_each_entry(); one that answers false stops the export.
Result<WrittenEvents> write_events(Ledger& ledger, EventFormat format, bool include_text,
                                   const std::function<bool(std::string_view)>& sink);

}  // namespace chancery

// check.hpp: what must hold of a report and its entries; add() refuses and verify() reports by the
// same rules. Private to the room.
#pragma once
#include <string>
#include <string_view>

#include "ledger/ledger.hpp"

namespace chancery {

// What is wrong with an entry by itself, or an empty string. Spans are bytes of `text`.
std::string check_entry(const Entry& entry, std::string_view text);

// What is wrong with a span of something that was not coded, or an empty string.
std::string check_uncoded(const Uncoded& uncoded, std::string_view text);

// The first thing wrong with a report and all that was read in it, or an empty string.
std::string check_report(const LedgerReport& report);

// The words at the spans, joined by one space.
std::string words_at(std::string_view text, const std::vector<Span>& spans);

// The day that an entry is listed under: when it begins, else when it ends, else the report's date.
std::optional<Day> listed_day(const Entry& entry, std::optional<Day> report_date);

}  // namespace chancery

// layout.hpp: finds what of a text is no sentence: publication marker, titles, dateline.
//
// Reads: the report.   Adds: layout.
//
// "NAIROBI, June 19 (Agency) -- Kenya" is the dateline "NAIROBI, June 19 (Agency) -- " and the body
// "Kenya". A place in capitals needs a date, an agency or a dash or colon; any other place needs a
// date or an agency, and a dash. Examples are in layout.cases.tsv.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "base/span.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"

namespace chancery {

// The words that datelines are told by. Const after loading, shared by threads.
class LayoutLexicon {
 public:
  enum class Use : std::uint8_t { kMonth, kWeekday, kOpener, kNoPlace };
  struct Word {
    Use use = Use::kNoPlace;
    int month = 0;  // 1 .. 12 for kMonth
  };
  // The entry of a word in any letter case, with or without a stop at its end.
  std::optional<Word> find(std::string_view word) const;

 private:
  friend Result<LayoutLexicon> load_layout_lexicon(const TableSource&);
  std::unordered_map<std::string, Word> words_;  // by folded form
};

// Reads report/months.tsv, weekdays.tsv and no_places.tsv. Fails on the first bad row.
Result<LayoutLexicon> load_layout_lexicon(const TableSource& source);

// The parts are disjoint, in text order, and never cut a code point. A marker runs to the first
// word after it, a dateline to the first word after its dash or to the end of its line; a title has
// no blanks around it.
LayoutLayer find_layout(const Document& document, const LayoutLexicon& lexicon);

// The publication marker at the very start of `text`: blanks or a byte-order mark, the word "date"
// in any letter case, with or without a colon, an ISO day, and the blanks after it. Nothing when
// the calendar has no such day. Requires well-formed UTF-8; sets `span` when there is a marker.
std::optional<Day> parse_marker(std::string_view text, Span* span);

}  // namespace chancery

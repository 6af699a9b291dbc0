// times.hpp: finds expressions of time and fixes them on the calendar.
//
// Reads: tokens, the tree where there is one, the date of the report.   Adds: times.
// "last year" in a report of 2018-12-30 is 2017; "for 2026-2028" is a term of validity, 2026/2028.
// What cannot be fixed stays open: the span is kept, the interval is unknown. The tense of the verb
// above a date without its year, or a day of the week, says whether the last or the next one is
// meant.
#pragma once
#include <memory>

#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"
#include "document/text_layer.hpp"
#include "document/words.hpp"

namespace chancery {

struct TimeWords;

// The words of time. Const after loading; threads may share it.
class TimeLexicon {
 public:
  explicit TimeLexicon(std::unique_ptr<const TimeWords> words);
  TimeLexicon(TimeLexicon&&) noexcept;
  TimeLexicon& operator=(TimeLexicon&&) noexcept;
  ~TimeLexicon();

  const TimeWords& words() const { return *words_; }

 private:
  std::unique_ptr<const TimeWords> words_;
};

// Reads the tables of times/, embedded or from a folder, and adds their words to the vocabulary.
// Fails with kBadTable on the first bad row.
Result<TimeLexicon> load_time_lexicon(const TableSource& source, const WordSplitter& splitter,
                                      Vocabulary& vocabulary);

// Needs the text layer and the anchor date of the document; the syntax layer may be empty. Spans
// are disjoint, in text order, within one sentence each; words that bound a time are part of its
// span
// ("by", "since", "until", "after", "before", "more than"), and "from" and "between" where a range
// follows.
TimeLayer find_times(const Document& document, const TimeLexicon& lexicon);

}  // namespace chancery

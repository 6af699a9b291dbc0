// speech.hpp: finds utterances that the report attributes to a speaker, direct and indirect.
//
// Reads: text_layer, syntax, actors.   Adds: speech.
#pragma once
#include <memory>

#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"
#include "document/words.hpp"

namespace chancery {

struct SpeechTables;

// Verbs of saying and small words. Const after loading, shared by threads.
class SpeechLexicon {
 public:
  explicit SpeechLexicon(std::unique_ptr<const SpeechTables> tables);
  SpeechLexicon(SpeechLexicon&&) noexcept;
  SpeechLexicon& operator=(SpeechLexicon&&) noexcept;
  ~SpeechLexicon();

  const SpeechTables& tables() const { return *tables_; }

 private:
  std::unique_ptr<const SpeechTables> tables_;
};

// Reads verbs.tsv and words.tsv of speech/, and puts their words into the vocabulary,
// which must be the one that the text stage numbers tokens with. Fails with kBadTable on the first
// bad row.
Result<SpeechLexicon> load_speech_lexicon(const TableSource& source, const WordSplitter& splitter,
                                          Vocabulary& vocabulary);

// One unit for one speaker's utterance; titles are skipped. Nothing without the syntax layer.
// Quotations and reported clauses that are no statements of anybody known come back as refusals:
// "quoted name or fragment", "no speaker", "unclosed quotation", "not said". Time is linear in the
// text, whatever its quotation marks.
SpeechLayer find_speech(const Document& document, const SpeechLexicon& lexicon);

}  // namespace chancery

// conllu_task.hpp: scores words, sentences, tags and trees against a treebank.
//
// The conventions are those of the CoNLL 2018 shared task: both sides hold the same characters,
// blanks aside, and what stands on the same characters is compared. Words of a token that either
// side splits are aligned by their forms.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "syntax/conllu.hpp"

namespace chancery {

struct ConlluMeasure {
  std::uint64_t gold = 0;
  std::uint64_t system = 0;
  std::uint64_t right = 0;
  std::uint64_t aligned = 0;  // words on the same characters; 0 for tokens, sentences and words

  // 0..1; 0 where there is nothing.
  double precision() const;
  double recall() const;
  double f1() const;
  double accuracy() const;  // right of aligned
};

struct ConlluMeasures {
  ConlluMeasure tokens;
  ConlluMeasure sentences;
  ConlluMeasure words;
  ConlluMeasure upos;
  ConlluMeasure xpos;
  ConlluMeasure feats;  // the universal ones, as the shared task lists them
  ConlluMeasure lemmas;
  ConlluMeasure uas;
  ConlluMeasure las;       // relations without their subtypes, as in the shared task
  ConlluMeasure las_full;  // relations as they stand
};

struct ConlluScore {
  ConlluMeasures all;
  // By genre, the part of the document's id that names it: "GUM_news_x" and "news-x" are "news".
  // Empty where no document has an id.
  std::map<std::string, ConlluMeasures> genres;
};

// The genre that the id of a document names, or an empty string.
std::string genre_of(const std::string& document_id);

// By id of the document: the day that it was written on, where "# meta::dateCreated" gives one.
std::map<std::string, Day> document_dates(std::string_view bytes);

// Fails with kBadInput where the characters differ (the message shows where), and where a system's
// head is not in its sentence; with kTooLarge where a stretch of split tokens is too long to align.
Result<ConlluScore> score_conllu(const std::vector<ConlluSentence>& gold,
                                 const std::vector<ConlluSentence>& system);

// Sentences from a raw text: what a system does.
using ConlluSystem = std::function<std::vector<ConlluSentence>(const std::string& text)>;
// Scores a system on the raw text of the gold sentences.
Result<ConlluScore> score_raw_text(const std::vector<ConlluSentence>& gold,
                                   const ConlluSystem& system);

std::string to_text(const ConlluScore& score);
nlohmann::ordered_json to_json(const ConlluScore& score);

}  // namespace chancery

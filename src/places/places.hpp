// places.hpp: finds which places a report names, as places: where something is, happens or goes.
//
// Reads: layout, text, syntax, actors.   Adds: places.
// A name that the tables know under several states goes to the one that stands beside it, else to
// one that the report names, else to the far largest; what nothing decides stays open with its
// candidates. A capital that the actors layer reads as a government is no place.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"
#include "document/meaning.hpp"
#include "document/words.hpp"

namespace chancery {

struct PlaceTables;  // lexicon.hpp, private to this room

// Cities, regions, waters and areas, and the words that tell that a name is used as a place. Const
// after loading, shared by threads.
class PlaceLexicon {
 public:
  explicit PlaceLexicon(std::unique_ptr<const PlaceTables> tables);
  PlaceLexicon(PlaceLexicon&&) noexcept;
  PlaceLexicon& operator=(PlaceLexicon&&) noexcept;
  ~PlaceLexicon();

  // All places that the words, taken whole, can name, the most populous first.
  std::vector<Meaning> meanings_of(std::string_view words, const WordSplitter& splitter,
                                   const Vocabulary& vocabulary) const;

  const PlaceTables& tables() const& { return *tables_; }
  const PlaceTables& tables() const&& = delete;

 private:
  std::unique_ptr<const PlaceTables> tables_;
};

// Reads the tables of places/. Their words go into the vocabulary. Fails on the first bad row.
Result<PlaceLexicon> load_place_lexicon(const TableSource& source, const WordSplitter& splitter,
                                        Vocabulary& vocabulary);

// Mentions lie within one sentence each, but for those of the dateline, which have no tokens. Needs
// the vocabulary that the lexicon was loaded with. Without a syntax layer only names that stand
// after a word such as "in", or beside their state, are read.
PlaceLayer find_places(const Document& document, const WordSplitter& splitter,
                       const Vocabulary& vocabulary, const PlaceLexicon& lexicon);

}  // namespace chancery

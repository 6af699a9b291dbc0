// actors.hpp: finds who is named in a report: states, organisations, their bodies, offices and
// office holders, and persons, companies and groups that no table knows.
//
// Reads: tokens, the report's date, trees and names of the syntax layer. Without that layer only
// what the tables have is found.   Adds: actors.
// "the Ukrainian foreign minister" is another person in a report of 2014 than in one of 2025; in a
// report without a date it stays with the state. What may be several things and is told apart by
// nothing in the report stays open (actor kNoId).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"
#include "document/meaning.hpp"
#include "document/words.hpp"

namespace chancery {

// One spell in one office. The views live as long as the lexicon.
struct Official {
  std::string_view country;  // column of officials.tsv ("KAZ", "EUU"), or the id of the
                             // organisation headed ("NATO")
  std::string_view
      role;  // foreign_minister, ..., other; for the head of an organisation its title as a role
  std::string_view office;       // the role; for `other` the finer name that offices.tsv gives the
                                 // title, where it has one
  std::string_view title;        // the office as the table names it
  std::string_view name;         // full name
  std::string_view family_name;  // the short form that news uses
  Day from;                      // first day
  std::optional<Day>
      to;  // the day after the last one; absent: still held when the table was written
  std::uint32_t person = 0;  // equal for the spells of one person

  bool holds(Day day) const { return from <= day && (!to || day < *to); }
};

struct ActorTables;  // lexicon.hpp, private to this room

// States, organisations, officials and the words they are known by. Const after loading, shared by
// threads.
class ActorLexicon {
 public:
  explicit ActorLexicon(std::unique_ptr<const ActorTables> tables);
  ActorLexicon(ActorLexicon&&) noexcept;
  ActorLexicon& operator=(ActorLexicon&&) noexcept;
  ~ActorLexicon();

  // Who holds the office on that day, in the order of the table; empty when nobody does or the
  // state is unknown. `state` is a code ("KAZ", "EUU") or an organisation ("igo:NATO"); `office` a
  // role or finer name ("foreign_minister").
  std::vector<const Official*> holders(std::string_view state, std::string_view office,
                                       Day day) const;
  // The same for all days.
  std::vector<const Official*> all_holders(std::string_view state, std::string_view office) const;
  // All spells of everybody who has that full name, alias or family name, compared without case and
  // marks.
  std::vector<const Official*> spells_of(std::string_view name) const;
  // All that the words, taken whole, can stand for, compared without case and marks. Needs the
  // vocabulary that the lexicon was loaded with.
  std::vector<Meaning> meanings_of(std::string_view words, const WordSplitter& splitter,
                                   const Vocabulary& vocabulary) const;
  // "person:KAZ-murat-nurtleu".
  std::string person_id(const Official& official) const;

  const ActorTables& tables() const& { return *tables_; }
  const ActorTables& tables() const&& = delete;

 private:
  std::unique_ptr<const ActorTables> tables_;
};

// Reads the tables of actors/. Their words go into the vocabulary. Fails on the first bad row.
Result<ActorLexicon> load_actor_lexicon(const TableSource& source, const WordSplitter& splitter,
                                        Vocabulary& vocabulary);

// Mentions lie within one sentence each. Needs the token numbers of the vocabulary that the lexicon
// was loaded with.
ActorLayer find_actors(const Document& document, const ActorLexicon& lexicon);

}  // namespace chancery

// records.hpp: the diplomatic record from acts and noun phrases. Private to this room.
//
// Each kind has a file of its own, KIND_records.cpp. All start from the acts that EventReader has
// read (with their status, parties and time) or from the heads of noun phrases.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "document/document.hpp"
#include "events/clauses.hpp"
#include "events/lexicon.hpp"
#include "events/parties.hpp"

namespace chancery {

class RecordReader {
 public:
  RecordReader(const Document& document, const EventTables& tables, const ClauseTree& tree,
               const PartyFinder& parties, const EventLayer& events)
      : document_(document),
        text_(document.text_layer),
        tables_(tables),
        tree_(tree),
        parties_(parties),
        events_(events) {}

  RecordLayer read();

 private:
  void read_visits();
  void read_meetings();
  void read_instruments();
  void read_regimes();
  void read_commitments();
  void read_positions();
  void read_offices();
  void read_posts();
  void read_plans();

  // A record on the words, status, time, place and utterance of the act; no parties yet.
  RecordItem from_act(const EventAct& act, RecordFields fields) const;
  // Adds parties to a slot, nobody twice in it.
  void add(RecordItem& record, const char* slot, const std::vector<EventParty>& parties) const;
  // The words cover those too.
  void widen(RecordItem& record, Span words) const;
  void put(RecordItem record) { layer_.records.push_back(std::move(record)); }
  // The words of a noun phrase without its determiner and what follows a comma; as written.
  std::string phrase(TokenId head) const;
  // One record for one fact told several times.
  void merge();
  // Whether two records of one kind tell one fact; symmetric.
  bool same_fact(const RecordItem& a, const RecordItem& b) const;

  const Document& document_;
  const TextLayer& text_;
  const EventTables& tables_;
  const ClauseTree& tree_;
  const PartyFinder& parties_;
  const EventLayer& events_;
  RecordLayer layer_;
};

}  // namespace chancery

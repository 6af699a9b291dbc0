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
#include "events/told.hpp"

namespace chancery {

// A measure on the way to its record.
struct RegimeRecord {
  std::string type, scope;
  std::vector<EventParty> imposer, target;
  std::vector<EventParty> owners;  // of the noun: "EU duties", "its ban"
  bool owner_imposes = false;
  bool hits_people = false;
  TokenId flow = kNoToken;     // "imports"
  TokenId telling = kNoToken;  // "the ban imposed in 2019": the participle
  TokenRange words;
  const char* rule = "";
};

class RecordReader {
 public:
  RecordReader(const Document& document, const EventTables& tables, const ClauseTree& tree,
               const PartyFinder& parties, const EventLayer& events)
      : document_(document),
        text_(document.text_layer),
        tables_(tables),
        tree_(tree),
        parties_(parties),
        events_(events),
        told_(document, tables, tree, parties) {}

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
  // A record on those words and the parties beside them.
  RecordItem make_record(TokenId trigger, TokenRange words, const std::vector<EventParty>& parties,
                         ActStatus status, RecordFields fields) const;
  WordId before_figure(const Figure& figure) const;
  std::string measure_name(TokenId head, std::size_t parties) const;
  std::optional<StatedValue> stated_base(const std::string& measure,
                                         const std::vector<EventParty>& holders,
                                         TokenRange outside) const;
  std::optional<EntryDate> horizon(TokenRange words) const;
  void add_beneficiaries(RecordItem& record, TokenId verb,
                         const std::vector<EventParty>& holders) const;
  // told_by: the word that promises; verb: the clause or thing promised, the same for "will".
  void put_commitment(TokenId told_by, TokenId verb, const std::vector<EventParty>& holders,
                      std::string strength, bool negative, const char* rule, TokenId until = 0);
  bool is_undertaking(TokenId verb) const;
  bool is_measured(TokenId head) const;
  bool plans_act(TokenId verb) const;
  std::vector<EventParty> sides_of(TokenId token) const;
  std::vector<EventParty> states_behind(TokenId head, PartyUse use) const;
  void take_target(TokenId head, RegimeRecord& regime) const;
  void take_targets(TokenId host, RegimeRecord& regime) const;
  void find_flow_owner(TokenId flow, RegimeRecord& regime) const;
  std::string type_of(TokenId noun, const RegimeRecord& regime) const;
  bool is_help(TokenId noun) const;
  std::string rate_in(TokenRange words) const;
  void put_regime(RegimeRecord regime, TokenId operator_, ToldAs told, std::string status);
  std::string bare_phrase(TokenId head) const;
  void find_matters(TokenId head, std::vector<TokenId>& out) const;
  void put_position(TokenId verb, TokenId object, const std::vector<EventParty>& holders,
                    std::string stance, const char* rule);
  void put_plan(TokenId trigger, TokenRange words, std::string what,
                const std::vector<EventParty>& parties, std::string_view status, const char* rule);
  void join_regimes(RecordItem& kept, RecordItem& other) const;
  static Interval ended_interval(const TimeExpression& time);
  static Interval begun_interval(const TimeExpression& time);
  static Interval grain_interval(Day day, Grain grain);
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
  const ToldReader told_;
  RecordLayer layer_;
};

}  // namespace chancery

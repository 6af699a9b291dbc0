// records.hpp: the diplomatic record from clauses and noun phrases. Private to this room.
//
// Each kind has a file of its own, KIND_records.cpp. All start from predicates or the heads of
// noun phrases in the trees that EventReader has mended.
#pragma once
#include <initializer_list>
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

// How the clause of a predicate or noun tells it.
struct Told {
  ActStatus status = ActStatus::kDone;
  const char* refused = "";  // why it is not told as happening; empty where it is
  bool background = false;
  bool reported = false;  // somebody says it
  bool purpose = false;   // "to sign", of a clause that tells something else
  bool ended = false;
  std::vector<TokenId> chain;  // the token and what governs it, the nearest first
  std::optional<TimeId> time;
  std::optional<EntryDate> date;  // where the day of `time` is that of the next year
};

class RecordReader {
 public:
  RecordReader(const Document& document, const EventTables& tables, const ClauseTree& tree,
               const PartyFinder& parties)
      : document_(document),
        text_(document.text_layer),
        tables_(tables),
        tree_(tree),
        parties_(parties),
        told_(document, tables, tree, parties) {
    prepare();
  }

  RecordLayer read();

 private:
  struct Match {
    std::uint32_t words = 0;  // 0: nothing found
    const std::string* value = nullptr;
    explicit operator bool() const { return words != 0; }
  };

  // record_clauses.cpp: what the readers of the kinds share.
  void prepare();
  void find_pair();
  // The longest phrase of that use that begins at the token, in base forms or as written.
  Match match(RecordUse use, TokenId token) const;
  // Of a predicate: particles and nouns of the phrase may stand further on ("cut the visit off").
  Match match_verb(RecordUse use, TokenId verb) const;
  const ActRow* row_at(TokenId predicate) const;
  Told told(TokenId token) const;
  std::optional<TimeId> time_of(const std::vector<TokenId>& chain, TokenId at) const;
  // Those named at the head of a noun phrase, without those who act for nobody.
  std::vector<EventParty> named(TokenId head, PartyUse use) const;
  std::vector<EventParty> subjects_of(TokenId predicate) const;
  std::vector<EventParty> at_preposition(TokenId token, WordId preposition, PartyUse use) const;
  bool is_official(const EventParty& party) const;
  // The two of whom the report tells at that place: those of the last visit or meeting before it,
  // or the only two states named; empty where it is not clear.
  std::vector<EventParty> pair_at(TokenId token, std::optional<TimeId>* time = nullptr) const;
  // Whether a place or a state used as one stands at the token.
  bool is_place(TokenId token) const;
  bool is_state(TokenId token) const;
  bool is_goal(TokenId token) const;
  // Places right after that preposition, between the predicate and the next clause.
  // The words of the place where it is told to happen, beside one of those tokens; empty for none.
  Span place_beside(std::initializer_list<TokenId> tokens) const;
  void places_after(TokenId predicate, WordId preposition, std::vector<TokenId>& out) const;
  std::string place_state(TokenId token, Span* words) const;
  RecordItem from_told(const Told& told, TokenId trigger, const char* rule,
                       RecordFields fields) const;
  // Covers the parties of the sentence of the trigger and the words given.
  void set_words(RecordItem& record, Span words) const;
  void refuse(EntryKind kind, TokenId token, const char* reason);
  std::string lower(TokenRange words) const;
  std::size_t count_states(const RecordItem& record, const char* slot) const;
  WordId word(std::string_view text) const { return tables_.words.find(text); }
  bool is_lemma(TokenId token, std::string_view text) const;
  bool is_verb(TokenId token) const;
  TokenRange sentence_of(TokenId token) const {
    return text_.sentence_tokens[text_.token_sentence[token]];
  }
  void add_visit(TokenId trigger, const Told& told, const std::vector<EventParty>& visitors,
                 const std::vector<EventParty>& hosts, Span place, const char* rule);
  void read_visit_verb(TokenId verb, const std::string& where);
  void read_receiving(TokenId verb);
  void read_visit_noun(TokenId noun);
  void read_presence(TokenId place);
  void describe_visit(TokenId trigger, RecordItem& record) const;
  void read_meeting_noun(TokenId noun);
  void read_meeting_verb(TokenId verb);
  void read_meeting_body(TokenId noun, TokenId verb);
  void add_meeting(TokenId trigger, TokenId noun, TokenId verb, const Told& told,
                   std::vector<EventParty> parties, const char* rule);
  void describe_meeting(TokenId noun, TokenId verb, RecordItem& record) const;
  const RecordItem* last_meeting(TokenId before) const;
  RecordItem* last_meeting(TokenId before);
  // A telling of a text: the verb or noun that says what became of it.
  struct Evidence {
    TokenId token = kNoToken;
    std::string status;
    bool own_clause = false;  // a participle or relative clause on the noun
  };
  void read_text(TokenId head, TokenRange words, const std::string& type, bool weak);
  std::vector<Evidence> text_evidence(TokenId head, TokenRange words, TokenId* top,
                                      const std::string& type) const;
  std::vector<EventParty> text_parties(TokenId head, TokenRange words,
                                       const std::vector<Evidence>& evidence,
                                       const std::string& type) const;
  void describe_text(TokenId head, TokenRange words, RecordItem& record) const;
  void read_votes(RecordItem& record) const;
  std::string settled_status(const std::string& status, const Told& told) const;
  bool join_text(RecordItem& record, bool definite);
  // The body that adopts: the nearest organisation before the token.
  std::vector<EventParty> body_at(TokenId token) const;
  void read_post(TokenId head, TokenRange words, const std::string& type);
  void read_office(TokenId verb, const std::string& change);
  // The person named at a noun phrase or by what stands beside it; of an unknown one the name.
  std::optional<EventParty> person_at(TokenId head, const std::string& state) const;
  // The office named at the noun phrase: its role name or words, and whose it is.
  struct Office {
    TokenId head = kNoToken;
    std::string name;
    std::string state;
    Span words;
  };
  std::optional<Office> office_at(TokenId head) const;
  // "its ambassador to Chile, Juan Gomez": the name after a comma, wherever the tree hangs it.
  std::optional<EventParty> person_after(TokenId title, const std::string& state) const;
  // Coordinated phrases after "on" or as objects, as said.
  void add_topics(TokenId head, std::vector<std::string>& topics) const;
  // The ordinal before a noun ("the sixth meeting", "the 52nd session").
  std::optional<double> ordinal_of(TokenId noun, TokenId* where) const;

  void read_visits();
  void read_meetings();
  void read_instruments();
  void read_regimes();
  void read_commitments();
  void read_positions();
  void read_offices();
  void read_posts();
  void read_plans();

  // Adds parties to a slot, nobody twice in it.
  void add(RecordItem& record, const char* slot, const std::vector<EventParty>& parties) const;
  // Keeps the record; one in which nobody takes part is refused.
  void put(RecordItem record);
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
  // Fields that the record leaves open, from another telling of the same fact.
  void complete(RecordItem& record, const RecordItem& other) const;
  // One record for one fact told several times.
  void merge();
  // Whether two records of one kind tell one fact; symmetric.
  bool same_fact(const RecordItem& a, const RecordItem& b) const;

  const Document& document_;
  const TextLayer& text_;
  const EventTables& tables_;
  const ClauseTree& tree_;
  const PartyFinder& parties_;
  const ToldReader told_;
  RecordLayer layer_;
  std::vector<ActorId> pair_;                // of a bilateral report
  std::vector<WordId> surface_;              // by token: as written, folded
  std::vector<std::uint32_t> utterance_at_;  // by token
  std::vector<std::uint32_t> place_at_;      // by token: index into places.mentions
  std::vector<MentionId> mention_at_;        // by token: the longest that covers it
};

}  // namespace chancery

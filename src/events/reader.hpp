// reader.hpp: acts from predicates, and events from acts. Private to this room.
#pragma once
#include <string>
#include <vector>

#include "document/document.hpp"
#include "events/clauses.hpp"
#include "events/lexicon.hpp"
#include "events/parties.hpp"

namespace chancery {

// How a clause tells its act, by tense, modals and negation.
enum class Mood : std::uint8_t {
  kDone,
  kOngoing,
  kPlanned,
  kRefused,       // "will not"
  kDeontic,       // "must", "should"
  kHypothetical,  // "would", "may"; conditions; infinitives under nothing known
  kNegated,
  kPurpose,   // "to mediate"
  kMentioned  // a noun that nobody says to have happened
};

// A predicate that a row of acts.tsv reads.
struct Trigger {
  TokenId token = kNoToken;
  std::uint32_t row = 0;
  std::uint32_t parent = kNoId;      // the trigger that governs it
  Relation link = Relation::kDep;    // by which relation
  std::vector<std::uint32_t> inner;  // those it governs
};

// What governs an act, gathered on the way down.
struct Telling {
  bool future = false;
  bool ended = false;
  bool cancelled = false;
  bool hosted = false;     // of others, or of nobody named
  bool postponed = false;  // cancelled for now
  bool reported = false;
  bool ongoing = false;
  bool hypothetical = false;
  std::vector<TokenId> operators;  // governing predicates, the nearest last
  std::string rule;
};

// The act as a matter of another: what is asked, refused or threatened.
struct Matter {
  std::string mode, request, appeal, refusal, threat_mode, threat;
  bool known = false;
};

class EventReader {
 public:
  EventReader(const Document& document, const EventTables& tables);
  EventLayer read();
  RecordLayer read_records() const;

 private:
  static constexpr int kMaxDepth = 8;
  static constexpr int kMaxClimb = 6;

  void read_sentence(SentenceId sentence);
  void add_trigger(TokenId token);
  void link(std::uint32_t index);
  bool governs(const Trigger& trigger, Relation relation, TokenId from) const;
  Mood mood_of(const Trigger& trigger) const;
  Mood verb_mood(TokenId verb) const;
  bool is_time(TokenId token) const;
  void find_where(TokenId verb, std::vector<EventParty>& out) const;
  void recode_between_states(EventAct& event) const;
  bool part_sides(const Trigger& trigger, const Telling& telling, EventAct& event) const;
  void find_victims(const Trigger& trigger, EventAct& event) const;
  bool is_reciprocal(const Trigger& trigger) const;
  void spread_others(EventAct& event) const;
  bool was_to_have(TokenId verb) const;
  bool has_asker(const Trigger& trigger) const;
  bool follows_by_weeks(TokenId verb) const;
  void find_pair();
  void fill_parties(const Trigger& trigger, const Telling& telling, EventAct& event) const;
  const EventAct* answered(const EventAct& event) const;
  bool surface_imperative(TokenId verb) const;
  bool has_condition(TokenId predicate) const;
  void add_sizes(std::size_t first_event);
  Mood noun_mood(const Trigger& trigger) const;
  bool protests(std::uint32_t index, int depth) const;
  bool is_to_come(TokenId predicate);
  void process(std::uint32_t index, Telling telling, int depth);
  std::size_t process_inner(const Trigger& trigger, const Telling& telling, int depth);
  void drop(const Trigger& trigger, const Telling& telling, const char* reason, int depth);
  Matter matter_of(std::uint32_t index, int depth) const;
  Matter matter_of_inner(const Trigger& trigger, int depth) const;
  void demand_in_report(const Trigger& report, const Telling& telling);
  Outcome outcome_of(const ActClass& act, const Telling& telling) const;
  void emit(const Trigger& trigger, const Outcome& outcome, const Telling& telling,
            ActStatus status, const char* reason);
  void collect(const Trigger& trigger, const Frame& frame, const Telling& telling, PartyUse use,
               std::vector<EventParty>& out) const;
  bool lacks_matter(const Trigger& trigger, const EventAct& event) const;
  void find_protested(const Trigger& trigger, const Telling& telling,
                      std::vector<EventParty>& out) const;
  void set_time(EventAct& act, const Telling& telling);
  void place(EventAct act);
  void merge();
  void share_days(std::vector<EventAct>& events) const;

  const ActRow& row(const Trigger& trigger) const { return tables_.rows[trigger.row]; }
  const ActClass& act(const Trigger& trigger) const { return tables_.classes[row(trigger).act]; }

  const Document& document_;
  const TextLayer& text_;
  const EventTables& tables_;
  const EventTables::Small& small_;
  ClauseTree tree_;
  PartyFinder parties_;
  std::vector<Trigger> triggers_;            // of the sentence
  std::vector<std::uint32_t> trigger_at_;    // by token
  std::vector<std::uint32_t> utterance_at_;  // by token
  std::size_t next_time_ = 0;                // first time of the sentence
  std::size_t next_figure_ = 0;              // likewise
  TokenRange sentence_;
  std::vector<std::string> pair_;  // the ids of the two that the report is about; else empty
  std::size_t emitted_ = 0;
  EventLayer layer_;
};

}  // namespace chancery

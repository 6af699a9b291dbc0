// told.hpp: how a predicate of the record is told, by whom, when and of whom. Private to this room.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "document/document.hpp"
#include "events/clauses.hpp"
#include "events/lexicon.hpp"
#include "events/parties.hpp"

namespace chancery {

// What the own words of a predicate say: its auxiliaries, negations and marks.
struct Manner {
  bool negated = false;
  bool future = false;  // will, shall
  bool would = false;
  bool possible = false;    // may, might, could, can
  bool deontic = false;     // must, should, have to
  bool infinitive = false;  // "to"
  bool condition = false;   // stands in a clause with "if", "unless", "whether"
  bool gerund = false;
  bool past = false;
  bool perfect = false;
};

// How an act comes out, with what governs it.
enum class ToldAs : std::uint8_t {
  kDone,
  kOngoing,
  kPlanned,
  kThreatened,
  kAsked,         // somebody wants it of another
  kRefused,       // "will not", "refused to"
  kNegated,       // did not happen
  kHypothetical,  // may, would, if; feared, discussed
  kPurpose,       // "to protect"
};

class ToldReader {
 public:
  ToldReader(const Document& document, const EventTables& tables, const ClauseTree& tree,
             const PartyFinder& parties);

  Manner manner(TokenId verb) const;
  ToldAs told(TokenId predicate) const;
  // What the table says that the word is used for there, nullptr for nothing. Verbs are met with
  // their particle.
  const DeedWord* use(TokenId token, DeedUse use) const;
  bool is(TokenId token, DeedUse what) const { return use(token, what) != nullptr; }

  // Who does what the verb says: its subject, of a passive who stands after "by".
  std::vector<EventParty> doers(TokenId verb) const;
  // States, organisations and those who act for them, whom the phrase names.
  std::vector<EventParty> actors(TokenId head, PartyUse use) const;
  // Those named by the words right before the token: a subject that the tree hangs elsewhere.
  std::vector<EventParty> actors_right_before(TokenId token) const;
  // Drops who acts for nobody, and companies.
  void keep_political(std::vector<EventParty>& parties) const;
  // Heads of what the verb is done to.
  std::vector<TokenId> objects(TokenId verb) const;
  // Noun phrases after that preposition which hang on the token.
  std::vector<TokenId> after(TokenId token, WordId preposition) const;

  std::optional<std::uint32_t> utterance(TokenId token) const;
  // Whether who speaks there, if anybody does, is one of them.
  bool speaks_for_itself(TokenId verb, const std::vector<EventParty>& holders) const;
  // The first time of a kind that hangs on the words, kNoTime for none.
  std::vector<TimeId> times_in(TokenRange words) const;
  // Whether the time hangs on the predicate and on no other verb.
  bool dates(TimeId time, TokenId predicate) const;
  std::vector<FigureId> figures_in(TokenRange words) const;
  // The clause without those that hang on it behind a comma.
  TokenRange clause(TokenId verb) const;
  // The words of the verb and what belongs to it, without its subject.
  TokenRange predicate(TokenId verb) const;
  // "if ...", "provided that ...": what hangs on the verb or what governs it; empty for none.
  std::string condition(TokenId verb) const;
  std::string words(TokenRange tokens) const;
  // Before the report's week, or told in the past perfect.
  bool is_background(TokenId verb, std::optional<TimeId> time) const;
  TokenRange sentence(TokenId token) const {
    return document_.text_layer.sentence_tokens[document_.text_layer.token_sentence[token]];
  }

 private:
  ToldAs told(TokenId predicate, int climb) const;
  bool reports_speech(TokenId token) const;
  ToldAs noun_told(TokenId noun, int climb) const;

  const Document& document_;
  const EventTables& tables_;
  const ClauseTree& tree_;
  const PartyFinder& parties_;
  std::vector<std::uint32_t> utterance_at_;  // by token
};

}  // namespace chancery

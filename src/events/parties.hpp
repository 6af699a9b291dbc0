// parties.hpp: noun phrases to actors. Private to this room.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "document/document.hpp"
#include "events/clauses.hpp"
#include "events/lexicon.hpp"

namespace chancery {

// How freely the words of a phrase name a party.
enum class PartyUse : std::uint8_t {
  kActs,   // the phrase itself is somebody
  kMeant,  // or belongs to somebody: "Israel's proposal" means Israel
  kPlace,  // or is a place of somebody: "in Nairobi" means Kenya
};

class PartyFinder {
 public:
  PartyFinder(const Document& document, const EventTables& tables, const ClauseTree& tree);

  // Adds those whom the noun phrase and its coordinates name; nobody twice.
  void find(TokenId head, PartyUse use, std::vector<EventParty>& out) const;
  // Those whom the possessors and adjectives of a noun name.
  void find_owners(TokenId noun, std::vector<EventParty>& out) const;
  // Somebody of this report, by id.
  EventParty party_of(const std::string& id, Span span) const;
  // Whether it stands for the states of a region.
  bool is_region(const EventParty& party) const;
  // Whom the mention at the token names, places aside.
  void find_named(TokenId token, std::vector<EventParty>& out) const {
    add_mention(token, PartyUse::kActs, out);
  }
  // Those named by the words right before a noun, wherever the tree hangs them: "the 'Central Asia
  // - China' ministers' meeting".
  void find_before(TokenId noun, std::vector<EventParty>& out) const;

 private:
  bool add_region(TokenId head, std::vector<EventParty>& out) const;
  void find_home();
  bool add_mention(TokenId token, PartyUse use, std::vector<EventParty>& out) const;
  void add_phrase(TokenId head, PartyUse use, int depth, std::vector<EventParty>& out) const;
  void add_joined_before(TokenId head, PartyUse use, std::vector<EventParty>& out) const;
  void add_place(TokenId token, std::vector<EventParty>& out) const;
  void add_people(TokenId head, const NounEntry& noun, PartyUse use, int depth,
                  std::vector<EventParty>& out) const;
  void push(EventParty party, std::vector<EventParty>& out) const;
  std::string state_of(const EventParty& party) const;
  Span phrase_span(TokenId head) const;

  const Document& document_;
  const EventTables& tables_;
  const ClauseTree& tree_;
  std::vector<MentionId> mention_at_;                  // by token: the longest that covers it
  std::vector<MentionId> inner_at_;                    // by token: the shortest
  std::vector<std::uint32_t> place_at_;                // by token: index into places.mentions
  std::unordered_map<std::string, ActorId> actor_of_;  // by id
  std::vector<bool> official_;                         // by actor: named with a title of office
  std::string home_;                                   // the state of unclaimed officials
};

// The id by which a party is compared: that of its actor, or of its words.
const std::string& party_id(const Document& document, const EventParty& party);
// The id of whom the party acts for: the holder of an office is its state.
const std::string& acting_id(const Document& document, const EventParty& party);
// The state or organisation that a party acts for; empty for none known.
const std::string& party_state(const Document& document, const EventParty& party);

}  // namespace chancery

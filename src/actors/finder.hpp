// finder.hpp: how actors are found, private to this room. Others include actors.hpp.
//
// Reads a document in two passes. The first (scan.cpp) cuts each sentence into atoms: names,
// offices, bodies and family names as the tables have them, longest first. That gives the states
// that the report names. The names of the syntax layer add those that no table knows (names.cpp,
// strangers.cpp). The second (composition.cpp) joins atoms that stand together
// ("Kazakh" + "Foreign Minister" + "Murat Nurtleu"); who is meant is decided by the report's date
// and states (resolution.cpp).
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "actors/actors.hpp"
#include "actors/lexicon.hpp"
#include "document/document.hpp"

namespace chancery {

class ActorFinder {
 public:
  ActorFinder(const Document& document, const ActorTables& tables)
      : document_(document),
        text_(document.text_layer),
        syntax_(document.syntax),
        tables_(tables),
        named_(tables.parties.size(), 0),
        named_bodies_(tables.body_list.size() + tables.body_phrases.size()) {
    if (const auto date = document.anchor_date()) {
      date_ = *date;
      today_ = static_cast<std::int32_t>(date->time_since_epoch().count());
    }
  }

  ActorLayer run() {
    std::vector<std::uint32_t> first_atom;
    for (SentenceId s = 0; s < text_.sentences(); ++s) {
      first_atom.push_back(static_cast<std::uint32_t>(atoms_.size()));
      scan(s);
    }
    first_atom.push_back(static_cast<std::uint32_t>(atoms_.size()));
    settle_by_report();
    take_names(first_atom);
    take_abbreviations(first_atom);
    join_aliases();
    take_known_names(first_atom);
    note_paragraphs(first_atom);
    for (SentenceId s = 0; s < text_.sentences(); ++s) join(s, first_atom[s], first_atom[s + 1]);
    return finish();
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  // No phrase of the tables is longer; keeps one look-up bounded whatever the tables hold.
  static constexpr std::size_t kMaxPhraseWords = 32;
  static constexpr std::size_t kMaxIntroduced = 64;

  // kStranger and kFirm: a person, an organisation or group that no table knows. kStateBody: a body
  // of a state by a name that no table knows ("Emergencies Ministry"); its state is the atom before
  // it, where that begins with the same token.
  enum class AtomType : std::uint8_t {
    kParty,
    kPerson,
    kOffice,
    kBody,
    kFamily,
    kStranger,
    kFirm,
    kStateBody
  };

  struct Atom {
    TokenRange tokens;
    std::uint32_t value = 0;  // entry, office phrase, body phrase or stranger
    PartyId party = kNone;    // of a kParty; kNone while several are possible
    BodyId body = 0;          // of a metonym
    AtomType type = AtomType::kParty;
    MentionKind kind = MentionKind::kName;
    bool place = false;
    bool own_name = false;   // of a metonym: a body by its own name, no seat
    bool by_report = false;  // stands only when the report names the party otherwise
    bool dropped = false;
    bool used = false;
    bool named = false;  // the syntax layer calls exactly these words a person
    bool sure = false;   // of a stranger: and a title stands before them
  };

  enum class Lettering : std::uint8_t { kPlain, kTitleCase, kCapitals };

  static bool is_person(const Atom& atom) {
    return atom.type == AtomType::kPerson || atom.type == AtomType::kFamily ||
           atom.type == AtomType::kStranger;
  }

  // Tokens.
  WordId word(TokenId t) const { return text_.word[t]; }
  std::uint32_t cue(TokenId t) const { return tables_.cue(text_.word[t]); }
  bool touches_next(TokenId t) const {
    return t + 1 < text_.tokens() && !text_.space_before[t + 1];
  }
  bool is_capital(TokenId t) const { return text_.shape[t] == Shape::kCapital; }
  bool is_letters(TokenId t) const {
    const Shape shape = text_.shape[t];
    return shape == Shape::kLower || shape == Shape::kCapital || shape == Shape::kUpper ||
           shape == Shape::kOther;
  }
  bool is_possessive(TokenId t) const {
    return word(t) == tables_.possessive || word(t) == tables_.apostrophe;
  }
  // A capitalised word that may belong to a name we do not know.
  bool is_foreign_capital(TokenId t) const {
    const Shape shape = text_.shape[t];
    return (shape == Shape::kCapital || shape == Shape::kUpper) &&
           (cue(t) & (kKnown | kCueVerb)) == 0;
  }

  // Trees.
  bool has_tree() const { return !syntax_.head.empty(); }
  // The token of the range that the others hang on.
  TokenId head_of(TokenRange tokens) const {
    for (TokenId t = tokens.begin; t < tokens.end; ++t) {
      const TokenId head = syntax_.head[t];
      if (head == kNoToken || !tokens.contains(head)) return t;
    }
    return tokens.begin;
  }
  // Up from a coordinated word to the first one of its list.
  TokenId first_of_list(TokenId t) const {
    for (int steps = 0; steps < 16 && syntax_.relation[t] == Relation::kConj; ++steps)
      t = syntax_.head[t];
    return t;
  }

  // Pass one.
  void scan(SentenceId sentence);
  Lettering lettering_of(TokenRange range) const;
  bool spelled(const Sense& sense, TokenRange tokens, Lettering lettering,
               std::uint8_t cautions) const;
  bool holds_today(const Sense& sense) const;
  enum class Outcome : std::uint8_t { kNothing, kTaken, kSkipped };
  struct NameMatch {
    Outcome outcome = Outcome::kNothing;
    std::uint32_t words = 0;
    std::uint32_t entry = 0;
  };
  NameMatch match_name(TokenId at, TokenRange sentence, Lettering lettering) const;
  bool take_name(const NameMatch& match, TokenId at, TokenRange sentence, Lettering lettering);
  bool take_family(TokenId at, TokenRange sentence, Lettering lettering, std::uint32_t& words);
  bool beside_foreign_capital(TokenRange tokens, TokenRange sentence, bool strict) const;
  bool is_office_word(std::uint32_t office, TokenId t) const;
  bool is_money(TokenRange tokens, TokenRange sentence) const;
  bool in_us_context(TokenRange tokens, TokenRange sentence);
  // False: the words are no actor (the name of a language).
  bool decide_demonym(Atom& atom, TokenRange sentence, bool adjective, bool people) const;
  bool acts(const Atom& atom, TokenRange sentence) const;
  std::optional<bool> acts_in_tree(const Atom& atom) const;
  bool take_half(TokenId at, TokenRange sentence);
  bool is_people(TokenRange tokens, TokenRange sentence) const;
  bool is_venue(TokenId first, TokenRange sentence) const;

  void settle_by_report();
  bool is_named(const Atom& atom) const;
  bool is_name_word(TokenId t) const {
    return text_.shape[t] == Shape::kCapital || text_.shape[t] == Shape::kUpper;
  }
  TokenId end_of_body_name(TokenId at, TokenRange sentence, bool organisation) const;

  // Names that the syntax layer has found (names.cpp).
  void take_names(std::vector<std::uint32_t>& first_atom);
  enum class Kind : std::uint8_t { kNone, kPerson, kFirm };
  TokenRange whole_name(TokenRange tokens, TokenRange free) const;
  TokenRange with_field(TokenRange tokens, TokenId stop) const;
  TokenRange without_dates(TokenRange tokens) const;
  TokenRange again(TokenRange tokens) const;
  bool is_committee(TokenId t) const {
    return std::find(tables_.committees.begin(), tables_.committees.end(), word(t)) !=
           tables_.committees.end();
  }
  bool is_state_body(TokenRange tokens) const;
  bool is_called_organisation(TokenRange tokens, TokenRange sentence) const;
  bool is_plain_organisation(TokenRange tokens, TokenRange sentence, std::uint32_t begin,
                             std::uint32_t end) const;
  bool take_state_body(TokenRange tokens, std::uint32_t begin, std::uint32_t end,
                       std::vector<Atom>& merged);
  Kind kind_of_name(NameType type, TokenRange tokens, TokenRange sentence) const;
  void take_name_of_syntax(NameType type, TokenRange tokens, TokenRange sentence,
                           std::uint32_t begin, std::uint32_t end, std::vector<Atom>& merged);
  bool take_person(TokenRange tokens, std::uint32_t begin, std::uint32_t end,
                   std::vector<Atom>& merged);
  bool take_firm(TokenRange tokens, TokenRange sentence, std::uint32_t begin, std::uint32_t end,
                 std::vector<Atom>& merged);
  bool introduces_itself(TokenRange tokens, TokenRange sentence) const;
  std::optional<std::uint32_t> variant_of_full_name(TokenRange tokens) const;
  std::optional<std::uint32_t> variant_of_family(TokenRange tokens) const;
  std::optional<std::uint32_t> end_of_known_name(TokenRange tokens) const;
  std::vector<ActorTables::FamilyKey>::const_iterator first_of_key(const std::string& key) const;

  // The state of what the report gives none (resolution.cpp).
  void note_paragraphs(const std::vector<std::uint32_t>& first_atom);
  PartyId state_near(TokenRange tokens, TokenRange sentence) const;
  PartyId state_of_party(PartyId party) const;
  // Whether the report names no other state more often.
  bool is_dominant(PartyId party) const {
    return std::none_of(named_parties_.begin(), named_parties_.end(), [&](PartyId other) {
      return named_[other] > named_[party] && tables_.parties[other].type == ActorType::kState;
    });
  }

  // Persons, organisations and groups that no table knows (strangers.cpp).
  struct Stranger {
    std::string name;  // as it is written where it is named in full
    std::string slug;
    NameType type = NameType::kPerson;
    PartyId party = kNone;       // whose citizen or official the report says that it is
    PartyId likely = kNone;      // the one state near an office of this person that needs one
    std::optional<RoleId> role;  // the office that it gives
    ActorId actor = kNoId;
  };
  // The words between blanks; a hyphen joins.
  std::vector<TokenRange> units_of(TokenRange tokens) const;
  // What several bear is nobody's.
  static void bear(std::unordered_map<std::string, std::uint32_t>& names, const std::string& name,
                   std::uint32_t stranger) {
    if (name.empty()) return;
    const auto [found, is_new] = names.emplace(name, stranger);
    if (!is_new && found->second != stranger) found->second = kNone;
  }
  std::uint32_t stranger_for(TokenRange tokens, NameType type);
  std::optional<std::uint32_t> known_stranger(TokenRange tokens, bool given) const;
  void describe(Stranger& stranger, TokenRange tokens, std::uint32_t k, TokenRange sentence) const;
  PartyId owner_of_office(std::uint32_t k, TokenRange sentence) const;
  bool belongs_to(TokenRange name, TokenRange party, TokenRange sentence) const;
  bool needs_state(const OfficePhrase& phrase) const;
  bool is_beside(TokenId noun, TokenRange tokens, TokenRange sentence) const;
  bool is_noun_phrase(TokenRange tokens, bool prepositions) const;
  void take_abbreviations(std::vector<std::uint32_t>& first_atom);
  void take_known_names(std::vector<std::uint32_t>& first_atom);
  TokenRange known_name_at(TokenId at, TokenRange sentence) const;
  void join_aliases();
  bool begins_with_family(PersonId person) const;
  TokenId after_possessive(TokenId t, TokenRange sentence) const;
  TokenId field_end(TokenId at, std::uint32_t next, std::uint32_t end, TokenRange sentence) const;
  TokenRange without_field(TokenRange tokens, const std::vector<Atom>& merged, std::uint32_t begin,
                           std::uint32_t end) const;
  void join_bodies(const std::vector<std::uint32_t>& parties, std::uint32_t body,
                   TokenRange tokens);
  PartyId only_party(const OfficePhrase& phrase) const;
  bool is_listed_with(TokenRange tokens, std::uint32_t k, TokenRange sentence) const;
  ActorId stranger_actor(std::uint32_t stranger);
  void add_stranger(std::uint32_t k, TokenRange sentence);
  void finish_strangers();

  // The state of strangers whose office or body the report ties to one (ties.cpp).
  struct Tied {
    TokenId at;     // a body, team, mission or office
    PartyId party;  // its state
  };
  std::uint16_t tie(TokenId t) const { return tables_.tie(text_.word[t]); }
  void tie_strangers();
  PartyId state_at(TokenId t, TokenRange* tokens = nullptr) const;
  PartyId owner_of(TokenId noun, TokenRange sentence) const;
  PartyId state_of_actor(ActorId id) const;
  PartyId subject_before(SentenceId sentence) const;
  TokenRange named_beside_office(std::uint32_t k, TokenRange sentence) const;
  std::vector<std::uint32_t> stranger_of_actor_;  // by ActorId; kNone where it is none
  void note_ties(std::vector<Tied>& tied) const;
  bool is_noun_of(TokenId t, std::uint16_t ties, TokenRange sentence) const;
  PartyId tied_before(const std::vector<Tied>& tied, TokenId noun, std::uint16_t ties) const;
  PartyId state_of_team(TokenRange name, TokenRange sentence) const;
  PartyId state_of_words(TokenRange words, TokenRange name, TokenRange sentence, bool title,
                         const std::vector<Tied>& tied) const;
  PartyId state_of_title(TokenRange words, TokenRange name, TokenRange sentence) const;
  PartyId state_of_stranger(TokenRange name, TokenRange sentence,
                            const std::vector<Tied>& tied) const;

  // Pass two.
  void join(SentenceId sentence, std::uint32_t begin, std::uint32_t end);
  bool join_from_party(std::uint32_t k, std::uint32_t end, TokenRange sentence);
  void join_office(std::uint32_t party_atom, std::uint32_t office_atom, std::uint32_t end,
                   TokenRange sentence, bool former, BodyId body, TokenId start,
                   PartyId owner = kNone);
  bool join_government(std::uint32_t k, std::uint32_t end, TokenRange sentence);
  std::optional<PersonId> head_by_family(std::uint32_t entry, bool first) const;
  bool join_list(std::uint32_t k, std::uint32_t end, TokenRange sentence);
  void join_several(const std::vector<std::uint32_t>& parties, std::uint32_t office,
                    TokenRange tokens);
  void join_plural(std::uint32_t party_atom, std::uint32_t office_atom, std::uint32_t end,
                   TokenRange sentence, TokenId start);
  std::uint32_t read_list(std::uint32_t k, std::uint32_t end, TokenRange sentence,
                          std::vector<std::uint32_t>& parties) const;
  std::uint32_t office_after(std::uint32_t party, std::uint32_t end, TokenRange sentence) const;
  bool stands_in_apposition(std::uint32_t name, TokenRange office, TokenRange sentence) const;
  void join_body(std::uint32_t k, std::uint32_t end, TokenRange sentence);
  void add_person(std::uint32_t k, std::uint32_t end, TokenRange sentence);
  void add_family(std::uint32_t k, TokenRange sentence);
  std::vector<WordId> foreign_families_;  // of persons named in full whom no table knows
  TokenId apposition_end(PersonId person, TokenId from, std::uint32_t next, std::uint32_t end,
                         TokenRange sentence, std::uint32_t& party_atom);
  PartyId state_adjective(TokenId t) const;
  bool follows_name(TokenId start, TokenId stop, TokenRange sentence) const;
  std::uint32_t atom_at(std::uint32_t from, std::uint32_t end, TokenId token) const;
  // The state after an office or body: "of (the) Peru". kNone when none follows.
  std::uint32_t party_after_of(std::uint32_t from, std::uint32_t end, TokenId at,
                               TokenRange sentence, bool office = false) const;
  std::uint32_t body_after_of(std::uint32_t from, std::uint32_t end, TokenId at,
                              TokenRange sentence) const;
  void join_state_body(std::uint32_t k, TokenRange sentence, bool after_state, bool nested = false);
  PartyId owner_before(std::uint32_t k, TokenRange sentence) const;
  void add_inner_body(TokenRange tokens, PartyId party, BodyId body, std::size_t added_from);
  bool unknown_person_follows(TokenId at, TokenRange sentence) const;
  TokenRange name_run(TokenId at, TokenRange sentence) const;
  void add_titled_stranger(TokenId start, std::uint32_t stranger, TokenRange name,
                           std::uint32_t party_atom, const OfficePhrase& phrase, bool former,
                           How how);

  // Offices and persons.
  bool allowed(const OfficeSense& sense, PartyId party) const;
  bool fits(const OfficeSense& sense, std::uint32_t official) const;
  bool fits(const OfficePhrase& phrase, std::uint32_t official) const;
  bool is_active(std::uint32_t official) const {
    return date_ && tables_.officials[official].holds(*date_);
  }
  template <typename Test>
  bool any_spell(PersonId person, Test test) const {
    const Person& found = tables_.persons[person];
    for (std::uint32_t i = found.begin; i < found.end; ++i) {
      if (test(i)) return true;
    }
    return false;
  }
  bool is_active_person(PersonId person, const OfficePhrase* office) const {
    return any_spell(person, [&](std::uint32_t i) {
      return is_active(i) && (office == nullptr || fits(*office, i));
    });
  }
  bool ever_fits(PersonId person, const OfficePhrase& office) const {
    return any_spell(person, [&](std::uint32_t i) { return fits(office, i); });
  }
  // One of the four main offices, or the head of an organisation.
  bool is_main(std::uint32_t official) const { return tables_.role[official] != tables_.other; }
  // A head of a body of the Union is an official of the Union too.
  bool belongs(PersonId person, PartyId party) const {
    if (tables_.persons[person].party == party) return true;
    const Party& where = tables_.parties[party];
    if (where.type != ActorType::kOrganisation) return false;
    for (std::uint32_t o = where.officials_begin; o < where.officials_end; ++o) {
      if (tables_.officials[o].person == person) return true;
    }
    return false;
  }
  std::optional<PersonId> holder_of(PartyId party, const OfficePhrase& office) const;
  std::optional<RoleId> role_for(PartyId party, const OfficePhrase& office) const;
  std::optional<PersonId> full_name_person(std::uint32_t entry, PartyId party,
                                           const OfficePhrase* office) const;
  struct FamilyResult {
    std::optional<PersonId> person;
    bool several = false;
  };
  FamilyResult family_person(std::uint32_t entry, PartyId party, const OfficePhrase* office,
                             bool titled, bool former, bool named = false, bool sure = false) const;
  std::vector<PersonId> persons_of(const std::vector<NameSenses>& entries,
                                   std::uint32_t entry) const;
  // Keeps the last kMaxIntroduced, so that a text of nothing but names costs no more a word than
  // another.
  void introduce(PersonId person) {
    if (std::find(introduced_.begin(), introduced_.end(), person) != introduced_.end()) return;
    if (introduced_.size() == kMaxIntroduced) introduced_.erase(introduced_.begin());
    introduced_.push_back(person);
  }
  void name_party(PartyId party) {
    if (named_[party]++ == 0) named_parties_.push_back(party);
  }
  // "the regime" is the last one of that name; any other body may be named in several ways.
  std::size_t place_of_body(std::uint32_t phrase) const {
    const BodyId body = tables_.body_phrases[phrase].body;
    return body == tables_.government ? tables_.body_list.size() + phrase : body;
  }
  void name_body(std::uint32_t phrase, PartyId party) {
    if (party == kNone) return;
    NamedBody& named = named_bodies_[place_of_body(phrase)];
    named.several = named.several || (named.party != kNone && named.party != party);
    named.party = named.several ? kNone : party;
  }

  // Actors and mentions.
  ActorId actor(std::uint64_t key, Actor value);
  ActorId party_actor(PartyId party, BodyId body = 0, RoleId role = 0);
  ActorId person_actor(PersonId person, const OfficePhrase* stated);
  // Several at once; the same ids are one actor. Requires at least two.
  ActorId group_actor(std::vector<ActorId> members);
  void add_mention(TokenRange tokens, MentionKind kind, ActorId actor_id, How how, bool place,
                   bool nested) {
    Mention mention;
    mention.span = text_.span_of(tokens);
    mention.tokens = tokens;
    mention.kind = kind;
    mention.actor = actor_id;
    mention.how = how;
    mention.as_place = place;
    mention.nested = nested;
    layer_.mentions.push_back(mention);
  }
  void add_party(Atom& atom, bool nested);
  void count(PartyId party, TokenId at) {
    if (tables_.parties[party].type != ActorType::kState) return;
    counts_.push_back({party, at});
  }
  ActorLayer finish();

  const Document& document_;
  const TextLayer& text_;
  const SyntaxLayer& syntax_;
  const ActorTables& tables_;
  std::optional<Day> date_;
  std::int32_t today_ = 0;
  std::vector<Atom> atoms_;
  std::vector<std::uint32_t> named_;    // by party: how often the report names it beyond doubt
  std::vector<PartyId> named_parties_;  // those of named_ that are not zero
  std::vector<std::uint32_t>
      persons_here_;  // capitals that are somebody's name in this report; at most a few
  std::vector<PersonId> introduced_;     // named or looked up so far, in text order
  std::vector<PersonId> named_in_full_;  // anywhere in the report; at most kMaxIntroduced
  // By office phrase: the last person that was called so by name.
  std::unordered_map<std::uint32_t, ActorId> titled_;
  // By body, those of a government by phrase behind them: the state it was named with so far, kNone
  // when none or several.
  struct NamedBody {
    PartyId party = kNone;
    bool several = false;
  };
  std::vector<NamedBody> named_bodies_;
  PartyId only_state_ = kNone;  // the one state that the report names, kNone when none or several
  // By paragraph: the one state that it names, kNone when none or several.
  std::vector<PartyId> paragraph_state_;
  PartyId party_home_ = kNone;  // the one state of the political parties that the report names
  std::int32_t era_ = 0;  // of a report without a date: a day that its years and officials tell
  TokenId us_sentence_ = kNoToken;  // first token of the sentence that us_states_ speaks of
  bool us_states_ = false;
  struct Count {
    PartyId party;
    TokenId at;
  };
  std::vector<Count> counts_;
  std::unordered_map<std::uint64_t, ActorId> actor_ids_;
  std::unordered_map<std::string, ActorId> group_ids_;  // by the ids joined
  std::vector<Stranger> strangers_;
  std::unordered_map<std::string, std::uint32_t> stranger_of_slug_;
  // By the slug of a family or given name; kNone where several bear it.
  std::unordered_map<std::string, std::uint32_t> stranger_of_family_;
  std::unordered_map<std::string, std::uint32_t> stranger_of_given_;
  // "Restrepo" of "Marcela Restrepo Gil".
  std::unordered_map<std::string, std::uint32_t> stranger_of_middle_;
  // First words of what these names may come back as, as they are written.
  std::unordered_set<std::string_view> stranger_words_;
  // How often the syntax layer calls these words an organisation.
  std::unordered_map<std::string_view, std::uint32_t> names_written_;
  // Abbreviations that the report gives an organisation of its own, as they are written.
  std::unordered_map<std::string_view, std::uint32_t> stranger_of_abbreviation_;
  ActorLayer layer_;
};

}  // namespace chancery

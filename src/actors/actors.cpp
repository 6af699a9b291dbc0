// Reads a document in two passes. The first cuts each sentence into atoms: names, offices, bodies
// and family names as the tables have them, longest first. That gives the states that the report
// names. The second joins atoms that stand together
// ("Kazakh" + "Foreign Minister" + "Murat Nurtleu") and decides what is open by the report's date
// and states.
#include "actors/actors.hpp"

#include <algorithm>

#include "actors/lexicon.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
// No phrase of the tables is longer; keeps one look-up bounded whatever the tables hold.
constexpr std::size_t kMaxPhraseWords = 32;
constexpr std::size_t kMaxIntroduced = 64;

enum class AtomType : std::uint8_t { kParty, kPerson, kOffice, kBody, kFamily };

struct Atom {
  TokenRange tokens;
  std::uint32_t value = 0;  // entry, office phrase or body phrase
  PartyId party = kNone;    // of a kParty; kNone while several are possible
  BodyId body = 0;          // of a metonym
  AtomType type = AtomType::kParty;
  MentionKind kind = MentionKind::kName;
  bool place = false;
  bool by_report = false;  // stands only when the report names the party otherwise
  bool dropped = false;
  bool used = false;
};

enum class Lettering : std::uint8_t { kPlain, kTitleCase, kCapitals };

class Finder {
 public:
  Finder(const Document& document, const ActorTables& tables)
      : document_(document),
        text_(document.text_layer),
        tables_(tables),
        named_(tables.parties.size(), 0),
        named_bodies_(tables.body_list.size()) {
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
    for (SentenceId s = 0; s < text_.sentences(); ++s) join(s, first_atom[s], first_atom[s + 1]);
    return finish();
  }

 private:
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
  bool is_money(TokenRange tokens, TokenRange sentence) const;
  bool in_us_context(TokenRange tokens, TokenRange sentence);
  // False: the words are no actor (the name of a language).
  bool decide_demonym(Atom& atom, TokenRange sentence, bool adjective, bool people) const;
  bool acts(const Atom& atom, TokenRange sentence) const;
  bool is_venue(TokenId first, TokenRange sentence) const;

  void settle_by_report();

  // Pass two.
  void join(SentenceId sentence, std::uint32_t begin, std::uint32_t end);
  bool join_from_party(std::uint32_t k, std::uint32_t end, TokenRange sentence);
  void join_office(std::uint32_t party_atom, std::uint32_t office_atom, std::uint32_t end,
                   TokenRange sentence, bool former, BodyId body, TokenId start);
  void join_body(std::uint32_t k, std::uint32_t end, TokenRange sentence);
  void add_person(std::uint32_t k, std::uint32_t end, TokenRange sentence);
  void add_family(std::uint32_t k, TokenRange sentence);
  std::vector<WordId> foreign_families_;  // of persons named in full whom no table knows
  TokenId apposition_end(PersonId person, TokenId from, std::uint32_t next, std::uint32_t end,
                         TokenRange sentence, std::uint32_t& party_atom);
  std::uint32_t atom_at(std::uint32_t from, std::uint32_t end, TokenId token) const;
  // The state after an office or body: "of (the) Peru". kNone when none follows.
  std::uint32_t party_after_of(std::uint32_t from, std::uint32_t end, TokenId at,
                               TokenRange sentence) const;
  bool unknown_person_follows(TokenId at, TokenRange sentence) const;

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
                             bool titled, bool former) const;
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
  void name_body(BodyId body, PartyId party) {
    if (party == kNone) return;
    NamedBody& named = named_bodies_[body];
    named.several = named.several || (named.party != kNone && named.party != party);
    named.party = named.several ? kNone : party;
  }

  // Actors and mentions.
  ActorId actor(std::uint64_t key, Actor value);
  ActorId party_actor(PartyId party, BodyId body = 0, RoleId role = 0);
  ActorId person_actor(PersonId person, const OfficePhrase* stated);
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
  const ActorTables& tables_;
  std::optional<Day> date_;
  std::int32_t today_ = 0;
  std::vector<Atom> atoms_;
  std::vector<std::uint32_t> named_;    // by party: how often the report names it beyond doubt
  std::vector<PartyId> named_parties_;  // those of named_ that are not zero
  std::vector<std::uint32_t>
      persons_here_;  // capitals that are somebody's name in this report; at most a few
  std::vector<PersonId> introduced_;  // named or looked up so far, in text order
  // By body: the state it was named with so far, kNone when none or several.
  struct NamedBody {
    PartyId party = kNone;
    bool several = false;
  };
  std::vector<NamedBody> named_bodies_;
  PartyId only_state_ = kNone;  // the one state that the report names, kNone when none or several
  TokenId us_sentence_ = kNoToken;  // first token of the sentence that us_states_ speaks of
  bool us_states_ = false;
  struct Count {
    PartyId party;
    TokenId at;
  };
  std::vector<Count> counts_;
  std::unordered_map<std::uint64_t, ActorId> actor_ids_;
  ActorLayer layer_;
};

Lettering Finder::lettering_of(TokenRange range) const {
  std::uint32_t lower = 0;
  std::uint32_t long_lower = 0;  // short words stay small in titles
  std::uint32_t capital = 0;
  std::uint32_t upper = 0;
  std::uint32_t long_upper = 0;
  for (TokenId t = range.begin; t < range.end; ++t) {
    const std::uint32_t size = text_.token_span[t].size();
    switch (text_.shape[t]) {
      case Shape::kLower:
        ++lower;
        if (size >= 5) ++long_lower;
        break;
      case Shape::kCapital:
        if (size >= 2) ++capital;
        break;
      case Shape::kUpper:
        ++upper;
        if (size >= 5) ++long_upper;
        break;
      default:
        break;
    }
  }
  if (capital == 0 && upper >= 3 && long_upper > 0 && lower == 0) return Lettering::kCapitals;
  if (capital >= 4 && capital >= 4 * long_lower) return Lettering::kTitleCase;
  return Lettering::kPlain;
}

// Whether the tokens are written as the sense asks: capitals where the table has them.
bool Finder::spelled(const Sense& sense, TokenRange tokens, Lettering lettering,
                     std::uint8_t cautions) const {
  if (lettering == Lettering::kCapitals && (cautions & kIsUpperWord) != 0) return false;
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    const std::uint32_t bit = 1u << std::min(t - tokens.begin, 31u);
    if ((sense.upper & bit) != 0) {
      if (text_.shape[t] == Shape::kUpper) continue;
      const std::string_view written = document_.token(t);
      if (std::count_if(written.begin(), written.end(),
                        [](char c) { return c >= 'A' && c <= 'Z'; }) < 2)
        return false;
    } else if ((sense.capital & bit) != 0) {
      const Shape shape = text_.shape[t];
      if (shape != Shape::kCapital && shape != Shape::kUpper) {
        if (shape == Shape::kLower) return false;
        if (shape == Shape::kOther && has_case(decode_at(document_.token(t), 0).value))
          return false;
      }
    }
  }
  return true;
}

bool Finder::holds_today(const Sense& sense) const {
  if (!date_) {
    // Without a date a former name is still the name of the state; a former capital is just a city.
    return sense.kind != SenseKind::kCapital ||
           sense.to == std::numeric_limits<std::int32_t>::max();
  }
  return sense.from <= today_ && today_ < sense.to;
}

Finder::NameMatch Finder::match_name(TokenId at, TokenRange sentence, Lettering lettering) const {
  std::span<const WordId> words(text_.word);
  words = words.subspan(at, std::min<std::size_t>(sentence.end - at, kMaxPhraseWords));
  NameMatch expired;
  for (;;) {
    const PhraseTrie::Match match = tables_.names.find(words);
    if (match.words == 0) return expired;
    const NameSenses& entry = tables_.name_entries[match.value];
    const TokenRange tokens{at, at + match.words};
    bool nothing = false;
    bool current = false;
    bool past = false;
    for (std::uint32_t s = entry.first; s != kNone; s = tables_.senses[s].next) {
      const Sense& sense = tables_.senses[s];
      if (!spelled(sense, tokens, lettering, entry.cautions)) continue;
      nothing = nothing || sense.kind == SenseKind::kNothing;
      (holds_today(sense) ? current : past) = true;
    }
    if (nothing) return {Outcome::kSkipped, match.words, match.value};
    if (current) return {Outcome::kTaken, match.words, match.value};
    // "East Germany" in a report of today is neither East Germany nor Germany.
    if (past && expired.words == 0) expired = {Outcome::kSkipped, match.words, match.value};
    if (match.words == 1) return expired;
    words = words.first(match.words - 1);
  }
}

bool Finder::beside_foreign_capital(TokenRange tokens, TokenRange sentence, bool strict) const {
  if (tokens.end < sentence.end && is_foreign_capital(tokens.end) && text_.space_before[tokens.end])
    return true;
  if (tokens.begin == sentence.begin) return false;
  const TokenId before = tokens.begin - 1;
  if (!is_foreign_capital(before)) return false;
  // The first word of a sentence has a capital anyway.
  return before != sentence.begin || strict;
}

// "40 billion US dollars", "paid in Swiss francs", "US$ 5": the money, not the state. "The Russian
// rouble" is of the state.
bool Finder::is_money(TokenRange tokens, TokenRange sentence) const {
  if (tokens.end >= sentence.end) return false;
  if (text_.shape[tokens.end] == Shape::kSymbol && !text_.space_before[tokens.end]) return true;
  if ((cue(tokens.end) & kCueCurrency) == 0 || tokens.begin == sentence.begin) return false;
  return text_.shape[tokens.begin - 1] == Shape::kNumber ||
         (cue(tokens.begin - 1) & kCueScale) != 0;
}

// "Atlanta, Georgia"; "the state of Georgia" is a row of the table.
bool Finder::in_us_context(TokenRange tokens, TokenRange sentence) {
  if (us_sentence_ != sentence.begin) {
    us_sentence_ = sentence.begin;
    us_states_ = false;
    for (TokenId t = sentence.begin; t < sentence.end; ++t)
      us_states_ = us_states_ || (cue(t) & kCueUsState) != 0;
  }
  if (us_states_) return true;
  return tokens.begin >= sentence.begin + 2 && word(tokens.begin - 1) == tables_.comma &&
         is_foreign_capital(tokens.begin - 2);
}

// "Kazakh ministers" is an adjective, "the Kazakhs", "the Chinese said" a people, "in Chinese" a
// language.
bool Finder::decide_demonym(Atom& atom, TokenRange sentence, bool adjective, bool people) const {
  atom.kind = people && !adjective ? MentionKind::kPeople : MentionKind::kAdjective;
  // "ethnic Albanians" live in another state.
  if (atom.tokens.begin > sentence.begin && (cue(atom.tokens.begin - 1) & kCueOrigin) != 0)
    return false;
  if (!adjective) return true;
  const TokenId next = atom.tokens.end;
  const bool has_next = next < sentence.end && is_letters(next) && !is_possessive(next);
  const std::uint32_t next_cue = has_next ? cue(next) : 0;
  // A verb after a people is plural: "the Chinese exports" are goods, "the Chinese export" and
  // "exported" tell what they do.
  const bool verb_follows = (next_cue & kCueVerb) != 0 && document_.token(next).back() != 's';
  if (has_next && (next_cue & kCueFunction) == 0 && !verb_follows) return true;
  if (next + 1 < sentence.end && (word(next) == tables_.dash || word(next) == tables_.and_ ||
                                  word(next) == tables_.or_ || word(next) == tables_.comma)) {
    const bool listed = (cue(next + 1) & kStartsName) != 0;
    if (listed || (word(next) == tables_.dash && !text_.space_before[next])) return true;
  }
  if (atom.tokens.begin == sentence.begin) return false;
  const WordId before_word = word(atom.tokens.begin - 1);
  const std::uint32_t before = cue(atom.tokens.begin - 1);
  if (people &&
      ((before & kCueQuantifier) != 0 || before_word == tables_.a || before_word == tables_.an)) {
    atom.kind = MentionKind::kPeople;
    return true;
  }
  return (before & kCueFunction) != 0 && (before & kCueLanguage) == 0 &&
         before_word != tables_.and_ && before_word != tables_.or_;
}

// "talks in Peru", "signed in the United States": `first` is the first token of the name.
bool Finder::is_venue(TokenId first, TokenRange sentence) const {
  TokenId at = first;
  if (at > sentence.begin && word(at - 1) == tables_.the) --at;
  if (at < sentence.begin + 2) return false;
  return (cue(at - 1) & kCueInside) != 0 && (cue(at - 2) & kCueVenue) != 0;
}

// Whether a capital stands for its government: "Beijing said", "talks with Tehran", "Moscow's
// position".
bool Finder::acts(const Atom& atom, TokenRange sentence) const {
  const TokenId begin = atom.tokens.begin;
  const TokenId next = atom.tokens.end;
  const auto starts_name = [&](TokenId t) {
    return t < sentence.end && (cue(t) & kStartsName) != 0;
  };
  if (next + 1 < sentence.end && word(next) == tables_.dash && !text_.space_before[next]) {
    return starts_name(next + 1) && word(next + 1) != tables_.based;
  }
  if (begin >= sentence.begin + 2 && word(begin - 1) == tables_.dash &&
      !text_.space_before[begin]) {
    if ((cue(begin - 2) & kCueAgent) != 0) return true;  // "pro-Beijing"
    return !atoms_.empty() && atoms_.back().type == AtomType::kParty &&
           atoms_.back().tokens.end == begin - 1;
  }
  if (next < sentence.end && (cue(next) & kCuePlaceNoun) != 0 && (cue(next) & kCueVerb) == 0)
    return false;
  if (begin > sentence.begin) {
    const TokenId before = begin - 1;
    const bool joined = word(before) == tables_.and_ || word(before) == tables_.or_ ||
                        word(before) == tables_.comma;
    if (joined && !atoms_.empty() && atoms_.back().type == AtomType::kParty &&
        atoms_.back().tokens.end == before && atoms_.back().tokens.begin >= sentence.begin) {
      const Atom& other = atoms_.back();
      if (other.kind == MentionKind::kCapital) return !other.place;
      if (word(before) != tables_.comma) return !other.place;
    }
    const bool owns =
        next < sentence.end && word(next) == tables_.possessive && (cue(before) & kCueInside) == 0;
    if ((cue(before) & kCuePlace) != 0) return owns;
    if ((cue(before) & kCueAgent) != 0 && !joined) return true;
  }
  if (next >= sentence.end) return false;
  if (word(next) == tables_.possessive || (cue(next) & kCueVerb) != 0) return true;
  // "Beijing and Moscow agreed" at the head of a clause.
  if (begin == sentence.begin && (word(next) == tables_.and_ || word(next) == tables_.comma)) {
    return word(next) == tables_.and_ && starts_name(next + 1);
  }
  return false;
}

bool Finder::take_name(const NameMatch& match, TokenId at, TokenRange sentence,
                       Lettering lettering) {
  const NameSenses& entry = tables_.name_entries[match.entry];
  Atom atom;
  atom.tokens = {at, at + match.words};
  atom.value = match.entry;
  std::uint32_t kinds = 0;
  PartyId party = kNone;
  PartyId capital_of = kNone;
  PartyId metonym_of = kNone;
  bool several = false;
  bool person = false;
  bool short_form = false;
  for (std::uint32_t s = entry.first; s != kNone; s = tables_.senses[s].next) {
    const Sense& sense = tables_.senses[s];
    if (!holds_today(sense) || !spelled(sense, atom.tokens, lettering, entry.cautions)) continue;
    if (sense.kind == SenseKind::kPerson) {
      person = true;
      continue;
    }
    kinds |= 1u << static_cast<unsigned>(sense.kind);
    if (sense.kind == SenseKind::kCapital) capital_of = sense.target;
    if (sense.kind == SenseKind::kMetonym) {
      metonym_of = sense.target;
      atom.body = sense.body;
    }
    short_form = short_form || sense.upper != 0;
    several = several || (party != kNone && party != sense.target);
    party = sense.target;
  }
  const auto has = [&](SenseKind kind) {
    return (kinds & (1u << static_cast<unsigned>(kind))) != 0;
  };
  if (kinds == 0) {
    if (!person) return false;
    atom.type = AtomType::kPerson;
    atoms_.push_back(atom);
    return true;
  }
  atom.party = several ? kNone : party;
  const bool personal = (entry.cautions & kIsPersonName) != 0;
  const bool single = match.words == 1;
  if (has(SenseKind::kName)) {
    atom.kind = MentionKind::kName;
    atom.place = is_venue(at, sentence);
    // "Geneva, Switzerland" is one place.
    if (!atom.place && at >= sentence.begin + 2 && word(at - 1) == tables_.comma &&
        !atoms_.empty() && atoms_.back().tokens.end == at - 1 &&
        atoms_.back().kind == MentionKind::kCapital && atoms_.back().place &&
        atoms_.back().party == atom.party) {
      atom.place = true;
    }
  } else if (has(SenseKind::kAdjective) || has(SenseKind::kPeople)) {
    if (!decide_demonym(atom, sentence, has(SenseKind::kAdjective), has(SenseKind::kPeople)))
      return false;
  } else if (has(SenseKind::kCapital)) {
    atom.kind = MentionKind::kCapital;
    atom.place = !acts(atom, sentence);
    // "Brussels" is a city of Belgium as a place and the Union when it acts.
    if (metonym_of != kNone) {
      atom.party = atom.place ? capital_of : metonym_of;
      if (!atom.place && tables_.parties[metonym_of].type != ActorType::kOrganisation)
        atom.body = 0;
    } else {
      atom.body = 0;
    }
    if (atom.place && atom.tokens.end + 1 < sentence.end && word(atom.tokens.end) == tables_.comma)
      atom.place = true;
  } else {
    atom.kind = MentionKind::kMetonym;
    TokenId first = at;
    if (first > sentence.begin && word(first - 1) == tables_.the) --first;
    atom.place = first > sentence.begin && (cue(first - 1) & kCueInside) != 0;
  }
  if (atom.kind != MentionKind::kMetonym) {
    if (atom.kind != MentionKind::kCapital) atom.body = 0;
    const bool plain_name =
        atom.kind == MentionKind::kName || atom.kind == MentionKind::kCapital || personal;
    const bool is_state =
        atom.party == kNone || tables_.parties[atom.party].type == ActorType::kState;
    const bool looks =
        single && plain_name && is_state && !short_form &&
        (lettering == Lettering::kPlain || (lettering == Lettering::kTitleCase && personal));
    // "envoy to Kenya Jane Mwangi": a name of its own follows the state.
    const bool posted = at >= sentence.begin + 2 && (cue(at - 1) & kCueFunction) != 0 &&
                        !atoms_.empty() && atoms_.back().type == AtomType::kOffice &&
                        atoms_.back().tokens.end + 1 == at;
    if (looks && !posted && beside_foreign_capital(atom.tokens, sentence, personal)) {
      // "Valeska Paris sued": for the rest of the report Paris is she.
      const bool given_name = at > sentence.begin && is_foreign_capital(at - 1);
      if (given_name && atom.kind == MentionKind::kCapital && personal &&
          persons_here_.size() < kMaxIntroduced)
        persons_here_.push_back(match.entry);
      return false;
    }
    if (looks &&
        std::find(persons_here_.begin(), persons_here_.end(), match.entry) != persons_here_.end())
      return false;
  }
  if (is_money(atom.tokens, sentence)) return false;
  if ((entry.cautions & kIsUsState) != 0 && in_us_context(atom.tokens, sentence)) return false;
  atom.by_report = (entry.cautions & kNeedsReport) != 0;
  if (atom.party != kNone && !atom.by_report) name_party(atom.party);
  atoms_.push_back(atom);
  return true;
}

bool Finder::take_family(TokenId at, TokenRange sentence, Lettering lettering,
                         std::uint32_t& words) {
  std::span<const WordId> rest(text_.word);
  rest = rest.subspan(at, std::min<std::size_t>(sentence.end - at, kMaxPhraseWords));
  for (;;) {
    const PhraseTrie::Match match = tables_.families.find(rest);
    if (match.words == 0) return false;
    const NameSenses& entry = tables_.family_entries[match.value];
    const TokenRange tokens{at, at + match.words};
    bool written = false;
    for (std::uint32_t s = entry.first; s != kNone && !written; s = tables_.senses[s].next) {
      written = spelled(tables_.senses[s], tokens, lettering, entry.cautions);
    }
    // A short word in capitals is an abbreviation, unless all is in capitals.
    const bool short_capitals = text_.shape[at] == Shape::kUpper && text_.token_span[at].size() < 4;
    if (written && match.words == 1 && short_capitals && lettering != Lettering::kCapitals)
      written = false;
    if (written) {
      Atom atom;
      atom.tokens = tokens;
      atom.value = match.value;
      atom.type = AtomType::kFamily;
      atoms_.push_back(atom);
      words = match.words;
      return true;
    }
    if (match.words == 1) return false;
    rest = rest.first(match.words - 1);
  }
}

void Finder::scan(SentenceId sentence) {
  const TokenRange range = text_.sentence_tokens[sentence];
  std::optional<Lettering> lettering;
  for (TokenId t = range.begin; t < range.end;) {
    const std::uint32_t cues = cue(t);
    if ((cues & kStarts) == 0) {
      ++t;
      continue;
    }
    if (!lettering) lettering = lettering_of(range);
    std::span<const WordId> words(text_.word);
    words = words.subspan(t, std::min<std::size_t>(range.end - t, kMaxPhraseWords));
    NameMatch name;
    if ((cues & kStartsName) != 0) name = match_name(t, range, *lettering);
    PhraseTrie::Match office;
    if ((cues & kStartsOffice) != 0) office = tables_.offices.find(words);
    PhraseTrie::Match body;
    if ((cues & kStartsBody) != 0) body = tables_.bodies.find(words);
    if (name.outcome != Outcome::kNothing && name.words > office.words && name.words > body.words) {
      if (name.outcome == Outcome::kSkipped) {
        t += name.words;
        continue;
      }
      if (take_name(name, t, range, *lettering)) {
        t += name.words;
        continue;
      }
    }
    if (office.words > 0 || body.words > 0) {
      Atom atom;
      const bool is_body = body.words > office.words;
      atom.tokens = {t, t + std::max(office.words, body.words)};
      atom.type = is_body ? AtomType::kBody : AtomType::kOffice;
      atom.value = is_body ? body.value : office.value;
      atoms_.push_back(atom);
      t = atom.tokens.end;
      continue;
    }
    std::uint32_t taken = 0;
    if ((cues & kStartsFamily) != 0 && take_family(t, range, *lettering, taken)) {
      t += taken;
      continue;
    }
    ++t;
  }
}

// A shared name goes to the one of its parties that the report names otherwise; a doubtful one
// needs to be named at all.
void Finder::settle_by_report() {
  for (Atom& atom : atoms_) {
    if (atom.type == AtomType::kPerson) {
      const std::vector<PersonId> persons = persons_of(tables_.name_entries, atom.value);
      if (persons.size() == 1 &&
          any_spell(persons.front(), [&](std::uint32_t i) { return is_main(i); })) {
        name_party(tables_.persons[persons.front()].party);
      }
    }
  }
  std::vector<PartyId> found;
  for (Atom& atom : atoms_) {
    if (atom.type != AtomType::kParty) continue;
    if (atom.party == kNone) {
      found.clear();
      for (std::uint32_t s = tables_.name_entries[atom.value].first; s != kNone;
           s = tables_.senses[s].next) {
        const Sense& sense = tables_.senses[s];
        if (sense.kind == SenseKind::kPerson || !holds_today(sense) || named_[sense.target] == 0)
          continue;
        if (std::find(found.begin(), found.end(), sense.target) == found.end())
          found.push_back(sense.target);
      }
      if (found.size() == 1) atom.party = found.front();
    }
    if (atom.by_report) atom.dropped = atom.party == kNone || named_[atom.party] == 0;
  }
  std::uint32_t states = 0;
  for (const PartyId party : named_parties_) {
    if (tables_.parties[party].type != ActorType::kState) continue;
    only_state_ = ++states == 1 ? party : kNone;
  }
}

bool Finder::allowed(const OfficeSense& sense, PartyId party) const {
  const bool organisation = tables_.parties[party].type != ActorType::kState;
  const bool union_itself = organisation && tables_.parties[party].code == "EUU";
  if (std::find(sense.never.begin(), sense.never.end(), party) != sense.never.end()) return false;
  if (!sense.only.empty())
    return std::find(sense.only.begin(), sense.only.end(), party) != sense.only.end();
  return sense.organisations ? organisation : !organisation || union_itself;
}

bool Finder::fits(const OfficeSense& sense, std::uint32_t official) const {
  const PartyId party = tables_.persons[tables_.officials[official].person].party;
  const bool head = tables_.organisation_of.find(tables_.officials[official].country) !=
                    tables_.organisation_of.end();
  if (sense.role == tables_.chief) return head;
  if (!head && !allowed(sense, party)) return false;
  const RoleId role = tables_.role[official];
  const RoleId finer = tables_.office[official];
  if (sense.role == tables_.minister) {
    const std::string_view name = tables_.roles[finer];
    return name.find("minister") != std::string_view::npos ||
           fold(tables_.officials[official].title).find("minister") != std::string::npos;
  }
  if (sense.role != role && sense.role != finer) return false;
  if (sense.titles.empty()) return true;
  const std::string title = fold(tables_.officials[official].title);
  if (title == "head of state" || title == "head of government") return true;
  return std::any_of(sense.titles.begin(), sense.titles.end(), [&](std::string_view wanted) {
    for (auto at = title.find(wanted); at != std::string::npos; at = title.find(wanted, at + 1)) {
      const auto letter = [&](std::size_t i) {
        return i < title.size() && title[i] >= 'a' && title[i] <= 'z';
      };
      if (!letter(at + wanted.size()) && (at == 0 || !letter(at - 1))) return true;
    }
    return false;
  });
}

bool Finder::fits(const OfficePhrase& phrase, std::uint32_t official) const {
  for (std::uint32_t i = phrase.begin; i < phrase.end; ++i) {
    if (fits(tables_.office_senses[i], official)) return true;
  }
  return false;
}

std::optional<PersonId> Finder::holder_of(PartyId party, const OfficePhrase& office) const {
  if (!date_) return std::nullopt;
  const Party& where = tables_.parties[party];
  for (std::uint32_t i = office.begin; i < office.end; ++i) {
    const OfficeSense& sense = tables_.office_senses[i];
    if (!allowed(sense, party)) continue;
    if (sense.several) return std::nullopt;
    std::optional<PersonId> person;
    for (std::uint32_t o = where.officials_begin; o < where.officials_end; ++o) {
      if (!is_active(o) || !fits(sense, o)) continue;
      if (person && *person != tables_.officials[o].person) return std::nullopt;
      person = tables_.officials[o].person;
    }
    if (person) return person;
  }
  return std::nullopt;
}

// Nothing when the party has no such office ("Emperor of Peru").
std::optional<RoleId> Finder::role_for(PartyId party, const OfficePhrase& office) const {
  for (std::uint32_t i = office.begin; i < office.end; ++i) {
    const OfficeSense& sense = tables_.office_senses[i];
    // A spokesperson or an envoy may be anybody's.
    if (allowed(sense, party) || (sense.several && sense.only.empty())) return sense.role;
  }
  return std::nullopt;
}

std::vector<PersonId> Finder::persons_of(const std::vector<NameSenses>& entries,
                                         std::uint32_t entry) const {
  std::vector<PersonId> persons;
  for (std::uint32_t s = entries[entry].first; s != kNone; s = tables_.senses[s].next) {
    const Sense& sense = tables_.senses[s];
    if (sense.kind != SenseKind::kPerson) continue;
    persons.push_back(sense.target);
  }
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  return persons;
}

// Keeps those that pass, unless none does.
template <typename Test>
void prefer(std::vector<PersonId>& persons, Test test) {
  if (persons.size() < 2) return;
  std::vector<PersonId> kept;
  std::copy_if(persons.begin(), persons.end(), std::back_inserter(kept), test);
  if (!kept.empty()) persons = std::move(kept);
}

std::optional<PersonId> Finder::full_name_person(std::uint32_t entry, PartyId party,
                                                 const OfficePhrase* office) const {
  std::vector<PersonId> persons = persons_of(tables_.name_entries, entry);
  const auto party_of = [&](PersonId person) { return tables_.persons[person].party; };
  const auto main_one = [&](PersonId person) {
    return any_spell(person, [&](std::uint32_t i) { return is_main(i); });
  };
  if (party != kNone) {
    persons.erase(std::remove_if(persons.begin(), persons.end(),
                                 [&](PersonId p) { return !belongs(p, party); }),
                  persons.end());
  } else {
    // Minor officials share their names with many others: their state must be named, or their
    // office.
    persons.erase(std::remove_if(persons.begin(), persons.end(),
                                 [&](PersonId p) {
                                   return !main_one(p) && named_[party_of(p)] == 0 &&
                                          !(office != nullptr && ever_fits(p, *office));
                                 }),
                  persons.end());
  }
  if (office != nullptr) {
    prefer(persons, [&](PersonId p) { return is_active_person(p, office); });
    prefer(persons, [&](PersonId p) { return ever_fits(p, *office); });
  }
  prefer(persons, [&](PersonId p) { return is_active_person(p, nullptr); });
  prefer(persons, [&](PersonId p) { return named_[party_of(p)] > 0; });
  prefer(persons, main_one);
  prefer(persons,
         [&](PersonId p) { return tables_.parties[party_of(p)].type == ActorType::kState; });
  if (persons.size() != 1) return std::nullopt;
  return persons.front();
}

Finder::FamilyResult Finder::family_person(std::uint32_t entry, PartyId party,
                                           const OfficePhrase* office, bool titled,
                                           bool former) const {
  const std::vector<PersonId> all = persons_of(tables_.family_entries, entry);
  const auto party_of = [&](PersonId person) { return tables_.persons[person].party; };
  const auto fits_office = [&](PersonId person) {
    return office == nullptr || ever_fits(person, *office);
  };
  std::vector<PersonId> persons;
  // Somebody the report has named already.
  for (const PersonId person : introduced_) {
    if (std::find(all.begin(), all.end(), person) != all.end() &&
        (party == kNone || belongs(person, party)))
      persons.push_back(person);
  }
  if (!persons.empty()) {
    prefer(persons, fits_office);
    if (persons.size() == 1) return {persons.front(), false};
    return {std::nullopt, true};
  }
  if ((tables_.family_entries[entry].cautions & kNeedsTitle) != 0 && !titled) return {};
  for (const PersonId person : all) {
    const PartyId home = party_of(person);
    if (party != kNone ? !belongs(person, party) : named_[home] == 0) continue;
    if (!fits_office(person)) continue;
    // Without a title only the main offices are known well enough to be meant by a family name.
    const auto good = [&](std::uint32_t i) {
      return (titled || is_main(i)) && (office == nullptr || fits(*office, i)) &&
             (former || !date_ || is_active(i));
    };
    if (any_spell(person, good)) persons.push_back(person);
  }
  if (persons.size() == 1 && (date_ || all.size() == 1 || titled)) return {persons.front(), false};
  if (persons.size() == 1) {
    // Without a date: nobody of that name may ever have held an office elsewhere.
    const bool elsewhere = std::any_of(all.begin(), all.end(), [&](PersonId p) {
      return party_of(p) != party_of(persons.front());
    });
    if (!elsewhere) return {persons.front(), false};
    return {std::nullopt, true};
  }
  return {std::nullopt, persons.size() > 1};
}

ActorId Finder::actor(std::uint64_t key, Actor value) {
  const auto [found, is_new] = actor_ids_.emplace(key, static_cast<ActorId>(layer_.actors.size()));
  if (is_new) layer_.actors.push_back(std::move(value));
  return found->second;
}

ActorId Finder::party_actor(PartyId party, BodyId body, RoleId role) {
  // Role 0 is a role too: the key counts roles from 1.
  const std::uint64_t key = (std::uint64_t{party} << 32) | (std::uint64_t{body} << 16) | role;
  if (const auto found = actor_ids_.find(key); found != actor_ids_.end()) return found->second;
  const Party& where = tables_.parties[party];
  Actor made;
  made.id = where.id;
  made.name = std::string(where.name);
  made.type = where.type;
  made.state = where.state;
  made.sector = std::string(where.sector);
  if (body != 0) {
    made.body = std::string(tables_.body_list[body].name);
    made.sector = std::string(tables_.body_list[body].sector);
  }
  if (role != 0) {
    made.office = std::string(tables_.roles[role - 1]);
    if (made.sector.empty()) made.sector = where.type == ActorType::kOrganisation ? "IGO" : "GOV";
  }
  return actor(key, std::move(made));
}

ActorId Finder::person_actor(PersonId person, const OfficePhrase* stated) {
  const std::uint64_t key = (std::uint64_t{1} << 63) | person;
  const Person& found = tables_.persons[person];
  if (const auto there = actor_ids_.find(key); there == actor_ids_.end()) {
    const Official& first = tables_.officials[found.begin];
    const Party& where = tables_.parties[found.party];
    Actor made;
    made.id = person_id_of(first);
    made.name = std::string(first.name);
    made.type = ActorType::kPerson;
    made.state = where.state;
    made.sector = where.type == ActorType::kOrganisation && where.code != "EUU" ? "IGO" : "GOV";
    std::uint32_t best = kNone;
    for (std::uint32_t i = found.begin; i < found.end; ++i) {
      if (is_active(i) && (best == kNone || tables_.office[i] < tables_.office[best])) best = i;
    }
    // The finer names of `other` come after it in the list of roles; `other` itself comes last.
    for (std::uint32_t i = found.begin; i < found.end; ++i) {
      if (is_active(i) && tables_.office[best] == tables_.other &&
          tables_.office[i] != tables_.other)
        best = i;
    }
    if (best != kNone) made.office = std::string(tables_.roles[tables_.office[best]]);
    actor(key, std::move(made));
  }
  const ActorId id = actor_ids_.find(key)->second;
  // The table has gaps, and some reports have no date: an office that the report states and the
  // person has held is taken.
  if (stated != nullptr && layer_.actors[id].office.empty()) {
    std::uint32_t best = kNone;
    for (std::uint32_t i = found.begin; i < found.end; ++i) {
      if (fits(*stated, i) && (best == kNone || tables_.office[i] < tables_.office[best])) best = i;
    }
    if (best != kNone) layer_.actors[id].office = std::string(tables_.roles[tables_.office[best]]);
  }
  return id;
}

void Finder::add_party(Atom& atom, bool nested) {
  atom.used = true;
  const bool metonym =
      atom.kind == MentionKind::kMetonym || (atom.kind == MentionKind::kCapital && !atom.place);
  const ActorId id = atom.party == kNone ? kNoId : party_actor(atom.party, atom.body);
  add_mention(atom.tokens, atom.kind, id, metonym ? How::kMetonym : How::kNamed, atom.place,
              nested);
  if (atom.party != kNone && !atom.place) count(atom.party, atom.tokens.begin);
}

std::uint32_t Finder::atom_at(std::uint32_t from, std::uint32_t end, TokenId token) const {
  for (std::uint32_t k = from; k < end && atoms_[k].tokens.begin <= token; ++k) {
    if (atoms_[k].tokens.begin == token) return atoms_[k].dropped || atoms_[k].used ? kNone : k;
  }
  return kNone;
}

std::uint32_t Finder::party_after_of(std::uint32_t from, std::uint32_t end, TokenId at,
                                     TokenRange sentence) const {
  if (at >= sentence.end || (word(at) != tables_.of && word(at) != tables_.for_)) return kNone;
  TokenId t = at + 1;
  if (t < sentence.end && word(t) == tables_.the) ++t;
  const std::uint32_t k = atom_at(from, end, t);
  if (k == kNone || atoms_[k].type != AtomType::kParty || atoms_[k].kind != MentionKind::kName)
    return kNone;
  return k;
}

// "the Kazakh minister Ivan Petrov", "the Kazakh minister, Ivan Petrov,": somebody whom no table
// knows.
bool Finder::unknown_person_follows(TokenId at, TokenRange sentence) const {
  if (at >= sentence.end) return false;
  if (text_.space_before[at] && is_foreign_capital(at)) return true;
  return at + 2 < sentence.end && word(at) == tables_.comma && is_foreign_capital(at + 1) &&
         is_foreign_capital(at + 2);
}

void Finder::join_office(std::uint32_t party_atom, std::uint32_t office_atom, std::uint32_t end,
                         TokenRange sentence, bool former, BodyId body, TokenId start) {
  Atom& office = atoms_[office_atom];
  office.used = true;
  const OfficePhrase& phrase = tables_.office_phrases[office.value];
  TokenId stop = office.tokens.end;
  // "president-elect", "minister-counsellor": another office.
  if (stop < sentence.end && word(stop) == tables_.dash && !text_.space_before[stop]) {
    if (party_atom != kNone) add_party(atoms_[party_atom], false);
    return;
  }
  std::uint32_t rest = office_atom + 1;
  if (party_atom == kNone) {
    const std::uint32_t of = party_after_of(rest, end, stop, sentence);
    if (of != kNone) {
      party_atom = of;
      stop = atoms_[of].tokens.end;
      rest = of + 1;
    }
  }
  PartyId party = party_atom == kNone ? kNone : atoms_[party_atom].party;
  const bool open_party = party_atom != kNone && party == kNone;

  // The person, beside the office or after a comma.
  std::uint32_t beside = atom_at(rest, end, stop);
  if (beside == kNone && stop < sentence.end && word(stop) == tables_.comma) {
    const std::uint32_t after = atom_at(rest, end, stop + 1);
    if (after != kNone && atoms_[after].type == AtomType::kPerson && party_atom != kNone)
      beside = after;
  }
  const bool has_person = beside != kNone && (atoms_[beside].type == AtomType::kPerson ||
                                              atoms_[beside].type == AtomType::kFamily);
  // "Minister Li Wei": the family name is the beginning of another name.
  const bool longer = has_person && atoms_[beside].type == AtomType::kFamily &&
                      atoms_[beside].tokens.end < sentence.end &&
                      text_.space_before[atoms_[beside].tokens.end] &&
                      is_foreign_capital(atoms_[beside].tokens.end);
  if (has_person && !longer) {
    Atom& name = atoms_[beside];
    std::optional<PersonId> person;
    bool several = false;
    const bool full = name.type == AtomType::kPerson;
    if (full) {
      person = full_name_person(name.value, party, &phrase);
    } else {
      const FamilyResult result = family_person(name.value, party, &phrase, true, former);
      person = result.person;
      several = result.several;
    }
    if (open_party && person) {
      // "the Congolese president Felix Tshisekedi": the person tells which Congo.
      party = tables_.persons[*person].party;
      bool possible = false;
      for (std::uint32_t s = tables_.name_entries[atoms_[party_atom].value].first; s != kNone;
           s = tables_.senses[s].next) {
        possible = possible || (tables_.senses[s].kind != SenseKind::kPerson &&
                                tables_.senses[s].target == party);
      }
      if (possible) {
        atoms_[party_atom].party = party;
      } else {
        person.reset();
        party = kNone;
      }
    }
    if (person) {
      name.used = true;
      introduce(*person);
      const TokenRange tokens{start, name.tokens.end};
      add_mention(tokens, MentionKind::kPerson, person_actor(*person, former ? nullptr : &phrase),
                  full ? How::kNamed : How::kLookedUp, false, false);
      if (party_atom != kNone) {
        add_party(atoms_[party_atom], true);
      } else {
        count(tables_.persons[*person].party, start);
      }
      return;
    }
    if (several && party_atom == kNone) {
      name.used = true;
      add_mention({start, name.tokens.end}, MentionKind::kPerson, kNoId, How::kNamed, false, false);
      return;
    }
  }

  if (party_atom == kNone) {
    // "the minister": somebody named before who holds that office.
    if (has_person || start == sentence.begin || word(start - 1) != tables_.the ||
        office.tokens.end > stop)
      return;
    if (stop < sentence.end && (word(stop) == tables_.of || word(stop) == tables_.for_)) return;
    if (unknown_person_follows(stop, sentence)) return;
    std::optional<PersonId> known;
    bool several = false;
    for (const PersonId person : introduced_) {
      const Actor& there = layer_.actors[person_actor(person, nullptr)];
      const bool holds = !there.office.empty() && any_spell(person, [&](std::uint32_t i) {
        return tables_.roles[tables_.office[i]] == there.office && fits(phrase, i);
      });
      if (!holds) continue;
      several = several || known.has_value();
      known = person;
    }
    if (!known || several) return;
    add_mention({start, stop}, MentionKind::kOffice, person_actor(*known, nullptr),
                How::kCoreferent, false, false);
    count(tables_.persons[*known].party, start);
    return;
  }

  const TokenRange tokens{start, stop};
  if (!open_party && !role_for(party, phrase)) {
    add_party(atoms_[party_atom], false);
    return;
  }
  if (former || open_party) {
    add_mention(tokens, MentionKind::kOffice, kNoId, How::kNamed, false, false);
  } else {
    const bool somebody_else = has_person || unknown_person_follows(stop, sentence);
    const std::optional<PersonId> holder =
        somebody_else || body != 0 ? std::nullopt : holder_of(party, phrase);
    if (holder) {
      introduce(*holder);
      add_mention(tokens, MentionKind::kOffice, person_actor(*holder, &phrase), How::kLookedUp,
                  false, false);
    } else {
      const RoleId role = *role_for(party, phrase);
      add_mention(tokens, MentionKind::kOffice,
                  party_actor(party, body, static_cast<RoleId>(role + 1)), How::kNamed, false,
                  false);
    }
  }
  add_party(atoms_[party_atom], true);
}

bool Finder::join_from_party(std::uint32_t k, std::uint32_t end, TokenRange sentence) {
  const Atom& first = atoms_[k];
  if (first.kind == MentionKind::kPeople) return false;
  TokenId t = first.tokens.end;
  const bool possessive = t < sentence.end && is_possessive(t);
  if (possessive) ++t;
  if (first.kind == MentionKind::kCapital && !possessive) return false;
  bool former =
      first.tokens.begin > sentence.begin && (cue(first.tokens.begin - 1) & kCueFormer) != 0;
  for (int steps = 0; steps < 3 && t < sentence.end && (cue(t) & (kCueModifier | kCueFormer)) != 0;
       ++steps) {
    if ((cue(t) & kStarts) != 0 && atom_at(k + 1, end, t) != kNone) break;
    former = former || (cue(t) & kCueFormer) != 0;
    ++t;
  }
  const std::uint32_t next = atom_at(k + 1, end, t);
  if (next == kNone) return false;
  const TokenId start = first.tokens.begin;
  if (atoms_[next].type == AtomType::kOffice) {
    join_office(k, next, end, sentence, former, first.body, start);
    return true;
  }
  if (atoms_[next].type != AtomType::kBody) return false;
  if (first.party != kNone && tables_.parties[first.party].type != ActorType::kState) return false;
  atoms_[next].used = true;
  const BodyId body = tables_.body_phrases[atoms_[next].value].body;
  name_body(body, first.party);
  TokenId after = atoms_[next].tokens.end;
  if (after < sentence.end && is_possessive(after)) ++after;
  const std::uint32_t office = atom_at(next + 1, end, after);
  if (office != kNone && atoms_[office].type == AtomType::kOffice) {
    join_office(k, office, end, sentence, former, body, start);
    return true;
  }
  const ActorId id = first.party == kNone ? kNoId : party_actor(first.party, body);
  add_mention({start, atoms_[next].tokens.end}, MentionKind::kBody, id, How::kNamed, false, false);
  add_party(atoms_[k], true);
  return true;
}

// A body without a state before it.
void Finder::join_body(std::uint32_t k, std::uint32_t end, TokenRange sentence) {
  Atom& atom = atoms_[k];
  atom.used = true;
  const BodyPhrase& phrase = tables_.body_phrases[atom.value];
  const TokenId start = atom.tokens.begin;
  const std::uint32_t of = party_after_of(k + 1, end, atom.tokens.end, sentence);
  if (of != kNone) {
    const PartyId party = atoms_[of].party;
    name_body(phrase.body, party);
    add_mention({start, atoms_[of].tokens.end}, MentionKind::kBody,
                party == kNone ? kNoId : party_actor(party, phrase.body), How::kNamed, false,
                false);
    add_party(atoms_[of], true);
    return;
  }
  // "the foreign ministry said", "Foreign Ministry spokesman Li": of a state named before, or of
  // the only one.
  const std::uint32_t office = atom_at(k + 1, end, atom.tokens.end);
  const bool with_office = office != kNone && atoms_[office].type == AtomType::kOffice;
  const bool after_article =
      start > sentence.begin && (word(start - 1) == tables_.the || word(start - 1) == tables_.its);
  if (!with_office && !after_article && !(is_capital(start) && phrase.alone)) return;
  if (!with_office && start > sentence.begin && is_foreign_capital(start - 1)) return;
  const NamedBody& named = named_bodies_[phrase.body];
  PartyId party = named.party;
  How how = How::kCoreferent;
  if (party == kNone && !named.several && phrase.alone) {
    how = How::kInferred;
    party = only_state_;
  }
  if (with_office) {
    const std::uint32_t person = atom_at(office + 1, end, atoms_[office].tokens.end);
    atoms_[office].used = true;
    TokenId stop = atoms_[office].tokens.end;
    const OfficePhrase& role = tables_.office_phrases[atoms_[office].value];
    if (person != kNone && atoms_[person].type == AtomType::kPerson) {
      if (const auto found = full_name_person(atoms_[person].value, party, &role)) {
        atoms_[person].used = true;
        introduce(*found);
        add_mention({start, atoms_[person].tokens.end}, MentionKind::kPerson,
                    person_actor(*found, &role), How::kNamed, false, false);
        count(tables_.persons[*found].party, start);
        return;
      }
    }
    if (party == kNone && !phrase.alone) return;
    const std::optional<RoleId> held = party == kNone ? std::nullopt : role_for(party, role);
    add_mention({start, stop}, MentionKind::kOffice,
                held ? party_actor(party, phrase.body, static_cast<RoleId>(*held + 1)) : kNoId, how,
                false, false);
    if (party != kNone) count(party, start);
    return;
  }
  if (party == kNone && !phrase.alone) return;
  add_mention(atom.tokens, MentionKind::kBody,
              party == kNone ? kNoId : party_actor(party, phrase.body),
              party == kNone ? How::kNamed : how, false, false);
  if (party != kNone) count(party, start);
}

// "Murat Nurtleu, Kazakhstan's foreign minister,": the end of the office after the comma, or `from`
// when there is none.
TokenId Finder::apposition_end(PersonId person, TokenId from, std::uint32_t next, std::uint32_t end,
                               TokenRange sentence, std::uint32_t& party_atom) {
  if (from >= sentence.end || word(from) != tables_.comma) return from;
  TokenId t = from + 1;
  if (t < sentence.end && word(t) == tables_.the) ++t;
  const std::uint32_t first = atom_at(next, end, t);
  if (first == kNone) return from;
  std::uint32_t office = kNone;
  std::uint32_t party = kNone;
  TokenId stop = 0;
  if (atoms_[first].type == AtomType::kParty) {
    t = atoms_[first].tokens.end;
    if (t < sentence.end && is_possessive(t)) ++t;
    while (t < sentence.end && (cue(t) & kCueModifier) != 0 && atom_at(first + 1, end, t) == kNone)
      ++t;
    office = atom_at(first + 1, end, t);
    if (office == kNone || atoms_[office].type != AtomType::kOffice) return from;
    party = first;
    stop = atoms_[office].tokens.end;
  } else if (atoms_[first].type == AtomType::kOffice) {
    office = first;
    party = party_after_of(first + 1, end, atoms_[first].tokens.end, sentence);
    if (party == kNone) return from;
    stop = atoms_[party].tokens.end;
  } else {
    return from;
  }
  const OfficePhrase& phrase = tables_.office_phrases[atoms_[office].value];
  if (atoms_[party].party != tables_.persons[person].party || !ever_fits(person, phrase))
    return from;
  if (stop < sentence.end && text_.shape[stop] != Shape::kPunct) return from;
  if (stop < sentence.end && word(stop) == tables_.dash) return from;
  atoms_[office].used = true;
  person_actor(person, &phrase);
  party_atom = party;
  return stop;
}

void Finder::add_person(std::uint32_t k, std::uint32_t end, TokenRange sentence) {
  Atom& atom = atoms_[k];
  // "X, Minister of Energy,": the office tells which X is meant, and that it is no namesake.
  const OfficePhrase* office = nullptr;
  if (atom.tokens.end + 1 < sentence.end && word(atom.tokens.end) == tables_.comma) {
    TokenId at = atom.tokens.end + 1;
    if (word(at) == tables_.the) ++at;
    const std::uint32_t next = atom_at(k + 1, end, at);
    if (next != kNone && atoms_[next].type == AtomType::kOffice)
      office = &tables_.office_phrases[atoms_[next].value];
  }
  const std::optional<PersonId> person = full_name_person(atom.value, kNone, office);
  atom.used = true;
  TokenId start = atom.tokens.begin;
  if (start > sentence.begin && (cue(start - 1) & kCueHonorific) != 0) --start;
  if (!person) {
    const std::vector<PersonId> persons = persons_of(tables_.name_entries, atom.value);
    const bool known = std::any_of(persons.begin(), persons.end(), [&](PersonId p) {
      return named_[tables_.persons[p].party] > 0;
    });
    if (persons.size() > 1 && known)
      add_mention({start, atom.tokens.end}, MentionKind::kPerson, kNoId, How::kNamed, false, false);
    return;
  }
  // Part of a longer name is another person.
  if (start > sentence.begin + 1 && start == atom.tokens.begin && is_capital(start - 1) &&
      is_foreign_capital(start - 1))
    return;
  const bool touching_dash = atom.tokens.end + 1 < sentence.end &&
                             word(atom.tokens.end) == tables_.dash &&
                             !text_.space_before[atom.tokens.end] &&
                             touches_next(atom.tokens.end) && is_capital(atom.tokens.end + 1);
  if (touching_dash) return;
  introduce(*person);
  const ActorId id = person_actor(*person, nullptr);
  std::uint32_t party_atom = kNone;
  const TokenId stop = apposition_end(*person, atom.tokens.end, k + 1, end, sentence, party_atom);
  add_mention({start, stop}, MentionKind::kPerson, id, How::kNamed, false, false);
  if (party_atom != kNone) {
    add_party(atoms_[party_atom], true);
  } else {
    count(tables_.persons[*person].party, start);
  }
}

void Finder::add_family(std::uint32_t k, TokenRange sentence) {
  Atom& atom = atoms_[k];
  atom.used = true;
  TokenId start = atom.tokens.begin;
  const TokenId stop = atom.tokens.end;
  const bool titled = start > sentence.begin && (cue(start - 1) & kCueHonorific) != 0;
  // Part of a longer name that no table knows?
  if (stop < sentence.end) {
    if (text_.space_before[stop] && is_foreign_capital(stop)) return;
    if (word(stop) == tables_.dash && !text_.space_before[stop] && stop + 1 < sentence.end &&
        !text_.space_before[stop + 1])
      return;
  }
  // "Grace Tembo", whom no table knows, is meant by "Tembo" for the rest of the report.
  const WordId family = word(stop - 1);
  if (std::find(foreign_families_.begin(), foreign_families_.end(), family) !=
      foreign_families_.end())
    return;
  if (start > sentence.begin && !titled) {
    if (is_foreign_capital(start - 1)) {
      foreign_families_.push_back(family);
      return;
    }
    if (word(start - 1) == tables_.dash && !text_.space_before[start]) return;
    if (text_.shape[start - 1] == Shape::kCapital && k > 0 && atoms_[k - 1].tokens.end == start &&
        (atoms_[k - 1].type == AtomType::kFamily || atoms_[k - 1].type == AtomType::kPerson)) {
      return;
    }
    if (word(start - 1) == tables_.the || word(start - 1) == tables_.a ||
        word(start - 1) == tables_.an)
      return;
  }
  const FamilyResult result = family_person(atom.value, kNone, nullptr, titled, false);
  if (titled) --start;
  if (result.person) {
    introduce(*result.person);
    add_mention({start, stop}, MentionKind::kPerson, person_actor(*result.person, nullptr),
                How::kLookedUp, false, false);
    count(tables_.persons[*result.person].party, start);
  } else if (result.several) {
    add_mention({start, stop}, MentionKind::kPerson, kNoId, How::kNamed, false, false);
  }
}

void Finder::join(SentenceId sentence, std::uint32_t begin, std::uint32_t end) {
  const TokenRange range = text_.sentence_tokens[sentence];
  for (std::uint32_t k = begin; k < end; ++k) {
    Atom& atom = atoms_[k];
    if (atom.used || atom.dropped) continue;
    switch (atom.type) {
      case AtomType::kParty:
        if (!join_from_party(k, end, range)) add_party(atom, false);
        break;
      case AtomType::kOffice: {
        const TokenId start = atom.tokens.begin;
        const bool former = start > range.begin && (cue(start - 1) & kCueFormer) != 0;
        join_office(kNone, k, end, range, former, 0, start);
        break;
      }
      case AtomType::kBody:
        join_body(k, end, range);
        break;
      case AtomType::kPerson:
        add_person(k, end, range);
        break;
      case AtomType::kFamily:
        add_family(k, range);
        break;
    }
  }
}

ActorLayer Finder::finish() {
  std::stable_sort(layer_.mentions.begin(), layer_.mentions.end(),
                   [](const Mention& a, const Mention& b) {
                     if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
                     return a.span.end > b.span.end;
                   });
  // By number of mentions, then by first mention.
  struct Total {
    PartyId party;
    std::uint32_t number;
    TokenId first;
  };
  std::sort(counts_.begin(), counts_.end(), [](const Count& a, const Count& b) {
    return a.party != b.party ? a.party < b.party : a.at < b.at;
  });
  std::vector<Total> totals;
  for (const Count& one : counts_) {
    if (totals.empty() || totals.back().party != one.party)
      totals.push_back({one.party, 0, one.at});
    ++totals.back().number;
  }
  std::sort(totals.begin(), totals.end(), [](const Total& a, const Total& b) {
    if (a.number != b.number) return a.number > b.number;
    return a.first != b.first ? a.first < b.first : a.party < b.party;
  });
  for (const Total& total : totals) layer_.states.push_back(party_actor(total.party));
  return std::move(layer_);
}

}  // namespace

ActorLayer find_actors(const Document& document, const ActorLexicon& lexicon) {
  return Finder(document, lexicon.tables()).run();
}

}  // namespace chancery

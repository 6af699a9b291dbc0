// Pass one: the atoms of each sentence.
#include "actors/finder.hpp"
#include "base/utf8.hpp"

namespace chancery {

ActorFinder::Lettering ActorFinder::lettering_of(TokenRange range) const {
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
bool ActorFinder::spelled(const Sense& sense, TokenRange tokens, Lettering lettering,
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

bool ActorFinder::holds_today(const Sense& sense) const {
  if (!date_) {
    // Without a date a former name is still the name of the state; a former capital is just a city.
    return sense.kind != SenseKind::kCapital ||
           sense.to == std::numeric_limits<std::int32_t>::max();
  }
  return sense.from <= today_ && today_ < sense.to;
}

ActorFinder::NameMatch ActorFinder::match_name(TokenId at, TokenRange sentence,
                                               Lettering lettering) const {
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

bool ActorFinder::beside_foreign_capital(TokenRange tokens, TokenRange sentence,
                                         bool strict) const {
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
bool ActorFinder::is_money(TokenRange tokens, TokenRange sentence) const {
  if (tokens.end >= sentence.end) return false;
  if (text_.shape[tokens.end] == Shape::kSymbol && !text_.space_before[tokens.end]) return true;
  if ((cue(tokens.end) & kCueCurrency) == 0 || tokens.begin == sentence.begin) return false;
  return text_.shape[tokens.begin - 1] == Shape::kNumber ||
         (cue(tokens.begin - 1) & kCueScale) != 0;
}

// "Atlanta, Georgia"; "the state of Georgia" is a row of the table.
bool ActorFinder::in_us_context(TokenRange tokens, TokenRange sentence) {
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
bool ActorFinder::decide_demonym(Atom& atom, TokenRange sentence, bool adjective,
                                 bool people) const {
  atom.kind = people && !adjective ? MentionKind::kPeople : MentionKind::kAdjective;
  // "ethnic Albanians" live in another state.
  if (atom.tokens.begin > sentence.begin && (cue(atom.tokens.begin - 1) & kCueOrigin) != 0)
    return false;
  if (!adjective) return true;
  const TokenId next = atom.tokens.end;
  const bool has_next = next < sentence.end && is_letters(next) && !is_possessive(next);
  const std::uint32_t next_cue = has_next ? cue(next) : 0;
  // "Kazakh First Deputy Minister": what follows is an office, whatever its first word does else.
  if ((next_cue & kStartsOffice) != 0 &&
      tables_.offices.find(std::span<const WordId>(text_.word).subspan(next, sentence.end - next))
              .words > 1)
    return true;
  // "Turkish coffee": a thing of that name, unless more follows ("Turkish coffee exports").
  if ((next_cue & kCueThing) != 0 && has_tree() &&
      (next + 1 >= sentence.end || syntax_.upos[next + 1] != Upos::kNoun)) {
    return false;
  }
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
bool ActorFinder::is_venue(TokenId first, TokenRange sentence) const {
  TokenId at = first;
  if (at > sentence.begin && word(at - 1) == tables_.the) --at;
  if (at < sentence.begin + 2) return false;
  return (cue(at - 1) & kCueInside) != 0 && (cue(at - 2) & kCueVenue) != 0;
}

// What the tree says of a capital: the subject of what a government does, the one it is done to,
// or where something is. Nothing where the tree does not tell.
std::optional<bool> ActorFinder::acts_in_tree(const Atom& atom) const {
  if (!has_tree()) return std::nullopt;
  TokenId before = atom.tokens.begin;
  if (before > 0 && word(before - 1) == tables_.the) --before;
  if (before > 0 && (cue(before - 1) & kCueInside) != 0) return std::nullopt;
  const TokenId at = first_of_list(head_of(atom.tokens));
  const TokenId governor = syntax_.head[at];
  if (governor == kNoToken) return std::nullopt;
  const bool verb = syntax_.upos[governor] == Upos::kVerb;
  switch (syntax_.relation[at]) {
    case Relation::kNsubj:
      if (verb) return true;
      return std::nullopt;
    case Relation::kOblAgent:
      return true;
    case Relation::kNsubjPass:
      if ((cue(governor) & kCueVerb) != 0) return true;
      return std::nullopt;
    case Relation::kIobj:
      return true;
    case Relation::kObj:
      if (verb) return (cue(governor) & kCueReach) == 0;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

// Whether a capital stands for its government: "Beijing said", "talks with Tehran", "Moscow's
// position".
bool ActorFinder::acts(const Atom& atom, TokenRange sentence) const {
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
  if (const auto told = acts_in_tree(atom)) return *told;
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
    // "the appeal from Seoul", "aid for Kyiv", "a loan to Cairo"
    if (before > sentence.begin && (cue(before - 1) & kCueDealing) != 0 &&
        (word(before) == tables_.from || word(before) == tables_.to ||
         word(before) == tables_.for_))
      return true;
    // "accused Washington"
    if ((cue(before) & kCueVerb) != 0 && (cue(before) & kCueReach) == 0) return true;
    const bool owns =
        next < sentence.end && word(next) == tables_.possessive && (cue(before) & kCueInside) == 0;
    if ((cue(before) & kCuePlace) != 0) return owns;
    if ((cue(before) & kCueAgent) != 0 && !joined) {
      // "no road between Lima and Cusco"
      if (word(before) != tables_.between || !has_tree()) return true;
      return next + 1 < sentence.end && word(next) == tables_.and_ && starts_name(next + 1);
    }
  }
  if (next >= sentence.end) return false;
  if (word(next) == tables_.possessive || (cue(next) & kCueVerb) != 0) return true;
  // "Beijing and Moscow agreed" at the head of a clause.
  if (begin == sentence.begin && (word(next) == tables_.and_ || word(next) == tables_.comma)) {
    return word(next) == tables_.and_ && starts_name(next + 1);
  }
  return false;
}

// "North" of "North and South Korea".
bool ActorFinder::take_half(TokenId at, TokenRange sentence) {
  if (at + 3 >= sentence.end || (word(at + 1) != tables_.and_ && word(at + 1) != tables_.or_))
    return false;
  const bool halves = (word(at) == tables_.north && word(at + 2) == tables_.south) ||
                      (word(at) == tables_.south && word(at + 2) == tables_.north);
  if (!halves) return false;
  const std::array<WordId, 2> words = {word(at), word(at + 3)};
  const PhraseTrie::Match match = tables_.names.find(words);
  if (match.words != 2) return false;
  for (std::uint32_t s = tables_.name_entries[match.value].first; s != kNone;
       s = tables_.senses[s].next) {
    const Sense& sense = tables_.senses[s];
    if (sense.kind != SenseKind::kName || !holds_today(sense)) continue;
    Atom atom;
    atom.tokens = {at, at + 1};
    atom.value = match.value;
    atom.party = sense.target;
    name_party(atom.party);
    atoms_.push_back(atom);
    return true;
  }
  return false;
}

// "Kurdish fighters", "the Kurdish community", "the Kurds"; "in Kurdish" is a language, "a Sunni
// cleric" somebody of that faith.
bool ActorFinder::is_people(TokenRange tokens, TokenRange sentence) const {
  const TokenId next = tokens.end;
  if (tokens.begin > sentence.begin && (cue(tokens.begin - 1) & kCueLanguage) != 0) return false;
  if (next < sentence.end && (word(next) == tables_.dash || document_.token(next) == ":"))
    return false;
  if (document_.token(next - 1).back() == 's') return true;
  if (!has_tree()) return false;
  const Upos upos = next < sentence.end ? syntax_.upos[next] : Upos::kPunct;
  if (upos == Upos::kNoun || upos == Upos::kPropn)
    return (cue(next) & (kCueFaction | kCueJob | kCueThing)) == 0;
  return syntax_.upos[next - 1] != Upos::kAdj ||
         (next < sentence.end && word(next) == tables_.and_);
}

bool ActorFinder::take_name(const NameMatch& match, TokenId at, TokenRange sentence,
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
    if (sense.kind == SenseKind::kMetonym || sense.kind == SenseKind::kInstitution) {
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
    if (!several && tables_.parties[party].sector == "CVL" && !is_people(atom.tokens, sentence))
      return false;
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
    // "Oslo and Madrid agreed": the first of two acts like the second.
    if (!atom.place && has_tree() && !atoms_.empty() && at > sentence.begin &&
        word(at - 1) == tables_.and_ && atoms_.back().kind == MentionKind::kCapital &&
        atoms_.back().place && atoms_.back().tokens.end + 1 == at) {
      Atom& first = atoms_.back();
      const std::uint32_t before =
          first.tokens.begin > sentence.begin ? cue(first.tokens.begin - 1) : 0;
      if ((before & (kCuePlace | kCueInside)) == 0) first.place = false;
    }
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
  } else if (has(SenseKind::kInstitution)) {
    atom.kind = MentionKind::kMetonym;
    atom.own_name = true;
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
        single && plain_name && (is_state || personal) && !short_form &&
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

bool ActorFinder::take_family(TokenId at, TokenRange sentence, Lettering lettering,
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
    // "on Friday" is a day; "Mr Friday" may be somebody.
    const bool titled = (at > sentence.begin && (cue(at - 1) & kCueHonorific) != 0) ||
                        (!atoms_.empty() && atoms_.back().type == AtomType::kOffice &&
                         atoms_.back().tokens.end == at);
    if ((cue(at) & kCueDay) != 0 && !titled) written = false;
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

// "heads", "official": one word is an office only where it is a noun. Without a tree what may well
// be another word is left out.
bool ActorFinder::is_office_word(std::uint32_t office, TokenId t) const {
  const OfficePhrase& phrase = tables_.office_phrases[office];
  if (has_tree()) {
    const Upos upos = syntax_.upos[t];
    return upos == Upos::kNoun || upos == Upos::kPropn ||
           (text_.shape[t] != Shape::kLower && upos != Upos::kVerb);
  }
  const RoleId role = tables_.office_senses[phrase.begin].role;
  return !phrase.plural && role != tables_.official && role != tables_.leader;
}

void ActorFinder::scan(SentenceId sentence) {
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
    if (office.words == 1 && !is_office_word(office.value, t)) office = {};
    PhraseTrie::Match body;
    if ((cues & kStartsBody) != 0) body = tables_.bodies.find(words);
    // "the UN updated Security Council members", but "the Kazakh Security Council".
    const bool own = name.outcome == Outcome::kTaken && name.words == body.words &&
                     (atoms_.empty() || atoms_.back().tokens.end + 1 < t ||
                      atoms_.back().type != AtomType::kParty ||
                      (atoms_.back().tokens.end != t && !is_possessive(t - 1)));
    if (own) body = {};
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
    if (is_capital(t) && take_half(t, range)) {
      ++t;
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

// Whether the report names whom a doubtful name needs: the party itself, the state of a group, or
// whom the table says.
bool ActorFinder::is_named(const Atom& atom) const {
  const std::uint32_t needs = tables_.name_entries[atom.value].needs;
  if (needs != kNone) return named_[needs] > 0;
  if (named_[atom.party] > 0) return true;
  const Party& party = tables_.parties[atom.party];
  if (party.sector.empty() || party.state.empty()) return false;
  const auto home = tables_.state_of.find(party.state);
  return home != tables_.state_of.end() && named_[home->second] > 0;
}

// A shared name goes to the one of its parties that the report names otherwise; a doubtful one
// needs to be named at all.
void ActorFinder::settle_by_report() {
  for (Atom& atom : atoms_) {
    if (atom.type == AtomType::kPerson) {
      const std::vector<PersonId> persons = persons_of(tables_.name_entries, atom.value);
      if (persons.size() == 1 &&
          any_spell(persons.front(), [&](std::uint32_t i) { return is_main(i); })) {
        name_party(tables_.persons[persons.front()].party);
      }
    }
  }
  for (const Atom& atom : atoms_) {
    if (atom.type != AtomType::kPerson || named_in_full_.size() == kMaxIntroduced) continue;
    const auto person = full_name_person(atom.value, kNone, nullptr);
    if (person &&
        std::find(named_in_full_.begin(), named_in_full_.end(), *person) == named_in_full_.end())
      named_in_full_.push_back(*person);
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
    if (!atom.by_report) continue;
    atom.dropped = atom.party == kNone || !is_named(atom);
    // "the Democratic Party" of a state that no table gives one of that name.
    if (atom.dropped && atom.party != kNone && atom.tokens.size() > 1 &&
        tables_.parties[atom.party].sector == "PTY" && is_name_word(atom.tokens.end - 1)) {
      atom.dropped = false;
      atom.type = AtomType::kFirm;
      atom.value = stranger_for(atom.tokens, NameType::kGroup);
    }
  }
  std::uint32_t states = 0;
  for (const PartyId party : named_parties_) {
    if (tables_.parties[party].type != ActorType::kState) continue;
    only_state_ = ++states == 1 ? party : kNone;
  }
}

}  // namespace chancery

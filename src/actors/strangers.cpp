// Persons, organisations and groups that no table knows, with what the report says of them.
#include "actors/finder.hpp"
#include "base/slug.hpp"

namespace chancery {
namespace {

// How far around a name its nation and office are looked for, in atoms.
constexpr std::uint32_t kReach = 8;
constexpr int kMaxAliases = 8;  // of a report

}  // namespace

std::vector<TokenRange> ActorFinder::units_of(TokenRange tokens) const {
  std::vector<TokenRange> units;
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    const bool joins = t > tokens.begin && (!text_.space_before[t] || word(t) == tables_.dash ||
                                            word(t - 1) == tables_.dash);
    if (joins) {
      units.back().end = t + 1;
    } else {
      units.push_back({t, t + 1});
    }
  }
  return units;
}

// The one record of that name. A longer or shorter form of a name before is the same one: "Jane W.
// Mwangi", "Jane Mwangi".
std::uint32_t ActorFinder::stranger_for(TokenRange tokens, NameType type) {
  const std::string_view written = document_.text(text_.span_of(tokens));
  std::string slug = to_slug(written);
  if (const auto found = stranger_of_slug_.find(slug); found != stranger_of_slug_.end())
    return found->second;
  const auto index = static_cast<std::uint32_t>(strangers_.size());
  Stranger made;
  made.name = std::string(written);
  made.type = type;
  if (type == NameType::kPerson) {
    std::vector<TokenRange> units = units_of(tokens);
    // "Charles Keating IV", "John Smith Jr.": the family name stands before.
    const std::string last = to_slug(document_.text(text_.span_of(units.back())));
    const bool suffix =
        last == "jr" || last == "sr" || last == "ii" || last == "iii" || last == "iv";
    if (suffix && units.size() > 2) {
      units.pop_back();
      tokens.end = units.back().end;
    }
    const auto text = [&](std::size_t from) {
      return to_slug(document_.text(text_.span_of({units[from].begin, tokens.end})));
    };
    if (units.size() > 2) {
      const std::string ends =
          to_slug(document_.text(text_.span_of(units.front()))) + '-' + text(units.size() - 1);
      const auto [found, is_new] = stranger_of_slug_.emplace(ends, index);
      if (!is_new) {
        stranger_of_slug_.emplace(std::move(slug), found->second);
        return found->second;
      }
    }
    if (units.size() > 1) {
      for (std::size_t from = std::max<std::size_t>(units.size(), 4) - 3; from < units.size();
           ++from) {
        bear(stranger_of_family_, text(from), index);
        stranger_words_.insert(document_.token(units[from].begin));
      }
      if (units.size() == 3 && text_.span_of(units[1]).size() > 2)
        bear(stranger_of_middle_, to_slug(document_.text(text_.span_of(units[1]))), index);
      bear(stranger_of_given_, to_slug(document_.text(text_.span_of(units.front()))), index);
    }
  }
  stranger_of_slug_.emplace(slug, index);
  made.slug = std::move(slug);
  strangers_.push_back(std::move(made));
  return index;
}

// Somebody named in full anywhere in the report who is meant by these words: by the family name,
// or by the given name where the syntax layer calls it a person's.
std::optional<std::uint32_t> ActorFinder::known_stranger(TokenRange tokens, bool given) const {
  if (strangers_.empty()) return std::nullopt;
  const std::string slug = to_slug(document_.text(text_.span_of(tokens)));
  if (const auto family = stranger_of_family_.find(slug); family != stranger_of_family_.end()) {
    if (family->second == kNone) return std::nullopt;
    return family->second;
  }
  if (!given) return std::nullopt;
  for (const auto* names : {&stranger_of_given_, &stranger_of_middle_}) {
    const auto found = names->find(slug);
    if (found != names->end() && found->second != kNone) return found->second;
  }
  return std::nullopt;
}

// "Ganzorig" of a report that names "Batbayar Ganzorig": the words of up to three units that begin
// here and are the family name of one stranger. Empty where there are none.
TokenRange ActorFinder::known_name_at(TokenId at, TokenRange sentence) const {
  const TokenRange none{at, at};
  if (stranger_words_.find(document_.token(at)) == stranger_words_.end()) return none;
  const bool first = at == sentence.begin;
  if (!first &&
      (is_foreign_capital(at - 1) || (word(at - 1) == tables_.dash && !text_.space_before[at])) &&
      (cue(at - 1) & kCueHonorific) == 0)
    return none;
  // "in Lima", of a report that names a Ms Lima
  if (!first && (cue(at - 1) & kCueInside) != 0) return none;
  const Upos upos = syntax_.upos[at];
  if (upos != Upos::kPropn && !(first && upos == Upos::kNoun && (cue(at) & kKnown) == 0))
    return none;
  constexpr TokenId kLongest = 7;
  TokenId stop = at;
  while (stop < sentence.end && stop < at + kLongest &&
         (is_name_word(stop) || word(stop) == tables_.dash ||
          (stop > at && !text_.space_before[stop] && !is_possessive(stop) &&
           text_.shape[stop] != Shape::kPunct)))
    ++stop;
  for (TokenId end = stop; end > at; --end) {
    if (!is_letters(end - 1)) continue;
    const auto found = stranger_of_family_.find(to_slug(document_.text(text_.span_of({at, end}))));
    const auto middle = end == at + 1 && found == stranger_of_family_.end()
                            ? stranger_of_middle_.find(to_slug(document_.token(at)))
                            : stranger_of_middle_.end();
    const bool known = (found != stranger_of_family_.end() && found->second != kNone) ||
                       (middle != stranger_of_middle_.end() && middle->second != kNone);
    if (!known) continue;
    const bool goes_on =
        end < sentence.end && ((text_.space_before[end] && is_foreign_capital(end)) ||
                               (word(end) == tables_.dash && touches_next(end)));
    return goes_on ? none : TokenRange{at, end};
  }
  return none;
}

// Family names of persons whom the report names in full elsewhere, where neither the tables nor the
// syntax layer see a name.
void ActorFinder::take_known_names(std::vector<std::uint32_t>& first_atom) {
  if (!has_tree()) return;
  std::vector<std::pair<TokenRange, std::uint32_t>> beside;  // in text order
  // "Kazakh Minister of Transport Daulet Aitbayev", whom the syntax layer calls no person.
  for (SentenceId s = 0; s < text_.sentences(); ++s) {
    const TokenRange sentence = text_.sentence_tokens[s];
    for (std::uint32_t k = first_atom[s]; k < first_atom[s + 1]; ++k) {
      const Atom& atom = atoms_[k];
      if (atom.type != AtomType::kOffice || atom.dropped || !is_capital(atom.tokens.begin) ||
          tables_.office_phrases[atom.value].plural) {
        if (atom.type != AtomType::kOffice || atom.dropped ||
            tables_.office_phrases[atom.value].plural)
          continue;
        const TokenRange name = named_beside_office(k, sentence);
        if (!name.empty() && (beside.empty() || beside.back().first.end <= name.begin))
          beside.push_back({name, stranger_for(name, NameType::kPerson)});
        continue;
      }
      const TokenId field = field_end(atom.tokens.end, k + 1, first_atom[s + 1], sentence);
      if (atom_at(k + 1, first_atom[s + 1], field) != kNone) continue;
      const TokenRange run = name_run(field, sentence);
      if (!run.empty()) stranger_for(run, NameType::kPerson);
    }
  }
  if (stranger_words_.empty()) return;
  std::vector<Atom> merged;
  merged.reserve(atoms_.size());
  auto next_beside = beside.begin();
  for (SentenceId s = 0; s < text_.sentences(); ++s) {
    const TokenRange sentence = text_.sentence_tokens[s];
    std::uint32_t k = first_atom[s];
    const std::uint32_t end = first_atom[s + 1];
    first_atom[s] = static_cast<std::uint32_t>(merged.size());
    for (TokenId t = sentence.begin; t < sentence.end; ++t) {
      while (k < end && atoms_[k].tokens.end <= t) merged.push_back(atoms_[k++]);
      if (!is_capital(t)) continue;
      while (next_beside != beside.end() && next_beside->first.begin < t) ++next_beside;
      if (next_beside != beside.end() && next_beside->first.begin == t) {
        while (k < end && atoms_[k].type == AtomType::kFamily &&
               atoms_[k].tokens.begin < next_beside->first.end)
          ++k;
        Atom atom;
        atom.type = AtomType::kStranger;
        atom.tokens = next_beside->first;
        atom.value = next_beside->second;
        atom.named = true;
        merged.push_back(atom);
        t = atom.tokens.end - 1;
        continue;
      }
      // "Thompson-Grant" of a report that names one is no Thompson of the tables.
      const auto is_part = [&](std::uint32_t i, TokenRange tokens) {
        return atoms_[i].type == AtomType::kFamily && atoms_[i].tokens.size() < tokens.size() &&
               atoms_[i].tokens.end <= tokens.end;
      };
      if (k < end && atoms_[k].tokens.begin <= t && atoms_[k].type != AtomType::kFamily) continue;
      const TokenRange tokens = known_name_at(t, sentence);
      std::uint32_t after = k;
      while (after < end && atoms_[after].tokens.begin < tokens.end && is_part(after, tokens))
        ++after;
      if (tokens.empty() || (after < end && atoms_[after].tokens.begin < tokens.end)) continue;
      k = after;
      Atom atom;
      atom.type = AtomType::kStranger;
      atom.tokens = tokens;
      atom.value = kNone;
      atom.named = true;
      merged.push_back(atom);
      t = tokens.end - 1;
    }
    while (k < end) merged.push_back(atoms_[k++]);
  }
  first_atom.back() = static_cast<std::uint32_t>(merged.size());
  atoms_ = std::move(merged);
}

// "Jane Mwangi, also known as Mama Wangari,": one person under two names.
void ActorFinder::join_aliases() {
  constexpr TokenId kFarthest = 40;
  std::optional<Atom> last;  // the person named before
  int left = kMaxAliases;
  for (std::size_t i = 0; i < atoms_.size() && left > 0; ++i) {
    const Atom atom = atoms_[i];
    const bool stranger = atom.type == AtomType::kStranger && atom.value != kNone;
    if (!stranger && atom.type != AtomType::kPerson) continue;
    const TokenId begin = atom.tokens.begin;
    const bool known_as = stranger && begin >= 2 && document_.token(begin - 1) == "as" &&
                          document_.token(begin - 2) == "known";
    const bool here = last && begin - last->tokens.end <= kFarthest &&
                      text_.token_sentence[begin] == text_.token_sentence[last->tokens.begin] &&
                      (last->type != atom.type || last->value != atom.value);
    if (known_as && here) {
      --left;
      const std::uint32_t whom = last->type == AtomType::kStranger ? last->value : kNone;
      for (Atom& other : atoms_) {
        if (other.type != AtomType::kStranger || other.value != atom.value) continue;
        other.type = last->type;
        other.value = last->value;
        other.named = true;
      }
      for (auto* names :
           {&stranger_of_slug_, &stranger_of_family_, &stranger_of_given_, &stranger_of_middle_}) {
        for (auto& [name, stranger_of] : *names) {
          if (stranger_of == atom.value) stranger_of = whom;
        }
      }
    }
    last = atoms_[i];
  }
}

// "Li Qiang": the family name stands first.
bool ActorFinder::begins_with_family(PersonId person) const {
  const Official& first = tables_.officials[tables_.persons[person].begin];
  return first.name.size() > first.family_name.size() &&
         first.name[first.family_name.size()] == ' ' &&
         first.name.compare(0, first.family_name.size(), first.family_name) == 0;
}

// The common noun that stands beside a name: "historian" of "the Bolivian historian X", "envoy" of
// "X, the British envoy,", "fisherman" of "a Cambodian fisherman, X,".
bool ActorFinder::is_beside(TokenId noun, TokenRange tokens, TokenRange sentence) const {
  if (tokens.contains(noun)) return false;
  TokenId head = head_of(tokens);
  for (int steps = 0; steps < 4 && syntax_.relation[head] == Relation::kFlat; ++steps)
    head = syntax_.head[head];
  const auto stands_beside = [](Relation relation) {
    return relation == Relation::kAppos || relation == Relation::kFlat ||
           relation == Relation::kCompound || relation == Relation::kNmodDesc;
  };
  if (syntax_.head[noun] == head && stands_beside(syntax_.relation[noun])) return true;
  if (syntax_.head[head] == noun && stands_beside(syntax_.relation[head]) &&
      syntax_.relation[head] != Relation::kCompound) {
    return true;
  }
  // "X is the envoy of Peru"
  if (syntax_.head[head] == noun && syntax_.relation[head] == Relation::kNsubj &&
      syntax_.upos[noun] == Upos::kNoun)
    return true;
  // Trees of such names are often wrong; the words tell as well.
  TokenId begin = tokens.begin;
  while (begin > sentence.begin && (cue(begin - 1) & kCueHonorific) != 0) --begin;
  if (noun + 1 == begin) return text_.shape[noun] == Shape::kLower;
  const auto is_end = [&](TokenId t) {
    return t >= sentence.end || text_.shape[t] == Shape::kPunct;
  };
  constexpr TokenId kLongest = 7;
  if (noun < begin) {
    if (word(begin - 1) != tables_.comma || begin - noun > kLongest || !is_end(tokens.end))
      return false;
    return is_noun_phrase({noun, begin - 1}, true);
  }
  if (tokens.end >= sentence.end || word(tokens.end) != tables_.comma ||
      noun > tokens.end + kLongest)
    return false;
  return is_noun_phrase({tokens.end + 1, noun + 1}, false) &&
         (is_end(noun + 1) || syntax_.upos[noun + 1] == Upos::kAdp);
}

// Whether the words can be one noun phrase, with prepositions or without.
bool ActorFinder::is_noun_phrase(TokenRange tokens, bool prepositions) const {
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    switch (syntax_.upos[t]) {
      case Upos::kAdj:
      case Upos::kDet:
      case Upos::kNoun:
      case Upos::kPropn:
      case Upos::kPart:
      case Upos::kNum:
        break;
      case Upos::kAdp:
        if (!prepositions) return false;
        break;
      default:
        if (word(t) != tables_.dash) return false;
        break;
    }
  }
  return true;
}

// The nation and office that stand with the name: "Bolivian historian X", "X, the envoy of Peru,",
// "a Cambodian fisherman, X,", "Armenia's X".
void ActorFinder::describe(Stranger& stranger, TokenRange tokens, std::uint32_t k,
                           TokenRange sentence) const {
  if (!has_tree() || stranger.type != NameType::kPerson ||
      (stranger.party != kNone && stranger.role))
    return;
  const std::uint32_t first = k - std::min(k, kReach);
  for (std::uint32_t a = first; a < atoms_.size() && a <= k + kReach; ++a) {
    const Atom& atom = atoms_[a];
    if (atom.dropped || atom.tokens.begin < sentence.begin || atom.tokens.end > sentence.end)
      continue;
    const TokenId at = head_of(atom.tokens);
    if (atom.type == AtomType::kOffice) {
      const OfficePhrase& phrase = tables_.office_phrases[atom.value];
      if (phrase.plural || (stranger.role && stranger.party != kNone)) continue;
      if (!is_beside(at, tokens, sentence)) continue;
      if (!stranger.role) stranger.role = tables_.office_senses[phrase.begin].role;
      if (stranger.party == kNone) stranger.party = owner_of_office(a, sentence);
      if (stranger.party == kNone && stranger.likely == kNone && needs_state(phrase)) {
        const PartyId near = state_near(tokens, sentence);
        if (near != kNone && (near == only_state_ || is_dominant(near))) stranger.likely = near;
      }
      continue;
    }
    // "X of the Democratic Party" in a report on the parties of one state
    if (atom.type == AtomType::kFirm && strangers_[atom.value].type == NameType::kGroup) {
      if (belongs_to(tokens, atom.tokens, sentence)) stranger.likely = party_home_;
      continue;
    }
    // "Y's Jane Mwangi and John Otieno", "Jane Mwangi and John Otieno of Y"
    if (is_person(atom) && party_home_ != kNone && stranger.likely == kNone && a != k &&
        is_listed_with(tokens, a, sentence)) {
      const std::uint32_t outer = atom.tokens.end <= tokens.begin ? a - 1 : a + 1;
      const bool of_party =
          outer < atoms_.size() && !atoms_[outer].dropped &&
          ((atoms_[outer].type == AtomType::kParty && atoms_[outer].party != kNone &&
            tables_.parties[atoms_[outer].party].sector == "PTY") ||
           (atoms_[outer].type == AtomType::kFirm &&
            strangers_[atoms_[outer].value].type == NameType::kGroup)) &&
          belongs_to(atom.tokens, atoms_[outer].tokens, sentence);
      if (of_party) stranger.likely = party_home_;
      continue;
    }
    if (atom.type != AtomType::kParty || atom.party == kNone || stranger.party != kNone) continue;
    if (atom.kind == MentionKind::kPeople || (atom.kind == MentionKind::kMetonym && !atom.own_name))
      continue;
    const PartyId home = state_of_party(atom.party);
    if (home == kNone) continue;
    const TokenId governor = syntax_.head[at];
    if (governor == kNoToken) continue;
    const bool owner = atom.tokens.end < sentence.end && is_possessive(atom.tokens.end);
    bool of_him =
        owner || atom.kind == MentionKind::kAdjective ||
        (tables_.parties[atom.party].sector == "PTY" && belongs_to(tokens, atom.tokens, sentence));
    if (!of_him) {
      const Relation relation = syntax_.relation[at];
      TokenId before = atom.tokens.begin;
      if (before > sentence.begin && word(before - 1) == tables_.the) --before;
      of_him = (relation == Relation::kCompound && atom.tokens.end < sentence.end &&
                word(atom.tokens.end) != tables_.comma) ||
               (before > sentence.begin &&
                (word(before - 1) == tables_.of || word(before - 1) == tables_.for_));
    }
    if (!of_him) continue;
    if (tokens.contains(governor) || is_beside(governor, tokens, sentence)) stranger.party = home;
  }
}

// "spokesman for the Indonesian army", "commander of Central Command", "the State Department
// spokesman": the state of the office that is atom `k`, kNone where the words give none.
PartyId ActorFinder::owner_of_office(std::uint32_t k, TokenRange sentence) const {
  const TokenRange office = atoms_[k].tokens;
  if (k > 0 && atoms_[k - 1].type == AtomType::kParty && !atoms_[k - 1].dropped &&
      atoms_[k - 1].tokens.end == office.begin && atoms_[k - 1].tokens.begin >= sentence.begin &&
      atoms_[k - 1].party != kNone)
    return state_of_party(atoms_[k - 1].party);
  if (k + 1 >= atoms_.size() || office.end >= sentence.end) return kNone;
  const WordId link = word(office.end);
  // "secretary in India's ministry of shipping"
  if (link == tables_.in && k + 2 < atoms_.size() && atoms_[k + 1].type == AtomType::kParty &&
      atoms_[k + 1].party != kNone && atoms_[k + 1].tokens.begin <= office.end + 2 &&
      atoms_[k + 2].type == AtomType::kBody &&
      atoms_[k + 2].tokens.begin == after_possessive(atoms_[k + 1].tokens.end, sentence))
    return state_of_party(atoms_[k + 1].party);
  if (link != tables_.of && link != tables_.for_ && link != tables_.to) return kNone;
  const Atom& next = atoms_[k + 1];
  if (next.type != AtomType::kParty || next.party == kNone || next.dropped ||
      next.tokens.begin >= sentence.end)
    return kNone;
  TokenId t = office.end + 1;
  if (t < sentence.end && word(t) == tables_.the) ++t;
  // An envoy stands where another state is.
  if (link == tables_.to) return kNone;
  return t == next.tokens.begin ? state_of_party(next.party) : kNone;
}

// "X of the Y", "X from Y", "Y's X"
bool ActorFinder::belongs_to(TokenRange name, TokenRange party, TokenRange sentence) const {
  if (party.end + 1 == name.begin) return is_possessive(party.end);
  TokenId t = name.end;
  if (t + 1 >= sentence.end || (word(t) != tables_.of && word(t) != tables_.from)) return false;
  ++t;
  if (word(t) == tables_.the) ++t;
  return t == party.begin;
}

// Whether only "and" stands between two names.
bool ActorFinder::is_listed_with(TokenRange tokens, std::uint32_t k, TokenRange sentence) const {
  const TokenRange other = atoms_[k].tokens;
  if (other.begin < sentence.begin || other.end > sentence.end) return false;
  const TokenId between = other.end <= tokens.begin ? other.end : tokens.end;
  const TokenId next = other.end <= tokens.begin ? tokens.begin : other.begin;
  return between + 1 == next && word(between) == tables_.and_;
}

// Whether an office is one of a state even where the text names none: "trade minister", not
// "chief", and not an envoy, who stands in another state.
bool ActorFinder::needs_state(const OfficePhrase& phrase) const {
  for (std::uint32_t i = phrase.begin; i < phrase.end; ++i) {
    const OfficeSense& sense = tables_.office_senses[i];
    if (sense.organisations) return false;
    if (tables_.roles[sense.role].find("minister") == std::string_view::npos) return false;
  }
  return true;
}

ActorId ActorFinder::stranger_actor(std::uint32_t index) {
  Stranger& stranger = strangers_[index];
  if (stranger.actor == kNoId) {
    stranger.actor = static_cast<ActorId>(layer_.actors.size());
    layer_.actors.emplace_back();
  }
  return stranger.actor;
}

void ActorFinder::add_stranger(std::uint32_t k, TokenRange sentence) {
  Atom& atom = atoms_[k];
  atom.used = true;
  std::uint32_t index = atom.value;
  How how = How::kNamed;
  if (index == kNone) {
    const auto known = known_stranger(atom.tokens, true);
    if (!known && !atom.sure) return;
    // What two share is left open.
    if (!known &&
        stranger_of_family_.count(to_slug(document_.text(text_.span_of(atom.tokens)))) != 0)
      return;
    index = known ? *known : stranger_for(atom.tokens, NameType::kPerson);
    if (known) how = How::kCoreferent;
  }
  describe(strangers_[index], atom.tokens, k, sentence);
  add_mention(
      atom.tokens,
      strangers_[index].type == NameType::kPerson ? MentionKind::kPerson : MentionKind::kName,
      stranger_actor(index), how, false, false);
}

// Ids are given last: a state that the report tells of later counts for all mentions.
void ActorFinder::finish_strangers() {
  tie_strangers();
  for (const Stranger& stranger : strangers_) {
    if (stranger.actor == kNoId) continue;
    Actor& made = layer_.actors[stranger.actor];
    made.name = stranger.name;
    if (stranger.type != NameType::kPerson) {
      const bool group = stranger.type == NameType::kGroup;
      made.type = group ? ActorType::kGroup : ActorType::kOrganisation;
      made.id = (group ? "group:" : "org:") + stranger.slug;
      continue;
    }
    made.type = ActorType::kPerson;
    made.id = "person:";
    const PartyId owner = stranger.party != kNone ? stranger.party : stranger.likely;
    if (owner != kNone) {
      const Party& party = tables_.parties[owner];
      made.state = party.state;
      if (party.type == ActorType::kState) {
        made.id.append(party.code);
        made.id += '-';
      }
    }
    made.id += stranger.slug;
    if (stranger.role) made.office = std::string(tables_.roles[*stranger.role]);
    if (stranger.role && owner != kNone) {
      const bool organisation = tables_.parties[owner].type == ActorType::kOrganisation;
      made.sector = organisation ? "IGO" : "GOV";
    }
  }
}

}  // namespace chancery

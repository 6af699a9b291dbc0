// Pass two: atoms that stand together become mentions.
#include "actors/finder.hpp"

namespace chancery {

void ActorFinder::add_party(Atom& atom, bool nested) {
  atom.used = true;
  const ActorId id = atom.party == kNone ? kNoId : party_actor(atom.party, atom.body);
  How how = How::kNamed;
  if (atom.kind == MentionKind::kCapital && !atom.place) how = How::kMetonym;
  if (atom.kind == MentionKind::kMetonym) {
    how = How::kMetonym;
    // "the Home Office": a reader knows whose it is.
    const bool of_state =
        atom.party != kNone && tables_.parties[atom.party].type == ActorType::kState;
    const bool known = of_state && tables_.body_list[atom.body].sector != "LEG";
    if (atom.own_name) how = known ? How::kLookedUp : How::kNamed;
  }
  add_mention(atom.tokens, atom.kind, id, how, atom.place, nested);
  // "Syrian opposition": the state inside the words that describe a group.
  if (atom.tokens.size() > 1 && atom.kind == MentionKind::kName && atom.party != kNone &&
      !tables_.parties[atom.party].sector.empty() &&
      text_.shape[atom.tokens.end - 1] == Shape::kLower) {
    const PartyId state = state_adjective(atom.tokens.begin);
    if (state != kNone)
      add_mention({atom.tokens.begin, atom.tokens.begin + 1}, MentionKind::kAdjective,
                  party_actor(state), How::kNamed, false, true);
  }
  if (atom.party != kNone && !atom.place) count(atom.party, atom.tokens.begin);
}

// The state whose adjective or name the word is, kNone where it is none or of several.
PartyId ActorFinder::state_adjective(TokenId t) const {
  const PhraseTrie::Match match =
      tables_.names.find(std::span<const WordId>(text_.word).subspan(t, 1));
  if (match.words == 0) return kNone;
  PartyId state = kNone;
  for (std::uint32_t s = tables_.name_entries[match.value].first; s != kNone;
       s = tables_.senses[s].next) {
    const Sense& sense = tables_.senses[s];
    if ((sense.kind != SenseKind::kAdjective && sense.kind != SenseKind::kName) ||
        !holds_today(sense) || tables_.parties[sense.target].type != ActorType::kState)
      continue;
    if (state != kNone && state != sense.target) return kNone;
    state = sense.target;
  }
  return state;
}

// Whether the words from `start` to `stop` say what the person just named is: "Joseph Votel, the
// commander of Central Command, said".
bool ActorFinder::follows_name(TokenId start, TokenId stop, TokenRange sentence) const {
  if (layer_.mentions.empty()) return false;
  TokenId t = start;
  if (t > sentence.begin &&
      (word(t - 1) == tables_.the || word(t - 1) == tables_.a || word(t - 1) == tables_.an))
    --t;
  if (t < sentence.begin + 2 || word(t - 1) != tables_.comma) return false;
  // What stands inside the office ("the spokesman for the Kenyan navy") may be there already.
  std::size_t before = layer_.mentions.size();
  while (before > 0 && layer_.mentions[before - 1].tokens.begin >= t) --before;
  if (before == 0) return false;
  const Mention& last = layer_.mentions[before - 1];
  if (last.kind != MentionKind::kPerson || last.nested || last.tokens.end + 1 != t) return false;
  return stop >= sentence.end || word(stop) == tables_.comma || word(stop) == tables_.full_stop ||
         document_.token(stop) == ")" || word(stop) == tables_.for_ || word(stop) == tables_.to;
}

// The token after the mark of a possessive, also of one that a treebank parts ("UK ' s"); `t` where
// there is none.
TokenId ActorFinder::after_possessive(TokenId t, TokenRange sentence) const {
  if (t >= sentence.end || !is_possessive(t)) return t;
  const bool parted = word(t) == tables_.apostrophe && t + 2 < sentence.end &&
                      text_.space_before[t + 1] && document_.token(t + 1) == "s";
  return parted ? t + 2 : t + 1;
}

// The end of the field behind an office: "of Mines", "for Trade and Industry". `at` where there is
// none.
TokenId ActorFinder::field_end(TokenId at, std::uint32_t next, std::uint32_t end,
                               TokenRange sentence) const {
  if (!has_tree() || at + 1 >= sentence.end || (word(at) != tables_.of && word(at) != tables_.for_))
    return at;
  constexpr TokenId kLongest = 8;
  TokenId field = at;
  TokenId t = at + 1;
  if (word(t) == tables_.the) ++t;
  const bool capital = t < sentence.end && is_capital(t);
  std::uint32_t k = next;
  for (; t < sentence.end && t < at + kLongest; ++t) {
    while (k < end && atoms_[k].tokens.end <= t) ++k;
    if (k < end && atoms_[k].tokens.begin <= t && !atoms_[k].dropped) {
      const Atom& atom = atoms_[k];
      if (atom.type == AtomType::kParty) return at;
      const bool unsure = atom.type == AtomType::kFamily && !atom.named;
      if (is_person(atom) && !unsure && (atom.tokens.size() > 1 || field != at)) break;
    }
    // "Minister of Transport Daulet Aitbayev": two words that no office has are a name.
    const bool known = k < end && is_person(atoms_[k]) && atoms_[k].tokens.size() > 1 &&
                       atoms_[k].tokens.begin <= t + 2;
    if (capital && !known && field != at && t + 1 < sentence.end && is_foreign_capital(t) &&
        is_foreign_capital(t + 1) && text_.space_before[t + 1])
      break;
    const Upos upos = syntax_.upos[t];
    const bool noun = is_letters(t) && is_capital(t) == capital &&
                      (upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kAdj);
    if (noun) {
      field = t + 1;
    } else if (field == at || word(t) != tables_.and_) {
      break;
    }
  }
  return field;
}

std::uint32_t ActorFinder::atom_at(std::uint32_t from, std::uint32_t end, TokenId token) const {
  for (std::uint32_t k = from; k < end && atoms_[k].tokens.begin <= token; ++k) {
    if (atoms_[k].tokens.begin == token) return atoms_[k].dropped || atoms_[k].used ? kNone : k;
  }
  return kNone;
}

std::uint32_t ActorFinder::party_after_of(std::uint32_t from, std::uint32_t end, TokenId at,
                                          TokenRange sentence, bool office) const {
  if (at >= sentence.end) return kNone;
  // "envoys from Kyiv"
  const bool out_of = office && has_tree() && word(at) == tables_.from;
  if (!out_of && word(at) != tables_.of && word(at) != tables_.for_) return kNone;
  TokenId t = at + 1;
  if (t < sentence.end && word(t) == tables_.the) ++t;
  const std::uint32_t k = atom_at(from, end, t);
  if (k == kNone || atoms_[k].type != AtomType::kParty) return kNone;
  if (office && has_tree() && atoms_[k].kind == MentionKind::kCapital) return k;
  if (office && atoms_[k].kind == MentionKind::kMetonym && !out_of) return k;
  if (atoms_[k].kind != MentionKind::kName) return kNone;
  return k;
}

// The state of a body after an office: "for the Kenyan government", where the body is the next
// atom. kNone when none follows.
std::uint32_t ActorFinder::body_after_of(std::uint32_t from, std::uint32_t end, TokenId at,
                                         TokenRange sentence) const {
  if (at >= sentence.end || (word(at) != tables_.of && word(at) != tables_.for_)) return kNone;
  TokenId t = at + 1;
  if (t < sentence.end && word(t) == tables_.the) ++t;
  const std::uint32_t k = atom_at(from, end, t);
  if (k == kNone || k + 1 >= end || atoms_[k].type != AtomType::kParty) return kNone;
  t = atoms_[k].tokens.end;
  if (t < sentence.end && is_possessive(t)) ++t;
  const Atom& body = atoms_[k + 1];
  const bool follows = body.type == AtomType::kBody && body.tokens.begin == t && !body.used;
  return follows ? k : kNone;
}

// "the Kazakh minister Ivan Petrov", "the Kazakh minister, Ivan Petrov,": somebody whom no table
// knows.
bool ActorFinder::unknown_person_follows(TokenId at, TokenRange sentence) const {
  if (at >= sentence.end) return false;
  if (text_.space_before[at] && is_foreign_capital(at)) return true;
  return at + 2 < sentence.end && word(at) == tables_.comma && is_foreign_capital(at + 1) &&
         is_foreign_capital(at + 2);
}

void ActorFinder::join_office(std::uint32_t party_atom, std::uint32_t office_atom,
                              std::uint32_t end, TokenRange sentence, bool former, BodyId body,
                              TokenId start, PartyId owner) {
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
  if (party_atom == kNone && owner == kNone) {
    std::uint32_t of = party_after_of(rest, end, stop, sentence, true);
    // "recalled its ambassadors from Canberra": they are another's.
    if (of != kNone && word(stop) == tables_.from && start > sentence.begin &&
        (is_possessive(start - 1) || word(start - 1) == tables_.its))
      of = kNone;
    if (of != kNone && atoms_[of].own_name) body = atoms_[of].body;
    if (of != kNone) {
      party_atom = of;
      stop = atoms_[of].tokens.end;
      rest = of + 1;
      if (atoms_[of].kind == MentionKind::kCapital) atoms_[of].place = false;
      // "commander of U.S. Central Command"
      if (of + 1 < end && atoms_[of + 1].type == AtomType::kStateBody &&
          atoms_[of + 1].tokens.begin == atoms_[of].tokens.begin) {
        join_state_body(of + 1, sentence, true, true);
        stop = atoms_[of + 1].tokens.end;
        rest = of + 2;
      }
      const std::uint32_t own = atom_at(rest, end, stop);
      if (own != kNone && atoms_[own].type == AtomType::kParty && atoms_[own].own_name &&
          atoms_[own].party == atoms_[of].party) {
        body = atoms_[own].body;
        stop = atoms_[own].tokens.end;
        rest = own + 1;
        add_party(atoms_[own], true);
      }
    } else if (const std::uint32_t inner = body_after_of(rest, end, stop, sentence);
               inner != kNone) {
      // "a spokesperson for the Kenyan government"
      party_atom = inner;
      Atom& inner_body = atoms_[inner + 1];
      inner_body.used = true;
      body = tables_.body_phrases[inner_body.value].body;
      stop = inner_body.tokens.end;
      rest = inner + 2;
      if (atoms_[inner].party != kNone) {
        name_body(inner_body.value, atoms_[inner].party);
        add_mention({atoms_[inner].tokens.begin, stop}, MentionKind::kBody,
                    party_actor(atoms_[inner].party, body), How::kNamed, false, true);
      }
    }
  }
  if (phrase.plural && owner != kNone) {
    const std::optional<RoleId> role = role_for(owner, phrase);
    add_mention({start, stop}, MentionKind::kOffice,
                party_actor(owner, body, role ? static_cast<RoleId>(*role + 1) : RoleId{0}),
                How::kNamed, false, false);
    return;
  }
  if (phrase.plural) {
    join_plural(party_atom, office_atom, end, sentence, start);
    return;
  }
  // "Deputy Prime Minister and Foreign Minister X": one person with two offices.
  if (stop + 1 < sentence.end && word(stop) == tables_.and_) {
    const std::uint32_t second = atom_at(rest, end, stop + 1);
    if (second != kNone && atoms_[second].type == AtomType::kOffice &&
        !tables_.office_phrases[atoms_[second].value].plural) {
      const std::uint32_t person = atom_at(second + 1, end, atoms_[second].tokens.end);
      if (person != kNone && is_person(atoms_[person])) {
        atoms_[second].used = true;
        stop = atoms_[second].tokens.end;
        rest = second + 1;
      }
    }
  }
  // Marks of writing direction stand between words of some texts.
  while (stop < sentence.end && text_.token_span[stop].size() == 3 &&
         (document_.token(stop) == "\xE2\x80\x8E" || document_.token(stop) == "\xE2\x80\x8F"))
    ++stop;
  PartyId party = party_atom == kNone ? owner : atoms_[party_atom].party;
  const bool open_party = party_atom != kNone && party == kNone;

  // The person, beside the office, with another title between, or after a comma.
  const TokenId field = field_end(stop, rest, end, sentence);
  std::uint32_t beside = atom_at(rest, end, field);
  for (TokenId t = field; beside == kNone && t < field + 2 && t < sentence.end; ++t) {
    if ((cue(t) & kCueHonorific) == 0 || !is_capital(t)) break;
    beside = atom_at(rest, end, t + 1);
  }
  if (beside == kNone && field < sentence.end && word(field) == tables_.comma) {
    const std::uint32_t after = atom_at(rest, end, field + 1);
    if (after != kNone && (party_atom != kNone || owner != kNone) &&
        (atoms_[after].type == AtomType::kPerson ||
         (atoms_[after].type == AtomType::kStranger &&
          stands_in_apposition(after, {start, field}, sentence))))
      beside = after;
  }
  // "US ambassador to Kenya Jane Smith"
  std::uint32_t posted = kNone;
  if (beside == kNone && stop < sentence.end && word(stop) == tables_.to) {
    TokenId t = stop + 1;
    if (t < sentence.end && word(t) == tables_.the) ++t;
    const std::uint32_t where = atom_at(rest, end, t);
    if (where != kNone && atoms_[where].type == AtomType::kParty) {
      const std::uint32_t envoy = atom_at(where + 1, end, atoms_[where].tokens.end);
      if (envoy != kNone && is_person(atoms_[envoy])) {
        posted = where;
        beside = envoy;
      }
    }
  }
  if (posted != kNone) add_party(atoms_[posted], true);
  const bool has_person = beside != kNone && is_person(atoms_[beside]);
  // "Minister Li Wei": the family name is the beginning of another name.
  const bool longer = has_person && atoms_[beside].type == AtomType::kFamily &&
                      !atoms_[beside].named && atoms_[beside].tokens.end < sentence.end &&
                      text_.space_before[atoms_[beside].tokens.end] &&
                      is_foreign_capital(atoms_[beside].tokens.end);
  if (has_person && !longer) {
    Atom& name = atoms_[beside];
    std::optional<PersonId> person;
    bool several = false;
    const bool full = name.type == AtomType::kPerson;
    const bool stranger = name.type == AtomType::kStranger;
    if (full) {
      person = full_name_person(name.value, party, &phrase);
    } else if (!stranger) {
      const FamilyResult result =
          family_person(name.value, party, &phrase, true, former, name.named);
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
      const ActorId titled = person_actor(*person, former ? nullptr : &phrase);
      if (!former) titled_[office.value] = titled;
      add_mention(tokens, MentionKind::kPerson, titled, full ? How::kNamed : How::kLookedUp, false,
                  false);
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
    if ((stranger || name.named) && !several && !open_party) {
      name.used = true;
      std::uint32_t index = stranger ? name.value : kNone;
      const auto known = known_stranger(name.tokens, false);
      const bool again = index == kNone && known;
      if (index == kNone) index = known ? *known : stranger_for(name.tokens, NameType::kPerson);
      // "Ambassador Jane Mwangi of Kenya"
      if (party_atom == kNone && owner == kNone && strangers_[index].party == kNone) {
        const std::uint32_t of = party_after_of(beside + 1, end, name.tokens.end, sentence);
        if (of != kNone && word(name.tokens.end) == tables_.of && atoms_[of].party != kNone)
          strangers_[index].party = state_of_party(atoms_[of].party);
      }
      if (!former) titled_[office.value] = stranger_actor(index);
      add_titled_stranger(start, index, name.tokens, party_atom, phrase, former,
                          again ? How::kCoreferent : How::kNamed);
      return;
    }
  }

  if (!has_person && has_tree() && !open_party &&
      text_.shape[office.tokens.begin] != Shape::kUpper) {
    TokenRange run = name_run(field, sentence);
    // "the foreign minister of Malawi, Chikondi Banda,": whatever the syntax layer calls the name.
    if (run.empty() && field < sentence.end && word(field) == tables_.comma &&
        party_atom != kNone) {
      run = name_run(field + 1, sentence);
      const bool closed = run.end >= sentence.end || word(run.end) == tables_.comma;
      if (!closed || (cue(run.begin) & kStartsName) != 0) run = {field, field};
    }
    if (!run.empty() && (party_atom != kNone || is_capital(office.tokens.begin))) {
      for (std::uint32_t k = rest; k < end && atoms_[k].tokens.begin < run.end; ++k) {
        if (k != party_atom && atoms_[k].tokens.begin >= run.begin) atoms_[k].used = true;
      }
      add_titled_stranger(start, stranger_for(run, NameType::kPerson), run, party_atom, phrase,
                          former, How::kNamed);
      return;
    }
  }

  if (party_atom == kNone && owner == kNone) {
    // "the minister": somebody named before who holds that office. "Foreign Secretary welcomes
    // talks" of a title needs no article.
    const bool bare = start == sentence.begin && is_capital(start) && office.tokens.size() > 1;
    if (has_person || (!bare && (start == sentence.begin || word(start - 1) != tables_.the)) ||
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
    if (known && !several && !bare) {
      add_mention({start, stop}, MentionKind::kOffice, person_actor(*known, nullptr),
                  How::kCoreferent, false, false);
      count(tables_.persons[*known].party, start);
      return;
    }
    // "the Chancellor", of a report on Austria: no other state that it names has one.
    const PartyId only = only_party(phrase);
    if (only == kNone || !is_capital(start)) return;
    if (const auto titled = titled_.find(office.value); titled != titled_.end()) {
      add_mention({start, stop}, MentionKind::kOffice, titled->second, How::kCoreferent, false,
                  false);
      return;
    }
    const std::optional<PersonId> holder = holder_of(only, phrase);
    const bool again =
        holder && std::find(introduced_.begin(), introduced_.end(), *holder) != introduced_.end();
    if (holder) introduce(*holder);
    add_mention({start, stop}, MentionKind::kOffice,
                holder ? person_actor(*holder, &phrase)
                       : party_actor(only, 0, static_cast<RoleId>(*role_for(only, phrase) + 1)),
                again ? How::kCoreferent : How::kLookedUp, false, false);
    count(only, start);
    return;
  }

  const TokenRange tokens{start, stop};
  if (!has_person && follows_name(start, field, sentence)) {
    if (party_atom != kNone) add_party(atoms_[party_atom], false);
    return;
  }
  if (!open_party && !role_for(party, phrase)) {
    if (party_atom != kNone) add_party(atoms_[party_atom], false);
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
  if (party_atom != kNone) add_party(atoms_[party_atom], true);
}

// "the Bush administration", "Obama's secretary of state", "Assad regime officials": of the state
// that the person heads or headed.
bool ActorFinder::join_government(std::uint32_t k, std::uint32_t end, TokenRange sentence) {
  Atom& name = atoms_[k];
  TokenId t = after_possessive(name.tokens.end, sentence);
  const bool possessive = t != name.tokens.end;
  // "Assad's brutal regime"
  while (possessive && t < sentence.end &&
         ((cue(t) & (kCueModifier | kCueFormer)) != 0 ||
          (has_tree() && syntax_.upos[t] == Upos::kAdj && text_.shape[t] == Shape::kLower)) &&
         atom_at(k + 1, end, t) == kNone)
    ++t;
  const std::uint32_t next = atom_at(k + 1, end, t);
  if (next == kNone) return false;
  const bool body = atoms_[next].type == AtomType::kBody &&
                    tables_.body_phrases[atoms_[next].value].body == tables_.government;
  const bool office = possessive && atoms_[next].type == AtomType::kOffice;
  if (!body && !office) return false;
  std::optional<PersonId> person;
  const bool full = name.type == AtomType::kPerson;
  const bool first =
      name.tokens.begin > sentence.begin && word(name.tokens.begin - 1) == tables_.first;
  if (full) {
    person = full_name_person(name.value, kNone, nullptr);
  } else {
    person = head_by_family(name.value, first && body);
  }
  if (!person) return false;
  const bool heads = any_spell(*person, [&](std::uint32_t i) {
    const std::string_view role = tables_.roles[tables_.role[i]];
    return role == "head_of_state" || role == "head_of_government";
  });
  if (!heads) return false;
  name.used = true;
  if (!first) introduce(*person);
  const PartyId party = tables_.persons[*person].party;
  const ActorId id = person_actor(*person, nullptr);
  const TokenId start = name.tokens.begin;
  const auto add_name = [&](bool nested) {
    add_mention(name.tokens, MentionKind::kPerson, id, full ? How::kNamed : How::kLookedUp, false,
                nested);
  };
  if (!body) {
    add_name(false);
    join_office(kNone, next, end, sentence, false, 0, atoms_[next].tokens.begin, party);
    count(party, start);
    return true;
  }
  atoms_[next].used = true;
  name_body(atoms_[next].value, party);
  TokenId stop = atoms_[next].tokens.end;
  const std::uint32_t official = atom_at(next + 1, end, stop);
  const TokenId outer = possessive ? atoms_[next].tokens.begin : start;
  if (possessive) add_name(false);
  if (official != kNone && atoms_[official].type == AtomType::kOffice) {
    join_office(kNone, official, end, sentence, false, tables_.government, outer, party);
  } else {
    add_mention({outer, stop}, MentionKind::kBody, party_actor(party, tables_.government),
                How::kNamed, false, false);
  }
  if (!possessive) add_name(true);
  count(party, start);
  return true;
}

// "Kenyan trade minister Jane Mwangi", whom no table knows.
void ActorFinder::add_titled_stranger(TokenId start, std::uint32_t stranger, TokenRange name,
                                      std::uint32_t party_atom, const OfficePhrase& phrase,
                                      bool former, How how) {
  Stranger& whom = strangers_[stranger];
  const PartyId party = party_atom == kNone ? kNone : atoms_[party_atom].party;
  if (whom.party == kNone) whom.party = party;
  if (whom.party != kNone) whom.party = state_of_party(whom.party);
  // "Minister for the Middle East": of a region, not of the state that the text speaks of.
  const bool portfolio =
      start < name.begin && word(name.begin - 1) != tables_.comma && needs_state(phrase);
  if (whom.party == kNone && whom.likely == kNone && portfolio) {
    const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[start]];
    const PartyId near = state_near({start, name.end}, sentence);
    if (near != kNone && (near == only_state_ || is_dominant(near))) whom.likely = near;
  }
  if (!whom.role && !former) {
    whom.role = party == kNone ? tables_.office_senses[phrase.begin].role : role_for(party, phrase);
  }
  add_mention({start, name.end}, MentionKind::kPerson, stranger_actor(stranger), how, false, false);
  if (party_atom != kNone) add_party(atoms_[party_atom], true);
}

// Two to four capitalised words beside an office that no atom has: "Du Xiaohui" of "Chinese
// Ambassador Du Xiaohui". Empty where there are none.
TokenRange ActorFinder::name_run(TokenId at, TokenRange sentence) const {
  TokenId end = at;
  std::size_t units = 0;
  while (end < sentence.end && is_foreign_capital(end) && is_capital(end) &&
         text_.space_before[end] && syntax_.upos[end] == Upos::kPropn &&
         (cue(end) & (kStartsOffice | kStartsBody)) == 0) {
    ++units;
    ++end;
    while (end + 1 < sentence.end && word(end) == tables_.dash && !text_.space_before[end] &&
           !text_.space_before[end + 1])
      end += 2;
  }
  if (units < 2 || units > 4) return {at, at};
  return {at, end};
}

// "the Kenyan minister, Jane Mwangi,": the name says who the minister is. A full name between two
// commas does so whatever the tree says.
bool ActorFinder::stands_in_apposition(std::uint32_t name, TokenRange office,
                                       TokenRange sentence) const {
  if (!has_tree()) return false;
  const TokenRange tokens = atoms_[name].tokens;
  const bool closed = tokens.end < sentence.end && word(tokens.end) == tables_.comma;
  if (closed && tokens.size() > 1) return true;
  const TokenId head = head_of(tokens);
  return syntax_.relation[head] == Relation::kAppos && office.contains(syntax_.head[head]);
}

// States one after the other: "Brazil, India and South Africa". The first is at `k`; returns the
// last one and appends those after the first.
std::uint32_t ActorFinder::read_list(std::uint32_t k, std::uint32_t end, TokenRange sentence,
                                     std::vector<std::uint32_t>& parties) const {
  constexpr int kMaxParties = 32;
  for (int i = 0; i < kMaxParties; ++i) {
    TokenId t = after_possessive(atoms_[k].tokens.end, sentence);
    const TokenId before = t;
    if (t < sentence.end && word(t) == tables_.comma) ++t;
    if (t < sentence.end && (word(t) == tables_.and_ || word(t) == tables_.or_)) ++t;
    if (t == before) return k;
    if (t < sentence.end && word(t) == tables_.the) ++t;
    const std::uint32_t next = atom_at(k + 1, end, t);
    const bool capitals = next != kNone && atoms_[next].kind == MentionKind::kCapital &&
                          atoms_[k].kind == MentionKind::kCapital && !atoms_[k].place;
    if (next == kNone || atoms_[next].type != AtomType::kParty || (atoms_[next].place && !capitals))
      return k;
    parties.push_back(next);
    k = next;
  }
  return k;
}

// "the Turkish and Greek foreign ministers", "Turkey's and Greece's navies"
bool ActorFinder::join_list(std::uint32_t k, std::uint32_t end, TokenRange sentence) {
  const auto joinable = [&](std::uint32_t i) {
    const MentionKind kind = atoms_[i].kind;
    return kind == MentionKind::kAdjective || kind == MentionKind::kName;
  };
  if (!joinable(k)) return false;
  std::vector<std::uint32_t> parties = {k};
  const std::uint32_t last = read_list(k, end, sentence, parties);
  TokenId t = after_possessive(atoms_[last].tokens.end, sentence);
  if (parties.size() < 2 || !std::all_of(parties.begin(), parties.end(), joinable) ||
      (atoms_[last].kind != MentionKind::kAdjective && t == atoms_[last].tokens.end)) {
    return false;
  }
  if (t < sentence.end && (cue(t) & kCueModifier) != 0 && atom_at(last + 1, end, t) == kNone) ++t;
  const std::uint32_t body = atom_at(last + 1, end, t);
  if (body != kNone && atoms_[body].type == AtomType::kBody &&
      tables_.body_phrases[atoms_[body].value].plural) {
    const std::uint32_t official = atom_at(body + 1, end, atoms_[body].tokens.end);
    if (official != kNone && atoms_[official].type == AtomType::kOffice) return false;
    join_bodies(parties, body, {atoms_[k].tokens.begin, atoms_[body].tokens.end});
    return true;
  }
  const std::uint32_t office = office_after(last, end, sentence);
  if (office == kNone || !tables_.office_phrases[atoms_[office].value].plural) return false;
  join_several(parties, office, {atoms_[k].tokens.begin, atoms_[office].tokens.end});
  return true;
}

// The office of a state: beside it, or after words that describe the office.
std::uint32_t ActorFinder::office_after(std::uint32_t party, std::uint32_t end,
                                        TokenRange sentence) const {
  TokenId t = after_possessive(atoms_[party].tokens.end, sentence);
  constexpr int kMaxBetween = 4;
  for (int steps = 0; steps < kMaxBetween && t < sentence.end; ++steps, ++t) {
    const std::uint32_t next = atom_at(party + 1, end, t);
    if (next != kNone) {
      if (atoms_[next].type != AtomType::kOffice) return kNone;
      if (steps == 0 || (cue(t - 1) & kCueModifier) != 0) return next;
      const TokenId head = syntax_.head[head_of(atoms_[party].tokens)];
      return head != kNoToken && atoms_[next].tokens.contains(head) ? next : kNone;
    }
    if ((cue(t) & kCueModifier) != 0) continue;
    const bool describes = has_tree() &&
                           (text_.shape[t] == Shape::kLower || word(t) == tables_.dash) &&
                           (syntax_.upos[t] == Upos::kAdj || syntax_.upos[t] == Upos::kNoun ||
                            word(t) == tables_.dash);
    if (!describes) return kNone;
  }
  return kNone;
}

// A body that several states have each: the states. Their list is not part of the words when they
// stand before it.
void ActorFinder::join_bodies(const std::vector<std::uint32_t>& parties, std::uint32_t body,
                              TokenRange tokens) {
  atoms_[body].used = true;
  std::vector<ActorId> members;
  bool open = false;
  for (const std::uint32_t k : parties) {
    open = open || atoms_[k].party == kNone;
    if (atoms_[k].party != kNone) members.push_back(party_actor(atoms_[k].party));
  }
  add_mention(tokens, MentionKind::kBody, open ? kNoId : group_actor(std::move(members)),
              How::kNamed, false, false);
  for (const std::uint32_t k : parties) add_party(atoms_[k], true);
}

// An office of several states: its holders where all are known, else the states.
void ActorFinder::join_several(const std::vector<std::uint32_t>& parties, std::uint32_t office,
                               TokenRange tokens) {
  atoms_[office].used = true;
  const OfficePhrase& phrase = tables_.office_phrases[atoms_[office].value];
  std::vector<ActorId> members;
  bool open = false;
  bool persons = true;
  for (const std::uint32_t k : parties) {
    const PartyId party = atoms_[k].party;
    open = open || party == kNone;
    if (party == kNone) continue;
    const std::optional<PersonId> holder = persons ? holder_of(party, phrase) : std::nullopt;
    persons = holder.has_value();
    if (!persons) break;
    members.push_back(person_actor(*holder, &phrase));
  }
  if (!persons || open) {
    members.clear();
    for (const std::uint32_t k : parties) {
      if (atoms_[k].party != kNone) members.push_back(party_actor(atoms_[k].party));
    }
  }
  ActorId id = kNoId;
  if (!open && parties.size() > 1) id = group_actor(members);
  if (!open && parties.size() == 1) {
    const std::optional<RoleId> role = role_for(atoms_[parties.front()].party, phrase);
    id = role ? party_actor(atoms_[parties.front()].party, 0, static_cast<RoleId>(*role + 1))
              : party_actor(atoms_[parties.front()].party);
  }
  const bool looked_up = persons && !open && parties.size() > 1;
  add_mention(tokens, MentionKind::kOffice, id, looked_up ? How::kLookedUp : How::kNamed, false,
              false);
  for (const std::uint32_t k : parties) add_party(atoms_[k], true);
}

// "Russian officials", "the foreign ministers of Brazil, India and South Africa". Without a state
// the words are left to the references.
void ActorFinder::join_plural(std::uint32_t party_atom, std::uint32_t office_atom,
                              std::uint32_t end, TokenRange sentence, TokenId start) {
  TokenId stop = atoms_[office_atom].tokens.end;
  std::vector<std::uint32_t> parties;
  if (party_atom == kNone || atoms_[party_atom].tokens.begin >= stop) {
    const std::uint32_t first = party_after_of(office_atom + 1, end, stop, sentence, true);
    if (first == kNone) return;
    if (word(stop) == tables_.from && start > sentence.begin &&
        (is_possessive(start - 1) || word(start - 1) == tables_.its))
      return;
    parties.push_back(first);
    if (atoms_[first].kind == MentionKind::kCapital) atoms_[first].place = false;
    stop = atoms_[read_list(first, end, sentence, parties)].tokens.end;
  } else {
    parties.push_back(party_atom);
  }
  for (const std::uint32_t k : parties) {
    if (atoms_[k].kind == MentionKind::kCapital) atoms_[k].place = false;
  }
  join_several(parties, office_atom, {start, stop});
}

// The end of a body's name that begins at `at`, after its state or organisation: "Independent
// Commission of Inquiry". `at` where there is none.
TokenId ActorFinder::end_of_body_name(TokenId at, TokenRange sentence, bool organisation) const {
  constexpr TokenId kLongest = 8;
  TokenId stop = at;
  for (TokenId t = at; t < sentence.end && t < at + kLongest; ++t) {
    if (!is_name_word(t) || !text_.space_before[t]) break;
    if ((cue(t) & (kCueDay | kCueHonorific)) != 0) break;
    const std::uint32_t ends = organisation ? kCueStateBody | kCueOrganisation : kCueStateBody;
    if ((cue(t) & ends) != 0) stop = t + 1;
  }
  if (stop < at + 2) return at;
  return with_field({at, stop}, sentence.end).end;
}

bool ActorFinder::join_from_party(std::uint32_t k, std::uint32_t end, TokenRange sentence) {
  const Atom& first = atoms_[k];
  if (first.kind == MentionKind::kPeople) return false;
  if (k + 1 < end && atoms_[k + 1].type == AtomType::kStateBody &&
      atoms_[k + 1].tokens.begin == first.tokens.begin) {
    join_state_body(k + 1, sentence, true);
    add_party(atoms_[k], true);
    return true;
  }
  if (join_list(k, end, sentence)) return true;
  TokenId t = after_possessive(first.tokens.end, sentence);
  const bool possessive = t != first.tokens.end;
  if (first.kind == MentionKind::kCapital && !possessive) return false;
  bool former =
      first.tokens.begin > sentence.begin && (cue(first.tokens.begin - 1) & kCueFormer) != 0;
  for (int steps = 0; steps < 3 && t < sentence.end && (cue(t) & (kCueModifier | kCueFormer)) != 0;
       ++steps) {
    if ((cue(t) & kStarts) != 0 && atom_at(k + 1, end, t) != kNone) break;
    former = former || (cue(t) & kCueFormer) != 0;
    ++t;
  }
  std::uint32_t next = atom_at(k + 1, end, t);
  if (next == kNone) next = office_after(k, end, sentence);
  if (next == kNone) {
    const bool organisation =
        first.party != kNone && tables_.parties[first.party].type == ActorType::kOrganisation;
    if (possessive || first.party == kNone || !tables_.parties[first.party].sector.empty() ||
        (first.kind != MentionKind::kAdjective && !organisation))
      return false;
    const TokenId stop = end_of_body_name(first.tokens.end, sentence, organisation);
    if (stop == first.tokens.end) return false;
    for (std::uint32_t i = k + 1; i < end && atoms_[i].tokens.begin < stop; ++i)
      atoms_[i].used = true;
    add_mention({first.tokens.begin, stop}, MentionKind::kBody, party_actor(first.party),
                How::kNamed, false, false);
    add_party(atoms_[k], true);
    return true;
  }
  const TokenId start = first.tokens.begin;
  if (atoms_[next].type == AtomType::kOffice && !possessive && first.kind == MentionKind::kName) {
    // "In Turkey Minister Ellwood met ...", "the fight against ISIL Minister Ellwood said"
    const bool inside = start > sentence.begin && (cue(start - 1) & kCueInside) != 0;
    const bool group = first.party != kNone && !tables_.parties[first.party].sector.empty() &&
                       needs_state(tables_.office_phrases[atoms_[next].value]);
    if ((inside || group) && is_capital(atoms_[next].tokens.begin)) return false;
  }
  if (atoms_[next].type == AtomType::kOffice) {
    join_office(k, next, end, sentence, former, first.body, start);
    return true;
  }
  if (atoms_[next].type != AtomType::kBody) return false;
  if (first.party != kNone && tables_.parties[first.party].type != ActorType::kState &&
      (!(has_tree() && first.kind == MentionKind::kName && !possessive) ||
       tables_.body_list[tables_.body_phrases[atoms_[next].value].body].sector == "MIL" ||
       !tables_.parties[first.party].sector.empty()) &&
      !(tables_.parties[first.party].id.find("coalition") != std::string::npos &&
        document_.token(atoms_[next].tokens.end - 1).back() == 's')) {
    return false;
  }
  atoms_[next].used = true;
  const BodyId body = tables_.body_phrases[atoms_[next].value].body;
  name_body(atoms_[next].value, first.party);
  const TokenId after = after_possessive(atoms_[next].tokens.end, sentence);
  const std::uint32_t office = atom_at(next + 1, end, after);
  if (office != kNone && atoms_[office].type == AtomType::kOffice) {
    const TokenRange inner{start, atoms_[next].tokens.end};
    const std::size_t before = layer_.mentions.size();
    join_office(k, office, end, sentence, former, body, start);
    add_inner_body(inner, first.party, body, before);
    return true;
  }
  const ActorId id = first.party == kNone ? kNoId : party_actor(first.party, body);
  add_mention({start, atoms_[next].tokens.end}, MentionKind::kBody, id, How::kNamed, false, false);
  add_party(atoms_[k], true);
  return true;
}

// A body that no table knows: of the state before it, or of the one that the text speaks of.
void ActorFinder::join_state_body(std::uint32_t k, TokenRange sentence, bool after_state,
                                  bool nested) {
  Atom& atom = atoms_[k];
  atom.used = true;
  const bool inside = k + 1 < atoms_.size() && atoms_[k + 1].type == AtomType::kParty &&
                      atoms_[k + 1].tokens.begin > atom.tokens.begin &&
                      atoms_[k + 1].tokens.end < atom.tokens.end;
  PartyId party = kNone;
  if (after_state) {
    party = atoms_[k - 1].party;
  } else if (inside) {
    party = atoms_[k + 1].party;
  } else {
    party = state_near(atom.tokens, sentence);
  }
  const ActorId id = party == kNone ? kNoId : party_actor(party);
  const How how = after_state || inside || party == kNone ? How::kNamed : How::kInferred;
  add_mention(atom.tokens, MentionKind::kBody, id, how, false, nested);
  if (inside) add_party(atoms_[k + 1], true);
}

// "Peru disliked the name, its foreign ministry said": the state that opens the sentence.
PartyId ActorFinder::owner_before(std::uint32_t k, TokenRange sentence) const {
  for (std::uint32_t i = k; i-- > 0 && atoms_[i].tokens.begin >= sentence.begin && k - i < 16;) {
    const Atom& atom = atoms_[i];
    if (atom.type == AtomType::kParty && !atom.dropped && !atom.place && atom.party != kNone &&
        atom.tokens.begin <= sentence.begin + 1 &&
        tables_.parties[atom.party].type == ActorType::kState)
      return atom.party;
  }
  return kNone;
}

// The body inside an office that was just added: "Kenyan foreign ministry" of its spokesman.
void ActorFinder::add_inner_body(TokenRange tokens, PartyId party, BodyId body,
                                 std::size_t added_from) {
  if (party == kNone) return;
  for (std::size_t m = added_from; m < layer_.mentions.size(); ++m) {
    const TokenRange outer = layer_.mentions[m].tokens;
    if (outer.begin > tokens.begin || outer.end < tokens.end || layer_.mentions[m].nested) continue;
    add_mention(tokens, MentionKind::kBody, party_actor(party, body), How::kNamed, false, true);
    return;
  }
}

// A body without a state before it.
void ActorFinder::join_body(std::uint32_t k, std::uint32_t end, TokenRange sentence) {
  Atom& atom = atoms_[k];
  atom.used = true;
  const BodyPhrase& phrase = tables_.body_phrases[atom.value];
  const TokenId start = atom.tokens.begin;
  const std::uint32_t of = party_after_of(k + 1, end, atom.tokens.end, sentence);
  if (of != kNone && (phrase.plural || document_.token(atom.tokens.end - 1).back() == 's')) {
    // "the navies of Kenya and Tanzania"
    std::vector<std::uint32_t> parties = {of};
    read_list(of, end, sentence, parties);
    const auto is_state = [&](std::uint32_t one) {
      return atoms_[one].party == kNone ||
             tables_.parties[atoms_[one].party].type == ActorType::kState;
    };
    parties.erase(std::find_if_not(parties.begin(), parties.end(), is_state), parties.end());
    if (parties.size() > 1) {
      join_bodies(parties, k, {start, atoms_[parties.back()].tokens.end});
      return;
    }
  }
  if (of != kNone) {
    const PartyId party = atoms_[of].party;
    name_body(atom.value, party);
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
  const NamedBody& named = named_bodies_[place_of_body(atom.value)];
  PartyId party = named.party;
  How how = How::kCoreferent;
  if (party == kNone && phrase.alone) {
    how = How::kInferred;
    party = state_near(atom.tokens, sentence);
  }
  if (party == kNone && start > sentence.begin && word(start - 1) == tables_.its)
    party = owner_before(k, sentence);
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
        add_mention(atom.tokens, MentionKind::kBody,
                    party_actor(tables_.persons[*found].party, phrase.body), How::kLookedUp, false,
                    true);
        count(tables_.persons[*found].party, start);
        return;
      }
    }
    if (person != kNone && atoms_[person].type == AtomType::kStranger && party != kNone) {
      Stranger& whom = strangers_[atoms_[person].value];
      if (whom.party == kNone) whom.party = party;
      if (!whom.role) whom.role = role_for(party, role);
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
TokenId ActorFinder::apposition_end(PersonId person, TokenId from, std::uint32_t next,
                                    std::uint32_t end, TokenRange sentence,
                                    std::uint32_t& party_atom) {
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

void ActorFinder::add_person(std::uint32_t k, std::uint32_t end, TokenRange sentence) {
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
    if (persons.size() > 1 && known) {
      add_mention({start, atom.tokens.end}, MentionKind::kPerson, kNoId, How::kNamed, false, false);
    } else if (atom.named) {
      // A namesake.
      const std::uint32_t index = stranger_for(atom.tokens, NameType::kPerson);
      describe(strangers_[index], atom.tokens, k, sentence);
      add_mention(atom.tokens, MentionKind::kPerson, stranger_actor(index), How::kNamed, false,
                  false);
    }
    return;
  }
  // Part of a longer name is another person.
  if (!atom.named && start > sentence.begin + 1 && start == atom.tokens.begin &&
      is_capital(start - 1) && is_foreign_capital(start - 1))
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

void ActorFinder::add_family(std::uint32_t k, TokenRange sentence) {
  Atom& atom = atoms_[k];
  atom.used = true;
  TokenId start = atom.tokens.begin;
  const TokenId stop = atom.tokens.end;
  // In a title of capitals every word beside the name has one.
  if (!atom.named && date_ && text_.shape[start] == Shape::kUpper &&
      (tables_.family_entries[atom.value].cautions & kNeedsTitle) == 0 &&
      lettering_of(sentence) == Lettering::kCapitals)
    atom.named = true;
  // "in Lima", of a report that names a Ms Lima
  if (start > sentence.begin && (cue(start - 1) & kCueInside) != 0 &&
      tables_.names.find(std::span<const WordId>(text_.word).subspan(start, 1)).words != 0)
    return;
  const bool titled = start > sentence.begin && (cue(start - 1) & kCueHonorific) != 0;
  // Part of a longer name that no table knows?
  if (!atom.named && stop < sentence.end) {
    if (text_.space_before[stop] && is_foreign_capital(stop)) return;
    if (word(stop) == tables_.dash && !text_.space_before[stop] && stop + 1 < sentence.end &&
        !text_.space_before[stop + 1])
      return;
  }
  // "Grace Tembo", whom no table knows, is meant by "Tembo" for the rest of the report.
  if (const auto known = known_stranger(atom.tokens, false)) {
    const std::vector<PersonId> persons = persons_of(tables_.family_entries, atom.value);
    const bool both = std::any_of(introduced_.begin(), introduced_.end(), [&](PersonId person) {
      return std::binary_search(persons.begin(), persons.end(), person);
    });
    add_mention(atom.tokens, MentionKind::kPerson, both ? kNoId : stranger_actor(*known),
                How::kCoreferent, false, false);
    return;
  }
  // "Li" of a report that names a Li Xiaomei is she, not the one whom a reader would think of else.
  if (const auto known = known_stranger(atom.tokens, true)) {
    const std::vector<PersonId> persons = persons_of(tables_.family_entries, atom.value);
    const bool named = std::any_of(persons.begin(), persons.end(), [&](PersonId person) {
      return std::find(introduced_.begin(), introduced_.end(), person) != introduced_.end();
    });
    const bool alike = std::any_of(persons.begin(), persons.end(),
                                   [&](PersonId person) { return begins_with_family(person); });
    if (alike) {
      add_mention(atom.tokens, MentionKind::kPerson, named ? kNoId : stranger_actor(*known),
                  How::kCoreferent, false, false);
      return;
    }
  }
  const WordId family = word(stop - 1);
  if (std::find(foreign_families_.begin(), foreign_families_.end(), family) !=
      foreign_families_.end())
    return;
  if (!atom.named && start > sentence.begin && !titled) {
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
  const FamilyResult result =
      family_person(atom.value, kNone, nullptr, titled, false, atom.named, atom.sure);
  if (titled) --start;
  if (result.person) {
    introduce(*result.person);
    add_mention({start, stop}, MentionKind::kPerson, person_actor(*result.person, nullptr),
                How::kLookedUp, false, false);
    count(tables_.persons[*result.person].party, start);
  } else if (result.several) {
    add_mention({start, stop}, MentionKind::kPerson, kNoId, How::kNamed, false, false);
  } else if (titled && has_tree()) {
    atom.value = kNone;
    atom.sure = true;
    add_stranger(k, sentence);
  }
}

void ActorFinder::join(SentenceId sentence, std::uint32_t begin, std::uint32_t end) {
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
        if (!join_government(k, end, range)) add_person(k, end, range);
        break;
      case AtomType::kFamily:
        if (!join_government(k, end, range)) add_family(k, range);
        break;
      case AtomType::kStateBody:
        join_state_body(k, range, false);
        break;
      case AtomType::kStranger:
      case AtomType::kFirm:
        add_stranger(k, range);
        break;
    }
  }
}

}  // namespace chancery

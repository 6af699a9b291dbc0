// Who holds an office or bears a name, on the date of the report.
#include <array>

#include "actors/finder.hpp"
#include "base/utf8.hpp"

namespace chancery {

bool ActorFinder::allowed(const OfficeSense& sense, PartyId party) const {
  const bool organisation = tables_.parties[party].type != ActorType::kState;
  const bool union_itself = organisation && tables_.parties[party].code == "EUU";
  if (std::find(sense.never.begin(), sense.never.end(), party) != sense.never.end()) return false;
  if (!sense.only.empty())
    return std::find(sense.only.begin(), sense.only.end(), party) != sense.only.end();
  return sense.organisations ? organisation : !organisation || union_itself;
}

bool ActorFinder::fits(const OfficeSense& sense, std::uint32_t official) const {
  const PartyId party = tables_.persons[tables_.officials[official].person].party;
  const bool head = tables_.organisation_of.find(tables_.officials[official].country) !=
                    tables_.organisation_of.end();
  if (sense.role == tables_.chief) return head;
  if (!head && !allowed(sense, party)) return false;
  const RoleId role = tables_.role[official];
  const RoleId finer = tables_.office[official];
  if (sense.role == tables_.official) return true;
  if (sense.role == tables_.leader) {
    const std::string_view name = tables_.roles[role];
    return head || name == "head_of_state" || name == "head_of_government";
  }
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

bool ActorFinder::fits(const OfficePhrase& phrase, std::uint32_t official) const {
  for (std::uint32_t i = phrase.begin; i < phrase.end; ++i) {
    if (fits(tables_.office_senses[i], official)) return true;
  }
  return false;
}

// The one state that the report names of the few that have an office of this name ("the
// Taoiseach"). kNone where it names none or several, and for offices that every state has.
PartyId ActorFinder::only_party(const OfficePhrase& phrase) const {
  PartyId only = kNone;
  for (std::uint32_t i = phrase.begin; i < phrase.end; ++i) {
    const OfficeSense& sense = tables_.office_senses[i];
    if (sense.only.empty() || sense.organisations || sense.several) return kNone;
    for (const PartyId party : sense.only) {
      if (named_[party] == 0 || party == only) continue;
      if (only != kNone) return kNone;
      only = party;
    }
  }
  return only;
}

std::optional<PersonId> ActorFinder::holder_of(PartyId party, const OfficePhrase& office) const {
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
std::optional<RoleId> ActorFinder::role_for(PartyId party, const OfficePhrase& office) const {
  for (std::uint32_t i = office.begin; i < office.end; ++i) {
    const OfficeSense& sense = tables_.office_senses[i];
    // A spokesperson or an envoy may be anybody's.
    if (allowed(sense, party) || (sense.several && sense.only.empty())) return sense.role;
  }
  return std::nullopt;
}

std::vector<PersonId> ActorFinder::persons_of(const std::vector<NameSenses>& entries,
                                              std::uint32_t entry) const {
  std::vector<PersonId> persons;
  for (std::uint32_t s = entries[entry].first; s != kNone; s = tables_.senses[s].next) {
    const Sense& sense = tables_.senses[s];
    if (sense.kind != SenseKind::kPerson) continue;
    persons.push_back(tables_.twin[sense.target]);
  }
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  return persons;
}

namespace {

// How long one who has left a main office is still known by the family name alone.
constexpr std::chrono::days kRemembered{3653};

// Keeps those that pass, unless none does.
template <typename Test>
void prefer(std::vector<PersonId>& persons, Test test) {
  if (persons.size() < 2) return;
  std::vector<PersonId> kept;
  std::copy_if(persons.begin(), persons.end(), std::back_inserter(kept), test);
  if (!kept.empty()) persons = std::move(kept);
}

}  // namespace

// Whose government "the Bush administration" is: of a head of state or of government, now or last.
std::optional<PersonId> ActorFinder::head_by_family(std::uint32_t entry, bool first) const {
  const auto is_head = [&](std::uint32_t i) {
    const std::string_view role = tables_.roles[tables_.role[i]];
    return role == "head_of_state" || role == "head_of_government";
  };
  const auto day_of = [&](std::uint32_t i) { return tables_.officials[i].from; };
  std::vector<PersonId> persons = persons_of(tables_.family_entries, entry);
  persons.erase(std::remove_if(persons.begin(), persons.end(),
                               [&](PersonId p) {
                                 return !any_spell(p, [&](std::uint32_t i) {
                                   return is_head(i) && (!date_ || day_of(i) <= *date_);
                                 });
                               }),
                persons.end());
  const auto begins = [&](PersonId p) {
    std::optional<Day> day;
    for (std::uint32_t i = tables_.persons[p].begin; i < tables_.persons[p].end; ++i) {
      if (is_head(i) && (!date_ || day_of(i) <= *date_) && (!day || *day < day_of(i)))
        day = day_of(i);
    }
    return *day;
  };
  prefer(persons, [&](PersonId p) { return named_[tables_.persons[p].party] > 0; });
  if (!first) {
    prefer(persons, [&](PersonId p) {
      return any_spell(p, [&](std::uint32_t i) { return is_head(i) && is_active(i); });
    });
    prefer(persons, [&](PersonId p) {
      return std::find(introduced_.begin(), introduced_.end(), p) != introduced_.end();
    });
    if (!date_ && era_ != 0) {
      const Day era{std::chrono::days(era_)};
      prefer(persons, [&](PersonId p) {
        return any_spell(
            p, [&](std::uint32_t i) { return is_head(i) && tables_.officials[i].holds(era); });
      });
    }
  }
  if (persons.empty()) return std::nullopt;
  const PartyId home = tables_.persons[persons.front()].party;
  for (const PersonId p : persons) {
    if (tables_.persons[p].party != home) return std::nullopt;
  }
  if (persons.size() > 1 && !date_) return std::nullopt;
  return *std::max_element(persons.begin(), persons.end(), [&](PersonId a, PersonId b) {
    return first ? begins(a) > begins(b) : begins(a) < begins(b);
  });
}

std::optional<PersonId> ActorFinder::full_name_person(std::uint32_t entry, PartyId party,
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
                                          !(office != nullptr && ever_fits(p, *office)) &&
                                          !is_active_person(p, nullptr);
                                 }),
                  persons.end());
  }
  if (office != nullptr) {
    prefer(persons, [&](PersonId p) { return is_active_person(p, office); });
    prefer(persons, [&](PersonId p) { return ever_fits(p, *office); });
  }
  prefer(persons, [&](PersonId p) {
    return std::find(introduced_.begin(), introduced_.end(), p) != introduced_.end();
  });
  prefer(persons, [&](PersonId p) { return is_active_person(p, nullptr); });
  prefer(persons, [&](PersonId p) { return named_[party_of(p)] > 0; });
  prefer(persons, main_one);
  prefer(persons,
         [&](PersonId p) { return tables_.parties[party_of(p)].type == ActorType::kState; });
  if (persons.size() != 1) return std::nullopt;
  return persons.front();
}

// `named`: the words are certainly a person's name, so that the report need not name the state.
ActorFinder::FamilyResult ActorFinder::family_person(std::uint32_t entry, PartyId party,
                                                     const OfficePhrase* office, bool titled,
                                                     bool former, bool named, bool sure) const {
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
  if (persons.empty()) {
    for (const PersonId person : named_in_full_) {
      if (std::binary_search(all.begin(), all.end(), person) &&
          (party == kNone || belongs(person, party)))
        persons.push_back(person);
    }
    if (persons.size() > 1) persons.clear();
  }
  if (!persons.empty()) {
    prefer(persons, fits_office);
    if (persons.size() == 1) return {persons.front(), false};
    return {std::nullopt, true};
  }
  if ((tables_.family_entries[entry].cautions & kNeedsTitle) != 0 && !titled) {
    // "Kim", "Moon": a word or a given name as well.
    if (!sure || !date_) return {};
    for (const PersonId person : all) {
      if (any_spell(person, [&](std::uint32_t i) { return is_main(i) && is_active(i); }))
        persons.push_back(person);
    }
    if (persons.empty()) {
      for (const PersonId person : all) {
        if (named_[party_of(person)] > 0 && any_spell(person, [&](std::uint32_t i) {
              const Official& spell = tables_.officials[i];
              return is_main(i) && spell.from <= *date_ && spell.to &&
                     *date_ < *spell.to + kRemembered;
            }))
          persons.push_back(person);
      }
    }
    if (persons.size() == 1) return {persons.front(), false};
    return {};
  }
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
  if (!date_ && era_ != 0) {
    const Day era{std::chrono::days(era_)};
    prefer(persons, [&](PersonId p) {
      return any_spell(p, [&](std::uint32_t i) { return tables_.officials[i].holds(era); });
    });
  }
  if (persons.size() == 1 && (date_ || era_ != 0 || all.size() == 1 || titled))
    return {persons.front(), false};
  if (persons.size() == 1) {
    // Without a date: nobody of that name may ever have held an office elsewhere.
    const bool elsewhere = std::any_of(all.begin(), all.end(), [&](PersonId p) {
      return party_of(p) != party_of(persons.front());
    });
    if (!elsewhere) return {persons.front(), false};
    return {std::nullopt, true};
  }
  if (!persons.empty()) return {std::nullopt, true};
  if (!named && !titled) return {};
  // "Gorbachev": the only one of that name, however long ago.
  if (party == kNone && office == nullptr && all.size() == 1 && named_[party_of(all.front())] > 0 &&
      any_spell(all.front(), [&](std::uint32_t i) {
        return is_main(i) && (!date_ || tables_.officials[i].from <= *date_);
      }))
    return {all.front(), false};
  // Nobody in office whose state the report names: one who was in office of late, or one of
  // another state. Only heads and foreign and defence ministers are known so far from home.
  const auto recent = [&](std::uint32_t i) {
    const Official& spell = tables_.officials[i];
    return !date_ || (spell.from <= *date_ && (!spell.to || *date_ < *spell.to + kRemembered));
  };
  for (const bool now : {true, false}) {
    for (const bool at_home : {true, false}) {
      if (!at_home && (party != kNone || !named)) continue;
      if (!date_ && !at_home && now) continue;
      for (const PersonId person : all) {
        if (party != kNone && !belongs(person, party)) continue;
        if (at_home && party == kNone && named_[party_of(person)] == 0) continue;
        if (any_spell(person, [&](std::uint32_t i) {
              return is_main(i) && (office == nullptr || fits(*office, i)) &&
                     (now ? is_active(i) : recent(i));
            }))
          persons.push_back(person);
      }
      if (persons.size() == 1) return {persons.front(), false};
      if (persons.size() > 1) return {std::nullopt, at_home};
    }
  }
  return {};
}

// The state of a party, or of a state's own body; organisations of states keep themselves.
PartyId ActorFinder::state_of_party(PartyId party) const {
  const Party& where = tables_.parties[party];
  if (where.sector.empty()) return party;
  if (where.sector != "PTY" || where.state.empty()) return kNone;
  const auto home = tables_.state_of.find(where.state);
  return home == tables_.state_of.end() ? kNone : home->second;
}

// The one state of each paragraph; and for a report without a date the latest year that it writes.
void ActorFinder::note_paragraphs(const std::vector<std::uint32_t>& first_atom) {
  paragraph_state_.assign(text_.paragraphs(), kNone);
  std::vector<bool> several(text_.paragraphs(), false);
  for (SentenceId s = 0; s < text_.sentences(); ++s) {
    const std::uint32_t paragraph = text_.sentence_paragraph[s];
    for (std::uint32_t k = first_atom[s]; k < first_atom[s + 1]; ++k) {
      const Atom& atom = atoms_[k];
      if (atom.type != AtomType::kParty || atom.dropped || atom.place) continue;
      const bool state =
          atom.party == kNone || tables_.parties[atom.party].type == ActorType::kState;
      if (!state) continue;
      PartyId& known = paragraph_state_[paragraph];
      if (atom.party == kNone || (known != kNone && known != atom.party)) several[paragraph] = true;
      known = atom.party;
    }
  }
  for (std::size_t p = 0; p < several.size(); ++p) {
    if (several[p]) paragraph_state_[p] = kNone;
  }
  std::uint32_t parties = 0;
  for (const Atom& atom : atoms_) {
    if (atom.type != AtomType::kParty || atom.dropped || atom.party == kNone ||
        tables_.parties[atom.party].sector != "PTY")
      continue;
    const PartyId home = state_of_party(atom.party);
    if (home == kNone || (parties > 0 && home != party_home_)) {
      parties = 0;
      party_home_ = kNone;
      break;
    }
    party_home_ = home;
    ++parties;
  }
  // One party alone may be named in passing.
  if (parties < 3) party_home_ = kNone;
  if (date_) return;
  // "Foreign Secretary Boris Johnson": not before the last of those named came to a main office.
  for (const Atom& atom : atoms_) {
    if (atom.type != AtomType::kPerson) continue;
    const std::vector<PersonId> persons = persons_of(tables_.name_entries, atom.value);
    if (persons.size() != 1) continue;
    std::int32_t first = std::numeric_limits<std::int32_t>::max();
    any_spell(persons.front(), [&](std::uint32_t i) {
      const auto day =
          static_cast<std::int32_t>(tables_.officials[i].from.time_since_epoch().count());
      if (is_main(i)) first = std::min(first, day);
      return false;
    });
    if (first != std::numeric_limits<std::int32_t>::max()) era_ = std::max(era_, first + 30);
  }
  for (TokenId t = 0; t < text_.tokens(); ++t) {
    const std::string_view digits = document_.token(t);
    if (text_.shape[t] != Shape::kNumber || digits.size() != 4) continue;
    int year = 0;
    for (const char c : digits) year = c >= '0' && c <= '9' ? year * 10 + (c - '0') : 99999;
    if (year < 1950 || year > 2100) continue;
    era_ = std::max(era_, (year - 1970) * 365 + (year - 1969) / 4 + 182);
  }
}

// The state of a body or office that the text gives none: the one where it speaks ("In Beijing, the
// Foreign Ministry said"), else the one that the paragraph names, else the report's only one.
PartyId ActorFinder::state_near(TokenRange tokens, TokenRange sentence) const {
  const auto first =
      std::lower_bound(atoms_.begin(), atoms_.end(), sentence.begin,
                       [](const Atom& atom, TokenId begin) { return atom.tokens.begin < begin; });
  constexpr int kMaxAtoms = 32;
  int steps = 0;
  for (auto atom = first; atom != atoms_.end() && atom->tokens.begin < sentence.end; ++atom) {
    if (++steps > kMaxAtoms) break;
    if (atom->type != AtomType::kParty || atom->party == kNone || atom->dropped) continue;
    if (tables_.parties[atom->party].type != ActorType::kState) continue;
    const TokenId begin = atom->tokens.begin;
    if (begin == sentence.begin || word(begin - 1) != tables_.in) continue;
    if (begin == sentence.begin + 1 || begin == tokens.end + 1) return atom->party;
  }
  const PartyId here =
      paragraph_state_[text_.sentence_paragraph[text_.token_sentence[tokens.begin]]];
  return here != kNone ? here : only_state_;
}

ActorId ActorFinder::actor(std::uint64_t key, Actor value) {
  const auto [found, is_new] = actor_ids_.emplace(key, static_cast<ActorId>(layer_.actors.size()));
  if (is_new) layer_.actors.push_back(std::move(value));
  return found->second;
}

ActorId ActorFinder::party_actor(PartyId party, BodyId body, RoleId role) {
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

namespace {

// Persons of the table whom the news knows, but not as officials of a state.
bool is_outside_government(std::string_view title) {
  constexpr std::array<std::string_view, 14> kTitles = {"Leader",
                                                        "Opposition",
                                                        "Founder",
                                                        "First Lady",
                                                        "Archbishop",
                                                        "Grand Ayatollah",
                                                        "Secretary-General",
                                                        "Presidential Candidate",
                                                        "Congress",
                                                        "Taliban",
                                                        "Head of the Hamas",
                                                        "Head of the Wagner",
                                                        "Commander of the Libyan",
                                                        "Commander of the Syrian"};
  return std::any_of(kTitles.begin(), kTitles.end(), [&](std::string_view known) {
    return title.substr(0, known.size()) == known;
  });
}

}  // namespace

ActorId ActorFinder::person_actor(PersonId person, const OfficePhrase* stated) {
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
    const bool official = any_spell(person, [&](std::uint32_t i) {
      return tables_.role[i] != tables_.other || !is_outside_government(tables_.officials[i].title);
    });
    if (official)
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

ActorId ActorFinder::group_actor(std::vector<ActorId> members) {
  std::sort(members.begin(), members.end(),
            [&](ActorId a, ActorId b) { return layer_.actors[a].id < layer_.actors[b].id; });
  Actor made;
  made.type = ActorType::kGroup;
  for (const ActorId member : members) {
    const Actor& one = layer_.actors[member];
    if (!made.members.empty() && made.members.back() == one.id) continue;
    made.members.push_back(one.id);
    made.id += (made.id.empty() ? "" : "+") + one.id;
    made.name += (made.name.empty() ? "" : ", ") + one.name;
  }
  if (made.members.size() < 2) return members.front();
  const auto [found, is_new] =
      group_ids_.emplace(made.id, static_cast<ActorId>(layer_.actors.size()));
  if (is_new) layer_.actors.push_back(std::move(made));
  return found->second;
}

}  // namespace chancery

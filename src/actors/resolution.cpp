// Who holds an office or bears a name, on the date of the report.
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
    persons.push_back(sense.target);
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
  if (persons.size() == 1 && (date_ || all.size() == 1 || titled)) return {persons.front(), false};
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

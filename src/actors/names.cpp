// What the names of the syntax layer add to the atoms: persons, organisations and groups that no
// table knows, spellings that the tables do not have, and what is certainly a person's name.
#include "actors/finder.hpp"
#include "actors/spelling.hpp"
#include "base/slug.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

constexpr std::size_t kMaxUnits = 6;  // of a person's name
constexpr int kMaxSteps = 64;         // of persons with one family name

}  // namespace

void ActorFinder::take_names(std::vector<std::uint32_t>& first_atom) {
  const std::vector<Name>& names = syntax_.names;
  if (names.empty()) return;
  std::vector<Atom> merged;
  merged.reserve(atoms_.size() + names.size());
  for (const Name& name : names) {
    if (name.type == NameType::kOrganisation)
      ++names_written_[document_.text(text_.span_of(name.tokens))];
  }
  // A family name that is a proper noun by itself and no part of a longer name.
  const auto keep = [&](Atom& atom) {
    if (atom.type == AtomType::kFamily && has_tree()) {
      const TokenId before = atom.tokens.begin;
      const TokenId after = atom.tokens.end;
      const bool alone = (before == 0 || !is_foreign_capital(before - 1)) &&
                         (after >= text_.tokens() || !is_foreign_capital(after));
      const Upos upos = syntax_.upos[head_of(atom.tokens)];
      // The first word of a sentence is often called a noun where the model does not know it.
      const bool first = before == text_.sentence_tokens[text_.token_sentence[before]].begin &&
                         (tables_.family_entries[atom.value].cautions & kNeedsTitle) == 0;
      atom.named = alone && (upos == Upos::kPropn || (first && upos == Upos::kNoun));
    }
    merged.push_back(atom);
  };
  std::size_t next = 0;
  for (SentenceId s = 0; s < text_.sentences(); ++s) {
    const TokenRange sentence = text_.sentence_tokens[s];
    std::uint32_t k = first_atom[s];
    const std::uint32_t end = first_atom[s + 1];
    first_atom[s] = static_cast<std::uint32_t>(merged.size());
    TokenId free = sentence.begin;
    for (; next < names.size() && names[next].tokens.begin < sentence.end; ++next) {
      const TokenId stop = next + 1 < names.size()
                               ? std::min(names[next + 1].tokens.begin, sentence.end)
                               : sentence.end;
      TokenRange tokens = without_dates(whole_name(names[next].tokens, {free, stop}));
      if (tokens.begin < free) continue;
      const TokenRange twice = again(tokens);
      tokens.end = twice.begin;
      tokens = with_field(tokens, sentence.end);
      while (next + 1 < names.size() && names[next + 1].tokens.begin < tokens.end) ++next;
      while (k < end && atoms_[k].tokens.end <= tokens.begin) keep(atoms_[k++]);
      std::uint32_t last = k;
      while (last < end && atoms_[last].tokens.begin < tokens.end) ++last;
      take_name_of_syntax(names[next].type, tokens, sentence, k, last, merged);
      k = last;
      free = tokens.end;
      if (!twice.empty() && twice.begin == tokens.end) {
        while (last < end && atoms_[last].tokens.begin < twice.end) ++last;
        take_name_of_syntax(names[next].type, twice, sentence, k, last, merged);
        k = last;
        free = twice.end;
      }
    }
    while (k < end) keep(atoms_[k++]);
  }
  first_atom.back() = static_cast<std::uint32_t>(merged.size());
  atoms_ = std::move(merged);
}

// With the proper nouns beside it that the name was cut from ("Thein" of "Thein Zaw Lin"), without
// a possessive. Nothing outside `free` is taken.
TokenRange ActorFinder::whole_name(TokenRange tokens, TokenRange free) const {
  const auto joins = [&](TokenId t) {
    return is_foreign_capital(t) && is_capital(t) && syntax_.upos[t] == Upos::kPropn &&
           (cue(t) & (kStartsOffice | kStartsBody)) == 0;
  };
  if (has_tree()) {
    while (tokens.begin > free.begin && text_.space_before[tokens.begin] && joins(tokens.begin - 1))
      --tokens.begin;
    // "Cyd" of "Cyd Ho", whatever its tag.
    if (tokens.size() == 1 && tokens.begin > free.begin &&
        text_.token_sentence[tokens.begin - 1] == text_.token_sentence[tokens.begin] &&
        text_.space_before[tokens.begin] && is_capital(tokens.begin - 1) &&
        is_foreign_capital(tokens.begin - 1) && syntax_.upos[tokens.begin - 1] != Upos::kVerb &&
        (cue(tokens.begin - 1) & (kStartsOffice | kStartsBody | kCueHonorific)) == 0)
      --tokens.begin;
    // "Scott C . Dayton"
    const auto initial = [&](TokenId t) {
      return t + 1 < free.end && word(t) == tables_.full_stop && t > tokens.begin &&
             text_.token_span[t - 1].size() == 1 && is_name_word(t - 1) && is_capital(t + 1);
    };
    // "Cheuk - ting": a treebank parts the halves of a given name.
    const auto halves = [&](TokenId t) {
      if (t + 1 >= free.end || word(t) != tables_.dash) return false;
      const bool touching = !text_.space_before[t] && !text_.space_before[t + 1];
      // "Thompson-Grant"
      if (touching && is_capital(t + 1))
        return tables_.names.find(std::span<const WordId>(text_.word).subspan(t + 1, 1)).words == 0;
      return text_.shape[t + 1] == Shape::kLower &&
             (syntax_.upos[t + 1] == Upos::kPropn ||
              (touching && (cue(t + 1) & kKnown) == 0 && tokens.size() > 1));
    };
    while (tokens.end < free.end) {
      if (text_.space_before[tokens.end] && joins(tokens.end)) {
        ++tokens.end;
      } else if (halves(tokens.end) || initial(tokens.end)) {
        tokens.end += 2;
      } else {
        break;
      }
    }
  }
  while (tokens.end > tokens.begin + 1 && is_possessive(tokens.end - 1)) --tokens.end;
  if (tokens.end > tokens.begin + 1 && word(tokens.begin) == tables_.the) ++tokens.begin;
  return tokens;
}

// "Joint Council for the Welfare of Migrants", "University of Oslo": an organisation with the field
// that it works in.
TokenRange ActorFinder::with_field(TokenRange tokens, TokenId stop) const {
  constexpr std::uint32_t kHeads = kCueOrganisation | kCueFaction | kCueStateBody;
  if (!is_name_word(tokens.end - 1) || (cue(tokens.end - 1) & kHeads) == 0) return tokens;
  if ((cue(tokens.end - 1) & kCueHonorific) != 0) return tokens;
  constexpr int kMaxParts = 6;
  for (int part = 0; part < kMaxParts; ++part) {
    TokenId t = tokens.end;
    if (t >= stop || (word(t) != tables_.of && word(t) != tables_.for_ &&
                      !(part > 0 && word(t) == tables_.and_)))
      break;
    ++t;
    if (t < stop && word(t) == tables_.the) ++t;
    TokenId end = t;
    while (end < stop && is_name_word(end) && (end == t || text_.space_before[end]) &&
           (cue(end) & (kCueDay | kCueHonorific)) == 0)
      ++end;
    if (end == t) break;
    tokens.end = end;
  }
  return tokens;
}

// "Jane Mwangi Saturday": the day is of the line after the name. "Jane Mwangi Jane Mwangi": the
// name stands in a caption and again in the text.
TokenRange ActorFinder::without_dates(TokenRange tokens) const {
  while (tokens.size() > 1 && (cue(tokens.end - 1) & kCueDay) != 0) --tokens.end;
  while (tokens.size() > 2 && (cue(tokens.begin) & kCueDay) != 0) ++tokens.begin;
  return tokens;
}

// The second half of a name that stands twice, empty where it does not.
TokenRange ActorFinder::again(TokenRange tokens) const {
  const TokenId half = tokens.size() / 2;
  if (half < 2 || tokens.size() % 2 != 0) return {tokens.end, tokens.end};
  for (TokenId t = tokens.begin; t < tokens.begin + half; ++t) {
    if (document_.token(t) != document_.token(t + half)) return {tokens.end, tokens.end};
  }
  return {tokens.begin + half, tokens.end};
}

// "Emergencies Ministry", "State Committee for Security", "Border Police".
bool ActorFinder::is_state_body(TokenRange tokens) const {
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    if (word(t) == tables_.of || word(t) == tables_.for_) {
      tokens.end = t;
      break;
    }
  }
  if (tokens.size() == 0) return false;
  if ((cue(tokens.end - 1) & kCueStateBody) != 0) return true;
  return tokens.size() > 1 && (cue(tokens.end - 2) & kCueStateKind) != 0 &&
         is_committee(tokens.end - 1);
}

bool ActorFinder::take_state_body(TokenRange tokens, std::uint32_t begin, std::uint32_t end,
                                  std::vector<Atom>& merged) {
  if (text_.shape[tokens.begin] == Shape::kLower || text_.shape[tokens.end - 1] == Shape::kLower)
    return false;
  std::uint32_t state = kNone;
  TokenId head = tokens.end - 1;
  for (TokenId t = tokens.begin + 1; t < tokens.end; ++t) {
    if (word(t) != tables_.of && word(t) != tables_.for_) continue;
    head = t - 1;
    break;
  }
  const bool surely = (cue(head) & (kCueOrganisation | kCueFaction)) == 0 ||
                      (head > tokens.begin && (cue(head - 1) & kCueStateKind) != 0);
  for (std::uint32_t i = begin; i < end; ++i) {
    const Atom& atom = atoms_[i];
    if (atom.tokens.end <= tokens.begin && atom.tokens.begin < tokens.begin) continue;
    const bool whole = atom.tokens.begin <= tokens.begin && atom.tokens.end >= tokens.end;
    if (whole) return false;
    if (atom.type == AtomType::kFamily) continue;
    if (atom.type == AtomType::kParty && atom.party != kNone &&
        tables_.parties[atom.party].sector.empty() && atom.kind != MentionKind::kCapital &&
        atom.kind != MentionKind::kPeople) {
      if (atom.tokens.begin == tokens.begin ||
          (state == kNone && atom.tokens.end < tokens.end && atom.kind == MentionKind::kAdjective))
        state = i;
      continue;
    }
    // Offices and bodies of the tables are joined as they are.
    if (atom.type != AtomType::kBody || atom.tokens.end == tokens.end) return false;
  }
  if (state == kNone && !surely) return false;
  const bool inside = state != kNone && atoms_[state].tokens.begin > tokens.begin;
  for (std::uint32_t i = begin; i < end; ++i) {
    if (atoms_[i].tokens.end <= tokens.begin || (i == state && !inside))
      merged.push_back(atoms_[i]);
  }
  Atom atom;
  atom.type = AtomType::kStateBody;
  atom.tokens = tokens;
  merged.push_back(atom);
  // "Royal Jordanian Air Force"
  if (inside) merged.push_back(atoms_[state]);
  return true;
}

// Atoms from `begin` to `end` overlap the name. Whatever becomes of it, all atoms that stand are
// appended, in order.
void ActorFinder::take_name_of_syntax(NameType type, TokenRange tokens, TokenRange sentence,
                                      std::uint32_t begin, std::uint32_t end,
                                      std::vector<Atom>& merged) {
  Kind kind = kind_of_name(type, tokens, sentence);
  const bool free = kind == Kind::kNone || (kind == Kind::kPerson && tokens.size() == 1);
  if (free && (type == NameType::kOrganisation || is_called_organisation(tokens, sentence)) &&
      is_plain_organisation(tokens, sentence, begin, end))
    kind = Kind::kFirm;
  if (tokens.size() > 1 && is_state_body(tokens) && take_state_body(tokens, begin, end, merged))
    return;
  if (kind == Kind::kPerson && take_person(tokens, begin, end, merged)) return;
  if (kind == Kind::kFirm && take_firm(tokens, sentence, begin, end, merged)) return;
  merged.insert(merged.end(), atoms_.begin() + begin, atoms_.begin() + end);
}

// The type of the syntax layer is often another than the words show: a name with "Bank" or
// "University" at its end is an organisation's, one that begins with a given name a person's.
ActorFinder::Kind ActorFinder::kind_of_name(NameType type, TokenRange tokens,
                                            TokenRange sentence) const {
  if (tokens.size() > 1) {
    const std::uint32_t ends = cue(tokens.begin) | cue(tokens.end - 1);
    const bool of = word(tokens.begin + 1) == tables_.of;
    const std::uint32_t shown = of ? ends : cue(tokens.end - 1);
    if ((shown & (kCueOrganisation | kCueFaction)) != 0) return Kind::kFirm;
  }
  // "Assistant Professor", "Team Manager", "Director of Media": nobody's name.
  const bool titled =
      word(tokens.begin + 1 < tokens.end ? tokens.begin + 1 : tokens.begin) == tables_.of
          ? (cue(tokens.begin) & kCueJob) != 0
          : (cue(tokens.end - 1) & kCueJob) != 0;
  if (titled) return Kind::kNone;
  if (type == NameType::kPerson) {
    // "near Ayn Issa", "members of the Albu Nimr tribe"
    if (tokens.end < sentence.end && text_.shape[tokens.end] == Shape::kLower &&
        (cue(tokens.end) & kCueFaction) != 0 && tokens.begin > sentence.begin &&
        word(tokens.begin - 1) == tables_.the)
      return Kind::kFirm;
    const bool given = (cue(tokens.begin) & kCueGiven) != 0 ||
                       tables_.references.given_name(word(tokens.begin)) != Gender::kUnknown;
    const bool placed =
        tokens.begin > sentence.begin && !given &&
        (word(tokens.begin - 1) == tables_.near || word(tokens.begin - 1) == tables_.in) &&
        (tokens.end >= sentence.end || !is_possessive(tokens.end));
    return placed || (cue(tokens.begin) & kCueFeature) != 0 ? Kind::kNone : Kind::kPerson;
  }
  if (introduces_itself(tokens, sentence)) return Kind::kFirm;
  if (type == NameType::kEvent || type == NameType::kGroup) return Kind::kNone;
  const bool given = ((cue(tokens.begin) & kCueGiven) != 0 ||
                      tables_.references.given_name(word(tokens.begin)) != Gender::kUnknown) &&
                     units_of(tokens).size() == 2;
  if (!given || (cue(tokens.end - 1) & kCuePlaceNoun) != 0) return Kind::kNone;
  const bool placed =
      tokens.begin > sentence.begin && (cue(tokens.begin - 1) & (kCuePlace | kCueInside)) != 0;
  return placed && type == NameType::kPlace ? Kind::kNone : Kind::kPerson;
}

// "the shipping group Cosco", "Cosco, a Chinese company,": what the name is stands beside it.
bool ActorFinder::is_called_organisation(TokenRange tokens, TokenRange sentence) const {
  const auto is_noun = [&](TokenId t) {
    return (cue(t) & (kCueOrganisation | kCueFaction)) != 0 && text_.shape[t] == Shape::kLower;
  };
  if (tokens.begin > sentence.begin && is_noun(tokens.begin - 1)) return true;
  const TokenId after = tokens.end;
  if (after + 2 >= sentence.end || word(after) != tables_.comma ||
      (word(after + 1) != tables_.a && word(after + 1) != tables_.an))
    return false;
  constexpr TokenId kLongest = 5;
  for (TokenId t = after + 2; t < sentence.end && t < after + 2 + kLongest; ++t) {
    if (text_.shape[t] == Shape::kPunct) return false;
    if (is_noun(t)) return true;
  }
  return false;
}

// "Pacific Standard": the syntax layer says that it is an organisation, and the report says so
// again or says what it is. All words have capitals, and none is a thing, a title, a day or a
// state.
bool ActorFinder::is_plain_organisation(TokenRange tokens, TokenRange sentence, std::uint32_t begin,
                                        std::uint32_t end) const {
  if (tokens.size() > 5 || lettering_of(sentence) == Lettering::kCapitals) return false;
  constexpr std::uint32_t kOther = kCueDay | kCueHonorific | kCueJob | kCueFeature | kCueThing |
                                   kCuePlaceNoun | kStartsOffice | kStartsBody;
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    if (!is_name_word(t) || (cue(t) & kOther) != 0) return false;
  }
  for (std::uint32_t i = begin; i < end; ++i) {
    if (atoms_[i].type != AtomType::kFamily) return false;
  }
  if (is_called_organisation(tokens, sentence)) return true;
  if (tokens.size() < 2) return false;
  const auto found = names_written_.find(document_.text(text_.span_of(tokens)));
  return found != names_written_.end() && found->second > 1;
}

// "Fisheries Jane Mwangi" of "Minister for Fisheries Jane Mwangi": the name without the field of
// the office before it.
TokenRange ActorFinder::without_field(TokenRange tokens, const std::vector<Atom>& merged,
                                      std::uint32_t begin, std::uint32_t end) const {
  if (tokens.begin < 2 || tokens.size() < 3) return tokens;
  constexpr TokenId kLongest = 6;
  TokenId link = tokens.begin - 1;
  while (link > 0 && tokens.begin - link < kLongest &&
         (word(link) == tables_.the || word(link) == tables_.and_ || is_capital(link)))
    --link;
  if (word(link) != tables_.for_ && word(link) != tables_.of) return tokens;
  const bool after_office = (begin < end && atoms_[begin].type == AtomType::kOffice &&
                             atoms_[begin].tokens.end == link) ||
                            (!merged.empty() && merged.back().type == AtomType::kOffice &&
                             merged.back().tokens.end == link);
  if (!after_office) return tokens;
  for (TokenId t = tokens.begin + 1; t + 1 < tokens.end; ++t) {
    if ((cue(t) & kCueGiven) != 0 || tables_.references.given_name(word(t)) != Gender::kUnknown)
      return {t, tokens.end};
  }
  return {tokens.begin + 1, tokens.end};
}

bool ActorFinder::take_person(TokenRange tokens, std::uint32_t begin, std::uint32_t end,
                              std::vector<Atom>& merged) {
  bool titled = false;
  const auto skip_titles = [&] {
    while (tokens.begin + 1 < tokens.end) {
      // "Field Marshal", "Rear Admiral"
      const bool compound = tokens.size() > 2 && (cue(tokens.begin + 1) & kCueHonorific) != 0;
      if (!compound && (cue(tokens.begin) & (kCueHonorific | kCueFormer | kCueFunction)) == 0)
        break;
      titled = titled || compound || (cue(tokens.begin) & kCueHonorific) != 0;
      tokens.begin += compound ? 2 : 1;
    }
  };
  skip_titles();
  const bool several = tokens.size() > 1;
  for (std::uint32_t i = begin; i < end; ++i) {
    Atom& atom = atoms_[i];
    const bool whole = atom.tokens.begin <= tokens.begin && atom.tokens.end >= tokens.end;
    switch (atom.type) {
      case AtomType::kOffice:
        if (whole || atom.tokens.begin > tokens.begin) return false;
        tokens.begin = atom.tokens.end;
        titled = true;
        break;
      case AtomType::kParty:
        if (whole || !several) return false;
        // "Ambassador to Tonga Kim Harland"
        if (atom.tokens.begin == tokens.begin && tokens.begin > 0 &&
            word(tokens.begin - 1) == tables_.to && tokens.end - atom.tokens.end == 2) {
          tokens.begin = atom.tokens.end;
          break;
        }
        if (atom.tokens.begin <= tokens.begin &&
            (atom.kind == MentionKind::kAdjective || atom.tokens.size() > 1) &&
            tokens.end - atom.tokens.end > 1) {
          tokens.begin = atom.tokens.end;
        } else if (atom.tokens.size() > 1) {
          return false;
        }
        break;
      case AtomType::kPerson:
        // "Tariq Aziz Khan" is not the Tariq Aziz who left office long ago.
        if (!whole && atom.tokens.begin == tokens.begin && date_) {
          const std::vector<PersonId> persons = persons_of(tables_.name_entries, atom.value);
          if (std::none_of(persons.begin(), persons.end(),
                           [&](PersonId p) { return is_active_person(p, nullptr); }))
            break;
        }
        if (whole || atom.tokens.begin <= tokens.begin) {
          atom.named = true;
          return false;
        }
        break;
      case AtomType::kFamily:
        if (whole) {
          atom.named = atom.sure = true;
          return false;
        }
        break;
      default:
        return false;
    }
  }
  skip_titles();
  tokens = without_field(tokens, merged, begin, end);
  const std::vector<TokenRange> units = units_of(tokens);
  if (units.empty() || units.size() > kMaxUnits) return false;
  for (const TokenRange unit : units) {
    const Shape shape = text_.shape[unit.begin];
    const bool capital = shape == Shape::kCapital || shape == Shape::kUpper ||
                         shape == Shape::kOther || is_capital(unit.end - 1);
    // "Ursula von der Leyen": short particles in the middle are small.
    const bool particle =
        unit.begin > tokens.begin && unit.end < tokens.end && text_.span_of(unit).size() <= 4;
    if (!capital && !particle) return false;
  }
  if (text_.shape[tokens.end - 1] == Shape::kPunct || text_.shape[tokens.end - 1] == Shape::kNumber)
    return false;
  if (to_slug(document_.text(text_.span_of(tokens))).size() < 2) return false;
  Atom atom;
  atom.tokens = tokens;
  atom.named = true;
  atom.sure = titled;
  atom.type = AtomType::kStranger;
  if (units.size() == 1) {
    atom.value = kNone;
    if (const auto family = variant_of_family(tokens)) {
      atom.type = AtomType::kFamily;
      atom.value = *family;
    }
  } else if (const auto again =
                 stranger_of_family_.find(to_slug(document_.text(text_.span_of(tokens))));
             again != stranger_of_family_.end() && again->second != kNone) {
    // "Huaman Quispe", after "Carlos Huaman Quispe"
    atom.value = kNone;
  } else if (const auto entry = variant_of_full_name(tokens)) {
    atom.type = AtomType::kPerson;
    atom.value = *entry;
  } else if (const auto family = end_of_known_name(tokens)) {
    atom.type = AtomType::kFamily;
    atom.value = *family;
    atom.sure = false;
  } else {
    atom.value = stranger_for(tokens, NameType::kPerson);
  }
  for (std::uint32_t i = begin; i < end; ++i) {
    if (atoms_[i].tokens.end <= tokens.begin) merged.push_back(atoms_[i]);
  }
  merged.push_back(atom);
  return true;
}

// "Ilham Aliev" of the table's "Ilham Aliyev": the entry of the name that the table has.
std::optional<std::uint32_t> ActorFinder::variant_of_full_name(TokenRange tokens) const {
  const std::vector<TokenRange> units = units_of(tokens);
  if (units.size() < 2) return std::nullopt;
  const std::string_view given = document_.text(text_.span_of(units.front()));
  for (std::size_t from = 1; from < units.size() && from < 4; ++from) {
    const std::string key =
        spelling_key(document_.text(text_.span_of({units[from].begin, tokens.end})));
    auto at = first_of_key(key);
    for (int steps = 0; steps < kMaxSteps && at != tables_.family_keys.end() && at->key == key;
         ++at, ++steps) {
      const Person& person = tables_.persons[at->person];
      if (person.name_entry == kNone) continue;
      const std::string_view name = tables_.officials[person.begin].name;
      if (!same_given_name(given, name.substr(0, name.find(' ')))) continue;
      if (full_name_person(person.name_entry, kNone, nullptr) == at->person)
        return person.name_entry;
    }
  }
  return std::nullopt;
}

// "Tokaev" of the table's "Tokayev". Of several the one with a main office, now or last.
std::optional<std::uint32_t> ActorFinder::variant_of_family(TokenRange tokens) const {
  const std::string key = spelling_key(document_.text(text_.span_of(tokens)));
  if (key.size() < 4) return std::nullopt;
  auto at = first_of_key(key);
  std::optional<std::uint32_t> best;
  int best_rank = -1;
  for (int steps = 0; steps < kMaxSteps && at != tables_.family_keys.end() && at->key == key;
       ++at, ++steps) {
    const bool main = any_spell(at->person, [&](std::uint32_t i) { return is_main(i); });
    const bool active = is_active_person(at->person, nullptr);
    const bool named = named_[tables_.persons[at->person].party] > 0;
    const int rank = (main ? 4 : 0) + (active ? 2 : 0) + (named ? 1 : 0);
    if (rank <= best_rank) continue;
    best_rank = rank;
    best = tables_.persons[at->person].family_entry;
  }
  return best;
}

// "Pena Nieto" of "Enrique Pena Nieto", where the table has "Nieto": the entry of the family name.
std::optional<std::uint32_t> ActorFinder::end_of_known_name(TokenRange tokens) const {
  const std::string end = '-' + to_slug(document_.text(text_.span_of(tokens)));
  const std::string key = spelling_key(document_.text(text_.span_of(units_of(tokens).back())));
  auto at = first_of_key(key);
  for (int steps = 0; steps < kMaxSteps && at != tables_.family_keys.end() && at->key == key;
       ++at, ++steps) {
    const Person& person = tables_.persons[at->person];
    const std::string name = to_slug(tables_.officials[person.begin].name);
    const bool known = named_[person.party] > 0 ||
                       any_spell(at->person, [&](std::uint32_t i) { return is_main(i); });
    if (known && name.size() > end.size() &&
        name.compare(name.size() - end.size(), end.size(), end) == 0)
      return person.family_entry;
  }
  return std::nullopt;
}

// The first person whose family name has the key or a later one.
std::vector<ActorTables::FamilyKey>::const_iterator ActorFinder::first_of_key(
    const std::string& key) const {
  return std::lower_bound(tables_.family_keys.begin(), tables_.family_keys.end(), key,
                          [](const ActorTables::FamilyKey& one, const std::string& wanted) {
                            return one.key < wanted;
                          });
}

// "the Harbour Workers Association (HWA)"
bool ActorFinder::introduces_itself(TokenRange tokens, TokenRange sentence) const {
  const TokenId after = tokens.end;
  if (tokens.size() < 2 || after + 2 >= sentence.end || document_.token(after) != "(" ||
      document_.token(after + 2) != ")" || text_.shape[after + 1] != Shape::kUpper)
    return false;
  const char32_t initial = to_lower(decode_at(document_.token(tokens.begin), 0).value);
  return to_lower(decode_at(document_.token(after + 1), 0).value) == initial;
}

bool ActorFinder::take_firm(TokenRange tokens, TokenRange sentence, std::uint32_t begin,
                            std::uint32_t end, std::vector<Atom>& merged) {
  for (std::uint32_t i = begin; i < end; ++i) {
    const Atom& atom = atoms_[i];
    const bool whole = atom.tokens.begin <= tokens.begin && atom.tokens.end >= tokens.end;
    if (atom.type == AtomType::kFamily && !whole) continue;
    // "Cyprus College" is no Cyprus and "Botswana Democratic Party" no other Democratic Party, but
    // "NATO Parliamentary Assembly" is of NATO.
    const bool part =
        atom.type == AtomType::kParty && !whole &&
        (atom.party == kNone || tables_.parties[atom.party].type == ActorType::kState ||
         !tables_.parties[atom.party].sector.empty());
    if (!part) return false;
  }
  if (text_.shape[tokens.begin] == Shape::kLower || text_.shape[tokens.end - 1] == Shape::kLower)
    return false;
  // "United Kingdom Home Office": the tables have all of it.
  TokenId known = tokens.begin;
  for (std::uint32_t i = begin; i < end && atoms_[i].tokens.begin <= known; ++i)
    known = std::max(known, atoms_[i].tokens.end);
  if (known >= tokens.end && end - begin > 1) return false;
  bool faction = false;
  for (TokenId t = tokens.begin; t < tokens.end; ++t)
    faction = faction || (cue(t) & kCueFaction) != 0;
  faction = faction || (tokens.end < sentence.end && text_.shape[tokens.end] == Shape::kLower &&
                        (cue(tokens.end) & kCueFaction) != 0);
  faction = faction && (cue(tokens.end - 1) & kCueOrganisation) == 0;
  for (std::uint32_t i = begin; i < end; ++i) {
    if (atoms_[i].tokens.end <= tokens.begin) merged.push_back(atoms_[i]);
  }
  Atom atom;
  atom.type = AtomType::kFirm;
  atom.tokens = tokens;
  atom.value = stranger_for(tokens, faction ? NameType::kGroup : NameType::kOrganisation);
  merged.push_back(atom);
  // The abbreviation stands for it from here on.
  if (introduces_itself(tokens, sentence)) {
    bear(stranger_of_family_, to_slug(document_.token(tokens.end + 1)), atom.value);
    stranger_of_abbreviation_.emplace(document_.token(tokens.end + 1), atom.value);
  }
  return true;
}

// The abbreviations of organisations that the report itself introduces, wherever they stand.
void ActorFinder::take_abbreviations(std::vector<std::uint32_t>& first_atom) {
  if (stranger_of_abbreviation_.empty()) return;
  std::vector<Atom> merged;
  merged.reserve(atoms_.size());
  for (SentenceId s = 0; s < text_.sentences(); ++s) {
    const TokenRange sentence = text_.sentence_tokens[s];
    std::uint32_t k = first_atom[s];
    const std::uint32_t end = first_atom[s + 1];
    first_atom[s] = static_cast<std::uint32_t>(merged.size());
    for (TokenId t = sentence.begin; t < sentence.end; ++t) {
      while (k < end && atoms_[k].tokens.end <= t) merged.push_back(atoms_[k++]);
      if (text_.shape[t] != Shape::kUpper || (k < end && atoms_[k].tokens.begin <= t)) continue;
      const auto found = stranger_of_abbreviation_.find(document_.token(t));
      if (found == stranger_of_abbreviation_.end()) continue;
      Atom atom;
      atom.type = AtomType::kFirm;
      atom.tokens = {t, t + 1};
      atom.value = found->second;
      merged.push_back(atom);
    }
    while (k < end) merged.push_back(atoms_[k++]);
  }
  first_atom.back() = static_cast<std::uint32_t>(merged.size());
  atoms_ = std::move(merged);
}

}  // namespace chancery

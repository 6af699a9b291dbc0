// Reads the tables, each row once, checks it, and fills ActorTables.
#include "actors/lexicon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "actors/spelling.hpp"
#include "actors_tables.hpp"
#include "base/slug.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

std::int32_t days_of(Day day) {
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}

// A day, month or year of a table: its first day, and the day after its last one.
struct Moment {
  Day first;
  Day after;
};
std::optional<Moment> parse_moment(std::string_view text) {
  const std::optional<Interval> interval = parse_edtf(text);
  if (!interval || !interval->from || !interval->to || text.find('/') != std::string_view::npos)
    return std::nullopt;
  return Moment{*interval->from, *interval->to + std::chrono::days(1)};
}

// The days that two columns bound, [from, to); an absent side is open.
struct Bounds {
  std::optional<Day> from;
  std::optional<Day> to;
  bool past = false;  // "1991+": after its end the name is still understood
};
// An end that is only a month or a year stands for its first day, or, where the beginning lies in
// the same month or year, for its last. Empty message: fine.
std::string parse_bounds(std::string_view from, std::string_view to, Bounds& bounds) {
  bounds = {};
  if (!from.empty()) {
    const auto moment = parse_moment(from);
    if (!moment) return fmt::format("expected YYYY, YYYY-MM or YYYY-MM-DD, found '{}'", from);
    bounds.from = moment->first;
  }
  if (!to.empty()) {
    const auto moment = parse_moment(to);
    if (!moment) return fmt::format("expected YYYY, YYYY-MM or YYYY-MM-DD, found '{}'", to);
    bounds.to = moment->first;
    if (bounds.from && *bounds.to <= *bounds.from && to.size() < 10) bounds.to = moment->after;
    if (bounds.from && *bounds.to <= *bounds.from)
      return fmt::format("ends '{}' before it begins '{}'", to, from);
  }
  return {};
}

bool is_upper_letter(char c) {
  return c >= 'A' && c <= 'Z';
}

// "minister of trade" -> "ministers of trade"; empty for words that have no plural of that kind.
std::string plural_of(std::string_view phrase) {
  std::size_t end = phrase.size();
  for (const std::string_view link : {" of ", " for ", " to ", " in ", " at "})
    end = std::min(end, phrase.find(link));
  std::string_view head = phrase.substr(0, end);
  // "secretaries general"
  constexpr std::string_view kAfter = " general";
  if (head.size() > kAfter.size() && head.substr(head.size() - kAfter.size()) == kAfter)
    head.remove_suffix(kAfter.size());
  if (head.find('\'') != std::string_view::npos || head.back() == 's') return {};
  std::string out(head);
  const auto ends = [&](std::string_view tail) {
    return out.size() >= tail.size() &&
           out.compare(out.size() - tail.size(), tail.size(), tail) == 0;
  };
  if (ends("man")) {
    out.replace(out.size() - 2, 1, "e");
  } else if (ends("y") && !ends("ey")) {
    out.replace(out.size() - 1, 1, "ies");
  } else if (ends("ch") || ends("sh")) {
    out += "es";
  } else {
    out += 's';
  }
  out += phrase.substr(head.size());
  return out;
}

class Loader {
 public:
  Loader(const TableSource& source, const WordSplitter& splitter, Vocabulary& vocabulary)
      : source_(source),
        splitter_(splitter),
        vocabulary_(vocabulary),
        tables_(std::make_unique<ActorTables>()) {}

  // Fills everything. The tables may be taken afterwards.
  Result<void> load();
  std::unique_ptr<ActorTables> take() { return std::move(tables_); }

 private:
  Result<void> load_states();
  Result<void> load_organisations();
  Result<void> load_offices();
  Result<void> load_officials();
  Result<void> load_heads();
  Result<void> load_metonyms();
  Result<void> load_nonstate();
  Result<void> load_membership();
  Result<void> load_bodies();
  Result<void> load_cues();
  Result<void> load_ties();
  Result<void> load_cautions();
  void join_twins();

  struct Phrase {
    std::vector<WordId> words;
    std::uint32_t capital = 0;
    std::uint32_t upper = 0;
  };
  // Valid until the next call.
  const Phrase& phrase_of(std::string_view text) {
    Phrase& phrase = phrase_;
    phrase.words.clear();
    phrase.capital = phrase.upper = 0;
    spans_.clear();
    splitter_.split(text, {0, static_cast<std::uint32_t>(text.size())}, spans_);
    std::uint32_t index = 0;
    for (const Span span : spans_) {
      const std::string_view word = span.of(text);
      folded_.clear();
      append_folded(folded_, word);
      phrase.words.push_back(vocabulary_.intern(folded_));
      const std::uint32_t bit = 1u << std::min(index, 31u);
      if (is_upper(decode_at(word, 0).value)) phrase.capital |= bit;
      // Two capitals in a short word ("CoE", "UN", "U.S.") are part of its spelling.
      if (word.size() <= 9 && std::count_if(word.begin(), word.end(), is_upper_letter) >= 2)
        phrase.upper |= bit;
      ++index;
    }
    return phrase;
  }
  void mark_start(const Phrase& phrase, std::uint32_t cue) { cue_of(phrase.words.front()) |= cue; }
  std::uint32_t& cue_of(WordId word) {
    if (word >= tables_->cues.size()) tables_->cues.resize(word + 1, 0);
    return tables_->cues[word];
  }
  std::uint32_t add_sense(PhraseTrie& trie, std::vector<NameSenses>& entries, const Phrase& phrase,
                          Sense sense) {
    sense.capital = phrase.capital;
    const std::uint32_t id = trie.add(phrase.words, static_cast<std::uint32_t>(entries.size()));
    if (id == entries.size()) entries.emplace_back();
    NameSenses& entry = entries[id];
    for (std::uint32_t s = entry.first; s != kNone; s = tables_->senses[s].next) {
      const Sense& there = tables_->senses[s];
      if (there.target == sense.target && there.kind == sense.kind && there.from == sense.from &&
          there.to == sense.to && there.capital == sense.capital && there.upper == sense.upper) {
        return id;
      }
    }
    const auto index = static_cast<std::uint32_t>(tables_->senses.size());
    tables_->senses.push_back(sense);
    if (entry.first == kNone) {
      entry.first = index;
    } else {
      tables_->senses[entry.last].next = index;
    }
    entry.last = index;
    return id;
  }
  std::uint32_t add_name(std::string_view text, SenseKind kind, std::uint32_t target,
                         const Bounds& bounds = {}, BodyId body = 0) {
    const Phrase& phrase = phrase_of(text);
    if (phrase.words.empty()) return kNone;
    Sense sense;
    sense.target = target;
    sense.kind = kind;
    sense.body = body;
    if (kind != SenseKind::kPerson) sense.upper = phrase.upper;
    if (bounds.from) sense.from = days_of(*bounds.from);
    if (bounds.to && !bounds.past) sense.to = days_of(*bounds.to);
    const std::uint32_t entry = add_sense(tables_->names, tables_->name_entries, phrase, sense);
    if (kind == SenseKind::kPerson && phrase.words.size() > 1)
      cue_of(phrase.words.front()) |= kCueGiven;
    mark_start(phrase, kStartsName);
    if (kind != SenseKind::kPerson && kind != SenseKind::kNothing)
      cue_of(phrase.words.front()) |= kKnown;
    return entry;
  }
  void add_person_names(PersonId person, std::string_view name, std::string_view family,
                        std::string_view aliases) {
    const std::uint32_t entry = add_person_name(person, name);
    const std::uint32_t family_entry = add_family(person, family);
    Person& known = tables_->persons[person];
    if (known.name_entry == kNone && name.find(' ') != std::string_view::npos)
      known.name_entry = entry;
    if (known.family_entry == kNone) {
      known.family_entry = family_entry;
      tables_->family_keys.push_back({spelling_key(family), person});
    }
    for (const std::string_view alias : split_list(aliases)) add_person_name(person, alias);
  }
  std::uint32_t add_person_name(PersonId person, std::string_view name) {
    if (name.find(' ') == std::string_view::npos) return add_family(person, name);
    return add_name(name, SenseKind::kPerson, person);
  }
  std::uint32_t add_family(PersonId person, std::string_view family) {
    const Phrase& phrase = phrase_of(family);
    if (phrase.words.empty()) return kNone;
    Sense sense;
    sense.target = person;
    sense.kind = SenseKind::kPerson;
    const std::uint32_t entry =
        add_sense(tables_->families, tables_->family_entries, phrase, sense);
    mark_start(phrase, kStartsFamily);
    return entry;
  }
  RoleId role(std::string_view name) {
    const auto [found, is_new] =
        tables_->role_id.emplace(name, static_cast<RoleId>(tables_->roles.size()));
    if (is_new) tables_->roles.push_back(name);
    return found->second;
  }
  // The group or organisation of that name, made where it is new.
  PartyId nonstate(std::string_view name, std::string_view sector, std::string state) {
    const bool group = sector == "REB" || sector == "PTY" || sector == "CRM" || sector == "CVL";
    std::string id = (group ? "group:" : "org:") + to_slug(name);
    const auto [found, is_new] =
        nonstate_.emplace(id, static_cast<PartyId>(tables_->parties.size()));
    if (is_new) {
      Party made;
      made.id = std::move(id);
      made.code = name;
      made.name = name;
      made.type = group ? ActorType::kGroup : ActorType::kOrganisation;
      made.state = std::move(state);
      made.sector = sector;
      tables_->parties.push_back(std::move(made));
    }
    return found->second;
  }
  BodyId body(std::string_view name, std::string_view sector) {
    for (std::size_t i = 1; i < tables_->body_list.size(); ++i) {
      if (tables_->body_list[i].name == name && tables_->body_list[i].sector == sector)
        return static_cast<BodyId>(i);
    }
    tables_->body_list.push_back({name, sector});
    return static_cast<BodyId>(tables_->body_list.size() - 1);
  }
  std::string_view keep(std::string text) { return tables_->made.emplace_back(std::move(text)); }

  Result<Table> open(const char* name, std::string_view embedded,
                     std::initializer_list<std::string_view> columns) {
    return load_table(source_, name, embedded, columns);
  }
  // "Name [from..to]" -> the name and its bounds.
  Result<std::pair<std::string_view, Bounds>> bounded(const Table& table, std::size_t row,
                                                      std::size_t column, std::string_view part) {
    Bounds bounds;
    if (part.empty() || part.back() != ']') return std::pair(part, bounds);
    const auto open = part.rfind('[');
    const auto dots = part.find("..", open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || dots == std::string_view::npos) {
      return table.error_at(row, column,
                            fmt::format("expected 'name [from..to]', found '{}'", part));
    }
    std::string_view end = trim(part.substr(dots + 2, part.size() - dots - 3));
    bounds.past = !end.empty() && end.back() == '+';
    if (bounds.past) end.remove_suffix(1);
    const bool past = bounds.past;
    const std::string message =
        parse_bounds(trim(part.substr(open + 1, dots - open - 1)), end, bounds);
    bounds.past = past;
    if (!message.empty()) return table.error_at(row, column, message);
    return std::pair(trim(part.substr(0, open)), bounds);
  }

  const TableSource& source_;
  const WordSplitter& splitter_;
  Vocabulary& vocabulary_;
  std::unique_ptr<ActorTables> tables_;
  Phrase phrase_;
  std::vector<Span> spans_;
  std::string folded_;
  std::unordered_map<std::string_view, RoleId> finer_;  // role titles seen
  std::unordered_map<std::string, PartyId> nonstate_;   // by id
};

Result<void> Loader::load_states() {
  auto table =
      open("actors/states.tsv", actors_tables::states(),
           {"iso3", "status", "short_name", "official_name", "other_names", "historical_names",
            "adjectives", "demonym_singular", "demonym_plural", "capitals"});
  if (!table) return table.error();
  constexpr std::array<std::string_view, 6> kStatuses = {
      "un_member",        "un_observer", "de_facto_or_limited_recognition",
      "associated_state", "dependency",  "organisation"};
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view code = table->at(row, 0);
    if (code.size() != 3 || !std::all_of(code.begin(), code.end(), is_upper_letter)) {
      return table->error_at(row, 0,
                             fmt::format("expected three capital letters, found '{}'", code));
    }
    const std::string_view status = table->at(row, 1);
    if (std::find(kStatuses.begin(), kStatuses.end(), status) == kStatuses.end()) {
      return table->error_at(row, 1, fmt::format("unknown status '{}'", status));
    }
    if (table->at(row, 2).empty()) return table->error_at(row, 2, "a state needs a name");
    const auto id = static_cast<PartyId>(tables_->parties.size());
    if (!tables_->state_of.emplace(code, id).second) {
      return table->error_at(row, 0, fmt::format("'{}' twice", code));
    }
    Party party;
    party.code = code;
    party.name = table->at(row, 2);
    // The one organisation here is the European Union, which is listed with its names among the
    // organisations as well.
    const bool organisation = status == "organisation";
    party.id = organisation ? "igo:EU" : std::string(code);
    party.type = organisation ? ActorType::kOrganisation : ActorType::kState;
    party.state = party.id;
    if (organisation) tables_->organisation_of.emplace("EU", id);
    tables_->parties.push_back(std::move(party));

    constexpr std::array<SenseKind, 8> kKinds = {
        SenseKind::kName,      SenseKind::kName,   SenseKind::kName,   SenseKind::kName,
        SenseKind::kAdjective, SenseKind::kPeople, SenseKind::kPeople, SenseKind::kCapital};
    for (std::size_t column = 2; column < 10; ++column) {
      for (const std::string_view part : split_list(table->at(row, column))) {
        auto name = bounded(*table, row, column, part);
        if (!name) return name.error();
        add_name(name->first, kKinds[column - 2], id, name->second);
      }
    }
  }
  tables_->bytes.push_back(std::move(*table));
  return {};
}

Result<void> Loader::load_organisations() {
  auto table = open("actors/organisations.tsv", actors_tables::organisations(),
                    {"id", "name", "abbreviation", "aliases", "kind", "subtype", "members"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view code = table->at(row, 0);
    const bool good = !code.empty() && std::all_of(code.begin(), code.end(), [](char c) {
      return is_upper_letter(c) || (c >= '0' && c <= '9');
    });
    if (!good)
      return table->error_at(row, 0,
                             fmt::format("expected capital letters and digits, found '{}'", code));
    if (table->at(row, 1).empty()) return table->error_at(row, 1, "an organisation needs a name");
    const std::string_view kind = table->at(row, 4);
    if (kind != "IGO" && kind != "NGO")
      return table->error_at(row, 4, fmt::format("expected IGO or NGO, found '{}'", kind));
    for (const std::string_view member : split_list(table->at(row, 6), ' ')) {
      if (tables_->state_of.find(member) == tables_->state_of.end()) {
        return table->error_at(row, 6, fmt::format("'{}' is no code of states.tsv", member));
      }
    }
    auto id = static_cast<PartyId>(tables_->parties.size());
    const auto [found, is_new] = tables_->organisation_of.emplace(code, id);
    if (!is_new) {
      id = found->second;
      if (code != "EU") return table->error_at(row, 0, fmt::format("'{}' twice", code));
    } else {
      Party party;
      party.id = fmt::format("igo:{}", code);
      party.code = code;
      party.name = table->at(row, 1);
      party.type = ActorType::kOrganisation;
      party.state = party.id;
      tables_->parties.push_back(std::move(party));
    }
    add_name(table->at(row, 1), SenseKind::kName, id);
    add_name(table->at(row, 2), SenseKind::kName, id);
    for (const std::string_view alias : split_list(table->at(row, 3)))
      add_name(alias, SenseKind::kName, id);
  }
  tables_->bytes.push_back(std::move(*table));
  return {};
}

Result<void> Loader::load_offices() {
  auto table = open("actors/offices.tsv", actors_tables::offices(),
                    {"phrase", "role", "titles", "states", "holders", "sector"});
  if (!table) return table.error();
  if (table->has_added_rows()) table->sort_by({0});
  for (const char* name :
       {"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "other"})
    role(name);
  tables_->other = role("other");
  tables_->minister = role("minister");
  tables_->chief = role("chief");
  tables_->leader = role("leader");
  tables_->official = role("official");
  std::string_view last;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view text = table->at(row, 0);
    if (text.empty() || fold(text) != text)
      return table->error_at(row, 0, "expected words in lower case");
    if (row > 0 && text < last) return table->error_at(row, 0, "rows must be sorted by phrase");
    OfficeSense sense;
    const std::string_view role_name = table->at(row, 1);
    if (role_name.empty() || fold(role_name) != role_name ||
        role_name.find(' ') != std::string_view::npos) {
      return table->error_at(
          row, 1, fmt::format("expected a role such as foreign_minister, found '{}'", role_name));
    }
    sense.role = role(role_name);
    sense.titles = split_list(table->at(row, 2));
    for (std::string_view state : split_list(table->at(row, 3))) {
      if (state == "igo") {
        sense.organisations = true;
        continue;
      }
      const bool never = state.front() == '!';
      if (never) state.remove_prefix(1);
      const auto found = tables_->state_of.find(state);
      if (found == tables_->state_of.end()) {
        return table->error_at(row, 3, fmt::format("'{}' is no code of states.tsv", state));
      }
      (never ? sense.never : sense.only).push_back(found->second);
    }
    const std::string_view holders = table->at(row, 4);
    if (holders != "one" && holders != "several") {
      return table->error_at(row, 4, fmt::format("expected one or several, found '{}'", holders));
    }
    sense.several = holders == "several";
    const std::string_view sector = table->at(row, 5);
    if (sector.size() != 3 || !std::all_of(sector.begin(), sector.end(), is_upper_letter)) {
      return table->error_at(row, 5, fmt::format("expected a PLOVER sector, found '{}'", sector));
    }
    const auto index = static_cast<std::uint32_t>(tables_->office_senses.size());
    tables_->office_senses.push_back(std::move(sense));
    if (text == last) {
      tables_->office_phrases.back().end = index + 1;
      continue;
    }
    last = text;
    const Phrase& phrase = phrase_of(text);
    const auto value = static_cast<std::uint32_t>(tables_->office_phrases.size());
    if (tables_->offices.add(phrase.words, value) != value) {
      return table->error_at(row, 0, "the same words as a phrase before");
    }
    tables_->office_phrases.push_back({index, index + 1});
    mark_start(phrase, kStartsOffice);
    for (const WordId word : phrase.words) cue_of(word) |= kKnown;
  }
  // "foreign ministers", "ministers of foreign affairs": the same offices.
  const auto singular = static_cast<std::uint32_t>(tables_->office_phrases.size());
  std::uint32_t value = 0;
  for (std::size_t row = 0; row < table->rows() && value < singular; ++row) {
    if (row > 0 && table->at(row, 0) == table->at(row - 1, 0)) continue;
    OfficePhrase several = tables_->office_phrases[value++];
    const std::string text = plural_of(table->at(row, 0));
    if (text.empty()) continue;
    several.plural = true;
    const Phrase& phrase = phrase_of(text);
    const auto added = static_cast<std::uint32_t>(tables_->office_phrases.size());
    if (tables_->offices.add(phrase.words, added) != added) continue;
    tables_->office_phrases.push_back(several);
    mark_start(phrase, kStartsOffice);
    for (const WordId word : phrase.words) cue_of(word) |= kKnown;
  }
  tables_->bytes.push_back(std::move(*table));
  return {};
}

Result<void> Loader::load_officials() {
  auto table =
      open("actors/officials.tsv", actors_tables::officials(),
           {"country", "role", "role_title", "name", "family_name", "aliases", "from", "to"});
  if (!table) return table.error();
  if (table->has_added_rows()) table->sort_by({0, 3});
  const auto [head_of_state, last_main, other] =
      std::array{role("head_of_state"), role("defence_minister"), tables_->other};
  tables_->officials.reserve(table->rows() + 256);
  tables_->senses.reserve(2 * table->rows() + 8192);
  tables_->name_entries.reserve(table->rows() + 4096);
  std::string_view last_country;
  std::string_view last_name;
  PartyId party = 0;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    Official official;
    official.country = table->at(row, 0);
    official.role = table->at(row, 1);
    official.title = table->at(row, 2);
    official.name = table->at(row, 3);
    official.family_name = table->at(row, 4);
    const bool same_country = official.country == last_country;
    if (!same_country) {
      if (official.country < last_country)
        return table->error_at(row, 0, "rows must be sorted by country and name");
      const auto found = tables_->state_of.find(official.country);
      if (found == tables_->state_of.end()) {
        return table->error_at(row, 0,
                               fmt::format("'{}' is no code of states.tsv", official.country));
      }
      party = found->second;
      tables_->parties[party].officials_begin = static_cast<std::uint32_t>(row);
    } else if (official.name < last_name) {
      return table->error_at(row, 3, "rows must be sorted by country and name");
    }
    const auto known = tables_->role_id.find(official.role);
    if (known == tables_->role_id.end() || known->second < head_of_state ||
        (known->second > last_main && known->second != other)) {
      return table->error_at(row, 1, fmt::format("unknown role '{}'", official.role));
    }
    if (official.title.empty()) return table->error_at(row, 2, "an office needs its title");
    if (official.name.empty()) return table->error_at(row, 3, "an official needs a name");
    if (official.family_name.empty())
      return table->error_at(row, 4, "an official needs a family name");
    Bounds bounds;
    if (table->at(row, 6).empty()) return table->error_at(row, 6, "expected the first day");
    if (const auto message = parse_bounds(table->at(row, 6), {}, bounds); !message.empty()) {
      return table->error_at(row, 6, message);
    }
    if (const auto message = parse_bounds(table->at(row, 6), table->at(row, 7), bounds);
        !message.empty()) {
      return table->error_at(row, 7, message);
    }
    official.from = *bounds.from;
    official.to = bounds.to;

    // Titles of the table are offices too: the finer name of an `other` one, a new phrase for a
    // foreign minister.
    RoleId office = known->second;
    if (office == other || office > head_of_state + 1) {
      const auto [seen, is_new] = finer_.emplace(official.title, office);
      if (is_new) {
        const Phrase& phrase = phrase_of(official.title);
        // "Foreign Ministry Spokesperson": the office after the body.
        std::span<const WordId> words(phrase.words);
        const auto body_words = tables_->bodies.find(words).words;
        if (office == other && body_words < words.size()) words = words.subspan(body_words);
        const auto match = tables_->offices.find(words);
        const bool whole = match.words == words.size();
        if (office == other && whole) {
          const OfficePhrase& found = tables_->office_phrases[match.value];
          const RoleId finer = tables_->office_senses[found.begin].role;
          if (finer > other) seen->second = finer;
        } else if (office != other && !whole && phrase.words.size() > 1) {
          const auto index = static_cast<std::uint32_t>(tables_->office_senses.size());
          OfficeSense sense;
          sense.role = office;
          tables_->office_senses.push_back(std::move(sense));
          tables_->offices.add(phrase.words,
                               static_cast<std::uint32_t>(tables_->office_phrases.size()));
          tables_->office_phrases.push_back({index, index + 1});
          mark_start(phrase, kStartsOffice);
        }
      }
      if (office == other) office = seen->second;
    }
    official.office = tables_->roles[office];

    if (!same_country || official.name != last_name) {
      tables_->persons.push_back(
          {static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(row), party});
    }
    official.person = static_cast<PersonId>(tables_->persons.size() - 1);
    tables_->persons.back().end = static_cast<std::uint32_t>(row + 1);
    tables_->parties[party].officials_end = static_cast<std::uint32_t>(row + 1);
    // Most spells of a person repeat the names of the one before.
    const bool repeated = same_country && official.name == last_name &&
                          table->at(row, 5) == table->at(row - 1, 5) &&
                          official.family_name == table->at(row - 1, 4);
    if (!repeated)
      add_person_names(official.person, official.name, official.family_name, table->at(row, 5));
    tables_->officials.push_back(official);
    tables_->role.push_back(known->second);
    tables_->office.push_back(office);
    last_country = official.country;
    last_name = official.name;
  }
  tables_->bytes.push_back(std::move(*table));
  return {};
}

// "Executive Secretary / Secretary General" -> "executive_secretary"
std::string role_of_title(std::string_view title) {
  std::string out;
  for (const char c : fold(trim(title.substr(0, title.find('/'))))) {
    const bool letter = c >= 'a' && c <= 'z';
    if (letter) out += c;
    if (!letter && !out.empty() && out.back() != '_') out += '_';
  }
  return out;
}

Result<void> Loader::load_heads() {
  auto table =
      open("actors/heads.tsv", actors_tables::heads(),
           {"org", "title", "name", "family_name", "aliases", "from", "to", "official_of"});
  if (!table) return table.error();
  if (table->has_added_rows()) table->sort_by({0, 2});
  std::string_view last_org;
  std::string_view last_name;
  PartyId party = 0;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    Official official;
    official.country = table->at(row, 0);
    official.title = table->at(row, 1);
    official.name = table->at(row, 2);
    official.family_name = table->at(row, 3);
    const auto index = static_cast<std::uint32_t>(tables_->officials.size());
    const bool same_org = official.country == last_org;
    if (!same_org) {
      if (official.country < last_org)
        return table->error_at(row, 0, "rows must be sorted by organisation and name");
      const auto found = tables_->organisation_of.find(official.country);
      if (found == tables_->organisation_of.end() || official.country == "EU") {
        return table->error_at(
            row, 0,
            fmt::format("'{}' is no id of organisations.tsv with a head", official.country));
      }
      party = found->second;
      tables_->parties[party].officials_begin = index;
    } else if (official.name < last_name) {
      return table->error_at(row, 2, "rows must be sorted by organisation and name");
    }
    if (official.title.empty()) return table->error_at(row, 1, "an office needs its title");
    if (official.name.empty()) return table->error_at(row, 2, "a head needs a name");
    if (official.family_name.empty()) return table->error_at(row, 3, "a head needs a family name");
    Bounds bounds;
    if (table->at(row, 5).empty()) return table->error_at(row, 5, "expected the first day");
    if (const auto message = parse_bounds(table->at(row, 5), {}, bounds); !message.empty()) {
      return table->error_at(row, 5, message);
    }
    if (const auto message = parse_bounds(table->at(row, 5), table->at(row, 6), bounds);
        !message.empty()) {
      return table->error_at(row, 6, message);
    }
    official.from = *bounds.from;
    official.to = bounds.to;
    const std::string name = role_of_title(official.title);
    auto found = tables_->role_id.find(name);
    const RoleId id = found != tables_->role_id.end() ? found->second : role(keep(name));
    official.role = official.office = tables_->roles[id];

    bool known_person = same_org && official.name == last_name;
    if (known_person) official.person = tables_->officials.back().person;
    if (const std::string_view state = table->at(row, 7); !state.empty()) {
      const auto of = tables_->state_of.find(state);
      if (of == tables_->state_of.end()) {
        return table->error_at(row, 7, fmt::format("'{}' is no code of states.tsv", state));
      }
      known_person = false;
      const Party& there = tables_->parties[of->second];
      for (std::uint32_t i = there.officials_begin; i < there.officials_end && !known_person; ++i) {
        if (tables_->officials[i].name != official.name) continue;
        official.person = tables_->officials[i].person;
        known_person = true;
      }
      if (!known_person)
        return table->error_at(row, 7, fmt::format("'{}' has no official of that name", state));
    } else {
      if (!known_person) {
        official.person = static_cast<PersonId>(tables_->persons.size());
        tables_->persons.push_back({index, index, party});
      }
      tables_->persons[official.person].end = index + 1;
    }
    tables_->parties[party].officials_end = index + 1;
    add_person_names(official.person, official.name, official.family_name, table->at(row, 4));
    tables_->officials.push_back(official);
    tables_->role.push_back(id);
    tables_->office.push_back(id);
    last_org = official.country;
    last_name = official.name;
  }
  tables_->bytes.push_back(std::move(*table));
  return {};
}

Result<void> Loader::load_metonyms() {
  auto table = open("actors/metonyms.tsv", actors_tables::metonyms(),
                    {"metonym", "country", "sector", "refers_to", "kind", "from", "to"});
  if (!table) return table.error();
  constexpr std::array<std::string_view, 9> kSectors = {"GOV", "MIL", "LEG", "SPY", "IGO",
                                                        "REB", "PTY", "JUD", "COP"};
  for (std::size_t row = 0; row < table->rows(); ++row) {
    if (table->at(row, 0).empty()) return table->error_at(row, 0, "expected a name");
    const std::string_view code = table->at(row, 1);
    PartyId party = 0;
    if (const auto state = tables_->state_of.find(code); state != tables_->state_of.end()) {
      party = state->second;
    } else if (const auto org = tables_->organisation_of.find(code);
               org != tables_->organisation_of.end()) {
      party = org->second;
    } else {
      return table->error_at(row, 1,
                             fmt::format("'{}' is neither a state nor an organisation", code));
    }
    const std::string_view sector = table->at(row, 2);
    if (std::find(kSectors.begin(), kSectors.end(), sector) == kSectors.end()) {
      return table->error_at(row, 2, fmt::format("unknown sector '{}'", sector));
    }
    const std::string_view refers_to = table->at(row, 3);
    if (refers_to.empty()) return table->error_at(row, 3, "expected the body meant");
    const std::string_view kind = table->at(row, 4);
    if (kind != "institution" && kind != "capital" && kind != "seat") {
      return table->error_at(
          row, 4, fmt::format("expected institution, seat or capital, found '{}'", kind));
    }
    Bounds bounds;
    if (const auto message = parse_bounds(table->at(row, 5), table->at(row, 6), bounds);
        !message.empty()) {
      return table->error_at(row, table->at(row, 6).empty() ? 5 : 6, message);
    }
    BodyId meant = 0;
    if (sector == "REB" || sector == "PTY") {
      party = nonstate(refers_to, sector, tables_->parties[party].state);
    } else if (kind != "capital" && sector != "IGO" && refers_to != "government" &&
               refers_to != "leadership") {
      meant = body(refers_to, sector);
    }
    SenseKind sense = SenseKind::kInstitution;
    if (kind == "capital") sense = SenseKind::kCapital;
    if (kind == "seat") sense = SenseKind::kMetonym;
    add_name(table->at(row, 0), sense, party, bounds, meant);
  }
  tables_->bytes.push_back(std::move(*table));
  return {};
}

Result<void> Loader::load_nonstate() {
  auto table = open("actors/nonstate.tsv", actors_tables::nonstate(),
                    {"name", "aliases", "sector", "state"});
  if (!table) return table.error();
  constexpr std::array<std::string_view, 8> kSectors = {"REB", "PTY", "CRM", "CVL",
                                                        "BUS", "MED", "NGO", "EDU"};
  for (std::size_t row = 0; row < table->rows(); ++row) {
    if (table->at(row, 0).empty()) return table->error_at(row, 0, "expected a name");
    const std::string_view sector = table->at(row, 2);
    if (std::find(kSectors.begin(), kSectors.end(), sector) == kSectors.end())
      return table->error_at(row, 2, fmt::format("unknown sector '{}'", sector));
    const std::string_view state = table->at(row, 3);
    const auto home = tables_->state_of.find(state);
    if (!state.empty() && home == tables_->state_of.end())
      return table->error_at(row, 3, fmt::format("'{}' is no code of states.tsv", state));
    const PartyId party = nonstate(
        table->at(row, 0), sector,
        home == tables_->state_of.end() ? std::string() : tables_->parties[home->second].state);
    add_name(table->at(row, 0), SenseKind::kName, party);
    for (const std::string_view alias : split_list(table->at(row, 1)))
      add_name(alias, SenseKind::kName, party);
  }
  tables_->bytes.push_back(std::move(*table));
  return {};
}

// Members are not asked for yet; a bad row is refused all the same.
Result<void> Loader::load_membership() {
  auto table = open("actors/membership.tsv", actors_tables::membership(),
                    {"org", "country", "status", "from", "to"});
  if (!table) return table.error();
  constexpr std::array<std::string_view, 12> kStatuses = {"member",
                                                          "observer",
                                                          "partner",
                                                          "candidate",
                                                          "associate",
                                                          "participant",
                                                          "suspended",
                                                          "invited",
                                                          "participation_frozen",
                                                          "participation_reduced",
                                                          "withdrawal_disputed",
                                                          "organisation_member"};
  for (std::size_t row = 0; row < table->rows(); ++row) {
    if (tables_->organisation_of.find(table->at(row, 0)) == tables_->organisation_of.end()) {
      return table->error_at(row, 0,
                             fmt::format("'{}' is no id of organisations.tsv", table->at(row, 0)));
    }
    const std::string_view country = table->at(row, 1);
    if (tables_->state_of.find(country) == tables_->state_of.end() &&
        tables_->organisation_of.find(country) == tables_->organisation_of.end()) {
      return table->error_at(row, 1,
                             fmt::format("'{}' is neither a state nor an organisation", country));
    }
    if (std::find(kStatuses.begin(), kStatuses.end(), table->at(row, 2)) == kStatuses.end()) {
      return table->error_at(row, 2, fmt::format("unknown status '{}'", table->at(row, 2)));
    }
    Bounds bounds;
    if (const auto message = parse_bounds(table->at(row, 3), table->at(row, 4), bounds);
        !message.empty()) {
      return table->error_at(row, table->at(row, 4).empty() ? 3 : 4, message);
    }
  }
  return {};
}

Result<void> Loader::load_bodies() {
  auto table =
      open("actors/bodies.tsv", actors_tables::bodies(), {"phrase", "body", "sector", "alone"});
  if (!table) return table.error();
  const auto add = [&](const Phrase& phrase, const BodyPhrase& what) {
    const auto value = static_cast<std::uint32_t>(tables_->body_phrases.size());
    if (tables_->bodies.add(phrase.words, value) != value) return false;
    tables_->body_phrases.push_back(what);
    mark_start(phrase, kStartsBody);
    for (const WordId word : phrase.words) cue_of(word) |= kKnown;
    return true;
  };
  constexpr std::array<std::string_view, 6> kSectors = {"GOV", "MIL", "LEG", "SPY", "COP", "JUD"};
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view text = table->at(row, 0);
    if (text.empty() || fold(text) != text)
      return table->error_at(row, 0, "expected words in lower case");
    if (table->at(row, 1).empty()) return table->error_at(row, 1, "a body needs its usual name");
    if (std::find(kSectors.begin(), kSectors.end(), table->at(row, 2)) == kSectors.end()) {
      return table->error_at(row, 2, fmt::format("unknown sector '{}'", table->at(row, 2)));
    }
    const std::string_view alone = table->at(row, 3);
    if (alone != "yes" && alone != "no")
      return table->error_at(row, 3, fmt::format("expected yes or no, found '{}'", alone));
    const BodyPhrase what{body(table->at(row, 1), table->at(row, 2)), alone == "yes"};
    if (!add(phrase_of(text), what)) return table->error_at(row, 0, "the same words twice");
  }
  // "foreign ministries", "ministries of defence": bodies of several states.
  const std::size_t singular = tables_->body_phrases.size();
  for (std::size_t row = 0; row < table->rows() && row < singular; ++row) {
    BodyPhrase several = tables_->body_phrases[row];
    const std::string text = plural_of(table->at(row, 0));
    several.alone = false;
    several.plural = true;
    if (!text.empty()) add(phrase_of(text), several);
  }
  tables_->bytes.push_back(std::move(*table));
  return {};
}

Result<void> Loader::load_cues() {
  auto table = open("actors/cues.tsv", actors_tables::cues(), {"word", "cue"});
  if (!table) return table.error();
  constexpr std::array<std::pair<std::string_view, std::uint32_t>, 28> kCues = {{
      {"agent", kCueAgent},
      {"capital_ok", kKnown},
      {"currency", kCueCurrency},
      {"day", kCueDay | kKnown},
      {"dealing", kCueDealing},
      {"faction", kCueFaction},
      {"feature", kCueFeature},
      {"former", kCueFormer | kKnown},
      {"function", kCueFunction | kKnown},
      {"given", kCueGiven},
      {"honorific", kCueHonorific | kKnown},
      {"inside", kCueInside},
      {"job", kCueJob},
      {"language", kCueLanguage},
      {"modifier", kCueModifier | kKnown},
      {"organisation", kCueOrganisation},
      {"origin", kCueOrigin},
      {"place", kCuePlace},
      {"place_noun", kCuePlaceNoun},
      {"quantifier", kCueQuantifier},
      {"reach", kCueReach},
      {"scale", kCueScale},
      {"state_body", kCueStateBody},
      {"state_kind", kCueStateKind},
      {"thing", kCueThing},
      {"us_state", kCueUsState},
      {"venue", kCueVenue},
      {"verb", kCueVerb | kKnown},
  }};
  for (std::size_t row = 0; row < table->rows(); ++row) {
    // As a text has it: with the stop that it keeps after a title ("mr.").
    const std::string_view text = table->at(row, 0);
    if (text.empty() || fold(text) != text || text.find_first_of(" -") != std::string_view::npos) {
      return table->error_at(row, 0,
                             fmt::format("expected one word in lower case, found '{}'", text));
    }
    const auto cue = std::find_if(kCues.begin(), kCues.end(), [&](const auto& known) {
      return known.first == table->at(row, 1);
    });
    if (cue == kCues.end())
      return table->error_at(row, 1, fmt::format("unknown cue '{}'", table->at(row, 1)));
    cue_of(vocabulary_.intern(text)) |= cue->second;
  }
  return {};
}

Result<void> Loader::load_ties() {
  auto table = open("actors/ties.tsv", actors_tables::ties(), {"word", "tie"});
  if (!table) return table.error();
  constexpr std::array<std::pair<std::string_view, std::uint16_t>, 10> kTies = {{
      {"aide", kTieAide},
      {"body", kTieBody},
      {"boss", kTieBoss},
      {"envoy", kTieEnvoy},
      {"lead", kTieLead},
      {"mission", kTieMission},
      {"post", kTiePost},
      {"rank", kTieRank},
      {"team", kTieTeam},
      {"title", kTieTitle},
  }};
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view text = table->at(row, 0);
    if (text.empty() || fold(text) != text || text.find_first_of(" -") != std::string_view::npos) {
      return table->error_at(row, 0,
                             fmt::format("expected one word in lower case, found '{}'", text));
    }
    const auto tie = std::find_if(kTies.begin(), kTies.end(), [&](const auto& known) {
      return known.first == table->at(row, 1);
    });
    if (tie == kTies.end())
      return table->error_at(row, 1, fmt::format("unknown tie '{}'", table->at(row, 1)));
    const WordId word = vocabulary_.intern(text);
    if (word >= tables_->ties.size()) tables_->ties.resize(word + 1, 0);
    tables_->ties[word] = static_cast<std::uint16_t>(tables_->ties[word] | tie->second);
  }
  return {};
}

Result<void> Loader::load_cautions() {
  auto table = open("actors/cautions.tsv", actors_tables::cautions(), {"form", "rule"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view form = table->at(row, 0);
    std::string_view rule = table->at(row, 1);
    std::uint32_t needs = kNone;
    if (rule.substr(0, 7) == "report=") {
      const std::string code(rule.substr(7));
      rule = rule.substr(0, 6);
      if (const auto state = tables_->state_of.find(code); state != tables_->state_of.end())
        needs = state->second;
      if (const auto org = tables_->organisation_of.find(code);
          org != tables_->organisation_of.end())
        needs = org->second;
      if (const auto other = nonstate_.find(code); other != nonstate_.end()) needs = other->second;
      if (needs == kNone)
        return table->error_at(row, 1, fmt::format("'{}' is no id of the tables", code));
    }
    if (form.empty()) return table->error_at(row, 0, "expected a name");
    if (rule == "never") {
      // The words win over every other sense of theirs.
      const Phrase& phrase = phrase_of(form);
      Sense sense;
      sense.kind = SenseKind::kNothing;
      add_sense(tables_->names, tables_->name_entries, phrase, sense);
      mark_start(phrase, kStartsName);
      continue;
    }
    std::uint8_t caution = 0;
    if (rule == "report") caution = kNeedsReport;
    if (rule == "person") caution = kIsPersonName;
    if (rule == "title") caution = kNeedsTitle;
    if (rule == "upper_word") caution = kIsUpperWord;
    if (rule == "us_state") caution = kIsUsState;
    if (caution == 0) return table->error_at(row, 1, fmt::format("unknown rule '{}'", rule));
    const Phrase& phrase = phrase_of(form);
    const bool family = caution == kNeedsTitle;
    const auto match = (family ? tables_->families : tables_->names).find(phrase.words);
    if (match.words != phrase.words.size()) {
      return table->error_at(
          row, 0,
          fmt::format("'{}' is no {} of the tables", form, family ? "family name" : "name"));
    }
    NameSenses& entry = (family ? tables_->family_entries : tables_->name_entries)[match.value];
    entry.cautions |= caution;
    if (needs != kNone) entry.needs = needs;
  }
  return {};
}

// A person whose name is an alias of another of the same state and family name is that one:
// "Sergey Lavrov", "Sergei Lavrov". The one with the higher office stays.
void Loader::join_twins() {
  std::vector<PersonId>& twin = tables_->twin;
  twin.resize(tables_->persons.size());
  for (PersonId person = 0; person < twin.size(); ++person) twin[person] = person;
  const auto rank = [&](PersonId person) {
    RoleId best = tables_->other;
    for (std::uint32_t i = tables_->persons[person].begin; i < tables_->persons[person].end; ++i)
      best = std::min(best, tables_->role[i]);
    return best;
  };
  for (PersonId person = 0; person < twin.size(); ++person) {
    const Person& named = tables_->persons[person];
    if (named.name_entry == kNone) continue;
    for (std::uint32_t s = tables_->name_entries[named.name_entry].first; s != kNone;
         s = tables_->senses[s].next) {
      const Sense& sense = tables_->senses[s];
      if (sense.kind != SenseKind::kPerson || sense.target == person) continue;
      const Person& other = tables_->persons[sense.target];
      if (other.party != named.party || other.family_entry != named.family_entry ||
          other.name_entry == named.name_entry)
        continue;
      const bool first = rank(person) < rank(sense.target);
      twin[first ? sense.target : person] = first ? person : sense.target;
    }
  }
}

Result<void> Loader::load() {
  tables_->body_list.push_back({});
  if (auto done = load_states(); !done) return done;
  if (auto done = load_organisations(); !done) return done;
  if (auto done = load_offices(); !done) return done;
  if (auto done = load_bodies(); !done) return done;
  if (auto done = load_officials(); !done) return done;
  if (auto done = load_heads(); !done) return done;
  if (auto done = load_metonyms(); !done) return done;
  if (auto done = load_nonstate(); !done) return done;
  if (auto done = load_membership(); !done) return done;
  if (auto done = load_cues(); !done) return done;
  if (auto done = load_ties(); !done) return done;
  if (auto done = load_cautions(); !done) return done;
  join_twins();
  for (const BodyPhrase& phrase : tables_->body_phrases) {
    if (tables_->body_list[phrase.body].name == "Government") tables_->government = phrase.body;
  }
  std::sort(tables_->family_keys.begin(), tables_->family_keys.end(),
            [](const ActorTables::FamilyKey& a, const ActorTables::FamilyKey& b) {
              return a.key != b.key ? a.key < b.key : a.person < b.person;
            });
  const auto word = [&](const char* text) { return vocabulary_.intern(text); };
  tables_->the = word("the");
  tables_->of = word("of");
  tables_->for_ = word("for");
  tables_->and_ = word("and");
  tables_->or_ = word("or");
  tables_->comma = word(",");
  tables_->dash = word("-");
  tables_->possessive = word("'s");
  tables_->apostrophe = word("'");
  tables_->based = word("based");
  tables_->in = word("in");
  tables_->committees = {word("committee"), word("commission"), word("council"), word("board")};
  tables_->to = word("to");
  tables_->near = word("near");
  tables_->first = word("first");
  tables_->north = word("north");
  tables_->south = word("south");
  tables_->a = word("a");
  tables_->an = word("an");
  tables_->its = word("its");
  tables_->full_stop = word(".");
  tables_->between = word("between");
  tables_->from = word("from");
  tables_->with = word("with");
  tables_->by = word("by");
  tables_->who = word("who");
  tables_->her = word("her");
  tables_->his = word("his");
  tables_->high = word("high");
  return {};
}

}  // namespace

Result<ActorLexicon> load_actor_lexicon(const TableSource& source, const WordSplitter& splitter,
                                        Vocabulary& vocabulary) {
  Loader loader(source, splitter, vocabulary);
  if (auto done = loader.load(); !done) return done.error();
  auto references = load_reference_tables(source, splitter, vocabulary);
  if (!references) return references.error();
  auto tables = loader.take();
  tables->references = std::move(*references);
  return ActorLexicon(std::move(tables));
}

ActorLexicon::ActorLexicon(std::unique_ptr<const ActorTables> tables)
    : tables_(std::move(tables)) {}
ActorLexicon::ActorLexicon(ActorLexicon&&) noexcept = default;
ActorLexicon& ActorLexicon::operator=(ActorLexicon&&) noexcept = default;
ActorLexicon::~ActorLexicon() = default;

std::string person_id_of(const Official& first) {
  return fmt::format("person:{}-{}", first.country, to_slug(first.name));
}

std::vector<const Official*> ActorLexicon::all_holders(std::string_view state,
                                                       std::string_view office) const {
  std::vector<const Official*> out;
  const bool organisation = state.substr(0, 4) == "igo:";
  const auto& ids = organisation ? tables_->organisation_of : tables_->state_of;
  const auto found = ids.find(organisation ? state.substr(4) : state);
  if (found == ids.end()) return out;
  const Party& party = tables_->parties[found->second];
  for (std::uint32_t i = party.officials_begin; i < party.officials_end; ++i) {
    const Official& official = tables_->officials[i];
    if (official.role == office || official.office == office) out.push_back(&official);
  }
  return out;
}

std::vector<const Official*> ActorLexicon::holders(std::string_view state, std::string_view office,
                                                   Day day) const {
  std::vector<const Official*> out = all_holders(state, office);
  out.erase(std::remove_if(out.begin(), out.end(),
                           [&](const Official* official) { return !official->holds(day); }),
            out.end());
  return out;
}

std::vector<const Official*> ActorLexicon::spells_of(std::string_view name) const {
  const std::string folded = fold(name);
  std::vector<bool> wanted(tables_->persons.size(), false);
  const auto is_name = [&](std::string_view text) {
    return text.size() + 8 > folded.size() && fold(text) == folded;
  };
  for (const Official& official : tables_->officials) {
    if (is_name(official.name) || is_name(official.family_name)) wanted[official.person] = true;
  }
  std::vector<const Official*> out;
  for (const Official& official : tables_->officials) {
    if (wanted[official.person]) out.push_back(&official);
  }
  return out;
}

std::string ActorLexicon::person_id(const Official& official) const {
  const Official& first = tables_->officials[tables_->persons[official.person].begin];
  return person_id_of(first);
}

}  // namespace chancery

#include "places/lexicon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/utf8.hpp"
#include "places_tables.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::size_t kMaxPhraseWords = 12;

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 23> kUseNames = {{
    {"inside", kUseInside},
    {"to", kUseTo},
    {"from", kUseFrom},
    {"on", kUseOn},
    {"motion", kUseMotion},
    {"moved", kUseMoved},
    {"extends", kUseExtends},
    {"side", kUseSide},
    {"particle", kUseParticle},
    {"the", kUseThe},
    {"city", kUseCity},
    {"capital", kUseCapital},
    {"region", kUseRegion},
    {"island", kUseIsland},
    {"water", kUseWater},
    {"country", kUseCountry},
    {"continent", kUseContinent},
    {"of", kUseOf},
    {"and", kUseAnd},
    {"comma", kUseComma},
    {"possessive", kUsePossessive},
    {"its", kUseIts},
    {"around", kUseAround},
}};

std::optional<std::uint32_t> use_of(std::string_view name) {
  for (const auto& [known, use] : kUseNames) {
    if (known == name) return use;
  }
  return std::nullopt;
}

// "12.34", "-7", with at most four digits before the point and six after it.
std::optional<float> parse_degrees(std::string_view field, int limit) {
  bool negative = false;
  if (!field.empty() && field.front() == '-') {
    negative = true;
    field.remove_prefix(1);
  }
  const std::size_t point = field.find('.');
  const std::string_view whole = field.substr(0, point);
  const std::string_view rest =
      point == std::string_view::npos ? std::string_view() : field.substr(point + 1);
  if (whole.empty() || whole.size() > 3 || rest.size() > 6) return std::nullopt;
  if (point != std::string_view::npos && rest.empty()) return std::nullopt;
  double value = 0;
  for (const char c : whole) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  double unit = 0.1;
  for (const char c : rest) {
    if (c < '0' || c > '9') return std::nullopt;
    value += unit * (c - '0');
    unit /= 10;
  }
  if (value > limit) return std::nullopt;
  return static_cast<float>(negative ? -value : value);
}

bool is_state_code(std::string_view code) {
  return code.size() == 3 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class Loader {
 public:
  Loader(const TableSource& source, const WordSplitter& splitter, Vocabulary& vocabulary)
      : source_(source), splitter_(splitter), vocabulary_(vocabulary) {
    tables_->states.push_back({});
    tables_->state_record.push_back(kNoId);
    tables_->capital_record.push_back(kNoId);
  }

  Result<std::unique_ptr<const PlaceTables>> load() {
    tables_->records.reserve(32768);
    tables_->phrases.reserve(32768);
    tables_->links.reserve(40960);
    for (const auto step :
         {&Loader::read_words, &Loader::read_states, &Loader::read_cities, &Loader::read_city_names,
          &Loader::read_regions, &Loader::read_areas, &Loader::read_cautions}) {
      if (auto done = (this->*step)(); !done) return done.error();
    }
    return std::unique_ptr<const PlaceTables>(std::move(tables_));
  }

 private:
  Result<void> read_words();
  Result<void> read_states();
  Result<void> read_cities();
  Result<void> read_city_names();
  Result<void> read_regions();
  Result<void> read_areas();
  Result<void> read_cautions();

  // The table, kept for the views into it.
  Result<const Table*> open(std::string name, std::string_view embedded,
                            std::initializer_list<std::string_view> columns) {
    auto table = load_table(source_, "places/" + std::move(name), embedded, columns);
    if (!table) return table.error();
    tables_->bytes.push_back(std::move(*table));
    return &tables_->bytes.back();
  }

  StateIndex state(std::string_view code) {
    const auto [found, is_new] =
        tables_->state_of.try_emplace(code, static_cast<StateIndex>(tables_->states.size()));
    if (is_new) {
      tables_->states.push_back(code);
      tables_->state_record.push_back(kNoId);
      tables_->capital_record.push_back(kNoId);
    }
    return found->second;
  }

  // The phrase of these words, made where it is new; kNone where there are none or too many.
  std::uint32_t phrase(std::string_view form) {
    words_.clear();
    spans_.clear();
    splitter_.split(form, {0, static_cast<std::uint32_t>(form.size())}, spans_);
    if (spans_.empty() || spans_.size() > kMaxPhraseWords) return kNone;
    std::uint32_t capital = 0;
    for (std::size_t i = 0; i < spans_.size(); ++i) {
      const std::string_view word = spans_[i].of(form);
      if (is_upper(decode_at(word, 0).value)) capital |= 1u << i;
      folded_.clear();
      append_folded(folded_, word);
      words_.push_back(vocabulary_.intern(folded_));
    }
    const std::uint32_t made = static_cast<std::uint32_t>(tables_->phrases.size());
    const std::uint32_t there = tables_->trie.add(words_, made);
    if (there == made) tables_->phrases.emplace_back();
    tables_->phrases[there].capital &= capital;
    return there;
  }

  // Links the record to the form. False: the form has no words.
  bool name(RecordId record, std::string_view form) {
    const std::uint32_t index = phrase(form);
    if (index == kNone) return false;
    PlacePhrase& entry = tables_->phrases[index];
    std::uint32_t* end = &entry.first;
    while (*end != kNone) {
      if (tables_->links[*end].record == record) return true;
      end = &tables_->links[*end].next;
    }
    // In the order of the tables; the chain is short.
    const std::uint32_t made = static_cast<std::uint32_t>(tables_->links.size());
    *end = made;
    tables_->links.push_back({record, kNone});
    return true;
  }

  // Also the ways to write it that follow from the name: "Saint" and "St.".
  bool name_all(RecordId record, std::string_view form) {
    if (!name(record, form)) return false;
    for (const std::string_view saint : {"Saint ", "St. ", "St "}) {
      if (form.substr(0, saint.size()) != saint) continue;
      for (const std::string_view other : {"Saint ", "St. ", "St "}) {
        if (other != saint)
          name(record, std::string(other) + std::string(form.substr(saint.size())));
      }
      break;
    }
    return true;
  }

  Result<void> name_list(RecordId record, const Table& table, std::size_t row, std::size_t column) {
    for (const std::string_view form : split_list(table.at(row, column))) {
      if (!name_all(record, form))
        return table.error_at(row, column, fmt::format("'{}' is no name", form));
    }
    return {};
  }

  Result<void> read_point(const Table& table, std::size_t row, std::size_t column,
                          PlaceRecord& record) {
    const auto latitude = parse_degrees(table.at(row, column), 90);
    if (!latitude)
      return table.error_at(
          row, column,
          fmt::format("expected degrees from -90 to 90, found '{}'", table.at(row, column)));
    const auto longitude = parse_degrees(table.at(row, column + 1), 180);
    if (!longitude)
      return table.error_at(
          row, column + 1,
          fmt::format("expected degrees from -180 to 180, found '{}'", table.at(row, column + 1)));
    record.latitude = *latitude;
    record.longitude = *longitude;
    record.located = true;
    return {};
  }

  Error state_error(const Table& table, std::size_t row, std::size_t column) {
    return table.error_at(
        row, column, fmt::format("expected a state as 'KEN', found '{}'", table.at(row, column)));
  }

  RecordId add(const PlaceRecord& record) {
    tables_->records.push_back(record);
    return static_cast<RecordId>(tables_->records.size() - 1);
  }

  // The most populous city of that name in the state, as cities.tsv writes it; kNoId where none.
  RecordId city_of(std::string_view form, StateIndex in) const {
    const auto begin = std::lower_bound(cities_begin_, cities_end_, form,
                                        [this](RecordId id, std::string_view wanted) {
                                          return city_names_[id - first_city_] < wanted;
                                        });
    RecordId best = kNoId;
    for (auto at = begin; at != cities_end_ && city_names_[*at - first_city_] == form; ++at) {
      const PlaceRecord& record = tables_->records[*at];
      if (record.state != in) continue;
      if (best == kNoId || record.population > tables_->records[best].population) best = *at;
    }
    return best;
  }

  const TableSource& source_;
  const WordSplitter& splitter_;
  Vocabulary& vocabulary_;
  std::unique_ptr<PlaceTables> tables_ = std::make_unique<PlaceTables>();
  std::vector<WordId> words_;
  std::vector<Span> spans_;
  std::string folded_;
  RecordId first_city_ = 0;
  std::vector<std::string_view> city_names_;  // by record, from first_city_, as the table has them
  std::vector<RecordId> city_ids_;
  std::vector<RecordId>::const_iterator cities_begin_, cities_end_;
};

Result<void> Loader::read_words() {
  auto table = open("words.tsv", places_tables::words(), {"word", "uses"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < (*table)->rows(); ++row) {
    const std::string_view word = (*table)->at(row, 0);
    if (word.empty() || fold(word) != word)
      return (*table)->error_at(row, 0,
                                fmt::format("expected a word in lower case, found '{}'", word));
    std::uint32_t uses = 0;
    for (const std::string_view name : split_list((*table)->at(row, 1))) {
      const auto use = use_of(name);
      if (!use) return (*table)->error_at(row, 1, fmt::format("unknown use '{}'", name));
      uses |= *use;
    }
    if (uses == 0) return (*table)->error_at(row, 1, "expected a use");
    if (!tables_->lemma_uses.emplace(word, uses).second)
      return (*table)->error_at(row, 0, fmt::format("'{}' is listed before", word));
    const WordId id = vocabulary_.intern(word);
    if (id >= tables_->word_uses.size()) tables_->word_uses.resize(id + 1, 0);
    tables_->word_uses[id] = uses;
  }
  return {};
}

Result<void> Loader::read_states() {
  auto opened = open("states.tsv", places_tables::states(),
                     {"state", "name", "other_names", "latitude", "longitude"});
  if (!opened) return opened.error();
  const Table& table = **opened;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    PlaceRecord record;
    if (!is_state_code(table.at(row, 0))) return state_error(table, row, 0);
    record.owner = table.at(row, 0);
    record.state = state(record.owner);
    if (tables_->state_record[record.state] != kNoId)
      return table.error_at(row, 0, fmt::format("'{}' is listed before", record.owner));
    record.name = table.at(row, 1);
    record.type = PlaceType::kState;
    record.famous = true;
    if (!table.at(row, 3).empty() || !table.at(row, 4).empty()) {
      if (auto done = read_point(table, row, 3, record); !done) return done.error();
    }
    const RecordId id = add(record);
    tables_->state_record[record.state] = id;
    if (!name_all(id, record.name)) return table.error_at(row, 1, "expected a name");
    if (auto done = name_list(id, table, row, 2); !done) return done.error();
  }
  return {};
}

Result<void> Loader::read_cities() {
  auto opened = open("cities.tsv", places_tables::cities(),
                     {"name", "state", "region", "feature", "population", "latitude", "longitude"});
  if (!opened) return opened.error();
  const Table& table = **opened;
  first_city_ = static_cast<RecordId>(tables_->records.size());
  city_names_.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    PlaceRecord record;
    record.name = table.at(row, 0);
    if (row > 0 && record.name < table.at(row - 1, 0))
      return table.error_at(
          row, 0,
          fmt::format("'{}' does not follow '{}' in order", record.name, table.at(row - 1, 0)));
    if (!is_state_code(table.at(row, 1))) return state_error(table, row, 1);
    record.owner = table.at(row, 1);
    record.state = state(record.owner);
    record.region = table.at(row, 2);
    const std::string_view feature = table.at(row, 3);
    if (feature == "capital") {
      record.type = PlaceType::kCapital;
    } else if (feature == "seat") {
      record.seat = true;
    } else if (feature != "city") {
      return table.error_at(row, 3,
                            fmt::format("expected capital, seat or city, found '{}'", feature));
    }
    const std::string_view people = table.at(row, 4);
    const auto [end, error] =
        std::from_chars(people.data(), people.data() + people.size(), record.population);
    if (error != std::errc() || end != people.data() + people.size())
      return table.error_at(row, 4, fmt::format("expected a number, found '{}'", people));
    if (auto done = read_point(table, row, 5, record); !done) return done.error();
    const RecordId id = add(record);
    city_names_.push_back(record.name);
    if (record.type == PlaceType::kCapital) tables_->capital_record[record.state] = id;
    if (!name_all(id, record.name)) return table.error_at(row, 0, "expected a name");
  }
  city_ids_.resize(table.rows());
  for (std::size_t i = 0; i < city_ids_.size(); ++i)
    city_ids_[i] = first_city_ + static_cast<RecordId>(i);
  cities_begin_ = city_ids_.begin();
  cities_end_ = city_ids_.end();
  return {};
}

Result<void> Loader::read_city_names() {
  auto opened =
      open("city_names.tsv", places_tables::city_names(), {"city", "state", "name", "other_names"});
  if (!opened) return opened.error();
  const Table& table = **opened;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto in = tables_->state_of.find(table.at(row, 1));
    if (in == tables_->state_of.end()) return state_error(table, row, 1);
    const RecordId id = city_of(table.at(row, 0), in->second);
    if (id == kNoId)
      return table.error_at(
          row, 0, fmt::format("cities.tsv has no '{}' in {}", table.at(row, 0), table.at(row, 1)));
    PlaceRecord& record = tables_->records[id];
    record.name = table.at(row, 2);
    record.famous = true;
    if (!name_all(id, record.name)) return table.error_at(row, 2, "expected a name");
    if (auto done = name_list(id, table, row, 3); !done) return done.error();
  }
  return {};
}

Result<void> Loader::read_regions() {
  auto opened =
      open("regions.tsv", places_tables::regions(), {"name", "other_names", "state", "city"});
  if (!opened) return opened.error();
  const Table& table = **opened;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    PlaceRecord record;
    record.name = table.at(row, 0);
    record.type = PlaceType::kRegion;
    record.famous = true;
    if (!is_state_code(table.at(row, 2))) return state_error(table, row, 2);
    record.owner = table.at(row, 2);
    record.state = state(record.owner);
    if (!table.at(row, 3).empty()) {
      const RecordId city = city_of(table.at(row, 3), record.state);
      if (city == kNoId)
        return table.error_at(
            row, 3, fmt::format("cities.tsv has no '{}' in {}", table.at(row, 3), record.owner));
      const PlaceRecord& there = tables_->records[city];
      record.latitude = there.latitude;
      record.longitude = there.longitude;
      record.located = true;
      record.region = there.region;
    }
    const RecordId id = add(record);
    if (!name_all(id, record.name)) return table.error_at(row, 0, "expected a name");
    if (auto done = name_list(id, table, row, 1); !done) return done.error();
  }
  return {};
}

Result<void> Loader::read_areas() {
  auto opened = open("areas.tsv", places_tables::areas(),
                     {"name", "other_names", "type", "state", "latitude", "longitude"});
  if (!opened) return opened.error();
  const Table& table = **opened;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    PlaceRecord record;
    record.name = table.at(row, 0);
    record.famous = true;
    const std::string_view type = table.at(row, 2);
    if (type == "city") {
      record.type = PlaceType::kCity;
    } else if (type == "region") {
      record.type = PlaceType::kRegion;
    } else if (type == "water") {
      record.type = PlaceType::kWater;
    } else if (type == "island" || type == "other") {
      record.type = PlaceType::kOther;
      record.island = type == "island";
    } else {
      return table.error_at(
          row, 2, fmt::format("expected city, region, water, island or other, found '{}'", type));
    }
    record.owner = table.at(row, 3);
    std::string_view before;
    for (const std::string_view code : split_list(record.owner, '+')) {
      if (!is_state_code(code)) return state_error(table, row, 3);
      if (code <= before)
        return table.error_at(row, 3,
                              fmt::format("'{}' does not follow '{}' in order", code, before));
      before = code;
    }
    if (record.owner.size() == 3) record.state = state(record.owner);
    if (auto done = read_point(table, row, 4, record); !done) return done.error();
    const RecordId id = add(record);
    if (!name_all(id, record.name)) return table.error_at(row, 0, "expected a name");
    if (auto done = name_list(id, table, row, 1); !done) return done.error();
  }
  return {};
}

Result<void> Loader::read_cautions() {
  auto opened = open("cautions.tsv", places_tables::cautions(), {"name", "rule"});
  if (!opened) return opened.error();
  const Table& table = **opened;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::size_t known = tables_->phrases.size();
    const std::uint32_t index = phrase(table.at(row, 0));
    if (index == kNone || tables_->phrases.size() != known)
      return table.error_at(row, 0, fmt::format("no table names '{}'", table.at(row, 0)));
    CityRule& rule = tables_->phrases[index].rule;
    if (rule != CityRule::kNone)
      return table.error_at(row, 0, fmt::format("'{}' is listed before", table.at(row, 0)));
    const std::string_view given = table.at(row, 1);
    if (given == "never") {
      rule = CityRule::kNever;
    } else if (given == "named") {
      rule = CityRule::kNamed;
    } else if (given == "beside") {
      rule = CityRule::kBeside;
    } else {
      return table.error_at(row, 1,
                            fmt::format("expected never, named or beside, found '{}'", given));
    }
  }
  return {};
}

}  // namespace

PlaceLexicon::PlaceLexicon(std::unique_ptr<const PlaceTables> tables)
    : tables_(std::move(tables)) {}
PlaceLexicon::PlaceLexicon(PlaceLexicon&&) noexcept = default;
PlaceLexicon& PlaceLexicon::operator=(PlaceLexicon&&) noexcept = default;
PlaceLexicon::~PlaceLexicon() = default;

std::vector<Meaning> PlaceLexicon::meanings_of(std::string_view words, const WordSplitter& splitter,
                                               const Vocabulary& vocabulary) const {
  std::vector<Meaning> meanings;
  std::vector<Span> spans;
  splitter.split(words, {0, static_cast<std::uint32_t>(words.size())}, spans);
  std::vector<WordId> ids;
  for (const Span span : spans) ids.push_back(vocabulary.find(fold(span.of(words))));
  if (ids.empty()) return meanings;
  const PhraseTrie::Match match = tables_->trie.find(ids);
  if (match.words != ids.size()) return meanings;
  std::vector<RecordId> records;
  for (std::uint32_t l = tables_->phrases[match.value].first; l != kNone;
       l = tables_->links[l].next)
    records.push_back(tables_->links[l].record);
  std::stable_sort(records.begin(), records.end(), [&](RecordId a, RecordId b) {
    return tables_->records[a].population > tables_->records[b].population;
  });
  for (const RecordId id : records) {
    const PlaceRecord& record = tables_->records[id];
    Meaning meaning;
    meaning.kind = to_string(record.type);
    meaning.id = record.owner;
    if (record.type != PlaceType::kState) meaning.id += "/" + std::string(record.name);
    meaning.name = record.name;
    if (record.population > 0) meaning.note = fmt::format("{} people", record.population);
    if (record.located) {
      meaning.note += fmt::format("{}{:.2f}, {:.2f}", meaning.note.empty() ? "" : "; ",
                                  record.latitude, record.longitude);
    }
    meanings.push_back(std::move(meaning));
  }
  return meanings;
}

Result<PlaceLexicon> load_place_lexicon(const TableSource& source, const WordSplitter& splitter,
                                        Vocabulary& vocabulary) {
  auto tables = Loader(source, splitter, vocabulary).load();
  if (!tables) return tables.error();
  return PlaceLexicon(std::move(*tables));
}

}  // namespace chancery

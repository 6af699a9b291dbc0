// Loads the tables of references.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <unordered_set>

#include "actors/references.hpp"
#include "actors_tables.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

constexpr std::array<std::string_view, kWeightCount> kWeightNames = {"same_sentence",
                                                                     "previous_sentence",
                                                                     "sentence_back",
                                                                     "candidate_between",
                                                                     "subject",
                                                                     "object",
                                                                     "possessor",
                                                                     "oblique",
                                                                     "both_subjects",
                                                                     "local_subject",
                                                                     "first_in_sentence",
                                                                     "name",
                                                                     "pronoun",
                                                                     "repeated",
                                                                     "often",
                                                                     "gender_known",
                                                                     "gender_guess",
                                                                     "state_for_it",
                                                                     "organisation_for_it",
                                                                     "place_for_it",
                                                                     "thing_for_it",
                                                                     "object_it",
                                                                     "predicate_it",
                                                                     "thing_predicate_it",
                                                                     "oblique_state_for_it",
                                                                     "group_for_them",
                                                                     "plural_for_them",
                                                                     "organisation_for_them",
                                                                     "thing_for_them",
                                                                     "person_for_them",
                                                                     "same_quote",
                                                                     "other_quote",
                                                                     "nested",
                                                                     "adjective",
                                                                     "need_he",
                                                                     "need_it",
                                                                     "need_them",
                                                                     "need_noun",
                                                                     "need_chain",
                                                                     "need_chain_noun",
                                                                     "margin"};

struct CueName {
  std::string_view name;
  std::uint32_t bits;
};
constexpr std::array<CueName, 32> kCueNames = {{
    {"according", kRefAccording},
    {"asking", kRefAsking},
    {"away", kRefAway},
    {"both", kRefBoth},
    {"definite", kRefDefinite},
    {"expletive", kRefExpletive},
    {"female", kRefFemale},
    {"former", kRefFormer},
    {"government", kRefGovernment},
    {"he", kRefHe},
    {"i", kRefI},
    {"indefinite", kRefIndefinite},
    {"it", kRefIt},
    {"latter", kRefLatter},
    {"leaders", kRefLeaders},
    {"male", kRefMale},
    {"meeting", kRefMeeting},
    {"members", kRefMembers},
    {"partitive", kRefPartitive},
    {"those", kRefThose},
    {"not", kRefNot},
    {"let", kRefLet},
    {"place", kRefPlace},
    {"possessive", kRefPossessive},
    {"reflexive", kRefReflexive},
    {"relational", kRefRelational},
    {"saying", kRefSaying},
    {"she", kRefShe},
    {"style", kRefStyle},
    {"they", kRefThey},
    {"we", kRefWe},
    {"you", kRefYou},
}};
constexpr std::array<std::pair<std::string_view, std::uint8_t>, 5> kNumberNames = {
    {{"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6}}};
constexpr std::array<std::pair<std::string_view, std::uint16_t>, 7> kTypeNames = {{
    {"state", kStandsState},
    {"side", kStandsSide},
    {"organisation", kStandsOrganisation},
    {"company", kStandsCompany},
    {"group", kStandsGroup},
    {"person", kStandsPerson},
    {"place", kStandsPlace},
}};

template <typename Names>
auto find_name(const Names& names, std::string_view name) {
  return std::find_if(names.begin(), names.end(),
                      [&](const auto& known) { return known.first == name; });
}

template <typename Column>
typename Column::value_type& cell(Column& column, WordId word) {
  if (word >= column.size()) column.resize(word + 1);
  return column[word];
}

class Loader {
 public:
  Loader(const TableSource& source, const WordSplitter& splitter, Vocabulary& vocabulary)
      : source_(source), splitter_(splitter), vocabulary_(vocabulary) {}

  Result<ReferenceTables> load() {
    if (auto done = load_words(); !done) return done.error();
    if (auto done = load_nouns(); !done) return done.error();
    if (auto done = load_given_names(); !done) return done.error();
    if (auto done = load_circles(); !done) return done.error();
    if (auto done = load_weights(); !done) return done.error();
    return std::move(tables_);
  }

 private:
  // The number of the one word in the field; an error where it is none, or is not folded.
  Result<WordId> word_at(const Table& table, std::size_t row, std::size_t column) {
    const std::string_view text = table.at(row, column);
    if (text.empty() || fold(text) != text)
      return table.error_at(row, column, "expected a word in lower case");
    // An abbreviation keeps its stop, which the splitter sees by its capital only.
    if (text.back() == '.') return vocabulary_.intern(text);
    const std::vector<WordId> words = intern_phrase(splitter_, vocabulary_, text);
    if (words.size() != 1) return table.error_at(row, column, "expected one word");
    return words.front();
  }
  Result<Gender> gender_at(const Table& table, std::size_t row, std::size_t column) {
    const std::string_view text = table.at(row, column);
    if (text == "male") return Gender::kMale;
    if (text == "female") return Gender::kFemale;
    return table.error_at(row, column, fmt::format("expected male or female, found '{}'", text));
  }
  Result<std::int32_t> day_at(const Table& table, std::size_t row, std::size_t column,
                              std::int32_t open) {
    const std::string_view text = table.at(row, column);
    if (text.empty()) return open;
    const std::optional<Day> day = parse_iso_day(text);
    if (!day) return table.error_at(row, column, fmt::format("'{}' is no day", text));
    return static_cast<std::int32_t>(day->time_since_epoch().count());
  }

  Result<void> load_words();
  Result<void> load_nouns();
  Result<void> load_given_names();
  Result<void> load_circles();
  Result<void> load_weights();

  const TableSource& source_;
  const WordSplitter& splitter_;
  Vocabulary& vocabulary_;
  ReferenceTables tables_;
};

Result<void> Loader::load_words() {
  auto table = load_table(source_, "actors/reference_words.tsv", actors_tables::reference_words(),
                          {"word", "class"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto word = word_at(*table, row, 0);
    if (!word) return word.error();
    const std::string_view name = table->at(row, 1);
    if (const auto number = find_name(kNumberNames, name); number != kNumberNames.end()) {
      cell(tables_.numbers, *word) = number->second;
      continue;
    }
    const auto found = std::find_if(kCueNames.begin(), kCueNames.end(),
                                    [&](const CueName& known) { return known.name == name; });
    if (found == kCueNames.end())
      return table->error_at(row, 1, fmt::format("unknown class '{}'", name));
    std::uint32_t& cues = cell(tables_.cues, *word);
    if ((cues & found->bits) != 0) return table->error_at(row, 0, "the same class twice");
    cues |= found->bits;
  }
  return {};
}

Result<void> Loader::load_nouns() {
  auto table = load_table(source_, "actors/reference_nouns.tsv", actors_tables::reference_nouns(),
                          {"noun", "plural", "stands_for", "gender", "name"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto singular = word_at(*table, row, 0);
    if (!singular) return singular.error();
    const auto plural = word_at(*table, row, 1);
    if (!plural) return plural.error();
    ReferenceNoun noun;
    for (const std::string_view name : split_list(table->at(row, 2))) {
      const auto type = find_name(kTypeNames, name);
      if (type == kTypeNames.end())
        return table->error_at(row, 2, fmt::format("a noun stands for no '{}'", name));
      noun.types = static_cast<std::uint16_t>(noun.types | type->second);
    }
    if (noun.types == 0) return table->error_at(row, 2, "expected what the noun stands for");
    if (!table->at(row, 3).empty()) {
      const auto gender = gender_at(*table, row, 3);
      if (!gender) return gender.error();
      noun.gender = *gender;
    }
    const std::string_view in_name = table->at(row, 4);
    if (in_name != "yes" && !in_name.empty())
      return table->error_at(row, 4, fmt::format("expected yes or nothing, found '{}'", in_name));
    noun.in_name = in_name == "yes";
    if (cell(tables_.nouns, *singular).types != 0)
      return table->error_at(row, 0, "the same noun twice");
    noun.singular = *singular != *plural;
    noun.plural = !noun.singular;
    cell(tables_.nouns, *singular) = noun;
    if (noun.plural) continue;
    ReferenceNoun& several = cell(tables_.nouns, *plural);
    if (several.types != 0) return table->error_at(row, 1, "the same noun twice");
    several = noun;
    several.singular = false;
    several.plural = true;
  }
  return {};
}

Result<void> Loader::load_given_names() {
  auto table = load_table(source_, "actors/given_names.tsv", actors_tables::given_names(),
                          {"name", "gender"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto word = word_at(*table, row, 0);
    if (!word) return word.error();
    const auto gender = gender_at(*table, row, 1);
    if (!gender) return gender.error();
    Gender& there = cell(tables_.given_names, *word);
    if (there != Gender::kUnknown) return table->error_at(row, 0, "the same name twice");
    there = *gender;
  }
  return {};
}

Result<void> Loader::load_circles() {
  auto table = load_table(source_, "actors/groups.tsv", actors_tables::groups(),
                          {"phrase", "use", "members", "from", "to"});
  if (!table) return table.error();
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view phrase = table->at(row, 0);
    if (phrase.empty() || fold(phrase) != phrase)
      return table->error_at(row, 0, "expected words in lower case");
    StateCircle circle;
    const std::string_view use = table->at(row, 1);
    if (use != "name" && use != "before_noun")
      return table->error_at(row, 1, fmt::format("expected name or before_noun, found '{}'", use));
    circle.before_noun = use == "before_noun";
    for (const std::string_view member : split_list(table->at(row, 2), ' ')) {
      const bool is_code =
          member.size() == 3 &&
          std::all_of(member.begin(), member.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
      if (!is_code)
        return table->error_at(row, 2, fmt::format("'{}' is no code of a state", member));
      circle.members.emplace_back(member);
    }
    if (circle.members.size() < 2) return table->error_at(row, 2, "expected at least two states");
    std::sort(circle.members.begin(), circle.members.end());
    const auto from = day_at(*table, row, 3, std::numeric_limits<std::int32_t>::min());
    if (!from) return from.error();
    const auto to = day_at(*table, row, 4, std::numeric_limits<std::int32_t>::max());
    if (!to) return to.error();
    circle.from = *from;
    circle.to = *to;
    const std::vector<WordId> words = intern_phrase(splitter_, vocabulary_, phrase);
    if (words.empty()) return table->error_at(row, 0, "expected words");
    const auto value = static_cast<std::uint32_t>(tables_.circle_list.size());
    const std::uint32_t first = tables_.circles.add(words, value);
    tables_.circle_list.push_back(std::move(circle));
    tables_.circle_phrase.push_back(first);
  }
  return {};
}

Result<void> Loader::load_weights() {
  auto table = load_table(source_, "actors/reference_weights.tsv",
                          actors_tables::reference_weights(), {"weight", "value"});
  if (!table) return table.error();
  std::array<bool, kWeightCount> seen{};
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto name = std::find(kWeightNames.begin(), kWeightNames.end(), table->at(row, 0));
    if (name == kWeightNames.end())
      return table->error_at(row, 0, fmt::format("unknown weight '{}'", table->at(row, 0)));
    const auto index = static_cast<std::size_t>(name - kWeightNames.begin());
    if (seen[index]) return table->error_at(row, 0, "the same weight twice");
    seen[index] = true;
    const std::string_view text = table->at(row, 1);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < -1000 || value > 1000)
      return table->error_at(row, 1, "expected a whole number from -1000 to 1000");
    tables_.weights[index] = value;
  }
  for (std::size_t i = 0; i < kWeightCount; ++i) {
    if (!seen[i]) {
      return Error{ErrorCode::kBadTable, fmt::format("no row for weight '{}'", kWeightNames[i]),
                   table->name()};
    }
  }
  return {};
}

}  // namespace

Result<ReferenceTables> load_reference_tables(const TableSource& source,
                                              const WordSplitter& splitter,
                                              Vocabulary& vocabulary) {
  return Loader(source, splitter, vocabulary).load();
}

}  // namespace chancery

#include "figures/lexicon.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/utf8.hpp"
#include "figures/figures.hpp"
#include "figures_tables.hpp"

namespace chancery {
namespace {

using namespace figures;

// Loads one table after the other into a Lexicon; the first error stops.
class Loader {
 public:
  Loader(const TableSource& source, const WordSplitter& splitter, Vocabulary& vocabulary)
      : source_(source), splitter_(splitter), vocabulary_(vocabulary) {}

  std::optional<Error> load(Lexicon& out) {
    using Step = std::optional<Error> (Loader::*)(Lexicon&);
    constexpr Step kSteps[] = {
        &Loader::load_stop_words,  &Loader::load_nouns,       &Loader::load_adjectives,
        &Loader::load_party_words, &Loader::load_collections, &Loader::load_plan_words,
        &Loader::load_numbers,     &Loader::load_currencies,  &Loader::load_units,
        &Loader::load_bounds,      &Loader::load_measures,    &Loader::load_trends,
        &Loader::load_name_words,  &Loader::load_modifiers,   &Loader::load_extents};
    for (const Step step : kSteps) {
      if (auto error = (this->*step)(out)) return error;
    }
    name_grammar_words(out);
    return std::nullopt;
  }

 private:
  std::vector<WordId> words(std::string_view phrase) {
    return intern_phrase(splitter_, vocabulary_, phrase);
  }

  void mark(Lexicon& out, WordId word, std::uint32_t use) {
    if (word >= out.uses.size()) out.uses.resize(word + 1, 0);
    out.uses[word] |= use;
  }

  // Adds a phrase to a trie; false when it is empty or was there.
  bool add(PhraseTrie& trie, std::string_view phrase, std::uint32_t value) {
    const std::vector<WordId> ids = words(phrase);
    if (ids.empty() || std::find(ids.begin(), ids.end(), kNoWord) != ids.end()) return false;
    if (trie.find(ids).words == ids.size()) return false;
    trie.add(ids, value);
    return true;
  }

  // The number of `name` among `names`, or an error at that field.
  template <std::size_t N>
  static std::optional<std::size_t> index_of(const std::array<std::string_view, N>& names,
                                             std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
  }

  // Tables of one word and one use.
  template <std::size_t N>
  std::optional<Error> load_uses(Lexicon& out, const char* name, std::string_view embedded,
                                 const char* word_column, const char* use_column,
                                 const std::array<std::string_view, N>& names,
                                 const std::array<std::uint32_t, N>& bits) {
    auto table = load_table(source_, name, embedded, {word_column, use_column});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      // A clitic is a word of its own only behind another word.
      const std::string_view written = table->at(row, 0);
      const bool clitic = written.size() > 1 && written.front() == '\'';
      const std::vector<WordId> ids =
          clitic ? std::vector<WordId>{vocabulary_.intern(fold(written))} : words(written);
      if (ids.size() != 1) return table->error_at(row, 0, "expected one word");
      const auto use = index_of(names, table->at(row, 1));
      if (!use) return table->error_at(row, 1, "unknown " + std::string(use_column));
      if (out.is(ids[0], bits[*use] & ~kStop))
        return table->error_at(row, 0, "listed before with this use");
      mark(out, ids[0], bits[*use]);
    }
    return std::nullopt;
  }

  std::optional<Error> load_stop_words(Lexicon& out) {
    return load_uses<10>(out, "figures/stop_words.tsv", figures_tables::stop_words(), "word", "use",
                         {"determiner", "pronoun", "preposition", "conjunction", "auxiliary",
                          "verb", "adverb", "say", "boundary", "filler"},
                         {kStop | kDeterminer, kStop | kPronoun, kStop | kPreposition,
                          kStop | kConjunction, kStop | kAuxiliary, kStop | kVerb, kStop | kAdverb,
                          kStop | kSay, kStop | kBoundary, kFiller});
  }
  std::optional<Error> load_nouns(Lexicon& out) {
    return load_uses<3>(out, "figures/nouns.tsv", figures_tables::nouns(), "word", "form",
                        {"plural", "singular", "attributive"}, {kPlural, kNotPlural, kAttributive});
  }
  std::optional<Error> load_party_words(Lexicon& out) {
    return load_uses<3>(out, "figures/party_words.tsv", figures_tables::party_words(), "word",
                        "use", {"party", "office", "vote"}, {kParty, kOffice, kVote});
  }
  std::optional<Error> load_collections(Lexicon& out) {
    return load_uses<2>(out, "figures/collections.tsv", figures_tables::collections(), "word",
                        "role", {"verb", "collection"}, {kHolds, kCollection});
  }
  std::optional<Error> load_plan_words(Lexicon& out) {
    return load_uses<3>(out, "figures/plan_words.tsv", figures_tables::plan_words(), "word", "role",
                        {"reach", "modal", "target"}, {kReach, kModal, kTarget});
  }

  std::optional<Error> load_adjectives(Lexicon& out) {
    auto table =
        load_table(source_, "figures/adjectives.tsv", figures_tables::adjectives(), {"word"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const std::string_view word = table->at(row, 0);
      if (word.size() > 1 && word.front() == '-') {
        out.adjective_endings.emplace_back(word.substr(1));
        continue;
      }
      const std::vector<WordId> ids = words(word);
      if (ids.size() != 1)
        return table->error_at(row, 0, "expected one word or an ending with its hyphen");
      mark(out, ids[0], kAdjective);
    }
    return std::nullopt;
  }

  std::optional<Error> load_modifiers(Lexicon& out) {
    auto table =
        load_table(source_, "figures/modifiers.tsv", figures_tables::modifiers(), {"word", "unit"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const std::vector<WordId> ids = words(table->at(row, 0));
      if (ids.size() != 1) return table->error_at(row, 0, "expected one word");
      if (table->at(row, 1).empty()) return table->error_at(row, 1, "expected a plural noun");
      if (!out.modifiers.emplace(ids[0], std::string(table->at(row, 1))).second)
        return table->error_at(row, 0, "listed before");
    }
    return std::nullopt;
  }

  std::optional<Error> load_extents(Lexicon& out) {
    auto table =
        load_table(source_, "figures/extents.tsv", figures_tables::extents(), {"word", "measure"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      if (table->at(row, 1).empty()) return table->error_at(row, 1, "expected a measure");
      if (!out.extents.emplace(table->at(row, 0), table->at(row, 1)).second)
        return table->error_at(row, 0, "listed before");
    }
    return std::nullopt;
  }

  std::optional<Error> load_numbers(Lexicon& out) {
    constexpr std::array<std::string_view, 10> kKinds = {
        "unit", "ten", "hundred", "dozen", "scale", "suffix", "vague", "ordinal", "part", "factor"};
    auto table = load_table(source_, "figures/numbers.tsv", figures_tables::numbers(),
                            {"word", "kind", "value"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const std::vector<WordId> ids = words(table->at(row, 0));
      if (ids.size() != 1) return table->error_at(row, 0, "expected one word");
      const auto kind = index_of(kKinds, table->at(row, 1));
      if (!kind) return table->error_at(row, 1, "unknown kind");
      NumberWord number{static_cast<NumberKind>(*kind), 0};
      const std::string_view value = table->at(row, 2);
      const auto [end, failure] =
          std::from_chars(value.data(), value.data() + value.size(), number.value);
      const bool is_scale = number.kind == NumberKind::kScale || number.kind == NumberKind::kSuffix;
      if (failure != std::errc() || end != value.data() + value.size() || number.value < 0 ||
          number.value > (is_scale ? 12 : 100)) {
        return table->error_at(row, 2,
                               "expected a whole number up to 100, or a power of ten up to 12");
      }
      if (!out.numbers.emplace(ids[0], number).second)
        return table->error_at(row, 0, "listed before");
      if (is_scale) out.scales.emplace(fold(table->at(row, 0)), number);
      if (number.kind != NumberKind::kSuffix) mark(out, ids[0], kNumberWord);
      // Where the splitter keeps the stop of an abbreviation ("bn."), it is the same scale.
      if (is_scale) out.numbers.emplace(vocabulary_.intern(fold(table->at(row, 0)) + "."), number);
    }
    return std::nullopt;
  }

  // The phrase record of this writing in `trie`, made where it is new.
  std::uint32_t money_phrase(Lexicon& out, PhraseTrie& trie, std::string_view writing) {
    const std::vector<WordId> ids = words(writing);
    const PhraseTrie::Match match = trie.find(ids);
    if (match.words == ids.size()) return match.value;
    out.money.emplace_back();
    return trie.add(ids, static_cast<std::uint32_t>(out.money.size() - 1));
  }

  std::optional<Error> load_currencies(Lexicon& out) {
    auto table = load_table(source_, "figures/currencies.tsv", figures_tables::currencies(),
                            {"code", "names", "adjectives", "signs", "states", "bare"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const std::string_view code = table->at(row, 0);
      if (code.size() != 3 ||
          !std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
        return table->error_at(row, 0, "expected an ISO 4217 code of three capitals");
      }
      for (const Currency& other : out.currencies) {
        if (other.code == code) return table->error_at(row, 0, "listed before");
      }
      const auto index = static_cast<std::uint16_t>(out.currencies.size());
      out.currencies.push_back({std::string(code), {}, {}});
      for (const std::string_view state : split_list(table->at(row, 4))) {
        if (state.size() != 3) return table->error_at(row, 4, "expected ISO 3166 alpha-3 codes");
        out.currencies.back().states.emplace_back(state);
      }
      const std::vector<std::string_view> bare = split_list(table->at(row, 5));
      const auto names = split_list(table->at(row, 1));
      if (!names.empty()) out.currencies.back().name = names.size() > 1 ? names[1] : names[0];
      const auto signs = split_list(table->at(row, 3));
      for (const std::string_view writing : bare) {
        if (std::find(names.begin(), names.end(), writing) == names.end() &&
            std::find(signs.begin(), signs.end(), writing) == signs.end()) {
          return table->error_at(row, 5, "expected a name or sign of this row");
        }
      }
      const auto enter = [&](PhraseTrie& trie, std::string_view writing, bool is_sign,
                             bool is_code) {
        const std::uint32_t id = money_phrase(out, trie, writing);
        MoneyPhrase& phrase = out.money[id];
        phrase.is_code = is_code;
        phrase.is_sign = is_sign;
        if (std::find(phrase.codes.begin(), phrase.codes.end(), index) == phrase.codes.end()) {
          phrase.codes.push_back(index);
        }
        const bool is_bare = std::find(bare.begin(), bare.end(), writing) != bare.end();
        if (is_bare && phrase.bare >= 0 && phrase.bare != index) return false;
        if (is_bare) phrase.bare = index;
        if (is_sign || is_code) {
          const bool letters = std::all_of(writing.begin(), writing.end(), [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
          });
          if (letters && &trie == &out.money_before)
            out.money_glued.emplace(std::string(writing), id);
        }
        return true;
      };
      for (const std::string_view name : names) {
        if (!enter(out.money_after, name, false, false))
          return table->error_at(row, 5, "bare in another row");
        enter(out.money_before, name, false, false);  // "rupees 500 crore"
        out.money[money_phrase(out, out.money_before, name)].is_name = true;
        for (const std::string_view adjective : split_list(table->at(row, 2))) {
          enter(out.money_after, std::string(adjective) + " " + std::string(name), false, false);
        }
      }
      for (const std::string_view sign : signs) {
        if (!enter(out.money_before, sign, true, false))
          return table->error_at(row, 5, "bare in another row");
        enter(out.money_after, sign, true, false);
      }
      enter(out.money_before, code, false, true);
      enter(out.money_after, code, false, true);
      // "120 MEUR": millions, as European papers write them.
      const std::string millions = "M" + std::string(code);
      enter(out.money_before, millions, false, true);
      enter(out.money_after, millions, false, true);
      for (PhraseTrie* trie : {&out.money_before, &out.money_after})
        out.money[money_phrase(out, *trie, millions)].scale = 6;
      // "CAD$15"
      enter(out.money_before, std::string(code) + "$", true, false);
    }
    return std::nullopt;
  }

  std::optional<Error> load_units(Lexicon& out) {
    constexpr std::array<std::string_view, 8> kKinds = {"percent",  "physical", "rate", "subunit",
                                                        "duration", "time",     "age",  "factor"};
    constexpr const char* kReasons[] = {"", "", "", "", "duration", "time", "age", "factor"};
    auto table = load_table(source_, "figures/units.tsv", figures_tables::units(),
                            {"words", "unit", "kind"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const auto kind = index_of(kKinds, table->at(row, 2));
      if (!kind) return table->error_at(row, 2, "unknown kind");
      if (table->at(row, 1).empty())
        return table->error_at(row, 1, "expected the writing of the unit");
      const auto id = static_cast<std::uint32_t>(out.units.size());
      out.units.push_back({*kind < 4 ? static_cast<UnitKind>(*kind) : UnitKind::kReason,
                           std::string(table->at(row, 1)), kReasons[*kind]});
      const auto writings = split_list(table->at(row, 0));
      if (writings.empty()) return table->error_at(row, 0, "expected words");
      for (const std::string_view writing : writings) {
        PhraseTrie& trie = out.units[id].kind == UnitKind::kRate ? out.rate_words : out.unit_words;
        if (!add(trie, writing, id)) {
          return table->error_at(row, 0,
                                 "'" + std::string(writing) + "' is empty or was listed before");
        }
      }
    }
    return std::nullopt;
  }

  std::optional<Error> load_bounds(Lexicon& out) {
    constexpr std::array<std::string_view, 4> kEffects = {"about", "low", "high", "exact"};
    auto table = load_table(source_, "figures/bounds.tsv", figures_tables::bounds(),
                            {"phrase", "effect", "place"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const auto effect = index_of(kEffects, table->at(row, 1));
      if (!effect) return table->error_at(row, 1, "expected about, low, high or exact");
      const bool before = table->at(row, 2) == "before";
      if (!before && table->at(row, 2) != "after")
        return table->error_at(row, 2, "expected before or after");
      const std::vector<WordId> ids = words(table->at(row, 0));
      if (ids.size() > 4) return table->error_at(row, 0, "expected at most four words");
      if (!add(before ? out.bounds_before : out.bounds_after, table->at(row, 0),
               static_cast<std::uint32_t>(*effect))) {
        return table->error_at(row, 0, "empty or listed before");
      }
    }
    return std::nullopt;
  }

  std::optional<Error> load_measures(Lexicon& out) {
    constexpr std::array<std::string_view, 4> kKinds = {"money", "percent", "count", "physical"};
    constexpr std::array<std::string_view, 4> kForms = {"noun", "verb", "casualty", "lemma"};
    auto table =
        load_table(source_, "figures/measures.tsv", figures_tables::measures(),
                   {"pattern", "measure", "kinds", "directed", "of_two", "form", "growth"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      MeasurePhrase phrase;
      phrase.measure = table->at(row, 1);
      phrase.of_two = table->at(row, 4);
      if (phrase.measure.empty()) return table->error_at(row, 1, "expected a measure");
      for (const std::string_view name : split_list(table->at(row, 2))) {
        const auto kind = index_of(kKinds, name);
        if (!kind) return table->error_at(row, 2, "expected money, percent, count or physical");
        phrase.kinds = static_cast<std::uint8_t>(phrase.kinds | (1u << *kind));
      }
      if (phrase.kinds == 0) return table->error_at(row, 2, "expected at least one kind");
      if (table->at(row, 3) != "yes" && table->at(row, 3) != "no")
        return table->error_at(row, 3, "expected yes or no");
      phrase.directed = table->at(row, 3) == "yes";
      const auto form = index_of(kForms, table->at(row, 5));
      if (!form) return table->error_at(row, 5, "expected noun, verb, casualty or lemma");
      phrase.form = static_cast<MeasureForm>(*form);
      phrase.growth = table->at(row, 6);
      out.measures.push_back(std::move(phrase));
      if (out.measures.back().form == MeasureForm::kLemma) {
        out.measures_by_lemma[std::string(table->at(row, 0))].push_back(
            static_cast<std::uint32_t>(out.measures.size() - 1));
        continue;
      }
      if (!add(out.measure_words, table->at(row, 0),
               static_cast<std::uint32_t>(out.measures.size() - 1))) {
        return table->error_at(row, 0, "empty or listed before");
      }
    }
    return std::nullopt;
  }

  std::optional<Error> load_trends(Lexicon& out) {
    constexpr std::array<std::string_view, 6> kTrends = {"level", "record high", "record low",
                                                         "up",    "down",        "unchanged"};
    constexpr std::array<std::string_view, 5> kForms = {"verb", "noun", "word", "comparative",
                                                        "opener"};
    auto table = load_table(source_, "figures/trends.tsv", figures_tables::trends(),
                            {"phrase", "trend", "form"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const auto trend = index_of(kTrends, table->at(row, 1));
      if (!trend) return table->error_at(row, 1, "unknown trend");
      const auto form = index_of(kForms, table->at(row, 2));
      if (!form) return table->error_at(row, 2, "expected verb, noun, word, comparative or opener");
      if (*form == 4) {
        const std::vector<WordId> ids = words(table->at(row, 0));
        if (ids.empty()) return table->error_at(row, 0, "expected words");
        mark(out, ids[0], kOpener);
        continue;
      }
      out.trends.push_back({static_cast<Trend>(*trend), static_cast<TrendForm>(*form)});
      if (!add(out.trend_words, table->at(row, 0),
               static_cast<std::uint32_t>(out.trends.size() - 1))) {
        return table->error_at(row, 0, "empty or listed before");
      }
    }
    return std::nullopt;
  }

  std::optional<Error> load_name_words(Lexicon& out) {
    auto table = load_table(source_, "figures/name_words.tsv", figures_tables::name_words(),
                            {"phrase", "case"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const bool capital = table->at(row, 1) == "capital";
      if (!capital && table->at(row, 1) != "any")
        return table->error_at(row, 1, "expected capital or any");
      if (words(table->at(row, 0)).size() > 3)
        return table->error_at(row, 0, "expected at most three words");
      if (!add(out.name_words, table->at(row, 0), capital ? 1 : 0)) {
        return table->error_at(row, 0, "empty or listed before");
      }
    }
    return std::nullopt;
  }

  void name_grammar_words(Lexicon& out) {
    const std::pair<WordId*, const char*> kWords[] = {{&out.hyphen, "-"},
                                                      {&out.on, "on"},
                                                      {&out.plus, "+"},
                                                      {&out.minus, "minus"},
                                                      {&out.comma, ","},
                                                      {&out.open, "("},
                                                      {&out.close, ")"},
                                                      {&out.and_, "and"},
                                                      {&out.or_, "or"},
                                                      {&out.to, "to"},
                                                      {&out.of, "of"},
                                                      {&out.in, "in"},
                                                      {&out.from, "from"},
                                                      {&out.between, "between"},
                                                      {&out.a, "a"},
                                                      {&out.an, "an"},
                                                      {&out.one, "one"},
                                                      {&out.half, "half"},
                                                      {&out.aged, "aged"},
                                                      {&out.age, "age"},
                                                      {&out.by, "by"},
                                                      {&out.for_, "for"},
                                                      {&out.at, "at"},
                                                      {&out.with, "with"},
                                                      {&out.worth, "worth"},
                                                      {&out.respectively, "respectively"},
                                                      {&out.valued, "valued"},
                                                      {&out.per, "per"},
                                                      {&out.colon, ":"},
                                                      {&out.is_, "is"},
                                                      {&out.was, "was"},
                                                      {&out.were, "were"},
                                                      {&out.others, "others"},
                                                      {&out.more, "more"},
                                                      {&out.compared, "compared"},
                                                      {&out.versus, "versus"},
                                                      {&out.against, "against"},
                                                      {&out.than, "than"},
                                                      {&out.including, "including"},
                                                      {&out.number, "number"},
                                                      {&out.point, "point"},
                                                      {&out.them, "them"},
                                                      {&out.whom, "whom"},
                                                      {&out.which, "which"},
                                                      {&out.these, "these"},
                                                      {&out.those, "those"},
                                                      {&out.ones, "ones"},
                                                      {&out.total, "total"},
                                                      {&out.as, "as"},
                                                      {&out.two, "two"},
                                                      {&out.both, "both"},
                                                      {&out.negative, "negative"},
                                                      {&out.this_, "this"},
                                                      {&out.that, "that"}};
    for (const auto& [word, writing] : kWords) *word = vocabulary_.intern(writing);
  }

  const TableSource& source_;
  const WordSplitter& splitter_;
  Vocabulary& vocabulary_;
};

}  // namespace

Result<FigureLexicon> load_figure_lexicon(const TableSource& source, const WordSplitter& splitter,
                                          Vocabulary& vocabulary) {
  auto lexicon = std::make_shared<Lexicon>();
  if (auto error = Loader(source, splitter, vocabulary).load(*lexicon)) return *error;
  return FigureLexicon(std::move(lexicon));
}

}  // namespace chancery

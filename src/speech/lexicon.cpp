#include "speech/lexicon.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "speech/speech.hpp"
#include "speech_tables.hpp"

namespace chancery {
namespace {

constexpr std::array<std::string_view, 34> kClassNames = {
    "he",          "they",         "it",           "subject",    "modal",    "be",
    "have",        "do",           "negation",     "determiner", "article",  "preposition",
    "conjunction", "subordinator", "hypothetical", "relative",   "adverb",   "time",
    "finite",      "body",         "paper",        "org",        "particle", "venue",
    "audience",    "speechless",   "joint",        "public",     "leads",    "parties",
    "several",     "mute",         "male",         "female"};
constexpr std::array<std::uint64_t, 34> kClassBits = {
    kHe,           kThey,     kIt,         kSubject,  kModal,       kBe,          kHave,
    kDo,           kNegation, kDeterminer, kArticle,  kPreposition, kConjunction, kSubordinator,
    kHypothetical, kRelative, kAdverb,     kTime,     kFinite,      kBody,        kPaper,
    kOrganisation, kParticle, kVenue,      kAudience, kSpeechless,  kJoint,       kPublic,
    kLeads,        kParties,  kSeveral,    kMute,     kMale,        kFemale};

void add_class(SpeechTables& tables, WordId word, std::uint64_t bits) {
  if (word >= tables.classes.size()) tables.classes.resize(word + 1, 0);
  tables.classes[word] |= bits;
}

// One word, as the splitter cuts it; kNoWord when the field is none or several.
WordId intern_word(const WordSplitter& splitter, Vocabulary& vocabulary, std::string_view field) {
  const std::vector<WordId> words = intern_phrase(splitter, vocabulary, field);
  return words.size() == 1 ? words.front() : kNoWord;
}

Result<void> load_words(const TableSource& source, const WordSplitter& splitter,
                        Vocabulary& vocabulary, SpeechTables& tables) {
  auto table = load_table(source, "speech/words.tsv", speech_tables::words(), {"form", "classes"});
  if (!table) return table.error();
  std::set<WordId> seen;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    // A clitic stands after a word, where alone it would be cut.
    const std::string_view form = table->at(row, 0);
    WordId word = intern_word(splitter, vocabulary, form);
    if (form.size() > 1 && form.front() == '\'') word = vocabulary.intern(form);
    if (form == "n't") word = vocabulary.intern(form);
    if (word == kNoWord) return table->error_at(row, 0, "expected one word");
    if (!seen.insert(word).second) return table->error_at(row, 0, "listed twice");
    const std::vector<std::string_view> names = split_list(table->at(row, 1));
    if (names.empty()) return table->error_at(row, 1, "expected at least one class");
    for (const std::string_view name : names) {
      const auto found = std::find(kClassNames.begin(), kClassNames.end(), name);
      if (found == kClassNames.end())
        return table->error_at(row, 1, "no such class of words: " + std::string(name));
      add_class(tables, word, kClassBits[static_cast<std::size_t>(found - kClassNames.begin())]);
    }
  }
  return {};
}

Result<void> load_titles(const TableSource& source, const WordSplitter& splitter,
                         Vocabulary& vocabulary, SpeechTables& tables) {
  auto table =
      load_table(source, "speech/titles.tsv", speech_tables::titles(), {"form", "role", "offices"});
  if (!table) return table.error();
  constexpr std::array<std::string_view, 4> kRoles = {"honorific", "title", "part", "official"};
  constexpr std::array<std::uint64_t, 4> kBits = {kHonorific, kTitleNoun, kTitlePart, kOfficial};
  std::set<WordId> seen;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const WordId word = intern_word(splitter, vocabulary, table->at(row, 0));
    if (word == kNoWord) return table->error_at(row, 0, "expected one word");
    if (!seen.insert(word).second) return table->error_at(row, 0, "listed twice");
    const auto role = std::find(kRoles.begin(), kRoles.end(), table->at(row, 1));
    if (role == kRoles.end())
      return table->error_at(row, 1, "expected honorific, title, part or official");
    add_class(tables, word, kBits[static_cast<std::size_t>(role - kRoles.begin())]);
    const std::vector<std::string_view> offices = split_list(table->at(row, 2));
    if (!offices.empty() && *role != "title")
      return table->error_at(row, 2, "only a title stands for an office");
    for (const std::string_view office : offices) tables.title_offices[word].emplace_back(office);
  }
  return {};
}

Result<void> load_verbs(const TableSource& source, const WordSplitter& splitter,
                        Vocabulary& vocabulary, SpeechTables& tables) {
  auto table = load_table(source, "speech/verbs.tsv", speech_tables::verbs(),
                          {"verb", "base", "third", "past", "ing", "quote", "clause", "object"});
  if (!table) return table.error();
  const auto yes_or_no = [&](std::size_t row, std::size_t column, bool& out) -> Result<void> {
    const std::string_view field = table->at(row, column);
    if (field != "yes" && field != "no") return table->error_at(row, column, "expected yes or no");
    out = field == "yes";
    return {};
  };
  for (std::size_t row = 0; row < table->rows(); ++row) {
    VerbForm form;
    form.base = std::string(table->at(row, 0));
    if (form.base.empty()) return table->error_at(row, 0, "expected the base form");
    if (auto read = yes_or_no(row, 5, form.quote); !read) return read.error();
    const std::string_view clause = table->at(row, 6);
    if (clause != "bare" && clause != "that" && clause != "no") {
      return table->error_at(row, 6, "expected bare, that or no");
    }
    form.clause = clause == "bare" ? Clause::kBare : clause == "that" ? Clause::kThat : Clause::kNo;
    if (auto read = yes_or_no(row, 7, form.object); !read) return read.error();
    // The past comes first: a form that is also the base ("read") is taken as past.
    constexpr std::array<std::pair<std::size_t, VerbPart>, 4> kParts = {
        std::pair{std::size_t{3}, VerbPart::kPast}, std::pair{std::size_t{1}, VerbPart::kBase},
        std::pair{std::size_t{2}, VerbPart::kThird}, std::pair{std::size_t{4}, VerbPart::kIng}};
    std::uint32_t own = PhraseTrie::kNoValue;
    for (const auto& [column, part] : kParts) {
      const std::string_view field = table->at(row, column);
      if (field == "-") continue;
      const std::vector<WordId> words = intern_phrase(splitter, vocabulary, field);
      if (words.empty()) return table->error_at(row, column, "expected a form of the verb, or -");
      form.part = part;
      form.passive = part == VerbPart::kPast && words.size() > 1 && field.ends_with(" as saying");
      const std::uint32_t index = static_cast<std::uint32_t>(tables.forms.size());
      const std::uint32_t stands = tables.verbs.add(words, index);
      if (stands != index) {
        if (own == PhraseTrie::kNoValue || stands < own)
          return table->error_at(row, column, "listed twice");
        continue;
      }
      if (own == PhraseTrie::kNoValue) own = index;
      if (form.passive) tables.citing.push_back(words.front());
      tables.forms.push_back(form);
      add_class(tables, words.front(), kVerbStart);
    }
  }
  return {};
}

}  // namespace

SpeechLexicon::SpeechLexicon(std::unique_ptr<const SpeechTables> tables)
    : tables_(std::move(tables)) {}
SpeechLexicon::SpeechLexicon(SpeechLexicon&&) noexcept = default;
SpeechLexicon& SpeechLexicon::operator=(SpeechLexicon&&) noexcept = default;
SpeechLexicon::~SpeechLexicon() = default;

Result<SpeechLexicon> load_speech_lexicon(const TableSource& source, const WordSplitter& splitter,
                                          Vocabulary& vocabulary) {
  auto tables = std::make_unique<SpeechTables>();
  if (auto read = load_words(source, splitter, vocabulary, *tables); !read) return read.error();
  if (auto read = load_titles(source, splitter, vocabulary, *tables); !read) return read.error();
  if (auto read = load_verbs(source, splitter, vocabulary, *tables); !read) return read.error();
  tables->that = vocabulary.intern("that");
  tables->according = vocabulary.intern("according");
  tables->to = vocabulary.intern("to");
  tables->as = vocabulary.intern("as");
  tables->saying = vocabulary.intern("saying");
  tables->in = vocabulary.intern("in");
  tables->of = vocabulary.intern("of");
  tables->for_ = vocabulary.intern("for");
  tables->words = vocabulary.intern("words");
  tables->on = vocabulary.intern("on");
  tables->prime = vocabulary.intern("prime");
  tables->premier = vocabulary.intern("premier");
  return SpeechLexicon(std::move(tables));
}

}  // namespace chancery

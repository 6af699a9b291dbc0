#include "speech/lexicon.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "speech/speech.hpp"
#include "speech_tables.hpp"

namespace chancery {
namespace {

constexpr std::array<std::string_view, 7> kClassNames = {
    "negation", "hypothetical", "public", "paper", "mute", "joint", "citing"};
constexpr std::array<std::uint16_t, 7> kClassBits = {kNegation, kHypothetical, kPublic, kPaper,
                                                     kMute,     kJoint,        kCiting};

void add_class(SpeechTables& tables, WordId word, std::uint16_t bits) {
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
    Saying saying;
    saying.base = std::string(table->at(row, 0));
    if (saying.base.empty()) return table->error_at(row, 0, "expected the base form");
    if (auto read = yes_or_no(row, 5, saying.quote); !read) return read.error();
    const std::string_view clause = table->at(row, 6);
    if (clause != "bare" && clause != "that" && clause != "no")
      return table->error_at(row, 6, "expected bare, that or no");
    saying.clause = clause == "bare"   ? Clause::kBare
                    : clause == "that" ? Clause::kThat
                                       : Clause::kNo;
    if (auto read = yes_or_no(row, 7, saying.object); !read) return read.error();
    const auto index = static_cast<std::uint32_t>(tables.sayings.size());
    for (std::size_t column = 1; column <= 4; ++column) {
      const std::string_view field = table->at(row, column);
      if (field == "-") continue;
      const std::vector<WordId> words = intern_phrase(splitter, vocabulary, field);
      if (words.empty()) return table->error_at(row, column, "expected a form of the verb, or -");
      if (tables.verbs.add(words, index) != index)
        return table->error_at(row, column, "listed twice");
      add_class(tables, words.front(), kVerbStart);
    }
    tables.sayings.push_back(std::move(saying));
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
  if (auto read = load_verbs(source, splitter, vocabulary, *tables); !read) return read.error();
  tables->that = vocabulary.intern("that");
  tables->according = vocabulary.intern("according");
  tables->to = vocabulary.intern("to");
  tables->as = vocabulary.intern("as");
  tables->by = vocabulary.intern("by");
  tables->in = vocabulary.intern("in");
  tables->of = vocabulary.intern("of");
  tables->words = vocabulary.intern("words");
  return SpeechLexicon(std::move(tables));
}

}  // namespace chancery

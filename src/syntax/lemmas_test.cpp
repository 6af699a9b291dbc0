#include "syntax/lemmas.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "base/utf8.hpp"
#include "syntax/situation.hpp"

namespace chancery::syntax {
namespace {

TaggedForm word(std::string_view form, Xpos xpos, Upos upos = Upos::kX,
                WordPlace place = WordPlace::kInside) {
  TaggedForm tagged;
  tagged.form = form;
  tagged.xpos = xpos;
  tagged.upos = upos;
  tagged.place = place;
  return tagged;
}

std::string edited(std::string_view form, const LemmaEdit& edit,
                   LemmaCase by_rule = LemmaCase::kLower) {
  std::string out = "before ";
  append_edited(out, form, edit, by_rule);
  EXPECT_EQ(out.substr(0, 7), "before ");
  return out.substr(7);
}

TEST(LemmaEdit, TakesOffTheEndAndAppends) {
  EXPECT_EQ(edited("Carries", {3, LemmaCase::kByRule, "y"}), "carry");
  EXPECT_EQ(edited("Carries", {3, LemmaCase::kAsForm, "y"}), "Carry");
  EXPECT_EQ(edited("ZEBRAS", {1, LemmaCase::kCapital, ""}), "Zebra");
  EXPECT_EQ(edited("nato", {0, LemmaCase::kUpper, ""}), "NATO");
  EXPECT_EQ(edited("went", {LemmaEdit::kWhole, LemmaCase::kByRule, "go"}), "go");
  EXPECT_EQ(edited("Zebras", {1, LemmaCase::kByRule, ""}, LemmaCase::kAsForm), "Zebra");
  EXPECT_EQ(edited("12,345,678", {0, LemmaCase::kPlainNumber, ""}), "12345678");
  EXPECT_EQ(edited("1,", {0, LemmaCase::kPlainNumber, ""}), "1,");
}

TEST(LemmaEdit, CountsCodePoints) {
  EXPECT_EQ(edited("\xC3\x89T\xC3\x89S", {2, LemmaCase::kByRule, ""}), "\xC3\xA9t");
  EXPECT_EQ(edited("\xC3\xA9t\xC3\xA9", {0, LemmaCase::kCapital, ""}), "\xC3\x89t\xC3\xA9");
  EXPECT_EQ(edited("\xC3\xA9t\xC3\xA9", {0, LemmaCase::kUpper, ""}), "\xC3\x89T\xC3\x89");
  EXPECT_EQ(edited("n\xE2\x80\x99t", {0, LemmaCase::kByRule, ""}), "n't");
}

TEST(LemmaEdit, LeavesSomething) {
  EXPECT_EQ(edited("s", {1, LemmaCase::kByRule, ""}), "s");
  EXPECT_EQ(edited("s", {9, LemmaCase::kByRule, ""}), "s");
  EXPECT_EQ(edited("s", {LemmaEdit::kWhole, LemmaCase::kByRule, ""}), "s");
  EXPECT_EQ(edited("", {3, LemmaCase::kCapital, ""}), "");
}

TEST(LettersOf, TellsCapitalsAndDigitsApart) {
  const std::vector<std::string> forms = {"talks", "Talks", "T",  "TALKS", "tAlks",
                                          "2031",  "4.5",   "G7", "Q",     "\xC3\x89t\xC3\xA9",
                                          "20th"};
  const auto same = [](const char* a, const char* b) { return letters_of(a) == letters_of(b); };
  EXPECT_TRUE(same("Talks", "\xC3\x89t\xC3\xA9"));
  EXPECT_TRUE(same("T", "Q"));
  EXPECT_TRUE(same("1,200", "4.5"));
  EXPECT_FALSE(same("talks", "Talks"));
  EXPECT_FALSE(same("TALKS", "T"));
  EXPECT_FALSE(same("tAlks", "Talks"));
  EXPECT_FALSE(same("2031", "4.5"));
  EXPECT_FALSE(same("20th", "2031"));
  for (const std::string& form : forms) EXPECT_LT(letters_of(form), 32) << form;
}

// --- A table made by hand ---

struct RuleText {
  Rule rule;
  std::uint8_t upos;
  std::uint8_t xpos;
  std::uint8_t context;
  std::string text;
  std::uint16_t value;
};

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

void seal(std::string& bytes) {
  const std::uint64_t sum = lemma_checksum(std::string_view(bytes).substr(kLemmaChecksumBegin));
  for (int i = 0; i < 8; ++i)
    bytes[8 + static_cast<std::size_t>(i)] = static_cast<char>(sum >> (8 * i) & 0xFF);
}

// Edits: 0 none, 1 take off one, 2 "go", 3 capital. Features: 0 none, 1 "A=a", 2 "B=b".
std::string table_of(const std::vector<RuleText>& rules) {
  constexpr std::uint32_t kSlots = 32;
  std::vector<std::uint32_t> slots(kSlots, 0);
  std::vector<std::uint32_t> kinds(kXposCount, 0);
  std::string records;
  for (const RuleText& rule : rules) {
    std::string key;
    key += static_cast<char>(rule.rule);
    key += static_cast<char>(rule.upos);
    key += static_cast<char>(rule.xpos);
    key += static_cast<char>(rule.context);
    key += rule.text;
    std::uint32_t slot = hash_of_key(key) % kSlots;
    while (slots[slot] != 0) slot = (slot + 1) % kSlots;
    slots[slot] = static_cast<std::uint32_t>(records.size()) + 1;
    put(records, key.size(), 1);
    records += key;
    put(records, rule.value, 2);
    kinds[rule.xpos] |= 1u << static_cast<unsigned>(rule.rule);
  }
  std::string out;
  put(out, kLemmaMagic, 4);
  put(out, kLemmaVersion, 4);
  put(out, 0, 8);
  put(out, kSlots, 4);
  put(out, records.size(), 4);
  put(out, 4, 4);
  put(out, 3, 4);
  put(out, 8, 4);
  for (const std::uint32_t kind : kinds) put(out, kind, 4);
  for (const std::uint32_t slot : slots) put(out, slot, 4);
  for (const auto& [begin, size, strip, letters] :
       {std::array{0, 0, 0, 0}, {0, 0, 1, 0}, {6, 2, 255, 0}, {0, 0, 0, 3}}) {
    put(out, static_cast<std::uint64_t>(begin), 4);
    put(out, static_cast<std::uint64_t>(size), 1);
    put(out, static_cast<std::uint64_t>(strip), 1);
    put(out, static_cast<std::uint64_t>(letters), 1);
    put(out, 0, 1);
  }
  put(out, 0, 4);
  put(out, 3, 4);
  put(out, 6, 4);
  out += records + "A=aB=bgo";
  seal(out);
  return out;
}

constexpr std::uint8_t kAny = 255;
constexpr std::uint8_t kNns = static_cast<std::uint8_t>(Xpos::kNns);
constexpr std::uint8_t kNnp = static_cast<std::uint8_t>(Xpos::kNnp);
constexpr std::uint8_t kVbd = static_cast<std::uint8_t>(Xpos::kVbd);
constexpr std::uint8_t kNoun = static_cast<std::uint8_t>(Upos::kNoun);

std::string some_table() {
  return table_of({{Rule::kEditTag, kAny, kNns, 0, "", 1},
                   {Rule::kEditSuffix2, kAny, kNns, 0, "ss", 0},
                   {Rule::kEditWord, kAny, kVbd, 0, "went", 2},
                   {Rule::kEditTaggedWord, kNoun, kVbd, 0, "went", 0},
                   {Rule::kEditWord, kAny, kNnp, 0, "oslo", 3},
                   {Rule::kCaseTag, kAny, kNnp, letters_of("Xx"), "",
                    static_cast<std::uint16_t>(LemmaCase::kAsForm)},
                   {Rule::kFeatsTag, kAny, kNns, 0, "", 1},
                   {Rule::kFeatsSituation, kNoun, kNns, 3, "", 2}});
}

std::string lemma(const LemmaTable& table, const TaggedForm& tagged) {
  std::string out;
  table.append_lemma(tagged, out);
  return out;
}

TEST(LemmaTable, TheMostSpecialRuleDecides) {
  const std::string bytes = some_table();
  const auto table = LemmaTable::open(bytes);
  ASSERT_TRUE(table) << table.error().to_line();
  EXPECT_EQ(table->rules(), 8u);
  EXPECT_EQ(lemma(*table, word("Talks", Xpos::kNns)), "talk");
  EXPECT_EQ(lemma(*table, word("press", Xpos::kNns)), "press");
  // A suffix is never the whole word.
  EXPECT_EQ(lemma(*table, word("ss", Xpos::kNns)), "s");
  EXPECT_EQ(lemma(*table, word("went", Xpos::kVbd)), "go");
  EXPECT_EQ(lemma(*table, word("went", Xpos::kVbd, Upos::kNoun)), "went");
  EXPECT_EQ(lemma(*table, word("OSLO", Xpos::kNnp)), "Oslo");
  EXPECT_EQ(lemma(*table, word("McRae", Xpos::kNnp)), "mcrae");
  EXPECT_EQ(lemma(*table, word("Ruiz", Xpos::kNnp)), "Ruiz");
  // A tag without rules.
  EXPECT_EQ(lemma(*table, word("Quickly", Xpos::kRb)), "quickly");
}

TEST(LemmaTable, GivesFeatures) {
  const std::string bytes = some_table();
  const auto table = LemmaTable::open(bytes);
  ASSERT_TRUE(table);
  std::string scratch = "old";
  ASSERT_EQ(table->feats_count(), 3u);
  EXPECT_EQ(table->feats(0), "");
  TaggedForm tagged = word("talks", Xpos::kNns, Upos::kNoun);
  EXPECT_EQ(table->feats(table->feats_of(tagged, scratch)), "A=a");
  tagged.situation = 3;
  EXPECT_EQ(table->feats(table->feats_of(tagged, scratch)), "B=b");
  EXPECT_EQ(table->feats_of(word("x", Xpos::kRb), scratch), 0);
}

TEST(LemmaTable, TakesAnyForm) {
  const std::string bytes = some_table();
  const auto table = LemmaTable::open(bytes);
  ASSERT_TRUE(table);
  std::mt19937 random(3);
  std::string scratch;
  for (int trial = 0; trial < 20000; ++trial) {
    std::string form;
    for (std::size_t size = trial % 70; size > 0; --size)
      form += static_cast<char>(trial % 2 == 0 ? random() : "sS\xC3\x9F\xE2"[random() % 5]);
    // In a block of its exact size, so that a sanitizer sees a byte too many.
    const std::unique_ptr<char[]> block(new char[form.size()]);
    std::copy(form.begin(), form.end(), block.get());
    const TaggedForm tagged =
        word({block.get(), form.size()}, static_cast<Xpos>(random() % kXposCount), Upos::kNoun);
    const std::string out = lemma(*table, tagged);
    ASSERT_EQ(out.empty(), form.empty());
    if (find_invalid_utf8(form) == form.size()) {
      ASSERT_EQ(find_invalid_utf8(out), out.size());
    }
    ASSERT_LT(table->feats_of(tagged, scratch), table->feats_count());
  }
  const std::string huge(100000, 'S');
  EXPECT_EQ(lemma(*table, word(huge, Xpos::kNns)).size(), 100000u);
}

TEST(LemmaTable, RefusesTruncatedAndChangedBytes) {
  const std::string bytes = some_table();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::unique_ptr<char[]> block(new char[size]);
    std::copy_n(bytes.begin(), size, block.get());
    const auto table = LemmaTable::open({block.get(), size});
    ASSERT_FALSE(table) << size;
    EXPECT_EQ(table.error().code, ErrorCode::kBadInput);
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    ASSERT_FALSE(LemmaTable::open(changed)) << i;
  }
  EXPECT_FALSE(LemmaTable::open(bytes + " "));
}

// Bytes that carry a right checksum but lie: refused, or harmless.
TEST(LemmaTable, ReadsNothingOutsideOfLyingBytes) {
  const std::string bytes = some_table();
  std::mt19937 random(5);
  int opened = 0;
  for (int trial = 0; trial < 60000; ++trial) {
    std::string changed = bytes;
    for (int left = 1 + trial % 3; left > 0; --left)
      changed[kLemmaChecksumBegin + random() % (changed.size() - kLemmaChecksumBegin)] =
          static_cast<char>(trial % 5 == 0 ? 0xFF : random());
    if (trial % 7 == 0) changed.resize(kLemmaHeaderSize + random() % 100);
    seal(changed);
    const std::unique_ptr<char[]> block(new char[changed.size()]);
    std::copy(changed.begin(), changed.end(), block.get());
    const auto table = LemmaTable::open({block.get(), changed.size()});
    if (!table) continue;
    ++opened;
    std::string scratch;
    for (const char* form : {"talks", "went", "OSLO", "Ruiz", "press", "s", ""}) {
      for (const Xpos xpos : {Xpos::kNns, Xpos::kVbd, Xpos::kNnp, Xpos::kDollar}) {
        TaggedForm tagged = word(form, xpos, Upos::kNoun);
        tagged.situation = 3;
        (void)lemma(*table, tagged);
        const std::uint16_t number = table->feats_of(tagged, scratch);
        ASSERT_LT(number, table->feats_count());
        (void)table->feats(number);
      }
    }
  }
  EXPECT_GT(opened, 1000);
}

// --- Situations ---

struct Row {
  const char* form;
  Xpos xpos;
  std::int32_t head;
  Relation relation;
};
std::vector<int> situations(const std::vector<Row>& rows) {
  std::vector<TreeWord> words;
  for (const Row& row : rows)
    words.push_back({row.form, Upos::kX, row.xpos, row.head, row.relation});
  std::vector<std::uint8_t> found(words.size(), 99);
  find_situations(words, found);
  return {found.begin(), found.end()};
}

TEST(Situations, TellThePersonOfTheSubject) {
  const auto verb_of = [](const char* form, Xpos xpos) {
    return situations(
        {{form, xpos, 2, Relation::kNsubj}, {"left", Xpos::kVbd, 0, Relation::kRoot}})[1];
  };
  EXPECT_EQ(verb_of("I", Xpos::kPrp), 1);
  EXPECT_EQ(verb_of("We", Xpos::kPrp), 2);
  EXPECT_EQ(verb_of("you", Xpos::kPrp), 3);
  EXPECT_EQ(verb_of("envoy", Xpos::kNn), 4);
  EXPECT_EQ(verb_of("envoys", Xpos::kNns), 5);
  EXPECT_EQ(verb_of("they", Xpos::kPrp), 5);
  // "the envoys who were ill left and spoke": all of them several.
  EXPECT_EQ(situations({{"envoys", Xpos::kNns, 5, Relation::kNsubj},
                        {"who", Xpos::kWp, 4, Relation::kNsubj},
                        {"were", Xpos::kVbd, 4, Relation::kCop},
                        {"ill", Xpos::kJj, 1, Relation::kAclRelcl},
                        {"left", Xpos::kVbd, 0, Relation::kRoot},
                        {"and", Xpos::kCc, 7, Relation::kCc},
                        {"spoke", Xpos::kVbd, 5, Relation::kConj}}),
            (std::vector<int>{0, 1, 5, 0, 5, 0, 5}));
}

TEST(Situations, TellTheUseOfVerbForms) {
  const auto first = [](Xpos xpos, Relation below, Xpos below_xpos) {
    return situations({{"x", xpos, 0, Relation::kRoot}, {"y", below_xpos, 1, below}})[0];
  };
  const int imperative = situations({{"go", Xpos::kVb, 0, Relation::kRoot}})[0];
  EXPECT_NE(first(Xpos::kVb, Relation::kMark, Xpos::kTo), imperative);
  EXPECT_NE(first(Xpos::kVb, Relation::kAux, Xpos::kMd), imperative);
  EXPECT_NE(first(Xpos::kVbn, Relation::kAuxPass, Xpos::kVbd),
            first(Xpos::kVbn, Relation::kAux, Xpos::kVbz));
  EXPECT_EQ(first(Xpos::kIn, Relation::kFixed, Xpos::kIn), 14);
  EXPECT_EQ(first(Xpos::kNn, Relation::kGoeswith, Xpos::kGw), 15);
}

TEST(Situations, TakeAnyHeads) {
  std::mt19937 random(23);
  for (int trial = 0; trial < 3000; ++trial) {
    std::vector<TreeWord> words(random() % 12);
    for (TreeWord& each : words) {
      each = {"they", Upos::kX, static_cast<Xpos>(random() % kXposCount),
              static_cast<std::int32_t>(random() % 16) - 2,
              static_cast<Relation>(random() % kRelationCount)};
    }
    std::vector<std::uint8_t> found(words.size(), 99);
    find_situations(words, found);
    for (const std::uint8_t situation : found) ASSERT_LT(situation, 16);
  }
}

}  // namespace
}  // namespace chancery::syntax

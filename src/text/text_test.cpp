#include "text.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "uncovered.hpp"

namespace chancery {
namespace {

// What all tests share, loaded once.
struct Tables {
  Result<WordSplitter> splitter = load_word_splitter({});
  Result<TextLexicon> lexicon = load_text_lexicon({});
};

const Tables& tables() {
  static const Tables loaded;
  return loaded;
}

Document make(std::string text) {
  Report report;
  report.text = std::move(text);
  return Document(std::move(report));
}

void read(Document& document, const Vocabulary& vocabulary = Vocabulary()) {
  document.text_layer = find_text(document, *tables().splitter, vocabulary, *tables().lexicon);
}

Document read_text(std::string text) {
  Document document = make(std::move(text));
  read(document);
  return document;
}

// "\n", "\r", "\t" and "\uXXXX" to what they stand for.
std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u':
        append_utf8(out, static_cast<char32_t>(
                             std::stoul(std::string(text.substr(i + 1, 4)), nullptr, 16)));
        i += 4;
        break;
      default:
        ADD_FAILURE() << "unknown escape in " << text;
    }
  }
  return out;
}

// The sentences, set apart by " ¦ " within and " ¶ " between paragraphs; "-" for none.
std::string join_sentences(const Document& document) {
  const TextLayer& layer = document.text_layer;
  std::string out;
  for (std::size_t s = 0; s < layer.sentences(); ++s) {
    if (s > 0)
      out += layer.sentence_paragraph[s] == layer.sentence_paragraph[s - 1] ? " ¦ " : " ¶ ";
    out += document.text(layer.sentence_span[s]);
  }
  return out.empty() ? "-" : out;
}

std::string defect(const Document& document) {
  const std::string bad = check(document);
  return bad.empty() ? text::find_uncovered(document) : bad;
}

TEST(FindText, CutsAsTheCasesSay) {
  ASSERT_TRUE(tables().splitter);
  ASSERT_TRUE(tables().lexicon);
  const auto cases =
      parse_table("text.cases.tsv", *load_file("text.cases.tsv", 1 << 20), {"text", "sentences"});
  ASSERT_TRUE(cases) << cases.error().to_line();
  ASSERT_GE(cases->rows(), 70u);
  for (std::size_t row = 0; row < cases->rows(); ++row) {
    const Document document = read_text(unescape(cases->at(row, 0)));
    EXPECT_EQ(join_sentences(document), unescape(cases->at(row, 1)))
        << "text: " << cases->at(row, 0);
    EXPECT_EQ(defect(document), "") << cases->at(row, 0);
  }
}

TEST(FindText, GivesAnEmptyTextNothing) {
  for (const char* text : {"", " ", "\n\n\n", "\xC2\xA0\t"}) {
    const Document document = read_text(text);
    EXPECT_EQ(document.text_layer.paragraphs(), 0u);
    EXPECT_EQ(document.text_layer.sentences(), 0u);
    EXPECT_EQ(document.text_layer.tokens(), 0u);
  }
}

TEST(FindText, NumbersWordsByTheirFoldedForm) {
  Vocabulary vocabulary;
  const WordId talks = vocabulary.intern("talks");
  const WordId erdogan = vocabulary.intern("erdogan");
  const WordId clitic = vocabulary.intern("'s");
  Document document = make("TALKS, Erdoğan’s Talks. Erdoğan came.");
  read(document, vocabulary);
  const TextLayer& layer = document.text_layer;
  EXPECT_EQ(layer.word, (std::vector<WordId>{talks, kNoWord, erdogan, clitic, talks, kNoWord,
                                             erdogan, kNoWord, kNoWord}));
  EXPECT_EQ(layer.space_before,
            (std::vector<bool>{false, false, true, false, true, false, true, true, false}));
  EXPECT_EQ(layer.token_sentence, (std::vector<SentenceId>{0, 0, 0, 0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(layer.shape[0], Shape::kUpper);
  EXPECT_EQ(layer.shape[1], Shape::kPunct);
}

TEST(FindText, KeepsMarkersAndDatelinesOutOfSentences) {
  const std::string marker = " date 2024-06-19 ";
  const std::string dateline = "NAIROBI, June 19 (Agency) --";
  Document document = make(marker + dateline + "The envoys met. They left.");
  const auto at = [](std::size_t offset) { return static_cast<std::uint32_t>(offset); };
  document.layout.parts = {
      {{0, at(marker.size())}, PartKind::kMarker},
      {{at(marker.size()), at(marker.size() + dateline.size())}, PartKind::kDateline}};
  read(document);
  EXPECT_EQ(join_sentences(document), "The envoys met. ¦ They left.");
  EXPECT_EQ(defect(document), "");
  EXPECT_EQ(document.text_layer.paragraph_span.front().begin, marker.size() + dateline.size());
}

// A title is one sentence and one paragraph, whatever it holds and whatever follows it.
TEST(FindText, MakesATitleASentenceOfItsOwn) {
  const std::string title = " Talks end. Who won?\n";
  Document document = make(title + "The envoys met. They left.");
  document.layout.parts = {{{0, static_cast<std::uint32_t>(title.size())}, PartKind::kTitle}};
  read(document);
  EXPECT_EQ(join_sentences(document), "Talks end. Who won? ¶ The envoys met. ¦ They left.");
  EXPECT_EQ(document.text_layer.sentence_is_title, (std::vector<bool>{true, false, false}));
  EXPECT_EQ(defect(document), "");
}

// Every string of up to five pieces of a nasty alphabet, with and without parts of the layout laid
// over it.
TEST(FindText, LosesNothingOfAnyText) {
  const std::string alphabet[] = {"U.", "a", "The",          ".", " ",           "\n", "\"",
                                  "(",  ")", "\xE2\x80\x9D", "1", "\xE3\x80\x82"};
  std::vector<std::string> texts = {""};
  for (std::size_t done = 0, length = 0; length < 5; ++length) {
    const std::size_t end = texts.size();
    for (; done < end; ++done) {
      for (const std::string& piece : alphabet) texts.push_back(texts[done] + piece);
    }
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Document document = make(texts[i]);
    // Every third text has a dateline at its first byte, every third a title there.
    if (i % 3 != 0 && !texts[i].empty() && static_cast<unsigned char>(texts[i][0]) < 0x80) {
      document.layout.parts = {{{0, 1}, i % 3 == 1 ? PartKind::kDateline : PartKind::kTitle}};
    }
    read(document);
    ASSERT_EQ(defect(document), "") << '"' << texts[i] << '"';
  }
}

// Longer texts of the same kind, by a fixed generator; the text lies in a block of its exact size.
TEST(FindText, LosesNothingOfLongText) {
  const std::string alphabet[] = {"U.S. ",
                                  "Gen. ",
                                  "word",
                                  "The ",
                                  ".",
                                  " ",
                                  "\n",
                                  "\r\n\r\n",
                                  "\"",
                                  "“",
                                  "”",
                                  "(",
                                  ")",
                                  "[",
                                  "]",
                                  "1",
                                  "。",
                                  "...",
                                  "…",
                                  "?",
                                  "!",
                                  "- ",
                                  "’s",
                                  "\xCC\x81",
                                  "\xF0\x9F\x98\x80",
                                  "，",
                                  "Ж. ",
                                  "\xE2\x80\xA9",
                                  ",",
                                  "http://a.B",
                                  "@",
                                  "p.m. ",
                                  "Inc. ",
                                  "Sept. "};
  std::uint64_t state = 7;
  const auto next = [&](std::size_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state >> 33) % below;
  };
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    for (std::size_t pieces = next(60); pieces > 0; --pieces)
      text += alphabet[next(std::size(alphabet))];
    text.shrink_to_fit();
    const Document document = read_text(text);
    ASSERT_EQ(defect(document), "") << '"' << text << '"';
  }
}

// Half a megabyte each of what a quadratic rule would choke on: a test that runs for minutes has
// failed.
TEST(FindText, StaysLinearOnHostileText) {
  const auto repeat = [](std::string_view piece, std::size_t bytes) {
    std::string text;
    text.reserve(bytes + piece.size());
    while (text.size() < bytes) text += piece;
    return text;
  };
  constexpr std::size_t kBytes = 1u << 19;
  struct Row {
    const char* piece;
    std::size_t sentences;  // 0: not counted
  };
  for (const Row row : {Row{"word ", 1},
                        Row{"x", 1},
                        Row{".", 1},
                        Row{". ", 1},
                        Row{"? ", 1},
                        Row{"(", 1},
                        Row{")", 1},
                        Row{"\"", 1},
                        Row{"a. ", 1},
                        Row{"[1]", 1},
                        Row{"\n", 0},
                        Row{"- \n", 0},
                        Row{"a\n", 0},
                        Row{"(a. B", 0},
                        Row{"A b.", 0},
                        Row{"Mr. ", 1},
                        Row{"e.Fo", 0},
                        Row{"www.A", 0},
                        Row{"\xE3\x80\x82", 1},
                        Row{"\xC3\xA9", 1}}) {
    const Document document = read_text(repeat(row.piece, kBytes));
    EXPECT_EQ(check(document), "") << row.piece;
    if (row.sentences != 0) {
      EXPECT_EQ(document.text_layer.sentences(), row.sentences) << row.piece;
    }
  }
}

class StartersTable : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) / "chancery_text_test";
    std::filesystem::create_directories(folder_ / "text");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  Result<TextLexicon> load(const char* table) const {
    std::ofstream(folder_ / "text" / "starters.tsv", std::ios::binary) << table;
    return load_text_lexicon({folder_});
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(StartersTable, IsTakenFromTheFolder) {
  const auto lexicon = load("word\nhence\nthe\n");
  ASSERT_TRUE(lexicon) << lexicon.error().to_line();
  EXPECT_TRUE(lexicon->is_starter("hence"));
  EXPECT_FALSE(lexicon->is_starter("however"));
}

TEST_F(StartersTable, RefusesBadRows) {
  struct Row {
    const char* table;
    const char* message;
  };
  for (const Row row :
       {Row{"word\nThe\n", "found 'The'"}, Row{"word\nat all\n", "found 'at all'"},
        Row{"word\nthe\nat\n", "'at' does not follow 'the' in order"},
        Row{"word\nat\nat\n", "'at' does not follow 'at' in order"},
        Row{"words\nat\n", "unknown column"}, Row{"word\nat\tin\n", "2 fields, expected 1"}}) {
    const auto lexicon = load(row.table);
    ASSERT_FALSE(lexicon) << row.table;
    EXPECT_EQ(lexicon.error().code, ErrorCode::kBadTable);
    EXPECT_NE(lexicon.error().to_line().find(row.message), std::string::npos)
        << lexicon.error().to_line();
    EXPECT_NE(lexicon.error().to_line().find("starters.tsv:"), std::string::npos)
        << lexicon.error().to_line();
  }
}

class SentenceEndsTable : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) / "chancery_sentence_ends_test";
    std::filesystem::create_directories(folder_ / "text");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  Result<TextLexicon> load(const std::string& rows) const {
    std::ofstream(folder_ / "text" / "sentence_ends.tsv", std::ios::binary)
        << "feature\tvalue\tweight\n"
        << rows;
    return load_text_lexicon({folder_});
  }
  std::string cut(const char* text, const std::string& rows) const {
    const auto lexicon = load(rows);
    EXPECT_TRUE(lexicon) << lexicon.error().to_line();
    Document document = make(text);
    document.text_layer = find_text(document, *tables().splitter, Vocabulary(), *lexicon);
    return join_sentences(document);
  }

 private:
  std::filesystem::path folder_;
};

// Where no stop stands, a sentence ends only on strong weights; where the rules see an end, it is
// kept unless the weights are strongly against it.
TEST_F(SentenceEndsTable, DecidesWhatTheRulesLeaveOpen) {
  const char* open = "They met The talks go on. Lima is far.";
  EXPECT_EQ(cut(open, ""), "They met The talks go on. ¦ Lima is far.");
  EXPECT_EQ(cut(open, "next\t_Athe\t256\n"), "They met The talks go on. ¦ Lima is far.");
  EXPECT_EQ(cut(open, "next\t_Athe\t257\n"), "They met ¦ The talks go on. ¦ Lima is far.");
  EXPECT_EQ(cut(open, "next\t.Alima\t-511\n"), "They met The talks go on. ¦ Lima is far.");
  EXPECT_EQ(cut(open, "next\t.Alima\t-512\n"), "They met The talks go on. Lima is far.");
  EXPECT_EQ(cut("They met. but why", "last\t.met\t1\n"), "They met. ¦ but why");
  // The rules alone decide after abbreviations and inside brackets.
  EXPECT_EQ(cut("Gen. Silva left (at last. So they say).", "last\t.last\t9\nmarks\t.\t9\n"),
            "Gen. Silva left (at last. So they say).");
}

TEST_F(SentenceEndsTable, RefusesBadRows) {
  struct Row {
    const char* rows;
    const char* message;
  };
  for (const Row row : {Row{"mood\tx\t1\n", "unknown feature 'mood'"},
                        Row{"next\tx\t1.5\n", "expected a whole number, found '1.5'"},
                        Row{"next\tx\t65536\n", "found '65536'"}, Row{"next\tx\t\n", "found ''"},
                        Row{"next\tx\t1\nnext\ta\t1\n", "does not follow the row before"},
                        Row{"next\tx\t1\nnext\tx\t1\n", "does not follow the row before"},
                        Row{"next\tx\t1\nlast\tx\t1\n", "does not follow the row before"}}) {
    const auto lexicon = load(row.rows);
    ASSERT_FALSE(lexicon) << row.rows;
    EXPECT_EQ(lexicon.error().code, ErrorCode::kBadTable);
    EXPECT_NE(lexicon.error().to_line().find(row.message), std::string::npos)
        << lexicon.error().to_line();
  }
}

TEST(FindText, MarksTheWordsOfOneWrittenWord) {
  const Document document = read_text("They cannot, don't.\n\nMoyo's is here.");
  std::string joined;
  for (TokenId token = 0; token < document.text_layer.tokens(); ++token) {
    joined += document.text_layer.joined[token] ? '+' : ' ';
    joined += document.token(token);
  }
  EXPECT_EQ(joined, " They can+not , do+n't . Moyo+'s is here .");
}

}  // namespace
}  // namespace chancery

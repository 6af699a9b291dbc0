#include "speech/speech.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>

#include "base/file.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

struct World {
  WordSplitter splitter;
  Vocabulary vocabulary;
  SpeechLexicon lexicon;
};

const World& world() {
  static const World* made = [] {
    auto splitter = load_word_splitter({});
    if (!splitter) std::abort();
    Vocabulary vocabulary;
    auto lexicon = load_speech_lexicon({}, *splitter, vocabulary);
    if (!lexicon) {
      std::fprintf(stderr, "%s\n", lexicon.error().to_line().c_str());
      std::abort();
    }
    return new World{std::move(*splitter), std::move(vocabulary), std::move(*lexicon)};
  }();
  return *made;
}

// Cuts paragraphs at line ends, and sentences after a stop and its closing marks where a capital, a
// digit or an opening mark follows. A line that begins with "=" is a title.
void add_text_layer(Document& document) {
  const std::string_view text = document.text();
  TextLayer& layer = document.text_layer;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t line = std::min(text.find('\n', at), text.size());
    const bool title = text[at] == '=';
    const std::uint32_t first = static_cast<std::uint32_t>(layer.tokens());
    world().splitter.split(
        text, {static_cast<std::uint32_t>(at + (title ? 1 : 0)), static_cast<std::uint32_t>(line)},
        layer.token_span);
    const std::uint32_t end = static_cast<std::uint32_t>(layer.token_span.size());
    at = line + 1;
    if (end == first) continue;
    bool stop = false;
    std::uint32_t sentence = first;
    const auto close = [&](std::uint32_t to) {
      layer.sentence_tokens.push_back({sentence, to});
      layer.sentence_span.push_back(
          {layer.token_span[sentence].begin, layer.token_span[to - 1].end});
      layer.sentence_paragraph.push_back(static_cast<std::uint32_t>(layer.paragraphs()));
      layer.sentence_is_title.push_back(title);
      sentence = to;
    };
    for (std::uint32_t t = first; t < end; ++t) {
      const std::string_view word = layer.token_span[t].of(text);
      const bool space = t > first && layer.token_span[t].begin > layer.token_span[t - 1].end;
      const char32_t value = decode_at(word, 0).value;
      const Shape shape = shape_of(word);
      const bool opens = is_upper(value) || is_digit(value) || is_open_quote(value) ||
                         value == U'\u2018' || value == '\'';
      if (stop && space && opens) {
        close(t);
        stop = false;
      }
      layer.word.push_back(world().vocabulary.find(fold(word)));
      layer.shape.push_back(shape);
      layer.space_before.push_back(space);
      layer.token_sentence.push_back(static_cast<std::uint32_t>(layer.sentences()));
      if (word == "." || word == "?" || word == "!") {
        stop = true;
      } else if (!is_close_quote(value) && value != '\'' && value != U'\u2019') {
        stop = false;
      }
    }
    close(end);
    layer.paragraph_span.push_back({layer.token_span[first].begin, layer.token_span[end - 1].end});
  }
}

// A tree of any shape over the words: this room must hold whatever it is given. The seed makes it.
void add_syntax_layer(Document& document, std::uint32_t seed) {
  std::mt19937 random(seed);
  const TextLayer& text = document.text_layer;
  SyntaxLayer& syntax = document.syntax;
  const std::size_t tokens = text.tokens();
  syntax.upos.resize(tokens);
  syntax.xpos.resize(tokens);
  syntax.relation.resize(tokens);
  syntax.head.assign(tokens, kNoToken);
  syntax.lemma_span.assign(tokens, {});
  for (TokenId t = 0; t < tokens; ++t) {
    const bool word = text.shape[t] != Shape::kPunct;
    const bool verb = word && random() % 3 == 0;
    syntax.upos[t] = !word  ? Upos::kPunct
                     : verb ? Upos::kVerb
                            : static_cast<Upos>(random() % kUposCount);
    syntax.xpos[t] = verb ? Xpos::kVbd : static_cast<Xpos>(random() % kXposCount);
    syntax.relation[t] = static_cast<Relation>(random() % kRelationCount);
    const TokenRange sentence = text.sentence_tokens[text.token_sentence[t]];
    if (random() % 8 != 0 && sentence.size() > 1) {
      const TokenId above = sentence.begin + random() % sentence.size();
      if (above != t) syntax.head[t] = above;
    }
  }
}

// A name and a state as mentions wherever they stand.
void add_actor_layer(Document& document) {
  ActorLayer& layer = document.actors;
  layer.actors.resize(2);
  layer.actors[0].id = "person:KEN-jane-mwangi";
  layer.actors[0].type = ActorType::kPerson;
  layer.actors[1].id = layer.actors[1].state = "KEN";
  for (TokenId t = 0; t < document.text_layer.tokens(); ++t) {
    const std::string_view word = document.token(t);
    if (word != "Mwangi" && word != "Kenya") continue;
    Mention mention;
    mention.tokens = {t, t + 1};
    mention.span = document.text_layer.token_span[t];
    mention.kind = word == "Mwangi" ? MentionKind::kPerson : MentionKind::kName;
    mention.actor = word == "Mwangi" ? 0 : 1;
    layer.mentions.push_back(mention);
  }
}

Document make(std::string text, std::uint32_t seed) {
  Report report;
  report.text = std::move(text);
  Document document(std::move(report));
  add_text_layer(document);
  add_syntax_layer(document, seed);
  add_actor_layer(document);
  return document;
}

std::string broken_promise(const Document& document) {
  std::uint32_t last = 0;
  for (const Utterance& utterance : document.speech.utterances) {
    if (utterance.spans.empty() || utterance.spans.front().begin < last)
      return "utterances out of order";
    last = utterance.spans.front().begin;
    for (const Span span : utterance.spans) {
      if (span.empty() || span.end > document.text().size()) return "words that are none";
    }
    if (utterance.speaker_span.empty()) return "no words name the speaker";
  }
  return {};
}

// Whatever the tree: no crash, and the contract holds.
TEST(FindSpeech, HoldsForEveryTree) {
  const std::string pieces[] = {"\"",
                                "\xE2\x80\x9C",
                                "\xE2\x80\x9D",
                                ",",
                                ". ",
                                "\n",
                                ":",
                                " said ",
                                " that ",
                                " Mwangi ",
                                " Kenya ",
                                " he ",
                                " We are ready ",
                                " according to ",
                                " adding ",
                                " and ",
                                " the minister ",
                                " the statement ",
                                " quoted ",
                                " as saying ",
                                " who ",
                                " - "};
  std::mt19937 random(7);
  for (std::uint32_t round = 0; round < 6000; ++round) {
    std::string text;
    const std::size_t length = 1 + random() % 40;
    for (std::size_t i = 0; i < length; ++i) text += pieces[random() % std::size(pieces)];
    Document document = make(text, round);
    document.speech = find_speech(document, world().lexicon);
    ASSERT_EQ(broken_promise(document), "") << text;
  }
}

// Processor time, so that other work on the machine does not count.
TEST(FindSpeech, TakesLinearTime) {
  const std::string pieces[] = {"\"",
                                "\xE2\x80\x9CWe are here \xE2\x80\x9D ",
                                "'a ",
                                "said ",
                                "he said that ",
                                "\xE2\x80\x9CWe are here.\n",
                                "Jane Mwangi said \"",
                                ", adding that ",
                                "according to ",
                                "the ministry said. ",
                                ": \"We are",
                                "minister, "};
  for (const std::string& piece : pieces) {
    const auto seconds = [&](std::size_t bytes) {
      std::string text;
      while (text.size() < bytes) text += piece;
      Document document = make(std::move(text), 1);
      const std::clock_t start = std::clock();
      document.speech = find_speech(document, world().lexicon);
      return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    };
    // Eight times the text; quadratic work would take 64 times as long.
    EXPECT_LT(seconds(1 << 20), 24 * seconds(1 << 17) + 0.1) << piece;
  }
}

TEST(FindSpeech, GivesNothingWithoutWordsOrTrees) {
  Document empty = make("", 1);
  empty.speech = find_speech(empty, world().lexicon);
  EXPECT_TRUE(empty.speech.utterances.empty());
  Document bare = make("\"We are ready,\" Mwangi said.", 1);
  bare.syntax = {};
  bare.speech = find_speech(bare, world().lexicon);
  EXPECT_TRUE(bare.speech.utterances.empty());
}

// A folder with one changed table: its first bad row is named with file, line and column.
TEST(LoadSpeechLexicon, RefusesBadRows) {
  const struct {
    const char* file;
    const char* bytes;
    const char* message;
  } cases[] = {
      {"words.tsv", "form\tclasses\nnot\tno\n",
       "words.tsv:2: column classes: no such class of words: no"},
      {"words.tsv", "form\tclasses\nnot\t\n",
       "words.tsv:2: column classes: expected at least one class"},
      {"words.tsv", "form\tclasses\nnot\tnegation\nNot\tnegation\n",
       "words.tsv:3: column form: listed twice"},
      {"words.tsv", "form\tclasses\nof the\tpublic\n",
       "words.tsv:2: column form: expected one word"},
      {"verbs.tsv",
       "verb\tbase\tthird\tpast\ting\tquote\tclause\tobject\nsay\tsay\tsays\tsaid\tsaying\tyes\tmay"
       "be\tno\n",
       "verbs.tsv:2: column clause: expected bare, that or no"},
      {"verbs.tsv",
       "verb\tbase\tthird\tpast\ting\tquote\tclause\tobject\nsay\tsay\tsays\tsaid\tsaying\tja\tbare"
       "\tno\n",
       "verbs.tsv:2: column quote: expected yes or no"},
      {"verbs.tsv",
       "verb\tbase\tthird\tpast\ting\tquote\tclause\tobject\nsay\tsay\tsays\tsaid\tsaying\tyes\tbar"
       "e\tno\n"
       "talk\ttalk\ttalks\tsaid\ttalking\tyes\tno\tno\n",
       "verbs.tsv:3: column past: listed twice"},
      {"verbs.tsv", "verb\tbase\n", "verbs.tsv"},
  };
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "chancery_speech_test";
  for (const auto& one : cases) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "speech");
    std::ofstream(folder / "speech" / one.file) << one.bytes;
    auto splitter = load_word_splitter({});
    ASSERT_TRUE(splitter);
    Vocabulary vocabulary;
    TableSource source;
    source.folder = folder;
    const auto lexicon = load_speech_lexicon(source, *splitter, vocabulary);
    ASSERT_FALSE(lexicon) << one.bytes;
    EXPECT_EQ(lexicon.error().code, ErrorCode::kBadTable);
    EXPECT_NE(lexicon.error().to_line().find(one.message), std::string::npos)
        << lexicon.error().to_line();
  }
  std::filesystem::remove_all(folder);
}

TEST(LoadSpeechLexicon, HasTheVerbsOfSaying) {
  const auto table =
      parse_table("verbs.tsv", *load_file("verbs.tsv", 1 << 20),
                  {"verb", "base", "third", "past", "ing", "quote", "clause", "object"});
  ASSERT_TRUE(table) << table.error().to_line();
  EXPECT_GE(table->rows(), 90u);
  for (std::size_t row = 1; row < table->rows(); ++row) {
    EXPECT_LE(table->at(row - 1, 1), table->at(row, 1)) << "sorted by base";
  }
}

}  // namespace
}  // namespace chancery

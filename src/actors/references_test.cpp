#include "actors/references.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>

#include "actors/actors.hpp"
#include "base/file.hpp"
#include "base/tsv.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

struct World {
  WordSplitter splitter;
  Vocabulary vocabulary;
  ActorLexicon lexicon;
};

const World& world() {
  static const World kWorld = [] {
    auto splitter = load_word_splitter({});
    Vocabulary vocabulary;
    auto lexicon = load_actor_lexicon({}, *splitter, vocabulary);
    EXPECT_TRUE(lexicon) << lexicon.error().to_line();
    return World{std::move(*splitter), std::move(vocabulary), std::move(*lexicon)};
  }();
  return kWorld;
}

// A document from words with their tags and trees, "form|XPOS|head|relation", heads counted from 1
// in the sentence; "/" parts sentences, "//" paragraphs. A word that begins with "~" touches the
// one before it.
Document document_of(std::string_view written, std::optional<Day> date) {
  struct Word {
    std::string form;
    Xpos xpos;
    TokenId head;
    Relation relation;
    bool touches;
    std::size_t sentence;
    std::size_t paragraph;
  };
  std::vector<Word> words;
  std::size_t sentence = 0;
  std::size_t paragraph = 0;
  for (std::string_view part : split_all(written, ' ')) {
    if (part == "/" || part == "//") {
      ++sentence;
      if (part == "//") ++paragraph;
      continue;
    }
    const std::vector<std::string_view> fields = split_all(part, '|');
    EXPECT_EQ(fields.size(), 4u) << part;
    Word word;
    word.touches = fields[0].size() > 1 && fields[0][0] == '~';
    word.form = std::string(fields[0].substr(word.touches ? 1 : 0));
    const auto xpos = xpos_of(fields[1]);
    const auto relation = relation_of(fields[3]);
    EXPECT_TRUE(xpos && relation) << part;
    word.xpos = xpos.value_or(Xpos::kNn);
    word.relation = relation.value_or(Relation::kDep);
    word.head = 0;
    std::from_chars(fields[2].data(), fields[2].data() + fields[2].size(), word.head);
    word.sentence = sentence;
    word.paragraph = paragraph;
    words.push_back(word);
  }
  Report report;
  report.id = "test";
  report.date = date;
  std::vector<Span> spans;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && words[i].paragraph != words[i - 1].paragraph) {
      report.text += "\n\n";
    } else if (i > 0 && !words[i].touches) {
      report.text += ' ';
    }
    const auto begin = static_cast<std::uint32_t>(report.text.size());
    report.text += words[i].form;
    spans.push_back({begin, static_cast<std::uint32_t>(report.text.size())});
  }
  Document document(std::move(report));
  TextLayer& text = document.text_layer;
  SyntaxLayer& syntax = document.syntax;
  TokenId first = 0;
  for (TokenId t = 0; t < words.size(); ++t) {
    const Word& word = words[t];
    if (t == 0 || word.paragraph != words[t - 1].paragraph) text.paragraph_span.push_back(spans[t]);
    text.paragraph_span.back().end = spans[t].end;
    if (t == 0 || word.sentence != words[t - 1].sentence) {
      first = t;
      text.sentence_span.push_back(spans[t]);
      text.sentence_tokens.push_back({t, t});
      text.sentence_paragraph.push_back(static_cast<std::uint32_t>(word.paragraph));
      text.sentence_is_title.push_back(false);
    }
    text.sentence_span.back().end = spans[t].end;
    text.sentence_tokens.back().end = t + 1;
    text.token_span.push_back(spans[t]);
    text.word.push_back(world().vocabulary.find(fold(word.form)));
    text.shape.push_back(shape_of(word.form));
    text.token_sentence.push_back(static_cast<SentenceId>(text.sentence_tokens.size() - 1));
    text.space_before.push_back(t > 0 && !word.touches);
    text.joined.push_back(false);
    const auto upos = [&] {
      switch (word.xpos) {
        case Xpos::kNn:
        case Xpos::kNns:
          return Upos::kNoun;
        case Xpos::kNnp:
        case Xpos::kNnps:
          return Upos::kPropn;
        case Xpos::kPrp:
        case Xpos::kPrpPossessive:
          return Upos::kPron;
        case Xpos::kDt:
        case Xpos::kPdt:
          return Upos::kDet;
        case Xpos::kJj:
          return Upos::kAdj;
        case Xpos::kVb:
        case Xpos::kVbd:
        case Xpos::kVbg:
        case Xpos::kVbn:
        case Xpos::kVbp:
        case Xpos::kVbz:
          return Upos::kVerb;
        case Xpos::kCd:
          return Upos::kNum;
        case Xpos::kComma:
        case Xpos::kStop:
        case Xpos::kOpenQuote:
        case Xpos::kCloseQuote:
          return Upos::kPunct;
        case Xpos::kIn:
          return Upos::kAdp;
        case Xpos::kCc:
          return Upos::kCconj;
        default:
          return Upos::kPart;
      }
    }();
    syntax.upos.push_back(upos);
    syntax.xpos.push_back(word.xpos);
    syntax.feats.push_back(0);
    syntax.lemma_span.push_back({0, 0});
    syntax.head.push_back(word.head == 0 ? kNoToken : first + word.head - 1);
    syntax.relation.push_back(word.relation);
    syntax.tag_score.push_back(1);
    syntax.head_score.push_back(1);
    syntax.relation_score.push_back(1);
  }
  EXPECT_EQ(check(document), "") << written;
  return document;
}

// "its=ARM, both countries=CHN+KAZ": what the references of a document stand for.
std::string describe(const Document& document) {
  std::string out;
  for (const Mention& mention : document.actors.mentions) {
    if (!is_reference(mention.kind)) continue;
    if (!out.empty()) out += ", ";
    out += document.text(mention.span);
    out += '=';
    out += document.actors.actors[mention.actor].id;
    if (mention.how != How::kCoreferent) out += std::string("/") + to_string(mention.how);
  }
  return out;
}

TEST(References, Cases) {
  auto bytes = load_file("references.cases.tsv", 1u << 20);
  ASSERT_TRUE(bytes) << bytes.error().to_line();
  auto table =
      parse_table("references.cases.tsv", std::move(*bytes), {"date", "words", "expected"});
  ASSERT_TRUE(table) << table.error().to_line();
  ASSERT_GT(table->rows(), 12u);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    Document document = document_of(table->at(row, 1), parse_iso_day(table->at(row, 0)));
    document.actors = find_actors(document, world().lexicon);
    EXPECT_EQ(check(document), "") << document.text();
    const std::string found = describe(document);
    EXPECT_EQ(found, table->at(row, 2) == "-" ? std::string_view() : table->at(row, 2))
        << "text:     " << document.text();
  }
}

TEST(References, GroupsHaveMembers) {
  Document document = document_of(
      "Chad|NNP|5|nsubj and|CC|3|cc Niger|NNP|1|conj have|VBP|5|aux met|VBN|0|root ~.|.|5|punct / "
      "Both|DT|2|det countries|NNS|3|nsubj agreed|VBD|0|root ~.|.|3|punct",
      std::nullopt);
  document.actors = find_actors(document, world().lexicon);
  const auto group = std::find_if(document.actors.actors.begin(), document.actors.actors.end(),
                                  [](const Actor& actor) { return actor.id == "NER+TCD"; });
  ASSERT_NE(group, document.actors.actors.end());
  EXPECT_EQ(group->type, ActorType::kGroup);
  EXPECT_EQ(group->members, (std::vector<std::string>{"NER", "TCD"}));
  EXPECT_EQ(group->name, "Niger and Chad");
}

// Chains hold who has no name too.
TEST(References, ChainsWithoutNames) {
  Document document = document_of(
      "A|DT|2|det woman|NN|3|nsubj sang|VBD|0|root ~.|.|3|punct / "
      "She|PRP|2|nsubj danced|VBD|0|root ~.|.|2|punct",
      std::nullopt);
  document.actors = find_actors(document, world().lexicon);
  EXPECT_TRUE(document.actors.mentions.empty());
  ASSERT_EQ(document.actors.references.size(), 2u);
  EXPECT_EQ(document.actors.references[0].chain, document.actors.references[1].chain);
  EXPECT_EQ(document.actors.references[1].actor, kNoId);
}

// "crew = It ; I = I": the chains of two or more wordings, by their first one.
std::string describe_chains(const Document& document) {
  std::vector<std::pair<std::uint32_t, std::string>> chains;
  for (const Reference& reference : document.actors.references) {
    const std::string words(document.text(document.text_layer.span_of(reference.tokens)));
    const auto chain = std::find_if(chains.begin(), chains.end(),
                                    [&](const auto& one) { return one.first == reference.chain; });
    if (chain == chains.end()) {
      chains.emplace_back(reference.chain, words);
    } else {
      chain->second += " = " + words;
    }
  }
  std::string out;
  for (const auto& [chain, words] : chains) {
    if (words.find(" = ") == std::string::npos) continue;
    if (!out.empty()) out += " ; ";
    out += words;
  }
  return out;
}

TEST(References, ChainCases) {
  constexpr const char* kFile = "reference_chains.cases.tsv";
  auto bytes = load_file(kFile, 1u << 20);
  ASSERT_TRUE(bytes) << bytes.error().to_line();
  auto table = parse_table(kFile, std::move(*bytes), {"words", "expected"});
  ASSERT_TRUE(table) << table.error().to_line();
  ASSERT_GT(table->rows(), 10u);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    Document document = document_of(table->at(row, 0), std::nullopt);
    document.actors = find_actors(document, world().lexicon);
    EXPECT_EQ(check(document), "") << document.text();
    const std::string found = describe_chains(document);
    EXPECT_EQ(found, table->at(row, 1) == "-" ? std::string_view() : table->at(row, 1))
        << "text:     " << document.text();
  }
}

TEST(References, NothingWithoutTrees) {
  Document document = document_of(
      "Chad|NNP|2|nsubj left|VBD|0|root ~.|.|2|punct / "
      "It|PRP|2|nsubj slept|VBD|0|root ~.|.|2|punct",
      std::nullopt);
  document.syntax = {};
  document.actors = find_actors(document, world().lexicon);
  EXPECT_EQ(describe(document), "");
  EXPECT_TRUE(document.actors.references.empty());
}

// Nothing but pronouns, names, quotation marks or nested modifiers: the layer stays whole.
TEST(References, HostileInput) {
  const auto repeat = [](std::string_view part, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
      if (i > 0) all += ' ';
      all += part;
    }
    return all;
  };
  for (const std::string& words :
       {repeat("it|PRP|1|nsubj", 1), "x|NN|0|root " + repeat("they|PRP|1|nsubj", 3000),
        "x|NN|0|root " + repeat("\"|''|1|punct we|PRP|1|nsubj", 2000),
        "x|NN|0|root " + repeat("Chad|NNP|1|conj and|CC|1|cc", 2000),
        "x|NN|0|root " + repeat("the|DT|1|det country|NN|1|conj", 2000),
        "x|NN|0|root " + repeat("central|JJ|1|amod asian|JJ|1|amod", 2000)}) {
    std::string fixed = words;
    if (fixed.rfind("it|", 0) == 0) fixed = "it|PRP|0|root";
    Document document = document_of(fixed, std::nullopt);
    document.actors = find_actors(document, world().lexicon);
    EXPECT_EQ(check(document), "");
  }
}

// Loads the tables with one of them replaced; the line of the error, or "fine".
std::string load_with(const std::string& file, const std::string& bytes) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("references_" + file);
  std::filesystem::create_directories(folder / "actors");
  std::ofstream(folder / "actors" / file, std::ios::binary) << bytes;
  auto splitter = load_word_splitter({});
  Vocabulary vocabulary;
  TableSource source;
  source.folder = folder;
  const auto tables = load_reference_tables(source, *splitter, vocabulary);
  std::filesystem::remove_all(folder);
  return tables ? "fine" : tables.error().to_line();
}

TEST(References, BadRows) {
  const std::pair<std::string, std::pair<std::string, std::string>> kRows[] = {
      {"reference_words.tsv", {"word\tclass\nit\tcat\n", "unknown class 'cat'"}},
      {"reference_words.tsv", {"word\tclass\nIt\tit\n", "lower case"}},
      {"reference_words.tsv", {"word\tclass\nit\tit\nit\tit\n", "twice"}},
      {"reference_words.tsv", {"word\tclass\nof it\tit\n", "one word"}},
      {"reference_nouns.tsv",
       {"noun\tplural\tstands_for\tgender\tname\nking\tkings\tking\t\t\n", "stands for no 'king'"}},
      {"reference_nouns.tsv",
       {"noun\tplural\tstands_for\tgender\tname\nking\tkings\tperson\tboth\t\n", "'both'"}},
      {"reference_nouns.tsv",
       {"noun\tplural\tstands_for\tgender\tname\nking\tkings\tperson\t\tno\n", "'no'"}},
      {"given_names.tsv", {"name\tgender\nada\tfemale\nada\tmale\n", "twice"}},
      {"groups.tsv", {"phrase\tuse\tmembers\tfrom\tto\nx\tname\tKAZ\t\t\n", "two states"}},
      {"groups.tsv", {"phrase\tuse\tmembers\tfrom\tto\nx\tnoun\tKAZ KGZ\t\t\n", "'noun'"}},
      {"groups.tsv", {"phrase\tuse\tmembers\tfrom\tto\nx\tname\tKAZ Kgz\t\t\n", "'Kgz'"}},
      {"groups.tsv",
       {"phrase\tuse\tmembers\tfrom\tto\nx\tname\tKAZ KGZ\t2020-13-01\t\n", "no day"}},
      {"reference_weights.tsv", {"weight\tvalue\nsubject\tmany\n", "whole number"}},
      {"reference_weights.tsv", {"weight\tvalue\nsubject\t3\n", "no row for weight"}},
      {"reference_weights.tsv", {"weight\tvalue\nsubjects\t3\n", "unknown weight"}},
  };
  for (const auto& [file, row] : kRows) {
    const std::string error = load_with(file, row.first);
    EXPECT_NE(error.find(file), std::string::npos) << error;
    EXPECT_NE(error.find(row.second), std::string::npos) << row.first << "\n" << error;
  }
}

}  // namespace
}  // namespace chancery

#include "document/document.hpp"

#include <gtest/gtest.h>

namespace chancery {
namespace {

Document make(std::string text) {
  Report report;
  report.text = std::move(text);
  return Document(std::move(report));
}

// Two sentences of one paragraph, "A b. C d.", with their tokens, made by hand.
Document sample() {
  Document document = make("A b. C d.");
  TextLayer& text = document.text_layer;
  text.paragraph_span = {{0, 9}};
  text.sentence_span = {{0, 4}, {5, 9}};
  text.sentence_tokens = {{0, 3}, {3, 6}};
  text.sentence_paragraph = {0, 0};
  text.sentence_is_title = {false, false};
  text.token_span = {{0, 1}, {2, 3}, {3, 4}, {5, 6}, {7, 8}, {8, 9}};
  text.word.assign(6, kNoWord);
  text.shape.assign(6, Shape::kOther);
  text.token_sentence = {0, 0, 0, 1, 1, 1};
  text.space_before = {false, true, false, true, true, false};
  return document;
}

TEST(DocumentCheck, AcceptsWhatIsWhole) {
  EXPECT_EQ(check(sample()), "");
}

TEST(DocumentCheck, FindsEachBrokenPromise) {
  {
    Document document = sample();
    document.text_layer.token_span[1] = {0, 3};
    EXPECT_EQ(check(document), "token 1 [0, 3) overlaps or precedes the one before");
  }
  {
    Document document = sample();
    document.text_layer.token_span[5].end = 10;
    EXPECT_EQ(check(document), "token 5 [8, 10) ends past the text");
  }
  {
    Document document = sample();
    document.text_layer.sentence_tokens[1].begin = 4;
    EXPECT_NE(check(document), "");
  }
  {
    Document document = sample();
    document.layout.parts = {{{0, 4}, PartKind::kDateline}};
    EXPECT_EQ(check(document), "sentence 0 overlaps the dateline");
  }
  {
    Document document = sample();
    document.actors.mentions = {{{0, 1}, {0, 1}, MentionKind::kName, 3, How::kNamed, false, false}};
    EXPECT_EQ(check(document), "mention of no actor");
  }
  {
    Document document = make("\xC3\xA9");
    document.layout.parts = {{{0, 1}, PartKind::kTitle}};
    EXPECT_EQ(check(document), "part 0 [0, 1) cuts a code point");
  }
}

TEST(TextLayer, FindsTheTokensInsideASpan) {
  const Document document = sample();
  EXPECT_EQ(document.text_layer.tokens_in({2, 6}), (TokenRange{1, 4}));
  EXPECT_TRUE(document.text_layer.tokens_in({4, 5}).empty());
  EXPECT_EQ(document.text_layer.tokens_in({0, 9}).size(), 6u);
}

TEST(Document, CountsRelativeTimesFromTheBestDateItHas) {
  Document document = sample();
  EXPECT_FALSE(document.anchor_date());
  document.layout.dateline = Dateline{{0, 1}, {}, {}, parse_iso_day("2024-05-01")};
  EXPECT_EQ(document.anchor_date(), parse_iso_day("2024-05-01"));
  EXPECT_EQ(document.anchor_basis(), Basis::kDateline);
  document.layout.marker_date = parse_iso_day("2024-05-02");
  EXPECT_EQ(document.anchor_date(), parse_iso_day("2024-05-02"));
  EXPECT_EQ(document.anchor_basis(), Basis::kReportDate);
}

}  // namespace
}  // namespace chancery

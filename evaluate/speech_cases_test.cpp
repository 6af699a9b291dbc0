// The texts of src/speech/speech.cases.tsv, read by the whole program, and hostile ones.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "base/file.hpp"
#include "base/tsv.hpp"
#include "evaluate/test_engine.hpp"

namespace chancery {
namespace {

Document read(std::string text) {
  return std::move(test::read(std::move(text)).document);
}

// Of more than six words the first and last three.
std::string shorten(std::string_view words) {
  const std::vector<std::string_view> parts = split_list(words, ' ');
  if (parts.size() <= 6) return std::string(words);
  std::string out;
  for (std::size_t i = 0; i < 3; ++i) out += std::string(parts[i]) + " ";
  out += "...";
  for (std::size_t i = parts.size() - 3; i < parts.size(); ++i) out += " " + std::string(parts[i]);
  return out;
}

// `direct say person:KEN-otieno to UGA through org:irna {We are ready.}; ...`, or "none".
std::string describe(const Document& document) {
  const auto id = [&](ActorId actor) { return document.actors.actors[actor].id; };
  std::string out;
  for (const Utterance& utterance : document.speech.utterances) {
    if (!out.empty()) out += "; ";
    out += std::string(to_string(utterance.mode)) + " ";
    out += (utterance.verb.empty() ? std::string("-") : utterance.verb) + " ";
    out += utterance.actor != kNoId
               ? id(utterance.actor)
               : "'" + std::string(document.text(utterance.speaker_span)) + "'";
    for (const ActorId also : utterance.co_speakers) out += "+" + id(also);
    if (utterance.addressee != kNoId) out += " to " + id(utterance.addressee);
    if (utterance.relay != kNoId) out += " through " + id(utterance.relay);
    for (std::size_t s = 0; s < utterance.spans.size(); ++s)
      out += (s ? " + {" : " {") + shorten(document.text(utterance.spans[s])) + "}";
  }
  return out.empty() ? "none" : out;
}

// What the contract of the layer promises beyond check().
std::string broken_promise(const Document& document) {
  std::string bad = check(document);
  if (!bad.empty()) return bad;
  std::uint32_t last = 0;
  for (const Utterance& utterance : document.speech.utterances) {
    if (utterance.spans.front().begin < last) return "utterances out of order";
    last = utterance.spans.front().begin;
    const SpeechMode mode = std::string_view(utterance.rule).starts_with("direct.")
                                ? SpeechMode::kDirect
                                : SpeechMode::kIndirect;
    if (mode != utterance.mode) return "mode and rule differ";
    if (utterance.speaker_span.empty()) return "no words name the speaker";
    if (utterance.actor == kNoId && utterance.mode != SpeechMode::kDirect)
      return "reported clause of a speaker without a name";
  }
  for (const Refusal& refusal : document.speech.refusals) {
    if (refusal.span.empty() || refusal.span.end > document.text().size())
      return "refusal without words";
  }
  return {};
}

TEST(SpeechCases, Hold) {
  constexpr std::uint64_t kMaxBytes = 1u << 20;
  auto bytes = load_file("../src/speech/speech.cases.tsv", kMaxBytes);
  ASSERT_TRUE(bytes) << bytes.error().to_line();
  const auto table =
      parse_table("speech.cases.tsv", std::move(*bytes), {"phenomenon", "text", "statements"});
  ASSERT_TRUE(table) << table.error().to_line();
  EXPECT_GE(table->rows(), 380u);
  std::size_t nothing = 0;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    std::string text(table->at(row, 1));
    for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos;)
      text.replace(at, 2, "\n");
    const Document document = read(std::move(text));
    EXPECT_EQ(describe(document), table->at(row, 2))
        << table->at(row, 0) << ": " << table->at(row, 1);
    EXPECT_EQ(broken_promise(document), "") << table->at(row, 1);
    if (table->at(row, 2) == "none") ++nothing;
  }
  EXPECT_GE(nothing, 50u);
}

// Random runs of marks, verbs and names; the seed is fixed, so that a failure comes again.
TEST(SpeechCases, HoldForSoupsOfMarks) {
  const std::string pieces[] = {"\"",
                                "\xE2\x80\x9C",
                                "\xE2\x80\x9D",
                                "'",
                                "\xE2\x80\x98",
                                "\xE2\x80\x99",
                                "\xC2\xAB",
                                "\xC2\xBB",
                                "``",
                                "''",
                                " ",
                                ",",
                                ".",
                                "\n",
                                ":",
                                "said",
                                "that",
                                "Peter Otieno",
                                "Uganda",
                                "he",
                                "We are ready",
                                "according to",
                                "adding",
                                "and",
                                "the Kenyan minister",
                                "the statement",
                                "who",
                                "is",
                                " \xE2\x80\x93 ",
                                "as saying",
                                "quoted"};
  std::mt19937 random(42);
  for (int round = 0; round < 600; ++round) {
    std::string text;
    const std::size_t length = 1 + random() % 40;
    for (std::size_t i = 0; i < length; ++i) {
      text += pieces[random() % std::size(pieces)];
      if (random() % 2 == 0) text += ' ';
    }
    const Document document = read(text);
    ASSERT_EQ(broken_promise(document), "") << text << "\n" << dump(document);
  }
}

TEST(SpeechCases, PointAtTheWordsOfSpeakerAndVerb) {
  const Document document = read("\"We are ready to talk,\" Kenyan envoy Paul Okello told Uganda.");
  ASSERT_EQ(document.speech.utterances.size(), 1u);
  const Utterance& utterance = document.speech.utterances[0];
  EXPECT_EQ(document.text(utterance.spans[0]), "We are ready to talk");
  EXPECT_EQ(document.text(utterance.speaker_span), "Kenyan envoy Paul Okello");
  EXPECT_EQ(document.text(utterance.verb_span), "told");
  EXPECT_EQ(document.text(utterance.addressee_span), "Uganda");
}

}  // namespace
}  // namespace chancery

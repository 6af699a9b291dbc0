#include "evaluate/pairs_task.hpp"

#include <gtest/gtest.h>

namespace chancery {
namespace {

Document document_of(std::vector<EventAct> events) {
  Report report;
  report.text = "Kenya met Uganda.";
  Document document(std::move(report));
  for (const char* id : {"KEN", "UGA"}) {
    Actor actor;
    actor.id = id;
    actor.state = id;
    document.actors.actors.push_back(actor);
  }
  document.events.events = std::move(events);
  return document;
}

EventAct act_of(EventType type, ActorId actor, ActorId recipient) {
  EventAct act;
  act.type = type;
  act.spans = {{0, 5}};
  act.actors.resize(1);
  act.actors[0].actor = actor;
  act.recipients.resize(1);
  act.recipients[0].actor = recipient;
  return act;
}

std::vector<PairSentence> parse(const std::string& first, const std::string& second) {
  const auto read =
      parse_pairs("pair\tdate\ttext\tevents\n1\t\ta\t" + first + "\n1\t\tb\t" + second + "\n", "t");
  EXPECT_TRUE(read) << (read ? "" : read.error().to_line());
  return read ? *read : std::vector<PairSentence>{};
}

TEST(Pairs, WantAllEventsAndNoOther) {
  const auto sentences = parse("ACCUSE KEN>UGA done", "none");
  ASSERT_EQ(sentences.size(), 2u);
  const Document right = document_of({act_of(EventType::kAccuse, 0, 1)});
  const Document reversed = document_of({act_of(EventType::kAccuse, 1, 0)});
  const Document more =
      document_of({act_of(EventType::kAccuse, 0, 1), act_of(EventType::kAid, 0, 1)});
  const Document nothing = document_of({});
  EXPECT_TRUE(agrees(sentences[0], right));
  EXPECT_FALSE(agrees(sentences[0], reversed));
  EXPECT_FALSE(agrees(sentences[0], more));
  EXPECT_FALSE(agrees(sentences[0], nothing));
  EXPECT_TRUE(agrees(sentences[1], nothing));
  EXPECT_FALSE(agrees(sentences[1], right));
}

TEST(Pairs, CompareStatusAndNoveltyWhereTheyAreGiven) {
  const Document document = document_of({act_of(EventType::kAccuse, 0, 1)});
  EXPECT_FALSE(agrees(parse("ACCUSE KEN>UGA planned", "none")[0], document));
  EXPECT_FALSE(agrees(parse("ACCUSE KEN>UGA background", "none")[0], document));
  EXPECT_TRUE(agrees(parse("AID KEN>UGA | ACCUSE KEN>UGA new", "none")[0], document));
}

RecordItem record_of(const char* left, ActorId a, const char* right, ActorId b,
                     RecordFields fields) {
  RecordItem record;
  record.spans = {{0, 5}};
  EventParty party;
  party.actor = a;
  record.parties.push_back({left, party});
  party.actor = b;
  record.parties.push_back({right, party});
  record.fields = std::move(fields);
  return record;
}

TEST(Pairs, WantRecordsOfTheKindsNamed) {
  const auto sentences = parse("visit KEN>UGA done working", "no visit");
  ASSERT_EQ(sentences.size(), 2u);
  Document document = document_of({});
  EXPECT_FALSE(agrees(sentences[0], document));
  EXPECT_TRUE(agrees(sentences[1], document));
  VisitFields fields;
  fields.visit_type = "working";
  document.records.records = {record_of("visitor", 0, "host", 1, fields)};
  EXPECT_TRUE(agrees(sentences[0], document));
  EXPECT_FALSE(agrees(sentences[1], document));
  // Records of other kinds do not count.
  document.records.records.push_back(record_of("parties", 0, "parties", 1, InstrumentFields{}));
  EXPECT_TRUE(agrees(sentences[0], document));
  EXPECT_FALSE(agrees(parse("visit UGA>KEN", "none")[0], document));
  EXPECT_FALSE(agrees(parse("visit KEN>UGA official", "none")[0], document));
  EXPECT_TRUE(agrees(parse("instrument KEN+UGA", "none")[0], document));
  EXPECT_FALSE(agrees(parse("instrument KEN+UGA ; visit KEN>UGA planned", "none")[0], document));
}

TEST(Pairs, AreRightWhenBothSentencesAre) {
  const auto sentences = parse("ACCUSE KEN>UGA", "none");
  const Document act = document_of({act_of(EventType::kAccuse, 0, 1)});
  const Document nothing = document_of({});
  PairsScore score;
  score_pair(sentences[0], act, sentences[1], nothing, "f", score);
  score_pair(sentences[0], act, sentences[1], act, "f", score);
  EXPECT_EQ(score.files["f"].pairs, 2u);
  EXPECT_EQ(score.files["f"].right, 1u);
  EXPECT_EQ(score.errors.size(), 1u);
}

TEST(Pairs, RefuseBadRows) {
  const std::string head = "pair\tdate\ttext\tevents\n";
  EXPECT_FALSE(parse_pairs(head + "1\t\ta\tnone\n", "t"));
  EXPECT_FALSE(parse_pairs(head + "1\t\ta\tnone\n2\t\tb\tnone\n", "t"));
  EXPECT_FALSE(parse_pairs(head + "1\t\ta\tNONSENSE KEN\n1\t\tb\tnone\n", "t"));
  EXPECT_FALSE(parse_pairs(head + "1\tMay\ta\tnone\n1\t\tb\tnone\n", "t"));
}

}  // namespace
}  // namespace chancery

#include "evaluate/plover_task.hpp"

#include <gtest/gtest.h>

namespace chancery {
namespace {

constexpr const char* kRecord =
    R"({"id":"A-1","source":[{"actorText":"x","code":"KEN","sector":"GOV"},{"code":"KEN","sector":"MIL"}],)"
    R"("target":[{"code":"UGA"}],"event":"DEMAND","text":"Kenya demanded that Uganda leave."})";

PloverRecord record_of(const std::map<std::string, PloverRelabel>& relabels = {}) {
  const auto records = parse_plover_records(kRecord, "t", relabels);
  EXPECT_TRUE(records);
  return records ? records->front() : PloverRecord{};
}

// A document in which KEN is actor 0, UGA actor 1.
Document document_of(const PloverRecord& record) {
  Report report;
  report.text = record.text;
  Document document(std::move(report));
  for (const char* id : {"KEN", "UGA"}) {
    Actor actor;
    actor.id = id;
    actor.state = id;
    document.actors.actors.push_back(actor);
  }
  return document;
}

EventAct act_of(EventType type, std::vector<ActorId> actors, std::vector<ActorId> recipients,
                const char* open = "") {
  EventAct act;
  act.type = type;
  act.open = open;
  act.spans = {{0, 5}};
  for (auto [from, to] :
       {std::pair(&actors, &act.actors), std::pair(&recipients, &act.recipients)}) {
    for (const ActorId id : *from) {
      EventParty party;
      party.actor = id;
      to->push_back(party);
    }
  }
  return act;
}

TEST(PloverRecords, TakeOldNamesAndEachCodeOnce) {
  const PloverRecord record = record_of();
  EXPECT_EQ(record.type, EventType::kRequest);
  EXPECT_EQ(record.actors, std::vector<std::string>{"KEN"});
  EXPECT_EQ(record.recipients, std::vector<std::string>{"UGA"});
}

TEST(PloverRecords, AreRelabelledOnlyWhereTheOldLabelIsThatOfTheList) {
  const PloverRelabel relabel{EventType::kRequest, EventType::kAgree, 25};
  EXPECT_EQ(record_of({{"A-1", relabel}}).ruled, EventType::kAgree);
  EXPECT_EQ(record_of({{"A-1", {EventType::kAid, EventType::kAgree, 25}}}).ruled,
            EventType::kRequest);
  EXPECT_EQ(record_of({{"B-1", relabel}}).ruled, EventType::kRequest);
}

TEST(PloverRecords, RefuseWhatIsNone) {
  EXPECT_FALSE(parse_plover_records("[]", "t", {}));
  EXPECT_FALSE(parse_plover_records(R"({"event":"NOTHING","text":"x"})", "t", {}));
  EXPECT_FALSE(parse_plover_records("", "t", {}));
}

TEST(PloverRelabels, AreOfKnownRulings) {
  const auto relabels = load_plover_relabels({});
  ASSERT_TRUE(relabels) << relabels.error().to_line();
  for (const auto& [id, relabel] : *relabels) EXPECT_NE(relabel.from, relabel.to) << id;
}

TEST(ScorePlover, WantsTypeActorsAndRecipientsInTheirOrder) {
  const PloverRecord record = record_of();
  const auto score_of = [&](EventAct act) {
    Document document = document_of(record);
    (*act.open == '\0' ? document.events.events : document.events.open).push_back(std::move(act));
    PloverScore score;
    score_plover(record, document, score);
    return std::pair(score.labelled.type_only, score.labelled.whole);
  };
  EXPECT_EQ(score_of(act_of(EventType::kRequest, {0}, {1})), (std::pair(1u, 1u)));
  EXPECT_EQ(score_of(act_of(EventType::kRequest, {1}, {0})), (std::pair(1u, 0u)));
  EXPECT_EQ(score_of(act_of(EventType::kRequest, {0}, {})), (std::pair(1u, 0u)));
  EXPECT_EQ(score_of(act_of(EventType::kAccuse, {0}, {1})), (std::pair(0u, 0u)));
  // An act without an event tells the type, and nothing more.
  EXPECT_EQ(score_of(act_of(EventType::kRequest, {0}, {1}, "no actor")), (std::pair(1u, 0u)));
}

TEST(ScorePlover, TakesTheActThatIsLikestAndCountsTheOthers) {
  const PloverRecord record = record_of();
  Document document = document_of(record);
  document.events.events.push_back(act_of(EventType::kAccuse, {1}, {}));
  document.events.events.push_back(act_of(EventType::kRequest, {0}, {1}));
  PloverScore score;
  score_plover(record, document, score);
  EXPECT_EQ(score.labelled.type_only, 1u);
  EXPECT_EQ(score.events, 2u);
  EXPECT_NE(to_text(score, false).find("further events: 1 in 1 sentences"), std::string::npos);
}

}  // namespace
}  // namespace chancery

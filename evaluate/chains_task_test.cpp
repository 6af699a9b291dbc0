#include "evaluate/chains_task.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace chancery {
namespace {

using Chains = std::vector<std::vector<std::uint32_t>>;

ChainCounts measure(const Chains& gold, const Chains& given) {
  ChainCounts counts;
  add_chains(gold, given, counts);
  return counts;
}

TEST(AddChains, GivesOneForEqualChainsAndNothingForNone) {
  const Chains chains = {{1, 2, 3}, {4, 5}};
  const ChainCounts same = measure(chains, chains);
  EXPECT_DOUBLE_EQ(same.conll(), 1);
  EXPECT_DOUBLE_EQ(same.mentions.f1(), 1);
  const ChainCounts none = measure(chains, {});
  EXPECT_DOUBLE_EQ(none.conll(), 0);
  EXPECT_EQ(none.gold_chains, 2u);
  EXPECT_DOUBLE_EQ(measure({}, chains).conll(), 0);
}

// The example with which the reference scorer's paper explains its measures: gold {a b c}, {d e f
// g}; given {a b}, {c d}, {f g h i}.
TEST(AddChains, AgreesWithTheReferenceExample) {
  const ChainCounts counts = measure({{1, 2, 3}, {4, 5, 6, 7}}, {{1, 2}, {3, 4}, {6, 7, 8, 9}});
  EXPECT_NEAR(counts.muc.recall(), 2.0 / 5, 1e-9);
  EXPECT_NEAR(counts.muc.precision(), 2.0 / 5, 1e-9);
  EXPECT_NEAR(counts.b_cubed.recall(), (4.0 / 3 + 1.0 / 3 + 1.0 / 4 + 4.0 / 4) / 7, 1e-9);
  EXPECT_NEAR(counts.b_cubed.precision(), (4.0 / 2 + 1.0 / 2 + 1.0 / 2 + 4.0 / 4) / 8, 1e-9);
  EXPECT_NEAR(counts.ceaf_e.recall(), (4.0 / 5 + 4.0 / 8) / 2, 1e-9);
  EXPECT_NEAR(counts.ceaf_e.precision(), (4.0 / 5 + 4.0 / 8) / 3, 1e-9);
  EXPECT_NEAR(counts.conll(), (0.4 + counts.b_cubed.f1() + counts.ceaf_e.f1()) / 3, 1e-9);
}

TEST(AddChains, AlignsChainsForTheLargestSum) {
  // Greedy would align the gold chain of four with the given one of six and lose the pair.
  const ChainCounts counts = measure({{1, 2, 3, 4}, {5, 6}}, {{1, 2, 3, 5, 6, 7}, {4, 8}});
  const double both = 2.0 * 1 / 6 + 2.0 * 2 / 8;
  const double greedy = 2.0 * 3 / 10 + 0;
  EXPECT_NEAR(counts.ceaf_e.recall() * 2, std::max(both, greedy), 1e-9);
}

TEST(AddChains, SumsOverDocuments) {
  ChainCounts counts;
  add_chains({{1, 2}}, {{1, 2}}, counts);
  add_chains({{1, 2, 3}}, {}, counts);
  EXPECT_NEAR(counts.muc.recall(), 1.0 / 3, 1e-9);
  EXPECT_DOUBLE_EQ(counts.muc.precision(), 1);
  EXPECT_NEAR(counts.ceaf_e.recall(), 0.5, 1e-9);
}

// "Ana Koroi and Bo Lee met. She thanked the minister in Suva."; Ana is she, Bo the minister. An
// academic document goes before, which is not scored.
constexpr const char* kTreebank =
    "# newdoc id = GUM_academic_x\n# sent_id = x-1\n"
    "1\tNo\t_\tNOUN\t_\t_\t0\troot\t_\tEntity=(1-person-new)\n\n"
    "# newdoc id = GUM_news_y\n# meta::dateCreated = 2019-02-03\n# sent_id = y-1\n"
    "1\tAna\t_\tPROPN\t_\t_\t6\tnsubj\t_\tEntity=(3-person-new(1-person-new\n"
    "2\tKoroi\t_\tPROPN\t_\t_\t1\tflat\t_\tEntity=1)\n"
    "3\tand\t_\tCCONJ\t_\t_\t4\tcc\t_\t_\n"
    "4\tBo\t_\tPROPN\t_\t_\t1\tconj\t_\tEntity=(2-person-new\n"
    "5\tLee\t_\tPROPN\t_\t_\t4\tflat\t_\tEntity=2)3)\n"
    "6\tmet\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
    "7\t.\t_\tPUNCT\t_\t_\t6\tpunct\t_\t_\n\n"
    "# sent_id = y-2\n"
    "1\tShe\t_\tPRON\t_\tPerson=3|PronType=Prs\t2\tnsubj\t_\tEntity=(1-person-giv)\n"
    "2\tthanked\t_\tVERB\t_\t_\t0\troot\t_\t_\n"
    "3\tthe\t_\tDET\t_\t_\t4\tdet\t_\tEntity=(2-person-giv\n"
    "4\tminister\t_\tNOUN\t_\t_\t2\tobj\t_\tEntity=2)\n"
    "5\tin\t_\tADP\t_\t_\t6\tcase\t_\t_\n"
    "6\tSuva\t_\tPROPN\t_\t_\t2\tobl\t_\tEntity=(4-place-new)|SpaceAfter=No\n"
    "7\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

ChainDocument parse_one(std::string_view bytes) {
  const auto documents = parse_chains(bytes, "test");
  EXPECT_TRUE(documents) << documents.error().to_line();
  EXPECT_EQ(documents->size(), 1u);
  return documents->front();
}

TEST(ParseChains, ReadsDocumentsWithGroupsAndKeys) {
  const ChainDocument document = parse_one(kTreebank);
  EXPECT_EQ(document.id, "GUM_news_y");
  EXPECT_EQ(document.genre, "news");
  EXPECT_EQ(document.date, parse_iso_day("2019-02-03"));
  EXPECT_EQ(document.text, "Ana Koroi and Bo Lee met. She thanked the minister in Suva.");
  std::string found;
  for (const ChainMention& mention : document.mentions)
    found += std::to_string(mention.words.begin) + "-" + std::to_string(mention.words.end) + " " +
             mention.group + " " + std::to_string(mention.key) + " " + to_string(mention.kind) +
             "; ";
  EXPECT_EQ(found,
            "0-5 3 1 other; 0-2 1 0 other; 3-5 2 6 other; 7-8 1 14 third person; "
            "9-11 2 20 definite; 12-13 4 24 other; ");
}

TEST(ParseChains, RefusesWhatItCannotScore) {
  const auto other =
      parse_chains("# newdoc id = GUM_bio_x\n1\tNo\t_\tX\t_\t_\t0\troot\t_\t_\n", "f");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().to_line(), "f: no news, interview or speech of GUM in it");
  const auto open = parse_chains(
      "# newdoc id = GUM_news_x\n# sent_id = "
      "s\n1\tNo\t_\tX\t_\t_\t0\troot\t_\tEntity=(1-person-x\n",
      "f");
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().to_line(), "f: sentence s: Entity bracket that no word closes");
}

struct Said {
  const char* words;
  std::uint32_t chain;
};

// The document as it was read, its words those of gold, with these references in text order.
Document document_of(const ChainDocument& gold, const std::vector<Said>& said) {
  Report report;
  report.text = gold.text;
  Document document(std::move(report));
  document.text_layer.token_span = gold.word_span;
  for (const Said& one : said) {
    const auto begin = static_cast<std::uint32_t>(gold.text.find(one.words));
    const auto end = begin + static_cast<std::uint32_t>(std::string_view(one.words).size());
    Reference reference;
    reference.chain = one.chain;
    for (TokenId t = 0; t < gold.word_span.size(); ++t) {
      if (gold.word_span[t].begin == begin) reference.tokens.begin = t;
      if (gold.word_span[t].end == end) reference.tokens.end = t + 1;
    }
    document.actors.references.push_back(reference);
  }
  return document;
}

ChainsScore score(const std::vector<Said>& said) {
  const ChainDocument gold = parse_one(kTreebank);
  ChainsScore result;
  score_chains(gold, document_of(gold, said), result);
  return result;
}

TEST(ScoreChains, MatchesMentionsByTheHeadWord) {
  // Articles and modifiers make no difference.
  for (const char* minister : {"the minister", "minister"}) {
    const ChainsScore result = score({{"Ana Koroi", 1}, {"Bo Lee", 2}, {"She", 1}, {minister, 2}});
    EXPECT_DOUBLE_EQ(result.all().conll(), 1);
    EXPECT_EQ(result.all().bound_links().right, 2u);
    EXPECT_EQ(result.all().bound_links().total, 2u);
    EXPECT_TRUE(result.errors.empty());
  }
  // Single mentions make no chain, and of two with one head the first counts.
  const ChainsScore alone = score({{"Ana Koroi", 1},
                                   {"Ana Koroi and Bo Lee", 3},
                                   {"Lee", 2},
                                   {"She", 4},
                                   {"minister", 2},
                                   {"the minister", 1}});
  EXPECT_EQ(alone.all().given_chains, 1u);
  EXPECT_DOUBLE_EQ(alone.all().mentions.precision_total, 2);
  // "Lee" alone is not the head of "Bo Lee".
  EXPECT_DOUBLE_EQ(alone.all().mentions.recall_sum, 1);
}

TEST(ScoreChains, TellsLinksByTheNearestAntecedent) {
  const ChainsScore result = score({{"Ana Koroi", 1}, {"Bo Lee", 2}, {"met", 2}, {"She", 2}});
  EXPECT_EQ(result.all().links.at(ChainKind::kThirdPerson).right, 0u);
  EXPECT_EQ(result.errors,
            (std::vector<std::string>{
                "GUM_news_y: wrong third person [She] linked to [Bo Lee], gold [Ana Koroi] in: Ana "
                "Koroi and Bo Lee met. She thanked the minister in Suva.",
                "GUM_news_y: missing definite [the minister] not marked, gold [Bo Lee] in: Koroi "
                "and Bo Lee met. She thanked the minister in Suva."}));
  EXPECT_EQ(to_json(result)["all"]["bound_links"]["total"], 2);
}

// The gazetteer's places join the chain in which one of their mentions is.
TEST(ScoreChains, AddsPlacesToTheChains) {
  const ChainDocument gold = parse_one(kTreebank);
  Document document = document_of(gold, {{"Ana Koroi", 1}, {"She", 1}, {"the minister", 2}});
  const auto add = [&](std::string_view words, const char* id) {
    const auto at = static_cast<std::uint32_t>(gold.text.find(words));
    Place place;
    place.id = id;
    PlaceMention mention;
    mention.span = {at, at + static_cast<std::uint32_t>(words.size())};
    const auto& places = document.places.places;
    mention.place =
        static_cast<PlaceId>(std::find(places.begin(), places.end(), place) - places.begin());
    if (mention.place == places.size()) document.places.places.push_back(place);
    document.places.mentions.push_back(mention);
  };
  const auto given = [&] {
    ChainsScore result;
    score_chains(gold, document, result);
    return result.all();
  };
  add("Suva", "FJI/Suva");
  EXPECT_EQ(given().given_chains, 1u);
  add("met", "FJI/Suva");
  EXPECT_EQ(given().given_chains, 2u);
  // "the minister" is where it is, whatever the gazetteer says; Suva and "met" come to it.
  add("the minister", "FJI/Suva");
  EXPECT_EQ(given().given_chains, 2u);
  EXPECT_DOUBLE_EQ(given().mentions.precision_total, 5);
}

// All pronouns are bound, and noun phrases with an article; other names are not.
TEST(ScoreChains, CountsFirstPersonsAmongPronouns) {
  std::string with_first = kTreebank;
  with_first +=
      "# sent_id = y-3\n"
      "1\tI\t_\tPRON\t_\tPerson=1|PronType=Prs\t2\tnsubj\t_\tEntity=(2-person-giv)\n"
      "2\tagree\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
      "3\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";
  const ChainDocument gold = parse_one(with_first);
  ChainsScore result;
  score_chains(gold, document_of(gold, {{"Bo Lee", 2}, {"I", 2}}), result);
  EXPECT_EQ(result.all().bound_links().total, 2u);
  EXPECT_EQ(result.all().pronoun_links().total, 3u);
  EXPECT_EQ(result.all().pronoun_links().right, 1u);
}

}  // namespace
}  // namespace chancery

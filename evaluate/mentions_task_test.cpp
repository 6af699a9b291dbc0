#include "evaluate/mentions_task.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace chancery {
namespace {

namespace fs = std::filesystem;

// A folder of its own, removed at the end.
class Folder {
 public:
  Folder() {
    std::string path = testing::TempDir() + "/chancery_mentions_XXXXXX";
    EXPECT_NE(::mkdtemp(path.data()), nullptr);
    path_ = path;
  }
  ~Folder() {
    std::error_code ec;
    fs::remove_all(path_, ec);
  }
  std::string write(const std::string& name, const std::string& bytes) const {
    const fs::path path = path_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

constexpr const char* kCasesHeader = "# A phenomenon.\ndate\ttext\tactors\tplaces\n";
constexpr const char* kMentionsHeader = "start\tend\tlayer\tid\thow\n";

Result<MentionFile> load(const Folder& folder, const std::string& name, const std::string& bytes) {
  SharedTexts shared(fs::path{});
  return load_mention_file(folder.write(name, bytes), shared);
}

// "[words] id|id how" of each mention.
std::string show(const GoldText& gold, const std::vector<GoldMention>& mentions) {
  std::string out;
  for (const GoldMention& mention : mentions) {
    if (!out.empty()) out += "; ";
    out +=
        "[" + std::string(mention.span.of(gold.text)) + "]@" + std::to_string(mention.span.begin);
    for (const std::string& id : mention.ids) out += " " + id;
    out += std::string(" ") + to_string(mention.how);
  }
  return out;
}

std::string error_of(const Result<MentionFile>& file) {
  if (file) return "";
  const std::string line = file.error().to_line();
  const std::size_t name = line.rfind('/', line.find(".tsv"));
  return line.substr(name + 1);
}

TEST(MentionFiles, ReadsCasesByWholeWords) {
  const Folder folder;
  const auto file =
      load(folder, "cases.cases.tsv",
           std::string(kCasesHeader) +
               "2024-03-01\tOman and the Omani envoy met. Oman will host it in Sohar.\t"
               "Oman#2=OMN/named ; envoy=person:OMN-a|OMN/looked_up ; Omani=OMN+ARE/tolerated\t"
               "Sohar=OMN/Sohar|OMN/Sohar, Batinah/named ; it=ZAF+ARE/Gulf/coreferent\n"
               "\tNothing here.\t\t\n");
  ASSERT_TRUE(file) << file.error().to_line();
  EXPECT_EQ(file->name, "cases");
  ASSERT_EQ(file->texts.size(), 2u);
  const GoldText& first = file->texts[0];
  EXPECT_EQ(first.date, parse_iso_day("2024-03-01"));
  EXPECT_EQ(first.place.substr(first.place.rfind('/') + 1), "cases.cases.tsv:3");
  EXPECT_EQ(show(first, first.actors),
            "[Oman]@30 OMN named; [envoy]@19 person:OMN-a OMN looked_up; [Omani]@13 ARE+OMN "
            "tolerated");
  EXPECT_EQ(show(first, first.places),
            "[Sohar]@51 OMN/Sohar OMN/Sohar, Batinah named; [it]@45 ARE+ZAF/Gulf coreferent");
  EXPECT_FALSE(file->texts[1].date);
  EXPECT_TRUE(file->texts[1].actors.empty());
}

TEST(MentionFiles, RefusesBadCasesWithLineAndColumn) {
  const Folder folder;
  const std::pair<const char*, const char*> rows[] = {
      {"2024-13-01\tOman met.\tOman=OMN/named\t\n",
       "bad.cases.tsv:3: column date: expected a day as YYYY-MM-DD"},
      {"\tOmani met.\tOman=OMN/named\t\n",
       "bad.cases.tsv:3: column actors: the text has no 'Oman' number 1"},
      {"\tOman met.\tOman#2=OMN/named\t\n",
       "bad.cases.tsv:3: column actors: the text has no 'Oman' number 2"},
      {"\tOman met.\tOman#0=OMN/named\t\n",
       "bad.cases.tsv:3: column actors: the text has no 'Oman' number 0"},
      {"\tOman met.\t\tOman=OMN\n",
       "bad.cases.tsv:3: column places: expected WORDS=ID/HOW, found 'Oman=OMN'"},
      {"\tOman met.\tOman=OMN/sure\t\n", "bad.cases.tsv:3: column actors: how 'sure' is not known"},
      {"\tOman met.\tOman=OMN|/named\t\n",
       "bad.cases.tsv:3: column actors: an id is empty in 'Oman=OMN|/named'"},
      {"\tOman met.\t ; \t\n", "bad.cases.tsv:3: column actors: expected WORDS=ID/HOW, found ';'"},
      {"\t\t\t\n", "bad.cases.tsv:3: column text: no text"},
      {"\tOman met.\t\n", "bad.cases.tsv:3: 3 fields, expected 4"},
  };
  for (const auto& [row, expected] : rows) {
    EXPECT_EQ(error_of(load(folder, "bad.cases.tsv", std::string(kCasesHeader) + row)), expected)
        << row;
  }
}

TEST(MentionFiles, ReadsPlacesInATextBesideIt) {
  const Folder folder;
  folder.write("a.txt", "C\u00f4te d'Ivoire met Mali.");
  folder.write("a.gold.json", R"({"report_date": "2021-05-04"})");
  const auto file = load(folder, "a.mentions.tsv",
                         std::string("# file a.txt\n") + kMentionsHeader +
                             "0\t13\tactors\tCIV\tnamed\n18\t22\tplaces\tMLI\ttolerated\n");
  ASSERT_TRUE(file) << file.error().to_line();
  ASSERT_EQ(file->texts.size(), 1u);
  const GoldText& gold = file->texts[0];
  EXPECT_EQ(show(gold, gold.actors), "[C\u00f4te d'Ivoire]@0 CIV named");
  EXPECT_EQ(show(gold, gold.places), "[Mali]@19 MLI tolerated");
  EXPECT_EQ(gold.date, parse_iso_day("2021-05-04"));
  const auto dated = load(folder, "b.mentions.tsv",
                          std::string("# file a.txt date 2020-01-02\n") + kMentionsHeader);
  ASSERT_TRUE(dated) << dated.error().to_line();
  EXPECT_EQ(dated->texts[0].date, parse_iso_day("2020-01-02"));
}

TEST(MentionFiles, RefusesBadMentionsWithLineAndColumn) {
  const Folder folder;
  folder.write("a.txt", "Mali met.");
  const auto error = [&](const std::string& head, const std::string& rows) {
    return error_of(load(folder, "bad.mentions.tsv", head + "\n" + kMentionsHeader + rows));
  };
  const std::string head = "# file a.txt";
  EXPECT_EQ(error(head, "x\t4\tactors\tMLI\tnamed\n"),
            "bad.mentions.tsv:3: column start: expected a number");
  EXPECT_EQ(error(head, "0\t4\tactors\tMLI\tnamed\n4\t4\tactors\tMLI\tnamed\n"),
            "bad.mentions.tsv:4: column end: the end is not after the start");
  EXPECT_EQ(error(head, "0\t10\tactors\tMLI\tnamed\n"),
            "bad.mentions.tsv:3: column end: past the text, which has 9 code points");
  EXPECT_EQ(error(head, "0\t4\tagents\tMLI\tnamed\n"),
            "bad.mentions.tsv:3: column layer: expected actors or places, found 'agents'");
  EXPECT_EQ(error(head, "0\t4\tactors\t\tnamed\n"),
            "bad.mentions.tsv:3: column id: an id is empty");
  EXPECT_EQ(error(head, "0\t4\tactors\tMLI\tsure\n"),
            "bad.mentions.tsv:3: column how: 'sure' is not known");
  EXPECT_NE(error("# text a.txt", "").find("bad.mentions.tsv:1: expected '# file PATH'"),
            std::string::npos);
  EXPECT_NE(error("# file a.txt date today", "").find("'today' is no day"), std::string::npos);
  EXPECT_NE(error("# sentences re3d 9-4", "").find("'9-4' is no range FIRST-LAST"),
            std::string::npos);
  EXPECT_NE(error("# file gone.txt", ""), "");
}

TEST(MentionFiles, TakesWordsFromTheSharedFolderAndSkipsWhereThereIsNone) {
  const Folder folder;
  const std::string head = std::string("\n") + kMentionsHeader + "0\t5\tactors\tx\tnamed\n";
  const std::string document =
      folder.write("house/gold/d.mentions.tsv", "# document GUM_news_x date 2015-05-07" + head);
  const std::string sentences =
      folder.write("house/gold/s.mentions.tsv", "# sentences re3d 2-3" + head);
  const std::string beyond =
      folder.write("house/gold/e.mentions.tsv", "# sentences re3d 2-4" + head);
  SharedTexts none{fs::path{}};
  for (const std::string& path : {document, sentences}) {
    const auto file = load_mention_file(path, none);
    ASSERT_TRUE(file) << file.error().to_line();
    EXPECT_TRUE(file->texts.empty());
    EXPECT_NE(file->skipped.find("is not on this machine"), std::string::npos) << file->skipped;
  }
  folder.write("shared/data/gum/gum-dev.conllu",
               "# newdoc id = GUM_news_x\n# sent_id = 1\n"
               "1-2\tcannot\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
               "1\tcan\t_\t_\t_\t_\t_\t_\t_\t_\n2\tnot\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
               "# sent_id = 2\n1\tgo\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
               "# newdoc id = GUM_news_y\n# sent_id = 3\n1\tNo\t_\t_\t_\t_\t_\t_\t_\t_\n\n");
  folder.write("shared/data/names/re3d-dev.conll",
               "One\tO\n\nTwo\tB-Person\nTu\tI-Person\n\nThree\tO\n");
  SharedTexts shared(find_shared(document));
  EXPECT_EQ(shared.folder(), folder.path() / "shared");
  auto file = load_mention_file(document, shared);
  ASSERT_TRUE(file) << file.error().to_line();
  EXPECT_EQ(file->texts[0].text, "can not go");
  EXPECT_EQ(file->texts[0].date, parse_iso_day("2015-05-07"));
  file = load_mention_file(sentences, shared);
  ASSERT_TRUE(file) << file.error().to_line();
  EXPECT_EQ(file->texts[0].text, "Two Tu Three");
  EXPECT_EQ(error_of(load_mention_file(beyond, shared)), "e.mentions.tsv:1: re3d has 3 sentences");
}

TEST(MentionFiles, ListsFilesOfFolders) {
  const Folder folder;
  folder.write("x/b.cases.tsv", "");
  folder.write("x/a.mentions.tsv", "");
  folder.write("x/c.txt", "");
  folder.write("x/sealed/d.mentions.tsv", "");
  const auto files = list_mention_files({folder.path().string()});
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ(fs::path((*files)[0]).filename(), "a.mentions.tsv");
  EXPECT_FALSE(list_mention_files({(folder.path() / "x" / "none").string(),
                                   (folder.path() / "x" / "sealed").string()})
                   .value()
                   .empty());
}

// --- Scoring ---

struct Said {
  const char* words;
  const char* id;  // empty: left open
  How how = How::kNamed;
  bool as_place = false;
};

Span find(std::string_view text, std::string_view words) {
  const std::size_t at = text.find(words);
  EXPECT_NE(at, std::string_view::npos) << words;
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
}

Document make_document(const std::string& text) {
  Report report;
  report.text = text;
  return Document(std::move(report));
}

// "gold 2, given 3, right 1" and what differs from the usual.
std::string show(const MentionCounts& counts) {
  std::string out = "gold " + std::to_string(counts.gold) + ", given " +
                    std::to_string(counts.given) + ", right " + std::to_string(counts.right);
  if (counts.tolerated > 0) out += ", tolerated " + std::to_string(counts.tolerated);
  if (counts.left_open > 0) out += ", left open " + std::to_string(counts.left_open);
  if (counts.how_right != counts.how_total)
    out += ", how " + std::to_string(counts.how_right) + " of " + std::to_string(counts.how_total);
  return out;
}

struct Scored {
  std::string counts;
  std::vector<std::string> errors;
};

// Gold as in a cases file.
GoldText make_gold(const Folder& folder, const std::string& text, const std::string& actors,
                   const std::string& places) {
  const auto file = load(folder, "g.cases.tsv",
                         kCasesHeader + ("\t" + text + "\t" + actors + "\t" + places + "\n"));
  EXPECT_TRUE(file) << file.error().to_line();
  return file ? file->texts[0] : GoldText{};
}

void add_actors(Document& document, const std::vector<Said>& said) {
  for (const Said& one : said) {
    Mention mention;
    mention.span = find(document.text(), one.words);
    mention.how = one.how;
    mention.as_place = one.as_place;
    if (one.id[0] != '\0') {
      mention.actor = static_cast<ActorId>(document.actors.actors.size());
      Actor actor;
      actor.id = one.id;
      document.actors.actors.push_back(actor);
    }
    document.actors.mentions.push_back(mention);
  }
}

Scored score(const std::string& text, const std::string& gold, const std::vector<Said>& said) {
  const Folder folder;
  Document document = make_document(text);
  add_actors(document, said);
  MentionsScore result;
  score_actors(make_gold(folder, text, gold, ""), document, "g", result);
  return {show(result.all()), result.errors};
}

TEST(ScoreActors, NeedsOverlapHeadAndId) {
  const std::string text = "The Omani foreign ministry wrote to Fiji.";
  const std::string gold = "Omani=OMN/named ; Omani foreign ministry=OMN/named ; Fiji=FJI/named";
  EXPECT_EQ(
      score(text, gold, {{"Omani", "OMN"}, {"The Omani foreign ministry", "OMN"}, {"Fiji", "FJI"}})
          .counts,
      "gold 3, given 3, right 3");
  // The part is not the whole, and each counts once.
  EXPECT_EQ(score(text, "Omani foreign ministry=OMN/named", {{"Omani", "OMN"}}).counts,
            "gold 1, given 1, right 0");
  EXPECT_EQ(score(text, gold, {{"foreign ministry", "OMN"}, {"ministry", "OMN"}}).counts,
            "gold 3, given 2, right 1");
  EXPECT_EQ(score(text, "Fiji=FJI/named", {{"Fiji", "ARE"}}).counts, "gold 1, given 1, right 0");
  EXPECT_EQ(score(text, "Fiji=FJI/named", {{"Omani", "FJI"}}).counts, "gold 1, given 1, right 0");
}

TEST(ScoreActors, TakesTheHeadBeforeAPreposition) {
  const std::string text = "Foreign ministers of Fiji and Oman met the president of Fiji.";
  EXPECT_EQ(score(text,
                  "Foreign ministers=person:FJI-a+person:OMN-b|FJI+OMN/looked_up ; "
                  "president=FJI/named ; Fiji=FJI/named",
                  {{"Foreign ministers of Fiji and Oman", "OMN+FJI", How::kLookedUp},
                   {"Fiji", "FJI"},
                   {"president of Fiji", "FJI"}})
                .counts,
            "gold 3, given 3, right 3");
  // "ministers of Fiji" does not stand for the Fiji in it.
  EXPECT_EQ(score("The government of Fiji met.", "Fiji=FJI/named", {{"government of Fiji", "FJI"}})
                .counts,
            "gold 1, given 1, right 0");
  EXPECT_EQ(score("Fijian and Omani ministers met.", "Fijian and Omani ministers=FJI+OMN/named",
                  {{"ministers", "FJI+OMN"}})
                .counts,
            "gold 1, given 1, right 1");
}

TEST(ScoreActors, TakesTheHeadOfTheTree) {
  const std::string text = "The council elders elected met.";
  const std::string gold = "council elders elected=group:c/named";
  Document document = make_document(text);
  add_actors(document, {{"council", "group:c"}});
  const Folder folder;
  const auto right = [&] {
    MentionsScore result;
    score_actors(make_gold(folder, text, gold, ""), document, "g", result);
    return result.all().right;
  };
  EXPECT_EQ(right(), 0u);
  for (const char* word : {"The", "council", "elders", "elected", "met", "."})
    document.text_layer.token_span.push_back(find(text, word));
  document.syntax.head = {1, 4, 3, 1, kNoToken, 4};
  EXPECT_EQ(right(), 1u);
}

TEST(ScoreActors, TakesPersonsWithTitleAndByAPartOfTheName) {
  const std::string text = "Fijian Prime Minister Ana Koroi met Ana Tuilagi and her aide.";
  const std::string gold =
      "Fijian=FJI/named ; Ana Koroi=person:FJI-ana-koroi|FJI/named ; "
      "Ana Tuilagi=person:ana-tuilagi/named ; her=person:ana-tuilagi/coreferent";
  EXPECT_EQ(score(text, gold,
                  {{"Fijian Prime Minister Ana Koroi", "person:FJI-ana-koroi"},
                   {"Fijian", "FJI"},
                   {"Tuilagi", "person:ana-tuilagi"}})
                .counts,
            "gold 4, given 3, right 3");
  // Not a pronoun by the phrase around it, nor a state by the name around it.
  EXPECT_EQ(score(text, gold, {{"her aide", "person:ana-tuilagi"}}).counts,
            "gold 4, given 1, right 0");
  EXPECT_EQ(score(text, "Fijian=FJI/named", {{"Fijian Prime Minister Ana Koroi", "FJI"}}).counts,
            "gold 1, given 1, right 0");
  // A span that covers two persons who could both be meant stands for none.
  EXPECT_EQ(score(text, "Koroi=person:a/named ; Ana Tuilagi=person:a|person:b/named",
                  {{"Ana Koroi met Ana Tuilagi and", "person:a"}})
                .counts,
            "gold 2, given 1, right 0");
}

TEST(ScoreActors, ComparesSetsWithoutOrderAndAlternatives) {
  const std::string text = "Both sides agreed.";
  EXPECT_EQ(
      score(text, "Both sides=OMN+FJI/coreferent", {{"Both sides", "FJI+OMN", How::kCoreferent}})
          .counts,
      "gold 1, given 1, right 1");
  EXPECT_EQ(score(text, "Both sides=igo:X|FJI+OMN/coreferent",
                  {{"Both sides", "OMN+FJI", How::kCoreferent}})
                .counts,
            "gold 1, given 1, right 1");
  EXPECT_EQ(score(text, "Both sides=FJI+OMN/coreferent", {{"Both sides", "FJI"}}).counts,
            "gold 1, given 1, right 0");
}

TEST(ScoreActors, CountsWhatIsToleratedNeitherWay) {
  const std::string text = "Fiji and the Fijian court met.";
  const std::string gold = "Fiji=FJI/named ; court=FJI/tolerated";
  EXPECT_EQ(score(text, gold, {{"Fiji", "FJI"}, {"Fijian court", "FJI"}}).counts,
            "gold 1, given 1, right 1, tolerated 1");
  EXPECT_EQ(score(text, gold, {{"Fiji", "FJI"}}).counts, "gold 1, given 1, right 1");
  EXPECT_EQ(score(text, gold, {{"court", "OMN"}}).counts, "gold 1, given 1, right 0");
}

TEST(ScoreActors, HoldsOpenMentionsOpen) {
  const std::string text = "The Fijian president met.";
  const std::string gold = "Fijian president=FJI/open";
  EXPECT_EQ(score(text, gold, {}).counts, "gold 1, given 1, right 1");
  EXPECT_EQ(score(text, gold, {{"Fijian president", ""}}).counts, "gold 1, given 1, right 1");
  EXPECT_EQ(score(text, gold, {{"Fijian president", "FJI"}}).counts, "gold 1, given 1, right 1");
  EXPECT_EQ(score(text, gold, {{"Fijian president", "person:FJI-x"}}).counts,
            "gold 1, given 1, right 0");
  // Where gold knows, or has nothing, an open mention claims nothing.
  EXPECT_EQ(
      score(text, "president=person:FJI-x/looked_up", {{"president", ""}, {"met", ""}}).counts,
      "gold 1, given 0, right 0, left open 2");
}

TEST(ScoreActors, LeavesPlacesOut) {
  EXPECT_EQ(score("Talks in Suva.", "", {{"Suva", "FJI", How::kMetonym, true}}).counts,
            "gold 0, given 0, right 0");
  EXPECT_EQ(score("Talks in Suva.", "", {{"Suva", "FJI", How::kMetonym, false}}).counts,
            "gold 0, given 1, right 0");
}

TEST(ScoreActors, ScoresHowOfTheMatchedAndTellsErrors) {
  const Scored scored = score("Suva spoke, Fiji did not, Oman laughed.",
                              "Suva=FJI/metonym ; Fiji=FJI/named ; Oman=OMN/named",
                              {{"Suva", "FJI"}, {"Fiji", "TON"}, {"laughed", "OMN"}});
  EXPECT_EQ(scored.counts, "gold 3, given 3, right 1, how 0 of 1");
  std::string all;
  for (const std::string& error : scored.errors)
    all += error.substr(error.find(".tsv:3: ") + 8) + "\n";
  EXPECT_EQ(all,
            "how named, gold metonym, FJI in: [Suva] spoke, Fiji did not, Oman laughed.\n"
            "missing FJI (named), given TON in: Suva spoke, [Fiji] did not, Oman laughed.\n"
            "missing OMN (named) in: Suva spoke, Fiji did not, [Oman] laughed.\n"
            "wrong TON (named), gold FJI in: Suva spoke, [Fiji] did not, Oman laughed.\n"
            "wrong OMN (named) in: Suva spoke, Fiji did not, Oman [laughed].\n");
}

TEST(ScorePlaces, ComparesStateAndFoldedName) {
  const std::string text = "LIMA, May 3 -- Talks in C\u00f3rdoba near Sea of Salt ended in Peru.";
  const std::string gold =
      "LIMA=PER/Lima/named ; C\u00f3rdoba=ARG/C\u00f3rdoba/named ; Salt=PAK+IND/Salt/named ; "
      "Peru=PER/tolerated";
  const Folder folder;
  Document document = make_document(text);
  const auto add = [&](const char* words, const char* id) {
    Place place;
    place.id = id;
    document.places.places.push_back(place);
    PlaceMention mention;
    mention.span = find(text, words);
    mention.place = static_cast<PlaceId>(document.places.places.size() - 1);
    document.places.mentions.push_back(mention);
  };
  add("C\u00f3rdoba", "ARG/Cordoba");
  add("Sea of Salt", "IND+PAK/Salt");
  add("Peru", "PER");
  add("Talks", "ESP/Talks");
  const auto result = [&] {
    MentionsScore score;
    score_places(make_gold(folder, text, "", gold), document, "g", score);
    return show(score.all());
  };
  EXPECT_EQ(result(), "gold 3, given 3, right 2, tolerated 1");
  // The dateline counts once, by its place or by a mention of it.
  document.layout.dateline = Dateline{find(text, "LIMA, May 3"), find(text, "LIMA"), {}, {}};
  Place lima;
  lima.id = "PER/Lima";
  document.places.places.push_back(lima);
  document.places.dateline = static_cast<PlaceId>(document.places.places.size() - 1);
  EXPECT_EQ(result(), "gold 3, given 4, right 3, tolerated 1");
  add("LIMA", "PER/Lima");
  EXPECT_EQ(result(), "gold 3, given 4, right 3, tolerated 1");
  // Another state of that name is another place.
  document.places.places[0].id = "ESP/Cordoba";
  EXPECT_EQ(result(), "gold 3, given 4, right 2, tolerated 1");
}

TEST(MentionsScore, SumsFilesInTextAndJson) {
  MentionsScore score;
  score.files["a"] = {1, 4, 3, 2, 0, 0, 1, 2};
  score.files["b"] = {2, 4, 5, 4, 1, 1, 4, 4};
  score.skipped.push_back("c: not here");
  const auto json = to_json(score);
  EXPECT_EQ(json["all"]["gold"], 8);
  EXPECT_DOUBLE_EQ(json["all"]["precision"].get<double>(), 6.0 / 8);
  EXPECT_DOUBLE_EQ(json["all"]["recall"].get<double>(), 6.0 / 8);
  EXPECT_DOUBLE_EQ(json["files"]["a"]["recall"].get<double>(), 0.5);
  EXPECT_EQ(json["all"]["how"]["right"], 5);
  const std::string text = to_text(score, false);
  EXPECT_NE(text.find("skipped: c: not here"), std::string::npos) << text;
  EXPECT_NE(text.find("0.750"), std::string::npos) << text;
}

}  // namespace
}  // namespace chancery

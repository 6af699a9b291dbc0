#include "places/places.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

struct House {
  WordSplitter splitter;
  Vocabulary vocabulary;
  PlaceLexicon lexicon;
};

Result<House> load_house(const TableSource& source) {
  auto splitter = load_word_splitter(TableSource{});
  if (!splitter) return splitter.error();
  Vocabulary vocabulary;
  auto lexicon = load_place_lexicon(source, *splitter, vocabulary);
  if (!lexicon) return lexicon.error();
  return House{std::move(*splitter), std::move(vocabulary), std::move(*lexicon)};
}

const House& house() {
  static const House loaded = std::move(load_house(TableSource{})).value();
  return loaded;
}

// The layers that places/ reads, made by hand: sentences end at full stops.
Document document_of(std::string text) {
  Report report;
  report.text = std::move(text);
  Document document(std::move(report));
  TextLayer& layer = document.text_layer;
  const std::string_view view = document.text();
  if (!view.empty()) layer.paragraph_span.push_back({0, static_cast<std::uint32_t>(view.size())});
  house().splitter.split(view, {0, static_cast<std::uint32_t>(view.size())}, layer.token_span);
  TokenId begin = 0;
  for (TokenId t = 0; t < layer.tokens(); ++t) {
    const std::string_view word = layer.token_span[t].of(view);
    layer.word.push_back(house().vocabulary.find(fold(word)));
    layer.shape.push_back(shape_of(word));
    layer.space_before.push_back(t > 0 && layer.token_span[t - 1].end < layer.token_span[t].begin);
    layer.joined.push_back(false);
    layer.token_sentence.push_back(static_cast<SentenceId>(layer.sentence_span.size()));
    if (word == "." || t + 1 == layer.tokens()) {
      layer.sentence_tokens.push_back({begin, t + 1});
      layer.sentence_span.push_back(layer.span_of({begin, t + 1}));
      layer.sentence_paragraph.push_back(0);
      layer.sentence_is_title.push_back(false);
      begin = t + 1;
    }
  }
  return document;
}

// The span of "words" or "words#2".
std::optional<Span> find_words(std::string_view text, std::string_view words) {
  int number = 1;
  if (const std::size_t mark = words.rfind('#'); mark != std::string_view::npos) {
    number = words[mark + 1] - '0';
    words = words.substr(0, mark);
  }
  for (std::size_t at = 0; (at = text.find(words, at)) != std::string_view::npos; ++at) {
    if (--number == 0)
      return Span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
  }
  return std::nullopt;
}

// "a=b ; c=d".
std::vector<std::pair<std::string, std::string>> pairs_of(std::string_view list) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string_view part : split_list(list, ';')) {
    const std::size_t sign = part.find('=');
    pairs.emplace_back(trim(part.substr(0, sign)), trim(part.substr(sign + 1)));
  }
  return pairs;
}

ActorId actor_in(ActorLayer& layer, const std::string& id) {
  for (ActorId i = 0; i < layer.actors.size(); ++i) {
    if (layer.actors[i].id == id) return i;
  }
  Actor actor;
  actor.id = actor.state = actor.name = id;
  layer.actors.push_back(actor);
  return static_cast<ActorId>(layer.actors.size() - 1);
}

void add_actors(Document& document, std::string_view list) {
  for (const auto& [words, what] : pairs_of(list)) {
    const std::optional<Span> span = find_words(document.text(), words);
    ASSERT_TRUE(span) << words;
    Mention mention;
    mention.span = *span;
    mention.tokens = document.text_layer.tokens_in(*span);
    mention.actor = actor_in(document.actors, what.substr(0, 3));
    mention.as_place = what.find(" place") != std::string::npos;
    if (what.find("adjective") != std::string::npos) mention.kind = MentionKind::kAdjective;
    if (what.find("capital") != std::string::npos) mention.kind = MentionKind::kCapital;
    document.actors.mentions.push_back(mention);
    auto& states = document.actors.states;
    if (!mention.as_place && std::find(states.begin(), states.end(), mention.actor) == states.end())
      states.push_back(mention.actor);
  }
}

void add_names(Document& document, std::string_view list) {
  for (const auto& [words, what] : pairs_of(list)) {
    const std::optional<Span> span = find_words(document.text(), words);
    ASSERT_TRUE(span) << words;
    Name name;
    name.tokens = document.text_layer.tokens_in(*span);
    name.score = 0.9f;
    for (std::size_t type = 0; type < kNameTypeCount; ++type) {
      if (what == to_string(static_cast<NameType>(type))) name.type = static_cast<NameType>(type);
    }
    document.syntax.names.push_back(name);
  }
}

PlaceLayer read(const Document& document) {
  return find_places(document, house().splitter, house().vocabulary, house().lexicon);
}

std::string to_list(const Document& document, const PlaceLayer& layer) {
  std::string out;
  for (const PlaceMention& mention : layer.mentions) {
    if (!out.empty()) out += " ; ";
    out += std::string(document.text(mention.span)) + "=" +
           (mention.place == kNoId ? "open" : layer.places[mention.place].id);
  }
  return out;
}

TEST(Places, ReadsItsCases) {
  auto bytes = load_file("places.cases.tsv", 1u << 20);
  ASSERT_TRUE(bytes) << bytes.error().to_line();
  const auto table = parse_table("places.cases.tsv", *bytes, {"text", "actors", "names", "places"});
  ASSERT_TRUE(table) << table.error().to_line();
  ASSERT_GT(table->rows(), 30u);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    Document document = document_of(std::string(table->at(row, 0)));
    add_actors(document, table->at(row, 1));
    add_names(document, table->at(row, 2));
    document.places = read(document);
    EXPECT_EQ(to_list(document, document.places), table->at(row, 3))
        << "text: " << table->at(row, 0);
    EXPECT_EQ(check(document), "");
  }
}

TEST(Places, KnowsWhereACityLies) {
  const Document document = document_of("The talks were held in Nairobi.");
  const PlaceLayer layer = read(document);
  ASSERT_EQ(layer.places.size(), 1u);
  const Place& place = layer.places.front();
  EXPECT_EQ(place.type, PlaceType::kCapital);
  EXPECT_EQ(place.state, "KEN");
  EXPECT_TRUE(place.located);
  EXPECT_NEAR(place.latitude, -1.28, 0.1);
  EXPECT_NEAR(place.longitude, 36.82, 0.1);
  EXPECT_GT(place.population, 2000000u);
}

TEST(Places, KnowsWhoClaimsAnArea) {
  const Document document = document_of("Ships were seen off the Spratly Islands.");
  const PlaceLayer layer = read(document);
  ASSERT_EQ(layer.places.size(), 1u);
  EXPECT_EQ(layer.places.front().state, "");
  EXPECT_EQ(layer.places.front().claimed_by,
            (std::vector<std::string>{"BRN", "CHN", "MYS", "PHL", "TWN", "VNM"}));
}

TEST(Places, KeepsCandidatesOfWhatStaysOpen) {
  const Document document = document_of("A school in San Fernando was closed.");
  const PlaceLayer layer = read(document);
  ASSERT_EQ(layer.mentions.size(), 1u);
  EXPECT_EQ(layer.mentions.front().place, kNoId);
  EXPECT_GE(layer.mentions.front().candidates.size(), 3u);
}

TEST(Places, ReadsTheDateline) {
  Document document = document_of("The talks ended.");
  Report report;
  report.text = "LOBITO, Angola, July 4 (Agency) -- Ministers met in Luanda.";
  document = Document(std::move(report));
  Dateline dateline;
  dateline.span = {0, 35};
  dateline.place = {0, 14};
  document.layout.dateline = dateline;
  const PlaceLayer layer = read(document);
  ASSERT_NE(layer.dateline, kNoId);
  EXPECT_EQ(layer.places[layer.dateline].id, "AGO/Lobito");
  EXPECT_EQ(to_list(document, layer), "LOBITO=AGO/Lobito ; Angola=AGO");
}

TEST(Places, SurvivesHostileText) {
  std::string same;
  for (int i = 0; i < 20000; ++i) same += "Santiago San Jose , in the city ";
  for (const std::string& text : {std::string(), std::string("."), std::string("the the the The"),
                                  std::string("al-"), std::string("in"), same}) {
    Document document = document_of(text);
    document.places = read(document);
    EXPECT_EQ(check(document), "");
  }
}

// Equal text gives equal layers.
TEST(Places, IsAFunctionOfTheText) {
  const Document document = document_of("Buses run in Leeds, in Valencia and in Santiago.");
  const PlaceLayer a = read(document);
  const PlaceLayer b = read(document);
  EXPECT_EQ(a.places, b.places);
  EXPECT_EQ(to_list(document, a), to_list(document, b));
}

class Folder {
 public:
  Folder() { std::filesystem::create_directories(path_ / "places"); }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / "places" / name, std::ios::binary) << bytes;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_ =
      std::filesystem::path(testing::TempDir()) / "chancery-places-tables";
};

TEST(PlaceLexicon, RefusesBadRows) {
  const std::string cities = "name\tstate\tregion\tfeature\tpopulation\tlatitude\tlongitude\n";
  const std::string areas = "name\tother_names\ttype\tstate\tlatitude\tlongitude\n";
  const struct {
    const char* file;
    std::string bytes;
    const char* message;
  } cases[] = {
      {"cities.tsv", cities + "Arl\tKEN\t\ttown\t1\t1\t1\n", "cities.tsv:2: column feature"},
      {"cities.tsv", cities + "Arl\tKE\t\tcity\t1\t1\t1\n", "cities.tsv:2: column state"},
      {"cities.tsv", cities + "Arl\tKEN\t\tcity\tmany\t1\t1\n", "cities.tsv:2: column population"},
      {"cities.tsv", cities + "Arl\tKEN\t\tcity\t1\t91\t1\n", "cities.tsv:2: column latitude"},
      {"cities.tsv", cities + "Arl\tKEN\t\tcity\t1\t1\t1.\n", "cities.tsv:2: column longitude"},
      {"cities.tsv", cities + "B\tKEN\t\tcity\t1\t1\t1\nA\tKEN\t\tcity\t1\t1\t1\n",
       "cities.tsv:3: column name"},
      {"areas.tsv", areas + "Wide Sea\t\tpond\t\t1\t1\n", "areas.tsv:2: column type"},
      {"areas.tsv", areas + "Wide Sea\t\twater\tUGA+KEN\t1\t1\n", "areas.tsv:2: column state"},
      {"areas.tsv", areas + "Wide Sea\t\twater\t\t\t\n", "areas.tsv:2: column latitude"},
      {"regions.tsv", "name\tother_names\tstate\tcity\nUpper\t\tKEN\tNowhere\n",
       "regions.tsv:2: column city"},
      {"city_names.tsv", "city\tstate\tname\tother_names\nNowhere\tKEN\tX\t\n",
       "city_names.tsv:2: column city"},
      {"cautions.tsv", "name\trule\nLeeds\tperhaps\n", "cautions.tsv:2: column rule"},
      {"cautions.tsv", "name\trule\nWesselmoor\tnever\n", "cautions.tsv:2: column name"},
      {"words.tsv", "word\tuses\nin\tbeside\n", "words.tsv:2: column uses"},
      {"words.tsv", "word\tuses\nIn\tinside\n", "words.tsv:2: column word"},
      {"states.tsv", "state\tname\tother_names\tlatitude\tlongitude\nKEN\tKenya\t\t1\t\n",
       "states.tsv:2: column longitude"},
  };
  for (const auto& one : cases) {
    const Folder folder;
    folder.write(one.file, one.bytes);
    TableSource source;
    source.folder = folder.path();
    const auto loaded = load_house(source);
    ASSERT_FALSE(loaded.has_value()) << one.bytes;
    EXPECT_EQ(loaded.error().code, ErrorCode::kBadTable);
    EXPECT_NE(loaded.error().place.find(one.message), std::string::npos)
        << loaded.error().to_line();
  }
}

}  // namespace
}  // namespace chancery

#include "figures/figures.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <fstream>
#include <map>
#include <set>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "figures_tables.hpp"

namespace chancery {
namespace {

struct World {
  WordSplitter splitter;
  Vocabulary vocabulary;
  FigureLexicon lexicon;
};

const World& world() {
  static const World kWorld = [] {
    auto splitter = load_word_splitter({});
    Vocabulary vocabulary;
    auto lexicon = load_figure_lexicon({}, *splitter, vocabulary);
    EXPECT_TRUE(lexicon) << lexicon.error().to_line();
    return World{std::move(*splitter), std::move(vocabulary), std::move(*lexicon)};
  }();
  return kWorld;
}

// A document of one sentence with times and actors marked by hand in its text:
//   {2024} a date   {~three years} a duration   <KEN:Kenya> a state   <KEN=Kenyan> its adjective
//   <KEN+Kenyans> its people   <:Vision 2030> a name. Braces without a matching end are plain text.
Document make(std::string_view marked, bool title = false) {
  struct Mark {
    char kind;
    std::string state;
    Span span;
  };
  std::string text;
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < marked.size();) {
    const char open = marked[i];
    const std::size_t close = open == '{'   ? marked.find('}', i)
                              : open == '<' ? marked.find('>', i)
                                            : std::string::npos;
    if (close == std::string::npos) {
      text += marked[i++];
      continue;
    }
    std::string_view inside = marked.substr(i + 1, close - i - 1);
    Mark mark{open, "", {}};
    if (open == '{' && !inside.empty() && inside[0] == '~') {
      mark.kind = '~';
      inside.remove_prefix(1);
    } else if (open == '<') {
      const std::size_t sign =
          std::min(inside.find_first_of(":=+"), inside.size() - (inside.empty() ? 0 : 1));
      mark.kind = inside.empty() ? ':' : inside[sign];
      mark.state = inside.substr(0, sign);
      inside.remove_prefix(std::min(sign + 1, inside.size()));
    }
    mark.span.begin = static_cast<std::uint32_t>(text.size());
    text += inside;
    mark.span.end = static_cast<std::uint32_t>(text.size());
    if (!inside.empty()) marks.push_back(mark);
    i = close + 1;
  }
  Report report;
  report.text = text;
  Document document(std::move(report));
  TextLayer& layer = document.text_layer;
  const Span all{0, static_cast<std::uint32_t>(text.size())};
  world().splitter.split(document.text(), all, layer.token_span);
  if (layer.token_span.empty()) return document;
  const Span words{layer.token_span.front().begin, layer.token_span.back().end};
  layer.paragraph_span = {words};
  layer.sentence_span = {words};
  layer.sentence_tokens = {{0, static_cast<std::uint32_t>(layer.tokens())}};
  layer.sentence_paragraph = {0};
  layer.sentence_is_title = {title};
  layer.token_sentence.assign(layer.tokens(), 0);
  std::uint32_t last = 0;
  for (const Span span : layer.token_span) {
    layer.word.push_back(world().vocabulary.find(fold(document.text(span))));
    layer.shape.push_back(shape_of(document.text(span)));
    layer.space_before.push_back(span.begin > last);
    last = span.end;
  }
  std::map<std::string, ActorId> ids;
  for (const Mark& mark : marks) {
    const TokenRange tokens = layer.tokens_in(mark.span);
    if (tokens.empty()) continue;
    const Span span = layer.span_of(tokens);
    if (mark.kind == '{' || mark.kind == '~') {
      TimeExpression time;
      time.span = span;
      time.tokens = tokens;
      time.kind = mark.kind == '~' ? TimeKind::kDuration : TimeKind::kDate;
      document.times.times.push_back(time);
      continue;
    }
    Mention mention;
    mention.span = span;
    mention.tokens = tokens;
    mention.kind = mark.kind == '='   ? MentionKind::kAdjective
                   : mark.kind == '+' ? MentionKind::kPeople
                                      : MentionKind::kName;
    if (!mark.state.empty()) {
      const auto [place, is_new] =
          ids.emplace(mark.state, static_cast<ActorId>(document.actors.actors.size()));
      if (is_new) {
        Actor actor;
        actor.id = actor.state = mark.state;
        document.actors.actors.push_back(actor);
        document.actors.states.push_back(place->second);
      }
      mention.actor = place->second;
    }
    document.actors.mentions.push_back(mention);
  }
  return document;
}

std::string compact(const Figure& figure) {
  std::string out;
  const auto put = [&](const char* name, const std::string& value) {
    if (value.empty()) return;
    out += out.empty() ? "" : " ";
    out += std::string(name) + value;
  };
  const auto number = [](const std::optional<Decimal>& value) {
    return value ? to_plain(value->to_double()) : "";
  };
  put("value=", number(figure.value));
  put("low=", number(figure.low));
  put("high=", number(figure.high));
  put("unit=", figure.unit);
  if (figure.approximate) put("about", " ");
  if (!out.empty() && out.back() == ' ') out.pop_back();
  put("measure=", figure.measure);
  if (figure.directed) out += " directed";
  put("trend=", to_string(figure.trend));
  put("comparison=", number(figure.comparison));
  if (figure.promised) out += " promised";
  return out;
}

std::string found(const FigureLayer& layer) {
  std::string out;
  for (const Figure& figure : layer.figures) out += (out.empty() ? "" : "; ") + compact(figure);
  if (!layer.figures.empty()) return out;
  out = "-";
  for (const Refusal& refusal : layer.refusals)
    out += (out == "-" ? " " : ", ") + std::string(refusal.reason);
  return out;
}

Result<Table> cases() {
  return parse_table("figures.cases.tsv", *load_file("figures.cases.tsv", 1 << 20),
                     {"text", "expected"});
}

TEST(FindFigures, ReadsAsTheCasesSay) {
  const auto table = cases();
  ASSERT_TRUE(table) << table.error().to_line();
  ASSERT_GT(table->rows(), 200u);
  std::size_t nothing = 0;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    Document document = make(table->at(row, 0));
    document.figures = find_figures(document, world().lexicon);
    EXPECT_EQ(check(document), "") << table->at(row, 0);
    EXPECT_EQ(found(document.figures), table->at(row, 1)) << table->at(row, 0);
    nothing += table->at(row, 1).front() == '-';
  }
  EXPECT_GE(nothing, 60u);
}

// Under one label every writing gives the same amounts in the same units, with no expected value
// written.
TEST(FindFigures, GivesOneFactInManyWritings) {
  const auto table = parse_table("figures.agreement.tsv",
                                 *load_file("figures.agreement.tsv", 1 << 20), {"label", "text"});
  ASSERT_TRUE(table) << table.error().to_line();
  std::map<std::string, std::pair<std::string, std::string>> first;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const Document document = make(table->at(row, 1));
    std::string amounts;
    for (const Figure& figure : find_figures(document, world().lexicon).figures) {
      const auto put = [&](const std::optional<Decimal>& value) {
        amounts += value ? to_plain(value->to_double()) + " " : std::string("- ");
      };
      put(figure.value);
      put(figure.low);
      put(figure.high);
      amounts += figure.unit + ";";
    }
    EXPECT_NE(amounts, "") << table->at(row, 1);
    const auto one = first
                         .emplace(std::string(table->at(row, 0)),
                                  std::pair(amounts, std::string(table->at(row, 1))))
                         .first;
    EXPECT_EQ(amounts, one->second.first)
        << table->at(row, 1) << "\nagainst " << one->second.second;
  }
  EXPECT_GT(first.size(), 5u);
}

TEST(FindFigures, PointsAtItsWords) {
  const Document document =
      make("Last year exports rose 12 percent to a record of more than $5bn in all.");
  const FigureLayer layer = find_figures(document, world().lexicon);
  ASSERT_EQ(layer.figures.size(), 2u);
  EXPECT_EQ(document.text(layer.figures[1].span), "more than $5bn");
  EXPECT_EQ(document.text(layer.figures[1].measure_span), "exports");
  EXPECT_EQ(document.text(layer.figures[1].trend_span), "record");
  EXPECT_EQ(document.text_layer.span_of(layer.figures[1].tokens), layer.figures[1].span);
  EXPECT_TRUE(layer.figures[1].directed);
  EXPECT_STREQ(layer.figures[1].rule, "money sign");
}

TEST(FindFigures, KeepsDecimalsExact) {
  const Document document = make("Trade reached 43.8 billion dollars and 0.1 trillion yuan.");
  const FigureLayer layer = find_figures(document, world().lexicon);
  ASSERT_EQ(layer.figures.size(), 2u);
  EXPECT_EQ(layer.figures[0].value->to_double(), 43800000000.0);
  EXPECT_EQ(layer.figures[1].value->to_double(), 100000000000.0);
}

TEST(FindFigures, SkipsTitles) {
  const Document document = make("Trade hits $5bn", true);
  const FigureLayer layer = find_figures(document, world().lexicon);
  EXPECT_TRUE(layer.figures.empty());
  EXPECT_TRUE(layer.refusals.empty());
}

TEST(FindFigures, TakesWholeLayersThatAreEmpty) {
  const Document empty = make("");
  EXPECT_TRUE(find_figures(empty, world().lexicon).figures.empty());
}

// Every substring of every case that begins and ends between code points: no crash, a whole layer,
// each in its sentence.
TEST(FindFigures, StandsEverySubstringOfTheCases) {
  const auto table = cases();
  ASSERT_TRUE(table);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::string_view text = table->at(row, 0);
    const auto boundary = [&](std::size_t at) {
      return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0u) != 0x80;
    };
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
      if (!boundary(begin)) continue;
      for (std::size_t end = begin + 1; end <= text.size(); ++end) {
        if (!boundary(end)) continue;
        Document document = make(text.substr(begin, end - begin));
        document.figures = find_figures(document, world().lexicon);
        ASSERT_EQ(check(document), "") << text.substr(begin, end - begin);
        for (const Figure& figure : document.figures.figures) {
          ASSERT_LE(figure.measure_span.end, document.text().size());
          ASSERT_EQ(figure.trend_span.empty(), figure.trend == Trend::kUnsaid);
          if (figure.measure.empty()) {
            ASSERT_TRUE(figure.measure_span.empty());
          }
        }
      }
    }
  }
}

// Short texts over words that rules look at: the rules meet in every order.
TEST(FindFigures, StandsEveryOrderOfItsWords) {
  const std::string words[] = {"5",     "$",    "-",       "to", "from", "million",
                               "trade", "rose", "percent", "(",  "a",    "ships"};
  std::vector<std::string> texts = {""};
  for (std::size_t done = 0, length = 0; length < 4; ++length) {
    const std::size_t end = texts.size();
    for (; done < end; ++done) {
      for (const std::string& word : words)
        texts.push_back(texts[done] + (texts[done].empty() ? "" : " ") + word);
    }
  }
  for (const std::string& text : texts) {
    Document document = make(text);
    document.figures = find_figures(document, world().lexicon);
    ASSERT_EQ(check(document), "") << text;
  }
}

std::string repeat(std::string_view text, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += text;
  return out;
}

double cpu_seconds(const Document& document) {
  const std::clock_t begin = std::clock();
  const FigureLayer layer = find_figures(document, world().lexicon);
  const std::clock_t end = std::clock();
  EXPECT_LE(layer.figures.size(), document.text_layer.tokens());
  return static_cast<double>(end - begin) / CLOCKS_PER_SEC;
}

// One long sentence: four times the text takes about four times as long, never sixteen.
TEST(FindFigures, IsLinearOnHostileText) {
  const char* kTexts[] = {"7 ",
                          "7,",
                          "7-",
                          "$5 ",
                          "five ",
                          "five-",
                          "trade 5% ",
                          "5% trade ",
                          "more than ",
                          "million ",
                          "trade, ",
                          "to 5 ",
                          "from 3 to 5 ",
                          "a record ",
                          "US$",
                          "rose 5% to $5, ",
                          "and ",
                          "7 (",
                          "up 5%, ",
                          "killed 5 ",
                          "1,",
                          "hundred and ",
                          "$5bn of trade of trade of trade ",
                          "includes 5 ships worth $5 ",
                          "number of ships 5 "};
  for (const char* text : kTexts) {
    const double small = cpu_seconds(make(repeat(text, 1 << 16)));
    Document document = make(repeat(text, 1 << 18));
    EXPECT_LT(cpu_seconds(document), 9 * small + 0.2) << text;
    document.figures = find_figures(document, world().lexicon);
    EXPECT_EQ(check(document), "") << text;
  }
}

TEST(FindFigures, RefusesAMegabyteOfDigits) {
  const Document document = make(std::string(1 << 20, '7') + " ships");
  EXPECT_LT(cpu_seconds(document), 1.0);
  EXPECT_EQ(found(find_figures(document, world().lexicon)), "- no number");
}

struct BadRow {
  const char* table;
  const char* text;
  const char* message;
};

TEST(LoadFigureLexicon, RefusesBadRows) {
  const BadRow kRows[] = {
      {"stop_words", "word\tuse\nthe\tarticle\n", "figures/stop_words.tsv:2: column use"},
      {"stop_words", "word\tuse\nof the\tpreposition\n", "figures/stop_words.tsv:2: column word"},
      {"nouns", "word\tform\npeople\tplural\npeople\tplural\n", "figures/nouns.tsv:3: column word"},
      {"adjectives", "word\nvery big\n", "figures/adjectives.tsv:2: column word"},
      {"party_words", "word\tuse\nsides\tside\n", "figures/party_words.tsv:2: column use"},
      {"collections", "word\trole\nlist\tbag\n", "figures/collections.tsv:2: column role"},
      {"plan_words", "word\trole\nreach\tget\n", "figures/plan_words.tsv:2: column role"},
      {"numbers", "word\tkind\tvalue\nten\tnumber\t10\n", "figures/numbers.tsv:2: column kind"},
      {"numbers", "word\tkind\tvalue\nmillion\tscale\t60\n", "figures/numbers.tsv:2: column value"},
      {"numbers", "word\tkind\tvalue\nten\tten\tx\n", "figures/numbers.tsv:2: column value"},
      {"numbers", "word\tkind\tvalue\nten\tunit\t10\nten\tunit\t10\n",
       "figures/numbers.tsv:3: column word"},
      {"currencies", "code\tnames\tadjectives\tsigns\tstates\tbare\nUS\tdollar\t\t$\tUSA\t\n",
       "figures/currencies.tsv:2: column code"},
      {"currencies", "code\tnames\tadjectives\tsigns\tstates\tbare\nUSD\tdollar\t\t$\tUS\t\n",
       "figures/currencies.tsv:2: column states"},
      {"currencies", "code\tnames\tadjectives\tsigns\tstates\tbare\nUSD\tdollar\t\t$\tUSA\tpound\n",
       "figures/currencies.tsv:2: column bare"},
      {"currencies",
       "code\tnames\tadjectives\tsigns\tstates\tbare\nAUD\tdollar\t\t\tAUS\tdollar\nUSD\tdollar\t\t"
       "\tUSA\tdollar\n",
       "figures/currencies.tsv:3: column bare"},
      {"units", "words\tunit\tkind\nkm\tkm\tlength\n", "figures/units.tsv:2: column kind"},
      {"units", "words\tunit\tkind\nkm|km\tkm\tphysical\n", "figures/units.tsv:2: column words"},
      {"units", "words\tunit\tkind\nkm\t\tphysical\n", "figures/units.tsv:2: column unit"},
      {"bounds", "phrase\teffect\tplace\nabout\tmaybe\tbefore\n",
       "figures/bounds.tsv:2: column effect"},
      {"bounds", "phrase\teffect\tplace\nabout\tabout\tinside\n",
       "figures/bounds.tsv:2: column place"},
      {"measures",
       "pattern\tmeasure\tkinds\tdirected\tof_two\tform\tgrowth\naid\taid\tcash\tyes\t\tnoun\t\n",
       "figures/measures.tsv:2: column kinds"},
      {"measures",
       "pattern\tmeasure\tkinds\tdirected\tof_"
       "two\tform\tgrowth\naid\taid\tmoney\tmaybe\t\tnoun\t\n",
       "figures/measures.tsv:2: column directed"},
      {"measures",
       "pattern\tmeasure\tkinds\tdirected\tof_two\tform\tgrowth\naid\taid\tmoney\tyes\t\tword\t\n",
       "figures/measures.tsv:2: column form"},
      {"trends", "phrase\ttrend\tform\nrose\tupwards\tverb\n",
       "figures/trends.tsv:2: column trend"},
      {"trends", "phrase\ttrend\tform\nrose\tup\tadverb\n", "figures/trends.tsv:2: column form"},
      {"modifiers", "word\tunit\nbed\t\n", "figures/modifiers.tsv:2: column unit"},
      {"name_words", "phrase\tcase\narticle\tlower\n", "figures/name_words.tsv:2: column case"},
  };
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "figures_bad_rows";
  for (const BadRow& row : kRows) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "figures");
    std::ofstream(folder / "figures" / (std::string(row.table) + ".tsv")) << row.text;
    Vocabulary vocabulary;
    const auto lexicon = load_figure_lexicon({folder}, world().splitter, vocabulary);
    ASSERT_FALSE(lexicon) << row.text;
    EXPECT_EQ(lexicon.error().code, ErrorCode::kBadTable);
    EXPECT_NE(lexicon.error().to_line().find(row.message), std::string::npos)
        << row.text << "\nexpected " << row.message << "\nfound    " << lexicon.error().to_line();
  }
  std::filesystem::remove_all(folder);
}

// Rows are sorted by bytes, so that a reader finds his place and a diff stays small.
TEST(LoadFigureLexicon, TablesAreSorted) {
  const std::pair<const char*, std::string_view> kTables[] = {
      {"adjectives", figures_tables::adjectives()},
      {"bounds", figures_tables::bounds()},
      {"collections", figures_tables::collections()},
      {"currencies", figures_tables::currencies()},
      {"extents", figures_tables::extents()},
      {"measures", figures_tables::measures()},
      {"modifiers", figures_tables::modifiers()},
      {"name_words", figures_tables::name_words()},
      {"nouns", figures_tables::nouns()},
      {"numbers", figures_tables::numbers()},
      {"party_words", figures_tables::party_words()},
      {"plan_words", figures_tables::plan_words()},
      {"stop_words", figures_tables::stop_words()},
      {"trends", figures_tables::trends()},
      {"units", figures_tables::units()}};
  for (const auto& [name, bytes] : kTables) {
    std::string_view last;
    bool header = true;
    for (const std::string_view line : split_all(bytes, '\n')) {
      if (line.empty() || line.front() == '#') continue;
      if (!header) {
        EXPECT_LT(last, line) << name;
        last = line;
      }
      header = false;
    }
  }
}

}  // namespace
}  // namespace chancery

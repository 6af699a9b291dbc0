#include "times/times.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "times/anchoring.hpp"
#include "times/rules.hpp"

namespace chancery {
namespace {

// Splitter, vocabulary and lexicon as the program has them.
struct World {
  WordSplitter splitter;
  Vocabulary vocabulary;
  TimeLexicon lexicon;

  static World load() {
    auto splitter = load_word_splitter({});
    Vocabulary vocabulary;
    auto lexicon = load_time_lexicon({}, *splitter, vocabulary);
    EXPECT_TRUE(lexicon) << lexicon.error().to_line();
    return World{std::move(*splitter), std::move(vocabulary), std::move(*lexicon)};
  }
};

const World& world() {
  static const World loaded = World::load();
  return loaded;
}

// A document of one paragraph a line; a sentence ends with its line, or at a stop before a blank
// and a word that is no number.
Document make_document(std::string text, std::optional<Day> date) {
  Report report;
  report.date = date;
  report.text = std::move(text);
  Document document(std::move(report));
  TextLayer& layer = document.text_layer;
  const std::string_view bytes = document.text();
  world().splitter.split(bytes, {0, static_cast<std::uint32_t>(bytes.size())}, layer.token_span);
  const std::size_t count = layer.token_span.size();
  if (count == 0) return document;
  layer.paragraph_span = {{0, static_cast<std::uint32_t>(bytes.size())}};
  TokenId begin = 0;
  for (TokenId token = 0; token < count; ++token) {
    const Span span = layer.token_span[token];
    layer.word.push_back(world().vocabulary.find(fold(span.of(bytes))));
    layer.shape.push_back(shape_of(span.of(bytes)));
    layer.space_before.push_back(token > 0 && layer.token_span[token - 1].end < span.begin);
    layer.token_sentence.push_back(static_cast<SentenceId>(layer.sentence_span.size()));
    const bool last = token + 1 == count;
    const bool stop = span.of(bytes) == "." && !last &&
                      layer.token_span[token + 1].begin > span.end &&
                      shape_of(layer.token_span[token + 1].of(bytes)) != Shape::kNumber;
    const std::uint32_t next = last ? span.end : layer.token_span[token + 1].begin;
    const bool line = bytes.substr(span.end, next - span.end).find('\n') != std::string_view::npos;
    if (!last && !stop && !line) continue;
    layer.sentence_span.push_back({layer.token_span[begin].begin, span.end});
    layer.sentence_tokens.push_back({begin, token + 1});
    layer.sentence_paragraph.push_back(static_cast<std::uint32_t>(layer.paragraph_span.size() - 1));
    if (line) {
      layer.paragraph_span.back().end = span.end;
      layer.paragraph_span.push_back({next, static_cast<std::uint32_t>(bytes.size())});
    }
    layer.sentence_is_title.push_back(false);
    begin = token + 1;
  }
  return document;
}

Document read(std::string text, std::optional<Day> date) {
  Document document = make_document(std::move(text), date);
  document.times = find_times(document, world().lexicon);
  return document;
}

std::string describe(const TimeExpression& time) {
  if (time.kind == TimeKind::kDuration) return "duration";
  if (time.kind == TimeKind::kSet) return "set";
  return time.interval.known() ? to_edtf(time.interval) : "open";
}

// The text of a case without its brackets, and the spans that stood in them.
struct Marked {
  std::string text;
  std::vector<Span> spans;
};
Marked parse_marks(std::string_view text) {
  Marked marked;
  for (const char letter : text) {
    const auto at = static_cast<std::uint32_t>(marked.text.size());
    if (letter == '[') {
      marked.spans.push_back({at, at});
    } else if (letter == ']') {
      marked.spans.back().end = at;
    } else {
      marked.text += letter;
    }
  }
  return marked;
}

Table load_cases() {
  auto cases = parse_table("times.cases.tsv", *load_file("times.cases.tsv", 1 << 20),
                           {"report_date", "text", "expected", "use", "value"});
  EXPECT_TRUE(cases) << cases.error().to_line();
  return std::move(*cases);
}

void append(std::string& out, std::string_view words, std::string_view value) {
  out.append("[").append(words).append("] ").append(value).append(" ");
}

// "[last year] 2024", one expression after the other.
std::string write_expected(const Marked& marked, std::string_view expected) {
  std::string out;
  const auto parts = split_all(expected, '|');
  for (std::size_t i = 0; i < marked.spans.size(); ++i) {
    append(out, marked.spans[i].of(marked.text), parts[std::min(i, parts.size() - 1)]);
  }
  return out;
}

TEST(FindTimes, ReadsAsTheCasesSay) {
  const Table cases = load_cases();
  std::size_t empty = 0;
  for (std::size_t row = 0; row < cases.rows(); ++row) {
    const Marked marked = parse_marks(cases.at(row, 1));
    const std::string_view expected = cases.at(row, 2);
    ASSERT_EQ(expected == "-", marked.spans.empty()) << marked.text;
    if (expected != "-") {
      const std::size_t parts = split_all(expected, '|').size();
      ASSERT_EQ(parts, marked.spans.size()) << marked.text;
    }
    empty += marked.spans.empty();
    const auto date = parse_iso_day(cases.at(row, 0));
    ASSERT_EQ(date.has_value(), cases.at(row, 0) != "-") << marked.text;
    const Document document = read(marked.text, date);
    std::string found;
    for (const TimeExpression& time : document.times.times) {
      append(found, document.text(time.span), describe(time));
    }
    EXPECT_EQ(write_expected(marked, expected), found)
        << "text: " << marked.text << "\nreport of " << cases.at(row, 0) << '\n'
        << dump(document);
    EXPECT_EQ(check(document), "") << marked.text;
    if (!cases.at(row, 4).empty()) {
      std::string values;
      for (const TimeExpression& time : document.times.times) {
        if (!values.empty()) values += '|';
        values += time.value;
        if (time.mod != TimeMod::kNone) values += std::string(" ") + to_string(time.mod);
      }
      EXPECT_EQ(values, cases.at(row, 4)) << marked.text;
    }
    if (!cases.at(row, 3).empty()) {
      for (const TimeExpression& time : document.times.times) {
        EXPECT_EQ(time.use == TimeUse::kTerm, cases.at(row, 3) == "term") << marked.text;
      }
    }
  }
  EXPECT_GE(cases.rows(), 580u);
  EXPECT_GE(empty, 100u);
}

// Every substring of every case is a text: nothing breaks, and all promises of the layer hold.
TEST(FindTimes, KeepsItsPromisesOnEverySubstring) {
  const Table cases = load_cases();
  const auto date = parse_iso_day("2025-04-26");
  for (std::size_t row = 0; row < cases.rows(); ++row) {
    const std::string text = parse_marks(cases.at(row, 1)).text;
    const auto cuts = [&](std::size_t at) {
      return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80;
    };
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
      if (cuts(begin)) continue;
      for (std::size_t end = begin + 1; end <= text.size(); ++end) {
        if (cuts(end)) continue;
        const bool dated = (begin + end) % 4 != 0;
        const Document document =
            read(text.substr(begin, end - begin), dated ? date : std::nullopt);
        ASSERT_EQ(check(document), "") << document.text();
        for (const TimeExpression& time : document.times.times) {
          ASSERT_EQ(document.text_layer.span_of(time.tokens), time.span) << document.text();
          ASSERT_EQ(document.text_layer.token_sentence[time.tokens.begin],
                    document.text_layer.token_sentence[time.tokens.end - 1])
              << document.text();
          ASSERT_STRNE(time.rule, "") << document.text();
          if (time.kind == TimeKind::kDuration || time.kind == TimeKind::kSet) {
            ASSERT_FALSE(time.interval.known()) << document.text();
          }
          const Interval& interval = time.interval;
          if (interval.from && interval.to) {
            ASSERT_LE(*interval.from, *interval.to) << document.text();
          }
          if (interval.known()) {
            ASSERT_EQ(parse_edtf(to_edtf(interval)), interval) << document.text();
          }
        }
      }
    }
  }
}

// Words of time in every order up to four: a small world of odd texts.
TEST(FindTimes, KeepsItsPromisesOnOddOrders) {
  const std::string words[] = {"the",  "end",  "of", "first", "May",    "24", "-",   "2024",
                               "last", "year", "by", "two",   "Friday", ",",  "ago", "to"};
  const auto date = parse_iso_day("2024-02-29");
  for (const auto& a : words) {
    for (const auto& b : words) {
      for (const auto& c : words) {
        for (const auto& d : words) {
          const Document document = read(a + " " + b + " " + c + " " + d, date);
          ASSERT_EQ(check(document), "") << document.text();
          for (const TimeExpression& time : document.times.times) {
            if (!time.interval.from || !time.interval.to) continue;
            ASSERT_LE(*time.interval.from, *time.interval.to) << document.text();
          }
        }
      }
    }
  }
}

// The calendar's ends: shifts past the years 1 and 9999 stay open instead of leaving the calendar.
TEST(FindTimes, StaysOpenPastTheEndsOfTheCalendar) {
  for (const char* date : {"0001-01-01", "9999-12-31"}) {
    for (const char* text :
         {"They met last year.", "They will meet next year.", "They met 3000 years ago.",
          "They met last century.", "They will meet in the next decade.",
          "They met tomorrow and yesterday.", "They met in January and in December.",
          "They met on 31 December and on 1 January.", "They met next week.",
          "They met last month.", "They met early next year."}) {
      const Document document = read(text, parse_iso_day(date));
      EXPECT_EQ(check(document), "") << text;
      EXPECT_FALSE(document.times.times.empty()) << text;
      for (const TimeExpression& time : document.times.times) {
        if (time.interval.known()) {
          EXPECT_EQ(parse_edtf(to_edtf(time.interval)), time.interval) << text;
        }
      }
    }
  }
}

TEST(FindTimes, SaysWhatItRestsOn) {
  const auto basis = [](std::string text) {
    const Document document = read(std::move(text), parse_iso_day("2025-04-26"));
    return document.times.times.empty() ? "none" : to_string(document.times.times.back().basis);
  };
  EXPECT_STREQ(basis("They met on 3 May 2024."), "stated");
  EXPECT_STREQ(basis("They met in 2024."), "stated");
  EXPECT_STREQ(basis("They met on 3 May."), "report_date");
  EXPECT_STREQ(basis("They met last year."), "report_date");
  EXPECT_STREQ(basis("They met on Friday."), "report_date");
  EXPECT_STREQ(basis("In 2021 it fell from a year earlier."), "inferred");

  Document document = make_document("They met last year.", std::nullopt);
  document.layout.dateline = Dateline{{}, {}, {}, parse_iso_day("2020-06-01")};
  document.times = find_times(document, world().lexicon);
  ASSERT_EQ(document.times.times.size(), 1u);
  EXPECT_EQ(document.times.times[0].basis, Basis::kDateline);
  EXPECT_EQ(to_edtf(document.times.times[0].interval), "2019");
}

TEST(FindTimes, MarksWhatIsApproximate) {
  const auto approximate = [](std::string text) {
    const Document document = read(std::move(text), parse_iso_day("2025-04-26"));
    return document.times.times.size() == 1 && document.times.times[0].approximate;
  };
  EXPECT_TRUE(approximate("It began around 2010."));
  EXPECT_TRUE(approximate("It began about two years ago."));
  EXPECT_TRUE(approximate("It lasted nearly three years."));
  EXPECT_TRUE(approximate("It began in early 2010."));
  EXPECT_FALSE(approximate("It began in 2010."));
  EXPECT_FALSE(approximate("It began two years ago."));
}

TEST(FindTimes, NamesTheGrain) {
  const auto grain = [](std::string text) {
    const Document document = read(std::move(text), parse_iso_day("2025-04-26"));
    EXPECT_EQ(document.times.times.size(), 1u) << document.text();
    return document.times.times.empty() ? Grain::kCentury : document.times.times[0].grain;
  };
  EXPECT_EQ(grain("They met on 3 May."), Grain::kDay);
  EXPECT_EQ(grain("They met today."), Grain::kDay);
  EXPECT_EQ(grain("They met last week."), Grain::kWeek);
  EXPECT_EQ(grain("They met in May."), Grain::kMonth);
  EXPECT_EQ(grain("They met in the first quarter."), Grain::kQuarter);
  EXPECT_EQ(grain("They met in the first half of 2024."), Grain::kHalf);
  EXPECT_EQ(grain("They met in 2024."), Grain::kYear);
  EXPECT_EQ(grain("They met in the 1990s."), Grain::kDecade);
  EXPECT_EQ(grain("They met for three years."), Grain::kYear);
}

// A sentence does not lend its words to the next.
TEST(FindTimes, StaysWithinASentence) {
  const Document document =
      read("They met in April\n2024 people came\nOn 24\nMay they rest\nIt fell by\nFriday",
           parse_iso_day("2025-04-26"));
  ASSERT_EQ(document.times.times.size(), 2u) << dump(document);
  EXPECT_EQ(document.text(document.times.times[0].span), "April");
  EXPECT_EQ(document.text(document.times.times[1].span), "Friday");
}

// "Later" counts from a day of the sentence before, but not of the paragraph before.
TEST(FindTimes, CountsFromTheSentenceBefore) {
  const auto last = [](std::string text) {
    const Document document = read(std::move(text), parse_iso_day("2025-04-26"));
    return document.times.times.empty() ? "none" : describe(document.times.times.back());
  };
  EXPECT_EQ(last("It began on 3 May 2023. Two days later it stopped."), "2023-05-05");
  EXPECT_EQ(last("It began on 3 May 2023. It spread. Two days later it stopped."), "open");
  EXPECT_EQ(last("It began on 3 May 2023.\nTwo days later it stopped."), "open");
}

TEST(FindTimes, KeepsBothReadingsOfAnOpenOrder) {
  const auto readings = [](std::string text, const char* date) {
    const Document document = read(std::move(text), parse_iso_day(date));
    EXPECT_EQ(document.times.times.size(), 1u) << dump(document);
    const TimeExpression& time = document.times.times.front();
    EXPECT_FALSE(time.interval.known()) << dump(document);
    return to_edtf(time.day_first) + " or " + to_edtf(time.month_first);
  };
  EXPECT_EQ(readings("It is of 03/04/2025.", "2025-06-01"), "2025-04-03 or 2025-03-04");
  EXPECT_EQ(readings("They met on 03/04.", "2025-06-01"), "2025-04-03 or 2025-03-04");
  EXPECT_EQ(readings("It ran from 01/03/2025 to 05/03/2025.", "2025-06-01"),
            "2025-03-01/2025-03-05 or 2025-01-03/2025-05-03");
}

TEST(FindTimes, SaysFromWhichTimeItCounts) {
  const auto anchor = [](std::string text) {
    const Document document = read(std::move(text), parse_iso_day("2025-04-26"));
    const auto& times = document.times.times;
    EXPECT_FALSE(times.empty()) << document.text();
    EXPECT_EQ(times.back().anchor != kNoTime, times.back().basis == Basis::kInferred);
    return times.back().anchor == kNoTime
               ? std::string("none")
               : std::string(document.text(times[times.back().anchor].span));
  };
  EXPECT_EQ(anchor("They met on 3 May 2023. The following Tuesday they parted."), "3 May 2023");
  EXPECT_EQ(anchor("It began in 2019. In the same year it ended."), "2019");
  EXPECT_EQ(anchor("It rose in May 2023 from a year earlier."), "May 2023");
  EXPECT_EQ(anchor("It began on 3 May 2023. Two days later it ended."), "3 May 2023");
  EXPECT_EQ(anchor("They met on 3 February and again on the 5th."), "3 February");
  EXPECT_EQ(anchor("They met last year."), "none");
}

TEST(FindTimes, MarksWhatOthersAreComparedWith) {
  const auto is_base = [](std::string text) {
    const Document document = read(std::move(text), parse_iso_day("2025-04-26"));
    EXPECT_FALSE(document.times.times.empty()) << document.text();
    return document.times.times.back().use == TimeUse::kBase;
  };
  EXPECT_TRUE(is_base("Trade grew by 5 percent from 2019."));
  EXPECT_TRUE(is_base("Trade was up from a year earlier."));
  EXPECT_TRUE(is_base("Trade was higher than in 2019."));
  EXPECT_TRUE(is_base("Trade grew by 5 percent over the previous year."));
  EXPECT_TRUE(is_base("Trade grew compared with last May."));
  EXPECT_FALSE(is_base("Trade grew by 5 percent in 2019."));
  EXPECT_FALSE(is_base("Trade grew over the past five years."));
  EXPECT_FALSE(is_base("From 2026 the tariff falls."));
  EXPECT_FALSE(is_base("They protested against last year's reform."));
}

// "The envoys [verb] in Quito on Friday": the tree decides where there is one.
TEST(FindTimes, AsksTheTreeForTheTense) {
  const auto friday = [](std::string verbs, std::vector<Xpos> tags) {
    Document document =
        make_document("The envoys " + verbs + " on Friday", parse_iso_day("2025-04-26"));
    const std::size_t count = document.text_layer.tokens();
    EXPECT_EQ(count, tags.size() + 4) << verbs;
    SyntaxLayer& syntax = document.syntax;
    const auto verb = static_cast<TokenId>(count - 3);
    syntax.upos.assign(count, Upos::kNoun);
    syntax.xpos.assign(count, Xpos::kNn);
    syntax.head.assign(count, verb);
    syntax.head[verb] = kNoToken;
    syntax.relation.assign(count, Relation::kObl);
    syntax.lemma_span.assign(count, Span{});
    for (std::size_t i = 0; i < tags.size(); ++i) {
      syntax.xpos[2 + i] = tags[i];
      syntax.upos[2 + i] = Upos::kVerb;
      if (i + 1 < tags.size()) syntax.relation[2 + i] = Relation::kAux;
    }
    document.times = find_times(document, world().lexicon);
    return describe(document.times.times.back());
  };
  EXPECT_EQ(friday("spoke", {Xpos::kVbd}), "2025-04-25");
  EXPECT_EQ(friday("could confer", {Xpos::kMd, Xpos::kVb}), "2025-05-02");
  EXPECT_EQ(friday("may be seen", {Xpos::kMd, Xpos::kVb, Xpos::kVbn}), "2025-05-02");
  EXPECT_EQ(friday("were seen", {Xpos::kVbd, Xpos::kVbn}), "2025-04-25");
}

// The work is bound by the length, also where nothing but digits, or half-finished rules, follow.
TEST(FindTimes, ReadsLongLines) {
  const auto date = parse_iso_day("2025-04-26");
  EXPECT_TRUE(read(std::string(10'000'000, '7'), date).times.times.empty());
  std::string digits;
  for (int i = 0; i < 300'000; ++i) digits += "12-3/4 7 ";
  EXPECT_EQ(check(read(std::move(digits), date)), "");
  for (const char* piece :
       {"two weeks after ", "between now and ", "from May to ", "the end of ", "the week of ",
        "the day before ", "3 years, ", "on the 3rd of next "}) {
    std::string text;
    for (int i = 0; i < 30'000; ++i) text += piece;
    EXPECT_EQ(check(read(std::move(text), date)), "") << piece;
  }
}

// Long sentences of nothing but expressions are read in one pass over their words of tense.
TEST(FindTimes, ReadsLongSentences) {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += "on Friday the end of the end of ";
  const Document document = read(std::move(text), parse_iso_day("2025-04-26"));
  EXPECT_EQ(document.times.times.size(), 50000u);
}

class BadTable : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("chancery_times_" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "times");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // The message for a table of these rows, without the folder.
  std::string load(const std::string& table, const std::string& rows) {
    std::ofstream(folder_ / "times" / table) << rows;
    Vocabulary vocabulary;
    const auto lexicon = load_time_lexicon({folder_}, world().splitter, vocabulary);
    std::filesystem::remove(folder_ / "times" / table);
    if (lexicon) return "loaded";
    EXPECT_EQ(lexicon.error().code, ErrorCode::kBadTable);
    const std::string line = lexicon.error().to_line();
    return line.substr(std::min(line.size(), folder_.string().size() + 1));
  }
  std::filesystem::path folder_;
};

TEST_F(BadTable, IsRefusedByFileLineAndColumn) {
  EXPECT_EQ(load("months.tsv", "form\tmonth\talone\nMay\t13\tno\n"),
            "times/months.tsv:2: column month: expected a month, 1 to 12");
  EXPECT_EQ(load("months.tsv", "form\tmonth\talone\nMay\t5\tmaybe\n"),
            "times/months.tsv:2: column alone: expected yes or no");
  EXPECT_EQ(load("months.tsv", "form\tmonth\talone\nMay\t5\tno\nmay\t5\tno\n"),
            "times/months.tsv:3: column form: listed before");
  EXPECT_EQ(load("months.tsv", "form\tmonth\talone\nMay Day\t5\tno\n"),
            "times/months.tsv:2: column form: expected one word");
  EXPECT_EQ(load("weekdays.tsv", "form\tweekday\talone\nMonday\t0\tyes\n"),
            "times/weekdays.tsv:2: column weekday: expected a day of the week, 1 to 7");
  EXPECT_EQ(
      load("units.tsv", "form\tunit\tsize\tnumber\nmoon\tmoon\t1\tsingular\n"),
      "times/units.tsv:2: column unit: expected second, minute, hour, day, week, weekend, month, "
      "quarter or year");
  EXPECT_EQ(load("units.tsv", "form\tunit\tsize\tnumber\nday\tday\t0\tsingular\n"),
            "times/units.tsv:2: column size: expected a number, 1 to 100");
  EXPECT_EQ(load("units.tsv", "form\tunit\tsize\tnumber\nday\tday\t1\tdual\n"),
            "times/units.tsv:2: column number: expected singular or plural");
  EXPECT_EQ(load("number_words.tsv", "form\tvalue\tkind\none\tI\tone\n"),
            "times/number_words.tsv:2: column value: expected a number, 0 to 100");
  EXPECT_EQ(
      load("number_words.tsv", "form\tvalue\tkind\none\t1\tsome\n"),
      "times/number_words.tsv:2: column kind: expected one, teen, ten, dozen, hundred, article, "
      "uncounted or zero");
  EXPECT_EQ(load("ordinals.tsv", "form\tvalue\nfirst\t99\n"),
            "times/ordinals.tsv:2: column value: expected a number, 1 to 31");
  EXPECT_EQ(load("parts.tsv", "form\tpart\tindex\nQ5\tquarter\t5\n"),
            "times/parts.tsv:2: column index: expected 1 to 4 for quarters, 1 or 2 for halves");
  EXPECT_EQ(load("parts.tsv", "form\tpart\tindex\nQ1\tthird\t1\n"),
            "times/parts.tsv:2: column part: expected quarter or half");
  EXPECT_EQ(load("parts.tsv", "form\tpart\tindex\nQ1\tquarter\t1\nQ1\tquarter\t2\n"),
            "times/parts.tsv:3: column form: listed before");
  EXPECT_EQ(load("parts.tsv", "form\tpart\tindex\nH1\thalf\t1\nH1\tquarter\t2\n"),
            "times/parts.tsv:3: column form: listed before");
  EXPECT_EQ(load("day_words.tsv", "form\tshift\nyesterday\t-70\n"),
            "times/day_words.tsv:2: column shift: expected a number of days, -7 to 7");
  EXPECT_EQ(load("seasons.tsv", "form\tseason\nspring\twet\n"),
            "times/seasons.tsv:2: column season: expected spring, summer, autumn or winter");
  EXPECT_EQ(load("decades.tsv", "form\tyear\nsixties\t65\n"),
            "times/decades.tsv:2: column year: expected ten, twenty ... ninety");
  EXPECT_EQ(load("sets.tsv", "form\tunit\tsize\nweekly\tmoon\t1\n"),
            "times/sets.tsv:2: column unit: expected hour, day, week, month, year or weekday");
  EXPECT_EQ(load("sets.tsv", "form\tunit\tsize\nMondays\tweekday\t8\n"),
            "times/sets.tsv:2: column size: expected a day of the week, 1 to 7");
  EXPECT_EQ(load("clocks.tsv", "form\tmeans\tminutes\nnoon\tmeal\t720\n"),
            "times/clocks.tsv:2: column means: expected morning, afternoon, hour or zone");
  EXPECT_EQ(
      load("holidays.tsv", "name\tday\nFeast\t13-01\n"),
      "times/holidays.tsv:2: column day: expected MM-DD, \"easter\" or \"orthodox easter\" with "
      "a shift, \"N weekday D of MM plus N\", or \"listed NAME\"");
  EXPECT_EQ(load("holiday_days.tsv", "holiday\tday\nmoon\t2020-02-01\nmoon\t2020-01-01\n"),
            "times/holiday_days.tsv:3: column day: expected days in order, as YYYY-MM-DD");
  EXPECT_EQ(load("cues.tsv", "form\tcue\nby\tbi\n"),
            "times/cues.tsv:2: column cue: no such class of words");
  EXPECT_EQ(load("cues.tsv", "form\tcue\nby\tby\nBy\tby\n"),
            "times/cues.tsv:3: column form: listed before in this class");
  EXPECT_EQ(load("past_words.tsv", "form\tuse\nsaid\tsay\n"),
            "times/past_words.tsv:2: column use: expected saying, auxiliary or verb");
  EXPECT_EQ(load("past_words.tsv", "form\tuse\nwill\tverb\n"),
            "times/past_words.tsv:2: column form: listed before with another use");
  EXPECT_EQ(load("plan_words.tsv", "phrase\tuse\nwill\tplan\n"),
            "times/plan_words.tsv:1: unknown column 'use'");
}

TEST_F(BadTable, AFolderMayReplaceATable) {
  EXPECT_EQ(load("months.tsv", "form\tmonth\talone\nBrumaire\t11\tyes\n"), "loaded");
}

TEST(Holidays, FollowEaster) {
  EXPECT_EQ(to_iso(easter_sunday(1961)), "1961-04-02");
  EXPECT_EQ(to_iso(easter_sunday(2024)), "2024-03-31");
  EXPECT_EQ(to_iso(easter_sunday(2038)), "2038-04-25");
  EXPECT_EQ(to_iso(orthodox_easter_sunday(2023)), "2023-04-16");
  EXPECT_EQ(to_iso(orthodox_easter_sunday(2025)), "2025-04-20");
}

TEST(Anchoring, MovesByCalendarUnits) {
  const auto day = [](const char* text) { return *parse_iso_day(text); };
  EXPECT_EQ(add_months(day("2024-01-31"), 1), day("2024-02-29"));
  EXPECT_EQ(add_months(day("2024-03-31"), -13), day("2023-02-28"));
  EXPECT_EQ(add_months(day("0001-01-31"), -1), std::nullopt);
  EXPECT_EQ(add_months(day("9999-12-31"), 1), std::nullopt);
  EXPECT_EQ(shift(month_interval(2024, 2), Unit::kYear, -1), month_interval(2023, 2));
  EXPECT_EQ(shift(month_interval(2023, 2), Unit::kYear, 1), month_interval(2024, 2));
  EXPECT_EQ(to_edtf(unit_around(day("2025-04-26"), Unit::kWeek)), "2025-04-21/2025-04-27");
  EXPECT_EQ(to_edtf(unit_beside(day("2025-01-31"), Unit::kQuarter, -1)), "2024-10/2024-12");
  EXPECT_EQ(nearest_day(day("2025-04-26"), 4, 28, Heading::kPast), day("2025-04-28"));
  EXPECT_EQ(nearest_day(day("2025-04-26"), 4, 29, Heading::kPast), day("2024-04-29"));
  EXPECT_EQ(nearest_day(day("2025-04-26"), 4, 23, Heading::kFuture), day("2026-04-23"));
  EXPECT_EQ(nearest_weekday(day("2025-04-26"), 6, Heading::kFuture), day("2025-04-26"));
  EXPECT_EQ(nearest_weekday(day("2025-04-26"), 7, Heading::kPast), day("2025-04-20"));
}

}  // namespace
}  // namespace chancery

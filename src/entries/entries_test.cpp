#include "entries/entries.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/slug.hpp"
#include "document/words.hpp"
#include "entries/entry_json.hpp"

namespace chancery {
namespace {

// Builds a document from words: "[KAZ:Kazakhstan]" is a mention of a state, "{2024:last year}" a
// time that resolves to that EDTF, "(43 USD bilateral trade:$43)" a figure. Layers are made by
// hand, so that only the joining is tested.
class Story {
 public:
  Story() : splitter_(*load_word_splitter({})), lexicon_(*load_entry_lexicon({}, vocabulary_)) {}

  Document read(std::string_view marked) {
    struct Mark {
      char kind;
      std::string label;
      Span span;
    };
    std::vector<Mark> marks;
    std::string text;
    for (std::size_t i = 0; i < marked.size(); ++i) {
      const char open = marked[i];
      const char close = open == '[' ? ']' : open == '{' ? '}' : open == '<' ? '>' : '\0';
      if (close == '\0') {
        text += open;
        continue;
      }
      const std::size_t end = marked.find(close, i);
      const std::string_view inside = marked.substr(i + 1, end - i - 1);
      const std::size_t colon = inside.rfind(':');
      const auto begin = static_cast<std::uint32_t>(text.size());
      text += inside.substr(colon + 1);
      marks.push_back({open,
                       std::string(inside.substr(0, colon)),
                       {begin, static_cast<std::uint32_t>(text.size())}});
      i = end;
    }
    Report report;
    report.id = "r1";
    report.text = text;
    report.date = parse_iso_day("2025-04-26");
    Document document(std::move(report));
    TextLayer& layer = document.text_layer;
    const auto size = static_cast<std::uint32_t>(text.size());
    layer.paragraph_span = {{0, size}};
    splitter_.split(text, {0, size}, layer.token_span);
    std::uint32_t first = 0;
    for (std::uint32_t t = 0; t < layer.token_span.size(); ++t) {
      const std::string_view word = document.token(t);
      layer.word.push_back(vocabulary_.find(fold(word)));
      layer.shape.push_back(shape_of(word));
      layer.token_sentence.push_back(static_cast<SentenceId>(layer.sentences()));
      layer.space_before.push_back(t > 0 &&
                                   layer.token_span[t - 1].end < layer.token_span[t].begin);
      if (word == "." || t + 1 == layer.token_span.size()) {
        layer.sentence_span.push_back({layer.token_span[first].begin, layer.token_span[t].end});
        layer.sentence_tokens.push_back({first, t + 1});
        layer.sentence_paragraph.push_back(0);
        layer.sentence_is_title.push_back(false);
        first = t + 1;
      }
    }
    for (const Mark& mark : marks) {
      const TokenRange tokens = layer.tokens_in(mark.span);
      if (mark.kind == '[') {
        Actor actor;
        actor.id = actor.name = actor.state = mark.label;
        actor.type =
            mark.label.rfind("igo:", 0) == 0 ? ActorType::kOrganisation : ActorType::kState;
        auto& actors = document.actors.actors;
        auto found = std::find(actors.begin(), actors.end(), actor);
        const ActorId id = static_cast<ActorId>(found - actors.begin());
        if (found == actors.end()) {
          actors.push_back(actor);
          if (actor.type == ActorType::kState) document.actors.states.push_back(id);
        }
        document.actors.mentions.push_back(
            {mark.span, tokens, MentionKind::kName, id, How::kNamed, false, false});
      } else if (mark.kind == '{') {
        TimeExpression time;
        time.span = mark.span;
        time.tokens = tokens;
        time.interval = *parse_edtf(mark.label);
        time.grain = mark.label.size() > 7 ? Grain::kDay : Grain::kYear;
        document.times.times.push_back(time);
      } else {
        Figure figure;
        figure.span = mark.span;
        figure.tokens = tokens;
        const auto parts = split_all(mark.label, ',');
        figure.value = parse_decimal(parts[0]);
        figure.unit = parts[1];
        figure.measure = parts[2];
        figure.directed = parts.size() > 3;
        if (const auto at = text.find(figure.measure);
            !figure.measure.empty() && at != std::string::npos) {
          figure.measure_span = {static_cast<std::uint32_t>(at),
                                 static_cast<std::uint32_t>(at + figure.measure.size())};
        }
        document.figures.figures.push_back(figure);
      }
    }
    EXPECT_EQ(check(document), "");
    return document;
  }

  // "KAZ CHN/inferred from:.. to:.. period" of each figure entry.
  std::string joined(std::string_view marked) {
    const Document document = read(marked);
    std::string out;
    for (const Entry& entry : make_entries(document, lexicon_).entries) {
      if (!out.empty()) out += "; ";
      for (const EntryActor& actor : entry.actors) {
        out += actor.slot + ":" + actor.id + (actor.how == "inferred" ? "? " : " ");
      }
      const auto& fields = std::get<FigureFields>(entry.fields);
      if (fields.period) out += to_edtf(fields.period->interval);
    }
    return out;
  }

  EntryLexicon& lexicon() { return lexicon_; }

 private:
  Vocabulary vocabulary_;
  WordSplitter splitter_;
  EntryLexicon lexicon_;
};

TEST(FigureEntries, TakeThePairOfTheirOwnClause) {
  Story story;
  EXPECT_EQ(story.joined("Ties with [USA:the US] aside, bilateral trade of [PER:Peru] and "
                         "[CHL:Chile] hit <5,USD,bilateral trade:$5> {2024:last year}."),
            "subject:PER subject:CHL 2024");
}

TEST(FigureEntries, InferTheOnlyPairOfTheReportAndSaySo) {
  Story story;
  EXPECT_EQ(story.joined(
                "[PER:Peru] met [CHL:Chile]. The bilateral trade is <5,USD,bilateral trade:$5>."),
            "subject:PER? subject:CHL? ");
  EXPECT_EQ(story.joined("[PER:Peru] met [CHL:Chile] and [BRA:Brazil]. The bilateral trade is "
                         "<5,USD,bilateral trade:$5>."),
            "");
  EXPECT_EQ(story.joined("[PER:Peru] met [CHL:Chile]. The bilateral trade with [CHL:Chile] is "
                         "<5,USD,bilateral trade:$5>."),
            "subject:CHL subject:PER? ");
}

TEST(FigureEntries, InferNoPartyWhereTheWordsNameAnother) {
  Story story;
  const std::string start = "[PER:Peru] met [CHL:Chile]. The bilateral trade ";
  EXPECT_EQ(story.joined(start +
                         "between [PER:Peru] and the island states is <5,USD,bilateral trade:$5>."),
            "subject:PER ");
  EXPECT_EQ(story.joined(start + "with the bloc is <5,USD,bilateral trade:$5>."), "");
  EXPECT_EQ(story.joined(start + "between the two countries is <5,USD,bilateral trade:$5>."),
            "subject:PER? subject:CHL? ");
}

TEST(FigureEntries, ReadTheDirectionOffThePrepositions) {
  Story story;
  EXPECT_EQ(
      story.joined("[KEN:Kenyan] exports to [igo:EU:the EU] hit <5,USD,exports,directed:$5>."),
      "subject:KEN from:KEN to:igo:EU ");
  EXPECT_EQ(story.joined("[KEN:Kenyan] imports from [CHN:China] hit <5,USD,imports,directed:$5>."),
            "subject:KEN from:CHN to:KEN ");
  EXPECT_EQ(story.joined("A grant from [JPN:Japan] to [NPL:Nepal] of <5,USD,grant,directed:$5>."),
            "subject:JPN from:JPN to:NPL ");
}

TEST(FigureEntries, TakeTheNearestPeriodAndNoDay) {
  Story story;
  EXPECT_EQ(story.joined("In {2024:2024} the budget was <5,USD,budget:$5>, up from "
                         "<4,USD,budget:$4> in {2023:2023}."),
            "2024; 2023");
  EXPECT_EQ(story.joined("On {2025-04-25:Friday} the budget was <5,USD,budget:$5>."), "");
}

TEST(FigureEntries, JoinAFigureThatIsToldTwice) {
  Story story;
  const Document document = story.read(
      "The budget is <5,USD,budget:$5>. Again <5,USD,budget:$5>. Not <5,EUR,budget:5 euros>.");
  const EntryList list = make_entries(document, story.lexicon());
  ASSERT_EQ(list.entries.size(), 2u);
  EXPECT_GE(list.entries[0].spans.size(), 2u);
  EXPECT_TRUE(std::is_sorted(list.entries[0].spans.begin(), list.entries[0].spans.end()));
}

TEST(FigureEntries, KeepFiguresApartThatDifferInNumberBoundOrUnit) {
  const auto entries_of = [](const std::function<void(Figure&)>& change) {
    Story story;
    Document document =
        story.read("The budget is <5,USD,budget:$5>. The budget is <5,USD,budget:$5>.");
    for (Figure& figure : document.figures.figures) figure.low = figure.high = parse_decimal("5");
    change(document.figures.figures[1]);
    return make_entries(document, story.lexicon()).entries.size();
  };
  EXPECT_EQ(entries_of([](Figure&) {}), 1u);
  EXPECT_EQ(entries_of([](Figure& figure) { figure.value = parse_decimal("6"); }), 2u);
  EXPECT_EQ(entries_of([](Figure& figure) { figure.low = parse_decimal("4"); }), 2u);
  EXPECT_EQ(entries_of([](Figure& figure) { figure.high.reset(); }), 2u);
  EXPECT_EQ(entries_of([](Figure& figure) { figure.unit = "EUR"; }), 2u);
  EXPECT_EQ(entries_of([](Figure& figure) { figure.measure = "debt"; }), 2u);
  EXPECT_EQ(entries_of([](Figure& figure) { figure.promised = true; }), 2u);
}

TEST(StatementEntries, HaveTheWordsForASpeakerWhomNothingNames) {
  Story story;
  Document document = story.read("\"We will sign it,\" said Jane Mwangi.");
  Utterance utterance;
  utterance.spans = {{1, 16}};
  utterance.verb = "say";
  utterance.speaker_span = {24, 35};
  utterance.rule = "direct.inverted";
  document.speech.utterances.push_back(utterance);
  const EntryList list = make_entries(document, story.lexicon());
  ASSERT_EQ(list.entries.size(), 1u);
  EXPECT_EQ(list.entries[0].actors[0].id, "other:jane-mwangi");
  const CodePointIndex index(document.text());
  const auto json = to_json(list.entries[0], document.text(), index);
  EXPECT_EQ(json["text"], "We will sign it");
  EXPECT_EQ(json["speaker"]["text"], "Jane Mwangi");
  EXPECT_EQ(json["date"]["edtf"], "../2025-04-26");
  EXPECT_TRUE(json["addressee"].is_null());
}

TEST(Entries, HaveIdsThatHangOnReportPlaceAndKey) {
  const std::string id = make_entry_id("r", EntryKind::kFigure, 3, 9, "5|USD");
  EXPECT_EQ(id.size(), 24u);
  EXPECT_NE(id, make_entry_id("q", EntryKind::kFigure, 3, 9, "5|USD"));
  EXPECT_NE(id, make_entry_id("r", EntryKind::kStatement, 3, 9, "5|USD"));
  EXPECT_NE(id, make_entry_id("r", EntryKind::kFigure, 4, 9, "5|USD"));
  EXPECT_NE(id, make_entry_id("r", EntryKind::kFigure, 3, 9, "5|EUR"));
}

TEST(EntryLexicon, MeasuresConfidenceByRuleAndRefusesBadRows) {
  Vocabulary vocabulary;
  const auto lexicon = load_entry_lexicon({}, vocabulary);
  ASSERT_TRUE(lexicon) << lexicon.error().to_line();
  const double unseen = lexicon->confidence(EntryKind::kFigure, "no such rule");
  EXPECT_GT(unseen, 0.0);
  EXPECT_LT(unseen, 1.0);
}

TEST(Slug, IsLowerCaseAsciiWithHyphens) {
  EXPECT_EQ(to_slug("Murat Nurtleu"), "murat-nurtleu");
  EXPECT_EQ(to_slug("Recep Tayyip Erdoğan"), "recep-tayyip-erdogan");
  EXPECT_EQ(to_slug("Ban Ki-moon"), "ban-ki-moon");
  EXPECT_EQ(to_slug("  J. P. O'Brien "), "j-p-o-brien");
  EXPECT_EQ(to_slug("Xi\xE2\x80\x99"
                    "an"),
            to_slug("Xi'an"));
}

}  // namespace
}  // namespace chancery

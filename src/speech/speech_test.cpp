#include "speech/speech.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>

#include "base/file.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

struct World {
  WordSplitter splitter;
  Vocabulary vocabulary;
  SpeechLexicon lexicon;
};

const World& world() {
  static const World* made = [] {
    auto splitter = load_word_splitter({});
    if (!splitter) std::abort();
    Vocabulary vocabulary;
    auto lexicon = load_speech_lexicon({}, *splitter, vocabulary);
    if (!lexicon) {
      std::fprintf(stderr, "%s\n", lexicon.error().to_line().c_str());
      std::abort();
    }
    return new World{std::move(*splitter), std::move(vocabulary), std::move(*lexicon)};
  }();
  return *made;
}

// Cuts paragraphs at line ends, and sentences after a stop and its closing marks where a capital, a
// digit or an opening mark follows. A line that begins with "=" is a title.
void add_text_layer(Document& document) {
  const std::string_view text = document.text();
  TextLayer& layer = document.text_layer;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t line = std::min(text.find('\n', at), text.size());
    const bool title = text[at] == '=';
    const std::uint32_t first = static_cast<std::uint32_t>(layer.tokens());
    world().splitter.split(
        text, {static_cast<std::uint32_t>(at + (title ? 1 : 0)), static_cast<std::uint32_t>(line)},
        layer.token_span);
    const std::uint32_t end = static_cast<std::uint32_t>(layer.token_span.size());
    at = line + 1;
    if (end == first) continue;
    bool stop = false;
    std::uint32_t sentence = first;
    const auto close = [&](std::uint32_t to) {
      layer.sentence_tokens.push_back({sentence, to});
      layer.sentence_span.push_back(
          {layer.token_span[sentence].begin, layer.token_span[to - 1].end});
      layer.sentence_paragraph.push_back(static_cast<std::uint32_t>(layer.paragraphs()));
      layer.sentence_is_title.push_back(title);
      sentence = to;
    };
    for (std::uint32_t t = first; t < end; ++t) {
      const std::string_view word = layer.token_span[t].of(text);
      const bool space = t > first && layer.token_span[t].begin > layer.token_span[t - 1].end;
      const char32_t value = decode_at(word, 0).value;
      const Shape shape = shape_of(word);
      const bool opens = is_upper(value) || is_digit(value) || is_open_quote(value) ||
                         value == U'\u2018' || value == '\'';
      if (stop && space && opens) {
        close(t);
        stop = false;
      }
      layer.word.push_back(world().vocabulary.find(fold(word)));
      layer.shape.push_back(shape);
      layer.space_before.push_back(space);
      layer.token_sentence.push_back(static_cast<std::uint32_t>(layer.sentences()));
      if (word == "." || word == "?" || word == "!") {
        stop = true;
      } else if (!is_close_quote(value) && value != '\'' && value != U'\u2019') {
        stop = false;
      }
    }
    close(end);
    layer.paragraph_span.push_back({layer.token_span[first].begin, layer.token_span[end - 1].end});
  }
}

MentionKind kind_of(std::string_view name) {
  for (const MentionKind kind :
       {MentionKind::kName, MentionKind::kAdjective, MentionKind::kPeople, MentionKind::kCapital,
        MentionKind::kMetonym, MentionKind::kPerson, MentionKind::kOffice, MentionKind::kBody}) {
    if (name == to_string(kind)) return kind;
  }
  ADD_FAILURE() << "no kind of mention: " << name;
  return MentionKind::kName;
}

// Reads "<KAZ/murat/foreign_minister|person|Minister Murat>" as a mention: state, person and
// office; kind, with "@" for a place, "~" for looked up, "^" for coreferent; words, in which
// mentions may nest. "?" is an open mention. A body without a person has the id of its state.
Document make(std::string_view marked) {
  std::string text;
  struct Open {
    std::string id;
    std::string kind;
    std::uint32_t begin;
    std::size_t order;
  };
  std::vector<Open> open;
  struct Made {
    Open open;
    std::uint32_t end;
  };
  std::vector<Made> made;
  std::size_t order = 0;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (marked[i] == '\\' && i + 1 < marked.size() && marked[i + 1] == 'n') {
      text += '\n';
      ++i;
    } else if (marked[i] == '<') {
      const std::size_t a = marked.find('|', i);
      const std::size_t b = a == std::string_view::npos ? a : marked.find('|', a + 1);
      if (b == std::string_view::npos) break;
      open.push_back({std::string(marked.substr(i + 1, a - i - 1)),
                      std::string(marked.substr(a + 1, b - a - 1)),
                      static_cast<std::uint32_t>(text.size()), order++});
      i = b;
    } else if (marked[i] == '>' && !open.empty()) {
      made.push_back({open.back(), static_cast<std::uint32_t>(text.size())});
      open.pop_back();
    } else {
      text += marked[i];
    }
  }
  Report report;
  report.text = text;
  Document document(std::move(report));
  add_text_layer(document);
  std::sort(made.begin(), made.end(), [](const Made& a, const Made& b) {
    return std::pair(a.open.begin, a.open.order) < std::pair(b.open.begin, b.open.order);
  });
  std::uint32_t covered = 0;
  for (const Made& one : made) {
    Mention mention;
    mention.span = {one.open.begin, one.end};
    mention.tokens = document.text_layer.tokens_in(mention.span);
    if (mention.tokens.empty()) continue;
    std::string kind = one.open.kind;
    while (!kind.empty() && (kind.back() == '@' || kind.back() == '~' || kind.back() == '^')) {
      mention.as_place = mention.as_place || kind.back() == '@';
      if (kind.back() == '~') mention.how = How::kLookedUp;
      if (kind.back() == '^') mention.how = How::kCoreferent;
      kind.pop_back();
    }
    mention.kind = kind_of(kind);
    if (mention.kind == MentionKind::kMetonym) mention.how = How::kMetonym;
    mention.nested = mention.span.begin < covered;
    covered = std::max(covered, mention.span.end);
    if (one.open.id != "?") {
      Actor actor;
      const std::vector<std::string_view> parts = split_all(one.open.id, '/');
      actor.id =
          parts.size() > 1 ? std::string(parts[0]) + "/" + std::string(parts[1]) : one.open.id;
      actor.state = std::string(parts[0]);
      actor.type = parts.size() > 1 ? ActorType::kPerson : ActorType::kState;
      if (actor.id.starts_with("igo:")) actor.type = ActorType::kOrganisation;
      if (parts.size() > 2) actor.office = std::string(parts[2]);
      auto& actors = document.actors.actors;
      const auto found = std::find_if(actors.begin(), actors.end(),
                                      [&](const Actor& a) { return a.id == actor.id; });
      mention.actor = static_cast<ActorId>(found - actors.begin());
      if (found == actors.end()) actors.push_back(std::move(actor));
    }
    document.actors.mentions.push_back(mention);
  }
  return document;
}

// The words of a span; of more than six only the first and last three.
std::string shorten(std::string_view words) {
  const std::vector<std::string_view> parts = split_list(words, ' ');
  if (parts.size() <= 6) return std::string(words);
  std::string out;
  for (std::size_t i = 0; i < 3; ++i) out += std::string(parts[i]) + " ";
  out += "...";
  for (std::size_t i = parts.size() - 3; i < parts.size(); ++i) out += " " + std::string(parts[i]);
  return out;
}

// `direct.inverted say KAZ/murat named "We are ready."; ...`, or "-".
std::string describe(const Document& document) {
  std::string out;
  for (const Utterance& utterance : document.speech.utterances) {
    if (!out.empty()) out += "; ";
    out += utterance.rule;
    out += " " + (utterance.verb.empty() ? std::string("-") : utterance.verb) + " ";
    if (utterance.actor != kNoId) {
      out += document.actors.actors[utterance.actor].id;
    } else if (!utterance.named && utterance.speaker_name.empty()) {
      out += "other:" + std::string(document.text(utterance.speaker_span));
    } else {
      out += "words:" + utterance.speaker_name +
             (utterance.state.empty() ? "" : "@" + utterance.state);
    }
    for (const ActorId also : utterance.co_speakers) out += "+" + document.actors.actors[also].id;
    out += std::string(" ") + to_string(utterance.how) + " ";
    for (std::size_t s = 0; s < utterance.spans.size(); ++s) {
      out += (s ? " + {" : "{") + shorten(document.text(utterance.spans[s])) + "}";
    }
  }
  return out.empty() ? "-" : out;
}

std::string refused(const Document& document) {
  std::string out;
  for (const Refusal& refusal : document.speech.refusals) {
    if (!out.empty()) out += "; ";
    out += refusal.reason;
  }
  return out.empty() ? "-" : out;
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
    if (utterance.named && utterance.actor == kNoId && utterance.speaker_name.empty())
      return "speaker without actor or name";
    if (!utterance.named && utterance.mode != SpeechMode::kDirect)
      return "reported clause of a speaker without a name";
    if (utterance.mention != kNoId && utterance.mention >= document.actors.mentions.size())
      return "no such mention";
  }
  for (const Refusal& refusal : document.speech.refusals) {
    if (refusal.span.empty() || refusal.span.end > document.text().size())
      return "refusal without words";
  }
  return {};
}

TEST(FindSpeech, ReadsTheCases) {
  const auto cases = parse_table("speech.cases.tsv", *load_file("speech.cases.tsv", 1 << 20),
                                 {"text", "expected", "refused"});
  ASSERT_TRUE(cases) << cases.error().to_line();
  EXPECT_GE(cases->rows(), 330u);
  std::size_t nothing = 0;
  for (std::size_t row = 0; row < cases->rows(); ++row) {
    Document document = make(cases->at(row, 0));
    document.speech = find_speech(document, world().lexicon);
    EXPECT_EQ(describe(document), cases->at(row, 1)) << cases->at(row, 0) << "\n" << dump(document);
    EXPECT_EQ(refused(document), cases->at(row, 2)) << cases->at(row, 0) << "\n" << dump(document);
    EXPECT_EQ(broken_promise(document), "") << cases->at(row, 0);
    if (cases->at(row, 1) == "-") ++nothing;
  }
  EXPECT_GE(nothing, 35u);
}

// Every substring between code points of some texts: no crash, and the contract holds.
TEST(FindSpeech, HoldsForEverySubstring) {
  const std::string texts[] = {
      "\xE2\x80\x9CWe are ready,\xE2\x80\x9D said Jane Mwangi. \xE2\x80\x9CIt is "
      "'late'.\xE2\x80\x9D\nHe said that \"all is well\",\nadding: \"Yes.\"",
      "According to the ministry, 'trade grew', Mr Otieno, an envoy of Kenya, said; \xC2\xABWe "
      "will pay\xC2\xBB, \xE2\x80\x93 \xD1\x8F.",
  };
  for (const std::string& text : texts) {
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
      for (std::size_t end = begin; end <= text.size(); ++end) {
        const std::string part = text.substr(begin, end - begin);
        if (find_invalid_utf8(part) != part.size()) continue;
        Document document = make(part);
        document.speech = find_speech(document, world().lexicon);
        ASSERT_EQ(broken_promise(document), "") << part;
      }
    }
  }
}

// Random runs of marks, verbs and names; the seed is fixed, so that a failure comes again.
TEST(FindSpeech, HoldsForSoupsOfMarks) {
  const std::string pieces[] = {"\"",
                                "\xE2\x80\x9C",
                                "\xE2\x80\x9D",
                                "'",
                                "\xE2\x80\x98",
                                "\xE2\x80\x99",
                                "\xC2\xAB",
                                "\xC2\xBB",
                                "\xE2\x80\x9E",
                                "``",
                                "''",
                                " ",
                                " ",
                                " ",
                                ",",
                                ".",
                                "\\n",
                                ":",
                                "said",
                                "that",
                                "<KEN/otieno|person|Peter Otieno>",
                                "<UGA|name|Uganda>",
                                "he",
                                "We are ready",
                                "according to",
                                "adding",
                                "and",
                                "Jane Mwangi",
                                "the minister",
                                "is",
                                "s",
                                " \xE2\x80\x93 ",
                                "as saying",
                                "quoted"};
  std::mt19937 random(42);
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    const std::size_t length = 1 + random() % 40;
    for (std::size_t i = 0; i < length; ++i) {
      text += pieces[random() % std::size(pieces)];
      if (random() % 2 == 0) text += ' ';
    }
    Document document = make(text);
    document.speech = find_speech(document, world().lexicon);
    ASSERT_EQ(broken_promise(document), "") << text << "\n" << dump(document);
  }
}

// Processor time, so that other work on the machine does not count.
TEST(FindSpeech, TakesLinearTime) {
  const std::string pieces[] = {"\"",
                                "\" ",
                                "\xE2\x80\x9C",
                                "\xE2\x80\x9CWe are here \xE2\x80\x9D ",
                                "'a ",
                                "said ",
                                "he said that ",
                                "\xE2\x80\x9CWe are here.\n",
                                "Jane Mwangi said \"",
                                ", adding that ",
                                "according to ",
                                "and ",
                                "the senior ",
                                ": \"We are",
                                "Mwangi said ",
                                "minister, "};
  for (const std::string& piece : pieces) {
    const auto seconds = [&](std::size_t bytes) {
      std::string text;
      while (text.size() < bytes) text += piece;
      Report report;
      report.text = std::move(text);
      Document document(std::move(report));
      add_text_layer(document);
      const std::clock_t start = std::clock();
      document.speech = find_speech(document, world().lexicon);
      const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
      EXPECT_EQ(check(document), "") << piece;
      return took;
    };
    // Eight times the text; quadratic work would take 64 times as long.
    EXPECT_LT(seconds(1 << 20), 24 * seconds(1 << 17) + 0.1) << piece;
  }
}

TEST(FindSpeech, GivesNothingForNothing) {
  Document document = make("");
  document.speech = find_speech(document, world().lexicon);
  EXPECT_TRUE(document.speech.utterances.empty());
  EXPECT_TRUE(document.speech.refusals.empty());
}

TEST(FindSpeech, PointsAtTheWordsOfSpeakerAndVerb) {
  Document document =
      make("\"We are ready to talk,\" Mr Paul Okello of <KEN|name|Kenya> told reporters.");
  document.speech = find_speech(document, world().lexicon);
  ASSERT_EQ(document.speech.utterances.size(), 1u);
  const Utterance& utterance = document.speech.utterances[0];
  EXPECT_EQ(document.text(utterance.spans[0]), "We are ready to talk");
  EXPECT_EQ(document.text(utterance.speaker_span), "Paul Okello");
  EXPECT_EQ(document.text(utterance.verb_span), "told");
  EXPECT_EQ(utterance.speaker_name, "Paul Okello");
  EXPECT_EQ(utterance.state, "KEN");
  EXPECT_EQ(utterance.mention, kNoId);
}

// A folder with one changed table: its first bad row is named with file, line and column.
TEST(LoadSpeechLexicon, RefusesBadRows) {
  const struct {
    const char* file;
    const char* bytes;
    const char* message;
  } cases[] = {
      {"words.tsv", "form\tclasses\nhe\tshe\n",
       "words.tsv:2: column classes: no such class of words: she"},
      {"words.tsv", "form\tclasses\nhe\t\n",
       "words.tsv:2: column classes: expected at least one class"},
      {"words.tsv", "form\tclasses\nhe\the\nHe\the\n", "words.tsv:3: column form: listed twice"},
      {"words.tsv", "form\tclasses\nof the\tpreposition\n",
       "words.tsv:2: column form: expected one word"},
      {"titles.tsv", "form\trole\toffices\nMr\tsir\t\n",
       "titles.tsv:2: column role: expected honorific, title, part or official"},
      {"titles.tsv", "form\trole\toffices\nMr\thonorific\thead_of_state\n",
       "titles.tsv:2: column offices: only a title stands for an office"},
      {"verbs.tsv",
       "verb\tbase\tthird\tpast\ting\tquote\tclause\tobject\nsay\tsay\tsays\tsaid\tsaying\tyes\tmay"
       "be\tno\n",
       "verbs.tsv:2: column clause: expected bare, that or no"},
      {"verbs.tsv",
       "verb\tbase\tthird\tpast\ting\tquote\tclause\tobject\nsay\tsay\tsays\tsaid\tsaying\tja\tbare"
       "\tno\n",
       "verbs.tsv:2: column quote: expected yes or no"},
      {"verbs.tsv",
       "verb\tbase\tthird\tpast\ting\tquote\tclause\tobject\nsay\tsay\tsays\tsaid\tsaying\tyes\tbar"
       "e\tno\n"
       "talk\ttalk\ttalks\tsaid\ttalking\tyes\tno\tno\n",
       "verbs.tsv:3: column past: listed twice"},
      {"verbs.tsv", "verb\tbase\n", "verbs.tsv"},
  };
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "chancery_speech_test";
  for (const auto& one : cases) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "speech");
    std::ofstream(folder / "speech" / one.file) << one.bytes;
    auto splitter = load_word_splitter({});
    ASSERT_TRUE(splitter);
    Vocabulary vocabulary;
    TableSource source;
    source.folder = folder;
    const auto lexicon = load_speech_lexicon(source, *splitter, vocabulary);
    ASSERT_FALSE(lexicon) << one.bytes;
    EXPECT_EQ(lexicon.error().code, ErrorCode::kBadTable);
    EXPECT_NE(lexicon.error().to_line().find(one.message), std::string::npos)
        << lexicon.error().to_line();
  }
  std::filesystem::remove_all(folder);
}

TEST(LoadSpeechLexicon, HasTheVerbsOfSaying) {
  const auto table =
      parse_table("verbs.tsv", *load_file("verbs.tsv", 1 << 20),
                  {"verb", "base", "third", "past", "ing", "quote", "clause", "object"});
  ASSERT_TRUE(table) << table.error().to_line();
  EXPECT_GE(table->rows(), 90u);
  for (std::size_t row = 1; row < table->rows(); ++row) {
    EXPECT_LE(table->at(row - 1, 1), table->at(row, 1)) << "sorted by base";
  }
}

}  // namespace
}  // namespace chancery

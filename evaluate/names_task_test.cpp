#include "evaluate/names_task.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "evaluate/name_files.hpp"

namespace chancery {
namespace {

// "person[0,2) place[4,5)" of each sentence, "open[1,3)" after them, sentences apart by " | ".
std::string show(const NameFile& file) {
  std::string out;
  for (const NamedSentence& sentence : file.sentences) {
    if (&sentence != &file.sentences.front()) out += " | ";
    std::string line;
    const auto add = [&](const std::string& what, TokenRange range) {
      if (!line.empty()) line += ' ';
      line += what + '[' + std::to_string(range.begin) + ',' + std::to_string(range.end) + ')';
    };
    for (const GoldName& name : sentence.names) add(to_string_of(name.types), name.tokens);
    for (const TokenRange range : sentence.open) add("open", range);
    out += line.empty() ? "-" : line;
  }
  return out;
}

NameFile parse(std::string_view bytes) {
  auto file = parse_names(bytes, "test");
  EXPECT_TRUE(file) << file.error().to_line();
  return file ? std::move(*file) : NameFile{};
}

std::string error_of(std::string_view bytes) {
  const auto file = parse_names(bytes, "test");
  return file ? "" : file.error().to_line();
}

TEST(NameFiles, ReadsNumberedColumns) {
  const NameFile file = parse(
      "# newdoc id = d\n"
      "# sent_id = d-1\n"
      "# text = Ana Ruiz left Quito.\n"
      "1\tAna\tB-PER\t-\tx\n2\tRuiz\tI-PER\t-\tx\n3\tleft\tO\t-\t-\n4\tQuito\tB-LOC\t-\tx\n"
      "5\t.\tO\n"
      "\n"
      "# sent_id = d-2\n"
      "1-2\tNo.\t_\n"
      "1\t#\tO\n");
  EXPECT_EQ(show(file), "person[0,2) place[3,4) | -");
  EXPECT_EQ(file.sentences[0].id, "d-1");
  EXPECT_EQ(file.sentences[1].id, "d-2");
  EXPECT_EQ(file.sentences[1].forms, (std::vector<std::string>{"#"}));
}

TEST(NameFiles, LeavesRangesOfNumberedColumnsOut) {
  const NameFile file = parse(
      "# sent_id = d-2\n1-2\tcannot\tO\n1\tcan\tO\n2\tnot\tO\n3\tLima\tB-LOC\n4\tLima\tB-LOC\n");
  EXPECT_EQ(show(file), "place[2,3) place[3,4)");
  EXPECT_EQ(file.sentences[0].id, "d-2");
}

TEST(NameFiles, ReadsBothWaysOfWritingBeginnings) {
  // Beginnings are marked where two names touch only, or always.
  EXPECT_EQ(
      show(parse("Ana I-PER\nRuiz I-PER\nBo B-PER\nand O\nOslo I-LOC\nSaab I-ORG\n\n-DOCSTART- "
                 "O\n\nOslo I-LOC\n")),
      "person[0,2) person[2,3) place[4,5) organisation[5,6) | place[0,1)");
  EXPECT_EQ(
      show(parse("Ana\tB-politician\nRuiz\tI-politician\nBo\tB-person\n#\tO\nOslo\tB-location\n")),
      "person[0,2) person[2,3) place[4,5)");
}

TEST(NameFiles, MapsTheLabelsOfEachFile) {
  const NameFile file = parse(
      "Peru\tB-country\nBlues\tB-politicalparty\nFIFA\tB-organisation\n2031\tB-election\nvote\t"
      "I-election\nExpo\tB-event\nNordic\tB-misc\n");
  EXPECT_EQ(show(file),
            "place[0,1) organisation[1,2) organisation[2,3) event[3,5) event[5,6) group/misc[6,7)");
  std::string annotated;
  for (const NameTypes types : file.annotated) annotated += to_string_of(types) + " ";
  EXPECT_EQ(annotated, "place organisation event group/misc ");
  EXPECT_EQ(show(parse("Oslo I-MISC\n")), "group/event/misc[0,1)");
}

TEST(NameFiles, CutsMentionsToNamesWhereAFileMarksNounsToo) {
  EXPECT_EQ(
      show(parse("The\tB-Organisation\nNorth\tI-Organisation\nCouncil\tI-Organisation\nof\t"
                 "I-Organisation\nelders\tI-Organisation\nmet\tO\nits\tB-Organisation\nmembers\t"
                 "I-Organisation\nin\tO\nmay\tB-Temporal\nDanish\tB-Nationality\n")),
      "organisation[1,5) group[10,11) open[6,8)");
}

TEST(NameFiles, SaysWhichLabelsMayBeRight) {
  const NameFile file = parse("Ana I-PER\nRuiz I-PER\nleft O\nExpo I-MISC\n");
  const NameTypes others =
      to_bit(NameType::kGroup) | to_bit(NameType::kEvent) | to_bit(NameType::kMisc);
  EXPECT_EQ(file.sentences[0].allowed,
            (std::vector<std::uint32_t>{1u << 1, 1u << 2, 1u, begin_labels(others)}));
  EXPECT_EQ(begin_labels(others), (1u << 7) | (1u << 9) | (1u << 11));
  EXPECT_EQ(inside_labels(others), (1u << 8) | (1u << 10) | (1u << 12));
}

// A sentence of CoNLL-U: form, part of speech, head, relation and brackets of each word.
struct Row {
  const char* form;
  const char* upos;
  int head;
  const char* relation;
  const char* entity;
};
std::string conllu(const std::vector<Row>& rows) {
  std::string out = "# sent_id = g-1\n";
  int number = 0;
  for (const Row& row : rows) {
    out += std::to_string(++number) + "\t" + row.form + "\t_\t" + row.upos + "\t_\t_\t" +
           std::to_string(row.head) + "\t" + row.relation + "\t_\t" +
           (*row.entity == 0 ? std::string("_")
                             : std::string("Entity=") + row.entity + "|SpaceAfter=No") +
           "\n";
  }
  return out + "\n";
}

TEST(NameFiles, ReadsEntityBrackets) {
  // A title is no part of the name; the place inside the organisation is no name of its own; the
  // delegation is headed by a common noun.
  const NameFile file =
      parse(conllu({{"President", "PROPN", 2, "nmod:desc", "(1-person-new-n-cf1-2-sgl"},
                    {"Ruiz", "PROPN", 3, "nsubj", "1)"},
                    {"visited", "VERB", 0, "root", ""},
                    {"the", "DET", 5, "det", "(2-organization-new-n-cf2-2-sgl-Bank_-_x"},
                    {"Bank", "PROPN", 3, "obj", ""},
                    {"of", "ADP", 7, "case", ""},
                    {"Norway", "PROPN", 5, "nmod", "(3-place-new-n-cf3-1-sgl)2)"},
                    {"with", "ADP", 10, "case", ""},
                    {"Danish", "ADJ", 10, "amod", "(4-person-new-n-cf4-2-sgl"},
                    {"delegates", "NOUN", 3, "obl", "4)"},
                    {"of", "ADP", 12, "case", ""},
                    {"Saab", "PROPN", 10, "nmod", "(5-object-new-n-cf5-1-sgl)"}}));
  EXPECT_EQ(show(file), "person[1,2) organisation[4,7)");
  const auto& allowed = file.sentences[0].allowed;
  const NameTypes group = to_bit(NameType::kGroup);
  EXPECT_EQ(allowed[8], kOutsideLabel | begin_labels(group) | inside_labels(group));
  EXPECT_EQ(allowed[9], kOutsideLabel);
  EXPECT_EQ(allowed[11] & begin_labels(to_bit(NameType::kMisc)),
            begin_labels(to_bit(NameType::kMisc)));
  EXPECT_EQ(allowed[11] & begin_labels(to_bit(NameType::kPerson)), 0u);
}

TEST(NameFiles, ClosesTheInnermostMentionOfAGroup) {
  const NameFile file = parse(
      conllu({{"Oslo", "PROPN", 0, "root", "(1-place-new-n-cf1-1-sgl(1-place-new-n-cf1-1-sgl"},
              {"Harbour", "PROPN", 1, "flat", "1)"},
              {"District", "PROPN", 1, "flat", "1)"}}));
  EXPECT_EQ(show(file), "place[0,3)");
}

TEST(NameFiles, RefusesWhatIsNoNameFile) {
  EXPECT_EQ(error_of("Ana I-PER\nRuiz\n"), "test:2: expected a word and a label (O, B-..., I-...)");
  EXPECT_EQ(error_of("Ana I-PER\n\nRuiz I-GOD\n"), "test:3: label 'I-GOD' is not known");
  EXPECT_EQ(error_of("1\tAna\tB-PER\n2\tRuiz\n"),
            "test:2: expected a number, a word and a label (O, B-..., I-...)");
  EXPECT_EQ(error_of(""), "test: no names are marked in it");
  EXPECT_EQ(error_of("Ana O\n"), "test: no names are marked in it");
  EXPECT_EQ(error_of("Ana I-PER\n\xFF O\n"), "test: not UTF-8 at byte 10");
  EXPECT_EQ(error_of(conllu({{"Oslo", "PROPN", 0, "root", "(1-place-new"}})),
            "test: sentence g-1: Entity bracket that no word closes");
  EXPECT_EQ(error_of(conllu({{"Oslo", "PROPN", 0, "root", "2)"}})),
            "test: sentence g-1: Entity brackets do not pair at 'Oslo'");
  EXPECT_EQ(error_of(conllu({{"Oslo", "PROPN", 0, "root", "x"}})),
            "test: sentence g-1: Entity brackets do not pair at 'Oslo'");
}

// Every prefix of a file, and the file with each byte changed, is read or refused.
TEST(NameFiles, SurvivesDamage) {
  const std::string files[] = {
      "1\tAna\tB-PER\t-\tx\n2\tRuiz\tI-PER\n\n1\tOslo\tB-LOC\n",
      "Ana I-PER\n-DOCSTART- O\n\nBo B-PER\n",
      "The\tB-Organisation\nOslo\tI-Organisation\nof\tI-Organisation\n",
      conllu({{"A", "PROPN", 2, "x", "(1-person-a(2-place-b)"}, {"B", "PROPN", 0, "root", "1)"}})};
  for (const std::string& file : files) {
    for (std::size_t i = 0; i < file.size(); ++i) {
      (void)parse_names(file.substr(0, i), "test").has_value();
      for (const char c : {'\0', '\n', '\t', '(', ')', '-', '#', ' ', '\xC3', '9'}) {
        std::string damaged = file;
        damaged[i] = c;
        (void)parse_names(damaged, "test").has_value();
      }
    }
  }
}

Name name(NameType type, std::uint32_t begin, std::uint32_t end) {
  return {type, {begin, end}, 1};
}

TEST(ScoreNames, CountsExactSpansByType) {
  const NameFile gold =
      parse("Ana I-PER\nRuiz I-PER\nleft O\nOslo I-LOC\n\nBo I-PER\nsaw O\nSaab I-ORG\n");
  int sentence = 0;
  NamesScore score;
  score_names(
      gold,
      [&](std::span<const std::string> forms) -> std::vector<Name> {
        if (sentence++ == 0) {
          EXPECT_EQ(forms.size(), 4u);
          return {name(NameType::kPerson, 0, 1), name(NameType::kPlace, 3, 4)};
        }
        return {name(NameType::kPerson, 0, 1), name(NameType::kPlace, 2, 3),
                name(NameType::kGroup, 1, 2)};
      },
      score);
  EXPECT_EQ(score.sentences, 2u);
  EXPECT_EQ(score.words, 7u);
  const auto counts = [&](const std::string& type) {
    const NameCounts& c = score.types[type];
    return std::vector<std::uint32_t>{c.gold, c.given, c.right};
  };
  EXPECT_EQ(counts("person"), (std::vector<std::uint32_t>{2, 2, 1}));
  EXPECT_EQ(counts("place"), (std::vector<std::uint32_t>{1, 2, 1}));
  EXPECT_EQ(counts("organisation"), (std::vector<std::uint32_t>{1, 0, 0}));
  // A group counts neither way: the file does not mark them.
  EXPECT_EQ(score.types.size(), 3u);
  EXPECT_EQ(score.all.given, 4u);
  EXPECT_DOUBLE_EQ(score.all.f1(), 0.5);
  EXPECT_EQ(score.errors,
            (std::vector<std::string>{"wrong person: [Ana] in: Ana Ruiz left Oslo",
                                      "missing person: [Ana Ruiz] in: Ana Ruiz left Oslo",
                                      "wrong place: [Saab] in: Bo saw Saab",
                                      "missing organisation: [Saab] in: Bo saw Saab"}));
  EXPECT_NE(to_text(score, true).find("wrong place: [Saab]"), std::string::npos);
  EXPECT_EQ(to_text(score, false).find("wrong"), std::string::npos);
  EXPECT_EQ(to_json(score)["types"]["person"]["right"], 1);
}

TEST(ScoreNames, TakesAnyTypeThatALabelMayStandFor) {
  const NameFile gold = parse("Expo I-MISC\nNordic I-MISC\n");
  NamesScore score;
  score_names(
      gold,
      [](std::span<const std::string>) -> std::vector<Name> {
        return {name(NameType::kEvent, 0, 1), name(NameType::kGroup, 1, 2)};
      },
      score);
  // Both words are one name in IOB1.
  EXPECT_EQ(score.types["group/event/misc"].right, 0u);
  EXPECT_EQ(score.types["group/event/misc"].given, 2u);
  const NameFile apart = parse("Expo I-MISC\nNordic B-MISC\n");
  NamesScore second;
  score_names(
      apart,
      [](std::span<const std::string>) -> std::vector<Name> {
        return {name(NameType::kEvent, 0, 1), name(NameType::kGroup, 1, 2)};
      },
      second);
  EXPECT_EQ(second.types["group/event/misc"].right, 2u);
}

TEST(ScoreNames, LeavesOpenWhatIsNoName) {
  const NameFile gold = parse(
      "its\tB-Organisation\nAllies\tI-Organisation\nand\tO\nmen\tB-Person\nOslo\tB-Location\n");
  EXPECT_EQ(show(gold), "organisation[0,2) place[4,5) open[3,4)");
  NamesScore score;
  score_names(
      gold,
      [](std::span<const std::string>) -> std::vector<Name> {
        return {name(NameType::kOrganisation, 3, 4), name(NameType::kPlace, 4, 5)};
      },
      score);
  EXPECT_EQ(score.all.given, 1u);
  EXPECT_EQ(score.all.right, 1u);
}

}  // namespace
}  // namespace chancery

#include "train/lemma_learner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/file.hpp"
#include "base/tsv.hpp"
#include "syntax/lemmas.hpp"
#include "train/inflection.hpp"

namespace chancery::train {
namespace {

using syntax::LemmaTable;
using syntax::TaggedForm;
using syntax::WordPlace;

std::string forms(std::string_view lemma, Xpos xpos) {
  std::string out;
  for (const RegularForm& form : regular_forms(lemma)) {
    if (form.xpos == xpos) out += (out.empty() ? "" : " ") + form.form;
  }
  return out;
}

TEST(RegularForms, FollowTheRulesOfSpelling) {
  EXPECT_EQ(forms("treaty", Xpos::kNns), "treaties");
  EXPECT_EQ(forms("day", Xpos::kNns), "days");
  EXPECT_EQ(forms("tax", Xpos::kNns), "taxes");
  EXPECT_EQ(forms("clash", Xpos::kVbz), "clashes");
  EXPECT_EQ(forms("veto", Xpos::kNns), "vetos vetoes");
  EXPECT_EQ(forms("agree", Xpos::kVbg), "agreeing");
  EXPECT_EQ(forms("provoke", Xpos::kVbg), "provoking");
  EXPECT_EQ(forms("provoke", Xpos::kVbd), "provoked");
  EXPECT_EQ(forms("tie", Xpos::kVbg), "tying");
  EXPECT_EQ(forms("stop", Xpos::kVbg), "stopping");
  EXPECT_EQ(forms("quit", Xpos::kVbg), "quitting");
  EXPECT_EQ(forms("rain", Xpos::kVbg), "raining");
  EXPECT_EQ(forms("model", Xpos::kVbg), "modeling modelling");
  EXPECT_EQ(forms("mimic", Xpos::kVbn), "mimicked mimiced");
  EXPECT_EQ(forms("deny", Xpos::kVbn), "denied");
  EXPECT_EQ(forms("big", Xpos::kJjr), "bigger");
  EXPECT_EQ(forms("wide", Xpos::kJjs), "widest");
  for (const char* none : {"", "a", "go", "G7", "re-arm", "Oslo", "caf\xC3\xA9"})
    EXPECT_TRUE(regular_forms(none).empty()) << none;
}

FormExample example(std::string form, std::string lemma, Upos upos, Xpos xpos,
                    std::string feats = "", std::uint32_t count = 1) {
  FormExample out;
  out.form = std::move(form);
  out.lemma = std::move(lemma);
  out.upos = upos;
  out.xpos = xpos;
  out.feats = std::move(feats);
  out.count = count;
  return out;
}

LemmaSources sources() {
  LemmaSources out;
  for (const char* stem : {"talk", "envoy", "report", "tariff", "border", "minister"}) {
    out.examples.push_back(
        example(std::string(stem) + "s", stem, Upos::kNoun, Xpos::kNns, "N=P", 3));
    out.examples.push_back(example(stem, stem, Upos::kNoun, Xpos::kNn, "N=S", 3));
  }
  for (const char* name : {"Oslo", "Lima", "Ruiz", "Quito", "Norway"})
    out.examples.push_back(example(name, name, Upos::kPropn, Xpos::kNnp, "N=S", 5));
  for (const char* stem : {"treat", "part", "cit"})
    out.examples.push_back(example(std::string(stem) + "ies", std::string(stem) + "y", Upos::kNoun,
                                   Xpos::kNns, "N=P", 2));
  out.examples.push_back(example("people", "people", Upos::kNoun, Xpos::kNns, "N=P", 9));
  out.examples.push_back(example("went", "go", Upos::kVerb, Xpos::kVbd, "T=P", 4));
  out.examples.push_back(example("NATO", "NATO", Upos::kPropn, Xpos::kNnp, "A=Y", 6));
  for (const char* number : {"1,200", "45,000", "7,350,000"}) {
    std::string plain = number;
    plain.erase(std::remove(plain.begin(), plain.end(), ','), plain.end());
    out.examples.push_back(example(number, plain, Upos::kNum, Xpos::kCd, "F=D", 2));
  }
  out.examples.push_back(example("seven", "seven", Upos::kNum, Xpos::kCd, "F=W", 4));
  out.examples.push_back(example("eleven", "eleven", Upos::kNum, Xpos::kCd, "F=W", 4));
  return out;
}

struct Reader {
  explicit Reader(const LemmaSources& from) : bytes(learn_lemma_table(from)) {}
  std::string lemma(std::string_view form, Xpos xpos, Upos upos = Upos::kX) const {
    std::string out;
    const auto table = LemmaTable::open(bytes);
    EXPECT_TRUE(table);
    if (table) table->append_lemma({form, upos, xpos, WordPlace::kInside, 0}, out);
    return out;
  }
  std::string feats(std::string_view form, Xpos xpos, Upos upos) const {
    std::string scratch;
    const auto table = LemmaTable::open(bytes);
    EXPECT_TRUE(table);
    return table ? std::string(table->feats(
                       table->feats_of({form, upos, xpos, WordPlace::kInside, 0}, scratch)))
                 : "";
  }
  std::string bytes;
};

TEST(LemmaLearner, ReproducesWhatItSaw) {
  const LemmaSources from = sources();
  const Reader reader(from);
  for (const FormExample& each : from.examples) {
    EXPECT_EQ(reader.lemma(each.form, each.xpos, each.upos), each.lemma) << each.form;
    EXPECT_EQ(reader.feats(each.form, each.xpos, each.upos), each.feats) << each.form;
  }
}

TEST(LemmaLearner, GeneralisesByEndingAndCase) {
  const Reader reader(sources());
  EXPECT_EQ(reader.lemma("Barriers", Xpos::kNns), "barrier");
  EXPECT_EQ(reader.lemma("Bergen", Xpos::kNnp), "Bergen");
  EXPECT_EQ(reader.lemma("93,000,100", Xpos::kCd), "93000100");
  EXPECT_EQ(reader.feats("93,000", Xpos::kCd, Upos::kNum), "F=D");
}

TEST(LemmaLearner, TakesIrregularFormsAndTheVocabulary) {
  LemmaSources from = sources();
  for (const char* stem : {"sign", "visit", "want", "end"})
    from.examples.push_back(
        example(std::string(stem) + "ed", stem, Upos::kVerb, Xpos::kVbd, "T=P", 3));
  EXPECT_EQ(Reader(from).lemma("hoped", Xpos::kVbd), "hop");
  EXPECT_NE(Reader(from).lemma("sought", Xpos::kVbd), "seek");
  from.irregular.push_back({"sought", "seek", Xpos::kVbd});
  from.vocabulary = {"hope", "hop", "hoped", "hopped", "signed"};
  const Reader reader(from);
  EXPECT_EQ(reader.lemma("sought", Xpos::kVbd), "seek");
  EXPECT_EQ(reader.lemma("hoped", Xpos::kVbd), "hope");
  EXPECT_EQ(reader.lemma("hopped", Xpos::kVbd), "hop");
  // The treebanks decide on what they have.
  from.irregular.push_back({"went", "wend", Xpos::kVbd});
  EXPECT_EQ(Reader(from).lemma("went", Xpos::kVbd, Upos::kVerb), "go");
}

TEST(LemmaLearner, TheOrderAndGroupingOfExamplesDoNotCount) {
  const LemmaSources from = sources();
  LemmaSources apart = from;
  apart.examples.clear();
  for (const FormExample& each : from.examples) {
    FormExample one = each;
    one.count = 1;
    apart.examples.insert(apart.examples.begin(), each.count, one);
  }
  EXPECT_EQ(learn_lemma_table(from), learn_lemma_table(apart));
}

TEST(LemmaLearner, LearnsNothingFromNothing) {
  const Reader reader(LemmaSources{});
  EXPECT_EQ(reader.lemma("Talks", Xpos::kNns), "talks");
  EXPECT_EQ(reader.feats("Talks", Xpos::kNns, Upos::kNoun), "");
}

TEST(IrregularForms, TheTableIsSoundAndInOrder) {
  const auto bytes = load_file("irregular_forms.tsv", 1 << 20);
  ASSERT_TRUE(bytes);
  const auto irregular = load_irregular_forms(*bytes, "irregular_forms.tsv");
  ASSERT_TRUE(irregular) << irregular.error().to_line();
  EXPECT_GT(irregular->size(), 400u);
  const auto table = parse_table("irregular_forms.tsv", *bytes, {"lemma", "xpos", "forms"});
  ASSERT_TRUE(table);
  std::pair<std::string_view, std::string_view> before;
  std::set<std::pair<std::string, Xpos>> seen;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::pair<std::string_view, std::string_view> key{table->at(row, 0), table->at(row, 1)};
    EXPECT_LT(before, key);
    before = key;
  }
  for (const IrregularForm& form : *irregular)
    EXPECT_TRUE(seen.emplace(form.form, form.xpos).second) << form.form << " has two lemmas";
}

TEST(IrregularForms, RefusesUnknownTags) {
  const auto bad = load_irregular_forms("lemma\txpos\tforms\ngo\tVBX\twent\n", "t.tsv");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::kBadTable);
  EXPECT_NE(bad.error().to_line().find("2"), std::string::npos) << bad.error().to_line();
}

}  // namespace
}  // namespace chancery::train

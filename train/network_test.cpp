#include "train/network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "document/syntax_layer.hpp"
#include "syntax/exam.hpp"
#include "syntax/syntax.hpp"
#include "train/corpus.hpp"
#include "train/lemma_examples.hpp"
#include "train/model_writer.hpp"
#include "train/network_impl.hpp"

namespace chancery::train {
namespace {

// "The SUBJECT VERB the OBJECT ." over a few words, with names.
std::vector<GoldSentence> sentences() {
  std::vector<GoldSentence> all;
  for (const char* subject : {"envoy", "minister", "Ghana"}) {
    for (const char* verb : {"met", "signed", "praised"}) {
      for (const char* object : {"treaty", "team"}) {
        GoldSentence s;
        const bool named = subject[0] == 'G';
        const auto add = [&](const char* form, Upos upos, Xpos xpos, std::int32_t head,
                             Relation relation, std::uint32_t names) {
          s.words.push_back({form, form, "", upos, xpos, relation, head, names});
        };
        const std::int32_t verb_at = named ? 2 : 3;
        if (!named) add("the", Upos::kDet, Xpos::kDt, 2, Relation::kDet, 1);
        add(subject, named ? Upos::kPropn : Upos::kNoun, named ? Xpos::kNnp : Xpos::kNn, verb_at,
            Relation::kNsubj, named ? 1u << 3 : 1u);
        add(verb, Upos::kVerb, Xpos::kVbd, 0, Relation::kRoot, 1);
        add("the", Upos::kDet, Xpos::kDt, verb_at + 2, Relation::kDet, 1);
        add(object, Upos::kNoun, Xpos::kNn, verb_at, Relation::kObj, 1);
        add(".", Upos::kPunct, Xpos::kStop, verb_at, Relation::kPunct, 1);
        all.push_back(std::move(s));
      }
    }
  }
  return all;
}

std::vector<std::string> forms_of(const std::vector<GoldSentence>& gold) {
  std::vector<std::string> forms;
  for (const GoldSentence& s : gold) {
    for (const GoldWord& word : s.words) forms.push_back(syntax::normal_form(word.form));
  }
  std::sort(forms.begin(), forms.end());
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

Example make_example(const GoldSentence& gold, const std::vector<std::string>& forms) {
  Example example;
  for (const GoldWord& from : gold.words) {
    Example::Word word;
    const std::string normal = syntax::normal_form(from.form);
    word.rows = syntax::hash_word(from.form, normal);
    word.word = static_cast<std::uint32_t>(std::lower_bound(forms.begin(), forms.end(), normal) -
                                           forms.begin() + 1);
    word.upos = static_cast<std::int16_t>(from.upos);
    word.xpos = static_cast<std::int16_t>(from.xpos);
    word.relation = static_cast<std::int16_t>(from.relation);
    word.head = from.head;
    word.names = from.names;
    example.words.push_back(word);
  }
  return example;
}

struct Trained {
  std::vector<std::string> forms;
  std::vector<Example> examples;
  std::unique_ptr<Network> network;
  double first_loss = 0;
  double last_loss = 0;
};

Trained train_small(int steps) {
  Trained trained;
  const auto gold = sentences();
  trained.forms = forms_of(gold);
  for (const GoldSentence& s : gold) trained.examples.push_back(make_example(s, trained.forms));
  Sizes sizes;
  sizes.layers = 2;
  sizes.hidden = 32;
  sizes.arc = 32;
  sizes.label = 32;
  sizes.words = trained.forms.size();
  sizes.upos = kUposCount;
  sizes.xpos = kXposCount;
  sizes.relations = kRelationCount;
  sizes.names = 1 + 2 * kNameTypeCount;
  trained.network = std::make_unique<Network>(
      sizes, std::vector<std::uint32_t>(trained.forms.size() + 1, 100), std::vector<float>(), 7);
  std::vector<const Example*> batch;
  for (const Example& example : trained.examples) batch.push_back(&example);
  for (int step = 0; step < steps; ++step) {
    const double loss = trained.network->train(batch, 5e-3f, {});
    if (step == 0) trained.first_loss = loss;
    trained.last_loss = loss;
  }
  return trained;
}

TEST(Network, LearnsWhatItIsShown) {
  Trained trained = train_small(80);
  EXPECT_LT(trained.last_loss, trained.first_loss / 4);
  std::vector<const Example*> batch;
  for (const Example& example : trained.examples) batch.push_back(&example);
  const auto predictions = trained.network->predict(batch);
  std::size_t right = 0;
  std::size_t all = 0;
  for (std::size_t s = 0; s < batch.size(); ++s) {
    for (std::size_t i = 0; i < batch[s]->words.size(); ++i) {
      const Example::Word& gold = batch[s]->words[i];
      right += predictions[s].head[i] == gold.head && predictions[s].relation[i] == gold.relation &&
               predictions[s].upos[i] == gold.upos && predictions[s].xpos[i] == gold.xpos;
      ++all;
    }
  }
  EXPECT_GT(static_cast<double>(right), 0.95 * static_cast<double>(all));
}

TEST(Network, EqualSeedsGiveEqualWeights) {
  const Trained a = train_small(5);
  const Trained b = train_small(5);
  for (std::size_t p = 0; p < a.network->impl().parameters.size(); ++p)
    EXPECT_EQ(a.network->impl().parameters[p]->value, b.network->impl().parameters[p]->value);
}

// The slope of the loss along a few weights, by small differences, against the gradient that the
// backward pass gives.
TEST(Network, GradientsAreSlopes) {
  Trained trained = train_small(3);
  auto& net = const_cast<Network::Impl&>(trained.network->impl());
  std::vector<const Example*> batch = {&trained.examples[0], &trained.examples[13]};
  Options still;
  still.drop_input = still.drop_layer = still.drop_head = 0;
  const auto loss_of = [&] {
    Workspace& w = net.spaces[0];
    for (auto& gradient : w.gradients) std::fill(gradient.begin(), gradient.end(), 0.0f);
    w.random = Random(99);
    net.forward(batch, w, true, still);
    return net.backward(batch, w, 1.0f, still);
  };
  loss_of();
  const auto gradients = net.spaces[0].gradients;
  int checked = 0;
  for (const std::size_t p :
       {net.layers[0].weights, net.layers[1].weights, net.layers[1].peephole, net.head_weights,
        net.arc_weights, net.label_weights, net.name_steps}) {
    // The largest gradient of each parameter.
    const auto& gradient = gradients[p];
    const std::size_t at = static_cast<std::size_t>(
        std::max_element(gradient.begin(), gradient.end(),
                         [](float a, float b) { return std::fabs(a) < std::fabs(b); }) -
        gradient.begin());
    float& value = net.parameters[p]->value[at];
    const float kept = value;
    constexpr float kStep = 2e-3f;
    value = kept + kStep;
    const double above = loss_of();
    value = kept - kStep;
    const double below = loss_of();
    value = kept;
    const double slope = (above - below) / (2 * kStep);
    // Tags and names are weighted in the loss that is returned as in the gradient.
    EXPECT_NEAR(slope, gradient[at], std::fabs(gradient[at]) * 0.05 + 2e-3) << "parameter " << p;
    ++checked;
  }
  EXPECT_EQ(checked, 7);
}

TEST(ModelWriter, TheProgramReadsWhatWasWritten) {
  Trained trained = train_small(80);
  trained.network->use_average();
  ModelParts parts;
  parts.entries = trained.forms;
  for (std::uint32_t i = 0; i < trained.forms.size(); ++i) parts.word_rows.push_back(i + 1);
  parts.frequent = {"the", "."};
  parts.facts = "version test\n";
  auto lemmas = learn_lemmas(sentences(), {});
  ASSERT_TRUE(lemmas) << lemmas.error().to_line();
  parts.lemmas = *lemmas;
  std::string bytes = write_model(*trained.network, parts, "");
  std::string answer;
  {
    const auto model = SyntaxModel::load(bytes);
    ASSERT_TRUE(model) << model.error().to_line();
    answer = syntax::take_exam(*model);
  }
  bytes = write_model(*trained.network, parts, answer);
  const auto model = SyntaxModel::load(bytes);
  ASSERT_TRUE(model) << model.error().to_line();
  EXPECT_EQ(model->facts(), "version test\n");

  // Rounded weights and whole numbers decide as the network does.
  const std::string text = "Ghana signed the treaty .";
  const std::vector<Span> words = {{0, 5}, {6, 12}, {13, 16}, {17, 23}, {24, 25}};
  const std::vector<TokenRange> one = {{0, 5}};
  const SyntaxLayer layer = model->read(text, words, one);
  EXPECT_EQ(layer.head, (std::vector<TokenId>{1, kNoToken, 3, 1, 1}));
  EXPECT_EQ(layer.upos[0], Upos::kPropn);
  EXPECT_EQ(layer.relation[3], Relation::kObj);
  ASSERT_EQ(layer.names.size(), 1u);
  EXPECT_EQ(layer.names[0].type, NameType::kPlace);

  const std::string wrong = write_model(*trained.network, parts, std::string(64, '0'));
  const auto refused = SyntaxModel::load(wrong);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("exam"), std::string::npos);
}

TEST(Corpus, VariantsKeepTheTree) {
  GoldSentence sentence;
  const auto add = [&](const char* form, Xpos xpos, std::int32_t head) {
    sentence.words.push_back({form, form, "", Upos::kX, xpos, Relation::kDep, head, 1});
  };
  add("\"", Xpos::kOpenQuote, 2);
  add("peace", Xpos::kNn, 0);
  add("--", Xpos::kColon, 2);
  add("n't", Xpos::kRb, 2);
  add("\"", Xpos::kCloseQuote, 2);
  add(".", Xpos::kStop, 2);
  EXPECT_EQ(make_variant(sentence, Variant::kUpper).words[1].form, "PEACE");
  EXPECT_EQ(make_variant(sentence, Variant::kTitleCase).words[1].form, "Peace");
  const GoldSentence marks = make_variant(sentence, Variant::kMarks);
  EXPECT_EQ(marks.words[0].form, "\xE2\x80\x9C");
  EXPECT_EQ(marks.words[2].form, "\xE2\x80\x94");
  EXPECT_EQ(marks.words[3].form, "n\xE2\x80\x99t");
  EXPECT_EQ(marks.words[4].form, "\xE2\x80\x9D");
  EXPECT_EQ(marks.words[4].head, 2);
  EXPECT_EQ(without_final_stop(sentence).words.size(), 5u);
  sentence.words[0].head = 6;
  EXPECT_EQ(without_final_stop(sentence).words.size(), 6u);
}

}  // namespace
}  // namespace chancery::train

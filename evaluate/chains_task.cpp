#include "evaluate/chains_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/tsv.hpp"
#include "base/utf8.hpp"
#include "evaluate/conllu_task.hpp"
#include "evaluate/entity_brackets.hpp"
#include "syntax/conllu.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;
using Chains = std::vector<std::vector<std::uint32_t>>;

// --- Gold ---

bool has_feature(const ConlluWord& word, std::string_view feature) {
  const auto features = split_list(word.feats);
  return std::find(features.begin(), features.end(), feature) != features.end();
}

ChainKind kind_of(const ConlluSentence& sentence, TokenRange tokens) {
  const ConlluWord& head = sentence.words[head_word(sentence, tokens)];
  if (head.upos == "PRON" && has_feature(head, "PronType=Prs"))
    return has_feature(head, "Person=3") ? ChainKind::kThirdPerson : ChainKind::kOtherPerson;
  if (head.upos == "NOUN" && fold(sentence.words[tokens.begin].form) == "the")
    return ChainKind::kDefinite;
  return ChainKind::kOther;
}

Result<ChainDocument> to_document(const std::vector<ConlluSentence>& sentences,
                                  std::string_view name) {
  ChainDocument document;
  document.id = sentences.front().document;
  document.genre = genre_of(document.id);
  ConlluText text = to_raw_text(sentences);
  document.text = std::move(text.text);
  document.word_span = std::move(text.word_span);
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const std::uint32_t first = text.sentence_words[s].begin;
    for (const ConlluWord& word : sentences[s].words) {
      document.word_head.push_back(
          word.head <= 0 ? kNoToken : first + static_cast<std::uint32_t>(word.head) - 1);
      document.is_joined.push_back(word.relation.compare(0, 4, "conj") == 0);
    }
  }
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const auto entities = read_entities(sentences[s], name);
    if (!entities) return entities.error();
    const std::uint32_t first = text.sentence_words[s].begin;
    for (const EntityMention& entity : *entities) {
      ChainMention mention;
      mention.words = {first + entity.tokens.begin, first + entity.tokens.end};
      mention.key = document.key_of(mention.words);
      mention.group = entity.group;
      mention.counts =
          entity.type == "person" || entity.type == "place" || entity.type == "organization";
      mention.kind = kind_of(sentences[s], entity.tokens);
      document.mentions.push_back(std::move(mention));
    }
  }
  std::stable_sort(document.mentions.begin(), document.mentions.end(),
                   [](const ChainMention& a, const ChainMention& b) {
                     return a.words.begin != b.words.begin ? a.words.begin < b.words.begin
                                                           : a.words.end > b.words.end;
                   });
  return document;
}

// --- What the program gives ---

struct GivenMention {
  TokenRange words;
  std::uint32_t key = 0;
  std::string id;
};

// The words that the span covers or cuts.
TokenRange words_in(const ChainDocument& gold, Span span) {
  const auto begin = std::partition_point(gold.word_span.begin(), gold.word_span.end(),
                                          [&](Span word) { return word.end <= span.begin; });
  const auto end = std::partition_point(begin, gold.word_span.end(),
                                        [&](Span word) { return word.begin < span.end; });
  return {static_cast<std::uint32_t>(begin - gold.word_span.begin()),
          static_cast<std::uint32_t>(end - gold.word_span.begin())};
}

// What the program refers to, one a key, in text order: the wordings of its chains, then places
// that only the gazetteer knows, which join the chain that another mention of the place is in.
std::vector<GivenMention> given_mentions(const ChainDocument& gold, const Document& document) {
  std::vector<GivenMention> given;
  std::map<std::uint32_t, std::string> chain_of;  // by key
  const auto add = [&](TokenRange words, const std::string& id) {
    const std::uint32_t key = gold.key_of(words);
    if (chain_of.emplace(key, id).second) given.push_back({words, key, id});
  };
  for (const Reference& reference : document.actors.references) {
    const TokenRange words = words_in(gold, document.text_layer.span_of(reference.tokens));
    if (!words.empty()) add(words, fmt::format("chain {}", reference.chain));
  }
  const PlaceLayer& places = document.places;
  std::map<PlaceId, std::string> chain_of_place;
  for (const bool is_first : {true, false}) {
    for (const PlaceMention& mention : places.mentions) {
      const TokenRange words = words_in(gold, mention.span);
      if (mention.place == kNoId || words.empty()) continue;
      const auto known = chain_of.find(gold.key_of(words));
      if (is_first && known != chain_of.end()) chain_of_place.emplace(mention.place, known->second);
      if (is_first || known != chain_of.end()) continue;
      const auto [chain, is_new] =
          chain_of_place.emplace(mention.place, "place " + places.places[mention.place].id);
      add(words, chain->second);
    }
  }
  std::stable_sort(given.begin(), given.end(), [](const GivenMention& a, const GivenMention& b) {
    return a.words.begin < b.words.begin;
  });
  return given;
}

// --- Measures ---

// The chain of each mention.
std::map<std::uint32_t, std::size_t> chain_by_mention(const Chains& chains) {
  std::map<std::uint32_t, std::size_t> out;
  for (std::size_t c = 0; c < chains.size(); ++c) {
    for (const std::uint32_t mention : chains[c]) out[mention] = c;
  }
  return out;
}

// How many links of the chains the others have, and how many there are.
std::pair<double, double> muc_links(const Chains& chains, const Chains& others) {
  const auto other_of = chain_by_mention(others);
  double found = 0;
  double total = 0;
  for (const auto& chain : chains) {
    std::set<std::size_t> parts;
    std::size_t alone = 0;
    for (const std::uint32_t mention : chain) {
      const auto other = other_of.find(mention);
      if (other == other_of.end()) {
        ++alone;
      } else {
        parts.insert(other->second);
      }
    }
    found += static_cast<double>(chain.size() - parts.size() - alone);
    total += static_cast<double>(chain.size()) - 1;
  }
  return {found, total};
}

// The sum over mentions of the share of their chain that the other chain has, and their number.
std::pair<double, double> b_cubed(const Chains& chains, const Chains& others) {
  const auto other_of = chain_by_mention(others);
  double sum = 0;
  double total = 0;
  for (const auto& chain : chains) {
    std::map<std::size_t, double> parts;
    for (const std::uint32_t mention : chain) {
      if (const auto other = other_of.find(mention); other != other_of.end())
        ++parts[other->second];
    }
    for (const auto& [other, size] : parts) sum += size * size / static_cast<double>(chain.size());
    total += static_cast<double>(chain.size());
  }
  return {sum, total};
}

// The largest sum of one-to-one pairs (Hungarian algorithm, by rows of the shorter side).
double best_assignment(const std::vector<std::vector<double>>& weight) {
  const std::size_t rows = weight.size();
  if (rows == 0) return 0;
  const std::size_t columns = weight[0].size();
  if (rows > columns) {
    std::vector<std::vector<double>> turned(columns, std::vector<double>(rows));
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j) turned[j][i] = weight[i][j];
    }
    return best_assignment(turned);
  }
  // Potentials, with row and column 0 as the free ones.
  std::vector<double> u(rows + 1, 0), v(columns + 1, 0);
  std::vector<std::size_t> row_of(columns + 1, 0), before(columns + 1, 0);
  for (std::size_t i = 1; i <= rows; ++i) {
    row_of[0] = i;
    std::size_t column = 0;
    std::vector<double> least(columns + 1, std::numeric_limits<double>::infinity());
    std::vector<bool> done(columns + 1, false);
    do {
      done[column] = true;
      const std::size_t row = row_of[column];
      double step = std::numeric_limits<double>::infinity();
      std::size_t next = 0;
      for (std::size_t j = 1; j <= columns; ++j) {
        if (done[j]) continue;
        const double cost = -weight[row - 1][j - 1] - u[row] - v[j];
        if (cost < least[j]) {
          least[j] = cost;
          before[j] = column;
        }
        if (least[j] < step) {
          step = least[j];
          next = j;
        }
      }
      for (std::size_t j = 0; j <= columns; ++j) {
        if (done[j]) {
          u[row_of[j]] += step;
          v[j] -= step;
        } else {
          least[j] -= step;
        }
      }
      column = next;
    } while (row_of[column] != 0);
    while (column != 0) {
      row_of[column] = row_of[before[column]];
      column = before[column];
    }
  }
  double sum = 0;
  for (std::size_t j = 1; j <= columns; ++j) {
    if (row_of[j] != 0) sum += weight[row_of[j] - 1][j - 1];
  }
  return sum;
}

// The likeness of the best alignment of chains.
double ceaf_e(const Chains& gold, const Chains& given) {
  if (gold.empty() || given.empty()) return 0;
  const auto given_of = chain_by_mention(given);
  std::vector<std::vector<double>> weight(gold.size(), std::vector<double>(given.size(), 0));
  for (std::size_t g = 0; g < gold.size(); ++g) {
    for (const std::uint32_t mention : gold[g]) {
      if (const auto other = given_of.find(mention); other != given_of.end())
        weight[g][other->second] += 2;
    }
    for (std::size_t s = 0; s < given.size(); ++s)
      weight[g][s] /= static_cast<double>(gold[g].size() + given[s].size());
  }
  return best_assignment(weight);
}

std::size_t mentions_in(const Chains& chains) {
  std::size_t count = 0;
  for (const auto& chain : chains) count += chain.size();
  return count;
}

// Chains of two or more.
Chains to_chains(const std::map<std::string, std::vector<std::uint32_t>>& groups) {
  Chains chains;
  for (const auto& [id, mentions] : groups) {
    if (mentions.size() > 1) chains.push_back(mentions);
  }
  return chains;
}

// --- Links ---

std::string words_of(const ChainDocument& gold, TokenRange words) {
  const Span span = cover(gold.word_span[words.begin], gold.word_span[words.end - 1]);
  std::string out(span.of(gold.text));
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

void score_links(const ChainDocument& gold, const std::vector<GivenMention>& given,
                 const std::set<std::string>& counted, ChainCounts& counts,
                 std::vector<std::string>& errors) {
  std::map<std::uint32_t, const ChainMention*> gold_of;
  for (const ChainMention& mention : gold.mentions) gold_of.emplace(mention.key, &mention);
  std::map<std::uint32_t, std::size_t> given_of;
  for (std::size_t i = 0; i < given.size(); ++i) given_of.emplace(given[i].key, i);
  std::map<std::string, const ChainMention*> last;  // by group
  for (const ChainMention& mention : gold.mentions) {
    if (!mention.counts || counted.count(mention.group) == 0) continue;
    const ChainMention* before = std::exchange(last[mention.group], &mention);
    if (before == nullptr || mention.kind == ChainKind::kOther) continue;
    LinkCount& count = counts.links[mention.kind];
    ++count.total;
    const ChainMention* antecedent = nullptr;
    const auto found = given_of.find(mention.key);
    if (found != given_of.end()) {
      for (std::size_t i = found->second; i-- > 0 && antecedent == nullptr;) {
        const auto other = gold_of.find(given[i].key);
        if (given[i].id == given[found->second].id && other != gold_of.end())
          antecedent = other->second;
      }
    }
    if (antecedent != nullptr && antecedent->group == mention.group) {
      ++count.right;
      continue;
    }
    const std::uint32_t around = 8;
    const auto end = std::min<std::uint32_t>(mention.words.end + around,
                                             static_cast<std::uint32_t>(gold.word_span.size()));
    errors.push_back(fmt::format(
        "{}: {} {} [{}] {}, gold [{}] in: {}", gold.id, antecedent == nullptr ? "missing" : "wrong",
        to_string(mention.kind), words_of(gold, mention.words),
        antecedent != nullptr     ? "linked to [" + words_of(gold, antecedent->words) + "]"
        : found != given_of.end() ? "linked to nothing, " + given[found->second].id
                                  : "not marked",
        words_of(gold, before->words),
        words_of(gold, {mention.words.begin - std::min(mention.words.begin, around), end})));
  }
}

Json to_json(const ChainMeasure& measure) {
  return Json{
      {"precision", measure.precision()}, {"recall", measure.recall()}, {"f1", measure.f1()}};
}

Json to_json(const LinkCount& count) {
  return Json{{"right", count.right}, {"total", count.total}};
}

Json to_json(const ChainCounts& counts) {
  Json links = Json::object();
  for (const auto& [kind, count] : counts.links) links[to_string(kind)] = to_json(count);
  return Json{{"documents", counts.documents},
              {"gold_chains", counts.gold_chains},
              {"given_chains", counts.given_chains},
              {"gold_mentions", counts.mentions.recall_total},
              {"given_mentions", counts.mentions.precision_total},
              {"mentions", to_json(counts.mentions)},
              {"muc", to_json(counts.muc)},
              {"b_cubed", to_json(counts.b_cubed)},
              {"ceaf_e", to_json(counts.ceaf_e)},
              {"conll", counts.conll()},
              {"links", links},
              {"bound_links", to_json(counts.bound_links())},
              {"pronoun_links", to_json(counts.pronoun_links())}};
}

}  // namespace

const char* to_string(ChainKind kind) {
  switch (kind) {
    case ChainKind::kThirdPerson:
      return "third person";
    case ChainKind::kOtherPerson:
      return "other person";
    case ChainKind::kDefinite:
      return "definite";
    case ChainKind::kOther:
      return "other";
  }
  return "";
}

std::uint32_t ChainDocument::key_of(TokenRange words) const {
  std::uint32_t head = words.begin;
  while (head + 1 < words.end && word_head[head] != kNoToken && words.contains(word_head[head]))
    ++head;
  for (std::uint32_t word = words.begin; word < words.end; ++word) {
    if (is_joined[word] && word_head[word] == head) return 2 * head + 1;
  }
  return 2 * head;
}

double ChainMeasure::f1() const {
  const double sum = precision() + recall();
  return sum == 0 ? 0 : 2 * precision() * recall() / sum;
}

ChainMeasure& ChainMeasure::operator+=(const ChainMeasure& other) {
  recall_sum += other.recall_sum;
  recall_total += other.recall_total;
  precision_sum += other.precision_sum;
  precision_total += other.precision_total;
  return *this;
}

LinkCount ChainCounts::bound_links() const {
  LinkCount sum;
  for (const auto& [kind, count] : links) {
    if (kind == ChainKind::kOtherPerson) continue;
    sum.right += count.right;
    sum.total += count.total;
  }
  return sum;
}

LinkCount ChainCounts::pronoun_links() const {
  LinkCount sum;
  for (const auto& [kind, count] : links) {
    sum.right += count.right;
    sum.total += count.total;
  }
  return sum;
}

ChainCounts& ChainCounts::operator+=(const ChainCounts& other) {
  documents += other.documents;
  gold_chains += other.gold_chains;
  given_chains += other.given_chains;
  mentions += other.mentions;
  muc += other.muc;
  b_cubed += other.b_cubed;
  ceaf_e += other.ceaf_e;
  for (const auto& [kind, count] : other.links) {
    links[kind].right += count.right;
    links[kind].total += count.total;
  }
  return *this;
}

ChainCounts ChainsScore::all() const {
  ChainCounts sum;
  for (const auto& [genre, counts] : genres) sum += counts;
  return sum;
}

Result<std::vector<ChainDocument>> parse_chains(std::string_view bytes, std::string_view name) {
  const auto sentences = parse_conllu(bytes, name, ConlluCheck::kTrees);
  if (!sentences) return sentences.error();
  const auto dates = document_dates(bytes);
  std::vector<ChainDocument> documents;
  for (auto first = sentences->begin(); first != sentences->end();) {
    const auto last = std::find_if(first + 1, sentences->end(), [](const ConlluSentence& sentence) {
      return sentence.new_document;
    });
    const std::string genre = genre_of(first->document);
    if (genre == "news" || genre == "interview" || genre == "speech") {
      auto document = to_document({first, last}, name);
      if (!document) return document.error();
      if (const auto date = dates.find(document->id); date != dates.end())
        document->date = date->second;
      documents.push_back(std::move(*document));
    }
    first = last;
  }
  if (documents.empty())
    return Error{ErrorCode::kBadInput, "no news, interview or speech of GUM in it",
                 std::string(name)};
  return documents;
}

void add_chains(const Chains& gold, const Chains& given, ChainCounts& counts) {
  const auto add = [](ChainMeasure& measure, std::pair<double, double> recall,
                      std::pair<double, double> precision) {
    measure += {recall.first, recall.second, precision.first, precision.second};
  };
  counts.gold_chains += static_cast<std::uint32_t>(gold.size());
  counts.given_chains += static_cast<std::uint32_t>(given.size());
  const auto given_of = chain_by_mention(given);
  double found = 0;
  for (const auto& chain : gold) {
    for (const std::uint32_t mention : chain) found += given_of.count(mention) > 0 ? 1 : 0;
  }
  add(counts.mentions, {found, static_cast<double>(mentions_in(gold))},
      {found, static_cast<double>(mentions_in(given))});
  add(counts.muc, muc_links(gold, given), muc_links(given, gold));
  add(counts.b_cubed, b_cubed(gold, given), b_cubed(given, gold));
  const double likeness = ceaf_e(gold, given);
  add(counts.ceaf_e, {likeness, static_cast<double>(gold.size())},
      {likeness, static_cast<double>(given.size())});
}

void score_chains(const ChainDocument& gold, const Document& document, ChainsScore& score) {
  ChainCounts& counts = score.genres[gold.genre];
  ++counts.documents;
  std::map<std::string, std::vector<std::uint32_t>> groups;
  std::set<std::uint32_t> keys;
  for (const ChainMention& mention : gold.mentions) {
    if (mention.counts && keys.insert(mention.key).second)
      groups[mention.group].push_back(mention.key);
  }
  const std::vector<GivenMention> given = given_mentions(gold, document);
  std::map<std::string, std::vector<std::uint32_t>> given_groups;
  for (const GivenMention& mention : given) given_groups[mention.id].push_back(mention.key);
  add_chains(to_chains(groups), to_chains(given_groups), counts);
  std::set<std::string> counted;
  for (const auto& [group, mentions] : groups) {
    if (mentions.size() > 1) counted.insert(group);
  }
  score_links(gold, given, counted, counts, score.errors);
}

std::string to_text(const ChainsScore& score, bool with_errors) {
  std::string out;
  const auto show = [&](const std::string& name, const ChainCounts& counts) {
    out += fmt::format(
        "{}: {} documents, {} gold chains, {} given; {:.0f} gold mentions, {:.0f} given\n", name,
        counts.documents, counts.gold_chains, counts.given_chains, counts.mentions.recall_total,
        counts.mentions.precision_total);
    const auto row = [&](const char* measure, const ChainMeasure& values) {
      out += fmt::format("  {:<14} {:>9.3f} {:>7.3f} {:>6.3f}\n", measure, values.precision(),
                         values.recall(), values.f1());
    };
    out += fmt::format("  {:<14} {:>9} {:>7} {:>6}\n", "measure", "precision", "recall", "F1");
    row("mentions", counts.mentions);
    row("MUC", counts.muc);
    row("B-cubed", counts.b_cubed);
    row("CEAF-e", counts.ceaf_e);
    out += fmt::format("  {:<14} {:>24.3f}\n", "CoNLL average", counts.conll());
    const auto link = [&](const std::string& kind, const LinkCount& count) {
      out += fmt::format("  linked rightly: {:<32} {:>5} of {:>5} {:>6.3f}\n", kind, count.right,
                         count.total,
                         count.total == 0 ? 0 : static_cast<double>(count.right) / count.total);
    };
    for (const auto& [kind, count] : counts.links) link(to_string(kind), count);
    link("third person and definite", counts.bound_links());
    link("all pronouns and definite", counts.pronoun_links());
  };
  for (const auto& [genre, counts] : score.genres) show(genre, counts);
  show("all", score.all());
  if (with_errors) {
    for (const std::string& error : score.errors) out += error + "\n";
  }
  return out;
}

Json to_json(const ChainsScore& score) {
  Json genres = Json::object();
  for (const auto& [genre, counts] : score.genres) genres[genre] = to_json(counts);
  return Json{{"all", to_json(score.all())}, {"genres", genres}, {"errors", score.errors}};
}

}  // namespace chancery

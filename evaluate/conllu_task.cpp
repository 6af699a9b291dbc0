#include "evaluate/conllu_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/tsv.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

// Cells of the table that aligns the words of one stretch of split tokens.
constexpr std::size_t kMaxAlignmentCells = 1u << 24;
constexpr std::size_t kNoWordNumber = static_cast<std::size_t>(-1);

// The features that the shared task of 2018 compares.
constexpr std::array<std::string_view, 21> kUniversalFeatures = {
    "Abbr",    "Animacy", "Aspect",   "Case",    "Definite", "Degree",   "Evident",
    "Foreign", "Gender",  "Mood",     "NumType", "Number",   "Person",   "Polarity",
    "Polite",  "Poss",    "PronType", "Reflex",  "Tense",    "VerbForm", "Voice"};

// A word on the characters of a text without blanks, as byte offsets.
struct PlacedWord {
  const ConlluWord* word = nullptr;
  Span span;  // of the whole token where the word is part of a range
  bool in_range = false;
  std::size_t parent = kNoWordNumber;  // number among all words of its side
  bool has_head = false;               // also true of a root
};

struct PlacedText {
  std::string characters;
  std::vector<Span> tokens;
  std::vector<Span> sentences;
  std::vector<PlacedWord> words;
};

void append_characters(std::string& out, std::string_view form) {
  for (std::size_t at = 0; at < form.size();) {
    const CodePoint point = decode_at(form, at);
    if (!is_space(point.value)) out += form.substr(at, point.size);
    at += point.size;
  }
}

Result<PlacedText> place(const std::vector<ConlluSentence>& sentences) {
  PlacedText placed;
  const auto end = [&] { return static_cast<std::uint32_t>(placed.characters.size()); };
  for (const ConlluSentence& sentence : sentences) {
    if (sentence.words.empty()) continue;
    const std::uint32_t sentence_begin = end();
    const std::size_t first = placed.words.size();
    std::size_t range = 0;
    const auto add_word = [&](const ConlluWord& word, Span span, bool in_range) -> Result<void> {
      if (word.head > static_cast<int>(sentence.words.size())) {
        return Error{ErrorCode::kBadInput,
                     fmt::format("head {} in a sentence of {} words, at '{}'", word.head,
                                 sentence.words.size(), word.form),
                     sentence.id};
      }
      PlacedWord out{&word, span, in_range, kNoWordNumber, word.head >= 0};
      if (word.head > 0) out.parent = first + static_cast<std::size_t>(word.head) - 1;
      placed.words.push_back(out);
      return {};
    };
    for (std::size_t i = 0; i < sentence.words.size();) {
      const std::uint32_t begin = end();
      const bool in_range =
          range < sentence.ranges.size() && sentence.ranges[range].first == static_cast<int>(i) + 1;
      std::size_t last = i + 1;
      if (in_range) {
        append_characters(placed.characters, sentence.ranges[range].form);
        last = std::min(static_cast<std::size_t>(std::max(sentence.ranges[range].last, 0)),
                        sentence.words.size());
        last = std::max(last, i + 1);
        ++range;
      } else {
        append_characters(placed.characters, sentence.words[i].form);
      }
      const Span span{begin, end()};
      placed.tokens.push_back(span);
      for (; i < last; ++i) {
        if (auto added = add_word(sentence.words[i], span, in_range); !added) return added.error();
      }
    }
    placed.sentences.push_back({sentence_begin, end()});
  }
  return placed;
}

// Pairs of numbers, gold and system, in order.
using Alignment = std::vector<std::pair<std::size_t, std::size_t>>;

Alignment align_spans(const std::vector<Span>& gold, const std::vector<Span>& system) {
  Alignment out;
  for (std::size_t g = 0, s = 0; g < gold.size() && s < system.size();) {
    if (system[s].begin < gold[g].begin) {
      ++s;
    } else if (gold[g].begin < system[s].begin) {
      ++g;
    } else {
      if (gold[g].end == system[s].end) out.emplace_back(g, s);
      ++g;
      ++s;
    }
  }
  return out;
}

std::string lowered(const ConlluWord& word) {
  // Both sides stand on the same characters, so that folding away marks too pairs nothing wrong.
  std::string out = word.form;
  if (is_ascii(out)) {
    for (char& byte : out) byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
    return out;
  }
  return fold(out);
}

class WordAligner {
 public:
  WordAligner(const std::vector<PlacedWord>& gold, const std::vector<PlacedWord>& system)
      : gold_(gold), system_(system) {}

  Result<Alignment> align() {
    while (g_ < gold_.size() && s_ < system_.size()) {
      if (gold_[g_].in_range || system_[s_].in_range) {
        if (auto aligned = align_stretch(); !aligned) return aligned.error();
      } else if (gold_[g_].span == system_[s_].span) {
        pairs_.emplace_back(g_++, s_++);
      } else if (gold_[g_].span.begin <= system_[s_].span.begin) {
        ++g_;
      } else {
        ++s_;
      }
    }
    return std::move(pairs_);
  }

 private:
  static bool beyond(const std::vector<PlacedWord>& words, std::size_t at, std::uint32_t end) {
    if (at >= words.size()) return true;
    return words[at].in_range ? words[at].span.begin >= end : words[at].span.end > end;
  }
  static std::uint32_t extended(const PlacedWord& word, std::uint32_t end) {
    return word.in_range ? std::max(end, word.span.end) : end;
  }

  // The smallest stretch of both sides around a token that one of them splits; its words are
  // aligned by the longest common subsequence of their forms.
  Result<void> align_stretch() {
    std::uint32_t end = 0;
    if (gold_[g_].in_range) {
      end = gold_[g_].span.end;
      if (!system_[s_].in_range && system_[s_].span.begin < gold_[g_].span.begin) ++s_;
    } else {
      end = system_[s_].span.end;
      if (!gold_[g_].in_range && gold_[g_].span.begin < system_[s_].span.begin) ++g_;
    }
    const std::size_t first_gold = g_;
    const std::size_t first_system = s_;
    while (!beyond(gold_, g_, end) || !beyond(system_, s_, end)) {
      if (g_ < gold_.size() &&
          (s_ >= system_.size() || gold_[g_].span.begin <= system_[s_].span.begin)) {
        end = extended(gold_[g_++], end);
      } else {
        end = extended(system_[s_++], end);
      }
    }
    return align_forms(first_gold, first_system);
  }

  Result<void> align_forms(std::size_t first_gold, std::size_t first_system) {
    const std::size_t rows = g_ - first_gold;
    const std::size_t columns = s_ - first_system;
    if (rows == 0 || columns == 0) return {};
    if (rows > kMaxAlignmentCells / columns) {
      return Error{ErrorCode::kTooLarge,
                   fmt::format("a stretch of split tokens with {} and {} words", rows, columns),
                   {}};
    }
    std::vector<std::string> gold;
    std::vector<std::string> system;
    for (std::size_t i = first_gold; i < g_; ++i) gold.push_back(lowered(*gold_[i].word));
    for (std::size_t i = first_system; i < s_; ++i) system.push_back(lowered(*system_[i].word));
    // longest[g][s]: of the words from g and s on.
    const std::size_t width = columns + 1;
    std::vector<std::uint32_t> longest((rows + 1) * width, 0);
    for (std::size_t g = rows; g-- > 0;) {
      for (std::size_t s = columns; s-- > 0;) {
        std::uint32_t best = std::max(longest[(g + 1) * width + s], longest[g * width + s + 1]);
        if (gold[g] == system[s]) best = std::max(best, longest[(g + 1) * width + s + 1] + 1);
        longest[g * width + s] = best;
      }
    }
    for (std::size_t g = 0, s = 0; g < rows && s < columns;) {
      if (gold[g] == system[s]) {
        pairs_.emplace_back(first_gold + g++, first_system + s++);
      } else if (longest[g * width + s] == longest[(g + 1) * width + s]) {
        ++g;
      } else {
        ++s;
      }
    }
    return {};
  }

  const std::vector<PlacedWord>& gold_;
  const std::vector<PlacedWord>& system_;
  std::size_t g_ = 0;
  std::size_t s_ = 0;
  Alignment pairs_;
};

std::vector<std::string_view> universal_features(std::string_view feats) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin < feats.size();) {
    const std::size_t end = std::min(feats.find('|', begin), feats.size());
    const std::string_view feature = feats.substr(begin, end - begin);
    const std::string_view name = feature.substr(0, feature.find('='));
    if (std::find(kUniversalFeatures.begin(), kUniversalFeatures.end(), name) !=
        kUniversalFeatures.end())
      out.push_back(feature);
    begin = end + 1;
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string_view universal_relation(std::string_view relation) {
  return relation.substr(0, relation.find(':'));
}

// Where each genre's documents lie, in gold's characters.
class Genres {
 public:
  Genres(const std::vector<ConlluSentence>& gold, const PlacedText& placed) {
    std::size_t placed_sentence = 0;
    for (const ConlluSentence& sentence : gold) {
      if (sentence.words.empty()) continue;
      const std::string genre = genre_of(sentence.document);
      if (names_.empty() || names_.back() != genre) {
        names_.push_back(genre);
        begins_.push_back(placed.sentences[placed_sentence].begin);
      }
      ++placed_sentence;
    }
  }
  // Whether any document names its genre.
  bool any() const {
    return std::any_of(names_.begin(), names_.end(),
                       [](const auto& name) { return !name.empty(); });
  }
  const std::string& at(std::uint32_t offset) const {
    const auto after = std::upper_bound(begins_.begin(), begins_.end(), offset);
    return names_[static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - begins_.begin(), 1)) -
                  1];
  }

 private:
  std::vector<std::string> names_;
  std::vector<std::uint32_t> begins_;
};

using Member = ConlluMeasure ConlluMeasures::*;

struct NamedMeasure {
  const char* name;
  const char* key;
  Member member;
};
constexpr std::array<NamedMeasure, 10> kMeasures = {{
    {"tokens", "tokens", &ConlluMeasures::tokens},
    {"sentences", "sentences", &ConlluMeasures::sentences},
    {"words", "words", &ConlluMeasures::words},
    {"UPOS", "upos", &ConlluMeasures::upos},
    {"XPOS", "xpos", &ConlluMeasures::xpos},
    {"features", "feats", &ConlluMeasures::feats},
    {"lemmas", "lemmas", &ConlluMeasures::lemmas},
    {"UAS", "uas", &ConlluMeasures::uas},
    {"LAS", "las", &ConlluMeasures::las},
    {"LAS, full labels", "las_full", &ConlluMeasures::las_full},
}};
constexpr std::size_t kFirstOfWords = 3;  // measures from here on are about aligned words

double ratio(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

void append_table(std::string& out, const std::string& title, const ConlluMeasures& measures) {
  out += fmt::format("{:<18}{:>9}{:>9}{:>9}{:>10}{:>9}{:>9}\n", title, "prec.", "recall", "F1",
                     "aligned", "gold", "system");
  for (std::size_t i = 0; i < kMeasures.size(); ++i) {
    const ConlluMeasure& measure = measures.*kMeasures[i].member;
    out += fmt::format("{:<18}{:>9.2f}{:>9.2f}{:>9.2f}", kMeasures[i].name,
                       100 * measure.precision(), 100 * measure.recall(), 100 * measure.f1());
    out += i < kFirstOfWords ? fmt::format("{:>10}", "")
                             : fmt::format("{:>10.2f}", 100 * measure.accuracy());
    out += fmt::format("{:>9}{:>9}\n", measure.gold, measure.system);
  }
}

nlohmann::ordered_json measures_json(const ConlluMeasures& measures) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < kMeasures.size(); ++i) {
    const ConlluMeasure& measure = measures.*kMeasures[i].member;
    nlohmann::ordered_json& json = out[kMeasures[i].key];
    json = {{"precision", measure.precision()},
            {"recall", measure.recall()},
            {"f1", measure.f1()},
            {"gold", measure.gold},
            {"system", measure.system},
            {"right", measure.right}};
    if (i < kFirstOfWords) continue;
    json["aligned"] = measure.aligned;
    json["accuracy"] = measure.accuracy();
  }
  return out;
}

}  // namespace

double ConlluMeasure::precision() const {
  return ratio(right, system);
}
double ConlluMeasure::recall() const {
  return ratio(right, gold);
}
double ConlluMeasure::f1() const {
  return ratio(2 * right, gold + system);
}
double ConlluMeasure::accuracy() const {
  return ratio(right, aligned);
}

std::string genre_of(const std::string& document_id) {
  std::string_view rest = document_id;
  const auto take_part = [&] {
    const std::size_t end = std::min(rest.find_first_of("_-"), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
  };
  const std::string_view part = take_part();
  // A first part in capitals names the treebank.
  const bool treebank = !part.empty() && std::all_of(part.begin(), part.end(), [](char byte) {
    return byte >= 'A' && byte <= 'Z';
  });
  return std::string(treebank ? take_part() : part);
}

Result<ConlluScore> score_conllu(const std::vector<ConlluSentence>& gold,
                                 const std::vector<ConlluSentence>& system) {
  const auto gold_placed = place(gold);
  if (!gold_placed) return gold_placed.error();
  const auto system_placed = place(system);
  if (!system_placed) return system_placed.error();
  const std::string& gold_text = gold_placed->characters;
  const std::string& system_text = system_placed->characters;
  if (gold_text != system_text) {
    std::size_t at = 0;
    while (at < gold_text.size() && at < system_text.size() && gold_text[at] == system_text[at])
      ++at;
    while (at > 0 && at < gold_text.size() &&
           (static_cast<unsigned char>(gold_text[at]) & 0xC0u) == 0x80)
      --at;
    const auto around = [&](const std::string& text) {
      std::size_t size = std::min<std::size_t>(20, text.size() - std::min(at, text.size()));
      while (at + size < text.size() &&
             (static_cast<unsigned char>(text[at + size]) & 0xC0u) == 0x80)
        ++size;
      return size == 0 ? std::string("the end") : "'" + text.substr(at, size) + "'";
    };
    return Error{ErrorCode::kBadInput,
                 fmt::format("the characters differ after {} bytes: gold has {}, the system {}", at,
                             around(gold_text), around(system_text)),
                 {}};
  }
  const std::vector<PlacedWord>& gold_words = gold_placed->words;
  const std::vector<PlacedWord>& system_words = system_placed->words;
  const auto aligned = WordAligner(gold_words, system_words).align();
  if (!aligned) return aligned.error();
  std::vector<std::size_t> partner(system_words.size(), kNoWordNumber);
  for (const auto& [g, s] : *aligned) partner[s] = g;

  ConlluScore score;
  const Genres genres(gold, *gold_placed);
  const bool by_genre = genres.any();
  const auto add = [&](std::uint32_t offset, Member member, std::uint64_t ConlluMeasure::*count) {
    ++(score.all.*member.*count);
    if (by_genre) ++(score.genres[genres.at(offset)].*member.*count);
  };
  const auto add_spans = [&](const std::vector<Span>& gold_spans,
                             const std::vector<Span>& system_spans, Member member) {
    for (const Span span : gold_spans) add(span.begin, member, &ConlluMeasure::gold);
    for (const Span span : system_spans) add(span.begin, member, &ConlluMeasure::system);
    for (const auto& [g, s] : align_spans(gold_spans, system_spans))
      add(gold_spans[g].begin, member, &ConlluMeasure::right);
  };
  add_spans(gold_placed->tokens, system_placed->tokens, &ConlluMeasures::tokens);
  add_spans(gold_placed->sentences, system_placed->sentences, &ConlluMeasures::sentences);

  for (std::size_t i = 2; i < kMeasures.size(); ++i) {
    for (const PlacedWord& word : gold_words)
      add(word.span.begin, kMeasures[i].member, &ConlluMeasure::gold);
    for (const PlacedWord& word : system_words)
      add(word.span.begin, kMeasures[i].member, &ConlluMeasure::system);
  }
  for (const auto& [g, s] : *aligned) {
    const PlacedWord& mine = gold_words[g];
    const PlacedWord& other = system_words[s];
    const ConlluWord& right = *mine.word;
    const ConlluWord& given = *other.word;
    const std::uint32_t offset = mine.span.begin;
    const auto add_word = [&](Member member, bool is_right) {
      add(offset, member, &ConlluMeasure::aligned);
      if (is_right) add(offset, member, &ConlluMeasure::right);
    };
    add(offset, &ConlluMeasures::words, &ConlluMeasure::right);
    add_word(&ConlluMeasures::upos, right.upos == given.upos);
    add_word(&ConlluMeasures::xpos, right.xpos == given.xpos);
    add_word(&ConlluMeasures::feats,
             universal_features(right.feats) == universal_features(given.feats));
    // An open lemma of gold is right whatever is given.
    add_word(&ConlluMeasures::lemmas,
             right.lemma.empty() || right.lemma == "_" || right.lemma == given.lemma);
    const bool same_head =
        mine.has_head && other.has_head &&
        (other.parent == kNoWordNumber
             ? mine.parent == kNoWordNumber
             : partner[other.parent] != kNoWordNumber && partner[other.parent] == mine.parent);
    add_word(&ConlluMeasures::uas, same_head);
    add_word(&ConlluMeasures::las,
             same_head && universal_relation(right.relation) == universal_relation(given.relation));
    add_word(&ConlluMeasures::las_full, same_head && right.relation == given.relation);
  }
  return score;
}

Result<ConlluScore> score_raw_text(const std::vector<ConlluSentence>& gold,
                                   const ConlluSystem& system) {
  return score_conllu(gold, system(to_raw_text(gold).text));
}

std::string to_text(const ConlluScore& score) {
  std::string out;
  append_table(out, "all", score.all);
  for (const auto& [name, measures] : score.genres) {
    out += '\n';
    append_table(out, name.empty() ? "(no genre)" : name, measures);
  }
  return out;
}

nlohmann::ordered_json to_json(const ConlluScore& score) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  out["all"] = measures_json(score.all);
  out["genres"] = nlohmann::ordered_json::object();
  for (const auto& [name, measures] : score.genres) out["genres"][name] = measures_json(measures);
  return out;
}

std::map<std::string, Day> document_dates(std::string_view bytes) {
  constexpr std::string_view kDocument = "# newdoc id = ";
  constexpr std::string_view kCreated = "# meta::dateCreated = ";
  std::map<std::string, Day> dates;
  std::string id;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = trim(bytes.substr(at, end - at));
    at = end + 1;
    if (line.substr(0, kDocument.size()) == kDocument) id = line.substr(kDocument.size());
    if (line.substr(0, kCreated.size()) != kCreated) continue;
    if (const auto day = parse_iso_day(line.substr(kCreated.size()))) dates[id] = *day;
  }
  return dates;
}

}  // namespace chancery

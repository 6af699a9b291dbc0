#include "evaluate/mentions_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/tsv.hpp"
#include "base/utf8.hpp"
#include "evaluate/matching.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

// --- Words of a mention ---

// Words apart by blanks or commas, with the byte they begin at.
struct Word {
  std::string_view text;
  std::uint32_t begin = 0;
};
std::vector<Word> words_of(std::string_view text, Span span) {
  std::vector<Word> words;
  std::uint32_t begin = span.begin;
  for (std::uint32_t i = span.begin; i <= span.end; ++i) {
    const bool ends = i == span.end || text[i] == ' ' || text[i] == '\n' || text[i] == ',';
    if (!ends) continue;
    if (i > begin) words.push_back({text.substr(begin, i - begin), begin});
    if (i < span.end && text[i] == ',') words.push_back({text.substr(i, 1), i});
    begin = i + 1;
  }
  return words;
}

// Without the article before it, "'s" and stops after it.
Span strip(std::string_view text, Span span) {
  while (!span.empty()) {
    const std::vector<Word> words = words_of(text, span);
    if (words.size() < 2) break;
    const std::string first = fold(words.front().text);
    if (first != "the" && first != "a" && first != "an") break;
    span.begin = words[1].begin;
  }
  for (const std::string_view end : {"'s", "\u2019s", "'", "\u2019", ",", "."}) {
    const std::string_view all = span.of(text);
    if (all.size() > end.size() && all.substr(all.size() - end.size()) == end)
      span.end -= static_cast<std::uint32_t>(end.size());
    while (span.end > span.begin && text[span.end - 1] == ' ') --span.end;
  }
  return span;
}

// The last word before the first preposition, comma or relative pronoun.
Span last_word(std::string_view text, Span span) {
  static constexpr std::string_view kEnds[] = {"of",    "in",   "for", "from", "at", "on",  "to",
                                               "under", "over", "by",  "with", ",",  "who", "("};
  static constexpr std::string_view kJoining[] = {"and", "or"};
  const std::vector<Word> words = words_of(text, span);
  const auto is_in = [](const auto& list, std::string_view word) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
  };
  std::size_t last = 0;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string word = fold(words[i].text);
    // "Turkish and Greek ministers" goes on to its noun.
    if (is_in(kJoining, word)) {
      ++i;
      last = std::min(i, words.size() - 1);
      continue;
    }
    if (is_in(kEnds, word)) break;
    last = i;
  }
  if (words.empty()) return span;
  return {words[last].begin,
          words[last].begin + static_cast<std::uint32_t>(words[last].text.size())};
}

// The word of the span that stands highest in its tree; empty without trees.
Span tree_head(const Document& document, Span span) {
  if (document.syntax.head.size() != document.text_layer.tokens()) return {};
  const TokenRange tokens = document.text_layer.tokens_in(span);
  for (TokenId token = tokens.begin; token < tokens.end; ++token) {
    if (document.syntax.head[token] == kNoToken || !tokens.contains(document.syntax.head[token]))
      return document.text_layer.token_span[token];
  }
  return {};
}

bool has_capital(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    if (is_upper(point.value)) return true;
    at += point.size;
  }
  return false;
}

// A mention with what is compared of it.
struct Marked {
  Span span;                     // as it is marked
  Span core;                     // stripped
  Span last;                     // its head by words
  Span head;                     // its head by the tree
  std::vector<std::string> ids;  // gold: any is right; the program: the forms of its one id
  How how = How::kNamed;
};

Marked to_marked(const Document& document, Span span, std::vector<std::string> ids) {
  Marked marked;
  marked.span = span;
  marked.core = strip(document.text(), span);
  marked.last = last_word(document.text(), marked.core);
  marked.head = tree_head(document, marked.core);
  marked.ids = std::move(ids);
  return marked;
}

bool share_id(const Marked& gold, const Marked& given) {
  return std::any_of(given.ids.begin(), given.ids.end(), [&](const std::string& id) {
    return std::find(gold.ids.begin(), gold.ids.end(), id) != gold.ids.end();
  });
}

bool same_head(const Marked& a, const Marked& b) {
  if (!a.span.overlaps(b.span)) return false;
  return a.core == b.core || a.last.overlaps(b.last) || (!a.head.empty() && a.head == b.head);
}

bool is_person(const std::vector<std::string>& ids) {
  return std::any_of(ids.begin(), ids.end(),
                     [](const std::string& id) { return id.compare(0, 7, "person:") == 0; });
}

// --- Matching ---

struct Side {
  std::vector<Marked> required;  // open ones among them
  std::vector<GoldHow> hows;     // of the required
  std::vector<Marked> tolerated;
};

Side to_side(const Document& document, const std::vector<GoldMention>& mentions) {
  Side side;
  for (const GoldMention& mention : mentions) {
    Marked marked = to_marked(document, mention.span, mention.ids);
    if (mention.how == GoldHow::kTolerated) {
      side.tolerated.push_back(std::move(marked));
      continue;
    }
    side.required.push_back(std::move(marked));
    side.hows.push_back(mention.how);
  }
  return side;
}

bool words_agree(const Document& document, const Side& gold, const Marked& wanted,
                 const Marked& given) {
  if (same_head(wanted, given)) return true;
  if (!wanted.span.overlaps(given.span) || !is_person(given.ids) || !share_id(wanted, given))
    return false;
  // A person, by title and name, or by a part of the name.
  if (wanted.core.contains(given.core)) return true;
  if (!given.core.contains(wanted.core) || !has_capital(document.text(wanted.core))) return false;
  return std::none_of(gold.required.begin(), gold.required.end(), [&](const Marked& other) {
    return &other != &wanted && other.ids != wanted.ids && given.core.contains(other.core) &&
           share_id(other, given);
  });
}

std::string one_line(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

// The mention in brackets with the words around it.
std::string context_of(std::string_view text, Span span) {
  constexpr std::uint32_t kAround = 70;
  std::uint32_t begin = span.begin > kAround ? span.begin - kAround : 0;
  auto end = static_cast<std::uint32_t>(
      std::min<std::size_t>(text.size(), std::size_t{span.end} + kAround));
  const auto inside = [&](std::uint32_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80u;
  };
  while (inside(begin)) --begin;
  while (inside(end)) ++end;
  return one_line(fmt::format("{}[{}]{}", text.substr(begin, span.begin - begin), span.of(text),
                              text.substr(span.end, end - span.end)));
}

std::string join(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) {
    if (!out.empty()) out += '|';
    out += id;
  }
  return out.empty() ? "open" : out;
}

void score_side(const GoldText& gold_text, const Document& document, const Side& gold,
                const std::vector<Marked>& given, bool is_places, MentionCounts& counts,
                MentionsScore& score) {
  const std::string_view text = document.text();
  const auto agree = [&](const Marked& wanted, const Marked& marked) {
    return is_places ? wanted.span.overlaps(marked.span)
                     : words_agree(document, gold, wanted, marked);
  };
  const auto report = [&](std::string_view what, const Marked& marked, const std::string& who) {
    score.errors.push_back(
        fmt::format("{}: {} {} in: {}", gold_text.place, what, who, context_of(text, marked.span)));
  };
  ++counts.texts;
  std::vector<std::vector<int>> allowed(gold.required.size());
  for (std::size_t g = 0; g < gold.required.size(); ++g) {
    const Marked& wanted = gold.required[g];
    for (std::size_t i = 0; i < given.size(); ++i) {
      const bool same =
          share_id(wanted, given[i]) || (gold.hows[g] == GoldHow::kOpen && given[i].ids.empty());
      if (same && agree(wanted, given[i])) allowed[g].push_back(static_cast<int>(i));
    }
    // The same words first, then those with the same head.
    const auto distance = [&](int i) {
      const Marked& marked = given[static_cast<std::size_t>(i)];
      return marked.core == wanted.core ? 0 : same_head(wanted, marked) ? 1 : 2;
    };
    std::stable_sort(allowed[g].begin(), allowed[g].end(),
                     [&](int a, int b) { return distance(a) < distance(b); });
  }
  const std::vector<int> partner = match_one_to_one(gold.required.size(), given.size(), allowed);
  std::vector<bool> used(given.size(), false);
  for (std::size_t g = 0; g < gold.required.size(); ++g) {
    ++counts.gold;
    if (partner[g] < 0) continue;
    const auto i = static_cast<std::size_t>(partner[g]);
    used[i] = true;
    ++counts.given;
    ++counts.right;
    if (gold.hows[g] == GoldHow::kOpen) continue;
    ++counts.how_total;
    const std::string wanted = to_string(gold.hows[g]);
    if (wanted == to_string(given[i].how)) {
      ++counts.how_right;
    } else {
      report("how", gold.required[g],
             fmt::format("{}, gold {}, {}", to_string(given[i].how), wanted, join(given[i].ids)));
    }
  }
  for (std::size_t g = 0; g < gold.required.size(); ++g) {
    if (partner[g] >= 0) continue;
    const Marked& wanted = gold.required[g];
    std::string instead;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (!used[i] && agree(wanted, given[i])) instead += " " + join(given[i].ids);
    }
    if (gold.hows[g] == GoldHow::kOpen && instead.empty()) {
      ++counts.given;
      ++counts.right;
      continue;
    }
    ++score.missing_how[to_string(gold.hows[g])];
    report("missing", wanted,
           fmt::format("{} ({}){}", join(wanted.ids), to_string(gold.hows[g]),
                       instead.empty() ? "" : ", given" + instead));
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (used[i]) continue;
    const bool tolerated =
        std::any_of(gold.tolerated.begin(), gold.tolerated.end(), [&](const Marked& wanted) {
          return share_id(wanted, given[i]) && agree(wanted, given[i]);
        });
    if (tolerated) {
      ++counts.tolerated;
      continue;
    }
    if (given[i].ids.empty()) {
      ++counts.left_open;
      continue;
    }
    ++counts.given;
    std::string wanted;
    for (const auto* list : {&gold.required, &gold.tolerated}) {
      for (const Marked& marked : *list) {
        if (same_head(marked, given[i])) wanted += " " + join(marked.ids);
      }
    }
    report("wrong", given[i],
           fmt::format("{} ({}){}", join(given[i].ids), to_string(given[i].how),
                       wanted.empty() ? "" : ", gold" + wanted));
  }
}

// "RUS+UKR/Crimea" as "RUS+UKR/crimea".
std::string fold_place(std::string_view id) {
  const std::string sorted = to_sorted_id(id);
  const std::size_t slash = std::min(sorted.find('/'), sorted.size());
  return sorted.substr(0, slash) + fold(std::string_view(sorted).substr(slash));
}

std::string row_of(const std::string& name, const MentionCounts& counts) {
  return fmt::format(
      "{:<38} {:>5} {:>6} {:>6} {:>6} {:>9.3f} {:>7.3f} {:>6.3f} {:>6.3f} {:>6} {:>6}\n", name,
      counts.texts, counts.gold, counts.given, counts.right, counts.precision(), counts.recall(),
      counts.f1(), counts.how_accuracy(), counts.tolerated, counts.left_open);
}

Json to_json(const MentionCounts& counts) {
  return Json{{"texts", counts.texts},
              {"gold", counts.gold},
              {"given", counts.given},
              {"right", counts.right},
              {"precision", counts.precision()},
              {"recall", counts.recall()},
              {"f1", counts.f1()},
              {"how", Json{{"right", counts.how_right}, {"total", counts.how_total}}},
              {"tolerated", counts.tolerated},
              {"left_open", counts.left_open}};
}

}  // namespace

double MentionCounts::f1() const {
  const double sum = precision() + recall();
  return sum == 0 ? 0 : 2 * precision() * recall() / sum;
}

MentionCounts& MentionCounts::operator+=(const MentionCounts& other) {
  texts += other.texts;
  gold += other.gold;
  given += other.given;
  right += other.right;
  tolerated += other.tolerated;
  left_open += other.left_open;
  how_right += other.how_right;
  how_total += other.how_total;
  return *this;
}

MentionCounts MentionsScore::all() const {
  MentionCounts sum;
  for (const auto& [name, counts] : files) sum += counts;
  return sum;
}

void score_actors(const GoldText& gold, const Document& document, const std::string& file,
                  MentionsScore& score) {
  std::vector<Marked> given;
  for (const Mention& mention : document.actors.mentions) {
    if (mention.as_place) continue;
    std::vector<std::string> ids;
    if (mention.actor != kNoId)
      ids.push_back(to_sorted_id(document.actors.actors[mention.actor].id));
    given.push_back(to_marked(document, mention.span, std::move(ids)));
    given.back().how = mention.how;
  }
  score_side(gold, document, to_side(document, gold.actors), given, false, score.files[file],
             score);
}

void score_places(const GoldText& gold, const Document& document, const std::string& file,
                  MentionsScore& score) {
  std::vector<Marked> given;
  const PlaceLayer& layer = document.places;
  const auto add = [&](Span span, PlaceId place, How how) {
    std::vector<std::string> ids;
    if (place != kNoId) ids.push_back(fold_place(layer.places[place].id));
    given.push_back(to_marked(document, span, std::move(ids)));
    given.back().how = how;
  };
  for (const PlaceMention& mention : layer.mentions) add(mention.span, mention.place, mention.how);
  // The place of the dateline, where the layer gives no mention of it.
  if (layer.dateline != kNoId && document.layout.dateline) {
    const Span span = document.layout.dateline->place;
    const bool marked = std::any_of(given.begin(), given.end(),
                                    [&](const Marked& other) { return other.span.overlaps(span); });
    if (!span.empty() && !marked) add(span, layer.dateline, How::kNamed);
  }
  Side side = to_side(document, gold.places);
  for (auto* list : {&side.required, &side.tolerated}) {
    for (Marked& marked : *list) {
      for (std::string& id : marked.ids) id = fold_place(id);
    }
  }
  score_side(gold, document, side, given, true, score.files[file], score);
}

std::string to_text(const MentionsScore& score, bool with_errors) {
  std::string out = fmt::format(
      "{:<38} {:>5} {:>6} {:>6} {:>6} {:>9} {:>7} {:>6} {:>6} {:>6} {:>6}\n", "file", "texts",
      "gold", "given", "right", "precision", "recall", "F1", "how", "toler.", "open");
  for (const auto& [name, counts] : score.files) out += row_of(name, counts);
  out += row_of("all", score.all());
  if (!score.missing_how.empty()) {
    out += "missing:";
    for (const auto& [how, count] : score.missing_how) out += fmt::format(" {} {}", how, count);
    out += "\n";
  }
  for (const std::string& skipped : score.skipped) out += "skipped: " + skipped + "\n";
  if (with_errors) {
    for (const std::string& error : score.errors) out += error + "\n";
  }
  return out;
}

Json to_json(const MentionsScore& score) {
  Json files = Json::object();
  for (const auto& [name, counts] : score.files) files[name] = to_json(counts);
  return Json{{"all", to_json(score.all())},
              {"files", files},
              {"missing", score.missing_how},
              {"skipped", score.skipped},
              {"errors", score.errors}};
}

}  // namespace chancery

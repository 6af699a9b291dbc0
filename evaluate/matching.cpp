#include "evaluate/matching.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/utf8.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

// Kinds whose key fields decide a match (design, "Gold files").
const std::vector<std::string>& key_fields(const std::string& kind) {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> kKeys = {
      {"event", {"plover", "actor", "recipient"}},
      {"visit", {"visitor", "host"}},
      {"meeting", {"participants"}},
      {"instrument", {"parties"}},
      {"plan", {"parties"}},
      {"regime", {"imposer", "target", "type"}},
      {"figure", {"value", "low", "high", "unit"}},
      {"commitment", {"holders"}},
      {"position", {"holder", "object"}},
      {"statement", {"speaker", "mode"}},
      {"office", {"person", "change"}},
      {"post", {"sending", "receiving"}},
  };
  static const std::vector<std::string> kNone;
  for (const auto& [name, fields] : kKeys) {
    if (name == kind) return fields;
  }
  return kNone;
}

bool is_actor(const Json& value) {
  return value.is_object() && value.contains("id");
}

std::string singular(std::string word) {
  const auto ends = [&](const char* tail) {
    const std::string_view view = tail;
    return word.size() > view.size() + 1 &&
           word.compare(word.size() - view.size(), view.size(), view) == 0;
  };
  if (ends("ies")) return word.substr(0, word.size() - 3) + "y";
  if (ends("s") && !ends("ss")) word.pop_back();
  return word;
}

std::string actor_id(const Json& actor) {
  if (actor.is_string()) return actor.get<std::string>();
  return is_actor(actor) && actor["id"].is_string() ? actor["id"].get<std::string>()
                                                    : std::string();
}

// What a gold entry says of itself; links are scored between matched entries (entries_task.cpp).
bool is_about_gold(std::string_view name) {
  return name == "kind" || name == "anchor" || name == "note" || name == "name" || name == "links";
}

// Fields that hold words of the report, where two good hands cut the phrase differently.
bool is_phrase(std::string_view field) {
  constexpr std::string_view kPhrases[] = {"what",       "purpose",  "subject", "scope",
                                           "topics",     "title",    "series",  "matter",
                                           "exceptions", "condition"};
  return std::find(std::begin(kPhrases), std::end(kPhrases), field) != std::end(kPhrases);
}

std::vector<std::string> content_words(std::string_view text) {
  constexpr std::string_view kSmall[] = {"a",  "an",  "the", "of", "for",  "to",  "in",
                                         "on", "and", "at",  "by", "with", "its", "their"};
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty() && std::find(std::begin(kSmall), std::end(kSmall), word) == std::end(kSmall))
      words.push_back(singular(word));
    word.clear();
  };
  for (const char c : text) {
    const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (part) {
      word += c;
    } else {
      end_word();
    }
  }
  end_word();
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

// Half of the content words of both are common to both.
bool same_phrase(std::string_view a, std::string_view b) {
  const std::vector<std::string> left = content_words(a);
  const std::vector<std::string> right = content_words(b);
  std::vector<std::string> common;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(common));
  return !common.empty() && 4 * common.size() >= left.size() + right.size();
}

bool plain_equal(std::string_view field, const Json& gold, const Json& entry) {
  if (gold.is_number() && entry.is_number()) {
    const double a = gold.get<double>();
    const double b = entry.get<double>();
    return std::fabs(a - b) <= 1e-9 * std::max(std::fabs(a), std::fabs(b));
  }
  if (gold.is_string() && entry.is_string()) {
    const std::string a = fold(gold.get<std::string>());
    const std::string b = fold(entry.get<std::string>());
    return a == b || (is_phrase(field) && same_phrase(a, b)) ||
           ((field == "unit" || field == "measure") && singular(a) == singular(b));
  }
  return gold == entry;
}

// One gold actor (an id, or an object with inner fields, of which any may be a list of
// alternatives) against one entry actor. The key of an actor is its id, or, where gold gives none,
// the state with the office.
bool actor_agrees(const Json& gold, const Json& entry, bool key_only) {
  if (gold.is_string()) return actor_id(entry) == gold.get<std::string>();
  if (!gold.is_object() || !entry.is_object()) return false;
  for (const auto& [name, value] : gold.items()) {
    if (name == "note") continue;
    const bool key =
        name == "id" || (!gold.contains("id") && (name == "state" || name == "office"));
    if (key_only && !key) continue;
    const Json there = entry.contains(name) ? entry[name] : Json(nullptr);
    if (!agrees(name, value, there)) return false;
  }
  return true;
}

// Ids of a list of actors; a group may stand for its members.
std::vector<std::string> expand(const Json& list) {
  std::vector<std::string> ids;
  for (const Json& actor : list) {
    if (is_actor(actor) && actor.contains("members") && !actor["members"].empty()) {
      for (const Json& member : actor["members"]) ids.push_back(actor_id(member));
    } else {
      ids.push_back(actor_id(actor));
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

bool actor_lists_agree(const Json& gold, const Json& entry, bool key_only) {
  std::vector<std::vector<int>> allowed(gold.size());
  for (std::size_t g = 0; g < gold.size(); ++g) {
    for (std::size_t e = 0; e < entry.size(); ++e) {
      if (actor_agrees(gold[g], entry[e], key_only)) allowed[g].push_back(static_cast<int>(e));
    }
  }
  if (gold.size() == entry.size()) {
    const std::vector<int> partner = match_one_to_one(gold.size(), entry.size(), allowed);
    if (std::find(partner.begin(), partner.end(), -1) == partner.end()) return true;
  }
  const auto is_group = [](const Json& actor) {
    return actor_id(actor).rfind("group:", 0) == 0 ||
           (actor.is_object() && actor.contains("members") && !actor["members"].empty());
  };
  const bool grouped = std::any_of(gold.begin(), gold.end(), is_group) ||
                       std::any_of(entry.begin(), entry.end(), is_group);
  return grouped && expand(gold) == expand(entry);
}

bool looks_like_actors(const Json& list) {
  return list.is_array() && !list.empty() && std::all_of(list.begin(), list.end(), is_actor);
}

bool value_agrees(std::string_view field, const Json& gold, const Json& entry, bool key_only) {
  if (entry.is_array()) {
    if (looks_like_actors(entry) || (entry.empty() && field != "contexts")) {
      return actor_lists_agree(gold.is_array() ? gold : Json::array({gold}), entry, key_only);
    }
    const Json wanted = gold.is_array() ? gold : Json::array({gold});
    if (is_phrase(field)) {
      // Wordings of the same things: each of gold is there, and nothing that gold does not have.
      const auto covered = [&](const Json& some, const Json& all) {
        return std::all_of(some.begin(), some.end(), [&](const Json& item) {
          return std::any_of(all.begin(), all.end(),
                             [&](const Json& there) { return plain_equal(field, item, there); });
        });
      };
      return !entry.empty() && covered(wanted, entry) && covered(entry, wanted);
    }
    return wanted.size() == entry.size() &&
           std::all_of(wanted.begin(), wanted.end(), [&](const Json& item) {
             return std::any_of(entry.begin(), entry.end(),
                                [&](const Json& there) { return plain_equal(field, item, there); });
           });
  }
  if (gold.is_array()) {
    if (gold.empty()) return entry.is_null();
    return std::any_of(gold.begin(), gold.end(), [&](const Json& option) {
      return value_agrees(field, option, entry, key_only);
    });
  }
  if (is_actor(entry)) return actor_agrees(gold, entry, key_only);
  if (gold.is_object()) {
    if (!entry.is_object()) return false;
    for (const auto& [name, value] : gold.items()) {
      if (name == "note") continue;
      if (!value_agrees(name, value, entry.contains(name) ? entry[name] : Json(nullptr), key_only))
        return false;
    }
    return true;
  }
  return plain_equal(field, gold, entry);
}

}  // namespace

bool agrees(std::string_view field, const Json& gold, const Json& entry) {
  return value_agrees(field, gold, entry, false);
}

bool same_key(const Json& gold, const Json& entry) {
  if (gold.value("kind", "") != entry.value("kind", "")) return false;
  for (const std::string& field : key_fields(gold.value("kind", ""))) {
    if (!gold.contains(field)) continue;
    if (!value_agrees(field, gold[field], entry.contains(field) ? entry[field] : Json(nullptr),
                      true))
      return false;
  }
  return true;
}

bool agrees_whole(const Json& gold, const Json& entry) {
  if (!same_key(gold, entry)) return false;
  for (const auto& [name, value] : gold.items()) {
    if (is_about_gold(name)) continue;
    if (!agrees(name, value, entry.contains(name) ? entry[name] : Json(nullptr))) return false;
  }
  return true;
}

std::vector<std::pair<std::string, bool>> score_fields(const Json& gold, const Json& entry) {
  std::vector<std::pair<std::string, bool>> scores;
  const std::vector<std::string>& keys = key_fields(gold.value("kind", ""));
  for (const auto& [name, value] : gold.items()) {
    if (is_about_gold(name)) continue;
    Json there = entry.contains(name) ? entry[name] : Json(nullptr);
    // The unit of a commitment stands beside the value of its target.
    if (name == "unit" && there.is_null() && entry.contains("target") &&
        entry["target"].is_object())
      there = entry["target"]["unit"];
    const bool key = std::find(keys.begin(), keys.end(), name) != keys.end();
    if (is_actor(there) && value.is_object()) {
      // One actor: each inner field that gold gives is scored by its own name.
      for (const auto& [inner, inner_value] : value.items()) {
        if (inner == "note" || (key && inner == "id")) continue;
        scores.emplace_back(
            name + "." + inner,
            agrees(inner, inner_value, there.contains(inner) ? there[inner] : Json(nullptr)));
      }
      continue;
    }
    if (key && !(value.is_array() && std::any_of(value.begin(), value.end(), is_actor))) continue;
    scores.emplace_back(name, agrees(name, value, there));
  }
  return scores;
}

std::vector<int> match_one_to_one(std::size_t left, std::size_t right,
                                  const std::vector<std::vector<int>>& allowed) {
  std::vector<int> partner_of_left(left, -1);
  std::vector<int> partner_of_right(right, -1);
  std::vector<bool> seen;
  // Augmenting paths (Kuhn); the lists are short.
  const std::function<bool(std::size_t)> augment = [&](std::size_t l) {
    for (const int r : allowed[l]) {
      const auto at = static_cast<std::size_t>(r);
      if (seen[at]) continue;
      seen[at] = true;
      if (partner_of_right[at] < 0 || augment(static_cast<std::size_t>(partner_of_right[at]))) {
        partner_of_right[at] = static_cast<int>(l);
        partner_of_left[l] = r;
        return true;
      }
    }
    return false;
  };
  for (std::size_t l = 0; l < left; ++l) {
    seen.assign(right, false);
    augment(l);
  }
  return partner_of_left;
}

}  // namespace chancery

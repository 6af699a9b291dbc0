#include "evaluate/entries_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/file.hpp"
#include "entries/entry_json.hpp"
#include "evaluate/file_list.hpp"
#include "evaluate/matching.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

bool is_coded(const std::string& kind) {
  const auto kinds = coded_kinds();
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](EntryKind coded) { return kind == to_string(coded); });
}

// Direct and indirect speech are scored apart.
std::string row_of(const Json& entry) {
  const std::string kind = entry.value("kind", "");
  if (kind != "statement" || !entry.contains("mode")) return kind;
  const Json& mode = entry["mode"];
  const std::string first =
      mode.is_array() && !mode.empty() ? mode[0].get<std::string>() : mode.get<std::string>();
  return kind + " (" + first + ")";
}

std::vector<Span> find_anchors(const Json& gold, std::string_view text) {
  std::vector<Span> spans;
  if (!gold.contains("anchor")) return spans;
  const Json anchors = gold["anchor"].is_array() ? gold["anchor"] : Json::array({gold["anchor"]});
  for (const Json& anchor : anchors) {
    const std::string words = anchor.get<std::string>();
    for (std::size_t at = text.find(words); at != std::string_view::npos && !words.empty();
         at = text.find(words, at + 1)) {
      spans.push_back(
          {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())});
    }
  }
  return spans;
}

bool overlaps_any(const Entry& entry, const std::vector<Span>& anchors) {
  return std::any_of(entry.spans.begin(), entry.spans.end(), [&](Span span) {
    return std::any_of(anchors.begin(), anchors.end(),
                       [&](Span anchor) { return span.overlaps(anchor); });
  });
}

struct Read {
  std::vector<Entry> entries;
  std::vector<Json> json;
  std::string text;
};

Read read_text(const Engine& engine, std::string id, std::string text, const Json& date) {
  Report report;
  report.id = std::move(id);
  report.text = std::move(text);
  if (date.is_string()) report.date = parse_iso_day(date.get<std::string>());
  const Reading reading = engine.read(std::move(report));
  Read read;
  read.text = reading.document.report().text;
  const CodePointIndex index(read.text);
  for (const Entry& entry : reading.entries) {
    read.entries.push_back(entry);
    read.json.push_back(to_json(entry, read.text, index));
  }
  return read;
}

std::string brief(const Json& entry) {
  std::string out = row_of(entry);
  for (const char* field : {"value", "low", "high", "unit", "measure"}) {
    if (entry.contains(field) && !entry[field].is_null())
      out += fmt::format(" {}={}", field, entry[field].dump());
  }
  if (entry.contains("speaker") && entry["speaker"].is_object() &&
      entry["speaker"].contains("id")) {
    out += " speaker=" + entry["speaker"]["id"].dump();
  }
  for (const char* slot : {"plover", "actor", "recipient", "visitor", "host", "participants",
                           "parties", "type", "imposer", "target", "holders", "holder", "object",
                           "person", "change", "sending", "receiving"}) {
    if (!entry.contains(slot) || entry[slot].is_null()) continue;
    const Json list = entry[slot].is_array() ? entry[slot] : Json::array({entry[slot]});
    std::string words;
    for (const Json& item : list) {
      const bool named = item.is_object() && item.contains("id");
      words += (words.empty() ? "" : "+") + (named ? item["id"] : item).dump();
    }
    out += fmt::format(" {}={}", slot, words);
  }
  if (entry.contains("anchor")) out += " anchor=" + entry["anchor"].dump();
  if (entry.contains("evidence")) out += " evidence=" + entry["evidence"].dump();
  if (entry.contains("rule")) out += " rule=" + entry["rule"].dump();
  return out;
}

void score_traps(const Engine& engine, const Json& gold, const std::string& name,
                 EntriesScore& score) {
  if (!gold.contains("must_not")) return;
  for (const Json& trap : gold["must_not"]) {
    for (const Json& paraphrase : trap.value("paraphrases", Json::array())) {
      const Json present = paraphrase.value("present", Json::array());
      const Json absent = paraphrase.value("absent", Json::array());
      const auto coded = [](const Json& list) {
        return std::all_of(list.begin(), list.end(),
                           [](const Json& entry) { return is_coded(entry.value("kind", "")); });
      };
      if (!coded(present) && std::none_of(absent.begin(), absent.end(), [](const Json& entry) {
            return is_coded(entry.value("kind", ""));
          })) {
        ++score.traps_skipped;
        continue;
      }
      if (!coded(present) || !coded(absent)) ++score.traps_skipped;
      const Read read =
          read_text(engine, "paraphrase", paraphrase.value("text", ""),
                    paraphrase.contains("report_date") ? paraphrase["report_date"] : Json(nullptr));
      bool holds = true;
      for (const Json& entry : present) {
        if (!is_coded(entry.value("kind", ""))) continue;
        if (std::none_of(read.json.begin(), read.json.end(),
                         [&](const Json& given) { return agrees_whole(entry, given); })) {
          holds = false;
          score.errors.push_back(fmt::format("{}: trap '{}': missing {} in: {}", name,
                                             trap.value("trap", ""), entry.dump(),
                                             paraphrase.value("text", "")));
        }
      }
      for (const Json& entry : absent) {
        if (!is_coded(entry.value("kind", ""))) continue;
        if (std::any_of(read.json.begin(), read.json.end(),
                        [&](const Json& given) { return agrees_whole(entry, given); })) {
          holds = false;
          score.errors.push_back(fmt::format("{}: trap '{}': must not give {} in: {}", name,
                                             trap.value("trap", ""), entry.dump(),
                                             paraphrase.value("text", "")));
        }
      }
      ++score.traps.total;
      score.traps.right += holds;
    }
  }
}

// The kinds that the report was annotated for: entries of others are scored neither way.
std::vector<std::string> annotated_kinds(const Json& gold) {
  if (gold.contains("kinds")) return gold["kinds"].get<std::vector<std::string>>();
  std::vector<std::string> kinds;
  for (const char* list : {"entries", "acceptable"}) {
    for (const Json& entry : gold.value(list, Json::array()))
      kinds.push_back(entry.value("kind", ""));
  }
  return kinds;
}

// Links of gold entries whose both ends were found: `to` is the name of another gold entry.
void score_links(const Read& read, const std::vector<Json>& wanted, const std::vector<int>& partner,
                 const std::string& name, EntriesScore& score) {
  const auto given = [&](std::size_t g) {
    return partner[g] < 0 ? nullptr : &read.entries[static_cast<std::size_t>(partner[g])];
  };
  for (std::size_t g = 0; g < wanted.size(); ++g) {
    const Entry* entry = given(g);
    if (entry == nullptr) continue;
    for (const Json& link : wanted[g].value("links", Json::array())) {
      const std::string to = link.value("to", "");
      const auto target = std::find_if(wanted.begin(), wanted.end(), [&](const Json& other) {
        return other.value("name", "") == to;
      });
      if (target == wanted.end()) continue;
      const Entry* other = given(static_cast<std::size_t>(target - wanted.begin()));
      if (other == nullptr) continue;
      const bool right =
          std::any_of(entry->links.begin(), entry->links.end(), [&](const Link& there) {
            return there.rel == link.value("rel", "") && there.id == other->id;
          });
      Count& count = score.kinds[row_of(wanted[g])].fields["links"];
      ++count.total;
      count.right += right;
      if (!right)
        score.errors.push_back(
            fmt::format("{}: link {} of {}", name, link.dump(), brief(wanted[g])));
    }
  }
}

void score_entries(const Read& read, const Json& gold, const std::string& name,
                   EntriesScore& score) {
  std::vector<Json> wanted;
  std::vector<std::vector<Span>> anchors;
  for (const Json& entry : gold.value("entries", Json::array())) {
    if (!is_coded(entry.value("kind", ""))) {
      ++score.gold_skipped;
      continue;
    }
    wanted.push_back(entry);
    anchors.push_back(find_anchors(entry, read.text));
    ++score.kinds[row_of(entry)].gold;
  }
  std::vector<std::vector<int>> allowed(wanted.size());
  for (std::size_t g = 0; g < wanted.size(); ++g) {
    for (std::size_t e = 0; e < read.entries.size(); ++e) {
      if (overlaps_any(read.entries[e], anchors[g]) && same_key(wanted[g], read.json[e])) {
        allowed[g].push_back(static_cast<int>(e));
      }
    }
    // The better of two partners first: the one with more fields right.
    std::stable_sort(allowed[g].begin(), allowed[g].end(), [&](int a, int b) {
      const auto good = [&](int e) {
        const auto fields = score_fields(wanted[g], read.json[static_cast<std::size_t>(e)]);
        return std::count_if(fields.begin(), fields.end(),
                             [](const auto& field) { return field.second; });
      };
      return good(a) > good(b);
    });
  }
  const std::vector<int> partner = match_one_to_one(wanted.size(), read.entries.size(), allowed);
  std::vector<bool> used(read.entries.size(), false);
  for (std::size_t g = 0; g < wanted.size(); ++g) {
    KindScore& kind = score.kinds[row_of(wanted[g])];
    if (partner[g] < 0) {
      score.errors.push_back(fmt::format("{}: missing {}", name, brief(wanted[g])));
      continue;
    }
    const auto e = static_cast<std::size_t>(partner[g]);
    used[e] = true;
    ++kind.right;
    for (const auto& [field, right] : score_fields(wanted[g], read.json[e])) {
      Count& count = kind.fields[field];
      ++count.total;
      count.right += right;
      if (!right) {
        const std::string outer = field.substr(0, field.find('.'));
        score.errors.push_back(
            fmt::format("{}: field {} of {}: gold {}, given {}", name, field, brief(wanted[g]),
                        wanted[g].contains(outer) ? wanted[g][outer].dump() : "",
                        read.json[e].contains(outer) ? read.json[e][outer].dump() : ""));
      }
    }
  }
  score_links(read, wanted, partner, name, score);
  const std::vector<std::string> annotated = annotated_kinds(gold);
  for (std::size_t e = 0; e < read.entries.size(); ++e) {
    if (std::find(annotated.begin(), annotated.end(), to_string(read.entries[e].kind)) ==
        annotated.end())
      continue;
    const std::string row = row_of(read.json[e]);
    Count& rule =
        score.rules[fmt::format("{}/{}", to_string(read.entries[e].kind), read.entries[e].rule)];
    if (used[e]) {
      ++score.kinds[row].given;
      ++rule.total;
      ++rule.right;
      continue;
    }
    bool tolerated = false;
    for (const Json& entry : gold.value("acceptable", Json::array())) {
      tolerated = tolerated || (overlaps_any(read.entries[e], find_anchors(entry, read.text)) &&
                                same_key(entry, read.json[e]));
    }
    if (tolerated) {
      ++score.kinds[row].acceptable;
      continue;
    }
    ++score.kinds[row].given;
    ++rule.total;
    score.errors.push_back(fmt::format("{}: wrong {}", name, brief(read.json[e])));
  }
}

}  // namespace

double KindScore::f1() const {
  const double sum = precision() + recall();
  return sum == 0 ? 0 : 2 * precision() * recall() / sum;
}

Result<std::vector<std::string>> list_gold_files(const std::vector<std::string>& arguments) {
  return list_files(arguments, {".gold.json"}, "gold");
}

Result<void> score_gold_file(const Engine& engine, const std::string& gold_path,
                             EntriesScore& score) {
  constexpr std::uint64_t kMaxGoldBytes = 16u << 20;
  auto bytes = load_file(gold_path, kMaxGoldBytes);
  if (!bytes) return bytes.error();
  const Json gold = Json::parse(*bytes, nullptr, false);
  if (gold.is_discarded() || !gold.is_object()) {
    return Error{ErrorCode::kBadInput, "not a gold file: no JSON object", gold_path};
  }
  const fs::path path(gold_path);
  const std::string name = path.filename().string();
  fs::path text_path = path.parent_path() / gold.value("report", "");
  if (!gold.contains("report")) {
    text_path = path.parent_path() /
                (name.substr(0, name.size() - std::min<std::size_t>(name.size(), 10)) + ".txt");
  }
  auto text = load_file(text_path, kMaxTextBytes);
  if (!text) return text.error();
  if (const std::size_t bad = find_invalid_utf8(*text); bad != text->size()) {
    return Error{ErrorCode::kBadEncoding, "not UTF-8", text_path.string()};
  }
  ++score.reports;
  const Read read = read_text(engine, name, std::move(*text),
                              gold.contains("report_date") ? gold["report_date"] : Json(nullptr));
  for (const char* list : {"entries", "acceptable"}) {
    for (const Json& entry : gold.value(list, Json::array())) {
      if (entry.contains("anchor") && find_anchors(entry, read.text).empty()) {
        return Error{ErrorCode::kBadInput, "anchor not in the text: " + entry["anchor"].dump(),
                     gold_path};
      }
    }
  }
  score_entries(read, gold, name, score);
  score_traps(engine, gold, name, score);
  return {};
}

std::string to_text(const EntriesScore& score, bool with_errors) {
  std::string out;
  const auto line = [&](const std::string& text) { out += text + "\n"; };
  line(fmt::format("{} reports", score.reports));
  line(fmt::format("{:<22} {:>6} {:>6} {:>6} {:>9} {:>7} {:>6} {:>6}", "kind", "gold", "given",
                   "right", "precision", "recall", "F1", "toler."));
  for (const auto& [name, kind] : score.kinds) {
    line(fmt::format("{:<22} {:>6} {:>6} {:>6} {:>9.3f} {:>7.3f} {:>6.3f} {:>6}", name, kind.gold,
                     kind.given, kind.right, kind.precision(), kind.recall(), kind.f1(),
                     kind.acceptable));
  }
  for (const auto& [name, kind] : score.kinds) {
    for (const auto& [field, count] : kind.fields) {
      line(fmt::format("{:<22} {:<18} {:>4} of {:>4} {:>6.3f}", name, field, count.right,
                       count.total, static_cast<double>(count.right) / count.total));
    }
  }
  line(fmt::format("traps: {} of {} paraphrases hold; {} of kinds that are not coded yet",
                   score.traps.right, score.traps.total, score.traps_skipped));
  if (score.gold_skipped > 0)
    line(fmt::format("gold entries of kinds that are not coded yet: {}", score.gold_skipped));
  if (with_errors) {
    for (const std::string& error : score.errors) line(error);
  }
  return out;
}

Json to_json(const EntriesScore& score) {
  Json out{{"reports", score.reports}};
  Json kinds = Json::object();
  for (const auto& [name, kind] : score.kinds) {
    Json fields = Json::object();
    for (const auto& [field, count] : kind.fields)
      fields[field] = Json{{"right", count.right}, {"total", count.total}};
    kinds[name] = Json{{"gold", kind.gold},
                       {"given", kind.given},
                       {"right", kind.right},
                       {"acceptable", kind.acceptable},
                       {"precision", kind.precision()},
                       {"recall", kind.recall()},
                       {"f1", kind.f1()},
                       {"fields", fields}};
  }
  out["kinds"] = kinds;
  Json rules = Json::object();
  for (const auto& [rule, count] : score.rules)
    rules[rule] = Json{{"right", count.right}, {"total", count.total}};
  out["rules"] = rules;
  out["traps"] = Json{
      {"right", score.traps.right}, {"total", score.traps.total}, {"skipped", score.traps_skipped}};
  out["errors"] = score.errors;
  return out;
}

}  // namespace chancery

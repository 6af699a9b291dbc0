#include "evaluate/times_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "evaluate/conllu_task.hpp"
#include "syntax/conllu.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

// YYYY, YYYY-MM or YYYY-MM-DD.
bool is_plain(std::string_view value) {
  if (value.size() != 4 && value.size() != 7 && value.size() != 10) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? value[i] != '-' : value[i] < '0' || value[i] > '9') return false;
  }
  return parse_edtf(value).has_value();
}

// The value of `when:::"..."` in a tag; nothing where it has none.
std::optional<std::string> when_of(std::string_view tag) {
  constexpr std::string_view kWhen = " when:::\"";
  const std::size_t begin = tag.find(kWhen);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view rest = tag.substr(begin + kWhen.size());
  const std::size_t end = rest.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(rest.substr(0, end));
}

// The column MISC of one word: the markup that opens before it and closes after it.
std::string_view markup_of(const ConlluWord& word) {
  const std::string_view misc = word.misc;
  constexpr std::string_view kName = "XML=";
  std::size_t begin = misc.substr(0, kName.size()) == kName ? 0 : misc.find("|XML=");
  if (begin == std::string_view::npos) return {};
  begin = misc.find('<', begin);
  if (begin == std::string_view::npos) return {};
  return misc.substr(begin, misc.find('|', begin) - begin);
}

DatedDocument to_document(const std::vector<ConlluSentence>& sentences) {
  DatedDocument document;
  document.id = sentences.front().document;
  document.genre = genre_of(document.id);
  ConlluText text = to_raw_text(sentences);
  document.text = std::move(text.text);
  // Tags that are open: where the word begins, and the value.
  std::vector<std::pair<std::uint32_t, std::optional<std::string>>> open;
  std::size_t number = 0;
  for (const ConlluSentence& sentence : sentences) {
    for (const ConlluWord& word : sentence.words) {
      const Span span = text.word_span[number++];
      const std::string_view markup = markup_of(word);
      for (std::size_t at = 0; at < markup.size();) {
        const std::size_t end = std::min(markup.find('>', at), markup.size());
        const std::string_view tag = markup.substr(at, end - at);
        at = end + 1;
        if (tag.substr(0, 6) == "<date ") {
          open.emplace_back(span.begin, when_of(tag));
        } else if (tag == "</date" && !open.empty()) {
          auto [begin, value] = std::move(open.back());
          open.pop_back();
          if (value && is_plain(*value)) document.dates.push_back({{begin, span.end}, *value});
        }
      }
    }
  }
  std::stable_sort(
      document.dates.begin(), document.dates.end(),
      [](const GoldDate& a, const GoldDate& b) { return a.span.begin < b.span.begin; });
  return document;
}

// The values that an expression has: its own, and those of its ends.
bool has_value(const TimeExpression& time, const std::string& value) {
  if (time.value == value || to_edtf(time.interval) == value) return true;
  const std::size_t slash = time.value.find('/');
  if (slash == std::string::npos) return false;
  if (time.value.substr(0, slash) == value || time.value.substr(slash + 1) == value) return true;
  // "2003-07/2004-12" has ends that its writing may cut shorter.
  const auto gold = parse_edtf(value);
  return gold && (time.interval.from == gold->from || time.interval.to == gold->to);
}

}  // namespace

Result<std::vector<DatedDocument>> parse_dates(std::string_view bytes, std::string_view name) {
  const auto sentences = parse_conllu(bytes, name, ConlluCheck::kForms);
  if (!sentences) return sentences.error();
  const auto days = document_dates(bytes);
  std::vector<DatedDocument> documents;
  bool any = false;
  for (auto first = sentences->begin(); first != sentences->end();) {
    const auto last = std::find_if(first + 1, sentences->end(), [](const ConlluSentence& sentence) {
      return sentence.new_document;
    });
    DatedDocument document = to_document({first, last});
    if (const auto day = days.find(document.id); day != days.end()) document.date = day->second;
    any = any || !document.dates.empty();
    documents.push_back(std::move(document));
    first = last;
  }
  if (!any) return Error{ErrorCode::kBadInput, "no dates of GUM in it", std::string(name)};
  return documents;
}

void score_dates(const DatedDocument& gold, const Document& document, TimesScore& score) {
  TimesCounts& counts = score.genres[gold.genre];
  ++counts.documents;
  for (const GoldDate& date : gold.dates) {
    ++counts.gold;
    bool found = false;
    bool exact = false;
    std::string given;
    for (const TimeExpression& time : document.times.times) {
      if (!time.span.overlaps(date.span)) continue;
      found = true;
      exact = exact || has_value(time, date.value);
      given += fmt::format(" [{}] {} ({})", document.text(time.span), time.value, time.rule);
    }
    const auto& dateline = document.layout.dateline;
    if (!found && dateline && dateline->span.overlaps(date.span) && dateline->date) {
      found = true;
      exact = to_iso(*dateline->date) == date.value;
      given = " " + to_iso(*dateline->date) + " (dateline)";
    }
    counts.found += found ? 1 : 0;
    counts.exact += exact ? 1 : 0;
    if (exact) continue;
    score.errors.push_back(fmt::format("{}: {} [{}] {}{}", gold.id, found ? "wrong" : "missing",
                                       document.text(date.span), date.value, given));
  }
}

std::string to_text(const TimesScore& score, bool with_errors) {
  std::string out = fmt::format("{:<12} {:>9} {:>6} {:>6} {:>6} {:>6} {:>6}\n", "genre",
                                "documents", "gold", "found", "share", "exact", "share");
  TimesCounts all;
  const auto row = [&](const std::string& name, const TimesCounts& counts) {
    out += fmt::format("{:<12} {:>9} {:>6} {:>6} {:>6.3f} {:>6} {:>6.3f}\n", name, counts.documents,
                       counts.gold, counts.found, counts.found_share(), counts.exact,
                       counts.exact_share());
  };
  for (const auto& [genre, counts] : score.genres) {
    row(genre, counts);
    all.documents += counts.documents;
    all.gold += counts.gold;
    all.found += counts.found;
    all.exact += counts.exact;
  }
  row("all", all);
  if (with_errors) {
    for (const std::string& error : score.errors) out += error + "\n";
  }
  return out;
}

nlohmann::ordered_json to_json(const TimesScore& score) {
  Json genres = Json::object();
  for (const auto& [genre, counts] : score.genres) {
    genres[genre] = Json{{"documents", counts.documents}, {"gold", counts.gold},
                         {"found", counts.found},         {"found_share", counts.found_share()},
                         {"exact", counts.exact},         {"exact_share", counts.exact_share()}};
  }
  return Json{{"genres", genres}, {"errors", score.errors}};
}

}  // namespace chancery

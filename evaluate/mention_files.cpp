#include "evaluate/mention_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/tsv.hpp"
#include "base/utf8.hpp"
#include "document/report.hpp"
#include "evaluate/file_list.hpp"
#include "evaluate/name_files.hpp"
#include "syntax/conllu.hpp"

namespace chancery {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxMentionBytes = 16u << 20;
constexpr std::uint64_t kMaxWordBytes = std::uint64_t{1} << 30;

constexpr GoldHow kHows[] = {GoldHow::kNamed,    GoldHow::kLookedUp, GoldHow::kCoreferent,
                             GoldHow::kMetonym,  GoldHow::kInferred, GoldHow::kOpen,
                             GoldHow::kTolerated};

std::optional<GoldHow> how_of(std::string_view name) {
  const auto found = std::find_if(std::begin(kHows), std::end(kHows),
                                  [&](GoldHow how) { return name == to_string(how); });
  if (found == std::end(kHows)) return std::nullopt;
  return *found;
}

bool is_there(const fs::path& path) {
  std::error_code ec;
  return fs::exists(path, ec);
}

std::optional<std::uint32_t> to_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

// Alternatives, each a set that is sorted. Empty where one of them is.
std::vector<std::string> to_ids(std::string_view field) {
  std::vector<std::string> ids;
  for (const std::string_view id : split_all(field, '|')) {
    if (trim(id).empty()) return {};
    ids.push_back(to_sorted_id(trim(id)));
  }
  return ids;
}

// --- NAME.mentions.tsv ---

// "# document GUM_news_x date 2015-05-07": the kind, what is named, the date.
struct Source {
  std::string kind;
  std::string what;
  std::optional<Day> date;
};

Result<Source> parse_source(std::string_view bytes, const std::string& path) {
  const auto fail = [&](std::string message) {
    return Error{ErrorCode::kBadInput, std::move(message), path + ":1"};
  };
  std::string_view line = trim(bytes.substr(0, bytes.find('\n')));
  const std::string expected =
      "expected '# file PATH', '# document GUM_ID' or '# sentences re3d FIRST-LAST', each with "
      "'date YYYY-MM-DD' after it or not";
  if (line.substr(0, 2) != "# ") return fail(expected);
  line = trim(line.substr(2));
  Source source;
  constexpr std::string_view kDate = " date ";
  if (const std::size_t at = line.rfind(kDate); at != std::string_view::npos) {
    source.date = parse_iso_day(line.substr(at + kDate.size()));
    if (!source.date)
      return fail(fmt::format("'{}' is no day as YYYY-MM-DD", line.substr(at + kDate.size())));
    line = trim(line.substr(0, at));
  }
  for (const std::string_view kind : {"file ", "document ", "sentences re3d "}) {
    if (line.substr(0, kind.size()) != kind) continue;
    source.kind = trim(kind);
    source.what = trim(line.substr(kind.size()));
  }
  if (source.what.empty()) return fail(expected);
  return source;
}

// The day that the gold entries beside a report give, read as `evaluate entries` reads them.
std::optional<Day> gold_date_of(const fs::path& text_path) {
  fs::path gold_path = text_path;
  gold_path.replace_extension(".gold.json");
  const auto bytes =
      is_there(gold_path) ? load_file(gold_path, kMaxMentionBytes) : Result<std::string>(Error{});
  if (!bytes) return std::nullopt;
  const auto gold = nlohmann::ordered_json::parse(*bytes, nullptr, false);
  if (!gold.is_object() || !gold.contains("report_date") || !gold["report_date"].is_string())
    return std::nullopt;
  return parse_iso_day(gold["report_date"].get<std::string>());
}

// The text of the source; nothing where it is not on this machine. Sets the date of a report.
Result<std::optional<std::string>> load_text(Source& source, const std::string& path,
                                             SharedTexts& shared) {
  using Text = std::optional<std::string>;
  const auto at_line = [&](Error error) {
    if (error.code == ErrorCode::kNotFound) error.code = ErrorCode::kBadInput;
    error.place = path + ":1";
    return error;
  };
  if (source.kind == "document") {
    auto text = shared.gum_document(source.what);
    if (!text && text.error().code == ErrorCode::kNotFound) return at_line(text.error());
    return text;
  }
  if (source.kind == "sentences re3d") {
    const std::size_t dash = source.what.find('-');
    const auto first = to_number(source.what.substr(0, dash));
    const auto last =
        dash == std::string::npos ? std::nullopt : to_number(source.what.substr(dash + 1));
    if (!first || !last || *first == 0 || *first > *last)
      return at_line(Error{ErrorCode::kBadInput,
                           fmt::format("'{}' is no range FIRST-LAST, from 1", source.what), ""});
    auto text = shared.re3d_sentences(*first, *last);
    if (!text && text.error().code == ErrorCode::kNotFound) return at_line(text.error());
    return text;
  }
  constexpr std::string_view kShared = "../shared/";
  fs::path text_path = fs::path(path).parent_path() / source.what;
  if (!is_there(text_path) && source.what.substr(0, kShared.size()) == kShared) {
    text_path = shared.folder() / source.what.substr(kShared.size());
    if (shared.folder().empty() || !is_there(text_path)) return Text();
  }
  auto text = load_file(text_path, kMaxTextBytes);
  if (!text) return text.error();
  if (find_invalid_utf8(*text) != text->size())
    return Error{ErrorCode::kBadEncoding, "not UTF-8", text_path.string()};
  if (!source.date) source.date = gold_date_of(text_path);
  return Text(std::move(*text));
}

Result<void> add_rows(const Table& table, GoldText& gold) {
  enum Column { kStart, kEnd, kLayer, kId, kHow };
  const CodePointIndex index(gold.text);
  const auto length = index.code_point(static_cast<std::uint32_t>(gold.text.size()));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto start = to_number(table.at(row, kStart));
    if (!start) return table.error_at(row, kStart, "expected a number");
    const auto end = to_number(table.at(row, kEnd));
    if (!end) return table.error_at(row, kEnd, "expected a number");
    if (*end <= *start) return table.error_at(row, kEnd, "the end is not after the start");
    if (*end > length)
      return table.error_at(row, kEnd,
                            fmt::format("past the text, which has {} code points", length));
    const std::string_view layer = table.at(row, kLayer);
    if (layer != "actors" && layer != "places")
      return table.error_at(row, kLayer,
                            fmt::format("expected actors or places, found '{}'", layer));
    GoldMention mention;
    mention.span = {index.byte(*start), index.byte(*end)};
    mention.ids = to_ids(table.at(row, kId));
    if (mention.ids.empty()) return table.error_at(row, kId, "an id is empty");
    const auto how = how_of(table.at(row, kHow));
    if (!how)
      return table.error_at(row, kHow, fmt::format("'{}' is not known", table.at(row, kHow)));
    mention.how = *how;
    (layer == "actors" ? gold.actors : gold.places).push_back(std::move(mention));
  }
  return {};
}

Result<MentionFile> load_mentions(const std::string& path, std::string bytes, SharedTexts& shared) {
  auto source = parse_source(bytes, path);
  if (!source) return source.error();
  const auto table = parse_table(path, std::move(bytes), {"start", "end", "layer", "id", "how"});
  if (!table) return table.error();
  auto text = load_text(*source, path, shared);
  if (!text) return text.error();
  MentionFile file;
  if (!*text) {
    file.skipped =
        fmt::format("the text of '{} {}' is not on this machine ({})", source->kind, source->what,
                    shared.folder().empty() ? "no folder 'shared' was found"
                                            : "looked in " + shared.folder().string());
    return file;
  }
  GoldText gold;
  gold.place = path;
  gold.text = std::move(**text);
  gold.date = source->date;
  if (const auto added = add_rows(*table, gold); !added) return added.error();
  file.texts.push_back(std::move(gold));
  return file;
}

// --- NAME.cases.tsv ---

bool is_word_code_point(char32_t value) {
  return is_letter(value) || is_digit(value);
}

bool is_whole_word(std::string_view text, Span span) {
  if (span.begin > 0) {
    std::uint32_t before = span.begin - 1;
    while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0u) == 0x80u) --before;
    if (is_word_code_point(decode_at(text, before).value)) return false;
  }
  return span.end == text.size() || !is_word_code_point(decode_at(text, span.end).value);
}

// The occurrence of the words with that number, from 1.
std::optional<Span> find_words(std::string_view text, std::string_view words,
                               std::uint32_t number) {
  for (std::size_t at = text.find(words); at != std::string_view::npos;
       at = text.find(words, at + 1)) {
    const Span span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
    if (is_whole_word(text, span) && --number == 0) return span;
  }
  return std::nullopt;
}

// "words=id/how", or what is wrong with it.
Result<GoldMention> parse_mention(std::string_view item, std::string_view text) {
  const auto fail = [&](std::string message) {
    return Error{ErrorCode::kBadTable, std::move(message), ""};
  };
  const std::size_t equals = item.find('=');
  const std::size_t slash = item.rfind('/');
  if (equals == std::string_view::npos || slash == std::string_view::npos || slash < equals)
    return fail(fmt::format("expected WORDS=ID/HOW, found '{}'", item));
  std::string_view words = trim(item.substr(0, equals));
  std::uint32_t number = 1;
  if (const std::size_t hash = words.rfind('#'); hash != std::string_view::npos) {
    if (const auto given = to_number(words.substr(hash + 1))) {
      number = *given;
      words = words.substr(0, hash);
    }
  }
  GoldMention mention;
  const auto span = words.empty() || number == 0 ? std::nullopt : find_words(text, words, number);
  if (!span) return fail(fmt::format("the text has no '{}' number {}", words, number));
  mention.span = *span;
  mention.ids = to_ids(item.substr(equals + 1, slash - equals - 1));
  if (mention.ids.empty()) return fail(fmt::format("an id is empty in '{}'", item));
  const auto how = how_of(trim(item.substr(slash + 1)));
  if (!how) return fail(fmt::format("how '{}' is not known", trim(item.substr(slash + 1))));
  mention.how = *how;
  return mention;
}

Result<void> add_list(const Table& table, std::size_t row, std::size_t column,
                      std::string_view text, std::vector<GoldMention>& to) {
  std::string_view rest = table.at(row, column);
  while (!rest.empty()) {
    constexpr std::string_view kBetween = " ; ";
    const std::size_t end = std::min(rest.find(kBetween), rest.size());
    auto mention = parse_mention(trim(rest.substr(0, end)), text);
    if (!mention) return table.error_at(row, column, mention.error().message);
    to.push_back(std::move(*mention));
    rest.remove_prefix(std::min(end + kBetween.size(), rest.size()));
  }
  return {};
}

Result<MentionFile> load_cases(const std::string& path, std::string bytes) {
  enum Column { kDate, kText, kActors, kPlaces };
  const auto table = parse_table(path, std::move(bytes), {"date", "text", "actors", "places"});
  if (!table) return table.error();
  MentionFile file;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    GoldText gold;
    gold.text = table->at(row, kText);
    if (gold.text.empty()) return table->error_at(row, kText, "no text");
    // "FILE:LINE: column ..." up to the column.
    gold.place = table->error_at(row, kText, "").place;
    gold.place.resize(gold.place.rfind(": "));
    if (const std::string_view date = table->at(row, kDate); !date.empty()) {
      gold.date = parse_iso_day(date);
      if (!gold.date) return table->error_at(row, kDate, "expected a day as YYYY-MM-DD");
    }
    auto added = add_list(*table, row, kActors, gold.text, gold.actors);
    if (added) added = add_list(*table, row, kPlaces, gold.text, gold.places);
    if (!added) return added.error();
    file.texts.push_back(std::move(gold));
  }
  return file;
}

}  // namespace

const char* to_string(GoldHow how) {
  switch (how) {
    case GoldHow::kNamed:
      return "named";
    case GoldHow::kLookedUp:
      return "looked_up";
    case GoldHow::kCoreferent:
      return "coreferent";
    case GoldHow::kMetonym:
      return "metonym";
    case GoldHow::kInferred:
      return "inferred";
    case GoldHow::kOpen:
      return "open";
    case GoldHow::kTolerated:
      return "tolerated";
  }
  return "";
}

std::string to_sorted_id(std::string_view id) {
  const std::size_t slash = std::min(id.find('/'), id.size());
  std::vector<std::string_view> members = split_all(id.substr(0, slash), '+');
  std::sort(members.begin(), members.end());
  std::string out;
  for (const std::string_view member : members) {
    if (!out.empty()) out += '+';
    out += member;
  }
  return out.append(id.substr(slash));
}

Result<std::optional<std::string>> SharedTexts::gum_document(const std::string& id) {
  using Text = std::optional<std::string>;
  if (!gum_) {
    gum_.emplace();
    for (const char* name : {"data/gum/gum-train.conllu", "data/gum/gum-dev.conllu"}) {
      const fs::path path = folder_ / name;
      if (folder_.empty() || !is_there(path)) continue;
      const auto bytes = load_file(path, kMaxWordBytes);
      if (!bytes) return bytes.error();
      const auto sentences = parse_conllu(*bytes, path.string(), ConlluCheck::kForms);
      if (!sentences) return sentences.error();
      for (const ConlluSentence& sentence : *sentences) {
        std::string& text = (*gum_)[sentence.document];
        for (const ConlluWord& word : sentence.words) {
          if (!text.empty()) text += ' ';
          text += word.form;
        }
      }
    }
  }
  if (gum_->empty()) return Text();
  const auto found = gum_->find(id);
  if (found == gum_->end())
    return Error{ErrorCode::kNotFound, fmt::format("GUM has no document '{}'", id), ""};
  return Text(found->second);
}

Result<std::optional<std::string>> SharedTexts::re3d_sentences(std::size_t first,
                                                               std::size_t last) {
  using Text = std::optional<std::string>;
  if (!re3d_) {
    re3d_.emplace();
    const fs::path path = folder_ / "data/names/re3d-dev.conll";
    if (!folder_.empty() && is_there(path)) {
      const auto bytes = load_file(path, kMaxWordBytes);
      if (!bytes) return bytes.error();
      const auto names = parse_names(*bytes, path.string());
      if (!names) return names.error();
      for (const NamedSentence& sentence : names->sentences) {
        std::string text;
        for (const std::string& form : sentence.forms) {
          if (!text.empty()) text += ' ';
          text += form;
        }
        re3d_->push_back(std::move(text));
      }
    }
  }
  if (re3d_->empty()) return Text();
  if (last > re3d_->size())
    return Error{ErrorCode::kNotFound, fmt::format("re3d has {} sentences", re3d_->size()), ""};
  std::string text;
  for (std::size_t i = first - 1; i < last; ++i) {
    if (!text.empty()) text += ' ';
    text += (*re3d_)[i];
  }
  return Text(std::move(text));
}

fs::path find_shared(const fs::path& inside) {
  std::error_code ec;
  fs::path folder = fs::absolute(inside, ec).lexically_normal();
  while (!ec && folder.has_relative_path()) {
    folder = folder.parent_path();
    if (is_there(folder / "shared" / "data")) return folder / "shared";
  }
  return {};
}

Result<MentionFile> load_mention_file(const std::string& path, SharedTexts& shared) {
  auto bytes = load_file(path, kMaxMentionBytes);
  if (!bytes) return bytes.error();
  const std::string name = fs::path(path).filename().string();
  // The header row tells the form.
  bool is_cases = false;
  for (const std::string_view line : split_all(*bytes, '\n')) {
    if (trim(line).empty() || line.front() == '#') continue;
    const auto cells = split_all(line, '\t');
    is_cases = std::any_of(cells.begin(), cells.end(),
                           [](std::string_view cell) { return trim(cell) == "text"; });
    break;
  }
  auto file = is_cases ? load_cases(path, std::move(*bytes))
                       : load_mentions(path, std::move(*bytes), shared);
  if (!file) return file.error();
  file->name = name.substr(0, name.find('.') == 0 ? name.size() : name.find('.'));
  return file;
}

Result<std::vector<std::string>> list_mention_files(const std::vector<std::string>& arguments) {
  return list_files(arguments, {".mentions.tsv", ".cases.tsv"}, "mention");
}

}  // namespace chancery

#include "evaluate/name_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

#include "base/tsv.hpp"
#include "base/utf8.hpp"
#include "evaluate/entity_brackets.hpp"
#include "syntax/conllu.hpp"

namespace chancery {
namespace {

constexpr NameTypes kPerson = to_bit(NameType::kPerson);
constexpr NameTypes kPlace = to_bit(NameType::kPlace);
constexpr NameTypes kOrganisation = to_bit(NameType::kOrganisation);
constexpr NameTypes kGroup = to_bit(NameType::kGroup);
constexpr NameTypes kEvent = to_bit(NameType::kEvent);
constexpr NameTypes kMisc = to_bit(NameType::kMisc);
constexpr NameTypes kOthers = kGroup | kEvent | kMisc;

struct Label {
  std::string_view name;
  NameTypes types;   // none: not a name of ours
  bool marks_nouns;  // the file marks mentions with common nouns too
};
constexpr Label kLabels[] = {
    {"PER", kPerson, false},
    {"LOC", kPlace, false},
    {"ORG", kOrganisation, false},
    {"MISC", kOthers, false},
    {"OTH", kOthers, false},
    {"O", 0, false},
    {"politician", kPerson, false},
    {"person", kPerson, false},
    {"country", kPlace, false},
    {"location", kPlace, false},
    {"politicalparty", kOrganisation, false},
    {"organisation", kOrganisation, false},
    {"election", kEvent, false},
    {"event", kEvent, false},
    {"misc", kGroup | kMisc, false},
    {"Person", kPerson, true},
    {"Location", kPlace, true},
    {"Organisation", kOrganisation, true},
    {"Nationality", kGroup, true},
    {"Money", 0, true},
    {"Quantity", 0, true},
    {"Temporal", 0, true},
    {"Weapon", 0, true},
    {"MilitaryPlatform", 0, true},
    {"DocumentReference", 0, true},
    {"Frequency", 0, true},
    {"Vehicle", 0, true},
    {"CommsIdentifier", 0, true},
    {"Coordinate", 0, true},
    {"Url", 0, true},
};

const Label* find_label(std::string_view name) {
  const auto found = std::find_if(std::begin(kLabels), std::end(kLabels),
                                  [&](const Label& label) { return label.name == name; });
  return found == std::end(kLabels) ? nullptr : found;
}

bool is_capital(std::string_view form) {
  return !form.empty() && is_upper(decode_at(form, 0).value);
}

Error bad_line(std::string_view name, std::size_t line, std::string message) {
  return Error{ErrorCode::kBadInput, std::move(message), fmt::format("{}:{}", name, line)};
}

// The names, in order of their beginning, become the labels that are allowed.
void allow_names(NamedSentence& sentence) {
  for (const GoldName& name : sentence.names) {
    for (std::uint32_t i = name.tokens.begin; i < name.tokens.end; ++i) {
      sentence.allowed[i] =
          i == name.tokens.begin ? begin_labels(name.types) : inside_labels(name.types);
    }
  }
}

void list_annotated(NameFile& file, std::set<NameTypes>& seen) {
  seen.erase(0);
  file.annotated.assign(seen.begin(), seen.end());
}

// --- Columns ---

struct Column {
  std::string form;
  std::string label;
};

// "the coalition" is marked but no name; "the Northern Fleet" is one, without its determiner. The
// head is taken to be the last word before the first preposition, comma or conjunction.
struct Cut {
  TokenRange tokens;
  bool is_name = false;
};
Cut cut_mention(const std::vector<Column>& words, TokenRange tokens) {
  static const std::set<std::string_view> kDeterminers = {"a", "an", "the"};
  static const std::set<std::string_view> kEnds = {"of",  "in", "for", "from", "at",  "on",   "to",
                                                   "and", "or", ",",   "(",    "who", "which"};
  const auto small = [&](std::uint32_t i) { return fold(words[i].form); };
  Cut cut{tokens, false};
  if (tokens.size() > 1 && kDeterminers.count(small(tokens.begin)) > 0) ++cut.tokens.begin;
  std::uint32_t head = cut.tokens.begin;
  while (head + 1 < cut.tokens.end && kEnds.count(small(head + 1)) == 0) ++head;
  cut.is_name = is_capital(words[head].form);
  return cut;
}

// Adds the sentence. B- begins a name, and so does I- where no name of its type goes on.
Result<void> add_columns(const std::vector<Column>& words, std::string id, std::size_t line,
                         std::string_view name, NameFile& file, std::set<NameTypes>& seen) {
  NamedSentence sentence;
  sentence.id = std::move(id);
  sentence.allowed.assign(words.size(), kOutsideLabel);
  for (const Column& word : words) sentence.forms.push_back(word.form);
  for (std::uint32_t i = 0; i < words.size();) {
    const std::string_view label = words[i].label;
    if (label == "O") {
      ++i;
      continue;
    }
    const bool well_formed =
        label.size() > 2 && (label[0] == 'B' || label[0] == 'I') && label[1] == '-';
    const Label* known = well_formed ? find_label(label.substr(2)) : nullptr;
    if (known == nullptr)
      return bad_line(name, line + i, fmt::format("label '{}' is not known", label));
    TokenRange tokens{i, i + 1};
    while (tokens.end < words.size() && words[tokens.end].label[0] == 'I' &&
           std::string_view(words[tokens.end].label).substr(1) == label.substr(1)) {
      ++tokens.end;
    }
    i = tokens.end;
    if (known->types == 0) continue;
    if (known->marks_nouns) {
      const Cut cut = cut_mention(words, tokens);
      if (!cut.is_name) {
        sentence.open.push_back(tokens);
        continue;
      }
      tokens = cut.tokens;
    }
    seen.insert(known->types);
    sentence.names.push_back({tokens, known->types});
  }
  allow_names(sentence);
  file.sentences.push_back(std::move(sentence));
  return {};
}

bool is_label(std::string_view cell) {
  return cell == "O" || (cell.size() > 2 && (cell[0] == 'B' || cell[0] == 'I') && cell[1] == '-');
}

enum class Format : std::uint8_t { kConllu, kNumbered, kTwoColumns };

// By the first line that is neither blank nor a comment.
Format format_of(std::string_view line) {
  const auto cells = split_all(line, '\t');
  if (cells.size() == 10) return Format::kConllu;
  const bool numbered = cells.size() >= 3 && !cells[0].empty() &&
                        std::all_of(cells[0].begin(), cells[0].end(),
                                    [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
  return numbered ? Format::kNumbered : Format::kTwoColumns;
}

// Two cells of a line: the word, and the label after the last blank or tab.
std::optional<Column> two_columns(std::string_view line) {
  const std::size_t cut = line.find_last_of(" \t");
  if (cut == std::string_view::npos || !is_label(line.substr(cut + 1))) return std::nullopt;
  const std::string_view form = trim(line.substr(0, cut));
  if (form.empty() || form.find_first_of(" \t") != std::string_view::npos) return std::nullopt;
  return Column{std::string(form), std::string(line.substr(cut + 1))};
}

Result<NameFile> parse_columns(std::string_view bytes, std::string_view name, Format format) {
  NameFile file;
  std::set<NameTypes> seen;
  std::vector<Column> words;
  std::string id;
  std::size_t first_line = 0;
  std::size_t number = 0;
  const auto close = [&]() -> Result<void> {
    if (words.empty()) return {};
    const auto added = add_columns(words, std::move(id), first_line, name, file, seen);
    words.clear();
    id.clear();
    return added;
  };
  for (std::string_view line : split_all(bytes, '\n')) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const auto column = format == Format::kTwoColumns ? two_columns(line) : std::nullopt;
    if (trim(line).empty() || (column && column->form == "-DOCSTART-")) {
      if (const auto closed = close(); !closed) return closed.error();
      continue;
    }
    // A word "#" with a label is no comment.
    if (line[0] == '#' && !column) {
      constexpr std::string_view kId = "# sent_id = ";
      if (line.substr(0, kId.size()) == kId) id = line.substr(kId.size());
      continue;
    }
    if (words.empty()) first_line = number;
    if (column) {
      words.push_back(*column);
      continue;
    }
    if (format == Format::kTwoColumns)
      return bad_line(name, number, "expected a word and a label (O, B-..., I-...)");
    const auto cells = split_all(line, '\t');
    if (cells[0].find_first_of("-.") != std::string_view::npos) continue;
    if (cells.size() < 3 || cells[1].empty() || !is_label(cells[2]))
      return bad_line(name, number, "expected a number, a word and a label (O, B-..., I-...)");
    words.push_back({std::string(cells[1]), std::string(cells[2])});
  }
  if (const auto closed = close(); !closed) return closed.error();
  list_annotated(file, seen);
  return file;
}

// --- Entity brackets ---

bool is_proper(const ConlluSentence& sentence, std::uint32_t i, std::uint32_t end) {
  const ConlluWord& word = sentence.words[i];
  if (word.upos == "PROPN" || (word.upos == "ADJ" && is_capital(word.form))) return true;
  return word.form == "-" && i + 1 < end && sentence.words[i + 1].upos == "PROPN";
}

// The run of the name around its head: proper nouns, adjectives with a capital, hyphens between,
// and "of" or "of the" before another proper noun. A person's titles are left out.
TokenRange name_around(const ConlluSentence& sentence, TokenRange mention, std::uint32_t head,
                       bool is_person) {
  TokenRange name{head, head + 1};
  while (name.begin > mention.begin && is_proper(sentence, name.begin - 1, mention.end))
    --name.begin;
  while (name.end < mention.end) {
    if (is_proper(sentence, name.end, mention.end)) {
      ++name.end;
      continue;
    }
    std::uint32_t next = name.end;
    if (!is_person && sentence.words[next].form == "of") ++next;
    if (next > name.end && next < mention.end && sentence.words[next].form == "the") ++next;
    if (next == name.end || next >= mention.end || sentence.words[next].upos != "PROPN") break;
    name.end = next + 1;
  }
  if (is_person) {
    // "President" of "President Ruiz" describes the head; so do the words of a longer title.
    std::uint32_t begin = name.begin;
    for (std::uint32_t i = name.begin; i < head; ++i) {
      if (sentence.words[i].relation == "nmod:desc" &&
          sentence.words[i].head == static_cast<int>(head) + 1)
        begin = i + 1;
    }
    name.begin = begin;
  }
  return name;
}

Result<NameFile> parse_entities(std::string_view bytes, std::string_view name) {
  const auto sentences = parse_conllu(bytes, name, ConlluCheck::kTrees);
  if (!sentences) return sentences.error();
  NameFile file;
  std::set<NameTypes> seen;
  for (const ConlluSentence& sentence : *sentences) {
    auto mentions = read_entities(sentence, name);
    if (!mentions) return mentions.error();
    NamedSentence to;
    to.id = sentence.id;
    for (std::uint32_t i = 0; i < sentence.words.size(); ++i) {
      const ConlluWord& word = sentence.words[i];
      to.forms.push_back(word.form);
      std::uint32_t allowed = kOutsideLabel;
      // Of other types than these four the file tells no names.
      if (word.upos == "ADJ" && is_capital(word.form))
        allowed |= begin_labels(kGroup) | inside_labels(kGroup);
      if (word.upos == "PROPN") allowed |= begin_labels(kOthers) | inside_labels(kOthers);
      to.allowed.push_back(allowed);
    }
    // Longer mentions first: a name inside a name is none of its own.
    std::stable_sort(mentions->begin(), mentions->end(),
                     [](const EntityMention& a, const EntityMention& b) {
                       return a.tokens.size() > b.tokens.size();
                     });
    for (const EntityMention& mention : *mentions) {
      const NameTypes types = mention.type == "person"         ? kPerson
                              : mention.type == "place"        ? kPlace
                              : mention.type == "organization" ? kOrganisation
                              : mention.type == "event"        ? kEvent
                                                               : NameTypes{0};
      if (types == 0) continue;
      const std::uint32_t head = head_word(sentence, mention.tokens);
      if (sentence.words[head].upos != "PROPN") continue;
      const GoldName found{name_around(sentence, mention.tokens, head, types == kPerson), types};
      const bool taken = std::any_of(to.names.begin(), to.names.end(), [&](const GoldName& other) {
        return other.tokens.overlaps(found.tokens);
      });
      if (taken) continue;
      seen.insert(types);
      to.names.push_back(found);
    }
    std::sort(to.names.begin(), to.names.end(),
              [](const GoldName& a, const GoldName& b) { return a.tokens.begin < b.tokens.begin; });
    allow_names(to);
    file.sentences.push_back(std::move(to));
  }
  list_annotated(file, seen);
  return file;
}

}  // namespace

std::string to_string_of(NameTypes types) {
  std::string out;
  for (std::size_t i = 0; i < kNameTypeCount; ++i) {
    if ((types >> i & 1u) == 0) continue;
    if (!out.empty()) out += '/';
    out += to_string(static_cast<NameType>(i));
  }
  return out;
}

Result<NameFile> parse_names(std::string_view bytes, std::string_view name) {
  if (const std::size_t bad = find_invalid_utf8(bytes); bad != bytes.size())
    return Error{ErrorCode::kBadEncoding, fmt::format("not UTF-8 at byte {}", bad),
                 std::string(name)};
  Format format = Format::kTwoColumns;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    if (trim(line).empty() || (line[0] == '#' && !two_columns(trim(line)))) continue;
    format = format_of(line);
    break;
  }
  auto file =
      format == Format::kConllu ? parse_entities(bytes, name) : parse_columns(bytes, name, format);
  if (file && file->annotated.empty())
    return Error{ErrorCode::kBadInput, "no names are marked in it", std::string(name)};
  return file;
}

}  // namespace chancery

#include "train/corpus.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "evaluate/name_files.hpp"
#include "syntax/conllu.hpp"

namespace chancery::train {
namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;

// The form with each code point put through `change`, which knows whether it is the first.
template <typename Change>
std::string changed(const std::string& form, Change change) {
  std::string out;
  for (std::size_t i = 0; i < form.size();) {
    const CodePoint point = decode_at(form, i);
    append_utf8(out, change(point.value, i == 0));
    i += point.size;
  }
  return out;
}

char32_t to_upper(char32_t value) {
  return static_cast<char32_t>(u_toupper(static_cast<UChar32>(value)));
}

std::string with_typographic_marks(const GoldWord& word) {
  if (word.form == "\"" || word.form == "'" || word.form == "''" || word.form == "``") {
    const bool single = word.form == "'";
    if (word.xpos == Xpos::kOpenQuote) return single ? "\u2018" : "\u201C";
    if (word.xpos == Xpos::kCloseQuote) return single ? "\u2019" : "\u201D";
  }
  if (word.form == "--") return "\u2014";
  if (word.form == "-" && (word.xpos == Xpos::kColon || word.xpos == Xpos::kComma)) return "\u2013";
  if (word.form == "...") return "\u2026";
  return changed(word.form,
                 [](char32_t value, bool) { return value == U'\'' ? char32_t{0x2019} : value; });
}

// Neither treebank marks groups and other names everywhere: what lies outside the marked names may
// be one.
std::uint32_t unmarked_labels(const GoldWord& word) {
  constexpr NameTypes kGroup = to_bit(NameType::kGroup);
  constexpr NameTypes kOthers = kGroup | to_bit(NameType::kEvent) | to_bit(NameType::kMisc);
  const bool capital = word.form[0] >= 'A' && word.form[0] <= 'Z';
  if (word.upos == Upos::kPropn) return begin_labels(kOthers) | inside_labels(kOthers);
  if (word.upos == Upos::kAdj && capital) return begin_labels(kGroup) | inside_labels(kGroup);
  return 0;
}

Error bad(const std::filesystem::path& path, std::string message) {
  return Error{ErrorCode::kBadInput, std::move(message), path.string()};
}

}  // namespace

Result<std::vector<GoldSentence>> load_treebank(const std::filesystem::path& treebank,
                                                const std::filesystem::path& names) {
  const auto bytes = load_file(treebank, kMaxFileBytes);
  if (!bytes) return bytes.error();
  const auto sentences = parse_conllu(*bytes, treebank.string(), ConlluCheck::kTrees);
  if (!sentences) return sentences.error();
  std::vector<GoldSentence> gold;
  gold.reserve(sentences->size());
  for (const ConlluSentence& sentence : *sentences) {
    GoldSentence to;
    for (const ConlluWord& word : sentence.words) {
      const auto upos = upos_of(word.upos);
      const auto xpos = xpos_of(word.xpos);
      const auto relation = relation_of(word.relation);
      if (!upos || !xpos || !relation) {
        return bad(treebank,
                   fmt::format("sentence {}: '{}' has a tag or relation that is not known",
                               sentence.id, word.form));
      }
      to.words.push_back(
          {word.form, word.lemma, word.feats, *upos, *xpos, *relation, word.head, 0});
    }
    gold.push_back(std::move(to));
  }

  // Names: from the file beside, by sentence id; else from the entity brackets.
  std::filesystem::path from = names.empty() ? treebank : names;
  const auto name_bytes = load_file(from, kMaxFileBytes);
  if (!name_bytes) return name_bytes.error();
  const auto named = parse_names(*name_bytes, from.string());
  if (!named) return named.error();
  std::size_t next = 0;
  for (std::size_t s = 0; s < gold.size(); ++s) {
    // Both are in one order; the file of names may lack sentences.
    std::size_t at = next;
    const auto same = [&](const NamedSentence& candidate) {
      return candidate.id == (*sentences)[s].id && candidate.forms.size() == gold[s].words.size();
    };
    while (at < named->sentences.size() && !same(named->sentences[at])) ++at;
    if (at == named->sentences.size()) continue;
    next = at + 1;
    for (std::size_t i = 0; i < gold[s].words.size(); ++i) {
      GoldWord& word = gold[s].words[i];
      word.names = named->sentences[at].allowed[i];
      if (word.names == kOutsideLabel) word.names |= unmarked_labels(word);
    }
  }
  return gold;
}

Result<std::vector<GoldSentence>> load_name_sentences(const std::filesystem::path& path) {
  const auto bytes = load_file(path, kMaxFileBytes);
  if (!bytes) return bytes.error();
  const auto named = parse_names(*bytes, path.string());
  if (!named) return named.error();
  std::vector<GoldSentence> gold;
  for (const NamedSentence& sentence : named->sentences) {
    GoldSentence to;
    for (std::size_t i = 0; i < sentence.forms.size(); ++i) {
      GoldWord word;
      word.form = sentence.forms[i];
      word.names = sentence.allowed[i];
      to.words.push_back(std::move(word));
    }
    if (!to.words.empty()) gold.push_back(std::move(to));
  }
  return gold;
}

GoldSentence make_variant(const GoldSentence& sentence, Variant variant) {
  GoldSentence out = sentence;
  for (GoldWord& word : out.words) {
    switch (variant) {
      case Variant::kUpper:
        word.form = changed(word.form, [](char32_t value, bool) { return to_upper(value); });
        break;
      case Variant::kLower:
        word.form = changed(word.form, [](char32_t value, bool) { return to_lower(value); });
        break;
      case Variant::kMarks:
        word.form = with_typographic_marks(word);
        break;
      case Variant::kTitleCase:
        if (word.form.size() > 3) {
          word.form = changed(word.form, [](char32_t value, bool first) {
            return first ? to_upper(value) : value;
          });
        }
        break;
    }
  }
  return out;
}

GoldSentence without_final_stop(const GoldSentence& sentence) {
  const std::size_t size = sentence.words.size();
  if (size < 3 || sentence.words.back().form != ".") return sentence;
  for (const GoldWord& word : sentence.words) {
    if (word.head == static_cast<std::int32_t>(size)) return sentence;
  }
  GoldSentence out = sentence;
  out.words.pop_back();
  return out;
}

}  // namespace chancery::train

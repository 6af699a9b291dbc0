#include "syntax/conllu.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/utf8.hpp"

namespace chancery {
namespace {

constexpr std::size_t kColumns = 10;
enum Column : std::size_t {
  kId,
  kForm,
  kLemma,
  kUpos,
  kXpos,
  kFeats,
  kHead,
  kRelation,
  kEnhanced,
  kMisc,
};
// More words in one sentence than this are a damaged file.
constexpr int kMaxWords = 1000000;

std::optional<int> parse_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.front() == '-' || error != std::errc() ||
      end != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::string open_or(std::string_view field) {
  return field == "_" ? std::string() : std::string(field);
}

bool has_no_space_after(std::string_view misc) {
  for (std::size_t begin = 0; begin <= misc.size();) {
    std::size_t end = misc.find('|', begin);
    if (end == std::string_view::npos) end = misc.size();
    if (misc.substr(begin, end - begin) == "SpaceAfter=No") return true;
    begin = end + 1;
  }
  return false;
}

// "# NAME = VALUE" or "# NAME": the value, or nothing when it is another comment.
std::optional<std::string_view> comment_value(std::string_view line, std::string_view name) {
  line.remove_prefix(1);
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  if (line.substr(0, name.size()) != name) return std::nullopt;
  line.remove_prefix(name.size());
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  if (line.empty()) return line;
  if (line.front() != '=') return std::nullopt;
  line.remove_prefix(1);
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  return line;
}

class ConlluReader {
 public:
  ConlluReader(std::string_view name, ConlluCheck check) : name_(name), check_(check) {}

  Result<std::vector<ConlluSentence>> read(std::string_view bytes) {
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
    for (std::size_t begin = 0; begin < bytes.size();) {
      std::size_t end = bytes.find('\n', begin);
      if (end == std::string_view::npos) end = bytes.size();
      ++line_;
      std::string_view line = bytes.substr(begin, end - begin);
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (auto read = read_line(line); !read) return read.error();
      begin = end + 1;
    }
    if (auto closed = close_sentence(); !closed) return closed.error();
    return std::move(sentences_);
  }

 private:
  Error error_at(std::size_t line, std::string message,
                 ErrorCode code = ErrorCode::kBadInput) const {
    return {code, std::move(message), fmt::format("{}:{}", name_, line)};
  }

  Result<void> read_line(std::string_view line) {
    if (find_invalid_utf8(line) != line.size())
      return error_at(line_, "bytes that are not UTF-8", ErrorCode::kBadEncoding);
    if (line.empty()) return close_sentence();
    if (line.front() == '#' && sentence_.words.empty() && sentence_.ranges.empty()) {
      read_comment(line);
      return {};
    }
    return read_word(line);
  }

  void read_comment(std::string_view line) {
    if (const auto id = comment_value(line, "sent_id")) sentence_.id = *id;
    if (const auto text = comment_value(line, "text")) sentence_.text = *text;
    if (comment_value(line, "newpar") || comment_value(line, "newpar id"))
      sentence_.new_paragraph = true;
    if (comment_value(line, "newdoc")) {
      sentence_.new_document = true;
      document_.clear();
    } else if (const auto document = comment_value(line, "newdoc id")) {
      sentence_.new_document = true;
      document_ = *document;
    }
  }

  Result<void> read_word(std::string_view line) {
    std::array<std::string_view, kColumns> fields;
    std::size_t count = 0;
    for (std::size_t begin = 0; begin <= line.size(); ++count) {
      std::size_t end = line.find('\t', begin);
      if (end == std::string_view::npos) end = line.size();
      if (count < kColumns) fields[count] = line.substr(begin, end - begin);
      begin = end + 1;
    }
    if (count != kColumns)
      return error_at(line_, fmt::format("expected 10 columns, found {}", count));
    const std::string_view id = fields[kId];
    if (const std::size_t point = id.find('.'); point != std::string_view::npos) {
      if (!parse_number(id.substr(0, point)) || !parse_number(id.substr(point + 1)))
        return error_at(line_, fmt::format("expected an id, found '{}'", id));
      return {};  // an empty node
    }
    if (fields[kForm].empty()) return error_at(line_, "a word without a form");
    if (const std::size_t dash = id.find('-'); dash != std::string_view::npos)
      return read_range(id, dash, fields);

    const int number = static_cast<int>(sentence_.words.size()) + 1;
    if (parse_number(id) != number || number > kMaxWords)
      return error_at(line_, fmt::format("expected id {}, found '{}'", number, id));
    ConlluWord word;
    word.form = fields[kForm];
    word.lemma = word.form == "_" ? std::string(fields[kLemma]) : open_or(fields[kLemma]);
    word.upos = open_or(fields[kUpos]);
    word.xpos = open_or(fields[kXpos]);
    word.feats = open_or(fields[kFeats]);
    word.head = parse_number(fields[kHead]).value_or(-1);
    word.relation = open_or(fields[kRelation]);
    word.misc = open_or(fields[kMisc]);
    if (in_range(number)) {
      const ConlluRange& range = sentence_.ranges.back();
      word.space_after = number == range.last && range.space_after;
    } else {
      word.space_after = !has_no_space_after(word.misc);
    }
    sentence_.words.push_back(std::move(word));
    lines_.push_back(line_);
    return {};
  }

  bool in_range(int number) const {
    return !sentence_.ranges.empty() && number <= sentence_.ranges.back().last;
  }

  Result<void> read_range(std::string_view id, std::size_t dash,
                          const std::array<std::string_view, kColumns>& fields) {
    ConlluRange range;
    const int next = static_cast<int>(sentence_.words.size()) + 1;
    range.first = parse_number(id.substr(0, dash)).value_or(-1);
    range.last = parse_number(id.substr(dash + 1)).value_or(-1);
    if (range.first != next || range.last < range.first || range.last > kMaxWords ||
        in_range(next)) {
      return error_at(line_,
                      fmt::format("expected id {} or a range from it, found '{}'", next, id));
    }
    range.form = fields[kForm];
    range.space_after = !has_no_space_after(fields[kMisc]);
    sentence_.ranges.push_back(std::move(range));
    return {};
  }

  Result<void> close_sentence() {
    if (sentence_.words.empty() && sentence_.ranges.empty()) return {};
    const int count = static_cast<int>(sentence_.words.size());
    if (in_range(count + 1)) {
      return error_at(line_,
                      fmt::format("the range {}-{} ends after the sentence",
                                  sentence_.ranges.back().first, sentence_.ranges.back().last));
    }
    if (check_ == ConlluCheck::kTrees) {
      if (auto tree = check_tree(); !tree) return tree.error();
    } else {
      for (ConlluWord& word : sentence_.words) {
        if (word.head > count) word.head = -1;
      }
    }
    sentence_.document = document_;
    sentences_.push_back(std::move(sentence_));
    sentence_ = {};
    lines_.clear();
    return {};
  }

  Result<void> check_tree() const {
    const std::vector<ConlluWord>& words = sentence_.words;
    const int count = static_cast<int>(words.size());
    int root = 0;
    for (int i = 0; i < count; ++i) {
      const std::size_t line = lines_[static_cast<std::size_t>(i)];
      const int head = words[static_cast<std::size_t>(i)].head;
      if (head < 0 || head > count)
        return error_at(line, fmt::format("word {} has no head in the sentence", i + 1));
      if (head != 0) continue;
      if (root != 0)
        return error_at(line, fmt::format("a second root, word {} after word {}", i + 1, root));
      root = i + 1;
    }
    if (root == 0) return error_at(lines_.front(), "a sentence without a root");
    // Each word's way to the root is walked once: 0 not seen, -1 safe, else the walk that saw it.
    std::vector<int> seen(words.size() + 1, 0);
    seen[0] = -1;
    for (int i = 1; i <= count; ++i) {
      int at = i;
      while (seen[static_cast<std::size_t>(at)] == 0) {
        seen[static_cast<std::size_t>(at)] = i;
        at = words[static_cast<std::size_t>(at - 1)].head;
      }
      if (seen[static_cast<std::size_t>(at)] == i) {
        return error_at(lines_[static_cast<std::size_t>(at - 1)],
                        fmt::format("word {} is its own head in the end", at));
      }
      at = i;
      while (seen[static_cast<std::size_t>(at)] == i) {
        seen[static_cast<std::size_t>(at)] = -1;
        at = words[static_cast<std::size_t>(at - 1)].head;
      }
    }
    return {};
  }

  std::string_view name_;
  ConlluCheck check_;
  std::size_t line_ = 0;
  std::string document_;
  ConlluSentence sentence_;
  std::vector<std::size_t> lines_;  // of the words of sentence_
  std::vector<ConlluSentence> sentences_;
};

void append_field(std::string& out, std::string_view field) {
  if (field.empty()) {
    out += '_';
    return;
  }
  for (const char byte : field) {
    out += byte == '\t' || byte == '\n' || byte == '\r' ? ' ' : byte;
  }
}

void append_comment(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  append_field(out, value);
  out += '\n';
}

void append_misc(std::string& out, std::string_view misc, bool space_after) {
  const bool told = has_no_space_after(misc);
  if (space_after || told) {
    append_field(out, misc);
  } else if (misc.empty()) {
    out += "SpaceAfter=No";
  } else {
    append_field(out, misc);
    out += "|SpaceAfter=No";
  }
  out += '\n';
}

}  // namespace

Result<std::vector<ConlluSentence>> parse_conllu(std::string_view bytes, std::string_view name,
                                                 ConlluCheck check) {
  return ConlluReader(name, check).read(bytes);
}

void append_conllu(std::string& out, const ConlluSentence& sentence) {
  if (sentence.new_document) {
    if (sentence.document.empty()) {
      out += "# newdoc\n";
    } else {
      append_comment(out, "# newdoc id = ", sentence.document);
    }
  }
  if (sentence.new_paragraph) out += "# newpar\n";
  if (!sentence.id.empty()) append_comment(out, "# sent_id = ", sentence.id);
  if (!sentence.text.empty()) append_comment(out, "# text = ", sentence.text);
  std::size_t range = 0;
  for (std::size_t i = 0; i < sentence.words.size(); ++i) {
    const ConlluWord& word = sentence.words[i];
    const int number = static_cast<int>(i) + 1;
    while (range < sentence.ranges.size() && sentence.ranges[range].last < number) ++range;
    const bool inside = range < sentence.ranges.size() && sentence.ranges[range].first <= number;
    if (inside && sentence.ranges[range].first == number) {
      const ConlluRange& token = sentence.ranges[range];
      out += fmt::format("{}-{}\t", token.first, token.last);
      append_field(out, token.form);
      out += "\t_\t_\t_\t_\t_\t_\t_\t";
      append_misc(out, {}, token.space_after);
    }
    out += fmt::format("{}\t", number);
    for (const std::string* field :
         {&word.form, &word.lemma, &word.upos, &word.xpos, &word.feats}) {
      append_field(out, *field);
      out += '\t';
    }
    out += word.head < 0 ? std::string("_") : fmt::format("{}", word.head);
    out += '\t';
    append_field(out, word.relation);
    out += "\t_\t";
    append_misc(out, word.misc, inside || word.space_after);
  }
  out += '\n';
}

std::string to_conllu(const std::vector<ConlluSentence>& sentences) {
  std::string out;
  for (const ConlluSentence& sentence : sentences) append_conllu(out, sentence);
  return out;
}

ConlluText to_raw_text(const std::vector<ConlluSentence>& sentences) {
  ConlluText raw;
  bool space = false;
  const auto end = [&] { return static_cast<std::uint32_t>(raw.text.size()); };
  const auto append_form = [&](const std::string& form) {
    if (space) raw.text += ' ';
    const std::uint32_t begin = end();
    raw.text += form;
    return Span{begin, end()};
  };
  for (const ConlluSentence& sentence : sentences) {
    if ((sentence.new_document || sentence.new_paragraph) && !raw.text.empty()) {
      raw.text += "\n\n";
      space = false;
    }
    const std::uint32_t first_word = static_cast<std::uint32_t>(raw.word_span.size());
    std::size_t range = 0;
    for (std::size_t i = 0; i < sentence.words.size();) {
      if (range == sentence.ranges.size() ||
          sentence.ranges[range].first != static_cast<int>(i) + 1) {
        raw.word_span.push_back(append_form(sentence.words[i].form));
        space = sentence.words[i].space_after;
        ++i;
        continue;
      }
      const ConlluRange& token = sentence.ranges[range++];
      const Span span = append_form(token.form);
      space = token.space_after;
      const std::size_t last =
          std::min(static_cast<std::size_t>(token.last), sentence.words.size());
      std::string forms;
      for (std::size_t w = i; w < last; ++w) forms += sentence.words[w].form;
      std::uint32_t at = span.begin;
      for (; i < last; ++i) {
        const std::uint32_t size = static_cast<std::uint32_t>(sentence.words[i].form.size());
        raw.word_span.push_back(forms == token.form ? Span{at, at + size} : span);
        at += size;
      }
    }
    raw.sentence_words.push_back({first_word, static_cast<std::uint32_t>(raw.word_span.size())});
  }
  return raw;
}

ConlluSentence to_conllu_sentence(const Document& document, SentenceId sentence) {
  const TextLayer& layer = document.text_layer;
  const SyntaxLayer& syntax = document.syntax;
  const bool parsed = syntax.head.size() == layer.tokens();
  const TokenRange tokens = layer.sentence_tokens[sentence];
  ConlluSentence out;
  out.text = document.text(layer.sentence_span[sentence]);
  out.new_document = sentence == 0;
  out.new_paragraph =
      sentence == 0 || layer.sentence_paragraph[sentence] != layer.sentence_paragraph[sentence - 1];
  for (TokenId token = tokens.begin; token < tokens.end; ++token) {
    ConlluWord word;
    word.form = document.token(token);
    const bool has_next = token + 1 < layer.tokens();
    word.space_after = !has_next || layer.space_before[token + 1];
    if (parsed) {
      word.lemma = syntax.lemma(token);
      word.upos = to_string(syntax.upos[token]);
      word.xpos = to_string(syntax.xpos[token]);
      word.relation = to_string(syntax.relation[token]);
      const TokenId head = syntax.head[token];
      word.head = head == kNoToken ? 0 : static_cast<int>(head - tokens.begin) + 1;
    }
    out.words.push_back(std::move(word));
    if (token == tokens.begin || token >= layer.joined.size() || !layer.joined[token]) continue;
    const int number = static_cast<int>(out.words.size());
    if (out.ranges.empty() || out.ranges.back().last != number - 1) {
      out.ranges.push_back({number - 1, number, out.words[out.words.size() - 2].form, true});
    }
    ConlluRange& range = out.ranges.back();
    range.last = number;
    range.form += out.words.back().form;
    range.space_after = out.words.back().space_after;
  }
  return out;
}

}  // namespace chancery

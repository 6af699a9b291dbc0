#include "speech/quotes.hpp"

#include "base/utf8.hpp"

namespace chancery {
namespace {

enum class Mark : std::uint8_t {
  kNone,
  kOpen,         // U+201C
  kClose,        // U+201D
  kNeutral,      // straight, or two straight single ones
  kLow,          // U+201E
  kTypewriter,   // two grave accents
  kPointOpen,    // U+00AB
  kPointClose,   // U+00BB
  kSingleOpen,   // U+2018
  kSingleClose,  // U+2019, also the apostrophe
  kSingleNeutral,
};

bool is_single(Mark mark) {
  return mark >= Mark::kSingleOpen;
}
bool is_pointed(Mark mark) {
  return mark == Mark::kPointOpen || mark == Mark::kPointClose;
}
bool is_double(Mark mark) {
  return mark != Mark::kNone && !is_single(mark);
}

class MarkReader {
 public:
  explicit MarkReader(const Document& document) : document_(document), text_(document.text_layer) {}

  // The mark at token `t`, and how many tokens it takes. Two grave accents or apostrophes are one
  // token, or two where more of them follow.
  Mark at(TokenId t, TokenId end, std::uint32_t& size) const {
    size = 1;
    if (text_.shape[t] != Shape::kPunct && text_.shape[t] != Shape::kSymbol) return Mark::kNone;
    const std::string_view word = document_.token(t);
    const bool twin = t + 1 < end && !text_.space_before[t + 1] && document_.token(t + 1) == word;
    switch (static_cast<unsigned char>(word.front())) {
      case '"':
        return Mark::kNeutral;
      case '`':
        if (word == "``") return Mark::kTypewriter;
        if (!twin) return Mark::kNone;
        size = 2;
        return Mark::kTypewriter;
      case '\'':
        if (word == "''") return Mark::kNeutral;
        if (word.size() > 1) return Mark::kNone;
        if (!twin) return Mark::kSingleNeutral;
        size = 2;
        return Mark::kNeutral;
      case 0xC2:
      case 0xE2:
        break;
      default:
        return Mark::kNone;
    }
    const CodePoint point = decode_at(word, 0);
    if (point.size != word.size()) return Mark::kNone;
    switch (point.value) {
      case 0x201C:
        return Mark::kOpen;
      case 0x201D:
        return Mark::kClose;
      case 0x201E:
      case 0x201F:
        return Mark::kLow;
      case 0x00AB:
        return Mark::kPointOpen;
      case 0x00BB:
        return Mark::kPointClose;
      case 0x2018:
        return Mark::kSingleOpen;
      case 0x2019:
        return Mark::kSingleClose;
      default:
        return Mark::kNone;
    }
  }

  // Whether the mark touches the word before it, and the one after it, within the block.
  bool touches_before(TokenId t, TokenRange block) const {
    return t > block.begin && !text_.space_before[t];
  }
  bool touches_after(TokenId end, TokenRange block) const {
    return end < block.end && !text_.space_before[end];
  }

  bool word_at(TokenId t) const {
    return text_.shape[t] != Shape::kPunct && text_.shape[t] != Shape::kSymbol;
  }
  // "(", "[", a dash or another quotation mark: an opening mark may touch it.
  bool opener_before(TokenId t, TokenRange block) const {
    if (t == block.begin || text_.space_before[t]) return true;
    const std::string_view word = document_.token(t - 1);
    const char32_t value = decode_at(word, 0).value;
    return value == '(' || value == '[' || value == ':' || is_dash(value) || is_open_quote(value) ||
           value == 0x2018;
  }
  bool stop_before(TokenId t, TokenRange block) const {
    if (t == block.begin || text_.space_before[t]) return false;
    const char32_t value = decode_at(document_.token(t - 1), 0).value;
    return value == '.' || value == ',' || value == '?' || value == '!' || value == 0x2026;
  }

  bool opens_single(Mark mark, TokenId t, TokenRange block) const {
    if (!touches_after(t + 1, block)) return false;
    if (mark == Mark::kSingleClose && text_.shape[t + 1] == Shape::kNumber) return false;
    return opener_before(t, block);
  }
  bool closes_single(Mark mark, TokenId t, TokenRange block) const {
    if (mark == Mark::kSingleOpen || !touches_before(t, block)) return false;
    if (touches_after(t + 1, block) && word_at(t + 1)) return false;
    if (!word_at(t - 1)) return true;
    // "the states' rights": an apostrophe after s, with a word to follow.
    return !(document_.token(t - 1).ends_with('s') && t + 1 < block.end &&
             text_.shape[t + 1] == Shape::kLower);
  }

  bool opens(Mark mark, TokenId t, std::uint32_t size, TokenRange block, bool singles) const {
    const bool before = touches_before(t, block);
    const bool after = touches_after(t + size, block);
    switch (mark) {
      case Mark::kOpen:
      case Mark::kLow:
      case Mark::kTypewriter:
      case Mark::kPointOpen:
        return t + size < block.end;
      case Mark::kNeutral:
        return t + size < block.end && (after || !before);
      case Mark::kClose:
        return after && !before && word_at(t + size);
      case Mark::kSingleOpen:
      case Mark::kSingleClose:
      case Mark::kSingleNeutral:
        return singles && opens_single(mark, t, block);
      default:
        return false;
    }
  }

  enum class Turn : std::uint8_t { kNothing, kClose, kOpen };
  // What the mark does inside a quotation that `outer` opened.
  Turn turn(Mark outer, Mark mark, TokenId t, std::uint32_t size, TokenRange block) const {
    if (is_single(outer)) {
      if (!is_single(mark)) return Turn::kNothing;
      if (closes_single(mark, t, block)) return Turn::kClose;
      return mark == Mark::kSingleOpen && outer == Mark::kSingleOpen ? Turn::kOpen : Turn::kNothing;
    }
    if (is_single(mark) || is_pointed(mark) != is_pointed(outer)) return Turn::kNothing;
    const bool before = touches_before(t, block);
    const bool after = touches_after(t + size, block);
    switch (mark) {
      case Mark::kClose:
      case Mark::kPointClose:
        return Turn::kClose;
      case Mark::kOpen:
        if (outer == Mark::kLow || (before && !after)) return Turn::kClose;
        return Turn::kOpen;
      case Mark::kNeutral:
        return after && !before && word_at(t + size) ? Turn::kOpen : Turn::kClose;
      default:
        return Turn::kOpen;
    }
  }

 private:
  const Document& document_;
  const TextLayer& text_;
};

// True where single marks close speech (after a stop or comma) more often than double ones do,
// outside the double ones.
bool speech_in_singles(const MarkReader& reader, const std::vector<Block>& blocks) {
  std::size_t singles = 0, single_opens = 0, doubles = 0, double_marks = 0;
  for (const Block& block : blocks) {
    bool inside = false;
    for (TokenId t = block.tokens.begin; t < block.tokens.end;) {
      std::uint32_t size = 1;
      const Mark mark = reader.at(t, block.tokens.end, size);
      if (is_double(mark)) {
        ++double_marks;
        inside =
            mark == Mark::kNeutral ? !inside : mark != Mark::kClose && mark != Mark::kPointClose;
        if (reader.stop_before(t, block.tokens)) ++doubles;
      } else if (is_single(mark) && !inside) {
        if (reader.opens_single(mark, t, block.tokens)) ++single_opens;
        if (reader.closes_single(mark, t, block.tokens) && reader.stop_before(t, block.tokens))
          ++singles;
      }
      t += size;
    }
  }
  return single_opens > 0 && (double_marks == 0 || singles > doubles);
}

// With `nesting`, an opening mark inside a quotation must be closed first; without, it cuts the
// open quotation off. Returns false when a nested mark stays open, so that the pairs cannot be
// trusted.
bool pair_marks(const MarkReader& reader, TokenRange block, bool singles, bool nesting,
                std::vector<Quotation>& out) {
  out.clear();
  Mark outer = Mark::kNone;
  TokenId open = 0;
  std::uint32_t open_size = 1;
  std::size_t depth = 0;
  bool nested = false;
  for (TokenId t = block.begin; t < block.end;) {
    std::uint32_t size = 1;
    const Mark mark = reader.at(t, block.end, size);
    if (mark == Mark::kNone) {
      ++t;
      continue;
    }
    if (depth == 0) {
      if (reader.opens(mark, t, size, block, singles)) {
        outer = mark;
        open = t;
        open_size = size;
        depth = 1;
      }
    } else {
      switch (reader.turn(outer, mark, t, size, block)) {
        case MarkReader::Turn::kClose:
          if (--depth == 0)
            out.push_back({{open, t + size}, {open + open_size, t}, true, false, false});
          break;
        case MarkReader::Turn::kOpen:
          if (nesting && mark != Mark::kNeutral) {
            ++depth;
            nested = true;
          } else {
            if (nesting) return false;
            out.push_back({{open, t}, {open + open_size, t}, false, true, false});
            outer = mark;
            open = t;
            open_size = size;
          }
          break;
        case MarkReader::Turn::kNothing:
          break;
      }
    }
    t += size;
  }
  if (depth == 0) return true;
  if (nesting && nested) return false;
  out.push_back({{open, block.end}, {open + open_size, block.end}, false, false, false});
  return true;
}

}  // namespace

std::vector<Block> find_blocks(const Document& document) {
  const TextLayer& text = document.text_layer;
  std::vector<Block> blocks;
  std::uint32_t paragraph = 0;
  bool open = false;
  for (std::size_t s = 0; s < text.sentences(); ++s) {
    const TokenRange tokens = text.sentence_tokens[s];
    if (text.sentence_is_title[s] || tokens.empty()) {
      open = open && tokens.empty();
      continue;
    }
    if (open && text.sentence_paragraph[s] == paragraph) {
      blocks.back().tokens.end = tokens.end;
    } else {
      blocks.push_back({tokens});
    }
    paragraph = text.sentence_paragraph[s];
    open = true;
  }
  return blocks;
}

std::vector<std::vector<Quotation>> find_quotations(const Document& document,
                                                    const std::vector<Block>& blocks) {
  const MarkReader reader(document);
  const bool singles = speech_in_singles(reader, blocks);
  std::vector<std::vector<Quotation>> quotations(blocks.size());
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const TokenRange tokens = blocks[b].tokens;
    if (!pair_marks(reader, tokens, singles, true, quotations[b])) {
      pair_marks(reader, tokens, singles, false, quotations[b]);
    }
  }
  for (std::size_t b = 0; b + 1 < blocks.size(); ++b) {
    if (quotations[b].empty() || quotations[b].back().closed || quotations[b].back().cut) continue;
    const std::vector<Quotation>& next = quotations[b + 1];
    quotations[b].back().carried =
        !next.empty() && next.front().marks.begin == blocks[b + 1].tokens.begin;
  }
  return quotations;
}

}  // namespace chancery

// sentence.hpp: the words of one sentence as the rules ask for them. Private to times/.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.hpp"
#include "times/anchoring.hpp"
#include "times/time_words.hpp"

namespace chancery {

// A token that begins with a digit.
struct NumberToken {
  enum class Tail : std::uint8_t { kNone, kOrdinal, kPlural, kOther };
  int value = 0;
  int width = 0;  // digits; 0: not a whole number of at most six digits
  Tail tail = Tail::kOther;

  bool plain() const { return width > 0 && tail == Tail::kNone; }
  bool is_year() const { return plain() && width == 4 && value >= 1500 && value <= 2199; }
  // 1 to 31, in digits or as an ordinal.
  bool is_day() const {
    return width > 0 && width <= 2 && value >= 1 && value <= 31 &&
           (tail == Tail::kNone || tail == Tail::kOrdinal);
  }
  bool is_ordinal() const { return width > 0 && tail == Tail::kOrdinal; }
  // "1990s"
  bool is_decade() const {
    return width == 4 && tail == Tail::kPlural && value % 10 == 0 && value >= 1500 && value <= 2100;
  }
};

// One expression as a rule found it.
struct Found {
  TokenId begin = 0;
  TokenId end = 0;
  TimeKind kind = TimeKind::kDate;
  Grain grain = Grain::kDay;
  Interval interval;
  // What the value names, where the interval is another one: "early 2026" names 2026.
  Interval whole;
  std::optional<Grain> whole_grain;  // where it is not `grain`
  Interval base;                     // what "three days after" counts from
  Interval day_first, month_first;   // the readings of "03/04/2025"
  std::string value;                 // where grain and interval do not give it
  TimeMod mod = TimeMod::kNone;
  Basis basis = Basis::kStated;
  TimeId anchor = kNoTime;
  TimeId id = kNoTime;  // in the layer, once it is there
  bool approximate = false;
  bool takes_article = false;  // "the" before it is part of it
  bool is_range = false;       // "from" or "between" before it is part of it
  bool lacks_year = false;     // the year is that of the anchor, or one beside it
  bool no_bound = false;       // "after", "since" and the like before it are not of it
  const char* rule = "";
};

// Moves from sentence to sentence of one document. Token numbers outside the sentence are allowed
// everywhere: such tokens have no facts.
class Sentence {
 public:
  Sentence(const Document& document, const TimeWords& words);
  // A day that the sentence before gives is kept where both are of one paragraph: "Two days later
  // they met".
  void enter(TokenRange tokens, bool same_paragraph);

  TokenId begin() const { return range_.begin; }
  TokenId end() const { return range_.end; }
  bool inside(TokenId token) const { return token - range_.begin < range_.size(); }
  const WordFacts& at(TokenId token) const {
    return inside(token) ? words_.of(text_.word[token]) : words_.facts.front();
  }
  bool has(TokenId token, Cue cue) const { return at(token).has(cue); }
  // Punctuation outside the sentence.
  Shape shape(TokenId token) const { return inside(token) ? text_.shape[token] : Shape::kPunct; }
  std::string_view word(TokenId token) const { return document_.token(token); }
  bool is_number(TokenId token) const { return shape(token) == Shape::kNumber; }
  bool is_capital(TokenId token) const {
    return shape(token) == Shape::kCapital || shape(token) == Shape::kUpper;
  }
  bool is_word(TokenId token) const { return is_capital(token) || shape(token) == Shape::kLower; }
  // True where the token touches the one before it.
  bool is_glued(TokenId token) const {
    return token > range_.begin && inside(token) && !text_.space_before[token];
  }
  NumberToken number(TokenId token) const;
  // A word that no table has and that ends in a digit or stands for a decade: "Dec31", "'90s".
  bool ends_in_digit(TokenId token) const {
    if (text_.word[token] != kNoWord) return false;
    const std::string_view text = word(token);
    return (text.back() >= '0' && text.back() <= '9') ||
           (text.back() == 's' && text.size() > 2 && text[text.size() - 2] == '0');
  }
  // A hyphen or an en dash, not the dash that sets clauses apart.
  bool is_hyphen(TokenId token) const;

  const std::optional<Day>& anchor() const { return anchor_; }
  Basis anchor_basis() const { return anchor_basis_; }
  // Whether the words around the token tell of what is to come. The first call in a sentence reads
  // the whole sentence.
  Heading heading(TokenId token);
  const TimeWords& words() const { return words_; }
  std::span<const WordId> words_from(TokenId token) const {
    return {text_.word.data() + token, token < range_.end ? range_.end - token : 0};
  }

  // The last date of this sentence that has both sides: "the previous year" counts from it.
  std::optional<Found> reference;
  // The last such date of the sentence before, in the same paragraph.
  std::optional<Found> carried;
  // How deep rules that ask for a date inside another are nested; kMaxDepth bounds the work.
  int depth = 0;
  static constexpr int kMaxDepth = 2;
  // The end of the last expression of this sentence; begin() where there is none.
  TokenId last_end = 0;
  bool last_is_year = false;

 private:
  enum class Tense : std::uint8_t { kUnknown, kPast, kPlan };
  void read_headings();
  void read_verbs();
  // What the verbs above the token in the tree say.
  Tense tense_above(TokenId token);
  Tense tense_of_verb(TokenId verb) const;

  const Document& document_;
  const TextLayer& text_;
  const TimeWords& words_;
  std::optional<Day> anchor_;
  Basis anchor_basis_;
  TokenRange range_;
  bool headings_read_ = false;
  bool verbs_read_ = false;
  std::vector<std::uint8_t> verb_marks_;  // by token of the sentence: what stands under the verb
  std::vector<Tense> before_;  // by token of the sentence: the last word of tense before it
  std::vector<Tense> after_;   // the first one from it on
};

}  // namespace chancery

#include "syntax/situation.hpp"

#include <cassert>
#include <string>
#include <vector>

#include "base/utf8.hpp"

namespace chancery::syntax {
namespace {

constexpr std::int32_t kNobody = -1;
// Up a chain of conjuncts or clauses; longer ones are not worth more steps.
constexpr int kMostSteps = 8;

// What hangs on a word.
struct Below {
  std::int32_t subject = kNobody;
  bool has_aux = false;
  bool has_passive = false;
  bool has_to = false;
  bool has_mark = false;  // or a preposition
  bool has_conjunct = false;
  bool has_fixed = false;
  bool has_goeswith = false;
  bool has_relative = false;  // a relative clause
};

bool is_subject(Relation relation) {
  return relation == Relation::kNsubj || relation == Relation::kNsubjPass ||
         relation == Relation::kNsubjOuter || relation == Relation::kCsubj ||
         relation == Relation::kCsubjPass || relation == Relation::kExpl;
}

class Situations {
 public:
  explicit Situations(std::span<const TreeWord> words) : words_(words), below_(words.size()) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::int32_t head = head_of(static_cast<std::int32_t>(i));
      if (head == kNobody) continue;
      Below& below = below_[index(head)];
      const Relation relation = words[i].relation;
      if (is_subject(relation)) {
        // A true subject before an expletive one.
        if (below.subject == kNobody || relation != Relation::kExpl)
          below.subject = static_cast<std::int32_t>(i);
      }
      below.has_aux = below.has_aux || relation == Relation::kAux;
      below.has_passive = below.has_passive || relation == Relation::kAuxPass;
      below.has_to = below.has_to || (relation == Relation::kMark && words[i].xpos == Xpos::kTo);
      below.has_mark = below.has_mark || relation == Relation::kMark || relation == Relation::kCase;
      below.has_conjunct = below.has_conjunct || relation == Relation::kConj;
      below.has_fixed = below.has_fixed || relation == Relation::kFixed;
      below.has_goeswith = below.has_goeswith || relation == Relation::kGoeswith;
      below.has_relative = below.has_relative || relation == Relation::kAclRelcl ||
                           relation == Relation::kAdvclRelcl;
    }
  }

  std::uint8_t of(std::int32_t word) const {
    const Below& below = below_[index(word)];
    if (below.has_goeswith) return 15;
    if (below.has_fixed) return 14;
    switch (words_[index(word)].xpos) {
      case Xpos::kVbp:
      case Xpos::kVbd:
      case Xpos::kVbz:
        return of_finite(word);
      case Xpos::kVb:
        return of_base_form(word);
      case Xpos::kVbn:
        return of_participle(word);
      case Xpos::kVbg:
        return of_ing_form(word);
      case Xpos::kPrp:
        return of_pronoun(word);
      case Xpos::kWp:
      case Xpos::kWdt:
      case Xpos::kWrb:
      case Xpos::kWpPossessive:
        return of_question_word(word);
      default:
        return 0;
    }
  }

 private:
  static std::size_t index(std::int32_t word) { return static_cast<std::size_t>(word); }
  std::int32_t head_of(std::int32_t word) const {
    const std::int32_t head = words_[index(word)].head;
    return head >= 1 && head <= static_cast<std::int32_t>(words_.size()) ? head - 1 : kNobody;
  }
  Relation relation_of(std::int32_t word) const { return words_[index(word)].relation; }

  // The word that leads the predicate: the head of an auxiliary or a copula.
  std::int32_t predicate_of(std::int32_t word) const {
    const Relation relation = relation_of(word);
    const bool serves =
        relation == Relation::kAux || relation == Relation::kAuxPass || relation == Relation::kCop;
    return serves && head_of(word) != kNobody ? head_of(word) : word;
  }

  // The first of a chain of conjuncts, stopping where `enough` says so.
  template <typename Enough>
  std::int32_t first_conjunct(std::int32_t word, Enough enough) const {
    for (int step = 0; step < kMostSteps && !enough(word); ++step) {
      if (relation_of(word) != Relation::kConj || head_of(word) == kNobody) break;
      word = head_of(word);
    }
    return word;
  }

  std::uint8_t of_finite(std::int32_t word) const {
    const std::int32_t predicate = first_conjunct(
        predicate_of(word), [&](std::int32_t at) { return below_[index(at)].subject != kNobody; });
    std::int32_t subject = below_[index(predicate)].subject;
    if (subject == kNobody) return 0;
    // "the men who were": the person of the men.
    const Xpos xpos = words_[index(subject)].xpos;
    const Relation clause = relation_of(predicate);
    if ((xpos == Xpos::kWp || xpos == Xpos::kWdt) && head_of(predicate) != kNobody &&
        (clause == Relation::kAclRelcl || clause == Relation::kAdvclRelcl)) {
      subject = head_of(predicate);
    }
    return person_of(subject);
  }

  // 1 I, 2 we, 3 you, 4 one other, 5 several others.
  std::uint8_t person_of(std::int32_t subject) const {
    const TreeWord& word = words_[index(subject)];
    if (below_[index(subject)].has_conjunct) return 5;
    if (word.form.size() <= 5) {
      const std::string form = fold(word.form);
      if (form == "i") return 1;
      if (form == "we") return 2;
      if (form == "you" || form == "u" || form == "ya") return 3;
      for (const char* several : {"they", "these", "those", "both", "many", "few", "all", "some"}) {
        if (form == several) return 5;
      }
    }
    return word.xpos == Xpos::kNns || word.xpos == Xpos::kNnps ? 5 : 4;
  }

  std::uint8_t of_base_form(std::int32_t word) const {
    const std::int32_t first = first_conjunct(predicate_of(word), [&](std::int32_t at) {
      const Below& below = below_[index(at)];
      return below.has_to || below.has_aux || below.subject != kNobody;
    });
    const Below& below = below_[index(first)];
    if (below.has_to) return 1;
    if (predicate_of(word) == word && below.has_aux) return 2;
    if (predicate_of(word) != word && below.has_aux && relation_of(word) != Relation::kAux)
      return 3;
    const Relation relation = relation_of(first);
    if (relation == Relation::kXcomp || relation == Relation::kCcomp) return 4;
    if (relation_of(word) == Relation::kAux) return below.subject == kNobody ? 5 : 6;
    return below.subject == kNobody ? 7 : 8;
  }

  std::uint8_t of_participle(std::int32_t word) const {
    const std::int32_t first = first_conjunct(word, [&](std::int32_t at) {
      return below_[index(at)].has_aux || below_[index(at)].has_passive;
    });
    const Below& below = below_[index(first)];
    if (below.has_passive) return 1;
    if (below.has_aux) return 2;
    switch (relation_of(first)) {
      case Relation::kAmod:
        return 3;
      case Relation::kAcl:
        return 4;
      case Relation::kAdvcl:
        return 5;
      case Relation::kAuxPass:
      case Relation::kAux:
      case Relation::kCop:
        return 6;
      case Relation::kXcomp:
        return 7;
      default:
        return 8;
    }
  }

  std::uint8_t of_ing_form(std::int32_t word) const {
    const std::int32_t first = first_conjunct(word, [&](std::int32_t at) {
      return below_[index(at)].has_aux || below_[index(at)].has_mark;
    });
    const Below& below = below_[index(first)];
    if (below.has_aux) return 1;
    switch (relation_of(first)) {
      case Relation::kAmod:
        return 2;
      case Relation::kAcl:
      case Relation::kAclRelcl:
        return below.has_mark ? 3 : 4;
      case Relation::kAdvcl:
        return below.has_mark ? 5 : 6;
      case Relation::kXcomp:
        return 7;
      case Relation::kCcomp:
        return 8;
      case Relation::kCompound:
        return 9;
      case Relation::kAux:
      case Relation::kAuxPass:
      case Relation::kCop:
        return 10;
      case Relation::kRoot:
      case Relation::kParataxis:
        return 11;
      case Relation::kCase:
      case Relation::kMark:
        return 12;
      default:
        return 13;
    }
  }

  std::uint8_t of_pronoun(std::int32_t word) const {
    const std::int32_t first = first_conjunct(word, [](std::int32_t) { return false; });
    const Relation relation = relation_of(first);
    if (is_subject(relation)) return 1;
    switch (relation) {
      case Relation::kObj:
      case Relation::kIobj:
      case Relation::kObl:
      case Relation::kOblAgent:
      case Relation::kNmod:
        return 2;
      default:
        return 3;
    }
  }

  // 1 in a relative clause or at its head ("what they say"), 2 elsewhere.
  std::uint8_t of_question_word(std::int32_t word) const {
    if (below_[index(word)].has_relative) return 1;
    for (int step = 0; step < kMostSteps; ++step) {
      switch (relation_of(word)) {
        case Relation::kAclRelcl:
        case Relation::kAdvclRelcl:
          return 1;
        case Relation::kCcomp:
        case Relation::kRoot:
        case Relation::kCsubj:
        case Relation::kAdvcl:
        case Relation::kParataxis:
          return 2;
        default:
          break;
      }
      if (head_of(word) == kNobody) return 2;
      word = head_of(word);
    }
    return 2;
  }

  std::span<const TreeWord> words_;
  std::vector<Below> below_;
};

}  // namespace

void find_situations(std::span<const TreeWord> words, std::span<std::uint8_t> situations) {
  assert(situations.size() == words.size());
  const Situations found(words);
  for (std::size_t i = 0; i < words.size(); ++i) {
    situations[i] = found.of(static_cast<std::int32_t>(i));
  }
}

}  // namespace chancery::syntax

// Quotations weighed and attributions found: what stands in one paragraph, before it is joined.
#include <algorithm>

#include "speech/reader.hpp"

namespace chancery {

bool SpeechReader::weak_finite(TokenId t) const {
  if (text_.shape[t] != Shape::kLower) return false;
  const std::string_view word = document_.token(t);
  return word.size() >= 5 && word.ends_with("ed");
}

// A finite verb other than the first word, or a pronoun with a word after it that may be one.
bool SpeechReader::has_finite(TokenRange tokens, bool weak) const {
  const TokenId end = std::min(tokens.end, tokens.begin + kClauseWords);
  TokenId first = tokens.begin;
  while (first < end && !is_word(first)) ++first;
  for (TokenId t = first; t < end; ++t) {
    if (!is_word(t)) continue;
    const std::uint64_t bits = classes(t);
    if (t > first && (bits & (kAuxiliary | kFinite))) return true;
    if (t > first && (bits & kVerbStart) && (weak_finite(t) || (classes(t - 1) & kSubject)))
      return true;
    if (weak && t > first && weak_finite(t) && !(classes(t - 1) & (kDeterminer | kPreposition)))
      return true;
    if ((bits & kSubject) && !(bits & kDeterminer) && t + 1 < end) {
      const TokenId next = t + 1;
      const std::uint64_t after = classes(next);
      if (text_.shape[next] == Shape::kLower &&
          !(after & (kPreposition | kConjunction | kDeterminer | kSubordinator | kRelative)) &&
          document_.token(next).size() >= 3) {
        return true;
      }
    }
  }
  return false;
}

const VerbForm* SpeechReader::verb_at(TokenId t, TokenId end, TokenRange& tokens) const {
  if (!(classes(t) & kVerbStart)) return nullptr;
  const TokenId limit = std::min(end, t + 6);
  const PhraseTrie::Match match = tables_.verbs.find({text_.word.data() + t, limit - t});
  if (match.words == 0) return nullptr;
  tokens = {t, t + match.words};
  return &tables_.forms[match.value];
}

// Past one comma and one dash.
TokenId SpeechReader::skip_marks(TokenId t, TokenId end) const {
  if (t < end && speakers_.is_comma(t)) ++t;
  if (t < end && speakers_.is_dash(t)) ++t;
  return t;
}

// Past times and places of speaking: "on Monday", "in a statement to the agency", "after the
// meeting".
TokenId SpeechReader::skip_gap(TokenId t, TokenId end) const {
  for (;;) {
    const TokenId begin = t;
    while (t < end && (classes(t) & (kAdverb | kTime)) && !(classes(t) & (kSubject | kDeterminer)))
      ++t;
    if (t < end && (classes(t) & kTime) && text_.shape[t] == Shape::kCapital) ++t;
    if (t + 1 < end && (classes(t) & kPreposition)) {
      TokenId at = t + 1;
      TokenId goal = t;
      for (std::uint32_t steps = 0; at < end && steps < 6 && is_word(at); ++at, ++steps) {
        const std::uint64_t bits = classes(at);
        if (bits & (kVenue | kTime | kAudience)) {
          goal = at + 1;
          // "on Monday", "on 12 March", "in an interview": the next word no longer belongs to it.
          if (at + 1 >= end ||
              !((classes(at + 1) & (kVenue | kTime)) || text_.shape[at + 1] == Shape::kNumber))
            break;
        } else if (text_.shape[at] == Shape::kNumber && at + 1 < end && (classes(at + 1) & kTime)) {
          continue;
        } else if (text_.shape[at] == Shape::kNumber && goal == at) {
          goal = at + 1;  // "on March 12"
        } else if (bits & (kAuxiliary | kFinite | kSubject)) {
          break;
        }
      }
      if (goal > t) t = goal;
    }
    if (t == begin) return t;
  }
}

// Without marks and joining words at either end.
TokenRange SpeechReader::trim(TokenRange tokens) const {
  while (tokens.begin < tokens.end &&
         (speakers_.is_comma(tokens.begin) || speakers_.is_dash(tokens.begin))) {
    ++tokens.begin;
  }
  while (tokens.begin < tokens.end) {
    const TokenId last = tokens.end - 1;
    const bool mark =
        text_.shape[last] == Shape::kPunct &&
        (speakers_.is_comma(last) || speakers_.is_terminal(last) || speakers_.is_dash(last) ||
         speakers_.is_char(last, ';') || speakers_.is_char(last, ':'));
    const bool joint = text_.shape[last] == Shape::kLower &&
                       (classes(last) & (kConjunction | kSubordinator | kRelative)) &&
                       speakers_.covering(last) == kNoId;
    if (!mark && !joint) break;
    --tokens.end;
  }
  return tokens;
}

Span SpeechReader::words_of(const Quotation& quotation) const {
  TokenRange inner = quotation.inner;
  while (inner.begin < inner.end && speakers_.is_comma(inner.end - 1)) --inner.end;
  return inner.empty() ? Span{} : text_.span_of(inner);
}

SpeechReader::QuoteShape SpeechReader::shape_of_quotation(const Quotation& quotation,
                                                          TokenRange block) const {
  const TokenRange inner = quotation.inner;
  std::uint32_t words = 0;
  std::uint32_t long_words = 0;
  std::uint32_t capitals = 0;
  TokenId first = kNoToken;
  for (TokenId t = inner.begin; t < inner.end && t < inner.begin + kLinkWords; ++t) {
    if (!is_word(t)) continue;
    if (first == kNoToken) first = t;
    ++words;
    if (document_.token(t).size() >= 4) {
      ++long_words;
      if (text_.shape[t] != Shape::kLower) ++capitals;
    }
  }
  if (words == 0) return QuoteShape::kFragment;
  const TokenId last = inner.end - 1;
  const bool terminal = speakers_.is_terminal(last);
  const TokenId after = quotation.marks.end;
  const bool comma = speakers_.is_comma(last) ||
                     (after < block.end && quotation.closed && speakers_.is_comma(after)) ||
                     speakers_.is_dash(last);
  const bool stopped = terminal || !quotation.closed ||
                       (after < block.end && speakers_.is_terminal(after) && quotation.closed);
  const bool finite = has_finite(inner, false);
  const bool capital = text_.shape[first] == Shape::kCapital ||
                       text_.shape[first] == Shape::kUpper || text_.shape[first] == Shape::kNumber;
  const TokenId open = quotation.marks.begin;
  bool free = open == block.begin;
  bool governed = false;  // a verb, "that" or an addressee stands before it, no mark
  if (!free) {
    const TokenId prev = open - 1;
    TokenRange verb;
    free = !is_word(prev) || speakers_.is_terminal(prev);
    governed = !free && ((verb_at(prev, open, verb) != nullptr && verb.end == open) ||
                         is_that(prev) || (classes(prev) & (kTime | kAudience)));
    free = free || governed;
    if (speakers_.is_char(prev, '(') || speakers_.is_char(prev, '-')) free = false;
  }
  // "Silk Road to Prosperity": the words of a name, each with a capital.
  const bool title_like = long_words >= 2 && capitals == long_words && !terminal;
  if (title_like) return QuoteShape::kFragment;
  if (governed && (classes(first) & (kAuxiliary | kFinite))) return QuoteShape::kFragment;
  if (free) {
    // A list of names in commas is no speech; a clause or a full sentence is.
    if (terminal && capital) return QuoteShape::kFree;
    if ((stopped || comma) && (words >= 4 || finite || (words == 3 && capital))) {
      const bool list = comma && !finite && open > block.begin && speakers_.is_comma(open - 1);
      if (!list) return QuoteShape::kFree;
    }
    if (finite && words >= 3) return QuoteShape::kFree;
    return QuoteShape::kFragment;
  }
  const std::uint64_t bits = classes(first);
  const std::uint64_t before = classes(open - 1);
  if (before & (kDeterminer | kPreposition | kAuxiliary)) return QuoteShape::kFragment;
  if (bits &
      (kAuxiliary | kFinite | kPreposition | kAdverb | kNegation | kConjunction | kRelative)) {
    if (!(bits & (kSubject | kDeterminer))) return QuoteShape::kFragment;
  }
  const bool joined = (before & (kConjunction | kSubordinator)) != 0;
  const bool subject = (bits & (kSubject | kDeterminer)) || capital;
  return finite && words >= 4 && (joined || subject) ? QuoteShape::kRunning : QuoteShape::kFragment;
}

// Weighs the quotations of a block and marks their tokens, in which nobody of the report itself is
// named or speaks. One that stays open hides nothing, unless it stands where speech begins.
void SpeechReader::weigh_quotations(std::uint32_t b) {
  shapes_.clear();
  for (Quotation& quotation : quotations_[b]) {
    const QuoteShape shape = shape_of_quotation(quotation, blocks_[b].tokens);
    shapes_.push_back(shape);
    if (!quotation.closed && !quotation.carried && shape != QuoteShape::kFree) quotation.cut = true;
    if (quotation.cut) continue;
    for (TokenId t = quotation.marks.begin; t < quotation.marks.end; ++t) quoted_[t] = true;
  }
}

// Where a subject that stands after its verb must end: at a mark that closes the clause.
TokenId SpeechReader::subject_end(TokenId begin, TokenId end) const {
  const TokenId limit = std::min(end, begin + kLinkWords);
  TokenId t = begin;
  while (t < limit && !quoted_[t] && !speakers_.is_terminal(t) && !speakers_.is_char(t, ';') &&
         !speakers_.is_char(t, ':') && !speakers_.is_dash(t)) {
    ++t;
  }
  return t;
}

// A comma that is no part of a name.
bool SpeechReader::parts_at(TokenId t) const {
  return speakers_.is_comma(t) && speakers_.covering(t) == kNoId;
}

// "Minister Murat", "the minister, Jane Mwangi", "Jane Mwangi, Kenya's envoy": the phrase that
// names the speaker, and what stands beside it.
NounPhrase SpeechReader::read_list(TokenId begin, TokenId end, NounPhrase& apposition) const {
  TokenId comma = begin;
  while (comma < end && !parts_at(comma)) ++comma;
  NounPhrase first = speakers_.read_phrase(begin, comma, false);
  if (comma >= end) return first;
  TokenId stop = comma + 1;
  while (stop < end && !parts_at(stop)) ++stop;
  const NounPhrase second = speakers_.read_phrase(comma + 1, stop, true);
  const bool office = first.head == Head::kTitle || first.head == Head::kOfficial ||
                      (first.head == Head::kMention &&
                       document_.actors.mentions[first.mention].kind == MentionKind::kOffice);
  const bool person = second.head == Head::kName ||
                      (second.head == Head::kMention &&
                       document_.actors.mentions[second.mention].kind == MentionKind::kPerson);
  // "the head of the Kenyan delegation, Jane Mwangi"; not "after talks with the envoy, ...".
  const auto describes = [&](TokenId t) {
    if (t < comma && text_.word[t] != tables_.of && text_.word[t] != tables_.for_ &&
        text_.word[t] != tables_.on)
      return false;
    for (; t < comma; ++t) {
      const MentionId m = speakers_.covering(t);
      if (m != kNoId ? speakers_.is_person(m)
                     : (classes(t) & (kAuxiliary | kFinite | kVerbStart | kTime)) != 0)
        return false;
    }
    return true;
  };
  if (office && person && describes(first.tokens.end)) {
    apposition = first;
    return second;
  }
  if (person && (first.head == Head::kNone || first.head == Head::kBody)) {
    const NounPhrase words = speakers_.read_words(begin, comma, false);
    if (words.head != Head::kNone && describes(words.tokens.end)) {
      apposition = first;
      apposition.head = Head::kTitle;
      return second;
    }
  }
  apposition = second;
  return first;
}

bool SpeechReader::read_inverted(TokenRange verb, TokenId end, Attribution& out) {
  const TokenId stop = subject_end(verb.end, end);
  NounPhrase apposition;
  NounPhrase phrase = read_list(verb.end, stop, apposition);
  if (phrase.head == Head::kNone || phrase.head == Head::kLeading) {
    TokenId comma = verb.end;
    while (comma < stop && !parts_at(comma)) ++comma;
    phrase = speakers_.read_words(verb.end, comma, false);
    apposition = {};
  }
  if (phrase.head == Head::kNone) return false;
  out.form = Form::kInverted;
  out.extent = {verb.begin, phrase.tokens.end};
  speakers_.advance(phrase.tokens.end);
  // Two who speak together are no one speaker.
  const TokenId joint = phrase.tokens.end;
  if (joint + 1 < stop && (classes(joint) & kConjunction) && speakers_.covering(joint) == kNoId) {
    const NounPhrase second = speakers_.read_phrase(joint + 1, stop, false);
    if (second.head != Head::kNone && second.head != Head::kLeading) {
      out.extent.end = second.tokens.end;
      speakers_.advance(second.tokens.end);
      out.speaker = speakers_.resolve_joint(phrase, second);
      return true;
    }
  }
  out.speaker = speakers_.resolve(phrase, apposition);
  return true;
}

// The subject before its verb: "Murat said", "Murat, the minister of trade, said", "On Monday Murat
// also said". Returns false when this is no verb with a subject of its own.
bool SpeechReader::read_before(TokenId low, TokenRange verb, Attribution& out) {
  TokenId p = verb.begin;
  const auto stops = [&](TokenId t) {
    return speakers_.is_terminal(t) || speakers_.is_char(t, ';') || speakers_.is_char(t, ':');
  };
  // Auxiliaries and adverbs beside the verb.
  bool passive = false;
  bool modal = false;
  bool have = false;
  while (p > low && verb.begin - p < 5 && speakers_.covering(p - 1) == kNoId) {
    const std::uint64_t bits = classes(p - 1);
    if (bits & kNegation) {
      out.negated = true;
    } else if (bits & kBe) {
      passive = true;
    } else if (bits & (kModal | kDo)) {
      if ((bits & kTime) && text_.shape[p - 1] == Shape::kCapital) break;
      modal = true;
    } else if (bits & kHave) {
      have = true;
    } else if (text_.word[p - 1] == tables_.to) {
      return false;
    } else if (!(bits & kAdverb) || (bits & (kSubordinator | kRelative | kHe | kIt | kThey))) {
      break;
    }
    --p;
  }
  const VerbForm& form = *out.word;
  if (passive && !form.passive) {
    if (form.part != VerbPart::kIng) return false;
  } else if (form.part == VerbPart::kIng) {
    return false;
  }
  if (form.passive && !passive) return false;
  if (have && form.part != VerbPart::kPast) return false;
  if (modal) {
    if (form.part != VerbPart::kBase) return false;
    out.negated = true;
  } else if (form.part == VerbPart::kBase) {
    if (p == low || !(classes(p - 1) & kOfficial)) return false;
  }
  if (p == low) return false;

  TokenRange parts[kParts];
  std::uint32_t count = 0;
  const TokenId limit = verb.begin > low + kSubjectWords ? verb.begin - kSubjectWords : low;
  TokenId end = p;
  TokenId t = p;
  for (; t > limit && !stops(t - 1); --t) {
    const TokenId at = t - 1;
    const bool mark = speakers_.is_comma(at) || speakers_.is_dash(at) ||
                      speakers_.is_char(at, '(') || speakers_.is_char(at, ')');
    if (!mark || speakers_.covering(at) != kNoId) continue;
    parts[count++] = {t, end};
    end = at;
    if (count == kParts) break;
  }
  if (count < kParts) parts[count++] = {t, end};
  out.bound = t;
  out.form = Form::kBefore;

  const auto mention_kind = [&](const NounPhrase& phrase) {
    return document_.actors.mentions[phrase.mention].kind;
  };
  const auto is_person = [&](const NounPhrase& phrase) {
    return phrase.head == Head::kName ||
           (phrase.head == Head::kMention && mention_kind(phrase) == MentionKind::kPerson);
  };
  NounPhrase phrase;
  NounPhrase apposition;
  if ((classes(p - 1) & kConjunction) && speakers_.covering(p - 1) == kNoId) {
    // "Murat met the envoys and said": the subject is that of the verb before.
    for (std::uint32_t k = count; k-- > 0 && phrase.head == Head::kNone;) {
      if (parts[k].empty()) continue;
      phrase = speakers_.read_phrase(parts[k].begin, parts[k].end, false);
      if (phrase.head == Head::kLeading) phrase.head = Head::kNone;
    }
    const bool named =
        phrase.head == Head::kMention || phrase.head == Head::kHe || phrase.head == Head::kName;
    out.extent = {p, verb.end};
    out.tight = false;
    if (named) {
      speakers_.advance(phrase.tokens.begin);
      out.speaker = speakers_.resolve(phrase, apposition);
    }
    return true;
  }
  if (!parts[count - 1].empty() && text_.word[parts[count - 1].begin] == tables_.as &&
      speakers_.covering(parts[count - 1].begin) == kNoId) {
    ++parts[count - 1].begin;  // "As Murat put it,"
    out.as = true;
  }
  const TokenRange last = parts[0];
  bool earlier = last.empty();
  if (!last.empty()) {
    phrase = speakers_.read_phrase(last.begin, last.end, true);
    if (phrase.head == Head::kLeading) {
      // "On Monday Murat", "In 2024 he": the subject ends beside the verb.
      const MentionId m = speakers_.covering(last.end - 1);
      TokenId begin = last.end - 1;
      if (m != kNoId) begin = document_.actors.mentions[m].tokens.begin;
      const auto opens_subject = [&](TokenId at) {
        if (at <= last.begin) return false;
        const TokenId prev = at - 1;
        return (classes(prev) & kTime) || text_.shape[prev] == Shape::kNumber ||
               speakers_.covering(prev) != kNoId;
      };
      NounPhrase tail;
      if (begin > last.begin && (opens_subject(begin) || (classes(begin) & (kHe | kIt)))) {
        tail = speakers_.read_phrase(begin, last.end, true);
      }
      for (TokenId at = last.begin + 1; at < last.end && tail.head == Head::kNone; ++at) {
        if (opens_subject(at) && speakers_.beginning(at) == speakers_.covering(at) &&
            !(classes(at) & kTime)) {
          tail = speakers_.read_phrase(at, last.end, true);
          if (tail.tokens.end != last.end) tail.head = Head::kNone;
        }
      }
      if (tail.head != Head::kNone && tail.head != Head::kLeading) {
        phrase = tail;
      } else {
        earlier = true;
      }
    } else if (phrase.head == Head::kNone) {
      // "... and Murat said": what stands before the joining word or verb is another clause.
      TokenId cut = last.end;
      constexpr std::uint64_t kJoints =
          kConjunction | kSubordinator | kRelative | kAuxiliary | kFinite | kVerbStart;
      while (cut > last.begin &&
             (speakers_.covering(cut - 1) != kNoId || !(classes(cut - 1) & kJoints)))
        --cut;
      const bool conjunction = cut > last.begin && (classes(cut - 1) & kConjunction);
      NounPhrase joint;
      if (conjunction && cut < last.end) joint = speakers_.read_phrase(last.begin, cut - 1, true);
      if (joint.head != Head::kNone && joint.head != Head::kLeading &&
          joint.tokens.end == cut - 1) {
        // "Kenya and Uganda said"
        const NounPhrase second = speakers_.read_phrase(cut, last.end, true);
        out.extent = {joint.tokens.begin, verb.end};
        speakers_.advance(joint.tokens.begin);
        if (second.head == Head::kNone || second.head == Head::kLeading) return true;
        out.speaker = speakers_.resolve_joint(joint, second);
        return true;
      } else if (cut > last.begin && cut < last.end) {
        phrase = speakers_.read_phrase(cut, last.end, true);
        out.tight = false;
        if (classes(cut - 1) & kHypothetical) out.negated = true;
      }
    }
    if (phrase.indefinite && count >= 2 &&
        (phrase.head == Head::kTitle || phrase.head == Head::kOfficial)) {
      const NounPhrase prev = speakers_.read_phrase(parts[1].begin, parts[1].end, true);
      if (is_person(prev)) {
        apposition = phrase;
        phrase = prev;
      }
    } else if (count >= 2 && phrase.head == Head::kName) {
      // "Kenya's envoy, Jane Mwangi said"
      apposition = speakers_.read_phrase(parts[1].begin, parts[1].end, true);
    }
  }
  if (earlier) {
    // The first part that names a person, else the first that names anybody.
    NounPhrase chosen;
    std::uint32_t at = 0;
    for (std::uint32_t k = count; k-- > 0;) {
      if (parts[k].empty()) continue;
      const NounPhrase part = speakers_.read_phrase(parts[k].begin, parts[k].end, true);
      if (part.head == Head::kNone || part.head == Head::kLeading) continue;
      const bool possible = chosen.head == Head::kNone || (is_person(part) && !is_person(chosen));
      if (!possible) continue;
      // A person two parts on is not the same as the body or office that was chosen, unless it
      // stands right beside it.
      if (chosen.head != Head::kNone) {
        const bool office =
            chosen.head == Head::kTitle || chosen.head == Head::kOfficial ||
            (chosen.head == Head::kMention && mention_kind(chosen) == MentionKind::kOffice);
        if (!office || k + 1 != at) continue;
        apposition = chosen;
      }
      chosen = part;
      at = k;
    }
    phrase = chosen;
    if (chosen.head != Head::kNone && apposition.head == Head::kNone && at > 0 &&
        !parts[at - 1].empty()) {
      apposition = speakers_.read_phrase(parts[at - 1].begin, parts[at - 1].end, true);
    }
  }
  if (phrase.head != Head::kNone && phrase.head != Head::kLeading) {
    const TokenId begin = phrase.tokens.begin;
    out.extent = {begin, verb.end};
    if (begin > low && (classes(begin - 1) & kHypothetical) &&
        speakers_.covering(begin - 1) == kNoId) {
      out.negated = true;
    }
    speakers_.advance(begin);
    out.speaker = speakers_.resolve(phrase, apposition);
  } else {
    // Words that no table knows.
    for (std::uint32_t k = count; k-- > 0 && out.tight;) {
      if (parts[k].empty()) continue;
      NounPhrase words = speakers_.read_words(parts[k].begin, parts[k].end, true);
      if (words.head == Head::kNone) continue;
      speakers_.advance(words.tokens.begin);
      out.speaker = speakers_.resolve(words, {});
      break;
    }
    out.extent = {last.empty() ? verb.begin : last.begin, verb.end};
    for (TokenId k = out.extent.begin; k < verb.begin; ++k) {
      if (classes(k) & (kHypothetical | kNegation)) out.negated = true;
    }
  }
  return true;
}

// "The agency quoted Murat as saying": the subject stands between the two.
bool SpeechReader::read_cited(TokenId low, TokenId as, TokenId end, Attribution& out) {
  if (as + 1 >= end || text_.word[as + 1] != tables_.saying) return false;
  TokenId t = as;
  const TokenId limit = as > low + kLinkWords ? as - kLinkWords : low;
  const auto cites = [&](TokenId at) {
    return std::find(tables_.citing.begin(), tables_.citing.end(), text_.word[at]) !=
           tables_.citing.end();
  };
  while (t > limit && !cites(t - 1) && !speakers_.is_terminal(t - 1)) --t;
  if (t <= limit || !cites(t - 1) || t == as) return false;
  TokenRange verb;
  out.word = verb_at(as + 1, end, verb);
  if (!out.word) return false;
  out.form = Form::kBefore;
  out.verb = {as, verb.end};
  out.extent = {t, verb.end};
  out.bound = low;
  NounPhrase apposition;
  const NounPhrase phrase = read_list(t, as, apposition);
  if (phrase.head != Head::kNone && phrase.head != Head::kLeading) {
    speakers_.advance(phrase.tokens.begin);
    out.speaker = speakers_.resolve(phrase, apposition);
  }
  return true;
}

bool SpeechReader::read_according(TokenId at, TokenId end, Attribution& out) {
  if (at + 2 >= end) return false;
  if (text_.word[at] == tables_.words) {
    // "in the words of Murat"
    if (text_.word[at + 1] != tables_.of || at < 2 || text_.word[at - 2] != tables_.in ||
        !(classes(at - 1) & kDeterminer))
      return false;
    out.wording = true;
  } else if (text_.word[at + 1] != tables_.to) {
    return false;
  }
  out.form = Form::kAccording;
  out.verb = {at, at + 2};
  out.bound = at;
  const TokenId stop = subject_end(at + 2, end);
  NounPhrase apposition;
  NounPhrase phrase = read_list(at + 2, stop, apposition);
  if (phrase.head == Head::kNone || phrase.head == Head::kLeading) {
    TokenId comma = at + 2;
    while (comma < stop && !parts_at(comma)) ++comma;
    phrase = speakers_.read_words(at + 2, comma, false);
  }
  out.extent = {out.wording ? at - 2 : at, std::max(at + 2, phrase.tokens.end)};
  speakers_.advance(std::max(at + 2, phrase.tokens.end));
  out.speaker = speakers_.resolve(phrase, apposition);
  return true;
}

// ", adding that ...": the subject is that of the verb of saying before it in the sentence, else of
// the sentence.
void SpeechReader::read_participle(TokenRange verb, Attribution& out) {
  out.form = Form::kParticiple;
  out.extent = verb;
  out.bound = verb.begin;
  if (!attributions_.empty()) {
    const Attribution& before = attributions_.back();
    bool same = verb.begin - before.extent.end < kSubjectWords;
    for (TokenId t = std::max(before.extent.end, before.verb.end); same && t < verb.begin; ++t) {
      if (speakers_.is_terminal(t) && !quoted_[t]) same = false;
    }
    if (same) {
      out.parent = static_cast<std::uint32_t>(attributions_.size()) - 1;
      if (before.parent != kNoIndex) out.parent = before.parent;
      out.speaker = attributions_[out.parent].speaker;
      out.negated = attributions_[out.parent].negated;
      return;
    }
  }
  const TokenRange sentence = sentence_of(verb.begin);
  const TokenId stop = std::min(verb.begin, sentence.begin + kSubjectWords);
  NounPhrase apposition;
  NounPhrase phrase = read_list(sentence.begin, stop, apposition);
  if (phrase.head == Head::kLeading) {
    // "On Monday, Murat rejected the plan, saying": one part further on.
    TokenId t = sentence.begin;
    while (t < stop && !speakers_.is_comma(t)) ++t;
    if (t + 1 < stop) phrase = read_list(t + 1, stop, apposition);
  }
  if (phrase.head != Head::kMention) return;
  speakers_.advance(phrase.tokens.begin);
  out.speaker = speakers_.resolve(phrase, {});
  out.extent = {phrase.tokens.begin, verb.end};
}

// A name after a dash at the end of the paragraph.
bool SpeechReader::read_dash(TokenId after, TokenRange block, Attribution& out) {
  if (after >= block.end || !speakers_.is_dash(after)) return false;
  const TokenId begin = after + 1;
  TokenId end = block.end;
  if (end > begin && speakers_.is_terminal(end - 1)) --end;
  if (begin >= end || end - begin > kLinkWords) return false;
  TokenId comma = begin;
  while (comma < end && !speakers_.is_comma(comma)) ++comma;
  const NounPhrase phrase = speakers_.read_phrase(begin, comma, true);
  if (phrase.head != Head::kName && phrase.head != Head::kMention) return false;
  NounPhrase apposition;
  if (comma + 1 < end) apposition = speakers_.read_phrase(comma + 1, end, true);
  for (TokenId t = begin; t < end; ++t) {
    if (quoted_[t] || (speakers_.covering(t) == kNoId && (classes(t) & (kVerbStart | kAuxiliary))))
      return false;
  }
  out.form = Form::kDash;
  out.bound = after;
  out.extent = {begin, phrase.tokens.end};
  speakers_.advance(phrase.tokens.begin);
  out.speaker = speakers_.resolve(phrase, apposition);
  return true;
}

// "Murat: ..." at the start of a sentence.
bool SpeechReader::read_colon(TokenId colon, TokenRange block, Attribution& out) {
  const TokenId begin = std::max(sentence_of(colon).begin, block.begin);
  if (begin >= colon || colon - begin > kThatWords) return false;
  const NounPhrase phrase = speakers_.read_phrase(begin, colon, true);
  if (phrase.tokens.end != colon || (phrase.head != Head::kName && phrase.head != Head::kMention))
    return false;
  out.form = Form::kColon;
  out.bound = begin;
  out.extent = {begin, colon};
  speakers_.advance(begin);
  out.speaker = speakers_.resolve(phrase, {});
  return true;
}

void SpeechReader::find_attributions(std::uint32_t b) {
  attributions_.clear();
  const TokenRange block = blocks_[b].tokens;
  const std::vector<Quotation>& quotations = quotations_[b];
  std::size_t next = 0;      // the first quotation that ends after the token
  TokenId after = kNoToken;  // where the last quotation before the token ends
  bool after_clause = false;
  TokenId low = block.begin;  // no subject begins before this
  TokenId verbless_until = block.begin;
  for (TokenId t = block.begin; t < block.end;) {
    while (next < quotations.size() && quotations[next].marks.begin <= t) {
      const Quotation& quotation = quotations[next];
      if (!quotation.cut) {
        after = quotation.marks.end;
        after_clause = shapes_[next] != QuoteShape::kFragment;
        if (after_clause) low = after;
        t = std::max(t, after);
        Attribution dash;
        if (after_clause && read_dash(after, block, dash)) {
          attributions_.push_back(std::move(dash));
          verbless_until = block.end;
        }
      }
      ++next;
    }
    if (t >= block.end) break;
    if (t < verbless_until) {
      ++t;
      continue;
    }
    const std::uint64_t bits = classes(t);
    if (speakers_.is_char(t, ':') && next < quotations.size() &&
        quotations[next].marks.begin == t + 1) {
      const bool spoken =
          !attributions_.empty() && attributions_.back().extent.begin >= sentence_of(t).begin;
      Attribution colon;
      if (!spoken && read_colon(t, block, colon)) attributions_.push_back(std::move(colon));
      ++t;
      continue;
    }
    if (text_.word[t] == tables_.as) {
      Attribution cited;
      if (read_cited(std::max(low, sentence_of(t).begin), t, block.end, cited)) {
        t = cited.verb.end;
        attributions_.push_back(std::move(cited));
        continue;
      }
    }
    if (text_.word[t] != kNoWord &&
        (text_.word[t] == tables_.according || text_.word[t] == tables_.words)) {
      Attribution according;
      if (read_according(t, block.end, according)) {
        t = std::max(t + 1, according.extent.end);
        attributions_.push_back(std::move(according));
        continue;
      }
    }
    if (!(bits & kVerbStart) || speakers_.covering(t) != kNoId) {
      ++t;
      continue;
    }
    Attribution found;
    found.word = verb_at(t, block.end, found.verb);
    if (!found.word) {
      ++t;
      continue;
    }
    const VerbForm& form = *found.word;
    // Directly after a quotation: "... ," said Murat.
    bool direct = false;
    if (after != kNoToken) {
      TokenId first = skip_marks(after, block.end);
      while (first < t && (classes(first) & kAdverb)) ++first;
      direct = first == t;
    }
    bool taken = false;
    if (direct && form.quote && (form.part == VerbPart::kPast || form.part == VerbPart::kThird)) {
      taken = read_inverted(found.verb, block.end, found);
      if (!taken && after_clause &&
          !(found.verb.end < block.end && (classes(found.verb.end) & kPreposition))) {
        found.form = Form::kInverted;
        found.extent = found.verb;
        taken = true;
      }
      found.bound = after;
    }
    if (!taken && form.part == VerbPart::kIng && t > block.begin) {
      TokenId comma = t - 1;
      while (comma > block.begin && (classes(comma) & kAdverb)) --comma;
      if (speakers_.is_comma(comma) || quoted_[comma] || speakers_.is_dash(comma) ||
          (classes(comma) & kConjunction)) {
        read_participle(found.verb, found);
        taken = true;
      }
    }
    if (!taken) {
      const TokenRange sentence = sentence_of(t);
      const TokenId bound = std::max(low, sentence.begin);
      taken = t > bound && read_before(bound, found.verb, found);
      // "Ties are strong, said Murat."
      if (taken && !found.speaker.known && form.quote && form.part == VerbPart::kPast &&
          t > bound && speakers_.is_comma(t - 1)) {
        Attribution inverted = found;
        if (read_inverted(found.verb, sentence.end, inverted) && inverted.speaker.known) {
          inverted.bound = t;
          found = std::move(inverted);
        }
      }
    }
    t = found.verb.end;
    if (!taken) continue;
    if (found.form == Form::kInverted) t = std::max(t, found.extent.end);
    attributions_.push_back(std::move(found));
  }
}

}  // namespace chancery

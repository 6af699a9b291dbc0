#include "speech/speakers.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace chancery {
namespace {

constexpr std::uint64_t kNounBits = kTitleNoun | kOfficial | kBody | kPaper;
constexpr std::uint32_t kMaxModifiers = 6;
constexpr std::uint32_t kTailWords = 12;      // how far behind a head its state is looked for
constexpr std::uint32_t kLongTail = 24;       // how far an apposition may reach
constexpr std::uint32_t kSentenceWords = 60;  // of a sentence in which two parties are looked for
constexpr std::uint32_t kMaxLooks = 16;  // writings of a name beside which its state is looked for
constexpr std::uint32_t kPronounReach = 2;  // paragraphs back to the one whom "he" stands for
constexpr std::uint32_t kNounReach =
    4;  // paragraphs back to the one whom "the minister" stands for

}  // namespace

SpeakerFinder::SpeakerFinder(const Document& document, const SpeechTables& tables,
                             const std::vector<bool>& quoted)
    : document_(document),
      text_(document.text_layer),
      tables_(tables),
      quoted_(quoted),
      covering_(text_.tokens(), kNoId) {
  const std::vector<Mention>& mentions = document.actors.mentions;
  const TokenId end = static_cast<TokenId>(text_.tokens());
  TokenId free = 0;  // outermost mentions are disjoint and in order
  for (MentionId m = 0; m < mentions.size(); ++m) {
    const TokenRange tokens = mentions[m].tokens;
    if (mentions[m].nested || tokens.begin < free || tokens.end > end) continue;
    if (is_reference(mentions[m].kind)) continue;
    for (TokenId t = tokens.begin; t < tokens.end; ++t) covering_[t] = m;
    free = std::max(free, tokens.end);
  }
  for (const auto& [noun, offices] : tables.title_offices) {
    for (const std::string& office : offices) nouns_of_office_[office].push_back(noun);
  }
  find_main_state();
  index_names();
}

MentionId SpeakerFinder::beginning(TokenId token) const {
  const MentionId mention = covering_[token];
  return mention != kNoId && document_.actors.mentions[mention].tokens.begin == token ? mention
                                                                                      : kNoId;
}

bool SpeakerFinder::is_word(TokenId t) const {
  return text_.shape[t] != Shape::kPunct && text_.shape[t] != Shape::kSymbol;
}

bool SpeakerFinder::is_char(TokenId token, char mark) const {
  const Span span = text_.token_span[token];
  return span.size() == 1 && document_.text()[span.begin] == mark;
}

bool SpeakerFinder::is_dash(TokenId token) const {
  if (text_.shape[token] != Shape::kPunct) return false;
  const std::string_view word = document_.token(token);
  const char32_t value = decode_at(word, 0).value;
  if (!chancery::is_dash(value)) return false;
  return value != '-' || word.size() > 1 || text_.space_before[token];
}

bool SpeakerFinder::is_terminal(TokenId token) const {
  if (text_.shape[token] != Shape::kPunct) return false;
  const std::string_view word = document_.token(token);
  return word.front() == '.' || word == "?" || word == "!" || word == "\xE2\x80\xA6";
}

bool SpeakerFinder::is_person(MentionId mention) const {
  const MentionKind kind = document_.actors.mentions[mention].kind;
  return kind == MentionKind::kPerson || kind == MentionKind::kOffice;
}

bool SpeakerFinder::is_possessive(TokenId token) const {
  const std::string_view word = document_.token(token);
  if (text_.space_before[token] || word.empty()) return false;
  const CodePoint point = decode_at(word, 0);
  if (!is_apostrophe(point.value)) return false;
  const std::string_view tail = word.substr(point.size);
  return tail.empty() || tail == "s" || tail == "S";
}

// "Jane Mwangi", "J. P. de Souza", "Jean-Pierre Okello"; up to four names. Empty where the words
// are no name.
TokenRange SpeakerFinder::name_run(TokenId begin, TokenId end) const {
  TokenId last = begin;  // past the last capitalised word
  std::uint32_t words = 0;
  constexpr std::uint64_t kNever = kTime | kPreposition | kConjunction | kSubordinator | kRelative |
                                   kDeterminer | kAdverb | kAuxiliary | kSubject | kHonorific;
  for (TokenId t = begin; t < end;) {
    if (beginning(t) != kNoId) break;
    const std::uint64_t bits = classes(t);
    const bool capital =
        text_.shape[t] == Shape::kCapital ||
        (text_.shape[t] == Shape::kOther && has_case(decode_at(document_.token(t), 0).value));
    const bool particle = (bits & kParticle) != 0;
    if (capital && (!(bits & kNever) || (particle && words > 0))) {
      if (bits & kOrganisation) return {begin, begin};
      if (words > 0 && (bits & kTitlePart)) return {begin, begin};
      if (!(t > begin && !text_.space_before[t])) ++words;
      last = ++t;
    } else if (particle && text_.shape[t] == Shape::kLower && words > 0) {
      ++t;
    } else if (words > 0 && is_char(t, '-') && !text_.space_before[t] && t + 1 < end &&
               !text_.space_before[t + 1]) {
      // "Kim Tae-ho"
      if (text_.shape[t + 1] == Shape::kLower && last == t) last = t + 2;
      t += text_.shape[t + 1] == Shape::kLower ? 2 : 1;
    } else {
      break;
    }
    if (words > 4) return {begin, begin};
  }
  return {begin, last};
}

// "Jane Mwangi" of "Western Sea Commodore Jane Mwangi".
TokenRange SpeakerFinder::after_title(TokenRange name) const {
  for (TokenId t = name.begin; t + 2 < name.end; ++t) {
    if (classes(t) & kAnyTitle) name.begin = t + 1;
  }
  return name;
}

NounPhrase SpeakerFinder::read_phrase(TokenId begin, TokenId end, bool strict) const {
  const std::vector<Mention>& mentions = document_.actors.mentions;
  NounPhrase phrase;
  TokenId t = begin;
  while (t < end && beginning(t) == kNoId &&
         ((classes(t) & (kAdverb | kConjunction)) || is_comma(t)))
    ++t;
  if (t >= end) return phrase;
  phrase.tokens = {t, t};
  if (beginning(t) == kNoId) {
    const std::uint64_t bits = classes(t);
    if (bits & (kHe | kIt)) {
      const TokenId next = t + 1;
      if (next < end && strict && !(classes(next) & (kAdverb | kTime)) && !is_comma(next))
        return phrase;
      phrase.tokens.end = next;
      phrase.head = bits & kHe ? Head::kHe : Head::kIt;
      return phrase;
    }
    if (bits & kThey) {
      const TokenId next = t + 1;
      if (next < end && strict && !(classes(next) & (kAdverb | kTime)) && !is_comma(next))
        return phrase;
      phrase.tokens.end = next;
      phrase.head = Head::kJoint;
      return phrase;
    }
    // "Under Secretary": the preposition is part of a title.
    const bool title = (bits & kAnyTitle) && text_.shape[t] == Shape::kCapital && t + 1 < end &&
                       (classes(t + 1) & kAnyTitle) && text_.shape[t + 1] == Shape::kCapital;
    if ((bits & (kPreposition | kSubordinator | kRelative)) && !(bits & kDeterminer) &&
        !(bits & kTime) && !title) {
      phrase.head = Head::kLeading;
      return phrase;
    }
    if (text_.shape[t] == Shape::kLower && document_.token(t).ends_with("ing") &&
        !(bits & kNounBits)) {
      phrase.head = Head::kLeading;
      return phrase;
    }
  }
  TokenId noun_at = kNoToken;  // the last noun that can head the phrase
  TokenId family_at = kNoToken;
  bool capital_title = false;  // a title or honorific stands directly before
  bool several = false;
  bool respect = false;  // "His Highness", and nothing else
  std::uint32_t modifiers = 0;
  const auto ends_phrase = [&](TokenId at) {
    if (at >= end) return true;
    if (covering_[at] != kNoId) return false;
    if (text_.shape[at] == Shape::kPunct || text_.shape[at] == Shape::kSymbol)
      return !is_possessive(at);
    if (is_possessive(at)) return false;
    const std::uint64_t bits = classes(at);
    if (bits & (kPreposition | kRelative | kAdverb | kTime | kConjunction | kSubordinator))
      return true;
    return !strict && text_.shape[at] == Shape::kLower && !(bits & (kNounBits | kAnyTitle));
  };
  const auto done = [&](Head head, TokenId at) {
    phrase.head = head;
    phrase.tokens.end = at;
  };
  while (t < end && phrase.head == Head::kNone) {
    if (const MentionId m = beginning(t); m != kNoId && mentions[m].tokens.end <= end) {
      const Mention& mention = mentions[m];
      const TokenId next = mention.tokens.end;
      const bool possessor = next < end && is_possessive(next);
      if (mention.kind == MentionKind::kPeople) break;
      if (possessor && mention.kind != MentionKind::kAdjective) {
        phrase.state_mention = m;
        t = next + 1;
        noun_at = kNoToken;
        continue;
      }
      if (mention.kind == MentionKind::kAdjective) {
        phrase.state_mention = m;
        t = next;
        continue;
      }
      if (mention.kind == MentionKind::kPerson) {
        phrase.mention = m;
        // "Faisal bin Farhan" in "Faisal bin Farhan bin Abdullah"
        TokenId past = next;
        while (past < end && past < next + kMaxModifiers && covering_[past] == kNoId &&
               ((classes(past) & kParticle) ||
                (past > next && text_.shape[past] == Shape::kCapital) ||
                (is_char(past, '-') && !text_.space_before[past])))
          ++past;
        if (past > next && text_.shape[past - 1] != Shape::kCapital) past = next;
        done(Head::kMention, past);
        t = past;
        break;
      }
      if (mention.kind == MentionKind::kOffice) {
        if (next < end) {
          const MentionId after = beginning(next);
          const TokenRange run = name_run(next, end);
          if ((after != kNoId && mentions[after].kind == MentionKind::kPerson) || !run.empty()) {
            phrase.state_mention = m;
            capital_title = true;
            t = next;
            continue;
          }
          if (covering_[next] == kNoId && (classes(next) & kPreposition)) {
            if (const TokenId name = name_after_office(next, end); name != kNoToken) {
              phrase.state_mention = m;
              capital_title = true;
              t = name;
              continue;
            }
          }
        }
        phrase.mention = m;
        done(Head::kMention, next);
        t = next;
        break;
      }
      if (ends_phrase(next)) {
        if (mention.as_place) break;
        phrase.mention = m;
        done(Head::kMention, next);
        t = next;
        break;
      }
      phrase.state_mention = m;
      t = next;
      continue;
    }
    const std::uint64_t bits = classes(t);
    const Shape shape = text_.shape[t];
    if (shape == Shape::kPunct || shape == Shape::kSymbol) {
      if (is_char(t, '-') && !text_.space_before[t] && t > phrase.tokens.begin) {
        ++t;
        continue;
      }
      if (is_possessive(t) && t > phrase.tokens.begin) {
        ++t;
        noun_at = family_at = kNoToken;
        continue;
      }
      break;
    }
    if (bits & kJoint) phrase.joint = true;
    if (bits & kSeveral) several = true;
    if (several && (bits & kParties)) {
      phrase.noun = text_.word[t];
      ++t;
      done(Head::kJoint, t);
      break;
    }
    if (bits & (kNounBits | kAnyTitle)) {
      if (bits & kNounBits) noun_at = t;
      if (bits & kHonorific) respect = true;
      capital_title = true;
      family_at = kNoToken;
      ++t;
      continue;
    }
    if ((bits & kDeterminer) && !(bits & kPreposition)) {
      if (t > phrase.tokens.begin && noun_at != kNoToken) break;
      phrase.indefinite = phrase.indefinite || (bits & kArticle);
      ++t;
      continue;
    }
    if (noun_at != kNoToken && noun_at + 1 == t &&
        (text_.word[t] == tables_.of || text_.word[t] == tables_.for_)) {
      if (const TokenId name = name_after_office(t, end); name != kNoToken) {
        capital_title = true;
        t = name;
        continue;
      }
    }
    // "Energy and Mines Minister"
    if ((bits & kConjunction) && t > phrase.tokens.begin && t + 2 < end &&
        text_.shape[t - 1] == Shape::kCapital && text_.shape[t + 1] == Shape::kCapital &&
        noun_at != t - 1) {
      TokenId at = t + 1;
      while (at < end && at < t + 4 && covering_[at] == kNoId &&
             text_.shape[at] == Shape::kCapital && !(classes(at) & kTitleNoun))
        ++at;
      if (at < end && at < t + 4 && (classes(at) & kTitleNoun)) {
        t = at;
        continue;
      }
    }
    if (bits & (kPreposition | kRelative | kSubordinator | kConjunction)) break;
    if (bits & kAdverb && noun_at != kNoToken) break;
    if (is_possessive(t)) {
      ++t;
      noun_at = family_at = kNoToken;
      continue;
    }
    if (const TokenRange run = name_run(t, end); !run.empty()) {
      std::uint32_t words = 0;
      for (TokenId k = run.begin; k < run.end; ++k)
        words += (k == run.begin || text_.space_before[k]) ? 1 : 0;
      const bool owner = run.end < end && is_possessive(run.end);
      if (!owner && (words >= 2 || capital_title)) {
        phrase.name = run;
        done(Head::kName, run.end);
        t = run.end;
        break;
      }
      family_at = owner ? kNoToken : t;
      if (family_at != kNoToken) phrase.name = run;
      capital_title = false;
      t = run.end;
      continue;
    }
    if (bits & (kAuxiliary | kFinite)) break;
    if (noun_at == t - 1 && noun_at != kNoToken && !strict) break;
    capital_title = false;
    family_at = kNoToken;
    if (++modifiers > kMaxModifiers) return phrase;
    ++t;
  }
  if (phrase.head == Head::kNone && t > begin) {
    if (noun_at != kNoToken && noun_at + 1 == t) {
      const std::uint64_t bits = classes(noun_at);
      phrase.noun = text_.word[noun_at];
      done(bits & kTitleNoun  ? Head::kTitle
           : bits & kOfficial ? Head::kOfficial
           : bits & kBody     ? Head::kBody
                              : Head::kPaper,
           t);
    } else if (family_at != kNoToken && phrase.name.end == t) {
      done(Head::kFamily, t);
    } else if (respect && noun_at == kNoToken && (classes(phrase.tokens.begin) & kDeterminer)) {
      done(Head::kHe, t);
    }
  }
  if (phrase.head == Head::kNone) return phrase;
  if (strict && t < end) {
    const std::uint64_t bits = classes(t);
    const bool plain = covering_[t] == kNoId;
    const bool tail =
        plain && ((bits & (kPreposition | kRelative | kAdverb | kTime)) || is_char(t, '('));
    bool verb = false;
    for (TokenId k = t; tail && !verb && k < end && k < t + 2 * kTailWords; ++k) {
      if (covering_[k] != kNoId) continue;
      if (classes(k) & kRelative) break;
      verb = (classes(k) & (kAuxiliary | kFinite)) && !(classes(k) & kTime);
    }
    if (!tail || verb) {
      phrase.head = Head::kNone;
      return phrase;
    }
  }
  if (phrase.state_mention == kNoId && phrase.head != Head::kMention) {
    phrase.state_mention = state_in_tail(t, end);
    // "officials of both countries"
    if (t + 2 < end && (classes(t) & kPreposition)) {
      const TokenId at = t + 1 + ((classes(t + 1) & kSeveral) ? 0 : 1);
      phrase.of_several = at + 1 < end && (classes(at) & kSeveral) && (classes(at + 1) & kParties);
    }
  }
  return phrase;
}

// Where the name begins in "of State for Trade Jane Mwangi", "for the West Sea Commodore Jane
// Mwangi", "to Uganda Jane Mwangi": the words after an office.
TokenId SpeakerFinder::name_after_office(TokenId begin, TokenId end) const {
  TokenId t = begin + 1;
  bool noun = false;     // a name may follow here
  bool unknown = false;  // a capitalised word that is neither a title nor known: perhaps a name
  for (; t < end && t < begin + kTailWords; ++t) {
    if (const MentionId m = beginning(t); m != kNoId) {
      const Mention& mention = document_.actors.mentions[m];
      if (mention.kind == MentionKind::kPerson) return noun ? t : kNoToken;
      t = mention.tokens.end - 1;
      noun = true;
      unknown = false;
      continue;
    }
    const std::uint64_t bits = classes(t);
    const bool joins = (bits & (kDeterminer | kConjunction)) || text_.word[t] == tables_.of ||
                       text_.word[t] == tables_.for_ || is_possessive(t);
    const bool capital = text_.shape[t] == Shape::kCapital;
    const bool part = (bits & (kAnyTitle | kOrganisation)) && capital;
    if (joins || part) {
      noun = part;
      unknown = unknown && !(bits & kAnyTitle);
      continue;
    }
    if (noun && !unknown) {
      const TokenRange name = after_title(name_run(t, end));
      if (name.size() >= 2) return name.begin;
    }
    if (!capital) break;
    noun = false;
    unknown = true;
  }
  return kNoToken;
}

// The state in "of Kenya", "from Nairobi", "for the Kenyan ministry".
MentionId SpeakerFinder::state_in_tail(TokenId begin, TokenId end) const {
  end = std::min(end, begin + kTailWords);
  if (begin >= end || covering_[begin] != kNoId || !(classes(begin) & kPreposition)) return kNoId;
  for (TokenId t = begin; t < end; ++t) {
    if (text_.shape[t] == Shape::kPunct && !is_char(t, '-')) return kNoId;
    const MentionId m = beginning(t);
    if (m == kNoId) continue;
    return document_.actors.mentions[m].kind == MentionKind::kPeople ? kNoId : m;
  }
  return kNoId;
}

NounPhrase SpeakerFinder::read_words(TokenId begin, TokenId end, bool strict) const {
  NounPhrase phrase;
  TokenId t = begin;
  while (t < end && covering_[t] == kNoId && (classes(t) & (kAdverb | kConjunction)) &&
         !(classes(t) & kDeterminer))
    ++t;
  const TokenId first = t;
  TokenId noun = kNoToken;
  constexpr std::uint64_t kNever = kPreposition | kSubordinator | kRelative | kAuxiliary | kHe |
                                   kIt | kThey | kAudience | kHypothetical | kNegation;
  for (; t < end && t < first + kTailWords; ++t) {
    if (const MentionId m = covering_[t]; m != kNoId) {
      if (is_person(m)) return phrase;
      t = std::min(end, document_.actors.mentions[m].tokens.end) - 1;
      noun = kNoToken;
      continue;
    }
    if (is_possessive(t) || (is_char(t, '-') && !text_.space_before[t])) {
      noun = kNoToken;
      continue;
    }
    if (!is_word(t)) break;
    const std::uint64_t bits = classes(t);
    const bool determiner = (bits & kDeterminer) != 0;
    if ((bits & kConjunction) && noun != kNoToken) {
      noun = kNoToken;
      continue;
    }
    if (determiner && t == first) {
      phrase.indefinite = (bits & kArticle) != 0;
      continue;
    }
    if ((bits & kNever) && !determiner && t > first && (bits & (kPreposition | kRelative))) break;
    if ((bits & (kNever | kSubject | kDeterminer)) &&
        !((bits & kAudience) && !(bits & kPreposition)))
      return phrase;
    if (bits & (kMute | kTime | kFinite | kConjunction)) {
      if ((bits & kTime) && noun != kNoToken) break;
      return phrase;
    }
    if ((bits & kAdverb) && noun != kNoToken) break;
    if (text_.shape[t] == Shape::kNumber && t > first) return phrase;
    noun = t;
  }
  if (noun == kNoToken || noun + 1 != t) return phrase;
  if (strict && t < end && !(classes(t) & (kPreposition | kRelative | kAdverb | kTime)))
    return phrase;
  for (TokenId k = t; strict && k < end; ++k) {
    if (covering_[k] == kNoId && (classes(k) & (kAuxiliary | kFinite | kVerbStart)) &&
        !(classes(k) & kTime))
      return phrase;
  }
  phrase.head = Head::kWords;
  phrase.noun = text_.word[noun];
  phrase.tokens = {first, t};
  return phrase;
}

std::string SpeakerFinder::state_of(MentionId mention) const {
  if (mention == kNoId) return {};
  const ActorId actor = document_.actors.mentions[mention].actor;
  if (actor == kNoId) return {};
  const Actor& record = document_.actors.actors[actor];
  if (!record.state.empty()) return record.state;
  return record.type == ActorType::kState || record.type == ActorType::kOrganisation
             ? record.id
             : std::string();
}

MentionId SpeakerFinder::nested_state(MentionId mention) const {
  const std::vector<Mention>& mentions = document_.actors.mentions;
  const Span span = mentions[mention].span;
  for (MentionId m = mention + 1;
       m < mentions.size() && m <= mention + 8 && span.contains(mentions[m].span); ++m) {
    if (mentions[m].actor != kNoId && !is_person(m) && !is_reference(mentions[m].kind)) return m;
  }
  return kNoId;
}

// The words of a person's mention without titles and states.
TokenRange SpeakerFinder::name_of_mention(const Mention& mention) const {
  TokenId begin = mention.tokens.begin;
  for (TokenId t = mention.tokens.begin; t + 1 < mention.tokens.end; ++t) {
    if ((classes(t) & (kAnyTitle | kDeterminer | kPreposition)) ||
        text_.shape[t] == Shape::kLower || text_.shape[t] == Shape::kPunct) {
      if (t > mention.tokens.begin && is_char(t, '-') && !text_.space_before[t]) continue;
      if ((classes(t) & kParticle) && t > begin) continue;
      begin = t + 1;
    }
  }
  return {begin, mention.tokens.end};
}

std::string SpeakerFinder::join_words(TokenRange tokens) const {
  std::string out;
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    if (t > tokens.begin && text_.space_before[t]) out += ' ';
    out += document_.token(t);
  }
  return out;
}

// The state in the words before a name: "Kenyan trade official", "Kenya's envoy", "minister of
// trade of Kenya"; not "Uganda" in "Kenyan envoy to Uganda".
MentionId SpeakerFinder::state_before(TokenId name_begin) const {
  const TokenId first = text_.sentence_tokens[text_.token_sentence[name_begin]].begin;
  bool titled = false;  // an office stands between
  for (TokenId t = name_begin; t > first && name_begin - t < kTailWords;) {
    const TokenId at = t - 1;
    if (covering_[at] != kNoId) {
      const Mention& mention = document_.actors.mentions[covering_[at]];
      const TokenId begin = mention.tokens.begin;
      if (mention.kind == MentionKind::kPeople || mention.kind == MentionKind::kPerson)
        return kNoId;
      TokenId before = begin;
      if (before > first && (classes(before - 1) & kDeterminer)) --before;
      const bool preposition = before > first && covering_[before - 1] == kNoId &&
                               (classes(before - 1) & kPreposition) && at + 1 == name_begin;
      if (!preposition || text_.word[before - 1] == tables_.of) return covering_[at];
      t = before - 1;  // "envoy to Uganda Jane Mwangi"
      continue;
    }
    if (is_possessive(at) || is_char(at, '-')) {
      t = at;
      continue;
    }
    const std::uint64_t bits = classes(at);
    if (bits & kAnyTitle) titled = true;
    const bool of = titled && (text_.word[at] == tables_.of || text_.word[at] == tables_.for_);
    const bool word = text_.shape[at] == Shape::kLower || (bits & kAnyTitle) ||
                      (titled && text_.shape[at] == Shape::kCapital);
    if (!of && !(bits & kAnyTitle) &&
        (!word || (bits & (kPreposition | kAuxiliary | kFinite | kConjunction | kVerbStart))))
      return kNoId;
    t = at;
  }
  return kNoId;
}

// Everybody whom the report names in full, with the state that any of the places gives.
void SpeakerFinder::index_names() {
  const TokenId end = static_cast<TokenId>(text_.tokens());
  for (TokenId t = 0; t < end;) {
    TokenRange run{t, t};
    TokenId next = t + 1;
    ActorId actor = kNoId;
    const MentionId m = beginning(t);
    if (m != kNoId) {
      const Mention& mention = document_.actors.mentions[m];
      if (mention.kind == MentionKind::kPerson) run = name_of_mention(mention);
      if (run.size() >= 1 && mention.kind == MentionKind::kPerson) actor = mention.actor;
      next = mention.tokens.end;
    } else if (text_.shape[t] == Shape::kCapital && !(classes(t) & (kAnyTitle | kNounBits))) {
      run = name_run(t, text_.sentence_tokens[text_.token_sentence[t]].end);
      next = std::max(next, run.end);
      run = after_title(run);
    }
    if (run.size() >= 2 && known_by_tail(run) == nullptr) {
      Known& known = add_known(run);
      if (m == kNoId) {
        const bool titled = run.begin > 0 && (classes(run.begin - 1) & kAnyTitle) != 0;
        writings_.push_back({run, by_ends_[ends_of(run)], titled});
      }
      if (actor != kNoId && known.actor == kNoId) {
        known.actor = actor;
        known.mention = m;
      }
      if (known.actor == kNoId && known.state.empty() && known.looked < kMaxLooks) {
        ++known.looked;
        if (m != kNoId) known.state = state_of(nested_state(m));
        if (known.state.empty()) known.state = state_beside(run);
      }
    }
    t = next;
  }
}

std::string SpeakerFinder::ends_of(TokenRange name) const {
  std::string ends(document_.token(name.begin));
  ends += ' ';
  ends += document_.token(name.end - 1);
  return ends;
}

SpeakerFinder::Known& SpeakerFinder::add_known(TokenRange name) {
  const auto [found, is_new] =
      by_ends_.emplace(ends_of(name), static_cast<std::uint32_t>(known_.size()));
  if (is_new) {
    Known known;
    known.name = name;
    known.first = name.begin;
    known_.push_back(known);
    by_family_[document_.token(name.end - 1)].push_back(found->second);
    by_given_[document_.token(name.begin)].push_back(found->second);
  }
  Known& known = known_[found->second];
  if (name.size() > known.name.size()) known.name = name;
  return known;
}

// The one of that family or given name who was named last before `before`, else first after it.
SpeakerFinder::Known* SpeakerFinder::known_by(std::string_view word, bool given, TokenId before) {
  const auto& index = given ? by_given_ : by_family_;
  const auto found = index.find(word);
  if (found == index.end()) return nullptr;
  const std::vector<std::uint32_t>& list = found->second;
  const auto past = std::partition_point(list.begin(), list.end(),
                                         [&](std::uint32_t k) { return known_[k].first < before; });
  return &known_[past == list.begin() ? list.front() : *std::prev(past)];
}

SpeakerFinder::Known* SpeakerFinder::known_as(TokenRange name) {
  if (name.size() < 2) return nullptr;
  const auto found = by_ends_.find(ends_of(name));
  return found == by_ends_.end() ? nullptr : &known_[found->second];
}

// An office or body of a state in the words.
bool SpeakerFinder::is_public(TokenRange tokens) const {
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    if (classes(t) & kPublic) return true;
  }
  return false;
}

// The state that the words around a name give the person: "Kenyan envoy X", "X, head of the US
// Central Command,", "Kenya's trade minister, X,", "X, who heads the Kenyan fleet,".
std::string SpeakerFinder::state_beside(TokenRange name) const {
  const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[name.begin]];
  std::string state = state_of(state_before(name.begin));
  if (!state.empty()) return state;
  bool of_public = false;
  bool of_office = false;
  for (TokenId t = name.begin; t > sentence.begin && name.begin - t < 6; --t) {
    if (text_.shape[t - 1] == Shape::kPunct || (classes(t - 1) & (kAuxiliary | kFinite))) break;
    if (classes(t - 1) & kPublic) of_public = true;
    if (tables_.title_offices.count(text_.word[t - 1]) != 0) of_office = true;
  }
  if (name.end + 1 < sentence.end && is_comma(name.end)) {
    const TokenId begin = name.end + 1;
    TokenId stop = begin;
    while (stop < sentence.end && stop < begin + kLongTail && !is_terminal(stop) &&
           (covering_[stop] != kNoId || !is_comma(stop)))
      ++stop;
    const NounPhrase beside = read_phrase(begin, stop, false);
    if (beside.head == Head::kTitle || beside.head == Head::kOfficial ||
        beside.head == Head::kBody) {
      state = state_of(beside.state_mention);
      of_public = of_public || is_public(beside.tokens);
    } else if (beside.head == Head::kMention && !beside.joint) {
      const MentionKind kind = document_.actors.mentions[beside.mention].kind;
      if (kind == MentionKind::kOffice || kind == MentionKind::kBody)
        state = state_of(beside.mention);
    } else if (beside.head == Head::kNone) {
      state = state_of(beside.state_mention);
    } else if (beside.head == Head::kLeading && (classes(begin) & kRelative)) {
      bool leads = false;
      for (TokenId t = begin; t < stop && state.empty(); ++t) {
        leads = leads || (classes(t) & kLeads);
        if (leads && covering_[t] == kNoId && (classes(t) & kPreposition) &&
            text_.word[t] != tables_.of && text_.word[t] != tables_.for_)
          break;
        if (leads && beginning(t) != kNoId && !is_person(beginning(t)))
          state = state_of(beginning(t));
      }
    }
    if (!state.empty()) return state;
  }
  // "Jane Mwangi of Kenya"
  if (name.end + 1 < sentence.end && text_.word[name.end] == tables_.of) {
    const MentionId m = beginning(name.end + 1);
    if (m != kNoId && document_.actors.mentions[m].kind == MentionKind::kName) return state_of(m);
  }
  TokenId front = name.begin;  // "its chief of staff, General X"
  while (front > sentence.begin && (classes(front - 1) & kAnyTitle) &&
         covering_[front - 1] == kNoId)
    --front;
  if (front >= sentence.begin + 2 && is_comma(front - 1)) {
    TokenId begin = front - 1;
    while (begin > sentence.begin && front - begin < kLongTail &&
           (covering_[begin - 1] != kNoId || !is_comma(begin - 1)))
      --begin;
    const NounPhrase beside = read_phrase(begin, front - 1, true);
    if (beside.head == Head::kTitle || beside.head == Head::kOfficial) {
      state = state_of(beside.state_mention);
      of_public = of_public || is_public(beside.tokens);
    } else if (beside.head == Head::kMention &&
               document_.actors.mentions[beside.mention].kind == MentionKind::kOffice) {
      state = state_of(beside.mention);
    }
    if (!state.empty()) return state;
    // "was met by Kenya's envoy, X"
    const MentionId m = covering_[front - 2];
    if (m != kNoId && document_.actors.mentions[m].kind == MentionKind::kOffice) {
      state = state_of(m);
      if (state.empty()) state = state_of(nested_state(m));
    } else if (m == kNoId && (classes(front - 2) & kNounBits)) {
      state = state_of(state_before(front - 1));
    }
    if (!state.empty()) return state;
  }
  return of_public ? context_state(name.begin, of_office) : std::string();
}

// The state whose office or body is meant where the words name none: that of the place where the
// sentence begins, of the dateline, or the only one that the report is of.
std::string SpeakerFinder::context_state(TokenId at, bool office) const {
  const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[at]];
  if (sentence.size() > 2 && text_.word[sentence.begin] == tables_.in) {
    const MentionId m = beginning(sentence.begin + 1);
    if (m != kNoId && !is_person(m)) return state_of(m);
  }
  if (!place_state_.empty()) return place_state_;
  // Ministers and presidents are of states, spokesmen and diplomats of organisations too.
  return office ? main_office_state_ : main_state_;
}

void SpeakerFinder::find_main_state() {
  const std::vector<Mention>& mentions = document_.actors.mentions;
  std::string_view place;
  if (document_.layout.dateline) place = document_.text(document_.layout.dateline->place);
  const std::string folded = fold(place);
  std::unordered_map<std::string, std::uint32_t> counts;
  for (const Mention& mention : mentions) {
    if (mention.actor == kNoId || is_reference(mention.kind)) continue;
    const Actor& actor = document_.actors.actors[mention.actor];
    if (!folded.empty() && place_state_.empty() && mention.kind == MentionKind::kCapital &&
        actor.type == ActorType::kState && fold(document_.text(mention.span)) == folded)
      place_state_ = actor.id;
    if (mention.as_place || mention.nested) continue;
    ++counts[actor.state.empty() ? actor.id : actor.state];
  }
  // The one that is named at least twice, and twice as often as any other.
  const auto main_of = [&](bool organisations) {
    std::uint32_t most = 0;
    std::uint32_t second = 0;
    std::string found;
    for (const auto& [id, number] : counts) {
      if (!organisations && id.find(':') != std::string::npos) continue;
      if (number > most) {
        second = most;
        most = number;
        found = id;
      } else {
        second = std::max(second, number);
      }
    }
    const bool state = found.find(':') == std::string::npos;
    return most >= 2 && second * 2 <= most && state ? found : std::string();
  };
  main_state_ = main_of(true);
  main_office_state_ = main_of(false);
  // A capital may be the seat of an organisation: the report must name its state too.
  if (counts.find(place_state_) == counts.end()) place_state_.clear();
  const std::string& state = !place_state_.empty() ? place_state_ : main_state_;
  for (ActorId a = 0; !state.empty() && a < document_.actors.actors.size(); ++a) {
    const Actor& actor = document_.actors.actors[a];
    if (actor.id == state && actor.body.empty() && actor.office.empty()) context_actor_ = a;
  }
}

// The noun under which the holder of an office is remembered: a prime minister is no "minister".
WordId SpeakerFinder::title_at(TokenId token) const {
  return token > 0 && text_.word[token - 1] == tables_.prime ? tables_.premier : text_.word[token];
}

std::uint64_t SpeakerFinder::gender_of(const Speaker& speaker) const {
  if (speaker.actor != kNoId) {
    const auto found = gender_of_actor_.find(speaker.actor);
    return found == gender_of_actor_.end() ? 0 : found->second;
  }
  const auto found = gender_of_name_.find(speaker.name);
  return found == gender_of_name_.end() ? 0 : found->second;
}

// Words that speak for both say nothing.
void SpeakerFinder::note_gender(const Speaker& speaker, std::uint64_t bits) {
  bits &= kGender;
  if (bits == 0 || bits == kGender) return;
  if (speaker.actor != kNoId) {
    gender_of_actor_.emplace(speaker.actor, bits);
  } else if (!speaker.name.empty()) {
    gender_of_name_.emplace(speaker.name, bits);
  }
}

// The last person who can be "he" or "she"; nobody where all are known to be of the other gender.
const SpeakerFinder::Seen* SpeakerFinder::last_of_gender(std::uint64_t wanted) const {
  const auto fits = [&](const Seen& seen) {
    const std::uint64_t bits = gender_of(seen.speaker);
    return bits == 0 || wanted == 0 || (bits & wanted) != 0;
  };
  if (fits(last_person_)) return &last_person_;
  const Seen& sure = wanted == kMale ? last_male_ : last_female_;
  const bool near = other_person_.speaker.known && fits(other_person_) &&
                    block_ - other_person_.block <= kPronounReach;
  if (near && (!sure.speaker.known || sure.speaker.span.begin < other_person_.speaker.span.begin))
    return &other_person_;
  return sure.speaker.known ? &sure : nullptr;
}

// The one of the full name that ends in these words: "van der Berg" of "Pieter van der Berg".
const SpeakerFinder::Known* SpeakerFinder::known_by_tail(TokenRange name) const {
  if (name.size() < 2 || !(classes(name.begin) & kParticle)) return nullptr;
  const auto found = by_family_.find(document_.token(name.end - 1));
  if (found == by_family_.end()) return nullptr;
  std::uint32_t looks = 0;
  for (const std::uint32_t k : found->second) {
    if (++looks > kMaxLooks) break;
    const TokenRange full = known_[k].name;
    if (full.size() <= name.size()) continue;
    bool same = true;
    for (std::uint32_t i = 1; i <= name.size() && same; ++i) {
      same = fold(document_.token(full.end - i)) == fold(document_.token(name.end - i));
    }
    if (same) return &known_[k];
  }
  return nullptr;
}

// Somebody named before is the subject of a sentence.
void SpeakerFinder::subject_again(const Seen& seen) {
  const Speaker& last = last_person_.speaker;
  if (last.known && (last.actor != seen.speaker.actor || last.name != seen.speaker.name))
    other_person_ = last_person_;
  last_person_ = {seen.speaker, block_};
}

// "The minister left." at the beginning of a sentence.
void SpeakerFinder::pass_office(SentenceId sentence) {
  const TokenRange tokens = text_.sentence_tokens[sentence];
  TokenId t = tokens.begin;
  if (tokens.size() < 4 || quoted_[t] || covering_[t] != kNoId || !(classes(t) & kDeterminer) ||
      (classes(t) & kArticle))
    return;
  ++t;
  while (t + 2 < tokens.end && covering_[t] == kNoId && (classes(t) & kTitlePart)) ++t;
  if (covering_[t] != kNoId || !(classes(t) & kTitleNoun)) return;
  const TokenId next = t + 1;
  if (covering_[next] != kNoId || text_.shape[next] != Shape::kLower ||
      (classes(next) & (kAnyTitle | kPreposition)))
    return;
  const Seen* seen = last_titled(title_at(t));
  if (!seen || !seen->speaker.known) return;
  subject_sentence_ = sentence;
  const Seen found = *seen;
  subject_again(found);
}

void SpeakerFinder::see_person(const Speaker& speaker, TokenRange words, bool subject) {
  const Seen seen{speaker, block_};
  const TokenRange around = text_.sentence_tokens[text_.token_sentence[words.begin]];
  std::uint64_t bits = 0;
  // The last word is a family name, whatever it would mean as a given one ("Mary James").
  for (TokenId t = words.begin; t + 1 < words.end && t < words.begin + kTailWords; ++t)
    bits |= classes(t);
  for (TokenId t = words.begin; t > around.begin && words.begin - t < 4; --t) {
    if (!(classes(t - 1) & kAnyTitle)) break;
    bits |= classes(t - 1);
  }
  note_gender(speaker, bits);
  if (gender_of(speaker) == kMale) last_male_ = seen;
  if (gender_of(speaker) == kFemale) last_female_ = seen;
  if (subject || !last_person_.speaker.known) {
    const Speaker& last = last_person_.speaker;
    if (last.known && (last.actor != speaker.actor || last.name != speaker.name))
      other_person_ = last_person_;
    if (subject) last_person_ = seen;
  } else if (last_person_.speaker.actor != speaker.actor ||
             last_person_.speaker.name != speaker.name) {
    other_person_ = seen;
  }
  const auto title = [&](TokenId t) {
    if (classes(t) & (kTitleNoun | kHonorific)) titled_[title_at(t)] = seen;
  };
  const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[words.begin]];
  for (TokenId t = words.begin; t < words.end && t < words.begin + kTailWords; ++t) title(t);
  for (TokenId t = words.begin; t > sentence.begin && words.begin - t < 4; --t) {
    if (!(classes(t - 1) & kAnyTitle)) break;
    title(t - 1);
  }
  if (words.begin > sentence.begin && is_comma(words.begin - 1)) {
    // "Kenya's trade minister, Jane Mwangi"
    for (TokenId t = words.begin - 1; t > sentence.begin && words.begin - t < kTailWords; --t) {
      if (is_comma(t - 1) || is_terminal(t - 1) || (classes(t - 1) & (kAuxiliary | kVerbStart)))
        break;
      title(t - 1);
    }
  }
  if (words.end < sentence.end && is_comma(words.end)) {
    for (TokenId t = words.end + 1; t < sentence.end && t < words.end + kTailWords; ++t) {
      if (is_comma(t) || is_terminal(t) ||
          (classes(t) & (kPreposition | kAuxiliary | kVerbStart))) {
        break;
      }
      title(t);
    }
  }
  if (speaker.actor != kNoId) {
    const auto nouns = nouns_of_office_.find(document_.actors.actors[speaker.actor].office);
    if (nouns != nouns_of_office_.end()) {
      for (const WordId noun : nouns->second) titled_[noun] = seen;
    }
  }
}

// A person that no mention covers, by full name: with a title or a state before or behind.
void SpeakerFinder::pass_writing(const Writing& writing) {
  if (quoted_[writing.name.begin]) return;
  const Known& known = known_[writing.known];
  if (!writing.titled && known.state.empty() && known.actor == kNoId) return;
  Speaker speaker;
  speaker.known = speaker.person = true;
  speaker.actor = known.actor;
  speaker.mention = known.actor == kNoId ? kNoId : known.mention;
  if (known.actor == kNoId) {
    speaker.name = join_words(known.name);
    speaker.state = known.state;
  }
  speaker.span = text_.span_of(writing.name);
  const TokenId begin = writing.name.begin;
  const SentenceId sentence = text_.token_sentence[begin];
  TokenId first = begin;
  while (first > text_.sentence_tokens[sentence].begin &&
         (classes(first - 1) & (kAnyTitle | kDeterminer)) && covering_[first - 1] == kNoId)
    --first;
  const bool opens = first == text_.sentence_tokens[sentence].begin;
  const bool subject = sentence != subject_sentence_ &&
                       (opens || !(classes(first - 1) & kPreposition)) &&
                       !(writing.name.end < text_.tokens() && is_possessive(writing.name.end));
  if (subject) subject_sentence_ = sentence;
  see_person(speaker, writing.name, subject);
}

void SpeakerFinder::advance(TokenId token) {
  const std::vector<Mention>& mentions = document_.actors.mentions;
  const auto pass_writings = [&](TokenId until) {
    const auto pass_offices = [&](TokenId before) {
      for (; next_sentence_ < text_.sentences() &&
             text_.sentence_tokens[next_sentence_].begin < before;
           ++next_sentence_)
        pass_office(next_sentence_);
    };
    for (; next_writing_ < writings_.size() && writings_[next_writing_].name.begin < until;
         ++next_writing_) {
      if (writings_[next_writing_].name.end > token) return;
      pass_offices(writings_[next_writing_].name.begin);
      pass_writing(writings_[next_writing_]);
    }
    pass_offices(until);
  };
  for (; next_mention_ < mentions.size(); ++next_mention_) {
    const Mention& mention = mentions[next_mention_];
    pass_writings(std::min(token, mention.tokens.begin));
    if (mention.tokens.begin >= token) return;
    if (mention.tokens.empty() || covering_[mention.tokens.begin] != next_mention_) continue;
    if (mention.tokens.end > token) return;
    if (quoted_[mention.tokens.begin]) continue;
    Speaker speaker;
    speaker.known = true;
    speaker.mention = next_mention_;
    speaker.actor = mention.actor;
    speaker.span = mention.span;
    if (is_person(next_mention_)) {
      speaker.person = true;
      if (mention.kind == MentionKind::kOffice && beside_writing(mention.tokens)) continue;
      if (mention.actor == kNoId) {
        if (mention.kind != MentionKind::kPerson) {
          // "The minister left.": an open office at the beginning of a sentence.
          const SentenceId at = text_.token_sentence[mention.tokens.begin];
          const TokenId noun = mention.tokens.end - 1;
          if (mention.tokens.begin > text_.sentence_tokens[at].begin + 1 ||
              !(classes(noun) & kTitleNoun))
            continue;
          const Seen* seen = last_titled(title_at(noun));
          if (!seen || !seen->speaker.known ||
              !fits_state(seen->speaker, nested_state(next_mention_)))
            continue;
          subject_sentence_ = at;
          const Seen found = *seen;
          subject_again(found);
          continue;
        }
        speaker.name = join_words(name_of_mention(mention));
        speaker.state = state_of(nested_state(next_mention_));
      }
      const SentenceId sentence = text_.token_sentence[mention.tokens.begin];
      const bool opens = mention.tokens.begin == text_.sentence_tokens[sentence].begin;
      const bool subject =
          sentence != subject_sentence_ &&
          (opens || !(classes(mention.tokens.begin - 1) & kPreposition)) &&
          !(mention.tokens.end < text_.tokens() && is_possessive(mention.tokens.end));
      if (subject) subject_sentence_ = sentence;
      see_person(speaker, mention.tokens, subject);
    } else if (mention.kind == MentionKind::kBody && mention.actor != kNoId) {
      last_body_ = {speaker, block_};
      for (TokenId t = mention.tokens.begin;
           t < mention.tokens.end && t < mention.tokens.begin + kTailWords; ++t) {
        if (classes(t) & kBody) bodies_[text_.word[t]] = last_body_;
      }
    } else if (mention.actor != kNoId && !mention.as_place &&
               mention.kind != MentionKind::kPeople && mention.kind != MentionKind::kAdjective &&
               mention.tokens.begin <=
                   text_.sentence_tokens[text_.token_sentence[mention.tokens.begin]].begin + 1) {
      last_body_ = {speaker, block_};
    }
  }
  pass_writings(token);
}

// "Kenya's envoy, Jane Mwangi", "Jane Mwangi, Kenya's envoy": the office is hers.
bool SpeakerFinder::beside_writing(TokenRange office) const {
  if (next_writing_ > 0 && office.begin > 0 && is_comma(office.begin - 1)) {
    const TokenId end = writings_[next_writing_ - 1].name.end;
    if (end + 1 == office.begin) return true;
    if (end + 2 == office.begin && (classes(end + 1) & kDeterminer)) return true;
  }
  if (next_writing_ >= writings_.size()) return false;
  const TokenId begin = writings_[next_writing_].name.begin;
  TokenId t = office.end;
  if (t < begin && is_comma(t)) ++t;
  while (t < begin && (classes(t) & kAnyTitle)) ++t;
  return t == begin;
}

const SpeakerFinder::Seen* SpeakerFinder::last_titled(WordId noun) const {
  const auto found = titled_.find(noun);
  return found == titled_.end() ? nullptr : &found->second;
}

Speaker SpeakerFinder::again(const Seen* seen, Span span, std::uint32_t reach) const {
  Speaker speaker;
  if (seen && seen->speaker.known && block_ - seen->block <= reach) {
    speaker = seen->speaker;
    speaker.how = How::kCoreferent;
  }
  speaker.span = span;
  return speaker;
}

bool SpeakerFinder::fits_state(const Speaker& speaker, MentionId state) const {
  const std::string wanted = state_of(state);
  if (wanted.empty()) return true;
  if (speaker.actor == kNoId) return speaker.state == wanted;
  return document_.actors.actors[speaker.actor].state == wanted;
}

Speaker SpeakerFinder::resolve(const NounPhrase& phrase, const NounPhrase& apposition) {
  Speaker speaker;
  if (phrase.head == Head::kNone || phrase.head == Head::kLeading) return speaker;
  const Span span = text_.span_of(phrase.tokens);
  speaker.span = span;
  const auto take = [&](const Known& known) {
    speaker.known = speaker.person = true;
    speaker.actor = known.actor;
    speaker.mention = known.actor == kNoId ? kNoId : known.mention;
    speaker.name = known.actor == kNoId ? join_words(known.name) : std::string();
    speaker.state = known.actor == kNoId ? known.state : std::string();
  };
  const auto by_name = [&](TokenRange name) {
    speaker.known = speaker.person = true;
    speaker.span = text_.span_of(name);
    if (const Known* full = known_by_tail(name)) {
      take(*full);
      speaker.how = full->actor != kNoId ? How::kLookedUp : How::kCoreferent;
      return;
    }
    if (const Known* known = known_as(name)) take(*known);
    if (speaker.actor != kNoId) return;
    if (speaker.name.empty()) speaker.name = join_words(name);
    if (speaker.state.empty()) speaker.state = state_of(phrase.state_mention);
    const bool beside = apposition.head == Head::kTitle || apposition.head == Head::kOfficial;
    if (speaker.state.empty() && beside) speaker.state = state_of(apposition.state_mention);
    if (speaker.state.empty() && apposition.head == Head::kMention)
      speaker.state = state_of(apposition.mention);
    if (speaker.state.empty()) speaker.state = state_beside(name);
  };
  // "Mwangi", or after a title "Sheikh Abdullah": given in full elsewhere.
  const auto by_family = [&](TokenId family, bool titled) {
    const std::string_view word = document_.token(family);
    const Known* known = known_by(word, false, phrase.tokens.begin);
    if (known == nullptr) {
      const auto given = by_given_.find(word);
      if (given != by_given_.end() && (titled || given->second.size() == 1))
        known = known_by(word, true, phrase.tokens.begin);
    }
    if (known == nullptr) return false;
    take(*known);
    speaker.how = known->actor != kNoId ? How::kLookedUp : How::kCoreferent;
    if (speaker.mention == kNoId) speaker.mention = covering_[known->name.begin];
    return true;
  };
  // An unnamed official speaks for the state that the words give.
  const auto by_state = [&] {
    const MentionId m = phrase.state_mention;
    if (m == kNoId || document_.actors.mentions[m].actor == kNoId) return;
    speaker.known = true;
    speaker.mention = m;
    speaker.actor = document_.actors.mentions[m].actor;
    speaker.how = How::kNamed;
  };
  // One whose state the words do not give: that of the place where the sentence begins, of the
  // subject of the sentence before, or the one that the report is of.
  const auto by_context = [&](bool anywhere) {
    if (!is_public(phrase.tokens)) return;
    const SentenceId sentence = text_.token_sentence[phrase.tokens.begin];
    const auto take_mention = [&](MentionId m) {
      if (m == kNoId || is_person(m) || state_of(m).empty()) return false;
      speaker.known = true;
      speaker.mention = m;
      speaker.actor = document_.actors.mentions[m].actor;
      speaker.how = How::kInferred;
      return true;
    };
    const TokenId begin = text_.sentence_tokens[sentence].begin;
    if (begin + 1 < text_.tokens() && text_.word[begin] == tables_.in &&
        take_mention(beginning(begin + 1)))
      return;
    for (SentenceId s = sentence; s > 0 && s + 2 > sentence; --s) {
      const SentenceId before = s - 1;
      if (text_.sentence_paragraph[before] != text_.sentence_paragraph[sentence]) break;
      const TokenRange tokens = text_.sentence_tokens[before];
      TokenId at = tokens.begin;
      if (text_.word[at] == tables_.in && at + 1 < tokens.end && take_mention(beginning(at + 1)))
        return;
      if (at + 1 < tokens.end && (classes(at) & kDeterminer)) ++at;
      const MentionId m = beginning(at);
      if (m != kNoId && !document_.actors.mentions[m].as_place &&
          document_.actors.mentions[m].kind != MentionKind::kAdjective && take_mention(m))
        return;
    }
    if (!anywhere) return;
    if (context_actor_ == kNoId) return;
    speaker.known = true;
    speaker.actor = context_actor_;
    speaker.how = How::kInferred;
  };
  switch (phrase.head) {
    case Head::kNone:
    case Head::kLeading:
      break;
    case Head::kHe: {
      const std::uint64_t wanted = classes(phrase.tokens.begin) & kGender;
      const Seen* seen = nullptr;
      if (phrase.tokens.size() > 1) {
        // "Her Majesty": whom the report introduces so.
        for (TokenId t = phrase.tokens.begin + 1; t < phrase.tokens.end && !seen; ++t) {
          if (classes(t) & kHonorific) seen = last_titled(text_.word[t]);
        }
        if (seen) return again(seen, span, 0xFFFFFFFF);
      }
      return again(last_of_gender(wanted), span, kPronounReach);
    }
    case Head::kIt:
      return again(&last_issuer_, span, 1);
    case Head::kMention: {
      const Mention& mention = document_.actors.mentions[phrase.mention];
      speaker.span = mention.span;
      speaker.mention = phrase.mention;
      speaker.actor = mention.actor;
      speaker.how = mention.how;
      speaker.person = is_person(phrase.mention);
      if (mention.actor != kNoId) {
        speaker.known = true;
        if (mention.kind == MentionKind::kCapital && mention.how == How::kNamed)
          speaker.how = How::kMetonym;
        break;
      }
      if (mention.kind == MentionKind::kPerson) {
        const TokenRange name = name_of_mention(mention);
        if (name.size() == 1 && by_family(name.begin, name.begin > mention.tokens.begin)) {
          speaker.mention = phrase.mention;
          break;
        }
        by_name(name);
        speaker.span = mention.span;
        if (speaker.state.empty()) speaker.state = state_of(nested_state(phrase.mention));
        break;
      }
      if (mention.kind == MentionKind::kBody) by_context(true);
      if (mention.kind != MentionKind::kOffice) break;
      // An office that stays open: the last one who fits, else its state.
      const MentionId state = nested_state(phrase.mention);
      for (TokenId t = mention.tokens.begin;
           t < mention.tokens.end && t < mention.tokens.begin + kTailWords; ++t) {
        const Seen* seen = classes(t) & kTitleNoun ? last_titled(title_at(t)) : nullptr;
        if (!seen || !fits_state(seen->speaker, state)) continue;
        return again(seen, mention.span, 0xFFFFFFFF);
      }
      if (state != kNoId) {
        speaker.known = true;
        speaker.person = false;
        speaker.mention = state;
        speaker.actor = document_.actors.mentions[state].actor;
      } else {
        by_context(true);
      }
      break;
    }
    case Head::kName:
      if (phrase.name.size() == 1 && by_family(phrase.name.begin, true)) {
        speaker.span = text_.span_of(phrase.name);
        break;
      }
      by_name(phrase.name);
      break;
    case Head::kFamily:
      if (known_by_tail(phrase.name) != nullptr) {
        by_name(phrase.name);
      } else if (by_family(phrase.name.begin, false)) {
        speaker.span = text_.span_of(phrase.name);
      } else if (phrase.name.size() == 1) {
        speaker.unnamed = true;
        speaker.state = state_of(phrase.state_mention);
        speaker.name = join_words(phrase.name);
        speaker.person = true;
      }
      break;
    case Head::kTitle: {
      if (!phrase.indefinite) {
        WordId noun = phrase.noun;
        for (TokenId t = phrase.tokens.begin; t + 1 < phrase.tokens.end; ++t) {
          if (text_.word[t] == tables_.prime) noun = tables_.premier;
        }
        const Seen* seen = last_titled(noun);
        if (seen && fits_state(seen->speaker, phrase.state_mention)) {
          speaker = again(seen, span, 0xFFFFFFFF);
          break;
        }
      }
      by_state();
      if (!speaker.known && !phrase.indefinite && phrase.tokens.size() > 1 &&
          !(classes(phrase.tokens.end - 1) & kOfficial)) {
        speaker = again(&last_person_, span, kPronounReach);
      }
      if (!speaker.known) by_context(true);
      break;
    }
    case Head::kOfficial:
      by_state();
      if (!speaker.known && phrase.of_several) return pair_of_states(span, phrase.tokens.begin);
      if (!speaker.known) by_context(false);
      break;
    case Head::kBody:
    case Head::kPaper: {
      if (phrase.joint) return pair_of_states(span, phrase.tokens.begin);
      by_state();
      if (speaker.known || phrase.indefinite) break;
      const auto found = bodies_.find(phrase.noun);
      if (found != bodies_.end()) {
        speaker = again(&found->second, span, 0xFFFFFFFF);
        break;
      }
      const bool body_later = last_body_.speaker.known &&
                              (!last_issuer_.speaker.known ||
                               last_issuer_.speaker.span.begin < last_body_.speaker.span.begin);
      if (text_.word[text_.sentence_tokens[text_.token_sentence[phrase.tokens.begin]].begin] !=
          tables_.in)
        speaker = again(body_later ? &last_body_ : &last_issuer_, span, kNounReach);
      if (!speaker.known) by_context(phrase.head == Head::kBody);
      break;
    }
    case Head::kWords:
      by_state();
      break;
    case Head::kJoint: {
      // "they" and "the two ministers" are the two who spoke or acted last, "both sides" two
      // states.
      const bool persons =
          phrase.noun == kNoWord || (classes(phrase.tokens.end - 1) & (kTitleNoun | kOfficial));
      if (last_joint_.speaker.known && block_ - last_joint_.block <= kPronounReach) {
        speaker = again(&last_joint_, span, kPronounReach);
      } else if (persons && phrase.noun != kNoWord && other_person_.speaker.known &&
                 last_person_.speaker.known && block_ - other_person_.block <= kPronounReach) {
        speaker = again(&other_person_, span, kPronounReach);
        if (last_person_.speaker.actor != kNoId)
          speaker.others.push_back(last_person_.speaker.actor);
      } else if (phrase.noun != kNoWord) {
        speaker = pair_of_states(span, phrase.tokens.begin);
      }
      if (!speaker.known && phrase.noun != kNoWord) {
        speaker.unnamed = true;
        TokenRange words = phrase.tokens;
        while (words.size() > 1 && (classes(words.begin) & kDeterminer) &&
               !(classes(words.begin) & kSeveral))
          ++words.begin;
        speaker.span = text_.span_of(words);
      }
      return speaker;
    }
  }
  if (!speaker.known && !speaker.unnamed) {
    switch (phrase.head) {
      case Head::kTitle:
      case Head::kOfficial:
      case Head::kBody:
      case Head::kWords:
        speaker.unnamed = true;
        break;
      case Head::kMention:
        speaker.unnamed = document_.actors.mentions[phrase.mention].kind == MentionKind::kOffice ||
                          document_.actors.mentions[phrase.mention].kind == MentionKind::kBody;
        break;
      default:
        break;
    }
    if (speaker.unnamed) {
      TokenRange words = phrase.tokens;
      while (words.size() > 1 && covering_[words.begin] == kNoId &&
             (classes(words.begin) & (kDeterminer | kAdverb | kConjunction)))
        ++words.begin;
      speaker.span = text_.span_of(words);
    }
  }
  if (!speaker.known) return speaker;
  last_joint_ = {};
  if (speaker.person) {
    const bool here =
        phrase.head == Head::kName || phrase.head == Head::kFamily || phrase.head == Head::kMention;
    if (here) {
      see_person(speaker, phrase.tokens, true);
    } else {
      last_person_ = {speaker, block_};
    }
  } else {
    last_issuer_ = {speaker, block_};
  }
  return speaker;
}

// "Both countries": the two of the sentence so far, else the two that the report is of.
Speaker SpeakerFinder::pair_of_states(Span span, TokenId at) const {
  Speaker speaker;
  speaker.span = span;
  const auto is_party = [&](ActorId a) {
    return document_.actors.actors[a].type == ActorType::kState ||
           document_.actors.actors[a].type == ActorType::kOrganisation;
  };
  std::vector<ActorId> pair;
  const auto add = [&](ActorId a) {
    if (is_party(a) && pair.size() < 3 && std::find(pair.begin(), pair.end(), a) == pair.end())
      pair.push_back(a);
  };
  const TokenId first = text_.sentence_tokens[text_.token_sentence[at]].begin;
  for (TokenId t = first; t < at && t < first + kSentenceWords; ++t) {
    const MentionId m = beginning(t);
    if (m == kNoId || document_.actors.mentions[m].as_place) continue;
    if (document_.actors.mentions[m].actor != kNoId) add(document_.actors.mentions[m].actor);
  }
  if (pair.size() != 2) {
    pair.clear();
    for (const ActorId a : document_.actors.states) {
      if (pair.size() < 3) add(a);
    }
  }
  if (pair.size() != 2) return speaker;
  speaker.known = true;
  speaker.actor = pair[0];
  speaker.how = How::kCoreferent;
  speaker.others.push_back(pair[1]);
  return speaker;
}

Speaker SpeakerFinder::resolve_joint(const NounPhrase& first, const NounPhrase& second) {
  Speaker speaker = resolve(first, {});
  const Speaker other = resolve(second, {});
  if (!speaker.known && other.known) return other;
  if (speaker.known && other.known) {
    if (other.actor != kNoId && other.actor != speaker.actor) speaker.others.push_back(other.actor);
    last_joint_ = {speaker, block_};
  }
  return speaker;
}

}  // namespace chancery

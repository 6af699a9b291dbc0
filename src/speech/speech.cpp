// Statements joined from quotations, reported clauses and attributions.
#include "speech/speech.hpp"

#include <algorithm>

#include "speech/reader.hpp"

namespace chancery {

// Whether the attribution stands right after the quotation: "...," said Murat / "...," Murat said.
bool SpeechReader::follows(const Attribution& attribution, const Quotation& quotation,
                           TokenRange block) const {
  if (!quotation.closed) return false;
  const TokenId after = quotation.marks.end;
  const TokenId begin = skip_marks(after, block.end);
  switch (attribution.form) {
    case Form::kInverted:
    case Form::kDash:
      return attribution.bound == after;
    case Form::kAccording:
      return attribution.extent.begin == begin;
    case Form::kBefore:
      break;
    case Form::kParticiple:
    case Form::kColon:
      return false;
  }
  if (!attribution.tight || attribution.bound < after || attribution.bound > begin) return false;
  if (attribution.word && !attribution.word->quote) return false;
  // "A." Murat said: "B." introduces B; "A." Murat said the talks ... is another sentence.
  const bool comma = speakers_.is_comma(quotation.inner.end - 1) || speakers_.is_comma(after) ||
                     speakers_.is_dash(quotation.inner.end - 1) || speakers_.is_dash(after);
  if (comma) return true;
  TokenId end = attribution.verb.end;
  if (end < block.end && is_that(end)) return false;
  const bool asks = speakers_.is_terminal(quotation.inner.end - 1) &&
                    !speakers_.is_char(quotation.inner.end - 1, '.');
  const TokenId limit = std::min(block.end, end + kThatWords);
  while (end < limit && !speakers_.is_terminal(end) && !speakers_.is_comma(end) &&
         !speakers_.is_char(end, ':')) {
    if (quoted_[end] || (classes(end) & (kAuxiliary | kFinite))) return false;
    ++end;
  }
  if (end < block.end && speakers_.is_char(end, ':')) return false;
  return asks || end >= block.end || end < limit;
}

// The rule by which an attribution introduces the quotation that stands after it, or null.
const char* SpeechReader::introduces(const Attribution& attribution, const Quotation& quotation,
                                     QuoteShape shape) const {
  const TokenId from = attribution.form == Form::kBefore || attribution.form == Form::kParticiple
                           ? attribution.verb.end
                           : attribution.extent.end;
  const TokenId open = quotation.marks.begin;
  if (from > open || open - from > kLinkWords) return nullptr;
  bool finite = false;
  for (TokenId t = from; t < open; ++t) {
    if (speakers_.is_terminal(t) || speakers_.is_char(t, ';')) return nullptr;
    if (speakers_.covering(t) == kNoId && (classes(t) & (kAuxiliary | kFinite)) &&
        !(classes(t) & kTime))
      finite = true;
  }
  const bool quote = attribution.word == nullptr || attribution.word->quote;
  const bool colon = open > from && speakers_.is_char(open - 1, ':');
  if (colon) return quote ? "direct.colon" : nullptr;
  if (attribution.form == Form::kColon) return open == from + 1 ? "direct.colon" : nullptr;
  const bool comma = open > from && (speakers_.is_comma(open - 1) || speakers_.is_dash(open - 1));
  if (attribution.form == Form::kInverted || attribution.form == Form::kDash) {
    return comma && !finite ? "direct.before" : nullptr;
  }
  if (attribution.form == Form::kAccording) return comma && !finite ? "direct.according" : nullptr;
  if (!quote && attribution.word->clause == Clause::kNo) return nullptr;
  if (comma && quote && !finite) return "direct.before";
  if (open == from) return "direct.before";
  if (open > from && is_that(open - 1) &&
      text_.token_sentence[attribution.verb.begin] == text_.token_sentence[open])
    return "direct.before";
  if (shape == QuoteShape::kFree && !finite && open - from <= 8 && skip_gap(from, open) == open)
    return "direct.before";
  if (shape == QuoteShape::kFree && !finite && open - from <= 6 && (classes(open - 1) & kAudience))
    return "direct.before";
  if (shape == QuoteShape::kRunning && attribution.word->clause != Clause::kNo &&
      text_.token_sentence[attribution.verb.begin] == text_.token_sentence[open]) {
    return "direct.before";
  }
  return nullptr;
}

std::uint32_t SpeechReader::make_unit(const Speaker& speaker, SpeechMode mode, const char* rule) {
  Utterance utterance;
  utterance.mode = mode;
  utterance.speaker_span = speaker.span;
  utterance.mention = speaker.mention;
  utterance.actor = speaker.actor;
  utterance.speaker_name = speaker.name;
  utterance.state = speaker.actor == kNoId ? speaker.state : std::string();
  utterance.how = speaker.how;
  utterance.named = speaker.known;
  utterance.co_speakers = speaker.others;
  utterance.rule = rule;
  layer_.utterances.push_back(std::move(utterance));
  return static_cast<std::uint32_t>(layer_.utterances.size()) - 1;
}

std::uint32_t SpeechReader::unit_of(std::uint32_t index, SpeechMode mode, const char* rule) {
  Attribution& attribution = attributions_[index];
  if (attribution.unit != kNoIndex) return attribution.unit;
  if (attribution.parent != kNoIndex && attributions_[attribution.parent].unit != kNoIndex) {
    attribution.unit = attributions_[attribution.parent].unit;
    return attribution.unit;
  }
  attribution.unit = make_unit(attribution.speaker, mode, rule);
  Utterance& utterance = layer_.utterances.back();
  if (attribution.word) utterance.verb = attribution.word->base;
  if (attribution.form == Form::kAccording && !attribution.wording) utterance.verb = "according to";
  if (!attribution.verb.empty()) utterance.verb_span = text_.span_of(attribution.verb);
  if (attribution.parent != kNoIndex) attributions_[attribution.parent].unit = attribution.unit;
  return attribution.unit;
}

// Another utterance of the same speaker.
std::uint32_t SpeechReader::continue_unit(std::uint32_t before) {
  const Utterance& last = layer_.utterances[before];
  Speaker speaker;
  speaker.mention = last.mention;
  speaker.actor = last.actor;
  speaker.name = last.speaker_name;
  speaker.state = last.state;
  speaker.how = How::kCoreferent;
  speaker.span = last.speaker_span;
  speaker.known = last.named;
  speaker.others = last.co_speakers;
  const std::string verb = last.verb;
  const std::uint32_t unit = make_unit(speaker, SpeechMode::kDirect, "direct.continued");
  layer_.utterances[unit].verb = verb;
  return unit;
}

// A chain of paragraphs that ends without an attribution belongs to whoever spoke before it, or to
// nobody.
std::uint32_t SpeechReader::close_chain() {
  std::uint32_t made = kNoIndex;
  if (chain_ && chain_unit_ == kNoIndex && !chain_spans_.empty()) {
    if (chain_before_ != kNoIndex) {
      made = continue_unit(chain_before_);
      add_spans(made, chain_spans_);
    } else {
      for (const Span span : chain_spans_) refuse(span, "no speaker");
    }
  }
  chain_ = false;
  chain_unit_ = chain_before_ = kNoIndex;
  chain_spans_.clear();
  return made;
}

void SpeechReader::read_direct(std::uint32_t b) {
  const TokenRange block = blocks_[b].tokens;
  const std::vector<Quotation>& quotations = quotations_[b];
  // Nothing but quotations and marks between them.
  bool whole = !quotations.empty();
  TokenId at = block.begin;
  for (const Quotation& quotation : quotations) {
    for (; at < quotation.marks.begin && whole; ++at) whole = !is_word(at);
    at = quotation.marks.end;
  }
  for (; at < block.end && whole; ++at) whole = !is_word(at);

  bool chained = chain_;
  if (chained &&
      (quotations.empty() || quotations.front().cut || words_of(quotations.front()).empty())) {
    close_chain();
    chained = false;
  }
  std::size_t next = 0;                 // the first attribution after the quotation
  std::uint32_t block_unit = kNoIndex;  // of the quotation before
  bool blocked = false;                 // the quotation before has an attribution without a speaker
  std::vector<Span> waiting;            // quotations whose attribution may follow
  TokenId spoken_until = block.begin;   // past the clause quotation before
  for (std::size_t q = 0; q < quotations.size(); ++q) {
    const Quotation& quotation = quotations[q];
    const Span words = words_of(quotation);
    if (words.empty()) continue;
    if (quotation.cut) {
      refuse(words, "unclosed quotation");
      continue;
    }
    const bool in_chain = q == 0 && chained;
    if (shapes_[q] == QuoteShape::kFragment && !in_chain && !quotation.carried) continue;
    while (next < attributions_.size() && attributions_[next].extent.end <= quotation.marks.begin)
      ++next;
    const TokenId limit = q + 1 < quotations.size() ? quotations[q + 1].marks.begin : block.end;
    // Its own attribution, before or after.
    std::uint32_t own = kNoIndex;
    const char* rule = nullptr;
    if (next > 0) {
      const Attribution& before = attributions_[next - 1];
      const TokenId from = std::max(before.verb.end, before.extent.begin);
      if (from >= spoken_until) rule = introduces(before, quotation, shapes_[q]);
      if (rule) own = static_cast<std::uint32_t>(next) - 1;
    }
    const bool weak = rule && shapes_[q] == QuoteShape::kRunning;
    if ((!rule || weak) && next < attributions_.size() &&
        follows(attributions_[next], quotation, block) &&
        attributions_[next].extent.begin < limit) {
      own = static_cast<std::uint32_t>(next);
      switch (attributions_[next].form) {
        case Form::kInverted:
          rule = "direct.inverted";
          break;
        case Form::kAccording:
          rule = "direct.according";
          break;
        case Form::kDash:
          rule = "direct.dash";
          break;
        default:
          rule = "direct.after";
      }
    }
    // An attribution since the quotation before that is not used for one: what follows it is its
    // speaker's.
    const bool fresh = next > 0 && attributions_[next - 1].unit == kNoIndex &&
                       attributions_[next - 1].parent == kNoIndex &&
                       attributions_[next - 1].extent.begin >= spoken_until &&
                       reports(attributions_[next - 1]);
    spoken_until = quotation.marks.end;
    if (in_chain) {
      chain_ = false;
      // Carried on: it belongs to the words before, and an attribution here serves them all.
      if (chain_unit_ == kNoIndex && own != kNoIndex && attributions_[own].speaker.speaks() &&
          !attributions_[own].negated) {
        chain_unit_ = unit_of(own, SpeechMode::kDirect, "direct.continued");
        for (const Span span : chain_spans_) add_span(chain_unit_, span);
        chain_spans_.clear();
      }
      if (chain_unit_ != kNoIndex) {
        const Utterance& unit = layer_.utterances[chain_unit_];
        const bool other = own != kNoIndex && attributions_[own].speaker.speaks() &&
                           attributions_[own].unit == kNoIndex &&
                           attributions_[own].speaker.how != How::kCoreferent &&
                           (attributions_[own].speaker.actor != unit.actor ||
                            attributions_[own].speaker.name != unit.speaker_name);
        if (!other) {
          add_span(chain_unit_, words);
          if (own != kNoIndex) attributions_[own].unit = chain_unit_;
          block_unit = chain_unit_;
          if (quotation.carried) {
            chain_ = true;
          } else {
            chain_unit_ = kNoIndex;
          }
          continue;
        }
        chain_unit_ = kNoIndex;
      } else {
        chain_spans_.push_back(words);
        if (quotation.carried) {
          chain_ = true;
        } else if (own != kNoIndex) {
          for (const Span span : chain_spans_) refuse(span, "no speaker");
          chain_spans_.clear();
          blocked = true;
        } else {
          chain_ = true;
          block_unit = close_chain();
          blocked = block_unit == kNoIndex;
        }
        continue;
      }
    }
    if (own != kNoIndex) {
      Attribution& attribution = attributions_[own];
      if (attribution.negated) {
        refuse(words, "not said");
        continue;
      }
      if (!attribution.speaker.speaks()) {
        for (const Span span : waiting) refuse(span, "no speaker");
        refuse(words, "no speaker");
        waiting.clear();
        blocked = true;
        continue;
      }
      block_unit = unit_of(own, SpeechMode::kDirect, rule);
      add_spans(block_unit, waiting);
      add_span(block_unit, words);
      waiting.clear();
      blocked = false;
    } else if (blocked && !fresh) {
      refuse(words, "no speaker");
    } else if (!quotation.closed && !quotation.carried && !whole && block_unit == kNoIndex) {
      refuse(words, "unclosed quotation");
      continue;
    } else if (block_unit != kNoIndex && !fresh) {
      add_span(block_unit, words);
    } else if (next > 0) {
      const std::uint32_t before = static_cast<std::uint32_t>(next) - 1;
      const Attribution& attribution = attributions_[before];
      const bool near = !attribution.verb.empty() && attribution.speaker.person &&
                        text_.token_sentence[attribution.verb.begin] + 1 >=
                            text_.token_sentence[quotation.marks.begin];
      const bool free =
          shapes_[q] == QuoteShape::kFree && quotation.closed && (near || reports(attribution));
      if (free && attribution.speaker.known && !attribution.negated) {
        block_unit = unit_of(before, SpeechMode::kDirect, "direct.paragraph");
        // The clause that the attribution reports stays a unit of its own.
        attributions_[before].unit = kNoIndex;
        add_span(block_unit, words);
      } else {
        refuse(words, "no speaker");
      }
    } else {
      waiting.push_back(words);
    }
    if (quotation.carried && !chain_) {
      chain_ = true;
      chain_unit_ = block_unit;
      chain_before_ = last_unit_;
      if (block_unit == kNoIndex && !waiting.empty()) {
        if (whole && intro_) {
          attributions_.push_back(*intro_);
          chain_unit_ = block_unit = unit_of(static_cast<std::uint32_t>(attributions_.size()) - 1,
                                             SpeechMode::kDirect, "direct.paragraph");
          add_spans(block_unit, waiting);
        } else {
          chain_spans_ = waiting;
        }
        waiting.clear();
      }
    }
  }
  if (waiting.empty()) return;
  if (whole && intro_) {
    attributions_.push_back(*intro_);
    block_unit = unit_of(static_cast<std::uint32_t>(attributions_.size()) - 1, SpeechMode::kDirect,
                         "direct.paragraph");
    add_spans(block_unit, waiting);
  } else if (whole && last_unit_ != kNoIndex && quotations.back().closed) {
    block_unit = continue_unit(last_unit_);
    add_spans(block_unit, waiting);
  } else {
    const char* reason = quotations.back().closed ? "no speaker" : "unclosed quotation";
    for (const Span span : waiting) refuse(span, reason);
  }
}

// The clause that the verb reports, up to `end`; nothing where there is none.
std::optional<TokenRange> SpeechReader::reported_after(const Attribution& attribution, TokenId end,
                                                       bool& that) const {
  const VerbForm& form = *attribution.word;
  if (form.clause == Clause::kNo) return std::nullopt;
  const TokenId from = attribution.verb.end;
  const TokenId limit = std::min(end, from + kThatWords);
  const bool open =
      from < end && (form.object || (classes(from) & (kPreposition | kAdverb | kTime)) ||
                     speakers_.is_comma(from) || is_that(from));
  that = false;
  for (TokenId t = from; open && t < limit; ++t) {
    if (is_that(t)) {
      if (t + 1 >= end) return std::nullopt;
      that = true;
      return TokenRange{t + 1, end};
    }
    if (speakers_.is_char(t, ':') || speakers_.is_char(t, ';') || quoted_[t]) break;
    if (speakers_.covering(t) == kNoId && (classes(t) & (kAuxiliary | kFinite)) &&
        !(classes(t) & kTime))
      break;
  }
  if (form.clause != Clause::kBare) return std::nullopt;
  TokenId begin = from;
  if (form.object) {
    // The one who is told.
    while (begin < end && speakers_.beginning(begin) == kNoId && (classes(begin) & kDeterminer) &&
           !(classes(begin) & kSubject)) {
      ++begin;
    }
    if (begin >= end) return std::nullopt;
    const MentionId m = speakers_.beginning(begin);
    if (m != kNoId) {
      begin = document_.actors.mentions[m].tokens.end;
      while (begin < end && (classes(begin) & kAudience)) ++begin;
    } else if (classes(begin) & kAudience) {
      ++begin;
    } else {
      return std::nullopt;
    }
  }
  begin = skip_gap(begin, end);
  if (begin >= end) return std::nullopt;
  const std::uint64_t bits = classes(begin);
  const bool mention = speakers_.covering(begin) != kNoId;
  if (!mention) {
    if (!is_word(begin)) {
      // "said "we" ...": a quoted fragment may open the clause.
      if (!quoted_[begin]) return std::nullopt;
    } else if ((bits & (kSpeechless | kAuxiliary | kConjunction)) && !(bits & kDeterminer)) {
      return std::nullopt;
    } else if (bits & (kSpeechless | kHypothetical)) {
      return std::nullopt;
    }
  }
  const TokenRange clause{begin, end};
  if (!has_finite(clause, true)) return std::nullopt;
  return clause;
}

// Whether the attribution has words of its own that it reports.
bool SpeechReader::reports(const Attribution& attribution) const {
  if (attribution.form == Form::kAccording) return true;
  if (!attribution.word) return false;
  bool that = false;
  return reported_after(attribution, sentence_of(attribution.verb.begin).end, that).has_value();
}

void SpeechReader::read_indirect(std::uint32_t b) {
  reported_.clear();
  const TokenRange block = blocks_[b].tokens;
  const std::vector<Quotation>& quotations = quotations_[b];
  std::size_t quote = 0;
  std::size_t before_quote = 0;
  for (std::uint32_t i = 0; i < attributions_.size(); ++i) {
    Attribution& attribution = attributions_[i];
    if (attribution.verb.empty() || attribution.embedded || !block.contains(attribution.verb.begin))
      continue;
    const TokenRange sentence = sentence_of(attribution.verb.begin);
    // A clause ends with its sentence, and before the next attribution or whole quotation.
    TokenId end = std::min(sentence.end, block.end);
    // One that no comma or joining word sets apart belongs to the clause: "said that Kenya had
    // announced that ...".
    std::uint32_t inside = i + 1;
    for (; inside < attributions_.size() && inside < i + 8; ++inside) {
      const TokenId next = attributions_[inside].extent.begin;
      if (next >= end || next < attribution.verb.end) break;
      const bool apart = next > block.begin &&
                         (speakers_.is_comma(next - 1) || speakers_.is_dash(next - 1) ||
                          (classes(next - 1) & kConjunction) || (classes(next) & kConjunction) ||
                          attributions_[inside].unit != kNoIndex ||
                          attributions_[inside].form == Form::kParticiple);
      if (apart) {
        end = next;
        break;
      }
    }
    while (quote < quotations.size() && (quotations[quote].marks.begin < attribution.verb.end ||
                                         shapes_[quote] == QuoteShape::kFragment)) {
      ++quote;
    }
    if (quote < quotations.size())
      end = std::min(end, std::max(attribution.verb.end, quotations[quote].marks.begin));
    while (before_quote < quotations.size() &&
           quotations[before_quote].marks.end <= attribution.extent.begin) {
      ++before_quote;
    }
    const TokenId quoted_until =
        before_quote > 0 ? quotations[before_quote - 1].marks.end : block.begin;
    const bool after_speech = before_quote > 0 &&
                              shapes_[before_quote - 1] != QuoteShape::kFragment &&
                              quoted_until > sentence.begin;

    std::optional<TokenRange> clause;
    std::optional<TokenRange>
        rest;  // what follows a parenthesis: "The talks, she said, would go on."
    const char* rule = "";
    bool that = false;
    const bool first = i == 0 || attributions_[i - 1].verb.empty() ||
                       attributions_[i - 1].extent.end <= sentence.begin;
    // The words of the sentence before a comma that stands before `extent`.
    const auto clause_before = [&]() -> std::optional<TokenRange> {
      const TokenId begin = attribution.extent.begin;
      const bool cut_in =
          before_quote < quotations.size() && quotations[before_quote].marks.begin < begin;
      if (!first || after_speech || cut_in || begin <= sentence.begin + 3 ||
          !speakers_.is_comma(begin - 1))
        return std::nullopt;
      return TokenRange{std::max(sentence.begin, block.begin), begin - 1};
    };
    if (attribution.form == Form::kAccording) {
      clause = clause_before();
      rule = "indirect.according";
      if (!clause && attribution.extent.begin == sentence.begin) {
        TokenId comma = attribution.extent.end;
        const TokenId limit = std::min(end, comma + kLinkWords);
        while (comma < limit && !speakers_.is_comma(comma)) ++comma;
        if (comma < limit && comma + 1 < end) clause = TokenRange{comma + 1, end};
      } else if (!clause && first && !after_speech &&
                 attribution.extent.begin >= sentence.begin + 4) {
        clause = TokenRange{std::max(sentence.begin, block.begin), attribution.extent.begin};
      }
      if (clause && clause->size() < 4) clause.reset();
    } else if (attribution.word) {
      const bool participle = attribution.form == Form::kParticiple;
      if (attribution.form == Form::kBefore || participle) {
        clause = reported_after(attribution, end, that);
        rule = participle ? "indirect.participle" : that ? "indirect.that" : "indirect.bare";
      }
      if (!clause && attribution.word->quote && attribution.word->clause != Clause::kNo &&
          !participle) {
        // "Ties are strong, Murat said."
        TokenId gap = std::max(attribution.verb.end, attribution.extent.end);
        const TokenId limit = std::min(sentence.end, gap + kThatWords);
        bool plain = true;
        while (gap < limit && plain && !speakers_.is_terminal(gap) && !speakers_.is_comma(gap)) {
          plain = speakers_.covering(gap) != kNoId || !(classes(gap) & (kAuxiliary | kFinite));
          ++gap;
        }
        const bool inverted = attribution.form == Form::kInverted;
        const TokenId begin_of = attribution.extent.begin;
        if (plain && (gap >= sentence.end || gap < limit)) {
          clause = clause_before();
          if (first && !after_speech && gap + 2 < end && begin_of > sentence.begin + 2 &&
              begin_of > block.begin + 2 && speakers_.is_comma(gap) &&
              speakers_.is_comma(begin_of - 1) &&
              (before_quote >= quotations.size() ||
               quotations[before_quote].marks.begin >= begin_of) &&
              ((classes(gap + 1) & (kAuxiliary | kFinite)) || has_finite({gap, end}, true))) {
            clause = TokenRange{std::max(sentence.begin, block.begin), begin_of - 1};
            rest = trim({gap + 1, end});
            if (rest->empty()) rest.reset();
          }
          if (clause && !rest && !has_finite(*clause, true)) clause.reset();
          rule = inverted ? "indirect.inverted" : "indirect.after";
        }
      }
    }
    if (!clause) continue;
    *clause = trim(*clause);
    if (clause->empty()) continue;
    for (std::uint32_t k = i + 1; k < inside; ++k) {
      attributions_[k].embedded = clause->contains(attributions_[k].verb.begin);
    }
    const Span span = text_.span_of(*clause);
    const std::uint32_t root = attribution.parent != kNoIndex ? attribution.parent : i;
    const std::uint32_t unit =
        attribution.unit != kNoIndex ? attribution.unit : attributions_[root].unit;
    if (unit != kNoIndex) {
      // One attribution, one unit: a direct one keeps its quotation only.
      if (layer_.utterances[unit].mode == SpeechMode::kIndirect) {
        if (layer_.utterances[unit].spans.back().end <= span.begin) add_span(unit, span);
      }
      reported_.push_back(*clause);
      continue;
    }
    if (attribution.negated) {
      refuse(span, "not said");
      reported_.push_back(*clause);
      continue;
    }
    if (!attribution.speaker.known) {
      if (that || attribution.form == Form::kAccording ||
          attribution.word->clause == Clause::kBare) {
        refuse(span, "no speaker");
        reported_.push_back(*clause);
      }
      continue;
    }
    const std::uint32_t made = unit_of(i, SpeechMode::kIndirect, rule);
    add_span(made, span);
    reported_.push_back(*clause);
    if (rest) {
      add_span(made, text_.span_of(*rest));
      reported_.push_back(*rest);
    }
  }
  // Fragments belong to the clause around them.
  std::sort(reported_.begin(), reported_.end());
  std::size_t r = 0;
  TokenId covered = 0;
  for (std::size_t q = 0; q < quotations.size(); ++q) {
    if (shapes_[q] != QuoteShape::kFragment || quotations[q].cut || quotations[q].carried) continue;
    if (q == 0 && b > 0 && !quotations_[b - 1].empty() && quotations_[b - 1].back().carried)
      continue;
    while (r < reported_.size() && reported_[r].begin <= quotations[q].marks.begin + 1) {
      covered = std::max(covered, reported_[r].end);
      ++r;
    }
    const Span words = words_of(quotations[q]);
    if (words.empty() || quotations[q].inner.begin < covered) continue;
    refuse(words, quotations[q].closed ? "quoted name or fragment" : "unclosed quotation");
  }
}

// What the next paragraph may need to know of this one.
void SpeechReader::remember(std::uint32_t b) {
  const TokenRange block = blocks_[b].tokens;
  intro_.reset();
  const TokenRange sentence = sentence_of(block.end - 1);
  if (speakers_.is_char(block.end - 1, ':')) {
    for (std::size_t i = attributions_.size(); i-- > 0;) {
      const Attribution& attribution = attributions_[i];
      if (!block.contains(attribution.extent.begin)) continue;
      if (attribution.extent.begin < sentence.begin || !attribution.speaker.known ||
          attribution.negated)
        break;
      if (attribution.word && attribution.word->quote && attribution.unit == kNoIndex) {
        intro_ = attribution;
        intro_->parent = kNoIndex;
      }
      break;
    }
  }
  // The last unit with words or verb in the last sentence.
  const Span last = text_.sentence_span[text_.token_sentence[block.end - 1]];
  std::uint32_t unit = kNoIndex;
  std::uint32_t reach = 0;
  for (const std::uint32_t touched : touched_) {
    const Utterance& utterance = layer_.utterances[touched];
    const std::uint32_t end = std::max(utterance.spans.back().end, utterance.verb_span.end);
    if (end > last.begin && end > reach) {
      unit = touched;
      reach = end;
    }
  }
  last_unit_ = unit;
}

SpeechLayer SpeechReader::find() {
  for (std::uint32_t b = 0; b < blocks_.size(); ++b) {
    speakers_.set_block(b);
    touched_.clear();
    weigh_quotations(b);
    find_attributions(b);
    read_direct(b);
    read_indirect(b);
    speakers_.advance(blocks_[b].tokens.end);
    if (!(chain_ && chain_unit_ == kNoIndex)) remember(b);
  }
  chain_ = chain_ && !chain_spans_.empty();
  close_chain();
  std::vector<Utterance>& utterances = layer_.utterances;
  for (Utterance& utterance : utterances) std::sort(utterance.spans.begin(), utterance.spans.end());
  std::stable_sort(
      utterances.begin(), utterances.end(),
      [](const Utterance& a, const Utterance& b) { return a.spans.front() < b.spans.front(); });
  std::stable_sort(layer_.refusals.begin(), layer_.refusals.end(),
                   [](const Refusal& a, const Refusal& b) { return a.span < b.span; });
  return std::move(layer_);
}

SpeechLayer find_speech(const Document& document, const SpeechLexicon& lexicon) {
  return SpeechReader(document, lexicon.tables()).find();
}

}  // namespace chancery

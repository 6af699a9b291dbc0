// Statements joined from quotations, reported clauses and attributions.
#include "speech/speech.hpp"

#include <algorithm>

#include "speech/reader.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kAfterVerb =
    6;  // words behind a verb that ends its sentence ("said today")

}  // namespace

SpeechReader::SpeechReader(const Document& document, const SpeechTables& tables)
    : document_(document),
      text_(document.text_layer),
      syntax_(document.syntax),
      tables_(tables),
      blocks_(find_blocks(document)),
      quotations_(find_quotations(document, blocks_)),
      quoted_(text_.tokens(), false),
      covering_(text_.tokens(), kNoId) {
  const std::vector<Mention>& mentions = document.actors.mentions;
  TokenId free = 0;  // outermost mentions are disjoint and in order
  for (MentionId m = 0; m < mentions.size(); ++m) {
    const TokenRange tokens = mentions[m].tokens;
    if (mentions[m].nested || tokens.begin < free) continue;
    for (TokenId t = tokens.begin; t < tokens.end; ++t) covering_[t] = m;
    free = std::max(free, tokens.end);
  }
}

// Whether the attribution stands right after the quotation: "...," said Murat / "...," Murat said.
bool SpeechReader::follows(const Attribution& attribution, const Quotation& quotation,
                           TokenRange block) {
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
  if (attribution.bound < after || attribution.bound > begin) return false;
  if (attribution.saying && !attribution.saying->quote) return false;
  // "A." Murat said: "B." introduces B; "A." Murat said the talks ... is another sentence.
  if (is_comma(quotation.inner.end - 1) || is_comma(after) || is_dash(quotation.inner.end - 1) ||
      is_dash(after))
    return true;
  if (attribution.withheld ||
      has_finite({attribution.verb.end, sentence_of(attribution.verb.begin).end}))
    return false;
  TokenId end = attribution.verb.end;
  while (end < block.end && !is_terminal(end) && !is_char(end, ':')) {
    if (quoted_[end]) return false;
    ++end;
  }
  return end >= block.end || !is_char(end, ':');
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
    if (is_terminal(t) || is_char(t, ';')) return nullptr;
    finite = finite || is_finite(t);
  }
  const bool quote = attribution.saying == nullptr || attribution.saying->quote;
  const bool colon = open > from && is_char(open - 1, ':');
  if (colon) return quote ? "direct.colon" : nullptr;
  if (attribution.form == Form::kColon) return open == from + 1 ? "direct.colon" : nullptr;
  const bool comma = open > from && (is_comma(open - 1) || is_dash(open - 1));
  if (attribution.form == Form::kInverted || attribution.form == Form::kDash) {
    return comma && !finite ? "direct.before" : nullptr;
  }
  if (attribution.form == Form::kAccording) return comma && !finite ? "direct.according" : nullptr;
  if (!quote && attribution.saying->clause == Clause::kNo) return nullptr;
  if (comma && quote && !finite) return "direct.before";
  if (open == from) return "direct.before";
  if (open > from && is_that(open - 1) &&
      text_.token_sentence[attribution.verb.begin] == text_.token_sentence[open])
    return "direct.before";
  // "told the agency on Monday "..."": the words between hang on the verb.
  if (shape == QuoteShape::kFree && !finite && open - from <= 8) {
    TokenId above = open - 1;
    for (std::uint32_t steps = 0; steps < 8 && above != kNoToken && above != attribution.head;
         ++steps)
      above = syntax_.head[above];
    if (above == attribution.head) return "direct.before";
  }
  if (shape == QuoteShape::kRunning && attribution.saying->clause != Clause::kNo &&
      text_.token_sentence[attribution.verb.begin] == text_.token_sentence[open]) {
    return "direct.before";
  }
  return nullptr;
}

std::uint32_t SpeechReader::make_unit(const Speaker& speaker, SpeechMode mode, const char* rule) {
  Utterance utterance;
  utterance.mode = mode;
  utterance.speaker_span = speaker.span;
  utterance.actor = speaker.actor;
  utterance.how = speaker.how;
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
  if (attribution.saying) utterance.verb = attribution.saying->base;
  utterance.addressee = attribution.addressee;
  utterance.addressee_span = attribution.addressee_span;
  utterance.relay = attribution.relay;
  if (attribution.form == Form::kAccording && !attribution.wording) utterance.verb = "according to";
  if (!attribution.verb.empty()) utterance.verb_span = text_.span_of(attribution.verb);
  if (attribution.parent != kNoIndex) attributions_[attribution.parent].unit = attribution.unit;
  return attribution.unit;
}

// Another utterance of the same speaker.
std::uint32_t SpeechReader::continue_unit(std::uint32_t before) {
  const Utterance& last = layer_.utterances[before];
  Speaker speaker;
  speaker.actor = last.actor;
  speaker.how = How::kCoreferent;
  speaker.span = last.speaker_span;
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
          !attributions_[own].withheld) {
        chain_unit_ = unit_of(own, SpeechMode::kDirect, "direct.continued");
        for (const Span span : chain_spans_) add_span(chain_unit_, span);
        chain_spans_.clear();
      }
      if (chain_unit_ != kNoIndex) {
        const Utterance& unit = layer_.utterances[chain_unit_];
        const bool other = own != kNoIndex && attributions_[own].speaker.speaks() &&
                           attributions_[own].unit == kNoIndex &&
                           attributions_[own].speaker.how != How::kCoreferent &&
                           attributions_[own].speaker.actor != unit.actor;
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
      if (attribution.withheld) {
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
      const bool near =
          !attribution.verb.empty() && attribution.speaker.known() &&
          document_.actors.actors[attribution.speaker.actor].type == ActorType::kPerson &&
          text_.token_sentence[attribution.verb.begin] + 1 >=
              text_.token_sentence[quotation.marks.begin];
      const bool free =
          shapes_[q] == QuoteShape::kFree && quotation.closed && (near || reports(attribution));
      if (free && attribution.speaker.known() && !attribution.withheld) {
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
                                                       bool& that) {
  that = false;
  if (attribution.saying->clause == Clause::kNo) return std::nullopt;
  const SentenceTree* tree = tree_at(attribution.head);
  const TokenId from = attribution.verb.end;
  // The tree often hangs a that-clause on the noun before it: "told the envoy that", "said in a
  // statement that".
  TokenId clause = kNoToken;
  TokenId begin = from;
  for (TokenId t = from; t < end && t < from + kThatWords && clause == kNoToken; ++t) {
    if (quoted_[t] || is_finite(t)) break;
    const TokenId above = is_that(t) ? tree->head(t) : kNoToken;
    if (t == from && is_that(t)) {
      // Right behind the verb it opens the clause, whatever the tree says.
      that = true;
      begin = t + 1;
      if (above != kNoToken && above > t && tree->relation(t) != Relation::kDet) clause = above;
      break;
    }
    if (above == kNoToken || above < t || tree->relation(t) == Relation::kDet) continue;
    const TokenId noun = tree->head(above);
    if (noun == kNoToken || noun >= t) break;
    const Relation link = noun == attribution.head ? Relation::kRoot : tree->relation(noun);
    // "confirmed reports that", "the summit that was held": nothing that the speaker says.
    const bool relative = tree->xpos(t) == Xpos::kWdt;
    if (link == Relation::kObj && !attribution.saying->object) return std::nullopt;
    if (relative && link != Relation::kRoot && link != Relation::kIobj &&
        link != Relation::kOblAgent)
      break;
    that = true;
    clause = above;
    begin = t + 1;
  }
  TokenId reach_end = clause == kNoToken ? from : tree->reach(clause).end;
  for (const TokenId child : tree->children(attribution.head)) {
    if (child < from || child >= end || tree->relation(child) != Relation::kCcomp) continue;
    if (clause == kNoToken) clause = child;
    reach_end = std::max(reach_end, tree->reach(child).end);
  }
  // "said total support would now come to ...": where the tree sees no clause.
  const auto plain = [&] {
    const Upos tag = from < end ? tree->upos(from) : Upos::kPunct;
    const bool noun = tag == Upos::kDet || tag == Upos::kAdj || tag == Upos::kNoun ||
                      tag == Upos::kPropn || tag == Upos::kPron || tag == Upos::kNum;
    return noun && !(classes(from) & (kNegation | kHypothetical)) && has_finite({from, end}) &&
           attribution.saying->clause == Clause::kBare && !attribution.saying->object &&
           tree->xpos(from) != Xpos::kWp && tree->xpos(from) != Xpos::kWdt;
  };
  if (clause == kNoToken) return std::nullopt;
  if (!that) begin = std::max(tree->reach(clause).begin, from);
  bool finite = is_finite(clause);
  for (const TokenId child : tree->children(clause)) {
    switch (tree->relation(child)) {
      case Relation::kMark:
        if (classes(child) & kHypothetical) return std::nullopt;
        if (is_that(child) && child < clause && !that) {
          that = true;
          begin = std::max(begin, child + 1);
        }
        break;
      case Relation::kAux:
      case Relation::kAuxPass:
      case Relation::kCop:
        finite = finite || is_finite(child);
        break;
      case Relation::kNsubj:
      case Relation::kNsubjPass:
        finite = finite || tree->xpos(clause) != Xpos::kVbn;
        break;
      default:
        break;
    }
  }
  while (begin < end && !is_word(begin) && !quoted_[begin]) ++begin;
  if (!finite && !plain()) return std::nullopt;
  if (!finite) {
    begin = from;
    reach_end = end;
  }
  if (begin >= end) return std::nullopt;
  // "said what it wanted", "explained how"
  const Xpos first = tree->xpos(begin);
  if (!that && (first == Xpos::kWp || first == Xpos::kWrb || first == Xpos::kWdt ||
                (classes(begin) & kHypothetical)))
    return std::nullopt;
  // What follows behind a comma or joining word and does not hang on the clause is the reporter's.
  if (reach_end < end) {
    TokenId next = reach_end;
    while (next < end && !is_word(next)) ++next;
    const bool apart = next < end && (next > reach_end || tree->upos(next) == Upos::kCconj ||
                                      tree->upos(next) == Upos::kSconj);
    if (apart || next == end) end = reach_end;
  }
  if (begin >= end) return std::nullopt;
  return TokenRange{begin, end};
}

bool SpeechReader::has_verb(TokenRange tokens) const {
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    if (syntax_.upos[t] == Upos::kVerb || is_finite(t)) return true;
  }
  return false;
}

// "Ties are strong, Murat said." / "The talks, she said, would go on.": the clause that the
// attribution stands behind, or in; then `rest` is what follows it.
std::optional<TokenRange> SpeechReader::reported_around(const Attribution& attribution, TokenId end,
                                                        std::optional<TokenRange>& rest) {
  const SentenceTree* tree = tree_at(attribution.head);
  const TokenRange sentence = tree->sentence();
  TokenId begin = attribution.extent.begin;
  while (begin > sentence.begin + 1 && !is_comma(begin - 1) && !is_finite(begin - 1) &&
         !quoted_[begin - 1])
    --begin;
  if (begin <= sentence.begin + 1 || !is_comma(begin - 1)) return std::nullopt;
  // The verb governs the clause, or hangs on it as a parenthesis.
  TokenId clause = kNoToken;
  for (const TokenId child : tree->children(attribution.head)) {
    const Relation relation = tree->relation(child);
    if (child < begin && (relation == Relation::kCcomp || relation == Relation::kParataxis))
      clause = child;
  }
  const Relation relation = tree->relation(attribution.head);
  if (clause == kNoToken && (relation == Relation::kParataxis || relation == Relation::kCcomp))
    clause = tree->head(attribution.head);
  for (const TokenId child : tree->children(attribution.head)) {
    if (clause == kNoToken && child > attribution.verb.end &&
        tree->relation(child) == Relation::kCcomp && tree->reach(child).begin < begin)
      clause = child;
  }
  const TokenRange before{sentence.begin, begin - 1};
  const TokenId gap = std::max(attribution.verb.end, attribution.extent.end);
  if (clause == kNoToken && gap + 2 < end && is_comma(gap) && is_finite(gap + 1)) clause = gap + 1;
  if (clause == kNoToken) {
    // "..., the ministry reported." at the end of a sentence whose tree sees no clause.
    bool opens = tree->upos(before.begin) == Upos::kSconj;
    for (const TokenId child : tree->children(attribution.head))
      opens = opens || (child < begin && tree->relation(child) == Relation::kAdvcl);
    bool subject = false;
    for (TokenId t = before.begin; t < before.end; ++t)
      subject = subject || tree->relation(t) == Relation::kNsubj;
    TokenId last = gap;
    while (last < end && last < gap + kAfterVerb && is_word(last) && !is_finite(last)) ++last;
    if (opens || !subject || !has_verb(before) || (last < end && !is_terminal(last)))
      return std::nullopt;
    return before;
  }
  if (clause >= gap || (gap < end && is_comma(gap) && gap + 2 < end && is_finite(gap + 1))) {
    if (gap >= end || !is_comma(gap)) return std::nullopt;
    rest = trim({gap + 1, end});
    if (rest->empty()) rest.reset();
    return before;
  }
  if (!has_verb(before)) return std::nullopt;
  return before;
}

// Whether the attribution has words of its own that it reports.
bool SpeechReader::reports(const Attribution& attribution) {
  if (attribution.form == Form::kAccording) return true;
  if (!attribution.saying) return false;
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
      const bool apart =
          next > block.begin &&
          (is_comma(next - 1) || is_dash(next - 1) || syntax_.upos[next - 1] == Upos::kCconj ||
           (syntax_.upos[next - 1] == Upos::kSconj && !is_that(next - 1)) ||
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
    std::optional<TokenRange> rest;  // what follows a parenthesis
    const char* rule = "";
    bool that = false;
    const bool first = i == 0 || attributions_[i - 1].verb.empty() ||
                       attributions_[i - 1].unit == kNoIndex ||
                       attributions_[i - 1].extent.end <= sentence.begin;
    const bool cut_in = before_quote < quotations.size() &&
                        quotations[before_quote].marks.begin < attribution.extent.begin;
    const bool behind = first && !after_speech && !cut_in;  // the words before it may be reported
    if (attribution.form == Form::kAccording) {
      rule = "indirect.according";
      const TokenId begin = attribution.extent.begin;
      if (!has_verb({sentence.begin, begin})) {
        TokenId comma = attribution.extent.end;
        const TokenId limit = std::min(end, comma + kLinkWords);
        while (comma < limit && !is_comma(comma)) ++comma;
        if (comma < limit && comma + 1 < end) clause = TokenRange{comma + 1, end};
      } else if (behind && begin >= sentence.begin + 4) {
        clause = TokenRange{std::max(sentence.begin, block.begin), begin};
      }
      if (clause && (clause->size() < 4 || !has_verb(*clause))) clause.reset();
    } else if (attribution.saying) {
      const bool participle = attribution.form == Form::kParticiple;
      const TokenId gap = std::max(attribution.verb.end, attribution.extent.end);
      const bool parted = behind && !participle && attribution.extent.begin > sentence.begin + 1 &&
                          is_comma(attribution.extent.begin - 1) && gap + 2 < end &&
                          is_comma(gap) && is_finite(gap + 1);
      if (!parted && (attribution.form == Form::kBefore || participle)) {
        clause = reported_after(attribution, end, that);
        rule = participle ? "indirect.participle" : that ? "indirect.that" : "indirect.bare";
      }
      if (!clause && behind && !participle && attribution.saying->quote &&
          attribution.saying->clause != Clause::kNo) {
        clause = reported_around(attribution, end, rest);
        rule = attribution.form == Form::kInverted ? "indirect.inverted" : "indirect.after";
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
    if (attribution.withheld) {
      refuse(span, "not said");
      reported_.push_back(*clause);
      continue;
    }
    if (!attribution.speaker.known()) {
      if (that || attribution.form == Form::kAccording ||
          attribution.saying->clause == Clause::kBare) {
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
  if (is_char(block.end - 1, ':')) {
    for (std::size_t i = attributions_.size(); i-- > 0;) {
      const Attribution& attribution = attributions_[i];
      if (!block.contains(attribution.extent.begin)) continue;
      if (attribution.extent.begin < sentence.begin || !attribution.speaker.known() ||
          attribution.withheld)
        break;
      if (attribution.saying && attribution.saying->quote && attribution.unit == kNoIndex) {
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
    touched_.clear();
    weigh_quotations(b);
    find_attributions(b);
    read_direct(b);
    read_indirect(b);
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
  if (document.syntax.head.size() != document.text_layer.tokens()) return {};
  return SpeechReader(document, lexicon.tables()).find();
}

}  // namespace chancery

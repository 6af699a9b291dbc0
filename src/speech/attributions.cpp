// Quotations weighed and attributions found: what stands in one paragraph, before it is joined.
#include <algorithm>

#include "base/utf8.hpp"
#include "speech/reader.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kPhraseWords = 6;  // of a verb of saying ("went on to say")
constexpr std::uint32_t kRelayWords = 12;  // between a verb and ", cited by the agency"
constexpr int kRaised = 4;                 // clauses up to the one that has the subject

bool is_subject(Relation relation) {
  return relation == Relation::kNsubj || relation == Relation::kNsubjPass ||
         relation == Relation::kNsubjOuter;
}

bool is_noun(Upos tag) {
  return tag == Upos::kNoun || tag == Upos::kPropn || tag == Upos::kPron || tag == Upos::kNum;
}

// The noun that the words from `noun` on are headed by: "office" of "Algerian grains office".
TokenId phrase_head(const SentenceTree& tree, TokenId noun, TokenId end) {
  for (std::uint32_t steps = 0; steps < kPhraseWords; ++steps) {
    const Relation link = tree.relation(noun);
    const TokenId above = tree.head(noun);
    const bool inside = link == Relation::kCompound || link == Relation::kNmodDesc ||
                        link == Relation::kNmodPoss || link == Relation::kAmod ||
                        link == Relation::kNmodUnmarked || link == Relation::kFlat ||
                        link == Relation::kNummod;
    if (!inside || above == kNoToken || above < noun || above >= end) break;
    noun = above;
  }
  return noun;
}

}  // namespace

SentenceTree::SentenceTree(const Document& document, TokenRange sentence)
    : Tree(document, sentence), reach_(sentence.size()) {
  // From the roots down, each word once; then the reach of each is handed up in reverse.
  std::vector<TokenId> order;
  order.reserve(sentence.size());
  for (TokenId t = sentence.begin; t < sentence.end; ++t) {
    reach_[t - sentence.begin] = {t, t + 1};
    if (!sentence.contains(head(t))) order.push_back(t);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const TokenId child : children(order[i])) order.push_back(child);
  }
  for (std::size_t i = order.size(); i-- > 0;) {
    const TokenId above = head(order[i]);
    if (!sentence.contains(above)) continue;
    const TokenRange own = reach_[order[i] - sentence.begin];
    TokenRange& upper = reach_[above - sentence.begin];
    upper.begin = std::min(upper.begin, own.begin);
    upper.end = std::max(upper.end, own.end);
  }
}

const SentenceTree* SpeechReader::tree_at(TokenId t) {
  const TokenRange sentence = sentence_of(t);
  if (sentence.size() > kSentenceWords) return nullptr;
  if (!tree_ || tree_->sentence() != sentence) tree_.emplace(document_, sentence);
  return &*tree_;
}

bool SpeechReader::is_char(TokenId token, char mark) const {
  const Span span = text_.token_span[token];
  return span.size() == 1 && document_.text()[span.begin] == mark;
}

bool SpeechReader::is_dash(TokenId token) const {
  if (text_.shape[token] != Shape::kPunct) return false;
  const std::string_view word = document_.token(token);
  const char32_t value = decode_at(word, 0).value;
  if (!chancery::is_dash(value)) return false;
  return value != '-' || word.size() > 1 || text_.space_before[token];
}

bool SpeechReader::is_terminal(TokenId token) const {
  if (text_.shape[token] != Shape::kPunct) return false;
  const std::string_view word = document_.token(token);
  return word.front() == '.' || word == "?" || word == "!" || word == "\xE2\x80\xA6";
}

bool SpeechReader::is_finite(TokenId t) const {
  const Xpos tag = syntax_.xpos[t];
  return tag == Xpos::kVbd || tag == Xpos::kVbz || tag == Xpos::kVbp || tag == Xpos::kMd;
}

bool SpeechReader::has_finite(TokenRange tokens) const {
  for (TokenId t = tokens.begin + 1; t < tokens.end && t < tokens.begin + kLinkWords; ++t) {
    if (is_finite(t)) return true;
  }
  return false;
}

// Past one comma and one dash.
TokenId SpeechReader::skip_marks(TokenId t, TokenId end) const {
  if (t < end && is_comma(t)) ++t;
  if (t < end && is_dash(t)) ++t;
  return t;
}

// Without marks and joining words at either end.
TokenRange SpeechReader::trim(TokenRange tokens) const {
  while (tokens.begin < tokens.end && (is_comma(tokens.begin) || is_dash(tokens.begin))) {
    ++tokens.begin;
  }
  while (tokens.begin < tokens.end) {
    const TokenId last = tokens.end - 1;
    const bool mark = is_comma(last) || is_terminal(last) || is_dash(last) || is_char(last, ';') ||
                      is_char(last, ':');
    const bool joins = syntax_.upos[last] == Upos::kCconj || syntax_.upos[last] == Upos::kSconj;
    if (!mark && !joins) break;
    --tokens.end;
  }
  return tokens;
}

Span SpeechReader::words_of(const Quotation& quotation) const {
  TokenRange inner = quotation.inner;
  while (inner.begin < inner.end && is_comma(inner.end - 1)) --inner.end;
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
  const bool terminal = is_terminal(last);
  const TokenId after = quotation.marks.end;
  const bool comma =
      is_comma(last) || (after < block.end && quotation.closed && is_comma(after)) || is_dash(last);
  const bool stopped = terminal || !quotation.closed ||
                       (after < block.end && is_terminal(after) && quotation.closed);
  const bool finite = has_finite(inner);
  const bool capital = text_.shape[first] == Shape::kCapital ||
                       text_.shape[first] == Shape::kUpper || text_.shape[first] == Shape::kNumber;
  const TokenId open = quotation.marks.begin;
  bool free = open == block.begin;
  bool governed = false;  // a verb of saying, "that" or an addressee stands before it, no mark
  if (!free) {
    const TokenId prev = open - 1;
    const auto says = [&](TokenId t) {
      return t != kNoToken && (classes(t) & kVerbStart) && syntax_.upos[t] == Upos::kVerb;
    };
    free = !is_word(prev) || is_terminal(prev);
    governed = !free && (says(prev) || is_that(prev) ||
                         (is_noun(syntax_.upos[prev]) && says(syntax_.head[prev]) &&
                          !is_subject(syntax_.relation[prev])));
    free = free || governed;
    if (is_char(prev, '(') || is_char(prev, '-')) free = false;
  }
  // "Silk Road to Prosperity": the words of a name, each with a capital.
  if (long_words >= 2 && capitals == long_words && !terminal) return QuoteShape::kFragment;
  if (governed && is_finite(first)) return QuoteShape::kFragment;
  if (free) {
    // A list of names in commas is no speech; a clause or a full sentence is.
    if (terminal && capital) return QuoteShape::kFree;
    if ((stopped || comma) && (words >= 4 || finite || (words == 3 && capital))) {
      const bool list = comma && !finite && open > block.begin && is_comma(open - 1);
      if (!list) return QuoteShape::kFree;
    }
    return finite && words >= 3 ? QuoteShape::kFree : QuoteShape::kFragment;
  }
  const Upos before = syntax_.upos[open - 1];
  if (before == Upos::kDet || before == Upos::kAdp || before == Upos::kAux)
    return QuoteShape::kFragment;
  const Xpos tag = syntax_.xpos[first];
  const bool subject = tag == Xpos::kPrp || tag == Xpos::kDt || tag == Xpos::kPrpPossessive ||
                       tag == Xpos::kEx || capital;
  const Upos opens = syntax_.upos[first];
  if (is_finite(first) || opens == Upos::kAdp || opens == Upos::kAdv || opens == Upos::kPart ||
      opens == Upos::kCconj)
    return QuoteShape::kFragment;
  const bool joined = before == Upos::kCconj || before == Upos::kSconj;
  return finite && words >= 4 && (joined || subject) ? QuoteShape::kRunning : QuoteShape::kFragment;
}

// Weighs the quotations of a block and marks their tokens, in which nobody of the report itself is
// named or speaks. One that stays open hides nothing, unless it stands where speech begins.
void SpeechReader::weigh_quotations(std::uint32_t b) {
  shapes_.clear();
  for (Quotation& quotation : quotations_[b]) {
    const QuoteShape shape = shape_of_quotation(quotation, blocks_[b].tokens);
    shapes_.push_back(shape);
    // "The bridge," Murat said, "is ours.": the first part of a broken sentence.
    const std::size_t q = shapes_.size() - 1;
    if (q > 0 && shapes_[q - 1] == QuoteShape::kFragment && shape == QuoteShape::kFree) {
      const Quotation& first = quotations_[b][q - 1];
      const TokenId open = first.marks.begin;
      const TokenRange block = blocks_[b].tokens;
      const bool broken = first.closed && !first.inner.empty() && is_comma(first.inner.end - 1) &&
                          (open == block.begin || is_terminal(open - 1)) &&
                          quotation.marks.begin - first.marks.end <= kThatWords &&
                          is_comma(quotation.marks.begin - 1);
      if (broken) shapes_[q - 1] = QuoteShape::kFree;
    }
    if (!quotation.closed && !quotation.carried && shape != QuoteShape::kFree) quotation.cut = true;
    if (quotation.cut) continue;
    for (TokenId t = quotation.marks.begin; t < quotation.marks.end; ++t) quoted_[t] = true;
  }
}

// The noun that is the subject of the verb: its own, that of the clause which it is joined to, or
// what a relative clause hangs on ("the envoy, who said").
TokenId SpeechReader::subject_of(const SentenceTree& tree, TokenId verb) const {
  for (int steps = 0; steps < kRaised && verb != kNoToken; ++steps) {
    TokenId own = kNoToken;
    for (const TokenId child : tree.children(verb)) {
      if (is_subject(tree.relation(child)) && !quoted_[child]) own = child;
    }
    const Relation relation = tree.relation(verb);
    if (own != kNoToken) {
      const Xpos tag = tree.xpos(own);
      const bool relative = tag == Xpos::kWp || tag == Xpos::kWdt;
      if (!relative) return own;
      return relation == Relation::kAclRelcl ? tree.head(verb) : kNoToken;
    }
    if (relation == Relation::kAclRelcl) return kNoToken;
    if (relation == Relation::kAcl) return tree.head(verb);
    if (relation != Relation::kConj && relation != Relation::kXcomp &&
        relation != Relation::kAdvcl && relation != Relation::kParataxis &&
        relation != Relation::kDep && relation != Relation::kCcomp)
      return kNoToken;
    const TokenId above = tree.head(verb);
    // "said Kenya would close the border and warned": no past tense beside an infinitive.
    const bool apart = relation == Relation::kConj && above != kNoToken &&
                       tree.xpos(verb) == Xpos::kVbd && tree.xpos(above) == Xpos::kVb;
    verb = apart ? tree.head(above) : above;
  }
  return kNoToken;
}

// "by the ministry" beside a passive verb.
TokenId SpeechReader::agent_of(const SentenceTree& tree, TokenId verb) const {
  for (const TokenId child : tree.children(verb)) {
    const Relation relation = tree.relation(child);
    if (relation == Relation::kOblAgent) return child;
    if (relation != Relation::kObl) continue;
    const TokenId marker = tree.marker_of(child);
    if (marker != kNoToken && text_.word[marker] == tables_.by) return child;
  }
  return kNoToken;
}

// Whether nothing is said: "did not say", "will say", "declined to say", "if he says", "nobody
// said".
bool SpeechReader::is_withheld(const SentenceTree& tree, TokenId verb, TokenId subject) const {
  bool infinitive = false;
  bool does = false;
  for (const TokenId child : tree.children(verb)) {
    const std::uint16_t bits = classes(child);
    const Relation relation = tree.relation(child);
    if (relation == Relation::kAux && tree.xpos(child) == Xpos::kMd) return true;
    if (relation == Relation::kAux && tree.lemma(child) == "do") does = true;
    if (relation == Relation::kAdvmod && (bits & kNegation)) return true;
    if (relation == Relation::kMark) {
      if (bits & kHypothetical) return true;
      if (tree.xpos(child) == Xpos::kTo) infinitive = true;
      if (tree.xpos(verb) == Xpos::kVbg && text_.word[child] == tables_.of) return true;
    }
  }
  if (tree.xpos(verb) == Xpos::kVb && !does && (infinitive || subject == kNoToken)) return true;
  if (tree.relation(verb) == Relation::kConj) {
    const TokenId mark = tree.child(tree.head(verb), Relation::kMark);
    if (mark != kNoToken && (classes(mark) & kHypothetical)) return true;
  }
  if (subject == kNoToken) return false;
  if (classes(subject) & kNegation) return true;
  const TokenId determiner = tree.child(subject, Relation::kDet);
  return determiner != kNoToken && (classes(determiner) & kNegation);
}

void SpeechReader::read_addressee(const SentenceTree& tree, Attribution& out) const {
  for (const TokenId child : tree.children(out.head)) {
    if (child < out.verb.end || quoted_[child]) continue;
    const Relation relation = tree.relation(child);
    bool told = (relation == Relation::kIobj || relation == Relation::kObj) && out.saying->object;
    if (relation == Relation::kObl) {
      const TokenId marker = tree.marker_of(child);
      told = marker != kNoToken && text_.word[marker] == tables_.to;
    }
    const MentionId m = covering(child);
    if (!told || (m != kNoId && document_.actors.mentions[m].as_place)) continue;
    const Speaker to = speaker_of(tree, child);
    if (!to.known()) continue;
    out.addressee = to.actor;
    out.addressee_span = to.span;
    return;
  }
}

// "..., the minister said, cited by the agency."
void SpeechReader::read_relay(const SentenceTree& tree, Attribution& out) const {
  const TokenId end = std::min(tree.sentence().end, out.extent.end + kRelayWords);
  for (TokenId t = out.extent.end; t < end; ++t) {
    if (quoted_[t] || !(classes(t) & kCiting) || tree.xpos(t) != Xpos::kVbn) continue;
    const TokenId agent = agent_of(tree, t);
    if (agent != kNoToken) out.relay = speaker_of(tree, agent).actor;
    return;
  }
}

// "The agency quoted Murat as saying", "Murat was quoted by the agency as saying".
bool SpeechReader::read_cited(const SentenceTree& tree, Attribution& out) {
  const TokenId as = out.verb.begin - 1;
  TokenId citing = as;
  const TokenId low = std::max(tree.sentence().begin, as > kLinkWords ? as - kLinkWords : 0);
  while (citing > low && !((classes(citing) & kCiting) && tree.upos(citing) == Upos::kVerb))
    --citing;
  if (!(classes(citing) & kCiting)) return false;
  TokenId speaker = kNoToken;
  TokenId relay = kNoToken;
  const bool passive = tree.child(citing, Relation::kAuxPass) != kNoToken ||
                       tree.child(citing, Relation::kNsubjPass) != kNoToken ||
                       (tree.xpos(citing) == Xpos::kVbn && tree.relation(citing) == Relation::kAcl);
  if (passive) {
    speaker = subject_of(tree, citing);
    relay = agent_of(tree, citing);
  } else {
    for (const TokenId child : tree.children(citing)) {
      if (child > citing && child < as && is_noun(tree.upos(child)) && speaker == kNoToken)
        speaker = child;
    }
    relay = subject_of(tree, citing);
  }
  if (speaker == kNoToken) return false;
  out.form = Form::kBefore;
  out.verb.begin = as;
  const TokenId first = !passive && relay != kNoToken ? relay : speaker;
  out.extent = {std::min(citing, tree.reach(first).begin), out.verb.end};
  out.bound = out.extent.begin;
  out.withheld = is_withheld(tree, citing, kNoToken) && tree.xpos(citing) != Xpos::kVbg;
  out.speaker = speaker_of(tree, speaker);
  if (relay != kNoToken) out.relay = speaker_of(tree, relay).actor;
  return true;
}

// ", adding that ...", "a statement saying that ...": the subject is that of the clause above, and
// where another verb of saying has it, the two are one attribution.
bool SpeechReader::read_participle(const SentenceTree& tree, Attribution& out) {
  out.form = Form::kParticiple;
  out.extent = out.verb;
  out.bound = out.verb.begin;
  const TokenId subject = subject_of(tree, out.head);
  out.withheld = is_withheld(tree, out.head, kNoToken);
  if (subject != kNoToken) out.speaker = speaker_of(tree, subject);
  if (attributions_.empty()) return out.speaker.speaks();
  // What went before in the sentence.
  const Attribution& before = attributions_.back();
  if (before.head == kNoToken ||
      text_.token_sentence[before.head] != text_.token_sentence[out.head]) {
    // A quotation may part the sentence.
    bool same = before.head != kNoToken && out.verb.begin - before.head < kLinkWords;
    for (TokenId t = before.extent.end; same && t < out.verb.begin; ++t)
      same = quoted_[t] || !is_terminal(t);
    if (!same) return out.speaker.speaks();
  }
  const bool same = !out.speaker.known() || (before.speaker.actor == out.speaker.actor);
  if (!same) return true;
  out.parent = static_cast<std::uint32_t>(attributions_.size()) - 1;
  if (before.parent != kNoIndex) out.parent = before.parent;
  out.speaker = attributions_[out.parent].speaker;
  return true;
}

// The person to whom the statement in the sentence that ends at `begin` is given.
Speaker SpeechReader::last_person(TokenId begin) const {
  Speaker speaker;
  const Speaker* last = nullptr;
  for (const Attribution& one : attributions_) {
    if (one.head != kNoToken && one.extent.end <= begin && one.speaker.known()) last = &one.speaker;
  }
  if (last == nullptr && last_unit_ != kNoIndex && blocks_[block_].tokens.begin == begin) {
    speaker.actor = layer_.utterances[last_unit_].actor;
  } else if (last != nullptr) {
    speaker.actor = last->actor;
  }
  if (speaker.known() && document_.actors.actors[speaker.actor].type != ActorType::kPerson)
    speaker.actor = kNoId;
  return speaker;
}

// A verb of saying at `t` with its subject; `low`: nothing before it belongs to the attribution.
bool SpeechReader::read_verb(TokenId t, bool after_quotation, TokenId low, Attribution& out) {
  const TokenRange sentence = sentence_of(t);
  const PhraseTrie::Match match =
      tables_.verbs.find({text_.word.data() + t, std::min(sentence.end - t, kPhraseWords)});
  if (match.words == 0) return false;
  out.saying = &tables_.sayings[match.value];
  out.verb = {t, t + match.words};
  out.head = t;
  while (out.head + 1 < out.verb.end && syntax_.upos[out.head] != Upos::kVerb) ++out.head;
  const SentenceTree* tree = tree_at(t);
  if (tree == nullptr || syntax_.upos[out.head] != Upos::kVerb) return false;
  const TokenId verb = out.head;
  const Xpos tag = tree->xpos(verb);
  const Relation relation = tree->relation(verb);
  if (relation == Relation::kAmod || relation == Relation::kCompound) return false;
  bool own = false;
  bool passive = false;
  bool auxiliary = false;
  for (const TokenId child : tree->children(verb)) {
    own = own || (is_subject(tree->relation(child)) && !quoted_[child]);
    passive = passive || tree->relation(child) == Relation::kAuxPass ||
              tree->relation(child) == Relation::kNsubjPass;
    auxiliary = auxiliary || tree->relation(child) == Relation::kAux;
  }
  if (tag == Xpos::kVbg && !own && !auxiliary) {
    if (t > sentence.begin && text_.word[t - 1] == tables_.as) return read_cited(*tree, out);
    return t > sentence.begin && read_participle(*tree, out);
  }
  TokenId subject = passive ? agent_of(*tree, verb) : subject_of(*tree, verb);
  if (passive && subject == kNoToken) return false;
  own = own && !passive;
  if (!passive && tag == Xpos::kVbn && !auxiliary && !own && !after_quotation &&
      relation != Relation::kConj)
    return false;
  // "...," said Murat: where the tree has no subject, the first noun after the verb.
  // "The talks, said Murat, would go on."
  const MentionId next = out.verb.end < sentence.end ? covering(out.verb.end) : kNoId;
  const bool turned = t > low && is_comma(t - 1) && is_finite(verb) && next != kNoId &&
                      document_.actors.mentions[next].kind == MentionKind::kPerson &&
                      !out.saying->object && out.saying->clause != Clause::kNo;
  if (((after_quotation && !own) || turned) && !passive) {
    const TokenId end = std::min(sentence.end, out.verb.end + kPhraseWords);
    TokenId noun = out.verb.end;
    while (noun < end && is_word(noun) && tree->upos(noun) != Upos::kAdp &&
           !is_noun(tree->upos(noun)))
      ++noun;
    if (noun < end && is_noun(tree->upos(noun))) {
      noun = phrase_head(*tree, noun, end + kPhraseWords);
      subject = noun;
      own = true;
    }
  }
  bool after_low = false;
  // "...," Murat, the envoy, said: where the tree has no subject, what stands after the quotation.
  if (!own && !passive && !after_quotation && low > sentence.begin && quoted_[low - 1]) {
    TokenId noun = skip_marks(low, t);
    const bool finite = has_finite({low, t});
    while (noun < t && !finite && is_word(noun) && !is_noun(tree->upos(noun)) &&
           tree->upos(noun) != Upos::kAdp && tree->upos(noun) != Upos::kCconj)
      ++noun;
    if (noun < t && !finite && is_noun(tree->upos(noun))) {
      subject = phrase_head(*tree, noun, t);
      own = after_low = true;
    }
  }
  // "..., the officer said": where the tree puts the noun before the verb elsewhere.
  if (!own && !passive && !after_quotation && t > low && is_noun(tree->upos(t - 1)) &&
      tree->upos(t - 1) != Upos::kNum && tag != Xpos::kVbn && !quoted_[t - 1]) {
    subject = t - 1;
    for (std::uint32_t steps = 0; steps < kPhraseWords; ++steps) {
      const Relation link = tree->relation(subject);
      const TokenId above = tree->head(subject);
      if (above == kNoToken || above > t || above < low || !is_noun(tree->upos(above)) ||
          (link != Relation::kFlat && link != Relation::kConj && link != Relation::kNmod &&
           link != Relation::kCompound))
        break;
      subject = above;
    }
    own = true;
  }
  out.withheld = is_withheld(*tree, verb, subject);
  out.form = own && subject > verb && subject != kNoToken ? Form::kInverted : Form::kBefore;
  out.extent = out.verb;
  out.bound = t;
  if (subject != kNoToken) {
    TokenRange reach = tree->reach(subject);
    if (const MentionId m = covering(subject); m != kNoId) {
      const TokenRange mention = document_.actors.mentions[m].tokens;
      reach = out.form == Form::kInverted ? mention : reach;
    } else if (out.form == Form::kInverted) {
      reach = {subject, subject + 1};
    }
    if (out.form == Form::kInverted) {
      out.extent.end = std::max(out.extent.end, reach.end);
    } else if (own && reach.begin < t) {
      out.extent.begin = std::max(reach.begin, low);
      while (out.extent.begin < subject &&
             (tree->upos(out.extent.begin) == Upos::kCconj || !is_word(out.extent.begin)))
        ++out.extent.begin;
    }
    out.speaker = speaker_of(*tree, subject);
    // "He added": whoever spoke before.
    const bool adds = out.saying->base == "add" || out.saying->base == "continue";
    if (adds && tree->xpos(subject) == Xpos::kPrp) {
      const Speaker last = last_person(sentence.begin);
      if (last.known() && tree->lemma(subject) != "it" && tree->lemma(subject) != "they") {
        out.speaker.actor = last.actor;
        out.speaker.others.clear();
      }
    }
  }
  if (out.form == Form::kBefore) {
    out.bound = after_low ? low : out.extent.begin;
    for (const TokenId child : tree->children(verb)) {
      const Relation link = tree->relation(child);
      const bool opens = link == Relation::kObl || link == Relation::kOblUnmarked ||
                         link == Relation::kAdvmod || link == Relation::kCc ||
                         link == Relation::kMark || link == Relation::kAux;
      const TokenId begin = tree->reach(child).begin;
      if (opens && begin >= low && begin < out.bound && !quoted_[begin]) out.bound = begin;
    }
  }
  read_addressee(*tree, out);
  read_relay(*tree, out);
  return true;
}

// "according to Murat", "in the words of Murat"
bool SpeechReader::read_according(TokenId at, Attribution& out) {
  const SentenceTree* tree = tree_at(at);
  const TokenRange sentence = sentence_of(at);
  if (tree == nullptr || at + 2 >= sentence.end) return false;
  if (text_.word[at] == tables_.words) {
    if (text_.word[at + 1] != tables_.of || at < sentence.begin + 2 ||
        text_.word[at - 2] != tables_.in)
      return false;
    out.wording = true;
  } else if (text_.word[at + 1] != tables_.to) {
    return false;
  }
  // The noun that the words mark.
  TokenId noun = kNoToken;
  for (TokenId t = at + 2; t < sentence.end && t < at + kThatWords && noun == kNoToken; ++t) {
    if (is_noun(tree->upos(t))) noun = t;
  }
  if (noun == kNoToken) return false;
  noun = phrase_head(*tree, noun, sentence.end);
  out.form = Form::kAccording;
  out.verb = {at, at + 2};
  out.bound = at;
  TokenId end = noun + 1;
  if (const MentionId m = covering(noun); m != kNoId)
    end = std::max(end, document_.actors.mentions[m].tokens.end);
  out.extent = {out.wording ? at - 2 : at, end};
  out.speaker = speaker_of(*tree, noun);
  return true;
}

// A name after a dash at the end of the paragraph.
bool SpeechReader::read_dash(TokenId after, TokenRange block, Attribution& out) {
  if (after >= block.end || !is_dash(after)) return false;
  TokenId begin = after + 1;
  TokenId end = block.end;
  if (end > begin && is_terminal(end - 1)) --end;
  if (begin >= end || end - begin > kLinkWords) return false;
  for (TokenId t = begin; t < end; ++t) {
    if (quoted_[t] || syntax_.upos[t] == Upos::kVerb || syntax_.upos[t] == Upos::kAux) return false;
  }
  TokenId noun = begin;
  while (noun < end && !is_noun(syntax_.upos[noun])) ++noun;
  const SentenceTree* tree = tree_at(begin);
  if (noun >= end || tree == nullptr || !tree->sentence().contains(noun) || covering(noun) == kNoId)
    return false;
  out.form = Form::kDash;
  out.bound = after;
  out.extent = {begin, document_.actors.mentions[covering(noun)].tokens.end};
  out.speaker = speaker_of(*tree, noun);
  return out.speaker.known();
}

// "Murat: ..." at the start of a sentence.
bool SpeechReader::read_colon(TokenId colon, TokenRange block, Attribution& out) {
  const TokenId begin = std::max(sentence_of(colon).begin, block.begin);
  const SentenceTree* tree = tree_at(colon);
  if (tree == nullptr || begin >= colon || colon - begin > kThatWords) return false;
  const MentionId m = covering(colon - 1);
  for (TokenId t = begin; t < colon; ++t) {
    if (syntax_.upos[t] == Upos::kVerb || syntax_.upos[t] == Upos::kAux) return false;
  }
  if (m == kNoId || document_.actors.mentions[m].tokens.end != colon) return false;
  out.form = Form::kColon;
  out.bound = begin;
  out.extent = {begin, colon};
  out.speaker = from_mention(m, colon - 1);
  return true;
}

void SpeechReader::find_attributions(std::uint32_t b) {
  attributions_.clear();
  block_ = b;
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
    Attribution found;
    if (is_char(t, ':') && next < quotations.size() && quotations[next].marks.begin == t + 1) {
      const bool spoken =
          !attributions_.empty() && attributions_.back().extent.begin >= sentence_of(t).begin;
      if (!spoken && read_colon(t, block, found)) attributions_.push_back(std::move(found));
      ++t;
      continue;
    }
    const WordId word = text_.word[t];
    if (word != kNoWord && (word == tables_.according || word == tables_.words)) {
      if (read_according(t, found)) {
        t = std::max(t + 1, found.extent.end);
        attributions_.push_back(std::move(found));
        continue;
      }
    }
    if (!(classes(t) & kVerbStart)) {
      ++t;
      continue;
    }
    // Directly after a quotation: "... ," said Murat.
    bool direct = false;
    if (after != kNoToken) {
      TokenId first = skip_marks(after, block.end);
      while (first < t && syntax_.upos[first] == Upos::kAdv) ++first;
      direct = first == t;
    }
    const TokenId bound = std::max(low, sentence_of(t).begin);
    if (!read_verb(t, direct, bound, found)) {
      ++t;
      continue;
    }
    if (direct && found.form == Form::kBefore && after_clause && !found.speaker.speaks())
      found.form = Form::kInverted;
    if (direct && found.form == Form::kInverted) found.bound = after;
    t = std::max(found.verb.end, found.form == Form::kInverted ? found.extent.end : t + 1);
    attributions_.push_back(std::move(found));
  }
}

}  // namespace chancery

// Whom the subject of a verb of saying names.
#include <algorithm>

#include "speech/reader.hpp"

namespace chancery {
namespace {

constexpr int kDepth = 3;                    // of nouns that hang on nouns
constexpr std::uint32_t kModifiers = 6;      // before a noun
constexpr std::uint32_t kWordsBack = 400;    // how far back the same noun is looked for
constexpr std::uint32_t kIssuerBytes = 400;  // of text in between
constexpr std::size_t kUnitsBack = 3;        // statements back to the one who is "it"

bool stands_beside(Relation relation) {
  return relation == Relation::kAppos || relation == Relation::kFlat ||
         relation == Relation::kNmodDesc || relation == Relation::kCompound ||
         relation == Relation::kNmodUnmarked;
}

}  // namespace

// The state or organisation that an actor speaks for; kNoId where the report has no record of it.
ActorId SpeechReader::party_of(ActorId actor) const {
  const std::vector<Actor>& actors = document_.actors.actors;
  const Actor& record = actors[actor];
  if (record.type != ActorType::kPerson) return actor;
  for (ActorId a = 0; a < actors.size(); ++a) {
    if (!record.state.empty() && actors[a].id == record.state && actors[a].body.empty()) return a;
  }
  return kNoId;
}

Speaker SpeechReader::from_mention(MentionId m, TokenId noun) const {
  const Mention& mention = document_.actors.mentions[m];
  Speaker speaker;
  speaker.span = mention.span;
  speaker.how = mention.how;
  if (mention.kind == MentionKind::kPeople || mention.actor == kNoId) {
    if (mention.kind == MentionKind::kPeople || mention.kind == MentionKind::kPronoun ||
        (classes(noun) & (kMute | kPaper)))
      return {};
    return speaker;
  }
  if (mention.kind == MentionKind::kCapital && mention.how == How::kNamed)
    speaker.how = How::kMetonym;
  speaker.actor = mention.actor;
  // Several at once speak together.
  const std::vector<Actor>& actors = document_.actors.actors;
  const std::vector<std::string>& members = actors[mention.actor].members;
  if (members.size() < 2) return speaker;
  std::vector<ActorId> found;
  for (const std::string& member : members) {
    for (ActorId a = 0; a < actors.size(); ++a) {
      if (actors[a].id != member) continue;
      found.push_back(a);
      break;
    }
  }
  if (found.size() != members.size()) return speaker;
  speaker.actor = found.front();
  speaker.others.assign(found.begin() + 1, found.end());
  return speaker;
}

// The person whom words beside the noun name: "Minister Jane Mwangi", "the head of the delegation,
// Jane Mwangi,".
MentionId SpeechReader::person_beside(const SentenceTree& tree, TokenId noun, int depth) const {
  const MentionId own = covering(noun);
  const std::vector<Mention>& mentions = document_.actors.mentions;
  // "the envoy to Uganda, Jane Mwangi,": between commas, whatever the tree says.
  const TokenId end = std::min(tree.sentence().end, noun + kLinkWords / 2);
  TokenId comma = noun + 1;
  while (comma < end && !is_comma(comma) && !is_finite(comma) && !quoted_[comma]) ++comma;
  if (comma + 1 < end && is_comma(comma)) {
    const MentionId m = covering(comma + 1);
    const bool whole = m != kNoId && m != own && mentions[m].kind == MentionKind::kPerson &&
                       mentions[m].actor != kNoId;
    const TokenId after = whole ? mentions[m].tokens.end : 0;
    if (whole &&
        (after >= tree.sentence().end || !is_word(after) || is_finite(after) || is_terminal(after)))
      return m;
  }
  for (const TokenId child : tree.children(noun)) {
    const Relation relation = tree.relation(child);
    if (!stands_beside(relation) && relation != Relation::kNmod) continue;
    const MentionId m = covering(child);
    if (stands_beside(relation) && m != kNoId && m != own) {
      if (mentions[m].kind == MentionKind::kPerson && mentions[m].actor != kNoId) return m;
    }
    // An apposition often hangs on the noun before it.
    const bool deeper = relation == Relation::kNmod || relation == Relation::kAppos;
    if (deeper && depth < kDepth && child > noun) {
      for (const TokenId below : tree.children(child)) {
        const MentionId named = covering(below);
        if (tree.relation(below) != Relation::kAppos || named == kNoId || named == m) continue;
        if (mentions[named].kind == MentionKind::kPerson && mentions[named].actor != kNoId)
          return named;
      }
    }
  }
  return kNoId;
}

// Whose the noun is: "the statement of the ministry", "Kenya's spokesman".
Speaker SpeechReader::owner_of(const SentenceTree& tree, TokenId noun, int depth) const {
  // "the Algerian grains office": what stands before it in its phrase.
  if (const MentionId m = owner_before(noun); m != kNoId) return from_mention(m, noun);
  for (const TokenId child : tree.children(noun)) {
    switch (tree.relation(child)) {
      case Relation::kNmodPoss:
      case Relation::kNmod: {
        const TokenId marker = tree.marker_of(child);
        // "the envoy to Kenya" is not Kenya's.
        if (marker != kNoToken && (text_.word[marker] == tables_.to)) break;
        const Speaker owner = speaker_of(tree, child, depth + 1);
        if (owner.known()) return owner;
        break;
      }
      case Relation::kAcl: {
        // "a statement issued by the ministry"
        const TokenId agent = agent_of(tree, child);
        if (agent != kNoToken) return speaker_of(tree, agent, depth + 1);
        break;
      }
      default:
        break;
    }
  }
  return {};
}

// The name or adjective in the words right before a noun: "Algerian" of "the Algerian grains
// office".
MentionId SpeechReader::owner_before(TokenId noun) const {
  const TokenId begin = sentence_of(noun).begin;
  for (TokenId t = noun; t > begin && noun - t < kModifiers; --t) {
    const MentionId m = covering(t - 1);
    if (m != kNoId) {
      const Mention& mention = document_.actors.mentions[m];
      const bool plain =
          mention.tokens.end == t && mention.actor != kNoId && mention.kind != MentionKind::kPeople;
      return plain ? m : kNoId;
    }
    const Upos tag = syntax_.upos[t - 1];
    if (tag != Upos::kAdj && tag != Upos::kNoun && tag != Upos::kPropn && tag != Upos::kPart)
      return kNoId;
  }
  return kNoId;
}

// Whom the same noun named before: "the ministry" after "the Egyptian irrigation ministry", "the
// Prime Minister" after "Prime Minister Modi".
Speaker SpeechReader::named_before(TokenId noun) const {
  const std::vector<Mention>& mentions = document_.actors.mentions;
  const auto modifier = [&](TokenId t) {
    const bool has = t > 0 &&
                     (syntax_.relation[t - 1] == Relation::kAmod ||
                      syntax_.relation[t - 1] == Relation::kCompound) &&
                     text_.token_sentence[t - 1] == text_.token_sentence[t];
    return has ? text_.word[t - 1] : kNoWord;
  };
  Speaker speaker;
  speaker.span = text_.token_span[noun];
  speaker.how = How::kCoreferent;
  const WordId word = text_.word[noun];
  const WordId wanted = modifier(noun);
  if (word == kNoWord) return {};
  for (TokenId t = noun; t > 0 && noun - t < kWordsBack; --t) {
    const TokenId at = t - 1;
    if (text_.word[at] != word || quoted_[at]) continue;
    if (wanted != kNoWord && modifier(at) != wanted) continue;
    MentionId m = covering(at);
    // "Minister Jane Mwangi", "the minister, Jane Mwangi"
    for (TokenId next = at + 1; next < noun && next < at + 3; ++next) {
      const MentionId beside = covering(next);
      if (beside != kNoId && beside != m && mentions[beside].kind == MentionKind::kPerson)
        m = beside;
    }
    // "Jane Mwangi, Kenya's trade minister"
    TokenId first = at;
    while (first > 1 && at - first < kModifiers && is_word(first - 1)) --first;
    if (first > 1 && is_comma(first - 1)) {
      const MentionId beside = covering(first - 2);
      if (beside != kNoId && mentions[beside].kind == MentionKind::kPerson) m = beside;
    }
    if (m == kNoId || mentions[m].actor == kNoId) m = owner_before(at);
    if (m == kNoId || mentions[m].actor == kNoId) continue;
    speaker.actor = mentions[m].actor;
    return speaker;
  }
  return {};
}

// The state, body or organisation that spoke last.
Speaker SpeechReader::last_issuer(TokenId noun) const {
  const auto& utterances = layer_.utterances;
  for (std::size_t u = utterances.size(); u-- > 0 && utterances.size() - u <= kUnitsBack;) {
    const ActorId actor = utterances[u].actor;
    if (text_.token_span[noun].begin > utterances[u].spans.back().end + kIssuerBytes) break;
    if (actor == kNoId || document_.actors.actors[actor].type == ActorType::kPerson) continue;
    Speaker speaker;
    speaker.actor = actor;
    speaker.how = How::kCoreferent;
    speaker.span = text_.token_span[noun];
    return speaker;
  }
  return {};
}

// The last one before the noun who is the subject of a clause: a person, or a state, body or
// organisation.
Speaker SpeechReader::speaker_before(TokenId noun, bool person) const {
  const std::vector<Mention>& mentions = document_.actors.mentions;
  const SentenceId sentence = text_.token_sentence[noun];
  auto m = static_cast<MentionId>(
      std::partition_point(mentions.begin(), mentions.end(),
                           [&](const Mention& one) { return one.tokens.begin < noun; }) -
      mentions.begin());
  for (std::uint32_t steps = 0; m-- > 0 && steps < kMentionsBack; ++steps) {
    const Mention& mention = mentions[m];
    if (text_.token_sentence[mention.tokens.begin] + 2 < sentence) break;
    if (mention.nested || mention.as_place || mention.actor == kNoId || mention.tokens.end > noun ||
        quoted_[mention.tokens.begin] || mention.kind == MentionKind::kPeople)
      continue;
    const Actor& actor = document_.actors.actors[mention.actor];
    if ((actor.type == ActorType::kPerson) != person || !actor.members.empty()) continue;
    bool subject = false;
    for (TokenId t = mention.tokens.begin; t < mention.tokens.end; ++t) {
      const Relation relation = syntax_.relation[t];
      subject = subject || relation == Relation::kNsubj || relation == Relation::kNsubjPass;
    }
    if (!subject) continue;
    Speaker speaker;
    speaker.actor = mention.actor;
    speaker.how = How::kCoreferent;
    speaker.span = text_.token_span[noun];
    return speaker;
  }
  return {};
}

// "harbour master" of "the harbour master of the port"
Span SpeechReader::words_of_noun(const SentenceTree& tree, TokenId noun) const {
  TokenId begin = noun;
  const auto belongs = [&](TokenId t) {
    return tree.upos(t) != Upos::kDet && tree.upos(t) != Upos::kPunct &&
           tree.upos(t) != Upos::kAdp && (tree.head(t) == noun || tree.head(t) == begin);
  };
  while (begin > tree.reach(noun).begin && belongs(begin - 1)) --begin;
  return {text_.token_span[begin].begin, text_.token_span[noun].end};
}

Speaker SpeechReader::single_speaker(const SentenceTree& tree, TokenId noun, int depth) const {
  if (depth > kDepth) return {};
  MentionId m = covering(noun);
  const std::vector<Mention>& mentions = document_.actors.mentions;
  if (m == kNoId || mentions[m].kind != MentionKind::kPerson || mentions[m].actor == kNoId) {
    if (const MentionId person = person_beside(tree, noun, depth); person != kNoId) m = person;
  }
  if (m != kNoId && (mentions[m].actor != kNoId || mentions[m].kind == MentionKind::kPeople)) {
    const Speaker speaker = from_mention(m, noun);
    // An office that the report names the holder of.
    const bool open =
        mentions[m].kind == MentionKind::kNominal ||
        (mentions[m].kind == MentionKind::kOffice && mentions[m].how == How::kInferred);
    if (!open || !(classes(noun) & kPublic) || !speaker.known()) return speaker;
    const Speaker named = named_before(noun);
    const bool holder =
        named.known() && document_.actors.actors[named.actor].type == ActorType::kPerson &&
        document_.actors.actors[named.actor].state == document_.actors.actors[speaker.actor].state;
    return holder ? named : speaker;
  }
  const std::uint16_t bits = classes(noun);
  if (tree.upos(noun) == Upos::kPron) {
    const std::string_view word = tree.lemma(noun);
    if (word == "he" || word == "she") return speaker_before(noun, true);
    if (word != "it") return {};
    const Speaker issuer = last_issuer(noun);
    return issuer.known() ? issuer : speaker_before(noun, false);
  }
  if (bits & kMute) return {};
  Speaker speaker;
  bool joint = false;
  bool definite = false;
  for (const TokenId child : tree.children(noun)) {
    joint = joint || (classes(child) & kJoint);
    definite =
        definite || tree.lemma(child) == "the" || tree.relation(child) == Relation::kNmodPoss;
  }
  const Span words = words_of_noun(tree, noun);
  if (bits & (kPublic | kPaper)) {
    speaker = owner_of(tree, noun, depth);
    if (speaker.known() && (bits & kPublic)) speaker.actor = party_of(speaker.actor);
    const std::vector<ActorId>& states = document_.actors.states;
    if (!speaker.known() && joint && states.size() == 2) {
      speaker.actor = states[0];
      speaker.others = {states[1]};
      speaker.how = How::kInferred;
    }
    const bool bare = tree.child(noun, Relation::kNmod) == kNoToken;
    if (!speaker.known() && definite && bare && (bits & kPublic)) speaker = named_before(noun);
    if (!speaker.known() && definite && bare) speaker = last_issuer(noun);
    // "Kenya rejects this. ... a spokesman for the border committee said"
    if (!speaker.known() && (definite || !bare)) speaker = speaker_before(noun, false);
    if (speaker.known()) {
      speaker.span = words;
      return speaker;
    }
    if (bits & kPaper) return {};
  }
  if (m != kNoId) return from_mention(m, noun);
  const Upos tag = tree.upos(noun);
  speaker = definite ? named_before(noun) : Speaker{};
  if (speaker.known() && document_.actors.actors[speaker.actor].type == ActorType::kPerson)
    return speaker;
  speaker = {};
  if (tag == Upos::kNoun || tag == Upos::kPropn || tag == Upos::kNum) speaker.span = words;
  return speaker;
}

Speaker SpeechReader::speaker_of(const SentenceTree& tree, TokenId noun, int depth) const {
  Speaker speaker = single_speaker(tree, noun, depth);
  // "Kenya and Uganda said"
  for (const TokenId child : tree.children(noun)) {
    if (tree.relation(child) != Relation::kConj || covering(child) == covering(noun)) continue;
    const Speaker other = single_speaker(tree, child, depth + 1);
    if (!other.known()) continue;
    if (!speaker.known()) {
      speaker = other;
    } else if (other.actor != speaker.actor) {
      speaker.others.push_back(other.actor);
    }
  }
  return speaker;
}

}  // namespace chancery

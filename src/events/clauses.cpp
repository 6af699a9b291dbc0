#include "events/clauses.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace chancery {

ClauseTree::ClauseTree(const Document& document, const EventTables& tables)
    : document_(document), syntax_(document.syntax), tables_(tables) {
  const std::size_t tokens = document.text_layer.tokens();
  head_ = syntax_.head;
  relation_ = syntax_.relation;
  for (const TokenRange sentence : document.text_layer.sentence_tokens) repair(sentence);
  first_child_.assign(tokens, kNoToken);
  next_sibling_.assign(tokens, kNoToken);
  lemma_.assign(tokens, kNoWord);
  left_.resize(tokens);
  right_.resize(tokens);
  std::string folded;
  // Of a head with very many children only the first are seen, so that looking through them stays
  // cheap whatever the tree.
  std::vector<std::uint32_t> children(tokens, 0);
  for (TokenId t = 0; t < tokens; ++t) {
    if (head_[t] != kNoToken) ++children[head_[t]];
  }
  for (TokenId t = static_cast<TokenId>(tokens); t-- > 0;) {
    const TokenId head = head_[t];
    if (head != kNoToken && children[head]-- <= kMaxChildren) {
      next_sibling_[t] = first_child_[head];
      first_child_[head] = t;
    }
    const std::string_view written = syntax_.lemma(t);
    lemma_[t] = tables.words.find(written);
    if (lemma_[t] == kNoWord && document.text_layer.shape[t] != Shape::kPunct) {
      folded.clear();
      append_folded(folded, written);
      lemma_[t] = tables.words.find(folded);
    }
    left_[t] = right_[t] = t;
  }
  mark_kinds();
  // Extents grow from the leaves; a tree of the parser has no cycle, so each step is a word's.
  for (const TokenRange sentence : document.text_layer.sentence_tokens) {
    std::vector<std::uint32_t> open(sentence.size(), 0);
    for (TokenId t = sentence.begin; t < sentence.end; ++t) {
      if (head_[t] != kNoToken) ++open[head_[t] - sentence.begin];
    }
    std::vector<TokenId> ready;
    for (TokenId t = sentence.begin; t < sentence.end; ++t) {
      if (open[t - sentence.begin] == 0) ready.push_back(t);
    }
    while (!ready.empty()) {
      const TokenId t = ready.back();
      ready.pop_back();
      const TokenId head = head_[t];
      if (head == kNoToken) continue;
      left_[head] = std::min(left_[head], left_[t]);
      right_[head] = std::max(right_[head], right_[t]);
      if (--open[head - sentence.begin] == 0) ready.push_back(head);
    }
  }
}

void ClauseTree::mark_kinds() {
  kinds_.assign(lemma_.size(), 0);
  ends_name_.assign(lemma_.size(), kNoId);
  const auto mark = [&](TokenRange tokens, std::uint8_t kinds) {
    for (TokenId t = tokens.begin; t < tokens.end && t < kinds_.size(); ++t) kinds_[t] |= kinds;
  };
  const auto& mentions = document_.actors.mentions;
  for (MentionId m = 0; m < mentions.size(); ++m) {
    const Mention& mention = mentions[m];
    if (mention.nested || mention.tokens.size() == 0) continue;
    switch (mention.kind) {
      case MentionKind::kPerson:
      case MentionKind::kOffice:
        mark(mention.tokens, kPersonWord);
        break;
      case MentionKind::kPronoun:
        if (mention.actor != kNoId) {
          const Actor& actor = document_.actors.actors[mention.actor];
          mark(mention.tokens, actor.type == ActorType::kPerson ? kPersonWord : kStateWord);
        }
        break;
      case MentionKind::kAdjective:
      case MentionKind::kPeople:
        break;
      default:
        mark(mention.tokens, mention.as_place ? kPlaceWord : kStateWord);
        if (mention.kind == MentionKind::kName || mention.kind == MentionKind::kCapital)
          mark(mention.tokens, kPlaceWord);
    }
    const bool names = mention.kind != MentionKind::kAdjective &&
                       mention.kind != MentionKind::kPronoun && !mention.as_place;
    if (names) ends_name_[mention.tokens.end - 1] = m;
  }
  for (const PlaceMention& place : document_.places.mentions) mark(place.tokens, kPlaceWord);
  for (const TimeExpression& time : document_.times.times) mark(time.tokens, kTimeWord);
  for (const Figure& figure : document_.figures.figures) {
    if (figure.kind == QuantityKind::kMoney) mark(figure.tokens, kMoneyWord);
  }
}

// The name that ends right before a finite verb is its subject, whatever the tree says: "the Prime
// Minister of India, Narendra Modi, began".
TokenId ClauseTree::adjacent_subject(TokenId verb) const {
  if (!is_finite(verb)) return kNoToken;
  const TokenRange sentence =
      document_.text_layer.sentence_tokens[document_.text_layer.token_sentence[verb]];
  bool comma = false;
  TokenId t = verb;
  while (t > sentence.begin && verb - t < kMaxPhrase) {
    const TokenId before = t - 1;
    const Upos upos = syntax_.upos[before];
    if (upos == Upos::kAux || upos == Upos::kAdv) {
      --t;
      continue;
    }
    if (document_.token(before) == "," && !comma) {
      comma = true;
      --t;
      continue;
    }
    break;
  }
  if (t == sentence.begin) return kNoToken;
  MentionId m = ends_name_[t - 1];
  if (m == kNoId) return kNoToken;
  const auto head_of = [&](TokenRange tokens) {
    for (TokenId k = tokens.begin; k < tokens.end; ++k) {
      if (head_[k] == kNoToken || head_[k] < tokens.begin || head_[k] >= tokens.end) return k;
    }
    return tokens.begin;
  };
  TokenRange tokens = document_.actors.mentions[m].tokens;
  if (comma) {
    // Only after an apposition: "Narendra Modi, the prime minister, began".
    bool inner = false;
    for (TokenId k = tokens.begin; k < tokens.end; ++k) inner = inner || document_.token(k) == ",";
    if (!inner) return kNoToken;
  }
  TokenId found = head_of(tokens);
  bool joined = false;
  for (int i = 0; i < 4; ++i) {
    TokenId begin = tokens.begin;
    while (begin > sentence.begin && syntax_.upos[begin - 1] == Upos::kDet) --begin;
    if (begin == sentence.begin) return found;
    const TokenId before = begin - 1;
    const std::string_view word = document_.token(before);
    joined = joined || syntax_.upos[before] == Upos::kCconj;
    const bool joins = syntax_.upos[before] == Upos::kCconj || (word == "," && joined);
    if (joins && before > sentence.begin && ends_name_[before - 1] != kNoId) {
      tokens = document_.actors.mentions[ends_name_[before - 1]].tokens;
      found = head_of(tokens);
      continue;
    }
    const Upos upos = syntax_.upos[before];
    if (kinds_[before] & kTimeWord) return found;  // "On Monday Chad and Niger agreed"
    if (upos == Upos::kAdp || upos == Upos::kPart || upos == Upos::kNoun || upos == Upos::kAdj ||
        upos == Upos::kPropn)
      return kNoToken;
    return found;
  }
  return found;
}

// "Peru has ratified Chile's accession" read as "has" with an object: no adjective stands before an
// article or possessor.
void ClauseTree::repair_perfect(TokenRange sentence) {
  for (TokenId t = sentence.begin + 1; t < sentence.end; ++t) {
    if (relation_[t] != Relation::kAmod || syntax_.xpos[t] != Xpos::kVbn) continue;
    const TokenId object = head_[t];
    if (object == kNoToken || object < t || relation_[object] != Relation::kObj ||
        object - t > kMaxPhrase)
      continue;
    const TokenId have = head_[object];
    if (have == kNoToken || have >= t || t - have > 3 || syntax_.lemma(have) != "have") continue;
    bool owned = false;
    for (TokenId c = t + 1; c < object; ++c) {
      owned = owned || (head_[c] == object &&
                        (relation_[c] == Relation::kDet || relation_[c] == Relation::kNmodPoss));
    }
    // "has severed ties": an act that takes this object.
    const auto* rows = owned ? nullptr : tables_.rows_at(tables_.words.find(syntax_.lemma(t)));
    const WordId thing = owned ? kNoWord : tables_.words.find(syntax_.lemma(object));
    for (std::size_t r = 0;
         rows != nullptr && thing != kNoWord && t == have + 1 && !owned && r < rows->size(); ++r) {
      const ActRow& row = tables_.rows[(*rows)[r]];
      for (const Condition& condition : row.conditions) {
        owned = owned ||
                (row.verb && condition.slot.kind == ArgumentKind::kObject && !condition.negated &&
                 std::binary_search(condition.lemmas.begin(), condition.lemmas.end(), thing));
      }
    }
    if (!owned) continue;
    head_[t] = head_[have];
    relation_[t] = relation_[have];
    for (TokenId c = sentence.begin; c < sentence.end; ++c) {
      if (head_[c] == have && c != t) head_[c] = t;
    }
    head_[have] = t;
    relation_[have] = Relation::kAux;
  }
}

// Sentences that the parser takes for a bare noun phrase though a verb stands in them, most of them
// short and without articles: "Oman hosted talks", "Mali accused France".
void ClauseTree::repair(TokenRange sentence) {
  TokenId root = kNoToken;
  TokenId verb = kNoToken;  // the first one that may be the predicate
  bool finite = false;
  const auto is_noun = [&](TokenId t) {
    return syntax_.upos[t] == Upos::kNoun || syntax_.upos[t] == Upos::kPropn;
  };
  for (TokenId t = sentence.begin; t < sentence.end; ++t) {
    if (head_[t] == kNoToken) root = t;
    const Xpos xpos = syntax_.xpos[t];
    finite = finite || syntax_.upos[t] == Upos::kAux || xpos == Xpos::kMd;
    if (syntax_.upos[t] != Upos::kVerb) continue;
    const Relation relation = relation_[t];
    const bool inside = relation == Relation::kAmod || relation == Relation::kCompound ||
                        relation == Relation::kAcl;
    finite = finite || xpos == Xpos::kVbz || xpos == Xpos::kVbp || (xpos == Xpos::kVbd && !inside);
    if (inside && verb == kNoToken && (xpos == Xpos::kVbd || xpos == Xpos::kVbn)) verb = t;
  }
  repair_infinitives(sentence);
  repair_perfect(sentence);
  repair_joined_subjects(sentence, root);
  if (finite || root == kNoToken || verb == kNoToken || verb == sentence.begin || !is_noun(root))
    return;
  if (root < verb) {
    const TokenId above = head_[verb];
    bool predicate = syntax_.xpos[verb] == Xpos::kVbd;
    if (!predicate && above == root && relation_[verb] == Relation::kAcl) {
      // "Mali accused France": what follows is an object, or the first noun a bare name.
      bool agent = false;
      for (TokenId t = verb + 1; t < sentence.end; ++t) {
        agent = agent || (head_[t] == verb && relation_[t] == Relation::kOblAgent);
        predicate = predicate ||
                    ((head_[t] == verb || head_[t] == root) &&
                     (relation_[t] == Relation::kObj || relation_[t] == Relation::kOblUnmarked));
      }
      predicate = !agent && (predicate || (syntax_.upos[root] == Upos::kPropn && verb == root + 1));
    } else if (!predicate && above == root && relation_[verb] == Relation::kAmod) {
      // "Spain and Malta backed Kenya's bid": no adjective stands behind its noun.
      for (TokenId t = verb + 1; t < sentence.end && !predicate; ++t) {
        if (head_[t] != root || !is_noun(t)) continue;
        predicate = true;
        relation_[t] = Relation::kObj;
      }
    } else if (!predicate && above != kNoToken && above > verb && head_[above] == root &&
               relation_[above] == Relation::kObj) {
      predicate = true;  // "troops shelled positions"
      relation_[above] = Relation::kObj;
      head_[above] = verb;
    }
    if (!predicate) return;
    for (TokenId t = verb + 1; t < sentence.end; ++t) {
      if (head_[t] == root) head_[t] = verb;
    }
    head_[verb] = kNoToken;
    relation_[verb] = Relation::kRoot;
    head_[root] = verb;
    relation_[root] = Relation::kNsubj;
    return;
  }
  // "Oman backed Egypt's position": the same with the owner of the noun.
  if (const TokenId owner = head_[verb]; owner != kNoToken && owner > verb && owner < root &&
                                         head_[owner] == root &&
                                         relation_[owner] == Relation::kNmodPoss) {
    for (TokenId t = sentence.begin; t <= verb; ++t) {
      if (head_[t] == owner) head_[t] = root;
    }
  }
  if (head_[verb] != root) return;
  // "Oman hosted talks": the verb is read as an adjective of the noun after it.
  TokenId subject = kNoToken;
  for (TokenId t = sentence.begin; t < verb; ++t) {
    if ((head_[t] == root || head_[t] == verb) && is_noun(t)) subject = t;
  }
  if (subject == kNoToken) return;
  for (TokenId t = sentence.begin; t < verb; ++t) {
    if (t != subject && (head_[t] == root || head_[t] == verb)) head_[t] = subject;
  }
  head_[subject] = verb;
  relation_[subject] = Relation::kNsubj;
  head_[verb] = kNoToken;
  relation_[verb] = Relation::kRoot;
  head_[root] = verb;
  relation_[root] = Relation::kObj;
}

// "aim to double bilateral trade" read as "to (double bilateral) trade": a bare verb after "to"
// governs the noun that it is read as an adjective of.
void ClauseTree::repair_infinitives(TokenRange sentence) {
  for (TokenId t = sentence.begin + 1; t + 1 < sentence.end; ++t) {
    const TokenId noun = head_[t];
    if (syntax_.xpos[t] != Xpos::kVb || relation_[t] != Relation::kAmod || noun == kNoToken ||
        noun < t || syntax_.xpos[t - 1] != Xpos::kTo || head_[t - 1] != noun ||
        (syntax_.upos[noun] != Upos::kNoun && syntax_.upos[noun] != Upos::kPropn))
      continue;
    const TokenId above = head_[noun];
    if (above == kNoToken || above > t) continue;
    head_[t] = above;
    relation_[t] = syntax_.upos[above] == Upos::kVerb ? Relation::kXcomp : Relation::kAcl;
    head_[t - 1] = t;
    relation_[t - 1] = Relation::kMark;
    head_[noun] = t;
    relation_[noun] = Relation::kObj;
  }
}

// "Armenia and Georgia met" read as "Armenia" and a clause "Georgia met"; "signed by Laos and China
// covers" read as a clause "China covers" that has another subject already.
void ClauseTree::repair_joined_subjects(TokenRange sentence, TokenId& root) {
  const auto is_noun = [&](TokenId t) {
    return syntax_.upos[t] == Upos::kNoun || syntax_.upos[t] == Upos::kPropn;
  };
  for (TokenId t = sentence.begin + 2; t < sentence.end; ++t) {
    if (relation_[t] != Relation::kNsubj || !is_noun(t) || head_[t] == kNoToken || head_[t] < t)
      continue;
    const TokenId verb = head_[t];
    // The words before this subject: "and", and before it a noun.
    TokenId joint = t - 1;
    while (joint > sentence.begin && t - joint < kMaxPhrase &&
           (head_[joint] == t || relation_[joint] == Relation::kDet))
      --joint;
    if (relation_[joint] != Relation::kCc || joint == sentence.begin || !is_noun(joint - 1))
      continue;
    const TokenId before = joint - 1;
    if (root == before && head_[verb] == before && relation_[verb] == Relation::kConj) {
      head_[verb] = kNoToken;
      relation_[verb] = Relation::kRoot;
      head_[before] = verb;
      relation_[before] = Relation::kNsubj;
      for (TokenId c = verb + 1; c < sentence.end; ++c) {
        if (head_[c] == before) head_[c] = verb;
      }
      root = verb;
    } else {
      bool other = false;
      for (TokenId c = before; c-- > sentence.begin && !other && before - c < kMaxReach;)
        other = head_[c] == verb && relation_[c] == Relation::kNsubj;
      if (!other) continue;
    }
    head_[t] = before;
    relation_[t] = Relation::kConj;
    head_[joint] = t;
  }
}

TokenId ClauseTree::child(TokenId token, Relation relation) const {
  for (TokenId c = first_child_[token]; c != kNoToken; c = next_sibling_[c]) {
    if (relation_[c] == relation) return c;
  }
  return kNoToken;
}

TokenId ClauseTree::child_lemma(TokenId token, WordId lemma) const {
  for (TokenId c = first_child_[token]; c != kNoToken; c = next_sibling_[c]) {
    if (lemma_[c] == lemma) return c;
  }
  return kNoToken;
}

WordId ClauseTree::preposition(TokenId token) const {
  for (TokenId c = first_child_[token]; c != kNoToken; c = next_sibling_[c]) {
    if (relation_[c] == Relation::kCase && syntax_.upos[c] != Upos::kPart) return lemma_[c];
  }
  return kNoWord;
}

bool ClauseTree::is_passive(TokenId verb) const {
  if (has_child(verb, Relation::kAuxPass)) return true;
  // "the border with Mali, closed by Algeria": tagged as a past tense.
  if (syntax_.xpos[verb] == Xpos::kVbd && relation_[verb] == Relation::kAdvcl &&
      has_child(verb, Relation::kOblAgent) && !has_child(verb, Relation::kObj) &&
      !has_child(verb, Relation::kNsubj))
    return true;
  if (syntax_.xpos[verb] != Xpos::kVbn || has_child(verb, Relation::kAux) ||
      has_child(verb, Relation::kObj))
    return false;
  const Relation relation = relation_[verb];
  if (relation == Relation::kAcl) return true;
  if (relation == Relation::kAdvcl && !has_child(verb, Relation::kNsubj) &&
      (has_child(verb, Relation::kOblAgent) || !has_child(verb, Relation::kMark)))
    return true;
  // The relation of the subject alone may be wrong; with "by", or in a headline, it is not.
  if (has_child(verb, Relation::kNsubjPass)) {
    const auto& text = document_.text_layer;
    if (text.sentence_is_title[text.token_sentence[verb]]) return true;
    if (has_child(verb, Relation::kOblAgent)) return true;
    for (TokenId c = first_child_[verb]; c != kNoToken; c = next_sibling_[c]) {
      if (relation_[c] == Relation::kObl && preposition(c) == tables_.small.by) return true;
    }
    return false;
  }
  if (relation == Relation::kConj && head_[verb] != kNoToken &&
      !has_child(verb, Relation::kNsubj)) {
    const TokenId first = head_[verb];
    return syntax_.xpos[first] == Xpos::kVbn &&
           (has_child(first, Relation::kAuxPass) || relation_[first] == Relation::kAcl);
  }
  return false;
}

TokenId ClauseTree::antecedent(TokenId token) const {
  if (syntax_.upos[token] != Upos::kPron && syntax_.upos[token] != Upos::kDet) return token;
  const auto& small = tables_.small;
  const WordId word = lemma_[token];
  if (word != small.who && word != small.which && word != small.that && word != small.whom)
    return token;
  TokenId at = token;
  for (int i = 0; i < kMaxClimb && at != kNoToken; ++i, at = head_[at]) {
    if (relation_[at] == Relation::kAclRelcl) return head_[at];
  }
  return token;
}

TokenId ClauseTree::surface_subject(TokenId predicate) const {
  return surface_subject(predicate, 0);
}

TokenId ClauseTree::surface_subject(TokenId predicate, int climb) const {
  if (climb >= kMaxClimb) return kNoToken;
  for (const Relation relation : {Relation::kNsubj, Relation::kNsubjPass, Relation::kNsubjOuter}) {
    if (const TokenId subject = child(predicate, relation); subject != kNoToken)
      return antecedent(subject);
  }
  if (const TokenId near = adjacent_subject(predicate); near != kNoToken) return near;
  const TokenId head = head_[predicate];
  if (head == kNoToken) return near_subject(predicate);
  switch (relation_[predicate]) {
    case Relation::kConj:
      // "Kenya and Uganda met": the second name may be read as the subject of a second clause.
    case Relation::kAdvcl:
    case Relation::kParataxis:
      return surface_subject(head, climb + 1);
    case Relation::kXcomp: {
      // "ordered the paper to stop": the object is to do it.
      const TokenId object = child(head, Relation::kObj);
      if (object != kNoToken && syntax_.upos[predicate] == Upos::kVerb &&
          child_lemma(predicate, tables_.small.to) != kNoToken)
        return antecedent(object);
      return surface_subject(head, climb + 1);
    }
    case Relation::kCcomp: {
      if (has_child(predicate, Relation::kExpl)) return surface_subject(head, climb + 1);
      const TokenId near = near_subject(predicate);
      return near != kNoToken ? near : surface_subject(head, climb + 1);
    }
    case Relation::kAcl:
      if (syntax_.xpos[predicate] == Xpos::kVbg || syntax_.xpos[predicate] == Xpos::kVbn)
        return head;
      // "Kenya was the only member to ratify it".
      if (has_child(head, Relation::kCop)) {
        if (const TokenId subject = child(head, Relation::kNsubj); subject != kNoToken)
          return antecedent(subject);
      }
      // "its decision to send", "announced a plan to send".
      if (const TokenId owner = child(head, Relation::kNmodPoss); owner != kNoToken) return owner;
      if (head_[head] == kNoToken) return head;  // a headline: "Minister to visit"
      if (relation_[head] == Relation::kObj || relation_[head] == Relation::kObl)
        return surface_subject(head_[head], climb + 1);
      return kNoToken;
    case Relation::kAclRelcl:
      // "the man they arrested" has a subject; without one the noun is it.
      return head;
    default:
      return near_subject(predicate);
  }
}

bool ClauseTree::is_finite(TokenId token) const {
  const Xpos xpos = syntax_.xpos[token];
  return syntax_.upos[token] == Upos::kVerb &&
         (xpos == Xpos::kVbd || xpos == Xpos::kVbz || xpos == Xpos::kVbp ||
          has_child(token, Relation::kAux));
}

// The head of the noun phrase that begins at the token, or kNoToken: over determiners, numbers and
// adjectives to the last of its nouns.
TokenId ClauseTree::phrase_head(TokenId begin, TokenId end) const {
  TokenId head = kNoToken;
  for (TokenId t = begin; t < end && t < begin + kMaxPhrase; ++t) {
    switch (syntax_.upos[t]) {
      case Upos::kNoun:
      case Upos::kPropn:
        head = t;
        continue;
      case Upos::kPron:
        return head == kNoToken ? t : head;
      case Upos::kDet:
      case Upos::kNum:
      case Upos::kAdj:
        if (head != kNoToken && syntax_.upos[t] == Upos::kDet) return head;
        continue;
      case Upos::kPart:  // "'s"
        continue;
      case Upos::kVerb:
        // "suspected militants"
        if (t > begin && document_.token(t - 1) == "-") continue;  // "war-torn"
        if (head == kNoToken && (syntax_.xpos[t] == Xpos::kVbn || syntax_.xpos[t] == Xpos::kVbd) &&
            !has_child(t, Relation::kAux))
          continue;
        return head;
      case Upos::kAdp:
        // "up to 16 advisers"
        if (head == kNoToken && t + 1 < end &&
            (syntax_.upos[t + 1] == Upos::kNum || syntax_.upos[t + 1] == Upos::kAdp))
          continue;
        return head;
      default:
        if (document_.token(t) == "-") continue;
        return head;
    }
  }
  return head;
}

// Where the tree gives a finite verb no subject: the first noun phrase of its clause.
TokenId ClauseTree::near_subject(TokenId verb) const {
  if (!is_finite(verb)) return kNoToken;
  const TokenRange sentence =
      document_.text_layer.sentence_tokens[document_.text_layer.token_sentence[verb]];
  TokenId begin = verb;
  while (begin > sentence.begin && verb - begin < kMaxReach) {
    const TokenId t = begin - 1;
    const std::string_view word = document_.token(t);
    if (is_finite(t) || syntax_.upos[t] == Upos::kSconj || word == ";" || word == ":") break;
    --begin;
  }
  // Past a phrase that opens the sentence: "In Cairo, ...".
  while (begin < verb &&
         (syntax_.upos[begin] == Upos::kAdp || syntax_.upos[begin] == Upos::kAdv ||
          syntax_.upos[begin] == Upos::kPunct || syntax_.upos[begin] == Upos::kCconj)) {
    if (syntax_.upos[begin] != Upos::kAdp) {
      ++begin;
      continue;
    }
    TokenId comma = begin;
    while (comma < verb && document_.token(comma) != ",") ++comma;
    if (comma == verb) return kNoToken;
    begin = comma + 1;
  }
  const TokenId head = phrase_head(begin, verb);
  return head < verb ? head : kNoToken;
}

// Where the tree gives an active verb no object: the noun phrase right after it.
TokenId ClauseTree::near_object(TokenId verb) const {
  const TokenRange sentence =
      document_.text_layer.sentence_tokens[document_.text_layer.token_sentence[verb]];
  TokenId begin = verb + 1;
  while (begin < sentence.end &&
         (syntax_.upos[begin] == Upos::kAdv || relation_[begin] == Relation::kCompoundPrt))
    ++begin;
  return phrase_head(begin, std::min<TokenId>(sentence.end, begin + kMaxPhrase));
}

// A noun phrase after that preposition, right of the predicate and before the next clause.
TokenId ClauseTree::near_prepositional(TokenId predicate, WordId preposition_) const {
  const TokenRange sentence =
      document_.text_layer.sentence_tokens[document_.text_layer.token_sentence[predicate]];
  for (TokenId t = predicate + 1; t < sentence.end && t < predicate + kMaxReach; ++t) {
    if (is_finite(t) || (syntax_.upos[t] == Upos::kSconj && lemma_[t] != preposition_)) break;
    if (document_.token(t) == ",") break;
    if (lemma_[t] != preposition_ || syntax_.upos[t] == Upos::kPart) continue;
    TokenId begin = t + 1;
    while (begin < sentence.end && syntax_.upos[begin] == Upos::kVerb) ++begin;
    if (const TokenId head = phrase_head(begin, sentence.end); head != kNoToken) return head;
  }
  return kNoToken;
}

void ClauseTree::add_prepositional(TokenId predicate, WordId preposition_,
                                   std::vector<TokenId>& out) const {
  for (TokenId c = first_child_[predicate]; c != kNoToken; c = next_sibling_[c]) {
    const Relation relation = relation_[c];
    if (relation != Relation::kObl && relation != Relation::kNmod &&
        relation != Relation::kOblAgent && relation != Relation::kOblUnmarked)
      continue;
    if (preposition(c) == preposition_) out.push_back(antecedent(c));
  }
}

void ClauseTree::arguments(TokenId predicate, ArgumentSlot slot, std::vector<TokenId>& out) const {
  const bool verb = syntax_.upos[predicate] == Upos::kVerb ||
                    syntax_.upos[predicate] == Upos::kAux || syntax_.upos[predicate] == Upos::kAdj;
  switch (slot.kind) {
    case ArgumentKind::kSubject: {
      if (!verb) {
        // A noun as predicate: "X is a party to"; or a verb that is read as one: "Kenya plans to".
        if (const TokenId subject = child(predicate, Relation::kNsubj); subject != kNoToken) {
          out.push_back(antecedent(subject));
        } else if (head_[predicate] == kNoToken) {
          if (const TokenId before = child(predicate, Relation::kCompound); before != kNoToken)
            out.push_back(before);
        }
        return;
      }
      if (is_passive(predicate)) {
        if (const TokenId agent = child(predicate, Relation::kOblAgent); agent != kNoToken) {
          out.push_back(antecedent(agent));
        } else {
          add_prepositional(predicate, tables_.small.by, out);
        }
        return;
      }
      if (const TokenId subject = surface_subject(predicate); subject != kNoToken)
        out.push_back(subject);
      return;
    }
    case ArgumentKind::kObject: {
      if (is_passive(predicate)) {
        if (const TokenId subject = surface_subject(predicate); subject != kNoToken)
          out.push_back(subject);
        return;
      }
      for (TokenId c = first_child_[predicate]; c != kNoToken; c = next_sibling_[c]) {
        if (relation_[c] == Relation::kObj) out.push_back(antecedent(c));
      }
      if (out.empty()) {
        if (const TokenId only = child(predicate, Relation::kIobj); only != kNoToken)
          out.push_back(antecedent(only));
      }
      // "handed over the bodies": the particle is read as a preposition.
      for (TokenId c = first_child_[predicate]; c != kNoToken && out.empty() && verb;
           c = next_sibling_[c]) {
        if (relation_[c] != Relation::kObl || predicate + 1 >= lemma_.size() ||
            head_[predicate + 1] != c || relation_[predicate + 1] != Relation::kCase)
          continue;
        const std::string_view word = document_.token(predicate + 1);
        if (word == "over" || word == "up" || word == "off" || word == "out" || word == "down" ||
            word == "back")
          out.push_back(antecedent(c));
      }
      // "the treaty that they signed", "signed and ratified the treaty".
      if (out.empty() && relation_[predicate] == Relation::kAclRelcl && verb) {
        const TokenId subject = child(predicate, Relation::kNsubj);
        if (subject != kNoToken && antecedent(subject) == subject) out.push_back(head_[predicate]);
      }
      if (out.empty() && verb) {
        if (const TokenId near = near_object(predicate); near != kNoToken) out.push_back(near);
      }
      return;
    }
    case ArgumentKind::kIndirect:
      if (const TokenId indirect = child(predicate, Relation::kIobj); indirect != kNoToken)
        out.push_back(antecedent(indirect));
      return;
    case ArgumentKind::kPossessor:
    case ArgumentKind::kModifier:
      for (TokenId c = first_child_[predicate]; c != kNoToken; c = next_sibling_[c]) {
        const Relation relation = relation_[c];
        if (relation == Relation::kNmodPoss || relation == Relation::kAmod ||
            relation == Relation::kCompound)
          out.push_back(antecedent(c));
      }
      return;
    case ArgumentKind::kObjectWords: {
      std::vector<TokenId> objects;
      arguments(predicate, {ArgumentKind::kObject, kNoWord}, objects);
      for (const TokenId object : objects)
        arguments(object, {ArgumentKind::kModifier, kNoWord}, out);
      return;
    }
    case ArgumentKind::kInfinitive:
      return;
    case ArgumentKind::kClause:
      for (TokenId c = first_child_[predicate]; c != kNoToken; c = next_sibling_[c]) {
        const Relation relation = relation_[c];
        if (relation != Relation::kXcomp && relation != Relation::kCcomp &&
            ((relation != Relation::kAcl && relation != Relation::kAclRelcl) || verb))
          continue;
        if (const TokenId subject = surface_subject(c); subject != kNoToken) out.push_back(subject);
      }
      return;
    case ArgumentKind::kPreposition: {
      add_prepositional(predicate, slot.preposition, out);
      if (!verb && out.empty() && relation_[predicate] == Relation::kNmod &&
          head_[predicate] != kNoToken && preposition(predicate) == tables_.small.of &&
          (slot.preposition == tables_.small.between || slot.preposition == tables_.small.with)) {
        // "the third round of talks between".
        add_prepositional(head_[predicate], slot.preposition, out);
      }
      if (!verb) {
        // "the exchange of prisoners between": the phrase may hang on the one before it.
        // Not the doer: "rallies against abuses by the army".
        // But "the signing of a pact by Kenya".
        const bool doer =
            slot.preposition == tables_.small.by || slot.preposition == tables_.small.of;
        if (slot.preposition == tables_.small.by) {
          for (TokenId c = first_child_[predicate]; c != kNoToken && out.empty();
               c = next_sibling_[c]) {
            if (relation_[c] == Relation::kNmod && preposition(c) == tables_.small.of)
              add_prepositional(c, slot.preposition, out);
          }
        }
        for (TokenId c = first_child_[predicate]; c != kNoToken && out.empty() && !doer;
             c = next_sibling_[c]) {
          // "the sanctions that it had imposed on Mali".
          if (relation_[c] == Relation::kAcl || relation_[c] == Relation::kAclRelcl) {
            add_prepositional(c, slot.preposition, out);
            continue;
          }
          if (relation_[c] != Relation::kNmod) continue;
          add_prepositional(c, slot.preposition, out);
          for (TokenId d = first_child_[c]; d != kNoToken && out.empty(); d = next_sibling_[d]) {
            if (relation_[d] == Relation::kNmod) add_prepositional(d, slot.preposition, out);
          }
        }
        return;
      }
      // "imposed sanctions on": the phrase may hang on the object.
      std::vector<TokenId> objects;
      arguments(predicate, {ArgumentKind::kObject, kNoWord}, objects);
      for (const TokenId object : objects) {
        if (head_[object] == predicate || relation_[object] == Relation::kNsubjPass ||
            is_passive(predicate))
          add_prepositional(object, slot.preposition, out);
      }
      return;
    }
  }
}

bool ClauseTree::modified_by(TokenId predicate, const std::vector<WordId>& lemmas) const {
  for (TokenId c = first_child_[predicate]; c != kNoToken; c = next_sibling_[c]) {
    const Relation relation = relation_[c];
    if (relation != Relation::kAmod && relation != Relation::kCompound &&
        relation != Relation::kNmod && relation != Relation::kNmodPoss &&
        relation != Relation::kAdvmod && relation != Relation::kConj)
      continue;
    if (std::binary_search(lemmas.begin(), lemmas.end(), lemma_[c])) return true;
    // "artillery and rocket fire".
    if (relation == Relation::kAmod || relation == Relation::kCompound) {
      for (TokenId d = first_child_[c]; d != kNoToken; d = next_sibling_[d]) {
        if (std::binary_search(lemmas.begin(), lemmas.end(), lemma_[d])) return true;
      }
    }
  }
  return false;
}

bool ClauseTree::holds(TokenId predicate, const Condition& condition) const {
  bool found = false;
  const auto in_list = [&](TokenId token) {
    if (condition.lemmas.empty() && condition.kinds == 0) return true;
    return (kinds_[token] & condition.kinds) != 0 ||
           std::binary_search(condition.lemmas.begin(), condition.lemmas.end(), lemma_[token]);
  };
  switch (condition.slot.kind) {
    case ArgumentKind::kModifier:
      found =
          condition.lemmas.empty() && condition.kinds == 0
              ? has_child(predicate, Relation::kAmod) || has_child(predicate, Relation::kCompound)
              : modified_by(predicate, condition.lemmas);
      break;
    case ArgumentKind::kObjectWords: {
      std::vector<TokenId> objects;
      arguments(predicate, {ArgumentKind::kObject, kNoWord}, objects);
      found = std::any_of(objects.begin(), objects.end(),
                          [&](TokenId object) { return modified_by(object, condition.lemmas); });
      break;
    }
    case ArgumentKind::kClause:
      for (TokenId c = first_child_[predicate]; c != kNoToken && !found; c = next_sibling_[c]) {
        const Relation relation = relation_[c];
        found = (relation == Relation::kXcomp || relation == Relation::kCcomp ||
                 (relation == Relation::kAcl && syntax_.upos[predicate] == Upos::kNoun &&
                  (child_lemma(c, tables_.small.to) != kNoToken ||
                   child_lemma(c, tables_.small.that) != kNoToken))) &&
                in_list(c);
      }
      break;
    case ArgumentKind::kInfinitive:
      for (TokenId c = first_child_[predicate]; c != kNoToken && !found; c = next_sibling_[c]) {
        const Relation relation = relation_[c];
        found = c > predicate &&
                (relation == Relation::kXcomp || relation == Relation::kCcomp ||
                 relation == Relation::kAdvcl) &&
                syntax_.xpos[c] == Xpos::kVb && child_lemma(c, tables_.small.to) != kNoToken &&
                in_list(c);
      }
      break;
    default: {
      std::vector<TokenId> heads;
      arguments(predicate, condition.slot, heads);
      for (const TokenId token : heads) {
        found = found || in_list(token);
        for (TokenId c = first_child_[token]; c != kNoToken && !found; c = next_sibling_[c]) {
          const Relation relation = relation_[c];
          // Coordinates, titles ("ambassador Diop") and what a measure measures ("tons of food").
          // "landed in Lima hours earlier".
          const bool inside = relation == Relation::kCompound &&
                              condition.slot.kind == ArgumentKind::kPreposition &&
                              (kinds_[c] & condition.kinds) != 0;
          const bool same = relation == Relation::kConj || relation == Relation::kNmodDesc ||
                            relation == Relation::kAppos ||
                            (relation == Relation::kNmod && preposition(c) == tables_.small.of);
          found = inside || (same && in_list(c));
        }
      }
    }
  }
  return found != condition.negated;
}

TokenRange ClauseTree::subtree(TokenId token) const {
  return {left_[token], right_[token] + 1};
}

}  // namespace chancery

// post_records.cpp: embassies, consulates and missions that open, close or change their rank.
#include <algorithm>

#include "events/records.hpp"

namespace chancery {

void RecordReader::read_post(TokenId head, TokenRange words, const std::string& type) {
  const auto& small = tables_.small;
  const Relation relation = tree_.relation(head);
  if (relation == Relation::kCompound || relation == Relation::kAmod) return;
  // What is told of it.
  TokenId top = head;
  for (int i = 0; i < 3; ++i) {
    const TokenId above = tree_.head(top);
    if (above == kNoToken || is_verb(above)) break;
    if (tree_.relation(top) != Relation::kConj && tree_.relation(top) != Relation::kAppos) break;
    top = above;
  }
  const TokenId above = tree_.head(top);
  if (above == kNoToken) return;
  // A verb in -ing that names the opening: "agreed on opening the embassy".
  const Relation link = tree_.relation(top);
  TokenId trigger = kNoToken;
  std::string status;
  bool nominal = false;
  if (is_verb(above) || tree_.upos(above) == Upos::kAdj) {
    if (link == Relation::kObj || link == Relation::kNsubjPass || link == Relation::kNsubj ||
        link == Relation::kCsubjPass) {
      if (const Match verb = match_verb(RecordUse::kPostVerb, above)) {
        trigger = above;
        status = *verb.value;
      } else if (is_lemma(above, "open") || is_lemma(above, "closed")) {
        trigger = above;
        status = is_lemma(above, "open") ? "open" : "closed";
      }
    }
    if (trigger == kNoToken && link == Relation::kNsubj) {
      // "will remain open", "is to be closed".
      for (TokenId c = tree_.first_child(above); c != kNoToken; c = tree_.next_sibling(c)) {
        if (tree_.relation(c) != Relation::kXcomp) continue;
        if (const Match verb = match_verb(RecordUse::kPostVerb, c)) {
          trigger = c;
          status = *verb.value;
        }
      }
    }
  }
  // "the opening of the embassy", wherever the tree hangs it.
  const TokenId first = sentence_of(head).begin;
  for (TokenId t = words.begin; trigger == kNoToken && t > first && words.begin - t < 8; --t) {
    if (is_verb(t - 1) || document_.token(t - 1) == ",") break;
    if (surface_[t - 1] != small.of || t < first + 2) continue;
    if (const Match noun = match(RecordUse::kPostNoun, t - 2)) {
      trigger = t - 2;
      status = *noun.value;
      nominal = true;
    }
    break;
  }
  if (trigger == kNoToken) return;
  // Of opening and closing a door nothing is told by "reduce", "raise" of other things.
  Told how = told(trigger);
  if (*how.refused != '\0') {
    refuse(EntryKind::kPost, head, how.refused);
    return;
  }
  // Whose it is, and where.
  std::vector<EventParty> senders;
  parties_.find_owners(head, senders);
  for (TokenId t = words.begin; t < words.end; ++t) parties_.find_owners(t, senders);
  if (senders.empty()) {
    for (TokenId t = words.begin; t < words.end && senders.empty(); ++t)
      senders = at_preposition(t, small.of, PartyUse::kActs);
  }
  TokenId place = kNoToken;
  const TokenId end = sentence_of(head).end;
  for (TokenId t = words.end; t + 1 < end && t < words.end + 16 && place == kNoToken; ++t) {
    if (tree_.upos(t) == Upos::kVerb && t != trigger && tree_.is_finite(t)) break;
    if (surface_[t] != small.in && surface_[t] != small.to && surface_[t] != small.at) continue;
    TokenId at = t + 1;
    while (at < end && at < t + 5 && !is_place(at) &&
           (tree_.upos(at) == Upos::kDet || tree_.upos(at) == Upos::kNoun ||
            tree_.upos(at) == Upos::kPropn || tree_.upos(at) == Upos::kAdj ||
            tree_.upos(at) == Upos::kPart))
      ++at;
    if (at < end && is_place(at)) place = at;
  }
  if (senders.empty() && !nominal && is_verb(trigger)) senders = subjects_of(trigger);
  if (senders.empty() && nominal) senders = at_preposition(trigger, small.by, PartyUse::kActs);
  senders.erase(std::remove_if(senders.begin(), senders.end(),
                               [&](const EventParty& party) { return !is_official(party); }),
                senders.end());
  if (senders.empty() || place == kNoToken) {
    refuse(EntryKind::kPost, head, senders.empty() ? "no sending state" : "no receiving state");
    return;
  }
  Span place_words;
  std::string receiving = place_state(place, &place_words);
  EventParty sender = senders.front();
  const std::string sending = party_state(document_, sender);
  if (receiving.empty() && !pair_.empty()) {
    // A city that no table knows, in a report on two states: that of the other one.
    for (const ActorId known : pair_) {
      if (document_.actors.actors[known].id != sending)
        receiving = document_.actors.actors[known].id;
    }
  }
  if (receiving.size() != 3 || sending.empty() || sending == receiving) {
    refuse(EntryKind::kPost, head, "one state only");
    return;
  }
  RecordItem record = from_told(how, trigger, "post", PostFields{});
  auto& fields = std::get<PostFields>(record.fields);
  fields.type = type;
  fields.post_status = status;
  if (is_lemma(trigger, "remain") || is_lemma(trigger, "stay") || is_lemma(trigger, "operate")) {
    if (is_lemma(trigger, "operate") || tree_.child_lemma(trigger, word("open")) != kNoToken) {
      record.status = ActStatus::kOngoing;
    } else if (tree_.child_lemma(trigger, word("closed")) != kNoToken ||
               tree_.child_lemma(trigger, word("close")) != kNoToken) {
      fields.post_status = "closed";
      record.status = ActStatus::kOngoing;
    } else {
      return;
    }
  } else if (is_lemma(trigger, "affect")) {
    return;
  } else if (status == "open" && how.status == ActStatus::kPlanned) {
    fields.post_status = "to_open";
  }
  const bool gerund = is_verb(trigger) && tree_.xpos(trigger) == Xpos::kVbg &&
                      !tree_.has_child(trigger, Relation::kAux);
  if ((nominal || gerund) && status == "open") {
    // "agreed on opening", "exchanged notes on the establishment of": agreed, not open.
    std::vector<TokenId> above_it = how.chain;
    if (tree_.head(trigger) != kNoToken) above_it.push_back(tree_.head(trigger));
    for (const TokenId t : above_it) {
      if (t == trigger) continue;
      const Match text = is_verb(t) ? match_verb(RecordUse::kTextVerb, t) : Match{};
      if (text &&
          (*text.value == "agreed" || *text.value == "signed" || *text.value == "exchanged")) {
        fields.post_status = "agreed";
        record.status = ActStatus::kPlanned;
      }
    }
  } else if (status == "open" && how.status == ActStatus::kPlanned) {
    for (const TokenId t : how.chain) {
      if (t != trigger && is_lemma(t, "agree")) fields.post_status = "agreed";
    }
  }
  if (record.status == ActStatus::kPlanned && !record.time) record.date.reset();
  add(record, "sending", {sender});
  EventParty host;
  host.span = place_words.empty() ? text_.token_span[place] : place_words;
  host.how = How::kLookedUp;
  for (ActorId a = 0; a < document_.actors.actors.size() && host.actor == kNoId; ++a) {
    if (document_.actors.actors[a].id == receiving) host.actor = a;
  }
  if (host.actor == kNoId) host.id = host.name = host.state = receiving;
  add(record, "receiving", {host});
  if (!place_words.empty()) record.place_words = place_words;
  set_words(record, text_.span_of(words));
  put(std::move(record));
}

void RecordReader::read_posts() {
  for (TokenId t = 0; t < text_.tokens(); ++t) {
    const Upos upos = tree_.upos(t);
    if (upos != Upos::kNoun && upos != Upos::kPropn && upos != Upos::kAdj) continue;
    const Match found = match(RecordUse::kPost, t);
    if (!found) continue;
    const TokenRange words{t, t + found.words};
    TokenId head = t;
    for (TokenId w = words.begin; w < words.end; ++w) {
      const TokenId above = tree_.head(w);
      if (above != kNoToken && words.contains(above)) continue;
      head = w;
      if (tree_.relation(w) != Relation::kCompound) break;
    }
    read_post(head, words, *found.value);
    t = words.end - 1;
  }
}

}  // namespace chancery

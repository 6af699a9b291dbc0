// visit_records.cpp: who goes to which state.
#include <algorithm>

#include "events/records.hpp"

namespace chancery {
namespace {

constexpr TokenId kMaxPurpose = 24;  // words

}  // namespace

// visit_type, and purpose: "on a working visit", "to attend the meeting", "for talks on trade".
void RecordReader::describe_visit(TokenId trigger, RecordItem& record) const {
  auto& fields = std::get<VisitFields>(record.fields);
  const auto type_of = [&](TokenId noun) {
    for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c)) {
      if (c > noun) break;
      if (const Match type = match(RecordUse::kVisitType, c); type && fields.visit_type.empty())
        fields.visit_type = *type.value;
      for (TokenId d = tree_.first_child(c); d != kNoToken && d < noun; d = tree_.next_sibling(d)) {
        if (const Match type = match(RecordUse::kVisitType, d); type && fields.visit_type.empty())
          fields.visit_type = *type.value;
      }
    }
  };
  TokenId clause = trigger;
  if (!is_verb(trigger)) {
    type_of(trigger);
    const TokenId head = tree_.head(trigger);
    if (head != kNoToken && is_verb(head)) clause = head;
  } else {
    for (TokenId c = tree_.first_child(trigger); c != kNoToken; c = tree_.next_sibling(c)) {
      if (match(RecordUse::kVisitNoun, c)) type_of(c);
      for (TokenId d = tree_.first_child(c); d != kNoToken; d = tree_.next_sibling(d)) {
        if (match(RecordUse::kVisitNoun, d)) type_of(d);
      }
    }
  }
  // The clause of purpose hangs on the verb, or on the noun or place beside it.
  const TokenRange words = tree_.subtree(clause);
  const TokenId end = std::min<TokenId>(words.end, sentence_of(trigger).end);
  for (TokenId t = trigger + 1; t < end && fields.purpose.empty(); ++t) {
    const bool to_attend =
        is_verb(t) && tree_.xpos(t) == Xpos::kVb && t > 0 && surface_[t - 1] == tables_.small.to &&
        (tree_.relation(t) == Relation::kAdvcl || tree_.relation(t) == Relation::kAcl);
    const bool for_talks =
        surface_[t] == tables_.small.for_ && t + 1 < end && tree_.relation(t) == Relation::kCase;
    if (tree_.is_finite(t) && !to_attend) break;
    TokenId begin = to_attend ? t : t + 1;
    if (for_talks) {
      const TokenId head = tree_.head(t);
      // "for a two-day visit", "for three days", "for the first time".
      const bool meets = head != kNoToken &&
                         (match(RecordUse::kMeetNoun, head) || tree_.upos(head) == Upos::kNoun);
      const bool time = head == kNoToken || match(RecordUse::kVisitNoun, head) ||
                        tree_.has_child(head, Relation::kNummod) || is_place(head) ||
                        is_lemma(head, "time") || is_lemma(head, "day") || is_lemma(head, "hour") ||
                        is_lemma(head, "week") || mention_at_[head] != kNoId;
      if (!meets || time) continue;
    } else if (!to_attend) {
      continue;
    }
    while (begin < end && tree_.upos(begin) == Upos::kDet) ++begin;
    TokenId stop = begin;
    while (stop < end && stop < begin + kMaxPurpose && document_.token(stop) != "," &&
           document_.token(stop) != ";" && document_.token(stop) != ".")
      ++stop;
    const auto& times = document_.times.times;
    const auto time = std::lower_bound(
        times.begin(), times.end(), begin,
        [](const TimeExpression& one, TokenId at) { return one.tokens.begin < at; });
    if (time != times.end() && time->tokens.begin < stop && time->tokens.begin > begin) {
      stop = time->tokens.begin;
      if (stop > begin + 1 && tree_.upos(stop - 1) == Upos::kAdp) --stop;
    }
    if (stop > begin) fields.purpose = std::string(document_.text(text_.span_of({begin, stop})));
  }
}

void RecordReader::add_visit(TokenId trigger, const Told& told,
                             const std::vector<EventParty>& visitors,
                             const std::vector<EventParty>& hosts, Span place, const char* rule) {
  if (*told.refused != '\0') {
    refuse(EntryKind::kVisit, trigger, told.refused);
    return;
  }
  RecordItem record = from_told(told, trigger, rule, VisitFields{});
  if (record.status == ActStatus::kRequested || record.status == ActStatus::kThreatened) {
    refuse(EntryKind::kVisit, trigger, "asked for");
    return;
  }
  std::vector<EventParty> states;
  for (const EventParty& host : hosts) {
    if (party_state(document_, host).empty()) continue;
    EventParty state = host;
    states.push_back(std::move(state));
    break;
  }
  if (states.empty()) {
    refuse(EntryKind::kVisit, trigger, "no host");
    return;
  }
  const std::string& host = party_state(document_, states.front());
  std::vector<EventParty> guests;
  for (const EventParty& visitor : visitors) {
    // A private person without an office acts for nobody.
    if (party_state(document_, visitor) != host) guests.push_back(visitor);
  }
  if (guests.empty()) {
    refuse(EntryKind::kVisit, trigger, visitors.empty() ? "no visitor" : "own state");
    return;
  }
  add(record, "visitor", guests);
  add(record, "host", states);
  if (!place.empty()) record.place_words = place;
  Span words = place;
  for (const TokenId t : told.chain) {
    if (text_.token_sentence[t] == text_.token_sentence[trigger] && is_verb(t))
      words = words.empty() ? text_.token_span[t] : cover(words, text_.token_span[t]);
  }
  describe_visit(trigger, record);
  set_words(record, words);
  put(std::move(record));
}

namespace {

EventParty state_party(const Document& document, const std::string& state, Span words) {
  EventParty party;
  party.span = words;
  party.how = How::kLookedUp;
  for (ActorId a = 0; a < document.actors.actors.size(); ++a) {
    if (document.actors.actors[a].id == state) {
      party.actor = a;
      return party;
    }
  }
  party.id = party.name = party.state = state;
  return party;
}

}  // namespace

// "arrived in Almaty", "will visit Peru", "flew to Nairobi".
void RecordReader::read_visit_verb(TokenId verb, const std::string& where) {
  std::vector<TokenId> places;
  for (const std::string_view part : split_list(where, ' ')) {
    std::vector<TokenId> heads;
    if (part == "o") {
      if (tree_.is_passive(verb)) {
        tree_.arguments(verb, {ArgumentKind::kObject, kNoWord}, heads);
      } else {
        for (TokenId c = tree_.first_child(verb); c != kNoToken; c = tree_.next_sibling(c)) {
          if (tree_.relation(c) == Relation::kObj) heads.push_back(tree_.antecedent(c));
        }
        if (heads.empty() && verb + 1 < sentence_of(verb).end && is_place(verb + 1))
          heads.push_back(verb + 1);
      }
    } else {
      tree_.arguments(verb, {ArgumentKind::kPreposition, word(part)}, heads);
      if (heads.empty()) {
        // "where she arrived".
        if (tree_.relation(verb) == Relation::kAclRelcl && tree_.head(verb) != kNoToken &&
            is_place(tree_.head(verb))) {
          for (TokenId c = tree_.first_child(verb); c != kNoToken; c = tree_.next_sibling(c)) {
            if (is_lemma(c, "where")) heads.push_back(tree_.head(verb));
          }
        }
        // "in Sarajevo, where she arrived", wherever the tree hangs the clause.
        for (TokenId t = verb; heads.empty() && t > sentence_of(verb).begin && verb - t < 5; --t) {
          if (!is_lemma(t - 1, "where")) continue;
          TokenId place = t - 1;
          while (place > sentence_of(verb).begin && t - place < 4 && !is_place(place)) --place;
          if (is_place(place)) heads.push_back(place);
          break;
        }
      }
      if (std::none_of(heads.begin(), heads.end(), [&](TokenId h) { return is_goal(h); }))
        places_after(verb, word(part), heads);
    }
    for (const TokenId head : heads) {
      if (is_goal(head) && places.size() < 4) places.push_back(head);
      for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
        if (tree_.relation(c) == Relation::kConj && is_place(c) && places.size() < 4)
          places.push_back(c);
      }
    }
    if (!places.empty()) break;
  }
  if (places.empty()) return;
  // "2.3 million Japanese came": people in numbers act for nobody.
  if (const TokenId subject = tree_.surface_subject(verb); subject != kNoToken) {
    const auto many = [&](TokenId t) {
      const std::string_view word = document_.token(t);
      return tree_.upos(t) == Upos::kNum &&
             ((word.front() >= '0' && word.front() <= '9') || word.size() > 6);
    };
    bool counted = many(subject);
    for (TokenId c = tree_.first_child(subject); c != kNoToken; c = tree_.next_sibling(c))
      counted = counted || (tree_.relation(c) == Relation::kNummod && many(c));
    if (subject > 0 && tree_.upos(subject - 1) == Upos::kNum)
      counted = counted || many(subject - 1);
    if (counted) return;
  }
  std::vector<EventParty> visitors = subjects_of(verb);
  const Told how = told(verb);
  // "came with the leaders of Italy and Greece".
  if (!visitors.empty()) {
    for (EventParty& other : at_preposition(verb, tables_.small.with, PartyUse::kActs))
      visitors.push_back(std::move(other));
  }
  for (const TokenId place : places) {
    Span words;
    const std::string state = place_state(place, &words);
    if (state.size() != 3) continue;
    add_visit(verb, how, visitors, {state_party(document_, state, words)}, words, "visit");
  }
}

// "received his Cuban counterpart", "will host the president of Ghana".
void RecordReader::read_receiving(TokenId verb) {
  std::vector<TokenId> heads;
  tree_.arguments(verb, {ArgumentKind::kObject, kNoWord}, heads);
  std::vector<EventParty> visitors;
  for (const TokenId head : heads) {
    for (EventParty& party : named(head, PartyUse::kActs)) {
      // People, not a state or body ("hosts the United Nations"), and no envoy who lives there.
      if (party.mention != kNoId) {
        const MentionKind kind = document_.actors.mentions[party.mention].kind;
        if (kind != MentionKind::kPerson && kind != MentionKind::kOffice &&
            kind != MentionKind::kPronoun && kind != MentionKind::kNominal &&
            document_.actors.mentions[party.mention].span == party.span)
          continue;
      }
      if (is_lemma(head, "ambassador") || is_lemma(head, "commissioner") ||
          is_lemma(head, "refugee") || is_lemma(head, "troop"))
        continue;
      visitors.push_back(std::move(party));
    }
  }
  if (visitors.empty()) return;
  std::vector<EventParty> hosts = subjects_of(verb);
  if (hosts.size() > 1) hosts.resize(1);
  add_visit(verb, told(verb), visitors, hosts, {}, "host");
}

// "the visit of the Qatari minister to Bishkek", "paid an official visit to Peru".
void RecordReader::read_visit_noun(TokenId noun) {
  const auto& small = tables_.small;
  std::vector<TokenId> heads;
  tree_.arguments(noun, {ArgumentKind::kPreposition, small.to}, heads);
  const TokenId head = tree_.head(noun);
  const bool governed = head != kNoToken && is_verb(head);
  const bool object = governed && (tree_.relation(noun) == Relation::kObj ||
                                   tree_.relation(noun) == Relation::kObl);
  if (heads.empty() && governed)
    tree_.arguments(head, {ArgumentKind::kPreposition, small.to}, heads);
  if (std::none_of(heads.begin(), heads.end(), [&](TokenId h) { return is_place(h); }))
    places_after(noun, small.to, heads);
  std::vector<TokenId> places;
  for (const TokenId h : heads) {
    if (is_place(h) && places.size() < 4) places.push_back(h);
    for (TokenId c = tree_.first_child(h); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kConj && is_place(c) && places.size() < 4)
        places.push_back(c);
    }
  }
  if (places.empty()) {
    // "That trip is off", "the visit has been cancelled": the one told before.
    if (layer_.records.empty() || kind_of(layer_.records.back().fields) != EntryKind::kVisit)
      return;
    bool definite = false;
    for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c))
      definite = definite || tree_.relation(c) == Relation::kNmodPoss ||
                 (tree_.relation(c) == Relation::kDet &&
                  (is_lemma(c, "the") || is_lemma(c, "this") || is_lemma(c, "that")));
    RecordItem& last = layer_.records.back();
    const bool near = text_.token_sentence[last.trigger] + 3 > text_.token_sentence[noun];
    if (!definite || !near || last.background) return;
    const Told after = told(noun);
    const bool off =
        head != kNoToken && is_lemma(head, "off") && tree_.has_child(head, Relation::kCop);
    if (*after.refused != '\0') return;
    if (off) {
      last.status = ActStatus::kCancelled;
    } else if (after.status == ActStatus::kCancelled || after.status == ActStatus::kPostponed) {
      last.status = after.status;
    } else {
      return;
    }
    last.spans.push_back(cover(text_.token_span[noun], text_.token_span[head]));
    return;
  }
  std::vector<EventParty> visitors;
  parties_.find_owners(noun, visitors);
  if (visitors.empty()) visitors = at_preposition(noun, small.of, PartyUse::kActs);
  if (visitors.empty()) {
    // "of the Minister of Foreign Affairs of Qatar", whom no table knows.
    std::vector<TokenId> holders;
    tree_.arguments(noun, {ArgumentKind::kPreposition, small.of}, holders);
    if (holders.empty() && noun + 1 < sentence_of(noun).end && surface_[noun + 1] == small.of) {
      if (const TokenId near = tree_.near_prepositional(noun, small.of); near != kNoToken)
        holders.push_back(near);
    }
    for (const TokenId h : holders) {
      if (match(RecordUse::kTitle, h) || match(RecordUse::kLevel, h))
        visitors = named(h, PartyUse::kMeant);
    }
  }
  if (visitors.empty()) visitors = at_preposition(noun, small.by, PartyUse::kActs);
  Told how = told(noun);
  if (visitors.empty() && governed) {
    if (object) {
      visitors = subjects_of(head);
      // "a visit by" of a passive: "a visit was paid by".
    } else if (tree_.relation(noun) == Relation::kNsubjPass) {
      visitors = subjects_of(head);
    }
  }
  visitors.erase(std::remove_if(visitors.begin(), visitors.end(),
                                [&](const EventParty& party) { return !is_official(party); }),
                 visitors.end());
  // What another verb says of a visit ("praised the visit") tells it as a thing that is.
  for (const TokenId place : places) {
    Span words;
    const std::string state = place_state(place, &words);
    if (state.size() != 3) continue;
    add_visit(noun, how, visitors, {state_party(document_, state, words)}, words, "visit noun");
  }
}

// "is in Tokyo", "is expected in Niamey": of persons.
void RecordReader::read_presence(TokenId place) {
  const TokenId in = tree_.child(place, Relation::kCase);
  if (in == kNoToken || tree_.lemma(in) != tables_.small.in) return;
  TokenId predicate = kNoToken;
  if (tree_.has_child(place, Relation::kCop)) {
    predicate = place;
  } else if (const TokenId head = tree_.head(place);
             head != kNoToken && tree_.relation(place) == Relation::kObl &&
             (is_lemma(head, "expect") || is_lemma(head, "due") || is_lemma(head, "await") ||
              is_lemma(head, "be")) &&
             (is_verb(head) || tree_.upos(head) == Upos::kAdj)) {
    predicate = head;
  }
  if (predicate == kNoToken) return;
  const TokenId subject = tree_.surface_subject(predicate);
  if (subject == kNoToken) return;
  std::vector<EventParty> visitors;
  for (EventParty& party : named(subject, PartyUse::kActs)) {
    if (party.mention == kNoId) continue;
    const MentionKind kind = document_.actors.mentions[party.mention].kind;
    if (kind == MentionKind::kPerson || kind == MentionKind::kOffice ||
        kind == MentionKind::kPronoun)
      visitors.push_back(std::move(party));
  }
  if (visitors.empty()) return;
  Span words;
  const std::string state = place_state(place, &words);
  if (state.size() != 3) return;
  Told how = told(predicate);
  if (predicate != place && how.status == ActStatus::kDone) how.status = ActStatus::kPlanned;
  if (how.status == ActStatus::kDone && !how.background) how.status = ActStatus::kOngoing;
  add_visit(predicate, how, visitors, {state_party(document_, state, words)}, words, "be in");
}

void RecordReader::read_visits() {
  for (TokenId t = 0; t < text_.tokens(); ++t) {
    if (is_verb(t)) {
      if (tree_.relation(t) == Relation::kAmod || tree_.relation(t) == Relation::kAux) continue;
      if (is_lemma(t, "lead") || is_lemma(t, "head")) {
        const TokenId object = tree_.child(t, Relation::kObj);
        if (object != kNoToken && (is_lemma(object, "delegation") || is_lemma(object, "mission"))) {
          read_visit_verb(t, "to");
          continue;
        }
      }
      if (const Match go = match_verb(RecordUse::kGoVerb, t)) {
        read_visit_verb(t, *go.value);
      } else if (match_verb(RecordUse::kReceiveVerb, t)) {
        read_receiving(t);
      }
    } else if (tree_.upos(t) == Upos::kNoun && match(RecordUse::kVisitNoun, t)) {
      read_visit_noun(t);
    }
    if (is_place(t) && (t == 0 || place_at_[t] == kNoId || place_at_[t - 1] != place_at_[t]))
      read_presence(t);
  }
}

}  // namespace chancery

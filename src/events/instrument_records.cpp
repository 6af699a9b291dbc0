// instrument_records.cpp: texts agreed between parties or adopted by a body, and what became of
// them.
#include <algorithm>

#include "events/records.hpp"

namespace chancery {
namespace {

constexpr std::size_t kLookBack = 64;  // records
constexpr TokenId kMaxTitle = 12;      // words
constexpr TokenId kMaxReach = 24;      // words between the noun of an act and its second text
constexpr TokenId kMaxBodyReach = 80;

}  // namespace

// What the words say of the text at that telling; empty where they do not settle it.
std::string RecordReader::settled_status(const std::string& status, const Told& told) const {
  switch (told.status) {
    case ActStatus::kPlanned:
      if (status == "signed" || status == "exchanged") return "to_be_signed";
      if (status == "expired" || status == "rejected" || status == "proposed") return status;
      if (status == "in_force") return "signed";
      if (status == "negotiated" || status == "agreed") return "negotiated";
      return "agreed";
    case ActStatus::kRequested:
      return "proposed";
    case ActStatus::kCancelled:
    case ActStatus::kPostponed:
      return status == "signed" ? "to_be_signed" : status;
    default:
      return status;
  }
}

std::vector<RecordReader::Evidence> RecordReader::text_evidence(TokenId head, TokenRange words,
                                                                TokenId* top_out,
                                                                const std::string& type) const {
  const auto& small = tables_.small;
  std::vector<Evidence> out;
  // Clauses on the noun: "initialled in Male", "which the two are to sign".
  const auto add_clauses = [&](TokenId noun) {
    for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c)) {
      const Relation relation = tree_.relation(c);
      if (c < noun) continue;
      if (relation != Relation::kAcl && relation != Relation::kAclRelcl) continue;
      Match verb = match_verb(RecordUse::kTextVerb, c);
      if (!verb) {
        // "which is due to be signed".
        for (TokenId d = tree_.first_child(c); d != kNoToken; d = tree_.next_sibling(d)) {
          if (tree_.relation(d) != Relation::kXcomp || !tree_.is_passive(d)) continue;
          if (const Match below = match_verb(RecordUse::kTextVerb, d))
            out.push_back({d, *below.value, true});
        }
        continue;
      }
      if (relation == Relation::kAclRelcl) {
        // The noun must be what is signed: no other object.
        const TokenId object = tree_.child(c, Relation::kObj);
        if (object != kNoToken && tree_.antecedent(object) == object) continue;
      } else if (tree_.xpos(c) != Xpos::kVbn && tree_.xpos(c) != Xpos::kVbd &&
                 tree_.child_lemma(c, small.to) == kNoToken) {
        continue;
      }
      out.push_back({c, *verb.value, true});
    }
  };
  for (TokenId t = words.begin; t < words.end; ++t) add_clauses(t);
  if (out.empty()) {
    // "the agreement on the pipeline, signed in Abuja": it may hang on a noun of the phrase.
    const TokenRange all = tree_.subtree(head);
    for (TokenId t = head + 1; t < all.end && t < head + kMaxTitle && out.empty(); ++t) {
      if (match(RecordUse::kText, t) && tree_.head(t) != head) break;
      if (tree_.upos(t) == Upos::kNoun || tree_.upos(t) == Upos::kPropn) add_clauses(t);
    }
  }
  TokenId top = head;
  for (int i = 0; i < 4; ++i) {
    const TokenId above = tree_.head(top);
    if (above == kNoToken) break;
    if (is_verb(above)) {
      // "the signing of", where the tree takes it for a verb.
      const Match noun = tree_.xpos(above) == Xpos::kVbg && tree_.preposition(top) == small.of
                             ? match(RecordUse::kTextNoun, above)
                             : Match{};
      if (noun) out.push_back({above, *noun.value, false});
      break;
    }
    if (tree_.relation(top) == Relation::kConj || tree_.relation(top) == Relation::kAppos) {
      top = above;
      continue;
    }
    // "a number of agreements", "the text of the treaty".
    const bool of = tree_.relation(top) == Relation::kNmod && tree_.preposition(top) == small.of;
    if (of) {
      if (const Match noun = match(RecordUse::kTextNoun, above)) {
        out.push_back({above, *noun.value, false});
        break;
      }
      if (is_lemma(above, "number") || is_lemma(above, "series") || is_lemma(above, "package") ||
          is_lemma(above, "text") || is_lemma(above, "set") || is_lemma(above, "host") ||
          is_lemma(above, "range") || is_lemma(above, "draft") || is_lemma(above, "raft")) {
        top = above;
        continue;
      }
    }
    break;
  }
  // "the signing of a memorandum and of a protocol".
  if (out.empty() && tree_.preposition(head) == small.of &&
      tree_.relation(head) == Relation::kConj) {
    const TokenId begin = sentence_of(head).begin;
    for (TokenId t = head; t-- > begin && head - t < kMaxReach;) {
      if (is_verb(t) && tree_.is_finite(t)) break;
      const Match noun =
          t + 1 < head && surface_[t + 1] == small.of ? match(RecordUse::kTextNoun, t) : Match{};
      if (!noun) continue;
      out.push_back({t, *noun.value, false});
      break;
    }
  }
  *top_out = top;
  const TokenId above = tree_.head(top);
  if (above == kNoToken) return out;
  const Relation relation = tree_.relation(top);
  if (is_verb(above)) {
    Match verb = match_verb(RecordUse::kTextVerb, above);
    const bool passive = relation == Relation::kNsubjPass ||
                         (relation == Relation::kNsubj && tree_.is_passive(above));
    const bool happens = verb && (*verb.value == "expired" || *verb.value == "in_force" ||
                                  (*verb.value == "adopted" && type == "resolution" &&
                                   tree_.child(above, Relation::kObj) == kNoToken));
    if (verb &&
        (relation == Relation::kObj || passive || (relation == Relation::kNsubj && happens))) {
      out.push_back({above, *verb.value, false});
    } else if (verb && relation == Relation::kObl && *verb.value == "agreed" &&
               (tree_.preposition(top) == small.on || tree_.preposition(top) == small.to) &&
               is_lemma(above, "agree")) {
      out.push_back({above, "agreed", false});
    } else if (verb && relation == Relation::kObl && *verb.value == "denounced") {
      out.push_back({above, "denounced", false});
    } else if (relation == Relation::kNsubjPass || relation == Relation::kNsubj) {
      // "are to be signed", "is due to be signed": the verb may stand below.
      for (TokenId c = tree_.first_child(above); c != kNoToken; c = tree_.next_sibling(c)) {
        if (tree_.relation(c) != Relation::kXcomp && tree_.relation(c) != Relation::kConj) continue;
        const Match below = match_verb(RecordUse::kTextVerb, c);
        if (below && tree_.is_passive(c)) out.push_back({c, *below.value, false});
      }
    }
  }
  // "In the final communique, the two parties reaffirmed": adopted by them.
  const bool joint = type.find("joint") != std::string::npos ||
                     type.find("communique") != std::string::npos ||
                     type.find("declaration") != std::string::npos;
  if (!joint) {
    out.erase(std::remove_if(out.begin(), out.end(),
                             [](const Evidence& one) { return one.status == "issued"; }),
              out.end());
  }
  for (Evidence& one : out) {
    if (one.status == "issued") one.status = "adopted";
  }
  if (out.empty() && joint && is_verb(above) && relation == Relation::kObl &&
      tree_.preposition(top) == small.in) {
    RecordItem probe;
    add(probe, "parties", subjects_of(above));
    if (count_states(probe, "parties") > 1) out.push_back({above, "adopted", false});
  }
  // "talks on a trade agreement": negotiated.
  if (out.empty() &&
      (tree_.preposition(top) == small.on || tree_.preposition(top) == word("over"))) {
    TokenId talks = kNoToken;
    if (match(RecordUse::kMeetNoun, above)) talks = above;
    if (is_verb(above) && relation == Relation::kObl) {
      const TokenId object = tree_.child(above, Relation::kObj);
      if (object != kNoToken && match(RecordUse::kMeetNoun, object)) talks = object;
    }
    if (talks != kNoToken) {
      const TokenId verb = is_verb(above) ? above : tree_.head(talks);
      if (verb != kNoToken && is_verb(verb) &&
          (is_lemma(verb, "conclude") || is_lemma(verb, "end") || is_lemma(verb, "complete") ||
           is_lemma(verb, "finish")))
        out.push_back({verb, "negotiated", false});
    }
  }
  // "was signed and ratified": a second verb without object of its own.
  if (!out.empty() && !out.back().own_clause && is_verb(out.back().token)) {
    const TokenId first = out.back().token;
    for (TokenId c = tree_.first_child(first); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) != Relation::kConj || !is_verb(c)) continue;
      const Match verb = match_verb(RecordUse::kTextVerb, c);
      const TokenId object = tree_.child(c, Relation::kObj);
      const bool same = object == kNoToken && tree_.is_passive(c) == tree_.is_passive(first);
      if (verb && same && tree_.is_passive(c)) out.push_back({c, *verb.value, false});
    }
  }
  return out;
}

std::vector<EventParty> RecordReader::body_at(TokenId token) const {
  const auto& mentions = document_.actors.mentions;
  std::vector<EventParty> out;
  for (TokenId t = token; t-- > 0 && token - t < kMaxBodyReach;) {
    const MentionId m = mention_at_[t];
    if (m == kNoId || mentions[m].actor == kNoId || mentions[m].as_place) continue;
    const Actor& actor = document_.actors.actors[mentions[m].actor];
    if (actor.type != ActorType::kOrganisation || actor.id.rfind("igo:", 0) != 0) continue;
    EventParty party;
    party.actor = mentions[m].actor;
    party.mention = m;
    party.span = mentions[m].span;
    party.how = mentions[m].how;
    out.push_back(std::move(party));
    break;
  }
  return out;
}

std::vector<EventParty> RecordReader::text_parties(TokenId head, TokenRange words,
                                                   const std::vector<Evidence>& evidence,
                                                   const std::string& type) const {
  const auto& small = tables_.small;
  std::vector<EventParty> out;
  const auto take = [&](std::vector<EventParty> more) {
    for (EventParty& party : more) {
      if (is_official(party)) out.push_back(std::move(party));
    }
  };
  if (type == "resolution") {
    for (const Evidence& one : evidence) {
      if (one.own_clause || (one.status != "adopted" && one.status != "approved")) continue;
      if (is_verb(one.token)) {
        for (EventParty& party : subjects_of(one.token)) {
          if (party.actor != kNoId && document_.actors.actors[party.actor].id.rfind("igo:", 0) == 0)
            out.push_back(std::move(party));
        }
      } else {
        take(at_preposition(one.token, small.by, PartyUse::kActs));
      }
    }
    if (out.empty()) {
      std::vector<EventParty> owners;
      parties_.find_owners(head, owners);
      for (EventParty& party : owners) {
        if (party.actor != kNoId && document_.actors.actors[party.actor].id.rfind("igo:", 0) == 0)
          out.push_back(std::move(party));
      }
    }
    if (out.empty()) out = body_at(head);
    return out;
  }
  for (TokenId t = words.begin; t < words.end && out.size() < 2; ++t) {
    out.clear();
    take(at_preposition(t, small.between, PartyUse::kMeant));
    if (out.size() < 2) take(at_preposition(t, small.among, PartyUse::kMeant));
  }
  RecordItem probe;
  const auto states = [&] {
    probe.parties.clear();
    add(probe, "parties", out);
    return count_states(probe, "parties");
  };
  if (states() >= 2) return out;
  out.clear();
  for (const Evidence& one : evidence) {
    // Who drafts or proposes a text is a party with those to whom it is proposed.
    if (is_verb(one.token)) {
      // Who approves a text at home is no party of its own: a parliament is its state.
      take(subjects_of(one.token));
      take(at_preposition(one.token, small.with, PartyUse::kActs));
      if (one.status == "exchanged")
        take(at_preposition(one.token, small.between, PartyUse::kActs));
    } else {
      take(at_preposition(one.token, small.by, PartyUse::kActs));
      std::vector<EventParty> owners;
      parties_.find_owners(one.token, owners);
      take(std::move(owners));
      take(at_preposition(one.token, small.between, PartyUse::kActs));
      // "the signing of the treaty by": the verb above may name them.
      const TokenId above = tree_.head(one.token);
      if (states() < 2 && above != kNoToken && is_verb(above) &&
          tree_.relation(one.token) == Relation::kObj)
        take(subjects_of(above));
    }
  }
  take(at_preposition(head, small.with, PartyUse::kActs));
  std::vector<EventParty> owners;
  for (TokenId t = words.begin; t < words.end; ++t) parties_.find_owners(t, owners);
  take(std::move(owners));
  if (states() < 2) {
    for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
      if (words.contains(c) || tree_.relation(c) != Relation::kNmod ||
          tree_.preposition(c) != small.of)
        continue;
      take(named(c, PartyUse::kActs));
    }
  }
  return out;
}

void RecordReader::describe_text(TokenId head, TokenRange words, RecordItem& record) const {
  auto& fields = std::get<InstrumentFields>(record.fields);
  const auto& small = tables_.small;
  const TokenRange sentence = sentence_of(head);
  const auto& times = document_.times.times;
  const auto time_at = [&](TokenId t) -> const TimeExpression* {
    const auto time = std::lower_bound(
        times.begin(), times.end(), t,
        [](const TimeExpression& one, TokenId at) { return one.tokens.end <= at; });
    return time != times.end() && time->tokens.contains(t) ? &*time : nullptr;
  };
  // Subject: "on animal health", "for the supply of gas", "quarantine protocol".
  for (TokenId host = words.begin; host < words.end; ++host) {
    for (TokenId c = tree_.first_child(host); c != kNoToken && fields.subject.empty();
         c = tree_.next_sibling(c)) {
      if (words.contains(c) || c < words.end || time_at(c) != nullptr) continue;
      if (tree_.relation(c) != Relation::kNmod) continue;
      const WordId preposition = tree_.preposition(c);
      if (preposition != small.on && preposition != small.for_ && preposition != word("about") &&
          preposition != word("concerning") && preposition != word("regarding") &&
          preposition != word("covering"))
        continue;
      fields.subject = phrase(c);
    }
  }
  const TokenId governor = tree_.head(head);
  if (fields.subject.empty() && governor != kNoToken && is_verb(governor)) {
    // "signed a protocol yesterday on animal health", "exchanged notes on".
    for (TokenId c = tree_.first_child(governor); c != kNoToken && fields.subject.empty();
         c = tree_.next_sibling(c)) {
      if (tree_.relation(c) != Relation::kObl || c < words.end || time_at(c) != nullptr) continue;
      const WordId preposition = tree_.preposition(c);
      if ((preposition == small.on || preposition == word("concerning") ||
           preposition == word("regarding")) &&
          mention_at_[c] == kNoId && !is_lemma(c, "sideline") && !is_lemma(c, "margin") &&
          !is_lemma(c, "visit") && !is_lemma(c, "behalf"))
        fields.subject = phrase(c);
    }
  }
  // "for 2026-2028".
  for (auto time = std::lower_bound(
           times.begin(), times.end(), sentence.begin,
           [](const TimeExpression&one, TokenId at) { return one.tokens.begin < at; });
       time != times.end() && time->tokens.begin < sentence.end; ++time) {
    if (time->use != TimeUse::kTerm || !time->interval.known()) continue;
    // The nearest text before it has the term; or the words stand within the phrase.
    bool other = false;
    for (TokenId t = words.end; t < time->tokens.begin; ++t)
      other = other || static_cast<bool>(match(RecordUse::kText, t)) || document_.token(t) == ";";
    if (other) continue;
    // "the 2026-2028 programme": nothing between but words of the phrase.
    bool before = time->tokens.end <= words.begin && words.begin - time->tokens.end < 4;
    for (TokenId t = time->tokens.end; before && t < words.begin; ++t)
      before = tree_.upos(t) != Upos::kPunct && !is_verb(t);
    const bool within = time->tokens.begin >= words.end || before;
    if (within && !fields.period) fields.period = EntryDate{time->interval, to_string(time->basis)};
  }
  // Words before it: number, subject.
  std::size_t capitals = 0;
  const auto is_capital = [&](TokenId t) {
    const std::string_view token = document_.token(t);
    return !token.empty() && token.front() >= 'A' && token.front() <= 'Z';
  };
  TokenId begin = words.begin;
  std::string before;
  while (begin > sentence.begin && words.begin - begin < kMaxTitle) {
    const TokenId t = begin - 1;
    const Upos upos = tree_.upos(t);
    if (upos == Upos::kNum) {
      const auto& numbers = document_.figures.numbers;
      const auto number =
          std::lower_bound(numbers.begin(), numbers.end(), t,
                           [](const Number& one, TokenId at) { return one.tokens.end <= at; });
      if (number != numbers.end() && number->tokens.contains(t) &&
          number->form == NumberForm::kCardinal && number->value >= 2 && number->value < 1000 &&
          tree_.xpos(head) == Xpos::kNns)
        fields.count = number->value;
      break;
    }
    if (upos != Upos::kNoun && upos != Upos::kAdj && upos != Upos::kPropn &&
        document_.token(t) != "-" && document_.token(t) != "and")
      break;
    if (document_.token(t) == "and" && (t == sentence.begin || !is_capital(t - 1))) break;
    --begin;
    if (upos == Upos::kNoun && mention_at_[t] == kNoId && place_at_[t] == kNoId && before.empty())
      before = lower({t, t + 1});
  }
  if (fields.subject.empty() && !before.empty()) fields.subject = before;
  if (fields.subject.empty()) {
    const std::size_t blank = fields.type.rfind(' ');
    if (fields.type.find("trade ") != std::string::npos ||
        fields.type.find("peace ") != std::string::npos)
      fields.subject = fields.type.substr(0, blank);
  }
  // "to be known as the 'Falepili Union'", "called the Quito Pact".
  for (TokenId t = words.end; t < sentence.end && t < words.end + kMaxReach; ++t) {
    if (!is_lemma(t, "known") && !is_lemma(t, "called") && !is_lemma(t, "named") &&
        !is_lemma(t, "titled") && !is_lemma(t, "entitled") && !is_lemma(t, "dubbed"))
      continue;
    TokenId from = t + 1;
    while (from < sentence.end && (is_lemma(from, "as") || tree_.upos(from) == Upos::kDet ||
                                   tree_.upos(from) == Upos::kPunct))
      ++from;
    TokenId to = from;
    while (to < sentence.end && to < from + kMaxTitle &&
           (is_capital(to) || (to > from && to + 1 < sentence.end && is_capital(to + 1) &&
                               tree_.upos(to) == Upos::kAdp)))
      ++to;
    if (to > from + 1) fields.title = std::string(document_.text(text_.span_of({from, to})));
    break;
  }
  if (!fields.title.empty()) return;
  // Title: a number ("Resolution 2100"), a name in capitals, or what it is called.
  TokenId after = words.end;
  if (after < sentence.end && tree_.upos(after) == Upos::kNum && fields.type == "resolution") {
    fields.title = std::string(document_.text(text_.span_of({head, after + 1})));
  } else if (is_capital(head) && !text_.sentence_is_title[text_.token_sentence[head]]) {
    for (TokenId t = begin; t < words.begin; ++t) capitals += is_capital(t);
    TokenId end = words.end;
    // "Agreement on the Avoidance of Double Taxation".
    std::size_t behind = 0;
    for (TokenId t = words.end; t < sentence.end && t < words.end + kMaxTitle; ++t) {
      if (is_capital(t) && tree_.upos(t) != Upos::kNum) {
        if (mention_at_[t] != kNoId && document_.token(t - 1) != "on") {
          const WordId near = tree_.lemma(t - 1);
          if (near == small.between || near == small.with || near == small.in) break;
        }
        end = t + 1;
        ++behind;
        continue;
      }
      if (t == words.end && surface_[t] != small.on && surface_[t] != small.for_ &&
          surface_[t] != small.of)
        break;
      if (tree_.upos(t) != Upos::kAdp && tree_.upos(t) != Upos::kDet &&
          tree_.upos(t) != Upos::kCconj)
        break;
      if (surface_[t] == small.between || surface_[t] == small.in || surface_[t] == small.with)
        break;
    }
    while (begin < words.begin && !is_capital(begin)) ++begin;
    if (capitals > 0 || behind > 0)
      fields.title = std::string(document_.text(text_.span_of({begin, end})));
  }
}

// "13 in favour, none against, two abstentions", "by 22 votes to two", "13-0".
void RecordReader::read_votes(RecordItem& record) const {
  auto& fields = std::get<InstrumentFields>(record.fields);
  const SentenceId first = text_.token_sentence[record.trigger];
  const auto& numbers = document_.figures.numbers;
  const auto value_at = [&](TokenId t) -> std::optional<double> {
    if (t >= text_.tokens()) return std::nullopt;
    if (is_lemma(t, "none") || is_lemma(t, "no")) return 0;
    const auto number =
        std::lower_bound(numbers.begin(), numbers.end(), t,
                         [](const Number& one, TokenId at) { return one.tokens.end <= at; });
    if (number != numbers.end() && number->tokens.contains(t) &&
        number->form == NumberForm::kCardinal && number->value >= 0 && number->value < 1000)
      return number->value;
    return std::nullopt;
  };
  const SentenceId from = first > 0 ? first - 1 : 0;
  for (SentenceId s = from; s < text_.sentences() && s <= first + 2; ++s) {
    const TokenRange words = text_.sentence_tokens[s];
    bool votes = false;
    for (TokenId t = words.begin; t < words.end && !votes; ++t)
      votes = is_lemma(t, "vote") || is_lemma(t, "abstain") || is_lemma(t, "abstention") ||
              is_lemma(t, "favour") || is_lemma(t, "favor") || is_lemma(t, "adopt");
    if (!votes) continue;
    for (TokenId t = words.begin; t < words.end; ++t) {
      const auto value = value_at(t);
      if (!value || (is_lemma(t, "no") && t + 1 < words.end && !is_lemma(t + 1, "abstention") &&
                     !is_lemma(t + 1, "vote") && !is_lemma(t + 1, "country") &&
                     !is_lemma(t + 1, "state") && !is_lemma(t + 1, "member")))
        continue;
      // What the number counts: the words up to the next number, comma or "and".
      TokenId at = t + 1;
      while (at < words.end && at < t + 5 &&
             (is_lemma(at, "vote") || is_lemma(at, "country") || is_lemma(at, "state") ||
              is_lemma(at, "member") || is_lemma(at, "nation") || is_lemma(at, "vote") ||
              is_lemma(at, "voting") || is_lemma(at, "were") || is_lemma(at, "was")))
        ++at;
      const bool counted = at > t + 1;
      if (at >= words.end) continue;
      const bool in = is_lemma(at, "in") && at + 1 < words.end &&
                      (is_lemma(at + 1, "favour") || is_lemma(at + 1, "favor"));
      if (in || is_lemma(at, "for")) {
        if (!fields.votes_for && (in || counted)) fields.votes_for = value;
      } else if (is_lemma(at, "against")) {
        if (!fields.votes_against) fields.votes_against = value;
      } else if (is_lemma(at, "abstention") || is_lemma(at, "abstain")) {
        if (!fields.votes_abstained) fields.votes_abstained = value;
      } else if (is_lemma(at, "to") || document_.token(at) == "-" ||
                 document_.token(at) == "\xe2\x80\x93") {
        const auto other = value_at(at + 1);
        const bool vote_near =
            counted || (t > words.begin + 1 && (is_lemma(t - 1, "by") || is_lemma(t - 1, "vote") ||
                                                is_lemma(t - 1, "of") || is_lemma(t - 1, "voted") ||
                                                is_lemma(t - 1, "a")));
        if (other && vote_near && !fields.votes_for && !fields.votes_against) {
          fields.votes_for = value;
          fields.votes_against = other;
        }
      }
    }
    // "Russia and China abstained": those named are counted.
    for (TokenId t = words.begin; t < words.end && !fields.votes_abstained; ++t) {
      if (!is_lemma(t, "abstain") || !is_verb(t)) continue;
      RecordItem probe;
      add(probe, "who", subjects_of(t));
      const std::size_t count = count_states(probe, "who");
      if (count > 0) fields.votes_abstained = static_cast<double>(count);
    }
  }
}

// Another telling of a text that is there already: its words and what became of it.
bool RecordReader::join_text(RecordItem& record, bool definite) {
  const auto& fields = std::get<InstrumentFields>(record.fields);
  const auto ids = [&](const RecordItem& one) {
    std::vector<std::string> list;
    for (const RecordParty& party : one.parties) list.push_back(acting_id(document_, party.party));
    std::sort(list.begin(), list.end());
    return list;
  };
  const std::vector<std::string> own = ids(record);
  const std::size_t first =
      layer_.records.size() > kLookBack ? layer_.records.size() - kLookBack : 0;
  for (std::size_t r = layer_.records.size(); r-- > first;) {
    RecordItem& there = layer_.records[r];
    if (kind_of(there.fields) != EntryKind::kInstrument) break;
    auto& other = std::get<InstrumentFields>(there.fields);
    const bool same_type = other.type == fields.type ||
                           (definite && (other.type.size() > fields.type.size()
                                             ? other.type.find(fields.type) != std::string::npos
                                             : fields.type.find(other.type) != std::string::npos));
    const bool any_type =
        definite && record.parties.size() < 2 &&
        (fields.type == "text" || fields.type == "document" || fields.type == "deal" ||
         fields.type == "pact" || fields.type == "accord" || fields.type == "agreement");
    if (!same_type && !any_type) continue;
    if (definite && other.type != fields.type && !fields.subject.empty() &&
        fields.subject != other.subject)
      continue;
    if (definite && !fields.title.empty() && fields.title != other.title && !other.subject.empty())
      continue;
    if (!fields.title.empty() && !other.title.empty() && fields.title != other.title) continue;
    if (!definite && fields.title.empty() && !fields.subject.empty() && !other.subject.empty() &&
        fields.subject != other.subject)
      continue;
    if (fields.count != other.count && fields.count && other.count) continue;
    const std::vector<std::string> theirs = ids(there);
    const bool same_parties =
        own == theirs ||
        (definite && std::includes(theirs.begin(), theirs.end(), own.begin(), own.end()));
    if (!same_parties) continue;
    if (!definite && there.background != record.background) continue;
    for (const Span span : record.spans) {
      if (std::none_of(there.spans.begin(), there.spans.end(),
                       [&](Span one) { return one.overlaps(span); }))
        there.spans.push_back(span);
    }
    std::sort(there.spans.begin(), there.spans.end());
    const bool later = record.status == ActStatus::kPlanned &&
                       other.instrument_status != "negotiated" &&
                       other.instrument_status != "agreed" &&
                       other.instrument_status != "initialled" && !other.instrument_status.empty();
    if (!fields.instrument_status.empty() && !later) {
      other.instrument_status = fields.instrument_status;
      there.status = record.status;
      if (record.time) {
        there.time = record.time;
        there.date.reset();
      }
    }
    if (other.subject.empty()) other.subject = fields.subject;
    if (other.title.empty()) other.title = fields.title;
    if (!other.period) other.period = fields.period;
    return true;
  }
  return false;
}

void RecordReader::read_text(TokenId head, TokenRange words, const std::string& type, bool weak) {
  const Relation relation = tree_.relation(head);
  if (relation == Relation::kCompound || relation == Relation::kAmod) return;
  TokenId top = head;
  std::vector<Evidence> evidence = text_evidence(head, words, &top, type);
  if (weak) {
    const auto weighty = [](const Evidence& one) {
      return one.status == "signed" || one.status == "adopted" || one.status == "initialled" ||
             one.status == "ratified";
    };
    if (std::none_of(evidence.begin(), evidence.end(), weighty)) return;
  }
  bool definite = false;
  for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
    definite = definite || (tree_.relation(c) == Relation::kDet &&
                            (is_lemma(c, "the") || is_lemma(c, "this") || is_lemma(c, "that")));
    if (tree_.relation(c) == Relation::kDet &&
        (tree_.lemma(c) == tables_.small.no || is_lemma(c, "any"))) {
      refuse(EntryKind::kInstrument, head, "negated");
      return;
    }
  }
  std::vector<EventParty> parties = text_parties(head, words, evidence, type);
  RecordItem probe;
  add(probe, "parties", parties);
  const std::size_t states = count_states(probe, "parties");
  const TokenId above = tree_.head(top);
  const bool title = text_.sentence_is_title[text_.token_sentence[head]];
  Evidence main;
  std::string status;
  Told how;
  if (evidence.empty()) {
    // Told as a thing that is there: "The roadmap of Japan and Oman covers 2019-21".
    const bool subject =
        above != kNoToken && is_verb(above) && tree_.relation(top) == Relation::kNsubj;
    const bool covers = subject && (is_lemma(above, "cover") || is_lemma(above, "provide") ||
                                    is_lemma(above, "run") || is_lemma(above, "remain") ||
                                    is_lemma(above, "apply") || is_lemma(above, "stipulate"));
    if (type == "resolution" && subject) {
      // A numbered resolution of a council that votes on it here.
      bool vote = false;
      const SentenceId s = text_.token_sentence[head];
      for (SentenceId n = s > 2 ? s - 2 : 0; n <= s + 1 && n < text_.sentences(); ++n) {
        const TokenRange other = text_.sentence_tokens[n];
        for (TokenId t = other.begin; t < other.end && !vote; ++t) {
          if (!is_lemma(t, "vote") || !is_verb(t)) continue;
          vote = true;
          main = {t, "adopted", false};
        }
      }
      if (!vote || words.end >= text_.tokens() || tree_.upos(words.end) != Upos::kNum) return;
      status = "adopted";
      how = told(main.token);
    } else if (covers && states >= 2) {
      how = told(above);
      main = {above, "", false};
    } else {
      return;
    }
  } else {
    // The clause that tells counts, not the history on the noun; of several the last.
    main = evidence.back();
    how = told(main.token);
    for (std::size_t i = evidence.size(); i-- > 0 && *how.refused != '\0';) {
      main = evidence[i];
      how = told(main.token);
    }
    if (*how.refused != '\0') {
      const bool denied = std::string_view(how.refused) == "refused" && states > 0;
      if (!denied) {
        refuse(EntryKind::kInstrument, head, how.refused);
        return;
      }
      how.refused = "";
      how.status = ActStatus::kRefused;
      status = "rejected";
    } else {
      status = settled_status(main.status, how);
    }
    if (main.status == "proposed" && how.status == ActStatus::kDone)
      how.status = ActStatus::kProposed;
  }
  // "the agreements reached at the highest level": many, of no time, only mentioned.
  if (main.own_clause && tree_.xpos(head) == Xpos::kNns && !how.time &&
      !tree_.has_child(head, Relation::kNummod)) {
    refuse(EntryKind::kInstrument, head, "mentioned only");
    return;
  }
  if (how.purpose && main.status != "signed") {
    refuse(EntryKind::kInstrument, head, "purpose");
    return;
  }
  RecordItem record = from_told(how, main.token, "text", InstrumentFields{});
  auto& fields = std::get<InstrumentFields>(record.fields);
  fields.type = type;
  fields.instrument_status = status;
  describe_text(head, words, record);
  const bool same_sentence = text_.token_sentence[main.token] == text_.token_sentence[head];
  if (const Span place = place_beside({main.token, same_sentence ? head : kNoToken});
      !place.empty())
    record.place_words = place;
  Span told_words = text_.span_of(words);
  if (!fields.subject.empty() || title) told_words = cover(told_words, text_.token_span[head]);
  add(record, "parties", parties);
  if (text_.token_sentence[main.token] == text_.token_sentence[head]) {
    set_words(record, told_words);
  } else {
    record.spans = {told_words};
  }
  if (definite && states < 2 && join_text(record, true)) return;
  if (definite && (type == "text" || type == "document")) {
    refuse(EntryKind::kInstrument, head, "no text told before");
    return;
  }
  if (states < 2 && type != "resolution") {
    const bool alone = status == "ratified" || status == "approved" || status == "denounced" ||
                       status == "suspended" || status == "rejected" || status == "proposed";
    const bool passive = states == 0;
    const bool background_of_two =
        definite && status == "ratified" &&
        std::any_of(evidence.begin(), evidence.end(),
                    [](const Evidence& one) { return one.status == "signed"; });
    if (passive || (!alone && states == 1) || background_of_two) {
      // Between whom a text was signed where the clause names nobody: those who meet.
      std::optional<TimeId> met;
      std::vector<EventParty> pair = pair_at(head, &met);
      const bool contains =
          states == 0 || std::any_of(pair.begin(), pair.end(), [&](const EventParty& party) {
            return acting_id(document_, party) ==
                   acting_id(document_, record.parties.front().party);
          });
      const bool from_meeting =
          (passive || background_of_two) && type != "contract" && type != "loan";
      if (contains && from_meeting) add(record, "parties", pair);
      // What is signed at the talks is signed on their day.
      if (contains && passive && from_meeting && !record.time && met &&
          record.status == ActStatus::kDone && !record.background) {
        const TimeExpression& day = document_.times.times[*met];
        if (day.grain == Grain::kDay)
          record.date = EntryDate{day.interval, to_string(Basis::kInferred)};
      }
    }
  }
  if (record.parties.empty() && fields.title.empty()) {
    refuse(EntryKind::kInstrument, head, "no parties");
    return;
  }
  if (type == "resolution" && !record.time && record.status == ActStatus::kDone) {
    // The day of the vote, told beside it.
    const SentenceId s = text_.token_sentence[record.trigger];
    for (SentenceId n = s > 0 ? s - 1 : 0; n <= s && !record.time; ++n) {
      const TokenRange other = text_.sentence_tokens[n];
      for (TokenId t = other.begin; t < other.end && !record.time; ++t) {
        if (!is_verb(t) || (!is_lemma(t, "vote") && !is_lemma(t, "adopt"))) continue;
        const Told vote = told(t);
        if (*vote.refused == '\0' && vote.status == ActStatus::kDone && !vote.background)
          record.time = vote.time;
      }
    }
  }
  if (type == "resolution") read_votes(record);
  if (join_text(record, definite)) return;
  put(std::move(record));
}

void RecordReader::read_instruments() {
  for (TokenId t = 0; t < text_.tokens(); ++t) {
    // "exchanged notes on".
    if (is_verb(t) && is_lemma(t, "exchange")) {
      const TokenId object = tree_.child(t, Relation::kObj);
      if (object != kNoToken && (is_lemma(object, "note") || is_lemma(object, "letter")) &&
          tree_.xpos(object) == Xpos::kNns) {
        const Told how = told(t);
        if (*how.refused != '\0') {
          refuse(EntryKind::kInstrument, t, how.refused);
          continue;
        }
        RecordItem record = from_told(how, t, "exchange notes", InstrumentFields{});
        auto& fields = std::get<InstrumentFields>(record.fields);
        fields.type = "exchange of notes";
        fields.instrument_status = settled_status("exchanged", how);
        describe_text(object, {object, object + 1}, record);
        std::vector<EventParty> parties = subjects_of(t);
        for (EventParty& party : at_preposition(t, tables_.small.with, PartyUse::kActs))
          parties.push_back(std::move(party));
        add(record, "parties", parties);
        if (count_states(record, "parties") < 2 || fields.subject.empty()) {
          refuse(EntryKind::kInstrument, t, "one party only");
          continue;
        }
        set_words(record, text_.token_span[object]);
        put(std::move(record));
      }
      continue;
    }
    // "It ran out in April", "it will be signed": the text told right before.
    if (tree_.upos(t) == Upos::kPron && is_lemma(t, "it") && tree_.head(t) != kNoToken &&
        is_verb(tree_.head(t)) && !layer_.records.empty() &&
        kind_of(layer_.records.back().fields) == EntryKind::kInstrument) {
      const TokenId verb = tree_.head(t);
      RecordItem& last = layer_.records.back();
      const SentenceId there = text_.token_sentence[last.trigger];
      const SentenceId here = text_.token_sentence[t];
      const Match what = match_verb(RecordUse::kTextVerb, verb);
      const Relation link = tree_.relation(t);
      const bool intransitive = what && (*what.value == "expired" || *what.value == "in_force");
      const bool fits = what &&
                        (tree_.is_passive(verb) || (intransitive && link == Relation::kNsubj)) &&
                        (link == Relation::kNsubj || link == Relation::kNsubjPass);
      if (!fits || here > there + 1 || here < there) continue;
      const Told how = told(verb);
      if (*how.refused != '\0') continue;
      auto& fields = std::get<InstrumentFields>(last.fields);
      const std::string status = settled_status(*what.value, how);
      // What is to come leaves what was done standing: "signed ... it will enter into force".
      const bool later =
          how.status == ActStatus::kPlanned && fields.instrument_status != "negotiated" &&
          fields.instrument_status != "agreed" && fields.instrument_status != "initialled";
      last.spans.push_back(cover(text_.token_span[t], text_.token_span[verb]));
      if (!later) {
        fields.instrument_status = status;
        last.status = how.status;
        if (how.time) last.time = how.time;
      }
      continue;
    }
    if (tree_.upos(t) != Upos::kNoun && tree_.upos(t) != Upos::kPropn &&
        tree_.upos(t) != Upos::kAdj && tree_.upos(t) != Upos::kVerb)
      continue;
    bool weak = false;
    Match found = match(RecordUse::kText, t);
    if (!found) {
      found = match(RecordUse::kTextWeak, t);
      weak = static_cast<bool>(found);
    }
    if (!found) continue;
    const TokenRange words{t, t + found.words};
    TokenId head = t;
    for (TokenId w = words.begin; w < words.end; ++w) {
      const TokenId above = tree_.head(w);
      if (above != kNoToken && words.contains(above)) continue;
      head = w;
      if (tree_.relation(w) != Relation::kCompound) break;
    }
    if (is_verb(head)) continue;
    read_text(head, words, *found.value, weak);
    t = words.end - 1;
  }
}

}  // namespace chancery

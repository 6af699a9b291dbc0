// record_clauses.cpp: what the readers of the record share: vocabulary, how a clause tells its act,
// times, parties and places.
#include <algorithm>

#include "base/utf8.hpp"
#include "events/records.hpp"

namespace chancery {
namespace {

// The same day of the year after.
Day next_year(Day day) {
  const std::chrono::year_month_day date{day};
  const std::chrono::year_month_day next{date.year() + std::chrono::years(1), date.month(),
                                         date.day()};
  return next.ok() ? Day{next} : Day{day + std::chrono::days(365)};
}

constexpr int kNewsDays = 7;
constexpr int kMaxClimb = 8;
constexpr std::size_t kLookBack = 128;
constexpr TokenId kMaxReach = 16;    // words between a verb and its place
constexpr TokenId kMaxParticle = 6;  // words between a verb and its particle

}  // namespace

void RecordReader::prepare() {
  const std::size_t tokens = text_.tokens();
  surface_.assign(tokens, kNoWord);
  utterance_at_.assign(tokens, kNoId);
  place_at_.assign(tokens, kNoId);
  mention_at_.assign(tokens, kNoId);
  std::string folded;
  for (TokenId t = 0; t < tokens; ++t) {
    folded.clear();
    append_folded(folded, document_.token(t));
    surface_[t] = tables_.words.find(folded);
  }
  const auto& utterances = document_.speech.utterances;
  for (std::uint32_t u = 0; u < utterances.size(); ++u) {
    for (const Span span : utterances[u].spans) {
      const TokenRange said = text_.tokens_in(span);
      for (TokenId t = said.begin; t < said.end; ++t) utterance_at_[t] = u;
    }
  }
  const auto& places = document_.places.mentions;
  for (std::uint32_t p = 0; p < places.size(); ++p) {
    for (TokenId t = places[p].tokens.begin; t < places[p].tokens.end && t < tokens; ++t)
      place_at_[t] = p;
  }
  find_pair();
  const auto& mentions = document_.actors.mentions;
  for (MentionId m = 0; m < mentions.size(); ++m) {
    for (TokenId t = mentions[m].tokens.begin; t < mentions[m].tokens.end && t < tokens; ++t) {
      if (mention_at_[t] == kNoId ||
          mentions[m].tokens.size() > mentions[mention_at_[t]].tokens.size())
        mention_at_[t] = m;
    }
  }
}

// The two states of a bilateral report: the only ones, or named at least twice as often as others.
void RecordReader::find_pair() {
  const auto& states = document_.actors.states;
  if (states.size() < 2) return;
  std::vector<std::size_t> counts(std::min<std::size_t>(states.size(), 3), 0);
  for (const Mention& mention : document_.actors.mentions) {
    if (mention.actor == kNoId || mention.as_place) continue;
    const std::string& state = document_.actors.actors[mention.actor].state;
    for (std::size_t i = 0; i < counts.size(); ++i)
      counts[i] += state == document_.actors.actors[states[i]].id;
  }
  if (counts.size() > 2 && counts[1] < 2 * counts[2]) return;
  pair_ = {states[0], states[1]};
}

bool RecordReader::is_verb(TokenId token) const {
  return tree_.upos(token) == Upos::kVerb || tree_.upos(token) == Upos::kAux;
}

bool RecordReader::is_lemma(TokenId token, std::string_view text) const {
  const WordId wanted = word(text);
  return wanted != kNoWord && (tree_.lemma(token) == wanted || surface_[token] == wanted);
}

RecordReader::Match RecordReader::match(RecordUse use, TokenId token) const {
  const TokenId end = sentence_of(token).end;
  for (const WordId first : {tree_.lemma(token), surface_[token]}) {
    if (first == kNoWord) continue;
    const auto* phrases = tables_.records.at(use, first);
    if (phrases == nullptr) continue;
    for (const RecordVocabulary::Phrase& phrase : *phrases) {
      if (token + phrase.words.size() > end) continue;
      bool all = true;
      for (std::size_t i = 1; i < phrase.words.size() && all; ++i) {
        const TokenId t = token + static_cast<TokenId>(i);
        all = tree_.lemma(t) == phrase.words[i] || surface_[t] == phrase.words[i];
      }
      if (all) return {static_cast<std::uint32_t>(phrase.words.size()), &phrase.value};
    }
  }
  return {};
}

RecordReader::Match RecordReader::match_verb(RecordUse use, TokenId verb) const {
  const auto* phrases = tables_.records.at(use, tree_.lemma(verb));
  if (phrases == nullptr) phrases = tables_.records.at(use, surface_[verb]);
  if (phrases == nullptr) return {};
  const TokenId end = std::min<TokenId>(sentence_of(verb).end, verb + kMaxParticle);
  for (const RecordVocabulary::Phrase& phrase : *phrases) {
    TokenId at = verb + 1;
    bool all = true;
    for (std::size_t i = 1; i < phrase.words.size() && all; ++i) {
      while (at < end && surface_[at] != phrase.words[i] && tree_.lemma(at) != phrase.words[i] &&
             !is_verb(at) && tree_.upos(at) != Upos::kPunct)
        ++at;
      all = at < end && (surface_[at] == phrase.words[i] || tree_.lemma(at) == phrase.words[i]);
      ++at;
    }
    if (all) return {static_cast<std::uint32_t>(phrase.words.size()), &phrase.value};
  }
  return {};
}

const ActRow* RecordReader::row_at(TokenId predicate) const {
  const auto* rows = tables_.rows_at(tree_.lemma(predicate));
  if (rows == nullptr) return nullptr;
  const bool verb = is_verb(predicate) || tree_.upos(predicate) == Upos::kAdj;
  for (const std::uint32_t r : *rows) {
    const ActRow& row = tables_.rows[r];
    if (row.verb != verb) continue;
    if (row.particle != kNoWord && tree_.child_lemma(predicate, row.particle) == kNoToken) continue;
    if (std::all_of(row.conditions.begin(), row.conditions.end(),
                    [&](const Condition& one) { return tree_.holds(predicate, one); }))
      return &row;
  }
  return nullptr;
}

Told RecordReader::told(TokenId token) const {
  const auto& small = tables_.small;
  Told out;
  bool future = false;
  bool ongoing = false;
  bool would = false;
  bool must = false;
  bool perfect = false;
  bool present = !is_verb(token);
  bool skip_mood = false;
  bool announced = false;  // "announced a summit": to come, unless a day that is past says else
  const auto refuse = [&](const char* reason) {
    if (*out.refused == '\0') out.refused = reason;
  };
  TokenId at = token;
  for (int climb = 0; climb < kMaxClimb; ++climb) {
    out.chain.push_back(at);
    const bool verbal = is_verb(at) || tree_.upos(at) == Upos::kAdj ||
                        tree_.has_child(at, Relation::kCop) || tree_.has_child(at, Relation::kAux);
    bool infinitive = false;
    bool own_aux = false;
    bool negated = false;
    bool will = false;
    bool before = false;
    bool is = false;
    for (TokenId c = tree_.first_child(at); c != kNoToken; c = tree_.next_sibling(c)) {
      const Relation relation = tree_.relation(c);
      const WordId lemma = tree_.lemma(c);
      if (relation == Relation::kDet && lemma == small.no) negated = true;
      if (!verbal) continue;
      if (relation == Relation::kAux || relation == Relation::kAuxPass ||
          relation == Relation::kCop) {
        own_aux = true;
        is = is || lemma == small.be;
        if (skip_mood) continue;
        will = will || lemma == small.will || lemma == small.shall;
        would = would || lemma == small.would;
        must = must || lemma == small.must || lemma == small.should;
        if (lemma == small.may || lemma == small.might || lemma == small.could ||
            lemma == small.can)
          refuse("hypothetical");
        if (lemma == small.have && tree_.xpos(c) == Xpos::kVbd) perfect = true;
        if (lemma == small.be && tree_.xpos(at) == Xpos::kVbg) ongoing = true;
        if (lemma == small.be && (tree_.xpos(c) == Xpos::kVbz || tree_.xpos(c) == Xpos::kVbp))
          present = present || climb == 0;
      } else if (relation == Relation::kAdvmod || relation == Relation::kCcPreconj) {
        if (lemma == small.not_ || lemma == small.never || lemma == small.neither ||
            lemma == small.longer)
          negated = true;
      } else if (relation == Relation::kMark) {
        if (lemma == small.to) infinitive = true;
        if (lemma == word("due")) future = true;  // "is due to be signed"
        if (lemma == small.if_ || lemma == small.unless || lemma == small.whether ||
            lemma == small.provided)
          refuse("hypothetical");
        if (lemma == small.without) negated = true;
        before = before || lemma == small.before;
      } else if (relation == Relation::kAdvcl && climb == 0 && c > at &&
                 (tree_.xpos(at) == Xpos::kVbz || tree_.xpos(at) == Xpos::kVbp) &&
                 (tree_.child_lemma(c, word("once")) != kNoToken ||
                  tree_.child_lemma(c, small.when) != kNoToken ||
                  tree_.child_lemma(c, small.after) != kNoToken)) {
        future = true;  // "enters into force once both have ratified it"
      }
    }
    if (is && infinitive) {
      future = true;  // "was to fly", "are to meet"
      infinitive = false;
    }
    if (negated && !skip_mood) refuse(will || would ? "refused" : "negated");
    future = future || will;
    if (before && tree_.relation(at) == Relation::kAdvcl) future = true;
    if (climb == 0 && (tree_.xpos(at) == Xpos::kVbz || tree_.xpos(at) == Xpos::kVbp))
      present = true;
    const TokenId head = tree_.head(at);
    if (head == kNoToken) {
      if (infinitive) future = true;  // a headline: "Minister to visit"
      break;
    }
    const Relation relation = tree_.relation(at);
    if (relation == Relation::kConj) {
      const bool own = tree_.has_child(at, Relation::kNsubj) ||
                       tree_.has_child(at, Relation::kNsubjPass) || own_aux;
      skip_mood = verbal && (skip_mood || own || tree_.xpos(at) != tree_.xpos(head));
      if (verbal && infinitive) {
        skip_mood = false;
      }
      at = head;
      continue;
    }
    skip_mood = false;
    if (relation == Relation::kAclRelcl || relation == Relation::kParataxis ||
        relation == Relation::kAppos)
      break;
    if (relation == Relation::kAcl && !infinitive && is_verb(at) &&
        tree_.child_lemma(at, small.of) == kNoToken)
      break;
    if (relation == Relation::kAdvcl) {
      const ActRow* row = row_at(head);
      const Embedding embeds = row == nullptr ? Embedding::kNone : tables_.classes[row->act].embeds;
      if (!infinitive) break;
      if (embeds != Embedding::kPlan && embeds != Embedding::kTake) {
        out.purpose = true;
        future = true;
        break;
      }
    }
    const bool noun = !verbal;
    const WordId preposition = tree_.preposition(at);
    if (noun && (relation == Relation::kObl || relation == Relation::kNmod)) {
      if (preposition == small.before || preposition == small.ahead) future = true;
      if (preposition == small.for_) {
        future = true;
        out.purpose = true;
        break;
      }
      const bool matter = preposition == small.to || preposition == small.of ||
                          preposition == small.on || preposition == small.from;
      if (!matter) {
        if (is_verb(head)) out.chain.push_back(head);
        break;
      }
    }
    if (noun && (relation == Relation::kCompound || relation == Relation::kNmodPoss ||
                 relation == Relation::kAmod))
      break;
    // What governs it.
    const ActRow* row = row_at(head);
    if (row != nullptr) {
      const ActClass& act = tables_.classes[row->act];
      switch (act.embeds) {
        case Embedding::kPlan:
          future = true;
          break;
        case Embedding::kAnnounce:
          out.reported = true;
          if (infinitive) future = true;
          // "announced the ratification of": done.
          if (noun && !match(RecordUse::kTextNoun, token)) announced = true;
          break;
        case Embedding::kReport:
          out.reported = true;
          break;
        case Embedding::kDrop:
          if (!noun || relation == Relation::kObj || relation == Relation::kNsubjPass ||
              relation == Relation::kObl)
            refuse("not told as happening");
          break;
        case Embedding::kCancel:
          if (relation != Relation::kNsubj || noun) {
            const Match how = match_verb(RecordUse::kCancelVerb, head);
            out.status =
                how && *how.value == "postponed" ? ActStatus::kPostponed : ActStatus::kCancelled;
          }
          break;
        case Embedding::kEnd:
          if (relation != Relation::kNsubj) out.ended = true;
          break;
        case Embedding::kTake:
          if (relation == Relation::kNsubj) break;
          if (act.done.given && act.done.type == EventType::kRequest) {
            if (out.status == ActStatus::kDone) out.status = ActStatus::kRequested;
          } else if (act.done.given && act.done.type == EventType::kReject) {
            refuse("refused");
          } else if (act.done.given && act.done.type == EventType::kThreaten) {
            if (out.status == ActStatus::kDone) out.status = ActStatus::kThreatened;
          } else if (!noun) {
            refuse("matter of another act");
          }
          break;
        case Embedding::kNone:
          if (infinitive) future = true;
          break;
        default:
          break;
      }
    } else if (infinitive && !noun) {
      if (tree_.lemma(head) == small.be || tree_.has_child(head, Relation::kCop) ||
          tree_.upos(head) == Upos::kNoun) {
        future = true;
      } else {
        refuse("hypothetical");
      }
    } else if (relation == Relation::kCcomp) {
      out.reported = true;
    }
    if (noun && !is_verb(head) && row == nullptr && relation != Relation::kNmod) break;
    if (relation == Relation::kCcomp && !out.reported) out.reported = true;
    at = head;
  }
  if (would) {
    if (out.reported || future) {
      future = true;
    } else {
      refuse("hypothetical");
    }
  }
  if (must) refuse("asked for");
  out.time = time_of(out.chain, token);
  const auto anchor = document_.anchor_date();
  if (announced) {
    const bool past = out.time && anchor && document_.times.times[*out.time].interval.to &&
                      *document_.times.times[*out.time].interval.to <= *anchor;
    future = future || !past;
  }
  if (out.time && anchor && !future) {
    // "this year" is not when something was done.
    const Interval& when = document_.times.times[*out.time].interval;
    if (when.from && when.to && *when.from<*anchor&& * when.to> * anchor) out.time.reset();
  }
  // "travels to Lima on 9 June", read in July of the year before: the day that comes next.
  const bool title = text_.sentence_is_title[text_.token_sentence[token]];
  const auto is_now = [&](TokenId t) {
    return tree_.xpos(t) == Xpos::kVbz || tree_.xpos(t) == Xpos::kVbp;
  };
  const bool verb_now =
      is_now(token) || (!is_verb(token) && out.chain.size() > 1 && is_now(out.chain[1]));
  if (out.time && anchor && (future || (verb_now && !title)) && *out.refused == '\0') {
    const TimeExpression& time = document_.times.times[*out.time];
    const Interval& when = time.interval;
    const bool no_year =
        time.basis == Basis::kReportDate && time.value.rfind("XXXX-", 0) != 0 &&
        document_.text(time.span).find_first_of("0123456789") != std::string_view::npos;
    if (no_year && time.grain == Grain::kDay && when.from && when.to &&
        *when.to < *anchor - std::chrono::days(kNewsDays)) {
      Interval next{std::nullopt, next_year(*when.to)};
      if (when.from) next.from = next_year(*when.from);
      out.date = EntryDate{next, to_string(time.basis)};
      out.time.reset();
      future = true;
    }
  }
  // "travels to Beijing on Sunday": the Sunday that comes next.
  if (out.time && anchor && verb_now && !title && !future && *out.refused == '\0') {
    const TimeExpression& time = document_.times.times[*out.time];
    const std::string_view words = document_.text(time.span);
    const bool weekday = time.grain == Grain::kDay && time.basis == Basis::kReportDate &&
                         words.size() > 5 && words.substr(words.size() - 3) == "day" &&
                         words.front() >= 'A' && words.front() <= 'Z' &&
                         words.find(' ') == std::string_view::npos;
    if (weekday && time.interval.from && time.interval.from == time.interval.to &&
        *time.interval.to < *anchor &&
        *time.interval.to >= *anchor - std::chrono::days(kNewsDays)) {
      const Day next = *time.interval.to + std::chrono::days(7);
      out.date = EntryDate{Interval{next, next}, to_string(time.basis)};
      out.time.reset();
      future = true;
    }
  }
  if (out.time && anchor) {
    const Interval& when = document_.times.times[*out.time].interval;
    if (when.from && *when.from > *anchor && (present || ongoing)) future = true;
    if (when.to && *when.to < *anchor - std::chrono::days(kNewsDays)) out.background = true;
  }
  // "extended until 2030": a bound that is to come is not when it was done.
  if (out.time && anchor && !future && !ongoing && !present && out.status == ActStatus::kDone) {
    const Interval& when = document_.times.times[*out.time].interval;
    if (when.to && *when.to > *anchor && (!when.from || *when.from > *anchor)) out.time.reset();
  }
  if (perfect && !out.reported && !out.time) out.background = true;
  if (out.status == ActStatus::kDone) {
    if (future) {
      out.status = ActStatus::kPlanned;
    } else if (ongoing) {
      out.status = ActStatus::kOngoing;
    }
  }
  return out;
}

std::optional<TimeId> RecordReader::time_of(const std::vector<TokenId>& chain,
                                            TokenId token) const {
  const TokenRange sentence = sentence_of(token);
  const auto& times = document_.times.times;
  auto time = std::lower_bound(
      times.begin(), times.end(), sentence.begin,
      [](const TimeExpression& one, TokenId begin) { return one.tokens.begin < begin; });
  std::optional<TimeId> best;
  std::uint32_t best_distance = 0;
  for (; time != times.end() && time->tokens.begin < sentence.end; ++time) {
    if ((time->kind != TimeKind::kDate && time->kind != TimeKind::kTime) ||
        time->use != TimeUse::kMoment || !time->interval.known())
      continue;
    // Up to the act, or to another verb.
    TokenId at = time->tokens.begin;
    bool own = false;
    for (int climb = 0; climb < kMaxClimb && at != kNoToken && !own; ++climb) {
      const bool inside = time->tokens.contains(at);
      if (!inside) {
        own = std::find(chain.begin(), chain.end(), at) != chain.end();
        if (is_verb(at)) {
          // "the visit, scheduled for 20 June".
          const bool planned = is_lemma(at, "schedule") || is_lemma(at, "plan") ||
                               is_lemma(at, "set") || is_lemma(at, "slate");
          if (!own && planned && tree_.xpos(at) == Xpos::kVbn) {
            const TokenId above = tree_.head(at);
            own = std::find(chain.begin(), chain.end(), above) != chain.end();
          }
          break;
        }
      }
      at = tree_.head(at);
    }
    if (!own) continue;
    const std::uint32_t distance =
        time->tokens.begin > token ? time->tokens.begin - token : token - time->tokens.begin;
    if (best && distance >= best_distance) continue;
    best = static_cast<TimeId>(time - times.begin());
    best_distance = distance;
  }
  return best;
}

bool RecordReader::is_official(const EventParty& party) const {
  if (party.mention != kNoId &&
      document_.actors.mentions[party.mention].kind == MentionKind::kPeople)
    return false;
  if (party.actor == kNoId) return !party.id.empty() && party.id.rfind("group:", 0) != 0;
  const Actor& actor = document_.actors.actors[party.actor];
  switch (actor.type) {
    case ActorType::kState:
      return true;
    case ActorType::kOrganisation:
      return actor.id.rfind("org:", 0) != 0;
    case ActorType::kPerson:
      // A private person acts for nobody.
      return (!actor.state.empty() || !party.state.empty()) &&
             (!actor.office.empty() || !actor.sector.empty());
    case ActorType::kGroup:
      return !actor.members.empty();
    case ActorType::kOther:
      return false;
  }
  return false;
}

std::vector<EventParty> RecordReader::named(TokenId head, PartyUse use) const {
  std::vector<EventParty> out;
  if (head == kNoToken) return out;
  head = tree_.antecedent(head);
  parties_.find(head, use, out);
  const bool nobody = std::none_of(out.begin(), out.end(),
                                   [&](const EventParty& party) { return is_official(party); });
  if (nobody && match(RecordUse::kLevel, head)) {
    // "experts from both sides", "the minister of foreign affairs of Qatar".
    out.clear();
    parties_.find_owners(head, out);
    for (const WordId preposition : {tables_.small.of, tables_.small.from}) {
      if (!out.empty()) break;
      std::vector<TokenId> heads;
      tree_.arguments(head, {ArgumentKind::kPreposition, preposition}, heads);
      if (heads.empty() && head + 1 < sentence_of(head).end && surface_[head + 1] == preposition) {
        if (const TokenId near = tree_.near_prepositional(head, preposition); near != kNoToken)
          heads.push_back(near);
      }
      for (const TokenId owner : heads) parties_.find(owner, PartyUse::kMeant, out);
    }
  }
  out.erase(std::remove_if(out.begin(), out.end(),
                           [&](const EventParty& party) { return !is_official(party); }),
            out.end());
  return out;
}

std::vector<EventParty> RecordReader::subjects_of(TokenId predicate) const {
  std::vector<TokenId> heads;
  tree_.arguments(predicate, {ArgumentKind::kSubject, kNoWord}, heads);
  std::vector<EventParty> out;
  for (const TokenId head : heads) {
    for (EventParty& party : named(head, PartyUse::kActs)) out.push_back(std::move(party));
  }
  if (!is_verb(predicate) || tree_.is_passive(predicate)) return out;
  // Names right before the verb, where the tree hangs them elsewhere: "On the margins of the
  // summit, Chile and Peru held talks".
  const bool own = tree_.has_child(predicate, Relation::kNsubj);
  if (own && !out.empty()) return out;
  if (tree_.relation(predicate) == Relation::kXcomp ||
      tree_.relation(predicate) == Relation::kAcl ||
      tree_.relation(predicate) == Relation::kAdvcl || !tree_.is_finite(predicate))
    return out;
  std::vector<EventParty> before;
  const TokenId begin = sentence_of(predicate).begin;
  bool joined = true;
  for (TokenId t = predicate; t > begin && predicate - t < kMaxReach;) {
    --t;
    const MentionId m = mention_at_[t];
    const Upos upos = tree_.upos(t);
    if (m != kNoId) {
      if (!joined) break;
      const Mention& mention = document_.actors.mentions[m];
      // What stands after a preposition is no subject: "in Geneva, ...".
      const TokenId first = mention.tokens.begin;
      if (first > begin && tree_.upos(first - 1) == Upos::kAdp) break;
      if (first > begin + 1 && tree_.upos(first - 1) == Upos::kDet &&
          tree_.upos(first - 2) == Upos::kAdp)
        break;
      parties_.find_named(t, before);
      t = first;
      joined = false;
    } else if (upos == Upos::kCconj) {
      joined = true;
    } else if (upos == Upos::kPunct) {
      joined = joined || document_.token(t) == ",";
    } else if (upos != Upos::kAdv && upos != Upos::kAux && upos != Upos::kDet) {
      break;
    }
  }
  // A comma before a single name parts it from the phrase that opens the sentence.
  before.erase(std::remove_if(before.begin(), before.end(),
                              [&](const EventParty& party) { return !is_official(party); }),
               before.end());
  if (before.size() > out.size()) return {before.rbegin(), before.rend()};
  return out;
}

std::vector<EventParty> RecordReader::at_preposition(TokenId token, WordId preposition,
                                                     PartyUse use) const {
  std::vector<TokenId> heads;
  tree_.arguments(token, {ArgumentKind::kPreposition, preposition}, heads);
  std::vector<EventParty> out;
  for (const TokenId head : heads) {
    for (EventParty& party : named(head, use)) out.push_back(std::move(party));
  }
  return out;
}

bool RecordReader::is_place(TokenId token) const {
  return place_at_[token] != kNoId || is_state(token);
}

// "to Kenya", not "to Kenya's aid".
bool RecordReader::is_goal(TokenId token) const {
  if (!is_place(token)) return false;
  const Relation relation = tree_.relation(token);
  if (relation == Relation::kNmodPoss || relation == Relation::kAmod) return false;
  return tree_.child_lemma(token, word("'s")) == kNoToken;
}

bool RecordReader::is_state(TokenId token) const {
  const MentionId m = mention_at_[token];
  if (m == kNoId || document_.actors.mentions[m].actor == kNoId) return false;
  const Mention& mention = document_.actors.mentions[m];
  const ActorType type = document_.actors.actors[mention.actor].type;
  return type == ActorType::kState && mention.kind != MentionKind::kAdjective &&
         mention.kind != MentionKind::kPeople && mention.kind != MentionKind::kBody;
}

void RecordReader::places_after(TokenId predicate, WordId preposition,
                                std::vector<TokenId>& out) const {
  const TokenId end = std::min<TokenId>(sentence_of(predicate).end, predicate + kMaxReach);
  for (TokenId t = predicate + 1; t + 1 < end; ++t) {
    if (tree_.is_finite(t) || document_.token(t) == "," || document_.token(t) == ";") return;
    if (surface_[t] != preposition) continue;
    TokenId at = t + 1;
    while (at + 1 < end && at < t + 6 && !is_place(at) &&
           (tree_.upos(at) == Upos::kDet || tree_.upos(at) == Upos::kNoun ||
            tree_.upos(at) == Upos::kPropn || tree_.upos(at) == Upos::kAdj))
      ++at;
    if (is_goal(at)) {
      out.push_back(at);
      return;
    }
  }
}

Span RecordReader::place_beside(std::initializer_list<TokenId> tokens) const {
  const auto& small = tables_.small;
  const auto words_of = [&](TokenId place) -> Span {
    if (place_at_[place] == kNoId) return {};
    return document_.places.mentions[place_at_[place]].span;
  };
  for (const TokenId token : tokens) {
    if (token == kNoToken) continue;
    for (TokenId c = tree_.first_child(token); c != kNoToken; c = tree_.next_sibling(c)) {
      const WordId preposition = tree_.preposition(c);
      if (preposition != small.in && preposition != small.at) continue;
      if (is_goal(c) && !words_of(c).empty()) return words_of(c);
    }
  }
  for (const TokenId token : tokens) {
    if (token == kNoToken) continue;
    std::vector<TokenId> places;
    places_after(token, small.in, places);
    if (places.empty()) places_after(token, small.at, places);
    if (!places.empty() && !words_of(places.front()).empty()) return words_of(places.front());
  }
  return {};
}

// The state of the place or state named at the token; the words of the place.
std::string RecordReader::place_state(TokenId token, Span* words) const {
  if (const std::uint32_t p = place_at_[token]; p != kNoId) {
    const PlaceMention& mention = document_.places.mentions[p];
    if (words != nullptr) *words = mention.span;
    if (mention.place != kNoId && !document_.places.places[mention.place].state.empty())
      return document_.places.places[mention.place].state;
    // Of several places with that name the one in a state of which the report tells.
    for (const PlaceId candidate : mention.candidates) {
      const std::string& state = document_.places.places[candidate].state;
      for (const ActorId known : document_.actors.states) {
        if (document_.actors.actors[known].id == state) return state;
      }
    }
  }
  if (!is_state(token)) return {};
  const Mention& mention = document_.actors.mentions[mention_at_[token]];
  return document_.actors.actors[mention.actor].id;
}

std::vector<EventParty> RecordReader::pair_at(TokenId token, std::optional<TimeId>* time) const {
  const std::uint32_t begin = text_.token_span[token].begin;
  const std::uint32_t paragraph = text_.sentence_paragraph[text_.token_sentence[token]];
  constexpr std::uint32_t kReach = 4;  // paragraphs
  std::vector<EventParty> out;
  const RecordItem* last = nullptr;
  // Only the last records are looked at, so that time stays linear.
  const std::size_t first =
      layer_.records.size() > kLookBack ? layer_.records.size() - kLookBack : 0;
  for (std::size_t r = first; r < layer_.records.size(); ++r) {
    const RecordItem& record = layer_.records[r];
    const EntryKind kind = kind_of(record.fields);
    if ((kind != EntryKind::kVisit && kind != EntryKind::kMeeting) || record.background ||
        record.status == ActStatus::kCancelled || record.trigger == kNoToken)
      continue;
    const std::uint32_t there = text_.sentence_paragraph[text_.token_sentence[record.trigger]];
    if (record.spans.front().begin > begin || there + kReach < paragraph) continue;
    std::size_t parties = 0;
    for (const RecordParty& party : record.parties)
      parties += party.party.role == PartyRole::kParty;
    if (parties < 2) continue;
    if (last == nullptr || last->spans.front().begin <= record.spans.front().begin) last = &record;
  }
  if (last != nullptr) {
    if (time != nullptr) *time = last->time;
    for (const RecordParty& party : last->parties) {
      if (party.party.role == PartyRole::kParty) out.push_back(party.party);
    }
  } else {
    for (const ActorId state : pair_) {
      EventParty party;
      party.actor = state;
      out.push_back(std::move(party));
    }
  }
  for (EventParty& party : out) {
    party.how = How::kInferred;
    party.span = {};
  }
  return out;
}

RecordItem RecordReader::from_told(const Told& told, TokenId trigger, const char* rule,
                                   RecordFields fields) const {
  RecordItem record;
  record.spans = {text_.token_span[trigger]};
  record.status = told.status;
  record.background = told.background;
  record.time = told.time;
  record.date = told.date;
  record.place_words = text_.token_span[trigger];
  if (utterance_at_[trigger] != kNoId) record.utterance = utterance_at_[trigger];
  record.trigger = trigger;
  record.rule = rule;
  record.fields = std::move(fields);
  return record;
}

void RecordReader::set_words(RecordItem& record, Span words) const {
  const Span limits = text_.span_of(sentence_of(record.trigger));
  Span all = cover(text_.token_span[record.trigger],
                   words.empty() ? text_.token_span[record.trigger] : words);
  for (const RecordParty& party : record.parties) {
    if (!party.party.span.empty() && limits.contains(party.party.span))
      all = cover(all, party.party.span);
  }
  record.spans = {all};
}

void RecordReader::refuse(EntryKind kind, TokenId token, const char* reason) {
  layer_.refusals.push_back({kind, {text_.token_span[token], reason}});
}

std::string RecordReader::lower(TokenRange words) const {
  std::string out;
  if (words.empty()) return out;
  append_folded(out, document_.text(text_.span_of(words)));
  return out;
}

std::size_t RecordReader::count_states(const RecordItem& record, const char* slot) const {
  std::vector<std::string> ids;
  for (const RecordParty& party : record.parties) {
    if (party.slot != slot) continue;
    // Two officials of one state are one side.
    const bool person = party.party.actor != kNoId &&
                        document_.actors.actors[party.party.actor].type == ActorType::kPerson;
    const std::string& state = party_state(document_, party.party);
    const std::string& id = person && !state.empty() ? state : acting_id(document_, party.party);
    std::size_t members = 1;
    if (party.party.actor != kNoId)
      members = std::max<std::size_t>(1, document_.actors.actors[party.party.actor].members.size());
    for (std::size_t i = 0; i < members; ++i) ids.push_back(id + std::to_string(i));
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids.size();
}

}  // namespace chancery

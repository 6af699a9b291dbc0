// plan_records.cpp: announced things to come that no other kind holds.
#include <algorithm>

#include "events/records.hpp"

namespace chancery {
namespace {

bool is_verbal(Upos upos) {
  return upos == Upos::kVerb || upos == Upos::kAux;
}

}  // namespace

void RecordReader::put_plan(TokenId trigger, TokenRange words, std::string what,
                            const std::vector<EventParty>& parties, std::string_view status,
                            const char* rule) {
  PlanFields fields;
  fields.what = std::move(what);
  const bool dropped = status == "cancelled";
  if (!dropped) fields.horizon = horizon(words);
  const ActStatus act = dropped                 ? ActStatus::kCancelled
                        : status == "postponed" ? ActStatus::kPostponed
                                                : ActStatus::kPlanned;
  RecordItem record = make_record(trigger, words, parties, act, std::move(fields));
  record.rule = rule;
  add(record, "parties", parties);
  put(std::move(record));
}

void RecordReader::read_plans() {
  const auto& small = tables_.small;
  const TokenId tokens = static_cast<TokenId>(text_.tokens());
  const auto asserted = [&](TokenId verb) {
    const ToldAs told = told_.told(verb);
    return told == ToldAs::kDone || told == ToldAs::kOngoing;
  };
  const auto parties_of = [&](TokenId noun) {
    std::vector<EventParty> found;
    parties_.find_owners(noun, found);
    told_.keep_political(found);
    for (const WordId preposition : {small.between, small.by, small.of, small.with}) {
      for (const TokenId head : told_.after(noun, preposition)) {
        // "a service between Chattogram and Colombo" is of the states behind them.
        const PartyUse use = preposition == small.between ? PartyUse::kPlace : PartyUse::kActs;
        for (EventParty& party : told_.actors(head, use)) found.push_back(std::move(party));
      }
    }
    told_.keep_political(found);
    return found;
  };
  for (TokenId t = 0; t < tokens; ++t) {
    const Upos upos = tree_.upos(t);
    const TokenId head = tree_.head(t);
    if (upos == Upos::kNoun && told_.is(t, DeedUse::kSchedule) && head != kNoToken) {
      // "the schedule of upcoming visits this year".
      for (const TokenId of : told_.after(t, small.of)) {
        if (tree_.upos(of) != Upos::kNoun) continue;
        const std::string what = phrase(of);
        const bool upcoming = what.find("upcoming") != std::string::npos ||
                              what.find("forthcoming") != std::string::npos ||
                              what.find("planned") != std::string::npos ||
                              what.find("future") != std::string::npos;
        if (!upcoming) continue;
        TokenId verb = head;
        std::vector<EventParty> parties;
        if (is_verbal(tree_.upos(verb))) {
          if (!asserted(verb)) continue;
          parties = told_.doers(verb);
        }
        if (parties.empty()) parties = parties_of(of);
        TokenRange words = tree_.subtree(t);
        if (is_verbal(tree_.upos(verb))) words.end = std::max(words.end, told_.predicate(verb).end);
        if (words.size() > 40) words.end = words.begin + 40;
        words.end = std::min(words.end, told_.sentence(t).end);
        put_plan(t, words, what, parties, "planned", "plan.schedule");
      }
      continue;
    }
    if (upos == Upos::kNoun && told_.is(t, DeedUse::kPlanned) && head != kNoToken &&
        tree_.relation(t) != Relation::kCompound) {
      const Relation relation = tree_.relation(t);
      const bool subject = relation == Relation::kNsubj || relation == Relation::kNsubjPass;
      // "the report is due on 7 March": the day may be the predicate.
      if (subject && tree_.upos(head) != Upos::kAdj && !is_verbal(tree_.upos(head))) {
        bool due = false;
        for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c))
          due = due || (tree_.upos(c) == Upos::kAdj && told_.is(c, DeedUse::kScheduled));
        if (!due) continue;
        TokenRange words{tree_.subtree(t).begin, std::max(head + 1, tree_.subtree(head).end)};
        words.end = std::min(words.end, told_.sentence(t).end);
        std::vector<EventParty> parties = parties_of(t);
        if (horizon(words)) put_plan(head, words, phrase(t), parties, "planned", "plan.due");
        continue;
      }
      if (subject && (is_verbal(tree_.upos(head)) || tree_.upos(head) == Upos::kAdj)) {
        const DeedWord* scheduled = told_.use(head, DeedUse::kScheduled);
        std::string_view status;
        if (scheduled != nullptr && (scheduled->pos == 'a' || tree_.is_passive(head))) {
          if (asserted(head) || told_.told(head) == ToldAs::kPlanned) status = scheduled->value;
        } else if (told_.is(head, DeedUse::kBegin) && told_.told(head) == ToldAs::kPlanned) {
          status = "planned";
        }
        if (status.empty()) continue;
        std::vector<EventParty> parties = parties_of(t);
        TokenRange words = told_.predicate(head);
        words.begin = std::max(tree_.subtree(t).begin, told_.sentence(t).begin);
        if (parties.empty()) parties = told_.doers(head);
        if (status == "planned" && !horizon(words) && parties.empty() && scheduled == nullptr)
          continue;
        put_plan(head, words, phrase(t), parties, status, "plan.noun");
        continue;
      }
      if (relation == Relation::kObj && is_verbal(tree_.upos(head))) {
        // What is promised is a commitment.
        if (tree_.relation(head) == Relation::kXcomp &&
            told_.is(tree_.head(head), DeedUse::kCommit))
          continue;
        const DeedWord* scheduled = told_.use(head, DeedUse::kScheduled);
        std::string_view status;
        if (scheduled != nullptr && asserted(head) && scheduled->value != "planned") {
          status = scheduled->value;
        } else if ((told_.is(head, DeedUse::kBegin) || told_.is(head, DeedUse::kPlanned)) &&
                   told_.told(head) == ToldAs::kPlanned && !told_.is(head, DeedUse::kMeasure)) {
          status = "planned";
        }
        if (status.empty()) continue;
        std::vector<EventParty> parties = told_.doers(head);
        if (parties.empty()) continue;
        for (EventParty& party : parties_of(t)) parties.push_back(std::move(party));
        for (const TokenId with : told_.after(head, small.with)) {
          for (EventParty& party : told_.actors(with, PartyUse::kActs))
            parties.push_back(std::move(party));
        }
        told_.keep_political(parties);
        put_plan(head, told_.predicate(head), phrase(t), parties, status, "plan.noun");
        continue;
      }
    }
    // "is to take over on 1 July".
    if (upos == Upos::kVerb && tree_.has_child(t, Relation::kCop) && tree_.xpos(t) == Xpos::kVb &&
        told_.manner(t).infinitive && !told_.manner(t).negated && !told_.is(t, DeedUse::kOther) &&
        !tree_.is_passive(t)) {
      const TokenId subject = [&] {
        for (const Relation relation : {Relation::kNsubjOuter, Relation::kNsubj}) {
          if (const TokenId found = tree_.child(t, relation); found != kNoToken) return found;
        }
        return kNoToken;
      }();
      const TokenId be = tree_.child(t, Relation::kCop);
      const bool present = tree_.xpos(be) == Xpos::kVbz || tree_.xpos(be) == Xpos::kVbp;
      // "On 3 July Finland and Estonia are to": the names may be read into the day.
      if (present && horizon(told_.clause(t))) {
        const std::vector<EventParty> parties = subject != kNoToken
                                                    ? told_.actors(subject, PartyUse::kActs)
                                                    : told_.actors_right_before(be);
        if (!parties.empty())
          put_plan(t, told_.clause(t), told_.words(told_.predicate(t)), parties, "planned",
                   "plan.is_to");
      }
      continue;
    }
    // "will inaugurate a hospital".
    if (upos == Upos::kVerb && told_.is(t, DeedUse::kPlanned) &&
        told_.told(t) == ToldAs::kPlanned && !tree_.is_passive(t)) {
      const std::vector<TokenId> objects = told_.objects(t);
      if (objects.empty() || told_.is(objects.front(), DeedUse::kPlanned)) continue;
      const NounEntry* noun = tables_.noun(tree_.lemma(objects.front()));
      if (noun != nullptr && (noun->uses & kNounPeople) != 0) continue;
      std::vector<EventParty> parties = told_.doers(t);
      if (parties.empty()) {
        // "both leaders" of a report on two states.
        const TokenId subject = tree_.child(t, Relation::kNsubj);
        const TokenId both = subject == kNoToken ? kNoToken : tree_.child(subject, Relation::kDet);
        if (both != kNoToken && document_.syntax.lemma(both) == "both") parties = sides_of(t);
      }
      if (parties.empty() || !told_.speaks_for_itself(t, parties)) continue;
      TokenRange words = told_.clause(t);
      put_plan(t, words, told_.words(told_.predicate(t)), parties, "planned", "plan.verb");
    }
  }
}

}  // namespace chancery

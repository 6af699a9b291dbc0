// position_records.cpp: who stands where on a named matter.
#include <algorithm>

#include "events/records.hpp"

namespace chancery {
namespace {

bool is_verbal(Upos upos) {
  return upos == Upos::kVerb || upos == Upos::kAux;
}

}  // namespace

// The noun phrase without who owns it: "its territorial integrity", "the integrity of Mali".
std::string RecordReader::bare_phrase(TokenId head) const {
  const TokenRange all = tree_.subtree(head);
  TokenId begin = head;
  TokenId end = head + 1;
  for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
    const Relation relation = tree_.relation(c);
    if (c < head && (relation == Relation::kAmod || relation == Relation::kCompound)) {
      std::vector<EventParty> named;
      parties_.find_named(c, named);
      if (named.empty() || relation == Relation::kCompound)
        begin = std::min(begin, tree_.subtree(c).begin);
    }
    if (c < head) continue;
    const bool phrase_of =
        relation == Relation::kNmod &&
        (tree_.preposition(c) == tables_.small.of || tree_.preposition(c) == tables_.small.for_ ||
         tree_.preposition(c) == tables_.small.to || tree_.preposition(c) == tables_.small.on ||
         tree_.preposition(c) == tables_.small.in);
    const bool purpose = relation == Relation::kAcl && told_.manner(c).infinitive;
    if (!phrase_of && !purpose) continue;
    // Whose it is stands in the object.
    if (phrase_of && tree_.preposition(c) == tables_.small.of &&
        !told_.actors(c, PartyUse::kActs).empty())
      continue;
    const TokenRange words = purpose ? told_.predicate(c) : tree_.subtree(c);
    if (tree_.subtree(c).begin > end + 1 || words.end > all.end) continue;
    TokenId last = std::min<TokenId>(words.end, c + 12);
    for (TokenId t = end; t < last; ++t) {
      if (tree_.upos(t) == Upos::kPunct || told_.is(t, DeedUse::kUnlawful)) last = t;
    }
    end = std::max(end, last);
  }
  return told_.words({begin, end});
}

// What the stance is on: the coordinated nouns, of "efforts to safeguard" what is safeguarded.
void RecordReader::find_matters(TokenId head, std::vector<TokenId>& out) const {
  if (told_.is(head, DeedUse::kEffort)) {
    for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) != Relation::kAcl || !told_.is(c, DeedUse::kProtect)) continue;
      for (const TokenId object : told_.objects(c)) {
        // "as well as the country's development" is joined to the whole.
        bool own = false;
        if (object != told_.objects(c).front()) {
          for (TokenId d = tree_.first_child(object); d != kNoToken; d = tree_.next_sibling(d))
            own = own || (tree_.relation(d) == Relation::kNmodPoss && tree_.upos(d) != Upos::kPron);
        }
        if (!own) out.push_back(object);
      }
      return;
    }
  }
  out.push_back(head);
  for (TokenId c = tree_.first_child(head); c != kNoToken && out.size() < 8;
       c = tree_.next_sibling(c)) {
    if (tree_.relation(c) == Relation::kConj && tree_.upos(c) == Upos::kNoun &&
        !told_.is(c, DeedUse::kStance))
      out.push_back(c);
  }
}

void RecordReader::put_position(TokenId verb, TokenId object,
                                const std::vector<EventParty>& holders, std::string stance,
                                const char* rule) {
  PositionFields fields;
  fields.stance = std::move(stance);
  std::vector<EventParty> objects;
  const auto take = [&](std::vector<EventParty> found) {
    told_.keep_political(found);
    for (EventParty& party : found) {
      const bool holds = std::any_of(holders.begin(), holders.end(), [&](const EventParty& holder) {
        return acting_id(document_, holder) == acting_id(document_, party);
      });
      if (!holds) objects.push_back(std::move(party));
    }
  };
  const std::vector<EventParty> itself = told_.actors(object, PartyUse::kActs);
  const bool somebody = !itself.empty() && !told_.is(object, DeedUse::kMatter);
  TokenRange words = told_.predicate(verb);
  if (!is_verbal(tree_.upos(verb))) words = tree_.subtree(verb);
  if (object < words.begin) words.begin = tree_.subtree(object).begin;
  if (words.size() > 40) words = {verb, verb + 1};
  if (somebody) {
    take(itself);
    if (objects.empty()) return;
  } else {
    std::vector<TokenId> matters;
    find_matters(object, matters);
    for (const TokenId matter : matters) {
      fields.matter.push_back(bare_phrase(matter));
      std::vector<EventParty> owners;
      parties_.find_owners(matter, owners);
      for (const WordId preposition : {tables_.small.of, tables_.small.against}) {
        for (const TokenId below : told_.after(matter, preposition)) {
          for (EventParty& party : told_.actors(below, PartyUse::kActs))
            owners.push_back(std::move(party));
        }
      }
      take(std::move(owners));
    }
    if (matters.front() != object) {
      std::vector<EventParty> owners;
      parties_.find_owners(object, owners);
      take(std::move(owners));
    }
  }
  RecordItem record =
      make_record(verb, words, holders, ActStatus::kOngoing, PositionFields(fields));
  record.rule = rule;
  add(record, "holder", holders);
  add(record, "object", objects);
  record.background = told_.is_background(verb, std::nullopt);
  put(std::move(record));
}

void RecordReader::read_positions() {
  const auto& small = tables_.small;
  const TokenId tokens = static_cast<TokenId>(text_.tokens());
  const auto on_matter = [&](TokenId head) {
    if (told_.is(head, DeedUse::kMatter)) return true;
    for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kConj && told_.is(c, DeedUse::kMatter)) return true;
    }
    return false;
  };
  const auto is_state = [&](TokenId head) {
    return tree_.upos(head) == Upos::kPropn && !told_.actors(head, PartyUse::kActs).empty();
  };
  for (TokenId t = 0; t < tokens; ++t) {
    const Upos upos = tree_.upos(t);
    if (is_verbal(upos) && tree_.relation(t) != Relation::kAmod) {
      const DeedWord* word = told_.use(t, DeedUse::kStance);
      const DeedWord* adheres = told_.use(t, DeedUse::kAdhere);
      const DeedWord* against = told_.use(t, DeedUse::kAgainst);
      const DeedWord* beside = told_.use(t, DeedUse::kBeside);
      const DeedWord* deems = told_.use(t, DeedUse::kDeem);
      if (word == nullptr && adheres == nullptr && against == nullptr && beside == nullptr &&
          deems == nullptr)
        continue;
      ToldAs told = told_.told(t);
      const Manner manner = told_.manner(t);
      if (manner.gerund && tree_.relation(t) != Relation::kXcomp) continue;
      bool negated = told == ToldAs::kNegated;
      // "We will stand by you": a stance, told for the time to come.
      if (told == ToldAs::kPlanned && beside != nullptr) told = ToldAs::kOngoing;
      // "continues to support".
      if (told != ToldAs::kDone && told != ToldAs::kOngoing && !negated) {
        if (told != ToldAs::kRefused) continue;
        negated = true;
      }
      std::vector<EventParty> holders = told_.doers(t);
      if (against != nullptr) {
        // "warned against an attack on".
        for (const TokenId head : told_.after(t, small.against)) {
          if (tree_.upos(head) == Upos::kNoun && !holders.empty() && !negated)
            put_position(t, head, holders, against->value, "position.against");
        }
        continue;
      }
      if (beside != nullptr) {
        // "stands by Ukraine".
        for (TokenId c = tree_.first_child(t); c != kNoToken; c = tree_.next_sibling(c)) {
          if (tree_.relation(c) != Relation::kObl || tree_.upos(c) != Upos::kPropn) continue;
          TokenId with = tree_.child(c, Relation::kCase);
          if (with == kNoToken) continue;
          const std::string_view lemma = document_.syntax.lemma(with);
          if (lemma != "with" && lemma != "by" && lemma != "beside" && lemma != "behind" &&
              lemma != "alongside")
            continue;
          if (!holders.empty() && !negated && is_state(c))
            put_position(t, c, holders, beside->value, "position.beside");
        }
        if (word == nullptr) continue;
      }
      if (deems != nullptr) {
        // "called the annexation illegal".
        for (const TokenId object : told_.objects(t)) {
          bool unlawful = false;
          for (TokenId c = tree_.first_child(t); c != kNoToken; c = tree_.next_sibling(c)) {
            unlawful =
                unlawful ||
                ((tree_.relation(c) == Relation::kXcomp || tree_.relation(c) == Relation::kObl) &&
                 told_.is(c, DeedUse::kUnlawful));
          }
          for (TokenId c = tree_.first_child(object); c != kNoToken; c = tree_.next_sibling(c))
            unlawful = unlawful || (c > object && told_.is(c, DeedUse::kUnlawful));
          if (unlawful && !holders.empty() && !negated && tree_.upos(object) == Upos::kNoun)
            put_position(t, object, holders, deems->value, "position.deem");
        }
        if (word == nullptr) continue;
      }
      if (adheres != nullptr) {
        for (const TokenId head : told_.after(t, small.to)) {
          if (on_matter(head) && !holders.empty() && !negated)
            put_position(t, head, holders, adheres->value, "position.verb");
        }
        continue;
      }
      std::string stance = word->value;
      // "is opposed to".
      if (stance == "opposes" && tree_.is_passive(t) && holders.empty()) {
        if (const TokenId subject = tree_.surface_subject(t); subject != kNoToken)
          holders = told_.actors(subject, PartyUse::kActs);
        for (const TokenId head : told_.after(t, small.to)) {
          if (!holders.empty() && !negated) put_position(t, head, holders, stance, "position.verb");
        }
        continue;
      }
      if (holders.empty()) continue;
      if (negated) {
        stance = stance == "recognises" ? "does not recognise"
                 : stance == "supports" ? "opposes"
                 : stance == "opposes"  ? "neutral"
                                        : "";
        if (stance.empty()) continue;
      }
      // What others say that somebody thinks is theirs to say, and stays his stance.
      const std::vector<TokenId> objects = told_.objects(t);
      if (objects.empty()) continue;
      const TokenId object = objects.front();
      // "the governments that it recognises": a description of others.
      if (object < t && tree_.head(t) == object) continue;
      const bool present = told == ToldAs::kOngoing || negated || manner.perfect;
      bool fits = on_matter(object);
      if (stance == "supports" || stance == "opposes" || stance == "neutral") {
        fits = fits || is_state(object) ||
               (tree_.upos(object) == Upos::kPron && tree_.xpos(object) == Xpos::kDt &&
                !told_.after(object, small.of).empty());
        if (word->value == "opposes") fits = fits || (tree_.upos(object) == Upos::kNoun && present);
      } else if (stance == "recognises" || stance == "does not recognise") {
        fits = (fits || is_state(object)) && present;
      }
      if (!fits) continue;
      // "supported the army with arms" tells an act, "backed the plan" a stance.
      put_position(t, object, holders, stance, "position.verb");
      continue;
    }
    if (upos == Upos::kAdj && told_.is(t, DeedUse::kUnlawful) &&
        tree_.has_child(t, Relation::kCop) && told_.utterance(t)) {
      // "The annexation is illegal," said the minister.
      const TokenId subject = tree_.child(t, Relation::kNsubj);
      const Utterance& utterance = document_.speech.utterances[*told_.utterance(t)];
      if (subject == kNoToken || !on_matter(subject) || utterance.actor == kNoId ||
          told_.told(t) != ToldAs::kOngoing || told_.manner(t).negated)
        continue;
      EventParty speaker;
      speaker.actor = utterance.actor;
      speaker.span = utterance.speaker_span;
      speaker.how = utterance.how;
      std::vector<EventParty> holders = {speaker};
      told_.keep_political(holders);
      if (!holders.empty()) put_position(t, subject, holders, "rejects", "position.unlawful");
      continue;
    }
    if (upos != Upos::kNoun) continue;
    // "is against the plan".
    if (tree_.has_child(t, Relation::kCop) && tree_.has_child(t, Relation::kNsubj) &&
        (tree_.preposition(t) == small.against || tree_.lemma(t) == tables_.words.find("favour"))) {
      const bool favour = tree_.preposition(t) != small.against;
      const ToldAs told = told_.told(t);
      if (told != ToldAs::kDone && told != ToldAs::kOngoing) continue;
      const std::vector<EventParty> holders =
          told_.actors(tree_.child(t, Relation::kNsubj), PartyUse::kActs);
      if (holders.empty()) continue;
      if (!favour) {
        put_position(t, t, holders, "opposes", "position.against");
      } else {
        for (const TokenId of : told_.after(t, small.of))
          put_position(t, of, holders, "supports", "position.favour");
      }
      continue;
    }
    // "reaffirmed its support for", "their rejection of".
    const DeedWord* word = told_.use(t, DeedUse::kStance);
    if (word == nullptr) continue;
    TokenId first = t;
    // "their attachment to X and their rejection of Y", wherever the second hangs.
    for (int i = 0; i < 5 && tree_.head(first) != kNoToken && !is_verbal(tree_.upos(first)) &&
                    (tree_.relation(first) == Relation::kConj ||
                     (i > 0 && tree_.relation(first) == Relation::kNmod));
         ++i)
      first = tree_.head(first);
    TokenId verb = tree_.head(first);
    if (is_verbal(tree_.upos(first)) && told_.is(first, DeedUse::kAffirm)) verb = first;
    if (verb == kNoToken || !is_verbal(tree_.upos(verb)) || !told_.is(verb, DeedUse::kAffirm))
      continue;
    const Relation role = tree_.relation(first);
    if (first != verb && role != Relation::kObj && role != Relation::kNsubjPass) continue;
    const ToldAs told = told_.told(verb);
    if (told != ToldAs::kDone && told != ToldAs::kOngoing) continue;
    std::vector<EventParty> holders = told_.doers(verb);
    if (holders.empty()) {
      parties_.find_owners(t, holders);
      told_.keep_political(holders);
    }
    if (holders.empty()) continue;
    for (const WordId preposition : {small.for_, small.to, small.of}) {
      bool found = false;
      std::vector<TokenId> heads = told_.after(t, preposition);
      if (heads.empty() && first == t) heads = told_.after(verb, preposition);
      for (const TokenId head : heads) {
        const bool against = word->value == "rejects" || word->value == "opposes";
        if (!on_matter(head) && !is_state(head) && !(against && tree_.upos(head) == Upos::kNoun))
          continue;
        put_position(verb, head, holders, word->value, "position.noun");
        found = true;
      }
      if (found) break;
    }
  }
}

}  // namespace chancery

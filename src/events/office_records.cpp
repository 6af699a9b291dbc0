// office_records.cpp: who takes or leaves a public office.
#include <algorithm>

#include "base/slug.hpp"
#include "events/records.hpp"

namespace chancery {
namespace {

constexpr TokenId kMaxTitle = 10;  // words between a person and the office

bool is_envoy(const std::string& title) {
  return title.find("ambassador") != std::string::npos ||
         title.find("commissioner") != std::string::npos ||
         title.find("envoy") != std::string::npos || title.find("consul") != std::string::npos ||
         title.find("charge") != std::string::npos ||
         title.find("representative") != std::string::npos ||
         title.find("attache") != std::string::npos;
}

}  // namespace

std::optional<EventParty> RecordReader::person_at(TokenId head, const std::string& state) const {
  if (head == kNoToken) return std::nullopt;
  std::vector<TokenId> tries = {head};
  for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
    const Relation relation = tree_.relation(c);
    if (relation == Relation::kAppos || relation == Relation::kFlat ||
        relation == Relation::kNmodDesc || relation == Relation::kCompound)
      tries.push_back(c);
  }
  for (const TokenId t : tries) {
    const MentionId m = mention_at_[t];
    if (m == kNoId || document_.actors.mentions[m].actor == kNoId) continue;
    const Mention& mention = document_.actors.mentions[m];
    const Actor& actor = document_.actors.actors[mention.actor];
    if (actor.type != ActorType::kPerson || actor.id.rfind("person:", 0) != 0) continue;
    EventParty party;
    party.mention = m;
    party.span = mention.span;
    party.how = mention.how;
    if (actor.state.empty() && !state.empty()) {
      std::string slug = actor.id.substr(7);
      party.id = "person:" + (state.rfind("igo:", 0) == 0 ? state.substr(4) : state) + "-" + slug;
      party.name = actor.name;
      party.state = state;
    } else {
      party.actor = mention.actor;
    }
    return party;
  }
  // A run of proper nouns that is no place and no body.
  for (const TokenId t : tries) {
    TokenId end = t;
    while (end < sentence_of(head).end && tree_.upos(end) == Upos::kPropn &&
           mention_at_[end] == kNoId && place_at_[end] == kNoId && !match(RecordUse::kTitle, end))
      ++end;
    TokenId begin = t;
    while (begin > sentence_of(head).begin && tree_.upos(begin - 1) == Upos::kPropn &&
           mention_at_[begin - 1] == kNoId && place_at_[begin - 1] == kNoId &&
           !match(RecordUse::kTitle, begin - 1))
      --begin;
    if (end < begin + 2 || end > begin + 4 || end <= t) continue;
    EventParty party;
    party.span = text_.span_of({begin, end});
    party.name = std::string(document_.text(party.span));
    party.id = "person:" + (state.empty() ? "" : state + "-") + to_slug(party.name);
    party.state = state;
    return party;
  }
  const auto& names = document_.syntax.names;
  auto known = std::lower_bound(names.begin(), names.end(), head > kMaxTitle ? head - kMaxTitle : 0,
                                [](const Name& one, TokenId at) { return one.tokens.begin < at; });
  for (; known != names.end() && known->tokens.begin <= head + kMaxTitle; ++known) {
    const Name& name = *known;
    if (name.type != NameType::kPerson || name.tokens.size() < 2) continue;
    if (std::none_of(tries.begin(), tries.end(),
                     [&](TokenId t) { return name.tokens.contains(t); }))
      continue;
    EventParty party;
    party.span = text_.span_of(name.tokens);
    party.name = std::string(document_.text(party.span));
    party.id = "person:" + (state.empty() ? "" : state + "-") + to_slug(party.name);
    party.state = state;
    return party;
  }
  return std::nullopt;
}

std::optional<EventParty> RecordReader::person_after(TokenId title,
                                                     const std::string& state) const {
  const TokenId end = std::min<TokenId>(sentence_of(title).end, title + kMaxTitle);
  for (TokenId t = title + 1; t + 1 < end; ++t) {
    if (is_verb(t)) break;
    if (document_.token(t) == ",") return person_at(t + 1, state);
  }
  return std::nullopt;
}

std::optional<RecordReader::Office> RecordReader::office_at(TokenId head) const {
  if (head == kNoToken) return std::nullopt;
  const TokenRange own = tree_.subtree(head);
  const TokenId from = std::max(own.begin, head > kMaxTitle ? head - kMaxTitle : 0);
  for (TokenId t = from; t <= head && t < own.end; ++t) {
    const Match title = match(RecordUse::kTitle, t);
    if (!title) continue;
    const TokenRange words{t, t + title.words};
    // The words must end at the head or be its title.
    if (!words.contains(head) && words.end != head + 1 && mention_at_[head] == kNoId &&
        tree_.upos(head) != Upos::kPropn)
      continue;
    Office out;
    out.head = head;
    out.name = *title.value;
    std::vector<EventParty> owners;
    parties_.find_owners(head, owners);
    for (TokenId w = words.begin; w < words.end; ++w) parties_.find_owners(w, owners);
    if (owners.empty()) {
      for (TokenId w = words.begin; w < words.end && owners.empty(); ++w)
        owners = at_preposition(w, tables_.small.of, PartyUse::kActs);
    }
    if (!owners.empty()) out.state = party_state(document_, owners.front());
    // "trade commissioner", "deputy foreign minister": the words before it.
    TokenId begin = words.begin;
    while (begin > own.begin && begin > from && tree_.upos(begin - 1) == Upos::kNoun &&
           mention_at_[begin - 1] == kNoId)
      --begin;
    if (begin < words.begin) out.name = lower({begin, words.end});
    out.words = text_.span_of({begin, words.end});
    return out;
  }
  return std::nullopt;
}

void RecordReader::read_office(TokenId verb, const std::string& change_) {
  const auto& small = tables_.small;
  std::string change = change_;
  const bool passive = tree_.is_passive(verb);
  std::vector<TokenId> heads;
  tree_.arguments(verb, {ArgumentKind::kObject, kNoWord}, heads);
  TokenId object = heads.empty() ? kNoToken : heads.front();
  if (object != kNoToken && !passive && tree_.head(object) != verb &&
      !tree_.has_child(verb, Relation::kObj) && tree_.relation(verb) != Relation::kAclRelcl)
    object = kNoToken;
  const TokenId subject = passive ? kNoToken : tree_.surface_subject(verb);
  const bool intransitive = change == "resigned" || change == "died" ||
                            (change == "took_office" && !passive && !is_lemma(verb, "swear") &&
                             !is_lemma(verb, "inaugurate")) ||
                            is_lemma(verb, "present");
  std::optional<Office> office;
  std::string state;
  TokenId who = intransitive ? subject : object;
  // "elected Ama Mensah as president": a name right after the verb.
  if (who == kNoToken && !intransitive && verb + 1 < sentence_of(verb).end &&
      tree_.upos(verb + 1) == Upos::kPropn)
    who = verb + 1;
  // What is taken or presented must be an office or credentials.
  if (is_lemma(verb, "present")) {
    if (object == kNoToken || !(is_lemma(object, "credential") || is_lemma(object, "letter")))
      return;
    if (is_lemma(object, "letter") && tree_.child_lemma(object, word("credence")) == kNoToken)
      return;
  } else if (change == "took_office" && intransitive) {
    if (is_lemma(verb, "take") || is_lemma(verb, "assume")) {
      const bool duty =
          object != kNoToken &&
          (is_lemma(object, "office") || is_lemma(object, "post") || is_lemma(object, "duty") ||
           is_lemma(object, "oath") || is_lemma(object, "presidency") ||
           is_lemma(object, "position") || is_lemma(object, "premiership"));
      // "took over as foreign minister".
      std::vector<TokenId> as;
      tree_.arguments(verb, {ArgumentKind::kPreposition, word("as")}, as);
      for (const TokenId t : as) {
        if (!office) office = office_at(t);
      }
      if (!duty && !office) return;
    } else if (!is_lemma(verb, "inaugurate")) {
      return;
    }
  }
  // The office: beside the person, after "as", or as complement.
  if (!office) {
    for (TokenId c = tree_.first_child(verb); c != kNoToken && !office; c = tree_.next_sibling(c)) {
      const Relation relation = tree_.relation(c);
      const bool complement =
          relation == Relation::kXcomp ||
          (relation == Relation::kObl &&
           is_lemma(
               tree_.child(c, Relation::kCase) == kNoToken ? c : tree_.child(c, Relation::kCase),
               "as")) ||
          (relation == Relation::kObj && c != object) ||
          (relation == Relation::kAdvcl && tree_.child(c, Relation::kCase) != kNoToken);
      if (complement && c > verb && !is_verb(c)) office = office_at(c);
    }
  }
  if (!office && change == "resigned") {
    std::vector<TokenId> from;
    tree_.arguments(verb, {ArgumentKind::kPreposition, word("as")}, from);
    for (const TokenId t : from) {
      if (!office) office = office_at(t);
    }
  }
  if (!office && who != kNoToken) {
    office = office_at(who);
    for (TokenId c = tree_.first_child(who); c != kNoToken && !office; c = tree_.next_sibling(c)) {
      const Relation relation = tree_.relation(c);
      if (relation == Relation::kAppos || relation == Relation::kNmodDesc ||
          relation == Relation::kCompound || relation == Relation::kFlat)
        office = office_at(c);
    }
  }
  // The words right before the subject of a person: "Fiji's new trade commissioner, Litia Waqa".
  if (!office && object != kNoToken && !intransitive) {
    // "appointed ambassador to Peru": the parser may take the title for the object.
    office = office_at(object);
  }
  // A holder of an office that the tables know.
  std::optional<EventParty> person;
  if (office) state = office->state;
  if (state.empty() && !intransitive) {
    const std::vector<EventParty> doers = subjects_of(verb);
    if (!doers.empty()) state = party_state(document_, doers.front());
  }
  if (state.empty() && office && is_envoy(office->name)) {
    // "appointed ambassador to Mozambique": of the state that the report is mostly about.
    std::vector<TokenId> to;
    places_after(office->head, small.to, to);
    const std::string host = to.empty() ? "" : place_state(to.front(), nullptr);
    for (const ActorId known : document_.actors.states) {
      if (document_.actors.actors[known].id != host && !host.empty() && state.empty())
        state = document_.actors.actors[known].id;
    }
  }
  if (who != kNoToken) person = person_at(who, state);
  if (!person && passive && office) {
    const TokenId surface = tree_.surface_subject(verb);
    if (surface != kNoToken) person = person_at(surface, state);
  }
  if (!person && office && who != kNoToken && office->head == who)
    person = person_after(who, state);
  if (person && state.empty()) state = party_state(document_, *person);
  const bool known =
      person && person->actor != kNoId && !document_.actors.actors[person->actor].office.empty();
  std::string name = office ? office->name : "";
  if (known && (name.empty() || intransitive)) name = document_.actors.actors[person->actor].office;
  if (is_lemma(verb, "withdraw") || is_lemma(verb, "recall") || is_lemma(verb, "bring") ||
      is_lemma(verb, "call")) {
    // Only envoys are recalled.
    if (!office || !is_envoy(office->name)) return;
  }
  if (is_lemma(verb, "call") && change != "recalled") return;
  if (name.empty()) {
    if (person || change == "dismissed" || change == "appointed")
      refuse(EntryKind::kOffice, verb, "no office");
    return;
  }
  if (change == "accredited" && is_lemma(verb, "accredit") && !is_envoy(name)) return;
  if (change == "died" && !known) return;
  if (!person && change != "recalled") {
    refuse(EntryKind::kOffice, verb, "no person");
    return;
  }
  const Told how = told(verb);
  if (*how.refused != '\0') {
    refuse(EntryKind::kOffice, verb, how.refused);
    return;
  }
  if (how.status == ActStatus::kRequested || how.status == ActStatus::kThreatened) {
    refuse(EntryKind::kOffice, verb, "asked for");
    return;
  }
  RecordItem record = from_told(how, verb, "office", OfficeFields{});
  auto& fields = std::get<OfficeFields>(record.fields);
  fields.office = name;
  fields.change = change;
  if (person) {
    add(record, "person", {*person});
  }
  if (!state.empty()) {
    EventParty owner;
    for (ActorId a = 0; a < document_.actors.actors.size() && owner.actor == kNoId; ++a) {
      if (document_.actors.actors[a].id == state) owner.actor = a;
    }
    if (owner.actor == kNoId) owner.id = owner.name = owner.state = state;
    add(record, "state", {owner});
  }
  set_words(record, office && text_.token_sentence[office->head] == text_.token_sentence[verb]
                        ? office->words
                        : Span{});
  put(std::move(record));
}

void RecordReader::read_offices() {
  for (TokenId t = 0; t < text_.tokens(); ++t) {
    if (!is_verb(t) || tree_.relation(t) == Relation::kAux) continue;
    if (tree_.relation(t) == Relation::kAmod) continue;
    if (const Match verb = match_verb(RecordUse::kOfficeVerb, t)) read_office(t, *verb.value);
  }
}

}  // namespace chancery

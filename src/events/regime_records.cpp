// regime_records.cpp: measures of one actor on others, in force or in the making.
#include <algorithm>
#include <array>

#include "events/records.hpp"

namespace chancery {
namespace {

bool is_verbal(Upos upos) {
  return upos == Upos::kVerb || upos == Upos::kAux;
}

// The later in the life of a measure the higher.
int rank(std::string_view status) {
  constexpr std::array<std::string_view, 9> kOrder = {"threatened", "announced", "ordered",
                                                      "in_force",   "extended",  "eased",
                                                      "suspended",  "lifted",    "averted"};
  return static_cast<int>(std::find(kOrder.begin(), kOrder.end(), status) - kOrder.begin());
}

}  // namespace

// Those whom the phrase names, and for firms and people their states.
std::vector<EventParty> RecordReader::states_behind(TokenId head, PartyUse use) const {
  std::vector<EventParty> found;
  parties_.find(head, use, found);
  for (EventParty& party : found) {
    const std::string& id = acting_id(document_, party);
    if (id.size() == 3 || id.rfind("igo:", 0) == 0) continue;
    const std::string state = party_state(document_, party);
    if (state.size() != 3) continue;
    party.actor = kNoId;
    for (ActorId a = 0; a < document_.actors.actors.size(); ++a) {
      if (document_.actors.actors[a].id == state) party.actor = a;
    }
    party.mention = kNoId;
    party.id = party.name = party.state = state;
    party.sector.clear();
  }
  told_.keep_political(found);
  return found;
}

// What the measure hits: the state behind the phrase, and the goods or persons that it names.
void RecordReader::take_target(TokenId head, RegimeRecord& regime) const {
  std::vector<EventParty> named = states_behind(head, PartyUse::kActs);
  const bool is_somebody = !named.empty() && tree_.upos(head) != Upos::kNoun;
  if (named.empty()) named = states_behind(head, PartyUse::kMeant);
  if (named.empty()) named = states_behind(head, PartyUse::kPlace);
  for (EventParty& party : named) regime.target.push_back(std::move(party));
  if (!is_somebody && regime.scope.empty() && tree_.upos(head) == Upos::kNoun) {
    // Where the goods come from or go to is no part of them.
    regime.scope = phrase(head);
    for (const char* way : {" from ", " to ", " into "})
      regime.scope = regime.scope.substr(0, regime.scope.find(way));
    const NounEntry* noun = tables_.noun(tree_.lemma(head));
    regime.hits_people = noun != nullptr && (noun->uses & kNounPeople) != 0;
  }
}

// Goods after "of" or "on" and states after "on", "from", "to", "against", "for", "with".
void RecordReader::take_targets(TokenId host, RegimeRecord& regime) const {
  const auto& small = tables_.small;
  for (const WordId preposition : {small.on, small.against, small.of, small.from, small.to,
                                   small.with, small.for_, small.into, small.between}) {
    for (const TokenId head : told_.after(host, preposition)) {
      // A time or an amount is neither.
      const auto covered = [&](const auto& ids, const auto& list) {
        return std::any_of(ids.begin(), ids.end(), [&](auto id) {
          return list[id].tokens.begin <= head && head < list[id].tokens.end;
        });
      };
      const TokenRange here{tree_.subtree(head).begin, head + 1};
      if (covered(told_.times_in(here), document_.times.times)) continue;
      if (covered(told_.figures_in(here), document_.figures.figures) &&
          document_.syntax.upos[head] != Upos::kNoun)
        continue;
      if (tree_.upos(head) == Upos::kVerb) continue;
      // What stands after "for" or "to" is hit only where it is somebody.
      if ((preposition == small.for_ || preposition == small.to || preposition == small.with) &&
          states_behind(head, PartyUse::kMeant).empty())
        continue;
      if (told_.is(head, DeedUse::kFlow) || told_.is(head, DeedUse::kRegime)) {
        // "a ban on imports of maize": what flows.
        if (regime.flow == kNoToken) regime.flow = head;
        find_flow_owner(head, regime);
        take_targets(head, regime);
        continue;
      }
      take_target(head, regime);
      if (preposition == small.of || preposition == small.on) {
        // "a ban on honey from Grenada" may hang anywhere below.
        for (const WordId origin : {small.from, small.to}) {
          for (const TokenId below : told_.after(head, origin)) {
            if (regime.target.empty()) take_target(below, regime);
          }
        }
      }
    }
  }
}

// "Chinese imports", "grain exports to Nepal": whose, and of what.
void RecordReader::find_flow_owner(TokenId flow, RegimeRecord& regime) const {
  std::vector<EventParty> owners;
  parties_.find_owners(flow, owners);
  told_.keep_political(owners);
  for (EventParty& owner : owners) regime.owners.push_back(std::move(owner));
  if (const TokenId goods = tree_.child(flow, Relation::kCompound);
      goods != kNoToken && regime.scope.empty() && tree_.upos(goods) == Upos::kNoun)
    regime.scope = std::string(text_.span_of({goods, goods + 1}).of(document_.text()));
}

// "travel ban", "a ban on imports", "ban on honey from Grenada".
std::string RecordReader::type_of(TokenId noun, const RegimeRecord& regime) const {
  const DeedWord* word = told_.use(noun, DeedUse::kRegime);
  std::string base = word != nullptr ? word->value : "";
  for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c)) {
    const Relation relation = tree_.relation(c);
    if (relation != Relation::kCompound && relation != Relation::kAmod) continue;
    if (const DeedWord* flow = told_.use(c, DeedUse::kFlow)) {
      if (base == "ban") return flow->value;
      if (base == "restrictions") {
        const std::string& ban = flow->value;
        return ban.size() > 4 && ban.substr(ban.size() - 4) == " ban"
                   ? ban.substr(0, ban.size() - 4) + " restrictions"
                   : ban;
      }
    }
    if (base == "freeze") {
      if (const DeedWord* asset = told_.use(c, DeedUse::kAsset)) return asset->value;
      if (const DeedWord* aid = told_.use(c, DeedUse::kHelped)) return aid->value;
    }
    if (told_.is(c, DeedUse::kVisa) && base == "restrictions") return "visa restrictions";
  }
  if (regime.flow != kNoToken && (base == "ban" || base == "restrictions" || base == "quota")) {
    const DeedWord* flow = told_.use(regime.flow, DeedUse::kFlow);
    if (flow != nullptr && base == "ban") return flow->value;
    if (flow != nullptr && base == "restrictions" && flow->value.size() > 4)
      return flow->value.substr(0, flow->value.size() - 4) + " restrictions";
  }
  if (base == "visa regime") {
    bool visa = false;
    for (TokenId c = tree_.first_child(noun); c != kNoToken && c < noun; c = tree_.next_sibling(c))
      visa = visa || document_.token(c).rfind("visa", 0) == 0;
    return visa ? base : "";
  }
  if (base == "freeze") {
    for (const TokenId of : told_.after(noun, tables_.small.of)) {
      if (const DeedWord* asset = told_.use(of, DeedUse::kAsset)) return asset->value;
      if (const DeedWord* aid = told_.use(of, DeedUse::kHelped)) return aid->value;
    }
    return {};
  }
  if (base == "ban" && !regime.scope.empty() && !regime.target.empty() && !regime.hits_people)
    return "import ban";
  return base;
}

// "aid"; of "support" and the like only what says which: "budget support", "military support".
bool RecordReader::is_help(TokenId noun) const {
  const std::string_view lemma = document_.syntax.lemma(noun);
  if (lemma == "aid" || lemma == "assistance") return true;
  return tree_.has_child(noun, Relation::kCompound) || tree_.has_child(noun, Relation::kAmod);
}

// "25%", where the words of the measure say so.
std::string RecordReader::rate_in(TokenRange words) const {
  for (const FigureId id : told_.figures_in(words)) {
    const Figure& figure = document_.figures.figures[id];
    if (figure.kind != QuantityKind::kPercent || figure.unit != "percent") continue;
    if (figure.value) return to_plain(figure.value->to_double()) + "%";
    if (figure.low && figure.high)
      return to_plain(figure.low->to_double()) + "-" + to_plain(figure.high->to_double()) + "%";
  }
  return {};
}

void RecordReader::put_regime(RegimeRecord regime, TokenId operator_, ToldAs told,
                              std::string status) {
  const auto& small = tables_.small;
  if (regime.type.empty()) return;
  ActStatus act = ActStatus::kDone;
  switch (told) {
    case ToldAs::kDone:
      break;
    case ToldAs::kOngoing:
      act = ActStatus::kOngoing;
      break;
    case ToldAs::kPlanned:
      // "will stay in force".
      if (told_.is(operator_, DeedUse::kLast)) {
        act = ActStatus::kOngoing;
        break;
      }
      act = ActStatus::kPlanned;
      if (status == "in_force" || status == "ordered") status = "announced";
      break;
    case ToldAs::kThreatened:
      if (rank(status) >= rank("eased")) return;
      act = ActStatus::kThreatened;
      status = "threatened";
      break;
    case ToldAs::kRefused:
    case ToldAs::kNegated:
      // "will not lift its sanctions": they stay.
      if (status == "lifted" || status == "eased" || status == "suspended") {
        act = ActStatus::kOngoing;
        status = "in_force";
        break;
      }
      return;
    default:
      return;
  }
  // "dropped its plan to impose".
  if (told == ToldAs::kPlanned || told == ToldAs::kThreatened) {
    TokenId at = operator_;
    for (int climb = 0; climb < 3 && at != kNoToken; ++climb) {
      if (at != operator_ && is_verbal(tree_.upos(at)) && told_.is(at, DeedUse::kAverting)) {
        const ToldAs above = told_.told(at);
        if (above != ToldAs::kDone && above != ToldAs::kOngoing) return;
        status = "averted";
      }
      at = tree_.head(at);
    }
  }
  if (status == "averted") act = ActStatus::kCancelled;
  if (status == "announced" && act == ActStatus::kDone) act = ActStatus::kPlanned;
  const auto is_in = [&](const std::vector<EventParty>& list, const EventParty& party) {
    return std::any_of(list.begin(), list.end(), [&](const EventParty& there) {
      return acting_id(document_, there) == acting_id(document_, party);
    });
  };
  // "its ban on Kenyan tea", "EU duties": owners are the imposers where nobody else is, else hit.
  for (EventParty& owner : regime.owners) {
    if (regime.imposer.empty() && regime.owner_imposes) {
      regime.imposer.push_back(std::move(owner));
    } else if (!is_in(regime.imposer, owner) && regime.target.empty()) {
      regime.target.push_back(std::move(owner));
    }
  }
  regime.target.erase(
      std::remove_if(regime.target.begin(), regime.target.end(),
                     [&](const EventParty& party) { return is_in(regime.imposer, party); }),
      regime.target.end());
  const bool lasts =
      told_.is(operator_, DeedUse::kLast) && !regime.target.empty() && regime.type == "sanctions";
  if ((regime.imposer.empty() && !lasts) || regime.target.empty()) {
    layer_.refusals.push_back(
        {EntryKind::kRegime,
         {text_.token_span[operator_], regime.imposer.empty() ? "no imposer" : "nobody hit"}});
    return;
  }
  RegimeFields fields;
  fields.type = regime.type;
  fields.scope = regime.scope;
  fields.rate = rate_in(regime.words);
  fields.regime_status = std::move(status);
  fields.condition = told_.condition(operator_);
  RecordItem record = make_record(operator_, regime.words, regime.imposer, act, fields);
  for (const EventParty& party : regime.target) {
    if (text_.span_of(told_.sentence(operator_)).contains(party.span))
      record.spans.front() = cover(record.spans.front(), party.span);
  }
  auto& made = std::get<RegimeFields>(record.fields);
  for (const TimeId id : told_.times_in(regime.words)) {
    const TimeExpression& time = document_.times.times[id];
    if (!time.interval.known() || time.use == TimeUse::kBase) continue;
    const bool own = told_.dates(id, operator_);
    const bool tells = regime.telling != kNoToken && told_.dates(id, regime.telling);
    WordId preposition = kNoWord;
    for (TokenId t = time.tokens.begin, i = 0; i < 3; ++i) {
      if (tree_.upos(t) == Upos::kAdp || tree_.upos(t) == Upos::kSconj) {
        preposition = tree_.lemma(t);
        break;
      }
      if (t == 0) break;
      --t;
    }
    const EntryDate date{time.interval, to_string(time.basis)};
    const bool ends = preposition == small.until || preposition == small.till;
    const bool begins = preposition == small.since || preposition == small.from ||
                        (tells && regime.telling != operator_);
    const auto anchor = document_.anchor_date();
    if (ends && anchor && time.interval.to && *time.interval.to < *anchor && !tells) continue;
    if (ends && !made.until) {
      made.until = EntryDate{ended_interval(time), date.basis};
    } else if (begins && !made.from) {
      made.from = EntryDate{begun_interval(time), date.basis};
    } else if (time.kind == TimeKind::kDate && !record.time && own) {
      if (act == ActStatus::kPlanned) {
        if (made.regime_status == "lifted") {
          made.until = date;
        } else {
          made.from = date;
        }
      } else {
        record.time = id;
        if (made.regime_status == "in_force") made.from = date;
      }
    }
  }
  record.background = told_.is_background(operator_, record.time);
  record.rule = regime.rule;
  add(record, "imposer", regime.imposer);
  add(record, "target", regime.target);
  put(std::move(record));
}

// "by 2030" is 2030, "until 28 February" that day.
Interval RecordReader::ended_interval(const TimeExpression& time) {
  if (!time.interval.to || time.interval.from) return time.interval;
  return grain_interval(*time.interval.to, time.grain);
}

Interval RecordReader::begun_interval(const TimeExpression& time) {
  if (!time.interval.from || time.mod == TimeMod::kNone) {
    if (!time.interval.to && time.interval.from)
      return grain_interval(*time.interval.from, time.grain);
    return time.interval;
  }
  return grain_interval(*time.interval.from, time.grain);
}

Interval RecordReader::grain_interval(Day day, Grain grain) {
  const std::chrono::year_month_day date{day};
  const int year = static_cast<int>(date.year());
  const int month = static_cast<int>(static_cast<unsigned>(date.month()));
  switch (grain) {
    case Grain::kYear:
      return year_interval(year);
    case Grain::kQuarter:
      return quarter_interval(year, (month + 2) / 3);
    case Grain::kMonth:
      return month_interval(year, month);
    default:
      return day_interval(day);
  }
}

void RecordReader::read_regimes() {
  const auto& small = tables_.small;
  const TokenId tokens = static_cast<TokenId>(text_.tokens());
  std::vector<bool> used(tokens, false);
  // Who does it: the subject, and for a clause that is governed, whoever does what governs it.
  const auto imposers = [&](TokenId verb) {
    std::vector<EventParty> found = told_.doers(verb);
    for (TokenId at = verb, i = 0; found.empty() && i < 3; ++i) {
      const Relation relation = tree_.relation(at);
      if (tree_.is_passive(verb) && i == 0 && relation == Relation::kRoot) break;
      if (relation != Relation::kXcomp && relation != Relation::kAcl &&
          relation != Relation::kAdvcl && relation != Relation::kNmod &&
          relation != Relation::kObj && relation != Relation::kObl && relation != Relation::kConj)
        break;
      if (relation == Relation::kAcl && !told_.manner(at).infinitive) break;
      at = tree_.head(at);
      if (at == kNoToken) break;
      if (is_verbal(tree_.upos(at))) {
        found = told_.doers(at);
      } else {
        parties_.find_owners(at, found);
        told_.keep_political(found);
      }
    }
    return found;
  };
  const auto begin = [&](TokenId verb, TokenId object, const char* rule) {
    RegimeRecord regime;
    regime.rule = rule;
    regime.words = is_verbal(tree_.upos(verb)) ? told_.predicate(verb) : tree_.subtree(verb);
    if (object != kNoToken) {
      const TokenRange inner = tree_.subtree(object);
      if (object < verb && verb - inner.begin < 30) regime.words.begin = inner.begin;
    }
    return regime;
  };
  for (TokenId t = 0; t < tokens; ++t) {
    const Upos upos = tree_.upos(t);
    if (upos == Upos::kNoun && told_.is(t, DeedUse::kRegime) &&
        tree_.relation(t) != Relation::kCompound && !used[t]) {
      // The noun with what is done to it.
      TokenId verb = kNoToken;
      std::string status;
      ToldAs told = ToldAs::kDone;
      const Relation relation = tree_.relation(t);
      TokenId head = tree_.head(t);
      TokenId first = t;
      if (relation == Relation::kConj && head != kNoToken && told_.is(head, DeedUse::kRegime)) {
        first = head;  // "travel bans and asset freezes"
        head = tree_.head(head);
      }
      if (relation == Relation::kAppos && head != kNoToken && !is_verbal(tree_.upos(head))) {
        first = head;  // "Section 301 duties"
        head = tree_.head(head);
      }
      const Relation role = tree_.relation(first);
      const TokenId participle = tree_.child(t, Relation::kAcl);
      const TokenId clause = tree_.child(t, Relation::kAclRelcl);
      if (head != kNoToken && is_verbal(tree_.upos(head)) &&
          (role == Relation::kObj || role == Relation::kNsubjPass ||
           (role == Relation::kNsubj && tree_.xpos(head) == Xpos::kVbn))) {
        if (const DeedWord* measure = told_.use(head, DeedUse::kMeasure)) {
          verb = head;
          status = measure->value;
        }
      }
      if (verb == kNoToken && head != kNoToken && role == Relation::kNsubj &&
          is_verbal(tree_.upos(head)) && told_.is(head, DeedUse::kLast)) {
        verb = head;
        status = "in_force";
        if (const TokenId inner = tree_.child(head, Relation::kXcomp);
            inner != kNoToken && told_.is(inner, DeedUse::kMeasure))
          status = told_.use(inner, DeedUse::kMeasure)->value;
      }
      if (verb == kNoToken && head != kNoToken && role == Relation::kNmod) {
        if (const DeedWord* measure = told_.use(head, DeedUse::kMeasure);
            measure != nullptr && tree_.preposition(first) == small.of) {
          verb = head;
          status = measure->value;
        }
      }
      if (verb == kNoToken && head != kNoToken && role == Relation::kNsubj &&
          (tree_.upos(head) == Upos::kNoun) && tree_.has_child(head, Relation::kCop) &&
          (document_.syntax.lemma(head) == "force" || document_.syntax.lemma(head) == "place" ||
           document_.syntax.lemma(head) == "effect")) {
        verb = head;
        status = "in_force";
      }
      const TokenId telling = participle != kNoToken && (told_.is(participle, DeedUse::kMeasure))
                                  ? participle
                                  : kNoToken;
      if (verb == kNoToken && telling != kNoToken && tree_.xpos(telling) == Xpos::kVbn) {
        verb = telling;
        status = told_.use(telling, DeedUse::kMeasure)->value;
        told = status == "in_force" ? ToldAs::kOngoing : ToldAs::kDone;
      } else if (verb != kNoToken) {
        told = told_.told(verb);
      }
      if (verb == kNoToken && clause != kNoToken && told_.is(clause, DeedUse::kMeasure) &&
          !tree_.is_passive(clause)) {
        verb = clause;
        status = told_.use(clause, DeedUse::kMeasure)->value;
        told = told_.told(clause);
        if (told == ToldAs::kHypothetical) told = ToldAs::kDone;
      }
      if (verb == kNoToken && head != kNoToken && is_verbal(tree_.upos(head)) &&
          (role == Relation::kObj || role == Relation::kXcomp || role == Relation::kObl)) {
        // "threatened sanctions on", "threatened X with sanctions".
        const DeedWord* op = told_.use(head, DeedUse::kOperator);
        if (op != nullptr && op->value == "threatened") {
          verb = head;
          status = "in_force";
          told = told_.told(head) == ToldAs::kDone || told_.told(head) == ToldAs::kOngoing
                     ? ToldAs::kThreatened
                     : ToldAs::kHypothetical;
        }
      }
      if (verb == kNoToken && head != kNoToken && told_.is(head, DeedUse::kUnder) &&
          (role == Relation::kObj || role == Relation::kObl)) {
        // "pays EU duties", "faces sanctions from Japan".
        ToldAs under = told_.told(head);
        if (under != ToldAs::kDone && under != ToldAs::kOngoing) continue;
        RegimeRecord regime = begin(head, t, "regime.under");
        std::vector<TokenId> subjects;
        if (const TokenId subject = tree_.surface_subject(head); subject != kNoToken)
          take_target(subject, regime);
        regime.scope.clear();
        parties_.find_owners(t, regime.imposer);
        for (const WordId preposition : {small.from, small.by}) {
          for (const TokenId host : {t, head}) {
            for (const TokenId by : told_.after(host, preposition)) {
              for (EventParty& party : told_.actors(by, PartyUse::kActs))
                regime.imposer.push_back(std::move(party));
            }
          }
        }
        told_.keep_political(regime.imposer);
        regime.type = type_of(t, regime);
        used[t] = true;
        put_regime(std::move(regime), head, ToldAs::kOngoing, "in_force");
        continue;
      }
      if (verb == kNoToken) continue;
      RegimeRecord regime = begin(verb, t, "regime.noun");
      take_targets(t, regime);
      if (first != t) take_targets(first, regime);
      if (regime.target.empty() && verb != t) take_targets(verb, regime);
      if (telling != kNoToken && telling != verb) {
        if (regime.target.empty()) take_targets(telling, regime);
        regime.imposer = told_.doers(telling);
      }
      // The last of coordinated measures has what hangs on them all.
      for (TokenId c = tree_.first_child(t); c != kNoToken && regime.target.empty();
           c = tree_.next_sibling(c)) {
        if (tree_.relation(c) == Relation::kConj) take_targets(c, regime);
      }
      for (const WordId preposition : {small.on, small.against}) {
        if (!regime.target.empty() || telling == kNoToken) break;
        const TokenId near = tree_.near_prepositional(telling, preposition);
        if (near != kNoToken) take_target(near, regime);
      }
      if (regime.imposer.empty() && is_verbal(tree_.upos(verb)) && !told_.is(verb, DeedUse::kLast))
        regime.imposer = imposers(verb);
      if (regime.imposer.empty()) {
        for (const TokenId by : told_.after(t, small.by)) {
          for (EventParty& party : told_.actors(by, PartyUse::kActs))
            regime.imposer.push_back(std::move(party));
        }
      }
      if (regime.imposer.empty() && !is_verbal(tree_.upos(verb))) {
        parties_.find_owners(verb, regime.imposer);
        told_.keep_political(regime.imposer);
        for (const TokenId by : told_.after(verb, small.by)) {
          if (!regime.imposer.empty()) break;
          regime.imposer = told_.actors(by, PartyUse::kActs);
        }
        if (regime.imposer.empty()) regime.imposer = imposers(verb);
      }
      parties_.find_owners(t, regime.owners);
      told_.keep_political(regime.owners);
      if (regime.owners.empty() && regime.imposer.empty()) {
        parties_.find_before(t, regime.owners);
        told_.keep_political(regime.owners);
      }
      regime.owner_imposes = regime.imposer.empty();
      regime.type = type_of(t, regime);
      regime.telling = telling;
      // A tariff that was only planned does not come; a threat that is dropped neither.
      for (TokenId c = tree_.first_child(t); c != kNoToken; c = tree_.next_sibling(c)) {
        const std::string_view lemma = document_.syntax.lemma(c);
        if (tree_.relation(c) == Relation::kAmod && status == "lifted" && told == ToldAs::kDone &&
            (lemma == "plan" || lemma == "planned" || lemma == "threaten" ||
             lemma == "threatened" || lemma == "propose" || lemma == "proposed"))
          status = "averted";
      }
      // "the levy that it announced but never applied".
      const TokenRange sentence = told_.sentence(t);
      for (TokenId s = t + 1; s + 1 < sentence.end && s < t + 30 && status == "lifted"; ++s) {
        if (tree_.lemma(s) != small.never) continue;
        const DeedWord* applied = told_.use(s + 1, DeedUse::kMeasure);
        const std::string_view lemma = document_.syntax.lemma(s + 1);
        if ((applied != nullptr && applied->value == "in_force") || lemma == "put" ||
            lemma == "take" || lemma == "enter" || lemma == "come")
          status = "averted";
      }
      // Cut by a rate, not away: "reduced its tariff".
      used[t] = true;
      put_regime(std::move(regime), verb, told, status);
      continue;
    }
    if (upos != Upos::kVerb) continue;
    std::vector<TokenId> objects = told_.objects(t);
    // "The border, closed by Algeria, will stay closed": the noun is the subject of what the
    // participle hangs on.
    if (tree_.xpos(t) == Xpos::kVbn &&
        ((tree_.has_child(t, Relation::kOblAgent) && tree_.relation(t) == Relation::kAdvcl) ||
         (tree_.relation(t) == Relation::kXcomp && told_.is(tree_.head(t), DeedUse::kLast)))) {
      const TokenId subject = tree_.surface_subject(t);
      if (subject != kNoToken) objects = {subject};
    }
    // "banned imports of maize from Uganda", "barred Ugandan maize".
    if (told_.is(t, DeedUse::kBan)) {
      TokenId object = kNoToken;
      for (const TokenId o : objects) {
        if (told_.is(o, DeedUse::kFlow)) object = o;
      }
      const bool plain =
          document_.syntax.lemma(t) == "ban" || document_.syntax.lemma(t) == "bar" ||
          document_.syntax.lemma(t) == "prohibit" || document_.syntax.lemma(t) == "outlaw" ||
          (document_.syntax.lemma(t) == "shut" && tree_.has_child(t, Relation::kCompoundPrt));
      const TokenId taken = [&] {
        const TokenId inner = tree_.child(t, Relation::kXcomp);
        return inner != kNoToken && told_.is(inner, DeedUse::kTakeIn) ? inner : kNoToken;
      }();
      RegimeRecord regime = begin(t, object, "regime.ban");
      if (object != kNoToken) {
        regime.flow = object;
        find_flow_owner(object, regime);
        take_targets(object, regime);
        if (regime.target.empty()) take_targets(t, regime);
        regime.type = told_.use(object, DeedUse::kFlow)->value;
      } else if (taken != kNoToken) {
        // "stopped accepting kava from Vanuatu".
        for (const TokenId o : told_.objects(taken)) {
          take_target(o, regime);
          take_targets(o, regime);
        }
        if (regime.target.empty()) take_targets(taken, regime);
        regime.type = "import ban";
      } else if (plain && !objects.empty()) {
        take_target(objects.front(), regime);
        if (regime.target.empty()) take_targets(objects.front(), regime);
        // "barred Russian ships from its ports", "banned Kenyan officials from entering".
        const bool people = regime.scope.empty();
        bool goods = true;
        for (const TokenId from : told_.after(t, small.from)) {
          goods = false;
          regime.type = told_.is(from, DeedUse::kBorder)
                            ? told_.use(from, DeedUse::kBorder)->value == "airspace closure"
                                  ? "flight ban"
                                  : "entry ban"
                            : "ban";
        }
        for (TokenId c = tree_.first_child(t); c != kNoToken; c = tree_.next_sibling(c)) {
          if (tree_.relation(c) != Relation::kAdvcl || tree_.child_lemma(c, small.from) == kNoToken)
            continue;
          goods = false;
          const std::string_view lemma = document_.syntax.lemma(c);
          regime.type = lemma == "enter" || lemma == "travel" ? "travel ban"
                        : lemma == "import"                   ? "import ban"
                        : lemma == "export"                   ? "export ban"
                                                              : "ban";
        }
        if (goods) {
          if (people || regime.target.empty()) continue;
          const NounEntry* noun = tables_.noun(tree_.lemma(objects.front()));
          if (noun != nullptr && (noun->uses & kNounPeople) != 0) continue;
          const bool origin = !told_.after(objects.front(), small.from).empty() ||
                              !told_.after(t, small.from).empty();
          if (!origin && told_.is(objects.front(), DeedUse::kMatter)) continue;
          regime.type = "import ban";
        }
      }
      const bool found = !regime.type.empty();
      if (found) regime.imposer = imposers(t);
      ToldAs told = told_.told(t);
      if (found && regime.imposer.empty() && tree_.xpos(t) == Xpos::kVbn) {
        // "remains barred from Peru": from whose territory.
        for (const TokenId from : told_.after(t, small.from)) {
          for (EventParty& party : states_behind(from, PartyUse::kPlace))
            regime.imposer.push_back(std::move(party));
        }
        if (regime.type == "entry ban" || regime.type == "ban")
          regime.type = regime.hits_people ? "entry ban" : "import ban";
        if (tree_.relation(t) == Relation::kXcomp) told = ToldAs::kOngoing;
      }
      if (found) {
        put_regime(std::move(regime), t, told, "in_force");
        continue;
      }
    }
    if (told_.is(t, DeedUse::kSanction) && !objects.empty()) {
      RegimeRecord regime = begin(t, objects.front(), "regime.sanction");
      regime.type = "sanctions";
      take_target(objects.front(), regime);
      regime.imposer = imposers(t);
      put_regime(std::move(regime), t, told_.told(t), "in_force");
      continue;
    }
    for (const TokenId object : objects) {
      const DeedWord* border = told_.use(object, DeedUse::kBorder);
      const DeedWord* close = told_.use(t, DeedUse::kClose);
      const DeedWord* asset = told_.use(object, DeedUse::kAsset);
      const DeedWord* freeze = told_.use(t, DeedUse::kFreeze);
      const DeedWord* helped = told_.use(object, DeedUse::kHelped);
      const DeedWord* halt = told_.use(t, DeedUse::kHalt);
      const DeedWord* relation = told_.use(object, DeedUse::kRelation);
      const DeedWord* ties = told_.use(t, DeedUse::kTies);
      const DeedWord* visa = told_.use(object, DeedUse::kVisa);
      const DeedWord* measure = told_.use(t, DeedUse::kMeasure);
      RegimeRecord regime = begin(t, object, "regime.verb");
      std::string status;
      if (border != nullptr && close != nullptr) {
        regime.type = border->value;
        status = close->value;
        // "the border with Mali" is of both: who closes it is not hit.
        take_targets(object, regime);
        if (regime.target.empty()) take_targets(t, regime);
        for (EventParty& owner : regime.owners) regime.target.push_back(std::move(owner));
        regime.owners.clear();
        if (regime.target.empty()) parties_.find_owners(object, regime.target);
      } else if (asset != nullptr && freeze != nullptr) {
        regime.type = asset->value;
        status = freeze->value;
        parties_.find_owners(object, regime.target);
        take_targets(object, regime);
        if (regime.target.empty()) take_targets(t, regime);
      } else if (helped != nullptr && halt != nullptr && is_help(object)) {
        regime.type = helped->value;
        status = halt->value;
        take_targets(object, regime);
        if (regime.target.empty()) take_targets(t, regime);
        regime.scope = phrase(object);
      } else if (relation != nullptr && ties != nullptr) {
        const TokenId kind = tree_.child(object, Relation::kAmod);
        if (kind != kNoToken && document_.syntax.lemma(kind) != "diplomatic" &&
            document_.syntax.lemma(kind) != "consular")
          continue;
        regime.type = "relations";
        status = ties->value;
        take_targets(object, regime);
        if (regime.target.empty()) take_targets(t, regime);
      } else if (visa != nullptr && measure != nullptr) {
        regime.type = "visa regime";
        status = measure->value;
        take_targets(object, regime);
        if (regime.target.empty()) take_targets(t, regime);
      } else {
        continue;
      }
      told_.keep_political(regime.target);
      regime.imposer = imposers(t);
      if (regime.type == "relations" && regime.imposer.size() > 1 && regime.target.empty())
        continue;
      ToldAs told = told_.told(t);
      // "closed by Algeria on 14 January": it is so.
      if (status == "in_force" && told == ToldAs::kDone && tree_.relation(t) != Relation::kRoot &&
          tree_.xpos(t) == Xpos::kVbn && tree_.has_child(t, Relation::kOblAgent) &&
          !tree_.has_child(t, Relation::kAuxPass))
        told = ToldAs::kOngoing;
      put_regime(std::move(regime), t, told, status);
      break;
    }
    // "exempted Ghana from the tariff".
    if (told_.is(t, DeedUse::kExempt) && !objects.empty()) {
      for (const TokenId from : told_.after(t, small.from)) {
        if (!told_.is(from, DeedUse::kRegime) && !told_.is(from, DeedUse::kVisa)) continue;
        RegimeRecord regime = begin(t, objects.front(), "regime.exempt");
        take_target(objects.front(), regime);
        regime.type = told_.is(from, DeedUse::kVisa) ? "visa regime" : type_of(from, regime);
        regime.imposer = imposers(t);
        put_regime(std::move(regime), t, told_.told(t), "eased");
      }
    }
    // "recognised the independence of Kosovo", "recognised Palestine as a state".
    const DeedWord* stance = told_.use(t, DeedUse::kStance);
    if (stance != nullptr && stance->value == "recognises" && !objects.empty()) {
      const TokenId object = objects.front();
      RegimeRecord regime = begin(t, object, "regime.recognise");
      bool as_state = false;
      for (TokenId c = tree_.first_child(t); c != kNoToken; c = tree_.next_sibling(c)) {
        if ((tree_.relation(c) == Relation::kObl || tree_.relation(c) == Relation::kAdvcl ||
             tree_.relation(c) == Relation::kXcomp) &&
            told_.is(c, DeedUse::kIndependence))
          as_state = true;
      }
      for (const TokenId below : told_.after(object, small.of)) {
        (void)below;
      }
      const std::vector<EventParty> direct = told_.actors(object, PartyUse::kActs);
      if (told_.is(object, DeedUse::kIndependence)) {
        regime.target = told_.actors(object, PartyUse::kMeant);
      } else if (as_state || (!direct.empty() && tree_.upos(object) == Upos::kPropn)) {
        regime.target = direct;
      } else {
        continue;
      }
      regime.type = "recognition";
      regime.imposer = imposers(t);
      const ToldAs told = told_.told(t);
      // "recognises" in the present is a position.
      if (told == ToldAs::kDone || told == ToldAs::kPlanned)
        put_regime(std::move(regime), t, told, "in_force");
    }
  }
}

// Tellings of one measure are one: the latest state of it stays.
void RecordReader::join_regimes(RecordItem& kept, RecordItem& other) const {
  auto& a = std::get<RegimeFields>(kept.fields);
  auto& b = std::get<RegimeFields>(other.fields);
  const bool newer = !other.background && kept.background;
  const bool older = other.background && !kept.background;
  if (newer || (!older && rank(b.regime_status) > rank(a.regime_status))) {
    a.regime_status = b.regime_status;
    kept.status = other.status;
    if (other.time) kept.time = other.time;
  }
  kept.background = kept.background && other.background;
  if (a.scope.empty()) a.scope = b.scope;
  if (a.rate.empty()) a.rate = b.rate;
  if (a.condition.empty()) a.condition = b.condition;
  if (!a.from) a.from = b.from;
  if (!a.until) a.until = b.until;
}

}  // namespace chancery

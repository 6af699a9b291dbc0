// commitment_records.cpp: what somebody undertakes to reach, to do or not to do.
#include <algorithm>

#include "events/records.hpp"

namespace chancery {
namespace {

bool is_verbal(Upos upos) {
  return upos == Upos::kVerb || upos == Upos::kAux;
}

std::optional<double> value_of(const Figure& figure) {
  if (figure.value) return figure.value->to_double();
  if (figure.low && !figure.high) return figure.low->to_double();
  if (figure.high && !figure.low) return figure.high->to_double();
  return std::nullopt;
}

bool is_amount(const Figure& figure) {
  return figure.kind != QuantityKind::kPercent && value_of(figure).has_value();
}

}  // namespace

// The preposition before an amount, past "about", "more than" and the like.
WordId RecordReader::before_figure(const Figure& figure) const {
  const TokenRange sentence = told_.sentence(figure.tokens.begin);
  for (TokenId t = figure.tokens.begin, i = 0; t > sentence.begin && i < 4; ++i) {
    --t;
    if (tree_.upos(t) == Upos::kAdp || tree_.upos(t) == Upos::kPart) return tree_.lemma(t);
    if (tree_.upos(t) != Upos::kAdv && tree_.upos(t) != Upos::kDet && tree_.upos(t) != Upos::kAdj)
      break;
  }
  return kNoWord;
}

// What the phrase measures, as the figures have it: "the volume of mutual trade" of two is
// "bilateral trade".
std::string RecordReader::measure_name(TokenId head, std::size_t parties) const {
  for (int depth = 0; depth < 3 && told_.is(head, DeedUse::kAmount); ++depth) {
    const auto inner = told_.after(head, tables_.small.of);
    if (inner.empty()) break;
    head = inner.front();
  }
  // "trade volume": the measured thing stands before its amount.
  if (told_.is(head, DeedUse::kAmount)) {
    if (const TokenId before = tree_.child(head, Relation::kCompound); before != kNoToken)
      head = before;
  }
  if (told_.is(head, DeedUse::kTraded)) {
    for (TokenId c = tree_.first_child(head); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kCompound && !told_.is(c, DeedUse::kTraded) && c < head &&
          tree_.upos(c) == Upos::kNoun)
        return std::string(text_.span_of({c, head + 1}).of(document_.text()));
    }
    return parties > 1 ? "bilateral trade" : "trade";
  }
  std::string name;
  for (TokenId t = tree_.subtree(head).begin; t <= head; ++t) {
    const Relation relation = tree_.relation(t);
    const bool own = t == head || (tree_.head(t) == head &&
                                   (relation == Relation::kCompound ||
                                    (relation == Relation::kAmod && tree_.upos(t) == Upos::kAdj &&
                                     document_.syntax.xpos[t] != Xpos::kNnp)));
    if (!own) continue;
    // "Kazakh exports" measures exports.
    std::vector<EventParty> named;
    if (t != head) parties_.find_named(t, named);
    if (!named.empty()) continue;
    if (!name.empty()) name += ' ';
    name += document_.token(t);
  }
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name;
}

// The latest figure of that measure which the report states of the same parties.
std::optional<StatedValue> RecordReader::stated_base(const std::string& measure,
                                                     const std::vector<EventParty>& holders,
                                                     TokenRange outside) const {
  std::optional<StatedValue> best;
  Interval best_time;
  const auto& figures = document_.figures.figures;
  for (const Figure& figure : figures) {
    if (figure.measure != measure || !is_amount(figure) || figure.promised) continue;
    if (figure.tokens.begin >= outside.begin && figure.tokens.begin < outside.end) continue;
    const TokenRange sentence = told_.sentence(figure.tokens.begin);
    bool foreign = false;
    for (TokenId t = sentence.begin; t < sentence.end && !foreign; ++t) {
      std::vector<EventParty> named;
      parties_.find_named(t, named);
      for (const EventParty& party : named) {
        const std::string& id = acting_id(document_, party);
        foreign = foreign || (id.size() == 3 &&
                              std::none_of(holders.begin(), holders.end(), [&](const auto& holder) {
                                return acting_id(document_, holder) == id;
                              }));
      }
    }
    if (foreign) continue;
    Interval when;
    std::optional<EntryDate> period;
    for (const TimeId time : told_.times_in(sentence)) {
      const TimeExpression& said = document_.times.times[time];
      if (said.kind != TimeKind::kDate || said.use == TimeUse::kBase || !said.interval.known())
        continue;
      when = said.interval;
      period = EntryDate{said.interval, to_string(said.basis)};
      break;
    }
    const bool later = !best || !best_time.to || (when.to && *when.to >= *best_time.to);
    if (!later) continue;
    best = StatedValue{value_of(figure), figure.unit, "stated", period};
    best_time = when;
  }
  return best;
}

// When it is to be reached: a time of the words that is not over on the report's date.
std::optional<EntryDate> RecordReader::horizon(TokenRange words) const {
  const auto anchor = document_.anchor_date();
  for (const TimeId id : told_.times_in(words)) {
    const TimeExpression& time = document_.times.times[id];
    if (time.use == TimeUse::kBase) continue;
    if (!time.interval.known()) {
      // "over the next three years": from the report's year.
      int years = 0;
      if (anchor && time.kind == TimeKind::kDuration && time.value.size() >= 3 &&
          time.value.front() == 'P' && time.value.back() == 'Y') {
        for (std::size_t i = 1; i + 1 < time.value.size() && years < 100; ++i) {
          const char digit = time.value[i];
          if (digit < '0' || digit > '9') {
            years = 0;
            break;
          }
          years = 10 * years + (digit - '0');
        }
      }
      bool next = false;
      for (TokenId t = time.tokens.begin; t < time.tokens.end; ++t)
        next = next || document_.token(t) == "next" || document_.token(t) == "coming";
      for (TokenId t = time.tokens.begin, i = 0; t > 0 && i < 2; --t, ++i)
        next = next || document_.token(t - 1) == "next" || document_.token(t - 1) == "coming";
      if (years == 0 || !next) continue;
      const int year = static_cast<int>(std::chrono::year_month_day{*anchor}.year());
      return EntryDate{{year_interval(year).from, year_interval(year + years).to}, "report_date"};
    }
    if (time.kind != TimeKind::kDate && time.kind != TimeKind::kTime &&
        time.kind != TimeKind::kDuration)
      continue;
    if (anchor && time.interval.to && *time.interval.to < *anchor) {
      // What is promised for a month without a year is to come.
      const bool month = time.grain == Grain::kMonth && time.basis == Basis::kReportDate &&
                         tree_.upos(time.tokens.begin) == Upos::kPropn && time.interval.from &&
                         time.tokens.begin > words.begin &&
                         (tree_.lemma(time.tokens.begin - 1) == tables_.small.for_ ||
                          tree_.lemma(time.tokens.begin - 1) == tables_.small.by);
      if (!month) continue;
      const std::chrono::year_month_day from{*time.interval.from};
      const int year = static_cast<int>(from.year()) + 1;
      return EntryDate{month_interval(year, static_cast<int>(static_cast<unsigned>(from.month()))),
                       to_string(time.basis)};
    }
    return EntryDate{ended_interval(time), to_string(time.basis)};
  }
  return std::nullopt;
}

// Who gets it: "give Moldova", "to Moldova", "for Moldova".
void RecordReader::add_beneficiaries(RecordItem& record, TokenId verb,
                                     const std::vector<EventParty>& holders) const {
  const auto& small = tables_.small;
  std::vector<EventParty> found;
  const auto take = [&](TokenId head, PartyUse use) {
    for (EventParty& party : told_.actors(head, use)) {
      const bool holds = std::any_of(holders.begin(), holders.end(), [&](const EventParty& holder) {
        return acting_id(document_, holder) == acting_id(document_, party);
      });
      if (!holds) found.push_back(std::move(party));
    }
  };
  std::vector<TokenId> hosts = {verb};
  for (const TokenId object : told_.objects(verb)) hosts.push_back(object);
  if (const TokenId indirect = tree_.child(verb, Relation::kIobj); indirect != kNoToken)
    take(indirect, PartyUse::kMeant);
  for (const WordId preposition : {small.to, small.for_, small.in}) {
    for (std::size_t i = 0; i < hosts.size() && found.empty(); ++i) {
      for (const TokenId head : told_.after(hosts[i], preposition))
        take(head, preposition == small.in ? PartyUse::kPlace : PartyUse::kMeant);
    }
  }
  for (const WordId preposition : {small.to, small.for_, small.in}) {
    if (!found.empty()) break;
    if (const TokenId near = tree_.near_prepositional(verb, preposition); near != kNoToken)
      take(near, preposition == small.in ? PartyUse::kPlace : PartyUse::kMeant);
  }
  add(record, "beneficiary", found);
}

RecordItem RecordReader::make_record(TokenId trigger, TokenRange words,
                                     const std::vector<EventParty>& parties, ActStatus status,
                                     RecordFields fields) const {
  RecordItem record;
  Span span = text_.span_of(words);
  const Span limits = text_.span_of(told_.sentence(trigger));
  for (const EventParty& party : parties) {
    if (limits.contains(party.span)) span = cover(span, party.span);
  }
  record.spans = {span};
  record.status = status;
  record.utterance = told_.utterance(trigger);
  record.trigger = trigger;
  record.place_words = text_.token_span[trigger];
  record.fields = std::move(fields);
  return record;
}

void RecordReader::put_commitment(TokenId told_by, TokenId verb,
                                  const std::vector<EventParty>& holders, std::string strength,
                                  bool negative, const char* rule, TokenId until) {
  const auto& small = tables_.small;
  CommitmentFields fields;
  fields.strength = std::move(strength);
  fields.polarity = negative ? "negative" : "positive";
  const bool verbal = is_verbal(tree_.upos(verb));
  const bool passive = verbal && tree_.is_passive(verb);
  TokenRange words = passive ? told_.clause(verb) : told_.predicate(verb);
  if (!verbal) {
    const TokenRange all = tree_.subtree(verb);
    words = told_.predicate(verb);
    words.begin = std::max<TokenId>(all.begin, told_by < verb ? told_by + 1 : all.begin);
    while (words.begin < verb &&
           (tree_.upos(words.begin) == Upos::kDet || tree_.upos(words.begin) == Upos::kAdp))
      ++words.begin;
  }
  for (const FigureId id : told_.figures_in({told_.sentence(verb).begin, verb + 1})) {
    const TokenRange amount = document_.figures.figures[id].tokens;
    if (!verbal && amount.begin < words.begin && amount.end > words.begin)
      words.begin = amount.begin;
  }
  words.end = std::max(words.end, until);
  const TokenRange reach = words;
  // What follows an amount or time may hang on what governs it.
  fields.horizon = horizon(reach);
  if (!fields.horizon && told_by != verb) fields.horizon = horizon(told_.predicate(told_by));
  const DeedWord* factor = told_.use(verb, DeedUse::kFactor);
  const DeedWord* change = told_.use(verb, DeedUse::kChange);
  const DeedWord* reached = told_.use(verb, DeedUse::kReach);
  if (factor != nullptr) {
    fields.factor = factor->number;
    fields.direction = factor->number > 1 ? "increase" : "decrease";
  }
  const std::vector<FigureId> figures = told_.figures_in(reach);
  std::string figure_measure;
  bool percent_change = false;
  const auto take_target = [&](bool only_after_to) {
    for (const FigureId id : figures) {
      const Figure& figure = document_.figures.figures[id];
      const WordId preposition = before_figure(figure);
      const bool to = preposition == small.to || preposition == small.at;
      if (only_after_to && !to) continue;
      if (preposition == small.from || (!only_after_to && !is_amount(figure))) continue;
      if (preposition == small.by && (change != nullptr || factor != nullptr)) continue;
      if (fields.target || !value_of(figure)) continue;
      fields.target = StatedValue{value_of(figure), figure.unit, "stated", std::nullopt};
      figure_measure = figure.measure;
    }
  };
  take_target(true);
  if (factor == nullptr) take_target(false);
  for (const FigureId id : figures) {
    const Figure& figure = document_.figures.figures[id];
    const WordId preposition = before_figure(figure);
    if (preposition == small.from && value_of(figure) && (change != nullptr || factor != nullptr)) {
      fields.base = StatedValue{value_of(figure), figure.unit, "stated", std::nullopt};
    } else if (preposition == small.by && change != nullptr && figure.value &&
               figure.kind == QuantityKind::kPercent && figure.unit == "percent") {
      const double part = figure.value->to_double();
      fields.factor = (change->value == "increase" ? 100 + part : 100 - part) / 100;
      percent_change = true;
    }
  }
  if (change != nullptr && !fields.factor) {
    for (const TokenId by : told_.after(verb, small.by)) {
      const DeedWord* half = told_.use(by, DeedUse::kHalf);
      if (half == nullptr || tree_.has_child(by, Relation::kNummod)) continue;
      fields.factor = change->value == "increase" ? 1 + half->number : 1 - half->number;
      percent_change = true;
    }
    // "cut tariffs on steel by half": the phrase may hang on the object.
    for (TokenId t = words.begin + 1; t < words.end && !fields.factor; ++t) {
      const DeedWord* half = told_.use(t, DeedUse::kHalf);
      if (half == nullptr || tree_.lemma(t - 1) != small.by) continue;
      fields.factor = change->value == "increase" ? 1 + half->number : 1 - half->number;
      percent_change = true;
    }
  }
  const std::vector<TokenId> objects = verbal ? told_.objects(verb) : std::vector<TokenId>{};
  const bool measured_object =
      change != nullptr && !objects.empty() && is_measured(objects.front());
  const bool changes = factor != nullptr || measured_object ||
                       (change != nullptr && (fields.target || percent_change)) ||
                       (reached != nullptr && fields.target);
  if (changes) {
    if (fields.direction.empty()) {
      fields.direction = change != nullptr ? change->value : "increase";
      if (fields.base && fields.target && fields.base->value && fields.target->value)
        fields.direction = *fields.target->value >= *fields.base->value ? "increase" : "decrease";
    }
    if (reached == nullptr && !objects.empty() && tree_.upos(objects.front()) != Upos::kPron)
      fields.measure = measure_name(objects.front(), holders.size());
    if (reached == nullptr && fields.measure.empty() && fields.target) {
      // "to bring it to 20 million": what the last amount of the unit before it measures.
      for (const FigureId id : told_.figures_in({told_.sentence(verb).begin, reach.begin})) {
        const Figure& figure = document_.figures.figures[id];
        if (figure.unit == fields.target->unit && !figure.measure.empty())
          fields.measure = figure.measure;
      }
    }
    if (reached != nullptr && figure_measure.empty()) {
      const TokenId subject = tree_.child(verb, Relation::kNsubj);
      if (subject != kNoToken && is_measured(subject))
        fields.measure = measure_name(subject, holders.size());
    }
    if (!figure_measure.empty() && (fields.measure.empty() || reached != nullptr))
      fields.measure = figure_measure;
    if (fields.factor && !fields.target) {
      if (!fields.base && !fields.measure.empty())
        fields.base = stated_base(fields.measure, holders, reach);
      if (fields.base && fields.base->value) {
        fields.target = StatedValue{*fields.base->value * *fields.factor, fields.base->unit,
                                    "derived", std::nullopt};
      }
    }
  }
  // The words without the time at their end.
  for (const TimeId id : told_.times_in(words)) {
    const TimeExpression& time = document_.times.times[id];
    if (time.tokens.end >= words.end && time.tokens.begin > words.begin + 1)
      words.end = time.tokens.begin;
  }
  fields.what = told_.words(words);
  fields.condition = told_.condition(verb);
  const bool has_horizon = fields.horizon.has_value();
  TokenRange span = reach;
  span.begin = std::min(span.begin, told_by);
  span.end = std::max(span.end, told_by + 1);
  RecordItem record = make_record(verb, span, holders, ActStatus::kPlanned, std::move(fields));
  record.rule = rule;
  add(record, "holders", holders);
  const bool granted = !objects.empty() && told_.is(objects.front(), DeedUse::kGranted);
  if (!changes || granted) add_beneficiaries(record, verbal ? verb : told_by, holders);
  // The day of the promise is that of what governs it; the horizon is no such day.
  if (told_by != verb) {
    for (const TimeId id : told_.times_in(told_.predicate(told_by))) {
      const TimeExpression& time = document_.times.times[id];
      if (time.kind != TimeKind::kDate || !time.interval.known()) continue;
      if (time.tokens.begin >= reach.begin && time.tokens.begin < reach.end && has_horizon)
        continue;
      if (time.tokens.begin > verb && verb > told_by) continue;
      if (!told_.dates(id, told_by)) continue;
      record.time = id;
      break;
    }
  }
  record.background = told_.is_background(told_by, record.time);
  put(std::move(record));
}

// Whether the clause is one that somebody can undertake here: of no other kind, and not about a
// measure against others.
bool RecordReader::is_undertaking(TokenId verb) const {
  if (!is_verbal(tree_.upos(verb)) || tree_.has_child(verb, Relation::kCop)) return false;
  if (told_.is(verb, DeedUse::kOther)) {
    // "hold them to account".
    if (document_.syntax.lemma(verb) == "hold") {
      const std::vector<TokenId> objects = told_.objects(verb);
      const TokenId near = tree_.near_prepositional(verb, tables_.small.to);
      // "promised to hold elections".
      if (!objects.empty() && tree_.relation(verb) == Relation::kXcomp &&
          told_.is(objects.front(), DeedUse::kPlanned))
        return true;
      return !objects.empty() && near != kNoToken && document_.syntax.lemma(near) == "account";
    }
    // "go on helping".
    TokenId inner = tree_.child(verb, Relation::kXcomp);
    if (inner == kNoToken) inner = tree_.child(verb, Relation::kAdvcl);
    if (inner != verb + 2 && inner != verb + 1) return false;
    return inner != kNoToken && tree_.xpos(inner) == Xpos::kVbg &&
           !told_.is(inner, DeedUse::kOther);
  }
  if (told_.is(verb, DeedUse::kPlanned) && tree_.upos(verb) == Upos::kVerb) return false;
  for (const TokenId object : told_.objects(verb)) {
    if (told_.is(object, DeedUse::kRegime) && told_.is(verb, DeedUse::kMeasure) &&
        !told_.is(verb, DeedUse::kChange))
      return false;
    if (told_.is(object, DeedUse::kBorder) && told_.is(verb, DeedUse::kClose)) return false;
    if (told_.is(object, DeedUse::kFlow) && told_.is(verb, DeedUse::kBan)) return false;
  }
  return true;
}

void RecordReader::read_commitments() {
  const TokenId tokens = static_cast<TokenId>(text_.tokens());
  std::vector<bool> seen(tokens, false);
  const auto promise = [&](TokenId by, TokenId verb, const std::vector<EventParty>& holders,
                           const std::string& strength, bool negative, const char* rule) {
    if (seen[verb]) return;
    seen[verb] = true;
    // Words go on over what is joined to it, unless both have amounts.
    const bool amount = !told_.figures_in(told_.predicate(verb)).empty();
    TokenId until = 0;
    for (TokenId c = tree_.first_child(verb); c != kNoToken && !amount; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kConj && is_verbal(tree_.upos(c)) &&
          !tree_.has_child(c, Relation::kNsubj) && c < verb + 12)
        until = told_.predicate(c).end;
    }
    put_commitment(by, verb, holders, strength, negative, rule, until);
    // "to invest 2 billion and build 3 ports": each with an amount of its own.
    for (TokenId c = tree_.first_child(verb); c != kNoToken; c = tree_.next_sibling(c)) {
      if (tree_.relation(c) != Relation::kConj || !is_verbal(tree_.upos(c)) || seen[c] ||
          tree_.has_child(c, Relation::kNsubj))
        continue;
      seen[c] = true;
      if (amount && !told_.figures_in(told_.predicate(c)).empty() && is_undertaking(c))
        put_commitment(by, c, holders, strength, negative && told_.manner(c).negated, rule);
    }
  };
  const auto asserted = [&](TokenId t) {
    const ToldAs told = told_.told(t);
    return told == ToldAs::kDone || told == ToldAs::kOngoing;
  };
  const auto measured = [&](TokenId verb) {
    return told_.is(verb, DeedUse::kFactor) || told_.is(verb, DeedUse::kChange) ||
           told_.is(verb, DeedUse::kReach) || !told_.figures_in(told_.predicate(verb)).empty();
  };
  for (TokenId t = 0; t < tokens; ++t) {
    const Upos upos = tree_.upos(t);
    if (upos == Upos::kNoun) {
      // "its pledge to send", "set a target of 10 billion".
      const DeedWord* word = told_.use(t, DeedUse::kCommit);
      const TokenId head = tree_.head(t);
      if (word == nullptr) continue;
      if (head == kNoToken) {
        // "Vietnam plans to raise" read as a noun phrase.
        const TokenId clause = tree_.child(t, Relation::kAcl);
        const TokenId name = tree_.child(t, Relation::kCompound);
        if (clause == kNoToken || name == kNoToken || !told_.manner(clause).infinitive ||
            tree_.head(clause) != t || !is_undertaking(clause))
          continue;
        if (word->value == "aim" && !measured(clause)) continue;
        const std::vector<EventParty> named = told_.actors(name, PartyUse::kActs);
        if (!named.empty())
          promise(t, clause, named, word->value, told_.manner(clause).negated, "commit.noun");
        continue;
      }
      const Relation relation = tree_.relation(t);
      std::vector<EventParty> holders;
      TokenId clause = kNoToken;
      if (relation == Relation::kNsubj && tree_.has_child(head, Relation::kCop) &&
          is_verbal(tree_.upos(head))) {
        clause = head;  // "the aim is to double"
      } else if (const TokenId acl = tree_.child(t, Relation::kAcl);
                 acl != kNoToken && told_.manner(acl).infinitive) {
        clause = acl;
      } else if (relation == Relation::kNsubjPass || relation == Relation::kObj) {
        const TokenId xcomp = tree_.child(head, Relation::kXcomp);
        const TokenId advcl = tree_.child(head, Relation::kAdvcl);
        for (const TokenId c : {xcomp, advcl}) {
          if (c != kNoToken && c > t && told_.manner(c).infinitive &&
              told_.is(head, DeedUse::kAffirm))
            clause = c;
        }
      }
      if (clause == kNoToken && word->value == "aim" && relation == Relation::kObj &&
          is_verbal(tree_.upos(head)) && asserted(head)) {
        // "set a target of 10 billion dollars".
        const std::string_view lemma = document_.syntax.lemma(head);
        const TokenRange words = told_.predicate(t);
        if ((lemma == "set" || lemma == "have" || told_.is(head, DeedUse::kAffirm) ||
             told_.is(head, DeedUse::kMeasure) || lemma == "agree") &&
            !told_.after(t, tables_.small.of).empty() && !told_.figures_in(words).empty()) {
          holders = told_.doers(head);
          const TokenId of = told_.after(t, tables_.small.of).front();
          if (!holders.empty() && !seen[of]) {
            seen[of] = true;
            put_commitment(head, of, holders, word->value, false, "commit.target");
          }
        }
        continue;
      }
      if (clause == kNoToken || !is_undertaking(clause)) continue;
      if (word->value == "aim" && !measured(clause)) continue;
      const bool stated =
          relation == Relation::kNsubj || told_.is(head, DeedUse::kAffirm) ||
          told_.is(head, DeedUse::kMeasure) || document_.syntax.lemma(head) == "set" ||
          document_.syntax.lemma(head) == "have" || document_.syntax.lemma(head) == "make";
      if (!stated || (is_verbal(tree_.upos(head)) && head != clause && !asserted(head))) continue;
      parties_.find_owners(t, holders);
      told_.keep_political(holders);
      if (holders.empty() && is_verbal(tree_.upos(head)) && head != clause)
        holders = told_.doers(head);
      if (holders.empty() && relation == Relation::kNsubjPass) holders = sides_of(t);
      if (holders.empty()) continue;
      promise(t, clause, holders, word->value, told_.manner(clause).negated, "commit.noun");
      continue;
    }
    if (!is_verbal(upos) && upos != Upos::kAdj) continue;
    const DeedWord* word = told_.use(t, DeedUse::kCommit);
    if (word != nullptr && tree_.relation(t) != Relation::kAmod && asserted(t)) {
      std::vector<EventParty> holders = told_.doers(t);
      if (holders.empty() && upos == Upos::kVerb && tree_.is_passive(t) &&
          document_.syntax.lemma(t) == "commit") {
        // "is committed to".
        if (const TokenId subject = tree_.surface_subject(t); subject != kNoToken)
          holders = told_.actors(subject, PartyUse::kActs);
      }
      if (!holders.empty()) {
        for (TokenId c = tree_.first_child(t); c != kNoToken; c = tree_.next_sibling(c)) {
          const Relation relation = tree_.relation(c);
          const Manner manner = told_.manner(c);
          bool clause = false;
          if (relation == Relation::kXcomp || (relation == Relation::kAdvcl && c > t)) {
            // "committed to raising", "agreed on doubling".
            clause = manner.infinitive ||
                     (manner.gerund && (tree_.child_lemma(c, tables_.small.to) != kNoToken ||
                                        tree_.child_lemma(c, tables_.small.on) != kNoToken));
            // "wants Iran to stop": of another.
            if (tree_.has_child(c, Relation::kNsubj)) clause = false;
            if (const TokenId object = tree_.child(t, Relation::kObj); object != kNoToken)
              clause = false;
          } else if (relation == Relation::kCcomp) {
            clause = (manner.would || manner.future) &&
                     (word->value == "pledge" || told_.is(c, DeedUse::kReach));
          }
          if (!clause || !is_undertaking(c)) continue;
          if (word->value == "aim" && !measured(c) && !plans_act(t)) continue;
          promise(t, c, holders, word->value, manner.negated, "commit.verb");
        }
      }
    }
    const DeedWord* grant = told_.use(t, DeedUse::kGrant);
    if (grant != nullptr && upos == Upos::kVerb && asserted(t)) {
      const bool promises = told_.is(t, DeedUse::kCommit);
      const std::vector<EventParty> holders = told_.doers(t);
      if (!holders.empty()) {
        for (const TokenId object : told_.objects(t)) {
          if (seen[object] || is_verbal(tree_.upos(object)) || tree_.upos(object) == Upos::kPron)
            continue;
          TokenRange words = tree_.subtree(object);
          const bool amount = !told_.figures_in(words).empty();
          const std::vector<FigureId> heads = told_.figures_in(words);
          const bool money = std::any_of(heads.begin(), heads.end(), [&](FigureId id) {
            const Figure& figure = document_.figures.figures[id];
            return figure.kind == QuantityKind::kMoney &&
                   (told_.is(object, DeedUse::kGranted) ||
                    (figure.tokens.begin <= object && object < figure.tokens.end));
          });
          if (!promises && !money) continue;
          if (promises && !amount &&
              (told_.is(object, DeedUse::kStance) || told_.is(object, DeedUse::kCommit) ||
               told_.actors(object, PartyUse::kActs).size() > 0 ||
               document_.syntax.lemma(t) == "offer"))
            continue;
          seen[object] = true;
          put_commitment(t, object, holders, grant->value, false, "commit.grant");
        }
      }
    }
    if (const DeedWord* forswear = told_.use(t, DeedUse::kForswear);
        forswear != nullptr && upos == Upos::kVerb && asserted(t)) {
      const std::vector<EventParty> holders = told_.doers(t);
      TokenId object = kNoToken;
      for (TokenId c = tree_.first_child(t); c != kNoToken; c = tree_.next_sibling(c)) {
        if (c > t && is_verbal(tree_.upos(c)) && told_.manner(c).gerund && object == kNoToken)
          object = c;
      }
      if (object == kNoToken && !told_.objects(t).empty()) object = told_.objects(t).front();
      if (!holders.empty() && object != kNoToken && !seen[object]) {
        seen[object] = true;
        put_commitment(t, object, holders, forswear->value, true, "commit.rule_out");
      }
    }
  }
  // "will send", "said it would send".
  for (TokenId t = 0; t < tokens; ++t) {
    if (tree_.upos(t) != Upos::kVerb || seen[t]) continue;
    const Manner manner = told_.manner(t);
    if (!manner.future && !manner.would) continue;
    const ToldAs told = told_.told(t);
    if (told != ToldAs::kPlanned && told != ToldAs::kRefused) continue;
    if (manner.perfect || tree_.is_passive(t) || !is_undertaking(t)) continue;
    if (tree_.relation(t) == Relation::kAdvcl) continue;
    const bool agrees = document_.syntax.lemma(t) == "agree";
    if (((told_.is(t, DeedUse::kCommit) || told_.is(t, DeedUse::kOperator)) && !agrees) ||
        told_.is(t, DeedUse::kStance) || told_.is(t, DeedUse::kLast))
      continue;
    if (tree_.relation(t) == Relation::kConj && told_.figures_in(told_.predicate(t)).empty() &&
        !tree_.has_child(t, Relation::kNsubj))
      continue;
    // A bare verb undertakes nothing in particular.
    if (told_.predicate(t).size() < 2) continue;
    const std::vector<EventParty> holders = told_.doers(t);
    if (holders.empty() || !told_.speaks_for_itself(t, holders)) continue;
    promise(t, t, holders, "pledge", told == ToldAs::kRefused, "commit.will");
  }
}

// Something that has a size: "exports", "the volume of", "trade deficit".
bool RecordReader::is_measured(TokenId head) const {
  return told_.is(head, DeedUse::kAmount) || told_.is(head, DeedUse::kTraded) ||
         told_.is(head, DeedUse::kRegime) || told_.is(head, DeedUse::kMeasured);
}

// "plans to", "intends to": what follows is to be done; "wants to" says less.
bool RecordReader::plans_act(TokenId verb) const {
  const std::string_view lemma = document_.syntax.lemma(verb);
  return lemma == "plan" || lemma == "intend" || lemma == "aim" || lemma == "undertake";
}

// The two or more states that a report on them names, where nobody is named in the clause.
std::vector<EventParty> RecordReader::sides_of(TokenId) const {
  std::vector<EventParty> sides;
  if (document_.actors.states.size() != 2) return sides;
  for (const ActorId state : document_.actors.states) {
    EventParty party;
    party.actor = state;
    party.how = How::kInferred;
    sides.push_back(std::move(party));
  }
  return sides;
}

}  // namespace chancery

// meeting_records.cpp: who met, spoke or is to meet.
#include <algorithm>
#include <utility>

#include "events/records.hpp"

namespace chancery {
namespace {

constexpr TokenId kMaxName = 16;  // words of the name of a series
constexpr std::size_t kLookBack = 128;
constexpr std::size_t kMaxTopics = 12;
constexpr TokenId kMaxTopicWords = 40;

std::string_view level_of_office(const std::string& office) {
  if (office == "head_of_state") return "heads of state";
  if (office == "head_of_government") return "heads of government";
  if (office == "foreign_minister") return "foreign ministers";
  if (office == "defence_minister") return "defence ministers";
  return {};
}

}  // namespace

std::optional<double> RecordReader::ordinal_of(TokenId noun, TokenId* where) const {
  const TokenId begin = sentence_of(noun).begin;
  const auto& numbers = document_.figures.numbers;
  for (TokenId t = noun; t > begin && noun - t < kMaxName;) {
    --t;
    if (is_verb(t) || tree_.upos(t) == Upos::kAdp || tree_.upos(t) == Upos::kPron) break;
    const auto number =
        std::lower_bound(numbers.begin(), numbers.end(), t,
                         [](const Number& one, TokenId at) { return one.tokens.end <= at; });
    if (number != numbers.end() && number->tokens.contains(t)) {
      if (number->form != NumberForm::kOrdinal || number->value > 999) continue;
      if (where != nullptr) *where = t;
      return number->value;
    }
    if (tree_.upos(t) == Upos::kDet) break;
  }
  return std::nullopt;
}

void RecordReader::add_topics(TokenId head, std::vector<std::string>& topics) const {
  const TokenRange all = tree_.subtree(head);
  TokenId begin = all.begin;
  TokenId end = std::min<TokenId>(all.end, begin + kMaxTopicWords);
  // "a wide range of issues related to", "issues including": what follows are the topics.
  for (TokenId t = begin; t + 1 < end; ++t) {
    if ((is_lemma(t, "related") && is_lemma(t + 1, "to")) ||
        (is_lemma(t, "relating") && is_lemma(t + 1, "to"))) {
      begin = t + 2;
    } else if (is_lemma(t, "including") || (is_lemma(t, "such") && is_lemma(t + 1, "as"))) {
      begin = t + (is_lemma(t, "such") ? 2 : 1);
    }
  }
  TokenId from = begin;
  const auto flush = [&](TokenId to) {
    while (from < to && (tree_.upos(from) == Upos::kDet || tree_.upos(from) == Upos::kAdp ||
                         tree_.upos(from) == Upos::kCconj || tree_.upos(from) == Upos::kPunct ||
                         tree_.upos(from) == Upos::kAdv || tree_.upos(from) == Upos::kSconj ||
                         is_lemma(from, "its") || is_lemma(from, "their")))
      ++from;
    if (from < to && topics.size() < kMaxTopics)
      topics.emplace_back(document_.text(text_.span_of({from, to})));
    from = to;
  };
  for (TokenId t = begin; t < end; ++t) {
    const bool where = tree_.upos(t) == Upos::kAdp && t + 1 < end && is_place(t + 1) && t > from;
    if (tree_.is_finite(t) || document_.token(t) == ";" || document_.token(t) == "(" || where ||
        tree_.xpos(t) == Xpos::kWdt || tree_.xpos(t) == Xpos::kWp || tree_.xpos(t) == Xpos::kWrb) {
      end = t;
      break;
    }
    const auto& times = document_.times.times;
    const auto time = std::lower_bound(
        times.begin(), times.end(), t,
        [](const TimeExpression& one, TokenId at) { return one.tokens.end <= at; });
    if (time != times.end() && time->tokens.contains(t)) {
      end = t;
      while (end > from && tree_.upos(end - 1) == Upos::kAdp) --end;
      break;
    }
    if (document_.token(t) == "," || (tree_.upos(t) == Upos::kCconj && t > from)) {
      flush(t);
      from = t + 1;
    }
  }
  flush(std::max(from, end));
}

const RecordItem* RecordReader::last_meeting(TokenId before) const {
  const RecordItem* last = nullptr;
  const std::size_t first =
      layer_.records.size() > kLookBack ? layer_.records.size() - kLookBack : 0;
  for (std::size_t r = layer_.records.size(); r-- > first;) {
    const RecordItem& record = layer_.records[r];
    if (kind_of(record.fields) != EntryKind::kMeeting) break;
    if (record.background || record.trigger >= before) continue;
    if (last == nullptr || last->trigger < record.trigger) last = &record;
  }
  return last;
}

RecordItem* RecordReader::last_meeting(TokenId before) {
  return const_cast<RecordItem*>(std::as_const(*this).last_meeting(before));
}

void RecordReader::describe_meeting(TokenId noun, TokenId verb, RecordItem& record) const {
  auto& fields = std::get<MeetingFields>(record.fields);
  const auto& small = tables_.small;
  const TokenId anchor = noun != kNoToken ? noun : verb;
  const TokenRange sentence = sentence_of(anchor);
  // Series and ordinal.
  if (noun != kNoToken) {
    TokenId ordinal = kNoToken;
    fields.ordinal = ordinal_of(noun, &ordinal);
    TokenId begin = noun;
    std::size_t capitals = 0;
    while (begin > sentence.begin && noun - begin < kMaxName) {
      const TokenId t = begin - 1;
      const Upos upos = tree_.upos(t);
      if (t == ordinal || upos == Upos::kAdp || is_verb(t) || upos == Upos::kPron ||
          upos == Upos::kDet || document_.token(t) == "," || upos == Upos::kSconj ||
          upos == Upos::kCconj || upos == Upos::kAdv)
        break;
      --begin;
    }
    while (begin < noun && tree_.upos(begin) == Upos::kPunct) ++begin;
    TokenId of = kNoToken;
    for (TokenId c = tree_.first_child(noun); c != kNoToken && of == kNoToken;
         c = tree_.next_sibling(c)) {
      if (tree_.relation(c) == Relation::kNmod && tree_.preposition(c) == small.of) of = c;
    }
    const auto is_capital = [&](TokenId t) {
      const std::string_view token = document_.token(t);
      return !token.empty() && token.front() >= 'A' && token.front() <= 'Z';
    };
    for (TokenId t = begin + 1; t <= noun; ++t) capitals += is_capital(t);
    const bool general = is_lemma(noun, "round") || is_lemma(noun, "session") ||
                         is_lemma(noun, "summit") || is_lemma(noun, "meeting");
    if (of != kNoToken && general && !is_capital(noun) &&
        (fields.ordinal || is_capital(of) || match(RecordUse::kMeetBody, of))) {
      if (match(RecordUse::kMeetNoun, of) || match(RecordUse::kMeetBody, of) || is_capital(of)) {
        fields.series = phrase(of);
      }
    } else if (fields.ordinal || (capitals > 0 && is_capital(noun))) {
      if (begin < noun || is_capital(noun) || (fields.ordinal && !general))
        fields.series = std::string(document_.text(text_.span_of({begin, noun + 1})));
    }
  }
  // Format.
  const TokenRange near = tree_.subtree(noun != kNoToken ? noun : verb);
  const TokenRange clause = verb != kNoToken ? tree_.subtree(verb) : near;
  for (TokenId t = std::min(near.begin, clause.begin);
       t < std::max(near.end, clause.end) && t < anchor + 40; ++t) {
    if (t + 20 < anchor) continue;
    if (is_lemma(t, "phone") || is_lemma(t, "telephone")) fields.format = "phone";
    if (is_lemma(t, "video") || is_lemma(t, "videoconference") || is_lemma(t, "online"))
      fields.format = "video";
    if (fields.format.empty() && (is_lemma(t, "sideline") || is_lemma(t, "margin")))
      fields.format = "sidelines";
  }
  if (verb != kNoToken && match_verb(RecordUse::kPhoneVerb, verb)) fields.format = "phone";
  // Level: the words of the meeting or of those who meet, else their offices.
  const auto look = [&](TokenRange words) {
    for (TokenId t = words.begin; t < words.end && t < words.begin + 24; ++t) {
      if (const Match level = match(RecordUse::kLevel, t); level && fields.level.empty())
        fields.level = *level.value;
    }
  };
  if (noun != kNoToken) look({near.begin, noun + 1});
  std::string office;
  bool same = true;
  std::size_t holders = 0;
  for (const RecordParty& party : record.parties) {
    if (party.party.actor == kNoId) {
      same = false;
      continue;
    }
    const Actor& actor = document_.actors.actors[party.party.actor];
    if (actor.office.empty()) {
      same = false;
      continue;
    }
    if (holders++ == 0) office = actor.office;
    same = same && office == actor.office;
  }
  if (fields.level.empty() && same && holders > 1) fields.level = level_of_office(office);
  if (fields.level.empty() && verb != kNoToken) {
    const TokenId subject = tree_.surface_subject(verb);
    if (subject != kNoToken && text_.token_sentence[subject] == text_.token_sentence[verb]) {
      const auto* lemma_level = match(RecordUse::kLevel, subject).value;
      const bool plural = tree_.xpos(subject) == Xpos::kNns || tree_.xpos(subject) == Xpos::kNnps;
      if (plural) {
        look({tree_.subtree(subject).begin, subject + 1});
        if (fields.level.empty() && lemma_level != nullptr) fields.level = *lemma_level;
      }
    }
  }
  if (fields.level.empty()) {
    for (const TokenId host : {noun, verb}) {
      if (host == kNoToken) continue;
      std::vector<TokenId> withs;
      tree_.arguments(host, {ArgumentKind::kPreposition, small.with}, withs);
      for (const TokenId with : withs) {
        const Match level = match(RecordUse::kLevel, with);
        if (level && tree_.xpos(with) == Xpos::kNns && fields.level.empty())
          fields.level = *level.value;
      }
    }
  }
  // Topics.
  for (const TokenId host : {noun, verb}) {
    if (host == kNoToken || !fields.topics.empty()) continue;
    for (const WordId preposition : {small.on, word("about"), word("over")}) {
      std::vector<TokenId> heads;
      tree_.arguments(host, {ArgumentKind::kPreposition, preposition}, heads);
      for (const TokenId head : heads) {
        const auto& times = document_.times.times;
        const auto time = std::lower_bound(
            times.begin(), times.end(), head,
            [](const TimeExpression& one, TokenId at) { return one.tokens.end <= at; });
        const bool is_time = time != times.end() && time->tokens.contains(head);
        if (!is_time && !is_lemma(head, "sideline") && !is_lemma(head, "margin") &&
            !is_lemma(head, "level") && !is_lemma(head, "visit") && fields.topics.empty())
          add_topics(head, fields.topics);
      }
    }
  }
  if (fields.topics.empty() && verb != kNoToken) {
    TokenId discuss = match_verb(RecordUse::kDiscussVerb, verb) ? verb : kNoToken;
    for (TokenId c = tree_.first_child(verb); c != kNoToken && discuss == kNoToken;
         c = tree_.next_sibling(c)) {
      if ((tree_.relation(c) == Relation::kAdvcl || tree_.relation(c) == Relation::kConj) &&
          match_verb(RecordUse::kDiscussVerb, c))
        discuss = c;
    }
    if (discuss != kNoToken) {
      if (const TokenId object = tree_.child(discuss, Relation::kObj); object != kNoToken)
        add_topics(object, fields.topics);
    }
  }
}

void RecordReader::add_meeting(TokenId trigger, TokenId noun, TokenId verb, const Told& told,
                               std::vector<EventParty> parties, const char* rule) {
  if (*told.refused != '\0') {
    refuse(EntryKind::kMeeting, trigger, told.refused);
    return;
  }
  RecordItem record = from_told(told, trigger, rule, MeetingFields{});
  add(record, "participants", parties);
  describe_meeting(noun, verb, record);
  const auto& fields = std::get<MeetingFields>(record.fields);
  const bool named_one = fields.ordinal || !fields.series.empty();
  // "The next conference will be hosted by China": of the series told before.
  bool follows = false;
  if (noun != kNoToken) {
    for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c))
      follows = follows || (is_lemma(c, "next") && last_meeting(noun) != nullptr);
  }
  if (count_states(record, "participants") < 2 && !((named_one || follows) && noun != kNoToken)) {
    refuse(EntryKind::kMeeting, trigger, "one party only");
    return;
  }
  if (fields.format != "phone" && fields.format != "video") {
    Span place = place_beside({noun, verb});
    if (place.empty()) {
      // "flew to Lima and held talks": of the visit that the sentence tells.
      for (std::size_t r = 0; r < layer_.records.size() && r < kLookBack && place.empty(); ++r) {
        const RecordItem& visit = layer_.records[layer_.records.size() - 1 - r];
        if (kind_of(visit.fields) == EntryKind::kVisit &&
            text_.token_sentence[visit.trigger] == text_.token_sentence[trigger] &&
            visit.status == record.status)
          place = visit.place_words;
      }
    }
    if (!place.empty()) record.place_words = place;
  }
  Span words;
  if (noun != kNoToken) {
    const TokenRange own = tree_.subtree(noun);
    words = text_.span_of({std::max(own.begin, noun > kMaxName ? noun - kMaxName : 0), noun + 1});
  }
  if (verb != kNoToken && text_.token_sentence[verb] == text_.token_sentence[trigger])
    words = words.empty() ? text_.token_span[verb] : cover(words, text_.token_span[verb]);
  set_words(record, words);
  put(std::move(record));
}

void RecordReader::read_meeting_noun(TokenId noun) {
  const auto& small = tables_.small;
  for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c)) {
    // A conference for the press, a meeting of a firm.
    if (is_lemma(c, "press") || is_lemma(c, "news") || is_lemma(c, "cabinet")) return;
  }
  const Relation relation = tree_.relation(noun);
  if (relation == Relation::kCompound || relation == Relation::kAmod) return;
  TokenId top = noun;
  // "a round of talks", "the start of the meeting".
  TokenId of = kNoToken;
  for (TokenId c = tree_.first_child(noun); c != kNoToken && of == kNoToken;
       c = tree_.next_sibling(c)) {
    if (tree_.relation(c) == Relation::kNmod && tree_.preposition(c) == small.of &&
        match(RecordUse::kMeetNoun, c))
      of = c;
  }
  for (int i = 0; i < 3; ++i) {
    const TokenId head = tree_.head(top);
    if (head == kNoToken || is_verb(head)) break;
    const bool inside = tree_.relation(top) == Relation::kNmod &&
                        tree_.preposition(top) == small.of && match(RecordUse::kMeetNoun, head);
    if (inside) return;  // told with the noun above
    const bool part = tree_.relation(top) == Relation::kNmod &&
                      tree_.preposition(top) == small.of &&
                      (is_lemma(head, "proceeding") || is_lemma(head, "start") ||
                       is_lemma(head, "end") || is_lemma(head, "opening"));
    if (!part && tree_.relation(top) != Relation::kConj) break;
    top = head;
  }
  const TokenId head = tree_.head(top);
  const TokenId verb = head != kNoToken && is_verb(head) ? head : kNoToken;
  const Relation link = tree_.relation(top);
  std::vector<EventParty> parties;
  const auto take = [&](std::vector<EventParty> more) {
    for (EventParty& party : more) {
      if (is_official(party)) parties.push_back(std::move(party));
    }
  };
  const std::vector<TokenId> hosts =
      of == kNoToken ? std::vector<TokenId>{noun} : std::vector<TokenId>{noun, of};
  for (const TokenId host : hosts) {
    take(at_preposition(host, small.between, PartyUse::kMeant));
    take(at_preposition(host, small.among, PartyUse::kMeant));
  }
  const bool between = parties.size() > 1;
  if (!between) {
    parties.clear();
    for (const TokenId host : hosts) {
      std::vector<EventParty> owners;
      parties_.find_owners(host, owners);
      take(std::move(owners));
      take(at_preposition(host, small.with, PartyUse::kMeant));
      for (TokenId c = tree_.first_child(host); c != kNoToken; c = tree_.next_sibling(c)) {
        if (tree_.relation(c) == Relation::kNmod && tree_.preposition(c) == small.of)
          take(named(c, PartyUse::kMeant));
        // "the session of the Algeria-Niger border committee".
        if (tree_.relation(c) == Relation::kNmod && tree_.preposition(c) == small.of &&
            match(RecordUse::kMeetBody, c)) {
          std::vector<EventParty> own;
          parties_.find_before(c, own);
          take(std::move(own));
        }
      }
    }
  }
  // "the meeting, held today": the participle tells it.
  Told how = told(top);
  for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c)) {
    if (c < noun || !is_verb(c)) continue;
    const Relation clause = tree_.relation(c);
    const bool holds =
        (clause == Relation::kAcl && tree_.xpos(c) == Xpos::kVbn) || clause == Relation::kAclRelcl;
    if (holds && match_verb(RecordUse::kHoldVerb, c) && !is_lemma(c, "have")) {
      const Told own = told(c);
      if (*own.refused == '\0') {
        how.status = own.status;
        how.time = own.time;
        how.background = own.background;
        how.refused = "";
      }
    }
  }
  {
    RecordItem probe;
    add(probe, "participants", parties);
    if (count_states(probe, "participants") < 2) {
      std::vector<EventParty> before;
      parties_.find_before(noun, before);
      take(std::move(before));
    }
  }
  const bool held = verb != kNoToken && static_cast<bool>(match_verb(RecordUse::kHoldVerb, verb));
  const bool object = link == Relation::kObj;
  const bool subject = link == Relation::kNsubj || link == Relation::kNsubjPass;
  const bool beside = link == Relation::kObl;
  if (verb != kNoToken && !between) {
    const bool hosting = is_lemma(verb, "host") || is_lemma(verb, "chair");
    // "called on A and B to hold talks": those who are asked, below.
    const bool asked = how.status == ActStatus::kRequested &&
                       tree_.relation(verb) != Relation::kCcomp &&
                       tree_.child_lemma(verb, small.to) != kNoToken;
    if (object && asked) {
      TokenId asks = tree_.head(verb);
      for (int i = 0; i < 3 && asks != kNoToken && is_verb(asks) && parties.empty(); ++i) {
        if (const TokenId guest = tree_.child(asks, Relation::kObj); guest != kNoToken)
          take(named(guest, PartyUse::kActs));
        take(at_preposition(asks, small.on, PartyUse::kActs));
        take(at_preposition(asks, word("upon"), PartyUse::kActs));
        asks = tree_.head(asks);
      }
    } else if (object && !hosting) {
      take(subjects_of(verb));
    }
    if (object) take(at_preposition(verb, small.with, PartyUse::kMeant));
    if (beside) {
      RecordItem probe;
      add(probe, "participants", parties);
      std::vector<EventParty> doers = subjects_of(verb);
      RecordItem other;
      add(other, "participants", doers);
      const bool several = count_states(other, "participants") > 1;
      // "In talks with Peru, Chile agreed"; "during the dialogue, the parties discussed".
      if (count_states(probe, "participants") < 2 && (!parties.empty() || several))
        take(std::move(doers));
    }
    if (link == Relation::kNsubjPass) {
      take(subjects_of(verb));
      take(at_preposition(verb, small.with, PartyUse::kMeant));
    }
  }
  if (verb != kNoToken && beside && is_lemma(verb, "invite")) {
    take(subjects_of(verb));
    std::vector<TokenId> guests;
    tree_.arguments(verb, {ArgumentKind::kObject, kNoWord}, guests);
    for (const TokenId guest : guests) take(named(guest, PartyUse::kActs));
    if (how.time && *how.refused == '\0') how.status = ActStatus::kPlanned;
  }
  if (verb != kNoToken && beside && parties.size() < 2) {
    // "travels to Maputo for talks with the ministry": with whom the visitor goes to.
    for (std::size_t r = 0; r < layer_.records.size() && r < kLookBack; ++r) {
      const RecordItem& visit = layer_.records[layer_.records.size() - 1 - r];
      if (kind_of(visit.fields) != EntryKind::kVisit || visit.trigger != verb) continue;
      if (tree_.preposition(top) != small.for_) continue;
      std::vector<TokenId> withs;
      tree_.arguments(noun, {ArgumentKind::kPreposition, small.with}, withs);
      if (withs.empty()) continue;
      for (const RecordParty& party : visit.parties) {
        EventParty copy = party.party;
        copy.how = How::kInferred;
        take({copy});
      }
    }
  }
  const bool title = text_.sentence_is_title[text_.token_sentence[noun]];
  const ActRow* row = verb == kNoToken ? nullptr : row_at(verb);
  const bool told_by_verb =
      held || (row != nullptr && (tables_.classes[row->act].embeds == Embedding::kDo ||
                                  tables_.classes[row->act].embeds == Embedding::kPlan ||
                                  tables_.classes[row->act].embeds == Embedding::kAnnounce ||
                                  tables_.classes[row->act].embeds == Embedding::kCancel ||
                                  tables_.classes[row->act].embeds == Embedding::kEnd ||
                                  tables_.classes[row->act].embeds == Embedding::kTake ||
                                  tables_.classes[row->act].embeds == Embedding::kHost));
  const bool happens = (object && told_by_verb) || subject || beside || link == Relation::kNmod ||
                       (head == kNoToken && title) || link == Relation::kParataxis ||
                       link == Relation::kNmodUnmarked || link == Relation::kOblUnmarked;
  if (!happens) return;
  // "the talks", "during the meeting": the one that was told before.
  const bool general = is_lemma(noun, "session") || is_lemma(noun, "round") ||
                       is_lemma(noun, "conference") || is_lemma(noun, "forum") ||
                       is_lemma(noun, "congress");
  const std::optional<double> ordinal = ordinal_of(noun, nullptr);
  std::size_t states = 0;
  {
    RecordItem probe;
    add(probe, "participants", parties);
    states = count_states(probe, "participants");
  }
  bool next = false;
  bool definite = false;
  for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c)) {
    next = next || is_lemma(c, "next");
    definite = definite ||
               (tree_.relation(c) == Relation::kDet &&
                (is_lemma(c, "the") || is_lemma(c, "this") || is_lemma(c, "these"))) ||
               tree_.relation(c) == Relation::kNmodPoss;
  }
  RecordItem* last = last_meeting(noun);
  const bool joins_in =
      verb != kNoToken && definite && !ordinal &&
      ((beside && is_lemma(verb, "participate")) || (object && is_lemma(verb, "join")) ||
       (beside && is_lemma(verb, "take") && tree_.child_lemma(verb, word("part")) != kNoToken));
  if (joins_in && (last == nullptr || *how.refused != '\0' || how.background)) {
    refuse(EntryKind::kMeeting, noun, "no meeting told before");
    return;
  }
  if (joins_in) {
    // "Sweden takes part in the talks".
    if (const Told joins = told(verb); *joins.refused == '\0')
      add(*last, "participants", subjects_of(verb));
    last->spans.push_back(cover(text_.token_span[verb], text_.token_span[noun]));
    return;
  }
  const bool bare_one =
      noun > 0 && (tree_.upos(noun - 1) == Upos::kAdj || tree_.upos(noun - 1) == Upos::kNum);
  const bool goes_on =
      ordinal && bare_one && (is_lemma(noun, "session") || is_lemma(noun, "round"));
  if (states < 2 && (next || goes_on) && last != nullptr) {
    for (const RecordParty& party : last->parties) {
      EventParty copy = party.party;
      copy.how = How::kInferred;
      copy.span = {};
      parties.push_back(std::move(copy));
    }
    const std::string series = std::get<MeetingFields>(last->fields).series;
    const std::size_t before = layer_.records.size();
    add_meeting(noun, noun, verb, how, std::move(parties), "meeting noun");
    if (layer_.records.size() > before) {
      auto& fields = std::get<MeetingFields>(layer_.records.back().fields);
      if (fields.series.empty() || series.size() > fields.series.size()) fields.series = series;
    }
    return;
  }
  if (states < 2 && !ordinal && definite && last != nullptr && *how.refused == '\0') {
    const Span words = text_.token_span[noun];
    if (std::none_of(last->spans.begin(), last->spans.end(),
                     [&](Span there) { return there.overlaps(words); })) {
      last->spans.push_back(words);
      std::sort(last->spans.begin(), last->spans.end());
    }
    if (how.status == ActStatus::kCancelled || how.status == ActStatus::kPostponed)
      last->status = how.status;
    return;
  }
  if (general && states < 2 && !ordinal) return;
  add_meeting(noun, noun, verb, how, std::move(parties), "meeting noun");
}

// "met", "spoke by phone with", "discussed".
void RecordReader::read_meeting_verb(TokenId verb) {
  const auto& small = tables_.small;
  if (tree_.is_passive(verb)) return;
  const bool meets = static_cast<bool>(match_verb(RecordUse::kMeetVerb, verb));
  const bool talks = static_cast<bool>(match_verb(RecordUse::kTalkVerb, verb));
  const bool phones = static_cast<bool>(match_verb(RecordUse::kPhoneVerb, verb));
  const bool receives = static_cast<bool>(match_verb(RecordUse::kReceiveVerb, verb));
  const TokenId subject = tree_.surface_subject(verb);
  bool body = false;  // "a joint working group"
  if (subject != kNoToken && meets && mention_at_[subject] == kNoId) {
    for (TokenId b = subject; !body && subject - b < 4; --b) {
      const Match found = match(RecordUse::kMeetBody, b);
      body = found && b + found.words == subject + 1;
      if (b == sentence_of(subject).begin) break;
    }
  }
  if (body) {
    read_meeting_body(subject, verb);
    return;
  }
  std::vector<EventParty> parties = subjects_of(verb);
  const TokenId object = tree_.child(verb, Relation::kObj);
  bool other = false;
  const auto take = [&](std::vector<EventParty> more) {
    for (EventParty& party : more) parties.push_back(std::move(party));
    other = other || !more.empty();
  };
  const auto is_person = [&](const EventParty& party) {
    if (party.mention == kNoId) return false;
    const MentionKind kind = document_.actors.mentions[party.mention].kind;
    return kind == MentionKind::kPerson || kind == MentionKind::kOffice ||
           kind == MentionKind::kPronoun || kind == MentionKind::kNominal;
  };
  if (meets || phones || receives) {
    if (object != kNoToken) {
      std::vector<EventParty> met = named(object, PartyUse::kActs);
      if (met.empty()) return;  // "met the demand", "called a meeting"
      if ((phones || receives) && !std::all_of(met.begin(), met.end(), is_person)) return;
      if (receives) {
        // A meeting only where a person receives one: "Lavrov received his counterpart".
        if (parties.empty() || !std::all_of(parties.begin(), parties.end(), is_person)) return;
      }
      take(std::move(met));
    } else if (phones || receives) {
      return;
    }
    take(at_preposition(verb, small.with, PartyUse::kActs));
  } else if (talks) {
    bool by_phone = false;
    const TokenRange words = tree_.subtree(verb);
    for (TokenId t = verb; t < words.end && t < verb + 24; ++t)
      by_phone = by_phone || is_lemma(t, "phone") || is_lemma(t, "telephone");
    for (const WordId preposition : {small.with, small.to}) {
      std::vector<EventParty> met = at_preposition(verb, preposition, PartyUse::kActs);
      if (!by_phone && !std::all_of(met.begin(), met.end(), is_person)) continue;
      // "spoke to reporters", "talked to us": only officials count; a speech to people is none.
      if (!by_phone && preposition == small.to && !met.empty() && !is_lemma(verb, "talk") &&
          !std::all_of(met.begin(), met.end(), is_person))
        continue;
      take(std::move(met));
    }
    if (!by_phone && !other && parties.size() < 2) return;
  } else {
    // "discussed": by two who are named, or with somebody.
    take(at_preposition(verb, small.with, PartyUse::kActs));
    if (told(verb).purpose) return;
  }
  // "agreed that officials would meet": those who agreed.
  if (meets && parties.empty() && subject != kNoToken && match(RecordUse::kLevel, subject)) {
    const TokenId above = tree_.head(verb);
    if (tree_.relation(verb) == Relation::kCcomp && above != kNoToken) parties = subjects_of(above);
  }
  // Each of several who are called apart is a call of its own.
  const Told how = told(verb);
  RecordItem probe;
  add(probe, "participants", parties);
  if (count_states(probe, "participants") < 2) return;
  if (!meets && !talks && !phones && !receives && how.status == ActStatus::kDone &&
      *how.refused != '\0')
    return;
  add_meeting(verb, kNoToken, verb, how, std::move(parties),
              meets             ? "meet"
              : talks || phones ? "talk"
              : receives        ? "receive"
                                : "discuss");
}

// "The joint commission will meet in Mostar".
void RecordReader::read_meeting_body(TokenId noun, TokenId verb) {
  std::vector<EventParty> parties;
  parties_.find_owners(noun, parties);
  for (EventParty& party : at_preposition(noun, tables_.small.of, PartyUse::kActs))
    parties.push_back(std::move(party));
  for (EventParty& party : at_preposition(noun, tables_.small.between, PartyUse::kActs))
    parties.push_back(std::move(party));
  RecordItem probe;
  add(probe, "participants", parties);
  if (count_states(probe, "participants") < 2) {
    parties = pair_at(noun);
  }
  const Told how = told(verb);
  const std::size_t before = layer_.records.size();
  add_meeting(verb, kNoToken, verb, how, std::move(parties), "body meets");
  if (layer_.records.size() == before) return;
  RecordItem& record = layer_.records.back();
  auto& fields = std::get<MeetingFields>(record.fields);
  TokenId begin = noun;
  while (begin > sentence_of(noun).begin && noun - begin < kMaxName &&
         tree_.head(begin - 1) == noun && tree_.upos(begin - 1) != Upos::kDet)
    --begin;
  fields.series = phrase(noun);
  for (TokenId c = tree_.first_child(noun); c != kNoToken; c = tree_.next_sibling(c)) {
    if (tree_.relation(c) == Relation::kNmod && tree_.preposition(c) == tables_.small.on &&
        fields.topics.empty())
      add_topics(c, fields.topics);
  }
  set_words(record, text_.span_of({begin, noun + 1}));
}

void RecordReader::read_meetings() {
  for (TokenId t = 0; t < text_.tokens(); ++t) {
    const Relation relation = tree_.relation(t);
    if (is_verb(t)) {
      if (relation == Relation::kAmod || relation == Relation::kAux) continue;
      if (match_verb(RecordUse::kMeetVerb, t) || match_verb(RecordUse::kTalkVerb, t) ||
          match_verb(RecordUse::kPhoneVerb, t) || match_verb(RecordUse::kReceiveVerb, t) ||
          match_verb(RecordUse::kDiscussVerb, t))
        read_meeting_verb(t);
      continue;
    }
    if (tree_.upos(t) != Upos::kNoun && tree_.upos(t) != Upos::kPropn) continue;
    if (const Match noun = match(RecordUse::kMeetNoun, t)) {
      const TokenId head = t + noun.words - 1;
      // "talk" of one person is no meeting: "his talk".
      if (is_lemma(t, "talk") && noun.words == 1 && tree_.xpos(t) != Xpos::kNns) continue;
      read_meeting_noun(head);
      t = head;
    }
  }
}

}  // namespace chancery

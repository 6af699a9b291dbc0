#include "document/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace chancery {

const char* to_string(PartKind kind) {
  switch (kind) {
    case PartKind::kMarker:
      return "marker";
    case PartKind::kTitle:
      return "title";
    case PartKind::kDateline:
      return "dateline";
  }
  return "";
}

const char* to_string(Shape shape) {
  switch (shape) {
    case Shape::kLower:
      return "lower";
    case Shape::kCapital:
      return "capital";
    case Shape::kUpper:
      return "upper";
    case Shape::kNumber:
      return "number";
    case Shape::kPunct:
      return "punct";
    case Shape::kSymbol:
      return "symbol";
    case Shape::kOther:
      return "other";
  }
  return "";
}

const char* to_string(ActorType type) {
  switch (type) {
    case ActorType::kState:
      return "state";
    case ActorType::kOrganisation:
      return "organisation";
    case ActorType::kPerson:
      return "person";
    case ActorType::kGroup:
      return "group";
    case ActorType::kOther:
      return "other";
  }
  return "";
}

const char* to_string(How how) {
  switch (how) {
    case How::kNamed:
      return "named";
    case How::kLookedUp:
      return "looked_up";
    case How::kCoreferent:
      return "coreferent";
    case How::kMetonym:
      return "metonym";
    case How::kInferred:
      return "inferred";
  }
  return "";
}

const char* to_string(MentionKind kind) {
  switch (kind) {
    case MentionKind::kName:
      return "name";
    case MentionKind::kAdjective:
      return "adjective";
    case MentionKind::kPeople:
      return "people";
    case MentionKind::kCapital:
      return "capital";
    case MentionKind::kMetonym:
      return "metonym";
    case MentionKind::kPerson:
      return "person";
    case MentionKind::kOffice:
      return "office";
    case MentionKind::kBody:
      return "body";
    case MentionKind::kPronoun:
      return "pronoun";
    case MentionKind::kNominal:
      return "nominal";
  }
  return "";
}

const char* to_string(PlaceType type) {
  switch (type) {
    case PlaceType::kState:
      return "state";
    case PlaceType::kCapital:
      return "capital";
    case PlaceType::kCity:
      return "city";
    case PlaceType::kRegion:
      return "region";
    case PlaceType::kWater:
      return "water";
    case PlaceType::kOther:
      return "other";
  }
  return "";
}

const char* to_string(TimeKind kind) {
  switch (kind) {
    case TimeKind::kDate:
      return "date";
    case TimeKind::kTime:
      return "time";
    case TimeKind::kDuration:
      return "duration";
    case TimeKind::kSet:
      return "set";
  }
  return "";
}

const char* to_string(TimeMod mod) {
  switch (mod) {
    case TimeMod::kNone:
      return "";
    case TimeMod::kBefore:
      return "BEFORE";
    case TimeMod::kAfter:
      return "AFTER";
    case TimeMod::kOnOrBefore:
      return "ON_OR_BEFORE";
    case TimeMod::kOnOrAfter:
      return "ON_OR_AFTER";
    case TimeMod::kStart:
      return "START";
    case TimeMod::kMid:
      return "MID";
    case TimeMod::kEnd:
      return "END";
    case TimeMod::kLessThan:
      return "LESS_THAN";
    case TimeMod::kMoreThan:
      return "MORE_THAN";
    case TimeMod::kEqualOrLess:
      return "EQUAL_OR_LESS";
    case TimeMod::kEqualOrMore:
      return "EQUAL_OR_MORE";
    case TimeMod::kApprox:
      return "APPROX";
  }
  return "";
}

const char* to_string(Basis basis) {
  switch (basis) {
    case Basis::kStated:
      return "stated";
    case Basis::kReportDate:
      return "report_date";
    case Basis::kDateline:
      return "dateline";
    case Basis::kInferred:
      return "inferred";
  }
  return "";
}

const char* to_string(QuantityKind kind) {
  switch (kind) {
    case QuantityKind::kMoney:
      return "money";
    case QuantityKind::kPercent:
      return "percent";
    case QuantityKind::kCount:
      return "count";
    case QuantityKind::kPhysical:
      return "physical";
  }
  return "";
}

const char* to_string(FigureStage stage) {
  switch (stage) {
    case FigureStage::kUnsaid:
      return "";
    case FigureStage::kDiscussed:
      return "discussed";
    case FigureStage::kPledged:
      return "pledged";
    case FigureStage::kApproved:
      return "approved";
    case FigureStage::kSigned:
      return "signed";
    case FigureStage::kDisbursed:
      return "disbursed";
    case FigureStage::kDelivered:
      return "delivered";
  }
  return "";
}

const char* to_string(NumberForm form) {
  switch (form) {
    case NumberForm::kCardinal:
      return "cardinal";
    case NumberForm::kFraction:
      return "fraction";
    case NumberForm::kOrdinal:
      return "ordinal";
  }
  return "";
}

const char* to_string(Trend trend) {
  switch (trend) {
    case Trend::kUnsaid:
      return "";
    case Trend::kRecordHigh:
      return "record high";
    case Trend::kRecordLow:
      return "record low";
    case Trend::kUp:
      return "up";
    case Trend::kDown:
      return "down";
    case Trend::kUnchanged:
      return "unchanged";
  }
  return "";
}

const char* to_string(SpeechMode mode) {
  return mode == SpeechMode::kDirect ? "direct" : "indirect";
}

namespace {

constexpr std::array<const char*, kEventTypeCount> kEventTypes = {
    "AGREE",  "CONSULT", "SUPPORT",  "CONCEDE", "COOPERATE", "AID",      "RETREAT", "REQUEST",
    "ACCUSE", "REJECT",  "THREATEN", "PROTEST", "SANCTION",  "MOBILIZE", "COERCE",  "ASSAULT"};

}  // namespace

const char* to_string(EventType type) {
  return kEventTypes[static_cast<std::size_t>(type)];
}

std::optional<EventType> event_type_of(std::string_view name) {
  for (std::size_t i = 0; i < kEventTypes.size(); ++i) {
    if (name == kEventTypes[i]) return static_cast<EventType>(i);
  }
  return std::nullopt;
}

const char* to_string(ActStatus status) {
  switch (status) {
    case ActStatus::kProposed:
      return "proposed";
    case ActStatus::kRequested:
      return "requested";
    case ActStatus::kThreatened:
      return "threatened";
    case ActStatus::kPlanned:
      return "planned";
    case ActStatus::kOngoing:
      return "ongoing";
    case ActStatus::kDone:
      return "done";
    case ActStatus::kCancelled:
      return "cancelled";
    case ActStatus::kPostponed:
      return "postponed";
    case ActStatus::kRefused:
      return "refused";
    case ActStatus::kHypothetical:
      return "hypothetical";
  }
  return "";
}

const char* to_string(PartyRole role) {
  switch (role) {
    case PartyRole::kParty:
      return "party";
    case PartyRole::kMediator:
      return "mediator";
    case PartyRole::kHost:
      return "host";
  }
  return "";
}

TokenRange TextLayer::tokens_in(Span span) const {
  const auto first = std::partition_point(token_span.begin(), token_span.end(),
                                          [&](Span token) { return token.begin < span.begin; });
  const auto last = std::partition_point(first, token_span.end(),
                                         [&](Span token) { return token.end <= span.end; });
  return {static_cast<std::uint32_t>(first - token_span.begin()),
          static_cast<std::uint32_t>(last - token_span.begin())};
}

std::optional<Day> Document::anchor_date() const {
  if (report_.date) return report_.date;
  if (layout.marker_date) return layout.marker_date;
  if (layout.dateline) return layout.dateline->date;
  return std::nullopt;
}

Basis Document::anchor_basis() const {
  return report_.date || layout.marker_date ? Basis::kReportDate : Basis::kDateline;
}

namespace {

bool on_boundary(std::string_view text, std::uint32_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0u) != 0x80;
}

// Spans in order, disjoint, not empty, inside the text, on code point boundaries.
template <typename Items, typename Get>
std::string check_spans(const Document& document, const Items& items, const char* layer,
                        bool disjoint, Get get) {
  std::uint32_t last = 0;
  std::size_t index = 0;
  for (const auto& item : items) {
    const Span span = get(item);
    const auto say = [&](const char* what) {
      return fmt::format("{} {} [{}, {}) {}", layer, index, span.begin, span.end, what);
    };
    if (span.begin >= span.end) return say("is empty");
    if (span.end > document.text().size()) return say("ends past the text");
    if (!on_boundary(document.text(), span.begin) || !on_boundary(document.text(), span.end)) {
      return say("cuts a code point");
    }
    if (span.begin < last)
      return say(disjoint ? "overlaps or precedes the one before" : "precedes the one before");
    last = disjoint ? span.end : span.begin;
    ++index;
  }
  return {};
}

std::string check_text_layer(const Document& document) {
  const TextLayer& layer = document.text_layer;
  const auto identity = [](Span span) { return span; };
  if (auto bad = check_spans(document, layer.paragraph_span, "paragraph", true, identity);
      !bad.empty())
    return bad;
  if (auto bad = check_spans(document, layer.sentence_span, "sentence", true, identity);
      !bad.empty())
    return bad;
  if (auto bad = check_spans(document, layer.token_span, "token", true, identity); !bad.empty())
    return bad;
  if (layer.word.size() != layer.tokens() || layer.shape.size() != layer.tokens() ||
      layer.token_sentence.size() != layer.tokens() ||
      layer.space_before.size() != layer.tokens()) {
    return "token columns differ in length";
  }
  if (layer.sentence_tokens.size() != layer.sentences() ||
      layer.sentence_paragraph.size() != layer.sentences() ||
      layer.sentence_is_title.size() != layer.sentences()) {
    return "sentence columns differ in length";
  }
  std::uint32_t next = 0;
  for (std::size_t s = 0; s < layer.sentences(); ++s) {
    const TokenRange tokens = layer.sentence_tokens[s];
    if (tokens.begin != next || tokens.end < tokens.begin)
      return fmt::format("sentence {}: token range broken", s);
    next = tokens.end;
    if (layer.sentence_paragraph[s] >= layer.paragraphs())
      return fmt::format("sentence {}: no such paragraph", s);
    if (!layer.paragraph_span[layer.sentence_paragraph[s]].contains(layer.sentence_span[s])) {
      return fmt::format("sentence {} leaves its paragraph", s);
    }
    for (TokenId t = tokens.begin; t < tokens.end; ++t) {
      if (t >= layer.tokens() || layer.token_sentence[t] != s)
        return fmt::format("token {}: wrong sentence", t);
      if (!layer.sentence_span[s].contains(layer.token_span[t]))
        return fmt::format("token {} leaves its sentence", t);
    }
    for (const Part& part : document.layout.parts) {
      if (part.span.overlaps(layer.sentence_span[s]) &&
          !(part.kind == PartKind::kTitle && layer.sentence_is_title[s])) {
        return fmt::format("sentence {} overlaps the {}", s, to_string(part.kind));
      }
    }
  }
  if (next != layer.tokens()) return "tokens outside all sentences";
  return {};
}

// A layer that has not been added is empty; one that has been covers every token.
std::string check_syntax_layer(const Document& document) {
  const TextLayer& text = document.text_layer;
  const SyntaxLayer& layer = document.syntax;
  if (layer.upos.empty()) return {};
  const std::size_t tokens = text.tokens();
  if (layer.upos.size() != tokens || layer.xpos.size() != tokens || layer.feats.size() != tokens ||
      layer.lemma_span.size() != tokens || layer.head.size() != tokens ||
      layer.relation.size() != tokens || layer.tag_score.size() != tokens ||
      layer.head_score.size() != tokens || layer.relation_score.size() != tokens) {
    return "syntax columns of other sizes than the tokens";
  }
  for (const TokenRange sentence : text.sentence_tokens) {
    int roots = 0;
    for (TokenId token = sentence.begin; token < sentence.end; ++token) {
      const TokenId head = layer.head[token];
      if (head == kNoToken) ++roots;
      if (head == token || (head != kNoToken && !sentence.contains(head)))
        return fmt::format("head of token {} outside its sentence", token);
      if (layer.lemma_span[token].end > layer.lemma_text.size())
        return fmt::format("lemma of token {} past the end", token);
    }
    if (roots != 1) return fmt::format("{} roots in a sentence", roots);
  }
  TokenId end = 0;
  for (const Name& name : layer.names) {
    if (name.tokens.empty() || name.tokens.begin < end || name.tokens.end > tokens ||
        text.token_sentence[name.tokens.begin] != text.token_sentence[name.tokens.end - 1]) {
      return fmt::format("name at token {} out of order or of two sentences", name.tokens.begin);
    }
    end = name.tokens.end;
  }
  return {};
}

}  // namespace

std::string check(const Document& document) {
  const auto by_span = [](const auto& item) { return item.span; };
  if (auto bad = check_spans(document, document.layout.parts, "part", true, by_span); !bad.empty())
    return bad;
  if (auto bad = check_text_layer(document); !bad.empty()) return bad;
  if (auto bad = check_syntax_layer(document); !bad.empty()) return bad;
  if (auto bad = check_spans(document, document.actors.mentions, "mention", false, by_span);
      !bad.empty())
    return bad;
  for (const Mention& mention : document.actors.mentions) {
    if (mention.actor != kNoId && mention.actor >= document.actors.actors.size())
      return "mention of no actor";
  }
  for (const ActorId state : document.actors.states) {
    if (state >= document.actors.actors.size()) return "state list names no actor";
  }
  if (auto bad = check_spans(document, document.places.mentions, "place", true, by_span);
      !bad.empty())
    return bad;
  for (const PlaceMention& mention : document.places.mentions) {
    if (mention.place != kNoId && mention.place >= document.places.places.size())
      return "mention of no place";
  }
  if (auto bad = check_spans(document, document.times.times, "time", true, by_span); !bad.empty())
    return bad;
  for (TimeId id = 0; id < document.times.times.size(); ++id) {
    const TimeExpression& time = document.times.times[id];
    if (time.anchor != kNoTime && time.anchor >= id) return "time that counts from a later time";
    if (time.interval.known() && time.day_first.known()) return "settled time with two readings";
  }
  if (auto bad = check_spans(document, document.figures.figures, "figure", true, by_span);
      !bad.empty())
    return bad;
  for (const Figure& figure : document.figures.figures) {
    if (figure.unit.empty()) return fmt::format("figure at {} without a unit", figure.span.begin);
    if (!figure.value && !figure.low && !figure.high)
      return fmt::format("figure at {} without a number", figure.span.begin);
    if (!figure.amount.empty() && !figure.span.contains(figure.amount))
      return fmt::format("figure at {} without its amount", figure.span.begin);
    if (figure.share_of != kNoFigure && figure.share_of >= document.figures.figures.size())
      return fmt::format("figure at {} is part of no figure", figure.span.begin);
  }
  if (auto bad = check_spans(document, document.figures.numbers, "number", true, by_span);
      !bad.empty())
    return bad;
  for (const Utterance& utterance : document.speech.utterances) {
    if (utterance.spans.empty()) return "utterance without words";
    if (auto bad = check_spans(document, utterance.spans, "utterance span", true,
                               [](Span span) { return span; });
        !bad.empty()) {
      return bad;
    }
  }
  for (const RecordItem& record : document.records.records) {
    if (record.spans.empty()) return "record without words";
    if (auto bad = check_spans(document, record.spans, "record span", true,
                               [](Span span) { return span; });
        !bad.empty()) {
      return bad;
    }
  }
  for (const EventAct& act : document.events.events) {
    if (act.spans.empty()) return "event without words";
    if (act.actors.empty())
      return fmt::format("event at {} without an actor", act.spans.front().begin);
    if (auto bad =
            check_spans(document, act.spans, "event span", true, [](Span span) { return span; });
        !bad.empty()) {
      return bad;
    }
    for (const auto* list : {&act.actors, &act.recipients, &act.others}) {
      for (const EventParty& party : *list) {
        if (party.actor != kNoId && party.actor >= document.actors.actors.size())
          return "event of no actor";
      }
    }
  }
  return {};
}

std::string dump(const Document& document) {
  std::string out;
  const auto put = [&](const char* layer, Span span, const std::string& what) {
    fmt::format_to(std::back_inserter(out), "{} [{}, {}) {}: {}\n", layer, span.begin, span.end,
                   what, document.text(span));
  };
  for (const Part& part : document.layout.parts) put("part", part.span, to_string(part.kind));
  const TextLayer& text = document.text_layer;
  for (std::size_t s = 0; s < text.sentences(); ++s) {
    put("sentence", text.sentence_span[s],
        fmt::format("paragraph {}{}", text.sentence_paragraph[s],
                    text.sentence_is_title[s] ? ", title" : ""));
  }
  for (const Name& name : document.syntax.names)
    put("name", text.span_of(name.tokens), to_string(name.type));
  for (const Mention& mention : document.actors.mentions) {
    const Actor* actor = mention.actor == kNoId ? nullptr : &document.actors.actors[mention.actor];
    put("mention", mention.span,
        fmt::format("{} {} {}{}{}{}{}", to_string(mention.kind), actor ? actor->id : "open",
                    to_string(mention.how),
                    actor && !actor->office.empty() ? " " + actor->office : "",
                    actor && !actor->body.empty() ? " (" + actor->body + ")" : "",
                    mention.as_place ? " place" : "", mention.nested ? " nested" : ""));
  }
  for (const PlaceMention& mention : document.places.mentions) {
    put("place", mention.span,
        fmt::format("{} {}",
                    mention.place == kNoId ? "open" : document.places.places[mention.place].id,
                    to_string(mention.how)));
  }
  for (const TimeExpression& time : document.times.times) {
    put("time", time.span,
        fmt::format("{} {} {}{}{}{}{}{} ({})", to_string(time.kind),
                    time.interval.known() ? to_edtf(time.interval) : std::string("open"),
                    to_string(time.basis),
                    time.use == TimeUse::kTerm   ? " term"
                    : time.use == TimeUse::kBase ? " base"
                                                 : "",
                    time.value.empty() ? "" : " ", time.value,
                    time.mod == TimeMod::kNone ? "" : " ", to_string(time.mod), time.rule));
  }
  for (const Figure& figure : document.figures.figures) {
    const auto number = [](const std::optional<Decimal>& decimal) {
      return decimal ? to_plain(decimal->to_double()) : std::string("-");
    };
    put("figure", figure.span,
        fmt::format(
            "{} value {} low {} high {} unit '{}' measure '{}'{}{}{} ({})", to_string(figure.kind),
            number(figure.value), number(figure.low), number(figure.high), figure.unit,
            figure.measure, figure.approximate ? " approximate" : "",
            figure.promised ? " promised" : "",
            figure.trend == Trend::kUnsaid ? "" : std::string(" ") + to_string(figure.trend),
            figure.rule));
  }
  for (const Utterance& utterance : document.speech.utterances) {
    put("utterance", utterance.spans.front(),
        fmt::format("{} {} by {} ({}, {})", to_string(utterance.mode), utterance.verb,
                    utterance.actor != kNoId
                        ? document.actors.actors[utterance.actor].id
                        : "words: " + std::string(document.text(utterance.speaker_span)),
                    to_string(utterance.how), utterance.rule));
  }
  const auto parties = [&](const std::vector<EventParty>& list) {
    std::string out_list;
    for (const EventParty& party : list) {
      if (!out_list.empty()) out_list += '+';
      out_list += party.actor == kNoId ? party.id : document.actors.actors[party.actor].id;
    }
    return out_list.empty() ? std::string("-") : out_list;
  };
  const auto act_words = [&](const EventAct& act) {
    return fmt::format("{}{}{} {} {}{} {} > {} ({})", to_string(act.type),
                       act.mode.empty() ? "" : " ", act.mode, act.cameo, to_string(act.status),
                       act.background ? " background" : "", parties(act.actors),
                       parties(act.recipients), act.rule);
  };
  for (const EventAct& act : document.events.events)
    put("event", act.spans.front(), act_words(act));
  for (const EventAct& act : document.events.open)
    put("no event", act.spans.front(), std::string(act.open) + ": " + act_words(act));
  for (const RecordItem& record : document.records.records) {
    std::string words =
        fmt::format("{}{}", to_string(record.status), record.background ? " background" : "");
    for (const RecordParty& party : record.parties)
      words += fmt::format(" {}={}", party.slot, parties({party.party}));
    put(to_string(kind_of(record.fields)), record.spans.front(), words + " (" + record.rule + ")");
  }
  for (const auto& [kind, refusal] : document.records.refusals)
    put("no record", refusal.span, std::string(to_string(kind)) + ": " + refusal.reason);
  for (const Refusal& refusal : document.figures.refusals)
    put("no figure", refusal.span, refusal.reason);
  for (const Refusal& refusal : document.speech.refusals)
    put("no statement", refusal.span, refusal.reason);
  return out;
}

}  // namespace chancery

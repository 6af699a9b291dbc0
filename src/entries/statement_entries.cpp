#include "entries/statement_entries.hpp"

#include <algorithm>

#include "base/slug.hpp"
#include "entries/entry_place.hpp"

namespace chancery {
namespace {

EntryActor make_actor(const Document& document, ActorId id, Span span, const char* slot) {
  const Actor& actor = document.actors.actors[id];
  EntryActor out;
  out.slot = slot;
  if (!span.empty()) out.span = span;
  out.id = actor.id;
  out.name = actor.name;
  out.type = to_string(actor.type);
  out.state = actor.state;
  out.sector = actor.sector;
  out.office = actor.office;
  out.body = actor.body;
  return out;
}

// How the actor of a mention is known from its words.
How how_of(const Document& document, Span words) {
  const std::vector<Mention>& mentions = document.actors.mentions;
  const auto found =
      std::lower_bound(mentions.begin(), mentions.end(), words.begin,
                       [](const Mention& m, std::uint32_t begin) { return m.span.begin < begin; });
  for (auto m = found; m != mentions.end() && m->span.begin == words.begin; ++m) {
    if (m->span == words) return m->how;
  }
  return How::kInferred;
}

EntryActor make_speaker(const Document& document, const Utterance& utterance, ActorId id) {
  EntryActor speaker;
  if (id != kNoId) {
    speaker = make_actor(document, id, utterance.speaker_span, "speaker");
  } else {
    // A speaker whom nothing names: the words stand for it.
    speaker.slot = "speaker";
    speaker.span = utterance.speaker_span;
    speaker.name = std::string(document.text(utterance.speaker_span));
    speaker.type = to_string(ActorType::kOther);
    speaker.id = "other:" + to_slug(speaker.name);
  }
  speaker.how = to_string(utterance.how);
  return speaker;
}

}  // namespace

void append_statement_entries(const Document& document, std::vector<Entry>& out) {
  for (const Utterance& utterance : document.speech.utterances) {
    Entry entry;
    entry.kind = EntryKind::kStatement;
    entry.spans = utterance.spans;
    entry.rule = utterance.rule;
    StatementFields fields;
    fields.mode = to_string(utterance.mode);
    fields.verb = utterance.verb;
    for (const Span span : utterance.spans) {
      if (!fields.text.empty()) fields.text += ' ';
      fields.text += document.text(span);
    }
    entry.actors.push_back(make_speaker(document, utterance, utterance.actor));
    if (!utterance.verb_span.empty())
      entry.place = place_of_words(document, document.text_layer.tokens_in(utterance.verb_span),
                                   PlacedThing::kAct);
    for (const ActorId also : utterance.co_speakers)
      entry.actors.push_back(make_speaker(document, utterance, also));
    if (utterance.addressee != kNoId) {
      EntryActor addressee =
          make_actor(document, utterance.addressee, utterance.addressee_span, "addressee");
      addressee.how = to_string(how_of(document, utterance.addressee_span));
      entry.actors.push_back(std::move(addressee));
    }
    if (utterance.relay != kNoId) {
      // Another one says that it was said.
      Claim claim;
      claim.stance = "asserts";
      claim.claimant = document.actors.actors[utterance.relay].id;
      entry.claims.push_back(std::move(claim));
    }
    entry.fields = std::move(fields);
    out.push_back(std::move(entry));
  }
}

}  // namespace chancery

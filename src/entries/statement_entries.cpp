#include "entries/statement_entries.hpp"

#include "base/slug.hpp"
#include "entries/entry_place.hpp"

namespace chancery {
namespace {

EntryActor make_known_speaker(const Document& document, const Utterance& utterance, ActorId id) {
  const Actor& actor = document.actors.actors[id];
  EntryActor speaker;
  speaker.slot = "speaker";
  speaker.how = to_string(utterance.how);
  if (!utterance.speaker_span.empty()) speaker.span = utterance.speaker_span;
  speaker.id = actor.id;
  speaker.name = actor.name;
  speaker.type = to_string(actor.type);
  speaker.state = actor.state;
  speaker.sector = actor.sector;
  speaker.office = actor.office;
  speaker.body = actor.body;
  return speaker;
}

EntryActor make_speaker(const Document& document, const Utterance& utterance) {
  if (utterance.actor != kNoId) return make_known_speaker(document, utterance, utterance.actor);
  EntryActor speaker;
  speaker.slot = "speaker";
  speaker.how = to_string(utterance.how);
  if (!utterance.speaker_span.empty()) speaker.span = utterance.speaker_span;
  if (!utterance.named && utterance.speaker_name.empty()) {
    // A speaker without a name: the words stand for it.
    speaker.name = std::string(document.text(utterance.speaker_span));
    speaker.type = to_string(ActorType::kOther);
    speaker.id = "other:" + to_slug(speaker.name);
    return speaker;
  }
  // A person that no table knows: the words are all there is.
  const std::string name = utterance.speaker_name.empty()
                               ? std::string(document.text(utterance.speaker_span))
                               : utterance.speaker_name;
  speaker.name = name;
  speaker.type = to_string(ActorType::kPerson);
  speaker.state = utterance.state;
  std::string owner = utterance.state;
  if (owner.rfind("igo:", 0) == 0) owner = owner.substr(4);
  speaker.id = "person:" + (owner.empty() ? "" : owner + "-") + to_slug(name);
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
    entry.actors.push_back(make_speaker(document, utterance));
    if (!utterance.verb_span.empty())
      entry.place = place_of_words(document, document.text_layer.tokens_in(utterance.verb_span),
                                   PlacedThing::kAct);
    for (const ActorId also : utterance.co_speakers)
      entry.actors.push_back(make_known_speaker(document, utterance, also));
    entry.fields = std::move(fields);
    out.push_back(std::move(entry));
  }
}

}  // namespace chancery

// speech_layer.hpp: utterances that the report attributes to a speaker. Added by speech/.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/span.hpp"
#include "document/actor_layer.hpp"
#include "document/refusal.hpp"

namespace chancery {

enum class SpeechMode : std::uint8_t { kDirect, kIndirect };
const char* to_string(SpeechMode mode);

struct Utterance {
  std::vector<Span>
      spans;  // the words said, without the quotation marks, in text order; at least one
  SpeechMode mode = SpeechMode::kDirect;
  std::string verb;   // base form of the verb of saying: "say"; "according to"
  Span verb_span;     // empty where the attribution has no verb
  Span speaker_span;  // the words that name the speaker ("Minister Nurtleu", "he")
  // The speaker: a mention of the actor layer, or, for a person that no table knows, the words
  // alone.
  MentionId mention = kNoId;
  ActorId actor = kNoId;     // kNoId: known by words only
  std::string speaker_name;  // for a person known by words only: the fullest name the report gives;
                             // may be empty
  std::string state;  // for a person known by words only: the state or organisation the words give,
                      // may be empty
  // False for a speaker who has neither actor nor name: speaker_span holds the words ("harbour
  // master"). Direct quotations only.
  bool named = true;
  std::vector<ActorId> co_speakers;  // who speaks along with the actor
  How how = How::kNamed;
  const char* rule = "";  // stable name of the rule that read it
};

struct SpeechLayer {
  std::vector<Utterance> utterances;  // in order of their first span
  std::vector<Refusal> refusals;      // quotations that are no statements, and why
};

}  // namespace chancery

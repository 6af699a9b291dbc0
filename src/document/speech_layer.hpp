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
  // kNoId: known by the words of speaker_span only ("harbour master"); direct quotations only.
  ActorId actor = kNoId;
  std::vector<ActorId> co_speakers;  // who speaks along with the actor
  How how = How::kNamed;
  // Who is spoken to ("told Kenya", "said to the envoy"), where the words name an actor.
  ActorId addressee = kNoId;
  Span addressee_span;
  // Who passes it on: "quoted by the agency as saying", "the minister said, cited by the agency".
  ActorId relay = kNoId;
  const char* rule = "";  // stable name of the rule that read it
};

struct SpeechLayer {
  std::vector<Utterance> utterances;  // in order of their first span
  std::vector<Refusal> refusals;      // quotations that are no statements, and why
};

}  // namespace chancery

// lexicons.hpp: the tables of all rooms in one value.
#pragma once
#include "actors/actors.hpp"
#include "document/words.hpp"
#include "entries/entries.hpp"
#include "events/events.hpp"
#include "figures/figures.hpp"
#include "places/places.hpp"
#include "report/layout.hpp"
#include "speech/speech.hpp"
#include "syntax/syntax.hpp"
#include "text/text.hpp"
#include "times/times.hpp"

namespace chancery {

struct Lexicons {
  Vocabulary vocabulary;
  WordSplitter splitter;
  LayoutLexicon layout;
  TextLexicon text;
  SyntaxModel syntax;
  ActorLexicon actors;
  PlaceLexicon places;
  TimeLexicon times;
  FigureLexicon figures;
  SpeechLexicon speech;
  EventLexicon events;
  EntryLexicon entries;
};

}  // namespace chancery

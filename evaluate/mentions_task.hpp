// mentions_task.hpp: scores actors and places against gold mentions (docs/mentions.md).
//
// A mention of the program is right when gold has one on overlapping words, with the same head word
// and an id that is one of gold's, one to one. Of a person the program may mark the title too, or a
// part of the name; a place needs no more than overlapping words. What gold tolerates, and what the
// program marks there with a tolerated id, counts neither way. An actor that gold leaves open is
// right when the program leaves it open, gives the id that gold has, or does not mark it. Anything
// else that the program leaves open claims nothing and is not counted as given; actors used as
// places are no actors.
#pragma once
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "document/document.hpp"
#include "evaluate/mention_files.hpp"

namespace chancery {

struct MentionCounts {
  std::uint32_t texts = 0;
  std::uint32_t gold = 0;       // required by gold
  std::uint32_t given = 0;      // with an id, the tolerated ones left out
  std::uint32_t right = 0;      // matched one to one
  std::uint32_t tolerated = 0;  // given, scored neither way
  std::uint32_t left_open = 0;  // marked without an id where gold has one or nothing
  std::uint32_t how_right = 0;  // of the matched
  std::uint32_t how_total = 0;  // the matched that gold does not leave open

  // 1 where there is nothing to be wrong about.
  double precision() const { return given == 0 ? 1.0 : static_cast<double>(right) / given; }
  double recall() const { return gold == 0 ? 1.0 : static_cast<double>(right) / gold; }
  double f1() const;
  double how_accuracy() const {
    return how_total == 0 ? 1.0 : static_cast<double>(how_right) / how_total;
  }
  MentionCounts& operator+=(const MentionCounts& other);
};

struct MentionsScore {
  std::map<std::string, MentionCounts> files;        // by name of the file: its phenomenon
  std::map<std::string, std::uint32_t> missing_how;  // missing mentions, by how gold knows them
  std::vector<std::string> skipped;                  // files without words on this machine, and why
  std::vector<std::string> errors;                   // one line each: missing, wrong, how

  MentionCounts all() const;
};

// Add the score of one text to that of its file. The document is that text, read.
void score_actors(const GoldText& gold, const Document& document, const std::string& file,
                  MentionsScore& score);
void score_places(const GoldText& gold, const Document& document, const std::string& file,
                  MentionsScore& score);

std::string to_text(const MentionsScore& score, bool with_errors);
nlohmann::ordered_json to_json(const MentionsScore& score);

}  // namespace chancery

// mention_files.hpp: gold mentions of actors and places from their files (docs/mentions.md).
//
// Two forms: NAME.mentions.tsv holds places in a text that stands elsewhere, NAME.cases.tsv short
// texts with the words of their mentions.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "base/span.hpp"

namespace chancery {

enum class GoldHow : std::uint8_t {
  kNamed,
  kLookedUp,
  kCoreferent,
  kMetonym,
  kInferred,
  kOpen,       // the text does not tell who is meant
  kTolerated,  // may be marked or not
};
const char* to_string(GoldHow how);  // "looked_up"

struct GoldMention {
  Span span;                     // bytes of the text
  std::vector<std::string> ids;  // any of these is right; the members of a set are sorted
  GoldHow how = GoldHow::kNamed;
};

// One text with what it mentions, in the order of the file.
struct GoldText {
  std::string place;  // "FILE" or "FILE:LINE", for messages
  std::string text;
  std::optional<Day> date;
  std::vector<GoldMention> actors;
  std::vector<GoldMention> places;
};

struct MentionFile {
  std::string name;  // of the file, without its folder and ending
  std::vector<GoldText> texts;
  std::string skipped;  // why there are none: the words are not on this machine; else empty
};

// Texts that lie outside the project, in the folder that `../shared` means beside it. Files are
// read once.
class SharedTexts {
 public:
  // Without a folder all texts are missing.
  explicit SharedTexts(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Words joined by one blank. Nothing where the files are not on this machine; kNotFound where
  // they are and hold no such document or sentences.
  Result<std::optional<std::string>> gum_document(const std::string& id);
  Result<std::optional<std::string>> re3d_sentences(std::size_t first, std::size_t last);
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  std::optional<std::map<std::string, std::string>> gum_;
  std::optional<std::vector<std::string>> re3d_;  // sentences
};

// The folder `shared` beside the project that the file or folder lies in: of the folders above it,
// the nearest that has `shared/data`. Empty where there is none.
std::filesystem::path find_shared(const std::filesystem::path& inside);

// The members of a set, "B+A", sorted: "A+B". Of a place ("B+A/Name") those before the slash.
std::string to_sorted_id(std::string_view id);

// Reads a file of either form, told by its columns. Fails with kBadTable, kBadInput or kBadEncoding
// ("FILE:LINE" or with the column) on a row that is not what docs/mentions.md asks for, words that
// the text does not have, a place past its end; with kUnreadable where a text of the project is
// missing.
Result<MentionFile> load_mention_file(const std::string& path, SharedTexts& shared);

// The files that the arguments name: files as they are, folders searched for *.mentions.tsv and
// *.cases.tsv (not below a folder named "sealed" unless it is the argument itself), sorted.
Result<std::vector<std::string>> list_mention_files(const std::vector<std::string>& arguments);

}  // namespace chancery

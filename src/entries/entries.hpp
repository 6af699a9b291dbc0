// entries.hpp: layers to Entry values.
//
// Reads: all layers.   Adds: entries, and what was seen and not coded.
// Here the layers are joined: whose a figure is and for when, who a speaker is.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/interner.hpp"
#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"
#include "entries/entry.hpp"

namespace chancery {

// Quad class (1 to 4) and score (-10 to 10) of a PLOVER type and mode.
struct PloverCode {
  int quad = 1;
  double score = 0;
};

// Tables of this room: how often each rule was right when it was measured, which organisations
// stand beside states as parties, which verbs move amounts, and the small words that join parties.
class EntryLexicon {
 public:
  // The share of right entries that a rule gave when it was last measured; for a rule never seen
  // there, that of all entries of the kind.
  double confidence(EntryKind kind, std::string_view rule) const;
  bool is_party(std::string_view organisation) const {
    return parties_.contains(std::string(organisation));
  }

  // What a party does with an amount, by its place beside a verb (entries/frames.tsv).
  enum class Role : std::uint8_t { kNone, kFrom, kTo, kOwner };
  struct Frame {
    Role subject = Role::kNone;
    Role object = Role::kNone;
    Role indirect = Role::kNone;
    std::vector<std::pair<std::string, Role>> prepositions;
    Role role_of(std::string_view preposition) const {
      for (const auto& [word, role] : prepositions) {
        if (word == preposition) return role;
      }
      return Role::kNone;
    }
  };
  // Null where the table does not have the verb.
  const Frame* frame(std::string_view lemma) const {
    const auto found = frames_.find(std::string(lemma));
    return found == frames_.end() ? nullptr : &found->second;
  }
  // The id of a circle of states, "group:central-asia"; made of its members where no table has it.
  std::string group_id(const std::vector<std::string>& members) const;
  // That of the type where the mode has none.
  PloverCode plover(std::string_view type, std::string_view mode) const;

  struct Joints {
    WordId between, and_, with, from, to, of, by, in, for_, on, against, the, possessive, two, both;
  };
  const Joints& joints() const { return joints_; }

 private:
  friend Result<EntryLexicon> load_entry_lexicon(const TableSource&, Vocabulary&);
  std::optional<Error> load_frames(const TableSource& source);
  std::unordered_map<std::string, double>
      confidence_;  // "figure/money.name", and "figure/" for the whole kind
  std::unordered_map<std::string, bool> parties_;
  std::unordered_map<std::string, Frame> frames_;        // by lemma
  std::unordered_map<std::string, PloverCode> plover_;   // "CONSULT/visit", "CONSULT/"
  std::unordered_map<std::string, std::string> groups_;  // "EST LTU LVA"
  Joints joints_{};
};

// Reads calibration.tsv, frames.tsv, groups.tsv, parties.tsv and plover.tsv of entries/. Fails on
// the first bad row.
Result<EntryLexicon> load_entry_lexicon(const TableSource& source, Vocabulary& vocabulary);

struct EntryList {
  std::vector<Entry> entries;    // by first span, then kind
  std::vector<Uncoded> uncoded;  // by span
};

// The kinds that this version codes.
std::vector<EntryKind> coded_kinds();

EntryList make_entries(const Document& document, const EntryLexicon& lexicon);

}  // namespace chancery

// chains_task.hpp: scores who is the same as whom against the coreference of GUM.
//
// Gold are the chains of persons, places and organisations in documents of news, interview and
// speech; mentions that nothing else refers to are left out. Chains of the program are those of its
// references, with the places that only its gazetteer knows. A mention of the program is the gold
// mention that has the same head word in the gold tree, and joins others ("A and B") or not:
// articles and modifiers make no difference.
#pragma once
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "base/span.hpp"
#include "document/document.hpp"

namespace chancery {

enum class ChainKind : std::uint8_t {
  kThirdPerson,  // "she", "its"
  kOtherPerson,  // "I", "your"
  kDefinite,     // "the minister": a common noun
  kOther,
};
const char* to_string(ChainKind kind);  // "third person"

struct ChainMention {
  TokenRange words;       // of the document
  std::uint32_t key = 0;  // twice its head word, and one more where it joins others
  std::string group;
  bool counts = false;  // a person, place or organisation
  ChainKind kind = ChainKind::kOther;
};

struct ChainDocument {
  std::string id;
  std::string genre;
  std::optional<Day> date;
  std::string text;
  std::vector<Span> word_span;
  std::vector<std::uint32_t> word_head;  // kNoToken for a root
  std::vector<bool> is_joined;           // a conjunct of its head
  std::vector<ChainMention> mentions;    // in text order, of two with one begin the longer first

  // The key of a mention with these words. Requires a range that is not empty.
  std::uint32_t key_of(TokenRange words) const;
};

// The documents of a treebank with entities that are news, interviews or speeches. Fails as
// parse_conllu does, and with kBadInput where brackets do not pair or there is no such document.
Result<std::vector<ChainDocument>> parse_chains(std::string_view bytes, std::string_view name);

// Sums over documents, with the totals they are shares of.
struct ChainMeasure {
  double recall_sum = 0;
  double recall_total = 0;
  double precision_sum = 0;
  double precision_total = 0;

  // 0..1; 0 where there is nothing.
  double precision() const { return precision_total == 0 ? 0 : precision_sum / precision_total; }
  double recall() const { return recall_total == 0 ? 0 : recall_sum / recall_total; }
  double f1() const;
  ChainMeasure& operator+=(const ChainMeasure& other);
};

struct LinkCount {
  std::uint32_t right = 0;
  std::uint32_t total = 0;
};

struct ChainCounts {
  std::uint32_t documents = 0;
  std::uint32_t gold_chains = 0;
  std::uint32_t given_chains = 0;
  ChainMeasure mentions;  // found, whatever their chain
  ChainMeasure muc;
  ChainMeasure b_cubed;
  ChainMeasure ceaf_e;
  // Of gold mentions with a gold antecedent: those whose nearest antecedent in the program's chain,
  // mentions that gold does not have aside, is of the same gold chain. By kind, kOther left out.
  std::map<ChainKind, LinkCount> links;

  double conll() const { return (muc.f1() + b_cubed.f1() + ceaf_e.f1()) / 3; }
  // Third persons and definite noun phrases.
  LinkCount bound_links() const;
  // The same, and first and second persons.
  LinkCount pronoun_links() const;
  ChainCounts& operator+=(const ChainCounts& other);
};

struct ChainsScore {
  std::map<std::string, ChainCounts> genres;
  std::vector<std::string> errors;  // one line for each link that is missing or wrong

  ChainCounts all() const;
};

// Adds two sets of disjoint chains of one document, each of numbers of mentions, to the four
// measures (Pradhan and others 2014).
void add_chains(const std::vector<std::vector<std::uint32_t>>& gold,
                const std::vector<std::vector<std::uint32_t>>& given, ChainCounts& counts);

// Adds a document, which is the text of gold, read.
void score_chains(const ChainDocument& gold, const Document& document, ChainsScore& score);

std::string to_text(const ChainsScore& score, bool with_errors);
nlohmann::ordered_json to_json(const ChainsScore& score);

}  // namespace chancery

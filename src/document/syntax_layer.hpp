// syntax_layer.hpp: tags, lemmas, trees and names. Added by syntax/.
//
// Columns, indexed by token number; empty until the stage has run. The words, tags and relations
// are those of the English treebanks of Universal Dependencies 2
// (https://universaldependencies.org).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"
#include "document/text_layer.hpp"

namespace chancery {

// Universal parts of speech.
enum class Upos : std::uint8_t {
  kAdj,
  kAdp,
  kAdv,
  kAux,
  kCconj,
  kDet,
  kIntj,
  kNoun,
  kNum,
  kPart,
  kPron,
  kPropn,
  kPunct,
  kSconj,
  kSym,
  kVerb,
  kX,
};
inline constexpr std::size_t kUposCount = 17;
const char* to_string(Upos upos);  // "ADJ"
std::optional<Upos> upos_of(std::string_view name);

// Parts of speech of the Penn Treebank, as the treebanks extend them.
enum class Xpos : std::uint8_t {
  kDollar,        // $
  kCloseQuote,    // ''
  kComma,         // ,
  kLeftBracket,   // -LRB-
  kRightBracket,  // -RRB-
  kStop,          // .
  kColon,         // :
  kAdd,           // address of the network
  kAfx,
  kCc,
  kCd,
  kDt,
  kEx,
  kFw,
  kGw,  // a part of a word that was written apart
  kHyph,
  kIn,
  kJj,
  kJjr,
  kJjs,
  kLs,
  kMd,
  kNfp,  // ornaments
  kNn,
  kNnp,
  kNnps,
  kNns,
  kPdt,
  kPos,
  kPrp,
  kPrpPossessive,  // PRP$
  kRb,
  kRbr,
  kRbs,
  kRp,
  kSym,
  kTo,
  kUh,
  kVb,
  kVbd,
  kVbg,
  kVbn,
  kVbp,
  kVbz,
  kWdt,
  kWp,
  kWpPossessive,  // WP$
  kWrb,
  kOpenQuote,  // ``
};
inline constexpr std::size_t kXposCount = 49;
const char* to_string(Xpos xpos);  // "VBD"
std::optional<Xpos> xpos_of(std::string_view name);

// Relations of a word to its head, with their subtypes.
enum class Relation : std::uint8_t {
  kAcl,
  kAclRelcl,
  kAdvcl,
  kAdvclRelcl,
  kAdvmod,
  kAmod,
  kAppos,
  kAux,
  kAuxPass,
  kCase,
  kCc,
  kCcPreconj,
  kCcomp,
  kCompound,
  kCompoundPrt,
  kConj,
  kCop,
  kCsubj,
  kCsubjOuter,
  kCsubjPass,
  kDep,
  kDet,
  kDetPredet,
  kDiscourse,
  kDislocated,
  kExpl,
  kFixed,
  kFlat,
  kGoeswith,
  kIobj,
  kList,
  kMark,
  kNmod,
  kNmodDesc,
  kNmodPoss,
  kNmodUnmarked,
  kNsubj,
  kNsubjOuter,
  kNsubjPass,
  kNummod,
  kObj,
  kObl,
  kOblAgent,
  kOblUnmarked,
  kOrphan,
  kParataxis,
  kPunct,
  kReparandum,
  kRoot,
  kVocative,
  kXcomp,
};
inline constexpr std::size_t kRelationCount = 51;
const char* to_string(Relation relation);  // "nsubj:pass"
std::optional<Relation> relation_of(std::string_view name);

enum class NameType : std::uint8_t { kPerson, kPlace, kOrganisation, kGroup, kEvent, kMisc };
inline constexpr std::size_t kNameTypeCount = 6;
const char* to_string(NameType type);  // "person"; kGroup: nationality, religion or party

// A name in the text: a mention headed by a proper noun, without its determiner and titles.
struct Name {
  NameType type = NameType::kMisc;
  TokenRange tokens;
  float score = 0;  // 0..1, of the least sure token
};

struct SyntaxLayer {
  std::vector<Upos> upos;
  std::vector<Xpos> xpos;
  std::vector<std::uint16_t> feats;  // a number of the model's list of features
  std::vector<Span> lemma_span;      // in lemma_text
  std::vector<TokenId> head;         // kNoToken: the root of its sentence
  std::vector<Relation> relation;

  // Scores of the decisions: the model's probabilities, 0..1.
  std::vector<float> tag_score;       // of upos
  std::vector<float> head_score;      // among the words of the sentence
  std::vector<float> relation_score;  // given the head

  std::vector<Name> names;  // in text order, disjoint, each in one sentence

  std::string lemma_text;  // lemmas, one after the other

  std::string_view lemma(TokenId token) const { return lemma_span[token].of(lemma_text); }
};

}  // namespace chancery

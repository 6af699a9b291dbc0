// syntax.hpp: parts of speech, lemmas, dependency trees and names, by one trained model.
//
// Reads: text.   Adds: syntax_layer.
//
// A recurrent encoder (simple recurrent units, Lei et al. 2018) reads each sentence in both
// directions; heads are chosen by a bilinear score (Dozat and Manning 2017) and repaired to the
// best tree; relations, tags and names are linear decisions over the same encoding. Lemmas and
// features follow from form and tags by table. The result is the same to the byte on any processor,
// for any number of threads and whatever else is in the batch.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/span.hpp"
#include "document/document.hpp"
#include "document/syntax_layer.hpp"
#include "syntax/processor.hpp"

namespace chancery {

// Words of more than this many in one sentence are read in pieces of that size; the roots of later
// pieces hang on the first as parataxis.
inline constexpr std::size_t kMaxSentenceWords = 8192;

// What the cache of word types did.
struct SyntaxCounts {
  std::uint64_t words = 0;
  std::uint64_t frequent = 0;  // words whose rows are computed at loading
  std::uint64_t cached = 0;    // words found in the cache
};

// Const after loading, shared by threads. A call borrows scratch memory from a pool inside.
class SyntaxModel {
 public:
  // `bytes` must outlive the model: it is used in place. Fails with kBadModel on bytes that are not
  // a model of this version, are damaged, or give other answers to the model's own exam.
  static Result<SyntaxModel> load(std::string_view bytes,
                                  syntax::Processor processor = syntax::best_processor());
  // The model inside the program.
  static Result<SyntaxModel> load_own(syntax::Processor processor = syntax::best_processor());

  SyntaxModel(SyntaxModel&&) noexcept;
  SyntaxModel& operator=(SyntaxModel&&) noexcept;
  ~SyntaxModel();

  // Reads sentences of words. The sentences must be in order, disjoint and cover all words.
  SyntaxLayer read(std::string_view text, std::span<const Span> words,
                   std::span<const TokenRange> sentences) const;

  // The features that a number of SyntaxLayer::feats stands for ("Number=Sing"), empty for none.
  std::string_view feats(std::uint16_t number) const;

  // "key value" lines: version, training data with licences, figures.
  std::string_view facts() const;
  // SHA-256 of the model, in hexadecimal.
  std::string_view checksum() const;
  SyntaxCounts counts() const;  // since loading

 private:
  struct Inside;
  explicit SyntaxModel(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

SyntaxLayer find_syntax(const Document& document, const SyntaxModel& model);

}  // namespace chancery

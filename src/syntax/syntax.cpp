#include "syntax/syntax.hpp"

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "syntax/exam.hpp"
#include "syntax/lemmas.hpp"
#include "syntax/pass.hpp"
#include "syntax/sentence_lemmas.hpp"
#include "syntax_tables.hpp"

namespace chancery {
namespace {

// Words of a batch: enough to keep the products busy, few enough to stay in the processor's cache.
constexpr std::size_t kBatchWords = 192;

Error bad(std::string message) {
  return Error{ErrorCode::kBadModel, std::move(message), "syntax model"};
}

// Names from labels: O, then begin and inside of each type.
void collect_names(const syntax::Decisions& decisions, TokenRange sentence, std::size_t offset,
                   std::vector<Name>& names) {
  for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
    const std::uint8_t label = decisions.name[i - offset];
    if (label == 0) continue;
    const float score = decisions.name_score[i - offset];
    if (label % 2 == 1) {
      names.push_back({static_cast<NameType>((label - 1) / 2), {i, i + 1}, score});
    } else {
      names.back().tokens.end = i + 1;
      names.back().score = std::min(names.back().score, score);
    }
  }
}

}  // namespace

struct SyntaxModel::Inside {
  syntax::Weights weights;
  const syntax::Kernels* kernels = nullptr;
  std::unique_ptr<const syntax::RowTable> frequent;
  std::optional<syntax::LemmaTable> lemmas;
  std::string_view facts;
  std::string_view checksum;

  // Scratch memory that waits for the next call.
  std::mutex mutex;
  std::vector<std::unique_ptr<syntax::Pass>> free_passes;
  std::atomic<std::uint64_t> words{0};
  std::atomic<std::uint64_t> frequent_words{0};
  std::atomic<std::uint64_t> cached_words{0};

  std::unique_ptr<syntax::Pass> borrow() {
    {
      const std::lock_guard lock(mutex);
      if (!free_passes.empty()) {
        auto pass = std::move(free_passes.back());
        free_passes.pop_back();
        return pass;
      }
    }
    return std::make_unique<syntax::Pass>(weights, *kernels, *frequent);
  }
  void give_back(std::unique_ptr<syntax::Pass> pass) {
    const std::lock_guard lock(mutex);
    free_passes.push_back(std::move(pass));
  }
};

SyntaxModel::SyntaxModel(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
SyntaxModel::SyntaxModel(SyntaxModel&&) noexcept = default;
SyntaxModel& SyntaxModel::operator=(SyntaxModel&&) noexcept = default;
SyntaxModel::~SyntaxModel() = default;

Result<SyntaxModel> SyntaxModel::load(std::string_view bytes, syntax::Processor processor) {
  const auto file = syntax::ModelFile::open(bytes);
  if (!file) return file.error();
  auto inside = std::make_unique<Inside>();
  inside->kernels = &syntax::kernels(processor);
  auto weights = syntax::open_weights(*file, *inside->kernels);
  if (!weights) return weights.error();
  inside->weights = std::move(*weights);
  inside->frequent = std::make_unique<syntax::RowTable>(inside->weights, *inside->kernels);
  const auto lemma_bytes = file->section("lemmas");
  if (!lemma_bytes) return lemma_bytes.error();
  auto lemmas = syntax::LemmaTable::open(*lemma_bytes);
  if (!lemmas) return bad(lemmas.error().message);
  inside->lemmas = *lemmas;
  const auto facts = file->section("facts");
  if (!facts) return facts.error();
  inside->facts = *facts;
  inside->checksum = file->checksum();
  const auto answer = file->section("exam");
  if (!answer) return answer.error();
  SyntaxModel model(std::move(inside));
  if (const std::string given = syntax::take_exam(model); !answer->empty() && given != *answer)
    return bad("does not pass its exam on this machine");
  return model;
}

Result<SyntaxModel> SyntaxModel::load_own(syntax::Processor processor) {
  return load(syntax_tables::english(), processor);
}

SyntaxLayer SyntaxModel::read(std::string_view text, std::span<const Span> words,
                              std::span<const TokenRange> sentences) const {
  SyntaxLayer layer;
  const std::size_t count = words.size();
  layer.upos.reserve(count);
  layer.xpos.reserve(count);
  layer.relation.reserve(count);
  layer.head.reserve(count);
  layer.tag_score.reserve(count);
  layer.head_score.reserve(count);
  layer.relation_score.reserve(count);
  layer.feats.reserve(count);
  layer.lemma_span.reserve(count);
  layer.lemma_text.reserve(text.size());

  // Pieces: sentences, the long ones cut.
  std::vector<TokenRange> pieces;
  pieces.reserve(sentences.size());
  for (const TokenRange sentence : sentences) {
    for (std::uint32_t at = sentence.begin; at < sentence.end;) {
      const auto end =
          static_cast<std::uint32_t>(std::min<std::size_t>(sentence.end, at + kMaxSentenceWords));
      pieces.push_back({at, end});
      at = end;
    }
  }

  auto pass = inside_->borrow();
  const std::uint64_t frequent_before = pass->frequent_words;
  const std::uint64_t cached_before = pass->cached_words;
  syntax::Decisions decisions;
  std::vector<std::string_view> forms;
  std::vector<std::uint32_t> starts;
  std::size_t whole = 0;  // the sentence that the piece is of
  TokenId root = kNoToken;
  for (std::size_t next = 0; next < pieces.size();) {
    const std::size_t from = next;
    const std::uint32_t offset = pieces[from].begin;
    forms.clear();
    starts.assign(1, 0);
    do {
      for (std::uint32_t i = pieces[next].begin; i < pieces[next].end; ++i)
        forms.push_back(words[i].of(text));
      starts.push_back(static_cast<std::uint32_t>(forms.size()));
      ++next;
    } while (next < pieces.size() && forms.size() + pieces[next].size() <= kBatchWords);
    pass->run(forms, starts, decisions);

    layer.upos.insert(layer.upos.end(), decisions.upos.begin(), decisions.upos.end());
    layer.xpos.insert(layer.xpos.end(), decisions.xpos.begin(), decisions.xpos.end());
    layer.tag_score.insert(layer.tag_score.end(), decisions.tag_score.begin(),
                           decisions.tag_score.end());
    layer.head_score.insert(layer.head_score.end(), decisions.head_score.begin(),
                            decisions.head_score.end());
    layer.relation.insert(layer.relation.end(), decisions.relation.begin(),
                          decisions.relation.end());
    layer.relation_score.insert(layer.relation_score.end(), decisions.relation_score.begin(),
                                decisions.relation_score.end());
    for (std::size_t p = from; p < next; ++p) {
      const TokenRange piece = pieces[p];
      while (sentences[whole].end <= piece.begin) ++whole;
      const bool is_first = piece.begin == sentences[whole].begin;
      for (std::uint32_t i = piece.begin; i < piece.end; ++i) {
        const std::int32_t head = decisions.head[i - offset];
        if (head != 0) {
          layer.head.push_back(piece.begin + static_cast<std::uint32_t>(head) - 1);
        } else if (is_first) {
          root = i;
          layer.head.push_back(kNoToken);
        } else {
          layer.head.push_back(root);
          layer.relation[i] = Relation::kParataxis;
        }
      }
      collect_names(decisions, piece, offset, layer.names);
    }
  }
  inside_->words += count;
  inside_->frequent_words += pass->frequent_words - frequent_before;
  inside_->cached_words += pass->cached_words - cached_before;
  inside_->give_back(std::move(pass));

  for (const TokenRange sentence : sentences)
    syntax::add_lemmas(*inside_->lemmas, text, words, sentence, layer);
  return layer;
}

std::string_view SyntaxModel::feats(std::uint16_t number) const {
  return inside_->lemmas->feats(number);
}

std::string_view SyntaxModel::facts() const {
  return inside_->facts;
}

std::string_view SyntaxModel::checksum() const {
  return inside_->checksum;
}

SyntaxCounts SyntaxModel::counts() const {
  return {inside_->words, inside_->frequent_words, inside_->cached_words};
}

SyntaxLayer find_syntax(const Document& document, const SyntaxModel& model) {
  const TextLayer& layer = document.text_layer;
  return model.read(document.text(), layer.token_span, layer.sentence_tokens);
}

}  // namespace chancery

#include "entries/entry_place.hpp"

#include <algorithm>

namespace chancery {
namespace {

constexpr int kMaxClimb = 12;

bool is_clause(Relation relation) {
  switch (relation) {
    case Relation::kRoot:
    case Relation::kCcomp:
    case Relation::kXcomp:
    case Relation::kAdvcl:
    case Relation::kAdvclRelcl:
    case Relation::kAcl:
    case Relation::kAclRelcl:
    case Relation::kCsubj:
    case Relation::kCsubjPass:
    case Relation::kParataxis:
      return true;
    default:
      return false;
  }
}

TokenId head_of(const SyntaxLayer& syntax, TokenRange words) {
  for (TokenId t = words.begin; t < words.end; ++t) {
    const TokenId head = syntax.head[t];
    if (head == kNoToken || !words.contains(head)) return t;
  }
  return words.begin;
}

// Up from a coordinated or apposed word to the one that carries its relation.
TokenId carrier_of(const SyntaxLayer& syntax, TokenId t) {
  for (int i = 0; i < kMaxClimb; ++i) {
    const Relation relation = syntax.relation[t];
    if (relation != Relation::kConj && relation != Relation::kAppos && relation != Relation::kFlat)
      break;
    t = syntax.head[t];
  }
  return t;
}

EntryPlace to_entry(const Place& place) {
  EntryPlace out;
  out.name = place.name;
  out.state = place.state;
  if (place.located) {
    out.latitude = place.latitude;
    out.longitude = place.longitude;
  }
  out.claimed_by = place.claimed_by;
  return out;
}

// "Lobito, Angola": the first says more.
bool lies_in(const Place& inner, const Place& outer) {
  return !inner.state.empty() && inner.state == outer.state && outer.type == PlaceType::kState;
}

}  // namespace

std::optional<EntryPlace> place_of_words(const Document& document, TokenRange words,
                                         PlacedThing what) {
  const TextLayer& text = document.text_layer;
  const SyntaxLayer& syntax = document.syntax;
  const auto& mentions = document.places.mentions;
  if (words.empty() || mentions.empty() || syntax.head.size() != text.tokens()) return std::nullopt;
  // From the words up to the verb of their clause; index is how far up.
  std::vector<TokenId> path;
  TokenId at = head_of(syntax, words);
  for (int i = 0; i < kMaxClimb && at != kNoToken; ++i) {
    path.push_back(at);
    if (is_clause(syntax.relation[at]) || syntax.upos[at] == Upos::kVerb) break;
    if (what == PlacedThing::kMoney && syntax.relation[at] == Relation::kObj) break;
    at = syntax.head[at];
  }
  const TokenRange sentence = text.sentence_tokens[text.token_sentence[words.begin]];
  auto mention = std::lower_bound(mentions.begin(), mentions.end(), sentence.begin,
                                  [&](const PlaceMention& one, TokenId begin) {
                                    return one.span.begin < text.token_span[begin].begin;
                                  });
  const Place* found = nullptr;
  std::size_t height = 0;
  bool several = false;
  for (; mention != mentions.end() && mention->span.end <= text.token_span[sentence.end - 1].end;
       ++mention) {
    if (!mention->is_where || mention->place == kNoId || mention->tokens.empty()) continue;
    const TokenId carrier = carrier_of(syntax, head_of(syntax, mention->tokens));
    const auto step = std::find(path.begin(), path.end(), syntax.head[carrier]);
    if (step == path.end()) continue;
    const Place& place = document.places.places[mention->place];
    const auto here = static_cast<std::size_t>(step - path.begin());
    if (found == nullptr || here < height) {
      found = &place;
      height = here;
      several = false;
    } else if (here == height && !lies_in(place, *found)) {
      if (lies_in(*found, place)) continue;
      several = &place != found;
    }
  }
  if (found == nullptr || several) return std::nullopt;
  return to_entry(*found);
}

std::optional<EntryPlace> place_named(const Document& document, Span words) {
  const auto& mentions = document.places.mentions;
  const auto found =
      std::lower_bound(mentions.begin(), mentions.end(), words,
                       [](const PlaceMention& one, Span span) { return one.span < span; });
  if (found == mentions.end() || !(found->span == words) || found->place == kNoId)
    return std::nullopt;
  return to_entry(document.places.places[found->place]);
}

}  // namespace chancery

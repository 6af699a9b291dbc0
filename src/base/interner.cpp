#include "base/interner.hpp"

namespace chancery {

Interner::Interner() {
  texts_.emplace_back();
  ids_.emplace(texts_.back(), kNoWord);
}

WordId Interner::intern(std::string_view text) {
  if (const auto found = ids_.find(text); found != ids_.end()) return found->second;
  const WordId id = static_cast<WordId>(texts_.size());
  texts_.emplace_back(text);
  ids_.emplace(texts_.back(), id);
  return id;
}

WordId Interner::find(std::string_view text) const {
  const auto found = ids_.find(text);
  return found == ids_.end() ? kNoWord : found->second;
}

}  // namespace chancery

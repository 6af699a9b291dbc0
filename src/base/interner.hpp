// interner.hpp: strings to dense numbers and back.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chancery {

using WordId = std::uint32_t;
inline constexpr WordId kNoWord =
    0;  // the id of the empty string, and of every word that was never interned

// Gives each distinct string a number, in order of first sight, from 1. Written while the lexicons
// load, const and shared by threads after that. Views stay valid as long as the interner lives.
class Interner {
 public:
  Interner();
  Interner(Interner&&) = default;
  Interner& operator=(Interner&&) = default;

  WordId intern(std::string_view text);
  // kNoWord when the string was never interned.
  WordId find(std::string_view text) const;
  std::string_view text(WordId id) const { return texts_[id]; }
  // The number of ids, kNoWord included: ids are 0 .. size() - 1.
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, WordId> ids_;
};

}  // namespace chancery

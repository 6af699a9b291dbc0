#include "entries/entry.hpp"

#include <fmt/format.h>

#include <array>

#include "base/file.hpp"

namespace chancery {
namespace {

constexpr std::array<const char*, 2> kNovelties = {"new", "background"};

template <typename Enum, std::size_t N>
std::optional<Enum> parse_name(const std::array<const char*, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (text == names[i]) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Status> parse_status(std::string_view text) {
  for (int s = 0; s <= static_cast<int>(Status::kHypothetical); ++s) {
    const auto status = static_cast<Status>(s);
    if (text == to_string(status)) return status;
  }
  return std::nullopt;
}
const char* to_string(Novelty novelty) {
  return kNovelties[static_cast<std::size_t>(novelty)];
}
std::optional<Novelty> parse_novelty(std::string_view text) {
  return parse_name<Novelty>(kNovelties, text);
}

std::string make_entry_id(std::string_view report_id, EntryKind kind, std::uint32_t first_begin,
                          std::uint32_t first_end, std::string_view key_fields) {
  return sha256_hex(fmt::format("{}\n{}\n{}\n{}\n{}", report_id, to_string(kind), first_begin,
                                first_end, key_fields))
      .substr(0, 24);
}

}  // namespace chancery

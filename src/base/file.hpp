// file.hpp: bytes from and to the file system, and content ids.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace chancery {

// The whole file. Fails with kUnreadable, or with kTooLarge past `max_bytes`.
Result<std::string> load_file(const std::filesystem::path& path, std::uint64_t max_bytes);

// SHA-256 in lower-case hexadecimal, 64 characters.
std::string sha256_hex(std::string_view bytes);

}  // namespace chancery

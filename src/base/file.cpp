#include "base/file.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace chancery {

const char* to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUnreadable:
      return "unreadable";
    case ErrorCode::kBadInput:
      return "bad-input";
    case ErrorCode::kBadEncoding:
      return "bad-encoding";
    case ErrorCode::kTooLarge:
      return "too-large";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kBadTable:
      return "bad-table";
    case ErrorCode::kBadModel:
      return "bad-model";
    case ErrorCode::kUsage:
      return "usage";
    case ErrorCode::kNotFound:
      return "not-found";
    case ErrorCode::kLedgerDamaged:
      return "ledger-damaged";
    case ErrorCode::kLedgerBusy:
      return "ledger-busy";
    case ErrorCode::kLedgerWrite:
      return "ledger-write";
    case ErrorCode::kInternal:
      return "internal";
  }
  return "internal";
}

Result<std::string> load_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
  const auto fail = [&](ErrorCode code, std::string message) {
    return Error{code, std::move(message), path.string()};
  };
  std::error_code ec;
  if (std::filesystem::is_directory(path, ec)) return fail(ErrorCode::kUnreadable, "is a folder");
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                       &std::fclose);
  if (!file) return fail(ErrorCode::kUnreadable, std::strerror(errno));
  std::string bytes;
  char buffer[1 << 16];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) {
    if (bytes.size() + got > max_bytes) {
      return fail(ErrorCode::kTooLarge, fmt::format("over the limit of {} bytes", max_bytes));
    }
    bytes.append(buffer, got);
  }
  if (std::ferror(file.get())) return fail(ErrorCode::kUnreadable, std::strerror(errno));
  return bytes;
}

std::string sha256_hex(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  std::string hex;
  hex.reserve(size * 2);
  for (unsigned i = 0; i < size; ++i) {
    constexpr char kHex[] = "0123456789abcdef";
    hex += kHex[digest[i] >> 4];
    hex += kHex[digest[i] & 15];
  }
  return hex;
}

}  // namespace chancery

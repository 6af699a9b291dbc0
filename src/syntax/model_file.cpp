#include "syntax/model_file.hpp"

#include <fmt/format.h>

#include <bit>

#include "base/file.hpp"

namespace chancery::syntax {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are used in place");

constexpr std::string_view kMagic = "CHSYNTAX";
constexpr std::size_t kHeader = 128;  // magic, version, count, checksum in hexadecimal, zeros
constexpr std::size_t kChecksumAt = 16;
constexpr std::size_t kNameSize = 24;
constexpr std::size_t kEntry = kNameSize + 16;  // name, offset, size
constexpr std::size_t kAlignment = 64;
constexpr std::uint32_t kMaxSections = 256;

Error bad(std::string message) {
  return Error{ErrorCode::kBadModel, std::move(message), "syntax model"};
}

template <typename Value>
Value value_at(std::string_view bytes, std::size_t at) {
  Value value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

template <typename Value>
void append_value(std::string& out, Value value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

std::size_t aligned(std::size_t at) {
  return (at + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace

Result<ModelFile> ModelFile::open(std::string_view bytes) {
  if (bytes.size() < kHeader || bytes.substr(0, kMagic.size()) != kMagic)
    return bad("is no model of this program");
  const auto version = value_at<std::uint32_t>(bytes, 8);
  if (version != kModelVersion) {
    return bad(fmt::format("has format version {}, this program reads version {}", version,
                           kModelVersion));
  }
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(std::uint64_t) != 0)
    return bad("lies at an odd address");
  if (sha256_hex(bytes.substr(kHeader)) != bytes.substr(kChecksumAt, 64))
    return bad("is damaged or cut: its checksum does not hold");
  const auto count = value_at<std::uint32_t>(bytes, 12);
  if (count > kMaxSections || kHeader + count * kEntry > bytes.size())
    return bad("has a list of sections that does not fit");
  ModelFile file;
  file.checksum_ = bytes.substr(kChecksumAt, 64);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view entry = bytes.substr(kHeader + i * kEntry, kEntry);
    std::string_view name = entry.substr(0, kNameSize);
    if (const auto end = name.find('\0'); end != std::string_view::npos) name = name.substr(0, end);
    const auto offset = value_at<std::uint64_t>(entry, kNameSize);
    const auto size = value_at<std::uint64_t>(entry, kNameSize + 8);
    if (offset > bytes.size() || size > bytes.size() - offset || offset % kAlignment != 0)
      return bad(fmt::format("section '{}' lies outside", name));
    file.sections_.emplace_back(name, bytes.substr(offset, size));
  }
  return file;
}

Result<std::string_view> ModelFile::section(std::string_view name) const {
  for (const auto& [known, bytes] : sections_) {
    if (known == name) return bytes;
  }
  return bad(fmt::format("section '{}' is missing", name));
}

Error ModelFile::wrong_size(std::string_view name, std::size_t expected) const {
  return bad(fmt::format("section '{}' does not have {} bytes", name, expected));
}

void ModelWriter::add(std::string name, std::string bytes) {
  sections_.emplace_back(std::move(name), std::move(bytes));
}

std::string ModelWriter::finish() const {
  std::string body;
  std::size_t at = aligned(kHeader + sections_.size() * kEntry);
  for (const auto& [name, bytes] : sections_) {
    std::string padded = name.substr(0, kNameSize);
    padded.resize(kNameSize, '\0');
    body += padded;
    append_value(body, static_cast<std::uint64_t>(at));
    append_value(body, static_cast<std::uint64_t>(bytes.size()));
    at = aligned(at + bytes.size());
  }
  for (const auto& [name, bytes] : sections_) {
    body.resize(aligned(kHeader + body.size()) - kHeader, '\0');
    body += bytes;
  }
  std::string out(kMagic);
  append_value(out, kModelVersion);
  append_value(out, static_cast<std::uint32_t>(sections_.size()));
  out += sha256_hex(body);
  out.resize(kHeader, '\0');
  return out + body;
}

}  // namespace chancery::syntax

// byte_stream.hpp: bytes from a file, standard input or memory; unpacked; as UTF-8. Private to
// report/.
#pragma once
#include <cstddef>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace chancery {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Reads at most `size` bytes (at least one is asked for). 0 at the end. Errors have no place;
  // after an error the stream is not read again.
  virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
};

// "-" is standard input. Fails with kUnreadable.
Result<std::unique_ptr<ByteStream>> open_byte_stream(const std::string& path);
std::unique_ptr<ByteStream> memory_stream(std::string bytes);

// Unpacks gzip (one or more members) and zstd (one or more frames), known by their first bytes;
// anything else passes. A stream that is cut short or damaged is kBadInput.
std::unique_ptr<ByteStream> unpacked_stream(std::unique_ptr<ByteStream> packed);

// Bytes with a UTF-8 byte-order mark taken off, or UTF-16 (known by its mark) as UTF-8. What UTF-16
// cannot hold comes out as bytes that UTF-8 cannot hold, so that only the record it stands in is
// refused: a lone surrogate as three bytes from 0xED, an odd byte at the end as 0xFF.
class Utf8Stream {
 public:
  explicit Utf8Stream(std::unique_ptr<ByteStream> bytes) : bytes_(std::move(bytes)) {}
  // As ByteStream::read. A UTF-32 mark is kBadEncoding.
  Result<std::size_t> read(char* out, std::size_t size);
  // True once a read has found a UTF-16 mark.
  bool from_utf16() const {
    return encoding_ == Encoding::kUtf16Little || encoding_ == Encoding::kUtf16Big;
  }

 private:
  enum class Encoding { kUnknown, kUtf8, kUtf16Little, kUtf16Big };
  Result<bool> fill_raw(std::size_t wanted);
  void convert();

  std::unique_ptr<ByteStream> bytes_;
  Encoding encoding_ = Encoding::kUnknown;
  std::string raw_;  // read and not yet converted: at most one chunk
  bool raw_ended_ = false;
  std::string ready_;  // converted and not yet handed out, from ready_at_
  std::size_t ready_at_ = 0;
};

}  // namespace chancery

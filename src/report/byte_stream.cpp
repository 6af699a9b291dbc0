#include "report/byte_stream.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"

namespace chancery {
namespace {

constexpr std::size_t kChunk = 64u << 10;

Error read_error(int number) {
  return Error{ErrorCode::kUnreadable, std::strerror(number), {}};
}

// A file descriptor. read(2) and not stdio: a pipe gives its lines as they come.
class FileStream : public ByteStream {
 public:
  FileStream(int descriptor, bool owned) : descriptor_(descriptor), owned_(owned) {}
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;
  ~FileStream() override {
    if (owned_) ::close(descriptor_);
  }

  Result<std::size_t> read(char* out, std::size_t size) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, out, size);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return read_error(errno);
    }
  }

 private:
  int descriptor_;
  bool owned_;
};

class MemoryStream : public ByteStream {
 public:
  explicit MemoryStream(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    const std::size_t count = std::min(size, bytes_.size() - at_);
    std::memcpy(out, bytes_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

// The bytes read from a packed stream and not yet used.
class PackedInput {
 public:
  explicit PackedInput(std::unique_ptr<ByteStream> stream)
      : stream_(std::move(stream)), bytes_(kChunk, '\0') {}

  std::string_view bytes() const { return std::string_view(bytes_).substr(begin_, end_ - begin_); }
  void use(std::size_t count) { begin_ += count; }
  // Reads until at least `wanted` bytes are there. False where the stream ends before. Requires
  // wanted <= kChunk.
  Result<bool> want(std::size_t wanted) {
    while (end_ - begin_ < wanted) {
      if (ended_) return false;
      if (begin_ > 0) {
        std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
      }
      const auto got = stream_->read(bytes_.data() + end_, bytes_.size() - end_);
      if (!got) return got.error();
      end_ += *got;
      ended_ = *got == 0;
    }
    return true;
  }

 private:
  std::unique_ptr<ByteStream> stream_;
  std::string bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool ended_ = false;
};

class Unpacker {
 public:
  virtual ~Unpacker() = default;
  // As ByteStream::read.
  virtual Result<std::size_t> read(PackedInput& input, char* out, std::size_t size) = 0;
};

class PassThrough : public Unpacker {
 public:
  Result<std::size_t> read(PackedInput& input, char* out, std::size_t size) override {
    const auto more = input.want(1);
    if (!more) return more.error();
    const std::size_t count = std::min(size, input.bytes().size());
    std::memcpy(out, input.bytes().data(), count);
    input.use(count);
    return count;
  }
};

class Gunzip : public Unpacker {
 public:
  Gunzip() { ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK; }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;
  ~Gunzip() override {
    if (ready_) inflateEnd(&stream_);
  }

  Result<std::size_t> read(PackedInput& input, char* out, std::size_t size) override {
    if (!ready_) return Error{ErrorCode::kInternal, "zlib does not start", {}};
    for (;;) {
      const auto more = input.want(1);
      if (!more) return more.error();
      if (*more && between_members_) {
        const auto begins = next_member(input);
        if (!begins) return begins.error();
        if (!*begins) return std::size_t{0};
      }
      if (!*more && between_members_) return std::size_t{0};
      const std::string_view bytes = input.bytes();
      // zlib reads and never writes its input; its interface is older than const.
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      stream_.avail_in = static_cast<uInt>(bytes.size());
      stream_.next_out = reinterpret_cast<Bytef*>(out);
      const auto room = static_cast<uInt>(std::min<std::size_t>(size, 1u << 30));
      stream_.avail_out = room;
      const int state = inflate(&stream_, Z_NO_FLUSH);
      input.use(bytes.size() - stream_.avail_in);
      const std::size_t made = room - stream_.avail_out;
      if (state == Z_STREAM_END) {
        between_members_ = true;
      } else if (state == Z_BUF_ERROR && !*more && made == 0) {
        return Error{ErrorCode::kBadInput, "gzip stream is cut short", {}};
      } else if (state != Z_OK && state != Z_BUF_ERROR) {
        return Error{ErrorCode::kBadInput, "gzip stream is damaged", {}};
      }
      if (made > 0) return made;
    }
  }

 private:
  // At the end of a member. True when another one begins; false when only zero bytes follow, which
  // tapes pad with.
  Result<bool> next_member(PackedInput& input) {
    const auto two = input.want(2);
    if (!two) return two.error();
    if (input.bytes().substr(0, 2) == "\x1F\x8B") {
      between_members_ = false;
      inflateReset(&stream_);
      return true;
    }
    for (;;) {
      const std::string_view bytes = input.bytes();
      if (bytes.find_first_not_of('\0') != std::string_view::npos) {
        return Error{ErrorCode::kBadInput, "gzip stream is followed by other bytes", {}};
      }
      input.use(bytes.size());
      const auto more = input.want(1);
      if (!more) return more.error();
      if (!*more) return false;
    }
  }

  z_stream stream_ = {};
  bool ready_ = false;
  bool between_members_ = false;
};

class Unzstd : public Unpacker {
 public:
  Unzstd() : stream_(ZSTD_createDStream(), &ZSTD_freeDStream) {}

  Result<std::size_t> read(PackedInput& input, char* out, std::size_t size) override {
    if (!stream_) return Error{ErrorCode::kInternal, "zstd does not start", {}};
    for (;;) {
      const auto more = input.want(1);
      if (!more) return more.error();
      if (!*more && frame_done_) return std::size_t{0};
      const std::string_view bytes = input.bytes();
      ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
      ZSTD_outBuffer to = {out, size, 0};
      const std::size_t state = ZSTD_decompressStream(stream_.get(), &to, &in);
      if (ZSTD_isError(state) != 0) {
        return Error{ErrorCode::kBadInput,
                     fmt::format("zstd stream is damaged ({})", ZSTD_getErrorName(state)),
                     {}};
      }
      input.use(in.pos);
      frame_done_ = state == 0;
      if (to.pos > 0) return to.pos;
      if (!*more && !frame_done_)
        return Error{ErrorCode::kBadInput, "zstd stream is cut short", {}};
    }
  }

 private:
  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_;
  bool frame_done_ = false;
};

class UnpackedStream : public ByteStream {
 public:
  explicit UnpackedStream(std::unique_ptr<ByteStream> packed) : input_(std::move(packed)) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    if (!unpacker_) {
      if (const auto enough = input_.want(4); !enough) return enough.error();
      const std::string_view head = input_.bytes().substr(0, 4);
      if (head.substr(0, 2) == "\x1F\x8B") {
        unpacker_ = std::make_unique<Gunzip>();
      } else if (head == "\x28\xB5\x2F\xFD" || (head.size() == 4 && (head[0] & 0xF0) == 0x50 &&
                                                head.substr(1) == "\x2A\x4D\x18")) {
        unpacker_ = std::make_unique<Unzstd>();
      } else {
        unpacker_ = std::make_unique<PassThrough>();
      }
    }
    return unpacker_->read(input_, out, size);
  }

 private:
  PackedInput input_;
  std::unique_ptr<Unpacker> unpacker_;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> open_byte_stream(const std::string& path) {
  if (path == "-")
    return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(STDIN_FILENO, false));
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return read_error(errno);
  std::unique_ptr<ByteStream> stream = std::make_unique<FileStream>(descriptor, true);
  struct stat status = {};
  if (::fstat(descriptor, &status) != 0) return read_error(errno);
  if (S_ISDIR(status.st_mode)) return Error{ErrorCode::kUnreadable, "is a folder", {}};
  return stream;
}

std::unique_ptr<ByteStream> memory_stream(std::string bytes) {
  return std::make_unique<MemoryStream>(std::move(bytes));
}

std::unique_ptr<ByteStream> unpacked_stream(std::unique_ptr<ByteStream> packed) {
  return std::make_unique<UnpackedStream>(std::move(packed));
}

Result<bool> Utf8Stream::fill_raw(std::size_t wanted) {
  while (raw_.size() < wanted) {
    if (raw_ended_) return false;
    const std::size_t size = raw_.size();
    raw_.resize(size + kChunk);
    const auto got = bytes_->read(raw_.data() + size, kChunk);
    if (!got) return got.error();
    raw_.resize(size + *got);
    raw_ended_ = *got == 0;
  }
  return true;
}

Result<std::size_t> Utf8Stream::read(char* out, std::size_t size) {
  if (encoding_ == Encoding::kUnknown) {
    if (const auto enough = fill_raw(4); !enough) return enough.error();
    const std::string_view head = std::string_view(raw_).substr(0, 4);
    using namespace std::string_view_literals;
    if (head == "\xFF\xFE\0\0"sv || head == "\0\0\xFE\xFF"sv) {
      return Error{ErrorCode::kBadEncoding, "UTF-32 is not read; UTF-8 and UTF-16 are", {}};
    }
    if (head.substr(0, 2) == "\xFF\xFE") {
      encoding_ = Encoding::kUtf16Little;
      raw_.erase(0, 2);
    } else if (head.substr(0, 2) == "\xFE\xFF") {
      encoding_ = Encoding::kUtf16Big;
      raw_.erase(0, 2);
    } else {
      encoding_ = Encoding::kUtf8;
      if (head.substr(0, 3) == "\xEF\xBB\xBF") raw_.erase(0, 3);
      ready_.swap(raw_);
    }
  }
  while (ready_at_ == ready_.size()) {
    if (encoding_ == Encoding::kUtf8) {
      std::string().swap(ready_);
      ready_at_ = 0;
      return bytes_->read(out, size);
    }
    // Four bytes hold any character, so that only the last ones can be cut.
    const auto enough = fill_raw(4);
    if (!enough) return enough.error();
    if (raw_.empty()) return std::size_t{0};
    convert();
  }
  const std::size_t count = std::min(size, ready_.size() - ready_at_);
  std::memcpy(out, ready_.data() + ready_at_, count);
  ready_at_ += count;
  return count;
}

// Converts all of raw_ but a character that the next chunk may complete.
void Utf8Stream::convert() {
  ready_.clear();
  ready_at_ = 0;
  const std::size_t high = encoding_ == Encoding::kUtf16Big ? 0 : 1;
  const auto unit = [&](std::size_t at) {
    return static_cast<char32_t>((static_cast<unsigned char>(raw_[at + high]) << 8) |
                                 static_cast<unsigned char>(raw_[at + 1 - high]));
  };
  std::size_t at = 0;
  while (at + 2 <= raw_.size()) {
    const char32_t first = unit(at);
    if (first >= 0xD800 && first < 0xDC00) {
      if (at + 4 > raw_.size() && !raw_ended_) break;
      if (at + 4 <= raw_.size()) {
        const char32_t second = unit(at + 2);
        if (second >= 0xDC00 && second < 0xE000) {
          append_utf8(ready_, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
          at += 4;
          continue;
        }
      }
    }
    append_utf8(ready_, first);
    at += 2;
  }
  if (raw_ended_ && at + 1 == raw_.size()) {
    ready_ += '\xFF';
    ++at;
  }
  raw_.erase(0, at);
}

}  // namespace chancery

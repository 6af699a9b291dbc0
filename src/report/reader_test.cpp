#include "report/reader.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "base/file.hpp"

namespace chancery {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

std::string gzip(const std::string& bytes) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                     &ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  out.resize(ZSTD_compress2(context.get(), out.data(), out.size(), bytes.data(), bytes.size()));
  return out;
}

std::string utf16(std::u16string_view text, bool big) {
  std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += big ? high : low;
    out += big ? low : high;
  }
  return out;
}

// What a reader gives, one line a record: "ORIGIN|ID|DATE|TITLE|TEXT" (ids made from the text as
// "-") or "! ERROR".
std::vector<std::string> read_all(ReportReader reader) {
  std::vector<std::string> lines;
  while (const auto report = reader.next()) {
    if (!*report) {
      lines.push_back("! "s + to_string(report->error().code) + " " + report->error().to_line());
      continue;
    }
    const Report& read = report->value();
    const bool made = read.id == "sha256:" + sha256_hex(read.text).substr(0, 32);
    lines.push_back(read.origin + "|" + (made ? "-" : read.id) + "|" +
                    (read.date ? to_iso(*read.date) : "") + "|" + read.title + "|" + read.text);
    EXPECT_LT(lines.size(), 1000u);
  }
  EXPECT_FALSE(reader.next().has_value());
  return lines;
}

std::vector<std::string> read_bytes(std::string bytes, std::string name = "in",
                                    ReadLimits limits = {}) {
  return read_all(ReportReader::from_bytes(std::move(bytes), std::move(name), limits));
}

using Lines = std::vector<std::string>;

class Folder {
 public:
  Folder() {
    std::string path = testing::TempDir() + "/chancery_reader_XXXXXX";
    EXPECT_NE(::mkdtemp(path.data()), nullptr);
    path_ = path;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string at(const std::string& name) const { return (path_ / name).native(); }
  std::string put(const std::string& name, const std::string& bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return at(name);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Inputs.

TEST(ListInputs, ExpandsFoldersSorted) {
  const Folder folder;
  for (const char* name : {"b.txt", "a/z.jsonl.gz", "a/y.TEXT", "a-c.ndjson", "a/x.gold.json",
                           "notes.md", "c.txt.zst", "d.gz", "e.txt.bz2", "deep/er/f.jsonl"}) {
    folder.put(name, "x");
  }
  fs::create_directory_symlink(folder.path(), folder.path() / "a/loop");
  fs::create_symlink(folder.path() / "b.txt", folder.path() / "a/link.txt");
  ASSERT_EQ(::mkfifo(folder.at("pipe.txt").c_str(), 0600), 0);
  const InputList list = list_inputs({folder.path().native(), "-", folder.at("notes.md")});
  EXPECT_TRUE(list.errors.empty());
  EXPECT_EQ(list.paths,
            (Lines{folder.at("a-c.ndjson"), folder.at("a/link.txt"), folder.at("a/y.TEXT"),
                   folder.at("a/z.jsonl.gz"), folder.at("b.txt"), folder.at("c.txt.zst"),
                   folder.at("deep/er/f.jsonl"), "-", folder.at("notes.md")}));
}

TEST(ListInputs, NamesWhatIsMissingAndGoesOn) {
  const Folder folder;
  const std::string good = folder.put("good.txt", "x");
  fs::create_directory(folder.path() / "empty");
  const InputList list = list_inputs({folder.at("none.txt"), folder.at("empty"), "", good});
  EXPECT_EQ(list.paths, Lines{good});
  ASSERT_EQ(list.errors.size(), 3u);
  for (const Error& error : list.errors) EXPECT_EQ(error.code, ErrorCode::kUnreadable);
  EXPECT_EQ(list.errors[0].to_line(), folder.at("none.txt") + ": no such file or folder");
  EXPECT_EQ(list.errors[1].place, folder.at("empty"));
}

TEST(ReportReader, RefusesToOpenWhatIsNoFile) {
  const Folder folder;
  const auto missing = ReportReader::open(folder.at("none.txt"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kUnreadable);
  EXPECT_EQ(missing.error().place, folder.at("none.txt"));
  const auto directory = ReportReader::open(folder.path().native());
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().message, "is a folder");
}

TEST(ReportReader, ReadsFilesFromTheDisk) {
  const Folder folder;
  const std::string lines = "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n";
  for (const auto& [name, bytes] : {std::pair{"a.jsonl", lines}, std::pair{"b.gz", gzip(lines)},
                                    std::pair{"c.dat", zstd(lines)}}) {
    const std::string path = folder.put(name, bytes);
    auto reader = ReportReader::open(path);
    ASSERT_TRUE(reader);
    EXPECT_EQ(read_all(std::move(*reader)), (Lines{path + ":1|-|||One.", path + ":2|-|||Two."}));
  }
}

// Plain text.

TEST(ReportReader, ReadsOneReportOfPlainText) {
  EXPECT_EQ(read_bytes(" date 2025-04-26 The ministers\r\nmet."),
            Lines{"in|-|2025-04-26|| date 2025-04-26 The ministers\r\nmet."});
  EXPECT_EQ(read_bytes("date 2025-02-30 They met."), Lines{"in|-|||date 2025-02-30 They met."});
  EXPECT_EQ(read_bytes("\xEF\xBB\xBFThey met."), Lines{"in|-|||They met."});
  EXPECT_EQ(read_bytes("{Embargoed} They met."), Lines{"in|-|||{Embargoed} They met."});
  EXPECT_EQ(read_bytes("[Embargoed] They met.", "-"), Lines{"-|-|||[Embargoed] They met."});
}

TEST(ReportReader, MakesTheIdFromTheText) {
  const auto id = [](const std::string& line) {
    auto reader = ReportReader::from_bytes(line, "in.jsonl");
    return reader.next()->value().id;
  };
  EXPECT_EQ(id(R"({"text":"They met."})"), "sha256:" + sha256_hex("They met.").substr(0, 32));
  EXPECT_EQ(id(R"({"text":"They met.","date":"2025-01-01","source":"A","url":"u"})"),
            id(R"({"text":"They met."})"));
  EXPECT_NE(id(R"({"text":"They met!"})"), id(R"({"text":"They met."})"));
  EXPECT_EQ(id(R"({"text":"They met.","title":"T"})"),
            "sha256:" + sha256_hex("T\n\nThey met.").substr(0, 32));
}

TEST(ReportReader, ReadsUtf16ByItsMark) {
  const std::u16string text = u"\u041C\u043E\u0441\u043A\u0432\u0430 \U0001F54A Paris.";
  const std::string expected =
      "in|-|||\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0 \xF0\x9F\x95\x8A Paris.";
  EXPECT_EQ(read_bytes(utf16(text, false)), Lines{expected});
  EXPECT_EQ(read_bytes(utf16(text, true)), Lines{expected});
  EXPECT_EQ(read_bytes(utf16(u"{\"text\":\"A\"}\n{\"text\":\"B\"}\n", false)),
            (Lines{"in:1|-|||A", "in:2|-|||B"}));
  EXPECT_EQ(read_bytes(utf16(u"ab", false) + "c"),
            Lines{"! bad-encoding in: not UTF-16 (an odd number of bytes)"});
  EXPECT_EQ(read_bytes(utf16(u"ab", false) + "\x01\xD8"),
            Lines{"! bad-encoding in: not UTF-16 (a lone surrogate)"});
  EXPECT_EQ(read_bytes(utf16(u"ab", true) + "\xDC\x01" + "\0c"s),
            Lines{"! bad-encoding in: not UTF-16 (a lone surrogate)"});
  EXPECT_EQ(read_bytes("\xFF\xFE\0\0A\0\0\0"s),
            Lines{"! bad-encoding in: UTF-32 is not read; UTF-8 and UTF-16 are"});
  EXPECT_EQ(read_bytes("\xFF\xFE"), Lines{"! bad-input in: empty"});
}

// A surrogate pair on every side of a chunk's end.
TEST(ReportReader, ReadsUtf16AcrossChunks) {
  for (std::size_t size = 32760; size < 32776; ++size) {
    std::u16string text(size, u'a');
    text += u"\U0001F54A.";
    const std::string bytes = utf16(text, size % 2 == 0);
    EXPECT_EQ(read_bytes(bytes), Lines{"in|-|||" + std::string(size, 'a') + "\xF0\x9F\x95\x8A."});
    EXPECT_EQ(read_bytes(bytes.substr(0, bytes.size() - 4)),
              Lines{"! bad-encoding in: not UTF-16 (a lone surrogate)"});
  }
}

TEST(ReportReader, RefusesOtherEncodingsByName) {
  EXPECT_EQ(read_bytes("Caf\xE9 talks."), Lines{"! bad-encoding in: not UTF-8 (byte 0xE9 at offset "
                                                "3); legacy character sets are not read yet"});
  EXPECT_EQ(read_bytes("Caf\xC3"),
            Lines{"! bad-encoding in: not UTF-8 (the last character, at offset 3, is cut)"});
  EXPECT_EQ(read_bytes("Peace \xF0\x9F\x95"),
            Lines{"! bad-encoding in: not UTF-8 (the last character, at offset 6, is cut)"});
  EXPECT_EQ(read_bytes("\xED\xA0\x80 lone"),
            Lines{"! bad-encoding in: not UTF-8 (byte 0xED at offset 0); legacy character sets are "
                  "not read yet"});
  EXPECT_EQ(read_bytes("abc\0def"s), Lines{"! bad-input in: binary data (NUL at offset 3)"});
}

TEST(ReportReader, RefusesOtherFormatsByName) {
  EXPECT_EQ(read_bytes("%PDF-1.7\n..."), Lines{"! bad-input in: PDF: not read yet"});
  EXPECT_EQ(read_bytes("PK\x03\x04..."),
            Lines{"! bad-input in: ZIP archive or office document: not read yet"});
  EXPECT_EQ(read_bytes("\x89PNG\r\n", "a.jsonl"),
            Lines{"! bad-input a.jsonl: PNG image: not read yet"});
  EXPECT_EQ(read_bytes("\xFF\xD8\xFF\xE0"), Lines{"! bad-input in: JPEG image: not read yet"});
  EXPECT_EQ(read_bytes("\x7F"
                       "ELF"),
            Lines{"! bad-input in: program (ELF): not read yet"});
  EXPECT_EQ(read_bytes("\n <!DocType HTML><p>"), Lines{"! bad-input in: HTML page: not read yet"});
  EXPECT_EQ(read_bytes("<html lang=en>"), Lines{"! bad-input in: HTML page: not read yet"});
  EXPECT_EQ(read_bytes("\xEF\xBB\xBF<?xml version='1.0'?>"),
            Lines{"! bad-input in: XML or feed: not read yet"});
  EXPECT_EQ(read_bytes("<rss version='2.0'>"), Lines{"! bad-input in: RSS feed: not read yet"});
  EXPECT_EQ(read_bytes("[ {\"text\": \"A\"} ]"),
            Lines{"! bad-input in: JSON array: not read; JSON Lines, one object a line, are"});
  EXPECT_EQ(read_bytes(gzip(gzip("They met."))),
            Lines{"! bad-input in: gzip inside gzip or zstd: not read yet"});
}

TEST(ReportReader, RefusesWhatIsEmpty) {
  for (const std::string& bytes :
       {""s, " \n\t "s, "\xEF\xBB\xBF"s, "\xC2\xA0\n"s, gzip(""), zstd("")}) {
    EXPECT_EQ(read_bytes(bytes), Lines{"! bad-input in: empty"});
  }
  EXPECT_EQ(read_bytes("\n \n", "in.jsonl"), Lines{"! bad-input in.jsonl: empty"});
  EXPECT_EQ(read_bytes("", "in.jsonl"), Lines{"! bad-input in.jsonl: empty"});
}

// JSON Lines.

TEST(ReportReader, ReadsJsonLines) {
  EXPECT_EQ(
      read_bytes(
          R"({"id":"a-1","date":"2025-04-26","title":"T","text":"One.","source":"S","url":"U"}

{"text":"Two.","id":17,"other":{"text":[1,{"id":null}]},"date":"2025-04-26T23:10:00+06:00"}
)"
          "  \t\n"
          R"({"text":" date 2025-04-25 Three.","id":18446744073709551615,"date":null,"title":null}
{"text":" date 2025-04-25 Four.","date":"2025-04-26","title":"  Two\n lines "}
{"text":"F\u00fcnf \ud83d\udd4a \"\\\/","date":""})",
          "in.jsonl"),
      (Lines{"in.jsonl:1|a-1|2025-04-26|T|T\n\nOne.", "in.jsonl:3|17|2025-04-26||Two.",
             "in.jsonl:5|18446744073709551615|2025-04-25|| date 2025-04-25 Three.",
             "in.jsonl:6|-|2025-04-26|Two lines|Two lines\n\n date 2025-04-25 Four.",
             "in.jsonl:7|-|||F\xC3\xBCnf \xF0\x9F\x95\x8A \"\\/"}));
  auto reader = ReportReader::from_bytes(R"({"source":"S","url":"U","text":"One."})", "-");
  const auto report = reader.next();
  EXPECT_EQ(report->value().source, "S");
  EXPECT_EQ(report->value().url, "U");
  EXPECT_EQ(report->value().origin, "-:1");
}

TEST(ReportReader, KnowsJsonLinesByTheirFirstObject) {
  EXPECT_EQ(read_bytes(" \n\xEF\xBB\xBF"), Lines{"! bad-input in: empty"});
  EXPECT_EQ(read_bytes("\xEF\xBB\xBF\n {\"text\" : \"One.\"}\r\n"), Lines{"in:2|-|||One."});
  EXPECT_EQ(read_bytes("{}\n{\"text\":\"One.\"}"),
            (Lines{"! bad-input in:1: no text", "in:2|-|||One."}));
  EXPECT_EQ(read_bytes("{\"a\\\"b\":1,\"text\":\"One.\"}"), Lines{"in:1|-|||One."});
  EXPECT_EQ(read_bytes("{} They met."), Lines{"in|-|||{} They met."});
  EXPECT_EQ(read_bytes("{\"Embargoed\"} They met."), Lines{"in|-|||{\"Embargoed\"} They met."});
  EXPECT_EQ(read_bytes("plain", "x.NDJSON"),
            Lines{"! bad-input x.NDJSON:1: expected a JSON object"});
}

struct BadLine {
  const char* line;
  const char* message;
};

// A bad line is one error that names it, and the next line is read.
TEST(ReportReader, NamesEachBadLineAndGoesOn) {
  const BadLine kBad[] = {
      {R"({"text":"cut)", "JSON object is cut short"},
      {R"({"text":"cut")", "JSON object is not closed at the end of the line"},
      {R"({"text":)", "JSON object is not closed at the end of the line"},
      {R"({)", "JSON object is not closed at the end of the line"},
      {R"({"title":"T"})", "no text"},
      {R"({"text":null})", "text is null, expected a string"},
      {R"({"text":5})", "text is a number, expected a string"},
      {R"({"text":["a"]})", "text is an array, expected a string"},
      {R"({"text":{"a":1}})", "text is an object, expected a string"},
      {R"({"text":true})", "text is a truth value, expected a string"},
      {R"({"text":" \n\u00a0"})", "text is blank"},
      {R"({"text":""})", "text is blank"},
      {R"({"text":"a\ud800b"})", "text holds a lone surrogate or a bad escape"},
      {R"({"text":"a\udc00b"})", "text holds a lone surrogate or a bad escape"},
      {R"({"text":"a\ud83d\u0041"})", "text holds a lone surrogate or a bad escape"},
      {R"({"text":"a\q"})", "text holds a lone surrogate or a bad escape"},
      {R"({"text":"A","title":"\ud800"})", "title holds a lone surrogate or a bad escape"},
      {R"({"text":"a\u0000b"})", "text holds a NUL character"},
      {R"({"text":"A","text":"B"})", "text is given twice"},
      {R"({"text":"A","date":"2025-02-30"})",
       "date '2025-02-30' is no day of the calendar, expected YYYY-MM-DD"},
      {R"({"text":"A","date":"26.04.2025"})",
       "date '26.04.2025' is no day of the calendar, expected YYYY-MM-DD"},
      {R"({"text":"A","date":"2025-04-261"})",
       "date '2025-04-261' is no day of the calendar, expected YYYY-MM-DD"},
      {R"({"text":"A","date":20250426})", "date is a number, expected a string"},
      {R"({"text":"A","id":""})", "id is empty"},
      {R"({"text":"A","id":"a\tb"})", "id holds a control character"},
      {R"({"text":"A","id":1.5})", "id is a number but not an integer of 64 bits"},
      {R"({"text":"A","id":18446744073709551616})", "id is a number but not an integer of 64 bits"},
      {R"({"text":"A","id":["a"]})", "id is an array, expected a string or an integer"},
      {R"({"text":"A","url":7})", "url is a number, expected a string"},
      {R"({"text":"A"} {"text":"B"})", "the JSON object is followed by other text"},
      {R"({"text":"A"}x)", "JSON object is not closed at the end of the line"},
      {R"({"text":"A"}})", "the JSON object is followed by other text"},
      {R"(["a"])", "expected a JSON object"},
      {R"("a")", "expected a JSON object"},
      {R"(17)", "expected a JSON object"},
  };
  for (const BadLine& bad : kBad) {
    EXPECT_EQ(
        read_bytes("{\"text\":\"One.\"}\n"s + bad.line + "\n{\"text\":\"Three.\"}\n", "in.jsonl"),
        (Lines{"in.jsonl:1|-|||One.", "! bad-input in.jsonl:2: "s + bad.message,
               "in.jsonl:3|-|||Three."}))
        << bad.line;
  }
  const std::string long_id(513, 'x');
  EXPECT_EQ(read_bytes("{\"text\":\"A\",\"id\":\"" + long_id + "\"}"),
            Lines{"! bad-input in:1: id is longer than 512 bytes"});
  for (const char* line :
       {R"({"text" "A"})", R"({text:"A"})", R"({"text":"A",})", R"({"text":nul})",
        "{\"text\":\"a\tb\"}", R"(text)", R"({"a":1,,"text":"A"})"}) {
    const Lines found = read_bytes("{\"text\":\"One.\"}\n"s + line + "\n{\"text\":\"Three.\"}\n");
    ASSERT_EQ(found.size(), 3u) << line;
    EXPECT_EQ(found[1].substr(0, 17), "! bad-input in:2:") << line << " gave " << found[1];
  }
  EXPECT_EQ(read_bytes("{\"text\":\"One.\"}\n{\"text\":\"Caf\xE9\"}\n{\"text\":\"Three.\"}\n"),
            (Lines{"in:1|-|||One.",
                   "! bad-encoding in:2: not UTF-8 (byte 0xE9 at offset 12); legacy character sets "
                   "are not read yet",
                   "in:3|-|||Three."}));
}

// Every prefix of a line is one error or nothing, never a report.
TEST(ReportReader, TakesNoCutLine) {
  const std::string line =
      R"({"id":"a","date":"2025-04-26","more":[1,{"b":"c"}],"text":"They met.","url":null})";
  for (std::size_t size = 1; size < line.size(); ++size) {
    const Lines found = read_bytes(line.substr(0, size), "in.jsonl");
    ASSERT_EQ(found.size(), 1u) << size;
    EXPECT_EQ(found[0].substr(0, 2), "! ") << line.substr(0, size) << " gave " << found[0];
  }
}

// Limits.

TEST(ReportReader, HoldsTextsToTheLimit) {
  const ReadLimits limits{10};
  EXPECT_EQ(read_bytes("0123456789", "in", limits), Lines{"in|-|||0123456789"});
  EXPECT_EQ(read_bytes("0123456789a", "in", limits),
            Lines{"! too-large in: text over the limit of 10 bytes"});
  EXPECT_EQ(read_bytes(R"({"text":"0123456789"})", "in", limits), Lines{"in:1|-|||0123456789"});
  EXPECT_EQ(read_bytes(R"({"text":"01234567","title":"a"})", "in", limits),
            Lines{"! too-large in:1: text over the limit of 10 bytes"});
  EXPECT_EQ(
      read_bytes(utf16(u"\u0416\u0416\u0416\u0416\u0416", true), "in", limits).front().substr(0, 3),
      "in|");
  EXPECT_EQ(read_bytes(utf16(u"\u0416\u0416\u0416\u0416\u0416!", true), "in", limits),
            Lines{"! too-large in: text over the limit of 10 bytes"});
}

TEST(ReportReader, SkipsALineOverTheLimit) {
  const ReadLimits limits{100};
  const std::string error = "line over the limit of 65836 bytes";
  for (const std::size_t size : {65837u, 70000u, 131072u, 131073u, 3000000u}) {
    const std::string huge = "{\"text\":\"" + std::string(size - 9, 'x');
    EXPECT_EQ(
        read_bytes("{\"text\":\"One.\"}\n" + huge + "\n{\"text\":\"Three.\"}\n", "in", limits),
        (Lines{"in:1|-|||One.", "! too-large in:2: " + error, "in:3|-|||Three."}));
    EXPECT_EQ(read_bytes("{\"text\":\"One.\"}\n" + huge, "in", limits),
              (Lines{"in:1|-|||One.", "! too-large in:2: " + error}));
    EXPECT_EQ(read_bytes(huge + "\n{\"text\":\"Two.\"}", "in", limits),
              (Lines{"! too-large in:1: " + error, "in:2|-|||Two."}));
  }
}

TEST(ReportReader, BoundsABomb) {
  const ReadLimits limits{1000};
  const std::string bomb(32u << 20, 'x');
  for (const std::string& packed : {gzip(bomb), zstd(bomb)}) {
    EXPECT_LT(packed.size(), 100000u);
    EXPECT_EQ(read_bytes(packed, "in", limits),
              Lines{"! too-large in: text over the limit of 1000 bytes"});
    EXPECT_EQ(read_bytes(packed, "in.jsonl.gz", limits),
              Lines{"! too-large in.jsonl.gz:1: line over the limit of 68536 bytes"});
  }
}

// Lines of every length around the size of a chunk come out whole.
TEST(ReportReader, ReadsLinesAcrossChunks) {
  std::string bytes;
  Lines expected;
  for (std::size_t i = 0; i < 60; ++i) {
    const std::string text(1 + (i * 7919) % 90000, static_cast<char>('a' + i % 26));
    bytes += "{\"text\":\"" + text + "\"}\n";
    expected.push_back("in:" + std::to_string(i + 1) + "|-|||" + text);
  }
  EXPECT_EQ(read_bytes(bytes), expected);
  EXPECT_EQ(read_bytes(gzip(bytes)), expected);
  EXPECT_EQ(read_bytes(zstd(bytes)), expected);
}

// Packed inputs.

TEST(ReportReader, ReadsSeveralMembersAndFrames) {
  const std::string first = "{\"text\":\"One.\"}\n{\"te";
  const std::string second = "xt\":\"Two.\"}\n";
  const Lines expected = {"in:1|-|||One.", "in:2|-|||Two."};
  EXPECT_EQ(read_bytes(gzip(first) + gzip("") + gzip(second)), expected);
  EXPECT_EQ(read_bytes(gzip(first + second) + std::string(100000, '\0')), expected);
  EXPECT_EQ(read_bytes(zstd(first) + zstd("") + zstd(second)), expected);
  // A frame that zstd skips, first.
  EXPECT_EQ(read_bytes("\x50\x2A\x4D\x18\x03\0\0\0abc"s + zstd(first + second)), expected);
}

// Whatever byte the stream is cut at: whole lines come out, then one error.
TEST(ReportReader, DeliversWhatComesBeforeADamagedStream) {
  std::string bytes;
  for (int i = 0; i < 200; ++i) bytes += "{\"text\":\"Report " + std::to_string(i * 7919) + "\"}\n";
  for (const bool is_gzip : {true, false}) {
    const std::string packed = is_gzip ? gzip(bytes) : zstd(bytes);
    const std::string name = is_gzip ? "gzip" : "zstd";
    for (std::size_t size = 4; size < packed.size(); size += 3) {
      const Lines found = read_bytes(packed.substr(0, size), "in.jsonl");
      ASSERT_FALSE(found.empty());
      EXPECT_NE(found.back().find(name + " stream is cut short"), std::string::npos)
          << size << ": " << found.back();
      for (std::size_t i = 0; i + 1 < found.size(); ++i)
        EXPECT_EQ(found[i].substr(0, 9), "in.jsonl:");
    }
    std::string damaged = packed;
    for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 20; ++i) damaged[i] = '\x55';
    const Lines found = read_bytes(damaged, "in.jsonl");
    EXPECT_EQ(found.back().substr(0, 20), "! bad-input in.jsonl") << found.back();
  }
  // Cut at the end only, all records are there.
  const std::string packed = gzip(bytes);
  EXPECT_EQ(read_bytes(packed.substr(0, packed.size() - 8)).size(), 201u);
  EXPECT_EQ(read_bytes(packed + "x"), read_bytes(packed + "xy"));
  EXPECT_EQ(read_bytes(packed + "x").back(),
            "! bad-input in:201: gzip stream is followed by other bytes");
  EXPECT_EQ(read_bytes(gzip("They met.").substr(0, 20)),
            Lines{"! bad-input in: gzip stream is cut short"});
}

TEST(ReportReader, EndsAfterAnErrorOfTheInput) {
  ReportReader reader = ReportReader::from_bytes("%PDF-1.7", "in");
  ASSERT_TRUE(reader.next());
  ReportReader moved = std::move(reader);
  EXPECT_FALSE(moved.next());
  EXPECT_FALSE(moved.next());
}

}  // namespace
}  // namespace chancery

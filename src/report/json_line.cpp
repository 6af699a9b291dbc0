#include "report/json_line.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <optional>
#include <utility>

#include "base/utf8.hpp"
#include "report/finish.hpp"

namespace chancery {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t kMaxIdBytes = 512;
constexpr std::size_t kKeptScratch = 4u << 20;

enum Field : std::size_t { kId, kDate, kTitle, kText, kSource, kUrl, kFields };
constexpr std::array<std::string_view, kFields> kFieldNames = {"id",   "date",   "title",
                                                               "text", "source", "url"};

std::string malformed(simdjson::error_code code) {
  switch (code) {
    case simdjson::UNCLOSED_STRING:
    case simdjson::EMPTY:
      return "JSON object is cut short";
    // Cut, or followed by other text: the last mark of the line is no brace.
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return "JSON object is not closed at the end of the line";
    case simdjson::INCORRECT_TYPE:
      return "expected a JSON object";
    default:
      return fmt::format("malformed JSON ({})", simdjson::error_message(code));
  }
}

// The fields as strings; nothing where a field is absent or null.
using Fields = std::array<std::optional<std::string>, kFields>;

std::string describe(ondemand::json_type type) {
  switch (type) {
    case ondemand::json_type::array:
      return "an array";
    case ondemand::json_type::object:
      return "an object";
    case ondemand::json_type::number:
      return "a number";
    case ondemand::json_type::string:
      return "a string";
    case ondemand::json_type::boolean:
      return "a truth value";
    case ondemand::json_type::null:
      return "null";
  }
  return "something else";
}

// Reads the value of one field. An empty string when it is right, else what is wrong.
std::string read_field(Field field, ondemand::value value, std::optional<std::string>& out) {
  const std::string_view name = kFieldNames[field];
  ondemand::json_type type;
  if (const auto error = value.type().get(type)) return malformed(error);
  if (type == ondemand::json_type::null) {
    bool null = false;
    if (const auto error = value.is_null().get(null)) return malformed(error);
    if (!null) return malformed(simdjson::N_ATOM_ERROR);
    return field == kText ? "text is null, expected a string" : "";
  }
  if (field == kId && type == ondemand::json_type::number) {
    std::int64_t integer = 0;
    if (value.get_int64().get(integer) == simdjson::SUCCESS) {
      out = fmt::format("{}", integer);
      return {};
    }
    std::uint64_t large = 0;
    if (value.get_uint64().get(large) == simdjson::SUCCESS) {
      out = fmt::format("{}", large);
      return {};
    }
    return "id is a number but not an integer of 64 bits";
  }
  if (type != ondemand::json_type::string) {
    return fmt::format("{} is {}, expected a string{}", name, describe(type),
                       field == kId ? " or an integer" : "");
  }
  std::string_view string;
  if (value.get_string().get(string))
    return fmt::format("{} holds a lone surrogate or a bad escape", name);
  // The unescaped form may still hold what no text may.
  if (find_invalid_utf8(string) != string.size())
    return fmt::format("{} holds a lone surrogate or a bad escape", name);
  if (string.find('\0') != std::string_view::npos)
    return fmt::format("{} holds a NUL character", name);
  out = std::string(string);
  return {};
}

std::string check_id(std::string_view id) {
  if (is_blank(id)) return "id is empty";
  if (id.size() > kMaxIdBytes) return fmt::format("id is longer than {} bytes", kMaxIdBytes);
  for (std::size_t at = 0; at < id.size();) {
    const CodePoint point = decode_at(id, at);
    if (point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0))
      return "id holds a control character";
    at += point.size;
  }
  return {};
}

// "2025-04-26", or a time stamp that begins so.
std::optional<Day> parse_day_or_stamp(std::string_view text) {
  if (text.size() > 10 && text[10] != 'T' && text[10] != 't' && text[10] != ' ')
    return std::nullopt;
  return parse_iso_day(text.substr(0, 10));
}

// A title as one line: line breaks and other control characters are blanks, none at the ends.
std::string one_line(std::string_view title) {
  std::string out;
  bool blank = false;
  for (std::size_t at = 0; at < title.size();) {
    const CodePoint point = decode_at(title, at);
    const bool gap = is_space(point.value) || point.value < 0x20;
    // Other blanks inside, a no-break space say, stay as they are.
    if (gap && (point.value <= 0x20 || point.value == 0x85 || point.value == 0x2028 ||
                point.value == 0x2029)) {
      blank = blank || !out.empty();
    } else {
      if (blank) out += ' ';
      blank = false;
      out += title.substr(at, point.size);
    }
    at += point.size;
  }
  return is_blank(out) ? std::string() : out;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 40;
  if (text.size() <= kShown) return fmt::format("'{}'", text);
  std::size_t end = kShown;
  while ((static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80) --end;
  return fmt::format("'{}...'", text.substr(0, end));
}

}  // namespace

std::size_t json_padding() {
  return simdjson::SIMDJSON_PADDING;
}

struct JsonLineParser::Scratch {
  ondemand::parser parser;
};

JsonLineParser::JsonLineParser() : scratch_(std::make_unique<Scratch>()) {}
JsonLineParser::~JsonLineParser() = default;
JsonLineParser::JsonLineParser(JsonLineParser&&) noexcept = default;
JsonLineParser& JsonLineParser::operator=(JsonLineParser&&) noexcept = default;

Result<Report> JsonLineParser::parse(std::string_view line, const std::string& origin,
                                     ReadLimits limits) {
  const auto bad = [&](std::string message) {
    return Error{ErrorCode::kBadInput, std::move(message), origin};
  };
  if (scratch_->parser.capacity() > kKeptScratch && line.size() < kKeptScratch)
    scratch_ = std::make_unique<Scratch>();
  Fields fields;
  {
    ondemand::document document;
    const simdjson::padded_string_view padded(line.data(), line.size(),
                                              line.size() + json_padding());
    if (const auto error = scratch_->parser.iterate(padded).get(document))
      return bad(malformed(error));
    ondemand::object object;
    if (const auto error = document.get_object().get(object)) return bad(malformed(error));
    std::array<bool, kFields> seen = {};
    for (auto entry : object) {
      ondemand::field field;
      if (const auto error = std::move(entry).get(field)) return bad(malformed(error));
      std::string_view key;
      if (const auto error = field.unescaped_key().get(key)) return bad(malformed(error));
      for (std::size_t known = 0; known < kFields; ++known) {
        if (key != kFieldNames[known]) continue;
        if (seen[known]) return bad(fmt::format("{} is given twice", key));
        seen[known] = true;
        std::string wrong = read_field(static_cast<Field>(known), field.value(), fields[known]);
        if (!wrong.empty()) return bad(std::move(wrong));
        break;
      }
    }
    const char* rest = nullptr;
    if (document.current_location().get(rest) == simdjson::SUCCESS &&
        rest < line.data() + line.size()) {
      return bad("the JSON object is followed by other text");
    }
  }

  Report report;
  if (!fields[kText]) return bad("no text");
  if (is_blank(*fields[kText])) return bad("text is blank");
  if (fields[kId]) {
    if (std::string wrong = check_id(*fields[kId]); !wrong.empty()) return bad(std::move(wrong));
    report.id = std::move(*fields[kId]);
  }
  if (fields[kDate] && !is_blank(*fields[kDate])) {
    report.date = parse_day_or_stamp(*fields[kDate]);
    if (!report.date) {
      return bad(fmt::format("date {} is no day of the calendar, expected YYYY-MM-DD",
                             in_quotes(*fields[kDate])));
    }
  }
  if (fields[kTitle]) report.title = one_line(*fields[kTitle]);
  if (fields[kSource]) report.source = std::move(*fields[kSource]);
  if (fields[kUrl]) report.url = std::move(*fields[kUrl]);
  return finish_report(std::move(report), std::move(*fields[kText]), origin, limits);
}

}  // namespace chancery

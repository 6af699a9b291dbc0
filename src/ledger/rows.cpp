#include "ledger/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "entries/fields.hpp"
#include "ledger/check.hpp"

namespace chancery {
namespace {

using sqlite::Connection;
using sqlite::Statement;

void put_day(Statement& row, std::optional<Day> day) {
  if (day) {
    row.put_copy(to_iso(*day));
  } else {
    row.put_null();
  }
}

// Four columns: from, to, edtf, basis.
void put_date(Statement& row, const std::optional<EntryDate>& date) {
  if (!date) {
    for (int i = 0; i < 4; ++i) row.put_null();
    return;
  }
  put_day(row, date->interval.from);
  put_day(row, date->interval.to);
  const std::string edtf = to_edtf(date->interval);
  if (edtf.empty()) {
    row.put_null();
  } else {
    row.put_copy(edtf);
  }
  row.put_text_or_null(date->basis);
}

void put_list(Statement& row, const std::vector<std::string>& list) {
  if (list.empty()) {
    row.put_null();
  } else {
    row.put_copy(
        nlohmann::json(list).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
}

void put_span(Statement& row, Span span, const CodePointIndex& index) {
  const Span code_points = to_code_points(span, index);
  row.put_integer(code_points.begin);
  row.put_integer(code_points.end);
}

Result<void> write_actors(Connection& connection, const Entry& entry, const CodePointIndex& index) {
  for (std::size_t seq = 0; seq < entry.actors.size(); ++seq) {
    const EntryActor& actor = entry.actors[seq];
    Result<Statement*> row =
        connection.cached("INSERT INTO entry_actor VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (!row) return row.error();
    (*row)->put_text(entry.id);
    (*row)->put_integer(static_cast<std::int64_t>(seq));
    (*row)->put_text(actor.slot);
    for (const std::string* text :
         {&actor.id, &actor.name, &actor.type, &actor.state, &actor.sector, &actor.office,
          &actor.person, &actor.body, &actor.role}) {
      (*row)->put_text_or_null(*text);
    }
    if (actor.span) {
      put_span(**row, *actor.span, index);
    } else {
      (*row)->put_null();
      (*row)->put_null();
    }
    (*row)->put_text_or_null(actor.how);
    put_list(**row, actor.members);
    if (const Result<void> done = (*row)->run(); !done) return done;
  }
  return {};
}

Result<void> write_claims_and_links(Connection& connection, const Entry& entry) {
  for (std::size_t seq = 0; seq < entry.claims.size(); ++seq) {
    const Claim& claim = entry.claims[seq];
    Result<Statement*> row = connection.cached("INSERT INTO entry_claim VALUES (?,?,?,?,?,?)");
    if (!row) return row.error();
    (*row)->put_text(entry.id);
    (*row)->put_integer(static_cast<std::int64_t>(seq));
    (*row)->put_text(claim.stance);
    (*row)->put_text_or_null(claim.claimant);
    (*row)->put_text_or_null(claim.statement);
    put_list(**row, claim.via);
    if (const Result<void> done = (*row)->run(); !done) return done;
  }
  for (std::size_t seq = 0; seq < entry.links.size(); ++seq) {
    Result<Statement*> row = connection.cached("INSERT INTO entry_link VALUES (?,?,?,?)");
    if (!row) return row.error();
    (*row)->put_text(entry.id);
    (*row)->put_integer(static_cast<std::int64_t>(seq));
    (*row)->put_text(entry.links[seq].rel);
    (*row)->put_text(entry.links[seq].id);
    if (const Result<void> done = (*row)->run(); !done) return done;
  }
  return {};
}

// The members of a kind's fields into the marks of its row, in order.
class MemberWriter {
 public:
  explicit MemberWriter(Statement& row) : row_(row) {}
  void operator()(const char*, const std::string& text) { row_.put_text_or_null(text); }
  void operator()(const char*, bool value) { row_.put_integer(value ? 1 : 0); }
  void operator()(const char*, int value) { row_.put_integer(value); }
  void operator()(const char*, double value) { row_.put_real(value); }
  void operator()(const char*, const std::optional<double>& number) {
    row_.put_real_or_null(number);
  }
  void operator()(const char*, const std::optional<EntryDate>& date) { put_date(row_, date); }
  void operator()(const char*, const std::vector<std::string>& list) { put_list(row_, list); }
  void operator()(const char* name, const std::optional<StatedValue>& stated) {
    static const StatedValue kNone;
    const StatedValue& value = stated ? *stated : kNone;
    (*this)(name, value.value);
    (*this)(name, value.unit);
    (*this)(name, value.how);
    (*this)(name, value.period);
  }

 private:
  Statement& row_;
};

// The columns of a kind's table behind the entry's id, by the rules of MemberWriter.
class MemberColumns {
 public:
  std::vector<std::string> names;
  void operator()(const char* name, const std::optional<EntryDate>&) { add_date(name); }
  void operator()(const char* name, const std::optional<StatedValue>&) {
    for (const char* part : {"_value", "_unit", "_how"}) names.push_back(name + std::string(part));
    add_date(name);
  }
  template <typename Member>
  void operator()(const char* name, const Member&) {
    names.emplace_back(name);
  }

 private:
  void add_date(const std::string& name) {
    for (const char* part : {"_from", "_to", "_edtf", "_basis"}) names.push_back(name + part);
  }
};

// The statements of a kind's table, made once; cached() knows them by their address.
struct KindStatements {
  std::string insert, select;
};
template <typename Fields>
const KindStatements& statements_of() {
  static const KindStatements kStatements = [] {
    MemberColumns columns;
    const Fields none{};
    each_field(none, columns);
    std::vector<std::string> marks(columns.names.size() + 1, "?");
    return KindStatements{
        fmt::format("INSERT INTO {} VALUES ({})", to_string(Fields::kKind), fmt::join(marks, ",")),
        fmt::format("SELECT \"{}\" FROM {} WHERE entry_id = ?", fmt::join(columns.names, "\", \""),
                    to_string(Fields::kKind))};
  }();
  return kStatements;
}

Result<void> write_sizes(Connection& connection, const std::string& entry_id,
                         const std::vector<SizeField>& sizes) {
  for (std::size_t seq = 0; seq < sizes.size(); ++seq) {
    const SizeField& size = sizes[seq];
    Result<Statement*> row = connection.cached("INSERT INTO event_size VALUES (?,?,?,?,?,?)");
    if (!row) return row.error();
    (*row)->put_text(entry_id);
    (*row)->put_integer(static_cast<std::int64_t>(seq));
    (*row)->put_text(size.what);
    (*row)->put_real_or_null(size.value);
    (*row)->put_real_or_null(size.low);
    (*row)->put_real_or_null(size.high);
    if (const Result<void> done = (*row)->run(); !done) return done;
  }
  return {};
}

template <typename Fields>
Result<void> write_fields(Connection& connection, const std::string& entry_id,
                          const Fields& fields) {
  Result<Statement*> row = connection.cached(statements_of<Fields>().insert.c_str());
  if (!row) return row.error();
  (*row)->put_text(entry_id);
  each_field(fields, MemberWriter(**row));
  if (const Result<void> done = (*row)->run(); !done) return done;
  if constexpr (std::is_same_v<Fields, EventFields>)
    return write_sizes(connection, entry_id, fields.sizes);
  return {};
}

Result<void> write_entry(Connection& connection, const Entry& entry, std::size_t seq,
                         const Report& report, const CodePointIndex& index) {
  Result<Statement*> row =
      connection.cached("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!row) return row.error();
  (*row)->put_text(entry.id);
  (*row)->put_text(report.id);
  (*row)->put_integer(static_cast<std::int64_t>(seq));
  (*row)->put_text_or_null(entry.record);
  (*row)->put_text(to_string(entry.kind));
  put_day(**row, listed_day(entry, report.date));
  put_date(**row, entry.date);
  if (entry.place) {
    (*row)->put_text_or_null(entry.place->name);
    (*row)->put_text_or_null(entry.place->state);
    (*row)->put_real_or_null(entry.place->latitude);
    (*row)->put_real_or_null(entry.place->longitude);
    put_list(**row, entry.place->claimed_by);
  } else {
    for (int i = 0; i < 5; ++i) (*row)->put_null();
  }
  (*row)->put_text(to_string(entry.status));
  (*row)->put_text(to_string(entry.novelty));
  (*row)->put_real(entry.confidence);
  (*row)->put_text(entry.rule);
  if (const Result<void> done = (*row)->run(); !done) return done;

  for (std::size_t i = 0; i < entry.spans.size(); ++i) {
    row = connection.cached("INSERT INTO entry_span VALUES (?,?,?,?)");
    if (!row) return row.error();
    (*row)->put_text(entry.id);
    (*row)->put_integer(static_cast<std::int64_t>(i));
    put_span(**row, entry.spans[i], index);
    if (const Result<void> done = (*row)->run(); !done) return done;
  }
  if (const Result<void> done = write_actors(connection, entry, index); !done) return done;
  if (const Result<void> done = write_claims_and_links(connection, entry); !done) return done;
  return std::visit([&](const auto& fields) { return write_fields(connection, entry.id, fields); },
                    entry.fields);
}

// What a reader meets that the program never writes. The first one stays.
class Damage {
 public:
  Damage(const Connection& connection, std::string_view where)
      : connection_(connection), where_(where) {}

  std::optional<Day> take_day(Statement& row) {
    const std::string_view text = row.take_text();
    if (text.empty()) return std::nullopt;
    const std::optional<Day> day = parse_iso_day(text);
    if (!day) found(fmt::format("'{}' is no day", text));
    return day;
  }

  std::optional<EntryDate> take_date(Statement& row) {
    EntryDate date;
    date.interval.from = take_day(row);
    date.interval.to = take_day(row);
    row.take_text();  // date_edtf says the same
    date.basis = row.take_text();
    if (!date.interval.known() && date.basis.empty()) return std::nullopt;
    return date;
  }

  std::vector<std::string> take_list(Statement& row) {
    std::vector<std::string> list;
    const std::string_view text = row.take_text();
    if (text.empty()) return list;
    const nlohmann::json parsed = nlohmann::json::parse(text, nullptr, false);
    if (!parsed.is_array()) {
      found("a list is not a JSON array");
      return list;
    }
    for (const nlohmann::json& item : parsed) {
      const std::string* name = item.get_ptr<const std::string*>();
      if (name == nullptr) {
        found("a list holds something that is not a string");
        return list;
      }
      list.push_back(*name);
    }
    return list;
  }

  std::uint32_t take_offset(Statement& row) { return limit(row.take_integer()); }

  std::optional<Span> take_span_or_none(Statement& row) {
    const std::optional<std::int64_t> begin = row.take_integer_or_none();
    const std::optional<std::int64_t> end = row.take_integer_or_none();
    if (!begin || !end) return std::nullopt;
    return Span{limit(*begin), limit(*end)};
  }

  template <typename Enum>
  Enum take_name(Statement& row, std::optional<Enum> (*parse)(std::string_view), Enum otherwise) {
    const std::string_view text = row.take_text();
    const std::optional<Enum> value = parse(text);
    if (!value) found(fmt::format("'{}' is no name that this program knows", text));
    return value.value_or(otherwise);
  }

  void found(std::string what) {
    if (what_.empty()) what_ = std::move(what);
  }
  bool any() const { return !what_.empty(); }
  Error error() const {
    return {ErrorCode::kLedgerDamaged, fmt::format("the ledger is damaged ({}: {})", where_, what_),
            connection_.path()};
  }

 private:
  // Offsets past everything stay past everything.
  static std::uint32_t limit(std::int64_t value) {
    constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value, 0, kMost));
  }

  const Connection& connection_;
  std::string where_;
  std::string what_;
};

// The columns of a row into the members of a kind's fields, in order.
class MemberReader {
 public:
  MemberReader(Statement& row, Damage& damage) : row_(row), damage_(damage) {}
  void operator()(const char*, std::string& text) { text = row_.take_text(); }
  void operator()(const char*, bool& value) { value = row_.take_integer() != 0; }
  void operator()(const char*, int& value) { value = static_cast<int>(row_.take_integer()); }
  void operator()(const char*, double& value) { value = row_.take_real_or_none().value_or(0); }
  void operator()(const char*, std::optional<double>& number) { number = row_.take_real_or_none(); }
  void operator()(const char*, std::optional<EntryDate>& date) { date = damage_.take_date(row_); }
  void operator()(const char*, std::vector<std::string>& list) { list = damage_.take_list(row_); }
  void operator()(const char* name, std::optional<StatedValue>& stated) {
    StatedValue value;
    (*this)(name, value.value);
    (*this)(name, value.unit);
    (*this)(name, value.how);
    (*this)(name, value.period);
    if (value.value || !value.unit.empty() || !value.how.empty() || value.period)
      stated = std::move(value);
  }

 private:
  Statement& row_;
  Damage& damage_;
};

Result<void> read_sizes(Connection& connection, const std::string& entry_id,
                        std::vector<SizeField>& out) {
  Result<Statement*> sizes = connection.cached(
      "SELECT what, value, low, high FROM event_size WHERE entry_id = ? ORDER BY seq");
  if (!sizes) return sizes.error();
  (*sizes)->put_text(entry_id);
  for (;;) {
    const Result<bool> more = (*sizes)->step();
    if (!more) return more.error();
    if (!*more) return {};
    SizeField size;
    size.what = (*sizes)->take_text();
    size.value = (*sizes)->take_real_or_none();
    size.low = (*sizes)->take_real_or_none();
    size.high = (*sizes)->take_real_or_none();
    out.push_back(std::move(size));
  }
}

Result<void> read_fields(Connection& connection, Entry& entry, Damage& damage) {
  Result<void> done;
  with_fields_of(entry.kind, [&](auto fields) {
    using Fields = decltype(fields);
    Result<Statement*> row = connection.cached(statements_of<Fields>().select.c_str());
    if (!row) {
      done = row.error();
      return;
    }
    (*row)->put_text(entry.id);
    const Result<bool> there = (*row)->step();
    if (!there) {
      done = there.error();
      return;
    }
    if (!*there) {
      damage.found(fmt::format("an entry of kind {} without its fields", to_string(entry.kind)));
      return;
    }
    each_field(fields, MemberReader(**row, damage));
    (*row)->rewind();
    if constexpr (std::is_same_v<Fields, EventFields>)
      done = read_sizes(connection, entry.id, fields.sizes);
    entry.fields = std::move(fields);
  });
  return done;
}

// Runs `take` on each row of a query by one text.
template <typename Take>
Result<void> each_row(Connection& connection, const char* sql, std::string_view key, Take take) {
  Result<Statement*> row = connection.cached(sql);
  if (!row) return row.error();
  (*row)->put_text(key);
  for (;;) {
    const Result<bool> there = (*row)->step();
    if (!there) return there.error();
    if (!*there) return {};
    take(**row);
  }
}

Result<void> read_lists(Connection& connection, Entry& entry, Damage& damage) {
  Result<void> done =
      each_row(connection, "SELECT begin, end FROM entry_span WHERE entry_id = ? ORDER BY seq",
               entry.id, [&](Statement& row) {
                 Span span;
                 span.begin = damage.take_offset(row);
                 span.end = damage.take_offset(row);
                 entry.spans.push_back(span);
               });
  if (!done) return done;
  done = each_row(connection,
                  "SELECT slot, actor_id, name, type, state, sector, office, person, body, role, "
                  "begin, end, how,"
                  " members FROM entry_actor WHERE entry_id = ? ORDER BY seq",
                  entry.id, [&](Statement& row) {
                    EntryActor actor;
                    for (std::string* text :
                         {&actor.slot, &actor.id, &actor.name, &actor.type, &actor.state,
                          &actor.sector, &actor.office, &actor.person, &actor.body, &actor.role}) {
                      *text = row.take_text();
                    }
                    actor.span = damage.take_span_or_none(row);
                    actor.how = row.take_text();
                    actor.members = damage.take_list(row);
                    entry.actors.push_back(std::move(actor));
                  });
  if (!done) return done;
  done = each_row(
      connection,
      "SELECT stance, claimant, statement, via FROM entry_claim WHERE entry_id = ? ORDER BY seq",
      entry.id, [&](Statement& row) {
        Claim claim;
        claim.stance = row.take_text();
        claim.claimant = row.take_text();
        claim.statement = row.take_text();
        claim.via = damage.take_list(row);
        entry.claims.push_back(std::move(claim));
      });
  if (!done) return done;
  return each_row(connection, "SELECT rel, target FROM entry_link WHERE entry_id = ? ORDER BY seq",
                  entry.id, [&](Statement& row) {
                    Link link;
                    link.rel = row.take_text();
                    link.id = row.take_text();
                    entry.links.push_back(std::move(link));
                  });
}

}  // namespace

Span to_bytes(Span code_points, const CodePointIndex& index) {
  const std::uint32_t begin = index.byte(code_points.begin);
  return {begin, std::max(begin, index.byte(code_points.end))};
}

Span to_code_points(Span bytes, const CodePointIndex& index) {
  return {index.code_point(bytes.begin), index.code_point(bytes.end)};
}

void to_bytes(Entry& entry, const CodePointIndex& index) {
  for (Span& span : entry.spans) span = to_bytes(span, index);
  for (EntryActor& actor : entry.actors) {
    if (actor.span) actor.span = to_bytes(*actor.span, index);
  }
}

Result<void> write_report(Connection& connection, const LedgerReport& report,
                          const Provenance& provenance, std::string_view hash,
                          std::uint32_t revision) {
  const Report& given = report.report;
  Result<Statement*> row = connection.cached("INSERT INTO report VALUES (?,?,?,?,?,?,?,?,?,?,?)");
  if (!row) return row.error();
  (*row)->put_text(given.id);
  (*row)->put_text(hash);
  put_day(**row, given.date);
  (*row)->put_text_or_null(given.title);
  (*row)->put_text_or_null(given.source);
  (*row)->put_text_or_null(given.url);
  (*row)->put_text(provenance.program);
  (*row)->put_text(provenance.lexicon);
  (*row)->put_integer(revision);
  (*row)->put_integer(report.words);
  (*row)->put_text(given.text);
  if (const Result<void> done = (*row)->run(); !done) return done;

  const CodePointIndex index(given.text);
  for (std::size_t seq = 0; seq < report.entries.size(); ++seq) {
    const Result<void> done = write_entry(connection, report.entries[seq], seq, given, index);
    if (!done) return done;
  }
  for (std::size_t seq = 0; seq < report.uncoded.size(); ++seq) {
    const Uncoded& uncoded = report.uncoded[seq];
    row = connection.cached("INSERT INTO uncoded VALUES (?,?,?,?,?,?)");
    if (!row) return row.error();
    (*row)->put_text(given.id);
    (*row)->put_integer(static_cast<std::int64_t>(seq));
    (*row)->put_text(to_string(uncoded.kind));
    put_span(**row, uncoded.span, index);
    (*row)->put_text(uncoded.reason);
    if (const Result<void> done = (*row)->run(); !done) return done;
  }
  return {};
}

Result<std::optional<LedgerReport>> read_report(Connection& connection,
                                                std::string_view report_id) {
  Result<Statement*> row = connection.cached(
      "SELECT content_hash, date, title, source, url, program, lexicon, revision, words, text FROM "
      "report"
      " WHERE report_id = ?");
  if (!row) return row.error();
  (*row)->put_text(report_id);
  const Result<bool> there = (*row)->step();
  if (!there) return there.error();
  if (!*there) return std::optional<LedgerReport>{};
  Damage damage(connection, fmt::format("report {}", report_id));
  LedgerReport report;
  Stored stored;
  report.report.id = report_id;
  stored.content_hash = (*row)->take_text();
  report.report.date = damage.take_day(**row);
  report.report.title = (*row)->take_text();
  report.report.source = (*row)->take_text();
  report.report.url = (*row)->take_text();
  stored.provenance.program = (*row)->take_text();
  stored.provenance.lexicon = (*row)->take_text();
  stored.revision = damage.take_offset(**row);
  report.words = damage.take_offset(**row);
  report.report.text = (*row)->take_text();
  (*row)->rewind();
  if (report.report.text.size() > kMaxTextBytes) damage.found("its text is over the limit");
  if (find_invalid_utf8(report.report.text) != report.report.text.size())
    damage.found("its text is not UTF-8");
  if (damage.any()) return damage.error();
  report.stored = std::move(stored);
  return std::optional<LedgerReport>{std::move(report)};
}

Result<std::optional<StoredEntry>> read_entry(Connection& connection, std::string_view entry_id) {
  Result<Statement*> row = connection.cached(
      "SELECT report_id, record, kind, day, date_from, date_to, date_edtf, date_basis, place_name, "
      "place_state,"
      " latitude, longitude, place_claimed_by, status, novelty, confidence, rule FROM entry WHERE "
      "entry_id = ?");
  if (!row) return row.error();
  (*row)->put_text(entry_id);
  const Result<bool> there = (*row)->step();
  if (!there) return there.error();
  if (!*there) return std::optional<StoredEntry>{};
  Damage damage(connection, fmt::format("entry {}", entry_id));
  StoredEntry stored;
  Entry& entry = stored.entry;
  entry.id = entry_id;
  stored.report_id = (*row)->take_text();
  entry.record = (*row)->take_text();
  entry.kind = damage.take_name(**row, &parse_entry_kind, EntryKind::kFigure);
  stored.day = (*row)->take_text();
  entry.date = damage.take_date(**row);
  EntryPlace place;
  place.name = (*row)->take_text();
  place.state = (*row)->take_text();
  place.latitude = (*row)->take_real_or_none();
  place.longitude = (*row)->take_real_or_none();
  place.claimed_by = damage.take_list(**row);
  if (!place.name.empty() || !place.state.empty() || place.latitude || place.longitude ||
      !place.claimed_by.empty()) {
    entry.place = std::move(place);
  }
  entry.status = damage.take_name(**row, &parse_status, Status::kDone);
  entry.novelty = damage.take_name(**row, &parse_novelty, Novelty::kNew);
  entry.confidence = (*row)->take_real();
  entry.rule = (*row)->take_text();
  (*row)->rewind();
  if (!damage.any()) {
    if (const Result<void> done = read_fields(connection, entry, damage); !done)
      return done.error();
  }
  if (const Result<void> done = read_lists(connection, entry, damage); !done) return done.error();
  if (damage.any()) return damage.error();
  return std::optional<StoredEntry>{std::move(stored)};
}

Result<std::vector<std::string>> read_entry_ids(Connection& connection,
                                                std::string_view report_id) {
  std::vector<std::string> ids;
  const Result<void> done =
      each_row(connection, "SELECT entry_id FROM entry WHERE report_id = ? ORDER BY seq", report_id,
               [&](Statement& row) { ids.emplace_back(row.take_text()); });
  if (!done) return done.error();
  return ids;
}

Result<std::vector<Uncoded>> read_uncoded(Connection& connection, std::string_view report_id) {
  std::vector<Uncoded> list;
  Damage damage(connection, fmt::format("report {}", report_id));
  const Result<void> done = each_row(
      connection, "SELECT kind, begin, end, reason FROM uncoded WHERE report_id = ? ORDER BY seq",
      report_id, [&](Statement& row) {
        Uncoded uncoded;
        uncoded.kind = damage.take_name(row, &parse_entry_kind, EntryKind::kFigure);
        uncoded.span.begin = damage.take_offset(row);
        uncoded.span.end = damage.take_offset(row);
        uncoded.reason = row.take_text();
        list.push_back(std::move(uncoded));
      });
  if (!done) return done.error();
  if (damage.any()) return damage.error();
  return list;
}

}  // namespace chancery

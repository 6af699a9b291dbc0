#include "export/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/tsv.hpp"
#include "export_tables.hpp"
#include "ledger/query.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;
using Sink = std::function<bool(std::string_view)>;

// The top code of PLOVER for a state or organisation; empty for none.
std::string top_code(const std::string& id) {
  if (id == "XKX") return "KOS";
  if (id == "igo:UN") return "UNO";
  if (id == "igo:EU") return "EUR";
  if (id.rfind("igo:", 0) == 0) return "IGO";
  const bool state = id.size() == 3 &&
                     std::all_of(id.begin(), id.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return state ? id : std::string();
}

std::string code_of(const EntryActor& actor) {
  const std::string own = top_code(actor.id);
  return own.empty() ? top_code(actor.state) : own;
}

struct Coded {
  const EntryActor* actor;
  std::string code;
  std::string words;  // as written
};

std::vector<Coded> coded(const EntryRow& row, std::string_view slot) {
  std::vector<Coded> out;
  for (std::size_t i = 0; i < row.entry.actors.size(); ++i) {
    const EntryActor& actor = row.entry.actors[i];
    if (actor.slot != slot) continue;
    if (std::string code = code_of(actor); !code.empty())
      out.push_back({&actor, std::move(code), row.actor_words[i] ? row.actor_words[i]->text : ""});
  }
  return out;
}

// What the words name: the person, else the actor.
const std::string& name_of(const EntryActor& actor) {
  return actor.name.empty() ? actor.id : actor.name;
}

// A field of a tab-separated file: no tabs, line breaks or other control characters.
std::string field(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return out;
}

std::string line_of(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : "\t") + field(cells[i]);
  return line + "\n";
}

// The tables hold places in single precision; more digits would pretend.
double rounded(double value, double steps) {
  return std::round(value * steps) / steps;
}

std::string coordinate(const std::optional<double>& degrees) {
  return degrees ? fmt::format("{:.5f}", *degrees) : std::string();
}

// What a format needs of one event; false where it cannot hold it.
struct Event {
  const EntryRow& row;
  const EventFields& fields;
  std::vector<Coded> actors, recipients;
  std::string date;
};

class Writer {
 public:
  explicit Writer(const Sink& sink) : sink_(sink) {}
  virtual ~Writer() = default;
  virtual std::string header() const { return {}; }
  // The rows of one event; false where the format cannot hold it.
  virtual bool write(const Event& event) = 0;
  bool put(const std::string& line) {
    if (!sink_(line)) return !(stopped = true);
    ++rows;
    return true;
  }
  std::uint64_t rows = 0;
  bool stopped = false;

 private:
  const Sink& sink_;
};

class PloverWriter : public Writer {
 public:
  PloverWriter(const Sink& sink, bool include_text) : Writer(sink), include_text_(include_text) {}

  bool write(const Event& event) override {
    const EntryRow& row = event.row;
    Json out{{"id", row.entry.id}, {"date", event.date}};
    if (row.entry.date && row.entry.date->interval.from && row.entry.date->interval.to &&
        *row.entry.date->interval.from != *row.entry.date->interval.to)
      out["enddate"] = to_iso(*row.entry.date->interval.to);
    out["actor"] = entities(event.actors);
    out["recipient"] = entities(event.recipients);
    out["event"] = Json::array({event.fields.plover});
    out["mode"] = event.fields.mode.empty() ? Json::array() : Json::array({event.fields.mode});
    if (row.entry.place) {
      Json place{{"resolved_place", row.entry.place->name}};
      if (row.entry.place->latitude) place["lat"] = rounded(*row.entry.place->latitude, 1e5);
      if (row.entry.place->longitude) place["lon"] = rounded(*row.entry.place->longitude, 1e5);
      if (!row.entry.place->state.empty()) place["country_code"] = row.entry.place->state;
      out["event_loc"] = std::move(place);
    }
    if (include_text_) {
      Json words = Json::array();
      for (const Words& part : row.evidence) words.push_back(part.text);
      out["event_text"] = std::move(words);
    }
    out["quad_code"] = event.fields.quad;
    out["event_scale"] = event.fields.score;
    if (!event.fields.sizes.empty()) {
      Json size = Json::object();
      for (const SizeField& part : event.fields.sizes) {
        if (const auto number = part.value ? part.value : part.low ? part.low : part.high)
          size[part.what] = *number;
      }
      out["size"] = std::move(size);
    }
    Json spans = Json::array();
    for (const Words& part : row.evidence)
      spans.push_back(Json{{"start", part.code_points.begin}, {"end", part.code_points.end}});
    out["text_info"] = std::move(spans);
    Json cite = Json::object();
    if (!row.source.empty()) cite["publication"] = row.source;
    if (!row.url.empty()) cite["url"] = row.url;
    if (!row.title.empty()) cite["title"] = row.title;
    cite["language"] = "en";
    out["cite_info"] = std::move(cite);
    out["coder"] = "chancery";
    out["report"] = row.report_id;
    out["status"] = to_string(row.entry.status);
    out["novelty"] = to_string(row.entry.novelty);
    if (!event.fields.cameo.empty()) out["cameo"] = event.fields.cameo;
    out["confidence"] = rounded(row.entry.confidence, 1e3);
    out["rule"] = row.entry.rule;
    put(out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
    return true;
  }

 private:
  static Json entities(const std::vector<Coded>& list) {
    Json out = Json::array();
    for (const Coded& one : list) {
      Json entity{{"code", one.code}};
      if (!one.actor->sector.empty()) entity["sector"] = one.actor->sector;
      if (!one.words.empty()) entity["entity_text"] = one.words;
      entity["identifier_id"] = one.actor->person.empty() ? one.actor->id : one.actor->person;
      entity["identifier_text"] = name_of(*one.actor);
      if (!one.actor->office.empty()) entity["office"] = one.actor->office;
      out.push_back(std::move(entity));
    }
    return out;
  }

  bool include_text_;
};

// Missing is the word None, as in the public files.
std::string or_none(std::string text) {
  return text.empty() ? std::string("None") : text;
}

class PolecatWriter : public Writer {
 public:
  using Writer::Writer;

  std::string header() const override {
    return "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor "
           "Name\t"
           "Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name "
           "Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary "
           "Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia "
           "Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\t"
           "GeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory "
           "People\tStory Organizations\tStory Locations\tLanguage\tVersion\n";
  }

  bool write(const Event& event) override {
    static constexpr std::array<const char*, 4> kQuads = {
        "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"};
    const EntryRow& row = event.row;
    std::vector<std::string> cells = {
        fmt::format("{}_{}_{}", row.entry.id, event.fields.plover, event.fields.mode),
        event.date,
        event.fields.plover,
        event.fields.mode,
        fmt::format("{}", event.fields.score),
        kQuads[static_cast<std::size_t>(std::clamp(event.fields.quad, 1, 4) - 1)],
        ""};
    add_side(event.actors, cells);
    add_side(event.recipients, cells);
    const EntryPlace none;
    const EntryPlace& place = row.entry.place ? *row.entry.place : none;
    for (const std::string& cell :
         {or_none(place.name), std::string("None"), std::string("None"), std::string("None"),
          or_none(place.state), or_none(coordinate(place.latitude)),
          or_none(coordinate(place.longitude)), std::string("None"), std::string("None"),
          std::string("None"), or_none(row.source),
          row.report_date ? to_iso(*row.report_date) : std::string("None"), std::string(),
          std::string(), std::string(), std::string("eng"), std::string("chancery")})
      cells.push_back(cell);
    put(line_of(cells));
    return true;
  }

 private:
  static void add_side(const std::vector<Coded>& side, std::vector<std::string>& cells) {
    const auto joined = [&](auto take) {
      std::string out;
      for (std::size_t i = 0; i < side.size(); ++i)
        out += (i == 0 ? "" : "; ") + or_none(take(side[i]));
      return or_none(out);
    };
    cells.push_back(joined([](const Coded& one) { return name_of(*one.actor); }));
    cells.push_back(joined([](const Coded& one) { return one.code; }));
    cells.emplace_back("None");
    cells.push_back(joined([](const Coded& one) { return one.actor->sector.substr(0, 3); }));
    cells.push_back(joined([](const Coded& one) { return one.actor->sector; }));
    cells.push_back(joined([](const Coded& one) { return one.actor->office; }));
    cells.push_back(joined([](const Coded& one) { return one.words; }));
    cells.emplace_back("None");
  }
};

struct CameoCode {
  std::string name;
  std::string goldstein;
};

class IcewsWriter : public Writer {
 public:
  IcewsWriter(const Sink& sink, std::unordered_map<std::string, CameoCode> codes,
              std::unordered_map<std::string, std::string> countries,
              std::unordered_map<std::string, std::string> sectors)
      : Writer(sink),
        codes_(std::move(codes)),
        countries_(std::move(countries)),
        sectors_(std::move(sectors)) {}

  std::string header() const override {
    return "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO "
           "Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence "
           "Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";
  }

  bool write(const Event& event) override {
    const std::string& code = event.fields.cameo;
    if (!codes_.contains(code)) return false;
    const std::uint64_t before = rows;
    if (event.recipients.empty()) {
      // All of them did it together: each with each, both ways.
      for (const Coded& from : event.actors) {
        for (const Coded& to : event.actors) {
          if (&from != &to) put(row_of(event, from, to, code));
        }
      }
    } else {
      for (const Coded& from : event.actors) {
        for (const Coded& to : event.recipients) {
          put(row_of(event, from, to, code));
          // A visit made is a visit hosted.
          if (code == "042") put(row_of(event, to, from, "043"));
          if (code == "043") put(row_of(event, to, from, "042"));
        }
      }
    }
    return rows > before || stopped;
  }

 private:
  std::string country(const std::string& state) const {
    const auto found = countries_.find(state);
    return found == countries_.end() ? std::string() : found->second;
  }

  std::string row_of(const Event& event, const Coded& from, const Coded& to,
                     const std::string& code) const {
    const EntryRow& row = event.row;
    const CameoCode& cameo = codes_.at(code);
    // A whole number of 15 digits from the ledger's id, for readers that keep numbers.
    std::uint64_t number = 0;
    std::from_chars(row.entry.id.data(),
                    row.entry.id.data() + std::min<std::size_t>(12, row.entry.id.size()), number,
                    16);
    const auto sector = [&](const Coded& one) {
      const auto found = sectors_.find(one.actor->sector.substr(0, 3));
      return found == sectors_.end() ? std::string() : found->second;
    };
    const auto state = [&](const Coded& one) {
      return country(one.actor->state.empty() ? one.actor->id : one.actor->state);
    };
    const EntryPlace none;
    const EntryPlace& place = row.entry.place ? *row.entry.place : none;
    return line_of({std::to_string(number),
                    event.date,
                    name_of(*from.actor),
                    sector(from),
                    state(from),
                    cameo.name,
                    code,
                    cameo.goldstein,
                    name_of(*to.actor),
                    sector(to),
                    state(to),
                    row.report_id,
                    "",
                    row.source,
                    place.name,
                    "",
                    "",
                    country(place.state),
                    coordinate(place.latitude),
                    coordinate(place.longitude)});
  }

  std::unordered_map<std::string, CameoCode> codes_;
  std::unordered_map<std::string, std::string> countries_, sectors_;
};

Result<std::unordered_map<std::string, std::string>> load_names(const char* file,
                                                                std::string_view embedded,
                                                                const char* key) {
  const auto table = load_table(TableSource{}, file, embedded, {key, "name"});
  if (!table) return table.error();
  std::unordered_map<std::string, std::string> names;
  for (std::size_t row = 0; row < table->rows(); ++row)
    names.emplace(table->at(row, 0), table->at(row, 1));
  return names;
}

Result<std::unique_ptr<Writer>> make_writer(EventFormat format, bool include_text,
                                            const Sink& sink) {
  if (format == EventFormat::kPlover)
    return std::unique_ptr<Writer>(std::make_unique<PloverWriter>(sink, include_text));
  if (format == EventFormat::kPolecat)
    return std::unique_ptr<Writer>(std::make_unique<PolecatWriter>(sink));
  const auto cameo = load_table(TableSource{}, "export/cameo.tsv", export_tables::cameo(),
                                {"code", "name", "goldstein"});
  if (!cameo) return cameo.error();
  std::unordered_map<std::string, CameoCode> codes;
  for (std::size_t row = 0; row < cameo->rows(); ++row) {
    codes.emplace(cameo->at(row, 0),
                  CameoCode{std::string(cameo->at(row, 1)), std::string(cameo->at(row, 2))});
  }
  auto countries = load_names("export/countries.tsv", export_tables::countries(), "code");
  if (!countries) return countries.error();
  auto sectors = load_names("export/sectors.tsv", export_tables::sectors(), "sector");
  if (!sectors) return sectors.error();
  return std::unique_ptr<Writer>(std::make_unique<IcewsWriter>(
      sink, std::move(codes), std::move(*countries), std::move(*sectors)));
}

}  // namespace

Result<WrittenEvents> write_events(Ledger& ledger, EventFormat format, bool include_text,
                                   const Sink& sink) {
  auto writer = make_writer(format, include_text, sink);
  if (!writer) return writer.error();
  WrittenEvents written;
  if (const std::string header = (*writer)->header(); !header.empty() && !sink(header))
    return written;
  EntryFilter filter;
  filter.kinds = {EntryKind::kEvent};
  const auto read = for_each_entry(ledger, filter, [&](const EntryRow& row) {
    const auto& fields = std::get<EventFields>(row.entry.fields);
    const Event event{row, fields, coded(row, "actor"), coded(row, "recipient"),
                      row.day ? to_iso(*row.day) : std::string()};
    if (event.date.empty() || event.actors.empty() || !(*writer)->write(event)) ++written.left_out;
    return (*writer)->stopped ? Next::kStop : Next::kGoOn;
  });
  if (!read) return read.error();
  written.rows = (*writer)->rows;
  return written;
}

}  // namespace chancery

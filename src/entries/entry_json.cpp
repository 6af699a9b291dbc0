#include "entries/entry_json.hpp"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "entries/fields.hpp"

namespace chancery {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json number_or_null(const std::optional<double>& number) {
  if (!number) return nullptr;
  // Whole numbers are written without a fraction: 43800000000, not 43800000000.0.
  if (*number == std::floor(*number) && std::fabs(*number) < 9e15)
    return static_cast<std::int64_t>(*number);
  return *number;
}

Json day_or_null(const std::optional<Day>& day) {
  return day ? Json(to_iso(*day)) : Json(nullptr);
}

Json date_or_null(const std::optional<EntryDate>& date) {
  if (!date) return nullptr;
  return Json{{"from", day_or_null(date->interval.from)},
              {"to", day_or_null(date->interval.to)},
              {"edtf", to_edtf(date->interval)},
              {"basis", date->basis}};
}

Json span_json(Span span, const CodePointIndex& index) {
  return Json{{"begin", index.code_point(span.begin)}, {"end", index.code_point(span.end)}};
}

Json actor_json(const EntryActor& actor, std::string_view text, const CodePointIndex& index) {
  Json out{{"id", actor.id},
           {"name", text_or_null(actor.name)},
           {"type", text_or_null(actor.type)},
           {"state", text_or_null(actor.state)},
           {"sector", text_or_null(actor.sector)},
           {"office", text_or_null(actor.office)},
           {"person", text_or_null(actor.person)},
           {"body", text_or_null(actor.body)},
           {"role", text_or_null(actor.role)},
           {"text", nullptr},
           {"span", nullptr},
           {"how", actor.how},
           {"members", actor.members}};
  if (actor.span) {
    out["text"] = actor.span->of(text);
    out["span"] = span_json(*actor.span, index);
  }
  return out;
}

Json place_json(const EntryPlace& place) {
  return Json{{"name", place.name},
              {"state", text_or_null(place.state)},
              {"latitude", number_or_null(place.latitude)},
              {"longitude", number_or_null(place.longitude)},
              {"claimed_by", place.claimed_by}};
}

// One member of the fields; a date has its basis beside it.
class FieldWriter {
 public:
  explicit FieldWriter(Json& out) : out_(out) {}
  void operator()(const char* name, const std::string& text) { out_[name] = text_or_null(text); }
  void operator()(const char* name, bool value) { out_[name] = value; }
  void operator()(const char* name, int value) { out_[name] = value; }
  void operator()(const char* name, double value) { out_[name] = value; }
  void operator()(const char* name, const std::optional<double>& number) {
    out_[name] = number_or_null(number);
  }
  void operator()(const char* name, const std::vector<std::string>& list) { out_[name] = list; }
  void operator()(const char* name, const std::optional<EntryDate>& date) {
    out_[name] = date ? Json(to_edtf(date->interval)) : Json(nullptr);
    out_[std::string(name) + "_basis"] = date ? Json(date->basis) : Json(nullptr);
  }
  void operator()(const char* name, const std::optional<StatedValue>& stated) {
    if (!stated) {
      out_[name] = nullptr;
      return;
    }
    Json value = Json::object();
    FieldWriter inner(value);
    inner("value", stated->value);
    inner("unit", stated->unit);
    inner("how", stated->how);
    inner("period", stated->period);
    out_[name] = std::move(value);
  }

 private:
  Json& out_;
};

template <typename Fields>
void put_fields(Json& out, const Fields& fields) {
  each_field(fields, FieldWriter(out));
  if constexpr (std::is_same_v<Fields, EventFields>) {
    Json sizes = Json::array();
    for (const SizeField& size : fields.sizes) {
      sizes.push_back(Json{{"what", size.what},
                           {"value", number_or_null(size.value)},
                           {"low", number_or_null(size.low)},
                           {"high", number_or_null(size.high)}});
    }
    out["size"] = std::move(sizes);
  }
}

}  // namespace

const std::vector<Slot>& slots_of(EntryKind kind) {
  static const std::array<std::vector<Slot>, 12> kSlots = {{
      {{"actor", true}, {"recipient", true}, {"other", true}},  // event
      {{"visitor", true}, {"host", false}},                     // visit
      {{"participants", true}},                                 // meeting
      {{"parties", true}},                                      // instrument
      {{"imposer", true}, {"target", true}},                    // regime
      {{"subject", true}, {"from", false}, {"to", false}},      // figure
      {{"holders", true}, {"beneficiary", true}},               // commitment
      {{"holder", true}, {"object", true}},                     // position
      {{"speaker", false}, {"addressee", false}},               // statement
      {{"person", false}, {"state", false}},                    // office
      {{"sending", false}, {"receiving", false}},               // post
      {{"parties", true}},                                      // plan
  }};
  return kSlots[static_cast<std::size_t>(kind)];
}

Json to_json(const Entry& entry, std::string_view text, const CodePointIndex& index) {
  Json out{
      {"id", entry.id}, {"record", text_or_null(entry.record)}, {"kind", to_string(entry.kind)}};
  Json spans = Json::array();
  Json evidence = Json::array();
  for (const Span span : entry.spans) {
    spans.push_back(span_json(span, index));
    evidence.push_back(span.of(text));
  }
  out["spans"] = std::move(spans);
  out["evidence"] = std::move(evidence);
  for (const Slot& slot : slots_of(entry.kind)) {
    Json many = Json::array();
    for (const EntryActor& actor : entry.actors) {
      if (actor.slot == slot.name) many.push_back(actor_json(actor, text, index));
    }
    if (slot.many) {
      out[slot.name] = std::move(many);
    } else {
      out[slot.name] = many.empty() ? Json(nullptr) : std::move(many[0]);
    }
  }
  std::visit([&](const auto& fields) { put_fields(out, fields); }, entry.fields);
  out["date"] = date_or_null(entry.date);
  out["place"] = entry.place ? place_json(*entry.place) : Json(nullptr);
  out["status"] = to_string(entry.status);
  out["novelty"] = to_string(entry.novelty);
  Json claims = Json::array();
  for (const Claim& claim : entry.claims) {
    claims.push_back(Json{{"stance", claim.stance},
                          {"claimant", claim.claimant},
                          {"statement", text_or_null(claim.statement)},
                          {"via", claim.via}});
  }
  out["claims"] = std::move(claims);
  Json links = Json::array();
  for (const Link& link : entry.links) links.push_back(Json{{"rel", link.rel}, {"id", link.id}});
  out["links"] = std::move(links);
  // Three decimals: the share comes from counts, more would pretend.
  out["confidence"] = std::round(entry.confidence * 1000) / 1000;
  out["rule"] = entry.rule;
  return out;
}

Json to_json(const Uncoded& uncoded, std::string_view text, const CodePointIndex& index) {
  Json out{{"kind", to_string(uncoded.kind)},
           {"reason", uncoded.reason},
           {"text", uncoded.span.of(text)}};
  out["span"] = span_json(uncoded.span, index);
  return out;
}

Json to_json(const Report& report) {
  return Json{{"id", report.id},
              {"date", day_or_null(report.date)},
              {"title", text_or_null(report.title)},
              {"source", text_or_null(report.source)},
              {"url", text_or_null(report.url)},
              {"text", report.text}};
}

}  // namespace chancery

#include "events/lexicon.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

#include "base/utf8.hpp"
#include "events_tables.hpp"

namespace chancery {
namespace {

constexpr std::array<std::pair<std::string_view, Embedding>, 10> kEmbeddings = {{
    {"", Embedding::kNone},
    {"do", Embedding::kDo},
    {"plan", Embedding::kPlan},
    {"announce", Embedding::kAnnounce},
    {"end", Embedding::kEnd},
    {"cancel", Embedding::kCancel},
    {"take", Embedding::kTake},
    {"drop", Embedding::kDrop},
    {"report", Embedding::kReport},
    {"host", Embedding::kHost},
}};

constexpr std::array<std::pair<std::string_view, std::uint8_t>, 4> kKinds = {{
    {"#money", kMoneyWord},
    {"#place", kPlaceWord},
    {"#person", kPersonWord},
    {"#state", kStateWord},
}};

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 8> kUses = {{
    {"joint", kNounJoint},
    {"organisation", kNounPeople | kNounOrganisation},
    {"partitive", kNounPartitive},
    {"people", kNounPeople},
    {"region", kNounRegion},
    {"state", kNounPeople | kNounState},
    {"thing", kNounThing},
    {"tool", kNounTool},
}};

bool is_code(std::string_view text) {
  return (text.size() == 3 || text.size() == 4) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_mode(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

// "TYPE/mode/code", "TYPE//code"; empty: no event.
bool parse_outcome(std::string_view field, Outcome& outcome) {
  if (field.empty()) return true;
  const auto parts = split_all(field, '/');
  if (parts.size() != 3) return false;
  const auto type = event_type_of(parts[0]);
  if (!type || !is_mode(parts[1]) || !is_code(parts[2])) return false;
  outcome = {true, *type, std::string(parts[1]), std::string(parts[2])};
  return true;
}

class LexiconReader {
 public:
  LexiconReader(const TableSource& source, EventTables& tables)
      : source_(source), tables_(tables) {}

  Result<void> read() {
    intern_small();
    if (const auto done = read_nouns(); !done) return done.error();
    if (const auto done = read_classes(); !done) return done.error();
    if (const auto done = read_acts(); !done) return done.error();
    if (const auto done = tables_.records.load(source_, tables_.words); !done) return done.error();
    return tables_.deed_words.load(source_, tables_.words);
  }

 private:
  ArgumentSlot parse_slot(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, ArgumentKind>, 8> kSlots = {{
        {"s", ArgumentKind::kSubject},
        {"o", ArgumentKind::kObject},
        {"i", ArgumentKind::kIndirect},
        {"poss", ArgumentKind::kPossessor},
        {"m", ArgumentKind::kModifier},
        {"om", ArgumentKind::kObjectWords},
        {"x", ArgumentKind::kClause},
        {"inf", ArgumentKind::kInfinitive},
    }};
    for (const auto& [known, kind] : kSlots) {
      if (known == name) return {kind, kNoWord};
    }
    return {ArgumentKind::kPreposition, tables_.words.intern(name)};
  }

  static bool is_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || c == '-' || c == '\'' || c == '.' ||
             (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    });
  }

  bool parse_frame(std::string_view field, Frame& frame) {
    for (const std::string_view alternative : split_list(field)) {
      frame.emplace_back();
      for (const std::string_view slot : split_list(alternative, '+')) {
        if (!is_word(slot)) return false;
        frame.back().push_back(parse_slot(slot));
      }
    }
    return true;
  }

  bool parse_conditions(std::string_view field, std::vector<Condition>& conditions) {
    for (std::string_view part : split_list(field, '&')) {
      Condition condition;
      if (part.front() == '!') {
        condition.negated = true;
        part.remove_prefix(1);
      }
      const std::size_t equals = part.find('=');
      if (!is_word(part.substr(0, equals))) return false;
      condition.slot = parse_slot(part.substr(0, equals));
      if (equals != std::string_view::npos) {
        for (const std::string_view word : split_list(part.substr(equals + 1), ',')) {
          if (word.front() == '@') {
            const auto found = sets_.find(std::string(word.substr(1)));
            if (found == sets_.end()) return false;
            condition.lemmas.insert(condition.lemmas.end(), found->second.begin(),
                                    found->second.end());
          } else if (word.front() == '#') {
            const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                           [&](const auto& known) { return known.first == word; });
            if (kind == kKinds.end()) return false;
            condition.kinds |= kind->second;
          } else if (is_word(word)) {
            condition.lemmas.push_back(tables_.words.intern(word));
          } else {
            return false;
          }
        }
        if (condition.lemmas.empty() && condition.kinds == 0) return false;
        std::sort(condition.lemmas.begin(), condition.lemmas.end());
      }
      conditions.push_back(std::move(condition));
    }
    return true;
  }

  Result<void> read_nouns() {
    auto table =
        load_table(source_, "events/nouns.tsv", events_tables::nouns(), {"noun", "use", "sector"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const std::string_view noun = table->at(row, 0);
      if (!is_word(noun)) return table->error_at(row, 0, "expected a word in small letters");
      const WordId word = tables_.words.intern(noun);
      const std::string_view use = table->at(row, 1);
      if (use.size() > 1 && use.front() == '@') {
        sets_[std::string(use.substr(1))].push_back(word);
        continue;
      }
      const auto found = std::find_if(kUses.begin(), kUses.end(),
                                      [&](const auto& known) { return known.first == use; });
      if (found == kUses.end())
        return table->error_at(
            row, 1,
            "expected joint, organisation, partitive, people, region, state, thing, tool or "
            "the name of a set, @NAME");
      if (word >= tables_.nouns.size()) tables_.nouns.resize(word + 1);
      tables_.nouns[word].uses |= found->second;
      tables_.nouns[word].sector = std::string(table->at(row, 2));
    }
    return {};
  }

  Result<void> read_classes() {
    auto table = load_table(source_, "events/classes.tsv", events_tables::classes(),
                            {"class", "embeds", "both", "parties", "tone", "done", "planned",
                             "ended", "cancelled", "matter", "request", "appeal", "refusal",
                             "threat", "actor", "recipient", "noun_actor", "noun_recipient"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      ActClass made;
      made.name = std::string(table->at(row, 0));
      if (made.name.empty() || !class_of_.emplace(made.name, tables_.classes.size()).second)
        return table->error_at(row, 0, "empty, or twice");
      const auto embedding =
          std::find_if(kEmbeddings.begin(), kEmbeddings.end(),
                       [&](const auto& known) { return known.first == table->at(row, 1); });
      if (embedding == kEmbeddings.end()) return table->error_at(row, 1, "no such embedding");
      made.embeds = embedding->second;
      if (table->at(row, 2) != "" && table->at(row, 2) != "yes")
        return table->error_at(row, 2, "expected yes or nothing");
      made.both = table->at(row, 2) == "yes";
      const std::string_view parties = table->at(row, 3);
      if (parties != "one" && parties != "two" && parties != "recipient")
        return table->error_at(row, 3, "expected one, two or recipient");
      made.parties = parties == "one" ? 1 : 2;
      made.needs_recipient = parties == "recipient";
      if (table->at(row, 4) != "" && table->at(row, 4) != "hostile")
        return table->error_at(row, 4, "expected hostile or nothing");
      made.hostile = table->at(row, 4) == "hostile";
      Outcome* const outcomes[] = {&made.done, &made.planned, &made.ended, &made.cancelled};
      for (std::size_t i = 0; i < 4; ++i) {
        if (!parse_outcome(table->at(row, 5 + i), *outcomes[i]))
          return table->error_at(row, 5 + i, "expected TYPE/mode/code");
      }
      const std::string_view matter = table->at(row, 9);
      if (!is_mode(matter)) return table->error_at(row, 9, "expected a mode");
      made.matter = std::string(matter);
      std::string* const codes[] = {&made.request, &made.appeal, &made.refusal};
      for (std::size_t i = 0; i < 3; ++i) {
        const std::string_view code = table->at(row, 10 + i);
        if (!code.empty() && !is_code(code))
          return table->error_at(row, 10 + i, "expected a CAMEO code");
        *codes[i] = std::string(code);
      }
      const auto threat = split_all(table->at(row, 13), '/');
      if (!table->at(row, 13).empty()) {
        if (threat.size() != 2 || !is_mode(threat[0]) || !is_code(threat[1]))
          return table->error_at(row, 13, "expected mode/code");
        made.threat_mode = std::string(threat[0]);
        made.threat = std::string(threat[1]);
      }
      Frame* const frames[] = {&made.actor, &made.recipient, &made.noun_actor,
                               &made.noun_recipient};
      for (std::size_t i = 0; i < 4; ++i) {
        if (!parse_frame(table->at(row, 14 + i), *frames[i]))
          return table->error_at(row, 14 + i, "expected slots");
      }
      tables_.classes.push_back(std::move(made));
    }
    if (tables_.classes.size() > std::numeric_limits<std::uint16_t>::max())
      return table->error_at(0, 0, "too many classes");
    return {};
  }

  Result<void> read_acts() {
    auto table = load_table(source_, "events/acts.tsv", events_tables::acts(),
                            {"trigger", "pos", "if", "act", "actor", "recipient", "mode", "cameo"});
    if (!table) return table.error();
    for (std::size_t row = 0; row < table->rows(); ++row) {
      ActRow made;
      const auto words = split_all(table->at(row, 0), '_');
      if (words.size() > 2 || !std::all_of(words.begin(), words.end(), is_word))
        return table->error_at(row, 0, "expected a lemma, with a particle after _");
      const WordId trigger = tables_.words.intern(words[0]);
      if (words.size() == 2) made.particle = tables_.words.intern(words[1]);
      const std::string_view pos = table->at(row, 1);
      if (pos != "v" && pos != "n") return table->error_at(row, 1, "expected v or n");
      made.verb = pos == "v";
      if (!parse_conditions(table->at(row, 2), made.conditions))
        return table->error_at(row, 2, "expected slot, !slot or slot=lemma,@set, parted by &");
      const auto act = class_of_.find(std::string(table->at(row, 3)));
      if (act == class_of_.end()) return table->error_at(row, 3, "no such class in classes.tsv");
      made.act = static_cast<std::uint16_t>(act->second);
      if (!parse_frame(table->at(row, 4), made.actor))
        return table->error_at(row, 4, "expected slots");
      if (!parse_frame(table->at(row, 5), made.recipient))
        return table->error_at(row, 5, "expected slots");
      if (!is_mode(table->at(row, 6))) return table->error_at(row, 6, "expected a mode");
      made.mode = std::string(table->at(row, 6));
      const std::string_view cameo = table->at(row, 7);
      if (!cameo.empty() && !is_code(cameo))
        return table->error_at(row, 7, "expected a CAMEO code");
      made.cameo = std::string(cameo);
      if (trigger >= tables_.rows_of.size()) tables_.rows_of.resize(trigger + 1);
      tables_.rows_of[trigger].push_back(static_cast<std::uint32_t>(tables_.rows.size()));
      tables_.rows.push_back(std::move(made));
    }
    for (std::vector<std::uint32_t>& rows : tables_.rows_of) {
      std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        return row_weight(tables_.rows[a]) > row_weight(tables_.rows[b]);
      });
    }
    return {};
  }

  void intern_small() {
    auto& s = tables_.small;
    const std::pair<WordId*, const char*> words[] = {{&s.by, "by"},
                                                     {&s.will, "will"},
                                                     {&s.shall, "shall"},
                                                     {&s.would, "would"},
                                                     {&s.may, "may"},
                                                     {&s.might, "might"},
                                                     {&s.could, "could"},
                                                     {&s.can, "can"},
                                                     {&s.should, "should"},
                                                     {&s.must, "must"},
                                                     {&s.have, "have"},
                                                     {&s.need, "need"},
                                                     {&s.be, "be"},
                                                     {&s.not_, "not"},
                                                     {&s.never, "never"},
                                                     {&s.no, "no"},
                                                     {&s.longer, "longer"},
                                                     {&s.if_, "if"},
                                                     {&s.unless, "unless"},
                                                     {&s.to, "to"},
                                                     {&s.that, "that"},
                                                     {&s.who, "who"},
                                                     {&s.which, "which"},
                                                     {&s.whom, "whom"},
                                                     {&s.of, "of"},
                                                     {&s.from, "from"},
                                                     {&s.in, "in"},
                                                     {&s.between, "between"},
                                                     {&s.among, "among"},
                                                     {&s.with, "with"},
                                                     {&s.go, "go"},
                                                     {&s.had, "had"},
                                                     {&s.do_, "do"},
                                                     {&s.neither, "neither"},
                                                     {&s.nor, "nor"},
                                                     {&s.without, "without"},
                                                     {&s.while_, "while"},
                                                     {&s.before, "before"},
                                                     {&s.after, "after"},
                                                     {&s.ahead, "ahead"},
                                                     {&s.following, "following"},
                                                     {&s.during, "during"},
                                                     {&s.at, "at"},
                                                     {&s.and_, "and"},
                                                     {&s.when, "when"},
                                                     {&s.whether, "whether"},
                                                     {&s.for_, "for"},
                                                     {&s.against, "against"},
                                                     {&s.on, "on"},
                                                     {&s.into, "into"},
                                                     {&s.provided, "provided"},
                                                     {&s.us, "us"},
                                                     {&s.near, "near"},
                                                     {&s.nothing, "nothing"},
                                                     {&s.none, "none"},
                                                     {&s.until, "until"},
                                                     {&s.till, "till"},
                                                     {&s.since, "since"},
                                                     {&s.due, "due"},
                                                     {&s.where, "where"},
                                                     {&s.nobody, "nobody"},
                                                     {&s.each, "each"},
                                                     {&s.over, "over"},
                                                     {&s.say, "say"},
                                                     {&s.set, "set"}};
    for (const auto& [id, text] : words) *id = tables_.words.intern(text);
  }

  const TableSource& source_;
  EventTables& tables_;
  std::map<std::string, std::vector<WordId>> sets_;  // of nouns.tsv
  std::map<std::string, std::size_t> class_of_;
};

}  // namespace

std::size_t row_weight(const ActRow& row) {
  constexpr std::size_t kFew = 8;  // a few words say more than a long list
  std::size_t sum = row.particle == kNoWord ? 0 : 6;
  for (const Condition& condition : row.conditions) {
    const bool any = condition.lemmas.empty() && condition.kinds == 0;
    sum += any ? 2 : condition.lemmas.size() > kFew || condition.lemmas.empty() ? 4 : 5;
  }
  return sum;
}

EventLexicon::EventLexicon(std::unique_ptr<const EventTables> tables)
    : tables_(std::move(tables)) {}
EventLexicon::EventLexicon(EventLexicon&&) noexcept = default;
EventLexicon& EventLexicon::operator=(EventLexicon&&) noexcept = default;
EventLexicon::~EventLexicon() = default;

Result<EventLexicon> load_event_lexicon(const TableSource& source) {
  auto tables = std::make_unique<EventTables>();
  if (const auto read = LexiconReader(source, *tables).read(); !read) return read.error();
  return EventLexicon(std::move(tables));
}

}  // namespace chancery

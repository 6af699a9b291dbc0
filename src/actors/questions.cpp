// What the tables say of a wording, for those who keep them.
#include <fmt/format.h>

#include <algorithm>

#include "actors/actors.hpp"
#include "actors/lexicon.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

std::optional<Day> day_of(std::int32_t days) {
  if (days == std::numeric_limits<std::int32_t>::min() ||
      days == std::numeric_limits<std::int32_t>::max())
    return std::nullopt;
  return Day(std::chrono::days(days));
}

class Answer {
 public:
  explicit Answer(const ActorTables& tables) : tables_(tables) {}

  void add_party(const Sense& sense) {
    const Party& party = tables_.parties[sense.target];
    Meaning meaning;
    meaning.kind = kind_of(sense.kind);
    meaning.id = party.id;
    meaning.name = party.name;
    if (sense.body != 0) meaning.note = tables_.body_list[sense.body].name;
    meaning.from = day_of(sense.from);
    meaning.to = day_of(sense.to);
    add(std::move(meaning));
  }

  void add_person(PersonId id, const char* kind) {
    const Person& person = tables_.persons[id];
    for (std::uint32_t i = person.begin; i < person.end; ++i) {
      const Official& spell = tables_.officials[i];
      Meaning meaning;
      meaning.kind = kind;
      meaning.id = person_id_of(tables_.officials[person.begin]);
      meaning.name = spell.name;
      meaning.note = fmt::format("{} {}", spell.country, spell.title);
      meaning.from = spell.from;
      meaning.to = spell.to;
      add(std::move(meaning));
    }
  }

  void add_names(const NameSenses& entry, const char* person_kind) {
    for (std::uint32_t s = entry.first; s != 0xFFFFFFFF; s = tables_.senses[s].next) {
      const Sense& sense = tables_.senses[s];
      if (sense.kind == SenseKind::kNothing) {
        Meaning meaning;
        meaning.kind = "no actor";
        add(std::move(meaning));
      } else if (sense.kind == SenseKind::kPerson) {
        add_person(sense.target, person_kind);
      } else {
        add_party(sense);
      }
    }
  }

  void add_office(const OfficePhrase& phrase) {
    for (std::uint32_t s = phrase.begin; s < phrase.end; ++s) {
      const OfficeSense& sense = tables_.office_senses[s];
      Meaning meaning;
      meaning.kind = phrase.plural ? "offices" : "office";
      meaning.id = tables_.roles[sense.role];
      std::vector<std::string_view> only;
      for (const PartyId party : sense.only) only.push_back(tables_.parties[party].id);
      if (!only.empty()) meaning.note = fmt::format("of {}", fmt::join(only, ", "));
      add(std::move(meaning));
    }
  }

  void add_body(const BodyPhrase& phrase) {
    const Body& body = tables_.body_list[phrase.body];
    Meaning meaning;
    meaning.kind = "body";
    meaning.name = body.name;
    meaning.note = fmt::format("sector {}", body.sector);
    add(std::move(meaning));
  }

  std::vector<Meaning> take() && { return std::move(meanings_); }

 private:
  static const char* kind_of(SenseKind kind) {
    switch (kind) {
      case SenseKind::kName:
        return "name";
      case SenseKind::kAdjective:
        return "adjective";
      case SenseKind::kPeople:
        return "people";
      case SenseKind::kCapital:
        return "capital";
      case SenseKind::kMetonym:
        return "metonym";
      case SenseKind::kInstitution:
        return "institution";
      case SenseKind::kPerson:
        return "person";
      case SenseKind::kNothing:
        break;
    }
    return "no actor";
  }

  void add(Meaning meaning) {
    const bool known = std::any_of(meanings_.begin(), meanings_.end(), [&](const Meaning& other) {
      return other.kind == meaning.kind && other.id == meaning.id && other.note == meaning.note &&
             other.from == meaning.from && other.to == meaning.to;
    });
    if (!known) meanings_.push_back(std::move(meaning));
  }

  const ActorTables& tables_;
  std::vector<Meaning> meanings_;
};

}  // namespace

std::vector<Meaning> ActorLexicon::meanings_of(std::string_view words, const WordSplitter& splitter,
                                               const Vocabulary& vocabulary) const {
  Answer answer(*tables_);
  std::vector<Span> spans;
  splitter.split(words, {0, static_cast<std::uint32_t>(words.size())}, spans);
  std::vector<WordId> ids;
  for (const Span span : spans) ids.push_back(vocabulary.find(fold(span.of(words))));
  const auto whole = [&](const PhraseTrie& trie) -> std::optional<std::uint32_t> {
    if (ids.empty()) return std::nullopt;
    const PhraseTrie::Match match = trie.find(ids);
    if (match.words != ids.size()) return std::nullopt;
    return match.value;
  };
  if (const auto entry = whole(tables_->names))
    answer.add_names(tables_->name_entries[*entry], "person");
  if (const auto entry = whole(tables_->families))
    answer.add_names(tables_->family_entries[*entry], "family name");
  if (const auto office = whole(tables_->offices))
    answer.add_office(tables_->office_phrases[*office]);
  if (const auto body = whole(tables_->bodies)) answer.add_body(tables_->body_phrases[*body]);
  return std::move(answer).take();
}

}  // namespace chancery

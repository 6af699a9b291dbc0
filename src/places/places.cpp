// Reads a document in four passes. The first cuts each sentence into atoms: names of the tables,
// states of the actors layer, names that the syntax layer calls places, and nouns such as "the
// city"; what is not used as a place is dropped. The second counts which states the report speaks
// of. The third decides what each name stands for, the fourth what the nouns do.
#include "places/places.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "places/lexicon.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::size_t kMaxPhraseWords = 12;
constexpr std::uint32_t kWindow = 24;        // tokens to each side in which a state counts as near
constexpr std::size_t kMaxCues = 12;         // of them, at most so many to each side
constexpr std::uint32_t kMaxConjuncts = 6;   // steps up a coordination
constexpr std::uint32_t kLargeCity = 50000;  // people: read without the word of the syntax layer
constexpr std::uint32_t kGreatCity = 300000;
constexpr double kMargin = 0.8;       // of the score: larger by a factor of six
constexpr double kUnsupported = 4.8;  // log of the people below which a city needs support
constexpr std::size_t kMaxCandidates = 5;

enum class AtomKind : std::uint8_t { kKnown, kState, kOpen, kNoun };

// How far the words around a name say that something is there.
enum class Locative : std::uint8_t { kNo, kMaybe, kYes };

struct Atom {
  TokenRange tokens;             // of the mention
  TokenRange name;               // of the phrase in it
  std::uint32_t phrase = kNone;  // of a kKnown, and of a name that holds one ("Prague Castle")
  AtomKind kind = AtomKind::kKnown;
  bool whole = true;            // kKnown: false where the name is longer than the phrase
  bool region_word = false;     // "Kursk region"
  bool exact = false;           // the sentence says which one: `state` or `holder`
  StateIndex state = kNoState;  // of a kState; else of what stands beside it
  RecordId holder = kNoId;      // the region that stands beside it
  std::uint32_t uses = 0;       // of a kNoun
  bool owned = false;           // "its capital"
  RecordId record = kNoId;      // what it stands for
  PlaceId place = kNoId;
  std::vector<RecordId> others;
};

struct Cue {
  TokenId token = 0;
  StateIndex state = kNoState;
};

class Finder {
 public:
  Finder(const Document& document, const WordSplitter& splitter, const Vocabulary& vocabulary,
         const PlaceTables& tables)
      : document_(document),
        text_(document.text_layer),
        syntax_(document.syntax),
        splitter_(splitter),
        vocabulary_(vocabulary),
        tables_(tables),
        parsed_(syntax_.upos.size() == text_.tokens() && text_.tokens() > 0),
        weight_(tables.states.size(), 0) {}

  PlaceLayer run() {
    read_actors();
    read_dateline();
    for (SentenceId s = 0; s < text_.sentences(); ++s) scan(s);
    weigh();
    for (Atom& atom : atoms_) resolve(atom);
    emit();
    return std::move(layer_);
  }

 private:
  // Tokens.
  WordId word(TokenId t) const { return text_.word[t]; }
  std::uint32_t uses(TokenId t) const { return tables_.uses(text_.word[t]); }
  bool is_capital(TokenId t) const {
    return text_.shape[t] == Shape::kCapital || text_.shape[t] == Shape::kUpper ||
           text_.shape[t] == Shape::kOther;
  }
  bool is_noun(TokenId t) const {
    return parsed_ && (syntax_.upos[t] == Upos::kNoun || syntax_.upos[t] == Upos::kPropn);
  }
  std::string_view lemma(TokenId t) const { return syntax_.lemma(t); }
  StateIndex state_of(std::string_view code) const {
    const auto found = tables_.state_of.find(code);
    return found == tables_.state_of.end() ? kNoState : found->second;
  }
  const Actor* actor_of(const Mention& mention) const {
    return mention.actor == kNoId ? nullptr : &document_.actors.actors[mention.actor];
  }
  // The mention of the actors layer that has the token; the outermost name.
  const Mention* mention_at(TokenId t) const {
    return actor_at_[t] == kNone ? nullptr : &document_.actors.mentions[actor_at_[t]];
  }

  void read_actors();
  void read_dateline();
  void scan(SentenceId sentence);
  const Name* name_at(TokenId t);
  PhraseTrie::Match match(TokenId t, TokenId end) const;
  bool spelled(TokenRange tokens, const PlacePhrase& phrase) const;
  bool may_start(TokenId t) const;
  bool ends_address(TokenId begin) const;
  void take_known(TokenRange tokens, std::uint32_t phrase, TokenRange sentence);
  void take_state(const Mention& mention, TokenRange sentence);
  void take_open(const Name& name, TokenRange sentence);
  void take_noun(TokenId t, TokenRange sentence);
  void stand_beside(Atom& atom, TokenRange sentence);

  TokenId head_of(TokenRange tokens) const;
  // `state`: "between Kenya and Uganda" and "at Kenya" say of a state little.
  Locative locative(TokenRange tokens, TokenRange sentence, bool state = false) const;
  std::uint32_t mark_of(TokenId head, TokenRange tokens, TokenRange sentence,
                        std::uint32_t left) const;
  bool is_where(TokenRange tokens) const;
  bool governed_by_motion(TokenId governor) const;

  void weigh();
  void resolve(Atom& atom);
  void resolve_known(Atom& atom);
  void resolve_open(Atom& atom);
  double score(const PlaceRecord& record, const Atom& atom) const;
  StateIndex near_state(TokenRange tokens) const;
  bool holds(const PlaceRecord& outer, const PlaceRecord& inner) const;
  StateIndex only_state(std::uint32_t phrase, bool* large) const;

  void emit();
  void refer(Atom& atom, std::size_t index);
  PlaceId place_of(RecordId record);
  PlaceId place_named(std::string id, std::string name, StateIndex state, PlaceType type);
  PlaceId place_of_state(StateIndex state);

  const Document& document_;
  const TextLayer& text_;
  const SyntaxLayer& syntax_;
  const WordSplitter& splitter_;
  const Vocabulary& vocabulary_;
  const PlaceTables& tables_;
  const bool parsed_;

  std::vector<std::uint32_t> actor_at_;  // by token: index of the mention that has it
  std::vector<Cue> cues_;                // states that the actors layer names, by token
  std::vector<double> weight_;           // by state: how much the report speaks of it
  std::size_t next_name_ = 0;
  TokenId open_until_ = 0;  // names before it are taken
  StateIndex dateline_state_ = kNoState;
  std::vector<Atom> atoms_;
  std::unordered_map<std::string, PlaceId> place_ids_;
  double heaviest_ = 0;         // of weight_
  StateIndex sole_ = kNoState;  // the one state that has weight
  std::vector<PlaceMention> dateline_;
  PlaceLayer layer_;
};

void Finder::read_actors() {
  actor_at_.assign(text_.tokens(), kNone);
  const std::vector<Mention>& mentions = document_.actors.mentions;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const Mention& mention = mentions[i];
    const Actor* actor = actor_of(mention);
    if (actor != nullptr && !mention.tokens.empty()) {
      const StateIndex state = state_of(actor->state);
      if (state != kNoState && mention.how != How::kInferred)
        cues_.push_back({mention.tokens.begin, state});
    }
    if (mention.kind == MentionKind::kOffice || mention.kind == MentionKind::kBody) continue;
    if (mention.how == How::kCoreferent && mention.kind != MentionKind::kPerson) continue;
    const TokenId end = std::min<TokenId>(mention.tokens.end, static_cast<TokenId>(text_.tokens()));
    for (TokenId t = mention.tokens.begin; t < end; ++t) {
      if (actor_at_[t] == kNone) actor_at_[t] = static_cast<std::uint32_t>(i);
    }
  }
  std::stable_sort(cues_.begin(), cues_.end(),
                   [](const Cue& a, const Cue& b) { return a.token < b.token; });
}

// The name at the token, of the syntax layer. Tokens must be asked for in order.
const Name* Finder::name_at(TokenId t) {
  while (next_name_ < syntax_.names.size() && syntax_.names[next_name_].tokens.end <= t)
    ++next_name_;
  if (next_name_ == syntax_.names.size() || syntax_.names[next_name_].tokens.begin > t)
    return nullptr;
  return &syntax_.names[next_name_];
}

bool Finder::may_start(TokenId t) const {
  if (is_capital(t)) return true;
  // "al-Bab", "the Hague"
  return (uses(t) & kUseParticle) != 0 && t + 1 < text_.tokens() &&
         ((uses(t) & kUseThe) != 0 || !text_.space_before[t + 1]);
}

bool Finder::spelled(TokenRange tokens, const PlacePhrase& phrase) const {
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    const std::uint32_t bit = std::min<std::uint32_t>(t - tokens.begin, 31);
    if (((phrase.capital >> bit) & 1u) == 0 || is_capital(t)) continue;
    // "San Juan river"
    constexpr std::uint32_t kCommon = kUseExtends | kUseWater | kUseIsland;
    if (t > tokens.begin && (uses(t) & kCommon) != 0) continue;
    if (t == tokens.begin && tokens.size() > 1 && (uses(t) & kUseParticle) != 0) continue;
    return false;
  }
  return true;
}

PhraseTrie::Match Finder::match(TokenId t, TokenId end) const {
  const std::size_t size = std::min<std::size_t>(end - t, kMaxPhraseWords);
  const PhraseTrie::Match found = tables_.trie.find({text_.word.data() + t, size});
  if (found.words == 0) return found;
  if (!spelled({t, t + found.words}, tables_.phrases[found.value])) return {};
  return found;
}

// The word of the range that depends on a word outside it.
TokenId Finder::head_of(TokenRange tokens) const {
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    if (syntax_.head[t] == kNoToken || !tokens.contains(syntax_.head[t])) return t;
  }
  return tokens.end - 1;
}

bool Finder::governed_by_motion(TokenId governor) const {
  return governor != kNoToken && (tables_.uses(lemma(governor)) & kUseMotion) != 0;
}

// What the prepositions of the phrase with that head say, `left` being the word before it.
std::uint32_t Finder::mark_of(TokenId head, TokenRange tokens, TokenRange sentence,
                              std::uint32_t left) const {
  std::uint32_t mark = 0;
  for (TokenId t = head; t > sentence.begin && head - t < 8;) {
    --t;
    if (syntax_.head[t] == head && syntax_.relation[t] == Relation::kCase) mark |= uses(t);
  }
  return mark == 0 && head >= tokens.begin ? left : mark;
}

// "in Geneva", "near the border": what is told of is there, and does not go there.
bool Finder::is_where(TokenRange tokens) const {
  const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[tokens.begin]];
  TokenId before = tokens.begin;
  for (int steps = 0;
       steps < 3 && before > sentence.begin && (uses(before - 1) & (kUseThe | kUseSide)) != 0;
       ++steps)
    --before;
  const std::uint32_t left = before > sentence.begin ? uses(before - 1) : 0;
  const std::uint32_t mark = parsed_ ? mark_of(head_of(tokens), tokens, sentence, left) : left;
  return (mark & (kUseInside | kUseAround)) != 0;
}

Locative Finder::locative(TokenRange tokens, TokenRange sentence, bool state) const {
  // The word before, past an article and words that say which part.
  TokenId before = tokens.begin;
  for (int steps = 0;
       steps < 3 && before > sentence.begin && (uses(before - 1) & (kUseThe | kUseSide)) != 0;
       ++steps)
    --before;
  const std::uint32_t left = before > sentence.begin ? uses(before - 1) : 0;
  if (!parsed_) {
    if ((left & kUseInside) != 0) return Locative::kYes;
    if ((left & kUseAround) != 0) return state ? Locative::kMaybe : Locative::kYes;
    return (left & (kUseTo | kUseFrom | kUseOn)) != 0 ? Locative::kMaybe : Locative::kNo;
  }
  if ((left & kUseInside) != 0) return Locative::kYes;
  TokenId head = head_of(tokens);
  // "the Geneva talks"
  for (std::uint32_t step = 0; step < kMaxConjuncts; ++step) {
    const TokenId governor = syntax_.head[head];
    if (governor == kNoToken || syntax_.relation[head] != Relation::kConj) break;
    if (governor >= head || governor < sentence.begin) break;
    head = governor;
  }
  const TokenId governor = syntax_.head[head];
  const Relation relation = syntax_.relation[head];
  if (governor != kNoToken && (relation == Relation::kObj || relation == Relation::kNsubjPass) &&
      (tables_.uses(lemma(governor)) & kUseMoved) != 0)
    return Locative::kYes;
  const std::uint32_t mark = mark_of(head, tokens, sentence, left);
  if ((mark & kUseInside) != 0) return Locative::kYes;
  if ((mark & kUseAround) != 0)
    return state && !governed_by_motion(governor) ? Locative::kMaybe : Locative::kYes;
  if ((mark & (kUseTo | kUseFrom)) != 0)
    return governed_by_motion(governor) ? Locative::kYes : Locative::kMaybe;
  if ((mark & (kUseOn | kUseOf)) != 0) return Locative::kMaybe;
  return Locative::kNo;
}

bool Finder::holds(const PlaceRecord& outer, const PlaceRecord& inner) const {
  if (outer.state == kNoState || outer.state != inner.state) return false;
  if (outer.type == PlaceType::kState) return inner.type != PlaceType::kState;
  return outer.type == PlaceType::kRegion && inner.type != PlaceType::kRegion &&
         inner.type != PlaceType::kState &&
         (outer.region.empty() || inner.region.empty() || outer.region == inner.region);
}

// "Cambridge, Massachusetts"; "Hyderabad in Pakistan"; "Pakistan's Hyderabad".
void Finder::stand_beside(Atom& atom, TokenRange sentence) {
  const TokenId after = atom.tokens.end;
  bool comma = false;
  TokenId at = after;
  if (after + 1 < sentence.end && (uses(after) & kUseComma) != 0) {
    comma = true;
    at = after + 1;
  } else if (after + 1 < sentence.end && (uses(after) & kUseInside) != 0) {
    at = after + 1;
    if (at + 1 < sentence.end && (uses(at) & kUseThe) != 0 && !is_capital(at)) ++at;
  }
  const auto holder_in = [&](std::uint32_t phrase) {
    for (std::uint32_t l = tables_.phrases[phrase].first; l != kNone; l = tables_.links[l].next) {
      const PlaceRecord& outer = tables_.records[tables_.links[l].record];
      if (outer.type != PlaceType::kState && outer.type != PlaceType::kRegion) continue;
      for (std::uint32_t k = tables_.phrases[atom.phrase].first; k != kNone;
           k = tables_.links[k].next) {
        if (holds(outer, tables_.records[tables_.links[k].record])) return tables_.links[l].record;
      }
    }
    return RecordId{kNoId};
  };
  if (at > after && may_start(at)) {
    const PhraseTrie::Match next = match(at, sentence.end);
    if (next.words > 0) {
      const RecordId holder = holder_in(next.value);
      if (holder != kNoId) {
        atom.holder = holder;
        atom.exact = true;
        return;
      }
    }
    if (const Mention* mention = mention_at(at); mention != nullptr && !comma) {
      const Actor* actor = actor_of(*mention);
      if (actor != nullptr && mention->kind == MentionKind::kName &&
          actor->type == ActorType::kState)
        atom.state = state_of(actor->id);
    }
  }
  // "Pakistan's Hyderabad", "the Syrian town of Douma"
  TokenId before = atom.tokens.begin;
  for (int steps = 0; steps < 4 && before > sentence.begin; ++steps) {
    --before;
    const Mention* mention = mention_at(before);
    if (mention != nullptr) {
      const Actor* actor = actor_of(*mention);
      if (actor != nullptr && actor->type == ActorType::kState &&
          (mention->kind == MentionKind::kName || mention->kind == MentionKind::kAdjective)) {
        // A name of the state itself must own what follows.
        if (mention->kind == MentionKind::kName &&
            (mention->tokens.end >= text_.tokens() ||
             (uses(mention->tokens.end) & kUsePossessive) == 0))
          break;
        if (atom.state == kNoState) atom.state = state_of(actor->id);
      }
      break;
    }
    if ((uses(before) & (kUsePossessive | kUseOf | kUseSide | kUseNoun)) == 0 &&
        !(parsed_ && (syntax_.upos[before] == Upos::kAdj || syntax_.upos[before] == Upos::kNoun)))
      break;
  }
}

// "Lobito, Angola": whether the atom before goes with what begins here.
bool Finder::ends_address(TokenId begin) const {
  return !atoms_.empty() && atoms_.back().kind == AtomKind::kKnown && atoms_.back().exact &&
         atoms_.back().tokens.end + 1 == begin && (uses(atoms_.back().tokens.end) & kUseComma) != 0;
}

void Finder::take_known(TokenRange tokens, std::uint32_t phrase_id, TokenRange sentence) {
  const PlacePhrase& phrase = tables_.phrases[phrase_id];
  const Mention* mention = mention_at(tokens.begin);
  if (mention == nullptr) mention = mention_at(tokens.end - 1);
  bool told = false;  // by the actors layer
  if (mention != nullptr) {
    const bool longer = mention->tokens.begin < tokens.begin || mention->tokens.end > tokens.end;
    const bool shorter = mention->tokens.size() < tokens.size();
    switch (mention->kind) {
      case MentionKind::kPerson:
        return;
      case MentionKind::kCapital:
      case MentionKind::kMetonym:
        if (longer || (!mention->as_place && !shorter)) return;
        told = mention->as_place && !shorter;
        break;
      case MentionKind::kName: {
        const Actor* actor = actor_of(*mention);
        if (!shorter && (longer || actor == nullptr || actor->type != ActorType::kState)) return;
        break;
      }
      default:
        if (!shorter) return;
        break;
    }
  }

  Atom atom;
  atom.tokens = atom.name = tokens;
  atom.phrase = phrase_id;
  stand_beside(atom, sentence);

  std::uint32_t people = 0;
  bool famous = false;   // by hand, or a capital or seat
  bool area = false;     // has a meaning that is no city
  bool by_rule = false;  // a city that the rule of its name lets pass
  for (std::uint32_t l = phrase.first; l != kNone; l = tables_.links[l].next) {
    const PlaceRecord& record = tables_.records[tables_.links[l].record];
    const bool city = record.type == PlaceType::kCity || record.type == PlaceType::kCapital;
    if (record.type == PlaceType::kState) continue;
    people = std::max(people, record.population);
    famous = famous || record.famous || record.type == PlaceType::kCapital;
    area = area || !city;
    by_rule = by_rule || city;
  }
  if (!area && !by_rule) return;

  const Name* name = name_at(tokens.begin);
  bool exact_name = false;
  if (name != nullptr) {
    const bool covers = name->tokens.begin <= tokens.begin && name->tokens.end >= tokens.end;
    if (!covers) {
      name = nullptr;
    } else {
      // "Kursk Region", "Eastern Ukraine", "Paris, France": the rest is no part of the name.
      bool part = false;
      for (TokenId t = name->tokens.begin; t < tokens.begin; ++t)
        part = part || (uses(t) & (kUseSide | kUseComma | kUseThe)) == 0;
      if (name->tokens.end > tokens.end && (uses(tokens.end) & kUseComma) == 0) {
        for (TokenId t = tokens.end; t < name->tokens.end; ++t)
          part = part || (uses(t) & kUseExtends) == 0;
      }
      if (name->tokens.begin < tokens.begin && (uses(tokens.begin - 1) & kUseComma) != 0)
        part = false;
      exact_name = !part;
      if (part && !(area && tokens.size() > 1 && name->type != NameType::kPerson &&
                    name->type != NameType::kOrganisation && name->type != NameType::kEvent)) {
        if (name->type != NameType::kPlace) return;
        atom.kind = AtomKind::kOpen;
        atom.whole = false;
        atom.tokens = name->tokens;
        if (locative(atom.tokens, sentence) == Locative::kNo && name->score < 0.6f) return;
        atoms_.push_back(std::move(atom));
        open_until_ = name->tokens.end;
        return;
      }
    }
  }

  const Locative where = locative(tokens, sentence);
  const bool beside = atom.exact || atom.state != kNoState;
  const bool called = name != nullptr && exact_name && name->type == NameType::kPlace;
  if (!area || by_rule) {
    // The rule of the name holds where only cities have it.
    const bool refused = phrase.rule == CityRule::kNever ||
                         (phrase.rule == CityRule::kNamed && !called && !beside && !told) ||
                         (phrase.rule == CityRule::kBeside && !atom.exact && !told);
    if (refused) {
      if (!area) return;
      by_rule = false;
    }
  }
  bool taken = told || atom.exact || called || ends_address(tokens.begin);
  if (!taken && name != nullptr && exact_name) {
    if (name->type == NameType::kPerson) {
      taken = where == Locative::kYes && people >= kGreatCity;
    } else {
      taken = (where != Locative::kNo && (famous || people >= kLargeCity)) ||
              (area && tokens.size() > 1);
    }
  } else if (!taken && name == nullptr) {
    const bool proper = !parsed_ || syntax_.upos[tokens.end - 1] == Upos::kPropn;
    taken = (area && tokens.size() > 1) || (beside && where != Locative::kNo) ||
            (proper && where == Locative::kYes) ||
            (proper && where == Locative::kMaybe && people >= kLargeCity);
  } else if (!taken) {
    taken = area && tokens.size() > 1;
  }
  if (!taken) return;

  // "Kursk region"
  if (atom.tokens.end < sentence.end && (uses(atom.tokens.end) & kUseExtends) != 0 &&
      (!parsed_ || syntax_.head[tokens.end - 1] == atom.tokens.end ||
       (name != nullptr && name->tokens.end > atom.tokens.end))) {
    atom.region_word = (uses(atom.tokens.end) & kUseCity) == 0;
    ++atom.tokens.end;
  }
  open_until_ = atom.tokens.end;
  atoms_.push_back(std::move(atom));
}

void Finder::take_state(const Mention& mention, TokenRange sentence) {
  const Actor* actor = actor_of(mention);
  if (actor == nullptr || actor->type != ActorType::kState) return;
  Atom atom;
  atom.kind = AtomKind::kState;
  atom.tokens = atom.name = mention.tokens;
  atom.state = state_of(actor->id);
  if (atom.state == kNoState) return;
  // "Anbar province, Iraq"
  const bool address = !atoms_.empty() && atoms_.back().kind != AtomKind::kNoun &&
                       atoms_.back().kind != AtomKind::kState &&
                       atoms_.back().tokens.end + 1 == mention.tokens.begin &&
                       (uses(atoms_.back().tokens.end) & kUseComma) != 0;
  const bool taken = mention.as_place || address ||
                     locative(mention.tokens, sentence, true) == Locative::kYes ||
                     ends_address(mention.tokens.begin);
  // "Kenya's capital", "in Kenya's north": the state owns, and is no place of its own.
  if (mention.tokens.end < sentence.end && (uses(mention.tokens.end) & kUsePossessive) != 0) return;
  if (!taken) return;
  // "in Kenya talks": a modifier.
  if (parsed_ && !mention.as_place) {
    const TokenId head = head_of(mention.tokens);
    if (syntax_.relation[head] == Relation::kCompound && syntax_.head[head] >= mention.tokens.end)
      return;
  }
  open_until_ = mention.tokens.end;
  atoms_.push_back(std::move(atom));
}

void Finder::take_open(const Name& name, TokenRange sentence) {
  if (name.type != NameType::kPlace || name.score < 0.5f) return;
  for (TokenId t = name.tokens.begin; t < name.tokens.end; ++t) {
    if (actor_at_[t] != kNone || text_.shape[t] == Shape::kNumber) return;
  }
  if (!is_capital(name.tokens.begin)) return;
  if (locative(name.tokens, sentence) == Locative::kNo) return;
  Atom atom;
  atom.kind = AtomKind::kOpen;
  atom.tokens = atom.name = name.tokens;
  open_until_ = name.tokens.end;
  atoms_.push_back(std::move(atom));
}

// "the city", "the Chilean capital", "its capital".
void Finder::take_noun(TokenId t, TokenRange sentence) {
  if (t == sentence.begin) return;
  if (parsed_ && syntax_.upos[t] != Upos::kNoun) return;
  if (t + 1 < sentence.end && is_noun(t + 1) && syntax_.relation[t] == Relation::kCompound) return;
  Atom atom;
  atom.kind = AtomKind::kNoun;
  atom.uses = uses(t);
  TokenId first = t;
  bool definite = false;
  for (int steps = 0; steps < 4 && first > sentence.begin; ++steps) {
    const TokenId before = first - 1;
    if ((uses(before) & kUseThe) != 0) {
      definite = true;
      break;
    }
    if ((uses(before) & kUseIts) != 0) {
      if ((atom.uses & kUseCapital) == 0) return;
      atom.owned = definite = true;
      break;
    }
    const Mention* mention = mention_at(before);
    if (mention != nullptr && mention->kind == MentionKind::kAdjective) {
      const Actor* actor = actor_of(*mention);
      if (actor != nullptr) atom.state = state_of(actor->id);
      first = mention->tokens.begin;
      continue;
    }
    if ((uses(before) & kUsePossessive) != 0 && before > sentence.begin) {
      const Mention* owner = mention_at(before - 1);
      const Actor* actor = owner == nullptr ? nullptr : actor_of(*owner);
      if (actor == nullptr || actor->type != ActorType::kState) return;
      atom.state = state_of(actor->id);
      definite = true;
      break;
    }
    if (!parsed_ || text_.shape[before] != Shape::kLower) return;
    if (syntax_.upos[before] != Upos::kNoun || syntax_.relation[before] != Relation::kCompound)
      return;
    first = before;
  }
  if (!definite) return;
  // "the city of Douma", "the river Rhine"
  if (t + 1 < sentence.end && (uses(t + 1) & kUseOf) != 0 && t + 2 < sentence.end) {
    TokenId next = t + 2;
    if (next + 1 < sentence.end && (uses(next) & kUseThe) != 0) ++next;
    const Mention* mention = mention_at(next);
    const Actor* actor = mention == nullptr ? nullptr : actor_of(*mention);
    if ((atom.uses & kUseCapital) == 0 || actor == nullptr || actor->type != ActorType::kState)
      return;
    atom.state = state_of(actor->id);
  }
  if (t + 1 < sentence.end && is_capital(t + 1)) return;
  atom.tokens = atom.name = {first, t + 1};
  const bool place = locative(atom.tokens, sentence) == Locative::kYes;
  if ((atom.uses & (kUseCapital | kUseCountry)) != 0 && !place && atom.state == kNoState &&
      !atom.owned)
    return;
  if ((atom.uses & kUseCountry) != 0 && !place) return;
  atoms_.push_back(std::move(atom));
}

void Finder::scan(SentenceId sentence) {
  const TokenRange range = text_.sentence_tokens[sentence];
  for (TokenId t = range.begin; t < range.end;) {
    const std::size_t before = atoms_.size();
    const Name* name = name_at(t);
    if (may_start(t)) {
      const PhraseTrie::Match found = match(t, range.end);
      const Mention* mention = mention_at(t);
      const Actor* actor = mention == nullptr ? nullptr : actor_of(*mention);
      const bool state = mention != nullptr && mention->tokens.begin == t && actor != nullptr &&
                         mention->kind == MentionKind::kName && actor->type == ActorType::kState &&
                         state_of(actor->id) != kNoState;
      if (state && mention->tokens.size() >= found.words) {
        take_state(*mention, range);
        t = mention->tokens.end;
        continue;
      }
      if (found.words > 0) {
        take_known({t, t + found.words}, found.value, range);
        if (atoms_.size() > before) {
          t = std::max(t + found.words, atoms_.back().tokens.end);
          // A longer name began before this phrase: what was taken of it gives way.
          while (atoms_.size() > before + 0 && atoms_.size() > 1 &&
                 atoms_[atoms_.size() - 2].tokens.end > atoms_.back().tokens.begin)
            atoms_.erase(atoms_.end() - 2);
          continue;
        }
        if (name == nullptr || name->tokens.end <= t + found.words) {
          t += found.words;
          continue;
        }
      }
      // A name that no table knows, once none of its words has been taken.
      if (name != nullptr && name->tokens.end == t + 1 && name->tokens.begin >= open_until_) {
        take_open(*name, range);
      }
      ++t;
      continue;
    }
    if (name != nullptr && name->tokens.end == t + 1 && name->tokens.begin >= open_until_)
      take_open(*name, range);
    else if ((uses(t) & kUseNoun) != 0 && text_.shape[t] == Shape::kLower && t >= open_until_)
      take_noun(t, range);
    ++t;
  }
}

// The state that all meanings of the phrase share, or that of one far larger than all others.
StateIndex Finder::only_state(std::uint32_t phrase, bool* large) const {
  StateIndex best = kNoState;
  std::uint32_t people = 0;
  std::uint32_t second = 0;
  bool one = true;
  for (std::uint32_t l = tables_.phrases[phrase].first; l != kNone; l = tables_.links[l].next) {
    const PlaceRecord& record = tables_.records[tables_.links[l].record];
    if (record.state == kNoState) return kNoState;
    const std::uint32_t size =
        record.type == PlaceType::kRegion ? kGreatCity : std::max(record.population, 1u);
    if (best == kNoState || record.state == best) {
      best = record.state;
      people = std::max(people, size);
      continue;
    }
    one = false;
    if (size > people) {
      second = people;
      people = size;
      best = record.state;
    } else {
      second = std::max(second, size);
    }
  }
  *large = people >= kLargeCity;
  if (one || (people >= kGreatCity && people / 20 >= second)) return best;
  return kNoState;
}

void Finder::weigh() {
  double first = 1.5;
  for (const ActorId id : document_.actors.states) {
    const StateIndex state = state_of(document_.actors.actors[id].id);
    if (state == kNoState) continue;
    weight_[state] += first;
    first = 1.0;
  }
  if (dateline_state_ != kNoState) weight_[dateline_state_] += 1.0;
  std::vector<Cue> more;
  for (const Atom& atom : atoms_) {
    StateIndex state = kNoState;
    if (atom.kind == AtomKind::kState) {
      state = atom.state;
    } else if (atom.kind == AtomKind::kKnown) {
      bool large = false;
      if (atom.exact) {
        state = tables_.records[atom.holder].state;
      } else {
        state = only_state(atom.phrase, &large);
        if (!large) state = kNoState;
      }
    }
    if (state == kNoState) continue;
    weight_[state] += 0.6;
    more.push_back({atom.tokens.begin, state});
  }
  std::size_t weighed = 0;
  for (std::size_t state = 1; state < weight_.size(); ++state) {
    heaviest_ = std::max(heaviest_, weight_[state]);
    if (weight_[state] == 0) continue;
    sole_ = weighed++ == 0 ? static_cast<StateIndex>(state) : kNoState;
  }
  const std::size_t old = cues_.size();
  cues_.insert(cues_.end(), more.begin(), more.end());
  std::inplace_merge(cues_.begin(), cues_.begin() + static_cast<std::ptrdiff_t>(old), cues_.end(),
                     [](const Cue& a, const Cue& b) { return a.token < b.token; });
}

double Finder::score(const PlaceRecord& record, const Atom& atom) const {
  double value = 0;
  if (record.type == PlaceType::kRegion || record.type == PlaceType::kWater ||
      record.type == PlaceType::kOther) {
    value = 5.7;
  } else {
    value = std::log10(record.population + 100.0);
    if (record.famous) value = std::max(value, 5.2);
  }
  if (record.type == PlaceType::kCapital) value += 0.7;
  if (record.seat) value += 0.3;
  if (record.state == kNoState) return value;
  if (record.state == atom.state) value += 4;
  value += 2.0 * std::min(weight_[record.state], 1.5);
  if (record.state == dateline_state_) value += 0.5;
  const auto at = std::lower_bound(cues_.begin(), cues_.end(), atom.tokens.begin,
                                   [](const Cue& cue, TokenId t) { return cue.token < t; });
  const SentenceId sentence = text_.token_sentence[atom.tokens.begin];
  bool near = false;
  std::size_t steps = 0;
  for (auto left = at; left != cues_.begin() && steps < kMaxCues; ++steps) {
    --left;
    if (left->token + kWindow < atom.tokens.begin || text_.token_sentence[left->token] != sentence)
      break;
    near = near || left->state == record.state;
  }
  steps = 0;
  for (auto right = at; right != cues_.end() && steps < kMaxCues; ++right, ++steps) {
    if (right->token > atom.tokens.end + kWindow || text_.token_sentence[right->token] != sentence)
      break;
    if (right->token < atom.tokens.end) continue;
    near = near || right->state == record.state;
  }
  if (near) value += 1.5;
  return value;
}

void Finder::resolve(Atom& atom) {
  switch (atom.kind) {
    case AtomKind::kKnown:
      resolve_known(atom);
      break;
    case AtomKind::kState:
      atom.record = tables_.state_record[atom.state];
      break;
    case AtomKind::kOpen:
      resolve_open(atom);
      break;
    case AtomKind::kNoun:
      break;
  }
}

void Finder::resolve_known(Atom& atom) {
  struct Candidate {
    RecordId record;
    double score;
  };
  const PlacePhrase& phrase = tables_.phrases[atom.phrase];
  const PlaceRecord* holder = atom.holder == kNoId ? nullptr : &tables_.records[atom.holder];
  std::vector<Candidate> found;
  for (std::uint32_t l = phrase.first; l != kNone; l = tables_.links[l].next) {
    const RecordId id = tables_.links[l].record;
    const PlaceRecord& record = tables_.records[id];
    if (record.type == PlaceType::kState) continue;
    const bool city = record.type == PlaceType::kCity || record.type == PlaceType::kCapital;
    if (city && phrase.rule == CityRule::kNever) continue;
    if (city && phrase.rule == CityRule::kBeside && !atom.exact && found.size() > 0) continue;
    if (holder != nullptr && !holds(*holder, record)) continue;
    double value = score(record, atom);
    if (atom.region_word && record.type == PlaceType::kRegion) value += 1;
    found.push_back({id, value});
  }
  if (found.empty()) return;
  std::stable_sort(found.begin(), found.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  const PlaceRecord& best = tables_.records[found.front().record];
  // Places of one name in one state have one id; the first rival is of another.
  std::size_t rival = 1;
  const auto same = [&](RecordId other) {
    const PlaceRecord& record = tables_.records[other];
    return record.owner == best.owner && record.name == best.name;
  };
  while (rival < found.size() && same(found[rival].record)) ++rival;
  bool decided = rival == found.size() || found.front().score - found[rival].score >= kMargin;
  // A small town of a state that nothing in the report speaks of is somebody else's namesake.
  const bool city = best.type == PlaceType::kCity;
  if (decided && city && !best.famous && !atom.exact && best.state != atom.state &&
      weight_[best.state] < 0.7 && std::log10(best.population + 100.0) < kUnsupported) {
    decided = heaviest_ < 1;
  }
  if (decided) atom.record = found.front().record;
  for (std::size_t i = decided ? rival : 0; i < found.size(); ++i) {
    if (atom.others.size() == kMaxCandidates) break;
    const auto twin = [&](RecordId other) {
      return tables_.records[other].owner == tables_.records[found[i].record].owner;
    };
    if (std::none_of(atom.others.begin(), atom.others.end(), twin))
      atom.others.push_back(found[i].record);
  }
}

// The state of the nearest cue of the sentence, where no other state is as near.
StateIndex Finder::near_state(TokenRange tokens) const {
  const auto at = std::lower_bound(cues_.begin(), cues_.end(), tokens.begin,
                                   [](const Cue& cue, TokenId t) { return cue.token < t; });
  const SentenceId sentence = text_.token_sentence[tokens.begin];
  StateIndex found = kNoState;
  bool several = false;
  std::size_t steps = 0;
  const auto see = [&](StateIndex state) {
    several = several || (found != kNoState && state != found);
    found = state;
  };
  for (auto left = at; left != cues_.begin() && steps < kMaxCues; ++steps) {
    --left;
    if (text_.token_sentence[left->token] != sentence) break;
    see(left->state);
  }
  steps = 0;
  for (auto right = at; right != cues_.end() && steps < kMaxCues; ++right, ++steps) {
    if (text_.token_sentence[right->token] != sentence) break;
    see(right->state);
  }
  return several ? kNoState : found;
}

void Finder::resolve_open(Atom& atom) {
  if (atom.phrase != kNone) {
    Atom inner;
    inner.phrase = atom.phrase;
    inner.tokens = inner.name = atom.name;
    inner.state = atom.state;
    resolve_known(inner);
    if (inner.record != kNoId) {
      atom.state = tables_.records[inner.record].state;
      return;
    }
  }
  // "Karrada, Baghdad", "the Karrada district of Baghdad"
  const Atom* next = &atom + 1;
  if (atom.state == kNoState && next < atoms_.data() + atoms_.size() &&
      next->tokens.begin <= atom.tokens.end + 2 && next->kind == AtomKind::kKnown) {
    const std::uint32_t link = uses(next->tokens.begin - 1);
    bool large = false;
    if ((link & (kUseComma | kUseOf)) != 0) atom.state = only_state(next->phrase, &large);
  }
  if (atom.state == kNoState) atom.state = near_state(atom.tokens);
  if (atom.state == kNoState) atom.state = sole_;
}

PlaceId Finder::place_named(std::string id, std::string name, StateIndex state, PlaceType type) {
  const auto [found, is_new] =
      place_ids_.try_emplace(id, static_cast<PlaceId>(layer_.places.size()));
  if (is_new) {
    Place place;
    place.id = std::move(id);
    place.name = std::move(name);
    place.type = type;
    place.state = std::string(tables_.states[state]);
    layer_.places.push_back(std::move(place));
  }
  return found->second;
}

PlaceId Finder::place_of(RecordId id) {
  const PlaceRecord& record = tables_.records[id];
  std::string key(record.owner);
  if (record.type != PlaceType::kState) {
    key += '/';
    key += record.name;
  }
  const std::size_t known = layer_.places.size();
  const PlaceId made =
      place_named(std::move(key), std::string(record.name), record.state, record.type);
  if (layer_.places.size() > known) {
    Place& place = layer_.places.back();
    place.located = record.located;
    place.latitude = record.latitude;
    place.longitude = record.longitude;
    place.population = record.population;
    if (record.owner.size() > 3) {
      for (const std::string_view claimant : split_list(record.owner, '+'))
        place.claimed_by.emplace_back(claimant);
    }
  }
  return made;
}

PlaceId Finder::place_of_state(StateIndex state) {
  if (tables_.state_record[state] != kNoId) return place_of(tables_.state_record[state]);
  const std::string code(tables_.states[state]);
  return place_named(code, code, state, PlaceType::kState);
}

// Phrases of the dateline: the first is the place, the second may hold it.
void Finder::read_dateline() {
  if (!document_.layout.dateline || document_.layout.dateline->place.empty()) return;
  const std::string_view text = document_.text();
  std::vector<Span> spans;
  splitter_.split(text, document_.layout.dateline->place, spans);
  if (spans.empty() || spans.size() > 16) return;
  std::vector<WordId> words;
  std::string folded;
  for (const Span span : spans) words.push_back(vocabulary_.find(fold(span.of(text))));
  struct Found {
    Span span;
    std::uint32_t phrase;
  };
  std::vector<Found> found;
  for (std::size_t i = 0; i < words.size();) {
    const PhraseTrie::Match hit = tables_.trie.find(std::span<const WordId>(words).subspan(i));
    if (hit.words == 0) {
      ++i;
      continue;
    }
    found.push_back({cover(spans[i], spans[i + hit.words - 1]), hit.value});
    i += hit.words;
  }
  if (found.empty()) return;
  RecordId best = kNoId;
  RecordId holder = kNoId;
  const auto each = [&](std::uint32_t phrase, const auto& visit) {
    for (std::uint32_t l = tables_.phrases[phrase].first; l != kNone; l = tables_.links[l].next)
      visit(tables_.links[l].record);
  };
  double best_score = -1;
  double second = -1;
  const auto consider = [&](RecordId id) {
    const PlaceRecord& record = tables_.records[id];
    double value = std::log10(record.population + 100.0);
    if (record.type != PlaceType::kCity && record.type != PlaceType::kCapital) value = 5.5;
    if (record.type == PlaceType::kCapital) value += 0.7;
    if (record.type == PlaceType::kState) value += 1;
    for (const ActorId actor : document_.actors.states) {
      if (record.state != kNoState &&
          document_.actors.actors[actor].id == tables_.states[record.state])
        value += 1.5;
    }
    if (value > best_score) {
      if (best != kNoId && tables_.records[best].owner != record.owner) second = best_score;
      best_score = value;
      best = id;
    } else if (tables_.records[best].owner != record.owner) {
      second = std::max(second, value);
    }
  };
  if (found.size() > 1) {
    each(found[1].phrase, [&](RecordId outer) {
      each(found[0].phrase, [&](RecordId inner) {
        if (holds(tables_.records[outer], tables_.records[inner])) {
          holder = outer;
          consider(inner);
        }
      });
    });
  }
  if (holder == kNoId) each(found[0].phrase, consider);
  if (best == kNoId || (holder == kNoId && best_score - second < kMargin)) return;
  dateline_state_ = tables_.records[best].state;
  layer_.dateline = place_of(best);
  dateline_.push_back({found[0].span, {0, 0}, layer_.dateline, How::kNamed, {}, false});
  if (holder != kNoId)
    dateline_.push_back({found[1].span, {0, 0}, place_of(holder), How::kNamed, {}, false});
}

// What a noun stands for, from the atoms before it.
void Finder::refer(Atom& atom, std::size_t index) {
  const SentenceId sentence = text_.token_sentence[atom.tokens.begin];
  // The one state that the sentence, or also the one before it, names before the noun.
  const auto state_before = [&](SentenceId from) {
    const auto at = std::lower_bound(cues_.begin(), cues_.end(), atom.tokens.begin,
                                     [](const Cue& cue, TokenId t) { return cue.token < t; });
    StateIndex found = kNoState;
    std::size_t steps = 0;
    for (auto left = at; left != cues_.begin() && steps < kMaxCues; ++steps) {
      --left;
      if (text_.token_sentence[left->token] < from) break;
      if (found != kNoState && left->state != found) return kNoState;
      found = left->state;
    }
    return found;
  };
  if ((atom.uses & kUseCapital) != 0) {
    StateIndex state = atom.state;
    if (state == kNoState && atom.owned) state = state_before(sentence);
    if (state == kNoState && document_.actors.states.size() == 1)
      state = state_of(document_.actors.actors[document_.actors.states.front()].id);
    if (state != kNoState) atom.record = tables_.capital_record[state];
    if (atom.record != kNoId || atom.owned) return;
  }
  if ((atom.uses & kUseCountry) != 0) {
    const StateIndex state = state_before(sentence == 0 ? 0 : sentence - 1);
    if (state != kNoState) atom.record = tables_.state_record[state];
    return;
  }
  PlaceId found = kNoId;
  RecordId record = kNoId;
  SentenceId where = 0;
  std::size_t steps = 0;
  for (std::size_t i = index; i > 0 && steps < kMaxCues; ++steps) {
    --i;
    const Atom& before = atoms_[i];
    if (before.place == kNoId || before.kind == AtomKind::kNoun) continue;
    const SentenceId there = text_.token_sentence[before.tokens.begin];
    if (found != kNoId && there != where) break;
    if (there + (atom.state == kNoState ? 2 : 6) < sentence) break;
    const Place& place = layer_.places[before.place];
    const PlaceRecord* known = before.record == kNoId ? nullptr : &tables_.records[before.record];
    bool fits = false;
    if ((atom.uses & (kUseCity | kUseCapital)) != 0)
      fits = place.type == PlaceType::kCity || place.type == PlaceType::kCapital;
    if ((atom.uses & kUseCapital) != 0) fits = place.type == PlaceType::kCapital;
    if ((atom.uses & kUseRegion) != 0)
      fits = place.type == PlaceType::kRegion || !place.claimed_by.empty();
    if ((atom.uses & kUseIsland) != 0) fits = known != nullptr && known->island;
    if ((atom.uses & kUseWater) != 0) fits = place.type == PlaceType::kWater;
    if (atom.state != kNoState) fits = fits && place.state == tables_.states[atom.state];
    if (!fits) continue;
    // Two of one kind in the nearest sentence: it could be either.
    if (found != kNoId && before.place != found) return;
    found = before.place;
    record = before.record;
    where = there;
  }
  atom.place = found;
  atom.record = record;
}

void Finder::emit() {
  for (std::size_t i = 0; i < atoms_.size(); ++i) {
    Atom& atom = atoms_[i];
    PlaceMention mention;
    mention.tokens = atom.tokens;
    mention.span = text_.span_of(atom.tokens);
    if (atom.kind == AtomKind::kNoun) {
      refer(atom, i);
      mention.how = How::kCoreferent;
      if (atom.place == kNoId && atom.record == kNoId) continue;
    }
    if (atom.kind == AtomKind::kOpen) {
      if (atom.state != kNoState) {
        const std::string name(document_.text(mention.span));
        atom.place = place_named(std::string(tables_.states[atom.state]) + "/" + name, name,
                                 atom.state, PlaceType::kOther);
      }
    } else if (atom.place == kNoId && atom.record != kNoId) {
      atom.place = place_of(atom.record);
    } else if (atom.place == kNoId && atom.kind == AtomKind::kState) {
      atom.place = place_of_state(atom.state);
    }
    mention.place = atom.place;
    mention.is_where = is_where(mention.tokens);
    for (const RecordId other : atom.others) mention.candidates.push_back(place_of(other));
    if (!layer_.mentions.empty() && layer_.mentions.back().span.end > mention.span.begin) continue;
    layer_.mentions.push_back(std::move(mention));
  }
  layer_.mentions.insert(layer_.mentions.end(), dateline_.begin(), dateline_.end());
  std::stable_sort(
      layer_.mentions.begin(), layer_.mentions.end(),
      [](const PlaceMention& a, const PlaceMention& b) { return a.span.begin < b.span.begin; });
}

}  // namespace

PlaceLayer find_places(const Document& document, const WordSplitter& splitter,
                       const Vocabulary& vocabulary, const PlaceLexicon& lexicon) {
  return Finder(document, splitter, vocabulary, lexicon.tables()).run();
}

}  // namespace chancery

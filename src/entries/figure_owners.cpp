#include "entries/figure_owners.hpp"

#include <algorithm>
#include <string_view>

namespace chancery {
namespace {

using Frame = EntryLexicon::Frame;
using Role = EntryLexicon::Role;

constexpr int kDepth = 8;  // noun phrases inside each other, and steps from a number to its verb

// What the words around a figure say, by role.
struct Claims {
  std::vector<FigureParty> owner, from, to, place;
  std::vector<FigureParty> target;  // "on", "against"

  void add(Role role, const std::vector<FigureParty>& parties) {
    std::vector<FigureParty>* list = role == Role::kFrom    ? &from
                                     : role == Role::kTo    ? &to
                                     : role == Role::kOwner ? &owner
                                                            : nullptr;
    if (list != nullptr) list->insert(list->end(), parties.begin(), parties.end());
  }
};

std::vector<FigureParty> distinct(const std::vector<FigureParty>& parties) {
  std::vector<FigureParty> out;
  for (const FigureParty& party : parties) {
    if (std::none_of(out.begin(), out.end(),
                     [&](const FigureParty& other) { return other.actor == party.actor; }))
      out.push_back(party);
  }
  return out;
}

class Finder {
 public:
  Finder(const Document& document, const EntryLexicon& lexicon, const Tree& tree)
      : document_(document), lexicon_(lexicon), tree_(tree) {}

  FigureOwners find(const Figure& figure) {
    figure_tokens_ = figure.tokens;
    // "Chad about 30": the name before a count without a noun owns it.
    if (std::string_view(figure.rule) == "ellipsis") {
      if (auto parties = just_before(figure.tokens.begin); !parties.empty()) {
        FigureOwners owners;
        owners.subject = std::move(parties);
        return owners;
      }
    }
    if (auto owners = find_recipient_between(figure)) return *owners;
    // From the number up to the verb, and from the measure, where it stands apart.
    const TokenId top = tree_.top(figure.tokens);
    TokenId child = climb(top, figure.tokens);
    TokenId predicate = above_;
    if (!figure.measure_span.empty()) {
      const TokenRange measure = document_.text_layer.tokens_in(figure.measure_span);
      if (!measure.empty() && tree_.sentence().contains(measure.begin) &&
          !figure.tokens.contains(measure.begin)) {
        const TokenId head = tree_.top(measure);
        if (!tree_.is_predicate(head)) {
          const TokenId measure_child = climb(head, measure);
          if (predicate == kNoToken) {
            predicate = above_;
            child = measure_child;
          }
        }
      }
    }
    bool transfers = false;
    if (predicate != kNoToken) read_clause(predicate, child, transfers);
    if (claims_.to.empty() && (transfers || figure.directed)) read_goal_after(figure.tokens.end);
    if (figure.directed && !figure.measure_span.empty())
      read_party_after(document_.text_layer.tokens_in(figure.measure_span).end);
    return decide(figure, transfers);
  }

 private:
  // "Ottawa's has 11": past the verb and the possessive, the name that ends before `token`.
  std::vector<FigureParty> just_before(TokenId token) const {
    for (int steps = 0; steps < 4 && token > tree_.sentence().begin; ++steps) {
      --token;
      if (auto parties = at(token); !parties.empty()) return parties;
      const Upos tag = tree_.upos(token);
      if (tag == Upos::kNoun || tag == Upos::kPunct) break;
    }
    return {};
  }

  const Frame* frame_of(TokenId token) const {
    const Frame* frame = lexicon_.frame(tree_.lemma(token));
    return frame != nullptr ? frame : lexicon_.frame(document_.token(token));
  }

  // "Norway paid Palau NOK 735,000", "Britain sent Ukraine military aid worth $250m": a name right
  // behind a verb of giving, before the amount. The order of words says it more surely than a tree.
  std::optional<FigureOwners> find_recipient_between(const Figure& figure) const {
    TokenId start = figure.tokens.begin;
    if (!figure.measure_span.empty()) {
      const TokenRange measure = document_.text_layer.tokens_in(figure.measure_span);
      if (tree_.sentence().contains(measure.begin) && !frame_at(measure))
        start = std::min(start, measure.begin);
    }
    constexpr TokenId kWords = 7;  // "paid the Cook Islands another"
    const TokenId first = tree_.sentence().begin;
    const TokenId floor = start - first > kWords ? start - kWords : first;
    TokenId verb = kNoToken;
    for (TokenId token = start; token-- > floor;) {
      const Frame* frame = frame_of(token);
      if (frame != nullptr && frame->indirect == Role::kTo && frame->subject == Role::kFrom) {
        verb = token;
        break;
      }
      const Upos tag = tree_.upos(token);
      if (tag == Upos::kAdp || tag == Upos::kPunct || tag == Upos::kCconj || tag == Upos::kSconj)
        return std::nullopt;
    }
    if (verb == kNoToken) return std::nullopt;
    TokenId name = verb + 1;
    if (name < start && tree_.upos(name) == Upos::kDet) ++name;
    MentionId id = kNoId;
    const Mention* mention = name < start ? mention_at(name, id) : nullptr;
    if (mention == nullptr || mention->kind == MentionKind::kAdjective ||
        mention->tokens.end > start)
      return std::nullopt;
    const auto to = at(name);
    if (to.empty()) return std::nullopt;
    FigureOwners owners;
    owners.to = to.front();
    // The giver: what ends before the verb, past "will" and "also"; else the subject of the tree.
    TokenId before = verb;
    for (int steps = 0; steps < 3 && before > first; ++steps) {
      const Upos tag = tree_.upos(before - 1);
      if (tag != Upos::kAux && tag != Upos::kAdv && tag != Upos::kPart) break;
      --before;
    }
    std::vector<FigureParty> from;
    if (before > first) from = at(before - 1);
    if (from.empty()) {
      bool passive = false;
      const TokenId subject = tree_.subject_of(verb, passive);
      if (subject != kNoToken && !passive) from = in_phrase(subject);
    }
    if (!from.empty() && from.front().actor != owners.to->actor) {
      owners.from = from.front();
      owners.subject = {from.front()};
    }
    return owners;
  }
  bool frame_at(TokenRange range) const {
    return !range.empty() && lexicon_.frame(tree_.lemma(range.begin)) != nullptr;
  }

  // "exports to Chile rose": the party behind a measure and its preposition.
  void read_party_after(TokenId token) {
    const TokenId end = tree_.sentence().end;
    if (token + 1 >= end) return;
    const Role role = noun_role(document_.token(token));
    if (role != Role::kTo && role != Role::kFrom) return;
    if (!(role == Role::kTo ? claims_.to : claims_.from).empty()) return;
    TokenId name = token + 1;
    if (tree_.upos(name) == Upos::kDet && name + 1 < end) ++name;
    claims_.add(role, at(name));
  }

  // "$1.5m more to media in Belarus": a goal behind the amount that the tree hangs elsewhere.
  void read_goal_after(TokenId token) {
    for (int steps = 0; steps < 2 && token < tree_.sentence().end; ++steps, ++token) {
      const std::string_view word = tree_.lemma(token);
      if ((word == "to" || word == "for") && tree_.relation(token) == Relation::kCase) {
        claims_.add(Role::kTo, in_phrase(tree_.head(token)));
        return;
      }
      if (tree_.upos(token) == Upos::kPunct || tree_.upos(token) == Upos::kVerb) return;
    }
  }

  // The nouns from `token` up to the predicate, each asked for its modifiers; returns the last one
  // below the predicate, which becomes `above_`.
  TokenId climb(TokenId token, TokenRange figure) {
    above_ = kNoToken;
    TokenId last = token;
    for (int steps = 0; steps < kDepth && token != kNoToken; ++steps) {
      if (steps > 0 && tree_.is_predicate(token)) {
        above_ = token;
        return last;
      }
      read_noun(token, last, figure);
      if (steps == 0 && tree_.is_predicate(token) && !figure.contains(token)) {
        above_ = token;
        return last;
      }
      last = token;
      const Relation relation = tree_.relation(token);
      // A conjunct shares what stands before the first, not what is inside its own phrase.
      if (steps == 0 && tree_.is_predicate(token)) {
        above_ = token;  // "The cost was $5m": the amount is the predicate itself
        return token;
      }
      if (relation == Relation::kParataxis || relation == Relation::kRoot) return last;
      token = tree_.head(token);
    }
    return last;
  }

  const Mention* mention_at(TokenId token, MentionId& id) const {
    const auto& mentions = document_.actors.mentions;
    auto after =
        std::partition_point(mentions.begin(), mentions.end(),
                             [&](const Mention& mention) { return mention.tokens.begin <= token; });
    const Mention* best = nullptr;
    for (int steps = 0; steps < 6 && after != mentions.begin(); ++steps) {
      --after;
      if (!after->tokens.contains(token)) continue;
      if (best == nullptr || after->tokens.size() > best->tokens.size()) best = &*after;
    }
    if (best != nullptr) id = static_cast<MentionId>(best - mentions.data());
    return best;
  }

  std::vector<FigureParty> at(TokenId token) const {
    std::vector<FigureParty> out;
    MentionId id = kNoId;
    const Mention* mention = mention_at(token, id);
    if (mention == nullptr) return out;
    // A code of money taken for the end of a name: "paid Palau NOK 735,000".
    if (mention->tokens.overlaps(figure_tokens_) &&
        !figure_tokens_.contains(mention->tokens.begin)) {
      const auto& mentions = document_.actors.mentions;
      for (MentionId inner = id + 1; inner < mentions.size(); ++inner) {
        if (mentions[inner].tokens.begin > token) break;
        if (mentions[inner].tokens.contains(token)) id = inner;
      }
    }
    for (const ActorId actor : parties_of(document_, lexicon_, id)) out.push_back({actor, id});
    return out;
  }

  // The parties that a noun phrase speaks of: its own name, else what modifies it.
  std::vector<FigureParty> in_phrase(TokenId token, int depth = 0) const {
    std::vector<FigureParty> out = at(token);
    const bool named = !out.empty();
    for (const TokenId child : tree_.children(token)) {
      const Relation relation = tree_.relation(child);
      std::vector<FigureParty> more;
      if (relation == Relation::kConj && depth < 3) {
        more = in_phrase(child, depth + 1);
      } else if (!named &&
                 (relation == Relation::kNmodPoss || relation == Relation::kAmod ||
                  relation == Relation::kCompound || relation == Relation::kNmodUnmarked)) {
        more = at(child);
        if (more.empty() && relation == Relation::kNmodPoss && depth < 3)
          more = in_phrase(child, depth + 1);
      } else if (!named && relation == Relation::kNmod && depth < 3 && out.empty()) {
        more = in_phrase(child, depth + 1);
      } else if (!named && relation == Relation::kAppos && out.empty()) {
        more = at(child);
      }
      out.insert(out.end(), more.begin(), more.end());
    }
    return distinct(out);
  }

  std::string_view marker(TokenId token) const {
    const TokenId mark = tree_.marker_of(token);
    return mark == kNoToken ? std::string_view() : tree_.lemma(mark);
  }

  static Role noun_role(std::string_view marker) {
    if (marker == "to" || marker == "for" || marker == "towards") return Role::kTo;
    if (marker == "from" || marker == "by") return Role::kFrom;
    if (marker == "of" || marker == "between" || marker == "among" || marker == "with")
      return Role::kOwner;
    return Role::kNone;
  }

  // What modifies one noun: "Kenya's exports to Uganda", "vessels of the Russian Navy".
  void read_noun(TokenId noun, TokenId below, TokenRange figure) {
    if (below == noun || figure.contains(noun)) claims_.add(Role::kOwner, at(noun));
    for (const TokenId child : tree_.children(noun)) {
      if (child == below ||
          (figure.contains(child) && child != noun && tree_.relation(child) == Relation::kNummod)) {
        continue;
      }
      switch (tree_.relation(child)) {
        case Relation::kNmodPoss:
          claims_.add(Role::kOwner, in_phrase(child));
          break;
        case Relation::kAmod:
        case Relation::kCompound:
        case Relation::kNmodUnmarked:
        case Relation::kNmodDesc:
          claims_.add(Role::kOwner, at(child));
          break;
        case Relation::kNmod: {
          const std::string_view word = marker(child);
          const Role role = noun_role(word);
          const auto parties = in_phrase(child);
          if (word == "on" || word == "against") {
            claims_.target.insert(claims_.target.end(), parties.begin(), parties.end());
          }
          if (role == Role::kNone) {
            claims_.place.insert(claims_.place.end(), parties.begin(), parties.end());
          } else {
            claims_.add(role, parties);
          }
          break;
        }
        case Relation::kAcl:
          read_participle(child);
          break;
        default:
          break;
      }
    }
  }

  // "troops sent by France", "aid given to Kenya", "goods sold to the bloc"
  void read_participle(TokenId verb) {
    const Frame* frame = frame_of(verb);
    for (const TokenId child : tree_.children(verb)) {
      const Relation relation = tree_.relation(child);
      if (relation != Relation::kObl && relation != Relation::kOblAgent) continue;
      const std::string_view word = marker(child);
      if (word == "by") {
        claims_.add(
            frame != nullptr && frame->subject != Role::kNone ? frame->subject : Role::kFrom,
            in_phrase(child));
      } else if (frame != nullptr) {
        claims_.add(frame->role_of(word), in_phrase(child));
      }
    }
  }

  static bool is_place_word(std::string_view word) {
    return word == "in" || word == "on" || word == "across" || word == "inside" ||
           word == "within" || word == "at";
  }

  void read_clause(TokenId predicate, TokenId child, bool& transfers) {
    const Frame* frame = frame_of(predicate);
    bool passive = false;
    TokenId subject = tree_.subject_of(predicate, passive);
    if (subject == kNoToken && tree_.relation(predicate) == Relation::kAclRelcl)
      subject = tree_.head(predicate);
    if (subject != kNoToken && is_relative(subject)) {
      const TokenId above = tree_.head(predicate);
      if (tree_.relation(predicate) == Relation::kAclRelcl && above != kNoToken) subject = above;
    }
    const bool is_subject = subject != kNoToken && child != kNoToken &&
                            (subject == child || tree_.dominates(subject, child));
    transfers = frame != nullptr && (frame->subject == Role::kFrom || frame->subject == Role::kTo ||
                                     frame->indirect == Role::kTo || is_going(frame));
    if (subject != kNoToken && !is_subject) {
      const auto parties = in_phrase(subject);
      if (frame != nullptr) {
        claims_.add(passive ? passive_role(*frame) : frame->subject, parties);
      } else if (!passive && tree_.upos(predicate) == Upos::kVerb) {
        actors_of_clause_ = parties;
      } else if (!passive) {
        claims_.add(Role::kOwner, parties);  // "Kenya's budget was $5m"
      }
    }
    // "12,200 of them are Americans"
    if (is_subject && tree_.child(predicate, Relation::kCop) != kNoToken)
      claims_.add(Role::kOwner, at(predicate));
    for (const TokenId other : tree_.children(predicate)) {
      if (other == child || other == subject) continue;
      const Relation relation = tree_.relation(other);
      if (relation == Relation::kIobj) {
        claims_.add(frame != nullptr ? frame->indirect : Role::kTo, in_phrase(other));
      } else if (relation == Relation::kObj && frame != nullptr) {
        claims_.add(frame->object != Role::kNone ? frame->object : frame->indirect,
                    at_most_named(other));
      } else if (relation == Relation::kObl || relation == Relation::kOblAgent) {
        const std::string_view word = marker(other);
        const auto parties = in_phrase(other);
        if (word == "by" && passive) {
          claims_.add(
              frame != nullptr && frame->subject != Role::kNone ? frame->subject : Role::kOwner,
              parties);
        } else if (frame != nullptr && frame->role_of(word) != Role::kNone) {
          claims_.add(frame->role_of(word), parties);
        } else if (is_place_word(word)) {
          claims_.place.insert(claims_.place.end(), parties.begin(), parties.end());
        }
      }
    }
    subject_is_figure_ = is_subject;
  }

  static bool is_going(const Frame* frame) {
    return frame->subject == Role::kNone && frame->role_of("to") == Role::kTo;
  }

  static Role passive_role(const Frame& frame) {
    return frame.indirect != Role::kNone ? frame.indirect : frame.object;
  }

  // The parties that are an object themselves, or stand before its noun where the tree takes two
  // objects for one: "sold the bloc goods".
  std::vector<FigureParty> at_most_named(TokenId token) const {
    std::vector<FigureParty> out = at(token);
    for (const TokenId child : tree_.children(token)) {
      if (tree_.relation(child) != Relation::kCompound) continue;
      MentionId id = kNoId;
      const Mention* mention = mention_at(child, id);
      if (mention != nullptr && mention->kind != MentionKind::kAdjective) {
        const auto more = at(child);
        out.insert(out.end(), more.begin(), more.end());
      }
    }
    return out;
  }

  bool is_relative(TokenId token) const {
    const Xpos tag = tree_.xpos(token);
    return tag == Xpos::kWdt || tag == Xpos::kWp;
  }

  FigureOwners decide(const Figure& figure, bool transfers) const {
    FigureOwners owners;
    const bool incoming = figure.measure.find("import") != std::string::npos;
    std::vector<FigureParty> owner = distinct(claims_.owner);
    const auto first = [](const std::vector<FigureParty>& list) -> std::optional<FigureParty> {
      if (list.empty()) return std::nullopt;
      return list.front();
    };
    if (figure.directed || (transfers && (!claims_.from.empty() || !claims_.to.empty()))) {
      owners.from = first(claims_.from);
      owners.to = first(claims_.to);
      std::vector<FigureParty> rest = owner;
      if (rest.empty()) rest = distinct(actors_of_clause_);
      const bool tariff = figure.measure.find("tariff") != std::string::npos;
      if (tariff && !owners.to) owners.to = first(claims_.target);
      const bool invests = figure.measure.find("investment") != std::string::npos;
      if (invests && !owners.to) owners.to = first(claims_.place);
      // Two who do it together: nothing says which way it goes.
      if (rest.size() > 1 && !owners.from && !owners.to && !is_trade_flow(figure)) {
        owners.subject = std::move(rest);
        return owners;
      }
      for (const FigureParty& party : rest) {
        const bool used = (owners.from && owners.from->actor == party.actor) ||
                          (owners.to && owners.to->actor == party.actor);
        if (used) continue;
        if (incoming && !owners.to) {
          owners.to = party;
        } else if (!incoming && !owners.from) {
          owners.from = party;
        } else if (rest.size() == 2 && !owners.to && is_trade_flow(figure)) {
          owners.to = party;
        }
      }
      if (owners.from && owners.to && owners.from->actor == owners.to->actor) owners.to.reset();
      if (is_trade_flow(figure)) {
        if (owners.from) owners.subject.push_back(*owners.from);
        if (owners.to) owners.subject.push_back(*owners.to);
      } else if (owners.from) {
        owners.subject = {*owners.from};
      } else if (owners.to && !figure.directed) {
        owners.subject = {*owners.to};
      }
      return owners;
    }
    if (owner.empty()) {
      owner = distinct(claims_.from);
      if (owner.empty()) owner = distinct(actors_of_clause_);
      if (owner.size() > 2) owner.clear();
    }
    const bool counted = figure.kind == QuantityKind::kCount;
    if (owner.empty() && (counted || subject_is_figure_)) owner = distinct(claims_.place);
    owners.subject = std::move(owner);
    return owners;
  }

  const Document& document_;
  const EntryLexicon& lexicon_;
  const Tree& tree_;
  Claims claims_;
  TokenRange figure_tokens_;
  std::vector<FigureParty> actors_of_clause_;
  TokenId above_ = kNoToken;
  bool subject_is_figure_ = false;
};

}  // namespace

bool is_trade_flow(const Figure& figure) {
  return figure.measure.find("export") != std::string::npos ||
         figure.measure.find("import") != std::string::npos;
}

std::vector<ActorId> parties_of(const Document& document, const EntryLexicon& lexicon,
                                MentionId mention) {
  const Mention& words = document.actors.mentions[mention];
  std::vector<ActorId> out;
  if (words.actor == kNoId) return out;
  const auto& actors = document.actors.actors;
  const auto find = [&](const std::string& id) {
    for (ActorId actor = 0; actor < actors.size(); ++actor) {
      const Actor& one = actors[actor];
      if (one.id == id && one.office.empty() && one.body.empty()) {
        out.push_back(actor);
        return;
      }
    }
  };
  const Actor& actor = actors[words.actor];
  if (!actor.members.empty()) {
    for (const std::string& member : actor.members) find(member);
    return out;
  }
  const bool plain = actor.office.empty() && actor.body.empty();
  if (actor.type == ActorType::kState && plain) {
    out.push_back(words.actor);
  } else if (actor.type == ActorType::kOrganisation &&
             (lexicon.is_party(actor.id) || actor.id.rfind("igo:", 0) == 0) && plain) {
    out.push_back(words.actor);
  } else if (!actor.state.empty() && actor.state != actor.id) {
    find(actor.state);
  } else if (!plain) {
    find(actor.state.empty() ? actor.id : actor.state);
  }
  return out;
}

FigureOwners find_owners(const Document& document, const EntryLexicon& lexicon, const Tree& tree,
                         const Figure& figure) {
  if (tree.empty()) return {};
  return Finder(document, lexicon, tree).find(figure);
}

}  // namespace chancery

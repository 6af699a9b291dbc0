// The state of persons whom no table knows, where their office or team is tied to a state by other
// words of the report: "X, head of the ministry's Africa department", "the Qatari delegation was
// led by X", "acting high commissioner X".
#include "actors/finder.hpp"

namespace chancery {
namespace {

constexpr TokenId kWindow = 24;        // around a name, in tokens
constexpr TokenId kOwnerReach = 6;     // between a state and its body
constexpr std::size_t kLookBack = 48;  // bodies before a name

}  // namespace

// The state that the words at `t` name, kNone where they name none, or a place.
PartyId ActorFinder::state_at(TokenId t, TokenRange* tokens) const {
  auto atom = std::upper_bound(atoms_.begin(), atoms_.end(), t,
                               [](TokenId at, const Atom& one) { return at < one.tokens.begin; });
  for (int steps = 0; steps < 4 && atom != atoms_.begin(); ++steps) {
    --atom;
    if (atom->type != AtomType::kParty || atom->dropped || atom->party == kNone ||
        !atom->tokens.contains(t) || tables_.parties[atom->party].type != ActorType::kState ||
        !tables_.parties[atom->party].sector.empty())
      continue;
    if (tokens != nullptr) *tokens = atom->tokens;
    return atom->party;
  }
  return kNone;
}

PartyId ActorFinder::state_of_actor(ActorId id) const {
  if (id == kNoId) return kNone;
  if (id < stranger_of_actor_.size() && stranger_of_actor_[id] != kNone) {
    const Stranger& whom = strangers_[stranger_of_actor_[id]];
    return whom.party != kNone ? whom.party : whom.likely;
  }
  const Actor& one = layer_.actors[id];
  if (one.state.empty() || !one.members.empty()) return kNone;
  const auto found = tables_.state_of.find(one.state);
  return found == tables_.state_of.end() ? kNone : found->second;
}

// "Vanuatu's high commission", "the Qatari negotiating team", "the embassy of Peru": whose `noun`
// is. kNone where the words beside it name no state, or where it stands in another ("the embassy in
// Lima").
PartyId ActorFinder::owner_of(TokenId noun, TokenRange sentence) const {
  TokenId t = noun;
  for (TokenId steps = 0; steps < kOwnerReach && t > sentence.begin; ++steps) {
    --t;
    if (const PartyId state = state_at(t); state != kNone) return state;
    const Upos upos = syntax_.upos[t];
    const bool inside = is_possessive(t) || word(t) == tables_.dash || upos == Upos::kAdj ||
                        upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kNum;
    if (!inside ||
        (text_.shape[t] == Shape::kPunct && !is_possessive(t) && word(t) != tables_.dash))
      break;
    // "Peru, ministry officials": another phrase.
    if (is_possessive(t) && t > sentence.begin && state_at(t - 1) == kNone) break;
  }
  t = noun + 1;
  // "the ministry of foreign affairs of Peru"
  for (int links = 0; links < 2 && t + 1 < sentence.end; ++links) {
    if (word(t) != tables_.of && word(t) != tables_.from && word(t) != tables_.for_) return kNone;
    ++t;
    if (t + 1 < sentence.end && word(t) == tables_.the) ++t;
    if (const PartyId state = state_at(t); state != kNone) return state;
    const TokenId field = t;
    while (t + 1 < sentence.end && t < field + 4 &&
           (syntax_.upos[t] == Upos::kNoun || syntax_.upos[t] == Upos::kAdj ||
            syntax_.upos[t] == Upos::kPropn))
      ++t;
    if (t == field) return kNone;
  }
  return kNone;
}

// Whether the word has one of these ties here: "commissioner" only behind "high", a verb is no
// "head".
bool ActorFinder::is_noun_of(TokenId t, std::uint16_t ties, TokenRange sentence) const {
  if ((tie(t) & ties) == 0) return false;
  if (syntax_.upos[t] == Upos::kVerb || syntax_.upos[t] == Upos::kAux) return false;
  const std::string_view written = document_.token(t);
  const bool commission = written.size() >= 10 && (written[0] == 'c' || written[0] == 'C') &&
                          written.substr(1, 9) == "ommission";
  if (commission && (ties & (kTieMission | kTieEnvoy)) != 0)
    return t > sentence.begin && word(t - 1) == tables_.high;
  return true;
}

// The state that acts in the sentence before, of the same paragraph or the one before. kNone where
// several do.
PartyId ActorFinder::subject_before(SentenceId s) const {
  if (s == 0 || text_.sentence_is_title[s - 1] ||
      text_.sentence_paragraph[s - 1] + 1 < text_.sentence_paragraph[s])
    return kNone;
  const TokenRange before = text_.sentence_tokens[s - 1];
  PartyId state = kNone;
  TokenRange tokens{0, 0};
  for (TokenId t = before.begin; t < before.end && t < before.begin + 12; ++t) {
    const PartyId one = state_at(t, &tokens);
    if (one == kNone) continue;
    const TokenId head = head_of(tokens);
    const TokenId noun = syntax_.head[head];
    const bool subject =
        syntax_.relation[head] == Relation::kNsubj ||
        (noun != kNoToken && before.contains(noun) && syntax_.relation[noun] == Relation::kNsubj);
    if (!subject) break;
    state = one;
    // "Togo and Benin signed": which of them is open.
    for (t = tokens.end; t < before.end && syntax_.upos[t] != Upos::kVerb; ++t) {
      if (const PartyId other = state_at(t); other != kNone && other != one) state = kNone;
    }
    break;
  }
  return state;
}

// The two or three capitalised words before or behind the comma beside an office: "joked Marva
// Joseph, Grenada's chief trade negotiator,", "the mission's spokeswoman, Drita Hoxhaj,". Empty
// where there are none.
TokenRange ActorFinder::named_beside_office(std::uint32_t k, TokenRange sentence) const {
  const TokenRange office = atoms_[k].tokens;
  const TokenRange none{office.begin, office.begin};
  const auto free = [&](TokenRange run) {
    if (run.size() < 2 || run.size() > 3) return false;
    const std::uint32_t first = k - std::min(k, std::uint32_t{6});
    for (std::uint32_t i = first; i < atoms_.size() && i < k + 6; ++i) {
      if (atoms_[i].type == AtomType::kFamily && atoms_[i].tokens.size() < run.size()) continue;
      if (atoms_[i].tokens.begin < run.end && run.begin < atoms_[i].tokens.end) return false;
    }
    return true;
  };
  if (office.end + 2 < sentence.end && word(office.end) == tables_.comma) {
    const TokenRange run = name_run(office.end + 1, sentence);
    const bool closed = run.end >= sentence.end || text_.shape[run.end] == Shape::kPunct;
    if (closed && free(run)) return run;
  }
  TokenId t = office.begin;
  while (t > sentence.begin && t + 6 > office.begin &&
         (is_possessive(t - 1) || syntax_.upos[t - 1] == Upos::kAdj ||
          syntax_.upos[t - 1] == Upos::kNoun || syntax_.upos[t - 1] == Upos::kPropn ||
          syntax_.upos[t - 1] == Upos::kDet) &&
         word(t - 1) != tables_.comma)
    --t;
  if (t < sentence.begin + 3 || word(t - 1) != tables_.comma || t == office.begin) return none;
  TokenId begin = t - 1;
  while (begin > sentence.begin && begin + 4 > t - 1 && is_capital(begin - 1) &&
         is_foreign_capital(begin - 1) && syntax_.upos[begin - 1] == Upos::kPropn)
    --begin;
  const TokenRange run = name_run(begin, sentence);
  const bool alone = begin > sentence.begin && text_.shape[begin - 1] == Shape::kLower &&
                     syntax_.upos[begin - 1] == Upos::kVerb;
  return alone && run.end == t - 1 && free(run) ? run : none;
}

// Bodies, teams and offices with the state that the words beside them or the tables give, in text
// order.
void ActorFinder::note_ties(std::vector<Tied>& tied) const {
  constexpr std::uint16_t kAll = kTieBody | kTieTeam | kTieMission | kTieEnvoy | kTieBoss;
  for (SentenceId s = 0; s < text_.sentences(); ++s) {
    const TokenRange sentence = text_.sentence_tokens[s];
    for (TokenId t = sentence.begin; t < sentence.end; ++t) {
      if (!is_noun_of(t, kAll, sentence)) continue;
      PartyId owner = owner_of(t, sentence);
      // "Finland froze the aid. The Ministry for Foreign Affairs said so."
      if (owner == kNone && (tie(t) & kTieBody) != 0 && is_capital(t) && t == sentence.begin + 1 &&
          word(t - 1) == tables_.the)
        owner = subject_before(s);
      if (owner != kNone) tied.push_back({t, owner});
    }
  }
  for (const Mention& mention : layer_.mentions) {
    const PartyId state = state_of_actor(mention.actor);
    if (state == kNone) continue;
    const TokenRange tokens = mention.tokens;
    if (tokens.size() > kOwnerReach * 2) continue;
    const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[tokens.begin]];
    for (TokenId t = tokens.begin; t < tokens.end; ++t) {
      if (is_noun_of(t, kAll, sentence)) tied.push_back({t, state});
    }
  }
  std::sort(tied.begin(), tied.end(), [](const Tied& a, const Tied& b) {
    return a.at != b.at ? a.at < b.at : a.party < b.party;
  });
}

// "the ministry", "the embassy": the state of the one that the report named before, where all of
// them are of one state, or where the paragraph or the one before names only that.
PartyId ActorFinder::tied_before(const std::vector<Tied>& tied, TokenId noun,
                                 std::uint16_t ties) const {
  const std::uint32_t here = text_.sentence_paragraph[text_.token_sentence[noun]];
  PartyId all = kNone;
  PartyId near = kNone;
  bool several = false;
  bool several_near = false;
  std::size_t steps = 0;
  for (auto one = std::lower_bound(tied.begin(), tied.end(), noun,
                                   [](const Tied&a, TokenId at) { return a.at < at; });
       one != tied.begin() && steps < kLookBack;) {
    --one;
    const bool same =
        word(one->at) == word(noun) || ((ties & (kTieMission | kTieEnvoy)) != 0 &&
                                        (tie(one->at) & (kTieMission | kTieEnvoy)) != 0);
    if (!same) continue;
    if ((tie(one->at) & kTieBoss) != 0 && (tie(noun) & kTieBoss) != 0 && one->at > 0 && noun > 0 &&
        (word(one->at) != word(noun) ||
         (tie(one->at - 1) & kTiePost) != (tie(noun - 1) & kTiePost)))
      continue;
    ++steps;
    several = several || (all != kNone && all != one->party);
    all = one->party;
    const std::uint32_t there = text_.sentence_paragraph[text_.token_sentence[one->at]];
    if (there + 1 < here) continue;
    several_near = several_near || (near != kNone && near != one->party);
    near = one->party;
  }
  if (!several) return all;
  return several_near ? kNone : near;
}

// "X, who led Bangladesh's delegation", "the Qatari delegation was headed by the director, X".
PartyId ActorFinder::state_of_team(TokenRange name, TokenRange sentence) const {
  const TokenId from = std::max(sentence.begin, name.begin - std::min(name.begin, kWindow));
  const TokenId to = std::min<TokenId>(sentence.end, name.end + kWindow);
  for (TokenId t = from; t < to; ++t) {
    if (name.contains(t) || !is_noun_of(t, kTieTeam | kTieMission, sentence)) continue;
    const PartyId owner = owner_of(t, sentence);
    if (owner == kNone) continue;
    if (t > name.end) {
      // X [, who] [has] led [the] P's t
      TokenId lead = name.end;
      while (lead < t && lead < name.end + 5 &&
             (word(lead) == tables_.comma || word(lead) == tables_.who ||
              syntax_.upos[lead] == Upos::kAux || syntax_.upos[lead] == Upos::kAdv))
        ++lead;
      if (lead >= t || (tie(lead) & kTieLead) == 0 || t > lead + kOwnerReach + 2) continue;
      bool plain = true;
      for (TokenId u = lead + 1; u < t; ++u) {
        const Upos upos = syntax_.upos[u];
        plain = plain && (upos != Upos::kVerb && upos != Upos::kAdp && upos != Upos::kPron &&
                          word(u) != tables_.comma);
      }
      if (plain) return owner;
      continue;
    }
    // P t [was] [led] by [the director,] X
    TokenId by = t + 1;
    while (by < name.begin && by < t + 6 && word(by) != tables_.by &&
           (syntax_.upos[by] == Upos::kAux || syntax_.upos[by] == Upos::kVerb ||
            syntax_.upos[by] == Upos::kAdv || word(by) == tables_.comma))
      ++by;
    if (by >= name.begin || word(by) != tables_.by) continue;
    bool lone = by == t + 1;
    for (TokenId u = t + 1; u < by; ++u) lone = lone || (tie(u) & kTieLead) != 0;
    int commas = 0;
    for (TokenId u = by + 1; u < name.begin; ++u) {
      if (word(u) == tables_.comma) ++commas;
      lone = lone && word(u) != tables_.and_ && syntax_.upos[u] != Upos::kVerb &&
             word(u) != tables_.by && state_at(u) == kNone;
    }
    if (lone && commas < 2) return owner;
  }
  return kNone;
}

// What the words that describe somebody say: "head of the ministry's Africa department", "the prime
// minister's press secretary", "her spokesman". `title`: they stand before the name without a
// comma.
PartyId ActorFinder::state_of_words(TokenRange words, TokenRange name, TokenRange sentence,
                                    bool title, const std::vector<Tied>& tied) const {
  TokenId post = words.end;
  TokenId stop = words.begin;
  for (; stop < words.end; ++stop) {
    const TokenId t = stop;
    if ((cue(t) & kCueFormer) != 0) return kNone;
    if (word(t) == tables_.to && post < t && post + 1 == t) {
      // "adviser to the president"; an envoy's "to" names the other state.
      const bool aide = (tie(post) & kTieAide) != 0 && (tie(post) & kTieEnvoy) == 0;
      if (aide) continue;
    }
    if (word(t) == tables_.to || word(t) == tables_.in || word(t) == tables_.with ||
        word(t) == tables_.between || word(t) == tables_.from)
      break;
    if (post == words.end && is_noun_of(t, kTiePost, {sentence.begin, sentence.end})) post = t;
  }
  words.end = stop;
  if (words.empty() || post >= words.end) return kNone;
  // "her spokesman": of the person named just before.
  if (word(words.begin) == tables_.her || word(words.begin) == tables_.his) {
    if ((tie(post) & kTieAide) == 0) return kNone;
    auto last =
        std::find_if(layer_.mentions.rbegin(), layer_.mentions.rend(), [&](const Mention& m) {
          return m.tokens.end <= words.begin && m.kind == MentionKind::kPerson && !m.nested &&
                 m.tokens.begin >= sentence.begin;
        });
    return last == layer_.mentions.rend() ? kNone : state_of_actor(last->actor);
  }
  for (TokenId t = words.begin; t < words.end; ++t) {
    const bool body = is_noun_of(t, kTieBody | kTieTeam | kTieMission, sentence);
    // "the prime minister's secretary", "adviser to the president"
    bool boss = is_noun_of(t, kTieBoss, sentence) &&
                ((t + 1 < words.end && is_possessive(t + 1)) || (t > post && t + 1 == words.end));
    if (boss && t > post + 1) {
      TokenId link = t - 1;
      while (link > post && (tie(link) & kTiePost) != 0) --link;
      boss = word(link) == tables_.the && link > post + 1 &&
             (word(link - 1) == tables_.to || word(link - 1) == tables_.of ||
              word(link - 1) == tables_.for_);
    }
    if (!body && !boss) continue;
    // "the company's government affairs director"
    if (t > words.begin + 1 && is_possessive(t - 1) && state_at(t - 2) == kNone) return kNone;
    if (const PartyId owner = owner_of(t, sentence); owner != kNone) return owner;
    const std::uint16_t ties = tie(t);
    if (const PartyId before = tied_before(tied, t, ties); before != kNone) return before;
    if ((tie(t) & kTieMission) != 0) return kNone;
    const PartyId near = state_near(name, sentence);
    return near != kNone && (near == only_state_ || is_dominant(near)) ? near : kNone;
  }
  if (!title) return kNone;
  // "Kenyan Water Minister X", "Chad's veterinary director X"; the "Iran envoy" is another's.
  const TokenId last = [&] {
    TokenId t = post;
    while (t + 1 < words.end && (tie(t + 1) & kTiePost) != 0) ++t;
    return t;
  }();
  for (TokenId t = last; t > sentence.begin && t + kOwnerReach > last; --t) {
    TokenRange tokens{0, 0};
    const PartyId state = state_at(t - 1, &tokens);
    if (state == kNone) {
      const Upos upos = syntax_.upos[t - 1];
      const bool inside =
          is_possessive(t - 1) || upos == Upos::kAdj || upos == Upos::kNoun || upos == Upos::kPropn;
      if (!inside || (is_possessive(t - 1) && state_at(t - 2) == kNone)) break;
      continue;
    }
    const bool adjective = syntax_.upos[t - 1] == Upos::kAdj;
    if (adjective || is_possessive(t)) return state;
    break;
  }
  // "acting high commissioner X": of the only mission that the report speaks of.
  for (TokenId t = words.begin; t < words.end; ++t) {
    if (is_noun_of(t, kTieEnvoy, sentence) && (tie(t) & kTieEnvoy) != 0) {
      // "Ambassador to Q X" stands in another state.
      if (stop < name.begin) return kNone;
      return tied_before(tied, t, kTieMission | kTieEnvoy);
    }
  }
  return stop < name.begin ? kNone : state_of_title(words, name, sentence);
}

// "Permanent Secretary X", "President X": the state that alone the sentence and paragraph name, or
// the one whose act the sentence before tells, where the sentence names no other.
PartyId ActorFinder::state_of_title(TokenRange words, TokenRange name, TokenRange sentence) const {
  bool title = false;
  for (TokenId t = words.begin; t < words.end; ++t)
    title = title || (is_capital(t) && (tie(t) & kTieTitle) != 0);
  if (!title) return kNone;
  if (words.begin > sentence.begin && is_name_word(words.begin - 1)) return kNone;
  // "Boeing Vice President X"
  for (TokenId t = words.begin; t < words.end; ++t) {
    if (word(t) == tables_.of || word(t) == tables_.for_) break;
    const bool field = (cue(t) & kStartsOffice) != 0;
    if (!field && is_name_word(t) && tie(t) == 0) return kNone;
  }
  // "X of the Green Union", "X, of Boeing": of something else.
  if (name.end < sentence.end && word(name.end) == tables_.of) return kNone;
  PartyId here = kNone;
  TokenRange tokens{0, 0};
  for (TokenId t = sentence.begin; t < sentence.end && t < sentence.begin + 80; ++t) {
    const PartyId state = state_at(t, &tokens);
    if (state == kNone) continue;
    if (here != kNone && here != state) return kNone;
    here = state;
    t = tokens.end - 1;
  }
  const std::uint32_t paragraph = text_.sentence_paragraph[text_.token_sentence[name.begin]];
  PartyId state = here != kNone && paragraph_state_[paragraph] == here ? here : kNone;
  const SentenceId s = text_.token_sentence[name.begin];
  if (here == kNone) state = subject_before(s);
  if (state == kNone) return kNone;
  // The table knows who held that office of that state then: it is not this one.
  for (const Atom& atom : atoms_) {
    if (atom.tokens.begin >= name.begin) break;
    if (atom.type != AtomType::kOffice || atom.tokens.begin < words.begin) continue;
    const OfficePhrase& phrase = tables_.office_phrases[atom.value];
    if (!role_for(state, phrase) || holder_of(state, phrase)) return kNone;
  }
  return state;
}

PartyId ActorFinder::state_of_stranger(TokenRange name, TokenRange sentence,
                                       const std::vector<Tied>& tied) const {
  if (const PartyId team = state_of_team(name, sentence); team != kNone) return team;
  const auto ends = [&](TokenId t) { return t >= sentence.end || text_.shape[t] == Shape::kPunct; };
  // "X, head of the ministry's Africa department,"
  if (name.end + 1 < sentence.end && word(name.end) == tables_.comma) {
    TokenId begin = name.end + 1;
    if (word(begin) == tables_.who && begin + 1 < sentence.end &&
        syntax_.upos[begin + 1] == Upos::kAux)
      begin += 2;
    TokenId end = begin;
    while (end < sentence.end && end < begin + kWindow &&
           (!ends(end) || is_possessive(end) || word(end) == tables_.dash) &&
           syntax_.upos[end] != Upos::kVerb && syntax_.upos[end] != Upos::kSconj &&
           word(end) != tables_.and_)
      ++end;
    const bool noun = end > begin && syntax_.upos[begin] != Upos::kAdp &&
                      syntax_.upos[begin] != Upos::kAdv && (ends(end) || begin != name.end + 1);
    if (noun) {
      const PartyId state = state_of_words({begin, end}, name, sentence, false, tied);
      if (state != kNone) return state;
    }
  }
  // "the Prime Minister's press secretary, X."
  const bool comma = name.begin > sentence.begin && word(name.begin - 1) == tables_.comma;
  if (comma && !ends(name.end)) return kNone;
  const TokenId end = comma ? name.begin - 1 : name.begin;
  TokenId begin = end;
  while (begin > sentence.begin && begin + kWindow > end) {
    const TokenId t = begin - 1;
    const Upos upos = syntax_.upos[t];
    if ((text_.shape[t] == Shape::kPunct && !is_possessive(t) && word(t) != tables_.dash) ||
        upos == Upos::kVerb || upos == Upos::kAux || upos == Upos::kSconj || upos == Upos::kAdv)
      break;
    const bool pronoun = word(t) == tables_.her || word(t) == tables_.his;
    if (upos == Upos::kPron && !pronoun) break;
    if (upos == Upos::kCconj && (comma || t + 1 == end)) break;
    if (upos == Upos::kAdp && word(t) != tables_.of && word(t) != tables_.for_ &&
        word(t) != tables_.to && word(t) != tables_.in)
      break;
    begin = t;
    if (pronoun ||
        (upos == Upos::kDet && t > sentence.begin && word(t - 1) != tables_.of &&
         word(t - 1) != tables_.for_ && word(t - 1) != tables_.to && word(t - 1) != tables_.in))
      break;
  }
  if (begin == end) return kNone;
  return state_of_words({begin, end}, name, sentence, !comma, tied);
}

// Looks at every mention of those whose state the words beside the name do not give.
void ActorFinder::tie_strangers() {
  if (!has_tree() || strangers_.empty()) return;
  std::unordered_map<ActorId, std::uint32_t> open;
  for (std::uint32_t i = 0; i < strangers_.size(); ++i) {
    const Stranger& one = strangers_[i];
    if (one.actor != kNoId && one.type == NameType::kPerson && one.party == kNone &&
        one.likely == kNone)
      open.emplace(one.actor, i);
  }
  if (open.empty()) return;
  stranger_of_actor_.assign(layer_.actors.size(), kNone);
  for (std::uint32_t i = 0; i < strangers_.size(); ++i) {
    if (strangers_[i].actor != kNoId) stranger_of_actor_[strangers_[i].actor] = i;
  }
  std::vector<Tied> tied;
  note_ties(tied);
  for (const Mention& mention : layer_.mentions) {
    if (mention.kind != MentionKind::kPerson || mention.actor == kNoId) continue;
    const auto found = open.find(mention.actor);
    if (found == open.end()) continue;
    Stranger& whom = strangers_[found->second];
    TokenRange name = mention.tokens;
    // A title may stand within the mention.
    while (name.begin + 1 < name.end &&
           text_.token_span[name.begin].begin + whom.name.size() < mention.span.end)
      ++name.begin;
    if (document_.text(text_.span_of(name)) != whom.name) name.begin = mention.tokens.begin;
    const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[name.begin]];
    const PartyId state = state_of_stranger(name, sentence, tied);
    if (state == kNone) continue;
    whom.likely = state;
    open.erase(found);
  }
}

}  // namespace chancery

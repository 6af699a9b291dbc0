#include "entries/figure_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"
#include "entries/entry_place.hpp"
#include "entries/figure_owners.hpp"

namespace chancery {
namespace {

using Joints = EntryLexicon::Joints;

// A mention that can own a figure: a state, or an organisation that stands beside states.
struct Party {
  MentionId mention;
  ActorId actor;
  TokenRange tokens;
};

struct Owners {
  std::vector<Party> subject;
  std::optional<Party> from;
  std::optional<Party> to;
  std::vector<ActorId> inferred_subject;
  std::optional<ActorId> inferred_from;
  std::optional<ActorId> inferred_to;

  bool empty() const {
    return subject.empty() && !from && !to && inferred_subject.empty() && !inferred_from &&
           !inferred_to;
  }
};

// The last period that a sum of trade was told for, with the sentence.
struct Periods {
  std::optional<EntryDate> last;
  SentenceId sentence = 0;
};

// What came before in the report, which a figure without parties of its own goes on from.
struct Before {
  SentenceId sentence = 0;
  std::optional<ActorId> from, to;  // of the last amount that moves
  bool moves = false;
  std::vector<ActorId> hurt;  // whose people were last told as killed, injured, displaced
  SentenceId hurt_sentence = 0;
  std::optional<ActorId> trader;  // the one state whose trade was told last
  SentenceId trader_sentence = 0;
};

// The same parties, known from other words.
Owners as_inferred(const Owners& told) {
  Owners out;
  out.inferred_subject = told.inferred_subject;
  for (const Party& party : told.subject) out.inferred_subject.push_back(party.actor);
  out.inferred_from = told.from ? std::optional(told.from->actor) : told.inferred_from;
  out.inferred_to = told.to ? std::optional(told.to->actor) : told.inferred_to;
  return out;
}

class Joiner {
 public:
  Joiner(const Document& document, const EntryLexicon& lexicon)
      : document_(document),
        text_(document.text_layer),
        lexicon_(lexicon),
        joints_(lexicon.joints()) {
    const auto& mentions = document_.actors.mentions;
    std::uint32_t covered =
        0;  // end of the last person, office or body: what is nested there owns nothing
    for (MentionId m = 0; m < mentions.size(); ++m) {
      const Mention& mention = mentions[m];
      const bool holder = mention.kind == MentionKind::kPerson ||
                          mention.kind == MentionKind::kOffice ||
                          mention.kind == MentionKind::kBody;
      if (holder && !mention.nested) covered = std::max(covered, mention.tokens.end);
      if (mention.actor == kNoId || mention.as_place || holder) continue;
      if (is_reference(mention.kind)) continue;
      if (mention.tokens.begin < covered) continue;
      const Actor& actor = document_.actors.actors[mention.actor];
      if (!stands_as_party(actor)) continue;
      if (!parties_.empty() && parties_.back().tokens.overlaps(mention.tokens)) continue;
      parties_.push_back({m, mention.actor, mention.tokens});
    }
    count_parties();
  }

  // The part of the sentence around the tokens that commas, semicolons, colons and dashes set off.
  TokenRange segment(TokenRange around) const {
    const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[around.begin]];
    TokenRange range = around;
    while (range.begin > sentence.begin && !is_break(range.begin - 1)) --range.begin;
    while (range.end < sentence.end && !is_break(range.end)) ++range.end;
    return range;
  }

  TokenRange sentence(TokenRange around) const {
    return text_.sentence_tokens[text_.token_sentence[around.begin]];
  }

  // Whose the figure is: by the tree of its sentence, where it has one, else by the order of words.
  Owners owners_of(const Figure& figure, const Before& before) const {
    if (document_.syntax.head.empty()) return owners_by_order(figure);
    const TokenRange whole = sentence(figure.tokens);
    const Tree tree(document_, whole);
    const FigureOwners found = find_owners(document_, lexicon_, tree, figure);
    const bool mutual = is_mutual(figure);
    if (mutual && found.subject.size() != 2) {
      if (const auto pair = named_pair(whole); pair.size() == 2) {
        Owners owners;
        owners.subject = pair;
        return owners;
      }
      return owners_by_order(figure);
    }
    Owners owners;
    for (const FigureParty& party : found.subject) owners.subject.push_back(to_party(party));
    if (found.from) owners.from = to_party(*found.from);
    if (found.to) owners.to = to_party(*found.to);
    infer(figure, before, owners);
    return owners;
  }

  // What the next figures may go on from.
  void remember(const Figure& figure, const Owners& owners, Before& before) const {
    const SentenceId here = text_.token_sentence[figure.tokens.begin];
    if (moves(figure) && (owners.from || owners.to || owners.inferred_from || owners.inferred_to)) {
      before.sentence = here;
      before.moves = true;
      before.from = owners.from ? std::optional(owners.from->actor) : owners.inferred_from;
      before.to = owners.to ? std::optional(owners.to->actor) : owners.inferred_to;
    }
    if (figure.kind == QuantityKind::kCount && is_of_harm(figure)) {
      before.hurt.clear();
      for (const Party& party : owners.subject) before.hurt.push_back(party.actor);
      for (const ActorId actor : owners.inferred_subject) before.hurt.push_back(actor);
      before.hurt_sentence = here;
    }
    if (is_of_trade(figure)) {
      std::vector<ActorId> states;
      for (const Party& party : owners.subject) states.push_back(party.actor);
      if (is_trade_flow(figure)) {
        const bool incoming = figure.measure.find("import") != std::string::npos;
        const auto& own = incoming ? owners.to : owners.from;
        states.clear();
        if (own) states.push_back(own->actor);
      }
      if (states.size() == 1) {
        before.trader = states[0];
        before.trader_sentence = here;
      } else if (states.size() > 1) {
        before.trader.reset();
      }
    }
  }

  static bool is_of_harm(const Figure& figure) {
    for (const char* measure : {"killed", "injured", "displaced", "evacuated", "missing",
                                "arrested", "detained", "homeless"}) {
      if (figure.measure == measure) return true;
    }
    return false;
  }

  static bool is_of_trade(const Figure& figure) {
    for (const char* word : {"trade", "export", "import"}) {
      if (figure.measure.find(word) != std::string::npos) return true;
    }
    return false;
  }

  Owners owners_by_order(const Figure& figure) const {
    TokenRange core = figure.tokens;
    if (!figure.measure_span.empty()) {
      const TokenRange measure = text_.tokens_in(figure.measure_span);
      if (!measure.empty() &&
          text_.token_sentence[measure.begin] == text_.token_sentence[core.begin]) {
        core = {std::min(core.begin, measure.begin), std::max(core.end, measure.end)};
      }
    }
    const TokenRange near = segment(core);
    const TokenRange whole = sentence(core);
    const bool mutual = is_mutual(figure);
    Owners owners;
    if (mutual) {
      std::vector<Party> parties = distinct(parties_in(near));
      if (parties.size() < 2) parties = distinct(parties_in(whole));
      if (parties.size() > 2) parties = joined_pair(parties, core);
      if (parties.size() == 2) {
        owners.subject = parties;
        return owners;
      }
      if (names_another(near)) {
        owners.subject = parties;
        return owners;
      }
      const std::vector<ActorId> pair = main_parties(2);
      if (parties.size() == 1 && pair.size() == 2 &&
          (pair[0] == parties[0].actor || pair[1] == parties[0].actor)) {
        owners.subject = parties;
        owners.inferred_subject.push_back(pair[0] == parties[0].actor ? pair[1] : pair[0]);
      } else if (parties.empty()) {
        owners.inferred_subject = pair;
      }
      return owners;
    }
    std::vector<Party> parties = parties_in(near);
    if (parties.empty()) parties = parties_in(whole);
    if (figure.directed) {
      const bool incoming = figure.measure.find("import") != std::string::npos;
      std::optional<Party> owner;
      for (const Party& party : parties) {
        const WordId before = word_before(party);
        const bool to = before == joints_.to || before == joints_.for_ || before == joints_.on ||
                        before == joints_.against;
        const bool from = before == joints_.from || before == joints_.by;
        if (to && !owners.to) {
          owners.to = party;
        } else if (from && !owners.from) {
          owners.from = party;
        } else if (!owner) {
          owner = party;
        }
      }
      if (owner) {
        if (incoming && !owners.to) {
          owners.to = owner;
        } else if (!incoming && !owners.from) {
          owners.from = owner;
        }
        owners.subject = {*owner};
      } else if (owners.from && !incoming) {
        owners.subject = {*owners.from};
      } else if (owners.to && incoming) {
        owners.subject = {*owners.to};
      }
      if (owners.from && owners.to && owners.from->actor == owners.to->actor) owners.to.reset();
      if (!owner && parties.empty() && figure.kind != QuantityKind::kCount)
        owners.inferred_subject = main_parties(1);
      return owners;
    }
    // What stands with the measured words themselves owns the figure: "Peru's budget", "the
    // Kazakhstan-China portfolio".
    if (!figure.measure_span.empty()) {
      const TokenRange measure = text_.tokens_in(figure.measure_span);
      std::vector<Party> beside;
      for (const Party& party : parties) {
        const bool ahead =
            party.tokens.end <= measure.begin && measure.begin - party.tokens.end <= 3;
        const bool after = party.tokens.begin >= measure.end &&
                           party.tokens.begin - measure.end <= 3 &&
                           (word_before(party) == joints_.of || word_before(party) == joints_.in ||
                            word_before(party) == joints_.between);
        if (ahead || after) beside.push_back(party);
      }
      if (!beside.empty()) {
        // The neighbours of a neighbour: "between A and B", "A-B".
        std::vector<Party> chain = joined_to(parties, beside.front());
        owners.subject = distinct(chain);
        return owners;
      }
    }
    std::vector<Party> all = distinct(parties);
    if (all.size() == 1) {
      owners.subject = all;
    } else if (all.size() == 2 && joined(all[0], all[1])) {
      owners.subject = all;
    } else if (all.empty() && !figure.measure.empty() && figure.kind != QuantityKind::kCount) {
      owners.inferred_subject = main_parties(1);
    }
    return owners;
  }

  // The time of the figure as the entry has it. "Since January" ends with the report; a sum of
  // trade without a time holds for the year that the sentence before told.
  std::optional<EntryDate> period(const Figure& figure, Periods& periods) const {
    const SentenceId here = text_.token_sentence[figure.tokens.begin];
    std::optional<EntryDate> out;
    if (const TimeExpression* time = period_of(figure)) {
      out = EntryDate{time->interval, to_string(time->basis)};
      const auto today = document_.anchor_date();
      if (!out->interval.to && out->interval.from && today && *out->interval.from <= *today)
        out->interval.to = today;
      if (is_of_trade(figure)) {
        periods.sentence = here;
        periods.last.reset();
        if (time->grain == Grain::kYear) periods.last = out;
      }
    } else if (periods.last && is_of_trade(figure) && here == periods.sentence + 1 &&
               text_.sentence_paragraph[here] == text_.sentence_paragraph[periods.sentence] &&
               !figure.promised) {
      out = EntryDate{periods.last->interval, to_string(Basis::kInferred)};
      periods.sentence = here;
    }
    return out;
  }

  static bool is_mutual(const Figure& figure) {
    return figure.measure.rfind("bilateral", 0) == 0 || figure.measure.rfind("mutual", 0) == 0;
  }

  // The time that the figure holds for: in its own part of the sentence, else in the sentence; the
  // nearest one.
  const TimeExpression* period_of(const Figure& figure) const {
    if (const TimeExpression* time = time_right_after(figure)) return time;
    const TokenRange whole = sentence(figure.tokens);
    if (!document_.syntax.head.empty()) {
      const Tree tree(document_, whole);
      const TokenId predicate = tree.predicate_of(tree.top(figure.tokens));
      if (predicate != kNoToken) {
        const auto same_clause = [&](const TimeExpression& time) {
          return tree.predicate_of(tree.top(time.tokens)) == predicate;
        };
        if (const TimeExpression* time = nearest_time(whole, figure, same_clause)) return time;
      }
    }
    const auto any = [](const TimeExpression&) { return true; };
    const TokenRange near = segment(figure.tokens);
    if (const TimeExpression* time = nearest_time(near, figure, any)) return time;
    // From another part of the sentence only a time that opens it: "In 2024, as before, ...".
    constexpr std::uint32_t kOpening = 6;
    return nearest_time({whole.begin, std::min(whole.end, whole.begin + kOpening)}, figure, any);
  }

 private:
  // How often the report names each party, in persons, offices and bodies too.
  void count_parties() {
    std::vector<std::pair<ActorId, std::uint32_t>> counts;
    const auto add = [&](ActorId actor) {
      const auto there = std::find_if(counts.begin(), counts.end(),
                                      [&](const auto& item) { return item.first == actor; });
      if (there == counts.end()) {
        counts.emplace_back(actor, 1);
      } else {
        ++there->second;
      }
    };
    const auto& actors = document_.actors.actors;
    for (const Party& party : parties_) add(party.actor);
    for (const Mention& mention : document_.actors.mentions) {
      if (mention.actor == kNoId || mention.nested || mention.as_place) continue;
      const Actor& actor = actors[mention.actor];
      if (is_reference(mention.kind)) {
        // "the Union", "it": one more word for a party that is named elsewhere.
        if (stands_as_party(actor) && actor.members.empty()) add(mention.actor);
        continue;
      }
      if (stands_as_party(actor)) continue;
      for (ActorId id = 0; id < actors.size(); ++id) {
        if (actors[id].id == actor.state && stands_as_party(actors[id])) add(id);
      }
    }
    std::stable_sort(counts.begin(), counts.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    party_counts_ = std::move(counts);
  }

  // The one or two parties that the report is about: there are no others, or each is named at least
  // three times as often as any other. Nothing where that is not so.
  std::vector<ActorId> main_parties(std::size_t wanted) const {
    constexpr std::uint32_t kTimesAsOften = 3;
    std::vector<ActorId> out;
    if (party_counts_.size() < wanted) return out;
    if (party_counts_.size() > wanted &&
        party_counts_[wanted].second * kTimesAsOften > party_counts_[wanted - 1].second) {
      return out;
    }
    for (std::size_t i = 0; i < wanted; ++i) out.push_back(party_counts_[i].first);
    return out;
  }

  bool stands_as_party(const Actor& actor) const {
    return actor.type == ActorType::kState ? actor.office.empty() && actor.body.empty()
                                           : lexicon_.is_party(actor.id);
  }

  bool is_break(TokenId token) const {
    if (text_.shape[token] != Shape::kPunct) return false;
    const std::string_view mark = document_.token(token);
    if (mark == "," || mark == ";" || mark == ":" || mark == "(" || mark == ")" || mark == "--")
      return true;
    const char32_t value = decode_at(mark, 0).value;
    if (is_open_quote(value) || is_close_quote(value)) return true;
    return is_dash(value) && value != '-' && text_.space_before[token];
  }

  std::vector<Party> parties_in(TokenRange range) const {
    std::vector<Party> found;
    for (const Party& party : parties_) {
      if (party.tokens.begin >= range.begin && party.tokens.end <= range.end)
        found.push_back(party);
    }
    return found;
  }

  static std::vector<Party> distinct(const std::vector<Party>& parties) {
    std::vector<Party> out;
    for (const Party& party : parties) {
      const auto same = [&](const Party& other) { return other.actor == party.actor; };
      if (std::none_of(out.begin(), out.end(), same)) out.push_back(party);
    }
    return out;
  }

  WordId word_before(const Party& party) const {
    TokenId token = party.tokens.begin;
    const TokenRange whole = text_.sentence_tokens[text_.token_sentence[token]];
    if (token > whole.begin && text_.word[token - 1] == joints_.the) --token;
    return token > whole.begin ? text_.word[token - 1] : kNoWord;
  }

  // What two parties are called together: "between the neighbours".
  static bool is_pair_word(std::string_view word) {
    for (const char* one : {"neighbours", "neighbors", "sides", "partners"}) {
      if (word == one) return true;
    }
    return false;
  }

  // "between China and the Arab countries", "with the bloc": the words name a party that is no
  // state, so none may be inferred. "Between the two countries" and "between both" name none.
  bool names_another(TokenRange range) const {
    for (TokenId token = range.begin; token + 1 < range.end; ++token) {
      const WordId word = text_.word[token];
      if (word == kNoWord || (word != joints_.between && word != joints_.with)) continue;
      const TokenId limit = std::min(range.end, token + 4);
      bool pair = false;
      for (TokenId next = token + 1; next < limit; ++next) {
        const WordId other = text_.word[next];
        pair = pair || (other != kNoWord && (other == joints_.two || other == joints_.both)) ||
               is_pair_word(document_.token(next));
      }
      if (word == joints_.between && !pair) return true;
      const bool known = std::any_of(parties_.begin(), parties_.end(), [&](const Party& party) {
        return party.tokens.begin > token && party.tokens.begin < limit;
      });
      if (word == joints_.with && !pair && !known) return true;
    }
    return false;
  }

  // "A and B", "A-B", "A with B": nothing but one joining word or a dash between them.
  bool joined(const Party& a, const Party& b) const {
    TokenId at = a.tokens.end;
    if (at < b.tokens.begin && text_.word[at] != kNoWord && text_.word[at] == joints_.possessive)
      ++at;
    int joints = 0;
    for (; at < b.tokens.begin; ++at) {
      const WordId word = text_.word[at];
      if (word != kNoWord && word == joints_.the) continue;
      const bool dash =
          text_.shape[at] == Shape::kPunct && is_dash(decode_at(document_.token(at), 0).value);
      if (!dash && (word == kNoWord || (word != joints_.and_ && word != joints_.with)))
        return false;
      ++joints;
    }
    return joints == 1;
  }

  std::vector<Party> joined_to(const std::vector<Party>& parties, const Party& seed) const {
    std::vector<Party> chain;
    for (std::size_t i = 0; i < parties.size(); ++i) {
      if (parties[i].mention != seed.mention) continue;
      std::size_t first = i;
      std::size_t last = i;
      while (first > 0 && joined(parties[first - 1], parties[first])) --first;
      while (last + 1 < parties.size() && joined(parties[last], parties[last + 1])) ++last;
      for (std::size_t k = first; k <= last; ++k) chain.push_back(parties[k]);
    }
    return chain;
  }

  // Of three or more: the first two that are joined, nothing when there are none.
  std::vector<Party> joined_pair(const std::vector<Party>& parties, TokenRange core) const {
    std::vector<Party> best;
    std::uint32_t best_distance = 0xFFFFFFFF;
    for (std::size_t i = 0; i + 1 < parties.size(); ++i) {
      if (!joined(parties[i], parties[i + 1])) continue;
      const std::uint32_t middle = parties[i].tokens.end;
      const std::uint32_t distance =
          middle > core.begin ? middle - core.begin : core.begin - middle;
      if (distance < best_distance) {
        best = {parties[i], parties[i + 1]};
        best_distance = distance;
      }
    }
    return best;
  }

  Party to_party(const FigureParty& party) const {
    return {party.mention, party.actor, document_.actors.mentions[party.mention].tokens};
  }

  // Aid, loans and payments go from one to another; trade, tariffs and investment have other
  // rules.
  static bool moves(const Figure& figure) {
    if (!figure.directed || figure.kind == QuantityKind::kPercent || is_trade_flow(figure))
      return false;
    for (const char* word : {"investment", "tariff", "remittances", "deliveries"}) {
      if (figure.measure.find(word) != std::string::npos) return false;
    }
    return true;
  }

  // Facts of the report that the figure's own words leave out.
  void infer(const Figure& figure, const Before& before, Owners& owners) const {
    constexpr SentenceId kReach = 3;
    const SentenceId here = text_.token_sentence[figure.tokens.begin];
    if (moves(figure)) {
      if (!owners.from && !owners.to) {
        if (before.moves && here - before.sentence <= kReach) {
          owners.inferred_from = before.from;
          owners.inferred_to = before.to;
        }
      } else if (!owners.from || !owners.to) {
        const ActorId known = owners.from ? owners.from->actor : owners.to->actor;
        const std::vector<ActorId> pair = main_parties(2);
        if (pair.size() == 2 && (pair[0] == known || pair[1] == known)) {
          const ActorId other = pair[0] == known ? pair[1] : pair[0];
          (owners.from ? owners.inferred_to : owners.inferred_from) = other;
        }
      }
      return;
    }
    if (figure.kind == QuantityKind::kCount && is_of_harm(figure)) {
      const bool goes_on =
          here <= before.hurt_sentence + 1 &&
          text_.sentence_paragraph[here] == text_.sentence_paragraph[before.hurt_sentence];
      if (owners.empty() && goes_on) owners.inferred_subject = before.hurt;
      return;
    }
    if (!is_of_trade(figure) || is_mutual(figure) || !before.trader ||
        here - before.trader_sentence > 2 * kReach) {
      return;
    }
    if (is_trade_flow(figure)) {
      const bool incoming = figure.measure.find("import") != std::string::npos;
      if (incoming ? owners.to.has_value() : owners.from.has_value()) return;
      const auto& partner = incoming ? owners.from : owners.to;
      if (partner && partner->actor == *before.trader) return;
      (incoming ? owners.inferred_to : owners.inferred_from) = before.trader;
      owners.inferred_subject.push_back(*before.trader);
    } else if (owners.empty()) {
      owners.inferred_subject.push_back(*before.trader);
    }
  }

  // Two parties that one wording stands for: "the two countries", "both neighbours".
  std::vector<Party> named_pair(TokenRange range) const {
    const auto& mentions = document_.actors.mentions;
    for (MentionId m = 0; m < mentions.size(); ++m) {
      const Mention& mention = mentions[m];
      if (mention.actor == kNoId || mention.tokens.begin < range.begin ||
          mention.tokens.end > range.end ||
          document_.actors.actors[mention.actor].members.size() != 2) {
        continue;
      }
      std::vector<Party> pair;
      for (const ActorId actor : parties_of(document_, lexicon_, m))
        pair.push_back({m, actor, mention.tokens});
      if (pair.size() == 2) return pair;
    }
    return {};
  }

  // "from 2018", "over the previous year": what a change counts from is not its time.
  bool is_base(const TimeExpression& time, const Figure& figure) const {
    if (figure.kind != QuantityKind::kPercent || figure.trend == Trend::kUnsaid) return false;
    const TokenRange whole = sentence(figure.tokens);
    TokenId before = time.tokens.begin;
    if (before > whole.begin && text_.word[before - 1] == joints_.the) --before;
    if (before == whole.begin || time.tokens.begin < figure.tokens.end) return false;
    const std::string_view word = document_.token(before - 1);
    return word == "from" || word == "over" || word == "than" || word == "against";
  }

  bool is_period(const TimeExpression& time) const {
    if (time.kind != TimeKind::kDate || time.use != TimeUse::kMoment || !time.interval.known())
      return false;
    return time.grain != Grain::kDay || time.interval.from != time.interval.to;  // a day is none
  }

  // "43 billion in 2024": nothing but a preposition between them.
  const TimeExpression* time_right_after(const Figure& figure) const {
    for (const TimeExpression& time : document_.times.times) {
      if (time.tokens.begin < figure.tokens.end) continue;
      if (time.tokens.begin - figure.tokens.end > 2) return nullptr;
      if (text_.token_sentence[time.tokens.begin] != text_.token_sentence[figure.tokens.begin])
        return nullptr;
      for (TokenId token = figure.tokens.end; token < time.tokens.begin; ++token) {
        if (is_break(token)) return nullptr;
      }
      return is_period(time) && !is_base(time, figure) ? &time : nullptr;
    }
    return nullptr;
  }

  // "... was $80m, after $75m in April": the time right behind another amount is that one's.
  bool follows_another(const TimeExpression& time, const Figure& figure) const {
    const auto& figures = document_.figures.figures;
    auto after = std::partition_point(figures.begin(), figures.end(), [&](const Figure& other) {
      return other.tokens.end <= time.tokens.begin;
    });
    if (after == figures.begin()) return false;
    const Figure& other = *std::prev(after);
    if (&other == &figure || time.tokens.begin - other.tokens.end > 2) return false;
    if (other.tokens.begin < figure.tokens.end)
      return false;  // shared by a list: "5 and 6 in 2024"
    for (TokenId token = other.tokens.end; token < time.tokens.begin; ++token) {
      if (is_break(token)) return false;
    }
    return is_break_between(figure.tokens.end, other.tokens.begin);
  }

  bool is_break_between(TokenId begin, TokenId end) const {
    for (TokenId token = begin; token < end; ++token) {
      if (is_break(token)) return true;
    }
    return false;
  }

  template <typename Fits>
  const TimeExpression* nearest_time(TokenRange range, const Figure& figure, Fits fits) const {
    const TimeExpression* best = nullptr;
    std::uint32_t best_distance = 0xFFFFFFFF;
    const auto& times = document_.times.times;
    auto it = std::partition_point(times.begin(), times.end(), [&](const TimeExpression& time) {
      return time.tokens.begin < range.begin;
    });
    for (; it != times.end() && it->tokens.end <= range.end; ++it) {
      const TimeExpression& time = *it;
      if (!is_period(time) || is_base(time, figure) || !fits(time)) continue;
      if (follows_another(time, figure)) continue;
      const std::uint32_t distance =
          time.tokens.begin >= figure.tokens.end
              ? time.tokens.begin - figure.tokens.end
              : figure.tokens.begin - std::min(time.tokens.end, figure.tokens.begin);
      if (distance < best_distance) {
        best = &time;
        best_distance = distance;
      }
    }
    return best;
  }

  const Document& document_;
  const TextLayer& text_;
  const EntryLexicon& lexicon_;
  const Joints& joints_;
  std::vector<Party> parties_;                                   // in text order, disjoint
  std::vector<std::pair<ActorId, std::uint32_t>> party_counts_;  // the most frequent first
};

EntryActor make_actor(const Document& document, ActorId id, const char* slot) {
  const Actor& actor = document.actors.actors[id];
  EntryActor out;
  out.slot = slot;
  out.id = actor.id;
  out.name = actor.name;
  out.type = to_string(actor.type);
  out.state = actor.state;
  out.sector = actor.sector;
  return out;
}

EntryActor make_party(const Document& document, const Party& party, const char* slot) {
  EntryActor out = make_actor(document, party.actor, slot);
  const Mention& mention = document.actors.mentions[party.mention];
  out.span = mention.span;
  out.how = to_string(mention.how);
  return out;
}

std::optional<double> to_double(const std::optional<Decimal>& number) {
  if (!number) return std::nullopt;
  return number->to_double();
}

std::string place_of(Span span) {
  return fmt::format("@{}-{}", span.begin, span.end);
}

bool same_figure(const FigureFields& a, const FigureFields& b) {
  if (a.value != b.value || a.low != b.low || a.high != b.high || a.unit != b.unit) return false;
  return a.measure == b.measure || a.measure.empty() || b.measure.empty();
}

}  // namespace

void append_figure_entries(const Document& document, const EntryLexicon& lexicon,
                           std::vector<Entry>& out) {
  if (document.figures.figures.empty()) return;
  const Joiner joiner(document, lexicon);
  const std::size_t first = out.size();
  Before before;
  Periods periods;
  std::vector<Owners> owners_told(document.figures.figures.size());
  for (const Figure& figure : document.figures.figures) {
    Entry entry;
    entry.kind = EntryKind::kFigure;
    entry.spans = {figure.span};
    entry.status = figure.promised ? Status::kPlanned : Status::kDone;
    entry.rule = figure.rule;
    entry.place = place_of_words(
        document, document.text_layer.tokens_in(figure.span),
        figure.kind == QuantityKind::kMoney ? PlacedThing::kMoney : PlacedThing::kThing);
    FigureFields fields;
    fields.measure = figure.measure;
    fields.value = to_double(figure.value);
    fields.low = to_double(figure.low);
    fields.high = to_double(figure.high);
    fields.unit = figure.unit;
    fields.approximate = figure.approximate;
    fields.trend = to_string(figure.trend);
    fields.comparison = to_double(figure.comparison);
    fields.stage = to_string(figure.stage);
    fields.period = joiner.period(figure, periods);
    // The evidence is the number with its unit, and the words that say what is measured where they
    // stand in its sentence.
    if (!figure.measure_span.empty() && !figure.measure_span.overlaps(figure.span)) {
      entry.spans.push_back(figure.measure_span);
      std::sort(entry.spans.begin(), entry.spans.end());
    }
    const auto same = std::find_if(
        out.begin() + static_cast<std::ptrdiff_t>(first), out.end(), [&](const Entry& other) {
          return other.status == entry.status &&
                 same_figure(std::get<FigureFields>(other.fields), fields);
        });
    if (same != out.end()) {
      for (const Span span : entry.spans) {
        const auto overlaps = [&](Span there) { return there.overlaps(span); };
        if (std::none_of(same->spans.begin(), same->spans.end(), overlaps))
          same->spans.push_back(span);
      }
      std::sort(same->spans.begin(), same->spans.end());
      FigureFields& kept = std::get<FigureFields>(same->fields);
      if (kept.measure.empty()) kept.measure = fields.measure;
      if (!kept.period) kept.period = fields.period;
      if (kept.trend.empty()) kept.trend = fields.trend;
      continue;
    }
    Owners owners = joiner.owners_of(figure, before);
    const std::size_t number = static_cast<std::size_t>(&figure - document.figures.figures.data());
    // A part belongs to those to whom the whole does, where its own words do not say.
    if (figure.share_of < number && owners.empty())
      owners = as_inferred(owners_told[figure.share_of]);
    owners_told[number] = owners;
    joiner.remember(figure, owners, before);
    for (const Party& party : owners.subject)
      entry.actors.push_back(make_party(document, party, "subject"));
    for (const ActorId actor : owners.inferred_subject) {
      entry.actors.push_back(make_actor(document, actor, "subject"));
      entry.actors.back().how = to_string(How::kInferred);
    }
    if (owners.from) entry.actors.push_back(make_party(document, *owners.from, "from"));
    if (!owners.from && owners.inferred_from) {
      entry.actors.push_back(make_actor(document, *owners.inferred_from, "from"));
      entry.actors.back().how = to_string(How::kInferred);
    }
    if (owners.to) entry.actors.push_back(make_party(document, *owners.to, "to"));
    if (!owners.to && owners.inferred_to) {
      entry.actors.push_back(make_actor(document, *owners.inferred_to, "to"));
      entry.actors.back().how = to_string(How::kInferred);
    }
    if (figure.share_of != kNoFigure) {
      // The id is known when all entries are.
      entry.links.push_back({"share_of", place_of(document.figures.figures[figure.share_of].span)});
    }
    entry.fields = std::move(fields);
    out.push_back(std::move(entry));
  }
}

}  // namespace chancery

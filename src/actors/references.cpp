// One pass from the first sentence to the last. A sentence is cut into markables: mentions, names,
// pronouns and the other noun phrases, in text order. Each joins an entity met before or begins a
// new one: names by who they name, noun phrases and pronouns by the candidates before them, ranked
// by a sum of weights (in the manner of Lee et al. 2013, with scores in place of their sieves).
// First persons wait for the end, when it is known who speaks in each quotation.
#include "actors/references.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "actors/lexicon.hpp"
#include "base/utf8.hpp"

namespace chancery {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
// How far back candidates are looked for; both keep the pass linear in the text.
constexpr std::uint32_t kMaxCandidates = 40;
constexpr std::uint32_t kMaxSentencesBack = 3;
constexpr std::uint32_t kMaxSentencesBackForGroups = 8;
constexpr std::uint32_t kMaxGroup = 12;
constexpr int kCertain = 1000;           // a score above all sums of weights
constexpr std::size_t kMaxWordings = 8;  // of one noun that are kept
constexpr std::uint32_t kMaxQuoteTokens = 400;
constexpr int kMaxClimb = 12;
constexpr int kMaxChildren = 64;  // of one word that are looked at
constexpr std::size_t kMaxGroupsBack = 64;
constexpr SentenceId kMaxQuestionSentences = 4;
constexpr std::uint32_t kMaxToVerb = 40;  // words between a quotation and its verb

enum class Kind : std::uint8_t { kName, kNominal, kPronoun, kGroup };
enum class Role : std::uint8_t { kSubject, kObject, kPossessor, kOblique };

struct Entity {
  ActorId actor = kNoId;
  std::uint16_t types = 0;
  Gender gender = Gender::kUnknown;
  bool gender_guessed = false;
  bool plural = false;
  std::uint32_t count = 0;
  std::vector<std::uint32_t> members;  // entities
  std::vector<WordId> titles;          // nouns that the text calls it by; at most a few
};

struct Markable {
  TokenRange tokens;
  TokenId head = 0;
  SentenceId sentence = 0;
  std::uint32_t entity = kNone;
  std::uint32_t mention = kNone;
  std::uint16_t types = 0;
  Kind kind = Kind::kNominal;
  Role role = Role::kOblique;
  bool plural = false;
  bool nested = false;
  bool predicate = false;   // "is a minister"
  bool weak = false;        // good enough for a chain, not for a mention
  bool implied = false;     // of a group: no words of its own
  std::uint32_t first = 0;  // of a group: its members in members_
  std::uint32_t members = 0;
};

// A noun phrase or name by its head, with what stands around it.
struct Wording {
  std::uint32_t entity = kNone;
  SentenceId sentence = 0;
  std::vector<std::uint64_t> modifiers;  // words, or entities that own it
};

struct Quote {
  TokenRange inner;
  std::uint32_t paragraph = 0;
  TokenId speaker = kNoToken;        // head of the subject of the verb of saying
  TokenId verb = kNoToken;           // that verb
  std::uint32_t speaker_of = kNone;  // an earlier quotation with the same speaker
};

class Resolver {
 public:
  Resolver(const Document& document, const ActorLexicon& lexicon, ActorLayer& layer)
      : document_(document),
        text_(document.text_layer),
        syntax_(document.syntax),
        lexicon_(lexicon),
        tables_(lexicon.tables()),
        refs_(lexicon.tables().references),
        layer_(layer) {}

  void run() {
    const std::size_t tokens = text_.tokens();
    if (syntax_.upos.size() != tokens || tokens == 0) return;
    first_child_.assign(tokens, kNoToken);
    next_child_.assign(tokens, kNoToken);
    at_head_.assign(tokens, kNone);
    covered_.assign(tokens, kNone);
    group_at_.assign(tokens, kNone);
    quote_of_.assign(tokens, kNone);
    for (TokenId t = static_cast<TokenId>(tokens); t-- > 0;) {
      const TokenId head = syntax_.head[t];
      if (head == kNoToken) continue;
      next_child_[t] = first_child_[head];
      first_child_[head] = t;
    }
    for (ActorId a = 0; a < layer_.actors.size(); ++a) index_actor(a);
    old_mentions_ = layer_.mentions.size();
    find_quotes();
    find_turns();
    for (SentenceId s = 0; s < text_.sentences(); ++s) read_sentence(s);
    resolve_first_persons();
    finish();
  }

 private:
  // Words.
  WordId word(TokenId t) const { return text_.word[t]; }
  std::uint32_t cue(TokenId t) const { return refs_.cue(text_.word[t]); }
  bool is(TokenId t, Relation relation) const { return syntax_.relation[t] == relation; }
  bool is_noun(TokenId t) const { return syntax_.upos[t] == Upos::kNoun; }
  bool is_plural_noun(TokenId t) const {
    return syntax_.xpos[t] == Xpos::kNns || syntax_.xpos[t] == Xpos::kNnps;
  }
  bool is_subject(TokenId t) const {
    const Relation r = syntax_.relation[t];
    return r == Relation::kNsubj || r == Relation::kNsubjPass || r == Relation::kNsubjOuter;
  }
  TokenId child(TokenId head, Relation relation) const {
    int left = kMaxChildren;
    for (TokenId c = first_child_[head]; c != kNoToken && left-- > 0; c = next_child_[c]) {
      if (is(c, relation)) return c;
    }
    return kNoToken;
  }
  TokenId subject_child(TokenId head) const {
    int left = kMaxChildren;
    for (TokenId c = first_child_[head]; c != kNoToken && left-- > 0; c = next_child_[c]) {
      if (is_subject(c)) return c;
    }
    return kNoToken;
  }
  TokenId head_of(TokenRange range) const {
    for (TokenId t = range.begin; t < range.end; ++t) {
      const TokenId head = syntax_.head[t];
      if ((head == kNoToken || !range.contains(head)) && text_.shape[t] != Shape::kPunct) return t;
    }
    return range.begin;
  }
  bool dominates(TokenId above, TokenId below) const {
    for (int i = 0; i < kMaxClimb && below != kNoToken; ++i, below = syntax_.head[below]) {
      if (below == above) return true;
    }
    return false;
  }
  Role role_of(TokenId t) const {
    for (int i = 0; i < kMaxClimb; ++i) {
      switch (syntax_.relation[t]) {
        case Relation::kNsubj:
        case Relation::kNsubjPass:
        case Relation::kNsubjOuter:
          return Role::kSubject;
        case Relation::kObj:
        case Relation::kIobj:
          return Role::kObject;
        case Relation::kNmodPoss:
          return Role::kPossessor;
        case Relation::kConj:
        case Relation::kAppos:
        case Relation::kFlat:
          t = syntax_.head[t];
          continue;
        default:
          return Role::kOblique;
      }
    }
    return Role::kOblique;
  }
  TokenId clause_subject(TokenId t) const;
  TokenId reporting_subject(TokenId t) const;
  bool is_expletive(TokenId t) const;

  // Quotations.
  void find_quotes();
  void find_speech_after_colons();
  void find_speaker(Quote& quote) const;
  TokenId saying_subject(TokenId verb) const;
  void find_turns();
  std::uint32_t interviewee() const;

  // Markables.
  void read_sentence(SentenceId s);
  void add_markable(Markable markable);
  void add_names(SentenceId s);
  std::uint32_t name_entity(const Name& name);
  void note_titles(TokenRange tokens, std::uint32_t entity);
  void remember_forms(TokenRange tokens, std::uint32_t entity);
  std::uint32_t mention_entity(const Mention& mention);
  Gender gender_of(TokenRange tokens, bool& guessed) const;
  void gather_groups(std::size_t from);
  void gather_meetings(std::size_t from);
  void process(std::uint32_t m);
  void resolve_pronoun(std::uint32_t m);
  void resolve_nominal(std::uint32_t m);
  std::vector<std::uint64_t> modifiers_of(TokenId t, bool& has_clause) const;
  std::uint32_t same_wording(const Markable& here,
                             const std::vector<std::uint64_t>& modifiers) const;
  std::uint32_t cataphor(const Markable& pronoun, std::uint32_t cues);

  // Choice.
  struct Choice {
    std::uint32_t entity = kNone;
    int score = 0;
    int second = -kCertain;
    bool weak = false;  // found by way of a weak reference
  };
  template <typename Fits, typename Bonus>
  Choice choose(std::uint32_t m, TokenId local_subject, bool with_weak, Fits fits,
                Bonus bonus) const;
  bool excluded(const Markable& pronoun, const Markable& candidate, bool possessive,
                bool reflexive) const;

  // Groups.
  std::uint32_t find_group(std::uint32_t m, std::uint32_t number, std::uint16_t types);
  std::uint32_t entity_of_members(std::vector<std::uint32_t> members);
  ActorId group_actor(std::vector<std::string> ids);
  ActorId states_of(std::uint32_t entity);
  std::optional<std::string> state_id(ActorId actor) const;
  ActorId plain_state(const std::string& id);
  ActorId actor_of(std::uint32_t entity);
  void find_circles(SentenceId s);

  std::uint32_t new_entity(std::uint16_t types) {
    Entity entity;
    entity.types = types;
    entities_.push_back(std::move(entity));
    return static_cast<std::uint32_t>(entities_.size() - 1);
  }
  // For the chains only: nothing is said of an actor, and nothing learned about the entity.
  void join_weakly(std::uint32_t m, std::uint32_t entity) {
    markables_[m].entity = entity;
    markables_[m].weak = true;
    last_weak_ = markables_[m].sentence;
  }
  void join(std::uint32_t m, std::uint32_t entity) {
    markables_[m].entity = entity;
    ++entities_[entity].count;
  }
  void index_actor(ActorId a) {
    const Actor& actor = layer_.actors[a];
    by_id_.emplace(actor.id, a);
    if (actor.office.empty() && actor.body.empty()) by_id_.emplace("=" + actor.id, a);
  }
  ActorId add_actor(Actor actor) {
    layer_.actors.push_back(std::move(actor));
    const auto a = static_cast<ActorId>(layer_.actors.size() - 1);
    index_actor(a);
    return a;
  }
  void add_mention(TokenRange tokens, MentionKind kind, ActorId actor, How how) {
    Mention mention;
    mention.span = text_.span_of(tokens);
    mention.tokens = tokens;
    mention.kind = kind;
    mention.actor = actor;
    mention.how = how;
    added_.push_back(mention);
  }
  void resolve_first_persons();
  void say_own_country(TokenId t, ActorId state);
  std::uint32_t speaker_entity(std::uint32_t quote) const;
  void finish();

  const Document& document_;
  const TextLayer& text_;
  const SyntaxLayer& syntax_;
  const ActorLexicon& lexicon_;
  const ActorTables& tables_;
  const ReferenceTables& refs_;
  ActorLayer& layer_;

  std::vector<TokenId> first_child_, next_child_;
  std::vector<std::uint32_t> at_head_;   // by token: markable with that head
  std::vector<std::uint32_t> covered_;   // by token: markable of a name over it
  std::vector<std::uint32_t> group_at_;  // by token: group whose first member has that head
  std::vector<std::uint32_t> quote_of_;  // by token
  std::vector<Quote> quotes_;
  std::vector<Markable> markables_;
  std::vector<TokenId> members_;      // heads of the members of groups
  std::vector<std::uint32_t> order_;  // of one sentence
  std::vector<Entity> entities_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_actor_;
  std::unordered_map<std::string_view, std::uint32_t> by_text_;
  std::unordered_map<std::string_view, std::uint32_t> by_family_;
  std::unordered_map<std::string_view, std::uint32_t> by_given_;  // kNone where several bear it
  std::unordered_map<std::string, std::uint32_t> by_initials_;
  std::unordered_map<WordId, std::vector<Wording>> wordings_;  // by head; the last few
  std::unordered_map<std::string, ActorId> by_id_;  // "=KAZ": the state without body or office
  std::vector<std::uint32_t> groups_;               // markables that are groups, in order
  std::vector<Mention> added_;
  std::size_t next_mention_ = 0;
  std::size_t next_name_ = 0;
  std::size_t old_mentions_ = 0;
  std::uint32_t first_ = kNone, many_ = kNone, second_ = kNone;  // I, we, you outside quotations
  std::vector<bool> asks_;               // by sentence: a turn of an interviewer
  std::optional<SentenceId> last_weak_;  // sentence of the last weak reference
  bool is_interview_ = false;            // and "you" of those turns:
  bool asks_many_ = false;               // "we" of the others, else "I"
};

// Who acts in the clause of the token: the subject, or the one that an infinitive or participle
// takes over.
TokenId Resolver::clause_subject(TokenId t) const {
  TokenId from = t;
  TokenId v = syntax_.head[t];
  for (int i = 0; i < kMaxClimb && v != kNoToken; ++i) {
    const TokenId subject = subject_child(v);
    if (subject != kNoToken && subject != from) return subject;
    if (subject != kNoToken) return kNoToken;  // inside the subject itself
    // "Under the pact Kenya will ...", where the tree hangs the subject elsewhere.
    if (const TokenId aux = child(v, Relation::kAux); aux != kNoToken && aux > 0 && aux < v) {
      const std::uint32_t before = covered_[aux - 1];
      if (before != kNone && markables_[before].tokens.end == aux) return markables_[before].head;
    }
    const TokenId above = syntax_.head[v];
    if (above == kNoToken) return kNoToken;
    if (is(v, Relation::kXcomp) && (cue(above) & kRefAsking) != 0) {
      const TokenId object = child(above, Relation::kObj);
      if (object != kNoToken) return object;
    }
    // "Kazakhstan's efforts to safeguard its borders", however the tree hangs the infinitive.
    if (const TokenId to = child(v, Relation::kMark);
        to != kNoToken && to > 0 && to < v && is_noun(to - 1)) {
      const TokenId owner = child(to - 1, Relation::kNmodPoss);
      if (owner != kNoToken) return owner;
    }
    if (is(v, Relation::kAcl)) {
      const TokenId owner = child(above, Relation::kNmodPoss);
      return owner != kNoToken ? owner : above;
    }
    if (is(v, Relation::kAclRelcl)) return above;
    from = v;
    v = above;
  }
  return kNoToken;
}

// "The envoy told them that he ...": who says what the pronoun is the subject of.
TokenId Resolver::reporting_subject(TokenId t) const {
  if (!is_subject(t)) return kNoToken;
  TokenId v = syntax_.head[t];
  for (int i = 0; i < kMaxClimb && v != kNoToken && is(v, Relation::kConj); ++i)
    v = syntax_.head[v];
  if (v == kNoToken || !is(v, Relation::kCcomp) || syntax_.head[v] == kNoToken) return kNoToken;
  const TokenId verb = syntax_.head[v];
  return (cue(verb) & kRefSaying) != 0 ? saying_subject(verb) : kNoToken;
}

// "it rained", "it is clear that", "it was reported that".
bool Resolver::is_expletive(TokenId t) const {
  if (is(t, Relation::kExpl)) return true;
  if (!is_subject(t)) return false;
  const TokenId head = syntax_.head[t];
  int left = kMaxChildren;
  if ((cue(head) & kRefExpletive) != 0) {
    // "it is important" may be a thing; with a clause it is not, and weather needs none.
    if (syntax_.upos[head] == Upos::kVerb) return true;
    for (TokenId c = first_child_[head]; c != kNoToken && left-- > 0; c = next_child_[c]) {
      if (is(c, Relation::kCsubj) || is(c, Relation::kCcomp) || is(c, Relation::kAdvcl) ||
          is(c, Relation::kXcomp) || is(c, Relation::kAcl) || is(c, Relation::kCsubjPass))
        return true;
    }
    return false;
  }
  const bool predicate = child(head, Relation::kCop) != kNoToken;
  for (TokenId c = first_child_[head]; c != kNoToken && left-- > 0; c = next_child_[c]) {
    if (is(c, Relation::kCsubj) || is(c, Relation::kCsubjPass)) return true;
    if (c > head && (is(c, Relation::kCcomp)) && (predicate || is(t, Relation::kNsubjPass)))
      return true;
  }
  return false;
}

// Pairs of quotation marks within a paragraph. A straight mark opens where a blank stands before it
// only, closes where one stands behind it only, else it takes turns.
void Resolver::find_quotes() {
  bool open = false;
  bool single = false;
  TokenId begin = 0;
  std::uint32_t paragraph = kNone;
  const auto close = [&](TokenId end) {
    // A single mark that nothing closes is none.
    const bool unclosed =
        single && (end >= text_.tokens() || document_.token(end) != "\xE2\x80\x99");
    if (open && !unclosed && end > begin && end - begin <= kMaxQuoteTokens) {
      Quote quote;
      quote.inner = {begin, end};
      quote.paragraph = paragraph;
      quotes_.push_back(quote);
    }
    open = false;
  };
  for (SentenceId s = 0; s < text_.sentences(); ++s) {
    const TokenRange range = text_.sentence_tokens[s];
    if (text_.sentence_paragraph[s] != paragraph) {
      close(range.begin);
      paragraph = text_.sentence_paragraph[s];
    }
    for (TokenId t = range.begin; t < range.end; ++t) {
      if (text_.shape[t] != Shape::kPunct && text_.shape[t] != Shape::kSymbol) continue;
      const std::string_view mark = document_.token(t);
      const bool before = text_.space_before[t] || t == range.begin;
      const bool after = t + 1 >= range.end || text_.space_before[t + 1];
      bool opens = false;
      bool closes = false;
      // Single marks, which are apostrophes too: only where the text puts speech between them.
      if (mark == "\xE2\x80\x98" && before && !after && !open) {
        single = true;
        open = true;
        begin = t + 1;
        continue;
      }
      if (mark == "\xE2\x80\x99") {
        const bool stop = t > range.begin && text_.shape[t - 1] == Shape::kPunct;
        if (open && single && after && stop) close(t);
        continue;
      }
      if (mark == "\xE2\x80\x9C" || mark == "``" || mark == "\xE2\x80\x9E" || mark == "\xC2\xAB") {
        opens = true;
      } else if (mark == "\xE2\x80\x9D" || mark == "''" || mark == "\xC2\xBB") {
        closes = true;
      } else if (mark == "\"") {
        // One that begins a sentence opens, also where nothing closed the last.
        const bool begins =
            t == range.begin && t + 1 < range.end && text_.shape[t + 1] == Shape::kCapital;
        opens = begins || (before && !after) || (before == after && !open);
        closes = !opens;
      }
      if (opens) {
        close(t);
        open = true;
        single = false;
        begin = t + 1;
      } else if (closes) {
        close(t);
      }
    }
  }
  close(static_cast<TokenId>(text_.tokens()));
  find_speech_after_colons();
  for (std::uint32_t q = 0; q < quotes_.size(); ++q) {
    for (TokenId t = quotes_[q].inner.begin; t < quotes_[q].inner.end; ++t) quote_of_[t] = q;
  }
  for (std::uint32_t q = 0; q < quotes_.size(); ++q) {
    find_speaker(quotes_[q]);
    if (quotes_[q].verb != kNoToken || q == 0) continue;
    // Goes on where the last one in the paragraph, or an open one of the paragraph before, stopped.
    const Quote& last = quotes_[q - 1];
    const SentenceId here = text_.token_sentence[quotes_[q].inner.begin];
    const SentenceId there = text_.token_sentence[last.inner.end - 1];
    if (here <= there + 2 && last.paragraph + 1 >= quotes_[q].paragraph)
      quotes_[q].speaker_of = last.speaker_of != kNone ? last.speaker_of : q - 1;
  }
}

// "The minister said: We regret this. ...", without marks: to the end of the paragraph, or to the
// sentence in which somebody else says something like that, or that has marks.
void Resolver::find_speech_after_colons() {
  std::vector<Quote> found;
  std::size_t next = 0;
  bool open = false;
  const auto close = [&](TokenId end) {
    if (open && end > found.back().inner.begin) found.back().inner.end = end;
    open = false;
  };
  for (SentenceId s = 0; s < text_.sentences(); ++s) {
    const TokenRange tokens = text_.sentence_tokens[s];
    const bool begins = s == 0 || text_.sentence_paragraph[s] != text_.sentence_paragraph[s - 1];
    if (begins) close(tokens.begin);
    for (; next < quotes_.size() && quotes_[next].inner.end <= tokens.begin; ++next) {
    }
    const bool marked = next < quotes_.size() && quotes_[next].inner.begin < tokens.end;
    if (open && (marked || tokens.end - found.back().inner.begin > kMaxQuoteTokens))
      close(tokens.begin);
    if (marked) continue;
    bool said = false;
    for (TokenId t = tokens.begin; t + 1 < text_.tokens() && t < tokens.end; ++t) {
      said = said || (cue(t) & kRefSaying) != 0;
      if (!said || text_.shape[t] != Shape::kPunct || document_.token(t) != ":") continue;
      if (text_.shape[t + 1] == Shape::kLower) continue;
      const bool goes_on = t + 1 < tokens.end;
      const bool has_more = s + 1 < text_.sentences() &&
                            text_.sentence_paragraph[s + 1] == text_.sentence_paragraph[s];
      if ((!goes_on && !has_more) || tokens.end - t > kMaxQuoteTokens) break;
      close(tokens.begin);
      Quote quote;
      quote.inner = {t + 1, tokens.end};
      quote.paragraph = text_.sentence_paragraph[s];
      found.push_back(quote);
      open = true;
      break;
    }
  }
  close(static_cast<TokenId>(text_.tokens()));
  std::size_t kept = 0;
  for (const Quote& quote : found) {
    if (quote.inner.end > quote.inner.begin) found[kept++] = quote;
  }
  found.resize(kept);
  quotes_.insert(quotes_.end(), found.begin(), found.end());
  std::sort(quotes_.begin(), quotes_.end(),
            [](const Quote& a, const Quote& b) { return a.inner.begin < b.inner.begin; });
}

TokenId Resolver::saying_subject(TokenId verb) const {
  TokenId v = verb;
  for (int i = 0; i < 4; ++i) {
    TokenId subject = subject_child(v);
    // A subject inside the quotation belongs there, whatever the tree says.
    int left = kMaxChildren;
    for (TokenId c = subject == kNoToken ? kNoToken : next_child_[subject];
         c != kNoToken && quote_of_[subject] != kNone && left-- > 0; c = next_child_[c]) {
      if (is_subject(c)) subject = c;
    }
    if (subject != kNoToken) return subject;
    if (is(v, Relation::kConj) || is(v, Relation::kAdvcl) || is(v, Relation::kXcomp)) {
      v = syntax_.head[v];
      continue;
    }
    break;
  }
  return kNoToken;
}

// The verb of saying that stands nearest to the quotation, outside of it, and its subject.
void Resolver::find_speaker(Quote& quote) const {
  const SentenceId first = text_.token_sentence[quote.inner.begin];
  const SentenceId last = text_.token_sentence[quote.inner.end - 1];
  std::uint32_t best_distance = kMaxToVerb;
  const auto look = [&](TokenId from, TokenId to) {
    if (quote.inner.begin > kMaxToVerb) from = std::max(from, quote.inner.begin - kMaxToVerb);
    to = std::min(to, quote.inner.end + kMaxToVerb);
    for (TokenId t = from; t < to; ++t) {
      const std::uint32_t distance =
          t < quote.inner.begin ? quote.inner.begin - t : t - quote.inner.end;
      if (distance >= best_distance || quote_of_[t] != kNone) continue;
      TokenId subject = kNoToken;
      if ((cue(t) & kRefSaying) != 0 &&
          (syntax_.upos[t] == Upos::kVerb || syntax_.upos[t] == Upos::kAux)) {
        subject = saying_subject(t);
      } else if ((cue(t) & kRefAccording) != 0) {
        subject = syntax_.head[t];
        if (subject != kNoToken && !is_noun(subject) && syntax_.upos[subject] != Upos::kPropn)
          subject = kNoToken;
        if (subject == kNoToken) continue;
      } else {
        continue;
      }
      if (subject != kNoToken && quote_of_[subject] != kNone) subject = kNoToken;
      quote.verb = t;
      quote.speaker = subject;
      best_distance = distance;
    }
  };
  look(text_.sentence_tokens[first].begin, quote.inner.begin);
  // What follows stands in the sentence of the last word, or in the next one when the stop inside
  // the quotation ended that.
  SentenceId after = last;
  while (after + 1 < text_.sentences() && text_.sentence_tokens[after].end <= quote.inner.end + 1 &&
         after < last + 1)
    ++after;
  if (text_.sentence_paragraph[after] != quote.paragraph) after = last;
  const TokenRange tail = text_.sentence_tokens[after];
  // A sentence that begins on its own tells of something else.
  if (after == last || text_.shape[tail.begin] == Shape::kLower)
    look(std::max(tail.begin, quote.inner.end), tail.end);
  if (quote.verb == kNoToken && quote.inner.begin >= 2 && first > 0) {
    // "She said:" in a sentence of its own.
    const TokenRange before = text_.sentence_tokens[first - 1];
    if (quote.inner.begin <= text_.sentence_tokens[first].begin + 1 &&
        document_.token(before.end - 1) == ":")
      look(before.begin, before.end);
  }
  // A quotation that is a sentence of its own, after one that tells who speaks.
  if (quote.verb == kNoToken && first > 0 &&
      text_.sentence_paragraph[first - 1] == quote.paragraph &&
      quote.inner.begin <= text_.sentence_tokens[first].begin + 1) {
    const TokenRange before = text_.sentence_tokens[first - 1];
    look(before.begin, before.end);
  }
}

// Turns of an interview: a short paragraph that ends with a question, outside of quotations, is
// asked of the one who says "I" in the others, or of those who say "we".
void Resolver::find_turns() {
  asks_.assign(text_.sentences(), false);
  std::uint32_t asked = 0, single = 0, several = 0;
  for (SentenceId first = 0; first < text_.sentences();) {
    SentenceId last = first;
    while (last + 1 < text_.sentences() &&
           text_.sentence_paragraph[last + 1] == text_.sentence_paragraph[first])
      ++last;
    const TokenRange tokens{text_.sentence_tokens[first].begin, text_.sentence_tokens[last].end};
    const bool asks = last - first < kMaxQuestionSentences &&
                      document_.token(tokens.end - 1) == "?" && quote_of_[tokens.end - 1] == kNone;
    bool second = false;
    for (TokenId t = tokens.begin; t < tokens.end; ++t) {
      const std::uint32_t cues = quote_of_[t] == kNone ? cue(t) : 0;
      second = second || (cues & kRefYou) != 0;
      single += !asks && (cues & kRefI) != 0 ? 1 : 0;
      several += !asks && (cues & kRefWe) != 0 ? 1 : 0;
    }
    if (asks && second) {
      ++asked;
      for (SentenceId s = first; s <= last; ++s) asks_[s] = true;
    }
    first = last + 1;
  }
  is_interview_ = asked >= 2 && single + several >= 3;
  asks_many_ = single * 2 < several;
  if (!is_interview_) asks_.assign(text_.sentences(), false);
}

// The person whom an interview names more often than any other.
std::uint32_t Resolver::interviewee() const {
  std::unordered_map<std::uint32_t, std::uint32_t> named;
  std::uint32_t best = kNone, most = 0, second = 0;
  for (const Markable& markable : markables_) {
    if (markable.kind != Kind::kName || markable.entity == kNone || markable.plural ||
        (markable.types & kStandsPerson) == 0)
      continue;
    const std::uint32_t count = ++named[markable.entity];
    if (markable.entity == best) {
      most = count;
    } else if (count > most) {
      second = most;
      most = count;
      best = markable.entity;
    } else {
      second = std::max(second, count);
    }
  }
  return most >= 2 && most > second ? best : kNone;
}

void Resolver::add_markable(Markable markable) {
  const auto index = static_cast<std::uint32_t>(markables_.size());
  markable.role = role_of(markable.head);
  if (at_head_[markable.head] == kNone || !markable.nested) at_head_[markable.head] = index;
  markables_.push_back(std::move(markable));
}

Gender Resolver::gender_of(TokenRange tokens, bool& guessed) const {
  guessed = false;
  const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[tokens.begin]];
  const TokenId from = tokens.begin > sentence.begin ? tokens.begin - 1 : tokens.begin;
  for (TokenId t = from; t < tokens.end; ++t) {
    if ((cue(t) & kRefMale) != 0) return Gender::kMale;
    if ((cue(t) & kRefFemale) != 0) return Gender::kFemale;
    const ReferenceNoun* noun = refs_.noun(word(t));
    if (noun != nullptr && noun->gender != Gender::kUnknown && t >= tokens.begin)
      return noun->gender;
  }
  guessed = true;
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    if (text_.shape[t] != Shape::kCapital) continue;
    const Gender gender = refs_.given_name(word(t));
    if (gender != Gender::kUnknown) return gender;
  }
  return Gender::kUnknown;
}

std::uint32_t Resolver::mention_entity(const Mention& mention) {
  std::uint16_t types = 0;
  std::uint32_t entity = kNone;
  if (mention.actor != kNoId) {
    const Actor& actor = layer_.actors[mention.actor];
    const bool person =
        actor.type == ActorType::kPerson || (actor.members.empty() && !actor.office.empty());
    if (person) {
      types = kStandsPerson;
    } else if (actor.type == ActorType::kState) {
      types = actor.body.empty() ? kStandsState | kStandsSide : kStandsOrganisation | kStandsGroup;
    } else if (actor.type == ActorType::kOrganisation) {
      types = actor.id.rfind("igo:", 0) == 0 ? kStandsOrganisation | kStandsSide : kStandsCompany;
    } else if (actor.type == ActorType::kGroup) {
      types = actor.members.empty() ? kStandsGroup | kStandsSide : kStandsState | kStandsSide;
    } else {
      types = kStandsThing;
    }
    if (mention.kind == MentionKind::kPeople) types = kStandsPerson;
    const std::uint64_t key = (std::uint64_t{mention.actor} << 2) |
                              (mention.kind == MentionKind::kPeople ? 2u : 0u) | (person ? 1u : 0u);
    const auto [found, is_new] =
        by_actor_.emplace(key, static_cast<std::uint32_t>(entities_.size()));
    if (is_new) {
      new_entity(types);
      entities_.back().actor = mention.actor;
      entities_.back().plural = !actor.members.empty() || mention.kind == MentionKind::kPeople;
    }
    entity = found->second;
  } else {
    const bool party =
        mention.kind == MentionKind::kName || mention.kind == MentionKind::kAdjective;
    types = party                                ? kStandsState
            : mention.kind == MentionKind::kBody ? kStandsOrganisation
                                                 : kStandsPerson;
    const auto [found, is_new] = by_text_.emplace(document_.text(mention.span),
                                                  static_cast<std::uint32_t>(entities_.size()));
    if (is_new) new_entity(types);
    entity = found->second;
  }
  const bool is_name =
      (mention.kind == MentionKind::kName || mention.kind == MentionKind::kPerson) &&
      text_.shape[mention.tokens.begin] != Shape::kLower;
  if (is_name && mention.actor != kNoId) {
    by_text_.emplace(document_.text(text_.span_of(mention.tokens)), entity);
    remember_forms(mention.tokens, entity);
  }
  Entity& there = entities_[entity];
  if ((there.types & kStandsPerson) != 0 && !there.plural) {
    bool guessed = false;
    const Gender gender = gender_of(mention.tokens, guessed);
    if (gender != Gender::kUnknown && (there.gender == Gender::kUnknown || there.gender_guessed)) {
      there.gender = gender;
      there.gender_guessed = guessed;
    }
    if (mention.kind == MentionKind::kPerson || mention.kind == MentionKind::kOffice) {
      by_family_[document_.token(mention.tokens.end - 1)] = entity;
    }
  }
  note_titles(mention.tokens, entity);
  return entity;
}

// "General Stevan Radulovic", "Red Cross Foundation": the nouns of a name and those before it.
void Resolver::note_titles(TokenRange tokens, std::uint32_t entity) {
  Entity& there = entities_[entity];
  const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[tokens.begin]];
  TokenId from = tokens.begin;
  while (from > sentence.begin && tokens.begin - from < 4 && refs_.noun(word(from - 1)) != nullptr)
    --from;
  for (TokenId t = from; t < tokens.end && there.titles.size() < 6; ++t) {
    const ReferenceNoun* noun = refs_.noun(word(t));
    if (noun != nullptr && (noun->types & there.types) != 0 &&
        std::find(there.titles.begin(), there.titles.end(), word(t)) == there.titles.end())
      there.titles.push_back(word(t));
  }
}

// The shorter forms that a name of several words may come back in: its initials, what stands before
// "of", and a person's given name.
void Resolver::remember_forms(TokenRange tokens, std::uint32_t entity) {
  if (tokens.size() < 2) return;
  if ((entities_[entity].types & kStandsPerson) != 0) {
    const auto [found, is_new] = by_given_.emplace(document_.token(tokens.begin), entity);
    if (!is_new && found->second != entity) found->second = kNone;
    return;
  }
  std::string initials;
  TokenId before_of = tokens.begin;
  for (TokenId t = tokens.begin; t < tokens.end; ++t) {
    if (word(t) == tables_.of && before_of == tokens.begin) before_of = t;
    if (text_.shape[t] == Shape::kCapital) initials += document_.token(t).front();
  }
  if (initials.size() >= 2) by_initials_.emplace(std::move(initials), entity);
  if (before_of > tokens.begin + 1)
    by_text_.emplace(document_.text(text_.span_of({tokens.begin, before_of})), entity);
}

std::uint32_t Resolver::name_entity(const Name& name) {
  const std::string_view written = document_.text(text_.span_of(name.tokens));
  if (const auto found = by_text_.find(written); found != by_text_.end()) return found->second;
  if (name.tokens.size() == 1 && text_.shape[name.tokens.begin] == Shape::kUpper) {
    if (const auto found = by_initials_.find(std::string(written)); found != by_initials_.end())
      return found->second;
  }
  std::uint16_t types = kStandsThing;
  switch (name.type) {
    case NameType::kPerson:
      types = kStandsPerson;
      break;
    case NameType::kPlace:
      types = kStandsPlace;
      break;
    case NameType::kOrganisation:
      types = kStandsCompany | kStandsOrganisation;
      break;
    case NameType::kGroup:
      types = kStandsGroup;
      break;
    case NameType::kEvent:
    case NameType::kMisc:
      break;
  }
  std::uint32_t entity = kNone;
  if (name.type == NameType::kPerson) {
    const std::string_view family = document_.token(name.tokens.end - 1);
    const auto found = by_family_.find(family);
    bool guessed = false;
    const Gender gender = gender_of(name.tokens, guessed);
    // A single name after the full one, or a full one whose given name fits.
    if (found != by_family_.end() && name.tokens.size() == 1 &&
        (gender == Gender::kUnknown || guessed || entities_[found->second].gender == gender ||
         entities_[found->second].gender == Gender::kUnknown)) {
      entity = found->second;
    } else if (const auto given = by_given_.find(written);
               given != by_given_.end() && given->second != kNone) {
      entity = given->second;
    } else {
      entity = new_entity(types);
      entities_[entity].gender = gender;
      entities_[entity].gender_guessed = guessed;
      by_family_[family] = entity;
    }
  } else {
    entity = new_entity(types);
    entities_[entity].plural = is_plural_noun(name.tokens.end - 1) && name.type == NameType::kGroup;
  }
  by_text_.emplace(written, entity);
  remember_forms(name.tokens, entity);
  note_titles(name.tokens, entity);
  return entity;
}

// Mentions, and the names that are none.
void Resolver::add_names(SentenceId s) {
  const TokenRange range = text_.sentence_tokens[s];
  for (; next_mention_ < old_mentions_ && layer_.mentions[next_mention_].tokens.begin < range.end;
       ++next_mention_) {
    const Mention& mention = layer_.mentions[next_mention_];
    if (mention.tokens.empty() || mention.tokens.begin < range.begin) continue;
    Markable markable;
    markable.kind = Kind::kName;
    markable.tokens = mention.tokens;
    markable.head = head_of(mention.tokens);
    markable.sentence = s;
    markable.mention = static_cast<std::uint32_t>(next_mention_);
    markable.nested = mention.nested || covered_[mention.tokens.begin] != kNone;
    markable.entity = mention_entity(mention);
    markable.types = entities_[markable.entity].types;
    markable.plural = entities_[markable.entity].plural;
    if (!markable.nested) {
      for (TokenId t = mention.tokens.begin; t < mention.tokens.end; ++t)
        covered_[t] = static_cast<std::uint32_t>(markables_.size());
    }
    add_markable(std::move(markable));
  }
  for (; next_name_ < syntax_.names.size() && syntax_.names[next_name_].tokens.begin < range.end;
       ++next_name_) {
    const Name& name = syntax_.names[next_name_];
    // A small pronoun is no name, whatever the tags say.
    bool free = name.tokens.end <= range.end &&
                !(name.tokens.size() == 1 && text_.shape[name.tokens.begin] == Shape::kLower);
    for (TokenId t = name.tokens.begin; free && t < name.tokens.end; ++t)
      free = covered_[t] == kNone;
    if (!free) continue;
    Markable markable;
    markable.kind = Kind::kName;
    markable.tokens = name.tokens;
    markable.head = head_of(name.tokens);
    markable.sentence = s;
    markable.entity = name_entity(name);
    markable.types = entities_[markable.entity].types;
    markable.plural = entities_[markable.entity].plural;
    for (TokenId t = name.tokens.begin; t < name.tokens.end; ++t)
      covered_[t] = static_cast<std::uint32_t>(markables_.size());
    add_markable(std::move(markable));
  }
}

void Resolver::read_sentence(SentenceId s) {
  const TokenRange range = text_.sentence_tokens[s];
  const auto first = static_cast<std::uint32_t>(markables_.size());
  find_circles(s);
  add_names(s);
  for (TokenId t = range.begin; t < range.end; ++t) {
    if (covered_[t] != kNone) continue;
    const std::uint32_t cues = cue(t);
    constexpr std::uint32_t kPersonal =
        kRefHe | kRefShe | kRefIt | kRefThey | kRefWe | kRefI | kRefYou;
    Markable markable;
    markable.tokens = {t, t + 1};
    markable.head = t;
    markable.sentence = s;
    const bool pronoun = syntax_.xpos[t] == Xpos::kPrp || syntax_.xpos[t] == Xpos::kPrpPossessive ||
                         text_.shape[t] == Shape::kLower;
    if ((cues & kPersonal) != 0 && pronoun) {
      // "US" in capitals is a state, "HE" a title.
      if (text_.shape[t] == Shape::kUpper) continue;
      markable.kind = Kind::kPronoun;
      markable.plural = (cues & (kRefThey | kRefWe)) != 0;
      add_markable(std::move(markable));
      continue;
    }
    // "the former will ...", also where the tree takes it for an adjective.
    const bool ends_phrase = t + 1 >= range.end || syntax_.upos[t + 1] == Upos::kAux ||
                             syntax_.upos[t + 1] == Upos::kAdp ||
                             text_.shape[t + 1] == Shape::kPunct;
    const bool ordinal_phrase = (cues & (kRefFormer | kRefLatter)) != 0 &&
                                (!is(t, Relation::kAmod) || ends_phrase) && t > range.begin &&
                                (cue(t - 1) & kRefDefinite) != 0;
    // "the Kingdom", "the Court": a capital makes no name of it.
    const bool capital_noun = syntax_.upos[t] == Upos::kPropn && t > range.begin &&
                              refs_.noun(word(t)) != nullptr && (cue(t - 1) & kRefDefinite) != 0 &&
                              (t + 1 >= range.end || syntax_.upos[t + 1] != Upos::kPropn) &&
                              (t + 1 >= range.end || word(t + 1) != tables_.of);
    // "someone", "those who came".
    const bool those = syntax_.upos[t] == Upos::kPron && (cues & kRefThose) != 0 &&
                       child(t, Relation::kAclRelcl) != kNoToken;
    const bool somebody =
        those || (syntax_.upos[t] == Upos::kPron && refs_.noun(word(t)) != nullptr);
    if (!is_noun(t) && !ordinal_phrase && !capital_noun && !somebody) continue;
    if (is(t, Relation::kCompound) || is(t, Relation::kFixed) || is(t, Relation::kFlat) ||
        is(t, Relation::kNmodUnmarked) || is(t, Relation::kOblUnmarked))
      continue;
    markable.predicate = child(t, Relation::kCop) != kNoToken;
    // From the first modifier, without articles and owners.
    TokenId begin = t;
    while (begin > range.begin) {
      const TokenId before = begin - 1;
      const Relation r = syntax_.relation[before];
      const bool inside = dominates(t, before);
      const bool keeps =
          r == Relation::kAmod || r == Relation::kCompound || r == Relation::kNummod ||
          r == Relation::kFlat || r == Relation::kAdvmod || r == Relation::kPunct ||
          ((r == Relation::kDet || r == Relation::kDetPredet || r == Relation::kCcPreconj) &&
           (cue(before) & kRefBoth) != 0);
      if (!inside || !keeps) break;
      if (r == Relation::kPunct && (text_.space_before[begin] || text_.space_before[before])) break;
      --begin;
    }
    markable.tokens = {begin, t + 1};
    markable.plural = is_plural_noun(t);
    const ReferenceNoun* noun = refs_.noun(word(t));
    markable.types = kStandsThing;
    if (those) {
      markable.types = kStandsPerson;
      markable.plural = true;
    }
    if (noun != nullptr) {
      markable.types = noun->types;
      if (noun->plural && !noun->singular) markable.plural = true;
    }
    add_markable(std::move(markable));
  }
  gather_groups(first);
  gather_meetings(first);
  order_.clear();
  for (std::uint32_t m = first; m < markables_.size(); ++m) order_.push_back(m);
  // The longer of two that begin together first; a group stands behind its last member.
  const auto place = [&](std::uint32_t m) {
    const Markable& one = markables_[m];
    return one.kind == Kind::kGroup ? one.tokens.end - 1 : one.tokens.begin;
  };
  std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (place(a) != place(b)) return place(a) < place(b);
    return markables_[a].kind != Kind::kGroup && markables_[b].kind == Kind::kGroup;
  });
  // Markables are kept in that order, so that candidates are the ones before.
  std::vector<Markable> sorted;
  sorted.reserve(order_.size());
  for (const std::uint32_t m : order_) sorted.push_back(std::move(markables_[m]));
  std::vector<std::uint32_t> new_place(order_.size());
  for (std::uint32_t i = 0; i < order_.size(); ++i) new_place[order_[i] - first] = first + i;
  std::move(sorted.begin(), sorted.end(), markables_.begin() + first);
  const auto move = [&](std::uint32_t& m) {
    if (m != kNone && m >= first) m = new_place[m - first];
  };
  for (TokenId t = range.begin; t < range.end; ++t) {
    move(at_head_[t]);
    move(covered_[t]);
    move(group_at_[t]);
  }
  for (std::uint32_t m = first; m < markables_.size(); ++m) process(m);
}

// "Kenya, Uganda and Rwanda": one markable more for all of them. Told by the words between, since a
// tree often hangs a member elsewhere.
void Resolver::gather_groups(std::size_t from) {
  const auto end = static_cast<std::uint32_t>(markables_.size());
  std::vector<std::uint32_t> names;
  for (auto m = static_cast<std::uint32_t>(from); m < end; ++m) {
    if (markables_[m].kind == Kind::kPronoun || markables_[m].nested) continue;
    if (markables_[m].types == kStandsThing) continue;
    names.push_back(m);
  }
  std::sort(names.begin(), names.end(), [&](std::uint32_t a, std::uint32_t b) {
    return markables_[a].tokens.begin < markables_[b].tokens.begin;
  });
  // 0: apart, 1: a comma, 2: "and".
  const auto joint = [&](const Markable& left, const Markable& right) {
    TokenId t = left.tokens.end;
    if (t >= right.tokens.begin || right.tokens.begin - t > 4) return 0;
    int found = 0;
    for (; t < right.tokens.begin; ++t) {
      if (word(t) == tables_.comma && found == 0) {
        found = 1;
      } else if (word(t) == tables_.and_ && found < 2) {
        found = 2;
      } else if ((cue(t) & kRefDefinite) == 0 || found == 0) {
        return 0;
      }
    }
    return found;
  };
  for (std::size_t i = 0; i + 1 < names.size();) {
    std::size_t last = i;
    std::uint16_t types = markables_[names[i]].types;
    bool closed = false;
    while (!closed && last + 1 < names.size()) {
      const Markable& next = markables_[names[last + 1]];
      const auto both = static_cast<std::uint16_t>(types & next.types);
      const int found = joint(markables_[names[last]], next);
      if (found == 0 || both == 0 || next.plural != markables_[names[i]].plural) break;
      types = both;
      closed = found == 2;
      ++last;
    }
    if (!closed || last - i + 1 > kMaxGroup) {
      ++i;
      continue;
    }
    Markable group;
    group.kind = Kind::kGroup;
    group.tokens = {markables_[names[i]].tokens.begin, markables_[names[last]].tokens.end};
    group.head = markables_[names[i]].head;
    group.sentence = markables_[names[i]].sentence;
    group.types = types;
    group.plural = true;
    group.role = markables_[names[i]].role;
    group.first = static_cast<std::uint32_t>(members_.size());
    for (std::size_t k = i; k <= last; ++k) members_.push_back(markables_[names[k]].head);
    group.members = static_cast<std::uint32_t>(last - i + 1);
    group_at_[group.head] = static_cast<std::uint32_t>(markables_.size());
    markables_.push_back(std::move(group));
    i = last + 1;
  }
}

// "The envoy met Mwangi", "spoke with her", "held talks with Peru": those who met, as a group.
void Resolver::gather_meetings(std::size_t from) {
  const auto end = static_cast<std::uint32_t>(markables_.size());
  for (auto m = static_cast<std::uint32_t>(from); m < end; ++m) {
    const Markable& object = markables_[m];
    if (object.kind != Kind::kName || object.nested || object.plural) continue;
    const TokenId o = object.head;
    TokenId verb = syntax_.head[o];
    if (verb == kNoToken || is(o, Relation::kConj)) continue;
    const TokenId link = child(o, Relation::kCase);
    if (link == kNoToken) {
      if (!is(o, Relation::kObj) || (cue(verb) & kRefMeeting) == 0 ||
          syntax_.upos[verb] != Upos::kVerb)
        continue;
    } else {
      if (word(link) != tables_.with) continue;
      bool meets = (cue(verb) & kRefMeeting) != 0;
      if (is_noun(verb)) {
        verb = is(verb, Relation::kObj) ? syntax_.head[verb] : kNoToken;
      } else if (const TokenId talks = child(verb, Relation::kObj); talks != kNoToken) {
        meets = meets || (cue(talks) & kRefMeeting) != 0;
      }
      if (!meets || verb == kNoToken) continue;
    }
    const TokenId subject = subject_child(verb);
    if (subject == kNoToken || subject >= o) continue;
    const std::uint32_t s = covered_[subject] != kNone ? covered_[subject] : at_head_[subject];
    if (s == kNone || s >= end || group_at_[subject] != kNone || markables_[s].plural) continue;
    Markable group;
    group.kind = Kind::kGroup;
    group.implied = true;
    group.tokens = {markables_[s].tokens.begin, object.tokens.end};
    group.head = markables_[s].head;
    group.sentence = object.sentence;
    group.types = object.types;
    group.plural = true;
    group.role = markables_[s].role;
    group.first = static_cast<std::uint32_t>(members_.size());
    members_.push_back(markables_[s].head);
    members_.push_back(o);
    group.members = 2;
    markables_.push_back(std::move(group));
  }
}

void Resolver::process(std::uint32_t m) {
  switch (markables_[m].kind) {
    case Kind::kName: {
      ++entities_[markables_[m].entity].count;
      const ActorId actor = entities_[markables_[m].entity].actor;
      if (actor != kNoId && !layer_.actors[actor].members.empty()) groups_.push_back(m);
      break;
    }
    case Kind::kPronoun:
      resolve_pronoun(m);
      break;
    case Kind::kNominal: {
      resolve_nominal(m);
      const Markable& here = markables_[m];
      if (here.entity == kNone || here.predicate || refs_.noun(word(here.head)) == nullptr) break;
      bool has_clause = false;
      std::vector<Wording>& wordings = wordings_[word(here.head)];
      if (wordings.size() >= kMaxWordings) wordings.erase(wordings.begin());
      wordings.push_back({here.entity, here.sentence, modifiers_of(here.head, has_clause)});
      break;
    }
    case Kind::kGroup: {
      std::vector<std::uint32_t> members;
      for (std::uint32_t i = 0; i < markables_[m].members; ++i) {
        const std::uint32_t member = at_head_[members_[markables_[m].first + i]];
        const std::uint32_t entity = member == kNone ? kNone : markables_[member].entity;
        if (entity != kNone && std::find(members.begin(), members.end(), entity) == members.end())
          members.push_back(entity);
      }
      if (members.size() < 2) break;
      // Those who met are both persons, or both states or organisations.
      if (markables_[m].implied) {
        const std::uint16_t types = entities_[members[0]].types & entities_[members[1]].types;
        const bool known = entities_[members[0]].actor != kNoId &&
                           entities_[members[1]].actor != kNoId && types != 0 &&
                           !entities_[members[0]].plural && !entities_[members[1]].plural;
        if (!known) break;
        markables_[m].types = types;
      }
      join(m, entity_of_members(std::move(members)));
      entities_[markables_[m].entity].types = markables_[m].types;
      groups_.push_back(m);
      break;
    }
  }
}

std::uint32_t Resolver::entity_of_members(std::vector<std::uint32_t> members) {
  std::vector<std::uint32_t> sorted = members;
  std::sort(sorted.begin(), sorted.end());
  // The same group again is the same entity; only the last few are asked.
  for (std::size_t i = groups_.size(); i-- > 0 && groups_.size() - i <= 8;) {
    const std::uint32_t entity = markables_[groups_[i]].entity;
    if (entities_[entity].members == sorted) return entity;
  }
  const std::uint32_t entity = new_entity(0);
  entities_[entity].plural = true;
  entities_[entity].members = std::move(sorted);
  for (const std::uint32_t member : entities_[entity].members)
    entities_[entity].types |= entities_[member].types;
  return entity;
}

// The words that tell a noun phrase from others with its head.
std::vector<std::uint64_t> Resolver::modifiers_of(TokenId t, bool& has_clause) const {
  constexpr std::uint64_t kEntity = std::uint64_t{1} << 40;
  std::vector<std::uint64_t> found;
  int left = kMaxChildren;
  for (TokenId c = first_child_[t]; c != kNoToken && left-- > 0; c = next_child_[c]) {
    switch (syntax_.relation[c]) {
      case Relation::kAmod:
      case Relation::kCompound:
      case Relation::kNummod:
      case Relation::kNmod:
      case Relation::kNmodUnmarked:
        found.push_back(word(c));
        break;
      case Relation::kNmodPoss: {
        const std::uint32_t owner = covered_[c] != kNone ? covered_[c] : at_head_[c];
        found.push_back(owner != kNone && markables_[owner].entity != kNone
                            ? kEntity + markables_[owner].entity
                            : word(c));
        break;
      }
      case Relation::kAcl:
      case Relation::kAclRelcl:
        has_clause = has_clause || c > t;
        break;
      default:
        break;
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The last thing with that head and all of these modifiers.
std::uint32_t Resolver::same_wording(const Markable& here,
                                     const std::vector<std::uint64_t>& modifiers) const {
  const auto found = wordings_.find(word(here.head));
  if (found == wordings_.end()) return kNone;
  const std::vector<Wording>& wordings = found->second;
  for (std::size_t i = wordings.size(); i-- > 0;) {
    const Wording& one = wordings[i];
    if (std::includes(one.modifiers.begin(), one.modifiers.end(), modifiers.begin(),
                      modifiers.end()) &&
        entities_[one.entity].plural == here.plural)
      return one.entity;
  }
  return kNone;
}

// What can never be meant: the noun that the pronoun belongs to, and for "him" and "it" the other
// arguments of the same verb.
bool Resolver::excluded(const Markable& pronoun, const Markable& candidate, bool possessive,
                        bool reflexive) const {
  const TokenId p = pronoun.head;
  const TokenId c = candidate.head;
  if (candidate.kind != Kind::kGroup && candidate.tokens.contains(p)) return true;
  if (dominates(c, p)) {
    // "the president and his country": only the first conjunct owns the second.
    TokenId t = p;
    bool clause = false;
    for (; syntax_.head[t] != c; t = syntax_.head[t])
      clause = clause || syntax_.upos[t] == Upos::kVerb;
    clause = clause || syntax_.upos[t] == Upos::kVerb;
    if (!(possessive && clause) && !is(t, Relation::kConj) && !is(t, Relation::kAclRelcl) &&
        !is(t, Relation::kAcl) && !is(t, Relation::kAppos))
      return true;
    if (!possessive && is(p, Relation::kConj) && syntax_.head[p] == c) return true;
  }
  if (possessive || reflexive) return false;
  const TokenId head = syntax_.head[p];
  if (head == kNoToken) return false;
  TokenId other = c;
  while (is(other, Relation::kConj) && syntax_.head[other] != kNoToken) other = syntax_.head[other];
  return syntax_.head[other] == head && candidate.role != Role::kPossessor;
}

template <typename Fits, typename Bonus>
Resolver::Choice Resolver::choose(std::uint32_t m, TokenId local_subject, bool with_weak, Fits fits,
                                  Bonus bonus) const {
  const auto weight = [&](Weight one) { return refs_.weight(one); };
  const Markable& here = markables_[m];
  const std::uint32_t quote = quote_of_[here.head];
  Choice choice;
  std::array<std::uint32_t, kMaxCandidates> seen{};
  std::size_t number_seen = 0;
  for (std::uint32_t steps = 0, j = m; steps < kMaxCandidates && j-- > 0; ++steps) {
    const Markable& candidate = markables_[j];
    const std::uint32_t back = here.sentence - candidate.sentence;
    if (back > kMaxSentencesBack) break;
    if (candidate.entity == kNone || (candidate.weak && !with_weak) || !fits(candidate)) continue;
    const Entity& entity = entities_[candidate.entity];
    int score = back == 0 ? weight(Weight::kSameSentence)
                          : weight(Weight::kPreviousSentence) +
                                static_cast<int>(back - 1) * weight(Weight::kSentenceBack);
    const auto seen_end = seen.begin() + static_cast<std::ptrdiff_t>(number_seen);
    const bool again = std::find(seen.begin(), seen_end, candidate.entity) != seen_end;
    if (!again) seen[number_seen++] = candidate.entity;
    score += static_cast<int>(std::min<std::size_t>(number_seen - 1, 4)) *
             weight(Weight::kCandidateBetween);
    switch (candidate.role) {
      case Role::kSubject:
        score += weight(Weight::kSubject);
        if (here.role == Role::kSubject) score += weight(Weight::kBothSubjects);
        break;
      case Role::kObject:
        score += weight(Weight::kObject);
        break;
      case Role::kPossessor:
        score += weight(Weight::kPossessor);
        break;
      case Role::kOblique:
        score += weight(Weight::kOblique);
        break;
    }
    if (local_subject != kNoToken && candidate.head == local_subject)
      score += weight(Weight::kLocalSubject);
    if (j == 0 || markables_[j - 1].sentence != candidate.sentence)
      score += weight(Weight::kFirstInSentence);
    if (candidate.kind == Kind::kName) score += weight(Weight::kName);
    if (candidate.kind == Kind::kPronoun) score += weight(Weight::kPronoun);
    if (entity.count >= 2) score += weight(Weight::kRepeated);
    if (entity.count >= 5) score += weight(Weight::kOften);
    if (candidate.nested) score += weight(Weight::kNested);
    if (candidate.mention != kNone &&
        layer_.mentions[candidate.mention].kind == MentionKind::kAdjective)
      score += weight(Weight::kAdjective);
    const std::uint32_t its_quote = quote_of_[candidate.head];
    if (its_quote != quote) {
      score += weight(Weight::kOtherQuote);
    } else if (quote != kNone) {
      score += weight(Weight::kSameQuote);
    }
    score += bonus(candidate, entity);
    if (choice.entity == kNone || score > choice.score) {
      if (choice.entity != kNone && choice.entity != candidate.entity)
        choice.second = std::max(choice.second, choice.score);
      choice.entity = candidate.entity;
      choice.score = score;
      choice.weak = candidate.weak;
    } else if (candidate.entity != choice.entity) {
      choice.second = std::max(choice.second, score);
    }
  }
  return choice;
}

// "Although it had signed the pact, Nepal ...": the subject of the main clause.
std::uint32_t Resolver::cataphor(const Markable& pronoun, std::uint32_t cues) {
  TokenId t = pronoun.head;
  for (int i = 0; i < kMaxClimb && t != kNoToken; ++i, t = syntax_.head[t]) {
    if (!is(t, Relation::kAdvcl) && !is(t, Relation::kObl)) continue;
    const TokenId above = syntax_.head[t];
    if (above == kNoToken) return kNone;
    const TokenId subject = subject_child(above);
    if (subject == kNoToken || subject < pronoun.head) continue;
    std::uint32_t m = at_head_[subject];
    if ((cues & kRefThey) != 0 && group_at_[subject] != kNone) m = group_at_[subject];
    if (m == kNone || markables_[m].kind != Kind::kName) return kNone;
    const Entity& entity = entities_[markables_[m].entity];
    const bool person = (entity.types & kStandsPerson) != 0;
    if ((cues & kRefThey) != 0 ? !entity.plural : entity.plural) return kNone;
    if ((cues & (kRefHe | kRefShe)) != 0) {
      const Gender wanted = (cues & kRefHe) != 0 ? Gender::kMale : Gender::kFemale;
      if (!person || (entity.gender != Gender::kUnknown && entity.gender != wanted)) return kNone;
    }
    if ((cues & kRefIt) != 0 && person) return kNone;
    return markables_[m].entity;
  }
  return kNone;
}

void Resolver::resolve_pronoun(std::uint32_t m) {
  const TokenId t = markables_[m].head;
  const std::uint32_t cues = cue(t);
  const std::uint32_t quote = quote_of_[t];
  // "His Highness" is a title.
  if ((cues & kRefPossessive) != 0 && t + 1 < text_.tokens() && (cue(t + 1) & kRefStyle) != 0)
    return;
  if ((cues & (kRefWe | kRefI | kRefYou)) != 0) {
    if (quote != kNone) return;  // resolve_first_persons()
    const bool asked = (cues & kRefYou) != 0 && asks_[markables_[m].sentence];
    const bool is_many = (cues & kRefWe) != 0 || (asked && asks_many_);
    std::uint32_t& entity = is_many ? many_ : (cues & kRefI) != 0 || asked ? first_ : second_;
    if (entity == kNone) {
      entity = new_entity(kStandsPerson);
      entities_[entity].plural = is_many;
    }
    join(m, entity);
    return;
  }
  // "her" and "his" are told apart by the tags.
  const bool possessive = (cues & kRefPossessive) != 0 &&
                          (syntax_.xpos[t] == Xpos::kPrpPossessive || is(t, Relation::kNmodPoss));
  const bool reflexive = (cues & kRefReflexive) != 0;
  if ((cues & kRefIt) != 0 && !possessive && is_expletive(t)) return;
  const TokenId local_subject = possessive || reflexive ? clause_subject(t) : reporting_subject(t);
  const auto weight = [&](Weight one) { return refs_.weight(one); };
  std::uint32_t speaker = kNone;
  if (quote != kNone) speaker = speaker_entity(quote);
  const bool personal = (cues & (kRefHe | kRefShe)) != 0;
  const bool many = (cues & kRefThey) != 0;
  const Gender wanted = (cues & kRefHe) != 0    ? Gender::kMale
                        : (cues & kRefShe) != 0 ? Gender::kFemale
                                                : Gender::kUnknown;
  // "about 40 of them", "Poland among them": things or people that are many.
  const SentenceId sentence = markables_[m].sentence;
  const bool partitive = many && !possessive && t > text_.sentence_tokens[sentence].begin &&
                         (cue(t - 1) & kRefPartitive) != 0;
  const std::optional<std::string> own =
      speaker == kNone ? std::nullopt : state_id(entities_[speaker].actor);
  const auto is_own = [&](const Entity& entity) {
    return own && entity.actor != kNoId && layer_.actors[entity.actor].id == *own;
  };
  const bool plain_object = !possessive && markables_[m].role != Role::kSubject;
  const bool predicate = markables_[m].role == Role::kSubject && syntax_.head[t] != kNoToken &&
                         child(syntax_.head[t], Relation::kCop) != kNoToken &&
                         (is_noun(syntax_.head[t]));
  // "it is a fight".
  const bool thing = predicate && refs_.noun(word(syntax_.head[t])) == nullptr;
  bool any_person = false;  // "someone ... they"
  const auto fits = [&](const Markable& candidate) {
    const Entity& entity = entities_[candidate.entity];
    const bool person = (entity.types & kStandsPerson) != 0;
    // Who speaks for a state says "we", unless the words name it.
    if (!personal && !many && is_own(entity) &&
        (candidate.kind != Kind::kName || quote_of_[candidate.head] != quote))
      return false;
    if (personal) {
      if (!person || entity.plural) return false;
      if (entity.gender != Gender::kUnknown && entity.gender != wanted) return false;
      if (speaker != kNone && candidate.entity == speaker) return false;
      if (candidate.entity == first_ || candidate.entity == second_) return false;
    } else if (many) {
      const bool collective =
          (entity.types & (kStandsOrganisation | kStandsCompany | kStandsGroup)) != 0;
      if (!entity.plural && !collective &&
          !(any_person && person && entity.gender == Gender::kUnknown &&
            candidate.kind != Kind::kName && candidate.entity != first_ &&
            candidate.entity != second_))
        return false;
      if (partitive &&
          (!entity.plural || !entity.members.empty() || (entity.types & kStandsState) != 0))
        return false;
      if (candidate.entity == many_) return false;
    } else {
      if (entity.plural || entity.types == kStandsPerson) return false;
    }
    return !excluded(markables_[m], candidate, possessive, reflexive);
  };
  const auto bonus = [&](const Markable& candidate, const Entity& entity) {
    if (personal) {
      if (entity.gender != wanted) return 0;
      return weight(entity.gender_guessed ? Weight::kGenderGuess : Weight::kGenderKnown);
    }
    if (many) {
      if (!entity.members.empty()) return weight(Weight::kGroupForThem);
      if (!entity.plural)
        return weight((entity.types & kStandsPerson) != 0 ? Weight::kPersonForThem
                                                          : Weight::kOrganisationForThem);
      return weight((entity.types & kStandsThing) != 0 ? Weight::kThingForThem
                                                       : Weight::kPluralForThem);
    }
    const int use = plain_object ? weight(Weight::kObjectIt)
                    : thing      ? weight(Weight::kThingPredicateIt)
                    : predicate  ? weight(Weight::kPredicateIt)
                                 : 0;
    if ((entity.types & kStandsState) != 0) {
      const Mention* mention =
          candidate.mention == kNone ? nullptr : &layer_.mentions[candidate.mention];
      const int oblique = candidate.role == Role::kOblique ? weight(Weight::kObliqueStateForIt) : 0;
      return use + oblique +
             weight(mention != nullptr && mention->as_place ? Weight::kPlaceForIt
                                                            : Weight::kStateForIt);
    }
    if ((entity.types & (kStandsOrganisation | kStandsCompany | kStandsGroup)) != 0)
      return use + weight(Weight::kOrganisationForIt);
    return weight((entity.types & kStandsPlace) != 0 ? Weight::kPlaceForIt : Weight::kThingForIt);
  };
  Choice choice = choose(m, local_subject, false, fits, bonus);
  any_person = many && !partitive;
  const Choice with_weak = any_person || (last_weak_ && *last_weak_ + kMaxSentencesBack >= sentence)
                               ? choose(m, local_subject, true, fits, bonus)
                               : choice;
  // "In his opening speech, the prince said": before the first subject of its sentence.
  if (possessive && t < text_.sentence_tokens[sentence].begin + 4 &&
      t > text_.sentence_tokens[sentence].begin) {
    const std::uint32_t later = cataphor(markables_[m], cues);
    if (later != kNone) choice = {later, kCertain, -kCertain};
  }
  // "the fund and its members".
  if (possessive && syntax_.head[t] != kNoToken && is(syntax_.head[t], Relation::kConj)) {
    const TokenId first = syntax_.head[syntax_.head[t]];
    const std::uint32_t owner = covered_[first] != kNone ? covered_[first] : at_head_[first];
    if (owner != kNone && owner < m && markables_[owner].entity != kNone &&
        markables_[owner].head == first && fits(markables_[owner]))
      choice = {markables_[owner].entity, kCertain, -kCertain};
  }
  const int need = weight(personal ? Weight::kNeedHe : many ? Weight::kNeedThem : Weight::kNeedIt);
  std::uint32_t entity = choice.entity;
  const bool certain = choice.score == kCertain;
  const bool enough = entity != kNone && choice.score >= need;
  const bool leads =
      choice.second == -kCertain || choice.score - choice.second >= weight(Weight::kMargin);
  if (!enough || !leads || (!certain && with_weak.entity != entity)) {
    const std::uint32_t later = enough ? kNone : cataphor(markables_[m], cues);
    if (later == kNone) {
      if (with_weak.entity != kNone && with_weak.score >= weight(Weight::kNeedChain)) {
        join_weakly(m, with_weak.entity);
      } else if (personal && entity == kNone) {
        // Somebody whom the text does not name; the next pronoun may mean the same.
        entity = new_entity(kStandsPerson);
        entities_[entity].gender = wanted;
        join(m, entity);
      }
      return;
    }
    entity = later;
  }
  join(m, entity);
  Entity& there = entities_[entity];
  if (personal && (there.gender == Gender::kUnknown || there.gender_guessed)) {
    there.gender = wanted;
    there.gender_guessed = false;
  }
  const ActorId actor = actor_of(entity);
  if (actor != kNoId && !reflexive)
    add_mention(markables_[m].tokens, MentionKind::kPronoun, actor, How::kCoreferent);
}

// The id of the state that an actor is, belongs to or speaks for.
std::optional<std::string> Resolver::state_id(ActorId actor) const {
  if (actor == kNoId) return std::nullopt;
  const Actor& found = layer_.actors[actor];
  if (!found.members.empty()) return std::nullopt;
  if (found.type == ActorType::kState) return found.id;
  if (found.type == ActorType::kPerson && !found.state.empty() &&
      (!found.sector.empty() || !found.office.empty()))
    return found.state;
  return std::nullopt;
}

ActorId Resolver::plain_state(const std::string& id) {
  if (const auto found = by_id_.find("=" + id); found != by_id_.end()) return found->second;
  const bool organisation = id.rfind("igo:", 0) == 0;
  const auto& ids = organisation ? tables_.organisation_of : tables_.state_of;
  const auto party = ids.find(organisation ? std::string_view(id).substr(4) : std::string_view(id));
  if (party == ids.end()) return kNoId;
  const Party& where = tables_.parties[party->second];
  Actor made;
  made.id = where.id;
  made.name = std::string(where.name);
  made.type = where.type;
  made.state = where.state;
  return add_actor(std::move(made));
}

ActorId Resolver::group_actor(std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.size() < 2) return kNoId;
  std::string id;
  for (const std::string& one : ids) {
    if (!id.empty()) id += '+';
    id += one;
  }
  if (const auto found = by_id_.find(id); found != by_id_.end()) return found->second;
  Actor made;
  made.id = id;
  made.type = ActorType::kGroup;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) made.name += i + 1 == ids.size() ? " and " : ", ";
    std::string name = ids[i];
    const auto named = by_id_.find("=" + ids[i]);
    const auto known = named != by_id_.end() ? named : by_id_.find(ids[i]);
    if (named != by_id_.end() || (known != by_id_.end() && ids[i].find(':') != std::string::npos)) {
      name = layer_.actors[known->second].name;
    } else if (const auto state = tables_.state_of.find(ids[i]); state != tables_.state_of.end()) {
      name = std::string(tables_.parties[state->second].name);
    }
    made.name += name;
  }
  made.members = std::move(ids);
  return add_actor(std::move(made));
}

// The actor of an entity: its own, or a group of those of its members, when all have one.
ActorId Resolver::actor_of(std::uint32_t entity) {
  if (entities_[entity].actor != kNoId) return entities_[entity].actor;
  if (entities_[entity].members.empty()) return kNoId;
  // "the foreign secretary and Lavrov": an official who is known as his state only makes it one of
  // states.
  const std::vector<std::uint32_t>& members = entities_[entity].members;
  const bool unnamed = std::any_of(members.begin(), members.end(), [&](std::uint32_t member) {
    const ActorId actor = entities_[member].actor;
    return actor != kNoId && (entities_[member].types & kStandsPerson) != 0 &&
           layer_.actors[actor].type == ActorType::kState;
  });
  if (unnamed) {
    entities_[entity].actor = states_of(entity);
    return entities_[entity].actor;
  }
  std::vector<std::string> ids;
  for (const std::uint32_t member : members) {
    const ActorId actor = entities_[member].actor;
    if (actor == kNoId) return kNoId;
    const Actor& one = layer_.actors[actor];
    if (one.members.empty()) {
      ids.push_back(one.id);
    } else {
      ids.insert(ids.end(), one.members.begin(), one.members.end());
    }
  }
  entities_[entity].actor = group_actor(std::move(ids));
  return entities_[entity].actor;
}

// The states that an entity is or is of: one, or a group.
ActorId Resolver::states_of(std::uint32_t entity) {
  if (entities_[entity].members.empty()) {
    const ActorId actor = entities_[entity].actor;
    if (actor != kNoId && !layer_.actors[actor].members.empty()) return actor;
    const auto id = state_id(actor);
    return id ? plain_state(*id) : kNoId;
  }
  std::vector<std::string> ids;
  for (const std::uint32_t member : entities_[entity].members) {
    const auto id = state_id(entities_[member].actor);
    if (!id) return kNoId;
    ids.push_back(*id);
  }
  return group_actor(std::move(ids));
}

// Whom "both countries", "the three leaders" or "the parties" stand for: the last that were
// named together, else those that the last sentences are about, else those of the whole report.
// `number` is 0 where the words give none.
std::uint32_t Resolver::find_group(std::uint32_t m, std::uint32_t number, std::uint16_t types) {
  const bool persons = types == kStandsPerson;
  const Markable& here = markables_[m];
  const auto right_size = [&](std::size_t size) {
    return number == 0 ? size >= 2 : size == number;
  };
  const auto is_member = [&](const Entity& entity) {
    if (entity.plural || entity.actor == kNoId) return false;
    return (entity.types & types) != 0 && (persons || (entity.types & kStandsPerson) == 0);
  };
  for (std::size_t i = groups_.size(); i-- > 0 && groups_.size() - i <= kMaxGroupsBack;) {
    const Markable& group = markables_[groups_[i]];
    if (here.sentence - group.sentence > kMaxSentencesBackForGroups) break;
    if (groups_[i] >= m || group.tokens.contains(here.head)) continue;
    // What somebody says of others is not what the report is about.
    if (quote_of_[group.head] != kNone && quote_of_[group.head] != quote_of_[here.head]) continue;
    const Entity& entity = entities_[group.entity];
    if (entity.members.empty()) {
      // A region, by its table.
      if (!persons && entity.actor != kNoId && number != 0 &&
          layer_.actors[entity.actor].members.size() == number)
        return group.entity;
      continue;
    }
    if (!right_size(entity.members.size())) continue;
    if (std::all_of(entity.members.begin(), entity.members.end(),
                    [&](std::uint32_t member) { return is_member(entities_[member]); }))
      return group.entity;
  }
  std::vector<std::uint32_t> members;
  SentenceId reached = here.sentence;
  for (std::uint32_t steps = 0, j = m; steps < kMaxCandidates && j-- > 0; ++steps) {
    const Markable& candidate = markables_[j];
    if (here.sentence - candidate.sentence > kMaxSentencesBack) break;
    if (candidate.sentence != reached) {
      if (number != 0 ? members.size() >= number : members.size() >= 2) break;
      reached = candidate.sentence;
    }
    if (candidate.entity == kNone || candidate.kind == Kind::kGroup) continue;
    std::uint32_t entity = candidate.entity;
    if (!persons && candidate.kind == Kind::kName &&
        (entities_[entity].types & kStandsPerson) != 0 && !entities_[entity].plural) {
      // A minister stands for his state, where that is named at all.
      const auto id = state_id(entities_[entity].actor);
      if (!id) continue;
      const auto found = by_actor_.find(std::uint64_t{plain_state(*id)} << 2);
      if (found == by_actor_.end()) continue;
      entity = found->second;
    }
    if (!is_member(entities_[entity])) continue;
    if (candidate.mention != kNone && layer_.mentions[candidate.mention].as_place) continue;
    if (quote_of_[candidate.head] != kNone && quote_of_[candidate.head] != quote_of_[here.head])
      continue;
    if (std::find(members.begin(), members.end(), entity) == members.end())
      members.push_back(entity);
  }
  const std::size_t wanted = number == 0 ? 2 : number;
  if (members.size() == wanted) return entity_of_members(std::move(members));
  if (persons) return kNone;
  // All that the report is about, or those that it names much more often than any other.
  const auto& states = layer_.states;
  if (states.size() < wanted) return kNone;
  std::vector<std::uint32_t> of_report;
  const auto count_of = [&](ActorId state) {
    const auto found = by_actor_.find(std::uint64_t{state} << 2);
    return found == by_actor_.end() ? 0 : entities_[found->second].count;
  };
  for (std::size_t i = 0; i < wanted; ++i) {
    auto found = by_actor_.find(std::uint64_t{states[i]} << 2);
    if (found == by_actor_.end()) {
      Mention mention;
      mention.actor = states[i];
      mention.tokens = here.tokens;
      mention.span = text_.span_of(here.tokens);
      mention_entity(mention);
      found = by_actor_.find(std::uint64_t{states[i]} << 2);
      if (found == by_actor_.end()) return kNone;
    }
    of_report.push_back(found->second);
  }
  if (states.size() > wanted && count_of(states[wanted]) * 2 > count_of(states[wanted - 1]))
    return kNone;
  return entity_of_members(std::move(of_report));
}

void Resolver::resolve_nominal(std::uint32_t m) {
  const Markable here = markables_[m];
  const TokenId t = here.head;
  const TokenRange sentence = text_.sentence_tokens[here.sentence];
  const std::uint32_t cues = cue(t);
  const ReferenceNoun* noun = refs_.noun(word(t));
  const auto weight = [&](Weight one) { return refs_.weight(one); };

  // "Suva is a town": a name for its subject.
  if (here.predicate) {
    const TokenId subject = subject_child(t);
    const std::uint32_t other = subject == kNoToken          ? kNone
                                : covered_[subject] != kNone ? covered_[subject]
                                                             : at_head_[subject];
    if (other == kNone || other >= m || markables_[other].entity == kNone) return;
    const Entity& entity = entities_[markables_[other].entity];
    if ((entity.types & here.types & ~kStandsThing) == 0 || entity.plural != here.plural) return;
    int left = kMaxChildren;
    for (TokenId c = first_child_[t]; c != kNoToken && left-- > 0; c = next_child_[c]) {
      if (is(c, Relation::kAdvmod) && (cue(c) & kRefNot) != 0) return;
    }
    join_weakly(m, markables_[other].entity);
    return;
  }

  // What stands around the noun.
  bool pointing_away = false;
  bool determined = false;
  bool definite = false;
  bool indefinite = false;
  bool both = false;
  bool away = false;
  bool complement = false;
  std::uint32_t number = 0;
  TokenId owner = kNoToken;
  std::uint32_t nationality = kNone;
  for (TokenId c = first_child_[t]; c != kNoToken; c = next_child_[c]) {
    const std::uint32_t its = cue(c);
    switch (syntax_.relation[c]) {
      case Relation::kDet:
      case Relation::kDetPredet:
      case Relation::kCcPreconj:
        determined = true;
        definite = definite || (its & kRefDefinite) != 0;
        indefinite = indefinite || (its & kRefIndefinite) != 0;
        both = both || (its & kRefBoth) != 0;
        break;
      case Relation::kNmodPoss:
        owner = c;
        break;
      case Relation::kNummod:
        number = refs_.number(word(c));
        if (number == 0) away = true;
        break;
      case Relation::kAmod:
        pointing_away = pointing_away || (its & kRefAway) != 0;
        away = away || (its & kRefAway) != 0;
        both = both || (its & kRefBoth) != 0;
        if (const std::uint32_t adjective = at_head_[c];
            adjective != kNone && markables_[adjective].kind == Kind::kName)
          nationality = markables_[adjective].entity;
        break;
      case Relation::kCompound:
        // "the aid agency" is one that was not named.
        if (const std::uint32_t inside = covered_[c]; inside != kNone) {
          nationality = markables_[inside].entity;
        } else {
          const ReferenceNoun* before = refs_.noun(word(c));
          const bool island =
              before != nullptr && (before->types & (kStandsState | kStandsPlace)) != 0;
          away = away || (noun != nullptr && (noun->types & kStandsPerson) == 0 && !island);
        }
        break;
      case Relation::kNmod:
      case Relation::kAcl:
      case Relation::kAclRelcl:
        // "the bloc, founded in 1991,": what a comma parts tells nothing apart.
        // "The alliance promised ..." of a tree that takes the verb for a participle does neither.
        if (c > t && word(std::min(t + 1, sentence.end - 1)) != tables_.comma &&
            !(is(t, Relation::kRoot) && is(c, Relation::kAcl) && c == t + 1 &&
              (syntax_.xpos[c] == Xpos::kVbd || syntax_.xpos[c] == Xpos::kVbn)))
          complement = true;
        break;
      default:
        break;
    }
  }
  if (both) number = 2;
  // The words before the noun phrase, where the tree hangs them elsewhere.
  if (!definite && here.tokens.begin > sentence.begin)
    definite = (cue(here.tokens.begin - 1) & kRefDefinite) != 0 &&
               syntax_.upos[here.tokens.begin - 1] == Upos::kDet;

  const auto begin_new = [&]() {
    const std::uint32_t entity = new_entity(here.types);
    entities_[entity].plural = here.plural;
    if (noun != nullptr) entities_[entity].gender = noun->gender;
    entities_[entity].titles.push_back(word(t));
    join(m, entity);
    return entity;
  };
  const auto say = [&](ActorId actor, How how) {
    if (actor != kNoId) add_mention(here.tokens, MentionKind::kNominal, actor, how);
  };

  bool has_clause = false;
  const std::vector<std::uint64_t> modifiers = modifiers_of(t, has_clause);
  // The same words as before.
  const auto join_same = [&]() {
    const bool comes_back =
        definite || owner != kNoToken || (!determined && !here.plural && number == 0);
    if (noun == nullptr || indefinite || has_clause || pointing_away || !comes_back) return false;
    const std::uint32_t entity = same_wording(here, modifiers);
    if (entity == kNone) return false;
    const ActorId actor = actor_of(entity);
    if (actor == kNoId) {
      join(m, entity);
    } else {
      join_weakly(m, entity);
    }
    return true;
  };

  // "the former", "the latter": of the last two that were named together.
  if ((cues & (kRefFormer | kRefLatter)) != 0 && noun == nullptr) {
    for (std::size_t i = groups_.size(); i-- > 0 && groups_.size() - i <= kMaxGroupsBack;) {
      const Markable& group = markables_[groups_[i]];
      if (here.sentence - group.sentence > 1) break;
      std::vector<std::uint32_t> in_order;
      for (std::uint32_t k = 0; k < group.members; ++k)
        in_order.push_back(markables_[at_head_[members_[group.first + k]]].entity);
      if (in_order.size() != 2) continue;
      const std::uint32_t entity = in_order[(cues & kRefFormer) != 0 ? 0 : 1];
      if (entity == kNone) break;
      join(m, entity);
      say(actor_of(entity), How::kCoreferent);
      return;
    }
    return;
  }

  // The noun beside a name: one and the same.
  if (is(t, Relation::kAppos)) {
    const std::uint32_t other = at_head_[syntax_.head[t]];
    if (other != kNone && markables_[other].entity != kNone && other < m) {
      const std::uint32_t entity = markables_[other].entity;
      if ((entities_[entity].types & here.types) != 0 && entities_[entity].plural == here.plural) {
        Entity& there = entities_[entity];
        if (there.titles.size() < 6) there.titles.push_back(word(t));
        if (noun != nullptr && there.gender == Gender::kUnknown) there.gender = noun->gender;
        join(m, entity);
        return;
      }
    }
  }
  if (const TokenId beside = child(t, Relation::kAppos); beside != kNoToken) {
    const std::uint32_t other = at_head_[beside];
    if (other != kNone && markables_[other].kind == Kind::kName) {
      Entity& there = entities_[markables_[other].entity];
      if ((there.types & here.types) != 0 && there.plural == here.plural) {
        if (there.titles.size() < 6) there.titles.push_back(word(t));
        if (noun != nullptr && there.gender == Gender::kUnknown) there.gender = noun->gender;
        join(m, markables_[other].entity);
        return;
      }
    }
  }
  // The same, told by the commas.
  if (noun != nullptr && (noun->types & kStandsPerson) != 0 && t + 2 < sentence.end &&
      word(t + 1) == tables_.comma && covered_[t + 2] != kNone && !here.plural) {
    const std::uint32_t name = covered_[t + 2];
    const TokenRange tokens = markables_[name].tokens;
    Entity& there = entities_[markables_[name].entity];
    const bool closed = tokens.end >= sentence.end || text_.shape[tokens.end] == Shape::kPunct;
    if (tokens.begin == t + 2 && tokens.size() >= 2 && closed && !there.plural &&
        (there.types & kStandsPerson) != 0) {
      if (there.titles.size() < 6) there.titles.push_back(word(t));
      if (there.gender == Gender::kUnknown) there.gender = noun->gender;
      join(m, markables_[name].entity);
      return;
    }
  }
  // "minister Jane Mwangi": a title of the name that hangs on it.
  for (TokenId c = first_child_[t]; c != kNoToken; c = next_child_[c]) {
    if (!is(c, Relation::kFlat) || covered_[c] == kNone) continue;
    const std::uint32_t name = covered_[c];
    Entity& there = entities_[markables_[name].entity];
    if ((there.types & here.types) != 0 && there.titles.size() < 6) there.titles.push_back(word(t));
    join(m, markables_[name].entity);
    return;
  }

  // "his country", "its government", "its president".
  if (owner != kNoToken && at_head_[owner] != kNone) {
    const Markable& possessor = markables_[at_head_[owner]];
    const bool pronoun = possessor.kind == Kind::kPronoun;
    if (noun != nullptr && pronoun && possessor.entity != kNone && !complement &&
        (cues & kRefRelational) == 0 && !away) {
      const Entity& from = entities_[possessor.entity];
      const bool of_person = (from.types & kStandsPerson) != 0;
      const bool of_state = (from.types & kStandsState) != 0;
      const bool self = (noun->types & kStandsState) != 0 &&
                        (of_person || ((cues & kRefGovernment) != 0 && of_state));
      // "their countries": of each of them.
      const bool of_many = here.plural && from.plural;
      if (self && (!here.plural || of_many || noun->plural)) {
        const ActorId state = states_of(possessor.entity);
        if (state != kNoId) {
          Mention mention;
          mention.actor = state;
          mention.tokens = here.tokens;
          mention.span = text_.span_of(here.tokens);
          join(m, mention_entity(mention));
          say(state, How::kCoreferent);
          return;
        }
      }
      if (of_state && !of_person && !from.plural && (noun->types & kStandsPerson) != 0) {
        std::span<const WordId> words(text_.word);
        words = words.subspan(here.tokens.begin, here.tokens.size());
        const PhraseTrie::Match office = tables_.offices.find(words);
        const auto state = state_id(from.actor);
        if (state && office.words == here.tokens.size()) {
          ActorId actor = kNoId;
          How how = How::kNamed;
          const auto date = document_.anchor_date();
          const OfficePhrase& phrase = tables_.office_phrases[office.value];
          for (std::uint32_t i = phrase.begin;
               date && !here.plural && actor == kNoId && i < phrase.end; ++i) {
            const OfficeSense& sense = tables_.office_senses[i];
            if (sense.several || sense.organisations) continue;
            const auto holders = lexicon_.holders(*state, tables_.roles[sense.role], *date);
            if (holders.size() != 1) continue;
            const std::string id = lexicon_.person_id(*holders.front());
            if (const auto there = by_id_.find(id); there != by_id_.end()) actor = there->second;
            if (actor == kNoId) {
              Actor made;
              made.id = id;
              made.name = std::string(holders.front()->name);
              made.type = ActorType::kPerson;
              made.state = *state;
              made.sector = "GOV";
              made.office = std::string(tables_.roles[sense.role]);
              actor = add_actor(std::move(made));
            }
            how = How::kLookedUp;
          }
          if (actor == kNoId) {
            actor = plain_state(*state);
            const std::uint32_t entity = begin_new();
            entities_[entity].actor = actor;
          } else {
            Mention mention;
            mention.actor = actor;
            mention.kind = MentionKind::kOffice;
            mention.tokens = here.tokens;
            mention.span = text_.span_of(here.tokens);
            join(m, mention_entity(mention));
          }
          say(actor, how);
          return;
        }
      }
    }
    // "its neighbour": the other one, where the last sentences name two states.
    if (noun != nullptr && pronoun && !here.plural && (cues & kRefRelational) != 0 &&
        (noun->types & kStandsState) != 0 && possessor.entity != kNone && !complement && !away &&
        (entities_[possessor.entity].types & kStandsState) != 0 && !is(t, Relation::kAppos) &&
        child(t, Relation::kAppos) == kNoToken &&
        (t + 1 >= sentence.end || covered_[t + 1] == kNone)) {
      std::uint32_t other = kNone;
      bool several = false;
      for (std::uint32_t steps = 0, j = m; steps < kMaxCandidates && j-- > 0; ++steps) {
        const Markable& candidate = markables_[j];
        if (here.sentence - candidate.sentence > 1) break;
        if (candidate.entity == kNone || candidate.kind != Kind::kName ||
            candidate.entity == possessor.entity || candidate.plural ||
            (candidate.types & kStandsState) == 0)
          continue;
        several = several || (other != kNone && other != candidate.entity);
        other = candidate.entity;
      }
      if (other != kNone && !several) {
        join(m, other);
        say(actor_of(other), How::kCoreferent);
        return;
      }
    }
    begin_new();
    return;
  }

  // "the Orlov government": the state itself.
  if (!here.plural && (cues & kRefGovernment) != 0 && nationality != kNone && !complement &&
      !pointing_away) {
    const ActorId state = states_of(nationality);
    if (state != kNoId && layer_.actors[state].type == ActorType::kState) {
      Mention mention;
      mention.actor = state;
      mention.tokens = here.tokens;
      mention.span = text_.span_of(here.tokens);
      join(m, mention_entity(mention));
      say(state, How::kNamed);
      return;
    }
  }

  // "both countries", "the two leaders", "the parties".
  const bool many = here.plural;
  const bool of_nation = nationality != kNone && state_id(entities_[nationality].actor);
  if (many && noun != nullptr && !complement && !away && !indefinite &&
      (nationality == kNone || (number != 0 && !of_nation)) &&
      (definite || both ||
       (number != 0 && (owner != kNoToken || (noun->types & kStandsPerson) == 0))) &&
      ((cues & kRefRelational) == 0 || number != 0)) {
    // "the victims" are seldom those who met.
    const bool leaders =
        (noun->types & kStandsPerson) != 0 && (number != 0 || (cues & kRefLeaders) != 0);
    const bool sides = (noun->types & (kStandsState | kStandsSide)) != 0;
    std::uint32_t entity = kNone;
    if (leaders) entity = find_group(m, number, kStandsPerson);
    if (entity == kNone && (sides || (cues & kRefLeaders) != 0))
      entity = find_group(m, number, kStandsSide);
    constexpr std::uint16_t kBodies = kStandsOrganisation | kStandsCompany;
    if (entity == kNone && number != 0 && (noun->types & kBodies) != 0)
      entity = find_group(m, number, static_cast<std::uint16_t>(noun->types & kBodies));
    if (entity != kNone) {
      const ActorId actor = sides && !leaders ? states_of(entity) : actor_of(entity);
      const ActorId found = actor != kNoId ? actor : actor_of(entity);
      if (found != kNoId) {
        join(m, entity);
        groups_.push_back(m);
        say(found, How::kCoreferent);
        return;
      }
    }
  }

  if (noun != nullptr && (noun->types & (kStandsState | kStandsSide)) == 0 && join_same()) return;

  // "the country", "the minister", "the Russian company".
  // "the rebels" are many, and one group.
  const bool collective = many && noun != nullptr && noun->types == kStandsGroup;
  if ((!many || collective) && noun != nullptr && definite && !indefinite && !complement && !away) {
    const std::uint32_t speaker = quote_of_[t] == kNone ? kNone : speaker_entity(quote_of_[t]);
    const std::optional<std::string> own =
        speaker == kNone ? std::nullopt : state_id(entities_[speaker].actor);
    std::span<const WordId> words(text_.word);
    words = words.subspan(here.tokens.begin, here.tokens.size());
    const PhraseTrie::Match office =
        (noun->types & kStandsPerson) != 0 ? tables_.offices.find(words) : PhraseTrie::Match{};
    const std::string_view written = document_.token(t);
    const auto is_titled = [&](const Entity& entity) {
      return std::find(entity.titles.begin(), entity.titles.end(), word(t)) != entity.titles.end();
    };
    const auto in_name = [&](const Entity& entity) {
      if (entity.actor == kNoId) return false;
      const std::string& name = layer_.actors[entity.actor].name;
      if (name.size() < written.size()) return false;
      const auto same = [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? a + 32 : a) == (b >= 'A' && b <= 'Z' ? b + 32 : b);
      };
      return std::search(name.begin(), name.end(), written.begin(), written.end(), same) !=
             name.end();
    };
    const auto holds_office = [&](const Entity& entity) {
      if (entity.actor == kNoId || office.words == 0) return false;
      const std::string& held = layer_.actors[entity.actor].office;
      if (held.empty()) return false;
      const OfficePhrase& phrase = tables_.office_phrases[office.value];
      for (std::uint32_t i = phrase.begin; i < phrase.end; ++i) {
        const OfficeSense& sense = tables_.office_senses[i];
        if (tables_.roles[sense.role] == held) return true;
        if (sense.role == tables_.minister && held.find("minister") != std::string::npos)
          return true;
      }
      return false;
    };
    const auto fits = [&](const Markable& candidate) {
      const Entity& entity = entities_[candidate.entity];
      if (entity.plural || (entity.types & noun->types) == 0) return false;
      if (candidate.kind == Kind::kNominal &&
          (!is_titled(entity) || (!modifiers.empty() && word(candidate.head) == word(t))))
        return false;
      if (candidate.head == t || candidate.tokens.contains(t)) return false;
      if (dominates(t, candidate.head) || dominates(candidate.head, t)) return false;
      const bool person = (entity.types & kStandsPerson) != 0;
      if (person && noun->gender != Gender::kUnknown && entity.gender != Gender::kUnknown &&
          entity.gender != noun->gender)
        return false;
      // A person is called by what the text or the tables say that he is.
      const bool is_called = is_titled(entity) && modifiers.empty();
      if (person && noun->gender == Gender::kUnknown && !is_called && !holds_office(entity))
        return false;
      if (noun->in_name && !in_name(entity) && !is_titled(entity)) return false;
      if (entity.actor != kNoId && !person && !layer_.actors[entity.actor].body.empty() &&
          !is_titled(entity))
        return false;
      if (own && entity.actor != kNoId && layer_.actors[entity.actor].id == *own) return false;
      if (nationality != kNone && entity.actor != kNoId) {
        const auto wanted = state_id(entities_[nationality].actor);
        const Actor& actor = layer_.actors[entity.actor];
        if (wanted && actor.type == ActorType::kState) return false;
        if (wanted && !actor.state.empty() && actor.state != *wanted && actor.state != actor.id)
          return false;
      }
      return true;
    };
    const auto bonus = [&](const Markable& candidate, const Entity& entity) {
      int score = 0;
      if (is_titled(entity) || holds_office(entity)) score += 10;
      if (in_name(entity)) score += 10;
      if (candidate.mention != kNone && layer_.mentions[candidate.mention].as_place) score -= 6;
      return score;
    };
    const Choice choice = choose(m, kNoToken, false, fits, bonus);
    if (choice.entity != kNone && choice.score >= weight(Weight::kNeedNoun) &&
        (choice.second == -kCertain || choice.score - choice.second >= weight(Weight::kMargin))) {
      join(m, choice.entity);
      Entity& there = entities_[choice.entity];
      if (noun->gender != Gender::kUnknown && there.gender_guessed) {
        there.gender = noun->gender;
        there.gender_guessed = false;
      }
      say(actor_of(choice.entity), How::kCoreferent);
      return;
    }
  }

  if (join_same()) return;

  // Who or what the text speaks of, where nothing speaks against it.
  if (!many && noun != nullptr && definite && !indefinite && !complement && !pointing_away &&
      modifiers.empty() && !noun->in_name) {
    const auto fits = [&](const Markable& candidate) {
      const Entity& entity = entities_[candidate.entity];
      if (candidate.kind == Kind::kNominal || candidate.kind == Kind::kGroup) return false;
      if (entity.plural || (entity.types & noun->types) == 0) return false;
      if (candidate.entity == first_ || candidate.entity == second_) return false;
      if (candidate.tokens.contains(t)) return false;
      if (dominates(t, candidate.head) || dominates(candidate.head, t)) return false;
      return noun->gender == Gender::kUnknown || entity.gender == Gender::kUnknown ||
             entity.gender == noun->gender;
    };
    const Choice choice =
        choose(m, kNoToken, true, fits, [](const Markable&, const Entity&) { return 0; });
    if (choice.entity != kNone && choice.score >= weight(Weight::kNeedChainNoun)) {
      join_weakly(m, choice.entity);
      return;
    }
  }
  begin_new();
}

// "the Baltic states", "Central Asia" where it acts, "EU members".
void Resolver::find_circles(SentenceId s) {
  const TokenRange range = text_.sentence_tokens[s];
  const auto date = document_.anchor_date();
  const std::int32_t today = date ? static_cast<std::int32_t>(date->time_since_epoch().count()) : 0;
  for (TokenId t = range.begin; t < range.end; ++t) {
    std::span<const WordId> words(text_.word);
    const PhraseTrie::Match match = refs_.circles.find(words.subspan(t, range.end - t));
    if (match.words == 0 || text_.shape[t] == Shape::kLower) continue;
    const TokenId end = t + match.words;
    for (std::uint32_t i = match.value; i < refs_.circle_list.size(); ++i) {
      const StateCircle& circle = refs_.circle_list[i];
      if (refs_.circle_phrase[i] != match.value) continue;
      if (date && (today < circle.from || today >= circle.to)) continue;
      TokenRange tokens{t, end};
      if (circle.before_noun) {
        TokenId last = end;
        // "the Central Asian foreign ministers".
        while (last < range.end && last < end + 2 && (cue(last) & kRefMembers) == 0 &&
               (syntax_.upos[last] == Upos::kAdj || syntax_.upos[last] == Upos::kNoun))
          ++last;
        if (last >= range.end || (cue(last) & kRefMembers) == 0) continue;
        const bool leaders = (cue(last) & kRefLeaders) != 0;
        if (leaders) continue;
        tokens.end = last + 1;
        if (t > range.begin && refs_.number(word(t - 1)) != 0) {
          // "the three Sahel states" are three that were named.
          if (refs_.number(word(t - 1)) != circle.members.size()) continue;
          --tokens.begin;
        }
      } else {
        // As a place it does nothing.
        TokenId before = t;
        if (before > range.begin && (cue(before - 1) & kRefDefinite) != 0) --before;
        if (before > range.begin && (cue(before - 1) & kRefPlace) != 0) continue;
      }
      bool named = true;
      for (const std::string& member : circle.members) {
        const bool there =
            std::any_of(layer_.states.begin(), layer_.states.end(),
                        [&](ActorId state) { return layer_.actors[state].id == member; });
        named = named && there;
      }
      const ActorId actor = group_actor(circle.members);
      // A mention among the others, so that pronouns and "the four states" can mean it.
      Mention mention;
      mention.tokens = tokens;
      mention.span = text_.span_of(tokens);
      mention.kind = MentionKind::kNominal;
      mention.actor = actor;
      mention.how = named ? How::kCoreferent : How::kInferred;
      Markable markable;
      markable.kind = Kind::kName;
      markable.tokens = tokens;
      markable.head = head_of(tokens);
      markable.sentence = s;
      markable.entity = mention_entity(mention);
      markable.types = kStandsState | kStandsSide;
      markable.plural = true;
      bool free = true;
      for (TokenId c = tokens.begin; c < tokens.end; ++c) free = free && covered_[c] == kNone;
      if (!free) break;
      added_.push_back(mention);
      for (TokenId c = tokens.begin; c < tokens.end; ++c)
        covered_[c] = static_cast<std::uint32_t>(markables_.size());
      add_markable(std::move(markable));
      t = tokens.end - 1;
      break;
    }
  }
}

std::uint32_t Resolver::speaker_entity(std::uint32_t q) const {
  const Quote& quote = quotes_[q].speaker_of != kNone ? quotes_[quotes_[q].speaker_of] : quotes_[q];
  if (quote.verb == kNoToken) return kNone;
  const auto entity_at = [&](TokenId t) {
    std::uint32_t m = covered_[t];
    if (m == kNone) m = at_head_[t];
    return m == kNone ? kNone : markables_[m].entity;
  };
  if (quote.speaker != kNoToken) {
    const std::uint32_t entity = entity_at(quote.speaker);
    if (entity != kNone) return entity;
  }
  // Where the tree gives no subject: the first person named between the words and the verb, or the
  // words beside the verb.
  for (TokenId t = quote.inner.end; t < quote.verb && t < quote.inner.end + kMaxToVerb; ++t) {
    if (covered_[t] == kNone || markables_[covered_[t]].mention == kNone) continue;
    const std::uint32_t entity = markables_[covered_[t]].entity;
    if (entity != kNone && (entities_[entity].types & kStandsPerson) != 0) return entity;
  }
  const TokenRange sentence = text_.sentence_tokens[text_.token_sentence[quote.verb]];
  for (TokenId t = quote.verb + 1; t < sentence.end && t <= quote.verb + 4; ++t) {
    if (text_.shape[t] == Shape::kPunct || syntax_.upos[t] == Upos::kAdp) break;
    if (covered_[t] != kNone) return markables_[covered_[t]].entity;
  }
  for (TokenId t = quote.verb; t-- > sentence.begin && t + 3 >= quote.verb;) {
    const std::uint32_t entity = entity_at(t);
    if (entity != kNone) return entity;
  }
  return kNone;
}

// "we", "us", "our" of a quotation are the state or organisation that its speaker speaks for; so is
// "our country".
void Resolver::resolve_first_persons() {
  // By speaker, or by quotation where nobody knows who speaks: "I", "we" and "you" of it.
  std::unordered_map<std::uint64_t, std::uint32_t> said;
  // In a statement of a government, outside quotations: the state that is the subject of this
  // sentence or the one before, and then who "we" was last.
  ActorId acting = kNoId, speaking = kNoId;
  SentenceId acted = 0, spoke = 0;
  bool acting_state = false;
  // The one who is "we" wherever the text tells, and the places where it does not.
  ActorId author = kNoId;
  std::uint32_t told = 0;
  bool several = false;
  std::vector<std::uint32_t> untold;
  for (std::uint32_t m = 0; m < markables_.size(); ++m) {
    const TokenId t = markables_[m].head;
    const std::uint32_t q = quote_of_[t];
    if (q == kNone && !is_interview_) {
      const Markable& here = markables_[m];
      const TokenId head = syntax_.head[t];
      if (here.kind == Kind::kName && here.mention != kNone && here.entity != kNone &&
          !here.nested && !here.plural && is_subject(t) && head != kNoToken &&
          is(head, Relation::kRoot)) {
        const ActorId actor = entities_[here.entity].actor;
        const ActorType type = actor != kNoId ? layer_.actors[actor].type : ActorType::kOther;
        acting = type == ActorType::kState || type == ActorType::kOrganisation ? actor : kNoId;
        acted = here.sentence;
        acting_state = type == ActorType::kState;
      } else if (here.kind == Kind::kPronoun && (cue(t) & kRefWe) != 0) {
        const bool goes_on = speaking != kNoId && here.sentence <= spoke + kMaxSentencesBack;
        // An organisation that the sentence before tells of need not be the one that speaks.
        if (!goes_on) speaking = here.sentence <= acted + (acting_state ? 1 : 0) ? acting : kNoId;
        spoke = here.sentence;
        if (speaking != kNoId) {
          add_mention(here.tokens, MentionKind::kPronoun, speaking, How::kCoreferent);
          several = several || (author != kNoId && author != speaking);
          if (!goes_on) ++told;
          author = speaking;
        } else {
          untold.push_back(m);
        }
      }
    }
    if (q == kNone || markables_[m].kind != Kind::kPronoun) continue;
    const std::uint32_t cues = cue(t);
    if ((cues & (kRefWe | kRefI | kRefYou)) == 0) continue;
    const std::uint32_t speaker = speaker_entity(q);
    // "Let us ...": whom the speaker asks, too.
    if (t > 0 && (cue(t - 1) & kRefLet) != 0 && subject_child(t - 1) == kNoToken) continue;
    const std::uint64_t who = (cues & kRefI) != 0 ? 0 : (cues & kRefWe) != 0 ? 1 : 2;
    const bool is_person = speaker != kNone && (entities_[speaker].types & kStandsPerson) != 0 &&
                           !entities_[speaker].plural;
    if (is_person && who == 0) {
      markables_[m].entity = speaker;
      say_own_country(t, states_of(speaker));
      continue;
    }
    const std::uint32_t first = quotes_[q].speaker_of != kNone ? quotes_[q].speaker_of : q;
    const std::uint64_t key =
        (speaker != kNone ? std::uint64_t{speaker} << 4 : (std::uint64_t{first} << 4) + 8) + who;
    const auto [known, is_new] = said.emplace(key, static_cast<std::uint32_t>(entities_.size()));
    if (is_new) {
      new_entity(kStandsPerson);
      entities_.back().plural = who == 1;
    }
    markables_[m].entity = known->second;
    if (speaker == kNone || who != 1) continue;
    const ActorId actor = entities_[speaker].actor;
    if (actor == kNoId) continue;
    ActorId spoken_for = states_of(speaker);
    if (spoken_for == kNoId) {
      const Actor& one = layer_.actors[actor];
      if (one.type == ActorType::kOrganisation || one.type == ActorType::kGroup) {
        spoken_for = actor;
      } else if (one.type == ActorType::kPerson && one.state.rfind("igo:", 0) == 0) {
        spoken_for = plain_state(one.state);
      }
    }
    if (spoken_for == kNoId) continue;
    Mention mention;
    mention.actor = spoken_for;
    mention.tokens = markables_[m].tokens;
    mention.span = text_.span_of(mention.tokens);
    markables_[m].entity = mention_entity(mention);
    if ((cues & kRefReflexive) == 0)
      add_mention(mention.tokens, MentionKind::kPronoun, spoken_for, How::kCoreferent);
    say_own_country(t, spoken_for);
  }
  if (several || told < 2) return;
  for (const std::uint32_t m : untold)
    add_mention(markables_[m].tokens, MentionKind::kPronoun, author, How::kCoreferent);
}

// "our country", "my government": that of the speaker. `t` is the owner.
void Resolver::say_own_country(TokenId t, ActorId state) {
  if (state == kNoId || !is(t, Relation::kNmodPoss)) return;
  const TokenId owned = syntax_.head[t];
  const ReferenceNoun* noun = refs_.noun(word(owned));
  if (noun == nullptr || (noun->types & kStandsState) == 0 || (cue(owned) & kRefRelational) != 0 ||
      is_plural_noun(owned) || at_head_[owned] == kNone ||
      layer_.actors[state].type != ActorType::kState)
    return;
  Markable& markable = markables_[at_head_[owned]];
  Mention mention;
  mention.actor = state;
  mention.tokens = markable.tokens;
  mention.span = text_.span_of(mention.tokens);
  markable.entity = mention_entity(mention);
  add_mention(markable.tokens, MentionKind::kNominal, state, How::kCoreferent);
}

void Resolver::finish() {
  const std::uint32_t asked = is_interview_ && !asks_many_ ? interviewee() : kNone;
  for (const Markable& markable : markables_) {
    if (markable.entity == kNone || markable.implied) continue;
    // An adjective says of what kind something is, and refers to nobody.
    if (markable.mention != kNone &&
        layer_.mentions[markable.mention].kind == MentionKind::kAdjective)
      continue;
    const std::uint32_t chain =
        markable.entity == first_ && asked != kNone ? asked : markable.entity;
    const Entity& entity = entities_[chain];
    if ((entity.types & kStandsThing) != 0) continue;
    layer_.references.push_back({markable.tokens, markable.head, chain, entity.actor});
  }
  // One mention for one wording; what stood there before stays, unless it was open.
  std::stable_sort(added_.begin(), added_.end(), [](const Mention& a, const Mention& b) {
    return a.tokens.begin != b.tokens.begin ? a.tokens.begin < b.tokens.begin
                                            : a.tokens.end > b.tokens.end;
  });
  std::vector<Mention>& mentions = layer_.mentions;
  std::size_t next = 0;
  const std::size_t old = mentions.size();
  TokenId covered = 0;
  for (std::size_t i = 0; i < added_.size(); ++i) {
    Mention& mention = added_[i];
    if (i > 0 && added_[i - 1].tokens == mention.tokens) continue;
    for (; next < old && mentions[next].tokens.begin < mention.tokens.begin; ++next)
      covered = std::max(covered, mentions[next].tokens.end);
    bool there = false;
    for (std::size_t k = next; k < old && mentions[k].tokens.begin == mention.tokens.begin; ++k) {
      if (mentions[k].tokens != mention.tokens) {
        if (mentions[k].tokens.end > mention.tokens.end) mention.nested = true;
        continue;
      }
      there = true;
      if (mentions[k].actor == kNoId) {
        mentions[k].actor = mention.actor;
        mentions[k].how = mention.how;
      }
    }
    if (there) continue;
    if (covered >= mention.tokens.end) mention.nested = true;
    mentions.push_back(mention);
  }
  std::stable_sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) {
    if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
    return a.span.end > b.span.end;
  });
}

}  // namespace

void add_references(const Document& document, const ActorLexicon& lexicon, ActorLayer& layer) {
  Resolver(document, lexicon, layer).run();
}

}  // namespace chancery

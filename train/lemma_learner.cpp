#include "train/lemma_learner.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <set>
#include <tuple>

#include "base/tsv.hpp"
#include "base/utf8.hpp"
#include "syntax/lemmas.hpp"
#include "train/inflection.hpp"

namespace chancery::train {
namespace {

using syntax::LemmaCase;
using syntax::LemmaEdit;
using syntax::Rule;
using syntax::RuleKeys;
using syntax::RuleList;
using syntax::TaggedForm;

using Value = std::uint16_t;
constexpr Value kNoValue = 0xFFFF;
using Rules = std::map<std::string, Value>;  // by key

// An example with what its keys are made of.
struct Word {
  const FormExample* example = nullptr;
  double weight = 1;
  std::string lower;
  std::string lemma_lower;  // its commas between digits as in the form
  std::uint8_t letters = 0;

  TaggedForm tagged() const {
    return {example->form, example->upos, example->xpos, example->place, example->situation};
  }
};

// What a list of rules is learned from: a word, and the values that are right for it.
struct Item {
  const Word* word = nullptr;
  std::vector<Value> right;
  double as_form = 0;   // its weight where rules on endings and tags are made
  double as_words = 0;  // its weight where rules on whole forms are made
  Value decision = kNoValue;
};

bool is_of_word(Rule rule) {
  return rule == Rule::kCaseWord || rule == Rule::kFeatsWord || rule == Rule::kFeatsWordSituation;
}

// From the general rules to the special ones: a key gets a rule where its best value makes more
// items right than what they have so far, by at least gain(rule).
template <typename Gain>
void learn_list(RuleList list, std::vector<Item>& items, Gain gain, Rules& rules) {
  for (int at = static_cast<int>(list.first); at <= static_cast<int>(list.last); ++at) {
    const Rule rule = static_cast<Rule>(at);
    std::map<std::string, std::vector<Item*>> groups;
    for (Item& item : items) {
      const TaggedForm tagged = item.word->tagged();
      RuleKeys keys(tagged, item.word->letters, item.word->lower);
      if (const std::string_view key = keys.key(rule); !key.empty())
        groups[std::string(key)].push_back(&item);
    }
    for (const auto& [key, group] : groups) {
      std::map<Value, double> right;
      double right_before = 0;
      for (const Item* item : group) {
        const double weight = is_of_word(rule) ? item->as_words : item->as_form;
        for (const Value value : item->right) {
          right[value] += weight;
          if (value == item->decision) right_before += weight;
        }
      }
      const auto best =
          std::max_element(right.begin(), right.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
      if (best == right.end() || best->second - right_before < gain(rule)) continue;
      rules[key] = best->first;
      for (Item* item : group) item->decision = best->first;
    }
  }
}

struct EditText {
  std::uint8_t strip = 0;
  LemmaCase letters = LemmaCase::kByRule;
  std::string append;

  LemmaEdit view() const { return {strip, letters, append}; }
  friend auto operator<=>(const EditText&, const EditText&) = default;
};

// Numbers for edits, in the order of their first use.
class Edits {
 public:
  Value number(const EditText& edit) {
    const auto [found, added] = numbers_.emplace(edit, static_cast<Value>(list_.size()));
    if (added) list_.push_back(edit);
    return found->second;
  }
  const EditText& at(Value value) const { return list_[value]; }
  const std::vector<EditText>& list() const { return list_; }

 private:
  std::map<EditText, Value> numbers_;
  std::vector<EditText> list_;
};

// The edit that makes `lemma` from `form`, both in lower case, with the longest common beginning
// kept.
EditText edit_between(std::string_view form, std::string_view lemma) {
  std::size_t same = 0;
  while (same < form.size() && same < lemma.size() && form[same] == lemma[same]) ++same;
  while (same > 0 && same < form.size() && (static_cast<unsigned char>(form[same]) & 0xC0u) == 0x80)
    --same;
  EditText edit;
  edit.append = lemma.substr(same);
  const std::size_t strip = count_code_points(form.substr(same));
  edit.strip = same == 0 && !form.empty()
                   ? LemmaEdit::kWhole
                   : static_cast<std::uint8_t>(std::min<std::size_t>(strip, 254));
  return edit;
}

std::string lower_of(std::string_view text) {
  std::string out;
  syntax::append_lower(out, text);
  return out;
}

std::string edited(std::string_view form, const EditText& edit, LemmaCase by_rule) {
  std::string out;
  syntax::append_edited(out, form, edit.view(), by_rule);
  return out;
}

constexpr LemmaCase kCases[] = {LemmaCase::kLower, LemmaCase::kAsForm, LemmaCase::kCapital,
                                LemmaCase::kUpper, LemmaCase::kPlainNumber};

std::string key_of(const Word& word, Rule rule) {
  const TaggedForm tagged = word.tagged();
  RuleKeys keys(tagged, word.letters, word.lower);
  return std::string(keys.key(rule));
}

class Learner {
 public:
  Learner(const LemmaSources& sources, const LemmaLearning& learning) : learning_(learning) {
    // Equal examples become one word.
    const auto key = [](const FormExample& e) {
      return std::tie(e.form, e.lemma, e.xpos, e.upos, e.feats, e.place, e.situation);
    };
    std::vector<const FormExample*> ordered;
    for (const FormExample& example : sources.examples) ordered.push_back(&example);
    std::sort(ordered.begin(), ordered.end(),
              [&](const FormExample* a, const FormExample* b) { return key(*a) < key(*b); });
    for (const FormExample* example : ordered) {
      if (!words_.empty() && key(*words_.back().example) == key(*example)) {
        words_.back().weight += example->count;
      } else {
        words_.push_back(word_of(*example, example->count));
      }
    }
    list_forms(sources);
  }

  std::string learn() {
    edits_.number({});
    learn_endings();
    learn_cases();
    learn_words();
    learn_feats();
    return serialise();
  }

 private:
  static Word word_of(const FormExample& example, double weight) {
    Word word{&example, weight, lower_of(example.form), lower_of(example.lemma),
              syntax::letters_of(example.form)};
    if (edited(word.lower, {}, LemmaCase::kPlainNumber) == word.lemma_lower)
      word.lemma_lower = word.lower;
    return word;
  }

  void list_form(std::string form, std::string lemma, Xpos xpos) {
    FormExample& example = listed_examples_.emplace_back();
    example.form = std::move(form);
    example.lemma = std::move(lemma);
    example.xpos = xpos;
    listed_.push_back(word_of(example, learning_.list_weight));
  }

  // Irregular forms, and the regular ones that the vocabulary has: of two lemmas that may have the
  // same form, the more frequent one, those that the treebanks have before the others.
  void list_forms(const LemmaSources& sources) {
    std::set<std::pair<std::string, Xpos>> taken;
    for (const IrregularForm& form : sources.irregular) {
      if (taken.emplace(form.form, form.xpos).second) list_form(form.form, form.lemma, form.xpos);
    }
    const std::set<std::string_view> vocabulary(sources.vocabulary.begin(),
                                                sources.vocabulary.end());
    const auto add = [&](std::string_view lemma, const auto& wanted) {
      for (RegularForm& form : regular_forms(lemma)) {
        if (wanted(form) && taken.emplace(form.form, form.xpos).second)
          list_form(form.form, std::string(lemma), form.xpos);
      }
    };
    // By class of tags, the lemmas of the treebanks.
    std::map<std::pair<std::string_view, char>, double> lemmas;
    for (const Word& word : words_) {
      if (word.example->lemma == word.lemma_lower)
        lemmas[{word.lemma_lower, class_of(word.example->xpos)}] += word.weight;
    }
    std::vector<std::tuple<double, std::string_view, char>> ordered;
    for (const auto& [key, weight] : lemmas) ordered.emplace_back(-weight, key.first, key.second);
    std::sort(ordered.begin(), ordered.end());
    for (const auto& [weight, lemma, kind] : ordered) {
      if (kind == 0) continue;
      const char wanted = kind;
      add(lemma, [&](const RegularForm& form) {
        return class_of(form.xpos) == wanted &&
               (form.xpos != Xpos::kJjr || vocabulary.count(form.form) > 0) &&
               (form.xpos != Xpos::kJjs || vocabulary.count(form.form) > 0);
      });
    }
    for (const std::string& lemma : sources.vocabulary) {
      add(lemma, [&](const RegularForm& form) { return vocabulary.count(form.form) > 0; });
    }
  }

  static char class_of(Xpos xpos) {
    const std::string_view name = to_string(xpos);
    if (xpos == Xpos::kNn || xpos == Xpos::kNns) return 'N';
    if (name.substr(0, 2) == "VB") return 'V';
    if (name.substr(0, 2) == "JJ") return 'J';
    return 0;
  }

  // Edits by ending: each different form counts once.
  void learn_endings() {
    std::map<std::pair<Xpos, std::string_view>, std::map<std::string_view, double>> forms;
    std::map<std::pair<Xpos, std::string_view>, const Word*> first;
    for (const std::vector<Word>* words : {&words_, &listed_}) {
      for (const Word& word : *words) {
        const std::pair<Xpos, std::string_view> key{word.example->xpos, word.lower};
        // The lists have no say on what the treebanks have.
        if (words == &listed_ && first.count(key) > 0) continue;
        forms[key][word.lemma_lower] += word.weight;
      }
      for (const Word& word : *words)
        first.emplace(std::pair{word.example->xpos, std::string_view(word.lower)}, &word);
    }
    std::vector<Item> items;
    for (const auto& [key, lemmas] : forms) {
      Item item;
      item.word = first[key];
      const auto best =
          std::max_element(lemmas.begin(), lemmas.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
      item.right = {edits_.number(edit_between(key.second, best->first))};
      item.as_form = std::min(1.0, best->second);
      items.push_back(std::move(item));
    }
    learn_list(
        {Rule::kEditTag, Rule::kEditSuffix6}, items,
        [&](Rule rule) {
          return rule == Rule::kEditTag ? learning_.tags_gain : learning_.ending_gain;
        },
        rules_);
  }

  void learn_cases() {
    std::vector<Item> items;
    for (const Word& word : words_) {
      Item item;
      item.word = &word;
      const EditText edit = edit_between(word.lower, word.lemma_lower);
      for (const LemmaCase letters : kCases) {
        if (edited(word.example->form, edit, letters) == word.example->lemma)
          item.right.push_back(static_cast<Value>(letters));
      }
      // Of equal use, small letters are the first.
      item.as_form = 1 + std::log2(word.weight);
      item.as_words = word.weight;
      item.decision = static_cast<Value>(LemmaCase::kLower);
      items.push_back(std::move(item));
    }
    learn_list(
        syntax::kCaseRules, items,
        [&](Rule rule) { return is_of_word(rule) ? learning_.word_gain : learning_.case_gain; },
        rules_);
  }

  Value decide(const Word& word, RuleList list) const {
    for (int at = static_cast<int>(list.last); at >= static_cast<int>(list.first); --at) {
      const auto found = rules_.find(key_of(word, static_cast<Rule>(at)));
      if (found != rules_.end()) return found->second;
    }
    return kNoValue;
  }

  LemmaCase case_of(const Word& word) const {
    const Value value = decide(word, syntax::kCaseRules);
    return value == kNoValue ? LemmaCase::kLower : static_cast<LemmaCase>(value);
  }

  // Forms with edits of their own: of the lists, then of the treebanks by XPOS, then by both tags.
  void learn_words() {
    for (const Word& word : listed_) learn_word({&word}, Rule::kEditWord);
    recase();
    for (const Rule rule : {Rule::kEditWord, Rule::kEditTaggedWord}) {
      std::map<std::string, std::vector<const Word*>> groups;
      for (const std::vector<Word>* words : {&words_, &recased_}) {
        for (const Word& word : *words) {
          if (const std::string key = key_of(word, rule); !key.empty())
            groups[key].push_back(&word);
        }
      }
      for (const auto& [key, group] : groups) learn_word(group, rule);
    }
  }

  // A word of small letters keeps its lemma with capitals, and a name that of its usual form.
  void recase() {
    const auto add = [&](const Word& word, LemmaCase letters) {
      std::string form = edited(word.lower, {}, letters);
      if (form == word.example->form) return;
      FormExample& example = recased_examples_.emplace_back(*word.example);
      example.form = std::move(form);
      recased_.push_back(word_of(example, learning_.recased_weight * word.weight));
    };
    for (const Word& word : words_) {
      const std::string& form = word.example->form;
      const bool is_name = word.example->xpos == Xpos::kNnp || word.example->xpos == Xpos::kNnps;
      if (word.lower.size() < 4 || !is_ascii(form)) continue;
      if (!is_name && form == word.lower && word.example->lemma == word.lemma_lower) {
        add(word, LemmaCase::kCapital);
        add(word, LemmaCase::kUpper);
      } else if (is_name && form == edited(word.lower, {}, LemmaCase::kCapital) &&
                 word.example->lemma == edited(word.lemma_lower, {}, LemmaCase::kCapital)) {
        add(word, LemmaCase::kUpper);
      }
    }
  }

  void learn_word(const std::vector<const Word*>& group, Rule rule) {
    std::vector<LemmaCase> by_rule;
    double right_before = 0;
    for (const Word* word : group) {
      by_rule.push_back(case_of(*word));
      const Value value = decide(*word, {Rule::kEditTag, rule});
      const EditText edit = value == kNoValue ? EditText{} : edits_.at(value);
      if (edited(word->example->form, edit, by_rule.back()) == word->example->lemma)
        right_before += word->weight;
    }
    std::map<EditText, double> choices;
    std::string_view tried;
    for (const Word* word : group) {
      if (word->example->lemma == tried) continue;
      tried = word->example->lemma;
      EditText edit = edit_between(word->lower, word->lemma_lower);
      choices[edit] = 0;
      for (const LemmaCase letters : kCases) {
        edit.letters = letters;
        choices[edit] = 0;
      }
      choices[{LemmaEdit::kWhole, LemmaCase::kAsForm, word->example->lemma}] = 0;
    }
    const EditText* best = nullptr;
    double best_right = 0;
    for (auto& [edit, right] : choices) {
      if (edit.append.size() > 255) continue;
      for (std::size_t i = 0; i < group.size(); ++i) {
        if (edited(group[i]->example->form, edit, by_rule[i]) == group[i]->example->lemma)
          right += group[i]->weight;
      }
      if (best == nullptr || right > best_right) {
        best = &edit;
        best_right = right;
      }
    }
    if (best == nullptr || best_right - right_before < learning_.word_gain) return;
    if (const std::string key = key_of(*group[0], rule); !key.empty())
      rules_[key] = edits_.number(*best);
  }

  void learn_feats() {
    std::set<std::string> names = {""};
    for (const Word& word : words_) names.insert(word.example->feats);
    feats_.assign(names.begin(), names.end());
    std::vector<Item> items;
    for (const Word& word : words_) {
      Item item;
      item.word = &word;
      item.right = {static_cast<Value>(
          std::lower_bound(feats_.begin(), feats_.end(), word.example->feats) - feats_.begin())};
      item.as_form = item.as_words = word.weight;
      items.push_back(std::move(item));
    }
    learn_list(
        syntax::kFeatsRules, items, [&](Rule) { return learning_.feats_gain; }, rules_);
  }

  std::string serialise() const;

  LemmaLearning learning_;
  std::vector<Word> words_;  // of the treebanks, in an order of their own
  std::deque<FormExample> listed_examples_;
  std::vector<Word> listed_;  // of the lists
  std::deque<FormExample> recased_examples_;
  std::vector<Word> recased_;
  Edits edits_;
  std::vector<std::string> feats_;
  Rules rules_;
};

void put(std::string& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

std::string Learner::serialise() const {
  // Only the edits that rules use, in their order.
  std::map<Value, std::uint32_t> edit_numbers;
  for (const auto& [key, value] : rules_) {
    if (static_cast<std::uint8_t>(key[0]) <= static_cast<std::uint8_t>(syntax::kEditRules.last))
      edit_numbers.emplace(value, 0);
  }
  edit_numbers.emplace(0, 0);
  std::uint32_t next = 0;
  for (auto& [value, number] : edit_numbers) number = next++;

  std::string text;
  std::string feats_ends;
  for (const std::string& name : feats_) {
    text += name;
    put(feats_ends, text.size(), 4);
  }
  std::string edits;
  std::map<std::string, std::size_t> places;
  for (const auto& [value, number] : edit_numbers) {
    const EditText& edit = edits_.at(value);
    const auto [place, added] = places.emplace(edit.append, text.size());
    if (added) text += edit.append;
    put(edits, place->second, 4);
    put(edits, edit.append.size(), 1);
    put(edits, edit.strip, 1);
    put(edits, static_cast<std::uint64_t>(edit.letters), 1);
    put(edits, 0, 1);
  }

  std::size_t slot_count = 64;
  while (slot_count < 2 * rules_.size()) slot_count *= 2;
  std::vector<std::uint32_t> slots(slot_count, 0);
  std::vector<std::uint32_t> kinds(kXposCount, 0);
  std::string records;
  for (const auto& [key, value] : rules_) {
    std::size_t slot = syntax::hash_of_key(key) & (slot_count - 1);
    while (slots[slot] != 0) slot = (slot + 1) & (slot_count - 1);
    slots[slot] = static_cast<std::uint32_t>(records.size()) + 1;
    const bool is_edit =
        static_cast<std::uint8_t>(key[0]) <= static_cast<std::uint8_t>(syntax::kEditRules.last);
    put(records, key.size(), 1);
    records += key;
    put(records, is_edit ? edit_numbers[value] : value, 2);
    kinds[static_cast<std::uint8_t>(key[2])] |= 1u << static_cast<std::uint8_t>(key[0]);
  }

  std::string body;
  put(body, slot_count, 4);
  put(body, records.size(), 4);
  put(body, edit_numbers.size(), 4);
  put(body, feats_.size(), 4);
  put(body, text.size(), 4);
  for (const std::uint32_t kind : kinds) put(body, kind, 4);
  for (const std::uint32_t slot : slots) put(body, slot, 4);
  body += edits + feats_ends + records + text;
  std::string out;
  put(out, syntax::kLemmaMagic, 4);
  put(out, syntax::kLemmaVersion, 4);
  put(out, syntax::lemma_checksum(body), 8);
  return out + body;
}

}  // namespace

Result<std::vector<IrregularForm>> load_irregular_forms(std::string_view bytes, std::string name) {
  const auto table = parse_table(std::move(name), std::string(bytes), {"lemma", "xpos", "forms"});
  if (!table) return table.error();
  std::vector<IrregularForm> forms;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const auto xpos = xpos_of(table->at(row, 1));
    if (!xpos) return table->error_at(row, 1, "no part of speech");
    for (const std::string_view form : split_list(table->at(row, 2))) {
      forms.push_back({std::string(form), std::string(table->at(row, 0)), *xpos});
    }
  }
  return forms;
}

std::string learn_lemma_table(const LemmaSources& sources, const LemmaLearning& learning) {
  return Learner(sources, learning).learn();
}

}  // namespace chancery::train

#include "train/inflection.hpp"

#include <algorithm>

namespace chancery::train {
namespace {

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

bool ends_with(std::string_view word, std::string_view end) {
  return word.size() >= end.size() && word.substr(word.size() - end.size()) == end;
}

// Groups of vowels, y among them inside the word; "qu" is a consonant.
int syllables(std::string_view word) {
  int groups = 0;
  bool inside = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool vowel = (is_vowel(word[i]) && !(word[i] == 'u' && i > 0 && word[i - 1] == 'q')) ||
                       (word[i] == 'y' && i > 0);
    groups += vowel && !inside;
    inside = vowel;
  }
  return groups;
}

// One consonant after one vowel: "stop", "refer", "quit"; not "rain", "show".
bool may_double(std::string_view word) {
  const std::size_t size = word.size();
  const char last = word[size - 1];
  if (is_vowel(last) || last == 'w' || last == 'x' || last == 'y' || last == 'h') return false;
  if (!is_vowel(word[size - 2])) return false;
  const char before = word[size - 3];
  return !is_vowel(before) || (before == 'u' && size > 3 && word[size - 4] == 'q');
}

std::vector<std::string> with_s(std::string_view word) {
  const std::string base(word);
  const char last = word.back();
  if (last == 'y' && !is_vowel(word[word.size() - 2]))
    return {base.substr(0, base.size() - 1) + "ies"};
  if (last == 's' || last == 'x' || last == 'z' || ends_with(word, "ch") || ends_with(word, "sh"))
    return {base + "es"};
  if (last == 'o') return {base + "s", base + "es"};
  return {base + "s"};
}

// "ing", "ed", "er", "est" after the stem that they take.
std::vector<std::string> with_vowel(std::string_view word, std::string_view ending) {
  const std::string base(word);
  const std::string end(ending);
  const char last = word.back();
  const bool is_ing = ending == "ing";
  if (ends_with(word, "ie") && is_ing) return {base.substr(0, base.size() - 2) + "y" + end};
  if (last == 'e') {
    if (!is_ing) return {base + end.substr(1)};
    if (ends_with(word, "ee") || ends_with(word, "oe") || ends_with(word, "ye"))
      return {base + end};
    return {base.substr(0, base.size() - 1) + end};
  }
  if (last == 'y' && !is_vowel(word[word.size() - 2]) && !is_ing)
    return {base.substr(0, base.size() - 1) + "i" + end};
  if (last == 'c') return {base + "k" + end, base + end};
  // No English word ends in these.
  if (last == 'v' || last == 'u' || last == 'j') return {};
  if (!may_double(word)) return {base + end};
  if (syllables(word) == 1) return {base + last + end};
  return {base + end, base + last + end};
}

}  // namespace

std::vector<RegularForm> regular_forms(std::string_view lemma) {
  std::vector<RegularForm> forms;
  const bool plain =
      std::all_of(lemma.begin(), lemma.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (lemma.size() < 3 || !plain) return forms;
  const auto add = [&](const std::vector<std::string>& made, std::initializer_list<Xpos> tags) {
    for (const std::string& form : made) {
      for (const Xpos xpos : tags) forms.push_back({form, xpos});
    }
  };
  add(with_s(lemma), {Xpos::kNns, Xpos::kVbz});
  add(with_vowel(lemma, "ing"), {Xpos::kVbg});
  add(with_vowel(lemma, "ed"), {Xpos::kVbd, Xpos::kVbn});
  add(with_vowel(lemma, "er"), {Xpos::kJjr});
  add(with_vowel(lemma, "est"), {Xpos::kJjs});
  return forms;
}

}  // namespace chancery::train

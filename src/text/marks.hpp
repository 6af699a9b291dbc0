// marks.hpp: private to text/: what a code point means for the ends of sentences.
#pragma once

namespace chancery::text {

// Ends sentences in its script: . ? ! and the stops of other scripts, the ellipsis too.
bool is_stop(char32_t value);
// A stop of a script that sets no blank after it, or whose letters have no case (U+3002, U+061F,
// U+0964).
bool is_wide_stop(char32_t value);
// Closes a quotation or a bracket.
bool is_closing(char32_t value);
bool is_open_bracket(char32_t value);
bool is_close_bracket(char32_t value);
// A lower-case letter that a sentence would not begin with. Georgian letters, which begin sentences
// as they are, do not count.
bool is_lower(char32_t value);
// Comma, colon, semicolon and their like in other scripts: what follows continues the sentence.
bool is_continuing(char32_t value);

}  // namespace chancery::text

// help.hpp: how the program explains itself: examples first, then what can be set.
#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace chancery {

// Sets the texts of the help of every command of `app`, and the order: usage, examples, options.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
};

// "show --pair KAZ CHN": the examples of a command ("" for the program), as they stand in its help.
const char* examples_of(const std::string& command);

// The command nearest to a word that is none, or an empty string.
std::string nearest_command(const CLI::App& app, const std::string& word);

}  // namespace chancery

// commands.hpp: the commands of the program. Each writes to the console and returns the exit code.
#pragma once
#include <string>

#include "cli/console.hpp"
#include "cli/options.hpp"

namespace chancery {

int run_read(const ReadOptions& options, const CommonOptions& common, Console& console);
int run_extract(const ExtractOptions& options, const CommonOptions& common, Console& console);
int run_parse(const ParseOptions& options, const CommonOptions& common, Console& console);
int run_show(const ShowOptions& options, const CommonOptions& common, Console& console);
int run_export(const ExportOptions& options, const CommonOptions& common, Console& console);
int run_explain(const ExplainOptions& options, const CommonOptions& common, Console& console);
int run_verify(const std::string& ledger, Console& console);
int run_remove(const std::string& report, const std::string& ledger, Console& console);
int run_lexicon(const LexiconOptions& options, const CommonOptions& common, Console& console);
int run_evaluate(const EvaluateOptions& options, const CommonOptions& common, Console& console);

}  // namespace chancery

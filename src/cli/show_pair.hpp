// show_pair.hpp: private to cli/: one page on two states.
#pragma once
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "ledger/query.hpp"

namespace chancery {

// Last contact, what is to come, instruments, regimes, commitments, figures, positions, offices and
// posts, and who said what, each with its words. Without --limit eight of a section are shown, the
// latest ones. Returns an exit code.
int run_show_pair(Ledger& ledger, const ShowOptions& options, Console& console);

}  // namespace chancery

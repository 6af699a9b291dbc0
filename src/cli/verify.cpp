#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "ledger/query.hpp"

namespace chancery {

int run_verify(const std::string& path, Console& console) {
  auto ledger = Ledger::open(path, Ledger::Access::kRead);
  if (!ledger) {
    console.warn(ledger.error());
    return exit_code_of(ledger.error());
  }
  const auto verified = verify(
      *ledger, [&](const Defect& defect) { console.out(to_one_line(defect.to_line()) + "\n"); });
  if (!verified) {
    console.warn(verified.error());
    return exit_code_of(verified.error());
  }
  console.out(fmt::format("{} reports, {} entries, {} spans checked: {}\n", verified->reports,
                          verified->entries, verified->spans,
                          verified->defects == 0
                              ? std::string("all words are where they are said to be")
                              : fmt::format("{} defects", verified->defects)));
  return verified->defects == 0 ? kExitDone : kExitFailed;
}

int run_remove(const std::string& report, const std::string& path, Console& console) {
  // A ledger that is not there is not made for the sake of taking something out of it.
  if (auto there = Ledger::open(path, Ledger::Access::kRead); !there) {
    console.warn(there.error());
    return exit_code_of(there.error());
  }
  auto ledger = Ledger::open(path, Ledger::Access::kWrite);
  const auto fail = [&](const Error& error) {
    console.warn(error);
    return exit_code_of(error);
  };
  if (!ledger) return fail(ledger.error());
  if (const auto begun = ledger->begin(); !begun) return fail(begun.error());
  const auto removed = ledger->remove(report);
  if (!removed) return fail(removed.error());
  if (!*removed) {
    console.warn(fmt::format("no report '{}' in {}", report, path));
    return kExitFailed;
  }
  if (const auto committed = ledger->commit(); !committed) return fail(committed.error());
  return kExitDone;
}

}  // namespace chancery

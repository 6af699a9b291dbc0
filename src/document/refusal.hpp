// refusal.hpp: what a stage saw and did not take, with the reason.
#pragma once
#include "base/span.hpp"

namespace chancery {

struct Refusal {
  Span span;
  const char* reason =
      "";  // a stable lower-case phrase, listed in docs/ledger.md: "ordinal", "no speaker"
};

}  // namespace chancery

// visit_records.cpp: who goes to which state.
#include "events/records.hpp"

namespace chancery {

void RecordReader::read_visits() {
  for (const EventAct& act : events_.acts) {
    if ((act.act != "visit" && act.act != "host") || *act.open != '\0') continue;
    if (act.actors.empty() || act.recipients.empty()) continue;
    const bool hosted = act.act == "host";
    RecordItem record = from_act(act, VisitFields{});
    add(record, "visitor", hosted ? act.recipients : act.actors);
    add(record, "host", hosted ? act.actors : act.recipients);
    put(std::move(record));
  }
}

}  // namespace chancery

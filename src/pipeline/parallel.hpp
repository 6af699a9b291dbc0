// parallel.hpp: many reports on all cores, results in the order of arrival.
#pragma once
#include <functional>
#include <optional>

#include "base/result.hpp"
#include "pipeline/engine.hpp"

namespace chancery {

// One record of the input on its way through: a report to read, or an error that keeps its place in
// the order.
using Record = Result<Report>;
using RecordSource = std::function<std::optional<Record>()>;
// Called once a record, in the order of the source, never by two threads at once. False stops the
// run.
using ReadingSink = std::function<bool(Result<Reading>)>;

struct ParallelOptions {
  unsigned threads = 1;  // at least 1
  std::size_t in_flight =
      256;  // records between source and sink, so that memory does not grow with the archive
  std::size_t bytes_in_flight = 64u << 20;  // of text, likewise; one report may exceed it alone
};

// Reads one report; called by many threads at once.
using ReportReading = std::function<Reading(Report)>;

// Source and sink run on the calling thread's behalf, one at a time each; reading runs on `threads`
// threads. What the sink sees does not depend on the number of threads.
void read_all(const ReportReading& read, const RecordSource& source, const ReadingSink& sink,
              const ParallelOptions& options);
void read_all(const Engine& engine, const RecordSource& source, const ReadingSink& sink,
              const ParallelOptions& options);

}  // namespace chancery

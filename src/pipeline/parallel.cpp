#include "pipeline/parallel.hpp"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace chancery {
namespace {

struct Slot {
  Record record;
  std::optional<Result<Reading>> reading;
  std::size_t bytes = 0;
};

Result<Reading> read_record(const ReportReading& read, Record record) {
  if (!record) return record.error();
  return read(std::move(*record));
}

}  // namespace

void read_all(const Engine& engine, const RecordSource& source, const ReadingSink& sink,
              const ParallelOptions& options) {
  read_all([&](Report report) { return engine.read(std::move(report)); }, source, sink, options);
}

void read_all(const ReportReading& read, const RecordSource& source, const ReadingSink& sink,
              const ParallelOptions& options) {
  if (options.threads <= 1) {
    while (auto record = source()) {
      if (!sink(read_record(read, std::move(*record)))) return;
    }
    return;
  }
  std::mutex mutex;
  std::condition_variable work_ready;
  std::condition_variable work_done;
  // Slots in order of arrival; `todo` holds those that no thread has taken.
  std::deque<std::shared_ptr<Slot>> queue;
  std::deque<std::shared_ptr<Slot>> todo;
  std::size_t bytes = 0;
  bool closed = false;

  const auto work = [&] {
    for (;;) {
      std::shared_ptr<Slot> slot;
      {
        std::unique_lock lock(mutex);
        work_ready.wait(lock, [&] { return closed || !todo.empty(); });
        if (todo.empty()) return;
        slot = std::move(todo.front());
        todo.pop_front();
      }
      Result<Reading> reading = read_record(read, std::move(slot->record));
      {
        const std::lock_guard lock(mutex);
        slot->reading.emplace(std::move(reading));
      }
      work_done.notify_one();
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(options.threads);
  for (unsigned i = 0; i < options.threads; ++i) threads.emplace_back(work);

  bool more = true;
  bool stopped = false;
  while (!stopped) {
    // Fill up.
    for (;;) {
      {
        const std::lock_guard lock(mutex);
        if (!more || queue.size() >= options.in_flight ||
            (bytes >= options.bytes_in_flight && !queue.empty()))
          break;
      }
      auto record = source();
      if (!record) {
        more = false;
        break;
      }
      const std::size_t size = *record ? (**record).text.size() : 0;
      auto slot = std::make_shared<Slot>(Slot{std::move(*record), std::nullopt, size});
      {
        const std::lock_guard lock(mutex);
        queue.push_back(slot);
        todo.push_back(std::move(slot));
        bytes += size;
      }
      work_ready.notify_one();
    }
    // Hand on the oldest.
    std::shared_ptr<Slot> slot;
    {
      std::unique_lock lock(mutex);
      if (queue.empty()) break;
      work_done.wait(lock, [&] { return queue.front()->reading.has_value(); });
      slot = std::move(queue.front());
      queue.pop_front();
      bytes -= slot->bytes;
    }
    stopped = !sink(std::move(*slot->reading));
  }
  {
    const std::lock_guard lock(mutex);
    closed = true;
    todo.clear();
  }
  work_ready.notify_all();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace chancery

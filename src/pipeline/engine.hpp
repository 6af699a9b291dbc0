// engine.hpp: the one ordered table of stages, and the Engine that runs it over reports.
#pragma once
#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/tsv.hpp"
#include "document/document.hpp"
#include "entries/entries.hpp"

namespace chancery {

// "0.1.0": of the program, written into every ledger row.
const char* program_version();

// All tables of all rooms, const after loading.
struct Lexicons;

// One stage: reads a const document and adds one layer to it.
struct Stage {
  const char* name;   // for --until, timings and messages
  const char* room;   // folder under src/
  const char* reads;  // layers, comma separated
  const char* adds;   // one layer
  void (*run)(const Lexicons&, Document&);
};

// The architecture, in order. docs/architecture.md holds the same table; a test compares them.
std::span<const Stage> stages();

struct Reading {
  Document document;
  std::vector<Entry> entries;
  std::vector<Uncoded> uncoded;

  std::uint32_t words() const { return static_cast<std::uint32_t>(document.text_layer.tokens()); }
};

// How long each stage took, in seconds, summed over reports; indexed as stages(), the last one is
// the making of entries.
struct Timings {
  std::vector<double> seconds;
  std::uint64_t words = 0;
};

// Reads reports. Const and shared by threads after loading; two engines of one version and one
// lexicon give equal bytes.
class Engine {
 public:
  static Result<Engine> load(const TableSource& source);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  Reading read(Report report) const;
  // The same, adding to `timings`. The answer does not depend on it.
  Reading read(Report report, Timings& timings) const;

  // SHA-256 of all tables, 16 hex digits: which lexicon an entry was read with.
  const std::string& lexicon_checksum() const { return lexicon_checksum_; }
  const Lexicons& lexicons() const { return *lexicons_; }

 private:
  explicit Engine(std::unique_ptr<const Lexicons> lexicons, std::string checksum);
  std::unique_ptr<const Lexicons> lexicons_;
  std::string lexicon_checksum_;
};

}  // namespace chancery

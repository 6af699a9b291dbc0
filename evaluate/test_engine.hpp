// test_engine.hpp: private to the tests of evaluate/: the program that reads their cases.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "pipeline/engine.hpp"

namespace chancery::test {

// With the program's own tables; loaded once.
inline const Engine& engine() {
  static const Engine kEngine = [] {
    auto loaded = Engine::load({});
    if (!loaded) {
      ADD_FAILURE() << loaded.error().to_line();
      std::abort();
    }
    return std::move(*loaded);
  }();
  return kEngine;
}

// A text as a report of 2024-03-15.
inline Reading read(std::string text) {
  Report report;
  report.id = "case";
  report.date = parse_iso_day("2024-03-15");
  report.text = std::move(text);
  return engine().read(std::move(report));
}

}  // namespace chancery::test

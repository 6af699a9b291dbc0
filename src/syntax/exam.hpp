// exam.hpp: private to syntax/: what a model must answer on the machine that loads it.
#pragma once
#include <string>

#include "syntax/syntax.hpp"

namespace chancery::syntax {

// SHA-256, in hexadecimal, over everything that the model says about a few sentences, scores to the
// bit.
std::string take_exam(const SyntaxModel& model);

}  // namespace chancery::syntax

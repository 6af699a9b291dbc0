#include "evaluate/recognizers_task.hpp"

namespace chancery {

std::span<const RecognizerFile> time_recognizers() {
  return {};
}

}  // namespace chancery

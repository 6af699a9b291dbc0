#include "events/records.hpp"

namespace chancery {

void RecordReader::read_positions() {}

}  // namespace chancery

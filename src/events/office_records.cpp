#include "events/records.hpp"

namespace chancery {

void RecordReader::read_offices() {}

}  // namespace chancery

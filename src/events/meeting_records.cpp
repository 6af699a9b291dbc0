#include "events/records.hpp"

namespace chancery {

void RecordReader::read_meetings() {}

}  // namespace chancery

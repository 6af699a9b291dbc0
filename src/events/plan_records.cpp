#include "events/records.hpp"

namespace chancery {

void RecordReader::read_plans() {}

}  // namespace chancery

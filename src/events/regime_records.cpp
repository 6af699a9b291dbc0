#include "events/records.hpp"

namespace chancery {

void RecordReader::read_regimes() {}

}  // namespace chancery

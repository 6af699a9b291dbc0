#include "events/records.hpp"

namespace chancery {

void RecordReader::read_instruments() {}

}  // namespace chancery

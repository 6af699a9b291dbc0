#include "events/records.hpp"

namespace chancery {

void RecordReader::read_commitments() {}

}  // namespace chancery

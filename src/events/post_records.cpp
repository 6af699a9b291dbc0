#include "events/records.hpp"

namespace chancery {

void RecordReader::read_posts() {}

}  // namespace chancery

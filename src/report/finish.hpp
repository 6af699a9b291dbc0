// finish.hpp: the last step to a Report, the same for plain text and JSON Lines. Private to
// report/.
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "report/reader.hpp"

namespace chancery {

bool is_blank(std::string_view text);

// Puts title and body together and fills id, date and origin where they are not given. Requires
// well-formed UTF-8. Fails with kTooLarge.
Result<Report> finish_report(Report report, std::string body, const std::string& origin,
                             ReadLimits limits);

}  // namespace chancery

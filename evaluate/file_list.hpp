// file_list.hpp: the gold files that arguments name. Private to this room.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace chancery {

// Files as they are given; of folders those within that have one of the endings, but for folders
// named "sealed". Sorted, each once. Fails where there is none, and calls them `kind` then.
Result<std::vector<std::string>> list_files(const std::vector<std::string>& arguments,
                                            const std::vector<std::string_view>& endings,
                                            std::string_view kind);

}  // namespace chancery

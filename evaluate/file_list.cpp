#include "evaluate/file_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace chancery {

namespace fs = std::filesystem;

Result<std::vector<std::string>> list_files(const std::vector<std::string>& arguments,
                                            const std::vector<std::string_view>& endings,
                                            std::string_view kind) {
  std::vector<std::string> files;
  for (const std::string& argument : arguments) {
    std::error_code ec;
    if (!fs::is_directory(argument, ec)) {
      files.push_back(argument);
      continue;
    }
    for (auto it = fs::recursive_directory_iterator(argument, ec);
         !ec && it != fs::recursive_directory_iterator(); it.increment(ec)) {
      if (it->is_directory() && it->path().filename() == "sealed") {
        it.disable_recursion_pending();
        continue;
      }
      std::string path = it->path().string();
      if (std::any_of(endings.begin(), endings.end(),
                      [&](std::string_view ending) { return path.ends_with(ending); }))
        files.push_back(std::move(path));
    }
    if (ec) return Error{ErrorCode::kUnreadable, ec.message(), argument};
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  if (files.empty()) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("no {} file (*{}) there", kind, fmt::join(endings, ", *")),
                 arguments.empty() ? "" : arguments[0]};
  }
  return files;
}

}  // namespace chancery

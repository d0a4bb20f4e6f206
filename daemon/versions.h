#pragma once

#include <string>

namespace copytaster {

/// For `--version`: this program's version, that of each library as it is loaded or was compiled
/// in, and the hashes of the models beside the program, as records carry them in `made_by`. A line
/// for each.
[[nodiscard]] std::string version_text();

}  // namespace copytaster

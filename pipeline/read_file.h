#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>

#include "pipeline/result.h"

namespace copytaster {

/// All bytes of a file, or the first `longest + 1` of one that has more than `longest`: the caller
/// sees that it is too long. What the system says where it can't be opened or read: a folder, a
/// file without permission and a failing disk each have their own reason. Never throws for them, as
/// `std::filebuf` does.
[[nodiscard]] Result<std::string, std::error_code> read_file(const std::filesystem::path& file,
                                                             std::size_t longest);

}  // namespace copytaster

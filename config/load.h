#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/settings.h"

namespace copytaster {

/// One thing wrong with a configuration: where, what, and what to do.
struct Problem {
  int line = 0;    ///< from 1; 0: no place in the file
  int column = 0;  ///< from 1
  std::string message;
};

/// "line 7, column 3: …".
[[nodiscard]] std::string to_string(const Problem& problem);

using LoadResult = tl::expected<Settings, std::vector<Problem>>;

/// Reads a configuration: every key has a default, unknown ones are problems, and all problems are
/// reported at once, in the file's order. Never throws.
[[nodiscard]] LoadResult load_settings(const std::filesystem::path& file);
[[nodiscard]] LoadResult parse_settings(std::string_view yaml);

/// What `run` needs beyond a valid configuration: an input and an output that differ.
[[nodiscard]] std::vector<Problem> check_run(const Settings& settings);

/// A hash of every setting that can change an output record: not threads, batches, folders or the
/// log.
[[nodiscard]] std::string settings_hash(const Settings& settings);

/// Settings that contradict each other or name what does not exist.
[[nodiscard]] std::vector<Problem> find_conflicts(const Settings& settings);

}  // namespace copytaster

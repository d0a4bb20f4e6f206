#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"
#include "pipeline/result.h"

/// From a YAML file to checked settings, and back to text. All functions are pure but for
/// `load_settings`, which reads the file, and `check_run`, which looks up folders. None throws.
namespace copytaster {

/// One thing wrong with a configuration: where, what, and what to do.
struct Problem {
  int line = 0;            ///< from 1; 0: no place in the file
  int column = 0;          ///< from 1
  std::string key;         ///< full name, such as "dedup.window"; empty when it is about the file
  std::string message;     ///< goes on where `key` ends: "is not a setting"
  std::string suggestion;  ///< the key that was probably meant; empty when none is near
  /// Other settings in a conflict: where the file leaves `key` to its default, the place is that of
  /// the first of these that it sets.
  std::vector<std::string> others = {};
  bool operator==(const Problem&) const = default;
};

/// "line 7, column 3: dedup.windw is not a setting; did you mean dedup.window?".
[[nodiscard]] std::string to_string(const Problem& problem);

/// What more a purpose asks of valid settings, such as `check_run`.
using Check = std::function<std::vector<Problem>(const Settings&)>;

using LoadResult = Result<Settings, std::vector<Problem>>;

/// Reads a configuration, of at most 1 MiB and without anchors. Every key has a default, so an
/// empty one is valid; unknown keys, wrong values and conflicts are problems. Reports all at once,
/// in the file's order, up to a hundred. `more` is asked too, with the defaults of what is wrong,
/// and what it says of those is left out. A problem with a setting that the file does not hold has
/// the place of the section where it belongs, else of where the settings begin.
[[nodiscard]] LoadResult load_settings(const std::filesystem::path& file,
                                       const Check& more = nullptr);
[[nodiscard]] LoadResult parse_settings(std::string_view yaml, const Check& more = nullptr);

/// What `run` needs beyond a valid configuration: an input and an output that differ.
[[nodiscard]] std::vector<Problem> check_run(const Settings& settings);

/// Settings that contradict each other or name what does not exist. Part of `parse_settings`; for
/// settings that come from elsewhere.
[[nodiscard]] std::vector<Problem> find_conflicts(const Settings& settings);

/// Every setting in a fixed order, as YAML that parses back into equal settings.
[[nodiscard]] std::string canonical_yaml(const Settings& settings);

/// The full names of the settings that differ, in the file's order; a list is one setting.
[[nodiscard]] std::vector<std::string> changed_settings(const Settings& before,
                                                        const Settings& after);

/// What the journal holds of the settings: `canonical_yaml` of those that decide anything. At their
/// defaults are those that don't: how the cluster is reached, threads, the state's folder, HTTP,
/// the log.
[[nodiscard]] std::string journalled_yaml(const Settings& settings);

/// The journal takes no more than that of `journalled_yaml`; `find_conflicts` says so.
inline constexpr std::size_t kMostJournalledBytes = std::size_t{512} << 10U;

/// Sixteen hex digits: a hash of every setting that can change an output record. Left out are name,
/// folders, `follow`, threads and batches, the log, the journal's checkpoints, and the places of
/// lexicons and models, whose own versions each record names. The same on every machine.
[[nodiscard]] std::string settings_hash(const Settings& settings);

}  // namespace copytaster

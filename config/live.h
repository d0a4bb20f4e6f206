#pragma once

#include <string>
#include <vector>

#include "config/settings.h"

/// Which settings a running instance can take over, and which it can't.
namespace copytaster {

/// Settings read while others are in force.
struct LiveChange {
  Settings settings;                  ///< what can be in force from now on
  std::vector<std::string> held;      ///< changed, but to be taken over by the next start alone
  std::vector<std::string> taken_up;  ///< changed, and in `settings`
};

/// What is wired up at the start stays: `name`, `kafka`, `input`, `output` but its routes,
/// `pipeline`, `http` and `log.format`. All else is taken over: `output.routes`, `dedup`,
/// `stories`, `limits`, `annotate`, `journal`, `sources`, `log.level`. What comes of it may
/// contradict itself where what was read doesn't: ask `find_conflicts` and `check_run`.
[[nodiscard]] LiveChange change_live(const Settings& in_force, const Settings& read);

}  // namespace copytaster

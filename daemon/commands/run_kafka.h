#pragma once

#include <string>

#include "config/settings.h"

namespace copytaster::commands {

/// `run` on a cluster, until a signal ends it; `file` is read again on SIGHUP. Returns the exit
/// code.
int run_kafka(const Settings& settings, const std::string& file, bool accept_empty_journal);

}  // namespace copytaster::commands

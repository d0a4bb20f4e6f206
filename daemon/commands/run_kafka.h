#pragma once

#include "config/settings.h"

namespace copytaster::commands {

/// `run` on a cluster, until a signal ends it. Returns the exit code.
int run_kafka(const Settings& settings, bool accept_empty_journal);

}  // namespace copytaster::commands

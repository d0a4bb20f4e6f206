#pragma once

namespace copytaster {

/// What the program's exit status means, after sysexits.
enum ExitCode : int {
  kExitOk = 0,
  kExitUsage = 64,
  kExitData = 65,
  kExitUnavailable = 69,
  kExitBug = 70,
  kExitConfiguration = 78,
};

}  // namespace copytaster

#pragma once

#include <cstdint>
#include <string>

namespace copytaster::metrics {

/// What the kernel says of this process, from /proc; what it does not tell is 0.
struct ProcessFigures {
  double cpu_seconds = 0;  ///< user and system
  std::uint64_t resident_bytes = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t open_files = 0;
  std::uint64_t most_files = 0;
  std::uint64_t threads = 0;
  double started = 0;  ///< seconds since the Unix epoch
};

[[nodiscard]] ProcessFigures process_figures();

}  // namespace copytaster::metrics

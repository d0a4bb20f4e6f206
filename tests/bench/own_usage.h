#pragma once

#include <cstddef>

namespace copytaster::bench {

/// What the process holds in memory now.
[[nodiscard]] std::size_t resident_bytes();

/// CPU time of the calling thread alone: other work on the machine does not count.
[[nodiscard]] double cpu_microseconds();

}  // namespace copytaster::bench

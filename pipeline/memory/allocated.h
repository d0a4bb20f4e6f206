#pragma once

#include <cstddef>

namespace copytaster::memory {

/// What an allocation of so many bytes takes of the heap, in bytes: by the rule of glibc's malloc,
/// but the same on every machine, because budgets are counted with it.
[[nodiscard]] constexpr std::size_t allocated(std::size_t bytes) {
  return (bytes + 8 + 15) / 16 * 16;
}

}  // namespace copytaster::memory

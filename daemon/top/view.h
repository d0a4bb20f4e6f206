#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "daemon/top/snapshot.h"

namespace copytaster::top {

struct Screen {
  std::size_t columns = 80;
  std::size_t rows = 24;
  bool colour = false;
};

/// The lines that show `now`, with rates since `before`; at most `rows`, each at most `columns`
/// wide. What matters most stands first, so a small terminal loses the least.
[[nodiscard]] std::vector<std::string> lines(const Snapshot& before, const Snapshot& now,
                                             const Screen& screen);

/// Of the stages that hold work, the one whose batches took longest between the two, on average;
/// empty where none passed through any.
[[nodiscard]] std::string slowest_stage(const Snapshot& before, const Snapshot& now);

}  // namespace copytaster::top

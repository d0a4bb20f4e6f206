#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// The shipped topics on labelled news, top level: accuracy of the first topic (none given counts
/// as wrong), precision where one is given, recall, and the expected calibration error of the first
/// topic's confidence in ten bins. Classes without a code of their own (world, cars) are left out.
[[nodiscard]] Report measure_topics();

}  // namespace copytaster::quality

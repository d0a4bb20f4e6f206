#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// Wire copy. Datelines: each item of reuters21578 with its own dateline put before its text, as it
/// went over the wire; right is the place that the set's field names. Texts of other sets that are
/// no wire copy: how often a line of it is seen in them all the same ("found").
[[nodiscard]] Report measure_wire();

}  // namespace copytaster::quality

#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// Exact span and type of people, organisations and places, micro-averaged, on every labelled set
/// that is there: precision, recall and F1, of all and of each type.
[[nodiscard]] Report measure_entities();

}  // namespace copytaster::quality

#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// The language found in the expected bodies of html_fundus, nothing declared: accuracy by region,
/// for those regions that have one main language; papers in another one are labelled by hand.
[[nodiscard]] Report measure_language();

}  // namespace copytaster::quality

#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// The language found in the expected bodies of html_fundus, nothing declared: accuracy by region,
/// for those regions whose pages in the set are all in one language.
[[nodiscard]] Report measure_language();

}  // namespace copytaster::quality

#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// A stream of `count` invented articles on twenty sites, each of which puts some 400 words of its
/// own round every text, judged by a Desk that is told of the lines and by one that is not. Some
/// are copies of another site's article. Columns as in measure_dedup.
[[nodiscard]] Report measure_furniture(std::size_t count);

}  // namespace copytaster::quality

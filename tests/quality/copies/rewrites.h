#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// Rewrites by language models (rewrites_dev) among the natural articles, their originals among
/// them, and the curve of what `rewrite_score` trades: of the rewrites those found; of all pairs of
/// independent articles on the same story (ecbplus_dev, without those that share .15 of their word
/// 5-grams) and of pairs of strangers those called rewrites; of the natural articles those that
/// wrongly become rewrites.
[[nodiscard]] Report measure_rewrites();

}  // namespace copytaster::quality

#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// B-cubed precision, recall and F1 of the stories, on whole articles (ecbplus_dev sub-stories, in
/// file order and shuffled) and on bare titles (googlenews_t), at the default threshold and beside
/// it.
[[nodiscard]] Report measure_stories();

}  // namespace copytaster::quality

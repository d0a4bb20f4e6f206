#pragma once

#include <string_view>
#include <vector>

#include "pipeline/annotate/training/labelled.h"

namespace copytaster::annotate {

/// Whether these are lines of the GUM corpus: a table with `Entity=` in its last column.
[[nodiscard]] bool is_gum(const std::vector<std::string_view>& lines);

/// GUM marks every mention, also those that name nothing and those within others. Kept are the
/// names: of each span headed by a proper noun the run of proper nouns around its head, longest
/// spans first, without titles. Times are no names.
[[nodiscard]] std::vector<LabelledText> read_gum(const std::vector<std::string_view>& lines);

}  // namespace copytaster::annotate

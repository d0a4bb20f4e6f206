#pragma once

#include <vector>

#include "pipeline/records.h"
#include "pipeline/text/document.h"

namespace copytaster::annotate {

/// The direct quotes of the body, in order: five words or more between double quotation marks,
/// within one paragraph. Speaker and verb are given only where they stand right beside the quote
/// (“…,” Blinken said; Park said: “…”) and the speaker is one of the people in `entities`. Pure and
/// thread-safe.
[[nodiscard]] std::vector<Quote> find_quotes(const text::Document& document,
                                             const std::vector<Entity>& entities);

}  // namespace copytaster::annotate

#pragma once

#include <vector>

#include "pipeline/records.h"
#include "pipeline/text/document.h"

namespace copytaster::annotate {

/// The direct quotes of the body, in order: five words or more between double quotation marks,
/// within one paragraph. The speaker is the person in `entities` who is the subject of the verb
/// beside the quote (“…,” Blinken said; said Park; according to Xi), be it as "he" or "she" the one
/// who spoke last, or the one whose words go on in the same paragraph; a name inside a longer
/// phrase ("a senior Biden official said") is none. Pure and thread-safe.
[[nodiscard]] std::vector<Quote> find_quotes(const text::Document& document,
                                             const std::vector<Entity>& entities);

}  // namespace copytaster::annotate

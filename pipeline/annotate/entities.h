#pragma once

#include <vector>

#include "pipeline/annotate/lexicons.h"
#include "pipeline/annotate/tagging/model.h"
#include "pipeline/records.h"
#include "pipeline/text/document.h"

namespace copytaster::annotate {

/// The people, organisations and places named in a headline and body, most relevant first, ties by
/// name. `model` finds the names where there is one and the text is English or may be; without it
/// lexicons and rules do, which are written for English too. A bare surname is a mention of the one
/// person of that surname that the text names in full; alone it is never linked. Masked tokens are
/// left out. Pure and thread-safe.
[[nodiscard]] std::vector<Entity> find_entities(const text::Document& document,
                                                const Lexicons& lexicons, const EntityModel* model);

}  // namespace copytaster::annotate

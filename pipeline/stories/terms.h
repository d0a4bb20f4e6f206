#pragma once

#include <vector>

#include "pipeline/records.h"
#include "pipeline/text/document.h"

namespace copytaster::stories {

/// The terms by which an article is compared with stories: its words without function words,
/// numbers and punctuation; at most 48, the most frequent and, among equals, the earliest; those of
/// the headline count double, those of named entities three times more. Weights are 1000 × (1 + ln
/// tf). Ascending by hash, of which the low 24 bits are kept. Pure.
[[nodiscard]] std::vector<StoryTerm> story_terms(const text::Document& document,
                                                 const std::vector<Entity>& entities);

}  // namespace copytaster::stories

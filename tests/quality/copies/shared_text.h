#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>

#include "tests/quality/copies/natural_articles.h"

namespace copytaster::quality {

using Grams = std::unordered_set<std::uint64_t>;

/// The hashes of all runs of `length` words of a text, as `plain_words` has them.
[[nodiscard]] Grams grams_of(const std::string& text, std::size_t length = 3);

/// The share of `part` that stands in `whole`, by counting every gram.
[[nodiscard]] double share(const Grams& part, const Grams& whole);

/// Whether it is wrong to call the later one a copy: a reader called the pair a template, or
/// without a reader's word neither has half of its word 3-grams in the other.
[[nodiscard]] bool is_no_copy(const NaturalArticle& later, const NaturalArticle& earlier,
                              const Labels& labels);

/// Whether the match holds about as much of the copy as the original does: as good an answer.
[[nodiscard]] bool holds_as_much(const Grams& copy, const NaturalArticle& match,
                                 const NaturalArticle& original);

/// Wilson's score interval of `cases` of `of`, its upper end at 95%, one-sided.
[[nodiscard]] double upper_bound(std::size_t cases, std::size_t of);

}  // namespace copytaster::quality

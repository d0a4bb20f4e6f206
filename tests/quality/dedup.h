#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// The labelled pairs of minhash_articles; rewrites by language models, which are only reported;
/// copies of texts in other languages than English. "found": the right original scores highest;
/// "kind": of those, as the kind expected; "stranger": another text scores highest, or for pairs,
/// the share of reported pairs that are not labelled.
[[nodiscard]] Report measure_dedup();

/// Copies of `count` invented texts, changed by the tests' own editor and spinner: needs no data.
[[nodiscard]] Report measure_dedup_on_invented_texts(std::size_t count);

}  // namespace copytaster::quality

#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// Copies found among 4,000 Reuters articles, changed by the tests' own editor and spinner; the
/// labelled pairs of minhash_articles; rewrites by language models, which are only reported.
/// "found": the right original scores highest; "kind": of those, as the kind expected; "stranger":
/// another text scores highest, or for pairs, the share of reported pairs that are not labelled.
[[nodiscard]] Report measure_dedup();

/// The same on `count` invented texts: needs no data.
[[nodiscard]] Report measure_dedup_on_invented_texts(std::size_t count);

}  // namespace copytaster::quality

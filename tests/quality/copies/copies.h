#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// Copies of every kind (changes.h) among some 30,000 natural articles, and what the natural
/// articles themselves are called, with the peers of peers.h beside it on the same stream.
/// "found": the original, or an article that holds as much of the copy; "kind": and named rightly,
/// of those found; "stranger": another article that doesn't. Of the natural articles: how many of
/// 10,000 are wrongly called a copy, with the upper end of its 95% interval, and the share of the
/// labelled copies that is found.
[[nodiscard]] Report measure_copies();

}  // namespace copytaster::quality

#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// Scraped text: the labelled pages of tests/data/scraped, and all the text of html_fundus' pages,
/// one line for each block of it. "removed": of the furniture's words, those that the cleaning
/// takes out; "lost": of the article's. On html_fundus a line is the article's when it stands in
/// the expected text, and everything else is furniture: much of it tells so only on the page.
[[nodiscard]] Report measure_scraped();

}  // namespace copytaster::quality

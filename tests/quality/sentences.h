#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// Sentences: exact spans, as the evaluation of Universal Dependencies counts them. Texts are put
/// together again from labelled sentences, with a blank between two of a paragraph (of a document
/// where the set marks no paragraphs), an empty line between paragraphs.
[[nodiscard]] Report measure_sentences();

}  // namespace copytaster::quality

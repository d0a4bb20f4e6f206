#pragma once

#include "pipeline/records.h"
#include "pipeline/text/document.h"

namespace copytaster::dedup {

/// What is remembered of a text, from its tokens outside masked ranges and punctuation:
/// - the skeleton: 4-grams over function words, capitalised words and numbers alone, which a
///   machine that swaps synonyms leaves standing; in scripts without capitals, over all words, and
///   in those without spaces, over pieces of a word's length;
/// - word 3-grams, which only a copy keeps;
/// - the numbers, which a template (closing prices, results) exchanges, and the names, which a
///   form letter does;
/// - a hash of all words in order, case folded, for `exact`.
/// Each set is sampled: its smallest hashes, 64 of them or an eighth, whichever is more, at most
/// 192 (bottom-k sketch after Broder, 1997, with a sample that grows with the text so that a short
/// piece of a long one is still found). A text without a body is known by its headline. Pure and
/// thread-safe.
[[nodiscard]] Fingerprint make_fingerprint(const text::Document& document);

/// The skeleton and the word 3-grams of the first 120 words, every one of them: what a flash has in
/// common with its full story stands there. `words` is that of the text's fingerprint.
[[nodiscard]] Fingerprint make_lead(const text::Document& document, std::uint32_t words);

}  // namespace copytaster::dedup

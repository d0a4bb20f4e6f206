#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/records.h"
#include "pipeline/text/document.h"

namespace copytaster::dedup {

/// What is remembered of a text, from its tokens outside masked ranges and punctuation:
/// - the skeleton: 4-grams over function words, capitalised words and numbers alone, which a
///   machine that swaps synonyms leaves standing; in scripts without capitals, and behind ten
///   words in a row that are none of these, over all words, and in scripts without spaces, over
///   pieces of a word's length;
/// - word 3-grams, which only a copy keeps;
/// - the numbers and the names, which a form letter exchanges;
/// - the figures in their places (the words round them), which a template (closing prices, results)
///   exchanges while the places stay;
/// - a hash of all letters and digits in order (text/content.h), for `exact`.
/// Each set is sampled: its smallest hashes, 64 of them or an eighth, whichever is more, at most
/// 192 (bottom-k sketch after Broder, 1997, with a sample that grows with the text so that a short
/// piece of a long one is still found). A text without a body is known by its headline. Pure and
/// thread-safe.
[[nodiscard]] Fingerprint make_fingerprint(const text::Document& document);
[[nodiscard]] Fingerprint make_fingerprint(const TextWords& words, std::uint64_t headline);

/// The skeleton and the word 3-grams of the first 120 words, every one of them: what a flash has in
/// common with its full story stands there. Its `words` are those of the whole text.
[[nodiscard]] Fingerprint make_lead(const TextWords& words);

/// Lines kept of one text: of a longer one those at its beginning and its end, half of them each.
inline constexpr std::size_t kMostLines = 128;

/// The words that count, and which lines of the body they stand in; lines without such words are
/// left out. A text without a body has its headline's words and no lines.
[[nodiscard]] TextWords read_words(const text::Document& document);

/// The text less those of its lines for which `leave_out` says so; without lines of its own. Its
/// content is the whole text's still.
[[nodiscard]] TextWords without(const TextWords& words, const std::vector<bool>& leave_out);

/// The bits of a hash of `Fingerprint::figures` that tell the place; the others tell the figure.
inline constexpr std::uint32_t kPlaceMask = 0xffffff00U;

/// Whether the token, of `text`, is a word of the skeleton by itself; in scripts without spaces
/// each letter is. A capital at the beginning of a sentence tells nothing.
[[nodiscard]] bool is_of_skeleton(const text::Token& token, std::string_view text);

/// What `Fingerprint::headline` holds.
[[nodiscard]] std::uint64_t headline_hash(const text::Document& document);

}  // namespace copytaster::dedup

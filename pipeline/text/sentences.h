#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/text/tokens.h"

namespace copytaster::text {

/// Where a sentence may end, as indices of tokens, ascending; noted while the text is scanned, for
/// they are few.
struct Breaks {
  std::vector<std::uint32_t> stops;  ///< tokens that are a stop, or a word that ends in one
  std::vector<std::uint32_t> lines;  ///< tokens before which a line ends
};

/// Sets `starts_sentence` of the tokens of `text`: of the first word or number of each sentence.
/// A sentence ends at a full stop, question mark, exclamation mark or ellipsis of any script, with
/// the quotation marks and brackets that close behind it, and at the end of a line. A full stop
/// ends none behind a title, an initial, a list's number, an ordinal of a language that writes them
/// so (`language`, BCP 47; "" where unknown), or an abbreviation that no new sentence follows; no
/// mark does that small letters follow. Linear, pure and thread-safe.
void mark_sentences(std::string_view text, std::vector<Token>& tokens, const Breaks& breaks,
                    std::string_view language);

/// The sentences that the tokens' marks make, in order, marks before a sentence's first word
/// (opening quotes) included. Every token lies in exactly one.
[[nodiscard]] std::vector<ByteRange> sentences(std::string_view text,
                                               const std::vector<Token>& tokens);

}  // namespace copytaster::text

#pragma once

#include <cstddef>
#include <string_view>

#include "pipeline/text/html_tree.h"

namespace copytaster::text {

constexpr std::size_t kParagraphBytes = 80;  ///< a shorter block alone shows no article
constexpr std::size_t kSentenceBytes = 40;   ///< nor does a sentence that is shorter
constexpr std::size_t kTeaserBytes = 600;    ///< what a box that leads elsewhere holds at most

[[nodiscard]] inline std::size_t bytes_of(const HtmlBlock& block) {
  return block.end - block.begin;
}

[[nodiscard]] inline bool mostly_linked(const HtmlBlock& block) {
  return block.linked * 2 > bytes_of(block);
}

[[nodiscard]] inline bool is_heading(HtmlRole role) {
  return role == HtmlRole::kHeading || role == HtmlRole::kHeading1;
}

/// Whether the text ends as a sentence does, be it behind quotes.
[[nodiscard]] bool ends_sentence(std::string_view text);

/// Whether a block reads as an article does: a long text or a sentence, unlinked, no heading.
[[nodiscard]] bool is_prose(const HtmlTree& tree, const HtmlBlock& block);

/// The bytes between the beginning of an element's first block and the end of its last one.
[[nodiscard]] std::size_t text_bytes(const HtmlTree& tree, const HtmlElement& element);

/// The linked ones among them.
[[nodiscard]] std::size_t linked_bytes(const HtmlTree& tree, const HtmlElement& element);

/// Whether at least half of an element's prose stands in it directly or in its own children, as an
/// article's paragraphs do; comments and teasers each have a box of their own. Linear in its
/// blocks.
[[nodiscard]] bool is_one_text(const HtmlTree& tree, std::size_t element);

}  // namespace copytaster::text

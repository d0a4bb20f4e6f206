#include "pipeline/text/html_blocks.h"

namespace copytaster::text {

bool ends_sentence(std::string_view text) {
  while (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ')')) {
    text.remove_suffix(1);
  }
  for (const std::string_view quote :
       {"\xe2\x80\x9d", "\xe2\x80\x9c", "\xc2\xbb", "\xe2\x80\x99"}) {
    if (text.ends_with(quote)) text.remove_suffix(quote.size());
  }
  for (const std::string_view mark : {".", "!", "?", ":", "\xe2\x80\xa6", "\xe3\x80\x82"}) {
    if (text.ends_with(mark)) return true;
  }
  return false;
}

bool is_prose(const HtmlTree& tree, const HtmlBlock& block) {
  if (is_heading(tree.elements[block.element].role) || mostly_linked(block)) return false;
  if (bytes_of(block) >= kParagraphBytes) return true;
  return bytes_of(block) >= kSentenceBytes && ends_sentence(tree.text_of(block));
}

std::size_t text_bytes(const HtmlTree& tree, const HtmlElement& element) {
  if (element.first_block == element.end_block) return 0;
  return tree.blocks[element.end_block - 1].end - tree.blocks[element.first_block].begin;
}

std::size_t linked_bytes(const HtmlTree& tree, const HtmlElement& element) {
  std::size_t linked = 0;
  for (std::size_t i = element.first_block; i < element.end_block; ++i)
    linked += tree.blocks[i].linked;
  return linked;
}

bool is_one_text(const HtmlTree& tree, std::size_t element) {
  const HtmlElement& found = tree.elements[element];
  std::size_t direct = 0;
  std::size_t all = 0;
  for (std::size_t i = found.first_block; i < found.end_block; ++i) {
    const HtmlBlock& block = tree.blocks[i];
    if (!is_prose(tree, block)) continue;
    const bool own = block.element == element || tree.elements[block.element].parent == element;
    all += bytes_of(block);
    direct += own ? bytes_of(block) : 0;
  }
  return all > 0 && direct * 2 >= all;
}

}  // namespace copytaster::text

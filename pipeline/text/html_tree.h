#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace copytaster::text {

/// What an element's tag means for an article; tags that mean the same are one role.
enum class HtmlRole : std::uint8_t {
  kOther,
  kInline,
  kBody,
  kSection,  ///< div, section: a container without a meaning of its own
  kArticle,
  kMain,
  kHeader,
  kParagraph,
  kHeading1,
  kHeading,
  kList,
  kItem,
  kQuote,
  kTable,
  kRow,  ///< tr, and the groups of them
  kCell,
  kPreformatted,
  kFigure,
  kAside,      ///< nav, aside: leads to other articles, or stands beside this one
  kFurniture,  ///< footer, form, …: never an article's text by its tag alone
};

/// One element, in document order: its subtree is the elements from its own index up to `end`, and
/// the blocks from `first_block` up to `end_block`.
struct HtmlElement {
  std::uint32_t parent = 0;  ///< an index; the root, element 0, is its own parent
  std::uint32_t end = 0;
  std::uint32_t first_block = 0;
  std::uint32_t end_block = 0;
  HtmlRole role = HtmlRole::kOther;
  std::uint8_t hints = 0;  ///< bits of pipeline/text/html_hints.h
  std::uint8_t level = 0;  ///< of a heading, 1 to 6; else 0
};

/// A run of text without a block boundary in it: a paragraph, a heading, a caption, a menu's item.
struct HtmlBlock {
  std::uint32_t element = 0;  ///< the innermost element around all of it that is no inline one
  std::uint32_t begin = 0;    ///< bytes of HtmlTree::text
  std::uint32_t end = 0;
  std::uint32_t linked = 0;  ///< bytes of it inside links that lead to another page
  std::uint32_t strong = 0;  ///< bytes of it inside b or strong
};

/// What an element says, and where it stands.
struct HtmlNote {
  std::string text;
  std::uint32_t element = 0;  ///< the one around it that is no inline one
};

/// A page as a flat tree: everything that reading an article from it needs, and nothing that nests.
struct HtmlTree {
  std::vector<HtmlElement> elements;
  std::vector<HtmlBlock> blocks;
  std::string
      text;  ///< UTF-8; white space is single blanks, a break in a block \n, two or more \n\n
  std::string title;
  bool is_page = false;       ///< has a tag of a whole page: html, body, main or article
  std::string language;       ///< of the html element
  std::string canonical_url;  ///< of the link element
  /// Name, property or itemprop in lower case → content.
  std::vector<std::pair<std::string, std::string>> metas;
  std::vector<std::string> json_lds;    ///< the text of script elements of this type
  std::vector<HtmlNote> times;          ///< datetime of time elements
  std::vector<HtmlNote> authors;        ///< text of elements with rel or itemprop "author"
  std::vector<HtmlNote> headlines;      ///< text of elements with itemprop "headline"
  std::vector<std::string> item_types;  ///< itemtype of microdata

  [[nodiscard]] std::string_view text_of(const HtmlBlock& block) const {
    return std::string_view(text).substr(block.begin, block.end - block.begin);
  }
};

/// Reads any bytes as HTML5: tokens by lexbor, then the elements that the standard would build,
/// less what changes no text (formatting elements reopened, tables' fostered children). Scripts,
/// styles, hidden elements and controls leave nothing behind. Elements nested deeper than
/// `max_depth`, and those after the millionth, are read as if they had no tags. Linear in time and
/// memory, without recursion. Pure and thread-safe.
[[nodiscard]] HtmlTree read_html_tree(std::string_view html, std::size_t max_depth);

}  // namespace copytaster::text

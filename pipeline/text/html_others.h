#pragma once

#include <string_view>
#include <vector>

#include "pipeline/text/html_tree.h"

namespace copytaster::text {

/// The parts of a page that other people wrote, that lead to other articles or that lie over it:
/// their headings, authors, times and texts are none of the page's article.
struct HtmlOthers {
  std::vector<bool> elements;  ///< by element, with everything in it
  std::vector<bool> blocks;    ///< by block, those of such elements among them
  std::vector<bool> entries;   ///< by element: linked boxes that are the article's own list
};

/// Finds readers' comments, boxes of related articles and dialogs: by their names ("comment-list",
/// "related"), by the label that they begin with, in the larger European languages ("12
/// Kommentare", "Lesen Sie auch"), and by their form (a row of boxes of one linked title and a
/// text), unless such a row is a list of the article's own. Only where there is a text besides
/// them. Linear in the tree but for its depth. Pure and thread-safe.
[[nodiscard]] HtmlOthers find_others(const HtmlTree& tree);

}  // namespace copytaster::text

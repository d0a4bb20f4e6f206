#pragma once

#include <string>

#include "pipeline/text/html_metadata.h"
#include "pipeline/text/html_others.h"
#include "pipeline/text/html_tree.h"

namespace copytaster::text {

/// The text of the article on a page: its lead, paragraphs, subheads, lists and quotes in order,
/// one line each, separated by empty lines. Found by where the long, unlinked text stands in the
/// tree, and by what pages call their parts; never by rules for one site. Headlines, bylines,
/// captions, comments, related links and notices are left out. A fragment without any such
/// structure is read whole. Linear in the size of the tree. Pure and thread-safe.
[[nodiscard]] std::string article_text(const HtmlTree& tree, const HtmlMetadata& metadata,
                                       const HtmlOthers& others);

}  // namespace copytaster::text

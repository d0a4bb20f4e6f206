#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/text/html_tree.h"

namespace copytaster::text {

/// By block, the element whose text is one line: the row of a table that holds data, such as prices
/// or results; 0 outside of them. A table holds data when it has at least two rows of text and its
/// cells are short, unlinked for the most part and without tables of their own; any other lays out
/// a page. Linear in the tree. Pure and thread-safe.
[[nodiscard]] std::vector<std::uint32_t> data_rows(const HtmlTree& tree);

}  // namespace copytaster::text

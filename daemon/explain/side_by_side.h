#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/text/tokens.h"

namespace copytaster::explain {

/// A text of which some is to be seen at once.
struct MarkedText {
  std::string_view text;                  ///< valid UTF-8
  std::vector<text::ByteRange> passages;  ///< ascending, apart; marked strongly
  std::vector<text::ByteRange> frame;     ///< the same, outside `passages`; marked weakly
};

/// Two texts in two columns, wrapped, lines of `width` columns at most; with colour marks are
/// colours, else brackets: [a passage] and {a word of the frame}. Lines end in "\n". `width` below
/// 20 counts as 20. Wide letters (Chinese, Japanese, Korean) take two columns, combining marks
/// none.
[[nodiscard]] std::string side_by_side(const MarkedText& left, const MarkedText& right,
                                       std::size_t width, bool colour);

}  // namespace copytaster::explain

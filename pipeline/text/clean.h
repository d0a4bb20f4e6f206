#pragma once

#include <string>
#include <string_view>

namespace copytaster::text {

/// Valid UTF-8 in, NFC out, without control, zero-width and bidi characters, but for joiners
/// that matter (joiners.h); any line ending becomes \n; any blank becomes a space. Lines stay
/// lines. Of combining marks in a row the first 30 are kept.
[[nodiscard]] std::string clean_characters(std::string_view text);

/// Joins lines that were wrapped at a fixed width and separates paragraphs by one empty line.
/// Indented lines begin paragraphs. `raw` still has its indents; white space at the ends is gone.
[[nodiscard]] std::string paragraphs(std::string_view raw);

}  // namespace copytaster::text

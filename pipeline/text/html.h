#pragma once

#include <string>
#include <string_view>

namespace copytaster::text {

/// What a page says of itself and in itself. Plain text, blocks separated by one empty line.
struct HtmlText {
  std::string title;
  std::string body;
};

/// Whether the text holds markup: a tag that HTML knows, closed or opened, not merely a "<".
[[nodiscard]] bool looks_like_html(std::string_view text);

/// The readable text of a page or a fragment, without scripts, forms, navigation, asides and hidden
/// elements. Elements nested deeper than `max_depth` are read as if they had no tags. Time and
/// memory are linear in the input. Never fails: any bytes are some HTML.
[[nodiscard]] HtmlText html_to_text(std::string_view html, std::size_t max_depth);

}  // namespace copytaster::text

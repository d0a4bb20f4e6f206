#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/text/html_metadata.h"

namespace copytaster::text {

/// What a page says of its article, and the article. UTF-8, not yet cleaned of its characters.
struct HtmlArticle {
  HtmlMetadata
      metadata;      ///< the headline is that of the page's title where nothing better is there
  std::string body;  ///< plain text, blocks separated by one empty line
};

/// Whether the text holds markup: a tag of those that articles are written with, in letters of any
/// size, closed or opened, not merely a "<". Pure and thread-safe.
[[nodiscard]] bool looks_like_html(std::string_view text);

/// The markup of a text that holds it escaped, as feeds do ("&lt;p&gt;"); nothing where it holds
/// less than two tags so. Pure and thread-safe.
[[nodiscard]] std::optional<std::string> escaped_html(std::string_view text);

/// The text of a line that may hold markup, as titles do: as it is where it holds none, else with
/// its tags taken out and its references replaced; so, too, where it holds two tags or more
/// escaped. Linear. Pure and thread-safe.
[[nodiscard]] std::string without_markup(const std::string& line, std::size_t max_depth);

/// The article of a page or a fragment: structured data first, then the main content by structure
/// and text density, without scripts, forms, navigation, comments and hidden elements. Of a
/// fragment, which has no tag of a whole page, all that is no furniture or mere links. The text
/// that structured data gives where the page shows less than half of it. `url` is where the page
/// was fetched: it tells which of several articles in the structured data is meant. Elements nested
/// deeper than `max_depth` are read as if they had no tags. Time and memory are linear in the
/// input. Never fails: any bytes are some HTML. Pure and thread-safe.
[[nodiscard]] HtmlArticle read_html(std::string_view html, std::size_t max_depth,
                                    std::string_view url = {});

}  // namespace copytaster::text

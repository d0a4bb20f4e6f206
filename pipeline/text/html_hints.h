#pragma once

#include <cstdint>
#include <string_view>

namespace copytaster::text {

/// What the names that a page gives its elements (class, id, role) say about them: words that web
/// pages share the world over, not the names of any one site.
enum HtmlHint : std::uint8_t {
  kHintFurniture = 1,  ///< share, related, comments, newsletter, cookie, …
  kHintArticle = 2,    ///< article-body, entry-content, storytext, …
  kHintCaption = 4,    ///< caption, credit, byline, dateline: about the article, not of it
  kHintSummary = 8,    ///< lead, standfirst, summary, teaser text at the head of the article
  kHintHidden = 16,    ///< by class alone: visually-hidden, sr-only
};

/// The bits of all words in `names`, words being separated by anything but letters, and by
/// capitals.
[[nodiscard]] std::uint8_t hints_of(std::string_view names);

}  // namespace copytaster::text

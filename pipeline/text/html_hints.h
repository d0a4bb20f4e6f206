#pragma once

#include <cstdint>
#include <string_view>

namespace copytaster::text {

/// What the names that a page gives its elements (class, id, role) say about them: words that web
/// pages share the world over, not the names of any one site.
enum HtmlHint : std::uint8_t {
  kHintFurniture = 1,  ///< newsletter, cookie, footer, …
  kHintPerhaps = 2,   ///< share, social, menu, …: furniture unless its text reads as an article's
  kHintOthers = 4,    ///< comments, related: by other people, or of other articles
  kHintCaption = 8,   ///< caption, credit, byline, dateline: about the article, not of it
  kHintArticle = 16,  ///< the article's text and nothing else: article-body, entry-content, …
  kHintHidden = 32,   ///< for screen readers alone: sr-only, visually-hidden, …
  kHintLayer = 64,    ///< lies over the page: a dialog, a notice of cookies
};

/// The bits of all names, which blanks separate. Words of a name are separated by anything but
/// letters, and by capitals; in "comments-list" a word of pages' structure stands beside the one
/// that says something, while "comments-open" tells of a state and sets neither kHintOthers nor
/// kHintLayer. Pure.
[[nodiscard]] std::uint8_t hints_of(std::string_view names);

/// The same of an element's id, which often is made of its heading: of "share-prices" and
/// "cookie-law", with a word that is none of pages' structure, it is kHintPerhaps at most. Pure.
[[nodiscard]] std::uint8_t hints_of_id(std::string_view id);

}  // namespace copytaster::text

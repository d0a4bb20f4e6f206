#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/text/html_others.h"
#include "pipeline/text/html_tree.h"

namespace copytaster::text {

/// What a page says of its article in its structured data; each empty where it says nothing.
struct HtmlMetadata {
  std::string headline;
  std::string shown;        ///< the headline where others show the page: og:title
  std::string alternative;  ///< JSON-LD's other headline
  std::string description;
  std::string published;  ///< as the page writes it; see html_time.h
  std::string modified;
  std::string url;  ///< canonical
  std::string section;
  std::string language;  ///< as the page writes it: "de", "en-GB", "pt_BR"
  std::string publisher;
  std::string site;  ///< the site's own name: og:site_name
  std::string image;
  std::vector<std::string> authors;
  std::string article_body;  ///< the text by JSON-LD, whole or its beginning; lines are paragraphs
  bool live_blog = false;    ///< JSON-LD calls it a LiveBlogPosting
};

/// Reads JSON-LD (NewsArticle and its kin, alone, in lists and in @graph, references followed),
/// then Open Graph and the meta elements for what it does not say. Of several articles counts the
/// one with the page's canonical address, else with the `url` that the page was fetched from (may
/// be empty), else with the headline that the page shows, else the first. JSON with control
/// characters in its strings is read all the same; broken JSON says nothing. Bounded; pure and
/// thread-safe.
[[nodiscard]] HtmlMetadata read_metadata(const HtmlTree& tree, const HtmlOthers& others,
                                         std::string_view url);

}  // namespace copytaster::text

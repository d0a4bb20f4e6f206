#include "pipeline/text/html.h"

#include <algorithm>
#include <array>

#include "pipeline/text/html_content.h"
#include "pipeline/text/html_tree.h"

namespace copytaster::text {

bool looks_like_html(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kTags = {
      "</p>", "<p>", "</div>", "<br", "</a>", "<html", "<HTML", "</span>", "<p ", "</li>"};
  return std::any_of(kTags.begin(), kTags.end(), [text](std::string_view tag) {
    return text.find(tag) != std::string_view::npos;
  });
}

HtmlArticle read_html(std::string_view html, std::size_t max_depth) {
  const HtmlTree tree = read_html_tree(html, max_depth);
  HtmlArticle article;
  article.metadata = read_metadata(tree);
  if (article.metadata.headline.empty()) article.metadata.headline = tree.title;
  article.body = article_text(tree, article.metadata);
  return article;
}

}  // namespace copytaster::text

#include "pipeline/text/html.h"

#include <algorithm>
#include <array>

#include "pipeline/text/html_content.h"
#include "pipeline/text/html_state.h"
#include "pipeline/text/html_title.h"
#include "pipeline/text/html_tree.h"

namespace copytaster::text {
namespace {

// A whole page with so little text of its own may be drawn by its scripts.
constexpr std::size_t kPageBytes = 8192;
constexpr std::size_t kArticleBytes = 400;

}  // namespace

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
  article.metadata.headline = headline_of(tree, article.metadata);
  article.body = article_text(tree, article.metadata);
  if (html.size() >= kPageBytes && article.body.size() < kArticleBytes) {
    const HtmlTree state = read_html_tree(markup_in_scripts(html), max_depth);
    std::string body = article_text(state, article.metadata);
    if (body.size() > article.body.size()) article.body = std::move(body);
  }
  return article;
}

}  // namespace copytaster::text

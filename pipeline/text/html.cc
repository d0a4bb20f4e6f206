#include "pipeline/text/html.h"

#include <algorithm>
#include <array>

#include "pipeline/text/html_content.h"
#include "pipeline/text/html_state.h"
#include "pipeline/text/html_tree.h"

namespace copytaster::text {
namespace {

// A whole page with so little text of its own may be drawn by its scripts.
constexpr std::size_t kPageBytes = 8192;
constexpr std::size_t kArticleBytes = 400;

/// The page's own heading, where it has exactly one.
std::string_view heading_of(const HtmlTree& tree) {
  std::string_view heading;
  for (const HtmlBlock& block : tree.blocks) {
    if (tree.elements[block.element].role != HtmlRole::kHeading1) continue;
    if (!heading.empty()) return {};
    heading = tree.text_of(block);
  }
  return heading;
}

/// "Ferry runs again | Harbour Post" less the name of the site: what stands behind the last mark is
/// left out where it is the publisher's name, or where what stands before it is the page's heading.
std::string_view without_site(std::string_view title, std::string_view publisher,
                              std::string_view heading) {
  static constexpr std::array<std::string_view, 7> kMarks = {
      " | ", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " \xc2\xb7 ", " :: ", " \xc2\xbb "};
  for (const std::string_view mark : kMarks) {
    const std::size_t found = title.rfind(mark);
    if (found == std::string_view::npos || found == 0) continue;
    const std::string_view rest = title.substr(0, found);
    if (rest == heading || title.substr(found + mark.size()) == publisher) return rest;
  }
  return title;
}

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
  const std::string_view heading = heading_of(tree);
  std::string& headline = article.metadata.headline;
  if (headline.empty()) headline = tree.title.empty() ? std::string(heading) : tree.title;
  headline = std::string(without_site(headline, article.metadata.publisher, heading));
  article.body = article_text(tree, article.metadata);
  if (html.size() >= kPageBytes && article.body.size() < kArticleBytes) {
    const HtmlTree state = read_html_tree(markup_in_scripts(html), max_depth);
    std::string body = article_text(state, article.metadata);
    if (body.size() > article.body.size()) article.body = std::move(body);
  }
  return article;
}

}  // namespace copytaster::text

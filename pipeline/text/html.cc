#include "pipeline/text/html.h"

#include <algorithm>
#include <array>

#include "pipeline/text/html_content.h"
#include "pipeline/text/html_state.h"
#include "pipeline/text/html_title.h"
#include "pipeline/text/html_tree.h"
#include "pipeline/text/references.h"

namespace copytaster::text {
namespace {

// A whole page with so little text of its own may be drawn by its scripts.
constexpr std::size_t kPageBytes = 8192;
constexpr std::size_t kArticleBytes = 400;
// Structured data's text of this size is an article, where it is so many times what the page shows.
constexpr std::size_t kToldBytes = 200;
constexpr std::size_t kToldShare = 2;

bool is_tag_name(std::string_view name) {
  static constexpr std::array<std::string_view, 62> kNames = {
      "a",      "abbr",   "article", "aside", "b",      "blockquote", "body",  "br",     "center",
      "cite",   "code",   "dd",      "div",   "dl",     "dt",         "em",    "figure", "font",
      "footer", "form",   "h1",      "h2",    "h3",     "h4",         "h5",    "h6",     "head",
      "header", "hr",     "html",    "i",     "iframe", "img",        "li",    "link",   "main",
      "meta",   "nav",    "ol",      "p",     "pre",    "q",          "s",     "script", "small",
      "span",   "strike", "strong",  "style", "sub",    "sup",        "table", "tbody",  "td",
      "th",     "thead",  "time",    "title", "tr",     "u",          "ul",    "video"};
  return std::binary_search(kNames.begin(), kNames.end(), name);
}

/// The size of the tag that the text begins with, behind its "<"; 0 where it is none: "a < b".
std::size_t tag_size(std::string_view text) {
  constexpr std::size_t kNameBytes = 10;
  constexpr std::size_t kTagBytes = 2048;
  std::size_t at = text.starts_with('/') ? 1 : 0;
  std::string name;
  for (; at < text.size() && name.size() <= kNameBytes; ++at) {
    const char c = text[at];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !(c >= '1' && c <= '6')) break;
    name += letter ? static_cast<char>(c | 0x20) : c;
  }
  if (at == text.size() || !is_tag_name(name)) return 0;
  // "Phillips <P>", "Burlington <BR>": a share's sign on the wire.
  const bool is_ticker = name.size() <= 4 && text[0] >= 'A' && text[0] <= 'Z';
  if (text[at] == '>') return is_ticker ? 0 : at + 1;
  if (std::string_view(" \t\n\r/").find(text[at]) == std::string_view::npos) return 0;
  const std::size_t end = text.substr(0, kTagBytes).find('>', at);
  if (end == text.npos) return 0;
  const std::string_view attributes = text.substr(at, end - at);
  const bool has_some = attributes.find('=') != attributes.npos ||
                        attributes.find_first_not_of(" \t\n\r/") == attributes.npos;
  return has_some ? end + 1 : 0;
}

/// Whether so many tags stand in the text.
bool has_tags(std::string_view text, std::size_t least) {
  for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at)) {
    ++at;
    const std::size_t size = tag_size(text.substr(at));
    if (size > 0 && --least == 0) return true;
    at += size;
  }
  return false;
}

/// The text of all blocks, side by side.
std::string text_in(std::string_view html, std::size_t max_depth) {
  const HtmlTree tree = read_html_tree(html, max_depth);
  std::string text = tree.title;
  for (const HtmlBlock& block : tree.blocks) {
    if (!text.empty()) text += ' ';
    text += tree.text_of(block);
  }
  return text;
}

}  // namespace

bool looks_like_html(std::string_view text) { return has_tags(text, 1); }

std::optional<std::string> escaped_html(std::string_view text) {
  // One tag alone may be what the text is about.
  constexpr std::size_t kTags = 2;
  const auto holds = [text](std::string_view mark) { return text.find(mark) != text.npos; };
  if (!holds("&lt;") && !holds("&#60;") && !holds("&amp;lt;")) return std::nullopt;
  std::string read(text);
  if (!replace_references(read) || !has_tags(read, kTags)) return std::nullopt;
  return read;
}

std::string without_markup(const std::string& line, std::size_t max_depth) {
  // First what is there as it is, then what was escaped, of which one tag alone may be meant.
  std::string text = has_tags(line, 1) ? text_in(line, max_depth) : line;
  if (const auto escaped = escaped_html(text)) return text_in(*escaped, max_depth);
  return has_tags(text, 2) ? text_in(text, max_depth) : text;
}

HtmlArticle read_html(std::string_view html, std::size_t max_depth, std::string_view url) {
  const HtmlTree tree = read_html_tree(html, max_depth);
  HtmlArticle article;
  const HtmlOthers others = find_others(tree);
  article.metadata = read_metadata(tree, others, url);
  article.metadata.headline = headline_of(tree, article.metadata, others);
  article.body = article_text(tree, article.metadata, others);
  if (html.size() >= kPageBytes && article.body.size() < kArticleBytes) {
    HtmlTree state = read_html_tree(markup_in_scripts(html), max_depth);
    state.is_page = true;  // the scripts draw its other parts, too
    std::string body = article_text(state, article.metadata, find_others(state));
    if (body.size() > article.body.size()) article.body = std::move(body);
  }
  // A page drawn by its scripts, or a teaser before a wall, may give its text as data alone.
  if (article.body.size() * kToldShare <= article.metadata.article_body.size() &&
      article.metadata.article_body.size() >= kToldBytes)
    article.body = article.metadata.article_body;
  return article;
}

}  // namespace copytaster::text

#include "pipeline/text/html.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <vector>

namespace copytaster::text {
namespace {

constexpr std::array kSkipped = {
    GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,  GUMBO_TAG_NOSCRIPT, GUMBO_TAG_NAV,       GUMBO_TAG_ASIDE,
    GUMBO_TAG_FOOTER,   GUMBO_TAG_FORM,   GUMBO_TAG_BUTTON,   GUMBO_TAG_SVG,       GUMBO_TAG_IFRAME,
    GUMBO_TAG_TEMPLATE, GUMBO_TAG_SELECT, GUMBO_TAG_HEAD,     GUMBO_TAG_FIGCAPTION};
constexpr std::array kInline = {GUMBO_TAG_A,      GUMBO_TAG_B,    GUMBO_TAG_I,    GUMBO_TAG_EM,
                                GUMBO_TAG_STRONG, GUMBO_TAG_SPAN, GUMBO_TAG_U,    GUMBO_TAG_SMALL,
                                GUMBO_TAG_SUB,    GUMBO_TAG_SUP,  GUMBO_TAG_ABBR, GUMBO_TAG_Q,
                                GUMBO_TAG_CITE,   GUMBO_TAG_TIME, GUMBO_TAG_MARK, GUMBO_TAG_FONT,
                                GUMBO_TAG_CODE};

constexpr std::size_t kLongestTag = 8192;

template <std::size_t kCount>
bool one_of(const std::array<GumboTag, kCount>& tags, GumboTag tag) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool hidden(const GumboElement& element) {
  if (gumbo_get_attribute(&element.attributes, "hidden") != nullptr) return true;
  const auto* aria = gumbo_get_attribute(&element.attributes, "aria-hidden");
  if (aria != nullptr && std::string_view(aria->value) == "true") return true;
  const auto* style = gumbo_get_attribute(&element.attributes, "style");
  return style != nullptr &&
         std::string_view(style->value).find("display:none") != std::string_view::npos;
}

/// One step of the walk, kept on a vector: a page of any depth costs no stack.
struct Step {
  const GumboNode* node = nullptr;
  bool leaving = false;
};

class Walker {
 public:
  HtmlText walk(const GumboNode* root) {
    steps_.push_back({root, false});
    while (!steps_.empty()) {
      const Step step = steps_.back();
      steps_.pop_back();
      visit(step);
    }
    return std::move(text_);
  }

 private:
  void visit(const Step& step) {
    const GumboNode& node = *step.node;
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
        node.type == GUMBO_NODE_CDATA) {
      text_.body += node.v.text.text;
      return;
    }
    if (node.type != GUMBO_NODE_ELEMENT && node.type != GUMBO_NODE_DOCUMENT) return;
    if (node.type == GUMBO_NODE_DOCUMENT) {
      push_children(node.v.document.children);
      return;
    }
    const GumboElement& element = node.v.element;
    const bool block = !one_of(kInline, element.tag);
    if (step.leaving) {
      text_.body += "\n\n";
      return;
    }
    if (element.tag == GUMBO_TAG_HEAD) find_title(element);
    if (one_of(kSkipped, element.tag) || hidden(element)) return;
    if (element.tag == GUMBO_TAG_BR) {
      text_.body += "\n";
      return;
    }
    if (block) {
      text_.body += "\n\n";
      steps_.push_back({&node, true});
    }
    push_children(element.children);
  }

  void push_children(const GumboVector& children) {
    for (unsigned int i = children.length; i > 0; --i) {
      steps_.push_back({static_cast<const GumboNode*>(children.data[i - 1]), false});
    }
  }

  void find_title(const GumboElement& head) {
    for (unsigned int i = 0; i < head.children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(head.children.data[i]);
      if (child->type != GUMBO_NODE_ELEMENT || child->v.element.tag != GUMBO_TAG_TITLE) continue;
      if (child->v.element.children.length == 0) continue;
      const auto* text = static_cast<const GumboNode*>(child->v.element.children.data[0]);
      if (text->type == GUMBO_NODE_TEXT) text_.title = text->v.text.text;
    }
  }

  std::vector<Step> steps_;
  HtmlText text_;
};

/// What is no tag is text: "a < b".
bool begins_tag(std::string_view html) {
  return html.size() > 1 && (std::isalpha(static_cast<unsigned char>(html[1])) != 0 ||
                             html[1] == '/' || html[1] == '!' || html[1] == '?');
}

/// A bound on the depth that the parser may meet: counts tags that open and close, roughly, and
/// drops the tags (not the text) where more than `max_depth` are open. A tag of great length loses
/// its attributes, each of which the parser would compare with all before it.
std::string limit_depth(std::string_view html, std::size_t max_depth) {
  std::string limited;
  limited.reserve(html.size());
  std::size_t depth = 0;
  for (std::size_t at = 0; at < html.size();) {
    const std::size_t open = std::min(html.find('<', at), html.size());
    limited.append(html.substr(at, open - at));
    if (open == html.size()) break;
    if (!begins_tag(html.substr(open))) {
      limited.push_back('<');
      at = open + 1;
      continue;
    }
    const std::size_t close = html.find('>', open);
    if (close == std::string_view::npos) break;
    std::string_view tag = html.substr(open, close - open + 1);
    const bool ends = tag.size() > 1 && tag[1] == '/';
    const bool counts = tag.size() > 2 && tag[1] != '!' && tag[tag.size() - 2] != '/';
    if (counts && tag.size() > kLongestTag) {
      // Where another "<" stands within, the first began none: "a<b" in a script.
      if (const std::size_t last = tag.rfind('<'); last > 0) {
        at = open + last;
        continue;
      }
      tag = tag.substr(0, std::min(tag.find_first_of(" \t\n\f\r/", 2), kLongestTag));
    }
    if (depth < max_depth || !counts) {
      limited.append(tag);
      if (tag.back() != '>') limited.push_back('>');
    }
    if (ends && depth > 0) --depth;
    if (!ends && counts) ++depth;
    at = close + 1;
  }
  return limited;
}

}  // namespace

bool looks_like_html(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kTags = {
      "</p>", "<p>", "</div>", "<br", "</a>", "<html", "<HTML", "</span>", "<p ", "</li>"};
  return std::any_of(kTags.begin(), kTags.end(), [text](std::string_view tag) {
    return text.find(tag) != std::string_view::npos;
  });
}

HtmlText html_to_text(std::string_view html, std::size_t max_depth) {
  const std::string limited = limit_depth(html, max_depth);
  const auto destroy = [](GumboOutput* output) {
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  };
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  const std::unique_ptr<GumboOutput, decltype(destroy)> output(
      gumbo_parse_with_options(&options, limited.data(), limited.size()), destroy);
  return Walker().walk(output->document);
}

}  // namespace copytaster::text

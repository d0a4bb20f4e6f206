#include "pipeline/text/html_tree.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <utf8proc.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/text/html.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kDepth = 400;

std::vector<std::string> blocks_of(const std::string& html) {
  const HtmlTree tree = read_html_tree(html, kDepth);
  std::vector<std::string> blocks;
  for (const HtmlBlock& block : tree.blocks) blocks.emplace_back(tree.text_of(block));
  return blocks;
}

using Blocks = std::vector<std::string>;

TEST(HtmlTree, BlocksEndWhereTheStandardSaysSo) {
  EXPECT_EQ(blocks_of("<p>One<p>two <b>bold</b>,<div>three</div>four"),
            (Blocks{"One", "two bold,", "three", "four"}));
  EXPECT_EQ(blocks_of("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e"),
            (Blocks{"a", "b", "c", "d", "e"}));
  EXPECT_EQ(blocks_of("<table><tr><td>a<td>b<tr><td>c</table>d"), (Blocks{"a", "b", "c", "d"}));
  EXPECT_EQ(blocks_of("<p>a  \n b<br>c</p>"), (Blocks{"a b\nc"}));
  EXPECT_EQ(blocks_of("a<br> <br>b<br><br><br>c<br><br>"), (Blocks{"a\n\nb\n\nc"}));
  EXPECT_EQ(blocks_of("</p></div>a</span>b"), (Blocks{"ab"}));
  EXPECT_EQ(blocks_of("<p>Fish &amp; chips &eacute;&#8217;</p>"), (Blocks{"Fish & chips é’"}));
}

TEST(HtmlTree, WhatNobodySeesLeavesNothing) {
  EXPECT_EQ(blocks_of("<style>p{}</style><script>var a='<p>x</p>'</script><!-- c --><p>seen"
                      "<span hidden>1</span><span style='display : none'>2</span>"
                      "<i aria-hidden=true>3</i><button>4</button><svg><text>5</text></svg>"
                      "<b class=sr-only>9</b><p class='x screen-reader-text'>10</p>"
                      "<noscript>6</noscript><template><p>7</template><select><option>8</select>"),
            (Blocks{"seen"}));
}

TEST(HtmlTree, ADrawingEndsAtTheFirstBlock) {
  EXPECT_EQ(blocks_of("<svg><g><p>seen</p>"), (Blocks{"seen"}));
  EXPECT_EQ(blocks_of("<svg><path/><style>x</style></svg><p>seen"), (Blocks{"seen"}));
}

TEST(HtmlTree, LinkedTextIsCounted) {
  const HtmlTree tree = read_html_tree("<p>ab <a>cd <b>ef</b></a> gh<div><a><p>ij</a>kl", kDepth);
  ASSERT_EQ(tree.blocks.size(), 2U);
  EXPECT_EQ(tree.blocks[0].linked, 4U);
  EXPECT_EQ(tree.blocks[1].linked, 2U);
}

TEST(HtmlTree, ALinkToAPlaceOnThePageIsText) {
  const HtmlTree tree = read_html_tree(
      "<link rel=canonical href=https://x.test/a><p><a href=#b>ab</a><a href=/a#c>cd</a>"
      "<a href=/c>ef</a><a href=#d>gh<p>ij</a>kl",
      kDepth);
  ASSERT_EQ(tree.blocks.size(), 2U);
  EXPECT_EQ(tree.blocks[0].linked, 2U);
  EXPECT_EQ(tree.blocks[1].linked, 0U);
}

void check_invariants(const HtmlTree& tree) {
  for (std::size_t i = 1; i < tree.elements.size(); ++i) {
    const HtmlElement& element = tree.elements[i];
    const HtmlElement& parent = tree.elements[element.parent];
    RC_ASSERT(element.parent < i && element.end > i && element.end <= parent.end);
    RC_ASSERT(element.first_block <= element.end_block);
    RC_ASSERT(element.end_block <= parent.end_block && element.first_block >= parent.first_block);
  }
  std::uint32_t at = 0;
  for (const HtmlBlock& block : tree.blocks) {
    RC_ASSERT(block.begin == at && block.end > block.begin && block.linked <= block.end - at);
    RC_ASSERT(block.element < tree.elements.size());
    at = block.end;
  }
  RC_ASSERT(at == tree.text.size());
}

/// Pieces of markup in any order, closed or not.
rc::Gen<std::string> markup() {
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
          "<p>", "</p>", "<div>", "</div>", "<a href=x>", "</a>", "<li>", "<ul>", "</ul>", "<b>",
          "</b>", "<table>", "<td>", "</table>", "<svg>", "</svg>", "<script>", "</script>",
          "<title>", "</title>", "<h1>", "</h1>", "<x-y hidden>", "</x-y>", "<!--", "-->", "word ",
          "é", "\xe6\x97\xa5", "&amp;", "&lt", "<", ">", "\"", "=", "<p class='share'>", "\n",
          "<br>", "<select>", "<body>", "<head>", "<form>", std::string(1, '\0'), "<![CDATA[",
          "]]>")),
      [](const std::vector<std::string>& pieces) {
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        return text;
      });
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t value = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &value);
    if (size < 1) return false;
    at += static_cast<std::size_t>(size);
  }
  return true;
}

TEST(HtmlTree, AnyMarkupIsATreeAndAnyUtf8StaysUtf8) {
  EXPECT_TRUE(rc::check([] {
    const std::string html = *markup();
    check_invariants(read_html_tree(html, 8));
    const HtmlTree tree = read_html_tree(html, kDepth);
    check_invariants(tree);
    RC_ASSERT(is_utf8(tree.text));
    RC_ASSERT(is_utf8(read_html(html, kDepth).body));
  }));
}

TEST(HtmlTree, AnyBytesAreSomeHtml) {
  EXPECT_TRUE(
      rc::check([](const std::string& bytes) { check_invariants(read_html_tree(bytes, kDepth)); }));
}

double seconds_for(const std::function<std::string(std::size_t)>& make, std::size_t bytes) {
  const std::string html = make(bytes);
  const auto begun = std::chrono::steady_clock::now();
  const HtmlArticle article = read_html(html, kDepth);
  EXPECT_TRUE(is_utf8(article.body));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

std::function<std::string(std::size_t)> repeated(const std::string& piece) {
  return [piece](std::size_t bytes) {
    std::string html;
    while (html.size() < bytes) html += piece;
    return html;
  };
}

std::string numbered(std::size_t bytes, const std::string& before, const std::string& after) {
  std::string html;
  for (std::size_t i = 0; html.size() < bytes; ++i) html += before + std::to_string(i) + after;
  return html;
}

// A quadratic reading of 4 MB would take hours; the bound is for slow machines and sanitizers.
TEST(HtmlTree, HostilePagesEndInTime) {
  constexpr std::size_t kBytes = 4 << 20;
  constexpr double kSeconds = 30;
  for (const char* piece :
       {"<div>",
        "<b>",
        "<p>x",
        "<a href=y>z",
        "<b><p>",
        "<table><td>",
        "<li>",
        "</div>",
        "<svg>",
        "<",
        "&",
        "\"",
        "<!--",
        "<script>",
        "<p><span hidden>",
        "<x-a></x-b>",
        "<h1>t</h1>",
        "<figure>f",
        "<h3>Read also</h3><a href=x>y</a>",
        "<div><h3>5 comments</h3>",
        "<div class=comments><p>It is.",
        "<article class=article-body><h1>t</h1><p>It is.",
        "<form><p>A text that is long enough to be a paragraph of an article, or nearly so.</p>"}) {
    EXPECT_LT(seconds_for(repeated(piece), kBytes), kSeconds) << piece;
  }
  EXPECT_LT(seconds_for([](std::size_t n) { return numbered(n, "<t", ">"); }, kBytes), kSeconds);
  EXPECT_LT(seconds_for([](std::size_t n) { return "<p " + numbered(n, " a", "=1"); }, kBytes),
            kSeconds);
  EXPECT_LT(seconds_for([](std::size_t n) { return "<p class='" + numbered(n, "c", " ") + "'>x"; },
                        kBytes),
            kSeconds);
  EXPECT_LT(
      seconds_for([](std::size_t n) { return "<script>" + numbered(n, "\"", "<p>\\"); }, kBytes),
      kSeconds);
}

}  // namespace
}  // namespace copytaster::text

#include "pipeline/text/html_blocks.h"

#include <gtest/gtest.h>

#include <string>

namespace copytaster::text {
namespace {

TEST(HtmlBlocks, ASentenceEndsBehindItsQuotes) {
  for (const std::string_view text : {"It runs.", "Does it?", "“It runs.”", "(It runs.)",
                                      "« Elle part. »", "それは走る。", "It runs…"})
    EXPECT_EQ(ends_sentence(text), text != "« Elle part. »") << text;
  for (const std::string_view text : {"", "\"", "Share", "12 March", "Read more »"})
    EXPECT_FALSE(ends_sentence(text)) << text;
}

TEST(HtmlBlocks, ProseIsLongOrASentenceAndNoHeadingOrLink) {
  const std::string sentence = "The ferry to Lindholm runs again since Monday.";
  const auto prose = [](const std::string& html) {
    const HtmlTree tree = read_html_tree(html, 100);
    return is_prose(tree, tree.blocks.at(0));
  };
  EXPECT_TRUE(prose("<p>" + sentence));
  EXPECT_TRUE(prose("<div>" + std::string(80, 'x')));
  EXPECT_FALSE(prose("<p>The ferry to Lindholm runs again since Monday"));
  EXPECT_FALSE(prose("<p>It runs."));
  EXPECT_FALSE(prose("<h2>" + sentence));
  EXPECT_FALSE(prose("<p><a href=x>" + sentence));
}

TEST(HtmlBlocks, AnElementsBytesAreThoseOfItsBlocks) {
  const HtmlTree tree = read_html_tree("a<div>bc<p>d <a href=x>ef</a></p></div>g<i></i>", 100);
  ASSERT_GE(tree.elements.size(), 2U);
  EXPECT_EQ(text_bytes(tree, tree.elements[1]), 6U);
  EXPECT_EQ(linked_bytes(tree, tree.elements[1]), 2U);
  EXPECT_EQ(text_bytes(tree, HtmlElement{}), 0U);
}

TEST(HtmlBlocks, ParagraphsOfOneElementAreOneText) {
  const std::string prose = "<p>" + std::string(80, 'x') + "</p>";
  const auto one = [](const std::string& html) {
    return is_one_text(read_html_tree("<div>" + html + "</div>", 100), 1);
  };
  EXPECT_TRUE(one(prose + "<section>" + prose + "</section>"));
  EXPECT_TRUE(one(std::string(80, 'x')));
  EXPECT_FALSE(one("<div>" + prose + "</div><div>" + prose + "</div>" + "<p>short"));
  EXPECT_FALSE(one(""));
}

}  // namespace
}  // namespace copytaster::text

#include "pipeline/text/html.h"

#include <gtest/gtest.h>

#include <string>

namespace copytaster::text {
namespace {

constexpr std::size_t kDepth = 400;

std::string body_of(const std::string& html) { return read_html(html, kDepth).body; }

TEST(Html, ALessThanSignIsText) {
  EXPECT_NE(body_of("<p>Ice < 3 cm thick").find("Ice < 3 cm thick"), std::string::npos);
  const std::string prose(20'000, 'x');
  EXPECT_NE(body_of("<p>Ice < 3 cm " + prose + "</p>").find(prose), std::string::npos)
      << "whatever the distance to the next tag";
}

TEST(Html, MarkupIsWhatArticlesAreWrittenWith) {
  for (const std::string_view text :
       {"One.<br>Two.", "One.</P>", "<FONT face=\"Arial\">One</FONT>", "<h2>One</h2>",
        "One <a href='x'>two</a>", "<br/>", "<img src=x.png>", "<strong>One</strong>"})
    EXPECT_TRUE(looks_like_html(text)) << text;
  for (const std::string_view text :
       {"a < b and c > d", "if a <b and c> d", "template <typename T>", "<GENE.O>", "<3", "<",
        "Phillips <P> fell", "Burlington <BR> rose", "<a", "AT&T <PLC> said"})
    EXPECT_FALSE(looks_like_html(text)) << text;
}

TEST(Html, MarkupThatAFeedEscapedIsMarkup) {
  EXPECT_EQ(escaped_html("&lt;p&gt;One &amp;amp; two&lt;/p&gt;"), "<p>One & two</p>");
  EXPECT_EQ(escaped_html("One.&amp;lt;br&amp;gt;&amp;lt;br&amp;gt;Two."), "One.<br><br>Two.");
  EXPECT_EQ(escaped_html("The &lt;p&gt; tag begins a paragraph"), std::nullopt);
  EXPECT_EQ(escaped_html("template &lt;typename T&gt; and &lt;int&gt;"), std::nullopt);
  EXPECT_EQ(escaped_html("plain"), std::nullopt);
}

TEST(Html, ATagCutOffAtTheEndIsNoText) {
  EXPECT_EQ(body_of("<p>The harbour.</p><a href='htt").find("href"), std::string::npos);
}

TEST(Html, ATagOfGreatLengthLosesItsAttributesOnly) {
  std::string attributes;
  for (int i = 0; i < 20'000; ++i) attributes += " a" + std::to_string(i) + "=1";
  const std::string text = body_of("<p>One.</p><p" + attributes + ">Two.</p><p>Three.</p>");
  EXPECT_NE(text.find("One."), std::string::npos);
  EXPECT_NE(text.find("Two."), std::string::npos);
  EXPECT_NE(text.find("Three."), std::string::npos);
  const std::string image = "<img src=\"data:" + std::string(100'000, 'A') + "\"/>";
  EXPECT_NE(body_of("<p>Before." + image + "after.</p>").find("after."), std::string::npos);
  EXPECT_NE(body_of("<p>Before.<" + std::string(100'000, 'a') + ">after.</p>").find("after."),
            std::string::npos);
}

TEST(Html, AScriptThatComparesEndsWhereItEnds) {
  const std::string script = "<script>if (a<b) {" + std::string(20'000, 'x') + "}</script>";
  const std::string text = body_of("<p>One.</p>" + script + "<p>Two.</p>");
  EXPECT_NE(text.find("Two."), std::string::npos);
  EXPECT_EQ(text.find("xxx"), std::string::npos);
}

TEST(Html, TextDeeperThanTheLimitIsKept) {
  std::string html;
  for (int i = 0; i < 10'000; ++i) html += "<div>";
  EXPECT_NE(body_of(html + "The harbour.").find("The harbour."), std::string::npos);
}

TEST(Html, StructuredDataGivesTheTextThatThePageDoesNotShow) {
  std::string told;
  std::string json;
  for (int i = 0; i < 12; ++i) {
    const std::string line = "Sentence " + std::to_string(i) + " tells of the ferry to Lindholm.";
    told += (i == 0 ? "" : "\n\n") + line;
    json += (i == 0 ? "" : "\\n\\n") + line;
  }
  const std::string head = R"(<html><head><title>Ferry</title><script type="application/ld+json">
      {"@type":"NewsArticle","headline":"Ferry","articleBody":")" +
                           json + "\"}</script></head><body>";
  for (const std::string shown :
       {"<div id=root></div>", "<div id=root>Loading…</div>", "",
        "<article><h1>Ferry</h1><p>Sentence 0 tells of the ferry to Lindholm.</p></article>"})
    EXPECT_EQ(body_of(head + shown + "</body></html>"), told) << shown;
  std::string all;
  for (int i = 0; i < 9; ++i)
    all += "<p>The page shows its readers line " + std::to_string(i) + " of what it tells.</p>";
  EXPECT_EQ(body_of(head + "<article>" + all + "</article></body></html>").find("Sentence"),
            std::string::npos);
}

}  // namespace
}  // namespace copytaster::text

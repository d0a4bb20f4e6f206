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

}  // namespace
}  // namespace copytaster::text

#include "pipeline/text/structured_data.h"

#include <gtest/gtest.h>

#include <string>

namespace copytaster::text {
namespace {

std::string page(const std::string& json) {
  return "<html><head><script type=\"application/ld+json\">" + json + "</script></head></html>";
}

TEST(StructuredData, ALiveBlogSaysSo) {
  EXPECT_TRUE(is_live_blog(page(R"({"@context":"https://schema.org","@type":"LiveBlogPosting"})")));
  EXPECT_TRUE(is_live_blog(page(R"({"@type" : ["NewsArticle", "LiveBlogPosting"]})")));
  EXPECT_TRUE(
      is_live_blog(page(R"([{"@type":"WebSite"},{"name":"x","@type":"LiveBlogPosting"}])")));
  EXPECT_TRUE(is_live_blog(
      "<article itemscope itemtype=\"https://schema.org/LiveBlogPosting\"><p>x</p></article>"));
}

TEST(StructuredData, WhatOnlySpeaksOfOneDoesNot) {
  EXPECT_FALSE(is_live_blog(""));
  EXPECT_FALSE(is_live_blog("A LiveBlogPosting is an @type of schema.org."));
  EXPECT_FALSE(is_live_blog("<p>\"@type\":\"LiveBlogPosting\"</p>"));
  EXPECT_FALSE(is_live_blog(page(R"({"@type":"NewsArticle","headline":"LiveBlogPosting"})")));
  EXPECT_FALSE(is_live_blog(page(R"({"@type":"NewsArticle"},"about LiveBlogPosting")")));
  EXPECT_FALSE(is_live_blog(page(R"({"@type":"LiveBlogPostingOfOurs"})")));
  EXPECT_FALSE(is_live_blog("<script type=\"application/ld+json\""));
}

}  // namespace
}  // namespace copytaster::text

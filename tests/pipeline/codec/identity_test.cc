#include "pipeline/codec/identity.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace copytaster::codec {
namespace {

TEST(Identity, AddressesOfOnePageHaveOneKey) {
  for (const auto* url :
       {"https://example.com/news/a-story", "http://www.example.com/news/a-story/",
        "HTTPS://WWW.Example.COM:443/news/a-story#top", "http://example.com:80/news/a-story",
        "https://example.com/news/a-story?utm_source=x&UTM_medium=y&fbclid=1&gclid=2",
        "https://example.com/news/a-story/amp/", "https://amp.example.com/news/a-story",
        "https://www.amp.example.com/news/a-story.amp",
        "https://user:pw@example.com/news/a-story"}) {
    EXPECT_EQ(url_key(url), "example.com/news/a-story") << url;
  }
  EXPECT_EQ(url_key("https://example.com/s?b=2&utm_x=1&a=1"),
            url_key("http://example.com/s/?a=1&b=2"));
}

TEST(Identity, DifferentPagesHaveDifferentKeys) {
  EXPECT_NE(url_key("https://example.com/a?id=1"), url_key("https://example.com/a?id=2"));
  EXPECT_NE(url_key("https://example.com/a"), url_key("https://example.com/A"));
  EXPECT_NE(url_key("https://example.com/a"), url_key("https://example.org/a"));
  EXPECT_NE(url_key("https://example.com:8080/a"), url_key("https://example.com/a"));
}

TEST(Identity, WhatNamesNoSinglePageHasNoKey) {
  for (const auto& url :
       {std::string("https://example.com"), std::string("https://example.com/"),
        std::string("https://example.com/?utm_source=x"), std::string("/news/a"), std::string(""),
        std::string("ftp://example.com/a"), std::string("mailto:a@example.com"),
        "https://example.com/" + std::string(5000, 'a')}) {
    EXPECT_EQ(url_key(url), "") << url.substr(0, 60);
  }
}

TEST(Identity, NormalisingTwiceChangesNothing) {
  EXPECT_TRUE(rc::check([] {
    const auto piece = rc::gen::elementOf(
        std::vector<std::string>{"www.", "amp.", "m.", "a", "/", "/amp", ".amp", "?", "&", "=",
                                 "utm_x=1", "#", ":80", "@", "b"});
    std::string url = "https://e";
    for (const auto& each : *rc::gen::container<std::vector<std::string>>(piece)) url += each;
    const std::string key = url_key(url);
    RC_PRE(!key.empty());
    RC_ASSERT(url_key("https://" + key) == key);
  }));
}

TEST(Identity, UrnsAreUrisAndTellIdsApart) {
  EXPECT_EQ(article_urn("urn:article", "The Post", "a/1"), "urn:article:The%20Post:a%2F1");
  EXPECT_TRUE(
      rc::check([](const std::string& source, const std::string& id, const std::string& other) {
        const std::string urn = article_urn("urn:article", source, id);
        RC_ASSERT(is_uri(urn));
        RC_ASSERT((article_urn("urn:article", source, other) == urn) == (other == id));
      }));
}

TEST(Identity, OnlyWhatRfc3986AllowsIsAUri) {
  for (const auto* uri :
       {"urn:x:1", "https://example.com/a?b#c", "tag:example.com,2026:1", "http://e.com/a%2Fb%c3",
        "http://[2001:db8::1]/a", "http://[::1]:80/a", "http://me@[::1]", "foo://[::1]?q#f"})
    EXPECT_TRUE(is_uri(uri)) << uri;
  for (const auto* text : {"",
                           "12345",
                           "a:",
                           ":a",
                           "a b:c",
                           "urn:with blank",
                           "1a:b",
                           "urn:\xc3\xbc",
                           "urn:a\"b",
                           "Note: this",
                           "https://ex.com/100%-sure",
                           "http://a/%zz",
                           "http://a/%4",
                           "http://a/%",
                           "foo://[bad",
                           "foo://bad]",
                           "http://[]/a",
                           "http://[::1]x/a",
                           "http://[[::1]]/",
                           "http://a/[1]",
                           "http://a/?x[]=1",
                           "urn:x:[::1]",
                           "http://a/#b#c"}) {
    EXPECT_FALSE(is_uri(text)) << text;
  }
}

TEST(Identity, OnlyASchemeThatIdsAreMadeWithIsGlobal) {
  for (const auto* id : {"urn:x:1", "URN:x:1", "http://e.com/1", "https://e.com/1",
                         "HTTPS://e.com/1", "tag:e.com,2026:1", "newsml://afp.com/1", "xy://z"}) {
    EXPECT_TRUE(is_global_id(id)) << id;
  }
  for (const auto* id :
       {"AP:1", "reuters:2026:1", "guid:1", "x://", "urn:", "urn:x", "urn:x:", "urn::1", "urn:a b",
        "12", "", "data:text/plain,x", "note:http://e.com", "AP:1://2"}) {
    EXPECT_FALSE(is_global_id(id)) << id;
  }
}

}  // namespace
}  // namespace copytaster::codec

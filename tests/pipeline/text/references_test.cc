#include "pipeline/text/references.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace copytaster::text {
namespace {

TEST(References, BecomeTheirCharacters) {
  for (auto [text, expected] : std::vector<std::pair<std::string, std::string>>{
           {"AT&amp;T", "AT&T"},
           {"&quot;No&quot;, he said", "\"No\", he said"},
           {"don&#8217;t", "don’t"},
           {"don&#x2019;t", "don’t"},
           {"don&#146;t", "don’t"},
           {"caf&eacute;", "café"},
           {"&Eacute;t&eacute; &laquo;&nbsp;&raquo;", "Été «\u00a0»"},
           {"&amp;quot;twice&amp;quot;", "\"twice\""},
           {"&amp;amp;amp;", "&"},
           {"a &lt; b &gt; c", "a < b > c"},
           {"5 &euro;", "5 €"},
           {"&yuml;&nbsp;", "ÿ\u00a0"},
           {"&#128512;", "😀"}}) {
    EXPECT_TRUE(replace_references(text)) << expected;
    EXPECT_EQ(text, expected);
  }
}

TEST(References, WhatIsNoneStays) {
  for (const std::string text : {"AT&T", "R&D;", "a & b", "&", "&;", "&#;", "&#x;", "&#0;", "&#1;",
                                 "&#xd800;", "&#9999999;", "&#129;", "&#99999999;", "&nosuch;",
                                 "&amp", "&#8217", "&eacute", "&averylongname;", "plain"}) {
    std::string copy = text;
    EXPECT_FALSE(replace_references(copy)) << text;
    EXPECT_EQ(copy, text);
  }
}

}  // namespace
}  // namespace copytaster::text

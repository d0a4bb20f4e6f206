#include "pipeline/text/html_metadata.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace copytaster::text {
namespace {

constexpr std::size_t kDepth = 400;

HtmlMetadata read(const std::string& html, const std::string& url = {}) {
  const HtmlTree tree = read_html_tree(html, kDepth);
  return read_metadata(tree, find_others(tree), url);
}

bool is_live_blog(const std::string& html) { return read(html).live_blog; }

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

using Names = std::vector<std::string>;

TEST(StructuredData, TheFieldsOfAnArticle) {
  const HtmlMetadata found = read(page(R"({"@context":"https://schema.org","@graph":[
      {"@type":"WebPage","inLanguage":"pt_BR"},
      {"@type":["NewsArticle"],"headline":"Ferry &quot;Lind&quot; runs","datePublished":"2026-03-01T10:20:30Z",
       "dateModified":"2026-03-02T10:20:30Z","articleSection":["Harbour","Town"],
       "author":[{"@id":"#jane"},{"@type":"Person","givenName":"Ole","familyName":"Berg"}],
       "publisher":{"name":"Harbour Post"},"image":[{"url":"https://x.test/a.jpg"}],
       "mainEntityOfPage":{"@id":"https://x.test/ferry"}},
      {"@type":"Person","@id":"#jane","name":"Jane Doe"}]})"));
  EXPECT_EQ(found.headline, "Ferry \"Lind\" runs");
  EXPECT_EQ(found.published, "2026-03-01T10:20:30Z");
  EXPECT_EQ(found.modified, "2026-03-02T10:20:30Z");
  EXPECT_EQ(found.section, "Harbour");
  EXPECT_EQ(found.authors, (Names{"Jane Doe", "Ole Berg"}));
  EXPECT_EQ(found.publisher, "Harbour Post");
  EXPECT_EQ(found.image, "https://x.test/a.jpg");
  EXPECT_EQ(found.url, "https://x.test/ferry");
  EXPECT_EQ(found.language, "pt-BR");
}

TEST(StructuredData, ControlCharactersAndMarksAroundTheObjectAreNoFault) {
  EXPECT_EQ(
      read(page("//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"One\nline\t\"}\n//]]>"))
          .headline,
      "One line");
}

TEST(StructuredData, TheFirstArticleIsThePages) {
  EXPECT_EQ(
      read(
          page(
              R"([{"@type":"NewsArticle","headline":"This"},{"@type":"NewsArticle","headline":"That",
                          "datePublished":"2020-01-01"}])"))
          .published,
      "");
}

TEST(StructuredData, OfTwoArticlesThePagesIsTheOneWithItsAddress) {
  const std::string that =
      R"({"@type":"NewsArticle","headline":"That","url":"https://x.test/that","author":"Ann Other"})";
  for (const std::string property : {"url", "@id", "mainEntityOfPage"}) {
    const std::string own = R"({"@type":"NewsArticle","headline":"This",")" + property +
                            R"(":"http://www.x.test/this/"})";
    for (const std::string link : {"<link rel=canonical href='https://x.test/this?a=b'>",
                                   "<meta property=og:url content=https://x.test/this>"}) {
      for (const std::string& scripts :
           {page("[" + that + "," + own + "]"), page(that) + page(own), page(own) + page(that)}) {
        const HtmlMetadata found = read(link + scripts);
        EXPECT_EQ(found.headline, "This") << property;
        EXPECT_TRUE(found.authors.empty()) << "nothing of the other one's";
      }
    }
  }
  EXPECT_EQ(read("<link rel=canonical href=https://x.test/>" + page(that)).headline, "That");
}

TEST(StructuredData, WhatThePageSaysOfItselfFillsIn) {
  const HtmlMetadata found = read(
      page(
          R"({"@type":"WebPage","datePublished":"2026-03-01","inLanguage":"de","author":"Desk"})") +
      page(R"({"@type":"NewsArticle","headline":"This","datePublished":"2026-03-02"})"));
  EXPECT_EQ(found.published, "2026-03-02");
  EXPECT_EQ(found.language, "de");
  EXPECT_EQ(found.authors, Names{"Desk"});
}

TEST(StructuredData, TheSitesNameIsItsPublisherWhereNoneIsGiven) {
  const std::string site = "<meta property=og:site_name content='Harbour Post'>";
  EXPECT_EQ(read(site).publisher, "Harbour Post");
  const HtmlMetadata found = read(
      site + page(R"({"@type":"NewsArticle","headline":"x","publisher":{"name":"Lind Media"}})"));
  EXPECT_EQ(found.publisher, "Lind Media");
  EXPECT_EQ(found.site, "Harbour Post");
}

TEST(StructuredData, MetaElementsSayWhatJsonDoesNot) {
  const HtmlMetadata found = read(
      "<html lang=de><head><meta property='og:title' content='Fähre fährt'>"
      "<meta name=author content='Von Jane Doe und Ole Berg'>"
      "<meta property='article:published_time' content='2026-03-01'>"
      "<link rel=canonical href='https://x.test/f'><meta property='og:url' "
      "content='https://x.test/g'>");
  EXPECT_EQ(found.headline, "Fähre fährt");
  EXPECT_EQ(found.authors, (Names{"Jane Doe", "Ole Berg"}));
  EXPECT_EQ(found.published, "2026-03-01");
  EXPECT_EQ(found.url, "https://x.test/f");
  EXPECT_EQ(found.language, "de");
}

TEST(StructuredData, BrokenOrDeepJsonSaysNothing) {
  EXPECT_EQ(read(page(R"({"@type":"NewsArticle","headline":"x)")).headline, "");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "[";
  for (int i = 0; i < 100'000; ++i) deep += "]";
  EXPECT_EQ(read(page(deep)).headline, "");
}

TEST(StructuredData, AnAuthorInALineOfTextIsWhole) {
  for (const std::string_view name : {"Kai Ito", "Özgür Çelik"}) {
    const std::string html = "<article><h1>Harbour</h1><p>By <span itemprop=\"author\">" +
                             std::string(name) + "</span></p><p>The harbour is shut.</p></article>";
    EXPECT_EQ(read(html).authors, (Names{std::string(name)}));
  }
}

TEST(StructuredData, TheArticleFetchedOrShownCountsAmongSeveral) {
  const std::string json = R"([
      {"@type":"NewsArticle","headline":"Minister resigns today","url":"https://x.test/minister",
       "author":"Ole Berg","articleBody":"The minister left."},
      {"@type":"NewsArticle","headline":"Ferry &amp; harbour open","url":"https://x.test/ferry",
       "author":"Jane Doe"}])";
  EXPECT_EQ(read(page(json)).authors, Names{"Ole Berg"}) << "the first where nothing tells";
  EXPECT_EQ(read(page(json)).article_body, "") << "which may be any page's";
  EXPECT_EQ(read(page(json), "http://www.x.test/ferry/?from=feed").authors, Names{"Jane Doe"});
  EXPECT_EQ(read(page(json), "https://x.test/other").authors, Names{"Ole Berg"});
  for (const std::string shown :
       {"<title>Ferry &amp; harbour open | Harbour Post</title>",
        "<body><h1>Ferry &amp; harbour open</h1></body>",
        "<meta property='og:title' content='Ferry &amp; harbour open'>"}) {
    EXPECT_EQ(read(page(json) + shown).authors, Names{"Jane Doe"}) << shown;
    EXPECT_EQ(read(page(json) + shown, "https://x.test/minister").authors, Names{"Ole Berg"});
  }
  const std::string canonical = "<link rel=canonical href=https://x.test/ferry>";
  EXPECT_EQ(read(page(json) + canonical, "https://x.test/minister").authors, Names{"Jane Doe"});
}

TEST(StructuredData, TheTextKeepsItsParagraphs) {
  const auto text = [](const std::string& body) {
    return read(page(R"({"@type":"NewsArticle","headline":"Ferry","articleBody":")" + body + "\"}"))
        .article_body;
  };
  EXPECT_EQ(text("One.\\n\\nTwo."), "One.\n\nTwo.");
  EXPECT_EQ(text("One &amp; a half.\\n\\nTwo."), "One & a half.\n\nTwo.");
  EXPECT_EQ(text("<p>One.</p>\\n<p>Two.</p>"), "One.\n\nTwo.");
  EXPECT_EQ(text("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;R&amp;amp;D.&lt;/p&gt;"), "One.\n\nR&D.");
  EXPECT_EQ(text(std::string(9'000, 'x')).size(), 9'000U);
}

TEST(StructuredData, ACommaTooManyCostsNothing) {
  const HtmlMetadata found = read(page(R"({"@type":"NewsArticle","headline":"Ferry, \",}\" runs",
      "author":[{"name":"Jane Doe",},],"datePublished":"2026-03-01", })"));
  EXPECT_EQ(found.headline, "Ferry, \",}\" runs");
  EXPECT_EQ(found.authors, Names{"Jane Doe"});
  EXPECT_EQ(found.published, "2026-03-01");
  EXPECT_EQ(read(page(R"({"@type":"NewsArticle","headline":"Ferry)")).headline, "");
}

TEST(StructuredData, ANamesReferenceSplitsNoName) {
  EXPECT_EQ(read(page(R"({"@type":"NewsArticle","headline":"Ferry",
      "author":"Ann O&apos;Brien; Ole Berg &amp; Jane Doe"})"))
                .authors,
            (Names{"Ann O'Brien", "Ole Berg", "Jane Doe"}));
}

}  // namespace
}  // namespace copytaster::text

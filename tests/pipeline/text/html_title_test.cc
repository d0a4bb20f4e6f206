#include "pipeline/text/html_title.h"

#include <gtest/gtest.h>

#include "pipeline/text/html.h"

namespace copytaster::text {
namespace {

/// A page with this head and these headings.
std::string headline(const std::string& head, const std::string& body = "") {
  return read_html("<html><head>" + head + "</head><body>" + body + "</body></html>", 100)
      .metadata.headline;
}

std::string meta(const std::string& name, const std::string& content) {
  return "<meta property=\"" + name + "\" content=\"" + content + "\">";
}

TEST(HtmlTitle, TheSiteBehindItIsLeftOutWhereThePageTellsThatItIsOne) {
  const std::string title = "<title>Ferry runs again | Harbour Post</title>";
  EXPECT_EQ(headline(title + meta("og:site_name", "Harbour Post")), "Ferry runs again");
  EXPECT_EQ(headline(title + meta("og:url", "https://www.harbourpost.example/a")),
            "Ferry runs again");
  EXPECT_EQ(headline(title, "<h1>Ferry runs again</h1>"), "Ferry runs again");
  EXPECT_EQ(headline(title, "<h1>News</h1><h1>FERRY runs again</h1>"), "Ferry runs again");
  EXPECT_EQ(headline(title), "Ferry runs again | Harbour Post") << "it may be part of the title";
}

TEST(HtmlTitle, TheSiteGoesBehindAnyMarkAndBeforeSome) {
  const std::string site = meta("og:site_name", "Harbour Post");
  for (const std::string mark :
       {" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", "| ", " |", "|", "»", " –", "-"})
    EXPECT_EQ(headline("<title>Ferry runs again" + mark + "Harbour Post</title>" + site),
              "Ferry runs again")
        << mark;
  for (const std::string mark : {" | ", " :: ", " » ", " · "})
    EXPECT_EQ(headline("<title>Harbour Post" + mark + "Ferry runs</title>" + site), "Ferry runs")
        << mark;
  EXPECT_EQ(headline("<title>Harbour Post: nobody buys it</title>" + site),
            "Harbour Post: nobody buys it")
      << "it may be what the title is about";
}

TEST(HtmlTitle, TheSiteMayGoByMoreThanOneName) {
  const std::string names =
      meta("og:site_name", "Harbour Post") +
      R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry runs | The )"
      R"(Harbour Post","publisher":{"name":"Lind Media"}}</script>)";
  EXPECT_EQ(headline(names), "Ferry runs");
  const std::string url = meta("og:url", "https://news.harbourpost.co.uk/a");
  EXPECT_EQ(headline("<title>Ferry runs – harbourpost.co.uk</title>" + url),
            "Ferry runs – harbourpost.co.uk")
      << "the address is another host's";
  EXPECT_EQ(headline("<title>Ferry runs – HarbourPost</title>" + url), "Ferry runs");
}

TEST(HtmlTitle, ATailThatTwoTitlesShareIsAName) {
  EXPECT_EQ(headline("<title>Ferry: route and prices – The Post</title>" +
                     meta("og:title", "Ferry runs again – The Post")),
            "Ferry runs again");
  EXPECT_EQ(headline("<title>Ferry runs again – at last</title>" +
                     meta("og:title", "Ferry runs again – at last")),
            "Ferry runs again – at last");
}

TEST(HtmlTitle, OfTwoHeadlinesTheAddressWasMadeOfOne) {
  const std::string linked =
      R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"Islanders cheer the return of their ferry"}</script>)";
  const std::string shown = meta("og:title", "Ferry für Lindholm runs again at last");
  const std::string heading = "<h1>Ferry für Lindholm runs again at last</h1>";
  const std::string address = "https://x.test/sea/ferry-fuer-lindholm-runs-again-at-last-12.html";
  EXPECT_EQ(headline(linked + shown + meta("og:url", address), heading),
            "Ferry für Lindholm runs again at last");
  EXPECT_EQ(headline(linked + shown + meta("og:url", "https://x.test/sea/ferry-12"), heading),
            "Islanders cheer the return of their ferry");
  EXPECT_EQ(headline(linked + shown + meta("og:url", address)),
            "Islanders cheer the return of their ferry")
      << "no reader sees it";
}

TEST(HtmlTitle, SectionAndSiteGoTogether) {
  const std::string names = meta("og:site_name", "Harbour Post") + meta("article:section", "Sea");
  EXPECT_EQ(headline("<title>Ferry runs - Sea - Harbour Post</title>" + names), "Ferry runs");
  EXPECT_EQ(headline("<title>渡船恢复-Sea｜Harbour Post</title>" + names), "渡船恢复");
  EXPECT_EQ(headline("<title>Ferry runs - Sea - Air - Harbour Post</title>" + names),
            "Ferry runs - Sea - Air");
}

TEST(HtmlTitle, WhatMerelyLooksLikeANameStays) {
  const std::string site = meta("og:site_name", "Post");
  EXPECT_EQ(headline("<title>Ferry - the long way home</title>" + site, "<h1>Ferry</h1>"),
            "Ferry - the long way home");
  EXPECT_EQ(headline("<title>Re-post</title>" + site), "Re-post");
  EXPECT_EQ(headline("<title>Outpost</title>" + site), "Outpost");
  EXPECT_EQ(headline("<title>Post</title>" + site), "Post");
  EXPECT_EQ(headline("<title>Ferry-Post - Sea</title>" + site, "<h1>Ferry-Post - Sea</h1>"),
            "Ferry-Post - Sea")
      << "the heading has it whole";
}

TEST(HtmlTitle, AKickerGoesThatTheShownTitleLeavesOut) {
  const std::string linked =
      R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"Storm in Brittany: Ferry runs again"}</script>)";
  EXPECT_EQ(headline(linked + meta("og:title", "Ferry runs again")), "Ferry runs again");
  EXPECT_EQ(headline(linked + meta("og:title", "again")), "Storm in Brittany: Ferry runs again");
  EXPECT_EQ(headline(linked + meta("og:title", "Another one")),
            "Storm in Brittany: Ferry runs again");
}

const std::string kLinked =
    R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry: route, prices",
       "alternativeHeadline":"Ferry runs again at last"}</script>)";

TEST(HtmlTitle, TheHeadingThatReadersSeeIsItWhereTheFirstOneIsForSearchEngines) {
  const std::string shown = kLinked + meta("og:title", "Back on the water");
  const std::string crumb = "<nav><h1>Ferry: route, prices</h1></nav>";
  EXPECT_EQ(headline(shown, crumb + "<h2>Back on the water</h2>"), "Back on the water");
  EXPECT_EQ(headline(shown, crumb + "<h2><b>After the storm</b> Back on the water</h2>"),
            "Back on the water");
  EXPECT_EQ(headline(shown, crumb + "<p>Back on the water</p>"), "Ferry: route, prices");
  EXPECT_EQ(headline(shown, "<h1>Back on the water</h1><h2>Back on the water</h2>"),
            "Ferry: route, prices")
      << "the first heading is no sign that another one is";
}

TEST(HtmlTitle, AShownTitleThatNamesTheSiteIsNone) {
  const std::string site = meta("og:site_name", "Harbour Post of Lind");
  EXPECT_EQ(headline(kLinked + site + meta("og:title", "Harbour Post of Lind"),
                     "<h1>Ferry: route, prices</h1><h2>Harbour Post of Lind</h2>"),
            "Ferry: route, prices");
  EXPECT_EQ(headline(kLinked + meta("og:title", "Sport"), "<h2>More sport</h2>"),
            "Ferry: route, prices");
}

TEST(HtmlTitle, AHeadlineThatThePageMarksTwiceIsIt) {
  const std::string again = meta("og:title", "Ferry runs again at last");
  EXPECT_EQ(headline(kLinked + again, "<h1>Ferry runs again at last</h1>"),
            "Ferry runs again at last");
  EXPECT_EQ(headline(kLinked + again, "<h1>Ferry: route, prices</h1>"), "Ferry: route, prices");
  const std::string other = kLinked + meta("og:title", "Back on the water");
  EXPECT_EQ(headline(other, "<h1 itemprop=headline>Back <i>on</i> the water</h1>"),
            "Back on the water");
  EXPECT_EQ(headline(other, "<h1>Back on the water</h1>"), "Ferry: route, prices");
}

TEST(HtmlTitle, WithoutATitleTheFirstHeadingIsIt) {
  EXPECT_EQ(headline("", "<h2>News</h2><h1>Ferry runs again</h1><h1>More</h1>"),
            "Ferry runs again");
  EXPECT_EQ(headline("", "<p>Ferry runs again.</p>"), "");
}

TEST(HtmlTitle, MarksAloneAreNoHarm) {
  for (const std::string title : {" | ", "|", " - | - ", "| Harbour Post", "\xe2\x80", "\xc2"})
    EXPECT_NO_FATAL_FAILURE(headline(
        "<title>" + title + "</title>" + meta("og:site_name", "Harbour Post"), "<h1>|</h1>"));
  std::string many;
  for (int i = 0; i < 1000; ++i) many += " - a";
  EXPECT_LE(headline("<title>x" + many + "</title>", "<h1>x</h1>").size(), many.size() + 1);
}

}  // namespace
}  // namespace copytaster::text

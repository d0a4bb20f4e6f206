#include "pipeline/text/html_content.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/pipeline/text/html_support.h"

namespace copytaster::text {
namespace {

TEST(HtmlContent, TheArticleWithoutWhatStandsAroundIt) {
  EXPECT_EQ(body_of("<body><nav><a>Home</a> <a>Sport</a></nav><main><h1>Ferry runs</h1>"
                    "<div class='byline'>By Jane Doe</div><div id=story>" +
                    kArticle + "</div><section class='related-articles'><h2>More</h2><p>" +
                    kSecond + "</p></section><div class='comments'><p>" + kFirst +
                    "</p></div></main><footer><p>" + kSecond + "</p></footer></body>"),
            kText);
}

TEST(HtmlContent, SubheadsListsAndQuotesStayInOrder) {
  EXPECT_EQ(body_of("<article>" + kArticle +
                    "<h2>The timetable</h2><ul><li>Every hour</li><li>On Sundays twice</li></ul>"
                    "<blockquote>We are glad.</blockquote><h2>Nothing follows</h2></article>"),
            kText + "\n\nThe timetable\n\nEvery hour\n\nOn Sundays twice\n\nWe are glad.");
}

TEST(HtmlContent, AListOfLabelsBeforeTheTextIsNoneOfIt) {
  const std::string list = "<ul><li>Jane Doe</li><li>1 March 2026</li></ul>";
  EXPECT_EQ(body_of("<main>" + list + kArticle + list + "</main>"),
            kText + "\n\nJane Doe\n\n1 March 2026");
}

TEST(HtmlContent, TheLeadBetweenHeadlineAndTextBelongsToIt) {
  const std::string lead = "After six months the island is no longer cut off from the mainland.";
  EXPECT_EQ(body_of("<main><header><h1>Ferry runs</h1><h2>" + lead + "</h2></header><div>" +
                    kArticle + "</div></main>"),
            lead + "\n\n" + kText);
}

const std::string kFooter =
    "<footer><p>Copyright by the Harbour Post of Lindholm, whose permission anyone needs to print "
    "or to send on any of this.</p></footer>";

TEST(HtmlContent, ALiveBlogIsItsEntriesInOrder) {
  std::string page = "<nav><a href=/>Home</a></nav><main><h1>Storm</h1><div id=posts>";
  std::string text;
  for (int hour = 6; hour < 20; ++hour) {
    const std::string entry = "The ferry at " + std::to_string(hour) + " is cancelled.";
    page += "<div class=post><time datetime=2026-03-01>x</time><p>" + entry +
            "</p><div class=share-bar><a href=x>Share</a></div></div>";
    text += (text.empty() ? "" : "\n\n") + entry;
  }
  page +=
      "</div><div class=comments><p>A dreadful crossing, and I never again shall take it.</p>"
      "</div></main><aside><a href=y>Another story entirely</a></aside>" +
      kFooter;
  EXPECT_EQ(body_of(page), text);
}

TEST(HtmlContent, AGalleryIsItsCaptionsWithoutTheirCredits) {
  std::string page = "<main><h1>Ferries</h1><p>" + kFirst + "</p><div class=gallery>";
  std::string text = kFirst;
  for (const char* name : {"Anna", "Berta", "Clara", "Dora"}) {
    const std::string caption = std::string(name) +
                                " was built in the yard of Lindholm before the war, and still "
                                "lies afloat in its harbour.";
    page += "<figure><img src=x alt=ship><figcaption>" + caption +
            "<span class=credit>Photo: Jane Doe</span></figcaption></figure>";
    text += "\n\n" + caption;
  }
  EXPECT_EQ(body_of(page + "</div></main>" + kFooter), text);
}

TEST(HtmlContent, CaptionsBesideAnArticleAreNoneOfIt) {
  EXPECT_EQ(body_of("<main><figure><figcaption>" + kSecond + "</figcaption></figure>" + kArticle +
                    "</main>"),
            kText);
}

TEST(HtmlContent, WhatIsHiddenCommentedOrRelatedIsNoneOfIt) {
  EXPECT_EQ(body_of("<main><p hidden>" + kSecond + "</p><p style='display:none'>" + kSecond +
                    "</p><!-- <p>" + kSecond + "</p> --><template><p>" + kSecond +
                    "</p></template>" + kArticle + "<ul class=related><li><a href=x>" + kFirst +
                    "</a></ul><div id=disqus_thread><p>" + kSecond + "</p></div></main>"),
            kText);
}

TEST(HtmlContent, NamesThatTheTextBeliesTakeNothingAway) {
  const std::string third = "The town council of Lindholm will vote on the new fares next Tuesday.";
  for (const std::string box :
       {"<div id=share-prices>", "<section class=social>", "<div id=cookie-law>",
        "<div class='elementor-element elementor-widget elementor-widget-text-editor'>",
        "<div id=newsletter-of-the-islands>", "<div class=menu>"}) {
    const std::string end = box.starts_with("<div") ? "</div>" : "</section>";
    EXPECT_EQ(body_of("<main>" + kArticle + box + "<p>" + third + "</p>" + end + "</main>"),
              kText + "\n\n" + third)
        << box;
  }
  EXPECT_EQ(body_of("<main>" + kArticle +
                    "<h2 id=h-social-security class=wp-block-heading>Social "
                    "security</h2><p id=share>" +
                    third + "</p></main>"),
            kText + "\n\nSocial security\n\n" + third);
}

TEST(HtmlContent, NamesThatTheFormBearsOutDo) {
  for (
      const std::string box :
      {"<div class=share><p>Share</p><p>Tweet this to all of your friends</p></div>",
       "<div class=social><p>Find us on <a href=x>Twitter, Facebook and Instagram</a>.</p></div>",
       "<div id=newsletter><p>Our letter comes to you each Friday, with the best of it all.</p>"
       "</div>",
       "<p class=newsletter>Our letter comes to you each Friday, with the best of it all.</p>",
       "<div class=cookie-banner><p>We keep small files on your own machine to know you.</p></div>",
       "<div class=video-placeholder><p>This film cannot be shown here, we are so sorry.</p></div>",
       "<div role=dialog><p>Would you like to hear of us when anything else happens?</p></div>"})
    EXPECT_EQ(body_of("<main>" + kArticle + box + "</main>"), kText) << box;
}

TEST(HtmlContent, WhatThePageCallsItsArticleIsItHoweverShort) {
  std::string longer;
  for (int i = 0; i < 12; ++i)
    longer += "<div><b>Anna</b><p>I have known it since I was a child. " + kFirst + "</p></div>";
  const std::string beside = "<section>" + longer + "</section>";
  for (const std::string begin : {"<div itemprop=articleBody>", "<div class=article-body>",
                                  "<div class='x entry-content'>", "<article><h1>Ferry</h1>"}) {
    const std::string end = begin.starts_with("<div") ? "</div>" : "</article>";
    EXPECT_EQ(body_of("<body>" + begin + kArticle + end + beside + "</body>"), kText) << begin;
  }
  const std::string told =
      R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","articleBody":")" +
      kFirst + " " + kSecond + R"("}</script>)";
  EXPECT_EQ(body_of("<body>" + told + "<div>" + kArticle + "</div>" + beside + "</body>"), kText);
}

TEST(HtmlContent, ATeaserNamedLikeAnArticleIsNotItHoweverMarked) {
  const std::string third = "The town council of Lindholm will vote on the new fares next Tuesday.";
  const std::string card = "<div class=post-content><p>" + third + " " + third + "</p></div>";
  for (const std::string& page :
       {"<h1>Ferry</h1><div>" + kArticle + "</div><section>" + card + card + "</section>",
        "<section>" + card + "</section><h1>Ferry</h1><section><div>" + kArticle +
            "</div></section>",
        "<article><h1>Ferry</h1></article><div>" + kArticle + "</div>" + card})
    EXPECT_NE(body_of("<body>" + page + "</body>").find(kText), std::string::npos) << page;
  const std::string lead = third + " It has never been so dear to come home in all these years.";
  EXPECT_EQ(body_of("<body><article><h1>Ferry</h1><p>" + lead + "</p></article><div>" + kArticle +
                    "</div></body>"),
            lead + "\n\n" + kText)
      << "a lead in an article element of its own";
}

TEST(HtmlContent, NamesAloneCondemnNoArticle) {
  EXPECT_EQ(
      body_of("<form><div class='page has-sidebar social-widget'>" + kArticle + "</div></form>"),
      kText);
}

TEST(HtmlContent, AFragmentIsReadWhole) {
  EXPECT_EQ(body_of("Short <b>news</b>"), "Short news");
  EXPECT_EQ(body_of("<div>Ferry</div><div>Runs</div>"), "Ferry\n\nRuns");
  EXPECT_EQ(body_of(""), "");
}

TEST(HtmlContent, NothingOfAFragmentIsTooShort) {
  EXPECT_EQ(body_of("line one<br>line two<br/>line three<BR />four<p>para</p>five"),
            "line one\nline two\nline three\nfour\n\npara\n\nfive");
  EXPECT_EQ(body_of("Lindholm<div>" + kArticle + "</div>Back on Monday"),
            "Lindholm\n\n" + kText + "\n\nBack on Monday");
  EXPECT_EQ(body_of("<div><p>The ferry <a href=x>to Lindholm</a></p><p>runs again</p></div>"),
            "The ferry to Lindholm\n\nruns again");
  EXPECT_EQ(body_of("<nav><a href=/>Home</a></nav>Ferry runs<footer>Harbour Post</footer>"),
            "Ferry runs")
      << "furniture is none of it, whatever it is part of";
  EXPECT_EQ(body_of("<body><div>Listen</div>" + kArticle + "<div>Back on Monday</div></body>"),
            kText)
      << "a page's labels are none of its article";
}

TEST(HtmlContent, RowsOfADataTableAreLines) {
  EXPECT_EQ(body_of("Results:<table><tr><td>Arsenal 2 Chelsea 1</td></tr>"
                    "<tr><td>Leeds 0 Everton 0</td></tr></table>"),
            "Results:\n\nArsenal 2 Chelsea 1\n\nLeeds 0 Everton 0");
  const std::string prices =
      "<table><caption>Prices</caption><thead><tr><th>Share<th>Close</tr></thead><tbody>"
      "<tr><td><a href=x>Lindholm Ferries</a></td><td>12.50</td></tr>"
      "<tr><td><p>Harbour</p></td><td></td><td>3.10</td></tr></tbody></table>";
  const std::string lines = "Share Close\n\nLindholm Ferries 12.50\n\nHarbour 3.10";
  for (const std::string tag : {"article", "body", "div"}) {
    EXPECT_EQ(body_of("<" + tag + "><p>" + kFirst + "</p>" + prices + "<p>" + kSecond + "</p></" +
                      tag + ">"),
              kFirst + "\n\n" + lines + "\n\n" + kSecond)
        << tag;
  }
}

TEST(HtmlContent, ATableThatLaysOutAPageIsNoData) {
  EXPECT_EQ(body_of("<body><table><tr><td>Lindholm</td><td>12 March</td></tr><tr><td>"
                    "<table><tr><td><a href=/>Home</a></td></tr><tr><td><a href=s>Sport</a></td>"
                    "</tr></table></td><td>" +
                    kArticle + "</td></tr></table></body>"),
            kText);
  EXPECT_EQ(body_of("<body><table><tr><td>Lindholm</td><td>" + kFirst +
                    "</td></tr><tr><td>Weather</td><td>" + kSecond + "</td></tr></table></body>"),
            kText);
}

TEST(HtmlContent, AnArticleDrawnByScriptsIsFound) {
  std::string literal;
  for (int i = 0; i < 4; ++i) literal += "\\u003cp\\u003e" + kFirst + "\\u003c\\/p\\u003e";
  const std::string filler = "<style>" + std::string(9000, ' ') + "</style>";
  const std::string body =
      body_of(filler + "<div id=root></div><script>state = {\"id\":\"x\",\"body\":\"" + literal +
              "\"}</script>");
  EXPECT_EQ(body.substr(0, kFirst.size()), kFirst);
}

TEST(HtmlContent, TheTitleLosesTheNameOfTheSite) {
  const auto headline = [](const std::string& html) {
    return read_html(html, 400).metadata.headline;
  };
  EXPECT_EQ(headline("<title>Ferry runs | Harbour Post</title>"
                     "<meta property='og:site_name' content='Harbour Post'>"),
            "Ferry runs");
  EXPECT_EQ(headline("<title>Ferry runs - Post</title><h1>Ferry runs</h1>"), "Ferry runs");
  EXPECT_EQ(headline("<title>Ferry runs - again</title><h1>Welcome</h1>"), "Ferry runs - again");
}

TEST(HtmlContent, AGalleryOfShortCaptionsIsAllOfThem) {
  std::string page = "<article><h1>Road in pictures</h1>";
  std::string text;
  for (int i = 1; i <= 9; ++i) {
    const std::string caption =
        "Worker " + std::to_string(i) + " looks at a crack in the old road.";
    page += "<figure><img src=x><figcaption>" + caption + "</figcaption></figure>";
    text += (i > 1 ? "\n\n" : "") + caption;
  }
  EXPECT_EQ(body_of(page + "</article>"), text);
}

TEST(HtmlContent, AGallerysCaptionsMayBeCalledSoAndBeNoSentences) {
  std::string page = "<article><h1>Road in pictures</h1><p>What happened on the road.</p>";
  std::string text = "What happened on the road.";
  for (int i = 1; i <= 9; ++i) {
    const std::string caption = "Worker " + std::to_string(i) + " on the old road";
    page += "<figure><img src=x><figcaption class=caption>" + caption + "</figcaption></figure>";
    text += "\n\n" + caption;
  }
  EXPECT_EQ(body_of(page + "</article>" + kFooter), text);
}

TEST(HtmlContent, ShortCaptionsBesideAnArticleAreNoneOfIt) {
  const std::string figure =
      "<figure><img><figcaption>A crack in the old road.</figcaption></figure>";
  EXPECT_EQ(body_of("<main>" + figure + figure + figure + kArticle + "</main>"), kText);
}

TEST(HtmlContent, AListOfEntriesUnderLinksIsTheArticles) {
  const std::string name = "Hotel by the Sea of Lindholm ";
  const std::string about = " A fine hotel by the sea, with rooms from 100 pounds and kippers.";
  for (const std::string heading : {"h2", "h3"}) {
    for (const std::string box : {"li", "div class=item", "section"}) {
      for (const std::string& title :
           {name, name + "and the Old Harbour ", std::string("Hotel ")}) {
        std::string list;
        std::string text;
        for (int i = 1; i <= 4; ++i) {
          const std::string number = std::to_string(i);
          list += "<" + box + "><" + heading + "><a href=https://other.test>" + title + number +
                  "</a></" + heading + "><p>" + number + about + "</p></" +
                  box.substr(0, box.find(' ')) + ">";
          text += title + number + "\n\n" + number + about + "\n\n";
        }
        if (box == "li") list = "<ol>" + list + "</ol>";
        const std::string begin = "<article><h1>Hotels</h1><p>" + kFirst + "</p>";
        EXPECT_EQ(body_of(begin + list + "</article>") + "\n\n", kFirst + "\n\n" + text);
        EXPECT_EQ(body_of(begin + "<div>" + list + "</div><p>" + kSecond + "</p></article>"),
                  kFirst + "\n\n" + text + kSecond);
        EXPECT_EQ(body_of(begin + list + "<p>" + kSecond + "</p></article>"),
                  kFirst + "\n\n" + text + kSecond)
            << heading << box << title;
      }
    }
  }
}

TEST(HtmlContent, LongChaptersUnderLinksKeepTheirTitles) {
  std::string html;
  std::string text;
  for (int i = 1; i <= 3; ++i) {
    const std::string title = "Hotel " + std::to_string(i);
    html += "<section><h2><a href=x>" + title + "</a></h2>" + kArticle + kArticle + kArticle +
            kArticle + "</section>";
    text += (i > 1 ? "\n\n" : "") + title;
    for (int each = 0; each < 4; ++each) text += "\n\n" + kText;
  }
  EXPECT_EQ(body_of("<article><h1>Hotels</h1>" + html + "</article>"), text);
}

TEST(HtmlContent, AFigureMayHoldATableAQuoteOrLines) {
  const std::string table =
      "<tr><th>Port</th><th>Boats</th></tr><tr><td>Lindholm</td><td>12</td></tr>";
  for (const auto& [html, text] : {
           std::pair<std::string, std::string>(
               "<figure class=wp-block-table><table>" + table + "</table></figure>",
               "Port Boats\n\nLindholm 12"),
           {"<figure class=wp-block-pullquote><blockquote><p>We are "
            "glad.</p></blockquote></figure>",
            "We are glad."},
           {"<pre>ferry = 12</pre>", "ferry = 12"},
           {"<figure><pre>ferry = 12</pre><figcaption>The code of a ferry.</figcaption></figure>",
            "ferry = 12"},
       }) {
    EXPECT_EQ(body_of("<article><h1>Ferry</h1><p>" + kFirst + "</p>" + html + "<p>" + kSecond +
                      "</p></article>"),
              kFirst + "\n\n" + text + "\n\n" + kSecond);
  }
}

}  // namespace
}  // namespace copytaster::text

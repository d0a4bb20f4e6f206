#include "pipeline/text/html_others.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/pipeline/text/html_support.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kDepth = 400;

/// Comments of readers, longer than the article.
std::string comments(const std::string& before, const std::string& after) {
  std::string html;
  for (const char* name : {"Anna", "Berta", "Clara", "Dora", "Emil"}) {
    html += before + "<b>" + name +
            "</b><time datetime=2020-01-01>x</time><div>I have waited for "
            "this ferry longer than for any other thing in my whole life, and so did my " +
            name + ", who never complained once. It is a shame what they ask for it!</div>" + after;
  }
  return html;
}

std::string page(const std::string& text) {
  return "<body><main><h1>Ferry runs</h1><article>" + text + "</article></main></body>";
}

TEST(HtmlOthers, CommentsAreNotTheArticleHoweverLong) {
  for (const std::string name : {"class=comments", "id=comments", "class='comment-list'",
                                 "id=kommentare", "class=commentaires", "class=comentarios",
                                 "class='lista-commenti'", "class=reacties", "id=disqus_thread"}) {
    EXPECT_EQ(
        body_of(page(kArticle) + "<div " + name + ">" + comments("<div>", "</div>") + "</div>"),
        kText)
        << name;
  }
}

TEST(HtmlOthers, CommentsAreKnownByTheirHeading) {
  for (const std::string label :
       {"Comments", "5 Comments", "Kommentare (5)", "5 commentaires", "Comentarios", "Commenti (5)",
        "5 reacties", "12 комментариев", "1 Kommentar", "5 komentarzy", "Leave a comment",
        "Komentarze", "Schreiben Sie einen Kommentar"}) {
    EXPECT_EQ(body_of("<body><h1>Ferry runs</h1>" + kArticle + "<section><h3>" + label + "</h3>" +
                      comments("<div>", "</div>") + "</section></body>"),
              kText)
        << label;
    EXPECT_EQ(body_of("<body><div><h1>Ferry runs</h1>" + kArticle + "<h3>" + label + "</h3>" +
                      comments("<div>", "</div>") + "</div></body>"),
              kText)
        << label << " without a box";
  }
}

TEST(HtmlOthers, AChapterCalledReactionsIsNone) {
  EXPECT_EQ(body_of(page("<p>" + kFirst + "</p><h2>Reacties</h2><p>" + kSecond + "</p>")),
            kFirst + "\n\nReacties\n\n" + kSecond);
  EXPECT_EQ(body_of(page("<section><h2>Comments</h2>" + kArticle + "</section>")),
            "Comments\n\n" + kText)
      << "nothing before it";
}

TEST(HtmlOthers, AChapterCalledReactionsHoldsWhatChaptersHold) {
  const std::string quote =
      "We waited for this ferry longer than for anything else, the mayor of Lindholm says.";
  const std::string more =
      "The town will hold a feast on the quay when the first boat comes in, with herring for all.";
  for (const std::string label : {"Réactions", "Reacties", "Kommentare", "Comentarios", "Comments",
                                  "Join the conversation"}) {
    for (const std::string& block :
         {"<blockquote><p>" + quote + "</p></blockquote>", "<ul><li>" + quote + "</li></ul>",
          "<h3>" + quote + "</h3>", "<figure><blockquote>" + quote + "</blockquote></figure>",
          "<div class=ad>Advertisement</div><p>" + quote + "</p>"}) {
      const std::string heading = "<h2>" + label + "</h2>";
      const std::string rest = "<p>" + more + "</p>" + "<h2>The fares</h2><p>" + kSecond + "</p>";
      const std::string end = more + "\n\nThe fares\n\n" + kSecond;
      for (const std::string& body :
           {body_of(page("<p>" + kFirst + "</p>" + heading + block + rest)),
            body_of(
                page("<p>" + kFirst + "</p><section>" + heading + block + rest + "</section>"))}) {
        EXPECT_TRUE(body.starts_with(kFirst)) << body;
        EXPECT_TRUE(body.ends_with(end)) << label << block << '\n' << body;
      }
    }
  }
}

TEST(HtmlOthers, CommentsEndAtTheNextHeadingOrWhereTheTextGoesOn) {
  for (const std::string& rest :
       {"<h2>The fares</h2><p>" + kSecond + "</p>", "<p>" + kSecond + "</p>"}) {
    const std::string body = body_of(
        page("<p>" + kFirst + "</p><h2>Comments</h2>" + comments("<div>", "</div>") + rest));
    EXPECT_TRUE(body.starts_with(kFirst)) << body;
    EXPECT_TRUE(body.ends_with(kSecond)) << body;
    EXPECT_EQ(body.find("never complained"), std::string::npos) << body;
  }
}

TEST(HtmlOthers, ABoxUnderARelatedLabelGoes) {
  for (const std::string label :
       {"Lesen Sie auch", "À lire aussi", "Lea también", "Leggi anche", "Lees ook:", "Read also",
        "Mehr zum Thema", "Leia também", "Czytaj także", "Läs också", "Читайте также"}) {
    for (const std::string title :
         {"<h4><a href=x>Minister resigns over the harbour</a></h4>",
          "<h4>Minister resigns over the harbour</h4>",
          "<ul><li><a href=x>Minister resigns</a></li><li><a href=y>Storm is over</a></li></ul>"}) {
      for (const auto& [begin, end] : {std::pair<std::string, std::string>{"<div>", "</div>"},
                                       {"<section>", "</section>"},
                                       {"", ""}}) {
        const std::string box = begin + "<h3>" + label + "</h3>" + title + end;
        const std::string text = "<p>" + kFirst + "</p>" + box + "<p>" + kSecond + "</p>";
        EXPECT_EQ(body_of(page(text)), kText) << box;
      }
    }
  }
}

TEST(HtmlOthers, AHeadlineUnderARelatedLabelIsNotTheTitle) {
  const std::string box = "<div><h3>Lesen Sie auch</h3><h1>Minister tritt zurück</h1></div>";
  const std::string own = "<h1>Die Fähre fährt</h1>";
  for (const std::string& head :
       {std::string("<title>Die Fähre fährt | Hafenpost</title>") + box + own,
        own + "<p>" + kFirst + "</p>" + box}) {
    const HtmlArticle article = read_html("<body>" + head + kArticle + "</body>", kDepth);
    EXPECT_EQ(article.metadata.headline, "Die Fähre fährt");
    EXPECT_EQ(article.body.find("Minister"), std::string::npos);
  }
  const std::string named = "<div class=related><h1>Minister resigns</h1><p>x</p></div>";
  EXPECT_EQ(read_html("<body>" + named + "<h1>Ferry runs</h1>" + kArticle + "</body>", kDepth)
                .metadata.headline,
            "Ferry runs");
}

TEST(HtmlOthers, RowsOfTeasersAreOtherArticles) {
  std::string teasers;
  for (const char* name : {"Anna", "Berta", "Clara", "Dora", "Emil"}) {
    teasers += std::string("<div><h3><a href=/x>The ship ") + name +
               " is sold</a></h3><p>The old ship was built in the yard of Lindholm before the war, "
               "and has been lying afloat in its harbour ever since.</p></div>";
  }
  EXPECT_EQ(body_of("<body><div><h1>Ferry runs</h1>" + kArticle + "</div><div>" + teasers +
                    "</div></body>"),
            kText);
}

TEST(HtmlOthers, LinkedHeadingsOfALiveBlogAreItsOwn) {
  std::string entries;
  std::string text = kFirst;
  for (const char* name : {"Anna", "Berta", "Clara", "Dora", "Emil"}) {
    const std::string heading = std::string("10:31 The ship ") + name + " is safe";
    const std::string entry = "It has made fast at the quay of Lindholm, and all are well aboard.";
    entries += "<div><h3><a href=#" + std::string(name) + ">" + heading + "</a></h3><p>" + entry +
               "</p></div>";
    text += "\n\n" + heading + "\n\n" + entry;
  }
  EXPECT_EQ(body_of("<body><div><h1>Storm</h1><p>" + kFirst + "</p><div>" + entries +
                    "</div></div></body>"),
            text);
}

TEST(HtmlOthers, AuthorsAndTimesOfOthersAreNotThePages) {
  const std::string comment =
      "<div class=comment><span itemprop=author>Troll</span><time datetime=2020-01-01>x</time>"
      "<p>I never take it.</p></div>";
  const std::string related =
      "<div class=related-posts><a rel=author href=x>Ann Other</a>"
      "<time datetime=2021-01-01>y</time><p><a href=x>Storm</a></p></div>";
  const std::string own = "<span itemprop=author>Jane Doe</span><time datetime=2026-03-01>z</time>";
  const HtmlMetadata found =
      read_html("<body>" + related + "<h1>Ferry runs</h1>" + own + kArticle + comment + "</body>",
                kDepth)
          .metadata;
  EXPECT_EQ(found.authors, std::vector<std::string>{"Jane Doe"});
  EXPECT_EQ(found.published, "2026-03-01");
  const HtmlMetadata none =
      read_html("<body><h1>Ferry runs</h1>" + kArticle + comment + "</body>", kDepth).metadata;
  EXPECT_TRUE(none.authors.empty());
  EXPECT_EQ(none.published, "");
}

TEST(HtmlOthers, AButtonOverAChapterTakesNothingWithIt) {
  EXPECT_EQ(body_of(page("<p>" + kFirst + "</p><div>Weiterlesen</div><h2>Die Preise</h2><p>" +
                         kSecond + "</p>")),
            kFirst + "\n\nDie Preise\n\n" + kSecond);
}

TEST(HtmlOthers, WhatLiesOverThePageIsNoneOfItHoweverLong) {
  std::string notice;
  for (int i = 0; i < 9; ++i)
    notice +=
        "<p>We and our partners store and access information on a device, and process it.</p>";
  for (const std::string layer : {"role=dialog", "class=cookie-banner", "id=consent"})
    EXPECT_EQ(body_of("<body><div " + layer + ">" + notice + "</div>" + page(kArticle)), kText);
  EXPECT_EQ(body_of("<body><dialog>" + notice + "</dialog>" + page(kArticle)), kText);
  EXPECT_EQ(body_of("<body><div role=dialog><h1>Ferry</h1>" + kArticle + "</div></body>"), kText);
}

TEST(HtmlOthers, WhatLiesOverAShortArticleIsNoneOfIt) {
  const std::string brief = "The ferry runs again on Monday.";
  const std::string notice =
      "<p>We and our partners store and access information on a device, such as cookies, and "
      "process personal data, such as unique identifiers, for advertising.</p>";
  for (const std::string layer :
       {"role=dialog", "role=alertdialog", "id=onetrust-consent-sdk", "class=onetrust-banner",
        "class=cookie-notice", "id=cookie-notice", "class=gdpr-consent", "id=gdpr-consent"}) {
    const std::string over = "<div " + layer + ">" + notice + "</div>";
    const std::string article = "<h1>Ferry</h1><p>" + brief + "</p>";
    EXPECT_EQ(body_of("<body><article>" + article + "</article>" + over + "</body>"), brief)
        << layer;
    EXPECT_EQ(body_of("<body><main>" + article + over + "</main></body>"), brief) << layer;
    EXPECT_EQ(body_of("<body>" + over +
                      "<h1>Ferry</h1><p>The ferry to Lindholm runs again, its "
                      "owner said.</p></body>"),
              "The ferry to Lindholm runs again, its owner said.")
        << layer;
  }
  for (const std::string tag : {"<dialog>", "<div popover>", "<div popover=manual>"})
    EXPECT_EQ(body_of("<body><p>Brief.</p>" + tag + notice + "</body>"), "Brief.") << tag;
}

TEST(HtmlOthers, AnOpinionCalledCommentIsAnArticle) {
  const std::string lead = "<p>" + kSecond + "</p>";
  EXPECT_EQ(body_of("<body><h1>Ferry</h1>" + lead + "<div class=comment>" + kArticle + kArticle +
                    "</div></body>"),
            kSecond + "\n\n" + kText + "\n\n" + kText);
}

TEST(HtmlOthers, WhatIsAllThereIsIsNobodyElses) {
  EXPECT_EQ(body_of("<body><div class=comments>" + kArticle + "</div></body>"), kText);
  EXPECT_EQ(body_of("<body><div class=related><h1>Ferry</h1>" + kArticle + "</div></body>"), kText);
  const HtmlOthers none = find_others(read_html_tree("", kDepth));
  EXPECT_EQ(none.elements, std::vector<bool>{false});
  EXPECT_TRUE(none.blocks.empty());
}

TEST(HtmlOthers, ARowBehindTheTextIsNoneOfItWhateverEndsThePage) {
  std::string row;
  for (int i = 1; i <= 4; ++i)
    row += "<div class=item><h3><a href=x>Minister resigns over harbour " + std::to_string(i) +
           "</a></h3><p>The minister left his house on Monday, as he said.</p></div>";
  const std::string text = kArticle + kArticle + kArticle;
  const std::string whole = kText + "\n\n" + kText + "\n\n" + kText;
  EXPECT_EQ(body_of(page(text + "<div>" + row + "</div>")), whole);
  EXPECT_EQ(body_of("<body><main><h1>Ferry runs</h1>" + text + "<div>" + row + "</div><p>" +
                    kFirst + "</p></main></body>"),
            whole + "\n\n" + kFirst);
}

}  // namespace
}  // namespace copytaster::text

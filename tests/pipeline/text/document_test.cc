#include "pipeline/text/document.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "pipeline/text/clean.h"
#include "tests/pipeline/support.h"

namespace copytaster::text {
namespace {

Result<Document, Rejection> make(const std::string& title, const std::string& body,
                                 TextLimits limits = {}) {
  Article article;
  article.title = title;
  article.body = body;
  return make_document(article, limits);
}

TEST(Document, ScrapedFurnitureGoesAndTheArticleStays) {
  const auto document =
      make("Ferry runs again",
           "Facebook Twitter WhatsApp\n\nShare this\n\nThe ferry to Lindholm runs again, its owner "
           "said.\n\n"
           "It had lain in dock since March.\n\nSign up for our newsletter\n\nLeave a Comment\n\n"
           "Your email address will not be published.\n\nName *");
  EXPECT_EQ(
      document->body,
      "The ferry to Lindholm runs again, its owner said.\n\nIt had lain in dock since March.");
}

TEST(Document, ASentenceThatOnlyMentionsSharingStays) {
  const std::string body =
      "Share prices rose. Subscribe to nothing, said the trader, and he went on at some length "
      "about "
      "the newsletters that had once told him to buy.";
  EXPECT_EQ(make("T", body)->body, body);
}

TEST(Document, DatelineCreditAndBylineAreFoundAndMasked) {
  const auto document =
      make("Talks end",
           "By Jane Doe\n\nLUXEMBOURG, June 13 (Northwire) - The talks ended.\n\n(Northwire)");
  EXPECT_EQ(document->located, "LUXEMBOURG");
  EXPECT_EQ(document->by, "Jane Doe");
  EXPECT_EQ(document->credit, "Northwire");
  std::string unmasked;
  for (const auto& token : document->body_tokens) {
    if (!token.masked)
      unmasked += document->body.substr(token.begin, token.end - token.begin) + " ";
  }
  EXPECT_EQ(unmasked, "The talks ended . ");
}

TEST(Document, AnEmbargoIsNoHeadline) {
  const std::string notice = "EMBARGOED UNTIL 06:00 GMT 15 June 2026";
  const std::string text = "The council has closed the harbour road.\n\nIt opens in May.";
  const auto titled = make(notice + ": Road to close", text);
  EXPECT_EQ(titled->headline, "Road to close");
  EXPECT_EQ(titled->embargo, notice);
  EXPECT_EQ(titled->ed_note, notice);
  EXPECT_EQ(titled->body, text);
  for (const auto& first : {notice + ": Road to close", std::string("Road to close")})
    EXPECT_EQ(make(notice + ": Road to close", first + "\n\n" + text)->body, text) << first;
  const auto alone = make(notice, "Road to close\n\n" + text);
  EXPECT_EQ(alone->headline, "Road to close");
  EXPECT_EQ(alone->embargo, notice);
  for (const auto& line : {notice, std::string("Embargo : lundi 15 juin 2026 à 6h00")}) {
    const auto untitled = make("", line + "\n\n" + text);
    EXPECT_EQ(untitled->headline, "") << line;
    EXPECT_EQ(untitled->embargo, line);
  }
  EXPECT_EQ(make(notice, "")->headline, notice);
  EXPECT_EQ(make(notice, "")->embargo, notice);
}

TEST(Document, HtmlBecomesParagraphsWithoutScriptsAndNavigation) {
  const auto document = make(
      "",
      "<html><head><title>Ferry</title><script>x()</script></head><body><nav>Home</nav>"
      "<p>The <b>ferry</b> runs&nbsp;again.</p><div hidden>secret</div><p>It is &lt;new&gt;.</p>"
      "<footer>About</footer></body></html>");
  EXPECT_EQ(document->headline, "Ferry");
  EXPECT_EQ(document->body, "The ferry runs again.\n\nIt is <new>.");
}

TEST(Document, MarkupInATitleIsRead) {
  const auto headline = [](const std::string& title) { return make(title, "Body.")->headline; };
  EXPECT_EQ(headline("a <em>b</em> &lt;i&gt;c&lt;/i&gt;"), "a b c");
  EXPECT_EQ(headline("<b>Bold</b> title<br>two"), "Bold title two");
  EXPECT_EQ(headline("&lt;p&gt;Ferry &amp;amp; harbour&lt;/p&gt;"), "Ferry & harbour");
  EXPECT_EQ(headline("<title>Ferry runs</title>"), "Ferry runs");
  EXPECT_EQ(headline("<p>Ferry</p><p>runs</p>"), "Ferry runs");
  for (const std::string plain : {"Ice < 3 cm & > 1 cm", "Phillips <P> fell", "AT&T <PLC> said"})
    EXPECT_EQ(headline(plain), plain);
  EXPECT_EQ(headline("The &lt;p&gt; tag"), "The <p> tag") << "one alone may be what it is about";
  EXPECT_EQ(headline("The &lt;p&gt; tag in <b>HTML</b>"), "The <p> tag in HTML");
}

TEST(Document, ResultsOfAFeedAreKept) {
  EXPECT_EQ(make("Scores2",
                 "Results:<table><tr><td>Arsenal 2 Chelsea 1</td></tr>"
                 "<tr><td>Leeds 0 Everton 0</td></tr></table>")
                ->body,
            "Results:\n\nArsenal 2 Chelsea 1\n\nLeeds 0 Everton 0");
}

TEST(Document, ClosingPricesStandBetweenTheirParagraphs) {
  const std::string first =
      "Shares of the two ferry lines fell on Monday, brokers of Lindholm said.";
  const std::string last = "The bourse is closed until Thursday, when the harbour opens once more.";
  const std::string table =
      "<table><tr><th>Share</th><th>Close</th></tr><tr><td>Harbour</td><td>12.50</td></tr></table>";
  const std::string text = "<p>" + first + "</p>" + table + "<p>" + last + "</p>";
  for (const std::string& body :
       {text, "<html><body><article>" + text + "</article></body></html>"})
    EXPECT_EQ(make("Ferries", body)->body, first + "\n\nShare Close\n\nHarbour 12.50\n\n" + last);
}

TEST(Document, HostileMarkupEndsInTime) {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<div>";
  EXPECT_EQ(make("T", deep + "<p>end</p>")->body, "end");
  std::string laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\">";
  for (int i = 0; i < 50; ++i)
    laughs += "<!ENTITY lol" + std::to_string(i) + " \"&lol;&lol;&lol;&lol;&lol;\">";
  EXPECT_TRUE(make("T", laughs + "]><p>&lol49;</p>").has_value());
}

TEST(Document, APageIsReadUpToItsLimit) {
  Article article;
  for (int i = 0; i < 1'000'000; ++i) article.html += "<div>";
  article.html += "<p>The ferry runs again.</p>";
  EXPECT_EQ(make_document(article, {})->body, "The ferry runs again.");
  const TextLimits limits;
  article.html.resize(limits.html_bytes, ' ');
  EXPECT_EQ(make_document(article, limits)->body, "The ferry runs again.");
  article.html += ' ';
  EXPECT_EQ(make_document(article, limits).error().code, "text_too_large");
}

TEST(Document, WrappedLinesAreJoinedAndIndentsBeginParagraphs) {
  const auto document = make("T",
                             "Showers continued throughout the week in the Bahia\ncocoa zone, "
                             "easing the drought since early Jan\n"
                             "and improving prospects for the coming harvest.\n    The dry period "
                             "means it will be late\nthis year.");
  EXPECT_EQ(document->body,
            "Showers continued throughout the week in the Bahia cocoa zone, easing the drought "
            "since early Jan and "
            "improving prospects for the coming harvest.\n\nThe dry period means it will be late "
            "this year.");
}

TEST(Document, LinesOfWireCopyStayApartFromAWrappedText) {
  std::string body =
      "BC-EU--Trade, 1st Ld\nEds: Updates with vote.\nBy JANE DOE\n"
      "LUXEMBOURG (AP) - Ministers agreed on Monday to cut what the";
  for (int i = 0; i < 10; ++i)
    body += "\nUnion pays for grain, and to pay those who grow it for what";
  const auto document = make("T", body);
  EXPECT_EQ(document->slugline, "BC-EU--Trade, 1st Ld");
  EXPECT_EQ(document->by, "JANE DOE");
  EXPECT_EQ(document->located, "LUXEMBOURG");
  EXPECT_NE(document->body.find("By JANE DOE\nLUXEMBOURG (AP) - Ministers agreed on Monday to cut "
                                "what the Union pays for grain, and to pay those who grow it for "
                                "what Union pays"),
            std::string::npos)
      << document->body;
}

TEST(Document, LinesInBracketsStayApartFromAWrappedText) {
  const std::string headline = "UPDATE 2-Tormouth closes its bridge, shares of Quay Plc fall";
  const auto document = make(
      "",
      headline +
          "\n(Adds quotes, background, shares in paragraphs 5-7)\n    By Jane Doe\n    TORMOUTH, "
          "June "
          "14 (Reuters) - The council of Tormouth voted\non Tuesday to close the old bridge for "
          "repairs, sending\nshares in Quay Plc down 4.2% to 312.5 pence (or so\nthey say) for "
          "some.\n    \"We had no choice,\" the mayor said.\n\n (Reporting by Jane Doe in Tormouth "
          "and Bo Reed in Ostley;\nEditing by John Roe)\n ((jane.doe@example.org; +44 20 7946 "
          "0018))\nKeywords: TORMOUTH BRIDGE/CLOSURE (UPDATE 2)");
  EXPECT_EQ(document->headline, headline);
  EXPECT_EQ(document->ed_note, "(Adds quotes, background, shares in paragraphs 5-7)");
  EXPECT_EQ(document->by, "Jane Doe");
  EXPECT_EQ(document->located, "TORMOUTH");
  EXPECT_NE(document->body.find("pence (or so they say) for some."), std::string::npos);
  EXPECT_EQ(document->ranges.at("credit").size(), 2U);
  EXPECT_EQ(document->ranges.at("stamp").size(), 1U);
}

TEST(Document, UnicodeIsComposedAndControlsGo) {
  EXPECT_EQ(make("T",
                 "e\xcc\x81t\xc3\xa9 \xe2\x80\x8b"
                 "a\x01"
                 "b\r\nc")
                ->body,
            "\xc3\xa9t\xc3\xa9 ab\nc");
  const std::string zeros("a\0b", 3);
  EXPECT_EQ(make("T", zeros)->body, "ab");
}

TEST(Document, WhatOtherProgramsDidIsUndoneAndSaid) {
  const auto document = make("AT&amp;T won\u00e2\u20ac\u2122t sell", "He said &quot;no&quot;.");
  EXPECT_EQ(document->headline, "AT&T won\u2019t sell");
  EXPECT_EQ(document->body, "He said \"no\".");
  EXPECT_EQ(document->repaired, (std::vector<std::string>{"mojibake", "references"}));
  EXPECT_TRUE(make("T", "AT&T; won\u2019t sell")->repaired.empty());
  EXPECT_EQ(make("T", "<p>&amp;lt;</p>")->body, "&lt;") << "markup has been read already";
}

TEST(CodePoints, AgreeWithCountingFromTheBeginning) {
  const std::string piece = "aé漢😀b, as plain text goes on for a while. ";
  for (std::string text : {std::string("plain"), piece + piece + piece + piece, std::string()}) {
    const CodePoints points(text);
    std::uint32_t count = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
      if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80U) {
        ASSERT_EQ(points.before(at), count) << at;
        ASSERT_EQ(points.byte_of(count), at);
        ++count;
      }
    }
  }
  EXPECT_EQ(CodePoints(piece).of({{0, 1}, {1, 6}, {6, 11}, {10, 11}}),
            (std::vector<CodePointRange>{{0, 1}, {1, 3}, {3, 5}, {4, 5}}));
}

TEST(Document, RejectsWhatHoldsNoTextOrTooMuch) {
  EXPECT_EQ(make("", " \n\t ").error().code, "empty_text");
  TextLimits limits;
  limits.body_bytes = 10;
  EXPECT_EQ(make("T", "more than ten bytes", limits).error().code, "text_too_large");
  EXPECT_TRUE(make("A title only", "").has_value());
}

TEST(Document, LanguagesAreToldApart) {
  EXPECT_EQ(make("",
                 "Die Fähre nach Lindholm fährt wieder, sagte der Eigentümer am Montag im Hafen "
                 "der Stadt.")
                ->language,
            "de");
  EXPECT_EQ(
      make("",
           "The ferry to Lindholm runs again, its owner said on Monday in the harbour of the town.")
          ->language,
      "en");
  EXPECT_EQ(make("", "123 456")->language, "und");
}

TEST(Document, ALongTableBehindAnEnglishLeadDoesNotHideItsLanguage) {
  std::string body =
      "The agriculture department said on Tuesday that imports from the countries of the coast had "
      "grown since the year began, and that their quotas, in tons of raw value, were as "
      "follows.\n\n"
      "It will say in March whether the quotas of the spring are to be the same as these are now, "
      "which the traders who were asked about it did not think likely, as they told the ministry.";
  for (int i = 0; i < 40; ++i) body += "\n\nBelize nil 10,010 Panama nil 26,390 Fiji nil 7,500";
  EXPECT_EQ(testing::document("Quota details", body).language, "en");
}

TEST(Document, TheSeedArticleKeepsItsTextAndLosesItsForm) {
  const char* data = std::getenv("COPYTASTER_DATA");
  const auto folder = data != nullptr
                          ? std::filesystem::path(data)
                          : std::filesystem::path(SOURCE_FOLDER) / ".." / "shared" / "data";
  std::ifstream stream(folder / "seed" / "raw_article.txt");
  if (!stream.is_open()) GTEST_SKIP() << "no corpora; set COPYTASTER_DATA";
  const std::string raw((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const auto document = make("", raw);
  EXPECT_TRUE(document->headline.starts_with("Biden hopes"));
  EXPECT_TRUE(document->body.starts_with("President Joe Biden"));
  EXPECT_TRUE(document->body.ends_with("spokesman Wang Wenbin."));
  EXPECT_EQ(document->body.find("Comment\n"), std::string::npos);
  EXPECT_EQ(document->body.find("email address"), std::string::npos);
}

}  // namespace
}  // namespace copytaster::text

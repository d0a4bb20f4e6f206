#include "pipeline/fill_in.h"

#include <gtest/gtest.h>

#include "pipeline/codec/times.h"

namespace copytaster {
namespace {

// A Friday.
const Timestamp kReceived = *codec::parse_time("2026-06-12T15:30:00Z");

text::Document under_embargo(const std::string& line) {
  text::Document document;
  document.embargo = line;
  document.ed_note = line;
  return document;
}

TEST(FillIn, ThePageSaysWhatTheMessageLeftOpen) {
  text::Document document;
  document.page.url = "https://example.org/ferry";
  document.page.language = "de";
  document.page.section = "Harbour";
  document.page.image = "https://example.org/ferry.jpg";
  document.page.authors = {"By Jane Doe"};
  document.page.published = "2026-06-11T08:00:00Z";
  document.page.modified = "2026-06-11T09:00:00Z";
  Article article;
  fill_in(article, document, kReceived);
  EXPECT_EQ(article.url, "https://example.org/ferry");
  EXPECT_EQ(article.url_key, "example.org/ferry");
  EXPECT_EQ(article.language, "de");
  EXPECT_EQ(article.section, "Harbour");
  EXPECT_EQ(article.image, "https://example.org/ferry.jpg");
  EXPECT_EQ(article.authors, std::vector<std::string>{"Jane Doe"});
  EXPECT_EQ(article.published_at, codec::parse_time("2026-06-11T08:00:00Z"));
  EXPECT_EQ(article.updated_at, codec::parse_time("2026-06-11T09:00:00Z"));
}

TEST(FillIn, ThePageNeverOverrulesTheMessage) {
  text::Document document;
  document.page.url = "https://example.org/other";
  document.page.language = "de";
  document.page.section = "Other";
  document.page.image = "other.jpg";
  document.page.authors = {"John Roe"};
  document.page.published = document.page.modified = "2026-06-11T08:00:00Z";
  Article article;
  article.url = "https://example.org/ferry";
  article.url_key = "example.org/ferry";
  article.language = "en";
  article.section = "Harbour";
  article.image = "ferry.jpg";
  article.authors = {"Jane Doe"};
  article.published_at = article.updated_at = kReceived;
  fill_in(article, document, kReceived);
  EXPECT_EQ(article.url, "https://example.org/ferry");
  EXPECT_EQ(article.url_key, "example.org/ferry");
  EXPECT_EQ(article.language, "en");
  EXPECT_EQ(article.section, "Harbour");
  EXPECT_EQ(article.image, "ferry.jpg");
  EXPECT_EQ(article.authors, std::vector<std::string>{"Jane Doe"});
  EXPECT_EQ(article.published_at, kReceived);
  EXPECT_EQ(article.updated_at, kReceived);
}

TEST(FillIn, WithoutASourceThePagesPublisherIsItAndTheIdentityStays) {
  text::Document document;
  document.page.publisher = "Harbour Post";
  Article article;
  article.uri = "urn:article:news.raw:7";
  article.source = "news.raw";
  fill_in(article, document, kReceived);
  EXPECT_EQ(article.source, "Harbour Post");
  EXPECT_EQ(article.uri, "urn:article:news.raw:7");
  article.source = "News of the Bay";
  article.source_given = true;
  fill_in(article, document, kReceived);
  EXPECT_EQ(article.source, "News of the Bay");
  article.source_given = false;
  document.page.publisher = std::string(257, 'x');
  fill_in(article, document, kReceived);
  EXPECT_EQ(article.source, "News of the Bay") << "a name so long is none";
}

TEST(FillIn, APageWithoutATimeThatCanBeReadLeavesItOpen) {
  text::Document document;
  document.page.published = "yesterday";
  Article article;
  fill_in(article, document, kReceived);
  EXPECT_FALSE(article.published_at);
  EXPECT_EQ(article.status, PubStatus::kUsable);
}

TEST(FillIn, AnEmbargoOfTheTextWithholdsTheArticle) {
  text::Document document = under_embargo("EMBARGOED UNTIL 0001 GMT Monday");
  Article article;
  fill_in(article, document, kReceived);
  EXPECT_EQ(article.embargoed_until, codec::parse_time("2026-06-15T00:01:00Z"));
  EXPECT_EQ(article.status, PubStatus::kWithheld);
  EXPECT_EQ(document.ed_note, "EMBARGOED UNTIL 0001 GMT Monday");
}

TEST(FillIn, ItsWeekdayIsReadByWhenTheArticleWasWritten) {
  text::Document document = under_embargo("EMBARGOED UNTIL 0001 GMT Monday");
  Article article;
  article.published_at = codec::parse_time("2026-06-01T00:00:00Z");  // a Monday
  fill_in(article, document, kReceived);
  EXPECT_EQ(article.embargoed_until, codec::parse_time("2026-06-01T00:01:00Z"));
}

TEST(FillIn, AnEmbargoWithoutASureTimeIsSaidAndNotMadeUp) {
  text::Document document = under_embargo("EMBARGOED UNTIL MONDAY");
  Article article;
  fill_in(article, document, kReceived);
  EXPECT_FALSE(article.embargoed_until);
  EXPECT_EQ(article.status, PubStatus::kWithheld);
  EXPECT_EQ(document.ed_note,
            "EMBARGOED UNTIL MONDAY\n(embargo without a sure time: it names no hour)");
}

TEST(FillIn, TheFieldOfTheMessageWins) {
  text::Document document = under_embargo("EMBARGOED UNTIL 0001 GMT Monday");
  Article article;
  article.embargoed_until = kReceived;
  article.status = PubStatus::kWithheld;
  fill_in(article, document, kReceived);
  EXPECT_EQ(article.embargoed_until, kReceived);
}

}  // namespace
}  // namespace copytaster

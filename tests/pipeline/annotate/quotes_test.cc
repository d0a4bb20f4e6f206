#include "pipeline/annotate/quotes.h"

#include <gtest/gtest.h>

#include "support.h"

namespace copytaster::annotate {
namespace {

std::vector<Quote> quotes_of(std::string_view body) {
  const text::Document document = document_of("", body);
  return find_quotes(document, find_entities(document, shipped_lexicons()));
}

TEST(Quotes, SpeakerAndVerbBesideTheQuote) {
  const auto quotes = quotes_of(
      "We met Antony Blinken there. “We are open to discussion now,” Blinken said. More.");
  ASSERT_EQ(quotes.size(), 1U);
  EXPECT_EQ(quotes[0].text, "We are open to discussion now,");
  EXPECT_EQ(quotes[0].speaker, "Antony Blinken");
  EXPECT_EQ(quotes[0].verb, "said");
  EXPECT_EQ(quotes[0].at, (CodePointRange{30, 60}));
}

TEST(Quotes, StraightMarksAndSpeakerBefore) {
  const auto quotes = quotes_of("Then Antony Blinken said: \"We are open to discussion now.\"");
  ASSERT_EQ(quotes.size(), 1U);
  EXPECT_EQ(quotes[0].speaker, "Antony Blinken");
}

TEST(Quotes, TwoPeopleBesideItLeaveTheSpeakerUnknown) {
  const auto quotes =
      quotes_of("\"We are open to discussion now,\" Antony Blinken said of Jake Sullivan.");
  ASSERT_EQ(quotes.size(), 1U);
  EXPECT_EQ(quotes[0].speaker, "");
}

TEST(Quotes, ShortAndUnclosedAreNone) {
  EXPECT_TRUE(quotes_of("A “frank” talk. He said “and so it goes on and on and on").empty());
  EXPECT_TRUE(quotes_of("A \"one two three four five six\n\nseven\" talk.").empty());
}

}  // namespace
}  // namespace copytaster::annotate

#include "pipeline/annotate/quotes.h"

#include <gtest/gtest.h>

#include "support.h"

namespace copytaster::annotate {
namespace {

std::vector<Quote> quotes_of(std::string_view body) {
  const text::Document document = document_of("", body);
  return find_quotes(document, find_entities(document, shipped_lexicons(), nullptr));
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

std::string speaker_of(std::string_view body) {
  const auto quotes = quotes_of(body);
  return quotes.size() == 1 ? quotes[0].speaker : "not one quote";
}

TEST(Quotes, TheSubjectOfTheVerbSpeaks) {
  const std::string who = "We met Antony Blinken and Park Jin. ";
  const std::string what = "“We are open to discussion now,” ";
  EXPECT_EQ(speaker_of(who + what + "Blinken said of Jake Sullivan."), "Antony Blinken");
  EXPECT_EQ(speaker_of(who + what + "said Blinken."), "Antony Blinken");
  EXPECT_EQ(speaker_of(who + what + "said foreign ministry spokesman Wang Wenbin on Friday."),
            "Wang Wenbin");
  EXPECT_EQ(speaker_of(who + what + "Park, the minister, later said."), "Park Jin");
  EXPECT_EQ(speaker_of(who + what + "according to Blinken."), "Antony Blinken");
  EXPECT_EQ(
      speaker_of(who + "Park told reporters that “we are open now to talks,” but said no more."),
      "Park Jin");
  EXPECT_EQ(speaker_of(who + "Park warned Blinken, saying “we are open to discussion now.”"),
            "Park Jin");
}

TEST(Quotes, ANameInsideALongerPhraseIsNoSpeaker) {
  const std::string who = "We met President Joe Biden. ";
  const std::string what = "“We are open to discussion now,” ";
  EXPECT_EQ(speaker_of(who + what + "the senior Biden official said."), "");
  EXPECT_EQ(speaker_of(who + what + "said a Biden official."), "");
  EXPECT_EQ(speaker_of(who + what + "Biden's spokesman said."), "");
}

TEST(Quotes, WhatFollowsTheFullStopBelongsToTheNextSentence) {
  EXPECT_EQ(speaker_of("Park Jin said: “We are open to discussion now.” Antony Blinken said no."),
            "Park Jin");
}

TEST(Quotes, OneSpeakerGoesOnWithinTheParagraph) {
  const auto quotes = quotes_of(
      "“We are open to discussion now,” Antony Blinken said. “We have said so for many years.”\n\n"
      "“It is what we all want here,” he added. There it ended.\n\n“Nobody knows who said these "
      "words.”");
  ASSERT_EQ(quotes.size(), 4U);
  EXPECT_EQ(quotes[1].speaker, "Antony Blinken");
  EXPECT_EQ(quotes[2].speaker, "Antony Blinken");
  EXPECT_EQ(quotes[2].verb, "added");
  EXPECT_EQ(quotes[3].speaker, "");
}

TEST(Quotes, AnOpeningMarkWithABlankBehindItCloses) {
  const auto quotes = quotes_of("Park Jin said “we are open to discussion now. “\n\nMore.");
  ASSERT_EQ(quotes.size(), 1U);
  EXPECT_EQ(quotes[0].text, "we are open to discussion now. ");
  EXPECT_EQ(quotes[0].speaker, "Park Jin");
}

TEST(Quotes, ShortAndUnclosedAreNone) {
  EXPECT_TRUE(quotes_of("A “frank” talk. He said “and so it goes on and on and on").empty());
  EXPECT_TRUE(quotes_of("A \"one two three four five six\n\nseven\" talk.").empty());
}

}  // namespace
}  // namespace copytaster::annotate

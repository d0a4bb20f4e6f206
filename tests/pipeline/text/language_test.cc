#include "pipeline/text/language.h"

#include <gtest/gtest.h>

namespace copytaster::text {
namespace {

const char* const kEnglish =
    "The government said on Monday that it would not change its plans for the budget, and that "
    "the president had spoken with the leaders of both parties about the vote next week.";

TEST(Language, ADeclaredOneStandsWhereDetectionIsUnsure) {
  EXPECT_EQ(detect_language("1:0", "", "fr"), "fr");
  EXPECT_EQ(detect_language("1:0", "", "pt-BR"), "pt");
  EXPECT_EQ(detect_language("", "12 345 67 890 12 345 67 890 12 345", "DE-de"), "de");
  EXPECT_EQ(detect_language("1:0", "", ""), "und");
}

TEST(Language, WhatIsNoTagIsNoLanguage) {
  for (const auto* tag : {"French", "f", "f1", "fr_FR", "fr-", "fr--FR", "-fr", "12",
                          "fr-toolongtag", "fr FR", "fran\xc3\xa7"}) {
    EXPECT_EQ(detect_language("1:0", "", tag), "und") << tag;
  }
}

TEST(Language, SureDetectionOverrulesTheDeclaredOne) {
  for (const auto* tag : {"", "fr", "en-GB", "no tag"})
    EXPECT_EQ(detect_language("", kEnglish, tag), "en") << tag;
}

TEST(Language, CodesAreThoseOfBCP47) {
  EXPECT_EQ(
      detect_language("", "הממשלה הודיעה ביום שני כי לא תשנה את תוכניותיה לתקציב השנה הבאה", ""),
      "he");
  EXPECT_EQ(detect_language("", "Правительство заявило в понедельник, что не изменит планов", ""),
            "ru");
}

TEST(Language, SmallWordsAreSurerThanTheDetectorOfLanguagesThatItHardlyKnows) {
  EXPECT_EQ(detect_language(
                "",
                "Umnikazi wesikebhe uthe uma kushisa abantu bayahamba, kodwa "
                "namhlanje ngeke bahambe ngoba ulwandle luyabanda futhi kusho ukuthi kuyingozi",
                ""),
            "zu");
}

TEST(Language, AHeadlineAloneIsEnoughWhereItIsSure) {
  EXPECT_EQ(detect_language("Die Fähre nach Lindholm fährt wieder, sagte der Eigentümer", "", ""),
            "de");
}

}  // namespace
}  // namespace copytaster::text

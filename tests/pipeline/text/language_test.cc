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

TEST(Language, ChineseStaysChineseWhenItIsDeclared) {
  const std::string traditional =
      "\u6e2f\u53e3\u59d4\u54e1\u6703\u9031\u4e8c\u8868\u793a\uff0c\u5de5\u7a0b\u5c07"
      "\u63a8\u9072\u5230\u6625\u5929\uff0c\u56e0\u70ba\u627f\u5305\u5546\u6c92\u6709"
      "\u4ea4\u4ed8\u92fc\u6750\u3002\u5b98\u54e1\u62d2\u7d55\u5c31\u8cbb\u7528\u7f6e"
      "\u8a55\u3002";
  for (const std::string_view declared : {"", "zh", "zh-TW", "zh-Hant", "zh-HK"})
    EXPECT_EQ(detect_language("", traditional, declared), "zh-Hant") << declared;
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

TEST(Language, DanishAndNorwegianAreToldApart) {
  for (const char* danish :
       {"Færgen sejler igen, siger ejeren.", "Politiet leder efter vidner i København",
        "Der er ikke noget nyt i sagen, oplyser kommunen",
        "Prisen på mælk er steget meget i denne uge",
        "Regeringen vil give flere penge til skolerne",
        "Han blev fundet død i går, og hans bil blev fundet i havnen",
        "Hun kom op på scenen og takkede for hjælpen uden at sige mere"})
    EXPECT_EQ(detect_language("", danish, ""), "da") << danish;
  for (const char* norwegian :
       {"Fergen går igjen, sier eieren.", "Politiet leter etter vitner i Oslo",
        "Det er ikke noe nytt i saken, opplyser kommunen",
        "Prisen på melk har steget mye denne uken", "Regjeringen vil gi mer penger til skolene",
        "Han ble funnet død i går, og bilen hans ble funnet i havnen",
        "Hun kom opp på scenen og takket for hjelpen uten å si mer"})
    EXPECT_EQ(detect_language("", norwegian, ""), "no") << norwegian;
}

TEST(Language, AHeadlineAloneIsEnoughWhereItIsSure) {
  EXPECT_EQ(detect_language("Die Fähre nach Lindholm fährt wieder, sagte der Eigentümer", "", ""),
            "de");
}

}  // namespace
}  // namespace copytaster::text

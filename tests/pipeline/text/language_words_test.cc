#include "pipeline/text/language_words.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace copytaster::text {
namespace {

TEST(LanguageWords, SmallWordsTellLanguagesApart) {
  for (const auto& [text, language] : std::vector<std::pair<std::string, std::string>>{
           {"The owner of the ferry said that it would not run", "en"},
           {"Der Eigentümer der Fähre sagte, dass sie nicht fährt", "de"},
           {"Le propriétaire du bac dit que les passagers sont à bord", "fr"},
           {"El dueño del barco dijo que no hay pasajeros y se fue con los suyos", "es"},
           {"O dono do barco disse que não há passageiros e foi com os seus", "pt"},
           {"Il proprietario della barca ha detto che non ci sono passeggeri", "it"},
           {"De eigenaar van het schip zei dat het niet vaart", "nl"},
           {"Ägaren till färjan sade att den inte går och att det är så", "sv"},
           {"Umnikazi wesikebhe uthe uma kushisa abantu bayahamba, kodwa namhlanje lokhu ngeke",
            "zu"},
           {"Umnini wesikhephe uthe xa kushushu abantu bayahamba, kwaye ngoku oku kulungile",
            "xh"}}) {
    const WordsLanguage found = language_by_words(text, 1000);
    EXPECT_EQ(found.language, language) << text;
    EXPECT_GT(found.share, 0.5) << text;
    EXPECT_LE(found.share, 1) << text;
  }
}

TEST(LanguageWords, NoWordsAreNoLanguage) {
  for (const std::string text : {"", "123 456", "漢字", "xqzt", "Привет", "\xc3"})
    EXPECT_EQ(language_by_words(text, 1000).language, "") << text;
}

TEST(LanguageWords, WhatManyHaveSaysLittle) {
  EXPECT_LT(language_by_words("de la en a", 1000).weight, 1);
  EXPECT_GT(language_by_words("the of that which", 1000).weight, 3);
}

TEST(LanguageWords, OnlyTheBeginningIsRead) {
  EXPECT_EQ(language_by_words("the of that und der die", 11).language, "en");
}

}  // namespace
}  // namespace copytaster::text

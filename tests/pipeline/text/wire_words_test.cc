#include "pipeline/text/wire_words.h"

#include <gtest/gtest.h>

#include <string>

namespace copytaster::text {
namespace {

TEST(WireWords, LettersAreToldApartBeyondASCII) {
  EXPECT_EQ(letters_of("été"), Letters::kLower);
  EXPECT_EQ(letters_of("Été"), Letters::kCapitalised);
  EXPECT_EQ(letters_of("ÉTÉ"), Letters::kCapitals);
  EXPECT_EQ(letters_of("É"), Letters::kCapitalised);
  EXPECT_EQ(letters_of("McDoe"), Letters::kMixed);
  EXPECT_EQ(letters_of("eBay"), Letters::kMixed);
  EXPECT_EQ(letters_of("13."), Letters::kNone);
  EXPECT_TRUE(in_capitals("ÎLE-ROUSSE", 4));
  EXPECT_FALSE(in_capitals("ÎLE-Rousse", 4));
  EXPECT_FALSE(in_capitals("ÎL", 4));
  EXPECT_EQ(in_small_letters("ÎLE DE FRANCE 1"), "île de france 1");
}

TEST(WireWords, MonthsAndDaysInManyLanguages) {
  for (const char* month :
       {"June", "JUN", "juin", "Juni", "junio", "giu.", "giugno", "июня", "juny,"})
    EXPECT_EQ(month_of(month), std::string(month) == "juny," ? 0 : 6) << month;
  for (const char* day : {"Monday", "MON.", "Montag,", "lundi", "lunes", "lunedì", "måndag"})
    EXPECT_EQ(weekday_of(day), 1) << day;
  EXPECT_EQ(month_of(""), 0);
  EXPECT_EQ(month_of("."), 0);
}

TEST(WireWords, SmallNumbers) {
  EXPECT_EQ(small_number("13"), 13);
  EXPECT_EQ(small_number("1st"), 1);
  EXPECT_EQ(small_number("13."), 13);
  EXPECT_EQ(small_number("2026"), 2026);
  for (const char* none : {"", "x", "12345", "13x", "-1"})
    EXPECT_EQ(small_number(none), -1) << none;
}

TEST(WireWords, Agencies) {
  for (const char* name : {"AP", "dpa", "dpa/AFP", "Associated Press", "РИА Новости", "REUTERS"})
    EXPECT_TRUE(is_agency(name)) << name;
  for (const char* name : {"", "/", "dpa/", "CDU", "dpa/CDU", "France"})
    EXPECT_FALSE(is_agency(name)) << name;
}

}  // namespace
}  // namespace copytaster::text

#include "pipeline/text/clean.h"

#include <gtest/gtest.h>

#include <string>

namespace copytaster::text {
namespace {

std::string repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(CleanCharacters, EveryBlankOfUnicodeIsASpace) {
  for (const char* blank :
       {"\t", "\u00a0", "\u1680", "\u2003", "\u2009", "\u202f", "\u205f", "\u3000"}) {
    EXPECT_EQ(clean_characters(std::string("a") + blank + "b"), "a b");
  }
}

TEST(CleanCharacters, EveryEndOfALineIsALineFeed) {
  for (const char* end : {"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029"}) {
    EXPECT_EQ(clean_characters(std::string("a") + end + "b"), "a\nb");
  }
}

TEST(CleanCharacters, KeepsThirtyCombiningMarksInARow) {
  const std::string mark = "\u0323";
  const std::string base = "q";  // composes with none
  EXPECT_EQ(clean_characters(base + repeated(mark, 30)), base + repeated(mark, 30));
  EXPECT_EQ(clean_characters(base + repeated(mark, 31)), base + repeated(mark, 30));
  EXPECT_EQ(clean_characters(base + repeated(mark, 100'000) + base), base + repeated(mark, 30) + base);
}

TEST(CleanCharacters, MarksOutOfOrderAreSorted) {
  EXPECT_EQ(clean_characters("q\u0307\u0323"), "q\u0323\u0307");
}

}  // namespace
}  // namespace copytaster::text

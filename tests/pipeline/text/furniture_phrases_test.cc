#include "pipeline/text/furniture_phrases.h"

#include <gtest/gtest.h>

namespace copytaster::text {
namespace {

TEST(Phrases, TheLongestOneOfWholeWordsIsFound) {
  const Prefixes phrases("read|read more|é");
  EXPECT_EQ(phrases.match("read more here"), 9U);
  EXPECT_EQ(phrases.match("read moreover"), 4U);
  EXPECT_EQ(phrases.match("reader"), 0U);
  EXPECT_EQ(phrases.begin_of("reader"), 4U);
  EXPECT_EQ(phrases.match("é"), 2U);
  EXPECT_EQ(phrases.match(""), 0U);
}

TEST(Phrases, AnyOfThemMayStandInALine) {
  EXPECT_TRUE(holds_any("the newsletters", "app|newsletter"));
  EXPECT_FALSE(holds_any("the letter", "app|newsletter"));
  EXPECT_EQ(words_in(""), 0U);
  EXPECT_EQ(words_in("one two"), 2U);
}

}  // namespace
}  // namespace copytaster::text

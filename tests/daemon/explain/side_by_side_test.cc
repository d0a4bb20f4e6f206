#include "daemon/explain/side_by_side.h"

#include <gtest/gtest.h>

namespace copytaster::explain {
namespace {

TEST(SideBySide, WrapsBothAtBlanksAndMarksInBrackets) {
  EXPECT_EQ(side_by_side({"one two three four", {{4, 13}}, {}}, {"five", {}, {{0, 4}}}, 23, false),
            "one [two   │ {five}\n"
            "three]     │\n"
            "four       │\n");
}

TEST(SideBySide, ColoursEndWithTheLineAndGoOnInTheNext) {
  EXPECT_EQ(side_by_side({"one two three", {{4, 13}}, {}}, {"x", {}, {{0, 1}}}, 23, true),
            "one \033[1;32mtwo\033[0m    │ \033[4;36mx\033[0m\n"
            "\033[1;32mthree\033[0m      │\n");
}

TEST(SideBySide, NeighbouringPassagesAreApart) {
  EXPECT_EQ(side_by_side({"abcd", {{0, 2}, {2, 4}}, {}}, {"", {}, {}}, 40, false),
            "[ab][cd]           │\n");
}

TEST(SideBySide, ParagraphsStay) {
  EXPECT_EQ(side_by_side({"a\n\nb", {}, {}}, {"", {}, {}}, 23, false),
            "a          │\n           │\nb          │\n");
}

TEST(SideBySide, LongWordsAreBrokenAndWideLettersTakeTwoColumns) {
  EXPECT_EQ(side_by_side({"abcdefghijklmno", {}, {}}, {"", {}, {}}, 23, false),
            "abcdefghij │\nklmno      │\n");
  EXPECT_EQ(side_by_side({"\u6771\u4eac\u6771\u4eac\u6771\u4eac", {}, {}}, {"", {}, {}}, 23, false),
            "\u6771\u4eac\u6771\u4eac\u6771 │\n\u4eac         │\n");
  EXPECT_EQ(side_by_side({"e\u0301e\u0301", {}, {}}, {"", {}, {}}, 23, false),
            "e\u0301e\u0301         │\n");
}

TEST(SideBySide, NoLineIsWiderThanAsked) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += std::string(1 + i % 17, 'x') + (i % 5 == 0 ? "\n" : " ");
  for (std::size_t width = 0; width < 120; width += 7) {
    const std::string out = side_by_side({text, {}, {}}, {text, {}, {}}, width, false);
    for (std::size_t begin = 0; begin < out.size();) {
      const std::size_t end = out.find('\n', begin);
      // The bar is one column of three bytes.
      ASSERT_LE(end - begin - 2, std::max<std::size_t>(width, 20)) << width;
      begin = end + 1;
    }
  }
}

}  // namespace
}  // namespace copytaster::explain

#include "daemon/files/object_lines.h"

#include <gtest/gtest.h>

#include <vector>

namespace copytaster::files {
namespace {

/// How many lines it takes before they can't be one object.
std::size_t taken(const std::vector<std::string_view>& lines) {
  ObjectLines object;
  std::size_t count = 0;
  while (count < lines.size() && object.add(lines[count])) ++count;
  return count;
}

TEST(ObjectLines, AnObjectMayBeBrokenAnywhereBetweenItsWords) {
  const std::vector<std::string_view> words = {
      "{", "\"a\"", ":",     "\"}{\\\"[\"", ",",     "\"b\"", ":", "[", "{", "}",
      ",", "{",     "\"c\"", ":",           "[",     "[",     "1", "]", ",", "null",
      "]", "}",     "]",     ",",           "\"d\"", ":",     "{", "}", "}"};
  for (std::size_t first = 1; first < words.size(); ++first) {
    for (std::size_t second = first; second < words.size(); ++second) {
      std::string lines[3];
      for (std::size_t i = 0; i < words.size(); ++i)
        lines[(i >= first ? 1 : 0) + (i >= second ? 1 : 0)].append(words[i]).append(" ");
      EXPECT_EQ(taken({lines[0], lines[1], "\r", lines[2], ""}), 5U) << first << ' ' << second;
    }
  }
}

TEST(ObjectLines, JsonLinesAreToldAtOnce) {
  EXPECT_EQ(taken({R"({"id":"1"})", "{}"}), 0U) << "one whole line";
  EXPECT_EQ(taken({"no json", "{}"}), 0U);
  EXPECT_EQ(taken({"[", "{}", "]"}), 0U);
  EXPECT_EQ(taken({R"({"id":"1","tit)", R"({"id":"2"})"}), 0U) << "cut in a string";
  EXPECT_EQ(taken({R"({"id":"1\)"}), 0U);
  EXPECT_EQ(taken({R"({"id":"1",)", R"({"id":"2"})"}), 1U);
  EXPECT_EQ(taken({R"({"id":"1")", R"({"id":"2"})"}), 1U);
  EXPECT_EQ(taken({R"({"id":)", R"({"id":"2"})", R"({"id":"3"})"}), 2U);
  EXPECT_EQ(taken({R"({"ids":[1,)", R"({"id":"2"})", R"({"id":"3"})"}), 2U);
  EXPECT_EQ(taken({"{", "}", "{}"}), 2U) << "and something after it";
  EXPECT_EQ(taken({"{", "]"}), 1U);
}

}  // namespace
}  // namespace copytaster::files

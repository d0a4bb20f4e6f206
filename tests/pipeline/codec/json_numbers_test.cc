#include "pipeline/codec/json_numbers.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>

namespace copytaster::codec {
namespace {

TEST(JsonNumbers, FindsTheFirstThatDoesNotFitAndItsKeys) {
  const auto place = bad_number(
      R"({"a":1,"b\"1e999":"1e999","list":[{"x":18446744073709551615},-3.5e2,{"y":1e999}],"z":1e999})");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->number, "1e999");
  EXPECT_EQ(place->outer_key, "list");
  EXPECT_EQ(place->key, "y");
}

TEST(JsonNumbers, AnElementOfAListHasTheKeyOfTheList) {
  const auto place = bad_number(R"({"list":[{"x":1},36893488147419103232],"after":2})");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->number, "36893488147419103232");
  EXPECT_EQ(place->outer_key, "list");
  EXPECT_EQ(place->key, "list");
}

TEST(JsonNumbers, NothingIsFoundWhereAllFitAndNoDamageIsReadPast) {
  const std::string whole = R"({"a":[1,-2.5e3,{"b\\":"1e999\""}],"c":{}})";
  EXPECT_FALSE(bad_number(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    for (const auto* tail : {"", "\"", "\\", "]}", "-", ":1e999"}) {
      const std::string cut = whole.substr(0, size) + tail;
      const auto place = bad_number(cut);
      EXPECT_TRUE(!place || !place->number.empty()) << cut;
    }
  }
}

}  // namespace
}  // namespace copytaster::codec

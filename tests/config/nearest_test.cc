#include "config/nearest.h"

#include <gtest/gtest.h>

namespace copytaster {
namespace {

TEST(Nearest, IsTheKnownWordThatTakesFewestChanges) {
  const std::vector<std::string> known = {"run", "enrich", "explain", "train"};
  EXPECT_EQ(nearest("enrcih", known), "enrich");
  EXPECT_EQ(nearest("explian", known), "explain");
  EXPECT_EQ(nearest("rain", known), "train");
  EXPECT_EQ(nearest("run", known), "run");
}

TEST(Nearest, OfEqualOnesIsTheFirst) {
  EXPECT_EQ(nearest("cat", {"bat", "hat"}), "bat");
  EXPECT_EQ(nearest("cat", {"hat", "bat"}), "hat");
}

TEST(Nearest, IsNothingWhereNoneIsNear) {
  const std::vector<std::string> known = {"run", "enrich"};
  EXPECT_EQ(nearest("nosuch", known), std::nullopt);
  EXPECT_EQ(nearest("", {}), std::nullopt);
  EXPECT_EQ(nearest(std::string(100'000, 'r'), known), std::nullopt);
}

}  // namespace
}  // namespace copytaster

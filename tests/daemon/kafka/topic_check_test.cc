#include "daemon/kafka/topic_check.h"

#include <gtest/gtest.h>

namespace copytaster::kafka {
namespace {

using Names = std::vector<std::string>;

TEST(OutputWatch, ATopicThatIsMadeAnewIsNamedOnce) {
  OutputWatch watch;
  const Names written = {"out", "dead"};
  const auto found = [](const std::string& out) {
    return std::map<std::string, TopicDescription>{
        {"out", {out, 1, 1}}, {"dead", {"two", 1, 1}}, {"read" + out, {out, 1, 1}}};
  };
  EXPECT_EQ(watch.made_anew(written, found("one")), Names{});
  EXPECT_EQ(watch.made_anew(written, {}), Names{}) << "gone, which is another matter";
  EXPECT_EQ(watch.made_anew(written, found("one")), Names{});
  EXPECT_EQ(watch.made_anew(written, found("three")), Names{"out"});
  EXPECT_EQ(watch.made_anew(written, found("three")), Names{});
}

}  // namespace
}  // namespace copytaster::kafka

#include "config/topic_patterns.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace copytaster {
namespace {

TEST(TopicPatterns, NamesAreNamesAndPatternsAreForWholeNames) {
  const auto topics = TopicPatterns::parse({"wire.a", R"(^desk\.[bc]$)"}, {}).value();
  EXPECT_TRUE(topics.matches("wire.a"));
  EXPECT_FALSE(topics.matches("wireXa")) << "a name is no pattern";
  EXPECT_TRUE(topics.matches("desk.b"));
  EXPECT_FALSE(topics.matches("desk.bb"));
  EXPECT_EQ(topics.names(), std::vector<std::string>{"wire.a"});
  EXPECT_TRUE(topics.has_patterns());
}

TEST(TopicPatterns, APatternNeverTakesWhatIsExcludedOrKafkasOwn) {
  const auto topics = TopicPatterns::parse({"^.*$"}, {"news.enriched"}).value();
  EXPECT_TRUE(topics.matches("anything"));
  EXPECT_FALSE(topics.matches("news.enriched"));
  EXPECT_FALSE(topics.matches("__consumer_offsets"));
}

TEST(TopicPatterns, EachPatternSaysWhatItTakes) {
  const auto topics = TopicPatterns::parse({"wire", "^desk.*", "^none"}, {"desk.out"}).value();
  const auto taken = topics.taken_by_pattern({"__desk", "desk.a", "desk.b", "desk.out", "wire"});
  EXPECT_EQ(taken, (std::map<std::string, std::vector<std::string>>{
                       {"^desk.*", {"desk.a", "desk.b"}}, {"^none", {}}}));
}

TEST(TopicPatterns, ABadPatternIsNamed) {
  const auto topics = TopicPatterns::parse({"^(a"}, {});
  ASSERT_FALSE(topics);
  EXPECT_TRUE(topics.error().starts_with("^(a: "));
}

}  // namespace
}  // namespace copytaster

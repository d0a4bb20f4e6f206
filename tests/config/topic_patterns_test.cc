#include "config/topic_patterns.h"

#include <gtest/gtest.h>

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

TEST(TopicPatterns, ABadPatternIsNamed) {
  const auto topics = TopicPatterns::parse({"^(a"}, {});
  ASSERT_FALSE(topics);
  EXPECT_TRUE(topics.error().starts_with("^(a: "));
}

}  // namespace
}  // namespace copytaster

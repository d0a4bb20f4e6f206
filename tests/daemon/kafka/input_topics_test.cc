#include "daemon/kafka/input_topics.h"

#include <gtest/gtest.h>

namespace copytaster::kafka {
namespace {

TEST(InputTopics, WhatIsMissingIsSaidInOneLineForNamesAndOneForPatterns) {
  const auto patterns =
      TopicPatterns::parse({"a1", "a2", "a3", "^b.*", "^c.*", "^d.*"}, {"d.out"}).value();
  const TopicDescription some{"id", 1, 1};
  const auto said =
      missing_inputs(patterns, {{"a1", some}, {"b.x", some}, {"d.out", some}}, false, {"a3"});
  ASSERT_EQ(said.size(), 2U);
  EXPECT_TRUE(said[0].starts_with("no input topic a2 exists")) << said[0];
  EXPECT_TRUE(said[1].starts_with("no topic matches the pattern ^c.*, ^d.*:")) << said[1];
  for (const auto& each : said) EXPECT_NE(each.find("setting input.topics"), std::string::npos);
  EXPECT_EQ(missing_inputs(patterns, {}, false)[0].substr(0, 27), "no input topic a1, a2, a3 e");
  const TopicDescription found = some;
  EXPECT_TRUE(missing_inputs(TopicPatterns::parse({"a", "^b"}, {}).value(),
                             {{"a", found}, {"b", found}}, true)
                  .empty());
}

TEST(InputTopics, WhoIsKnownToTheClusterMayLackThePermissionToSeeATopic) {
  const auto patterns = TopicPatterns::parse({"^b"}, {}).value();
  EXPECT_EQ(missing_inputs(patterns, {}, false)[0].find("grant"), std::string::npos);
  const auto said = missing_inputs(patterns, {}, true)[0];
  EXPECT_NE(said.find("kafka.sasl.username) DESCRIBE and READ"), std::string::npos) << said;
}

TEST(InputTopics, PartitionsOfAllTopicsAreCounted) {
  EXPECT_EQ(count_partitions({}), 0U);
  EXPECT_EQ(count_partitions({{"a", {"id", 4, 1}}, {"b", {"id", 3, 1}}}), 7U);
}

}  // namespace
}  // namespace copytaster::kafka

#include "daemon/kafka/topic_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace copytaster::kafka {
namespace {

Settings settings() {
  Settings all;
  all.kafka.brokers = "localhost:9092";
  all.input.topics = {"wire", R"(^more\..*)"};
  all.output.routes.push_back({"desk", {}, {}, {}, {}, {}, {}});
  all.output.routes.push_back({"news.enriched", {}, {}, {}, {}, {}, {}});
  return all;
}

const PlannedTopic& find(const std::vector<PlannedTopic>& plan, const std::string& name) {
  return *std::find_if(plan.begin(), plan.end(),
                       [&](const PlannedTopic& each) { return each.topic.name == name; });
}

TEST(TopicPlan, EachTopicOnceAndNoPatterns) {
  const auto plan = plan_topics(settings(), 6, 3);
  std::vector<std::string> names;
  for (const auto& planned : plan) names.push_back(planned.topic.name);
  EXPECT_EQ(names, (std::vector<std::string>{"wire", "news.enriched", "news.duplicates",
                                             "news.dead", "news.verdicts", "news.stories", "desk",
                                             "newsroom.journal"}));
  EXPECT_EQ(plan.front().topic.partitions, 6);
  EXPECT_EQ(plan.back().topic.partitions, 1) << "the journal's order is that of decisions";
  EXPECT_EQ(plan.back().topic.settings.at("retention.ms"), "-1");
}

TEST(TopicPlan, OverridesHaveOneOrder) {
  Settings with = settings();
  with.input.overrides = "said";
  const auto plan = plan_topics(with, 6, 3);
  const auto& overrides = find(plan, "said");
  EXPECT_EQ(overrides.use, TopicUse::kOverrides);
  EXPECT_EQ(overrides.topic.partitions, 1);
  const auto problems =
      problems_of(overrides, TopicDescription{"id", 2, 3}, {{"min.insync.replicas", "2"}});
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_FALSE(problems.front().fatal);
  EXPECT_EQ(problems_of(overrides, std::nullopt, {}).size(), 1U);
}

TEST(TopicPlan, WhatIsMadeAsPlannedHasNoProblem) {
  for (const auto& planned : plan_topics(settings(), 6, 3)) {
    auto in_force = planned.topic.settings;
    in_force["min.insync.replicas"] = "2";
    const TopicDescription found{"id", planned.topic.partitions, 3};
    EXPECT_TRUE(problems_of(planned, found, in_force).empty()) << planned.topic.name;
    const auto missing = problems_of(planned, std::nullopt, {});
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_TRUE(missing.front().fatal);
    EXPECT_NE(missing.front().message.find(planned.setting), std::string::npos);
  }
}

/// Of a topic as it is planned, but for one setting.
std::string said_of(const std::string& topic, const char* name, const char* value,
                    std::int32_t partitions = 1) {
  const auto plan = plan_topics(settings(), 6, 3);
  const auto& planned = find(plan, topic);
  auto in_force = planned.topic.settings;
  in_force["min.insync.replicas"] = "2";
  in_force[name] = value;
  std::string all;
  for (const auto& each : problems_of(planned, TopicDescription{"id", partitions, 3}, in_force))
    all += (each.fatal ? "fatal " : "") + each.message;
  return all;
}

TEST(TopicPlan, DangersOfInputsAndOutputsAreNamed) {
  EXPECT_TRUE(said_of("wire", "cleanup.policy", "compact,delete").starts_with("is compacted"));
  EXPECT_TRUE(said_of("news.enriched", "cleanup.policy", "compact").empty())
      << "the newest of each";
  EXPECT_NE(said_of("news.enriched", "retention.ms", "3600000").find("retention.ms=604800000"),
            std::string::npos);
  for (const char* enough : {"604800000", "-1"})
    EXPECT_TRUE(said_of("desk", "retention.ms", enough).empty()) << enough;
  EXPECT_TRUE(said_of("news.dead", "retention.ms", "3600000").empty()) << "nobody names them";
  EXPECT_NE(said_of("desk", "max.message.bytes", "1048588").find("dead letter"), std::string::npos);
}

TEST(TopicPlan, DangersOfAJournalAreNamed) {
  const auto said = [](const char* name, const char* value, std::int32_t partitions = 1) {
    return said_of("newsroom.journal", name, value, partitions);
  };
  const std::string small = said("max.message.bytes", "20000");
  EXPECT_TRUE(small.starts_with("fatal takes 20000 bytes")) << small;
  EXPECT_NE(small.find("max.message.bytes=11534336 (at least 1000000)"), std::string::npos)
      << small;
  EXPECT_TRUE(said("max.message.bytes", "1048588").starts_with("takes 1048588 bytes"));
  EXPECT_TRUE(said("cleanup.policy", "compact").starts_with("fatal is compacted"));
  EXPECT_TRUE(said("cleanup.policy", "delete", 2).starts_with("fatal has 2 partitions"));
  EXPECT_NE(said("retention.ms", "604800000").find("retention.ms=-1"), std::string::npos);
  EXPECT_NE(said("min.insync.replicas", "1").find("min.insync.replicas=2"), std::string::npos);
  EXPECT_NE(said("unclean.leader.election.enable", "true").find("unclean"), std::string::npos);
}

TEST(TopicPlan, WhatARunSaysOfItsJournalIsWhatEndangersTheMemory) {
  TopicSettings in_force = find(plan_topics(settings(), 1, 1), "newsroom.journal").topic.settings;
  EXPECT_TRUE(journal_dangers(settings(), in_force).empty());
  in_force["retention.bytes"] = "1000000";
  const auto dangers = journal_dangers(settings(), in_force);
  ASSERT_EQ(dangers.size(), 1U);
  EXPECT_NE(dangers[0].find("retention.bytes=-1"), std::string::npos) << dangers[0];
  in_force["cleanup.policy"] = "compact";
  EXPECT_EQ(journal_dangers(settings(), in_force).size(), 1U) << "that one ends the start";
}

}  // namespace
}  // namespace copytaster::kafka

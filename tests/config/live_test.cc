#include "config/live.h"

#include <gtest/gtest.h>

#include "config/load.h"
#include "tests/config/samples.h"

namespace copytaster {
namespace {

using Names = std::vector<std::string>;

TEST(ChangeLive, NothingChangesWhereNothingDiffers) {
  const Settings same;
  const LiveChange change = change_live(same, same);
  EXPECT_EQ(change.settings, same);
  EXPECT_TRUE(change.held.empty() && change.taken_up.empty());
}

TEST(ChangeLive, WhatIsWiredUpAtTheStartStaysAndIsNamed) {
  const Settings before;
  Settings read;
  read.name = "other";
  read.kafka.brokers = "elsewhere:9092";
  read.input.topics = {"raw"};
  read.output.enriched = "elsewhere";
  read.pipeline.threads = 3;
  const LiveChange change = change_live(before, read);
  EXPECT_EQ(change.settings, before);
  EXPECT_TRUE(change.taken_up.empty());
  EXPECT_EQ(change.held, (Names{"name", "kafka.brokers", "input.topics", "output.enriched",
                                "pipeline.threads"}));
}

TEST(ChangeLive, TheRestIsTakenOverBesideIt) {
  const Settings before;
  Settings read;
  read.name = "other";
  read.output.routes = {{"desk.asia", {}, {}, {"China"}, {}, {}, {}}};
  read.dedup.near_containment = 0.6;
  read.stories.join_cosine = 0.3;
  read.limits.body_bytes = 1024;
  read.annotate.entity_model = "";
  read.journal.checkpoint_every = 500;
  read.sources = {{"reuters", 1, {}}};
  read.log.level = "debug";
  const LiveChange change = change_live(before, read);
  EXPECT_EQ(change.held, Names{"name"});
  EXPECT_EQ(
      change.taken_up,
      (Names{"output.routes", "dedup.near_containment", "stories.join_cosine", "limits.body_bytes",
             "annotate.entity_model", "journal.checkpoint_every", "sources", "log.level"}));
  read.name = before.name;
  EXPECT_EQ(change.settings, read);
}

/// Every setting is either held or taken up: none is left without a word.
TEST(ChangeLive, EverySettingIsOneOfTheTwo) {
  const Settings before;
  const Settings read = unusual_settings();
  const LiveChange change = change_live(before, read);
  const Names changed = changed_settings(before, read);
  EXPECT_GT(changed.size(), 40U);
  EXPECT_EQ(change.held.size() + change.taken_up.size(), changed.size());
}

TEST(ChangedSettings, AListIsOneSettingWhereverItDiffers) {
  Settings left;
  left.sources = {{"a", 1, {"b"}}, {"c", 2, {}}};
  Settings right = left;
  right.sources[1].rank = 3;
  EXPECT_EQ(changed_settings(left, right), Names{"sources"});
  right.sources.clear();
  EXPECT_EQ(changed_settings(left, right), Names{"sources"});
}

}  // namespace
}  // namespace copytaster

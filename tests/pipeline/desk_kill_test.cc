#include <gtest/gtest.h>

#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

TEST(DeskKill, AKillReachesEveryTopicAndMarksLaterCopies) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(10, 200);
  desk.decide(arrive("a", "1", text, 0));
  const Decided killed = desk.decide(kill("a", "1", 1));
  EXPECT_EQ(killed.decision->verdict.kind, Kind::kKill);
  EXPECT_EQ(killed.decision->topics, std::vector<std::string>{"news.enriched"});
  const Decided copy = desk.decide(arrive("b", "1", text, 2));
  EXPECT_TRUE(copy.decision->verdict.of_killed);
  EXPECT_EQ(copy.decision->topics, std::vector<std::string>{"news.duplicates"});
  EXPECT_EQ(verdict(desk, arrive("a", "1", text + " " + prose(11, 40), 3)).kind, Kind::kUpdate)
      << "a newer usable version of the same item lifts the kill";
}

TEST(DeskKill, WhatWasKilledIsNotPublishedAgainBySendingItOnceMore) {
  const std::string text = prose(13, 120);
  // A kill has no time of its own as a rule; published ahead of the log, or without a log's time.
  for (const std::int64_t minute : {-5, 0, 60}) {
    for (const bool timed : {true, false}) {
      Desk desk{DeskOptions{}};
      const auto sent = [&](AnalysedMessage analysed) {
        if (!timed) analysed.message.origin.timestamp = {};
        return verdict(desk, analysed).kind;
      };
      const auto first = published(arrive("a", "1", text, 0), minute);
      EXPECT_EQ(sent(first), Kind::kNew);
      EXPECT_EQ(sent(updated(arrive("a", "1", text + " " + prose(14, 40), 1), minute + 1)),
                Kind::kUpdate);
      EXPECT_EQ(sent(kill("a", "1", 2)), Kind::kKill);
      EXPECT_EQ(sent(first), Kind::kStale) << minute;
      EXPECT_EQ(sent(updated(arrive("a", "1", text + " " + prose(14, 40), 3), minute + 1)),
                Kind::kStale);
      EXPECT_EQ(sent(updated(arrive("a", "1", text + " " + prose(15, 40), 4), minute + 61)),
                Kind::kUpdate);
    }
  }
}

TEST(DeskKill, AnAbsurdTimestampOfAKillDoesNotMakeItLastForEver) {
  const std::int64_t at_2099 = 75 * 365 * kDay;
  for (const bool inherited : {true, false}) {
    Desk desk{DeskOptions{}};
    const std::string text = prose(16, 120);
    desk.decide(updated(arrive("a", "1", text, 0), 0));
    auto killing = kill("a", "1", at_2099);
    killing.message.timestamp_inherited = inherited;
    desk.decide(killing);
    const auto corrected = updated(arrive("a", "1", text + " " + prose(17, 40), 2 * kMinute), 2);
    EXPECT_EQ(verdict(desk, corrected).kind, Kind::kUpdate);
  }
}

TEST(DeskKill, AKillOfAnUnknownItemIsRememberedAndSent) {
  Desk desk{DeskOptions{}};
  EXPECT_EQ(desk.decide(kill("a", "1", 5)).decision->topics.size(), 1U);
  auto late = arrive("a", "1", prose(12, 100), 6);
  late.analysis->article.published_at = Timestamp{kStart + 1};
  EXPECT_EQ(verdict(desk, late).kind, Kind::kStale) << "written before the kill";
}

TEST(DeskKill, GoesToEveryTopicThatTheUriEverWentTo) {
  DeskOptions options;
  options.routes.push_back({"sport", {}, {}, {}, {}, {"a"}, {}});
  Desk desk(options);
  const auto first = arrive("a", "1", prose(70, 200), 0);
  desk.decide(first);
  desk.decide(first);  // a resend, to the duplicates
  const Decided killed = desk.decide(kill("a", "1", 2));
  EXPECT_EQ(killed.decision->topics,
            (std::vector<std::string>{"news.enriched", "sport", "news.duplicates"}));
}

TEST(DeskKill, ACopyOfACopyOfAKilledItemIsMarkedAndGoesToDuplicatesAlone) {
  DeskOptions options;
  options.routes.push_back({"copies", {}, {}, {}, {}, {}, {"near", "exact"}});
  Desk desk(options);
  const std::string text = prose(71, 200);
  desk.decide(arrive("a", "1", text, 0));
  desk.decide(arrive("b", "1", text + " " + prose(72, 40), 1));
  desk.decide(kill("a", "1", 2));
  const Decided copy = desk.decide(arrive("c", "1", text + " " + prose(72, 40), 3));
  EXPECT_TRUE(copy.decision->verdict.of_killed);
  EXPECT_EQ(copy.decision->verdict.kind, Kind::kExact);
  EXPECT_EQ(copy.decision->topics, std::vector<std::string>{"news.duplicates"});
}

TEST(DeskKill, OnlyANewerUsableVersionLiftsIt) {
  const std::string text = prose(73, 200);
  const std::string changed = text + " " + prose(74, 30);
  {
    Desk desk{DeskOptions{}};
    const auto first = arrive("a", "1", text, 0);
    desk.decide(first);
    desk.decide(kill("a", "1", 1));
    EXPECT_EQ(verdict(desk, first).kind, Kind::kStale) << "the killed version once more";
    EXPECT_EQ(verdict(desk, arrive("a", "1", changed, 3)).kind, Kind::kUpdate);
    EXPECT_FALSE(verdict(desk, arrive("b", "1", changed, 4)).of_killed);
  }
  {
    Desk desk{DeskOptions{}};
    desk.decide(version(arrive("a", "1", text, 0), "2"));
    desk.decide(kill("a", "1", 1));
    EXPECT_EQ(verdict(desk, version(arrive("a", "1", changed, 2), "2")).kind, Kind::kStale);
    EXPECT_EQ(verdict(desk, version(arrive("a", "1", changed, 3), "3")).kind, Kind::kUpdate);
  }
  {
    Desk desk{DeskOptions{}};
    desk.decide(updated(arrive("a", "1", text, 0), 1));
    desk.decide(updated(kill("a", "1", 1), 2));
    EXPECT_EQ(verdict(desk, updated(arrive("a", "1", changed, 2), 2)).kind, Kind::kStale);
    EXPECT_EQ(verdict(desk, updated(arrive("a", "1", changed, 3), 3)).kind, Kind::kUpdate);
  }
}

TEST(DeskKill, TheStubGoesWithTheWindow) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(75, 200);
  desk.decide(arrive("a", "1", text, 0));
  desk.decide(kill("a", "1", 1));
  pass_time(desk, 8 * kDay);
  EXPECT_EQ(verdict(desk, arrive("b", "1", text, 8 * kDay + 1)).kind, Kind::kNew);
}

}  // namespace
}  // namespace copytaster

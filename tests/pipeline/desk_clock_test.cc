#include "pipeline/desk_clock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "pipeline/desk.h"
#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests

constexpr std::int64_t kYear2099 = 73LL * 365 * kDay;  ///< after kStart

Timestamp at(std::int64_t since_start) { return {kStart + since_start}; }

DeskClock after(const std::vector<std::int64_t>& times) {
  DeskClock clock;
  for (const std::int64_t time : times) clock = advance(clock, at(time));
  return clock;
}

TEST(DeskClock, AFewWrongOnesAmongTheFirstAreOutvotedInAnyOrder) {
  std::vector<std::int64_t> times;
  for (std::int64_t i = 0; i < 13; ++i) times.push_back(i * kMinute);
  for (std::int64_t i = 0; i < 4; ++i) times.push_back(kYear2099 + i * 40 * kDay);
  for (std::int64_t i = 0; i < 3; ++i) times.push_back(-(i + 1) * 400 * kDay);
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    std::shuffle(times.begin(), times.end(), random);
    const DeskClock clock = after(times);
    EXPECT_GE(clock.now, at(0));
    EXPECT_LE(clock.now, at(13 * kMinute));
  }
}

TEST(DeskClock, OnceItHasStartedItNeverGoesBack) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 50; ++round) {
    DeskClock clock;
    for (int i = 0; i < 300; ++i) {
      const auto day = static_cast<std::int64_t>(random() % 3);
      const DeskClock next =
          advance(clock, at(day * kDay + static_cast<std::int64_t>(random() % kDay)));
      if (i >= 20) {
        ASSERT_GE(next.now, clock.now);
      }
      clock = next;
    }
  }
}

TEST(DeskClock, TwentyInARowMoveItFarAheadAndNineteenDoNot) {
  std::vector<std::int64_t> times(20, 0);
  for (std::int64_t i = 0; i < 19; ++i) times.push_back(5 * kDay - i);
  EXPECT_EQ(after(times).now, at(0));
  std::vector<std::int64_t> broken = times;
  broken.push_back(1);
  broken.push_back(5 * kDay);
  EXPECT_EQ(after(broken).now, at(1));
  times.push_back(6 * kDay);
  EXPECT_EQ(after(times).now, at(5 * kDay - 18)) << "the earliest that they claim";
}

TEST(DeskClock, AMessageWithoutATimeChangesNothing) {
  const DeskClock clock = after({0, kMinute});
  EXPECT_EQ(advance(clock, Timestamp{}), clock);
}

TEST(DeskTime, OneMessageFromTheFutureForgetsNothing) {
  for (const bool first : {false, true}) {
    Desk desk{DeskOptions{}};
    const std::string text = testing::prose(15, 200);
    if (!first) desk.decide(arrive("a", "1", text, 0));
    desk.decide(arrive("b", "2", testing::prose(16, 200), kYear2099));
    if (first) desk.decide(arrive("a", "1", text, 0));
    EXPECT_EQ(verdict(desk, arrive("c", "1", text, 1)).kind, Kind::kExact);
  }
}

AnalysedMessage untimed(AnalysedMessage message) {
  message.message.timestamp_inherited = true;
  return message;
}

TEST(DeskTime, WhatIsTakenOverFromTheMessageBeforeMovesNothing) {
  for (const std::int64_t heard : {0, 1, 30}) {
    Desk desk{DeskOptions{}};
    const std::string text = testing::prose(19, 200);
    const std::string brief = testing::prose(20, 20);
    desk.decide(arrive("a", "1", text, 0));
    for (std::int64_t i = 1; i < heard; ++i) {
      const auto seed = static_cast<std::uint64_t>(300 + i);
      desk.decide(arrive("a", "h" + std::to_string(i), testing::prose(seed, 50), i));
    }
    desk.decide(arrive("b", "2", testing::prose(21, 200), kYear2099));
    for (std::int64_t i = 0; i < 60; ++i) {
      const auto seed = static_cast<std::uint64_t>(400 + i);
      desk.decide(untimed(arrive("b", std::to_string(i), testing::prose(seed, 50), kYear2099)));
    }
    EXPECT_EQ(verdict(desk, untimed(arrive("c", "1", text, kYear2099))).kind, Kind::kExact);
    desk.decide(untimed(arrive("d", "1", brief, kYear2099)));
    EXPECT_EQ(verdict(desk, untimed(arrive("d", "2", brief, kYear2099))).kind, Kind::kExact)
        << "within twelve hours by the Desk's time";
  }
}

TEST(DeskTime, ArticlesLeaveAfterTheWindow) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(17, 200);
  desk.decide(arrive("a", "1", text, 0));
  for (std::int64_t i = 0; i < 25; ++i)
    desk.decide(arrive("b", std::to_string(i),
                       testing::prose(100 + static_cast<std::uint64_t>(i), 50), 8 * kDay + i));
  EXPECT_EQ(verdict(desk, arrive("c", "1", text, 8 * kDay + 100)).kind, Kind::kNew);
}

TEST(DeskTime, TheWindowsCloseOverAFirstMessageFromTheFutureToo) {
  const std::string early = testing::prose(18, 200);
  const auto live_through = [&](Desk& desk, std::int64_t first) {
    desk.decide(arrive("a", "1", early, first));
    for (std::int64_t i = 0; i < 30; ++i) {
      const auto seed = static_cast<std::uint64_t>(200 + i);
      desk.decide(arrive("b", std::to_string(i), testing::prose(seed, 50), i));
    }
    EXPECT_EQ(desk.articles(), 31U);
    pass_time(desk, 9 * kDay);
    EXPECT_EQ(verdict(desk, arrive("c", "1", early, 9 * kDay)).kind, Kind::kNew);
  };
  DeskOptions options;
  options.story_window = std::chrono::hours(24 * 7);
  Desk misled(options);
  Desk right(options);
  live_through(misled, kYear2099);
  live_through(right, 0);
  EXPECT_EQ(misled.articles(), right.articles());
  EXPECT_EQ(misled.stories(), right.stories());
}

TEST(DeskTime, AFoldGoesBackAlike) {
  DeskOptions options;
  options.checkpoint_every = 5;
  Desk live(options);
  Desk folded(options);
  const auto decide = [&](const AnalysedMessage& message) {
    const Decided decided = live.decide(message);
    ASSERT_TRUE(folded.apply(decided.entry).has_value());
    for (const auto& carry : decided.carries) ASSERT_TRUE(folded.apply(carry).has_value());
    ASSERT_EQ(folded.state_hash(), live.state_hash());
    ASSERT_EQ(folded.bytes(), live.bytes());
  };
  for (std::int64_t i = 0; i < 3; ++i) {
    decide(arrive("a", std::to_string(i), testing::prose(static_cast<std::uint64_t>(i), 80),
                  kYear2099 + i));
  }
  for (std::int64_t i = 0; i < 30; ++i) {
    decide(arrive("b", std::to_string(i),
                  testing::prose(static_cast<std::uint64_t>(9 + i % 20), 80), i));
  }
}

}  // namespace
}  // namespace copytaster

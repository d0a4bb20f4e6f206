#include "daemon/stage_watch.h"

#include <gtest/gtest.h>

namespace copytaster {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const StageWatch::Clock::time_point kBegin{seconds(1000)};
constexpr seconds kLimit(30);
constexpr seconds kCommits(300);

std::optional<StageWatch::Stuck> look(const StageWatch& watch, seconds after) {
  return watch.stuck(kLimit, kCommits, kBegin + after);
}

TEST(StageWatch, NothingHeldIsNeverStuck) {
  StageWatch watch;
  EXPECT_FALSE(look(watch, seconds(100'000)));
  watch.begin(Stage::kAnalyse, kBegin);
  watch.end(Stage::kAnalyse, kBegin + seconds(1));
  EXPECT_FALSE(look(watch, seconds(100'000)));
}

TEST(StageWatch, WorkHeldBeyondTheLimitIsStuckUntilItAdvances) {
  StageWatch watch;
  watch.begin(Stage::kEncode, kBegin);
  EXPECT_FALSE(look(watch, kLimit));
  const auto stuck = look(watch, kLimit + seconds(1));
  ASSERT_TRUE(stuck);
  EXPECT_EQ(stuck->stage, Stage::kEncode);
  EXPECT_EQ(stuck->since, seconds(31));
  watch.advance(Stage::kEncode, kBegin + seconds(31));
  EXPECT_FALSE(look(watch, seconds(32)));
  EXPECT_TRUE(look(watch, seconds(62)));
  watch.end(Stage::kEncode, kBegin + seconds(63));
  EXPECT_FALSE(look(watch, seconds(1000)));
}

TEST(StageWatch, WhatQueuesBehindStuckWorkDoesNotHideIt) {
  StageWatch watch;
  watch.begin(Stage::kAnalyse, kBegin);
  for (int i = 1; i <= 3; ++i) watch.begin(Stage::kAnalyse, kBegin + seconds(10 * i));
  EXPECT_TRUE(look(watch, seconds(31)));
}

TEST(StageWatch, ACommitHasALimitOfItsOwn) {
  StageWatch watch;
  watch.begin(Stage::kCommit, kBegin);
  EXPECT_FALSE(look(watch, seconds(299)));
  EXPECT_TRUE(look(watch, seconds(301)));
}

TEST(StageWatch, NamesTheStageThatIsFurthestBeyondItsLimit) {
  StageWatch watch;
  watch.begin(Stage::kCommit, kBegin);
  watch.begin(Stage::kDecide, kBegin + seconds(200));
  EXPECT_EQ(look(watch, seconds(310))->stage, Stage::kDecide);
  EXPECT_EQ(name(Stage::kDecide), "deciding");
}

}  // namespace
}  // namespace copytaster

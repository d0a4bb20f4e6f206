#include "daemon/top/view.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace copytaster::top {
namespace {

Snapshot at(std::int64_t ms, std::int64_t in, std::int64_t batches) {
  Snapshot snapshot;
  snapshot.name = "desk";
  snapshot.role = "leader";
  snapshot.ready = true;
  snapshot.now_ms = ms;
  snapshot.ledger = {{"in", in}, {"new", in / 2}, {"copies", in / 2}};
  snapshot.verdicts = {{"exact", in / 2}};
  snapshot.stages = {{"poll", batches, 100},
                     {"decide", batches, static_cast<double>(batches) * 0.02},
                     {"commit", batches, static_cast<double>(batches) * 0.05}};
  snapshot.inputs = {{"in/0", 100, 5}, {"in/1", 100, 50}};
  snapshot.last_dead_letters = {{"in/0/1", "2026-01-01T00:00:00Z", "empty_text"}};
  return snapshot;
}

bool holds(const std::vector<std::string>& all, std::string_view part) {
  return std::any_of(all.begin(), all.end(), [part](const std::string& line) {
    return line.find(part) != std::string::npos;
  });
}

TEST(View, ShowsRatesBetweenTwoMoments) {
  const auto all = lines(at(10'000, 1'000'000, 10), at(12'000, 1'001'000, 20), {120, 60, false});
  EXPECT_TRUE(holds(all, "desk  leader, ready"));
  EXPECT_TRUE(holds(all, "in 500.0/s  lag 55"));
  EXPECT_TRUE(holds(all, "1,001,000"));
  EXPECT_TRUE(holds(all, "5.0/s     50.0 ms  slowest"));
  EXPECT_TRUE(holds(all, "empty_text"));
}

TEST(View, WhoeverIsFurthestBehindIsFirst) {
  const auto all = lines(at(0, 0, 0), at(1000, 1, 1), {120, 60, false});
  const auto first = std::find_if(all.begin(), all.end(), [](const auto& line) {
    return line.find("in/1") != std::string::npos;
  });
  ASSERT_NE(first, all.end());
  EXPECT_NE((first + 1)->find("in/0  "), std::string::npos);
}

TEST(View, FitsAnyTerminal) {
  const auto one = at(0, 1'000'000'000, 5);
  const auto two = at(1000, 2'000'000'000, 9);
  for (std::size_t columns = 1; columns < 130; columns += 7) {
    for (std::size_t rows = 1; rows < 50; rows += 5) {
      const auto all = lines(one, two, {columns, rows, false});
      EXPECT_LE(all.size(), rows);
      for (const auto& line : all) EXPECT_LE(line.size(), columns);
    }
  }
}

TEST(View, AProcessStartedAnewCountsFromNothing) {
  const auto all = lines(at(0, 900, 50), at(1000, 10, 2), {120, 60, false});
  EXPECT_TRUE(holds(all, "in -  lag"));
  EXPECT_TRUE(holds(all, "2.0/s     50.0 ms"));
  EXPECT_EQ(slowest_stage(at(0, 1, 5), at(1000, 1, 5)), "");
}

TEST(View, AFoldIsSaid) {
  Snapshot folding;
  folding.role = "starting";
  EXPECT_TRUE(holds(lines(folding, folding, {80, 24, false}), "being folded"));
  EXPECT_TRUE(holds(lines(folding, folding, {80, 24, false}), "NOT READY"));
}

}  // namespace
}  // namespace copytaster::top

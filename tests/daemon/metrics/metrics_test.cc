#include "daemon/metrics/metrics.h"

#include <gtest/gtest.h>

#include <numeric>
#include <thread>
#include <vector>

namespace copytaster::metrics {
namespace {

constexpr std::array<double, 3> kBounds = {1, 2, 4};

TEST(Cells, AHistogramCountsUpToAndWithItsBounds) {
  Histogram<kBounds> histogram;
  for (const double value : {0.5, 1.0, 1.5, 4.0, 9.0}) histogram.observe(value);
  histogram.observe(3, 10);
  EXPECT_EQ(histogram.buckets(), (std::array<std::uint64_t, 4>{2, 1, 11, 1}));
  EXPECT_DOUBLE_EQ(histogram.sum(), 46);
}

TEST(Cells, NothingIsLostBetweenThreads) {
  Histogram<kBounds> histogram;
  Counter counter;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 10'000; ++n) {
        histogram.observe(1);
        counter.add(2);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const auto buckets = histogram.buckets();
  EXPECT_EQ(std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0}), 40'000U);
  EXPECT_DOUBLE_EQ(histogram.sum(), 40'000);
  EXPECT_EQ(counter.value(), 80'000U);
}

TEST(Lag, CountsWhatIsNotCommitted) {
  const Position position{"in", 0, Offset(80), {}};
  EXPECT_EQ(lag(position, {{"in", 0, 90, 90, 100}}), 20);
  EXPECT_EQ(lag(position, {{"in", 1, 90, 90, 100}}), std::nullopt);
  EXPECT_EQ(lag(position, {{"in", 0, 80, 80, 70}}), 0) << "an end that was heard of long ago";
}

// The log's last offset is a transaction's marker: behind the last message, and nobody's lag.
TEST(Lag, MarkersAreNone) {
  EXPECT_EQ(lag({"in", 0, Offset(80), {}}, {{"in", 0, 80, 81, 81}}), 0);
  EXPECT_EQ(lag({"in", 0, Offset(79), {}}, {{"in", 0, 80, 81, 81}}), 2) << "one is under way";
}

TEST(Metrics, AStandbyIsReadyOnceItHasFolded) {
  Metrics metrics({"n", "1", "", "kafka"});
  EXPECT_FALSE(metrics.ready());
  metrics.role = Role::kStandby;
  EXPECT_FALSE(metrics.ready());
  metrics.folded = true;
  EXPECT_TRUE(metrics.ready());
  for (const Role role : {Role::kAside, Role::kStopping, Role::kTakingOver, Role::kStarting}) {
    metrics.role = role;
    EXPECT_FALSE(metrics.ready());
  }
  metrics.role = Role::kLeader;
  EXPECT_TRUE(metrics.ready());
}

}  // namespace
}  // namespace copytaster::metrics

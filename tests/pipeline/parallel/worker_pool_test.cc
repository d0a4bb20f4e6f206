#include "pipeline/parallel/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <vector>

namespace copytaster::parallel {
namespace {

TEST(WorkerPool, CallsEachIndexOnceAndThenDone) {
  for (const std::size_t threads : {1U, 2U, 8U}) {
    WorkerPool pool(threads);
    for (const std::size_t count : {1U, 7U, 8U, 9U, 1000U}) {
      std::vector<std::atomic<int>> calls(count);
      std::atomic<std::size_t> before_done = 0;
      std::latch ended(1);
      pool.for_each(
          count,
          [&](std::size_t index) {
            ++calls[index];
            ++before_done;
          },
          [&] {
            EXPECT_EQ(before_done, count);
            ended.count_down();
          });
      ended.wait();
      for (const auto& times : calls) EXPECT_EQ(times, 1);
    }
  }
}

TEST(WorkerPool, ManyLoopsAtOnce) {
  constexpr int kLoops = 50;
  std::atomic<int> calls = 0;
  std::latch ended(kLoops);
  WorkerPool pool(4);
  for (int i = 0; i < kLoops; ++i) {
    pool.for_each(
        100, [&](std::size_t) { ++calls; }, [&] { ended.count_down(); });
  }
  ended.wait();
  EXPECT_EQ(calls, kLoops * 100);
}

TEST(WorkerPool, TheEndDropsWhatWasNotBegun) {
  std::atomic<int> calls = 0;
  std::atomic<bool> done = false;
  std::latch begun(1);
  std::latch go_on(1);
  {
    WorkerPool pool(1);
    pool.for_each(
        1,
        [&](std::size_t) {
          ++calls;
          begun.count_down();
          go_on.wait();
        },
        [] {});
    pool.for_each(
        1000, [&](std::size_t) { ++calls; }, [&] { done = true; });
    begun.wait();
    go_on.count_down();
  }
  EXPECT_EQ(done.load(), calls == 1001) << "done() after every call, or never";
}

}  // namespace
}  // namespace copytaster::parallel

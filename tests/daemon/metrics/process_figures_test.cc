#include "daemon/metrics/process_figures.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

namespace copytaster::metrics {
namespace {

TEST(ProcessFigures, AreThoseOfThisProcess) {
  const auto before = process_figures();
  const double now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  EXPECT_LT(before.started, now + 2);
  EXPECT_GT(before.started, now - 600);
  EXPECT_GT(before.resident_bytes, 1'000'000U);
  EXPECT_GE(before.virtual_bytes, before.resident_bytes);
  EXPECT_GE(before.most_files, before.open_files);
  const int file = dup(0);
  std::thread another([] {
    const auto during = process_figures();
    EXPECT_EQ(during.threads, 2U);
  });
  another.join();
  EXPECT_EQ(process_figures().open_files, before.open_files + 1);
  close(file);
  EXPECT_EQ(process_figures().open_files, before.open_files);
}

}  // namespace
}  // namespace copytaster::metrics

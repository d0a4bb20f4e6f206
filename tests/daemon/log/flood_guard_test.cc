#include "daemon/log/flood_guard.h"

#include <gtest/gtest.h>

namespace copytaster::log {
namespace {

TEST(FloodGuard, LetsSoManyThroughInAMinute) {
  FloodGuard guard;
  const FloodGuard::Clock::time_point begin;
  std::uint64_t through = 0;
  for (int i = 0; i < 500; ++i)
    if (guard.admit("trouble", begin + std::chrono::milliseconds(i * 100))) ++through;
  EXPECT_EQ(through, FloodGuard::kMostLines);
  EXPECT_EQ(guard.admit("leading", begin), 0U) << "another event is another matter";
  EXPECT_EQ(guard.admit("trouble", begin + std::chrono::seconds(61)), 440U);
  EXPECT_EQ(guard.admit("trouble", begin + std::chrono::seconds(62)), 0U);
}

}  // namespace
}  // namespace copytaster::log

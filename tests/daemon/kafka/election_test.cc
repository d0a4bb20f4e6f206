#include "daemon/kafka/election.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/daemon/kafka/support.h"

namespace copytaster::kafka {
namespace {

class ElectionTest : public ::testing::Test {
 protected:
  void SetUp() override { make_topic(name_ + ".journal"); }
  std::unique_ptr<Election> join() const {
    auto joined = Election::join(test_cluster(), {name_ + ".leader", name_ + ".journal"});
    EXPECT_TRUE(joined) << joined.error().message;
    return std::move(*joined);
  }
  static bool wins(const Election& election) {
    for (int waited = 0; waited < 300; ++waited) {
      if (election.state().owned) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  const std::string name_ = fresh_name();
};

TEST_F(ElectionTest, OneLeadsAndTheOtherTakesOverWhenItLeaves) {
  auto first = join();
  ASSERT_TRUE(wins(*first));
  const auto term = first->state().term;
  const auto confirmed = first->confirm(term);
  EXPECT_TRUE(confirmed) << confirmed.error().message;
  auto second = join();
  std::this_thread::sleep_for(std::chrono::seconds(4));
  EXPECT_TRUE(first->holds(term)) << "one that joins takes nothing from a healthy leader";
  EXPECT_FALSE(second->state().owned);
  const auto begun = std::chrono::steady_clock::now();
  first.reset();
  ASSERT_TRUE(wins(*second));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
  EXPECT_TRUE(second->confirm(second->state().term));
}

TEST_F(ElectionTest, AnotherTermIsNotConfirmed) {
  auto election = join();
  ASSERT_TRUE(wins(*election));
  const auto refused = election->confirm(election->state().term + 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().remedy, Remedy::kRestart);
}

TEST_F(ElectionTest, ChangesAreTold) {
  auto election = join();
  std::atomic<int> changes = 0;
  election->on_change([&changes] { ++changes; });
  ASSERT_TRUE(wins(*election));
  EXPECT_LE(changes, 1);
  election.reset();
  EXPECT_GE(changes, 1);
}

}  // namespace
}  // namespace copytaster::kafka

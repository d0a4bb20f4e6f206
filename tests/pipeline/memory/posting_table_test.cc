#include "pipeline/memory/posting_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "pipeline/memory/key_index.h"

namespace copytaster::memory {
namespace {

using Oracle = std::map<std::uint32_t, std::set<std::uint32_t>>;

std::vector<std::uint32_t> collected(const PostingTable& table, std::uint32_t key) {
  std::vector<std::uint32_t> slots;
  table.collect(key, slots);
  return slots;
}

void expect_equal(const PostingTable& table, const Oracle& oracle) {
  for (const auto& [key, slots] : oracle) {
    ASSERT_EQ(collected(table, key), std::vector<std::uint32_t>(slots.begin(), slots.end()));
    ASSERT_EQ(table.count(key), slots.size());
  }
}

/// Keys of which some differ in their high bits alone, some in their low bits alone, and some are
/// held by many.
std::uint32_t any_key(std::mt19937& random) {
  switch (random() % 4) {
    case 0:
      return static_cast<std::uint32_t>(random() % 64);
    case 1:
      return static_cast<std::uint32_t>(random() % 4096) << 20U;
    case 2:
      return static_cast<std::uint32_t>(random() % 100'000);
    default:
      return static_cast<std::uint32_t>(random());
  }
}

TEST(PostingTable, HoldsWhatAMapOfSetsHolds) {
  std::mt19937 random(1);
  PostingTable table;
  Oracle oracle;
  std::size_t pairs = 0;
  for (int step = 0; step < 200'000; ++step) {
    const std::uint32_t key = any_key(random);
    auto& slots = oracle[key];
    if (!slots.empty() && random() % 3 == 0) {
      const auto gone = slots.lower_bound(static_cast<std::uint32_t>(random() % (1U << 24U)));
      const std::uint32_t slot = gone == slots.end() ? *slots.begin() : *gone;
      slots.erase(slot);
      ASSERT_EQ(table.erase(key, slot), slots.size());
      --pairs;
    } else {
      const auto slot = static_cast<std::uint32_t>(random() % (1U << 24U));
      if (!slots.insert(slot).second) continue;
      ASSERT_EQ(table.insert(key, slot), slots.size());
      ++pairs;
    }
  }
  EXPECT_EQ(table.size(), pairs);
  expect_equal(table, oracle);
  for (int i = 0; i < 1000; ++i) {
    const auto key = static_cast<std::uint32_t>(random());
    if (!oracle.contains(key)) {
      EXPECT_TRUE(collected(table, key).empty());
    }
  }
}

// So many pairs that groups are split and split again.
TEST(PostingTable, KeysStayApartWhenGroupsSplit) {
  constexpr std::uint32_t kPairs = 14'000'000;
  constexpr std::uint32_t kStep = 305;  // spreads the keys over all 32 bits
  PostingTable table;
  for (std::uint32_t i = 0; i < kPairs; ++i) table.insert(i * kStep, i % (1U << 24U));
  for (std::uint32_t i = 0; i < kPairs; i += 997) {
    ASSERT_EQ(collected(table, i * kStep), std::vector<std::uint32_t>{i % (1U << 24U)});
    ASSERT_TRUE(collected(table, i * kStep + 1).empty());
  }
  for (std::uint32_t i = 0; i < kPairs; i += 2) table.erase(i * kStep, i % (1U << 24U));
  EXPECT_EQ(table.size(), kPairs / 2);
  for (std::uint32_t i = 0; i < kPairs; i += 991) {
    ASSERT_EQ(table.count(i * kStep), i % 2);
  }
}

TEST(KeyIndex, AKeyOfManyNumbersIsAListAndBecomesOrdinaryAgain) {
  SlotMap slots;
  KeyIndex index(slots);
  for (std::uint64_t number = 1; number <= 200; ++number) {
    index.insert(5, number, slots.add(number));
  }
  ASSERT_NE(index.hot(5), nullptr);
  EXPECT_EQ(index.hot(5)->front(), 1U);
  EXPECT_EQ(index.hot(5)->back(), 200U);
  for (std::uint64_t number = 1; number <= 136; ++number) {
    index.erase(5, number, slots.find(number).value());
    slots.remove(number);
  }
  EXPECT_EQ(index.hot(5), nullptr);
  std::vector<std::uint32_t> left;
  index.collect(5, left);
  EXPECT_EQ(left.size(), 64U);
}

}  // namespace
}  // namespace copytaster::memory

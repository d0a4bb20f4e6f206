#include "pipeline/memory/slot_map.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <random>
#include <set>

#include "pipeline/memory/age_heap.h"
#include "pipeline/memory/string_pool.h"

namespace copytaster::memory {
namespace {

RC_GTEST_PROP(SlotMap, HoldsWhatASetHoldsAndGivesEachItsOwnSlot, (std::uint32_t seed)) {
  std::mt19937 random(seed);
  SlotMap map;
  std::map<std::uint64_t, std::uint32_t> held;
  for (int step = 0; step < 500; ++step) {
    const std::uint64_t number = random() % 300 + (random() % 2) * 10'000'000'000U;
    if (const auto found = held.find(number); found != held.end()) {
      RC_ASSERT(map.find(number) == found->second);
      RC_ASSERT(map.number(found->second) == number);
      map.remove(number);
      held.erase(found);
    } else {
      RC_ASSERT(map.find(number) == std::nullopt);
      held[number] = map.add(number);
    }
    RC_ASSERT(map.size() == held.size());
    const auto next = held.upper_bound(number);
    RC_ASSERT(map.after(number) ==
              (next == held.end() ? std::nullopt : std::optional(next->first)));
  }
  std::set<std::uint32_t> slots;
  for (const auto& [number, slot] : held) slots.insert(slot);
  RC_ASSERT(slots.size() == held.size());
  RC_ASSERT(slots.empty() || *slots.rbegin() < map.slots());
}

RC_GTEST_PROP(AgeHeap, VisitsByTimeThenByNumber, (std::uint32_t seed)) {
  std::mt19937 random(seed);
  SlotMap slots;
  AgeHeap heap(slots);
  std::set<std::pair<Timestamp, std::uint64_t>> held;
  std::map<std::uint64_t, Timestamp> times;
  for (int step = 0; step < 400; ++step) {
    const std::uint64_t number = random() % 100;
    const Timestamp time{static_cast<std::int64_t>(random() % 20)};
    const auto found = times.find(number);
    if (found == times.end()) {
      heap.add(slots.add(number), time);
    } else {
      held.erase({found->second, number});
      if (random() % 2 == 0) {
        heap.remove(slots.find(number).value());
        slots.remove(number);
        times.erase(found);
        continue;
      }
      heap.set(slots.find(number).value(), time);
    }
    times[number] = time;
    held.emplace(time, number);
  }
  auto expected = held.begin();
  heap.visit_oldest([&](std::uint32_t slot) {
    RC_ASSERT(expected != held.end());
    RC_ASSERT(heap.time(slot) == expected->first);
    RC_ASSERT(slots.number(slot) == expected->second);
    ++expected;
    return true;
  });
  RC_ASSERT(expected == held.end());
}

TEST(AgeHeap, StopsWhenToldTo) {
  SlotMap slots;
  AgeHeap heap(slots);
  for (std::uint64_t number = 1; number <= 10; ++number) heap.add(slots.add(number), {0});
  int visits = 0;
  heap.visit_oldest([&](std::uint32_t) { return ++visits < 3; });
  EXPECT_EQ(visits, 3);
}

TEST(StringPool, KeepsAStringAsLongAsSomeoneHoldsIt) {
  StringPool pool;
  const auto empty = pool.bytes();
  const auto first = pool.acquire("northwire");
  EXPECT_EQ(pool.acquire("northwire"), first);
  const auto other = pool.acquire("gazette");
  EXPECT_NE(other, first);
  const auto both = pool.bytes();
  pool.release(first);
  EXPECT_EQ(pool.text(first), "northwire");
  EXPECT_EQ(pool.bytes(), both);
  pool.release(first);
  pool.release(other);
  EXPECT_EQ(pool.bytes(), empty);
}

}  // namespace
}  // namespace copytaster::memory

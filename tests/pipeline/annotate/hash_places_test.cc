#include "pipeline/annotate/hash_places.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace copytaster::annotate {
namespace {

TEST(HashPlaces, AnswersAsAMapDoes) {
  std::mt19937_64 random(11);
  for (const std::uint64_t hashes : {3U, 40U, 5000U}) {
    HashPlaces places;
    std::map<std::uint64_t, std::size_t> expected;
    for (std::size_t i = 0; i < 4000; ++i) {
      const std::uint64_t hash = random() % hashes
                                 << (random() % 2 * 32);  // 0 among them, and runs
      const auto found = expected.find(hash);
      ASSERT_EQ(places.find(hash), found == expected.end() ? HashPlaces::kNone : found->second);
      const auto [place, added] = places.try_emplace(hash, i);
      ASSERT_EQ(added, expected.try_emplace(hash, i).second);
      ASSERT_EQ(place, expected[hash]);
      if (i % 3 == 0) place = expected[hash] = i + 7;
    }
  }
}

}  // namespace
}  // namespace copytaster::annotate

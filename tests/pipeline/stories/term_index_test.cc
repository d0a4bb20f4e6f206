#include "pipeline/stories/term_index.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "pipeline/stories/packed_story.h"

namespace copytaster::stories {
namespace {

using Stories = std::map<std::uint32_t, std::set<std::uint32_t>>;  ///< slot → terms

void restore_if_wanted(TermIndex& index, const Stories& stories) {
  if (!index.wants_restoring()) return;
  index.restore([&](const TermIndex::Visit& visit) {
    for (const auto& [slot, held] : stories) {
      std::vector<StoryTerm> terms;
      for (const std::uint32_t term : held) terms.push_back({term, 1});
      visit(slot, terms);
    }
  });
}

std::vector<std::uint32_t> by_brute_force(const Stories& stories, std::uint32_t term) {
  std::vector<std::uint32_t> slots;
  for (const auto& [slot, terms] : stories) {
    if (terms.contains(term)) slots.push_back(slot);
  }
  if (slots.size() > TermIndex::kCommon) slots.clear();
  return slots;
}

/// Any number of stories of 12 terms, some of which nearly every story holds, come and go until
/// `most` are left.
void live_through(TermIndex& index, Stories& stories, std::mt19937& random, std::size_t most,
                  int steps) {
  for (int step = 0; step < steps || stories.size() > most; ++step) {
    if (stories.size() > most || (!stories.empty() && random() % 3 == 0)) {
      const auto gone =
          std::next(stories.begin(), static_cast<std::ptrdiff_t>(random() % stories.size()));
      for (const std::uint32_t term : gone->second) index.remove(term, gone->first);
      stories.erase(gone);
    } else {
      const auto slot = static_cast<std::uint32_t>(random() % 100'000);
      if (stories.contains(slot)) continue;
      auto& terms = stories[slot];
      while (terms.size() < 12) {
        const std::uint32_t most_rare = 1U << (random() % 12);
        terms.insert(static_cast<std::uint32_t>(random() % most_rare));
      }
      for (const std::uint32_t term : terms) index.add(term, slot);
    }
    restore_if_wanted(index, stories);
  }
}

TEST(TermIndex, LeadsWhereLookingAtEveryStoryLeads) {
  std::mt19937 random(1);
  TermIndex index;
  Stories stories;
  // Terms become common, then more than common, then rare again.
  for (const std::size_t most : {3000U, 400U, 2000U, 900U, 600U, 0U}) {
    live_through(index, stories, random, most, 4000);
    TermIndex fresh;
    for (const auto& [slot, terms] : stories) {
      for (const std::uint32_t term : terms) fresh.add(term, slot);
    }
    EXPECT_EQ(index.bytes(), fresh.bytes()) << most;
    for (std::uint32_t term = 0; term < 4096; term += term < 64 ? 1 : 61) {
      std::vector<std::uint32_t> slots;
      index.collect(term, slots);
      ASSERT_EQ(slots, by_brute_force(stories, term)) << term;
    }
  }
}

RememberedStory invented(std::mt19937& random) {
  RememberedStory story;
  story.articles = static_cast<std::uint32_t>(random());
  story.first_seen = {static_cast<std::int64_t>(random())};
  story.title = std::string(random() % 100, 'x');
  story.sources.resize(random() % 5);
  for (auto& source : story.sources) source = random();
  std::set<std::uint32_t> hashes;
  while (hashes.size() < random() % 64) hashes.insert(static_cast<std::uint32_t>(random() >> 8U));
  for (const std::uint32_t hash : hashes) {
    const auto weight = random() % 2 == 0 ? 1000U : random() % 3 == 0 ? 1693U : random() % 65536;
    story.centroid.push_back({hash, static_cast<std::uint16_t>(weight)});
  }
  return story;
}

TEST(PackedStory, AnyStoryComesBackWhole) {
  std::mt19937 random(2);
  for (int i = 0; i < 1000; ++i) {
    const auto story = invented(random);
    const PackedStory packed(story);
    RememberedStory unpacked = invented(random);
    unpacked.id = story.id;
    unpacked.last_seen = story.last_seen;
    packed.unpack(unpacked);
    ASSERT_EQ(unpacked, story);
    ASSERT_TRUE(can_be_packed(story));
  }
  RememberedStory damaged;
  damaged.centroid = {{2, 1}, {2, 1}};
  EXPECT_FALSE(can_be_packed(damaged));
}

}  // namespace
}  // namespace copytaster::stories

#include "pipeline/dedup/index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "pipeline/dedup/fingerprint.h"
#include "tests/oracles/news_generator.h"

namespace copytaster::dedup {
namespace {

using Texts = std::map<std::uint64_t, Fingerprint>;

constexpr std::size_t kAll = 1000;

/// Few distinct hashes, so that texts share them and some become too common.
Fingerprint invented(oracles::Dice& dice) {
  Fingerprint print;
  print.content = (1 + dice.roll(20)) << 32U;
  print.words = static_cast<std::uint32_t>(60 + dice.roll(40));
  while (print.skeleton.hashes.size() < 8) {
    const auto hash = static_cast<std::uint32_t>(1 + dice.rank(60));
    auto& hashes = print.skeleton.hashes;
    const auto place = std::lower_bound(hashes.begin(), hashes.end(), hash);
    if (place == hashes.end() || *place != hash) hashes.insert(place, hash);
  }
  return print;
}

/// By comparing with every text: equal content first, then shared hashes that at most 64 texts
/// hold.
std::vector<std::uint64_t> by_brute_force(const Texts& texts, const Fingerprint& wanted) {
  std::map<std::uint32_t, std::size_t> holders;
  for (const auto& [number, print] : texts) {
    for (const auto hash : print.skeleton.hashes) ++holders[hash];
  }
  std::vector<std::pair<int, std::uint64_t>> ranked;
  for (const auto& [number, print] : texts) {
    int shared = 0;
    for (const auto hash : wanted.skeleton.hashes) {
      const auto& own = print.skeleton.hashes;
      shared += holders[hash] <= 64 && std::binary_search(own.begin(), own.end(), hash) ? 1 : 0;
    }
    if (print.content == wanted.content) {
      ranked.emplace_back(-1000, number);
    } else if (shared >= 3) {
      ranked.emplace_back(-shared, number);
    }
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::uint64_t> numbers;
  for (const auto& [shared, number] : ranked) numbers.push_back(number);
  return numbers;
}

/// An index with the slots that it needs.
struct Shelf {
  memory::SlotMap slots;
  Index index{slots};

  void add(std::uint64_t number, const Fingerprint& print) {
    slots.add(number);
    index.add(number, print);
  }
  void remove(std::uint64_t number, const Fingerprint& print) {
    index.remove(number, print);
    slots.remove(number);
  }
};

/// Adds and removes at random, until `texts` is what the index holds.
void live_through(Shelf& shelf, Texts& texts, oracles::Dice& dice, int steps) {
  for (int step = 0; step < steps; ++step) {
    if (!texts.empty() && dice.chance(0.35)) {
      const auto gone =
          std::next(texts.begin(), static_cast<std::ptrdiff_t>(dice.roll(texts.size())));
      shelf.remove(gone->first, gone->second);
      texts.erase(gone);
    } else {
      const auto number = static_cast<std::uint64_t>(step) + 1;
      shelf.add(number, texts[number] = invented(dice));
    }
  }
}

TEST(Index, FindsWhatComparingWithEveryTextFinds) {
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    oracles::Dice dice(seed);
    Shelf shelf;
    Texts texts;
    live_through(shelf, texts, dice, 1200);
    for (int i = 0; i < 20; ++i) {
      const auto wanted = invented(dice);
      const auto expected = by_brute_force(texts, wanted);
      ASSERT_EQ(shelf.index.candidates(wanted, kAll), expected) << "seed " << seed;
      found += expected.size();
    }
  }
  EXPECT_GT(found, 1000U);
}

TEST(Index, FindsTheFlashesThatShareEnough) {
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    oracles::Dice dice(seed);
    Shelf shelf;
    Texts texts;
    live_through(shelf, texts, dice, 600);
    Texts short_ones = texts;
    std::erase_if(short_ones, [](const auto& text) { return text.second.words >= 80; });
    ASSERT_LT(short_ones.size(), texts.size());
    for (int i = 0; i < 20; ++i) {
      auto lead = invented(dice);
      lead.content = 0;
      const auto expected = by_brute_force(short_ones, lead);
      ASSERT_EQ(shelf.index.flashes(lead, kAll), expected) << "seed " << seed;
      found += expected.size();
    }
  }
  EXPECT_GT(found, 200U);
}

// Memory budgets decide who is forgotten: a standby that folded only a checkpoint must count alike.
RC_GTEST_PROP(Index, AnswersAndBytesDependOnTheSetHeldAlone, (std::uint64_t seed)) {
  oracles::Dice dice(seed);
  Shelf lived;
  Texts texts;
  live_through(lived, texts, dice, 1500);
  Shelf fresh;
  for (auto text = texts.rbegin(); text != texts.rend(); ++text) {
    fresh.add(text->first, text->second);
  }
  RC_ASSERT(lived.index.bytes() == fresh.index.bytes());
  for (int i = 0; i < 10; ++i) {
    const auto wanted = invented(dice);
    RC_ASSERT(lived.index.candidates(wanted, kAll) == fresh.index.candidates(wanted, kAll));
    RC_ASSERT(lived.index.flashes(wanted, kAll) == fresh.index.flashes(wanted, kAll));
  }
}

TEST(Index, TakesNoMoreThanTheLimitAndTheBest) {
  oracles::Dice dice(5);
  Shelf shelf;
  Texts texts;
  live_through(shelf, texts, dice, 600);
  const auto wanted = texts.begin()->second;
  auto all = by_brute_force(texts, wanted);
  ASSERT_GT(all.size(), 3U);
  all.resize(3);
  EXPECT_EQ(shelf.index.candidates(wanted, 3), all);
  EXPECT_TRUE(shelf.index.candidates(wanted, 0).empty());
}

// A flood of equal texts: the first of them are what a further one is compared with.
TEST(Index, OfManyEqualTextsTheFirstAreTaken) {
  oracles::Dice dice(6);
  Shelf shelf;
  const auto print = invented(dice);
  for (std::uint64_t number = 1; number <= 5000; ++number) shelf.add(number, print);
  for (std::uint64_t number = 1; number <= 100; ++number) shelf.remove(number, print);
  EXPECT_EQ(shelf.index.candidates(print, 3), (std::vector<std::uint64_t>{101, 102, 103}));
}

TEST(Index, AnArticleOf800WordsTakesAtMost500Bytes) {
  oracles::Dice dice(7);
  Shelf shelf;
  const std::size_t empty = shelf.index.bytes();
  constexpr std::size_t kArticles = 500;
  for (std::size_t i = 0; i < kArticles; ++i) {
    shelf.add(i + 1, make_fingerprint(oracles::document_of(oracles::invent_story(dice, 800))));
  }
  const std::size_t each = (shelf.index.bytes() - empty) / kArticles;
  RecordProperty("bytes_an_article", static_cast<int>(each));
  EXPECT_GT(each, 250U);
  EXPECT_LE(each, 500U);
}

}  // namespace
}  // namespace copytaster::dedup

#include "pipeline/dedup/line_memory.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

namespace copytaster::dedup {
namespace {

constexpr std::uint64_t kSource = 7;

std::vector<TextLine> lines_of(const std::vector<std::uint32_t>& hashes, std::uint32_t words = 10) {
  std::vector<TextLine> lines;
  for (const auto hash : hashes)
    lines.push_back({hash, static_cast<std::uint32_t>(lines.size()) * words, words, {}});
  return lines;
}

/// Learns and applies, as the Desk does; whether there was anything to learn.
bool teach(LineMemory& memory, std::uint64_t source, std::uint64_t number,
           const std::vector<std::uint32_t>& hashes) {
  const auto change = memory.learn(source, number, lines_of(hashes));
  if (change) memory.apply(*change);
  return change.has_value();
}

bool is_furniture(const LineMemory& memory, std::uint64_t source, std::uint32_t hash) {
  return memory.furniture(source, lines_of({hash})).front();
}

/// The definition, read off the whole history: of a source's articles, those in each of which a
/// line stood.
class History {
 public:
  void add(const std::vector<std::uint32_t>& hashes) {
    articles_.emplace_back(hashes.begin(), hashes.end());
  }
  /// How often the line was seen since it was last forgotten; 0: it is not known.
  [[nodiscard]] int count(std::uint32_t hash) const {
    int seen = 0;
    std::size_t missing = 0;
    for (const auto& article : articles_) {
      ++missing;
      const std::size_t life = seen >= LineMemory::kLearned ? std::size_t{LineMemory::kMissing}
                                                            : std::size_t{LineMemory::kApart};
      if (missing > life) seen = 0;
      if (!article.contains(hash)) continue;
      seen = std::min(seen + 1, 255);
      missing = 0;
    }
    return seen;
  }
  [[nodiscard]] std::set<std::uint32_t> known() const {
    std::set<std::uint32_t> hashes;
    for (const auto& article : articles_) {
      for (const auto hash : article) {
        if (count(hash) > 0) hashes.insert(hash);
      }
    }
    return hashes;
  }

 private:
  std::vector<std::set<std::uint32_t>> articles_;
};

/// An article's lines: some that recur, each at its own rate, and one of its own.
std::vector<std::uint32_t> drawn_article(std::uint32_t at) {
  std::vector<std::uint32_t> hashes{1000 + at};
  for (std::uint32_t line = 1; line <= 6; ++line) {
    if (*rc::gen::inRange<std::uint32_t>(0, line * line) == 0) hashes.push_back(line);
  }
  return hashes;
}

RC_GTEST_PROP(LineMemory, KnowsWhatTheWholeHistorySays, ()) {
  LineMemory memory;
  History history;
  const auto count = *rc::gen::inRange<std::uint32_t>(1, 400);
  for (std::uint32_t at = 0; at < count; ++at) {
    const auto hashes = drawn_article(at);
    RC_ASSERT(teach(memory, kSource, at + 1, hashes));
    history.add(hashes);
  }
  const auto held = memory.read(kSource);
  std::set<std::uint32_t> hashes;
  for (const LineMark& line : held.lines) {
    hashes.insert(line.hash);
    RC_ASSERT(int{line.count} == history.count(line.hash));
    RC_ASSERT(is_furniture(memory, kSource, line.hash) ==
              (history.count(line.hash) >= LineMemory::kLearned));
  }
  RC_ASSERT(hashes == history.known());
}

RC_GTEST_PROP(LineMemory, ChangesAppliedElsewhereGiveTheSame, ()) {
  LineMemory live;
  LineMemory follower;
  for (std::uint32_t at = 0; at < 300; ++at) {
    const std::uint64_t source = *rc::gen::inRange<std::uint64_t>(1, 5);
    const auto change = live.learn(source, at + 1, lines_of(drawn_article(at)));
    RC_ASSERT(change.has_value());
    live.apply(*change);
    follower.apply(*change);
    if (*rc::gen::inRange(0, 50) == 0) {
      live.forget(source);
      follower.forget(source);
    }
  }
  LineMemory carried;
  for (auto source = live.after(0); source; source = live.after(*source)) {
    RC_ASSERT(live.read(*source) == follower.read(*source));
    carried.set(live.read(*source));
  }
  RC_ASSERT(live.bytes() == follower.bytes());
  RC_ASSERT(live.bytes() == carried.bytes());
  RC_ASSERT(live.size() == carried.size());
  RC_ASSERT(live.excess(0, 0) == carried.excess(0, 0));
}

TEST(LineMemory, ALineIsFurnitureFromTheNinthArticleOn) {
  LineMemory memory;
  for (std::uint32_t at = 0; at < 8; ++at) {
    EXPECT_FALSE(is_furniture(memory, kSource, 1)) << at;
    teach(memory, kSource, at + 1, {1, 100 + at});
  }
  EXPECT_TRUE(is_furniture(memory, kSource, 1));
  EXPECT_FALSE(is_furniture(memory, kSource, 107));
  EXPECT_FALSE(is_furniture(memory, kSource + 1, 1)) << "each source by itself";
}

TEST(LineMemory, TheSameTextOverAndOverTeachesNothing) {
  LineMemory memory;
  ASSERT_TRUE(teach(memory, kSource, 1, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
  for (std::uint32_t at = 0; at < 20; ++at)
    EXPECT_FALSE(teach(memory, kSource, at + 2, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_FALSE(is_furniture(memory, kSource, 1));
  EXPECT_FALSE(teach(memory, kSource, 50, {1, 2, 3, 4, 5, 6, 7, 8, 100})) << "less than an eighth";
}

TEST(LineMemory, CountersWrapAndSaturate) {
  LineMemory memory;
  for (std::uint32_t at = 0; at < 70'000; ++at) {
    ASSERT_TRUE(teach(memory, kSource, at + 1, {1, 100 + at}));
    if (at >= 8) {
      ASSERT_TRUE(is_furniture(memory, kSource, 1)) << at;
    }
  }
  EXPECT_EQ(memory.read(kSource).lines.front().count, 255);
  EXPECT_EQ(memory.read(kSource).lines.size(), 1U + LineMemory::kApart + 1);
}

TEST(LineMemory, OneSourceIsBoundedAndKeepsItsFurniture) {
  LineMemory memory;
  std::uint32_t next = 1000;
  for (std::uint32_t at = 0; at < 200; ++at) {
    std::vector<std::uint32_t> hashes{1, 2, 3};
    for (int i = 0; i < 120; ++i) hashes.push_back(next++);
    ASSERT_TRUE(teach(memory, kSource, at + 1, hashes));
    ASSERT_LE(memory.read(kSource).lines.size(), LineMemory::kMostLines);
  }
  for (const std::uint32_t line : {1U, 2U, 3U}) EXPECT_TRUE(is_furniture(memory, kSource, line));
}

TEST(LineMemory, SourcesLeaveWhenTheBudgetIsSpentTheLongestSilentFirst) {
  LineMemory memory;
  for (std::uint32_t at = 1; at <= 100; ++at) teach(memory, at, at, {at, at + 1000});
  teach(memory, 1, 101, {5000, 5001});
  const std::size_t each = memory.bytes() / memory.size();
  EXPECT_TRUE(memory.excess(memory.bytes(), 0).empty());
  const auto gone = memory.excess(memory.bytes() - 3 * each, 2);
  EXPECT_EQ(gone, (std::vector<std::uint64_t>{3, 4, 5}));
  for (const auto source : gone) memory.forget(source);
  EXPECT_EQ(memory.size(), 97U);
  EXPECT_EQ(memory.excess(0, 0).size(), 8U) << "one decision forgets no more";
}

TEST(LineMemory, DamageIsSeen) {
  EXPECT_TRUE(can_be_set({1, 1, 1, {{1, 1, 1}, {2, 1, 1}}}));
  EXPECT_FALSE(can_be_set({0, 1, 1, {}}));
  EXPECT_FALSE(can_be_set({1, 1, 0, {}}));
  EXPECT_FALSE(can_be_set({1, 1, 1, {{2, 1, 1}, {2, 1, 1}}}));
}

}  // namespace
}  // namespace copytaster::dedup

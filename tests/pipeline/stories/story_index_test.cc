#include "pipeline/stories/story_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tests/oracles/news_generator.h"

namespace copytaster::stories {
namespace {

using oracles::Dice;
using Terms = std::vector<StoryTerm>;

/// Some of the twelve words of a subject and a few of anything.
Terms invented(Dice& dice, std::size_t subject) {
  std::map<std::uint32_t, std::uint16_t> weights;
  const auto weight = [&] { return static_cast<std::uint16_t>(1000 + dice.roll(2000)); };
  for (int i = 0; i < 8; ++i) {
    weights[static_cast<std::uint32_t>(subject * 12 + dice.roll(12))] = weight();
  }
  for (int i = 0; i < 3; ++i) {
    weights[static_cast<std::uint32_t>(1'000'000 + dice.rank(5000))] = weight();
  }
  Terms terms;
  for (const auto& [hash, each] : weights) terms.push_back({hash, each});
  return terms;
}

std::vector<std::uint32_t> hashes(const Terms& terms) {
  std::vector<std::uint32_t> result;
  for (const auto& term : terms) result.push_back(term.hash);
  return result;
}

std::uint64_t join(StoryIndex& index, const Terms& terms, std::uint64_t number,
                   std::uint64_t source = 1, bool copy = false) {
  const auto story =
      index.decide(terms, "Headline", source, copy, {static_cast<std::int64_t>(number)}, number,
                   index.nearest(terms));
  index.set(story);
  index.learn(hashes(terms));
  return story.id;
}

std::map<std::uint64_t, RememberedStory> all(const StoryIndex& index) {
  std::map<std::uint64_t, RememberedStory> stories;
  for (auto id = index.after(0); id; id = index.after(*id)) stories[*id] = index.read(*id);
  return stories;
}

void expect_alike(const StoryIndex& left, const StoryIndex& right, Dice& dice) {
  RC_ASSERT(left.bytes() == right.bytes());
  RC_ASSERT(left.oldest() == right.oldest());
  RC_ASSERT(all(left) == all(right));
  for (int i = 0; i < 10; ++i) {
    const auto terms = invented(dice, dice.roll(40));
    RC_ASSERT(left.decide(terms, "H", 9, false, {5}, 99999, left.nearest(terms)) ==
              right.decide(terms, "H", 9, false, {5}, 99999, right.nearest(terms)));
  }
}

RC_GTEST_PROP(StoryIndex, AnswersDependOnWhatIsHeldAlone, (std::uint64_t seed)) {
  Dice dice(seed);
  StoryIndex lived({});
  for (std::uint64_t number = 1; number <= 300; ++number) {
    join(lived, invented(dice, dice.roll(40)), number);
    if (dice.chance(0.1)) lived.remove(*lived.oldest());
  }
  StoryIndex fresh({});
  const auto stories = all(lived);
  for (auto story = stories.rbegin(); story != stories.rend(); ++story) {
    fresh.set(story->second);
  }
  for (std::uint32_t page = 0; page < StoryIndex::kPages; ++page) fresh.set_page(lived.page(page));
  expect_alike(lived, fresh, dice);
}

TEST(StoryIndex, ArticlesOfOneSubjectMeetAndOthersStayApart) {
  Dice dice(3);
  StoryIndex index({});
  std::map<std::size_t, std::map<std::uint64_t, int>> stories_of;
  for (std::uint64_t number = 1; number <= 600; ++number) {
    const std::size_t subject = dice.roll(30);
    ++stories_of[subject][join(index, invented(dice, subject), number)];
  }
  std::map<std::uint64_t, int> subjects_of;
  for (const auto& [subject, stories] : stories_of) {
    for (const auto& [id, count] : stories) ++subjects_of[id];
  }
  for (const auto& [id, subjects] : subjects_of) EXPECT_EQ(subjects, 1);
  EXPECT_GE(index.size(), 30U);
  EXPECT_LE(index.size(), 60U);
}

/// Whether an article with these terms joins the story when it is the only one there is.
bool joins(const StoryIndex& index, const RememberedStory& story, const Terms& terms, double from) {
  StoryIndex alone({.join_cosine = from});
  for (std::uint32_t page = 0; page < StoryIndex::kPages; ++page) alone.set_page(index.page(page));
  alone.set(story);
  return alone.nearest(terms) == story.id;
}

// By raising the threshold until each story alone refuses, so that no formula is written twice.
TEST(StoryIndex, TheNearestOfAllStoriesIsJoined) {
  Dice dice(4);
  StoryIndex index({});
  for (std::uint64_t number = 1; number <= 40; ++number) {
    join(index, invented(dice, dice.roll(12)), number);
  }
  std::size_t joined = 0;
  for (int i = 0; i < 30; ++i) {
    const auto terms = invented(dice, dice.roll(14));
    const auto chosen = index.nearest(terms);
    double best = 0;
    std::uint64_t nearest = 7777;
    for (const auto& [id, story] : all(index)) {
      double from = StoryOptions{}.join_cosine;
      while (joins(index, story, terms, from)) from += 0.002;
      if (from > StoryOptions{}.join_cosine && from > best) {
        best = from;
        nearest = id;
      }
    }
    EXPECT_EQ(chosen.value_or(7777), nearest);
    joined += chosen ? 1U : 0U;
  }
  EXPECT_GT(joined, 15U);
  EXPECT_LT(joined, 30U);
}

TEST(StoryIndex, CopiesCountAsArticlesButNeitherMoveTheCentreNorCountAsSources) {
  Dice dice(5);
  StoryIndex index({});
  const auto terms = invented(dice, 1);
  const auto id = join(index, terms, 1, 100);
  const auto before = index.read(id);
  const auto copy = index.decide(terms, "H", 200, true, {2}, 2, id);
  EXPECT_EQ(copy.articles, 2U);
  EXPECT_EQ(copy.sources, before.sources);
  EXPECT_EQ(copy.centroid, before.centroid);
  const auto report = index.decide(terms, "H", 200, false, {2}, 2, id);
  EXPECT_EQ(report.sources, (std::vector<std::uint64_t>{100, 200}));
}

TEST(StoryIndex, DecidingChangesNothing) {
  Dice dice(6);
  StoryIndex index({});
  join(index, invented(dice, 1), 1);
  const auto before = all(index);
  const auto terms = invented(dice, 1);
  static_cast<void>(index.decide(terms, "H", 3, false, {9}, 2, index.nearest(terms)));
  EXPECT_EQ(all(index), before);
}

TEST(StoryIndex, CentroidSourcesAndTitleAreBounded) {
  Dice dice(7);
  StoryIndex index({});
  const auto long_headline = std::string(199, 'a') + "\xc3\xa9 and more";
  std::uint64_t id = 0;
  for (std::uint64_t number = 1; number <= 200; ++number) {
    const auto forced = id == 0 ? std::nullopt : std::optional(id);
    const auto story =
        index.decide(invented(dice, number), long_headline, number, false, {1}, number, forced);
    id = story.id;
    index.set(story);
  }
  const auto& story = index.read(id);
  EXPECT_EQ(story.articles, 200U);
  EXPECT_EQ(story.centroid.size(), 64U);
  EXPECT_EQ(story.sources.size(), 64U);
  EXPECT_EQ(story.title, std::string(199, 'a'));
}

TEST(StoryIndex, TwoStoriesUnitedAreFoundUnderBothIds) {
  StoryIndex index({});
  const RememberedStory first{1, 3, {10}, {20}, {5, 7}, {{1, 1000}, {2, 3000}}, "First", {}};
  const RememberedStory second{4, 1, {5}, {30}, {6, 7}, {{2, 1000}, {3, 4000}}, "Second", {2, 3}};
  index.set(first);
  index.set(second);
  EXPECT_EQ(index.live(3), std::optional<std::uint64_t>(4));
  const std::size_t bytes = index.bytes();
  const RememberedStory both = index.united(4, 1);
  EXPECT_EQ(both, index.united(1, 4));
  EXPECT_EQ(both.id, 1U);
  EXPECT_EQ(both.articles, 4U);
  EXPECT_EQ(both.title, "First");
  EXPECT_EQ(both.first_seen, Timestamp{5});
  EXPECT_EQ(both.last_seen, Timestamp{30});
  EXPECT_EQ(both.sources, (std::vector<std::uint64_t>{5, 6, 7}));
  EXPECT_EQ(both.merged, (std::vector<std::uint64_t>{4, 2, 3}));
  EXPECT_EQ(both.centroid, (Terms{{1, 750}, {2, 2500}, {3, 1000}})) << "three articles to one";
  index.remove(4);
  EXPECT_EQ(index.live(3), std::nullopt);
  index.set(both);
  EXPECT_EQ(index.read(1), both);
  for (const std::uint64_t id : {1, 2, 3, 4})
    EXPECT_EQ(index.live(id), std::optional<std::uint64_t>(1));
  EXPECT_EQ(index.live(9), std::nullopt);
  index.remove(1);
  EXPECT_EQ(index.live(4), std::nullopt);
  index.set(first);
  index.set(second);
  EXPECT_EQ(index.bytes(), bytes) << "nothing is left behind";
}

TEST(StoryIndex, IdsOfMergedStoriesAreBounded) {
  StoryOptions options;
  options.merged = 3;
  StoryIndex index(options);
  for (std::uint64_t id = 1; id <= 6; ++id) {
    index.set({id, 1, {1}, {1}, {1}, {{1, 1000}}, "T", {}});
    if (id == 1) continue;
    const RememberedStory both = index.united(1, id);
    index.remove(id);
    index.set(both);
  }
  EXPECT_EQ(index.read(1).merged, (std::vector<std::uint64_t>{4, 5, 6}));
  EXPECT_EQ(index.live(2), std::nullopt);
}

TEST(StoryIndex, OldestIsByLastSeenThenById) {
  StoryIndex index({});
  EXPECT_EQ(index.oldest(), std::nullopt);
  for (const auto& [id, seen] : {std::pair{4, 20}, std::pair{3, 10}, std::pair{2, 10}}) {
    RememberedStory story;
    story.id = static_cast<std::uint64_t>(id);
    story.last_seen = {seen};
    index.set(story);
  }
  EXPECT_EQ(index.oldest(), 2U);
  index.remove(2);
  EXPECT_EQ(index.oldest(), 3U);
}

}  // namespace
}  // namespace copytaster::stories

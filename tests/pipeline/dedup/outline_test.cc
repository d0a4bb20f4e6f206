#include "pipeline/dedup/outline.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "pipeline/dedup/fingerprint.h"
#include "tests/oracles/news_generator.h"

namespace copytaster::dedup {
namespace {

using oracles::Dice;

Outline of(std::string body) {
  return make_fingerprint(oracles::document_of("", std::move(body))).outline;
}

/// Distinct terms of few kinds, so that two of them share some.
Outline any_outline(Dice& dice) {
  Outline outline;
  std::set<std::uint16_t> known;
  for (std::size_t left = dice.roll(Outline::kMost + 1); left > 0; --left) {
    const auto term = static_cast<std::uint16_t>(700 * dice.roll(90));
    if (known.insert(term).second) outline.terms.push_back(term);
  }
  if (dice.chance(0.5) && !known.empty()) outline.threshold = *known.rbegin();
  return outline;
}

/// By the longest common subsequence of all pairs of prefixes, as a textbook has it.
Rewording by_brute_force(const Outline& left, const Outline& right) {
  const std::uint16_t threshold = std::min(left.threshold, right.threshold);
  const auto complete = [&](std::vector<std::uint16_t> terms) {
    std::erase_if(terms, [&](std::uint16_t term) { return term > threshold; });
    return terms;
  };
  const auto l = complete(left.terms);
  const auto r = complete(right.terms);
  Rewording result{0, 0, static_cast<std::uint32_t>(l.size()),
                   static_cast<std::uint32_t>(r.size())};
  for (const auto term : l) {
    result.shared += std::find(r.begin(), r.end(), term) != r.end() ? 1U : 0U;
  }
  std::vector<std::vector<std::uint32_t>> longest(l.size() + 1,
                                                  std::vector<std::uint32_t>(r.size() + 1));
  for (std::size_t i = 1; i <= l.size(); ++i) {
    for (std::size_t j = 1; j <= r.size(); ++j) {
      longest[i][j] = l[i - 1] == r[j - 1] ? longest[i - 1][j - 1] + 1
                                           : std::max(longest[i - 1][j], longest[i][j - 1]);
    }
  }
  result.in_order = longest[l.size()][r.size()];
  return result;
}

RC_GTEST_PROP(Outline, ComparesAsTheLongestCommonSubsequenceDoes, (std::uint64_t seed)) {
  Dice dice(seed);
  const Outline left = any_outline(dice);
  const Outline right = any_outline(dice);
  const Rewording found = compare_outlines(left, right);
  RC_ASSERT(found == by_brute_force(left, right));
  const Rewording turned = compare_outlines(right, left);
  RC_ASSERT(turned.in_order == found.in_order);
  RC_ASSERT(turned.shared == found.shared);
  RC_ASSERT(found.order() <= 1);
  RC_ASSERT(found.beyond_chance() <= 1.001);
}

TEST(Outline, HoldsAtMost64DistinctTermsEachUpToItsThreshold) {
  Dice dice(1);
  for (int i = 0; i < 200; ++i) {
    const auto story = oracles::invent_story(dice, 20 + dice.roll(1500));
    const Outline outline = make_fingerprint(oracles::document_of(story)).outline;
    EXPECT_LE(outline.terms.size(), Outline::kMost);
    const std::set<std::uint16_t> distinct(outline.terms.begin(), outline.terms.end());
    EXPECT_EQ(distinct.size(), outline.terms.size());
    if (outline.threshold == 0xffff) continue;
    EXPECT_EQ(outline.terms.size(), Outline::kMost);
    EXPECT_EQ(*distinct.rbegin(), outline.threshold);
  }
}

TEST(Outline, OfAShortTextIsEveryTermWhereItFirstStands) {
  const Outline outline = of("miners in Kelda and miners at Orlo left the pit for Kelda");
  EXPECT_EQ(outline.terms.size(), 5U) << "miners, Kelda, Orlo, left, pit";
  EXPECT_EQ(of("miners Kelda Orlo left pit").terms, outline.terms);
  EXPECT_EQ(of("the of and to in").terms.size(), 0U);
  EXPECT_EQ(of("").terms.size(), 0U);
}

// A sample of a long text prefers what tells most.
TEST(Outline, KeepsNamesAndNumbersBeforeOtherWords) {
  std::string text = "begin";
  std::string names = "begin";
  for (int i = 0; i < 200; ++i) {
    text += " " + oracles::invented_word(static_cast<std::size_t>(i));
    if (i % 10 != 0) continue;
    const std::string name = oracles::invented_name(static_cast<std::size_t>(i));
    text += " " + name + " " + std::to_string(1000 + i);
    names += " " + name + " " + std::to_string(1000 + i);
  }
  const auto kept = compare_outlines(of(names), of(text));
  const auto all = of(text);
  const auto of_names = of(names).terms;
  const auto in_sample = std::count_if(of_names.begin(), of_names.end(), [&](std::uint16_t term) {
    return std::find(all.terms.begin(), all.terms.end(), term) != all.terms.end();
  });
  EXPECT_EQ(all.terms.size(), Outline::kMost);
  EXPECT_GE(in_sample, 36) << "of 20 names and 20 numbers among 240 terms";
  EXPECT_EQ(kept.in_order, kept.shared);
}

TEST(Outline, EndsWithTheBeginningOfALongText) {
  Dice dice(2);
  const std::string beginning = oracles::to_text(oracles::invent_story(dice, 900));
  const std::string end = oracles::to_text(oracles::invent_story(dice, 900));
  EXPECT_EQ(of(beginning), of(beginning + "\n\n" + end));
}

TEST(Outline, ChanceIsNoOrder) {
  Dice dice(3);
  double most = 0;
  for (int i = 0; i < 2000; ++i) {
    Outline left;
    for (std::uint16_t term = 1; term <= Outline::kMost; ++term) left.terms.push_back(term);
    Outline right = left;
    for (std::size_t at = right.terms.size(); at > 1; --at)
      std::swap(right.terms[at - 1], right.terms[dice.roll(at)]);
    most = std::max(most, compare_outlines(left, right).beyond_chance());
    EXPECT_NEAR(compare_outlines(left, left).beyond_chance(), 1, 0.001);
  }
  EXPECT_LT(most, 0.15);
}

}  // namespace
}  // namespace copytaster::dedup

#include "pipeline/dedup/compare.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "pipeline/dedup/fingerprint.h"
#include "tests/oracles/exact_overlap.h"
#include "tests/oracles/news_generator.h"

namespace copytaster::dedup {
namespace {

using oracles::Dice;
using oracles::document_of;
using oracles::Story;

Comparison judge(const Story& arriving, const Story& remembered) {
  return compare(make_fingerprint(document_of(arriving)), make_fingerprint(document_of(remembered)),
                 {});
}

Story joined(Story first, const Story& second) {
  first.paragraphs.insert(first.paragraphs.end(), second.paragraphs.begin(),
                          second.paragraphs.end());
  return first;
}

// All ordered pairs of 240 texts, families of edited, spun and cut versions among them.
TEST(Compare, EstimatesComeCloseToCountingEveryGram) {
  Dice dice(11);
  std::vector<Story> stories;
  for (int family = 0; family < 60; ++family) {
    const auto original = oracles::invent_story(dice, 80 + dice.roll(900));
    stories.push_back(original);
    stories.push_back(oracles::edit_on_the_wire(original, dice));
    stories.push_back(oracles::spin(original, dice, 0.4));
    stories.push_back(joined(oracles::invent_story(dice, 300), original));
  }
  std::vector<Fingerprint> prints;
  std::vector<oracles::Grams> grams;
  for (const auto& story : stories) {
    prints.push_back(make_fingerprint(document_of(story)));
    grams.push_back(oracles::word_grams(document_of(story)));
  }
  double squares = 0;
  std::size_t related = 0;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    for (std::size_t j = 0; j < stories.size(); ++j) {
      const auto estimate = compare(prints[i], prints[j], {}).evidence;
      const auto exact = oracles::shares(grams[i], grams[j]);
      if (exact.jaccard < 0.05) {
        EXPECT_LT(estimate.words, 0.15);
      } else {
        const double error = estimate.words - exact.jaccard;
        EXPECT_LT(std::abs(error), 0.30);
        squares += error * error;
        ++related;
      }
    }
  }
  EXPECT_GT(related, 700U);
  // A sample of 64 has a standard error of at most 1/16.
  EXPECT_LT(std::sqrt(squares / static_cast<double>(related)), 0.0625);
}

RC_GTEST_PROP(Compare, ATextIsAnExactCopyOfItself, (std::uint64_t seed)) {
  Dice dice(seed);
  const auto story = oracles::invent_story(dice, 1 + dice.roll(600));
  const auto result = judge(story, story);
  RC_ASSERT(result.copy == CopyKind::kExact);
  RC_ASSERT(result.score == 1.0);
}

RC_GTEST_PROP(Compare, SharesStayBetweenZeroAndOne, (std::uint64_t seed)) {
  Dice dice(seed);
  const auto story = oracles::invent_story(dice, 1 + dice.roll(800));
  const auto other = oracles::edit_on_the_wire(story, dice);
  const auto result = judge(other, story);
  for (const double share : {result.score, result.evidence.skeleton, result.evidence.words,
                             result.evidence.containment, result.remembered_containment}) {
    RC_ASSERT(share >= 0.0);
    RC_ASSERT(share <= 1.0);
  }
}

TEST(Compare, APieceOfALongTextIsAnExcerptAndTheLongTextContainsIt) {
  Dice dice(21);
  for (int i = 0; i < 100; ++i) {
    const auto piece = oracles::invent_story(dice, 150);
    const auto whole = joined(piece, oracles::invent_story(dice, 350));
    EXPECT_EQ(judge(piece, whole).copy, CopyKind::kExcerpt);
    const auto full_story = judge(whole, piece);
    EXPECT_TRUE(full_story.contains);
    EXPECT_EQ(full_story.copy, CopyKind::kNone);
  }
}

TEST(Compare, BelowFortyWordsOnlyExactCopiesAreCopies) {
  const auto text = [](const std::string& last) {
    return document_of("",
                       "The harbour of Porto was closed on Monday after 3 ships collided in "
                       "the fog and the crews were brought to " +
                           last + ".");
  };
  const auto print = make_fingerprint(text("safety"));
  ASSERT_LT(print.words, 40U);
  EXPECT_EQ(compare(print, print, {}).copy, CopyKind::kExact);
  EXPECT_EQ(compare(make_fingerprint(text("land")), print, {}).copy, CopyKind::kNone);
}

TEST(Compare, ClosingPricesOfAnotherDayAreNoCopy) {
  const auto prices = [](int base) {
    std::string text = "Closing prices on the exchange of Porto in the main section of the market.";
    for (int i = 0; i < 30; ++i) {
      text += " Shares of " + oracles::invented_name(static_cast<std::size_t>(i)) + " closed at " +
              std::to_string(base + i * 37) + ".";
    }
    return make_fingerprint(document_of("", text));
  };
  const auto result = compare(prices(9000), prices(1001), {});
  EXPECT_TRUE(result.same_template);
  EXPECT_EQ(result.copy, CopyKind::kNone);
}

TEST(Compare, ARateOfAnotherDayIsOneFigureHoweverItIsWritten) {
  const auto report = [](const std::string& rate, const std::string& day) {
    return make_fingerprint(document_of(
        "",
        "The bank entered the securities market to arrange 1.5 billion of customer repurchase "
        "agreements, a spokesman of the bank said on " +
            day + " in Porto. Dealers said that overnight funds were trading at " + rate +
            " pct when the bank began its temporary and indirect supply of reserves to the "
            "banking system."));
  };
  const auto print = report("6-1/16", "May 4");
  EXPECT_EQ(compare(report("6-1/16", "May 4"), print, {}).copy, CopyKind::kExact);
  for (const auto& other : {report("six", "May 4"), report("6-3/16", "May 4"),
                            report("5-15/16", "4 May"), report("6-1/16", "June 11")}) {
    EXPECT_TRUE(compare(other, print, {}).same_template);
    EXPECT_TRUE(compare(print, other, {}).same_template);
  }
  EXPECT_EQ(compare(report("6-1/16", "4 May"), print, {}).copy, CopyKind::kNear);
}

// Of places with several figures the sample may hold a part.
TEST(Compare, WhatWasCutOffExchangesNoFigures) {
  Dice dice(31);
  for (int i = 0; i < 200; ++i) {
    std::string text;
    for (int row = 0; row < 60; ++row) {
      text += " It rose by " + std::to_string(1 + dice.roll(400)) + " points in " +
              oracles::invented_name(dice.roll(5000)) + ".";
    }
    const auto whole = make_fingerprint(document_of("", text));
    const auto cut = make_fingerprint(document_of("", text.substr(0, text.size() * 2 / 3)));
    EXPECT_FALSE(compare(cut, whole, {}).same_template);
    EXPECT_EQ(compare(cut, whole, {}).copy, CopyKind::kNear);
  }
}

// Both shares are one half, estimated: they come apart by a fifth in one of some twenty pairs.
TEST(Compare, HalfOfATextInOtherTextIsNotNearAndHardlyEverSpun) {
  Dice dice(23);
  int spun = 0;
  for (int i = 0; i < 200; ++i) {
    const auto half = oracles::invent_story(dice, 300);
    const auto one = joined(half, oracles::invent_story(dice, 300));
    const auto other = joined(half, oracles::invent_story(dice, 300));
    const CopyKind copy = judge(one, other).copy;
    EXPECT_NE(copy, CopyKind::kNear);
    if (copy == CopyKind::kSpun) ++spun;
  }
  EXPECT_LE(spun, 20);
}

TEST(Compare, AFormLetterFilledInForAnotherCompanyIsNotSpun) {
  const auto notes = [](const std::string& name, const std::string& city, int base) {
    const auto number = [&](int i) { return std::to_string(base + i * 7); };
    return make_fingerprint(document_of(
        "", name + " of " + city + " said it filed with the commission for " + number(1) +
                " notes of the " + name + " unit in " + city + ", due in " + number(2) +
                ". It said that proceeds of the sale will be used by it for " + name +
                " and to repay all of its debts to the " + city + " bank. The " + name +
                " company is to be led by " + name + " and " + city + " brothers, and it has had " +
                number(3) + " such offers in " + number(4) + "."));
  };
  const auto result =
      compare(notes("Amrotex", "Dallas", 120), notes("Zenithal", "Boston", 905), {});
  EXPECT_EQ(result.copy, CopyKind::kNone);
}

TEST(Compare, NoticesToOneAuthorityAreNotSpunFromEachOther) {
  const auto filing = [](const std::string& company, const std::string& what,
                         const std::string& use) {
    return make_fingerprint(document_of(
        "", company + " said it has filed with the Securities and Exchange Commission a " +
                "registration statement for a proposed offering of " + what +
                ". The terms of the offering are to be set at the time of the sale. " + company +
                " said that it will use the proceeds of the sale for " + use + "."));
  };
  const auto result =
      compare(filing("Amrotex Mills", "four million common shares to the public",
                     "working capital and to repay short term loans of its units"),
              filing("Republic of Varnia", "bonds, notes and warrants with a bank as manager",
                     "the promotion of exports and investment in new harbours and roads"),
              {});
  EXPECT_EQ(result.copy, CopyKind::kNone) << "skeleton " << result.evidence.skeleton;
}

TEST(Compare, ASpunCopyThatKeptNamesAndNumbersIsOne) {
  Dice dice(29);
  for (int i = 0; i < 50; ++i) {
    const auto original = oracles::invent_story(dice, 200);
    EXPECT_EQ(judge(oracles::spin(original, dice, 0.9), original).copy, CopyKind::kSpun);
  }
}

TEST(Compare, TheSameSentencesWithOtherFiguresAreNotNear) {
  const auto operation = [](const std::string& amount, const std::string& rate,
                            const std::string& time) {
    return make_fingerprint(document_of(
        "", "The central bank entered the market to arrange " + amount +
                " of customer repurchase agreements, a spokesman for the bank said. Dealers said "
                "that overnight funds were trading at " +
                rate +
                " pct when the bank began its direct supply of temporary reserves to the banking "
                "system at " +
                time + ", as most economists had expected it to do this week."));
  };
  const auto monday = operation("1.5 billion", "6.31", "11:40");
  EXPECT_EQ(compare(operation("2.25 billion", "6.12", "11:35"), monday, {}).copy, CopyKind::kNone);
}

TEST(Compare, ATextOfManyFiguresIsCorrectedInOne) {
  const auto budget = [](const std::string& last) {
    return make_fingerprint(document_of(
        "",
        "The town council of Port Calder voted 31 to 12 for the budget of 2031. It gives 410 "
        "florins to the harbour, takes 55 from the schools, lends 70 to the ferry, pays 18 for "
        "two bridges, sells 5 houses on the old quay, keeps 260 in reserve, hopes for 33 of new "
        "taxes and repays a loan of " +
            last + " that was due in April."));
  };
  EXPECT_EQ(compare(budget("142"), budget("124"), {}).copy, CopyKind::kNear);
}

TEST(Compare, OneOtherFigureInAShortNoticeIsAnotherNotice) {
  const auto notice = [](const std::string& billions, const std::string& rate) {
    return make_fingerprint(document_of(
        "", "The Bank of Cormia entered the money market of Port Calder to arrange " + billions +
                " billion florins of customer repurchase agreements, a spokesman for the bank "
                "said. Dealers said that overnight funds were trading at " +
                rate +
                " when it began its temporary and indirect supply of reserves to the banking "
                "system."));
  };
  EXPECT_EQ(compare(notice("2.5", "6.1"), notice("1.5", "6.1"), {}).copy, CopyKind::kNone);
  EXPECT_EQ(compare(notice("1.5", "6.1"), notice("two", "6.1"), {}).copy, CopyKind::kNone);
  EXPECT_EQ(compare(notice("2", "six"), notice("two", "6"), {}).copy, CopyKind::kNear);
}

// What lies round a copy brings figures of its own, and what was cut off took some along.
TEST(Compare, ACopyThatWasCutAndWrappedIsNoTemplate) {
  Dice dice(41);
  for (int i = 0; i < 200; ++i) {
    const auto original = oracles::invent_story(dice, 300);
    Story copy = oracles::invent_story(dice, 40);
    const auto kept = static_cast<std::ptrdiff_t>(original.paragraphs.size() * 9 / 10);
    copy.paragraphs.insert(copy.paragraphs.end(), original.paragraphs.begin(),
                           original.paragraphs.begin() + kept);
    EXPECT_FALSE(judge(copy, original).same_template);
  }
}

TEST(Compare, EmptyTextsHaveNothingInCommon) {
  const auto empty = make_fingerprint(document_of("", ""));
  EXPECT_EQ(compare(empty, empty, {}).copy, CopyKind::kNone);
}

}  // namespace
}  // namespace copytaster::dedup

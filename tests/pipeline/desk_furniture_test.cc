#include <gtest/gtest.h>

#include "pipeline/codec/record_writer.h"
#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

constexpr std::uint64_t kHead = 700'000;
constexpr std::uint64_t kFoot = 710'000;

/// Paragraphs of 50 words, the same for the same seed.
std::string paragraphs(std::uint64_t seed, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += prose(seed * 100 + i, 50) + "\n\n";
  return text;
}

/// A text of 150 words on a site that puts 400 words of its own round each.
std::string on_site(std::uint64_t site, const std::string& text) {
  return paragraphs(kHead + site, 4) + text + "\n\n" + paragraphs(kFoot + site, 4);
}

AnalysedMessage page(std::uint64_t site, std::uint64_t story, std::int64_t at) {
  const std::string source = "site" + std::to_string(site);
  return arrive(source, std::to_string(story), on_site(site, paragraphs(story, 3)), at,
                "Headline " + std::to_string(story));
}

/// A Desk that knows the furniture of this site; decisions 0 to 19.
void learn(Desk& desk, std::uint64_t site) {
  for (std::uint64_t i = 0; i < 20; ++i)
    desk.decide(page(site, i, static_cast<std::int64_t>(i) * kMinute));
}

std::string text_of(const AnalysedMessage& message, CodePointRange range) {
  return message.analysis->body.substr(range.begin, range.end - range.begin);
}

TEST(DeskFurniture, PagesOfOneSiteAreStrangersOnceItsFurnitureIsKnown) {
  Desk desk{DeskOptions{}};
  std::size_t taken_for_another = 0;
  for (std::uint64_t i = 0; i < 60; ++i) {
    const auto message = page(1, i, static_cast<std::int64_t>(i) * kMinute);
    const auto decided = desk.decide(message);
    const bool is_new = decided.decision->verdict.kind == Kind::kNew;
    taken_for_another += is_new ? 0U : 1U;
    if (i < 8) continue;
    EXPECT_TRUE(is_new) << i << " is " << name(decided.decision->verdict.kind);
    const auto& furniture = decided.decision->furniture;
    ASSERT_EQ(furniture.size(), 2U);
    EXPECT_EQ(text_of(message, furniture[0]) + "\n\n", paragraphs(kHead + 1, 4));
    EXPECT_EQ(text_of(message, furniture[1]) + "\n\n", paragraphs(kFoot + 1, 4));
    EXPECT_EQ(decided.entry.article->fingerprint.words, 150U);
  }
  EXPECT_GT(taken_for_another, 3U) << "or there was nothing to learn for";
}

TEST(DeskFurniture, CopiesOnOtherSitesAreFound) {
  Desk desk{DeskOptions{}};
  learn(desk, 1);
  learn(desk, 2);
  desk.decide(page(1, 900, 100 * kMinute));
  const auto copy = desk.decide(page(2, 900, 101 * kMinute));
  EXPECT_EQ(copy.decision->verdict.kind, Kind::kNear);
  EXPECT_EQ(copy.decision->verdict.of->uri, "urn:article:site1:900");
  EXPECT_GT(copy.decision->verdict.score, 0.99);
  EXPECT_LT(copy.decision->verdict.novelty, 0.01);
  const auto bare = desk.decide(arrive("wire", "1", testing::spun(paragraphs(900, 3)), 103));
  EXPECT_EQ(bare.decision->verdict.copy, CopyKind::kSpun);
}

TEST(DeskFurniture, TheSameTextIsTheSameBeforeAndAfterTheLesson) {
  Desk desk{DeskOptions{}};
  learn(desk, 1);
  const Verdict again = verdict(desk, page(1, 0, 100 * kMinute));
  EXPECT_EQ(again.identity, Identity::kResend) << "its furniture was unknown when it came first";
  auto elsewhere = page(1, 0, 101 * kMinute);
  elsewhere.analysis->article.source = "mirror";
  elsewhere.analysis->article.uri = "urn:article:mirror:0";
  EXPECT_EQ(verdict(desk, elsewhere).kind, Kind::kExact);
}

TEST(DeskFurniture, AWireTextOnThirtySitesIsNoFurniture) {
  Desk desk{DeskOptions{}};
  const std::string text = paragraphs(5, 4);
  for (std::uint64_t site = 0; site < 30; ++site) {
    const auto decided = desk.decide(
        arrive("site" + std::to_string(site), "1", text + paragraphs(kFoot + site, 1), kMinute));
    EXPECT_TRUE(decided.decision->furniture.empty());
    EXPECT_EQ(decided.decision->verdict.kind == Kind::kNew, site == 0) << site;
  }
}

TEST(DeskFurniture, WhatIsSentTwentyTimesIsNoFurniture) {
  Desk desk{DeskOptions{}};
  const std::string text = paragraphs(5, 4);
  for (int i = 0; i < 20; ++i) {
    const std::string id = std::to_string(i);
    for (const auto& message :
         {arrive("a", "same", text + paragraphs(100 + static_cast<std::uint64_t>(i), 2), i),
          arrive("b", id, text, i), arrive("c", id, text + id, i, "One headline"),
          arrive("d", id, text + "New in this one are " + id + " words.", i, "Headline " + id)}) {
      EXPECT_TRUE(desk.decide(message).decision->furniture.empty())
          << message.analysis->article.uri;
    }
  }
}

TEST(DeskFurniture, ATemplateIsNotLearnedAway) {
  Desk desk{DeskOptions{}};
  const std::string cities[] = {"Athens", "Bergen", "Cork", "Dresden", "Evora", "Florence"};
  const std::string skies[] = {"clear sky", "light rain", "some fog"};
  std::size_t listed = 0;
  for (std::uint64_t day = 0; day < 200; ++day) {
    std::string text = "The weather in the cities today\n\n";
    for (std::uint64_t city = 0; city < 6; ++city)
      text += cities[city] + " has a " + skies[(day * (city + 2) + day / 7) % 3] + "\n\n";
    if (day % 3 == 0) text += prose(day, 30);
    const auto message =
        arrive("weather", std::to_string(day), text, static_cast<std::int64_t>(day) * kMinute);
    const auto decided = desk.decide(message);
    std::size_t listed_bytes = 0;
    for (const auto& range : decided.decision->furniture) listed_bytes += range.end - range.begin;
    listed += listed_bytes > 0 ? 1U : 0U;
    const std::size_t left = message.analysis->body.size() - listed_bytes;
    EXPECT_TRUE(listed_bytes == 0 || left > 60) << day << ": " << left << " bytes are left";
    if (decided.entry.article && decided.entry.article->fingerprint.skeleton.population > 0) {
      EXPECT_GE(decided.entry.article->fingerprint.words, 15U) << day;
    }
  }
  EXPECT_GT(listed, 10U) << "what says more than that has a frame";
}

TEST(DeskFurniture, AShortAnswerGivenOftenIsNoFurniture) {
  Desk desk{DeskOptions{}};
  for (std::uint64_t i = 0; i < 30; ++i) {
    const auto decided =
        desk.decide(arrive("talk", std::to_string(i),
                           prose(i * 10, 60) + "\n\nYes.\n\n" + prose(i * 10 + 1, 60) +
                               "\n\nHome\n\nNews\n\nSport\n\nShop",
                           static_cast<std::int64_t>(i)));
    if (i < 8) continue;
    ASSERT_EQ(decided.decision->furniture.size(), 1U);
    EXPECT_EQ(decided.decision->furniture[0].end - decided.decision->furniture[0].begin, 23U);
  }
}

TEST(DeskFurniture, TheRecordListsItBesideWhatTheTextTells) {
  Desk desk{DeskOptions{}};
  learn(desk, 1);
  auto message = page(1, 50, 100 * kMinute);
  message.analysis->ranges["dateline"] = {{0, 5}};
  message.analysis->ranges["furniture"] = {{7, 9}};
  auto decided = desk.decide(message);
  decided.decision->furniture = {{1, 3}, {10, 12}};
  const auto records = codec::write_records(message, *decided.decision, {});
  EXPECT_NE(records.front().value.find(
                R"("ranges":{"dateline":[[0,5]],"furniture":[[1,3],[7,9],[10,12]]})"),
            std::string::npos)
      << records.front().value;
}

}  // namespace
}  // namespace copytaster

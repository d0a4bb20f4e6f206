#include <gtest/gtest.h>

#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

TEST(DeskCopy, ExactCopyOfAnotherItem) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(1, 200);
  EXPECT_EQ(verdict(desk, arrive("a", "1", text, 0)).kind, Kind::kNew);
  const Verdict copy = verdict(desk, arrive("b", "1", text, 1));
  EXPECT_EQ(copy.kind, Kind::kExact);
  ASSERT_TRUE(copy.of.has_value());
  EXPECT_EQ(copy.of->uri, "urn:article:a:1");
}

TEST(DeskCopy, NearSpunAndExcerpt) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(2, 400);
  EXPECT_EQ(verdict(desk, arrive("a", "1", text, 0)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("b", "1", text + " " + prose(99, 30), 1)).kind, Kind::kNear);
  EXPECT_EQ(verdict(desk, arrive("c", "1", testing::spun(text), 2)).kind, Kind::kSpun);
  EXPECT_EQ(verdict(desk, arrive("d", "1", text.substr(0, text.size() / 3), 3)).kind,
            Kind::kExcerpt);
  EXPECT_EQ(verdict(desk, arrive("e", "1", prose(3, 400), 4)).kind, Kind::kNew);
}

TEST(DeskCopy, NobodySpinsItsOwnText) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(2, 400);
  desk.decide(arrive("a", "1", text, 0));
  EXPECT_EQ(verdict(desk, arrive("a", "2", testing::spun(text), 1)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("b", "1", testing::spun(text), 2)).kind, Kind::kExact);
}

// Anybody's articles may come in a topic; what they have in common there is no source.
TEST(DeskCopy, WithoutASourceASpunTextMayBeAnothers) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(2, 400);
  desk.decide(arrive("raw", "1", text, 0));
  const auto spun = arrive("raw", "2", testing::spun(text), 1);
  ASSERT_EQ(spun.message.origin.topic, "raw") << "the source of what has none";
  EXPECT_EQ(verdict(desk, spun).kind, Kind::kSpun);
}

// An archive comes in one go, all at one time of ours.
TEST(DeskCopy, TheSameWordsAFortnightLaterByTheSourcesOwnTimesAreNew) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(92, 60);
  constexpr std::int64_t kFortnight = 14 * 24 * 60;
  desk.decide(published(arrive("a", "1", text, 0), 0));
  EXPECT_EQ(verdict(desk, published(arrive("a", "2", text, 1), kFortnight)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, published(arrive("a", "3", text, 2), kFortnight + 60)).kind, Kind::kExact)
      << "sent again within the hour";
  EXPECT_EQ(verdict(desk, published(arrive("b", "1", text, 3), 5 * kFortnight)).kind, Kind::kExact)
      << "what others say of their times is no proof";
}

TEST(DeskCopy, ACorrectionOfAFigureUnderAnotherIdIsAnUpdate) {
  const auto report = [](const std::string& figure) {
    return prose(93, 60) + " The mill lost " + figure + " jobs in Porto. " + prose(94, 60);
  };
  const auto corrected = [&](const std::string& source, const std::string& title, std::int64_t at) {
    return arrive(source, "2", report("310"), at, title);
  };
  const std::string title = "CORRECTED-Mill sheds jobs";
  const auto kind_after = [&](const AnalysedMessage& later, std::int64_t pause) {
    Desk desk{DeskOptions{}};
    desk.decide(arrive("a", "1", report("130"), 0, "Mill sheds jobs"));
    if (pause > 0) pass_time(desk, pause);
    return verdict(desk, later).kind;
  };
  EXPECT_EQ(kind_after(corrected("a", title, 1), 0), Kind::kUpdate);
  EXPECT_EQ(kind_after(corrected("a", "Mill sheds jobs", 1), 0), Kind::kNew)
      << "in the same words of another day";
  EXPECT_EQ(kind_after(corrected("b", title, 1), 0), Kind::kNew);
  EXPECT_EQ(kind_after(corrected("a", title, kDay + 2 * kMinute), kDay + kMinute), Kind::kNew);
}

TEST(DeskCopy, HalfOfAnEarlierTextMakesNoUpdateOfIt) {
  Desk desk{DeskOptions{}};
  const std::string half = prose(7, 200);
  desk.decide(arrive("a", "1", half + " " + prose(8, 200), 0));
  EXPECT_EQ(verdict(desk, arrive("a", "2", half + " " + prose(9, 200), 1)).kind, Kind::kNew);
}

TEST(DeskCopy, ACopyOfACopyNamesTheRoot) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(4, 300);
  desk.decide(arrive("a", "1", text, 0));
  desk.decide(arrive("b", "1", text + " " + prose(98, 60), 1));
  const Verdict copy = verdict(desk, arrive("c", "1", text + " " + prose(98, 60), 2));
  ASSERT_TRUE(copy.of.has_value());
  EXPECT_EQ(copy.of->uri, "urn:article:a:1");
  EXPECT_EQ(copy.matched->uri, "urn:article:b:1");
}

TEST(DeskCopy, TheRootIsNamedThoughItIsForgotten) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(80, 300);
  const std::string wrapped = text + " " + prose(81, 60);
  desk.decide(arrive("a", "1", text, 0));
  // Matched often enough to stay, but first seen a month ago.
  for (std::int64_t day = 6; day <= 28; day += 6) {
    pass_time(desk, day * kDay);
    desk.decide(arrive("b", std::to_string(day), wrapped, day * kDay + 1));
  }
  pass_time(desk, 31 * kDay);
  for (std::uint64_t i = 0; i < 3; ++i)
    desk.decide(arrive("more", std::to_string(i), prose(3000 + i, 60), 31 * kDay));
  const Verdict copy = verdict(desk, arrive("c", "1", wrapped, 31 * kDay + 1));
  ASSERT_TRUE(copy.of && copy.matched);
  EXPECT_EQ(copy.of->uri, "urn:article:a:1");
  EXPECT_EQ(copy.matched->uri, "urn:article:b:6");
  EXPECT_EQ(verdict(desk, arrive("d", "1", text, 31 * kDay + 2)).matched->uri, "urn:article:b:6")
      << "the root itself is not there any more";
}

TEST(DeskCopy, AFlashInItsFullStoryIsNamed) {
  Desk desk{DeskOptions{}};
  const std::string flash = prose(5, 60);
  desk.decide(arrive("a", "1", flash, 0));
  const Verdict full = verdict(desk, arrive("b", "1", flash + " " + prose(6, 300), 1));
  EXPECT_EQ(full.kind, Kind::kNew);
  EXPECT_EQ(full.contains, std::vector<std::string>{"urn:article:a:1"});
}

TEST(DeskCopy, ShortTextsAreOnlyExactFromTheSameSource) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(14, 20);
  desk.decide(arrive("a", "1", text, 0));
  EXPECT_EQ(verdict(desk, arrive("b", "1", text, 1)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("a", "2", text, 2)).kind, Kind::kExact);
  EXPECT_EQ(verdict(desk, arrive("a", "3", text, 13 * 60 * kMinute)).kind, Kind::kNew);
}

TEST(DeskCopy, AFlashSentTwiceIsACopyBehindASilentNight) {
  Desk desk{DeskOptions{}};
  for (int i = 0; i < 30; ++i)
    desk.decide(arrive("a", std::to_string(i), prose(300 + i, 60), i * kMinute));
  const std::int64_t morning = 14 * 60 * kMinute;
  const std::string flash = prose(330, 12);
  EXPECT_EQ(verdict(desk, arrive("a", "flash", flash, morning)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("a", "again", flash, morning + 5 * kMinute)).kind, Kind::kExact);
  EXPECT_EQ(verdict(desk, arrive("a", "next", flash, 2 * morning)).kind, Kind::kNew);
}

TEST(DeskCopy, AShortTextIsNoOtherCopy) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(82, 300);
  desk.decide(arrive("a", "1", text, 0));
  const std::string piece = text.substr(0, text.size() / 10);
  const auto short_piece = arrive("b", "1", piece, 1);
  ASSERT_LT(short_piece.analysis->fingerprint.words, 40U);
  EXPECT_EQ(verdict(desk, short_piece).kind, Kind::kNew) << "a whole excerpt, but short";
  EXPECT_EQ(verdict(desk, arrive("b", "2", piece + " " + prose(83, 3), 2)).kind, Kind::kNew)
      << "near its own source's, but short";
  EXPECT_EQ(verdict(desk, arrive("b", "1", piece + " " + prose(84, 3), 3)).kind, Kind::kUpdate);
}

TEST(DeskCopy, AFlashIsNamedThoughItsFullStoryRewordsIt) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "flash",
                     "A gravel barge struck the Kessel Bridge in Tormouth on Monday, closing the "
                     "span to all traffic, the harbour authority said.",
                     0));
  const std::string full =
      "A barge laden with gravel struck the Kessel Bridge in Tormouth on Monday, and the span was "
      "shut to all traffic, the harbour authority said. " +
      prose(31, 250);
  const Verdict verdict_of_full = verdict(desk, arrive("a", "full", full, 1));
  EXPECT_EQ(verdict_of_full.kind, Kind::kNew);
  EXPECT_EQ(verdict_of_full.contains, std::vector<std::string>{"urn:article:a:flash"});
  const Verdict other = verdict(desk, arrive("c", "x", prose(32, 250), 2));
  EXPECT_TRUE(other.contains.empty());
}

TEST(DeskCopy, TheSameSourceUnderAnotherIdIsNearWithoutAMarkerOrNewText) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(33, 200);
  desk.decide(arrive("a", "1", text, 0));
  EXPECT_EQ(verdict(desk, arrive("a", "2", text + " " + prose(34, 8), 1)).kind, Kind::kNear);
  EXPECT_EQ(
      verdict(desk, arrive("a", "3", text + " " + prose(35, 8), 2, "UPDATE 2 Something")).kind,
      Kind::kUpdate);
  EXPECT_EQ(verdict(desk, arrive("a", "4", text + " " + prose(36, 60), 3)).kind, Kind::kUpdate);
}

TEST(DeskCopy, AnUpdateUnderAnotherIdFollowsTheNewestVersion) {
  for (const std::string& more : {std::string(), " " + prose(333, 20)}) {
    Desk desk{DeskOptions{}};
    const std::string text = prose(331, 120);
    desk.decide(arrive("a", "1", text, 0, "Ferry stops"));
    desk.decide(arrive("a", "1", text + more, 1, "Ferry stops for a week"));
    const Decided update =
        desk.decide(arrive("a", "2", text + " " + prose(332, 30), 2, "UPDATE 2-Ferry stops"));
    EXPECT_EQ(update.decision->verdict.kind, Kind::kUpdate);
    EXPECT_EQ(update.decision->version, 3U);
    ASSERT_TRUE(update.decision->supersedes);
    EXPECT_EQ(update.decision->supersedes->version, 2U);
  }
}

TEST(DeskCopy, AfterADayAMarkerMakesNoUpdate) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(37, 200);
  desk.decide(arrive("a", "1", text, 0));
  pass_time(desk, kDay + kMinute);
  const auto late = arrive("a", "2", text + " " + prose(38, 8), kDay + 2 * kMinute, "UPDATE 2 X");
  EXPECT_EQ(verdict(desk, late).kind, Kind::kNear);
}

TEST(DeskCopy, WhatIsACopyStaysOneUnderItsNextId) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(39, 200);
  desk.decide(arrive("a", "1", text, 0));
  desk.decide(arrive("b", "1", text + " " + prose(40, 30), 1));
  const auto next =
      arrive("b", "2", text + " " + prose(40, 30) + " " + prose(41, 10), 2, "UPDATE 1");
  const Verdict copy = verdict(desk, next);
  EXPECT_EQ(copy.kind, Kind::kNear);
  EXPECT_EQ(copy.of->uri, "urn:article:a:1");
}

TEST(DeskCopy, AVersionThatCopiesAnotherItemIsACopy) {
  DeskOptions options;
  options.routes.push_back({"sport", {}, {}, {}, {}, {"b"}, {}});
  Desk desk(options);
  const std::string text = prose(42, 300);
  desk.decide(arrive("a", "1", text, 0));
  desk.decide(arrive("b", "1", prose(43, 200), 1));
  const Decided copy = desk.decide(arrive("b", "1", text + " " + prose(44, 30), 2));
  EXPECT_EQ(copy.decision->verdict.kind, Kind::kNear);
  EXPECT_EQ(copy.decision->verdict.identity, Identity::kRevision);
  EXPECT_EQ(copy.decision->version, 2U);
  EXPECT_EQ(copy.decision->topics,
            (std::vector<std::string>{"news.duplicates", "news.enriched", "sport"}));
  EXPECT_EQ(copy.decision->routed_out, (std::vector<std::string>{"news.enriched", "sport"}));
  EXPECT_EQ(verdict(desk, arrive("b", "2", text.substr(0, text.size() / 3), 3)).kind,
            Kind::kExcerpt);
}

TEST(DeskCopy, ATemplateWithOtherNumbersIsNew) {
  const auto closing = [](int day) {
    std::string text = "Closing prices at the exchange. ";
    for (int i = 0; i < 25; ++i)
      text += "Contract " + std::string(1, static_cast<char>('A' + i)) + " settled at " +
              std::to_string(1000 + day * 7 + i * 13) + " cents a bushel. ";
    return text;
  };
  Desk desk{DeskOptions{}};
  EXPECT_EQ(verdict(desk, arrive("a", "mon", closing(1), 0)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("a", "tue", closing(2), 1)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("b", "tue", closing(2), 2)).kind, Kind::kExact);
}

TEST(DeskCopy, TheSameSentenceAFortnightLaterIsNew) {
  Desk desk{DeskOptions{}};
  const std::string sentence = prose(45, 20);
  const std::string text = prose(46, 120);
  desk.decide(arrive("a", "1", sentence, 0));
  desk.decide(arrive("a", "2", text, 1));
  // More than one decision forgets are out of the window at once.
  for (std::uint64_t i = 0; i < 300; ++i)
    desk.decide(arrive("a", "more" + std::to_string(i), prose(2000 + i, 60), 2));
  pass_time(desk, 14 * kDay);
  EXPECT_EQ(verdict(desk, arrive("a", "3", sentence, 14 * kDay + 1)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("a", "4", text, 14 * kDay + 2)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("b", "4", prose(2299, 60), 14 * kDay + 3)).kind, Kind::kNew);
}

TEST(DeskCopy, NoveltyIsWhatNoRememberedItemHolds) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(47, 200);
  EXPECT_EQ(verdict(desk, arrive("a", "1", text, 0)).novelty, 1);
  EXPECT_NEAR(verdict(desk, arrive("a", "1", text + " " + prose(48, 100), 1)).novelty, 0.33, 0.12)
      << "its own earlier version is remembered, too";
}

}  // namespace
}  // namespace copytaster

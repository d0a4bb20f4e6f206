// Rewrites: the same facts in the same order in other words.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/pipeline/bridge_texts.h"
#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

const std::string kOriginal(testing::kBridge);
const std::string kReworded(testing::kBridgeReworded);
const std::string kByAnother(testing::kBridgeByAnother);

TEST(DeskRewrite, ARewriteNamesItsOriginalWithItsEvidence) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", kOriginal, 0));
  const Verdict found = verdict(desk, arrive("b", "1", kReworded, 1));
  EXPECT_EQ(found.kind, Kind::kRewrite);
  EXPECT_EQ(found.copy, CopyKind::kRewrite);
  ASSERT_TRUE(found.of && found.matched);
  EXPECT_EQ(found.of->uri, "urn:article:a:1");
  EXPECT_GE(found.score, dedup::CopyOptions{}.rewrite_score);
  EXPECT_GT(found.evidence.order, 0.5);
  EXPECT_LT(found.evidence.words, 0.3);
}

TEST(DeskRewrite, IsACopyEitherWayRound) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("b", "1", kReworded, 0));
  EXPECT_EQ(verdict(desk, arrive("a", "1", kOriginal, 1)).kind, Kind::kRewrite);
}

TEST(DeskRewrite, AnotherReportOfTheSameEventIsNew) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", kOriginal, 0));
  EXPECT_EQ(verdict(desk, arrive("b", "1", kByAnother, 1)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("c", "1", kReworded, 2)).of->uri, "urn:article:a:1");
}

TEST(DeskRewrite, NobodyRewritesItsOwnText) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", kOriginal, 0));
  EXPECT_EQ(verdict(desk, arrive("a", "2", kReworded, 1)).kind, Kind::kNew);
}

TEST(DeskRewrite, ACopyInTheVeryWordsExplainsBetter) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", kOriginal, 0));
  desk.decide(arrive("b", "1", kReworded, 1));
  const Verdict copy = verdict(desk, arrive("c", "1", kReworded + " " + prose(1, 20), 2));
  EXPECT_EQ(copy.kind, Kind::kNear);
  EXPECT_EQ(copy.matched->uri, "urn:article:b:1");
  EXPECT_EQ(copy.of->uri, "urn:article:a:1") << "the root of the chain";
}

TEST(DeskRewrite, WithOtherNumbersIsAnotherReport) {
  std::string other = kReworded;
  for (auto& letter : other) {
    if (letter >= '0' && letter <= '8') ++letter;
  }
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", kOriginal, 0));
  EXPECT_EQ(verdict(desk, arrive("b", "1", other, 1)).kind, Kind::kNew);
}

TEST(DeskRewrite, TheOriginalMayArriveSecond) {
  Desk desk{DeskOptions{}};
  desk.decide(published(arrive("b", "1", kReworded, 60 * kMinute), 50));
  const Decided second = desk.decide(published(arrive("a", "1", kOriginal, 70 * kMinute), 5));
  EXPECT_EQ(second.decision->verdict.kind, Kind::kNew);
  ASSERT_EQ(second.revisions.size(), 1U);
  EXPECT_EQ(second.revisions[0].new_kind, Kind::kRewrite);
  EXPECT_EQ(second.revisions[0].now_copy_of->uri, "urn:article:a:1");
}

TEST(DeskRewrite, OfAKilledItemGoesToDuplicatesAlone) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", kOriginal, 0));
  desk.decide(kill("a", "1", 1));
  const Decided found = desk.decide(arrive("b", "1", kReworded, 2));
  EXPECT_EQ(found.decision->verdict.kind, Kind::kRewrite);
  EXPECT_TRUE(found.decision->verdict.of_killed);
  EXPECT_EQ(found.decision->topics, std::vector<std::string>{"news.duplicates"});
}

TEST(DeskRewrite, ALiveBlogIsNoCopyOfWhatItReports) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", kOriginal, 0));
  AnalysedMessage blog = arrive("b", "1", kReworded, 1);
  blog.analysis->live_blog = true;
  EXPECT_EQ(verdict(desk, blog).copy, CopyKind::kNone);
}

TEST(DeskRewrite, ShortTextsAreNone) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", kOriginal.substr(0, 190), 0));
  EXPECT_EQ(verdict(desk, arrive("b", "1", kReworded.substr(0, 190), 1)).kind, Kind::kNew);
}

TEST(DeskRewrite, AtOneTheSettingFindsNone) {
  DeskOptions options;
  options.copy.rewrite_score = 1;
  Desk desk{options};
  desk.decide(arrive("a", "1", kOriginal, 0));
  EXPECT_EQ(verdict(desk, arrive("b", "1", kReworded, 1)).kind, Kind::kNew);
}

TEST(DeskRewrite, TheStoryLeadsToAnOriginalThatTheIndexDoesNotKnow) {
  const AnalysedMessage original = arrive("a", "1", kOriginal, 0);
  const AnalysedMessage reworded = arrive("b", "1", kReworded, 60);
  memory::SlotMap slots;
  slots.add(1);
  dedup::Index index(slots);
  index.add(1, original.analysis->fingerprint);
  EXPECT_TRUE(index.candidates(reworded.analysis->fingerprint, 32).empty());
  Desk desk{DeskOptions{}};
  desk.decide(original);
  for (int i = 0; i < 40; ++i) desk.decide(arrive("n", std::to_string(i), prose(50 + i, 200), i));
  EXPECT_EQ(verdict(desk, reworded).kind, Kind::kRewrite);
}

TEST(DeskRewrite, APersonMaySayThatItIsNone) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", kOriginal, 0));
  desk.decide(arrive("b", "1", kReworded, 1));
  desk.decide(not_copy("urn:article:b:1", "urn:article:a:1", 2));
  const Verdict next = verdict(desk, arrive("b", "1", kReworded + " More is expected.", 3));
  EXPECT_EQ(next.kind, Kind::kUpdate);
  EXPECT_TRUE(next.overruled.has_value());
}

TEST(DeskRewrite, TheJournalFoldsToADeskThatFindsIt) {
  JournalledDesk first;
  first.decide(arrive("a", "1", kOriginal, 0));
  const auto folded = first.folded();
  EXPECT_EQ(folded->state_hash(), first.desk().state_hash());
  EXPECT_EQ(verdict(*folded, arrive("b", "1", kReworded, 1)).kind, Kind::kRewrite);
}

}  // namespace
}  // namespace copytaster

#include <gtest/gtest.h>

#include "pipeline/codec/record_writer.h"
#include "pipeline/encoder.h"
#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

TEST(LateOriginal, TheOriginalMayArriveSecond) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(13, 200);
  desk.decide(arrive("copier", "1", text + "\n\n(Northwire)", 0));
  const Decided original = desk.decide(arrive("northwire", "1", text, 1));
  EXPECT_EQ(original.decision->verdict.kind, Kind::kNew);
  ASSERT_EQ(original.revisions.size(), 1U);
  EXPECT_EQ(original.revisions.front().earlier.uri, "urn:article:copier:1");
  const Verdict third = verdict(desk, arrive("other", "1", text, 2));
  ASSERT_TRUE(third.of.has_value());
  EXPECT_EQ(third.of->uri, "urn:article:northwire:1");
}

/// The records of a decision, by topic.
std::vector<OutputRecord> records_to(const std::string& topic, const AnalysedMessage& message,
                                     Decided decided) {
  const Encoder encoder(codec::MadeBy{"1", "s", "e", "t"}, TopicNames{});
  std::vector<OutputRecord> found;
  for (auto& record : encoder.encode(message, decided).records) {
    if (record.topic == topic) found.push_back(std::move(record));
  }
  return found;
}

TEST(LateOriginal, IsOneThatTheEarlierTextCredits) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(80, 200);
  desk.decide(arrive("copier", "1", text + "\n\n(Northwire)", 0));
  EXPECT_EQ(verdict(desk, arrive("northwire", "1", text, 1)).kind, Kind::kNew);
}

TEST(LateOriginal, IsOneWhoseSourceOutranksTheEarlier) {
  DeskOptions options;
  options.source_ranks = {{"agency", 1}, {"paper", 2}};
  Desk desk(options);
  const std::string text = prose(81, 200);
  desk.decide(arrive("paper", "1", text, 0));
  EXPECT_EQ(verdict(desk, arrive("nobody", "1", text, 1)).kind, Kind::kExact);
  EXPECT_EQ(verdict(desk, arrive("agency", "1", text, 2)).kind, Kind::kNew);
}

TEST(LateOriginal, IsOnePublishedTenMinutesBeforeAndNotAfterItsOwnTimestamp) {
  const std::string text = prose(82, 200);
  const auto kind = [&](std::int64_t earlier, std::int64_t arriving) {
    Desk desk{DeskOptions{}};
    desk.decide(published(arrive("b", "1", text, 100 * kMinute), earlier));
    return verdict(desk, published(arrive("a", "1", text, 101 * kMinute), arriving)).kind;
  };
  EXPECT_EQ(kind(60, 50), Kind::kNew);
  EXPECT_EQ(kind(60, 51), Kind::kExact);
  EXPECT_EQ(kind(200, 150), Kind::kExact) << "it claims a time that has not come";
}

TEST(LateOriginal, TheEarlierIsSentAgainToDuplicatesAndWhereverItWent) {
  DeskOptions options;
  options.routes = {{"sport", {}, {}, {}, {}, {"copier"}, {}},
                    {"any", {}, {}, {}, {}, {"copier"}, {"new", "near"}}};
  Desk desk(options);
  const std::string text = prose(83, 200);
  const auto earlier = arrive("copier", "1", text + " " + prose(84, 30) + "\n\n(Northwire)", 5);
  desk.decide(earlier);
  const auto message = arrive("northwire", "1", text, 6);
  const Decided original = desk.decide(message);
  ASSERT_EQ(original.reissues.size(), 1U);
  const Decision& again = original.reissues.front().decision;
  EXPECT_EQ(again.verdict.kind, Kind::kNear);
  EXPECT_EQ(again.verdict.of->uri, "urn:article:northwire:1");
  EXPECT_EQ(again.verdict.of->origin.offset, Offset(6));
  EXPECT_GT(again.verdict.score, 0.7);
  EXPECT_GT(again.verdict.evidence.containment, 0.7);
  EXPECT_EQ(again.version, 1U);
  EXPECT_EQ(again.topics,
            (std::vector<std::string>{"news.duplicates", "news.enriched", "sport", "any"}));
  EXPECT_EQ(again.routed_out, (std::vector<std::string>{"news.enriched", "sport"}));
  EXPECT_EQ(original.decision->topics, std::vector<std::string>{"news.enriched"});

  const auto duplicates = records_to("news.duplicates", message, original);
  ASSERT_EQ(duplicates.size(), 1U);
  EXPECT_EQ(duplicates[0].key, "urn:article:copier:1");
  EXPECT_NE(duplicates[0].value.find("\"partial\":true"), std::string::npos);
  EXPECT_EQ(duplicates[0].value.find("\"bodies\""), std::string::npos);
  EXPECT_EQ(duplicates[0].value.find("routed_out"), std::string::npos);
  const auto enriched = records_to("news.enriched", message, original);
  ASSERT_EQ(enriched.size(), 2U) << "the original and the earlier one, taken back";
  EXPECT_NE(enriched[1].value.find("\"routed_out\":true"), std::string::npos);
  EXPECT_EQ(records_to("news.verdicts", message, original).size(), 1U);
}

TEST(LateOriginal, AKillOfTheEarlierReachesWhereItWasSentAgain) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(85, 200);
  desk.decide(arrive("copier", "1", text + "\n\n(Northwire)", 0));
  desk.decide(arrive("northwire", "1", text, 1));
  EXPECT_EQ(desk.decide(kill("copier", "1", 2)).decision->topics,
            (std::vector<std::string>{"news.duplicates", "news.enriched"}));
}

TEST(LateOriginal, CopiesOfTheEarlierLeadToTheOriginal) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(86, 300);
  const std::string wrapped = text + " " + prose(87, 60);
  desk.decide(arrive("copier", "1", text + "\n\n(Northwire)", 0));
  desk.decide(arrive("b", "1", wrapped, 1));  // named the copier
  const Decided original = desk.decide(arrive("northwire", "1", text + " " + prose(88, 9), 2));
  ASSERT_EQ(original.reissues.size(), 1U) << "though the best match may be a copy of the copy";
  EXPECT_EQ(original.reissues.front().earlier.uri, "urn:article:copier:1");
  const Verdict of_b = verdict(desk, arrive("c", "1", wrapped, 3));
  EXPECT_EQ(of_b.matched->uri, "urn:article:b:1");
  EXPECT_EQ(of_b.of->uri, "urn:article:northwire:1");
  const Verdict of_copier = verdict(desk, arrive("d", "1", text, 4));
  EXPECT_EQ(of_copier.of->uri, "urn:article:northwire:1");
}

TEST(LateOriginal, TheNewestVersionOfTheEarlierIsSentAgain) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(89, 300);
  desk.decide(arrive("copier", "1", text + "\n\n(Northwire)", 0));
  desk.decide(arrive("copier", "1", text + " " + prose(90, 20) + "\n\n(Northwire)", 1));
  const Decided original = desk.decide(arrive("northwire", "1", text, 2));
  ASSERT_EQ(original.reissues.size(), 1U);
  EXPECT_EQ(original.reissues.front().earlier.version, 2U);
  EXPECT_EQ(original.reissues.front().decision.version, 2U);
  EXPECT_EQ(verdict(desk, arrive("c", "1", text, 3)).of->uri, "urn:article:northwire:1");
}

TEST(LateOriginal, ARootLivesAsLongAsItsCopiesAreCopied) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(91, 300);
  const std::string wrapped = text + " " + prose(92, 60);
  desk.decide(arrive("copier", "1", text + "\n\n(Northwire)", 0));
  desk.decide(arrive("b", "1", wrapped, 1));
  desk.decide(arrive("northwire", "1", text + " " + prose(93, 9), 2));
  for (std::int64_t day = 5; day <= 25; day += 5) {
    pass_time(desk, day * kDay);
    const auto copy = arrive("c", std::to_string(day), wrapped, day * kDay + 1);
    ASSERT_EQ(verdict(desk, copy).of->uri, "urn:article:northwire:1") << "day " << day;
  }
}

TEST(LateOriginal, TheJournalFoldsToTheSameState) {
  JournalledDesk journalled;
  const std::string text = prose(94, 200);
  const auto earlier = arrive("copier", "1", text + "\n\n(Northwire)", 0);
  journalled.decide(earlier);
  journalled.decide(arrive("b", "1", text, 1));
  journalled.decide(arrive("northwire", "1", text + " " + prose(95, 9), 2));
  journalled.decide(arrive("northwire", "1", text + " " + prose(95, 9), 3));
  journalled.decide(arrive("c", "1", text, 4));
  const auto folded = journalled.folded();
  EXPECT_EQ(folded->state_hash(), journalled.desk().state_hash());
  EXPECT_EQ(folded->bytes(), journalled.desk().bytes());
}

}  // namespace
}  // namespace copytaster

#include <gtest/gtest.h>

#include "pipeline/encoder.h"
#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

const std::string kA = "urn:article:a:1";
const std::string kB = "urn:article:b:1";

std::string edited(const std::string& text, std::uint64_t seed) {
  return text + " " + prose(seed, 30);
}

/// b:1 is a near copy of a:1.
void decide_pair(Desk& desk, const std::string& text) {
  desk.decide(arrive("a", "1", text, 0));
  ASSERT_EQ(verdict(desk, arrive("b", "1", edited(text, 101), 1)).kind, Kind::kNear);
}

std::string code(const Decided& decided) {
  return decided.rejection ? decided.rejection->code : "";
}

TEST(Override, NotACopyMakesItNewAndSendsItAgain) {
  DeskOptions options;
  options.routes = {{"copies", {}, {}, {}, {}, {}, {"near"}}, {"b", {}, {}, {}, {}, {"b"}, {}}};
  Desk desk(options);
  decide_pair(desk, prose(1, 200));
  const Decided decided = desk.decide(not_copy(kB, kA, 2));
  EXPECT_FALSE(decided.decision || decided.rejection);
  EXPECT_EQ(decided.entry.outcome, "override:not_copy");
  EXPECT_EQ(decided.entry.ledger.overrides, 1U);
  ASSERT_EQ(decided.reissues.size(), 1U);
  const Decision& again = decided.reissues.front().decision;
  EXPECT_EQ(again.verdict.kind, Kind::kNew);
  EXPECT_EQ(again.verdict.copy, CopyKind::kNone);
  EXPECT_FALSE(again.verdict.of.has_value());
  EXPECT_EQ(again.verdict.overruled->by, "Ada");
  EXPECT_EQ(again.topics, (std::vector<std::string>{"news.enriched", "news.duplicates", "copies"}));
  EXPECT_EQ(again.routed_out, (std::vector<std::string>{"news.duplicates", "copies"}));
  ASSERT_EQ(decided.revisions.size(), 1U);
  const VerdictRevision& revision = decided.revisions.front();
  EXPECT_EQ(revision.old_kind, Kind::kNear);
  EXPECT_EQ(revision.new_kind, Kind::kNew);
  EXPECT_EQ(revision.was_copy_of->uri, kA);
  EXPECT_FALSE(revision.now_copy_of.has_value());
  EXPECT_EQ(revision.by, "Ada");
  EXPECT_EQ(revision.cause.topic, "overrides");
}

TEST(Override, NotACopyWinsOverLaterVerdictsOnBothItems) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(2, 200);
  decide_pair(desk, text);
  desk.decide(not_copy(kB, kA, 2));
  const Verdict next = verdict(desk, arrive("b", "1", edited(text, 102), 3));
  EXPECT_EQ(next.kind, Kind::kUpdate);
  ASSERT_TRUE(next.overruled.has_value()) << "the record says on whose word";
  EXPECT_EQ(next.overruled->of, kA);
  EXPECT_EQ(verdict(desk, arrive("a", "1", edited(text, 103), 4)).kind, Kind::kUpdate);
  EXPECT_EQ(verdict(desk, arrive("b", "1", edited(text, 104), 5)).kind, Kind::kUpdate)
      << "from version to version";
  const Verdict third = verdict(desk, arrive("c", "1", text, 6));
  EXPECT_EQ(third.kind, Kind::kExact) << "others are copies as before";
  EXPECT_FALSE(third.overruled.has_value());
}

TEST(Override, NotACopyOfOneLeavesOthers) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(3, 200);
  const std::string other = prose(4, 200);
  decide_pair(desk, text);
  desk.decide(arrive("o", "1", other, 2));
  const Decided decided = desk.decide(not_copy(kB, "urn:article:o:1", 3));
  EXPECT_TRUE(decided.reissues.empty()) << "it was no copy of that one";
  EXPECT_EQ(verdict(desk, arrive("b", "1", edited(other, 105), 4)).kind, Kind::kUpdate);
  EXPECT_EQ(verdict(desk, arrive("b", "1", edited(text, 106), 5)).kind, Kind::kNear);
}

TEST(Override, NotACopyOfAnythingHolds) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(5, 200);
  decide_pair(desk, text);
  EXPECT_EQ(desk.decide(not_copy(kB, "", 2)).reissues.size(), 1U);
  desk.decide(arrive("o", "1", prose(6, 200), 3));
  EXPECT_EQ(verdict(desk, arrive("b", "1", edited(prose(6, 200), 107), 4)).kind, Kind::kUpdate);
  // Nor does an original that comes second take its place.
  const auto original =
      published(arrive("late", "1", edited(prose(6, 200), 107), 20 * kMinute), -30);
  const Decided late = desk.decide(original);
  for (const auto& again : late.reissues) EXPECT_NE(again.earlier.uri, kB);
}

TEST(Override, ACopyOfACopyIsNotOneOfTheRootEither) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(7, 300);
  decide_pair(desk, text);
  const Verdict third = verdict(desk, arrive("c", "1", edited(text, 101), 2));
  ASSERT_EQ(third.matched->uri, kB);
  ASSERT_EQ(third.of->uri, kA);
  EXPECT_EQ(desk.decide(not_copy("urn:article:c:1", kA, 3)).reissues.size(), 1U);
  EXPECT_EQ(verdict(desk, arrive("c", "1", edited(text, 101) + " " + prose(109, 9), 4)).kind,
            Kind::kUpdate)
      << "b:1 leads to a:1";
}

TEST(Override, ACopyBecomesOneWhateverTheTexts) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", prose(8, 200), 0));
  desk.decide(arrive("b", "1", prose(9, 200), 1));
  const Decided decided = desk.decide(copy_of(kB, kA, CopyKind::kRewrite, 2));
  ASSERT_EQ(decided.reissues.size(), 1U);
  const Decision& again = decided.reissues.front().decision;
  EXPECT_EQ(again.verdict.kind, Kind::kRewrite);
  EXPECT_EQ(again.verdict.of->uri, kA);
  EXPECT_LT(again.verdict.score, 0.1) << "the figures stay what they are";
  EXPECT_EQ(again.topics, (std::vector<std::string>{"news.duplicates", "news.enriched"}));
  EXPECT_EQ(again.routed_out, std::vector<std::string>{"news.enriched"});
  const Verdict next = verdict(desk, arrive("b", "1", prose(10, 200), 3));
  EXPECT_EQ(next.kind, Kind::kRewrite);
  EXPECT_EQ(next.of->uri, kA);
  EXPECT_EQ(next.overruled->type, OverrideType::kCopyOf);
  EXPECT_EQ(verdict(desk, arrive("c", "1", edited(prose(10, 200), 110), 4)).of->uri, kA)
      << "and its copies are copies of that one";
  EXPECT_TRUE(desk.decide(copy_of(kB, kA, CopyKind::kRewrite, 5)).reissues.empty())
      << "said twice, it changes nothing";
}

TEST(Override, ACopyIsMarkedWhenItsOriginalIsKilled) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", prose(11, 200), 0));
  desk.decide(arrive("b", "1", prose(12, 200), 1));
  desk.decide(copy_of(kB, kA, CopyKind::kNear, 2));
  desk.decide(kill("a", "1", 3));
  EXPECT_TRUE(verdict(desk, arrive("b", "1", prose(13, 200), 4)).of_killed);
}

TEST(Override, ACopyAndItsOriginalMayChangePlaces) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(14, 200);
  decide_pair(desk, text);
  desk.decide(arrive("c", "1", edited(text, 111), 2));
  const Decided decided = desk.decide(copy_of(kA, kB, CopyKind::kNear, 3));
  ASSERT_EQ(decided.reissues.size(), 2U);
  EXPECT_EQ(decided.reissues[0].earlier.uri, kB);
  EXPECT_EQ(decided.reissues[0].decision.verdict.kind, Kind::kNew);
  EXPECT_EQ(decided.reissues[1].earlier.uri, kA);
  EXPECT_EQ(decided.reissues[1].decision.verdict.of->uri, kB);
  EXPECT_EQ(decided.revisions.size(), 2U);
  EXPECT_EQ(verdict(desk, arrive("d", "1", edited(text, 111), 4)).of->uri, kB)
      << "by c:1, which leads to a:1";
}

TEST(Override, TheLastWordCounts) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(15, 200);
  decide_pair(desk, text);
  desk.decide(not_copy(kB, kA, 2));
  desk.decide(copy_of(kB, kA, CopyKind::kNear, 3));
  EXPECT_EQ(verdict(desk, arrive("b", "1", edited(text, 112), 4)).kind, Kind::kNear);
  desk.decide(not_copy(kB, "", 5));
  EXPECT_EQ(verdict(desk, arrive("b", "1", edited(text, 113), 6)).kind, Kind::kUpdate);
}

TEST(Override, OlderVersionsFollow) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(16, 200);
  decide_pair(desk, text);
  desk.decide(arrive("b", "1", edited(text, 101) + " " + prose(114, 30), 2));
  desk.decide(not_copy(kB, kA, 3));
  const Verdict copy = verdict(desk, arrive("c", "1", edited(text, 101), 4));
  EXPECT_EQ(copy.matched->uri, kB) << "its first version";
  EXPECT_EQ(copy.of->uri, kB);
}

TEST(Override, WhatIsNotRememberedOrKilledIsADeadLetter) {
  Desk desk{DeskOptions{}};
  desk.decide(arrive("a", "1", prose(17, 200), 0));
  desk.decide(arrive("b", "1", prose(18, 200), 1));
  const Decided unknown = desk.decide(copy_of(kB, "urn:article:x:9", CopyKind::kNear, 2));
  EXPECT_EQ(code(unknown), "unknown_item");
  EXPECT_EQ(unknown.rejection->stage, "decide");
  EXPECT_NE(unknown.rejection->message.find("urn:article:x:9"), std::string::npos);
  EXPECT_TRUE(unknown.reissues.empty() && unknown.entry.changes.empty());
  EXPECT_EQ(unknown.entry.ledger.dead_letters, 1U);
  EXPECT_EQ(unknown.entry.ledger.overrides, 0U);
  desk.decide(kill("b", "1", 3));
  EXPECT_EQ(code(desk.decide(not_copy(kB, "", 4))), "killed_item");
  pass_time(desk, 8 * kDay);
  EXPECT_EQ(code(desk.decide(not_copy(kA, "", 8 * kDay + 1))), "unknown_item");
}

TEST(Override, SplitTakesItemsOutOfTheirStory) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(19, 200);
  const auto story = [&](const AnalysedMessage& message) {
    return desk.decide(message).decision->story.id;
  };
  const std::uint64_t old = story(arrive("a", "1", text, 0));
  ASSERT_EQ(story(arrive("b", "1", edited(text, 115), 1)), old);
  Override said;
  said.type = OverrideType::kSplit;
  said.items = {kB};
  const Decided decided = desk.decide(say(said, 2));
  EXPECT_TRUE(decided.story_began);
  ASSERT_EQ(decided.reissues.size(), 1U);
  EXPECT_EQ(decided.reissues.front().decision.story.id, decided.entry.story->id);
  EXPECT_EQ(decided.reissues.front().decision.verdict.kind, Kind::kNear) << "a copy all the same";
  EXPECT_NE(decided.entry.story->id, old);
  EXPECT_EQ(story(arrive("b", "1", edited(text, 116), 3)), decided.entry.story->id);
  const Decided next = desk.decide(arrive("a", "1", edited(text, 117), 4));
  EXPECT_EQ(next.decision->story.id, old);
  EXPECT_EQ(next.decision->story.articles, 2U) << "b:1 is not counted in it any more";
  said.items = {kA};
  const Decided last = desk.decide(say(said, 5));
  ASSERT_EQ(last.stories_ended.size(), 1U) << "nothing is left of the old one";
  EXPECT_EQ(last.stories_ended.front().id, old);
}

TEST(Override, MergeMakesOneStoryOfTwo) {
  Desk desk{DeskOptions{}};
  const auto first = desk.decide(arrive("a", "1", prose(20, 200), 0)).decision->story.id;
  const auto second = desk.decide(arrive("b", "1", prose(21, 200), 1)).decision->story.id;
  ASSERT_NE(first, second);
  Override said;
  said.type = OverrideType::kMerge;
  said.items = {kB, kA};
  const Decided decided = desk.decide(say(said, 2));
  EXPECT_EQ(decided.entry.story->id, first) << "the older id stays";
  EXPECT_EQ(decided.entry.story->articles, 2U);
  EXPECT_EQ(decided.entry.story->sources.size(), 2U);
  EXPECT_EQ(decided.story_merged->id, second);
  ASSERT_EQ(decided.reissues.size(), 1U);
  EXPECT_EQ(decided.reissues.front().earlier.uri, kB);
  EXPECT_EQ(desk.stories(), 1U);
  EXPECT_EQ(desk.decide(arrive("b", "1", prose(22, 200), 3)).decision->story.id, first);
  EXPECT_EQ(desk.decide(arrive("c", "1", edited(prose(21, 200), 118), 4)).decision->story.id,
            first);
  const Decided again = desk.decide(say(said, 5));
  EXPECT_TRUE(again.reissues.empty() && !again.story_merged) << "they are one already";
}

TEST(Override, OneSourceUnderTwoNames) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(23, 200);
  Override said;
  said.type = OverrideType::kSameSource;
  said.source = "a online";
  said.same_as = "a";
  desk.decide(say(said, 0));
  desk.decide(arrive("a", "1", text, 1));
  const auto update = [&](const char* id, std::int64_t at) {
    return verdict(desk, arrive("a online", id, text + " " + prose(119 + at, 60), at)).kind;
  };
  EXPECT_EQ(update("1", 2), Kind::kUpdate) << "new text of the same source within a day";
  said.same_as = "a online";
  desk.decide(say(said, 3));
  EXPECT_EQ(update("2", 4), Kind::kNear) << "taken back";
}

TEST(Override, ThirdNamesFollowAndNothingGoesInCircles) {
  Desk desk{DeskOptions{}};
  const auto unify = [&](const std::string& source, const std::string& same_as, std::int64_t at) {
    Override said;
    said.type = OverrideType::kSameSource;
    said.source = source;
    said.same_as = same_as;
    return desk.decide(say(said, at)).entry.same_sources;
  };
  unify("a", "b", 0);
  EXPECT_EQ(unify("b", "c", 1), (std::vector<SameSource>{{"b", "c"}, {"a", "c"}}));
  EXPECT_TRUE(unify("c", "a", 2).empty());
  for (std::size_t i = 2; i < Desk::kMostSameSources; ++i)
    unify("n" + std::to_string(i), "b", static_cast<std::int64_t>(i) + 1);
  Override said;
  said.type = OverrideType::kSameSource;
  said.source = "one more";
  said.same_as = "b";
  EXPECT_EQ(code(desk.decide(say(said, 1000))), "too_many_sources");
}

TEST(Override, RecordsAndEventsSayWhoAndWhy) {
  Desk desk{DeskOptions{}};
  decide_pair(desk, prose(24, 200));
  const auto message = not_copy(kB, kA, 2);
  Decided decided = desk.decide(message);
  const Encoder encoder(codec::MadeBy{"1", "s", "e", "t"}, TopicNames{});
  const auto encoded = encoder.encode(message, decided);
  ASSERT_EQ(encoded.records.size(), 4U) << "the override, the record on two topics, the revision";
  EXPECT_EQ(encoded.records[0].topic, "news.verdicts");
  EXPECT_EQ(encoded.records[0].value,
            R"({"override":"not_copy","items":["urn:article:b:1"],"of":"urn:article:a:1",)"
            R"("by":"Ada","why":"read both",)"
            R"("origin":{"topic":"overrides","partition":0,"offset":2}})");
  EXPECT_EQ(encoded.records[1].topic, "news.enriched");
  EXPECT_NE(encoded.records[1].value.find(
                R"("overruled":{"override":"not_copy","of":"urn:article:a:1","by":"Ada")"),
            std::string::npos)
      << encoded.records[1].value;
  EXPECT_EQ(encoded.records[3].topic, "news.verdicts");
  EXPECT_NE(encoded.records[3].value.find(R"("old_kind":"near","new_kind":"new")"),
            std::string::npos);
  EXPECT_EQ(decided.entry.outputs.size(), 4U);
}

TEST(Override, HoldsAfterARestart) {
  JournalledDesk journalled;
  const std::string text = prose(25, 200);
  journalled.decide(arrive("a", "1", text, 0));
  journalled.decide(arrive("b", "1", edited(text, 120), 1));
  journalled.decide(not_copy(kB, kA, 2));
  const auto folded = journalled.folded();
  EXPECT_EQ(folded->state_hash(), journalled.desk().state_hash());
  EXPECT_EQ(folded->bytes(), journalled.desk().bytes());
  EXPECT_EQ(verdict(*folded, arrive("b", "1", edited(text, 121), 3)).kind, Kind::kUpdate);
}

}  // namespace
}  // namespace copytaster

#include <gtest/gtest.h>

#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

TEST(DeskIdentity, ResendUpdateAndStale) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(7, 200);
  auto first = arrive("a", "1", text, 0);
  first.analysis->article.updated_at = Timestamp{kStart};
  desk.decide(first);
  EXPECT_EQ(verdict(desk, first).identity, Identity::kResend);
  auto second = arrive("a", "1", text + " " + prose(8, 50), 2);
  second.analysis->article.updated_at = Timestamp{kStart + 2};
  const Decided updated = desk.decide(second);
  EXPECT_EQ(updated.decision->verdict.kind, Kind::kUpdate);
  EXPECT_EQ(updated.decision->version, 2U);
  EXPECT_EQ(updated.decision->verdict.changed, std::vector<std::string>{"body"});
  auto late = arrive("a", "1", text + " " + prose(9, 20), 3);
  late.analysis->article.updated_at = Timestamp{kStart + 1};
  const Decided stale = desk.decide(late);
  EXPECT_EQ(stale.decision->verdict.kind, Kind::kStale);
  EXPECT_FALSE(stale.entry.article.has_value()) << "a stale version never overwrites";
}

TEST(DeskIdentity, OrderIsByItsOwnVersionElseByTimeElseByArrival) {
  Desk desk{DeskOptions{}};
  const auto text = [](std::uint64_t seed) { return prose(50, 100) + " " + prose(seed, 30); };
  desk.decide(updated(version(arrive("a", "1", text(1), 0), "3"), 10));
  EXPECT_EQ(verdict(desk, updated(version(arrive("a", "1", text(2), 1), "2"), 20)).kind,
            Kind::kStale)
      << "its version counts before its time";
  EXPECT_EQ(verdict(desk, updated(version(arrive("a", "1", text(3), 2), "10"), 5)).kind,
            Kind::kUpdate)
      << "10 comes after 3";
  EXPECT_EQ(verdict(desk, updated(arrive("a", "1", text(4), 3), 4)).kind, Kind::kStale);
  EXPECT_EQ(verdict(desk, arrive("a", "1", text(5), 4)).kind, Kind::kUpdate);
}

TEST(DeskIdentity, TheKindIsTheFirstThatHolds) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(63, 200);
  const std::string near = text + " " + prose(64, 30);
  desk.decide(arrive("a", "1", text, 0));
  desk.decide(updated(arrive("b", "1", prose(65, 200), 1), 10));
  const Verdict stale = verdict(desk, updated(arrive("b", "1", near, 2), 5));
  EXPECT_EQ(stale.kind, Kind::kStale) << "before the copy that it is, too";
  const Verdict copy = verdict(desk, updated(arrive("b", "1", near, 3), 20));
  EXPECT_EQ(copy.kind, Kind::kNear) << "before the update that it is, too";
  EXPECT_EQ(copy.identity, Identity::kRevision);
  const Verdict resend = verdict(desk, updated(arrive("b", "1", near, 4), 20));
  EXPECT_EQ(resend.kind, Kind::kExact) << "before the near copy that it is, too";
  EXPECT_EQ(resend.identity, Identity::kResend);
  EXPECT_EQ(verdict(desk, updated(kill("b", "1", 5), 30)).kind, Kind::kKill);
  EXPECT_EQ(verdict(desk, updated(arrive("b", "1", prose(66, 200), 6), 40)).kind, Kind::kUpdate);
  EXPECT_EQ(verdict(desk, arrive("c", "1", prose(67, 200), 7)).kind, Kind::kNew);
}

TEST(DeskIdentity, PublishedVersionNumbersNeverChange) {
  Desk desk{DeskOptions{}};
  const auto decide = [&](const std::string& own, std::uint64_t seed) {
    const auto text = prose(68, 200) + " " + prose(seed, 30);
    return *desk.decide(version(arrive("a", "1", text, static_cast<std::int64_t>(seed)), own))
                .decision;
  };
  EXPECT_EQ(decide("1", 1).version, 1U);
  const Decision second = decide("5", 2);
  EXPECT_EQ(second.version, 2U);
  EXPECT_EQ(second.supersedes->version, 1U);
  const Decision late = decide("3", 3);
  EXPECT_EQ(late.verdict.kind, Kind::kStale);
  EXPECT_FALSE(late.supersedes.has_value());
  EXPECT_EQ(decide("5", 2).version, 2U) << "sent again";
  const Decision third = decide("6", 4);
  EXPECT_EQ(third.version, 3U);
  EXPECT_EQ(third.supersedes->version, 2U);
  EXPECT_EQ(third.first_created, second.first_created);
}

TEST(DeskIdentity, AnUpdateReachesItsOldRoutes) {
  DeskOptions options;
  options.routes = {{"first", {}, {}, {}, {}, {}, {"new"}}, {"all", {}, {}, {}, {}, {}, {}}};
  Desk desk(options);
  const std::string text = prose(69, 200);
  desk.decide(arrive("a", "1", text, 0));
  const Decision update = *desk.decide(arrive("a", "1", text + " " + prose(70, 40), 1)).decision;
  EXPECT_EQ(update.topics, (std::vector<std::string>{"news.enriched", "all", "first"}));
  EXPECT_EQ(update.routed_out, std::vector<std::string>{"first"});
  const Decision next = *desk.decide(arrive("a", "1", text + " " + prose(71, 50), 2)).decision;
  EXPECT_EQ(next.topics, update.topics) << "for good";
}

TEST(DeskIdentity, MetadataAloneIsARevision) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(51, 100);
  desk.decide(arrive("a", "1", text, 0, "One headline"));
  const Verdict revised = verdict(desk, arrive("a", "1", text, 1, "Another headline"));
  EXPECT_EQ(revised.kind, Kind::kUpdate);
  EXPECT_EQ(revised.changed, std::vector<std::string>{"headline"});
}

TEST(DeskIdentity, AUrlIsAKeyBesideTheIdWhereTheTextsAreNear) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(52, 200);
  desk.decide(at_url(arrive("a", "1", text, 0), "a.example/story"));
  const Decided next =
      desk.decide(at_url(arrive("a", "2", text + " " + prose(53, 40), 1), "a.example/story"));
  EXPECT_EQ(next.decision->verdict.identity, Identity::kRevision);
  EXPECT_EQ(next.decision->version, 2U);
  EXPECT_EQ(next.decision->supersedes->uri, "urn:article:a:1");
}

TEST(DeskIdentity, ASectionFrontIsNotOneEndlessItem) {
  Desk desk{DeskOptions{}};
  for (std::uint64_t i = 0; i < 5; ++i) {
    const auto front =
        at_url(arrive("a", std::to_string(i), prose(60 + i, 200), static_cast<std::int64_t>(i)),
               "a.example/world");
    EXPECT_EQ(verdict(desk, front).kind, Kind::kNew);
  }
}

TEST(DeskIdentity, AnotherSourceAtTheSameUrlIsAnotherItem) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(54, 200);
  desk.decide(at_url(arrive("a", "1", text, 0), "a.example/story"));
  EXPECT_EQ(verdict(desk, at_url(arrive("b", "2", text, 1), "a.example/story")).kind, Kind::kExact);
}

TEST(DeskIdentity, FourGrowingVersionsAreALiveBlogAndNeverACopyOfWhatItQuotes) {
  Desk desk{DeskOptions{}};
  const std::string quoted = prose(55, 120);
  desk.decide(arrive("b", "quoted", quoted, 0));
  std::string blog = prose(56, 40);
  for (std::uint64_t i = 0; i < 4; ++i) {
    const Verdict each = verdict(desk, arrive("a", "live", blog, static_cast<std::int64_t>(i + 1)));
    EXPECT_EQ(each.kind, i == 0 ? Kind::kNew : Kind::kUpdate);
    blog += " " + prose(57 + i, 25);
  }
  const Verdict quoting = verdict(desk, arrive("a", "live", quoted + " " + prose(56, 40), 9));
  EXPECT_EQ(quoting.kind, Kind::kUpdate);
  EXPECT_EQ(quoting.copy, CopyKind::kNone);
  EXPECT_FALSE(quoting.of.has_value());
  EXPECT_LT(quoting.novelty, 0.4) << "with the novelty of each version";
}

TEST(DeskIdentity, StructuredDataMakesALiveBlogAtOnceAndForGood) {
  Desk desk{DeskOptions{}};
  const std::string quoted = prose(58, 120);
  desk.decide(arrive("b", "quoted", quoted, 0));
  auto first = arrive("a", "live", quoted + " " + prose(59, 15), 1);
  first.analysis->live_blog = true;
  EXPECT_EQ(verdict(desk, first).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("a", "live", quoted, 2)).kind, Kind::kUpdate);
}

TEST(DeskIdentity, AVersionThatQuotesIsACopyBeforeItIsALiveBlog) {
  Desk desk{DeskOptions{}};
  const std::string quoted = prose(61, 120);
  desk.decide(arrive("b", "quoted", quoted, 0));
  desk.decide(arrive("a", "1", prose(62, 60), 1));
  EXPECT_EQ(verdict(desk, arrive("a", "1", quoted, 2)).kind, Kind::kExact);
}

}  // namespace
}  // namespace copytaster

#include "pipeline/desk.h"

#include <gtest/gtest.h>

#include <random>

#include "pipeline/codec/journal_codec.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/stories/terms.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

constexpr std::int64_t kStart = 1'700'000'000'000;
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

/// One arriving article, analysed by the real text and dedup rooms.
AnalysedMessage arrive(const std::string& source, const std::string& id, const std::string& body,
                       std::int64_t at, const std::string& title = "") {
  AnalysedMessage analysed;
  analysed.message.origin = {"raw", 0, Offset(at), Timestamp{kStart + at}};
  Analysis& analysis = analysed.analysis.emplace();
  analysis.article.source = source;
  analysis.article.uri = "urn:article:" + source + ":" + id;
  const auto document = testing::document(title, body);
  analysis.headline = document.headline;
  analysis.body = document.body;
  analysis.credit = document.credit;
  analysis.update_marker = document.update_marker;
  analysis.fingerprint = dedup::make_fingerprint(document);
  analysis.metadata = std::hash<std::string>()(document.headline);
  analysis.story_terms = stories::story_terms(document, {});
  return analysed;
}

AnalysedMessage kill(const std::string& source, const std::string& id, std::int64_t at) {
  AnalysedMessage analysed = arrive(source, id, "x", at);
  analysed.analysis->article.status = PubStatus::kCanceled;
  analysed.analysis->fingerprint = {};
  return analysed;
}

Verdict verdict(Desk& desk, const AnalysedMessage& analysed) {
  return desk.decide(analysed).decision->verdict;
}

TEST(DeskVerdict, ExactCopyOfAnotherItem) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(1, 200);
  EXPECT_EQ(verdict(desk, arrive("a", "1", text, 0)).kind, Kind::kNew);
  const Verdict copy = verdict(desk, arrive("b", "1", text, 1));
  EXPECT_EQ(copy.kind, Kind::kExact);
  ASSERT_TRUE(copy.of.has_value());
  EXPECT_EQ(copy.of->uri, "urn:article:a:1");
}

TEST(DeskVerdict, NearSpunAndExcerpt) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(2, 400);
  EXPECT_EQ(verdict(desk, arrive("a", "1", text, 0)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("b", "1", text + " " + testing::prose(99, 30), 1)).kind,
            Kind::kNear);
  EXPECT_EQ(verdict(desk, arrive("c", "1", testing::spun(text), 2)).kind, Kind::kSpun);
  EXPECT_EQ(verdict(desk, arrive("d", "1", text.substr(0, text.size() / 3), 3)).kind,
            Kind::kExcerpt);
  EXPECT_EQ(verdict(desk, arrive("e", "1", testing::prose(3, 400), 4)).kind, Kind::kNew);
}

TEST(DeskVerdict, ACopyOfACopyNamesTheRoot) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(4, 300);
  desk.decide(arrive("a", "1", text, 0));
  desk.decide(arrive("b", "1", text + " " + testing::prose(98, 60), 1));
  const Verdict copy = verdict(desk, arrive("c", "1", text + " " + testing::prose(98, 60), 2));
  ASSERT_TRUE(copy.of.has_value());
  EXPECT_EQ(copy.of->uri, "urn:article:a:1");
  EXPECT_EQ(copy.matched->uri, "urn:article:b:1");
}

TEST(DeskVerdict, AFlashInItsFullStoryIsNamed) {
  Desk desk{DeskOptions{}};
  const std::string flash = testing::prose(5, 60);
  desk.decide(arrive("a", "1", flash, 0));
  const Verdict full = verdict(desk, arrive("b", "1", flash + " " + testing::prose(6, 300), 1));
  EXPECT_EQ(full.kind, Kind::kNew);
  EXPECT_EQ(full.contains, std::vector<std::string>{"urn:article:a:1"});
}

TEST(DeskVerdict, ResendUpdateAndStale) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(7, 200);
  auto first = arrive("a", "1", text, 0);
  first.analysis->article.updated_at = Timestamp{kStart};
  desk.decide(first);
  EXPECT_EQ(verdict(desk, first).identity, Identity::kResend);
  auto second = arrive("a", "1", text + " " + testing::prose(8, 50), 2);
  second.analysis->article.updated_at = Timestamp{kStart + 2};
  const Decided updated = desk.decide(second);
  EXPECT_EQ(updated.decision->verdict.kind, Kind::kUpdate);
  EXPECT_EQ(updated.decision->version, 2U);
  EXPECT_EQ(updated.decision->verdict.changed, std::vector<std::string>{"body"});
  auto late = arrive("a", "1", text + " " + testing::prose(9, 20), 3);
  late.analysis->article.updated_at = Timestamp{kStart + 1};
  const Decided stale = desk.decide(late);
  EXPECT_EQ(stale.decision->verdict.kind, Kind::kStale);
  EXPECT_FALSE(stale.entry.article.has_value()) << "a stale version never overwrites";
}

TEST(DeskVerdict, AKillReachesEveryTopicAndMarksLaterCopies) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(10, 200);
  desk.decide(arrive("a", "1", text, 0));
  const Decided killed = desk.decide(kill("a", "1", 1));
  EXPECT_EQ(killed.decision->verdict.kind, Kind::kKill);
  EXPECT_EQ(killed.decision->topics, std::vector<std::string>{"news.enriched"});
  const Decided copy = desk.decide(arrive("b", "1", text, 2));
  EXPECT_TRUE(copy.decision->verdict.of_killed);
  EXPECT_EQ(copy.decision->topics, std::vector<std::string>{"news.duplicates"});
  EXPECT_EQ(verdict(desk, arrive("a", "1", text + " " + testing::prose(11, 40), 3)).kind,
            Kind::kUpdate)
      << "a newer usable version of the same item lifts the kill";
}

TEST(DeskVerdict, AKillOfAnUnknownItemIsRememberedAndSent) {
  Desk desk{DeskOptions{}};
  EXPECT_EQ(desk.decide(kill("a", "1", 5)).decision->topics.size(), 1U);
  auto late = arrive("a", "1", testing::prose(12, 100), 6);
  late.analysis->article.published_at = Timestamp{kStart + 1};
  EXPECT_EQ(verdict(desk, late).kind, Kind::kStale) << "written before the kill";
}

TEST(DeskVerdict, TheOriginalMayArriveSecond) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(13, 200);
  desk.decide(arrive("copier", "1", text + "\n\n(Northwire)", 0));
  const Decided original = desk.decide(arrive("northwire", "1", text, 1));
  EXPECT_EQ(original.decision->verdict.kind, Kind::kNew);
  ASSERT_TRUE(original.revision.has_value());
  EXPECT_EQ(original.revision->earlier.uri, "urn:article:copier:1");
  const Verdict third = verdict(desk, arrive("other", "1", text, 2));
  ASSERT_TRUE(third.of.has_value());
  EXPECT_EQ(third.of->uri, "urn:article:northwire:1");
}

TEST(DeskVerdict, ShortTextsAreOnlyExactFromTheSameSource) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(14, 20);
  desk.decide(arrive("a", "1", text, 0));
  EXPECT_EQ(verdict(desk, arrive("b", "1", text, 1)).kind, Kind::kNew);
  EXPECT_EQ(verdict(desk, arrive("a", "2", text, 2)).kind, Kind::kExact);
  EXPECT_EQ(verdict(desk, arrive("a", "3", text, 13 * 60 * kMinute)).kind, Kind::kNew);
}

TEST(DeskTime, OneMessageFromTheFutureForgetsNothing) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(15, 200);
  desk.decide(arrive("a", "1", text, 0));
  desk.decide(arrive("b", "2", testing::prose(16, 200), 70LL * 365 * kDay));
  EXPECT_EQ(verdict(desk, arrive("c", "1", text, 1)).kind, Kind::kExact);
}

TEST(DeskTime, ArticlesLeaveAfterTheWindow) {
  Desk desk{DeskOptions{}};
  const std::string text = testing::prose(17, 200);
  desk.decide(arrive("a", "1", text, 0));
  for (std::int64_t i = 0; i < 25; ++i)
    desk.decide(arrive("b", std::to_string(i),
                       testing::prose(100 + static_cast<std::uint64_t>(i), 50), 8 * kDay + i));
  EXPECT_EQ(verdict(desk, arrive("c", "1", text, 8 * kDay + 100)).kind, Kind::kNew);
}

/// A stream in which about half are copies, updates, kills and rejections of what came before.
std::vector<AnalysedMessage> mixed_stream(std::size_t count) {
  std::mt19937_64 random(1);
  std::vector<AnalysedMessage> stream;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<std::int64_t>(i) * kMinute * 10;
    const std::uint64_t seed = random() % (i + 1);
    const std::string id = std::to_string(seed);
    switch (random() % 8) {
      case 0:
        stream.push_back(arrive("b", id, testing::prose(seed, 150), at));
        break;
      case 1:
        stream.push_back(
            arrive("c", std::to_string(i), testing::spun(testing::prose(seed, 150)), at));
        break;
      case 2:
        stream.push_back(
            arrive("a", id, testing::prose(seed, 150) + " " + testing::prose(i + 5000, 40), at));
        break;
      case 3:
        if (random() % 4 == 0) {
          stream.push_back(kill("a", id, at));
          break;
        }
        stream.push_back(arrive("a", std::to_string(i), testing::prose(i, 150), at));
        stream.back().analysis.reset();
        stream.back().rejection = Rejection{"read", "invalid_json", "test"};
        break;
      default:
        stream.push_back(arrive("a", std::to_string(i), testing::prose(i, 150), at));
    }
  }
  return stream;
}

TEST(DeskJournal, FoldingGivesTheSameStateFromAnyHeadUpToTheLastCheckpoint) {
  DeskOptions options;
  options.checkpoint_every = 500;
  options.window = std::chrono::hours(24 * 3);
  options.first_seen_window = std::chrono::hours(24 * 6);
  Desk live(options);
  std::vector<std::string> journal;
  std::size_t round_begin = 0;
  std::size_t last_checkpoint = 0;
  for (const auto& message : mixed_stream(2500)) {
    const Decided decided = live.decide(message);
    journal.push_back(codec::encode(decided.entry));
    for (const auto& carry : decided.carries) {
      if (carry.carry_begins) round_begin = journal.size();
      journal.push_back(codec::encode(carry));
      if (carry.carry_ends) last_checkpoint = round_begin;
    }
    if (journal.size() % 7 == 0) {
      journal.push_back(codec::encode(
          live.commit({{"raw", 0, message.message.origin.offset.next(), {}}}, "settings")));
    }
  }
  ASSERT_GT(last_checkpoint, 1000U);
  ASSERT_GT(live.articles(), 100U);
  std::mt19937_64 random(2);
  for (int i = 0; i < 21; ++i) {
    const std::size_t head = i == 0   ? 0
                             : i == 1 ? last_checkpoint
                                      : random() % (last_checkpoint + 1);
    Desk folded(options);
    for (std::size_t at = head; at < journal.size(); ++at) {
      const auto entry = codec::decode(journal[at]);
      ASSERT_TRUE(entry.has_value()) << entry.error();
      ASSERT_TRUE(folded.apply(*entry).has_value());
    }
    EXPECT_TRUE(folded.whole());
    EXPECT_EQ(folded.state_hash(), live.state_hash())
        << "head " << head << " of " << last_checkpoint;
    EXPECT_EQ(folded.bytes(), live.bytes()) << "memory budgets must bite alike";
  }
  Desk cut(options);
  for (std::size_t at = journal.size() - 100; at < journal.size(); ++at) {
    ASSERT_TRUE(cut.apply(*codec::decode(journal[at])).has_value());
  }
  EXPECT_FALSE(cut.whole());
}

TEST(DeskJournal, AGapIsRefused) {
  Desk live{DeskOptions{}};
  const Decided first = live.decide(arrive("a", "1", testing::prose(1, 60), 0));
  live.decide(arrive("a", "2", testing::prose(2, 60), 1));
  const Decided third = live.decide(arrive("a", "3", testing::prose(3, 60), 2));
  Desk folded{DeskOptions{}};
  ASSERT_TRUE(folded.apply(first.entry).has_value());
  EXPECT_FALSE(folded.apply(third.entry).has_value());
}

TEST(DeskMemory, StaysWithinItsBudget) {
  DeskOptions options;
  options.memory_bytes = std::size_t{3} << 20U;
  options.story_memory_bytes = std::size_t{1} << 20U;
  Desk desk(options);
  for (std::uint64_t i = 0; i < 4000; ++i) {
    desk.decide(
        arrive("a", std::to_string(i), testing::prose(i, 150), static_cast<std::int64_t>(i)));
  }
  // What one decision adds leaves with the next one.
  constexpr std::size_t kOneDecision = 16 << 10;
  EXPECT_LT(desk.bytes(), options.memory_bytes + options.story_memory_bytes + kOneDecision);
  EXPECT_GT(desk.articles(), 200U);
}

TEST(DeskLedger, AlwaysAddsUp) {
  Desk desk{DeskOptions{}};
  for (const auto& message : mixed_stream(500)) {
    desk.decide(message);
    const Ledger& ledger = desk.ledger();
    ASSERT_EQ(ledger.in, ledger.fresh + ledger.copies + ledger.updates + ledger.stale +
                             ledger.kills + ledger.dead_letters);
  }
  EXPECT_EQ(desk.ledger().in, 500U);
  EXPECT_GT(desk.ledger().copies, 20U);
  EXPECT_GT(desk.ledger().kills, 2U);
}

}  // namespace
}  // namespace copytaster

#include "pipeline/desk.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "pipeline/codec/journal_codec.h"
#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests

/// The article in the frame of its source's site, in words that cleaning takes for the article's.
std::string framed(const std::string& source, const std::string& text) {
  return "The " + source + " gathers its tidings in the old harbour.\n\n" + text +
         "\n\nIts printers set every page of the " + source + " by hand.";
}

/// What somebody says about items of the stream, the latest of them mostly; about some that are not
/// there, too.
AnalysedMessage said(std::mt19937_64& random, const std::vector<std::string>& uris,
                     std::int64_t at) {
  const auto uri = [&](std::size_t parity) {
    if (random() % 8 == 0) return "urn:article:x:" + std::to_string(parity);
    const std::size_t back = 2 * (random() % std::min<std::size_t>(30, uris.size() / 2)) + parity;
    return uris[uris.size() - 1 - back];
  };
  const std::string one = uri(0);
  const std::string other = uri(1);
  switch (random() % 5) {
    case 0:
      return not_copy(one, random() % 2 == 0 ? "" : other, at);
    case 1:
      return copy_of(one, other, CopyKind::kSpun, at);
    case 2:
      return say({OverrideType::kSplit, {one, other}, "", {}, "", "", "", ""}, at);
    case 3:
      return say({OverrideType::kMerge, {one, other}, "", {}, "", "", "", ""}, at);
    default:
      const auto name = [&] { return "d" + std::to_string(random() % 90); };
      return say({OverrideType::kSameSource, {}, "", {}, name(), name(), "", ""}, at);
  }
}

/// A stream in which about half are copies, updates, kills, rejections and overrides of what came
/// before.
std::vector<AnalysedMessage> mixed_stream(std::size_t count) {
  std::mt19937_64 random(1);
  std::vector<AnalysedMessage> stream;
  std::vector<std::string> uris = {"urn:article:a:0", "urn:article:a:1"};
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<std::int64_t>(i) * kMinute * 10;
    const std::uint64_t seed = random() % (i + 1);
    const std::string id = std::to_string(seed);
    switch (random() % 9) {
      case 8:
        stream.push_back(said(random, uris, at));
        break;
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
        const std::string source = i % 3 == 0 ? "d" + std::to_string(i % 90) : "a";
        stream.push_back(
            arrive(source, std::to_string(i), framed(source, testing::prose(i, 150)), at));
        uris.push_back(stream.back().analysis->article.uri);
    }
  }
  return stream;
}

/// Whatever the settings of the reader are.
void expect_same_fold(const std::vector<std::string>& journal, const Desk& live) {
  Desk folded{DeskOptions{}};
  for (const auto& bytes : journal) {
    const auto entry = codec::decode(bytes);
    ASSERT_TRUE(entry.has_value()) << entry.error();
    ASSERT_TRUE(folded.apply(*entry).has_value());
  }
  EXPECT_TRUE(folded.whole());
  EXPECT_EQ(folded.in_force(), live.in_force());
  EXPECT_EQ(folded.state_hash(), live.state_hash()) << "of " << journal.size() << " entries";
  EXPECT_EQ(folded.bytes(), live.bytes()) << "memory budgets must bite alike";
}

/// Other settings after each 700 decisions, and back; what the journal is told of it.
std::optional<JournalEntry> change_settings(Desk& live, const DeskOptions& options) {
  const bool changed = live.ledger().in / 700 % 2 == 1;
  DeskOptions other = options;
  other.stories.join_cosine = 0.4;
  other.checkpoint_every = 400;
  other.routes = {{"asia", {}, {}, {}, {}, {"a"}, {}}};
  return live.use(changed ? other : options, {changed ? "other" : "one", "", "", "", ""});
}

TEST(DeskJournal, FoldingGivesTheSameStateFromAnyHeadUpToTheLastCheckpoint) {
  DeskOptions options;
  options.checkpoint_every = 500;
  options.window = std::chrono::hours(24 * 3);
  options.first_seen_window = std::chrono::hours(24 * 6);
  options.line_memory_bytes = 6000;  // less than all sources need
  Desk live(options);
  std::vector<std::string> journal;
  std::size_t round_begin = 0;
  std::size_t last_checkpoint = 0;
  std::size_t furnished = 0;
  std::size_t sources_forgotten = 0;
  std::map<std::string, int> outcomes;
  std::size_t told = 0;
  for (const auto& message : mixed_stream(2500)) {
    const auto news = change_settings(live, options);
    if (news) journal.push_back(codec::encode(*news));
    told += news ? 1U : 0U;
    const Decided decided = live.decide(message);
    journal.push_back(codec::encode(decided.entry));
    ++outcomes[decided.entry.outcome];
    furnished += decided.decision && !decided.decision->furniture.empty() ? 1U : 0U;
    sources_forgotten += decided.entry.forgotten_sources.size();
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
  ASSERT_EQ(told, 4U) << "once for each change";
  ASSERT_GT(last_checkpoint, 1000U);
  ASSERT_GT(live.articles(), 100U);
  ASSERT_GT(furnished, 500U);
  ASSERT_GT(sources_forgotten, 20U);
  for (const char* type : {"not_copy", "copy_of", "split", "merge", "same_source"})
    ASSERT_GT(outcomes[std::string("override:") + type], 5) << type;
  ASSERT_GT(outcomes["rejected:unknown_item"], 5);
  std::mt19937_64 random(2);
  for (int i = 0; i < 21; ++i) {
    const std::size_t head = i == 0   ? 0
                             : i == 1 ? last_checkpoint
                                      : random() % (last_checkpoint + 1);
    expect_same_fold({journal.begin() + static_cast<std::ptrdiff_t>(head), journal.end()}, live);
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
                             ledger.kills + ledger.dead_letters + ledger.overrides);
  }
  EXPECT_EQ(desk.ledger().in, 500U);
  EXPECT_GT(desk.ledger().copies, 20U);
  EXPECT_GT(desk.ledger().kills, 2U);
  EXPECT_GT(desk.ledger().overrides, 10U);
}

}  // namespace
}  // namespace copytaster

#include "daemon/metrics/journal_counts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "daemon/metrics/catalogue.h"

namespace copytaster::metrics {
namespace {

JournalEntry decision(std::string outcome, std::vector<std::string> topics, Ledger ledger) {
  JournalEntry entry;
  entry.outcome = std::move(outcome);
  entry.ledger = ledger;
  entry.origin = {"in", 3, Offset(static_cast<std::int64_t>(ledger.in)), {}};
  for (auto& topic : topics) entry.outputs.push_back({std::move(topic), 0});
  return entry;
}

JournalEntry commit() {
  JournalEntry entry;
  entry.type = EntryType::kCommit;
  entry.positions = {{"in", 3, Offset(7), {}}};
  entry.settings = "hash";
  return entry;
}

std::uint64_t of(const Tally& tally, std::string_view name) {
  for (const auto& [each, count] : tally.counts())
    if (each == name) return count;
  return 0;
}

TEST(JournalCounts, ShowsWholeTransactionsOnly) {
  JournalCounts counts;
  counts.add(decision("new", {"good", "stories"}, {.in = 1, .fresh = 1}));
  EXPECT_EQ(counts.committed(), JournalFigures());
  counts.add(commit());
  const JournalFigures first = counts.committed();
  EXPECT_EQ(first.ledger.in, 1U);
  EXPECT_EQ(first.settings, "hash");
  EXPECT_EQ(first.positions.size(), 1U);
  counts.add(decision("spun", {"copies"}, {.in = 2, .fresh = 1, .copies = 1}));
  EXPECT_EQ(counts.committed(), first);
}

TEST(JournalCounts, CountsKindsReasonsAndTopics) {
  JournalCounts counts;
  counts.add(decision("new", {"good", "desk", "stories"}, {.in = 1, .fresh = 1}));
  counts.add(decision("spun", {"copies"}, {.in = 2, .fresh = 1, .copies = 1}));
  counts.add(decision("rejected:invalid_utf8", {"dead"},
                      {.in = 3, .fresh = 1, .copies = 1, .dead_letters = 1}));
  counts.add(decision("override:merge", {"verdicts"},
                      {.in = 4, .fresh = 1, .copies = 1, .dead_letters = 1, .overrides = 1}));
  JournalEntry carry;
  carry.type = EntryType::kCarry;
  carry.outcome = "new";
  carry.ledger = {.in = 4, .fresh = 1, .copies = 1, .dead_letters = 1, .overrides = 1};
  counts.add(carry);
  counts.add(commit());
  const JournalFigures& figures = counts.committed();
  EXPECT_EQ(figures.kinds[static_cast<std::size_t>(Kind::kNew)], 1U) << "a carry is no input";
  EXPECT_EQ(figures.kinds[static_cast<std::size_t>(Kind::kSpun)], 1U);
  EXPECT_EQ(of(figures.dead_letters, "invalid_utf8"), 1U);
  EXPECT_EQ(of(figures.records, "good"), 1U);
  EXPECT_EQ(of(figures.records, "desk"), 1U);
  EXPECT_EQ(of(figures.records, "verdicts"), 1U);
  ASSERT_EQ(figures.last_dead_letters.size(), 1U);
  EXPECT_EQ(figures.last_dead_letters[0].origin.offset, Offset(3));
}

TEST(JournalCounts, SettingsLeaveTheLedgerAsItIs) {
  JournalCounts counts;
  counts.add(decision("new", {"good"}, {.in = 1, .fresh = 1}));
  counts.add(commit());
  JournalEntry settings;
  settings.type = EntryType::kSettings;
  settings.in_force.emplace();
  counts.add(settings);
  counts.add(commit());  // of positions alone
  EXPECT_EQ(counts.committed().ledger.in, 1U);
}

TEST(JournalCounts, CountsWhatIsGone) {
  JournalCounts counts;
  JournalEntry entry = decision("new", {}, {.in = 1, .fresh = 1});
  entry.forgotten_articles = {1, 2, 3};
  entry.forgotten_stories = {4};
  counts.add(entry);
  JournalEntry last = commit();
  last.gaps = {{"in", "id", 0, Offset(10), Offset(25)}};
  counts.add(last);
  EXPECT_EQ(counts.committed().forgotten_articles, 3U);
  EXPECT_EQ(counts.committed().forgotten_stories, 1U);
  EXPECT_EQ(of(counts.committed().lost, "in"), 15U);
}

TEST(JournalCounts, KeepsTheNewestDeadLetters) {
  JournalCounts counts;
  for (std::uint64_t in = 1; in <= 25; ++in)
    counts.add(decision("rejected:empty_text", {"dead"}, {.in = in, .dead_letters = in}));
  counts.add(commit());
  const auto& last = counts.committed().last_dead_letters;
  ASSERT_EQ(last.size(), kShownDeadLetters);
  EXPECT_EQ(last.front().origin.offset, Offset(16));
  EXPECT_EQ(last.back().origin.offset, Offset(25));
}

TEST(JournalCounts, AStrangeReasonIsNoText) {
  JournalCounts counts;
  counts.add(decision("rejected:<b>Minister said on Monday", {}, {.in = 1, .dead_letters = 1}));
  counts.add(commit());
  EXPECT_EQ(of(counts.committed().dead_letters, "other"), 1U);
  EXPECT_EQ(counts.committed().last_dead_letters[0].reason, "other");
}

TEST(Tally, NamesAreBounded) {
  Tally tally;
  for (std::size_t i = 0; i < 3 * Tally::kMostNames; ++i) tally.add("topic" + std::to_string(i));
  EXPECT_EQ(tally.counts().size(), Tally::kMostNames + 1);
  EXPECT_EQ(of(tally, "other"), 2 * Tally::kMostNames);
}

// A family has a sample for each reason from the start, so that an alert sees the first one.
TEST(JournalCounts, EveryReasonInTheSourcesIsShownFromTheStart) {
  const std::regex code(
      "(?:\\breject|\\brefuse)\\(\\s*(?:error == [^?]*\\? )?\"([a-z0-9_]+)\"|"
      "Rejection\\{\\s*\"[a-z]+\",\\s*\"([a-z0-9_]+)\"");
  std::set<std::string> reasons;
  for (const auto* room : {"pipeline", "daemon"}) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(SOURCE_FOLDER) / room)) {
      if (file.path().extension() != ".cc") continue;
      std::ifstream stream(file.path());
      const std::string text(std::istreambuf_iterator<char>(stream), {});
      for (std::sregex_iterator match(text.begin(), text.end(), code), end; match != end; ++match)
        reasons.insert((*match)[1].matched ? (*match)[1] : (*match)[2]);
    }
  }
  reasons.insert("refused_by_sink");
  EXPECT_GE(reasons.size(), 14U) << "the pattern finds them no more";
  const JournalFigures empty;
  const auto& counts = empty.dead_letters.counts();
  for (const auto& reason : reasons) {
    EXPECT_NE(kDeadLetters.help.find(reason), std::string_view::npos) << reason;
    EXPECT_TRUE(std::any_of(counts.begin(), counts.end(), [&](const auto& each) {
      return each.first == reason;
    })) << reason;
  }
}

}  // namespace
}  // namespace copytaster::metrics

#include "pipeline/processor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

namespace copytaster {
namespace {

/// Carries actions out by hand, in an order drawn from a seed, on one thread: what a test may see
/// of the processor is what any executor may see. Every message is rejected, so no models are
/// needed.
class ScriptedExecutor : public Executor {
 public:
  ScriptedExecutor(std::uint64_t seed, std::int64_t messages) : random_(seed), left_(messages) {}

  void execute(Action action) override {
    if (std::holds_alternative<Commit>(action)) {
      EXPECT_FALSE(committing_) << "two commits under way at once";
      committing_ = true;
    }
    under_way_.push_back(std::move(action));
  }

  Event next_event() override {
    if (reload_to_ && committed.size() >= reload_after_) {
      polled_before_reload = next_offset_;
      return Reloaded{std::exchange(reload_to_, nullptr)};
    }
    if (stop_after_ && committed.size() >= *stop_after_) {
      stop_after_.reset();
      return StopRequested{};
    }
    const std::size_t index = random_() % under_way_.size();
    Action action = std::move(under_way_[index]);
    under_way_.erase(under_way_.begin() + static_cast<std::ptrdiff_t>(index));
    return std::visit([this](auto& todo) { return carry_out(todo); }, action);
  }

  void bring_at_most(std::size_t messages) { bring_at_most_ = messages; }
  void stop_after(std::size_t commits) { stop_after_ = commits; }
  void reload_after(std::size_t commits, SnapshotHandle snapshot) {
    reload_after_ = commits;
    reload_to_ = std::move(snapshot);
  }
  void fail_next_commits(std::deque<Remedy> remedies) { failures_ = std::move(remedies); }

  std::vector<std::int64_t> committed;  ///< offsets
  std::vector<BatchHandle> batches;
  std::int64_t polled_before_reload = 0;
  std::vector<Position> positions;
  std::size_t anew = 0;
  std::size_t most_under_way = 0;

 private:
  Event carry_out(const Poll& poll) {
    Polled polled;
    const std::size_t most = std::min(poll.max_messages, bring_at_most_);
    while (left_ > 0 && polled.messages.size() < most) {
      Message message;
      message.origin = {"raw", 0, Offset(next_offset_++), Timestamp{1000}};
      message.value = std::string(100, 'x');
      polled.messages.push_back(std::move(message));
      --left_;
    }
    polled.at_end = left_ == 0;
    polled_ += polled.messages.size();
    most_under_way = std::max(most_under_way, polled_ - committed.size());
    return Arrived{std::move(polled)};
  }
  Event carry_out(const Analyse& analyse) {
    for (auto& message : analyse.batch->messages)
      message.rejection = Rejection{"read", "test", "test"};
    return Analysed{analyse.batch};
  }
  Event carry_out(const Encode& encode) { return Encoded{encode.batch}; }
  Event carry_out(const Commit& commit) {
    committing_ = false;
    anew += commit.anew ? 1U : 0U;
    if (!failures_.empty()) {
      const Remedy remedy = failures_.front();
      failures_.pop_front();
      return Failed{Failure{remedy, "scripted"}, commit.batch};
    }
    for (const auto& message : commit.batch->messages) {
      committed.push_back(message.message.origin.offset.value());
    }
    positions = commit.batch->commit.positions;
    batches.push_back(commit.batch);
    return Committed{commit.batch};
  }
  Event carry_out(const Refold& /*refold*/) { return StopRequested{}; }
  Event carry_out(const Finish& /*finish*/) { return StopRequested{}; }

  std::mt19937_64 random_;
  std::int64_t left_;
  std::int64_t next_offset_ = 0;
  std::size_t polled_ = 0;
  std::size_t bring_at_most_ = SIZE_MAX;
  std::vector<Action> under_way_;
  std::deque<Remedy> failures_;
  std::optional<std::size_t> stop_after_;
  std::size_t reload_after_ = 0;
  SnapshotHandle reload_to_;
  bool committing_ = false;
};

/// Messages are neither analysed nor encoded by what this holds: the executor does that itself.
SnapshotHandle settings(const std::string& name) {
  Snapshot snapshot;
  snapshot.in_force.hash = name;
  snapshot.in_force.text = "name: " + name + "\n";
  return std::make_shared<const Snapshot>(std::move(snapshot));
}

ProcessorOptions small_batches() {
  ProcessorOptions options;
  options.batch_articles = 7;
  options.batches_in_flight = 3;
  return options;
}

TEST(Processor, CommitsEveryMessageOnceInOrderWhateverTheOrderOfEvents) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Desk desk{DeskOptions{}};
    Processor processor(small_batches(), settings("first"), desk);
    ScriptedExecutor executor(seed, 100);
    EXPECT_FALSE(run(processor, executor).has_value());
    ASSERT_EQ(executor.committed.size(), 100U) << "seed " << seed;
    for (std::int64_t i = 0; i < 100; ++i)
      EXPECT_EQ(executor.committed[static_cast<std::size_t>(i)], i);
    ASSERT_EQ(executor.positions.size(), 1U);
    EXPECT_EQ(executor.positions[0].next, Offset(100))
        << "the position is the last offset plus one";
    EXPECT_EQ(desk.ledger().dead_letters, 100U);
  }
}

TEST(Processor, OtherRecordLimitsReachTheDesk) {
  Desk desk{DeskOptions{}};
  Processor processor(small_batches(), settings("first"), desk);
  processor.step(Limited{{{"news.dead", 1}}});
  auto batch = std::make_shared<Batch>();
  batch->under = settings("first");
  auto& message = batch->messages.emplace_back();
  message.message.origin = {"raw", 0, Offset(0), {}};
  message.message.value = "some value";
  message.rejection = Rejection{"read", "test", "test"};
  processor.step(Analysed{batch});
  ASSERT_EQ(batch->decided.size(), 1U);
  EXPECT_TRUE(batch->decided[0].rejection->named_only) << "one byte takes no original";
}

/// The batch's journal, as an executor writes it.
std::vector<JournalEntry> journal_of(const Batch& batch) {
  std::vector<JournalEntry> entries;
  if (batch.settings) entries.push_back(*batch.settings);
  for (const auto& decided : batch.decided) {
    entries.push_back(decided.entry);
    entries.insert(entries.end(), decided.carries.begin(), decided.carries.end());
  }
  entries.push_back(batch.commit);
  return entries;
}

TEST(Processor, ABatchKeepsTheSettingsUnderWhichItArrived) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Desk desk{DeskOptions{}};
    Processor processor(small_batches(), settings("first"), desk);
    ScriptedExecutor executor(seed, 200);
    executor.reload_after(20, settings("second"));
    EXPECT_FALSE(run(processor, executor).has_value());
    ASSERT_EQ(executor.committed.size(), 200U);
    ASSERT_GT(executor.polled_before_reload, 20);
    Desk folded{DeskOptions{}};
    std::string before;
    for (const auto& batch : executor.batches) {
      const bool early =
          batch->messages.front().message.origin.offset.value() < executor.polled_before_reload;
      const std::string hash = early ? "first" : "second";
      EXPECT_EQ(batch->under->in_force.hash, hash) << "seed " << seed;
      EXPECT_EQ(batch->commit.settings, hash);
      EXPECT_EQ(batch->settings.has_value(), hash != before) << "told once, where it begins";
      before = hash;
      for (const auto& entry : journal_of(*batch)) ASSERT_TRUE(folded.apply(entry));
      EXPECT_EQ(folded.in_force(), batch->under->in_force);
    }
    EXPECT_EQ(folded.state_hash(), desk.state_hash());
  }
}

TEST(Processor, WhatTheJournalSaysAlreadyIsNotToldAgain) {
  Desk desk{DeskOptions{}};
  for (int start = 0; start < 2; ++start) {
    Processor processor(small_batches(), settings("first"), desk);
    ScriptedExecutor executor(1, 20);
    EXPECT_FALSE(run(processor, executor).has_value());
    EXPECT_EQ(executor.batches.front()->settings.has_value(), start == 0);
  }
}

TEST(Processor, ReplacedSettingsAreFreedWithTheLastBatchOfThem) {
  Desk desk{DeskOptions{}};
  auto first = settings("first");
  const std::weak_ptr<const Snapshot> watched = first;
  Processor processor(small_batches(), std::move(first), desk);
  ScriptedExecutor executor(1, 200);
  executor.reload_after(20, settings("second"));
  EXPECT_FALSE(run(processor, executor).has_value());
  executor.batches.clear();
  EXPECT_TRUE(watched.expired());
}

TEST(Processor, ReplacedSettingsAreFreedThoughNothingComesAfterThem) {
  Desk desk{DeskOptions{}};
  auto first = settings("first");
  const std::weak_ptr<const Snapshot> watched = first;
  Processor processor(small_batches(), std::move(first), desk);
  ScriptedExecutor executor(1, 200);
  executor.bring_at_most(1);
  for (auto& action : processor.step(Started{})) executor.execute(std::move(action));
  while (executor.committed.empty()) {
    for (auto& action : processor.step(executor.next_event())) executor.execute(std::move(action));
  }
  executor.batches.clear();
  processor.step(Reloaded{settings("second")});
  EXPECT_TRUE(watched.expired()) << "of a wire that fell silent, too";
}

TEST(Processor, HoldsABoundedNumberOfMessages) {
  Desk desk{DeskOptions{}};
  Processor processor(small_batches(), settings("first"), desk);
  ScriptedExecutor executor(1, 1000);
  EXPECT_FALSE(run(processor, executor).has_value());
  EXPECT_LE(executor.most_under_way, 3U * 7U);
}

TEST(Processor, CaughtUpItCommitsWhatItHasBeforeItReadsMore) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Desk desk{DeskOptions{}};
    Processor processor(small_batches(), settings("first"), desk);
    ScriptedExecutor executor(seed, 100);
    executor.bring_at_most(3);  // less than half of seven
    EXPECT_FALSE(run(processor, executor).has_value());
    EXPECT_EQ(executor.committed.size(), 100U);
    EXPECT_LE(executor.most_under_way, 3U) << "seed " << seed;
  }
}

TEST(Processor, BehindItReadsAheadOfTheCommit) {
  Desk desk{DeskOptions{}};
  Processor processor(small_batches(), settings("first"), desk);
  ScriptedExecutor executor(1, 1000);
  executor.bring_at_most(4);
  EXPECT_FALSE(run(processor, executor).has_value());
  EXPECT_GT(executor.most_under_way, 4U);
}

TEST(Processor, RetriesAndAbortsKeepTheOrder) {
  Desk desk{DeskOptions{}};
  Processor processor(small_batches(), settings("first"), desk);
  ScriptedExecutor executor(2, 30);
  executor.fail_next_commits({Remedy::kRetry, Remedy::kRetry, Remedy::kAbort, Remedy::kAbort});
  EXPECT_FALSE(run(processor, executor).has_value());
  ASSERT_EQ(executor.committed.size(), 30U);
  EXPECT_TRUE(std::is_sorted(executor.committed.begin(), executor.committed.end()));
  EXPECT_EQ(executor.anew, 2U);
}

TEST(Processor, ARefusedBatchEndsTheRunAfterThreeTries) {
  Desk desk{DeskOptions{}};
  Processor processor(small_batches(), settings("first"), desk);
  ScriptedExecutor executor(3, 30);
  executor.fail_next_commits({Remedy::kAbort, Remedy::kAbort, Remedy::kAbort});
  const auto failure = run(processor, executor);
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->message, "scripted");
  EXPECT_TRUE(executor.committed.empty());
}

TEST(Processor, AStopCommitsWhatWasDecidedAndNothingAfterIt) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Desk desk{DeskOptions{}};
    Processor processor(small_batches(), settings("first"), desk);
    ScriptedExecutor executor(seed, 1000);
    executor.stop_after(14);
    EXPECT_FALSE(run(processor, executor).has_value());
    EXPECT_GE(executor.committed.size(), 14U);
    EXPECT_LE(executor.committed.size(), 14U + 3U * 7U);
    EXPECT_EQ(desk.ledger().in, executor.committed.size())
        << "decided but not committed, seed " << seed;
    EXPECT_EQ(executor.positions.at(0).next,
              Offset(static_cast<std::int64_t>(executor.committed.size())));
  }
}

}  // namespace
}  // namespace copytaster

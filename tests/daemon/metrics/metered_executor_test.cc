#include "daemon/metrics/metered_executor.h"

#include <gtest/gtest.h>

#include <deque>
#include <numeric>

namespace copytaster::metrics {
namespace {

/// Takes actions and does nothing; says what it is told to.
class Scripted : public Executor {
 public:
  void execute(Action action) override { actions.push_back(std::move(action)); }
  Event next_event() override {
    Event event = std::move(events.front());
    events.pop_front();
    return event;
  }
  std::vector<Action> actions;
  std::deque<Event> events;
};

std::uint64_t count(const auto& histogram) {
  const auto buckets = histogram.buckets();
  return std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0});
}

class MeteredExecutorTest : public testing::Test {
 protected:
  static BatchHandle batch_of(std::uint64_t id, Desk& desk) {
    auto batch = std::make_shared<Batch>();
    batch->id = id;
    batch->bytes = 100;
    AnalysedMessage message;
    message.message.origin = {"in", 0, Offset(static_cast<std::int64_t>(id)), {1000}};
    message.rejection = Rejection{"read", "empty_text", "none"};
    batch->decided.push_back(desk.decide(message));
    batch->decided.back().entry.outputs.push_back({"dead", 1});
    batch->messages.push_back(std::move(message));
    batch->records.push_back({"dead", "key", "value", {}});
    batch->journal = {"1234", "56"};
    batch->commit = desk.commit({{"in", 0, Offset(static_cast<std::int64_t>(id) + 1), {}}}, "h");
    return batch;
  }
  void say(Event event) {
    inner_.events.push_back(std::move(event));
    static_cast<void>(metered_.next_event());
  }
  void go(const BatchHandle& batch) {
    metered_.execute(Analyse{batch});
    say(Analysed{batch});
    metered_.execute(Encode{batch});
    say(Encoded{batch});
    metered_.execute(Commit{batch});
  }

  Desk desk_{DeskOptions{}};
  Processor processor_{ProcessorOptions{}, std::make_shared<const Snapshot>(), desk_};
  Metrics metrics_{{"n", "1", "", "kafka"}};
  JournalCounts counts_;
  Scripted inner_;
  MeteredExecutor metered_{inner_, processor_, counts_, metrics_};
};

TEST_F(MeteredExecutorTest, FollowsABatchToItsCommit) {
  const auto batch = batch_of(0, desk_);
  go(batch);
  EXPECT_EQ(metrics_.in_flight.value(), 1);
  EXPECT_EQ(metrics_.in_flight_bytes.value(), 100);
  EXPECT_NE(metrics_.busy_since[HoldingStage::kCommit], 0);
  EXPECT_EQ(metrics_.busy_since[HoldingStage::kEncode], 0);
  EXPECT_FALSE(metrics_.figures().has_value()) << "nothing is committed yet";
  say(Committed{batch});
  EXPECT_EQ(metrics_.figures()->ledger.dead_letters, 1U);
  EXPECT_EQ(metrics_.in_flight.value(), 0);
  EXPECT_EQ(metrics_.busy_since[HoldingStage::kCommit], 0);
  EXPECT_EQ(metrics_.transactions[Attempt::kCommitted].value(), 1U);
  EXPECT_EQ(metrics_.output_bytes[Written::kJournal].value(), 6U);
  EXPECT_EQ(metrics_.output_bytes[Written::kRecords].value(), 8U);
  for (const Stage stage :
       {Stage::kAnalyse, Stage::kDecide, Stage::kEncode, Stage::kCommit, Stage::kWhole})
    EXPECT_EQ(count(metrics_.batch_seconds[stage]), 1U) << static_cast<int>(stage);
  EXPECT_EQ(count(metrics_.latency), 1U);
  EXPECT_EQ(inner_.actions.size(), 3U) << "each is passed on";
}

TEST_F(MeteredExecutorTest, TellsTriesApart) {
  const auto batch = batch_of(0, desk_);
  go(batch);
  say(Failed{{Remedy::kRetry, "away"}, batch});
  metered_.execute(Commit{batch, true, false});
  say(Failed{{Remedy::kAbort, "refused"}, batch});
  metered_.execute(Commit{batch, true, true});
  say(Failed{{Remedy::kRetry, "no input"}, nullptr});
  say(Committed{batch});
  EXPECT_EQ(metrics_.transactions[Attempt::kRetried].value(), 1U);
  EXPECT_EQ(metrics_.transactions[Attempt::kAborted].value(), 1U);
  EXPECT_EQ(metrics_.transactions[Attempt::kCommitted].value(), 1U);
  EXPECT_EQ(metrics_.poll_failures.value(), 1U);
  EXPECT_EQ(count(metrics_.batch_seconds[Stage::kCommit]), 1U) << "all tries are one commit";
  EXPECT_EQ(metrics_.figures()->ledger.in, 1U);
}

TEST_F(MeteredExecutorTest, ABatchDecidedAgainIsCountedOnce) {
  const auto batch = batch_of(0, desk_);
  go(batch);
  say(Failed{{Remedy::kAbort, "refused"}, batch});
  metered_.execute(Refold{});
  EXPECT_EQ(metrics_.busy_since[HoldingStage::kCommit], 0) << "folding is no commit";
  metered_.execute(Encode{batch});
  say(Encoded{batch});
  metered_.execute(Commit{batch});
  say(Committed{batch});
  EXPECT_EQ(metrics_.refolds.value(), 1U);
  EXPECT_EQ(count(metrics_.batch_seconds[Stage::kWhole]), 1U);
  EXPECT_EQ(metrics_.figures()->ledger.in, 1U);
}

TEST(Metered, MeasuresEachCall) {
  Metrics metrics({"n", "1", "", "files"});
  const Work work = metered({[](Message message) {
                               return AnalysedMessage{std::move(message), std::nullopt,
                                                      Rejection{"read", "empty_text", ""}};
                             },
                             [](const AnalysedMessage&, Decided&) { return EncodedMessage{}; }},
                            metrics);
  Decided decided;
  const auto analysed = work.analyse({});
  EXPECT_EQ(analysed.rejection->code, "empty_text");
  static_cast<void>(work.encode(analysed, decided));
  static_cast<void>(work.encode(analysed, decided));
  EXPECT_EQ(count(metrics.article_seconds[ArticleStage::kAnalyse]), 1U);
  EXPECT_EQ(count(metrics.article_seconds[ArticleStage::kEncode]), 2U);
}

}  // namespace
}  // namespace copytaster::metrics

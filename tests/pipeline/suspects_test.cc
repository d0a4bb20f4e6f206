// A record that the sink refuses must cost one article, never the stream.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "pipeline/codec/journal_codec.h"
#include "pipeline/encoder.h"
#include "pipeline/processor.h"
#include "tests/fakes/memory_transport.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

constexpr std::size_t kMessages = 60;
constexpr std::size_t kBad = 23;

/// Runs the whole pipeline on one thread over a transport in memory, in an order drawn from a seed.
class SeededExecutor : public Executor {
 public:
  SeededExecutor(fakes::MemoryTransport& transport, std::uint64_t seed)
      : transport_(transport),
        source_(transport.source()),
        sink_(transport.sink()),
        random_(seed) {}

  void execute(Action action) override { under_way_.push_back(std::move(action)); }
  Event next_event() override {
    const auto index = static_cast<std::ptrdiff_t>(random_() % under_way_.size());
    Action action = std::move(under_way_[static_cast<std::size_t>(index)]);
    under_way_.erase(under_way_.begin() + index);
    return std::visit([this](auto& todo) { return carry_out(todo); }, action);
  }

 private:
  Event carry_out(const Poll& poll) {
    return Arrived{*source_->poll(poll.max_messages, poll.max_bytes, std::chrono::milliseconds(0))};
  }
  Event carry_out(const Analyse& analyse) {
    for (auto& message : analyse.batch->messages)
      message = testing::analysed(std::move(message.message));
    return Analysed{analyse.batch};
  }
  Event carry_out(const Encode& encode) {
    Batch& batch = *encode.batch;
    if (batch.settings) batch.journal.push_back(codec::encode(*batch.settings));
    for (std::size_t i = 0; i < batch.messages.size(); ++i) {
      EncodedMessage encoded = encoder_.encode(batch.messages[i], batch.decided[i]);
      batch.records.insert(batch.records.end(), encoded.records.begin(), encoded.records.end());
      batch.record_ends.push_back(batch.records.size());
      batch.journal.insert(batch.journal.end(), encoded.journal.begin(), encoded.journal.end());
    }
    batch.journal.push_back(codec::encode(batch.commit));
    return Encoded{encode.batch};
  }
  Event carry_out(const Commit& commit) {
    if (commit.anew) transaction_.reset();
    transaction_ = std::move(*sink_->begin());
    for (const auto& record : commit.batch->records) EXPECT_TRUE(transaction_->append(record));
    for (const auto& entry : commit.batch->journal)
      EXPECT_TRUE(transaction_->append_journal(entry));
    auto outcome = transaction_->commit();
    if (!outcome) return Failed{outcome.error(), commit.batch};
    transaction_.reset();
    return Committed{commit.batch};
  }
  Event carry_out(const Refold& /*refold*/) {
    EXPECT_TRUE(transaction_->abort());
    transaction_.reset();
    auto desk = std::make_unique<Desk>(DeskOptions{});
    auto journal = transport_.journal();
    while (const auto entry = *journal->next()) EXPECT_TRUE(desk->apply(*codec::decode(*entry)));
    return Refolded{std::move(desk)};
  }
  Event carry_out(const Finish& /*finish*/) { return StopRequested{}; }

  fakes::MemoryTransport& transport_;
  std::unique_ptr<Source> source_;
  std::unique_ptr<Sink> sink_;
  std::unique_ptr<Transaction> transaction_;
  const Encoder encoder_{codec::MadeBy{}, TopicNames{}};
  std::mt19937_64 random_;
  std::vector<Action> under_way_;
};

/// Articles of which every third is a copy of one before it; the bad one says so.
void feed(fakes::MemoryTransport& transport) {
  for (std::size_t i = 0; i < kMessages; ++i) {
    const std::size_t text = i % 3 == 2 ? i - 2 : i;
    transport.feed((i == kBad ? "POISON " : "") + testing::prose(text, 80),
                   Timestamp{1'700'000'000'000 + static_cast<std::int64_t>(i)});
  }
}

struct Ran {
  std::optional<Failure> failure;
  Ledger ledger;
  std::uint64_t state = 0;
};

Ran run_all(fakes::MemoryTransport& transport, std::uint64_t seed) {
  ProcessorOptions options;
  options.batch_articles = 7;
  options.batches_in_flight = 3;
  Desk desk{DeskOptions{}};
  Snapshot snapshot;
  snapshot.in_force.hash = "in force";
  Processor processor(options, std::make_shared<const Snapshot>(snapshot), desk);
  SeededExecutor executor(transport, seed);
  Ran ran;
  ran.failure = run(processor, executor);
  ran.ledger = processor.desk().ledger();
  ran.state = processor.desk().state_hash();
  return ran;
}

std::string header(const OutputRecord& record, std::string_view name) {
  for (const auto& each : record.headers) {
    if (each.name == name) return each.value;
  }
  return "";
}

std::vector<std::string> values(const std::vector<OutputRecord>& records) {
  std::vector<std::string> values;
  for (const auto& record : records) values.push_back(record.value);
  return values;
}

bool poisoned(const OutputRecord& record) {
  return record.value.find("POISON") != std::string::npos;
}

TEST(Suspects, ARefusedRecordBecomesADeadLetterAndTheStreamGoesOn) {
  std::vector<std::string> enriched;
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    fakes::MemoryTransport transport;
    feed(transport);
    transport.refuse([](const auto& each) { return each.topic != "news.dead" && poisoned(each); });
    const Ran ran = run_all(transport, seed);
    ASSERT_FALSE(ran.failure.has_value()) << ran.failure->message;
    EXPECT_EQ(ran.ledger.in, kMessages);
    EXPECT_EQ(ran.ledger.dead_letters, 1U);
    const auto dead = transport.committed("news.dead");
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(header(dead[0], "copytaster.errors.reason"), "refused_by_sink");
    EXPECT_EQ(header(dead[0], "copytaster.errors.stage"), "commit");
    EXPECT_EQ(header(dead[0], "copytaster.errors.offset"), std::to_string(kBad));
    EXPECT_TRUE(dead[0].value.starts_with("POISON")) << "the original bytes";
    EXPECT_EQ(
        transport.committed("news.enriched").size() + transport.committed("news.duplicates").size(),
        kMessages - 1);
    // Whatever was under way when it happened, the same bytes.
    const auto now = values(transport.committed("news.enriched"));
    if (seed == 0) enriched = now;
    EXPECT_EQ(now, enriched) << "seed " << seed;
  }
}

TEST(Suspects, TheJournalSaysSoAndFoldsToTheSameState) {
  fakes::MemoryTransport transport;
  feed(transport);
  transport.refuse([](const auto& each) { return each.topic != "news.dead" && poisoned(each); });
  const Ran ran = run_all(transport, 3);
  ASSERT_FALSE(ran.failure.has_value());
  Desk folded{DeskOptions{}};
  auto journal = transport.journal();
  std::size_t refused = 0;
  while (const auto bytes = *journal->next()) {
    const auto entry = codec::decode(*bytes);
    ASSERT_TRUE(entry.has_value());
    ASSERT_TRUE(folded.apply(*entry).has_value());
    refused += entry->outcome == "rejected:refused_by_sink" ? 1U : 0U;
  }
  EXPECT_EQ(refused, 1U);
  EXPECT_EQ(folded.state_hash(), ran.state);
}

TEST(Suspects, OneWhoseDeadLetterIsRefusedTooIsNamedThere) {
  fakes::MemoryTransport transport;
  feed(transport);
  transport.refuse(poisoned);
  const Ran ran = run_all(transport, 1);
  ASSERT_FALSE(ran.failure.has_value());
  const auto dead = transport.committed("news.dead");
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].value, "");
  EXPECT_EQ(header(dead[0], "copytaster.errors.offset"), std::to_string(kBad));
  EXPECT_EQ(header(dead[0], "copytaster.errors.original_bytes"),
            std::to_string(("POISON " + testing::prose(kBad - 2, 80)).size()));
  EXPECT_EQ(header(dead[0], "copytaster.errors.original_xxh3").size(), 16U);
}

TEST(Suspects, ATopicThatTakesNothingEndsTheRun) {
  fakes::MemoryTransport transport;
  feed(transport);
  transport.refuse([](const auto& each) { return each.topic == "news.dead" || poisoned(each); });
  EXPECT_TRUE(run_all(transport, 1).failure.has_value());
  EXPECT_TRUE(transport.committed("news.dead").empty());
}

TEST(Suspects, WhoeverIsNamedInPassingIsInnocent) {
  fakes::MemoryTransport transport;
  feed(transport);
  int refusals = 0;
  transport.refuse([&](const auto& each) { return poisoned(each) && ++refusals <= 2; });
  const Ran ran = run_all(transport, 1);
  ASSERT_FALSE(ran.failure.has_value());
  EXPECT_EQ(ran.ledger.dead_letters, 0U);
  EXPECT_TRUE(transport.committed("news.dead").empty());
}

}  // namespace
}  // namespace copytaster

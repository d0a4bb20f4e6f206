#include "tests/fakes/memory_transport.h"

#include <gtest/gtest.h>

#include "tests/contract/transport_contract.h"

namespace copytaster::contract {
namespace {

class Adapter : public Transport {
 public:
  void feed(const std::vector<std::string>& values) override {
    for (const auto& value : values) transport_.feed(value);
  }
  Result<std::unique_ptr<Source>, Failure> source() override { return transport_.source(); }
  Result<std::unique_ptr<Sink>, Failure> sink() override { return transport_.sink(); }
  Result<std::vector<std::string>, Failure> journal() override {
    std::vector<std::string> entries;
    const auto journal = transport_.journal();
    while (true) {
      auto entry = journal->next();
      if (!entry) return Error<Failure>(entry.error());
      if (!*entry) return entries;
      entries.push_back(std::move(**entry));
    }
  }
  std::vector<std::string> committed(std::string_view topic) override {
    std::vector<std::string> values;
    for (const auto& record : transport_.committed(topic)) values.push_back(record.value);
    return values;
  }

 private:
  fakes::MemoryTransport transport_;
};

std::unique_ptr<Transport> make_memory() { return std::make_unique<Adapter>(); }

INSTANTIATE_TEST_SUITE_P(Memory, TransportContract, ::testing::Values(&make_memory));

}  // namespace
}  // namespace copytaster::contract

namespace copytaster::fakes {
namespace {

TEST(MemoryTransport, ARetriedCommitHappensOnceWhicheverTimeItTookEffect) {
  for (const bool happened : {false, true}) {
    MemoryTransport transport;
    transport.fail_commits({{Remedy::kRetry, happened}, {Remedy::kRetry, happened}});
    const auto sink = transport.sink();
    const auto transaction = sink->begin().value();
    ASSERT_TRUE(transaction->append({"a", "k", "v", {}}));
    for (int tries = 0; tries < 2; ++tries) {
      const auto failed = transaction->commit();
      ASSERT_FALSE(failed);
      EXPECT_EQ(failed.error().remedy, Remedy::kRetry);
      EXPECT_EQ(transport.commits(), happened ? 1U : 0U);
    }
    EXPECT_TRUE(transaction->commit());
    EXPECT_EQ(transport.committed("a").size(), 1U);
  }
}

TEST(MemoryTransport, AnAbortIsForcedAndTheSameBytesCanBeSentAgain) {
  MemoryTransport transport;
  transport.fail_commits({{Remedy::kAbort, false}});
  const auto sink = transport.sink();
  for (const bool succeeds : {false, true}) {
    const auto transaction = sink->begin().value();
    ASSERT_TRUE(transaction->append({"a", "k", "v", {}}));
    EXPECT_EQ(transaction->commit().has_value(), succeeds);
    if (!succeeds) {
      EXPECT_TRUE(transaction->abort());
    }
  }
  EXPECT_EQ(transport.committed("a").size(), 1U);
}

TEST(MemoryTransport, AStalledSourceBringsNothingAndDoesNotEnd) {
  MemoryTransport transport;
  transport.feed("one", Timestamp{5});
  transport.stall(true);
  const auto source = transport.source();
  auto polled = source->poll(10, 100, std::chrono::milliseconds(5));
  ASSERT_TRUE(polled);
  EXPECT_TRUE(polled->messages.empty());
  EXPECT_FALSE(polled->at_end);
  transport.stall(false);
  polled = source->poll(10, 100, std::chrono::milliseconds(5));
  ASSERT_EQ(polled->messages.size(), 1U);
  EXPECT_EQ(polled->messages[0].origin.timestamp, Timestamp{5});
  EXPECT_TRUE(polled->at_end);
}

}  // namespace
}  // namespace copytaster::fakes

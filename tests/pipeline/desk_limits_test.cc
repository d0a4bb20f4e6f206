#include <gtest/gtest.h>

#include "pipeline/encoder.h"
#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

TEST(DeskLimits, ARecordTooLargeForItsTopicIsADeadLetterAndNothingOfItIsRemembered) {
  DeskOptions options;
  options.max_record_bytes = {{"news.enriched", 20'000}, {"news.duplicates", 20'000}};
  Desk desk(options);
  auto large = arrive("a", "1", prose(100, 5000), 0);
  large.message.value = large.analysis->body;
  const Decided refused = desk.decide(large);
  EXPECT_FALSE(refused.decision.has_value());
  ASSERT_TRUE(refused.rejection.has_value());
  EXPECT_EQ(refused.rejection->code, "record_too_large");
  EXPECT_EQ(refused.rejection->stage, "encode");
  EXPECT_NE(refused.rejection->message.find("news.enriched"), std::string::npos);
  EXPECT_EQ(refused.entry.outcome, "rejected:record_too_large");
  EXPECT_FALSE(refused.entry.article.has_value());
  EXPECT_EQ(desk.ledger().dead_letters, 1U);
  EXPECT_EQ(desk.ledger().in, 1U);
  auto small = arrive("a", "2", prose(101, 200), 1);
  small.message.value = small.analysis->body;
  EXPECT_EQ(verdict(desk, small).kind, Kind::kNew);
}

TEST(DeskLimits, AnotherLimitHoldsFromTheNextDecisionOn) {
  Desk desk{DeskOptions{}};
  const auto outcome = [&desk](const char* id, std::uint64_t seed) {
    auto arrived = arrive("a", id, prose(seed, 5000), 0);
    arrived.message.value = arrived.analysis->body;
    return desk.decide(arrived).entry.outcome;
  };
  EXPECT_EQ(outcome("1", 100), "new");
  desk.limit_records({{"news.enriched", 20'000}});
  EXPECT_EQ(outcome("2", 101), "rejected:record_too_large");
  desk.limit_records({{"news.enriched", 2'000'000}});
  EXPECT_EQ(outcome("3", 102), "new");
}

TEST(DeskLimits, AnOriginalTooLargeForTheDeadLettersIsNamedThere) {
  DeskOptions options;
  options.max_record_bytes = {{"news.dead", 2'000}};
  Desk desk(options);
  AnalysedMessage bad;
  bad.message.origin = {"raw", 3, Offset(7), Timestamp{kStart}};
  bad.message.key = "key";
  bad.message.value = std::string(5'000, '{');
  bad.rejection = Rejection{"read", "invalid_json", "test"};
  Decided decided = desk.decide(bad);
  const Encoder encoder(codec::MadeBy{}, TopicNames{});
  const auto records = encoder.encode(bad, decided).records;
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].value, "");
  EXPECT_LE(record_bytes(records[0]), 2'000U);
  std::string headers;
  for (const auto& header : records[0].headers) headers += header.name + "=" + header.value + ";";
  for (const char* wanted :
       {"errors.topic=raw;", "errors.partition=3;", "errors.offset=7;",
        "errors.reason=invalid_json;", "errors.original_bytes=5000;", "errors.original_xxh3="}) {
    EXPECT_NE(headers.find(wanted), std::string::npos) << wanted;
  }
  bad.message.value = std::string(500, '{');
  decided = desk.decide(bad);
  EXPECT_EQ(encoder.encode(bad, decided).records[0].value, *bad.message.value);
}

}  // namespace
}  // namespace copytaster

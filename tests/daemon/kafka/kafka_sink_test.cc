#include "daemon/kafka/kafka_sink.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/daemon/kafka/support.h"

namespace copytaster::kafka {
namespace {

/// The same each time, and nothing that compresses.
std::string noise(std::size_t bytes) {
  std::mt19937 random(1);  // NOLINT
  std::string text(bytes, '\0');
  for (auto& byte : text) byte = static_cast<char>(random());
  return text;
}

class KafkaSinkTest : public ::testing::Test {
 protected:
  void SetUp() override {
    make_topic(name_ + ".journal");
    make_topic(out_, 1, {{"max.message.bytes", "2000"}});
  }
  Outcome write(KafkaSink& sink, const std::vector<std::string>& values) const {
    auto transaction = sink.begin();
    if (!transaction) return Error<Failure>(transaction.error());
    for (const auto& value : values) {
      if (auto done = (*transaction)->append({out_, "key", value, {}}); !done) return done;
    }
    if (auto done = (*transaction)->append_journal("entry"); !done) return done;
    return (*transaction)->commit();
  }
  const std::string name_ = fresh_name();
  const std::string out_ = name_ + ".out";
};

TEST_F(KafkaSinkTest, WhoOpensLaterFencesWhoOpenedBefore) {
  auto old = open_sink(name_, {out_});
  ASSERT_TRUE(old) << old.error().message;
  ASSERT_TRUE(write(**old, {"before"}));
  auto left_open = (*old)->begin();
  ASSERT_TRUE(left_open);
  ASSERT_TRUE((*left_open)->append({out_, "key", "never", {}}));
  ASSERT_TRUE((*left_open)->append_journal("never"));
  auto fresh = open_sink(name_, {out_});
  ASSERT_TRUE(fresh) << fresh.error().message;
  const auto fenced = (*left_open)->commit();
  ASSERT_FALSE(fenced);
  EXPECT_EQ(fenced.error().remedy, Remedy::kRestart) << fenced.error().message;
  left_open->reset();
  EXPECT_FALSE((*old)->begin()) << "only a new sink can go on";
  ASSERT_TRUE(write(**fresh, {"after"}));
  EXPECT_EQ(committed_values(out_), (std::vector<std::string>{"before", "after"}));
}

TEST_F(KafkaSinkTest, ARecordThatTheTopicRefusesIsNamedEachTime) {
  KafkaSinkOptions options{
      name_, name_ + ".journal", {{name_ + ".journal", 1'000'000}, {out_, 1872}}};
  auto sink = KafkaSink::open(test_cluster(), std::move(options));
  ASSERT_TRUE(sink) << sink.error().message;
  const std::string too_large = noise(5000);
  for (int tries = 0; tries < 3; ++tries) {
    const auto refused = write(**sink, {"small", too_large, "innocent"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().remedy, Remedy::kAbort) << refused.error().message;
    ASSERT_TRUE(refused.error().refused) << refused.error().message;
    EXPECT_EQ(*refused.error().refused, 1U);
    EXPECT_NE(refused.error().message.find("max.message.bytes"), std::string::npos);
  }
  auto done = write(**sink, {"small", "innocent"});
  if (!done) {  // the next innocent one may meet a sequence number out of order, once
    EXPECT_EQ(done.error().remedy, Remedy::kAbort) << done.error().message;
    EXPECT_FALSE(done.error().refused);
    done = write(**sink, {"small", "innocent"});
  }
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(committed_values(out_), (std::vector<std::string>{"small", "innocent"}));
}

TEST_F(KafkaSinkTest, AnEntryThatTheJournalRefusesIsForAPerson) {
  const std::string journal = name_ + ".small";
  make_topic(journal, 1, {{"max.message.bytes", "2000"}});
  auto sink = KafkaSink::open(test_cluster(), KafkaSinkOptions{name_, journal, {{journal, 1872}}});
  ASSERT_TRUE(sink) << sink.error().message;
  auto transaction = (*sink)->begin();
  ASSERT_TRUE(transaction);
  ASSERT_TRUE((*transaction)->append_journal(noise(5000)));
  const auto refused = (*transaction)->commit();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().remedy, Remedy::kStop) << refused.error().message;
  EXPECT_NE(refused.error().message.find("max.message.bytes to 5128"), std::string::npos)
      << refused.error().message;
}

TEST_F(KafkaSinkTest, ManySmallRecordsNeverMakeABatchThatIsTooLarge) {
  KafkaSinkOptions options{
      name_, name_ + ".journal", {{name_ + ".journal", 1'000'000}, {out_, 1872}}};
  auto sink = KafkaSink::open(test_cluster(), std::move(options));
  ASSERT_TRUE(sink) << sink.error().message;
  std::vector<std::string> values;
  for (int i = 0; i < 500; ++i)
    values.push_back(std::to_string(i * 7919) + std::to_string(i * 104'729));
  const auto done = write(**sink, values);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(committed_values(out_), values);
  EXPECT_LT((*sink)->max_record_bytes(out_), 2000U);
  EXPECT_EQ((*sink)->max_record_bytes("another"), 0U);
}

TEST_F(KafkaSinkTest, TheJournalsOffsetIsThatOfTheFirstEntry) {
  auto sink = open_sink(name_, {out_});
  ASSERT_TRUE(sink) << sink.error().message;
  EXPECT_EQ((*sink)->last_journal_offset(), std::nullopt);
  ASSERT_TRUE(write(**sink, {"a"}));
  EXPECT_EQ((*sink)->last_journal_offset(), 0);
  ASSERT_TRUE(write(**sink, {"b"}));
  EXPECT_EQ((*sink)->last_journal_offset(), 2) << "a commit marker stands between";
}

TEST_F(KafkaSinkTest, NoCommitHappensThatIsNotAllowed) {
  KafkaSinkOptions options{
      name_, name_ + ".journal", {{name_ + ".journal", 1'000'000}, {out_, 1872}}};
  options.may_commit = [] { return Error<Failure>({Remedy::kRestart, "not the leader"}); };
  auto sink = KafkaSink::open(test_cluster(), std::move(options));
  ASSERT_TRUE(sink) << sink.error().message;
  EXPECT_FALSE(write(**sink, {"a"}));
  sink->reset();
  ASSERT_TRUE(write(**open_sink(name_, {out_}), {"b"}));
  EXPECT_EQ(committed_values(out_), std::vector<std::string>{"b"});
}

}  // namespace
}  // namespace copytaster::kafka

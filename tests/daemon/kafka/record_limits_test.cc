#include "daemon/kafka/record_limits.h"

#include <gtest/gtest.h>

#include "tests/daemon/kafka/support.h"

namespace copytaster::kafka {
namespace {

TEST(RecordLimits, WhatTheLogsFormatAddsIsTakenOff) {
  EXPECT_EQ(record_limit({}), 0U);
  EXPECT_EQ(record_limit({{"max.message.bytes", "50"}}), 0U);
  const std::size_t limit = record_limit({{"max.message.bytes", "1048588"}});
  EXPECT_LT(limit, 1'048'588U);
  EXPECT_GT(limit, 1'048'000U);
}

TEST(RecordLimits, ARecordAtItsLimitIsTakenWhateverItsHeaders) {
  const std::string name = fresh_name();
  const std::string out = name + ".out";
  make_topic(name + ".journal");
  make_topic(out, 1, {{"max.message.bytes", "5000"}});
  auto admin = Admin::open(test_cluster());
  const auto limits = find_record_limits(**admin, {out, name + ".journal"});
  ASSERT_TRUE(limits) << limits.error().message;
  KafkaSinkOptions options{name, name + ".journal", *limits};
  Connection plain = test_cluster();
  plain.properties["compression.type"] = "none";
  auto sink = KafkaSink::open(plain, std::move(options));
  ASSERT_TRUE(sink) << sink.error().message;
  for (const std::size_t headers : {0U, 1U, 100U}) {
    OutputRecord record{out, "key", "", std::vector<Header>(headers, {"name", "value"})};
    record.value.assign(limits->at(out) - record_bytes(record), 'x');
    ASSERT_EQ(record_bytes(record), (*sink)->max_record_bytes(out));
    auto transaction = (*sink)->begin();
    ASSERT_TRUE(transaction);
    ASSERT_TRUE((*transaction)->append(record));
    const auto done = (*transaction)->commit();
    EXPECT_TRUE(done) << headers << " headers: " << done.error().message;
  }
}

TEST(RecordLimits, AChangeIsToldOnce) {
  const std::string topic = fresh_name();
  make_topic(topic, 1, {{"max.message.bytes", "5000"}});
  auto admin = Admin::open(test_cluster());
  LimitWatch watch({topic});
  std::vector<RecordLimits> told;
  watch.on_change([&told](const RecordLimits& limits) { told.push_back(limits); });
  watch.set(find_record_limits(**admin, {topic}).value());
  watch.look(**admin);
  EXPECT_TRUE(told.empty()) << "nothing changed";
  watch.set({{topic, 1}});
  watch.look(**admin);
  watch.look(**admin);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().at(topic), record_limit({{"max.message.bytes", "5000"}}));
  watch.on_change(nullptr);
  watch.set({});
  watch.look(**admin);
  EXPECT_EQ(told.size(), 1U);
}

TEST(RecordLimits, ATopicThatIsAddedIsToldAtOnceAndWatched) {
  const std::string topic = fresh_name();
  const std::string other = fresh_name();
  for (const auto& name : {topic, other}) make_topic(name, 1, {{"max.message.bytes", "5000"}});
  auto admin = Admin::open(test_cluster());
  LimitWatch watch({topic});
  watch.set(find_record_limits(**admin, {topic}).value());
  std::vector<RecordLimits> told;
  watch.on_change([&told](const RecordLimits& limits) { told.push_back(limits); });
  watch.add({{other, 1}});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.back().size(), 2U);
  EXPECT_EQ(told.back().at(other), 1U);
  watch.look(**admin);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told.back(), find_record_limits(**admin, {topic, other}).value());
  EXPECT_EQ(watch.known(), told.back());
}

}  // namespace
}  // namespace copytaster::kafka

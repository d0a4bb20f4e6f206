#include "daemon/kafka/kafka_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

#include "tests/daemon/kafka/support.h"

namespace copytaster::kafka {
namespace {

constexpr std::chrono::milliseconds kWait(100);
constexpr std::size_t kMany = 1'000'000;

struct Read {
  std::vector<Message> messages;
  std::vector<Position> moved;
  std::vector<Gap> gaps;
};

KafkaSourceOptions options_for(const std::vector<std::string>& topics) {
  KafkaSourceOptions options;
  options.name = fresh_name();
  options.topics = TopicPatterns::parse(topics, {}).value();
  options.refresh = std::chrono::milliseconds(50);
  return options;
}

std::unique_ptr<KafkaSource> open(KafkaSourceOptions options,
                                  const std::vector<Position>& positions) {
  auto source = KafkaSource::open(test_cluster(), std::move(options));
  EXPECT_TRUE(source) << source.error().message;
  const auto sought = (*source)->seek(positions);
  EXPECT_TRUE(sought) << sought.error().message;
  return std::move(*source);
}

/// Polls until `count` messages have come, or nothing more comes for five seconds.
Read read(KafkaSource& source, std::size_t count) {
  Read all;
  for (int silence = 0; silence < 50 && all.messages.size() < count;) {
    auto polled = source.poll(10, kMany, kWait);
    EXPECT_TRUE(polled) << polled.error().message;
    if (!polled) return all;
    silence = polled->messages.empty() ? silence + 1 : 0;
    // What moved is told before anything is handed out from there.
    EXPECT_TRUE(polled->moved.empty() || polled->messages.empty());
    std::move(polled->messages.begin(), polled->messages.end(), std::back_inserter(all.messages));
    std::move(polled->moved.begin(), polled->moved.end(), std::back_inserter(all.moved));
    std::move(polled->gaps.begin(), polled->gaps.end(), std::back_inserter(all.gaps));
  }
  return all;
}

std::unique_ptr<Admin> admin() { return Admin::open(test_cluster()).value(); }

std::string id_of(const std::string& topic) { return admin()->describe({topic})->at(topic).id; }

TEST(KafkaSource, TheFirstStartSaysWhereItBegins) {
  const std::string topic = fresh_name();
  make_topic(topic, 3);
  feed(topic, {"a", "b", "c", "d"});
  const auto earliest = open(options_for({topic}), {});
  const Read all = read(*earliest, 4);
  EXPECT_EQ(all.messages.size(), 4U);
  ASSERT_EQ(all.moved.size(), 3U);
  for (const auto& position : all.moved) {
    EXPECT_EQ(position.next, Offset(0));
    EXPECT_EQ(position.topic_id, id_of(topic));
  }
  auto from_the_end = options_for({topic});
  from_the_end.start = {Spot::Kind::kLatest, {}};
  const auto latest = open(std::move(from_the_end), {});
  std::int64_t past = 0;
  const auto first = latest->poll(10, kMany, kWait);
  ASSERT_TRUE(first) << first.error().message;
  for (const auto& position : first->moved) past += position.next.value();
  EXPECT_GE(past, 4);
  feed(topic, {"e"});
  const Read later = read(*latest, 1);
  ASSERT_EQ(later.messages.size(), 1U);
  EXPECT_EQ(later.messages.front().value, "e");
}

TEST(KafkaSource, WhatRetentionTookIsAGapAndTheRestIsRead) {
  const std::string topic = fresh_name();
  make_topic(topic);
  feed(topic, {"a", "b", "c", "d", "e"});
  ASSERT_TRUE(admin()->delete_before({topic, 0}, 3));
  const std::vector<Position> behind = {{topic, 0, Offset(1), {}, id_of(topic)}};
  const auto source = open(options_for({topic}), behind);
  const Read rest = read(*source, 2);
  ASSERT_EQ(rest.messages.size(), 2U);
  EXPECT_EQ(rest.messages.front().value, "d");
  ASSERT_EQ(rest.gaps.size(), 1U);
  EXPECT_EQ(rest.gaps.front(), (Gap{topic, id_of(topic), 0, Offset(1), Offset(3)}));
  ASSERT_EQ(rest.moved.size(), 1U);
  EXPECT_EQ(rest.moved.front().next, Offset(3));

  auto strict = options_for({topic});
  strict.stop_at_gap = true;
  auto refusing = KafkaSource::open(test_cluster(), std::move(strict));
  ASSERT_TRUE(refusing);
  const auto refused = (*refusing)->seek(behind);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().remedy, Remedy::kStop);
  EXPECT_NE(refused.error().message.find("input.on_gap"), std::string::npos);
}

TEST(KafkaSource, APositionThatNoLogHasIsRefused) {
  const std::string topic = fresh_name();
  make_topic(topic);
  feed(topic, {"a"});
  auto source = KafkaSource::open(test_cluster(), options_for({topic}));
  ASSERT_TRUE(source);
  const auto refused = (*source)->seek({{topic, 0, Offset(1000), {}, id_of(topic)}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().remedy, Remedy::kStop);
}

TEST(KafkaSource, AnotherLogOfTheSameNameIsReadFromItsBeginning) {
  const std::string topic = fresh_name();
  make_topic(topic);
  feed(topic, {"a", "b", "c"});
  const auto source = open(options_for({topic}), {{topic, 0, Offset(2), {}, "another id"}});
  const Read all = read(*source, 3);
  EXPECT_EQ(all.messages.size(), 3U);
  ASSERT_EQ(all.moved.size(), 1U);
  EXPECT_EQ(all.moved.front().next, Offset(0));
}

TEST(KafkaSource, TopicsThatMatchAreFoundLaterAndReadFromTheirBeginning) {
  const std::string prefix = fresh_name();
  make_topic(prefix + ".a");
  feed(prefix + ".a", {"first"});
  const auto source = open(options_for({"^" + prefix + R"(\.[ab]$)"}),
                           {{prefix + ".a", 0, Offset(0), {}, id_of(prefix + ".a")}});
  EXPECT_EQ(read(*source, 1).messages.size(), 1U);
  make_topic(prefix + ".b", 2);
  make_topic(prefix + ".c");
  feed(prefix + ".c", {"never read"});
  feed(prefix + ".b", {"x", "y", "z"});
  const Read later = read(*source, 3);
  std::set<std::string> values;
  for (const auto& message : later.messages) values.insert(*message.value);
  EXPECT_EQ(values, (std::set<std::string>{"x", "y", "z"}));
  EXPECT_EQ(later.moved.size(), 2U);
}

TEST(KafkaSource, ALookThatFailsIsToldAndKeepsNobodyFromReading) {
  const std::string topic = fresh_name();
  make_topic(topic);
  feed(topic, {"a"});
  std::size_t looks = 0;
  std::vector<Failure> told;
  auto options = options_for({topic});
  options.find = [&looks](Admin& admin, const TopicPatterns& patterns) -> FoundInputs {
    if (looks++ == 0) return find_inputs(admin, patterns);
    return Error<Failure>({Remedy::kRestart, "no answer"});
  };
  options.complain = [&told](const Failure& failure) { told.push_back(failure); };
  const auto source = open(std::move(options), {{topic, 0, Offset(0), {}, id_of(topic)}});
  EXPECT_EQ(read(*source, 1).messages.size(), 1U);
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  feed(topic, {"b", "c"});
  EXPECT_EQ(read(*source, 2).messages.size(), 2U);
  EXPECT_GT(looks, 1U);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.front().message, "no answer");
}

TEST(KafkaSource, ABrokerThatIsGoneIsToldAndTheOthersAreRead) {
  const std::string topic = fresh_name();
  make_topic(topic);
  auto options = options_for({topic});
  std::size_t told = 0;
  options.complain = [&told](const Failure&) { ++told; };
  Connection connection = test_cluster();
  connection.brokers += ",127.0.0.1:9";                          // nobody listens there
  connection.properties["enable.sparse.connections"] = "false";  // it would choose one of them
  const auto source = KafkaSource::open(connection, std::move(options));
  ASSERT_TRUE(source) << source.error().message;
  ASSERT_TRUE((*source)->seek({{topic, 0, Offset(0), {}, id_of(topic)}}));
  for (int polls = 0; told == 0 && polls < 100; ++polls) {
    const auto polled = (*source)->poll(10, kMany, kWait);
    ASSERT_TRUE(polled) << polled.error().message;
  }
  EXPECT_GT(told, 0U);
  feed(topic, {"a"});
  EXPECT_EQ(read(**source, 1).messages.size(), 1U);
}

TEST(KafkaSource, TheOldestHeadGoesFirst) {
  const std::string prefix = fresh_name();
  for (const char* name : {".a", ".b"}) make_topic(prefix + name);
  // "b" is written before "a" is: in the order of time, not of names.
  feed(prefix + ".b", {"1", "2", "3"});
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  feed(prefix + ".a", {"4", "5", "6"});
  const auto source = open(options_for({prefix + ".a", prefix + ".b"}), {});
  ASSERT_FALSE(source->poll(10, kMany, kWait)->moved.empty());
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // both are at hand
  const Read all = read(*source, 6);
  ASSERT_EQ(all.messages.size(), 6U);
  std::string order;
  for (const auto& message : all.messages) order += *message.value;
  EXPECT_EQ(order, "123456");
}

TEST(KafkaSource, ATopicThatIsMissingIsNamed) {
  auto source = KafkaSource::open(test_cluster(), options_for({fresh_name() + ".absent"}));
  ASSERT_TRUE(source);
  const auto refused = (*source)->seek({});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().remedy, Remedy::kStop);
  EXPECT_NE(refused.error().message.find("input.topics"), std::string::npos);
}

}  // namespace
}  // namespace copytaster::kafka

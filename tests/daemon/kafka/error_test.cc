#include "daemon/kafka/error.h"

#include <gtest/gtest.h>

namespace copytaster::kafka {
namespace {

// Kafka's own numbers, and librdkafka's negative ones: both are fixed by their protocols.
constexpr int kTransport = -195;
constexpr int kAuthentication = -169;
constexpr int kTopicAuthorization = 29;
constexpr int kUnknownTopic = 3;
constexpr int kTooLarge = 10;
constexpr int kFencedLeaderEpoch = 74;
constexpr int kStorage = 56;
constexpr int kSessionTimeout = 26;

TEST(KafkaError, EachFailureHasItsRemedy) {
  EXPECT_EQ(failure_of(kTransport, "x").remedy, Remedy::kRetry);
  EXPECT_EQ(failure_of(kFencedLeaderEpoch, "x").remedy, Remedy::kRetry);
  EXPECT_EQ(failure_of(kStorage, "x").remedy, Remedy::kRetry);
  EXPECT_EQ(failure_of(kAuthentication, "x").remedy, Remedy::kStop);
  EXPECT_EQ(failure_of(kTopicAuthorization, "x").remedy, Remedy::kStop);
  EXPECT_EQ(failure_of(kSessionTimeout, "x").remedy, Remedy::kStop) << "it would never end";
  EXPECT_EQ(failure_of(kTooLarge, "x").remedy, Remedy::kRestart);
  EXPECT_TRUE(refuses_the_record(kTooLarge));
  EXPECT_FALSE(refuses_the_record(kTransport));
}

TEST(KafkaError, AMessageSaysWhatWasTriedWhyAndWhichSettingToChange) {
  const auto said = [](int code) {
    return failure_of(code, "input can't be read", "refused").message;
  };
  EXPECT_TRUE(said(kTransport).starts_with("input can't be read: "));
  EXPECT_NE(said(kTransport).find("(refused)"), std::string::npos);
  EXPECT_NE(said(kTransport).find("kafka.brokers"), std::string::npos);
  EXPECT_NE(said(kAuthentication).find("kafka.sasl.password_file"), std::string::npos);
  EXPECT_NE(said(kTooLarge).find("max.message.bytes"), std::string::npos);
  EXPECT_NE(said(kStorage).find("disk"), std::string::npos);
  EXPECT_NE(said(kSessionTimeout).find("kafka.session_timeout is outside"), std::string::npos);
  EXPECT_NE(said(kUnknownTopic).find("of a journal the setting name"), std::string::npos);
}

TEST(KafkaError, AMechanismThatTheBrokerLacksIsNoWrongPassword) {
  const auto said = failure_of(kAuthentication, "x",
                               "SASL SCRAM-SHA-256 mechanism handshake failed: Broker: Unsupported "
                               "SASL mechanism: broker's supported mechanisms: PLAIN");
  EXPECT_EQ(said.remedy, Remedy::kStop);
  EXPECT_NE(said.message.find("kafka.sasl.mechanism"), std::string::npos) << said.message;
  EXPECT_EQ(said.message.find("password_file"), std::string::npos) << said.message;
}

}  // namespace
}  // namespace copytaster::kafka

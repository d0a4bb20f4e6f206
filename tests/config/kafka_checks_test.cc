#include "config/kafka_checks.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace copytaster {
namespace {

std::string problems_with(const std::string& property) {
  return problems_of("kafka: {properties: {" + property + ": x}}");
}

TEST(KafkaChecks, PropertiesThatTheGuaranteeRestsOnAreRefused) {
  for (const char* property :
       {"transactional.id", "group.id", "group.protocol", "partition.assignment.strategy",
        "isolation.level", "acks", "enable.idempotence", "enable.auto.commit", "auto.offset.reset",
        "client.rack", "request.required.acks", "plugin.library.paths", "test.mock.num.brokers"}) {
    EXPECT_NE(problems_with(property).find("exactly once rests on it"), std::string::npos)
        << property;
  }
  EXPECT_EQ(problems_with("linger.ms"), "");
  EXPECT_EQ(problems_with("compression.type"), "");
}

TEST(KafkaChecks, PropertiesThatKeepInputBackAreRefusedWithTheReason) {
  for (const char* property : {"fetch.wait.max.ms", "fetch.min.bytes"})
    EXPECT_NE(problems_with(property).find("a take-over waits"), std::string::npos) << property;
  for (const char* property : {"api.version.request", "broker.version.fallback"})
    EXPECT_NE(problems_with(property).find("no transaction"), std::string::npos) << property;
  EXPECT_NE(problems_with("topic.blacklist").find("input.topics"), std::string::npos);
}

TEST(KafkaChecks, SecretsAndAddressesHaveSettingsOfTheirOwn) {
  EXPECT_NE(problems_with("sasl.password").find("kafka.sasl.password_file"), std::string::npos);
  EXPECT_NE(problems_with("ssl.key.password").find("kafka.tls.key_password_file"),
            std::string::npos);
  EXPECT_NE(problems_with("bootstrap.servers").find("kafka.brokers"), std::string::npos);
}

TEST(KafkaChecks, SecurityIsWholeOrRefused) {
  EXPECT_EQ(problems_of("kafka: {sasl: {mechanism: PLAIN, username: u, password_file: /p}}"), "");
  EXPECT_NE(problems_of("kafka: {sasl: {mechanism: PLAIN}}").find("kafka.sasl.password_file"),
            std::string::npos);
  EXPECT_NE(problems_of("kafka: {sasl: {username: u}}").find("kafka.sasl.mechanism"),
            std::string::npos);
  EXPECT_NE(problems_of("kafka: {tls: {ca_file: /ca}}").find("kafka.tls.enabled is false"),
            std::string::npos);
  EXPECT_NE(problems_of("kafka: {tls: {enabled: true, key_file: /k}}").find("belong together"),
            std::string::npos);
}

TEST(KafkaChecks, WhatIsWrittenIsNeverRead) {
  EXPECT_NE(problems_of("input: {topics: [news.enriched]}").find("which the program writes"),
            std::string::npos);
  EXPECT_NE(problems_of("input: {topics: [newsroom.journal]}").find("which the program writes"),
            std::string::npos);
  EXPECT_NE(problems_of(R"(input: {topics: ["^news\\..*"]})").find("a pattern that matches"),
            std::string::npos);
  EXPECT_NE(problems_of(R"(input: {topics: ["^(wire"]})").find("bad regular expression"),
            std::string::npos);
  EXPECT_EQ(problems_of(R"(input: {topics: [wire, "^wire\\..*"]})"), "");
}

TEST(KafkaChecks, OverridesAreNoArticles) {
  EXPECT_NE(problems_of("input: {topics: [raw, said], overrides: said}").find("input.overrides is"),
            std::string::npos);
  EXPECT_NE(problems_of("input: {topics: [raw], overrides: __said}").find("Kafka's own"),
            std::string::npos);
  EXPECT_EQ(problems_of("input: {topics: [raw], overrides: said}"), "");
}

TEST(KafkaChecks, AStartIsAWordOrATime) {
  EXPECT_EQ(problems_of("input: {start: latest}"), "");
  EXPECT_EQ(problems_of("input: {start: 2026-01-31T06:00:00Z}"), "");
  EXPECT_NE(problems_of("input: {start: yesterday}").find("input.start"), std::string::npos);
}

TEST(KafkaChecks, ARunHasBothEndsOnOneCluster) {
  const auto run = [](const std::string& yaml) {
    std::string text;
    for (const auto& problem : check_run(parse_settings(yaml).value()))
      text += to_string(problem) + "\n";
    return text;
  };
  EXPECT_EQ(run("{kafka: {brokers: b}, input: {topics: [t]}}"), "");
  EXPECT_NE(run("{kafka: {brokers: b}}").find("input.topics"), std::string::npos);
  EXPECT_NE(run("{input: {topics: [t]}}").find("kafka.brokers"), std::string::npos);
  EXPECT_NE(
      run("{kafka: {brokers: b}, input: {topics: [t]}, output: {files: /f}}").find("output.files"),
      std::string::npos);
  EXPECT_NE(run("{kafka: {brokers: b}, input: {topics: [t], files: /f}}").find("input.files"),
            std::string::npos);
}

}  // namespace
}  // namespace copytaster

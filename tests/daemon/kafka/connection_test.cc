#include "daemon/kafka/connection.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace copytaster::kafka {
namespace {

class ConnectionTest : public ::testing::Test {
 protected:
  ConnectionTest() { std::ofstream(file_) << "s e cret\n"; }
  ~ConnectionTest() override { std::remove(file_.c_str()); }
  const std::string file_ =
      ::testing::TempDir() + "/copytaster-secret-" + std::to_string(::getpid());
};

TEST_F(ConnectionTest, SecretsComeFromFilesLessTheirLineEnd) {
  KafkaSettings settings;
  settings.brokers = "b:1";
  settings.sasl = {"SCRAM-SHA-512", "desk", file_};
  settings.tls.enabled = true;
  settings.tls.ca_file = "/ca.pem";
  settings.properties = {{"linger.ms", "7"}};
  const auto connection = connection_of(settings);
  ASSERT_TRUE(connection) << connection.error().message;
  EXPECT_EQ(connection->brokers, "b:1");
  EXPECT_EQ(connection->properties.at("security.protocol"), "sasl_ssl");
  EXPECT_EQ(connection->properties.at("sasl.password"), "s e cret");
  EXPECT_TRUE(has_user(*connection));
  EXPECT_EQ(connection->properties.at("ssl.ca.location"), "/ca.pem");
  EXPECT_EQ(connection->properties.at("linger.ms"), "7");
}

TEST_F(ConnectionTest, ANameAloneIsACredentialOfTheService) {
  KafkaSettings settings;
  settings.brokers = "b:1";
  settings.sasl = {"PLAIN", "desk", std::filesystem::path(file_).filename().string()};
  settings.tls.enabled = true;
  settings.tls.key_file = "kafka-key";
  EXPECT_FALSE(connection_of(settings)) << "of no service: a file in the working folder";
  setenv("CREDENTIALS_DIRECTORY", ::testing::TempDir().c_str(), 1);
  const auto connection = connection_of(settings);
  unsetenv("CREDENTIALS_DIRECTORY");
  ASSERT_TRUE(connection) << connection.error().message;
  EXPECT_EQ(connection->properties.at("sasl.password"), "s e cret");
  EXPECT_EQ(connection->properties.at("ssl.key.location"), ::testing::TempDir() + "/kafka-key");
}

TEST_F(ConnectionTest, ASecretThatCantBeReadNamesItsSetting) {
  KafkaSettings settings;
  for (const std::string& file : {std::string("/nowhere/secret"), ::testing::TempDir()}) {
    settings.sasl = {"PLAIN", "desk", file};
    const auto connection = connection_of(settings);
    ASSERT_FALSE(connection);
    EXPECT_EQ(connection.error().remedy, Remedy::kStop);
    EXPECT_NE(connection.error().message.find("kafka.sasl.password_file"), std::string::npos);
  }
}

TEST_F(ConnectionTest, APropertyThatLibrdkafkaDoesNotKnowIsNamed) {
  KafkaSettings settings;
  settings.properties = {{"lingre.ms", "7"}};
  const auto connection = connection_of(settings);
  ASSERT_FALSE(connection);
  EXPECT_NE(connection.error().message.find("kafka.properties.lingre.ms"), std::string::npos);
}

TEST_F(ConnectionTest, EveryProblemIsFoundAndNoBrokerIsNeeded) {
  Settings settings;
  settings.kafka.brokers = "no.such.host:9092";
  settings.kafka.sasl = {"PLAIN", "desk", file_};
  settings.kafka.properties = {{"linger.ms", "7"}};
  EXPECT_TRUE(check_connection(settings).empty());
  settings.kafka.properties = {{"lingre.ms", "7"}, {"socket.keepalive.enable", "perhaps"}};
  settings.kafka.sasl.password_file = "/nowhere/secret";
  std::string keys;
  for (const auto& problem : check_connection(settings)) keys += problem.key + " ";
  EXPECT_EQ(keys,
            "kafka.properties.lingre.ms kafka.properties.socket.keepalive.enable "
            "kafka.sasl.password_file ");
  // What only a whole client refuses: one property beside another, a file that is none.
  settings.kafka = {};
  settings.kafka.properties = {{"linger.ms", "900000"}};
  ASSERT_EQ(check_connection(settings).size(), 1U);
  EXPECT_EQ(check_connection(settings).front().key, "kafka.properties.linger.ms");
  settings.kafka.properties = {};
  settings.kafka.tls = {true, "", "", "", ""};
  settings.kafka.tls.certificate_file = file_;
  ASSERT_EQ(check_connection(settings).size(), 1U);
  EXPECT_EQ(check_connection(settings).front().key, "kafka.tls.certificate_file");
}

TEST_F(ConnectionTest, DangersAreNamedWhereTheyApply) {
  KafkaSettings settings;
  settings.properties = {{"enable.ssl.certificate.verification", "F"},
                         {"ssl.endpoint.identification.algorithm", "none"}};
  EXPECT_TRUE(connection_dangers(settings).empty()) << "there is no TLS";
  settings.tls.enabled = true;
  EXPECT_EQ(connection_dangers(settings).size(), 2U);
  settings.properties["enable.ssl.certificate.verification"] = "true";
  EXPECT_EQ(connection_dangers(settings).size(), 1U);
  settings.sasl.mechanism = "PLAIN";
  EXPECT_EQ(connection_dangers(settings).size(), 1U);
  settings.tls.enabled = false;
  ASSERT_EQ(connection_dangers(settings).size(), 1U);
  EXPECT_NE(connection_dangers(settings).front().find("kafka.sasl.mechanism"), std::string::npos);
}

TEST_F(ConnectionTest, WithoutSecurityItIsPlain) {
  const auto connection = connection_of(KafkaSettings{});
  ASSERT_TRUE(connection);
  EXPECT_EQ(connection->properties.at("security.protocol"), "plaintext");
}

}  // namespace
}  // namespace copytaster::kafka

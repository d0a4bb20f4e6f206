#include "daemon/kafka/connection.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
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
  EXPECT_EQ(connection->properties.at("ssl.ca.location"), "/ca.pem");
  EXPECT_EQ(connection->properties.at("linger.ms"), "7");
}

TEST_F(ConnectionTest, ASecretThatCantBeReadNamesItsSetting) {
  KafkaSettings settings;
  settings.sasl = {"PLAIN", "desk", "/nowhere/secret"};
  const auto connection = connection_of(settings);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().remedy, Remedy::kStop);
  EXPECT_NE(connection.error().message.find("kafka.sasl.password_file"), std::string::npos);
}

TEST_F(ConnectionTest, APropertyThatLibrdkafkaDoesNotKnowIsNamed) {
  KafkaSettings settings;
  settings.properties = {{"lingre.ms", "7"}};
  const auto connection = connection_of(settings);
  ASSERT_FALSE(connection);
  EXPECT_NE(connection.error().message.find("kafka.properties.lingre.ms"), std::string::npos);
}

TEST_F(ConnectionTest, WithoutSecurityItIsPlain) {
  const auto connection = connection_of(KafkaSettings{});
  ASSERT_TRUE(connection);
  EXPECT_EQ(connection->properties.at("security.protocol"), "plaintext");
}

}  // namespace
}  // namespace copytaster::kafka

#include "daemon/kafka/connection.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <array>
#include <fstream>
#include <iterator>

namespace copytaster::kafka {
namespace {

/// What stands in a file, less the line end that editors leave.
Result<std::string, Failure> secret(const std::string& file, std::string_view setting) {
  std::ifstream stream(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream.is_open() || text.empty()) {
    return Error<Failure>(
        {Remedy::kStop, fmt::format("{} can't be read or is empty (setting {})", file, setting)});
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

Outcome check_properties(const Properties& properties) {
  const ConfHandle conf(rd_kafka_conf_new());
  std::array<char, 512> reason{};
  for (const auto& [name, value] : properties) {
    if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), reason.data(), reason.size()) !=
        RD_KAFKA_CONF_OK) {
      return Error<Failure>(
          {Remedy::kStop, fmt::format("{} (setting kafka.properties.{})", reason.data(), name)});
    }
  }
  return {};
}

void add_unless_empty(Properties& properties, const char* name, const std::string& value) {
  if (!value.empty()) properties[name] = value;
}

}  // namespace

Result<Connection, Failure> connection_of(const KafkaSettings& settings) {
  if (auto known = check_properties(settings.properties); !known)
    return Error<Failure>(known.error());
  Connection connection{settings.brokers, settings.properties};
  Properties& properties = connection.properties;
  properties.emplace("client.id", "copytaster");
  // Ten seconds, librdkafka's own, would be added to a take-over after a broker's restart; thirty,
  // to one after a broker's host went away.
  properties.emplace("reconnect.backoff.max.ms", "1000");
  properties.emplace("socket.connection.setup.timeout.ms", "5000");
  const bool sasl = settings.sasl.mechanism != "none";
  properties["security.protocol"] =
      fmt::format("{}{}", sasl ? "sasl_" : "", settings.tls.enabled ? "ssl" : "plaintext");
  if (settings.tls.enabled) {
    add_unless_empty(properties, "ssl.ca.location", settings.tls.ca_file);
    add_unless_empty(properties, "ssl.certificate.location", settings.tls.certificate_file);
    add_unless_empty(properties, "ssl.key.location", settings.tls.key_file);
    if (!settings.tls.key_password_file.empty()) {
      auto password = secret(settings.tls.key_password_file, "kafka.tls.key_password_file");
      if (!password) return Error<Failure>(password.error());
      properties["ssl.key.password"] = *password;
    }
  }
  if (sasl) {
    properties["sasl.mechanism"] = settings.sasl.mechanism;
    properties["sasl.username"] = settings.sasl.username;
    auto password = secret(settings.sasl.password_file, "kafka.sasl.password_file");
    if (!password) return Error<Failure>(password.error());
    properties["sasl.password"] = *password;
  }
  return connection;
}

}  // namespace copytaster::kafka

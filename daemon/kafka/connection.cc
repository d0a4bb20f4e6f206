#include "daemon/kafka/connection.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <initializer_list>
#include <utility>

#include "daemon/kafka/election.h"
#include "daemon/kafka/kafka_sink.h"
#include "pipeline/letter_case.h"
#include "pipeline/read_file.h"

namespace copytaster::kafka {
namespace {

constexpr std::array<std::pair<const char*, const char*>, 3> kFiles = {
    {{"ssl.ca.location", "kafka.tls.ca_file"},
     {"ssl.certificate.location", "kafka.tls.certificate_file"},
     {"ssl.key.location", "kafka.tls.key_file"}}};

constexpr std::size_t kSecretBytes = std::size_t{1} << 20U;  ///< more is no secret

/// A name alone is that of a credential, where systemd hands the service any.
std::string place_of(const std::string& file) {
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || file.empty() || file.find('/') != std::string::npos) return file;
  return fmt::format("{}/{}", folder, file);
}

/// What stands in a file, less the line end that editors leave.
std::string secret(const std::string& file, const char* setting, std::vector<Problem>& problems) {
  std::string text = read_file(place_of(file), kSecretBytes).value_or("");
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty())
    problems.push_back(
        {0, 0, setting, fmt::format("names {}, which can't be read or is empty", file), ""});
  if (text.size() > kSecretBytes)
    problems.push_back({0, 0, setting, fmt::format("names {}, which is too large", file), ""});
  return text;
}

void check_properties(const Properties& properties, std::vector<Problem>& problems) {
  const ConfHandle conf(rd_kafka_conf_new());
  std::array<char, 512> reason{};
  for (const auto& [name, value] : properties) {
    if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), reason.data(), reason.size()) !=
        RD_KAFKA_CONF_OK) {
      problems.push_back({0, 0, "kafka.properties." + name,
                          fmt::format("is refused by librdkafka: {}", reason.data()), ""});
    }
  }
}

void add_unless_empty(Properties& properties, const char* name, const std::string& value) {
  if (!value.empty()) properties[name] = value;
}

/// Of use only where no problem was found.
Connection read_connection(const KafkaSettings& settings, std::vector<Problem>& problems) {
  check_properties(settings.properties, problems);
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
    add_unless_empty(properties, "ssl.ca.location", place_of(settings.tls.ca_file));
    add_unless_empty(properties, "ssl.certificate.location",
                     place_of(settings.tls.certificate_file));
    add_unless_empty(properties, "ssl.key.location", place_of(settings.tls.key_file));
    if (!settings.tls.key_password_file.empty()) {
      properties["ssl.key.password"] =
          secret(settings.tls.key_password_file, "kafka.tls.key_password_file", problems);
    }
  }
  if (sasl) {
    properties["sasl.mechanism"] = settings.sasl.mechanism;
    properties["sasl.username"] = settings.sasl.username;
    properties["sasl.password"] =
        secret(settings.sasl.password_file, "kafka.sasl.password_file", problems);
  }
  return connection;
}

/// The setting that librdkafka means: it names its own properties.
std::string setting_in(const std::string& reason, const KafkaSettings& settings) {
  for (const auto& [property, setting] : kFiles) {
    if (reason.find(property) != std::string::npos) return setting;
  }
  for (const auto& [name, value] : settings.properties) {
    if (reason.find('`' + name + '`') != std::string::npos) return "kafka.properties." + name;
  }
  return "kafka";
}

}  // namespace

Result<Connection, Failure> connection_of(const KafkaSettings& settings) {
  std::vector<Problem> problems;
  auto connection = read_connection(settings, problems);
  if (!problems.empty()) return Error<Failure>({Remedy::kStop, to_string(problems.front())});
  return connection;
}

std::vector<Problem> check_connection(const Settings& settings) {
  std::vector<Problem> problems;
  auto connection = read_connection(settings.kafka, problems);
  if (!problems.empty()) return problems;
  connection.brokers.clear();  // nobody is asked
  KafkaSinkOptions sink;
  sink.name = settings.name;
  sink.transaction_timeout = settings.kafka.transaction_timeout;
  const ElectionOptions election{settings.name + ".leader", "", settings.kafka.session_timeout};
  const std::pair<Client::Role, Properties> roles[] = {
      {Client::Role::kConsumer, committed_reader(settings.name, settings.pipeline.buffer_bytes)},
      {Client::Role::kMember, election_properties(election)},
      {Client::Role::kProducer, sink_properties(sink)}};
  for (const auto& [role, own] : roles) {
    if (auto client = Client::create(role, connection, own); !client) {
      const std::string& why = client.error().message;
      return {{0, 0, setting_in(why, settings.kafka), "is refused: " + why, ""}};
    }
  }
  return {};
}

bool has_user(const Connection& connection) {
  return connection.properties.contains("sasl.username");
}

std::vector<std::string> connection_dangers(const KafkaSettings& settings) {
  std::vector<std::string> dangers;
  const auto is_one_of = [&settings](const char* name,
                                     std::initializer_list<std::string_view> values) {
    const auto found = settings.properties.find(name);
    return found != settings.properties.end() &&
           std::any_of(values.begin(), values.end(), [&found](std::string_view value) {
             return equal_aside_from_case(found->second, value);  // as librdkafka takes them
           });
  };
  if (settings.tls.enabled && is_one_of("enable.ssl.certificate.verification", {"false", "f", "0"}))
    dangers.emplace_back(
        "kafka.properties.enable.ssl.certificate.verification is false: whoever stands between can "
        "pass for the cluster, read and change everything; name the authority in "
        "kafka.tls.ca_file instead");
  if (settings.tls.enabled && is_one_of("ssl.endpoint.identification.algorithm", {"none"}))
    dangers.emplace_back(
        "kafka.properties.ssl.endpoint.identification.algorithm is none: any host with a "
        "certificate of that authority can pass for the cluster");
  if (settings.sasl.mechanism == "PLAIN" && !settings.tls.enabled)
    dangers.emplace_back(
        "kafka.sasl.mechanism is PLAIN and kafka.tls.enabled is false: the password is sent for "
        "all to read");
  return dangers;
}

}  // namespace copytaster::kafka

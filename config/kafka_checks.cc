// Settings for Kafka: those that would break the promise of exactly once are refused here.
#include "config/kafka_checks.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "config/topic_patterns.h"
#include "pipeline/codec/times.h"

namespace copytaster {
namespace {

using std::chrono::milliseconds;

/// Exactly once rests on these, so they are set by the program.
constexpr std::array<std::string_view, 44> kOurs = {
    "acks",
    "allow.auto.create.topics",
    "auto.commit.enable",
    "auto.commit.interval.ms",
    "auto.offset.reset",
    "batch.num.messages",
    "batch.size",
    "check.crcs",
    "client.rack",
    "delivery.report.only.error",
    "delivery.timeout.ms",
    "dr_cb",
    "dr_msg_cb",
    "enable.auto.commit",
    "enable.auto.offset.store",
    "enable.gapless.guarantee",
    "enable.idempotence",
    "enable.partition.eof",
    "enabled_events",
    "group.id",
    "group.instance.id",
    "group.protocol",
    "group.protocol.type",
    "group.remote.assignor",
    "heartbeat.interval.ms",
    "interceptors",
    "isolation.level",
    "max.in.flight",
    "max.in.flight.requests.per.connection",
    "max.poll.interval.ms",
    "message.max.bytes",
    "message.send.max.retries",
    "message.timeout.ms",
    "partition.assignment.strategy",
    "plugin.library.paths",
    "queue.buffering.max.kbytes",
    "queue.buffering.max.messages",
    "queue.buffering.overflow.strategy",
    "queued.max.messages.kbytes",
    "request.required.acks",
    "retries",
    "session.timeout.ms",
    "transaction.timeout.ms",
    "transactional.id",
};

struct Elsewhere {
  std::string_view property;
  std::string_view setting;
};
/// These have settings of their own; secrets never stand in a configuration.
constexpr std::array kElsewhere = {
    Elsewhere{"bootstrap.servers", "kafka.brokers"},
    Elsewhere{"metadata.broker.list", "kafka.brokers"},
    Elsewhere{"security.protocol", "kafka.tls.enabled and kafka.sasl.mechanism"},
    Elsewhere{"sasl.mechanism", "kafka.sasl.mechanism"},
    Elsewhere{"sasl.mechanisms", "kafka.sasl.mechanism"},
    Elsewhere{"sasl.username", "kafka.sasl.username"},
    Elsewhere{"sasl.password", "kafka.sasl.password_file"},
    Elsewhere{"ssl.ca.location", "kafka.tls.ca_file"},
    Elsewhere{"ssl.certificate.location", "kafka.tls.certificate_file"},
    Elsewhere{"ssl.key.location", "kafka.tls.key_file"},
    Elsewhere{"ssl.key.password", "kafka.tls.key_password_file"},
    Elsewhere{"ssl.key.pem", "kafka.tls.key_file"},
    Elsewhere{"ssl.keystore.password", "kafka.tls.key_file"},
    Elsewhere{"sasl.oauthbearer.client.secret", "kafka.sasl.password_file"},
    Elsewhere{"sasl.oauthbearer.config", "kafka.sasl.password_file"},
};

struct Hindrance {
  std::string_view property;
  std::string_view why;
};
/// With these the cluster is left unread, or read late.
constexpr std::array kHindrances = {
    Hindrance{"api.version.request",
              "the brokers' versions must be asked for: without, no "
              "transaction is possible"},
    Hindrance{"broker.version.fallback",
              "the brokers' versions must be asked for: without, no "
              "transaction is possible"},
    Hindrance{"fetch.min.bytes",
              "a take-over waits for the last entries of the journal, however "
              "few bytes they have"},
    Hindrance{"fetch.wait.max.ms", "a take-over waits for it at the journal's end"},
    Hindrance{"topic.blacklist", "what to read is said by input.topics"},
};

class KafkaChecker {
 public:
  explicit KafkaChecker(const Settings& settings) : settings_(settings) {}

  std::vector<Problem> check() {
    check_properties();
    check_security();
    check_times();
    check_input();
    return std::move(problems_);
  }

 private:
  void add(std::string key, std::string message, std::vector<std::string> others = {}) {
    problems_.push_back({0, 0, std::move(key), std::move(message), "", std::move(others)});
  }

  void check_properties() {
    for (const auto& [name, value] : settings_.kafka.properties) {
      const std::string key = "kafka.properties." + name;
      if (std::find(kOurs.begin(), kOurs.end(), name) != kOurs.end() || name.starts_with("test."))
        add(key, "is set by the program: exactly once rests on it");
      for (const auto& [property, setting] : kElsewhere) {
        if (name == property) add(key, fmt::format("has a setting of its own: {}", setting));
      }
      for (const auto& [property, why] : kHindrances) {
        if (name == property) add(key, fmt::format("is refused: {}", why));
      }
    }
  }

  void check_security() {
    const auto& [enabled, ca_file, certificate_file, key_file, key_password_file] =
        settings_.kafka.tls;
    const std::array<std::pair<std::string_view, const std::string*>, 4> files = {
        {{"ca_file", &ca_file},
         {"certificate_file", &certificate_file},
         {"key_file", &key_file},
         {"key_password_file", &key_password_file}}};
    for (const auto& [name, file] : files) {
      if (!enabled && !file->empty())
        add(fmt::format("kafka.tls.{}", name), "is set, but kafka.tls.enabled is false");
    }
    if (certificate_file.empty() != key_file.empty())
      add("kafka.tls.key_file", "and kafka.tls.certificate_file belong together; one is missing",
          {"kafka.tls.certificate_file"});
    const SaslSettings& sasl = settings_.kafka.sasl;
    const bool none = sasl.mechanism == "none";
    if (none && (!sasl.username.empty() || !sasl.password_file.empty()))
      add("kafka.sasl.mechanism", "is none, but a username or a password file is set",
          {"kafka.sasl.username", "kafka.sasl.password_file"});
    if (!none && sasl.username.empty()) add("kafka.sasl.username", "is not set");
    if (!none && sasl.password_file.empty()) add("kafka.sasl.password_file", "is not set");
  }

  void check_times() {
    const auto within = [this](const char* key, milliseconds value, milliseconds least,
                               milliseconds most) {
      if (value < least || value > most)
        add(key, fmt::format("is {} ms; it must be {} to {} ms", value.count(), least.count(),
                             most.count()));
    };
    using std::chrono::minutes;
    using std::chrono::seconds;
    within("kafka.session_timeout", settings_.kafka.session_timeout, seconds(1), minutes(30));
    within("kafka.transaction_timeout", settings_.kafka.transaction_timeout, seconds(1),
           minutes(15));
  }

  /// Everything that the program itself writes: reading it again would be a circle.
  [[nodiscard]] std::vector<std::string> written() const {
    const OutputSettings& output = settings_.output;
    std::vector<std::string> topics = {output.enriched,     output.duplicates,
                                       output.dead_letters, output.verdicts,
                                       output.stories,      settings_.name + ".journal"};
    for (const auto& route : output.routes) topics.push_back(route.topic);
    return topics;
  }

  void check_input() {
    const InputSettings& input = settings_.input;
    const auto outputs = written();
    const auto patterns = TopicPatterns::parse(input.topics, {});
    if (!patterns)
      add("input.topics", fmt::format("has a bad regular expression: {}", patterns.error()));
    if (std::find(input.topics.begin(), input.topics.end(), input.overrides) != input.topics.end())
      add("input.overrides",
          "is one of input.topics: articles and overrides need topics of their own",
          {"input.topics"});
    if (input.overrides.starts_with("__"))
      add("input.overrides", fmt::format("is {}, which is Kafka's own", input.overrides));
    for (const auto& topic : input.topics) {
      if (topic.empty()) add("input.topics", "has an empty name");
      if (std::find(outputs.begin(), outputs.end(), topic) != outputs.end())
        add("input.topics", fmt::format("has {}, which the program writes", topic));
      if (topic.starts_with("__"))
        add("input.topics", fmt::format("has {}, which is Kafka's own", topic));
    }
    for (const auto& output : outputs) {
      if (patterns && patterns->pattern_matches(output))
        add("input.topics",
            fmt::format("has a pattern that matches {}, which the program writes", output));
    }
    if (input.start != "earliest" && input.start != "latest" && !codec::parse_time(input.start))
      add("input.start", fmt::format("is \"{}\"; it must be earliest, latest, or a time such as "
                                     "2026-01-31T06:00:00Z",
                                     input.start));
  }

  const Settings& settings_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> find_kafka_conflicts(const Settings& settings) {
  return KafkaChecker(settings).check();
}

std::vector<Problem> check_kafka_run(const Settings& settings) {
  std::vector<Problem> problems;
  const auto add = [&problems](const char* key, const char* message) {
    problems.push_back({0, 0, key, message, ""});
  };
  if (settings.kafka.brokers.empty())
    add("kafka.brokers", "is not set: host:port of the cluster that input.topics are on");
  if (settings.input.topics.empty())
    add("input.topics", "is not set: what to read from kafka.brokers");
  if (!settings.input.files.empty())
    add("input.files", "is set, and so is Kafka as input; leave one of them out");
  if (!settings.output.files.empty())
    add("output.files",
        "is set, but input and output must be on the same Kafka cluster: only then "
        "is each article's effect exactly once");
  return problems;
}

}  // namespace copytaster

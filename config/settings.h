#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// The whole configuration, one struct a part; each member's initial value is its default. What
/// each is for stands in defaults.yaml, which a test holds equal to these. Plain values,
/// comparable.
namespace copytaster {

struct TlsSettings {
  bool enabled = false;
  std::string ca_file;
  std::string certificate_file;
  std::string key_file;
  std::string key_password_file;
  bool operator==(const TlsSettings&) const = default;
};

struct SaslSettings {
  std::string mechanism = "none";
  std::string username;
  std::string password_file;
  bool operator==(const SaslSettings&) const = default;
};

struct KafkaSettings {
  std::string brokers;
  TlsSettings tls;
  SaslSettings sasl;
  std::chrono::milliseconds session_timeout = std::chrono::seconds(6);
  std::chrono::milliseconds transaction_timeout = std::chrono::seconds(60);
  std::map<std::string, std::string> properties;
  bool operator==(const KafkaSettings&) const = default;
};

struct InputSettings {
  std::string files;
  std::string topic = "news.raw";
  bool follow = false;
  std::string format = "json";
  std::map<std::string, std::string> fields;
  std::vector<std::string> topics;
  std::string overrides;
  std::string start = "earliest";
  std::string on_gap = "continue";
  bool operator==(const InputSettings&) const = default;
};

struct RouteSettings {
  std::string topic;
  std::vector<std::string> subjects;
  std::vector<std::string> entities;
  std::vector<std::string> places;
  std::vector<std::string> languages;
  std::vector<std::string> sources;
  std::vector<std::string> kinds;
  bool operator==(const RouteSettings&) const = default;
};

struct OutputSettings {
  std::string files;
  std::string enriched = "news.enriched";
  std::string duplicates = "news.duplicates";
  std::string dead_letters = "news.dead";
  std::string verdicts = "news.verdicts";
  std::string stories = "news.stories";
  std::string uri_prefix = "urn:article";
  std::vector<RouteSettings> routes;
  bool operator==(const OutputSettings&) const = default;
};

struct PipelineSettings {
  std::size_t threads = 0;
  std::size_t batch_articles = 1000;
  std::size_t batch_bytes = std::size_t{8} << 20U;
  std::size_t buffer_bytes = std::size_t{64} << 20U;
  std::string state = {};
  bool operator==(const PipelineSettings&) const = default;
};

struct DedupSettings {
  std::chrono::milliseconds window = std::chrono::hours(24 * 7);
  std::chrono::milliseconds first_seen_window = std::chrono::hours(24 * 30);
  std::size_t memory = std::size_t{2} << 30U;
  double near_containment = 0.70;
  double spun_skeleton_containment = 0.30;
  double excerpt_containment = 0.80;
  double rewrite_score = 0.20;
  std::chrono::milliseconds late_original = std::chrono::minutes(10);
  bool operator==(const DedupSettings&) const = default;
};

struct StoriesSettings {
  std::chrono::milliseconds window = std::chrono::hours(24 * 3);
  double join_cosine = 0.2;
  std::size_t memory = std::size_t{256} << 20U;
  bool operator==(const StoriesSettings&) const = default;
};

struct LimitsSettings {
  std::size_t message_bytes = std::size_t{10} << 20U;
  std::size_t body_bytes = std::size_t{2} << 20U;
  std::size_t headline_bytes = 4096;
  std::size_t html_bytes = std::size_t{20} << 20U;
  std::size_t source_fields_bytes = std::size_t{16} << 10U;
  bool operator==(const LimitsSettings&) const = default;
};

struct AnnotateSettings {
  std::string lexicons;
  std::string entity_model = "none";
  bool operator==(const AnnotateSettings&) const = default;
};

struct JournalSettings {
  std::uint64_t checkpoint_every = 100'000;
  std::chrono::milliseconds keep = std::chrono::hours(24 * 90);
  bool operator==(const JournalSettings&) const = default;
};

struct SourceSettings {
  std::string name;
  int rank = 100;
  std::vector<std::string> aliases;
  bool operator==(const SourceSettings&) const = default;
};

struct HttpSettings {
  std::string listen;
  bool operator==(const HttpSettings&) const = default;
};

struct LogSettings {
  std::string level = "info";
  std::string format = "text";
  bool operator==(const LogSettings&) const = default;
};

struct Settings {
  std::string name = "newsroom";
  KafkaSettings kafka;
  InputSettings input;
  OutputSettings output;
  PipelineSettings pipeline;
  DedupSettings dedup;
  StoriesSettings stories;
  LimitsSettings limits;
  AnnotateSettings annotate;
  JournalSettings journal;
  std::vector<SourceSettings> sources;
  HttpSettings http;
  LogSettings log;
  bool operator==(const Settings&) const = default;

  /// Whether `run` reads and writes topics of a cluster, and not folders.
  [[nodiscard]] bool uses_kafka() const { return !kafka.brokers.empty() || !input.topics.empty(); }
};

}  // namespace copytaster

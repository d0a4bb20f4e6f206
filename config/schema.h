#pragma once

#include <cstddef>
#include <cstdint>

#include "config/settings.h"

/// Every setting, once: its key, where it is kept, and what it may be. A visitor is MappingReader
/// (YAML into settings) or CanonicalWriter (settings into YAML); both have the same functions, so a
/// key that is here can be read, written, hashed and suggested. Sizes are bytes.
namespace copytaster {

constexpr std::size_t kKiB = std::size_t{1} << 10U;
constexpr std::size_t kMiB = std::size_t{1} << 20U;
constexpr std::size_t kTiB = std::size_t{1} << 40U;

template <class Visitor>
void describe(Visitor& part, TlsSettings& tls) {
  part.flag("enabled", tls.enabled);
  part.text("ca_file", tls.ca_file);
  part.text("certificate_file", tls.certificate_file);
  part.text("key_file", tls.key_file);
  part.text("key_password_file", tls.key_password_file);
}

template <class Visitor>
void describe(Visitor& part, SaslSettings& sasl) {
  part.one_of("mechanism", sasl.mechanism, {"none", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"});
  part.text("username", sasl.username);
  part.text("password_file", sasl.password_file);
}

template <class Visitor>
void describe(Visitor& part, KafkaSettings& kafka) {
  part.text("brokers", kafka.brokers);
  part.section("tls", kafka.tls);
  part.section("sasl", kafka.sasl);
  part.duration("session_timeout", kafka.session_timeout);
  part.duration("transaction_timeout", kafka.transaction_timeout);
  part.texts_by_name("properties", kafka.properties);
}

template <class Visitor>
void describe(Visitor& part, InputSettings& input) {
  part.texts("topics", input.topics);
  part.text("overrides", input.overrides);
  part.text("start", input.start);
  part.one_of("on_gap", input.on_gap, {"continue", "stop"});
  part.text("files", input.files);
  part.text("topic", input.topic);
  part.flag("follow", input.follow);
  part.one_of("format", input.format, {"json", "ninjs"});
  part.texts_by_name("fields", input.fields);
}

template <class Visitor>
void describe(Visitor& part, RouteSettings& route) {
  part.text("topic", route.topic);
  part.texts("subjects", route.subjects);
  part.texts("entities", route.entities);
  part.texts("places", route.places);
  part.texts("languages", route.languages);
  part.texts("sources", route.sources);
  part.texts("kinds", route.kinds);
}

template <class Visitor>
void describe(Visitor& part, OutputSettings& output) {
  part.text("files", output.files);
  part.text("enriched", output.enriched);
  part.text("duplicates", output.duplicates);
  part.text("dead_letters", output.dead_letters);
  part.text("verdicts", output.verdicts);
  part.text("stories", output.stories);
  part.text("uri_prefix", output.uri_prefix);
  part.each("routes", output.routes);
}

template <class Visitor>
void describe(Visitor& part, PipelineSettings& pipeline) {
  part.count("threads", pipeline.threads, 0, 1024);
  part.count("batch_articles", pipeline.batch_articles, 1, 1'000'000);
  part.size("batch_bytes", pipeline.batch_bytes, 1, kTiB);
  part.size("buffer_bytes", pipeline.buffer_bytes, 1, kTiB);
  part.text("state", pipeline.state);
}

template <class Visitor>
void describe(Visitor& part, DedupSettings& dedup) {
  part.duration("window", dedup.window);
  part.duration("first_seen_window", dedup.first_seen_window);
  part.size("memory", dedup.memory, kMiB, kTiB);
  part.number("near_containment", dedup.near_containment, 0.1, 1);
  part.number("spun_skeleton_containment", dedup.spun_skeleton_containment, 0.1, 1);
  part.number("excerpt_containment", dedup.excerpt_containment, 0.1, 1);
  part.number("rewrite_score", dedup.rewrite_score, 0.05, 1);
  part.duration("late_original", dedup.late_original);
}

template <class Visitor>
void describe(Visitor& part, StoriesSettings& stories) {
  part.duration("window", stories.window);
  part.number("join_cosine", stories.join_cosine, 0.01, 1);
  part.size("memory", stories.memory, kMiB, kTiB);
}

template <class Visitor>
void describe(Visitor& part, LimitsSettings& limits) {
  part.size("message_bytes", limits.message_bytes, kKiB, 64 * kMiB);
  part.size("body_bytes", limits.body_bytes, kKiB, 64 * kMiB);
  part.size("headline_bytes", limits.headline_bytes, 64, kMiB);
  part.size("html_bytes", limits.html_bytes, kKiB, 64 * kMiB);
  part.size("source_fields_bytes", limits.source_fields_bytes, 64, 16 * kMiB);
}

template <class Visitor>
void describe(Visitor& part, AnnotateSettings& annotate) {
  part.text("lexicons", annotate.lexicons);
  part.text("entity_model", annotate.entity_model);
}

template <class Visitor>
void describe(Visitor& part, JournalSettings& journal) {
  part.count("checkpoint_every", journal.checkpoint_every, 100, 100'000'000);
  part.duration("keep", journal.keep);
}

template <class Visitor>
void describe(Visitor& part, SourceSettings& source) {
  part.text("name", source.name);
  part.count("rank", source.rank, 1, 1000);
  part.texts("aliases", source.aliases);
}

template <class Visitor>
void describe(Visitor& part, HttpSettings& http) {
  part.text("listen", http.listen);
}

template <class Visitor>
void describe(Visitor& part, LogSettings& log) {
  part.one_of("level", log.level, {"debug", "info", "warning", "error"});
  part.one_of("format", log.format, {"text", "json", "journald"});
}

template <class Visitor>
void describe(Visitor& part, Settings& settings) {
  part.text("name", settings.name);
  part.section("kafka", settings.kafka);
  part.section("input", settings.input);
  part.section("output", settings.output);
  part.section("pipeline", settings.pipeline);
  part.section("dedup", settings.dedup);
  part.section("stories", settings.stories);
  part.section("limits", settings.limits);
  part.section("annotate", settings.annotate);
  part.section("journal", settings.journal);
  part.each("sources", settings.sources);
  part.section("http", settings.http);
  part.section("log", settings.log);
}

}  // namespace copytaster

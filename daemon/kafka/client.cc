#include "daemon/kafka/client.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <array>
#include <utility>

#include "daemon/kafka/statistics.h"
#include "daemon/log/log.h"

namespace copytaster::kafka {
namespace {

// librdkafka waits up to ten seconds between tries, and a take-over after a broker's restart with
// it.
constexpr const char* kMostBetweenReconnects = "2000";  // ms
constexpr const char* kStatistics = "statistics.interval.ms";
constexpr const char* kStatisticsEvery = "5000";
constexpr int kOldestLibrary = 0x020c00ff;  // 2.12.0; older ones lose messages around transactions

void on_error(rd_kafka_t* /*client*/, int code, const char* reason, void* opaque) {
  static_cast<Client*>(opaque)->note_trouble(code, reason);
}

void on_log(const rd_kafka_t* /*client*/, int /*level*/, const char* facility, const char* text) {
  log::say(log::kLibrdkafka, "librdkafka {}: {}", facility, text);
}

void on_delivered(rd_kafka_t* /*client*/, const rd_kafka_message_t* message, void* opaque) {
  static_cast<Client*>(opaque)->on_delivery({reinterpret_cast<std::uintptr_t>(message->_private),
                                             message->err, rd_kafka_topic_name(message->rkt),
                                             message->offset});
}

int on_statistics(rd_kafka_t* /*client*/, char* json, std::size_t bytes, void* opaque) {
  static_cast<Client*>(opaque)->note_statistics({json, bytes});
  return 0;  // librdkafka frees it
}

Outcome set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, 512> reason{};
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), reason.data(), reason.size()) ==
      RD_KAFKA_CONF_OK)
    return {};
  return Error<Failure>(
      {Remedy::kStop, fmt::format("{} (setting kafka.properties.{})", reason.data(), name)});
}

}  // namespace

void with_statistics(Properties& own) { own[kStatistics] = kStatisticsEvery; }

Properties committed_reader(const std::string& group, std::size_t prefetch_bytes) {
  return {{"group.id", group},
          {"enable.auto.commit", "false"},
          {"enable.auto.offset.store", "false"},
          {"auto.offset.reset", "error"},
          {"isolation.level", "read_committed"},
          {"enable.partition.eof", "true"},
          {"allow.auto.create.topics", "false"},
          {"check.crcs", "true"},
          {"queued.max.messages.kbytes", std::to_string(prefetch_bytes / 1024 + 1)}};
}

Result<std::unique_ptr<Client>, Failure> Client::create(Role role, const Connection& connection,
                                                        const Properties& own,
                                                        DeliveryObserver* deliveries) {
  ConfHandle conf(rd_kafka_conf_new());
  Properties all = connection.properties;
  all.emplace("reconnect.backoff.max.ms", kMostBetweenReconnects);
  for (const auto& [name, value] : own) all[name] = value;
  all["bootstrap.servers"] = connection.brokers;
  for (const auto& [name, value] : all) {
    if (auto done = set(conf.get(), name, value); !done) return Error<Failure>(done.error());
  }
  std::unique_ptr<Client> client(new Client(role, connection, deliveries));
  rd_kafka_conf_set_opaque(conf.get(), client.get());
  rd_kafka_conf_set_error_cb(conf.get(), &on_error);
  rd_kafka_conf_set_log_cb(conf.get(), &on_log);
  if (deliveries != nullptr) rd_kafka_conf_set_dr_msg_cb(conf.get(), &on_delivered);
  // Without it nothing is reported, whatever interval the user's own properties ask for.
  if (own.contains(kStatistics)) rd_kafka_conf_set_stats_cb(conf.get(), &on_statistics);
  if (role == Role::kMember) rd_kafka_conf_set_events(conf.get(), RD_KAFKA_EVENT_REBALANCE);
  std::array<char, 512> reason{};
  client->client_ = rd_kafka_new(role == Role::kProducer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER,
                                 conf.get(), reason.data(), reason.size());
  if (client->client_ == nullptr) {
    return Error<Failure>({Remedy::kStop, fmt::format("no Kafka client can be made: {} (settings "
                                                      "under kafka)",
                                                      reason.data())});
  }
  static_cast<void>(conf.release());  // the client owns it now
  return client;
}

Client::~Client() {
  if (board_ != nullptr) board_->remove(kind(), this);
  if (client_ != nullptr) rd_kafka_destroy_flags(client_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

void Client::serve() { rd_kafka_poll(client_, 0); }

std::string_view Client::kind() const {
  switch (role_) {
    case Role::kConsumer:
      return "consumer";
    case Role::kMember:
      return "member";
    case Role::kProducer:
      return "producer";
  }
  return "";
}

void Client::note_statistics(std::string_view json) {
  if (board_ == nullptr) return;
  if (const auto figures = read_statistics(json)) board_->set(kind(), this, *figures);
}

void Client::note_trouble(int code, const char* reason) {
  const std::lock_guard lock(mutex_);
  // That no broker is left says less than why.
  if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && trouble_ != 0) return;
  if (needs_a_person(trouble_) && !needs_a_person(code)) return;
  trouble_ = code;
  // librdkafka adds how long it took and how often: another text each time for the same trouble.
  const std::string_view words(reason);
  trouble_reason_ = words.substr(0, words.find(" (after "));
}

std::optional<Failure> Client::take_trouble(std::string_view doing) {
  serve();
  const std::lock_guard lock(mutex_);
  const int code = std::exchange(trouble_, 0);
  if (code == 0) return std::nullopt;
  Failure failure = failure_of(code, doing, trouble_reason_);
  if (refuses_credentials(code) && *proven_) failure.remedy = Remedy::kRetry;
  return failure;
}

Failure Client::explain(int code, std::string_view doing) {
  const bool unreached = code == RD_KAFKA_RESP_ERR__TIMED_OUT ||
                         code == RD_KAFKA_RESP_ERR__TRANSPORT ||
                         code == RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE;
  if (unreached) {
    if (auto trouble = take_trouble(doing)) return *trouble;
  }
  return failure_of(code, doing);
}

std::optional<std::string> unfit_library() {
  if (rd_kafka_version() >= kOldestLibrary) return std::nullopt;
  return fmt::format(
      "librdkafka {} is too old: 2.12.0 or later is needed; run "
      "deploy/install-dependencies and build again",
      rd_kafka_version_str());
}

std::string library_version() { return rd_kafka_version_str(); }

}  // namespace copytaster::kafka

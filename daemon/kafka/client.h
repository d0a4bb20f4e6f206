#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "daemon/kafka/error.h"
#include "daemon/kafka/handles.h"
#include "daemon/metrics/client_figures.h"
#include "pipeline/io.h"

namespace copytaster::kafka {

using Properties = std::map<std::string, std::string>;  ///< librdkafka's, by name

/// How to reach the cluster. Holds secrets: never logged.
struct Connection {
  std::string brokers;    ///< "host:port,host:port"
  Properties properties;  ///< security, and what the user passes on
  /// Where clients that are made with `with_statistics` tell of themselves; none: nowhere.
  metrics::ClientBoard* board = nullptr;
  /// Whether the cluster has answered: shared by all copies. Credentials that were accepted once
  /// and are refused later are a trouble that may pass (a broker that starts or ends refuses them,
  /// or breaks off the handshake), refused from the start they are for a person to correct.
  std::shared_ptr<std::atomic<bool>> proven = std::make_shared<std::atomic<bool>>(false);
};

/// What everything here that reads rests on: only what is committed is seen, in one piece, no
/// position is taken from or left with the broker, and the end of a partition is told. `group` is
/// needed to assign partitions by hand; it is never joined.
[[nodiscard]] Properties committed_reader(const std::string& group, std::size_t prefetch_bytes);

/// Has a client report on itself to its connection's board. Only for one that is served often (by
/// `serve` or `take_trouble`): reports wait in its memory until then.
void with_statistics(Properties& own);

/// What became of one produced record.
struct Delivery {
  std::uintptr_t index = 0;  ///< the opaque value that was produced with it
  int code = 0;              ///< an rd_kafka_resp_err_t
  const char* topic = "";
  std::int64_t offset = -1;  ///< where it stands, if it was taken
};

/// Told of each produced record's fate, on the thread that polls or commits.
class DeliveryObserver {
 public:
  virtual ~DeliveryObserver() = default;
  virtual void on_delivery(const Delivery& delivery) = 0;
};

/// One librdkafka client. What its threads report besides results of calls (a broker gone, a
/// password refused) is noted and handed out as a value by `take_trouble`; its log lines go to the
/// log at level debug. Thread-safe as librdkafka is.
class Client {
 public:
  enum class Role : std::uint8_t {
    kConsumer,  ///< assigned by hand
    kMember,    ///< of a group: its rebalances arrive as events of the consumer's queue
    kProducer,
  };

  /// `own` are the properties that the caller's work rests on; they win over the connection's.
  /// `deliveries`, for a producer, must outlive the client.
  static Result<std::unique_ptr<Client>, Failure> create(Role role, const Connection& connection,
                                                         const Properties& own,
                                                         DeliveryObserver* deliveries = nullptr);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] rd_kafka_s* get() const { return client_; }

  /// Hands over what its threads report, deliveries among it; never waits.
  void serve();
  /// To be called when the cluster has answered: its credentials are right.
  void prove() { *proven_ = true; }
  /// The last trouble reported since the last call, if there was any.
  std::optional<Failure> take_trouble(std::string_view doing);
  /// The failure of a call, with the trouble behind it (a wrong password behind a time-out).
  Failure explain(int code, std::string_view doing);

  // For librdkafka's threads.
  void note_trouble(int code, const char* reason);
  void note_statistics(std::string_view json);
  void on_delivery(const Delivery& delivery) { deliveries_->on_delivery(delivery); }

 private:
  Client(Role role, const Connection& connection, DeliveryObserver* deliveries)
      : role_(role),
        proven_(connection.proven),
        board_(connection.board),
        deliveries_(deliveries) {}

  [[nodiscard]] std::string_view kind() const;

  const Role role_;

  const std::shared_ptr<std::atomic<bool>> proven_;
  metrics::ClientBoard* const board_;
  DeliveryObserver* const deliveries_;
  rd_kafka_s* client_ = nullptr;  // owned; destroyed first, while the rest is still there
  std::mutex mutex_;
  int trouble_ = 0;             // guarded by mutex_
  std::string trouble_reason_;  // guarded by mutex_
};

/// Why the librdkafka that is linked won't do; none when it will.
[[nodiscard]] std::optional<std::string> unfit_library();
/// Its version, for people.
[[nodiscard]] std::string library_version();

}  // namespace copytaster::kafka

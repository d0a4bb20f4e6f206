#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "daemon/kafka/error.h"
#include "daemon/kafka/handles.h"
#include "pipeline/io.h"

namespace copytaster::kafka {

using Properties = std::map<std::string, std::string>;  ///< librdkafka's, by name

/// How to reach the cluster. Holds secrets: never logged.
struct Connection {
  std::string brokers;    ///< "host:port,host:port"
  Properties properties;  ///< security, and what the user passes on
};

/// Told of each produced record's fate, on the thread that polls or commits: `index` is the opaque
/// value that was produced with it, `code` an rd_kafka_resp_err_t.
class DeliveryObserver {
 public:
  virtual ~DeliveryObserver() = default;
  virtual void on_delivery(std::uintptr_t index, int code, std::int64_t offset) = 0;
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

  /// The last trouble reported since the last call, if there was any.
  std::optional<Failure> take_trouble(std::string_view doing);
  /// The failure of a call, with the trouble behind it (a wrong password behind a time-out).
  Failure explain(int code, std::string_view doing);

  // For librdkafka's threads.
  void note_trouble(int code, const char* reason);
  void on_delivery(std::uintptr_t index, int code, std::int64_t offset);

 private:
  explicit Client(DeliveryObserver* deliveries) : deliveries_(deliveries) {}

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

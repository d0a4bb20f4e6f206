#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace copytaster::metrics {

/// What one of librdkafka's clients says of itself: its running totals, and how things are.
struct ClientFigures {
  std::uint64_t requests = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t send_errors = 0;
  std::uint64_t receive_errors = 0;
  std::uint64_t timeouts = 0;
  std::uint64_t disconnects = 0;
  std::int64_t queued = 0;  ///< messages
  std::int64_t brokers_up = 0;
  double round_trip_median = 0;  ///< seconds, in the last interval, of the slowest broker
  double round_trip_99 = 0;
};

/// Figures of all clients, those of the same kind taken together: totals are added up and outlive
/// their client, so that they never go back; of the rest the largest counts. Thread-safe.
class ClientBoard {
 public:
  /// `client` tells those of the same kind apart.
  void set(std::string_view kind, const void* client, const ClientFigures& figures);
  void remove(std::string_view kind, const void* client);
  [[nodiscard]] std::map<std::string, ClientFigures> figures() const;

 private:
  struct Kind {
    ClientFigures gone;  ///< totals of clients that are no more
    std::map<const void*, ClientFigures> clients;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Kind, std::less<>> kinds_;  // guarded by mutex_
};

}  // namespace copytaster::metrics

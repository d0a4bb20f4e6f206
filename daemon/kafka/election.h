#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "daemon/kafka/client.h"

namespace copytaster::kafka {

struct ElectionOptions {
  std::string group;  ///< NAME.leader
  std::string topic;  ///< the journal: whoever owns its only partition in the group may lead
  std::chrono::milliseconds session_timeout = std::chrono::seconds(6);
};

/// What its member of the group rests on.
[[nodiscard]] Properties election_properties(const ElectionOptions& options);

/// Who may lead. A thread of its own does nothing but poll the group's consumer, so that neither a
/// long fold nor a slow commit costs the lead. Nothing is read: the partition that it owns is
/// paused. Thread-safe.
class Election {
 public:
  struct State {
    bool owned = false;
    std::uint64_t term = 0;  ///< grows with every gain: a lead that was lost between is noticed
    bool operator==(const State&) const = default;
  };

  static Result<std::unique_ptr<Election>, Failure> join(const Connection& connection,
                                                         ElectionOptions options);
  /// Leaves the group, so that a standby takes over at once; waits for that at most 20 seconds.
  ~Election();
  Election(const Election&) = delete;
  Election& operator=(const Election&) = delete;

  [[nodiscard]] State state() const;
  /// Whether the lead of `term` is still held as far as is known here. After a long stop of the
  /// process that may be out of date: see `confirm`.
  [[nodiscard]] bool holds(std::uint64_t term) const { return state() == State{true, term}; }
  /// Asks the group's coordinator. kRestart when the lead is lost, kRetry when it can't be asked.
  Outcome confirm(std::uint64_t term);
  /// Called on the election's thread after each change; pass nullptr to end that.
  void on_change(std::function<void()> observer);
  /// What went wrong since the last call, if anything did.
  std::optional<Failure> take_trouble();

 private:
  Election(std::unique_ptr<Client> client, ElectionOptions options);
  void poll_until_closed();
  void on_rebalance(rd_kafka_op_s* event);
  void publish(bool owned);

  const ElectionOptions options_;
  const std::unique_ptr<Client> client_;
  const QueueHandle queue_;
  mutable std::mutex mutex_;
  State state_;                     // guarded by mutex_
  std::mutex observer_mutex_;       // held while the observer runs, so that it ends with on_change
  std::function<void()> observer_;  // guarded by observer_mutex_
  std::atomic<bool> closing_ = false;
  std::thread thread_;
};

}  // namespace copytaster::kafka

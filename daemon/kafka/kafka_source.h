#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/topic_patterns.h"
#include "daemon/kafka/admin.h"
#include "daemon/kafka/client.h"
#include "daemon/kafka/group_mirror.h"
#include "daemon/kafka/input_topics.h"
#include "daemon/log/events.h"
#include "daemon/metrics/metrics.h"
#include "pipeline/io.h"

namespace copytaster::kafka {

struct KafkaSourceOptions {
  std::string name;      ///< the consumer group that mirrors the positions; never joined
  TopicPatterns topics;  ///< which to read
  Spot start;            ///< of partitions at the very first start, when no position is known yet
  bool stop_at_gap = false;  ///< what is lost before it was read, or damaged, is a failure
  /// Read ahead in all; partitions that are found later get as much each as those at the start.
  std::size_t prefetch_bytes = std::size_t{64} << 20U;
  /// How often to look for new partitions. A look that fails keeps nobody from reading on.
  std::chrono::milliseconds refresh = std::chrono::seconds(30);
  bool bounded = false;  ///< at its end when all that stood there at `seek` was read
  /// Told in words of gaps (log::kInputLost) and new partitions (log::kInputNew).
  std::function<void(const log::Event&, const std::string&)> alert = {};
  /// Told of what lasts, each time it is met: a broker or a topic that is gone, a look that failed.
  std::function<void(const Failure&)> complain = {};
  /// Called with each look for new partitions; a failure other than kRetry is the poll's.
  std::function<Outcome(Admin&)> on_look = {};
  std::function<FoundInputs(Admin&, const TopicPatterns&)> find = find_inputs;  ///< the look itself
  /// Told once a second where each partition stands.
  std::function<void(std::vector<metrics::InputStanding>)> on_standings = {};
  std::function<void()> on_idle = {};  ///< called by each poll that brings nothing
};

/// Reads all partitions of the input topics, assigned by hand from the journal's positions; no
/// group is joined, and the group's offsets are never read. Where several partitions have
/// something, the one with the oldest head goes first. `poll` on one thread; `mirror`,
/// `topics_read` and `confirm_logs` from any.
class KafkaSource : public Source {
 public:
  static Result<std::unique_ptr<KafkaSource>, Failure> open(const Connection& connection,
                                                            KafkaSourceOptions options);
  ~KafkaSource() override;
  KafkaSource(const KafkaSource&) = delete;
  KafkaSource& operator=(const KafkaSource&) = delete;

  /// With no positions at all this is the very first start. kRestart from a later `poll` when a
  /// topic turned out to be made anew: fold and seek again.
  Outcome seek(const std::vector<Position>& positions) override;
  Result<Polled, Failure> poll(std::size_t max_messages, std::size_t max_bytes,
                               std::chrono::milliseconds wait) override;

  [[nodiscard]] std::vector<std::string> topics_read() const;
  /// Whether everything handed out so far was read from the logs that it is said to be from, by an
  /// answer of `Admin::describe`: asked for after reading and before a commit, it keeps what a
  /// topic made anew holds at the old offsets out of the pipeline. kRestart when one was made anew.
  Outcome confirm_logs(const std::map<std::string, TopicDescription>& found) const;

  /// Has the group's offsets follow these committed positions, for tools that show lag.
  void mirror(std::vector<Position> positions) { mirror_.follow(std::move(positions)); }

 private:
  struct Partition;
  using Partitions = std::map<PartitionName, std::unique_ptr<Partition>>;

  KafkaSource(Connection connection, KafkaSourceOptions options, std::unique_ptr<Client> client,
              std::unique_ptr<Admin> admin);
  Outcome add(const std::map<std::string, TopicDescription>& found, bool first_start);
  Outcome place(const std::vector<Partition*>& partitions, bool first_start);
  Outcome place_within(Partition& partition, std::int64_t low, std::int64_t high);
  Outcome lose(Partition& partition, std::int64_t to, std::string_view why, std::string_view cure);
  Outcome fetch_from(Partition& partition);
  Outcome assign(const std::vector<Partition*>& partitions);
  Outcome refresh_when_due();
  Outcome refresh();
  Outcome take_in(const std::map<std::string, TopicDescription>& found);
  void tell_missing(const std::map<std::string, TopicDescription>& found) const;
  Outcome compare_ids(const std::map<std::string, TopicDescription>& found);
  Outcome fill(Partition& partition);
  Outcome fill_all();
  Outcome repair(Partition& partition);
  Outcome pass_over_damage(Partition& partition, std::int64_t begin);
  void take(Polled& polled, std::size_t max_messages, std::size_t max_bytes);
  Partition* oldest_head();
  void wait_for_message(std::chrono::milliseconds wait) const;
  Outcome tell_trouble();
  void tell_standings();
  [[nodiscard]] bool at_end() const;
  void alert(const log::Event& event, const std::string& message) const {
    if (options_.alert) options_.alert(event, message);
  }
  void complain(const Failure& failure) const {
    if (options_.complain) options_.complain(failure);
  }

  const Connection connection_;
  const KafkaSourceOptions options_;
  const std::unique_ptr<Client> client_;
  const std::unique_ptr<Admin> admin_;
  GroupMirror mirror_;
  int wake_ = -1;          ///< an eventfd that librdkafka writes to when a partition has something
  Partitions partitions_;  // each holds a queue of the client, so they go first
  std::map<PartitionName, Position> known_;  ///< the journal's, of partitions not seen yet too
  std::vector<Position> moved_;              ///< to be handed out with the next poll
  std::vector<Gap> gaps_;
  std::chrono::steady_clock::time_point next_refresh_;
  std::chrono::steady_clock::time_point next_standings_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> ids_;  // of the topics that are read; guarded by mutex_
};

}  // namespace copytaster::kafka

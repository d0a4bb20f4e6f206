#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "daemon/kafka/client.h"
#include "pipeline/io.h"

namespace copytaster::kafka {

struct TopicDescription {
  std::string id;  ///< of this log: another one when the topic is deleted and made anew
  std::int32_t partitions = 0;
  std::int32_t replicas = 0;  ///< of the partition that has the fewest
};

using TopicSettings = std::map<std::string, std::string>;

struct NewTopic {
  std::string name;
  std::int32_t partitions = 1;
  std::int32_t replicas = -1;  ///< -1: the broker's default
  TopicSettings settings;
};

struct PartitionName {
  std::string topic;
  std::int32_t partition = 0;
  auto operator<=>(const PartitionName&) const = default;
};
using PartitionOffsets = std::map<PartitionName, std::int64_t>;

/// Where in a partition: its two ends, or the first record at a time.
struct Spot {
  enum class Kind : std::uint8_t { kEarliest, kLatest, kTime } kind = Kind::kEarliest;
  Timestamp time{};
};

enum class Isolation : std::uint8_t {
  kUncommitted,  ///< the latest offset is the high watermark
  kCommitted,    ///< the latest offset is that of the oldest open transaction
};

/// Questions to the cluster and changes of its topics. Each call waits for the answer, at most
/// `patience` (`offsets`: four times that, with a new client meanwhile); a time-out is kRetry. One
/// thread at a time.
class Admin {
 public:
  static Result<std::unique_ptr<Admin>, Failure> open(
      const Connection& connection,
      std::chrono::milliseconds patience = std::chrono::milliseconds(5000));

  Result<std::vector<std::string>, Failure> topics();
  /// By name; topics that don't exist are left out.
  Result<std::map<std::string, TopicDescription>, Failure> describe(
      const std::vector<std::string>& topics);
  /// The settings in force of each topic.
  Result<std::map<std::string, TopicSettings>, Failure> settings(
      const std::vector<std::string>& topics);
  /// One that exists already is a failure too.
  Outcome create(const std::vector<NewTopic>& topics);
  /// A time after the last record gives the end.
  Result<PartitionOffsets, Failure> offsets(const std::vector<PartitionName>& partitions, Spot spot,
                                            Isolation isolation = Isolation::kUncommitted);
  /// Which members of a group own a partition, each as "CLIENT at HOST", for people.
  Result<std::vector<std::string>, Failure> owners(const std::string& group);
  Outcome delete_before(const PartitionName& partition, std::int64_t offset);

 private:
  Admin(Connection connection, std::unique_ptr<Client> client, std::chrono::milliseconds patience)
      : connection_(std::move(connection)), client_(std::move(client)), patience_(patience) {}

  Result<PartitionOffsets, Failure> ask_offsets(const std::vector<PartitionName>& partitions,
                                                std::int64_t spot, Isolation isolation);
  Outcome renew();

  template <typename Request>
  Result<EventHandle, Failure> ask(int operation, std::string_view doing, Request request,
                                   Isolation isolation = Isolation::kUncommitted);

  const Connection connection_;
  std::unique_ptr<Client> client_;
  bool stale_ = false;  ///< the client asked with knowledge of leaders that is out of date
  const std::chrono::milliseconds patience_;
};

}  // namespace copytaster::kafka

#include "daemon/kafka/damage.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

namespace copytaster::kafka {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kPrefetchBytes = std::size_t{1} << 20U;
constexpr int kPollMs = 200;
constexpr std::chrono::seconds kPatience(10);

/// Reads at one offset after another.
class Probe {
 public:
  static Result<Probe, Failure> open(const Connection& connection, const std::string& group,
                                     const PartitionName& partition, std::int64_t begin) {
    Properties properties = committed_reader(group, kPrefetchBytes);
    properties.insert({{"fetch.wait.max.ms", "10"}, {"fetch.error.backoff.ms", "10"}});
    auto client = Client::create(Client::Role::kConsumer, connection, properties);
    if (!client) return Error<Failure>(client.error());
    return Probe(std::move(*client), partition, begin);
  }

  /// Whether what is read from `offset` on is something else than the batch that begins at `begin`.
  Result<bool, Failure> is_behind(std::int64_t offset) {
    const PartitionListHandle list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), partition_.topic.c_str(), partition_.partition)
        ->offset = offset;
    const std::string doing =
        fmt::format("{}/{} can't be read", partition_.topic, partition_.partition);
    if (const auto code = rd_kafka_assign(client_->get(), list.get());
        code != RD_KAFKA_RESP_ERR_NO_ERROR)
      return Error<Failure>(failure_of(code, doing));
    const auto until = steady_clock::now() + kPatience;
    while (steady_clock::now() < until) {
      const MessageHandle message(rd_kafka_consumer_poll(client_->get(), kPollMs));
      if (!message) continue;
      if (is_damage(message->err)) return message->offset != begin_;
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR ||
          message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF ||
          message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
        return true;
      if (auto failure = client_->explain(message->err, doing); failure.remedy != Remedy::kRetry)
        return Error<Failure>(std::move(failure));
    }
    return Error<Failure>(failure_of(RD_KAFKA_RESP_ERR__TIMED_OUT, doing));
  }

 private:
  Probe(std::unique_ptr<Client> client, PartitionName partition, std::int64_t begin)
      : client_(std::move(client)), partition_(std::move(partition)), begin_(begin) {}

  std::unique_ptr<Client> client_;
  PartitionName partition_;
  std::int64_t begin_;
};

}  // namespace

Result<std::int64_t, Failure> end_of_damage(const Connection& connection, const std::string& group,
                                            const PartitionName& partition, std::int64_t begin,
                                            std::int64_t end) {
  auto probe = Probe::open(connection, group, partition, begin);
  if (!probe) return Error<Failure>(probe.error());
  auto behind = probe->is_behind(begin);
  if (!behind) return Error<Failure>(behind.error());
  if (*behind) return begin;
  std::int64_t within = begin;
  std::int64_t beyond = std::max(end, begin + 1);
  for (std::int64_t step = 1; within + step < beyond; step *= 2) {
    behind = probe->is_behind(within + step);
    if (!behind) return Error<Failure>(behind.error());
    (*behind ? beyond : within) = within + step;
    if (*behind) break;
  }
  while (within + 1 < beyond) {
    const std::int64_t middle = within + (beyond - within) / 2;
    behind = probe->is_behind(middle);
    if (!behind) return Error<Failure>(behind.error());
    (*behind ? beyond : within) = middle;
  }
  return beyond;
}

}  // namespace copytaster::kafka

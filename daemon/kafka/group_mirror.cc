#include "daemon/kafka/group_mirror.h"

#include <librdkafka/rdkafka.h>

#include <utility>

namespace copytaster::kafka {
namespace {

constexpr std::chrono::seconds kEvery(5);

}  // namespace

GroupMirror::GroupMirror(Client& client)
    : client_(client), answers_(rd_kafka_queue_new(client.get())) {}

void GroupMirror::follow(std::vector<Position> positions) {
  const std::lock_guard lock(mutex_);
  positions_ = std::move(positions);
}

std::optional<Failure> GroupMirror::take_answer() {
  const EventHandle event(rd_kafka_queue_poll(answers_.get(), 0));
  if (!event || !needs_a_person(rd_kafka_event_error(event.get()))) return std::nullopt;
  return failure_of(rd_kafka_event_error(event.get()),
                    "the positions can't be shown to lag tools as the group's offsets (the group "
                    "is the setting name; nothing else depends on them)");
}

std::optional<Failure> GroupMirror::commit_when_due() {
  auto failure = take_answer();
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return failure;
  std::vector<Position> positions;
  {
    const std::lock_guard lock(mutex_);
    positions.swap(positions_);
  }
  if (positions.empty()) return failure;
  next_ = now + kEvery;
  const PartitionListHandle list(
      rd_kafka_topic_partition_list_new(static_cast<int>(positions.size())));
  for (const auto& position : positions) {
    rd_kafka_topic_partition_list_add(list.get(), position.topic.c_str(), position.partition)
        ->offset = position.next.value();
  }
  rd_kafka_commit_queue(client_.get(), list.get(), answers_.get(), nullptr, nullptr);
  return failure;
}

}  // namespace copytaster::kafka

#include "daemon/kafka/election.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <utility>

namespace copytaster::kafka {
namespace {

using std::chrono::steady_clock;

constexpr int kPollMs = 100;
constexpr int kAskMs = 5000;
constexpr std::chrono::seconds kLeave(
    20);  // a client that is destroyed before it has left may hang

}  // namespace

Properties election_properties(const ElectionOptions& options) {
  return {{"group.id", options.group},
          {"group.protocol", "classic"},
          // With "range" an instance that returns takes the lead from a healthy one.
          {"partition.assignment.strategy", "cooperative-sticky"},
          {"session.timeout.ms", std::to_string(options.session_timeout.count())},
          {"heartbeat.interval.ms", std::to_string(options.session_timeout.count() / 4)},
          {"max.poll.interval.ms", "86400000"},
          {"enable.auto.commit", "false"},
          {"enable.auto.offset.store", "false"},
          {"auto.offset.reset", "latest"},
          {"isolation.level", "read_committed"},
          {"allow.auto.create.topics", "false"}};
}

Result<std::unique_ptr<Election>, Failure> Election::join(const Connection& connection,
                                                          ElectionOptions options) {
  auto client = Client::create(Client::Role::kMember, connection, election_properties(options));
  if (!client) return Error<Failure>(client.error());
  const PartitionListHandle topics(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(topics.get(), options.topic.c_str(), RD_KAFKA_PARTITION_UA);
  if (const auto code = rd_kafka_subscribe((*client)->get(), topics.get());
      code != RD_KAFKA_RESP_ERR_NO_ERROR)
    return Error<Failure>(failure_of(code, fmt::format("group {} can't be joined", options.group)));
  return std::unique_ptr<Election>(new Election(std::move(*client), std::move(options)));
}

Election::Election(std::unique_ptr<Client> client, ElectionOptions options)
    : options_(std::move(options)),
      client_(std::move(client)),
      queue_(rd_kafka_queue_get_consumer(client_->get())) {
  thread_ = std::thread([this] { poll_until_closed(); });
}

Election::~Election() {
  closing_ = true;
  thread_.join();
}

void Election::poll_until_closed() {
  while (!closing_) {
    const EventHandle event(rd_kafka_queue_poll(queue_.get(), kPollMs));
    if (!event) continue;
    if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_REBALANCE) on_rebalance(event.get());
    // No permission for the group, no journal: what keeps it from being a member arrives here.
    if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_ERROR)
      client_->note_trouble(rd_kafka_event_error(event.get()),
                            rd_kafka_event_error_string(event.get()));
  }
  publish(false);
  // A queue of its own, which takes along what it still holds when it goes. What stays behind in
  // the consumer's queue, such as the barrier of a partition given back, keeps a broker's thread
  // alive, and the client would wait for that thread without an end.
  const QueueHandle last(rd_kafka_queue_new(client_->get()));
  const ErrorHandle error(rd_kafka_consumer_close_queue(client_->get(), last.get()));
  const auto give_up_at = steady_clock::now() + kLeave;
  while (!error && rd_kafka_consumer_closed(client_->get()) == 0 &&
         steady_clock::now() < give_up_at) {
    const EventHandle event(rd_kafka_queue_poll(last.get(), kPollMs));
    if (event && rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_REBALANCE)
      on_rebalance(event.get());
  }
}

void Election::on_rebalance(rd_kafka_op_s* event) {
  auto* const partitions = rd_kafka_event_topic_partition_list(event);
  if (rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    const ErrorHandle error(rd_kafka_incremental_assign(client_->get(), partitions));
    rd_kafka_pause_partitions(client_->get(), partitions);
    if (!error && partitions->cnt > 0) publish(!closing_);
    return;
  }
  if (partitions->cnt > 0) publish(false);
  const ErrorHandle error(rd_kafka_incremental_unassign(client_->get(), partitions));
  // Of an assignment that was lost there may be nothing left to give back.
  if (error) rd_kafka_assign(client_->get(), nullptr);
}

void Election::publish(bool owned) {
  {
    const std::lock_guard lock(mutex_);
    if (state_.owned == owned) return;
    state_.owned = owned;
    if (owned) ++state_.term;
  }
  const std::lock_guard lock(observer_mutex_);
  if (observer_) observer_();
}

Election::State Election::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void Election::on_change(std::function<void()> observer) {
  const std::lock_guard lock(observer_mutex_);
  observer_ = std::move(observer);
}

/// A commit of the group's offset carries the member's generation, so the coordinator refuses it to
/// whoever is no longer a member, however late that member finds out by itself.
Outcome Election::confirm(std::uint64_t term) {
  const std::string doing = fmt::format("the lead of {} can't be confirmed", options_.group);
  const Failure lost{
      Remedy::kRestart,
      fmt::format("the lead of {} is lost: another instance may have taken over", options_.group)};
  if (!holds(term)) return Error<Failure>(lost);
  const PartitionListHandle list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), options_.topic.c_str(), 0)->offset = 0;
  const QueueHandle answers(rd_kafka_queue_new(client_->get()));
  auto code = rd_kafka_commit_queue(client_->get(), list.get(), answers.get(), nullptr, nullptr);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const EventHandle event(rd_kafka_queue_poll(answers.get(), kAskMs));
    code = event ? rd_kafka_event_error(event.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT;
  }
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    if (holds(term)) return {};
    return Error<Failure>(lost);
  }
  Failure failure = client_->explain(code, doing);
  if (failure.remedy == Remedy::kRestart) return Error<Failure>(lost);
  return Error<Failure>(std::move(failure));
}

std::optional<Failure> Election::take_trouble() {
  return client_->take_trouble(fmt::format("group {} can't be joined", options_.group));
}

}  // namespace copytaster::kafka

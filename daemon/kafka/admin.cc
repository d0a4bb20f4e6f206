#include "daemon/kafka/admin.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

namespace copytaster::kafka {
namespace {

constexpr std::chrono::milliseconds kStaleWait(100);

using OptionsHandle =
    std::unique_ptr<rd_kafka_AdminOptions_t, decltype(&rd_kafka_AdminOptions_destroy)>;

int milliseconds(std::chrono::milliseconds time) { return static_cast<int>(time.count()); }

PartitionListHandle list_of(const std::vector<PartitionName>& partitions, std::int64_t offset) {
  PartitionListHandle list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
  for (const auto& [topic, partition] : partitions) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = offset;
  }
  return list;
}

std::string hex(const rd_kafka_Uuid_t* id) {
  return fmt::format("{:016x}{:016x}",
                     static_cast<std::uint64_t>(rd_kafka_Uuid_most_significant_bits(id)),
                     static_cast<std::uint64_t>(rd_kafka_Uuid_least_significant_bits(id)));
}

TopicDescription described(const rd_kafka_TopicDescription_t* topic) {
  TopicDescription description;
  description.id = hex(rd_kafka_TopicDescription_topic_id(topic));
  std::size_t count = 0;
  const auto* const* partitions = rd_kafka_TopicDescription_partitions(topic, &count);
  description.partitions = static_cast<std::int32_t>(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t replicas = 0;
    rd_kafka_TopicPartitionInfo_replicas(partitions[i], &replicas);
    const auto found = static_cast<std::int32_t>(replicas);
    description.replicas = i == 0 ? found : std::min(description.replicas, found);
  }
  return description;
}

bool is_stale(int code) {
  return code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__TRANSPORT ||
         code == RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH ||
         code == RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH ||
         code == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
         code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE;
}

bool is_absent(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
         code == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC || code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_ID;
}

}  // namespace

Result<std::unique_ptr<Admin>, Failure> Admin::open(const Connection& connection,
                                                    std::chrono::milliseconds patience) {
  auto client = Client::create(Client::Role::kProducer, connection, {});
  if (!client) return Error<Failure>(client.error());
  return std::unique_ptr<Admin>(new Admin(connection, std::move(*client), patience));
}

/// librdkafka goes on asking with the leaders and epochs that it knew before a broker's restart,
/// and is refused each time; and it waits a minute for a broker that is gone, when that was the
/// controller it knew. A new client knows the new ones.
Outcome Admin::renew() {
  auto client = Client::create(Client::Role::kProducer, connection_, {});
  if (!client) return Error<Failure>(client.error());
  client_ = std::move(*client);
  stale_ = false;
  return {};
}

template <typename Request>
Result<EventHandle, Failure> Admin::ask(int operation, std::string_view doing, Request request,
                                        Isolation isolation) {
  if (stale_) {
    if (auto renewed = renew(); !renewed) return Error<Failure>(renewed.error());
  }
  rd_kafka_t* const client = client_->get();
  const OptionsHandle options(
      rd_kafka_AdminOptions_new(client, static_cast<rd_kafka_admin_op_t>(operation)),
      &rd_kafka_AdminOptions_destroy);
  std::array<char, 256> reason{};
  rd_kafka_AdminOptions_set_request_timeout(options.get(), milliseconds(patience_), reason.data(),
                                            reason.size());
  if (isolation == Isolation::kCommitted) {
    const ErrorHandle refused(rd_kafka_AdminOptions_set_isolation_level(
        options.get(), RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED));
    if (refused) return Error<Failure>(failure_of(refused, doing));
  }
  const QueueHandle queue(rd_kafka_queue_new(client));
  request(client, options.get(), queue.get());
  EventHandle event(rd_kafka_queue_poll(queue.get(), milliseconds(patience_) + 1000));
  if (!event) {
    stale_ = true;
    return Error<Failure>(client_->explain(RD_KAFKA_RESP_ERR__TIMED_OUT, doing));
  }
  if (const auto code = rd_kafka_event_error(event.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    stale_ = stale_ || is_stale(code);
    return Error<Failure>(client_->explain(code, doing));
  }
  client_->prove();
  return event;
}

Result<std::vector<std::string>, Failure> Admin::topics() {
  const rd_kafka_metadata_t* metadata = nullptr;
  const auto code =
      rd_kafka_metadata(client_->get(), 1, nullptr, &metadata, milliseconds(patience_));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
    return Error<Failure>(client_->explain(code, "the cluster's topics can't be listed"));
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(metadata->topic_cnt));
  for (int i = 0; i < metadata->topic_cnt; ++i) names.emplace_back(metadata->topics[i].topic);
  rd_kafka_metadata_destroy(metadata);
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::map<std::string, TopicDescription>, Failure> Admin::describe(
    const std::vector<std::string>& topics) {
  std::map<std::string, TopicDescription> found;
  if (topics.empty()) return found;
  std::vector<const char*> names;
  names.reserve(topics.size());
  for (const auto& topic : topics) names.push_back(topic.c_str());
  auto event = ask(RD_KAFKA_ADMIN_OP_DESCRIBETOPICS, "topics can't be described",
                   [&names](rd_kafka_t* client, auto* options, auto* queue) {
                     auto* collection =
                         rd_kafka_TopicCollection_of_topic_names(names.data(), names.size());
                     rd_kafka_DescribeTopics(client, collection, options, queue);
                     rd_kafka_TopicCollection_destroy(collection);
                   });
  if (!event) return Error<Failure>(event.error());
  std::size_t count = 0;
  const auto* const* results = rd_kafka_DescribeTopics_result_topics(
      rd_kafka_event_DescribeTopics_result(event->get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = rd_kafka_TopicDescription_name(results[i]);
    const auto code = rd_kafka_error_code(rd_kafka_TopicDescription_error(results[i]));
    if (is_absent(code)) continue;
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
      return Error<Failure>(failure_of(code, fmt::format("topic {} can't be described", name)));
    found[name] = described(results[i]);
  }
  return found;
}

Result<std::map<std::string, TopicSettings>, Failure> Admin::settings(
    const std::vector<std::string>& topics) {
  std::map<std::string, TopicSettings> found;
  if (topics.empty()) return found;
  std::vector<rd_kafka_ConfigResource_t*> wanted;
  wanted.reserve(topics.size());
  for (const auto& topic : topics)
    wanted.push_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
  auto event = ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, "the settings of topics can't be read",
                   [&wanted](rd_kafka_t* client, auto* options, auto* queue) {
                     rd_kafka_DescribeConfigs(client, wanted.data(), wanted.size(), options, queue);
                   });
  rd_kafka_ConfigResource_destroy_array(wanted.data(), wanted.size());
  if (!event) return Error<Failure>(event.error());
  std::size_t count = 0;
  const auto* const* resources = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(event->get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string topic = rd_kafka_ConfigResource_name(resources[i]);
    if (const auto code = rd_kafka_ConfigResource_error(resources[i]);
        code != RD_KAFKA_RESP_ERR_NO_ERROR)
      return Error<Failure>(
          failure_of(code, fmt::format("the settings of topic {} can't be read", topic)));
    std::size_t entries = 0;
    const auto* const* configs = rd_kafka_ConfigResource_configs(resources[i], &entries);
    for (std::size_t j = 0; j < entries; ++j) {
      const char* value = rd_kafka_ConfigEntry_value(configs[j]);
      found[topic][rd_kafka_ConfigEntry_name(configs[j])] = value == nullptr ? "" : value;
    }
  }
  return found;
}

Result<std::vector<std::string>, Failure> Admin::owners(const std::string& group) {
  const std::string doing = fmt::format("group {} can't be described", group);
  auto event = ask(RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, doing,
                   [&group](rd_kafka_t* client, auto* options, auto* queue) {
                     const char* name = group.c_str();
                     rd_kafka_DescribeConsumerGroups(client, &name, 1, options, queue);
                   });
  if (!event) return Error<Failure>(event.error());
  std::vector<std::string> found;
  std::size_t count = 0;
  const auto* const* groups = rd_kafka_DescribeConsumerGroups_result_groups(
      rd_kafka_event_DescribeConsumerGroups_result(event->get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t members = rd_kafka_ConsumerGroupDescription_member_count(groups[i]);
    for (std::size_t j = 0; j < members; ++j) {
      const auto* member = rd_kafka_ConsumerGroupDescription_member(groups[i], j);
      const auto* owned =
          rd_kafka_MemberAssignment_partitions(rd_kafka_MemberDescription_assignment(member));
      if (owned == nullptr || owned->cnt == 0) continue;
      found.push_back(fmt::format("{} at {}", rd_kafka_MemberDescription_client_id(member),
                                  rd_kafka_MemberDescription_host(member)));
    }
  }
  return found;
}

Outcome Admin::create(const std::vector<NewTopic>& topics) {
  std::vector<rd_kafka_NewTopic_t*> wanted;
  std::string refused;
  for (const auto& topic : topics) {
    std::array<char, 256> reason{};
    auto* made = rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions, topic.replicas,
                                       reason.data(), reason.size());
    if (made == nullptr) {
      refused = fmt::format("topic {} can't be made: {}", topic.name, reason.data());
      break;
    }
    for (const auto& [name, value] : topic.settings)
      rd_kafka_NewTopic_set_config(made, name.c_str(), value.c_str());
    wanted.push_back(made);
  }
  Result<EventHandle, Failure> event = Error<Failure>({Remedy::kStop, refused});
  if (refused.empty()) {
    event = ask(RD_KAFKA_ADMIN_OP_CREATETOPICS, "topics can't be made",
                [&wanted](rd_kafka_t* client, auto* options, auto* queue) {
                  rd_kafka_CreateTopics(client, wanted.data(), wanted.size(), options, queue);
                });
  }
  rd_kafka_NewTopic_destroy_array(wanted.data(), wanted.size());
  if (!event) return Error<Failure>(event.error());
  std::size_t count = 0;
  const auto* const* results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event->get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto code = rd_kafka_topic_result_error(results[i]);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    const char* reason = rd_kafka_topic_result_error_string(results[i]);
    return Error<Failure>(failure_of(
        code, fmt::format("topic {} can't be made", rd_kafka_topic_result_name(results[i])),
        reason == nullptr ? "" : reason));
  }
  return {};
}

Result<PartitionOffsets, Failure> Admin::offsets(const std::vector<PartitionName>& partitions,
                                                 Spot spot, Isolation isolation) {
  PartitionOffsets found;
  if (partitions.empty()) return found;
  std::int64_t asked = RD_KAFKA_OFFSET_SPEC_EARLIEST;
  if (spot.kind == Spot::Kind::kLatest) asked = RD_KAFKA_OFFSET_SPEC_LATEST;
  if (spot.kind == Spot::Kind::kTime) asked = std::max<std::int64_t>(0, spot.time.milliseconds);
  auto answer = ask_offsets(partitions, asked, isolation);
  const auto give_up_at = std::chrono::steady_clock::now() + 2 * patience_;
  while (!answer && stale_ && std::chrono::steady_clock::now() < give_up_at) {
    std::this_thread::sleep_for(kStaleWait);
    answer = ask_offsets(partitions, asked, isolation);
  }
  if (!answer) return answer;
  std::vector<PartitionName> beyond;
  for (const auto& [name, offset] : *answer) {
    if (offset < 0) beyond.push_back(name);  // there is nothing after that time
  }
  if (beyond.empty()) return answer;
  auto ends = offsets(beyond, {Spot::Kind::kLatest, {}}, isolation);
  if (!ends) return ends;
  for (const auto& [name, end] : *ends) (*answer)[name] = end;
  return answer;
}

Result<PartitionOffsets, Failure> Admin::ask_offsets(const std::vector<PartitionName>& partitions,
                                                     std::int64_t spot, Isolation isolation) {
  PartitionOffsets found;
  const auto list = list_of(partitions, spot);
  auto event = ask(
      RD_KAFKA_ADMIN_OP_LISTOFFSETS,
      fmt::format("the offsets of {}{} can't be listed", partitions.front().topic,
                  partitions.size() > 1 ? " and others" : ""),
      [&list](rd_kafka_t* client, auto* options, auto* queue) {
        rd_kafka_ListOffsets(client, list.get(), options, queue);
      },
      isolation);
  if (!event) return Error<Failure>(event.error());
  std::size_t count = 0;
  const auto* const* infos =
      rd_kafka_ListOffsets_result_infos(rd_kafka_event_ListOffsets_result(event->get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto* answer = rd_kafka_ListOffsetsResultInfo_topic_partition(infos[i]);
    if (answer->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      stale_ = stale_ || is_stale(answer->err);
      return Error<Failure>(failure_of(
          answer->err,
          fmt::format("the offsets of {}/{} can't be listed", answer->topic, answer->partition)));
    }
    found[PartitionName{answer->topic, answer->partition}] = answer->offset;
  }
  return found;
}

Outcome Admin::delete_before(const PartitionName& partition, std::int64_t offset) {
  const auto list = list_of({partition}, offset);
  const std::string doing = fmt::format("the head of topic {} can't be cut off", partition.topic);
  auto event = ask(RD_KAFKA_ADMIN_OP_DELETERECORDS, doing,
                   [&list](rd_kafka_t* client, auto* options, auto* queue) {
                     auto* wanted = rd_kafka_DeleteRecords_new(list.get());
                     rd_kafka_DeleteRecords(client, &wanted, 1, options, queue);
                     rd_kafka_DeleteRecords_destroy(wanted);
                   });
  if (!event) return Error<Failure>(event.error());
  const auto* results =
      rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event->get()));
  if (results->cnt == 1 && results->elems[0].err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    stale_ = stale_ || is_stale(results->elems[0].err);
    return Error<Failure>(failure_of(results->elems[0].err, doing));
  }
  return {};
}

}  // namespace copytaster::kafka

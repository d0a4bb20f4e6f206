#pragma once

#include <memory>

/// librdkafka's handles, each owned by one unique_ptr. Declared here without its header, so that
/// only the sources of this folder include it.
struct rd_kafka_s;
struct rd_kafka_conf_s;
struct rd_kafka_error_s;
struct rd_kafka_op_s;
struct rd_kafka_message_s;
struct rd_kafka_queue_s;
struct rd_kafka_topic_partition_list_s;

namespace copytaster::kafka {

struct Destroy {
  void operator()(rd_kafka_conf_s* conf) const;
  void operator()(rd_kafka_error_s* error) const;
  void operator()(rd_kafka_op_s* event) const;
  void operator()(rd_kafka_message_s* message) const;
  void operator()(rd_kafka_queue_s* queue) const;
  void operator()(rd_kafka_topic_partition_list_s* list) const;
};

using ConfHandle = std::unique_ptr<rd_kafka_conf_s, Destroy>;
using ErrorHandle = std::unique_ptr<rd_kafka_error_s, Destroy>;
using EventHandle = std::unique_ptr<rd_kafka_op_s, Destroy>;
using MessageHandle = std::unique_ptr<rd_kafka_message_s, Destroy>;
using QueueHandle = std::unique_ptr<rd_kafka_queue_s, Destroy>;
using PartitionListHandle = std::unique_ptr<rd_kafka_topic_partition_list_s, Destroy>;

}  // namespace copytaster::kafka

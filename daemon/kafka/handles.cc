#include "daemon/kafka/handles.h"

#include <librdkafka/rdkafka.h>

namespace copytaster::kafka {

void Destroy::operator()(rd_kafka_conf_s* conf) const { rd_kafka_conf_destroy(conf); }
void Destroy::operator()(rd_kafka_error_s* error) const { rd_kafka_error_destroy(error); }
void Destroy::operator()(rd_kafka_op_s* event) const { rd_kafka_event_destroy(event); }
void Destroy::operator()(rd_kafka_message_s* message) const { rd_kafka_message_destroy(message); }
void Destroy::operator()(rd_kafka_queue_s* queue) const { rd_kafka_queue_destroy(queue); }
void Destroy::operator()(rd_kafka_topic_partition_list_s* list) const {
  rd_kafka_topic_partition_list_destroy(list);
}

}  // namespace copytaster::kafka

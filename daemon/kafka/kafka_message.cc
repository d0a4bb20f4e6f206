#include "daemon/kafka/kafka_message.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>

namespace copytaster::kafka {

Message to_message(const rd_kafka_message_s& from, const std::string& topic) {
  Message message;
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const std::int64_t time = std::max<std::int64_t>(0, rd_kafka_message_timestamp(&from, &type));
  message.origin = {topic, from.partition, Offset(from.offset), Timestamp{time}};
  if (from.key != nullptr) message.key.emplace(static_cast<const char*>(from.key), from.key_len);
  if (from.payload != nullptr)
    message.value.emplace(static_cast<const char*>(from.payload), from.len);
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&from, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return message;
  const char* header = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &header, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    const auto* bytes = static_cast<const char*>(value);
    message.headers.push_back({header, bytes == nullptr ? "" : std::string(bytes, size)});
  }
  return message;
}

}  // namespace copytaster::kafka

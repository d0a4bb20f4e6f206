#include "pipeline/codec/record_parts.h"

#include <fmt/core.h>

#include "pipeline/codec/times.h"

namespace copytaster::codec {

void write_origin(JsonWriter& json, const Origin& origin) {
  json.field("topic", origin.topic);
  json.integer("partition", origin.partition);
  json.integer("offset", origin.offset.value());
}

void write_reference(JsonWriter& json, std::string_view name, const VersionReference& reference) {
  json.begin(name);
  json.field("uri", reference.uri);
  json.field("version", std::to_string(reference.version));
  write_origin(json, reference.origin);
  json.end();
}

void write_time(JsonWriter& json, std::string_view key, Timestamp time) {
  if (is_known(time)) json.field(key, format_time(time));
}

std::vector<Header> event_headers(std::string_view type, std::string_view id,
                                  std::string_view subject, Timestamp time) {
  std::vector<Header> headers = {
      {"content-type", "application/json"}, {"ce_specversion", "1.0"},
      {"ce_type", std::string(type)},       {"ce_source", "copytaster"},
      {"ce_id", std::string(id)},           {"ce_subject", std::string(subject)}};
  if (is_known(time)) headers.push_back({"ce_time", format_time(time)});
  return headers;
}

std::string origin_id(const Origin& origin) {
  return fmt::format("{}/{}/{}", origin.topic, origin.partition, origin.offset.value());
}

}  // namespace copytaster::codec

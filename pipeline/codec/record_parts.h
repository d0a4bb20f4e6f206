#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/codec/json_writer.h"
#include "pipeline/records.h"

/// What records and events have in common.
namespace copytaster::codec {

/// Topic, partition and offset, into the object that is open.
void write_origin(JsonWriter& json, const Origin& origin);
void write_reference(JsonWriter& json, std::string_view name, const VersionReference& reference);

/// The epoch is what transports and feeds give that have no time. It is no time of an article.
[[nodiscard]] inline bool is_known(Timestamp time) { return time != Timestamp{}; }
/// Nothing where it is not known.
void write_time(JsonWriter& json, std::string_view key, Timestamp time);

/// CloudEvents in binary mode; `id` is unique for an origin, so a consumer can tell a redelivery.
[[nodiscard]] std::vector<Header> event_headers(std::string_view type, std::string_view id,
                                                std::string_view subject, Timestamp time);
[[nodiscard]] std::string origin_id(const Origin& origin);

}  // namespace copytaster::codec

#pragma once

#include <string>

#include "daemon/kafka/handles.h"
#include "pipeline/records.h"

namespace copytaster::kafka {

/// What was consumed, as the pipeline has it: a null key, value or header is none, which is not an
/// empty one (of a header: empty, since ours always have a value).
[[nodiscard]] Message to_message(const rd_kafka_message_s& from, const std::string& topic);

}  // namespace copytaster::kafka

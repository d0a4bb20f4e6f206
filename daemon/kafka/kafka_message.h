#pragma once

#include <string>

#include "daemon/kafka/handles.h"
#include "pipeline/records.h"

namespace copytaster::kafka {

/// What was consumed, as the pipeline has it. A key or value that is null is none, which is not an
/// empty one; a null header is empty.
[[nodiscard]] Message to_message(const rd_kafka_message_s& from, const std::string& topic);

}  // namespace copytaster::kafka

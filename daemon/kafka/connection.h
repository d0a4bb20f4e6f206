#pragma once

#include <string>

#include "config/settings.h"
#include "daemon/kafka/client.h"

namespace copytaster::kafka {

/// How to reach the cluster that the settings name: reads the files that hold secrets. Fails when
/// one can't be read, or when librdkafka does not know a property; the message names the setting.
[[nodiscard]] Result<Connection, Failure> connection_of(const KafkaSettings& settings);

}  // namespace copytaster::kafka

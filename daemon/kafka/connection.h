#pragma once

#include <string>
#include <vector>

#include "config/load.h"
#include "config/settings.h"
#include "daemon/kafka/client.h"

namespace copytaster::kafka {

/// How to reach the cluster that the settings name: reads the files that hold secrets. Fails when
/// one can't be read, or when librdkafka does not know a property; the message names the setting.
[[nodiscard]] Result<Connection, Failure> connection_of(const KafkaSettings& settings);

/// What would keep every client from being made, whatever the cluster says: a secret, certificate
/// or key that can't be read, a property that librdkafka does not know or refuses beside others.
[[nodiscard]] std::vector<Problem> check_connection(const Settings& settings);

/// Whether the cluster is told who asks by SASL.
[[nodiscard]] bool has_user(const Connection& connection);

/// What is allowed, but lets others read along or pass for the cluster; in words that name the
/// setting.
[[nodiscard]] std::vector<std::string> connection_dangers(const KafkaSettings& settings);

}  // namespace copytaster::kafka

#pragma once

#include <vector>

#include "config/load.h"
#include "config/settings.h"

namespace copytaster {

/// What is wrong with the settings for Kafka, by themselves and against the topics: part of
/// `find_conflicts`.
[[nodiscard]] std::vector<Problem> find_kafka_conflicts(const Settings& settings);

/// What `run` needs on Kafka: part of `check_run`.
[[nodiscard]] std::vector<Problem> check_kafka_run(const Settings& settings);

}  // namespace copytaster

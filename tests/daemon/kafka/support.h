#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/kafka/admin.h"
#include "daemon/kafka/kafka_journal.h"
#include "daemon/kafka/kafka_sink.h"

namespace copytaster::kafka {

/// The cluster that the tests share: deploy/kafka started it in the folder that
/// COPYTASTER_KAFKA_FOLDER names. A test fails without it.
Connection test_cluster();

/// A name that no other test uses.
std::string fresh_name();

/// Makes a topic and waits until it is there.
void make_topic(const std::string& name, std::int32_t partitions = 1,
                const std::map<std::string, std::string>& settings = {});

/// Appends values to one topic in one transaction, spread over its partitions by librdkafka.
void feed(const std::string& topic, const std::vector<std::string>& values);

/// The committed values of partition 0, in order.
std::vector<std::string> committed_values(const std::string& topic);

/// A sink of this name whose journal is NAME.journal, and which may write `topics`.
Result<std::unique_ptr<KafkaSink>, Failure> open_sink(const std::string& name,
                                                      const std::vector<std::string>& topics);

}  // namespace copytaster::kafka

#pragma once

#include <optional>
#include <string_view>

#include "daemon/metrics/client_figures.h"

namespace copytaster::kafka {

/// What is kept of librdkafka's statistics (its STATISTICS.md): a bounded few, whatever the number
/// of brokers and topics. Nothing for a text that is none.
[[nodiscard]] std::optional<metrics::ClientFigures> read_statistics(std::string_view json);

}  // namespace copytaster::kafka

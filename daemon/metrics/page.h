#pragma once

#include <string>

#include "daemon/metrics/metrics.h"

namespace copytaster::metrics {

/// All families with what they measure now, as /metrics shows it: the text format of Prometheus.
/// The families of the journal come from one transaction, so they agree with each other. From any
/// thread.
[[nodiscard]] std::string page(const Metrics& metrics);

}  // namespace copytaster::metrics

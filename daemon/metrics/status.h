#pragma once

#include <string>

#include "daemon/http/server.h"
#include "daemon/metrics/metrics.h"

namespace copytaster::metrics {

/// The same facts as /metrics has, for programs: one JSON object, which `copytaster top` reads.
/// From any thread.
[[nodiscard]] std::string status_json(const Metrics& metrics);

/// And for people: a page of HTML without scripts. Everything in it is escaped.
[[nodiscard]] std::string status_html(const Metrics& metrics);

/// The pages that an instance shows: /metrics, /healthz (200 as long as the process answers),
/// /readyz (200 or 503, with the role), /status, which / shows too, /status.json. `metrics` must
/// outlive it.
[[nodiscard]] http::Handler pages(Metrics& metrics);

}  // namespace copytaster::metrics

#pragma once

#include <memory>
#include <string>

#include "config/settings.h"
#include "daemon/engine.h"
#include "daemon/http/server.h"
#include "daemon/metrics/metrics.h"

namespace copytaster::commands {

/// What a run measures of itself, and the pages that show it where `http.listen` says. Lives longer
/// than whatever writes to its metrics. Has a thread: make it after what must be made before any.
class Monitor {
 public:
  /// The error names http.listen: the address that it names can't be listened at. That the default
  /// one is taken is no error, for it may be another instance's; it is said.
  static Result<std::unique_ptr<Monitor>, std::string> start(const Settings& settings,
                                                             const Engine& engine);

  [[nodiscard]] metrics::Metrics& metrics() { return metrics_; }

 private:
  explicit Monitor(metrics::Identity identity) : metrics_(std::move(identity)) {}

  metrics::Metrics metrics_;
  std::unique_ptr<http::Server> server_;  // last: its thread reads the metrics
};

}  // namespace copytaster::commands

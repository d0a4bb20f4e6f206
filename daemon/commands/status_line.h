#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "config/settings.h"
#include "daemon/systemd.h"
#include "pipeline/processor.h"

namespace copytaster::commands {

/// What `systemctl status` shows of a run that is under way: how many inputs so far, and, of live
/// input, how long after its arrival the newest was out. `committed` on one thread.
class StatusLine {
 public:
  /// `doing`: one word for it. The service must outlive it.
  StatusLine(Service& service, std::string doing, bool live)
      : service_(service), doing_(std::move(doing)), live_(live) {}

  /// Before anything is committed.
  void show(std::uint64_t inputs);
  /// After each commit; shown once in a few seconds.
  void committed(const Batch& batch, std::uint64_t inputs);

 private:
  Service& service_;
  const std::string doing_;
  const bool live_;
  std::chrono::steady_clock::time_point next_;
};

/// How long a commit may hold the pipeline: beyond all that it waits for by itself.
[[nodiscard]] std::chrono::milliseconds service_commits(const Settings& settings);

}  // namespace copytaster::commands

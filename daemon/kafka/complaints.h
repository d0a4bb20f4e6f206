#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace copytaster::kafka {

/// Which troubles to say now: each once a minute for as long as it lasts, numbers in it (times,
/// counts, ports) left out of account. A broker that is away is one trouble, whichever calls it
/// makes fail. Thread-safe.
class Complaints {
 public:
  using Clock = std::chrono::steady_clock;

  /// Whether to say it; if so, not again for a minute.
  bool due(std::string_view trouble, Clock::time_point now = Clock::now());

 private:
  std::mutex mutex_;
  std::map<std::string, Clock::time_point> next_;  // guarded by mutex_; bounded
};

}  // namespace copytaster::kafka

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace copytaster::log {

/// Keeps one kind of line from filling the disk: 60 of an event in any minute that begins with the
/// first of them. Events are few, so it is bounded. Thread-safe.
class FloodGuard {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::uint64_t kMostLines = 60;

  /// How many lines were held back since the last one that was let through; none: hold this one
  /// back, too.
  std::optional<std::uint64_t> admit(std::string_view event, Clock::time_point now = Clock::now());

 private:
  struct Flow {
    Clock::time_point begun;
    std::uint64_t written = 0;
    std::uint64_t held_back = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Flow, std::less<>> flows_;  // guarded by mutex_
};

}  // namespace copytaster::log

#include "daemon/log/flood_guard.h"

#include <utility>

namespace copytaster::log {

std::optional<std::uint64_t> FloodGuard::admit(std::string_view event, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  auto found = flows_.find(event);
  if (found == flows_.end()) found = flows_.emplace(event, Flow{now, 0, 0}).first;
  Flow& flow = found->second;
  if (now - flow.begun >= std::chrono::minutes(1)) {
    flow.begun = now;
    flow.written = 0;
  }
  if (flow.written >= kMostLines) {
    ++flow.held_back;
    return std::nullopt;
  }
  ++flow.written;
  return std::exchange(flow.held_back, 0);
}

}  // namespace copytaster::log

#include "daemon/commands/status_line.h"

#include <fmt/core.h>

#include <algorithm>

namespace copytaster::commands {
namespace {

constexpr std::chrono::seconds kEvery(5);

}  // namespace

void StatusLine::show(std::uint64_t inputs) {
  service_.status(fmt::format("{}: {} inputs so far", doing_, inputs));
}

void StatusLine::committed(const Batch& batch, std::uint64_t inputs) {
  const auto now = std::chrono::steady_clock::now();
  if (batch.messages.empty() || now < next_) return;
  next_ = now + kEvery;
  if (!live_) return show(inputs);
  std::int64_t newest = 0;
  for (const auto& message : batch.messages)
    newest = std::max(newest, message.message.origin.timestamp.milliseconds);
  const std::chrono::milliseconds wall = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  service_.status(fmt::format("{}: {} inputs so far, the newest out {:.1f} s after it came", doing_,
                              inputs, static_cast<double>(wall.count() - newest) / 1000.0));
}

std::chrono::milliseconds service_commits(const Settings& settings) {
  // A full queue is waited for as long as a transaction may last, and then the commit itself is.
  return 2 * settings.kafka.transaction_timeout + std::chrono::minutes(3);
}

}  // namespace copytaster::commands

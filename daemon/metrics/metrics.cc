#include "daemon/metrics/metrics.h"

#include <algorithm>

namespace copytaster::metrics {

void Metrics::set(const JournalFigures& figures) {
  const std::lock_guard lock(mutex_);
  figures_ = figures;
}

void Metrics::set(const Remembered& remembered) {
  const std::lock_guard lock(mutex_);
  remembered_ = remembered;
}

void Metrics::set(std::vector<InputStanding> standings) {
  const std::lock_guard lock(mutex_);
  standings_ = std::move(standings);
}

void Metrics::set_settings(std::string hash) {
  const std::lock_guard lock(mutex_);
  settings_ = std::move(hash);
}

std::optional<JournalFigures> Metrics::figures() const {
  const std::lock_guard lock(mutex_);
  return figures_;
}

Remembered Metrics::remembered() const {
  const std::lock_guard lock(mutex_);
  return remembered_;
}

std::vector<InputStanding> Metrics::standings() const {
  const std::lock_guard lock(mutex_);
  return standings_;
}

std::string Metrics::settings() const {
  const std::lock_guard lock(mutex_);
  return settings_;
}

bool Metrics::ready() const {
  const Role now = role;
  return now == Role::kLeader || (now == Role::kStandby && folded);
}

std::optional<std::int64_t> lag(const Position& position,
                                const std::vector<InputStanding>& standings) {
  const auto found = std::find_if(standings.begin(), standings.end(), [&](const auto& each) {
    return each.topic == position.topic && each.partition == position.partition;
  });
  if (found == standings.end()) return std::nullopt;
  const std::int64_t next = position.next.value();
  const std::int64_t done = next >= found->given ? std::max(next, found->read) : next;
  return std::max<std::int64_t>(0, found->end - done);
}

}  // namespace copytaster::metrics

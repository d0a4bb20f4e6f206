#include "daemon/systemd.h"

#include <fmt/core.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cstdlib>

#include "daemon/log/log.h"

namespace copytaster {
namespace {

constexpr std::chrono::seconds kLook(1);
constexpr int kFeeds = 4;   // within the watchdog's time, at least
constexpr int kLimits = 2;  // of a stage, within it

/// A manager that doesn't listen any more is no reason to stop.
void tell(const std::string& words) { static_cast<void>(sd_notify(0, words.c_str())); }

}  // namespace

Service::Service(ServiceOptions options) : options_(options) {
  if (std::getenv("NOTIFY_SOCKET") == nullptr) return;
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) > 0)
    watchdog_ = std::chrono::microseconds(microseconds);
  thread_ = std::thread([this] { feed(); });
}

Service::~Service() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Service::ready() {
  const std::lock_guard lock(mutex_);
  ready_ = true;
  tell("READY=1");
}

void Service::status(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (line == status_ || stopping_) return;
  status_ = line;
  tell("STATUS=" + line);
}

void Service::reloading() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto microseconds = static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
  tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", microseconds));
}

void Service::stopping() {
  status("stopping");
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  tell("STOPPING=1");
}

void Service::watch(const StageWatch* stages) {
  const std::lock_guard lock(mutex_);
  stages_ = stages;
}

/// Under mutex_. Once for each time that it happens.
void Service::say_stuck(const StageWatch::Stuck& stuck) {
  if (stuck_) return;
  log::say_of(
      log::kStageStuck, {{"stage", name(stuck.stage)}},
      "{} has held work for {} s without finishing any of it: the watchdog is no longer fed, and "
      "ends the program within {} s unless that changes",
      name(stuck.stage), stuck.since.count() / 1000,
      std::chrono::duration_cast<std::chrono::seconds>(watchdog_).count());
}

void Service::feed() {
  const auto begun = std::chrono::steady_clock::now();
  const bool watched = watchdog_.count() > 0;
  const auto period = watched ? watchdog_ / kFeeds : std::chrono::microseconds(kLook);
  std::unique_lock lock(mutex_);
  while (!closing_) {
    if (!ready_ && std::chrono::steady_clock::now() - begun >= options_.patience) {
      ready_ = true;
      tell("READY=1");
    }
    const auto stuck = watched && stages_ != nullptr
                           ? stages_->stuck(watchdog_ / kLimits, options_.commits)
                           : std::nullopt;
    if (stuck) say_stuck(*stuck);
    stuck_ = stuck.has_value();
    if (watched && !stuck) tell("WATCHDOG=1");
    changed_.wait_for(lock, std::min(period, std::chrono::microseconds(kLook)),
                      [this] { return closing_; });
  }
}

}  // namespace copytaster

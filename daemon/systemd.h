#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "daemon/stage_watch.h"

namespace copytaster {

struct ServiceOptions {
  /// A commit may hold its stage for so long: beyond any wait for the output that ends by itself.
  std::chrono::milliseconds commits = std::chrono::minutes(5);
  /// Told ready after so long at the latest: who waits for a cluster that is away goes on waiting,
  /// but whoever started the service need not.
  std::chrono::milliseconds patience = std::chrono::seconds(30);
};

/// What systemd is told of a service: that it is ready, what it does, that it reloads or stops, and
/// that it is alive. Started by nobody who listens, it does nothing.
///
/// The watchdog (WatchdogSec) is fed every second or more often, by a thread of its own, unless a
/// stage of the watch has held work for half of it without getting anywhere, or a commit for
/// `ServiceOptions::commits`. Waiting for input, folding and standing by hold no stage. Who is no
/// longer fed is killed by SIGABRT, so what was worked on becomes suspect (daemon/suspects).
///
/// Any thread, but the constructor and destructor; create it after what must fork, and after
/// StopSignals, which blocks signals in its thread.
class Service {
 public:
  explicit Service(ServiceOptions options = {});
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// It does what it is there for, or waits for its turn. Ends a reload too.
  void ready();
  /// One line for `systemctl status`; sent only when it is another than before.
  void status(const std::string& line);
  void reloading();
  /// Its last word: no status comes after it.
  void stopping();

  /// Watches these stages from now on; none between leads. When it returns, the watch before is out
  /// of use.
  void watch(const StageWatch* stages);

 private:
  void feed();
  void say_stuck(const StageWatch::Stuck& stuck);

  const ServiceOptions options_;
  std::chrono::microseconds watchdog_{0};  ///< none: nobody watches
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string status_;                  // guarded by mutex_
  const StageWatch* stages_ = nullptr;  // guarded by mutex_
  bool ready_ = false;                  // guarded by mutex_
  bool stopping_ = false;               // guarded by mutex_
  bool stuck_ = false;                  // guarded by mutex_
  bool closing_ = false;                // guarded by mutex_
  std::thread thread_;
};

}  // namespace copytaster

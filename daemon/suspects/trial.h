#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "pipeline/records.h"
#include "pipeline/result.h"

namespace copytaster::suspects {

/// A process beside this one that tries messages out: for each it forks a child, which does the
/// work on that message alone, and tells how the child ended. Forked while this process has one
/// thread, because after that a child could wait for ever for a lock that nobody holds any more.
class Trial {
 public:
  using Work = std::function<void(Message)>;

  /// Call before there is a second thread. `work` is done in the child alone; a child that takes
  /// longer than `limit` is ended. The error says why no process can be had.
  static Result<std::unique_ptr<Trial>> start(Work work, std::chrono::seconds limit);
  /// Ends the process.
  ~Trial();
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  /// How the work on this message ended its child ("signal 11 (Segmentation fault)"); nothing when
  /// it came through. An error when it can't be tried, ever again. One thread at a time.
  Result<std::optional<std::string>> attempt(const Message& message);
  /// Ends the attempt under way with an error, and lets there be no more. Any thread.
  void cancel();

 private:
  Trial(int socket, int process, std::chrono::seconds limit)
      : socket_(socket), process_(process), limit_(limit) {}

  const int socket_;
  const int process_;
  const std::chrono::seconds limit_;
};

}  // namespace copytaster::suspects

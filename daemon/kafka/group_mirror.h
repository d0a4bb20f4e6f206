#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <vector>

#include "daemon/kafka/client.h"

namespace copytaster::kafka {

/// Has a consumer group's offsets follow the committed positions, for tools that show lag. Nothing
/// ever reads them here. `follow` from any thread, `commit_when_due` on one.
class GroupMirror {
 public:
  /// Of the group that the client's `group.id` names; `client` must outlive the mirror.
  explicit GroupMirror(Client& client);

  /// The newest positions; those before are forgotten.
  void follow(std::vector<Position> positions);
  /// Sends them every few seconds, without waiting, and tells what became of those before if only a
  /// person can mend it: anything else the next ones mend by themselves.
  std::optional<Failure> commit_when_due();

 private:
  std::optional<Failure> take_answer();

  Client& client_;
  const QueueHandle answers_;
  std::chrono::steady_clock::time_point next_;
  std::mutex mutex_;
  std::vector<Position> positions_;  // guarded by mutex_
};

}  // namespace copytaster::kafka

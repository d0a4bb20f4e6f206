#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "daemon/kafka/admin.h"

namespace copytaster::kafka {

/// Whether the journal is the log that it was when this process first saw it. One that was deleted,
/// or made anew, holds nothing of what is remembered here: to go on would send everything twice,
/// now or at the next start, so that is kStop. Thread-safe.
class JournalWatch {
 public:
  explicit JournalWatch(std::string journal) : journal_(std::move(journal)) {}

  /// Asks the cluster.
  Outcome look(Admin& admin);
  /// From an answer of `Admin::describe` to a question for the journal among others. The first time
  /// in a row that it is not there is kRestart: a broker may have answered too early.
  Outcome confirm(const std::map<std::string, TopicDescription>& found);

  /// Sets what a fold needs: everything from this offset on.
  void need(std::int64_t from);
  /// What to say where part of that is gone; none while all is there. It costs nothing yet, for it
  /// is in memory here, but everything once the last instance ends. Asks the cluster.
  Result<std::optional<std::string>, Failure> lost_head(Admin& admin);
  /// The same for an answer. The first one in a row is let pass: a leader may have cut off what a
  /// standby has not read yet that it may.
  std::optional<std::string> lost_head(std::int64_t start);

 private:
  const std::string journal_;
  std::mutex mutex_;
  std::string id_;            // of the log that was seen first; guarded by mutex_
  bool missed_ = false;       // at the last look; guarded by mutex_
  std::int64_t needed_ = -1;  // -1: nothing is journalled; guarded by mutex_
  bool headless_ = false;     // at the last look; guarded by mutex_
};

/// Which head of the journal its leader may cut off: what is before the last whole round of carried
/// state. One thread.
class Rounds {
 public:
  /// A commit whose first entry is at that offset, and what it holds: beginnings of rounds, ends.
  /// Where the round that ended begins, or a little before; none where none did.
  std::optional<std::int64_t> committed(std::int64_t at, bool begins, bool ends);

 private:
  std::optional<std::int64_t> open_;
};

/// Whether a journal without a committed entry is that of a very first start: then nothing that is
/// committed stands in the outputs, and nothing ever left them or it. What a start left that ended
/// in its first transaction is aborted, and doesn't count. kStop otherwise: everything would be
/// sent again. Reads one record at most of each output partition that holds any.
Outcome check_first_start(const Connection& connection, Admin& admin, const std::string& journal,
                          const std::vector<std::string>& written);

}  // namespace copytaster::kafka

#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/settings.h"
#include "daemon/kafka/admin.h"
#include "daemon/kafka/record_limits.h"

namespace copytaster::kafka {

/// Which of the topics that `run` writes are not among those found, in words that name the
/// settings; none where all are.
[[nodiscard]] std::optional<std::string> missing_outputs(
    const Settings& settings, const std::map<std::string, TopicDescription>& found);

/// Whether `run` can start with the topics that it writes as the cluster has them: all there, the
/// journal in one partition and whole. kStop names what is wrong and what to change; dangers that
/// are none of that are `copytaster topics`' to say, but for the journal's: `find_journal_dangers`.
Outcome check_written_topics(Admin& admin, const Settings& settings);

/// What `topics` take, which nobody wrote before and these settings name: they must be there, and
/// take what is written at a time where topics take the sizes that are known already.
Result<RecordLimits, Failure> admit_topics(const Connection& connection, const Settings& settings,
                                           const std::vector<std::string>& topics,
                                           const RecordLimits& known);

/// What the settings of the journal's topic may do to what is remembered, in words.
Result<std::vector<std::string>, Failure> find_journal_dangers(Admin& admin,
                                                               const Settings& settings);

/// Notices when topics that are written are deleted and made anew. Thread-safe.
class OutputWatch {
 public:
  /// Which of `topics` have, by an answer of `Admin::describe`, another log than when they were
  /// seen last; each is named once.
  std::vector<std::string> made_anew(const std::vector<std::string>& topics,
                                     const std::map<std::string, TopicDescription>& found);

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> ids_;  // by topic; guarded by mutex_
};

}  // namespace copytaster::kafka

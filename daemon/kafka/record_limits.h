#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/kafka/admin.h"

namespace copytaster::kafka {

/// The largest record, by topic, as `record_bytes` counts it.
using RecordLimits = std::map<std::string, std::size_t>;

/// What these settings of a topic allow: its max.message.bytes less what the log's format adds to a
/// record that is alone in its batch. 0 where the setting is missing.
[[nodiscard]] std::size_t record_limit(const TopicSettings& settings);

/// The max.message.bytes that a topic needs for a record of that size.
[[nodiscard]] std::size_t max_message_bytes_for(std::size_t record);

/// As the cluster has them now.
Result<RecordLimits, Failure> find_record_limits(Admin& admin,
                                                 const std::vector<std::string>& topics);

/// Notices when a topic takes other sizes than before. Thread-safe.
class LimitWatch {
 public:
  explicit LimitWatch(std::vector<std::string> topics) : topics_(std::move(topics)) {}

  /// Looks at the cluster; tells the listener where something changed since the last look.
  /// A look that fails tells nothing: the next one does.
  void look(Admin& admin);
  /// Whom to tell, on the thread that looks; pass nullptr to end that.
  void on_change(std::function<void(const RecordLimits&)> listener);
  /// What is known already.
  void set(RecordLimits limits);
  /// Topics to be watched from now on as well, as they are; the listener is told.
  void add(const RecordLimits& more);
  [[nodiscard]] RecordLimits known() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> topics_;                    // guarded by mutex_
  RecordLimits known_;                                 // guarded by mutex_
  std::function<void(const RecordLimits&)> listener_;  // guarded by mutex_
};

}  // namespace copytaster::kafka

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/settings.h"
#include "daemon/kafka/admin.h"
#include "pipeline/records.h"

/// Where the pipeline of a name stands in its input, and how a person has it jump.
namespace copytaster::kafka {

enum class StandingState : std::uint8_t {
  kReading,     ///< it goes on at its position
  kNotYet,      ///< nothing is journalled of it: it is read from `input.start` or its beginning
  kBehind,      ///< retention passed the position: what is between is lost
  kAnotherLog,  ///< the topic was made anew: it is read from its beginning
  kPastEnd,     ///< the log ends before the position: `run` refuses to go on
  kGone,        ///< the topic, or its partition, is not there any more
  kMissing,     ///< a topic of the settings that was never read and is not there
};

/// One input partition.
struct Standing {
  /// Of kMissing the partition is -1, and the topic may be a pattern that matches none.
  PartitionName name;
  std::optional<Position> journalled;
  std::string log_id;  ///< of the log that is there; empty when none is
  std::int64_t start = 0;
  std::int64_t end = 0;  ///< of what is committed

  [[nodiscard]] StandingState state() const;
  /// Offsets from where it is read next up to the end; transaction markers count.
  [[nodiscard]] std::int64_t lag() const;
};

/// "TOPIC/PARTITION=WHERE"; without "/PARTITION" every partition of the topic.
struct Jump {
  std::string topic;
  std::optional<std::int32_t> partition;
  std::variant<std::int64_t, Spot> to;  ///< an offset, or what names one
};

/// WHERE is an offset, `earliest`, `latest`, or a time such as 2026-01-31T06:00:00Z (the first
/// record at or after it). What is wrong is said in words.
[[nodiscard]] Result<Jump> parse_jump(std::string_view text);

/// Why the jumps can't be made from here: an input that does not exist, an offset outside its log.
[[nodiscard]] Result<void> check_jumps(const std::vector<Standing>& standings,
                                       const std::vector<Jump>& jumps);

/// Every partition of the inputs that are there or journalled, and each topic that is neither, in
/// order. Disturbs nobody. kStop where the journal is missing.
Result<std::vector<Standing>, Failure> find_standings(const Connection& connection,
                                                      const Settings& settings);

/// Journals the jumps, in order, in a transaction of its own. Takes the lead of the name for that
/// by the same election and fencing as `run` does; where an instance leads, kStop after about the
/// session's time-out. kStop too where nothing was ever journalled: `input.start` is for that.
/// Records that are jumped over are journalled as a gap. Returns the standings before.
Result<std::vector<Standing>, Failure> set_positions(const Connection& connection,
                                                     const Settings& settings,
                                                     const std::vector<Jump>& jumps);

}  // namespace copytaster::kafka

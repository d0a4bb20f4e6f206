#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/result.h"

namespace copytaster::top {

struct InputLine {
  std::string place;  ///< "topic/partition"
  std::int64_t position = 0;
  std::optional<std::int64_t> lag;
};

struct StageLine {
  std::string stage;
  std::int64_t batches = 0;
  double seconds = 0;  ///< of them all
};

struct DeadLetterLine {
  std::string place;  ///< "topic/partition/offset"
  std::string timestamp;
  std::string reason;
};

using Counts = std::vector<std::pair<std::string, std::int64_t>>;

/// What /status.json said at one moment. Texts have no control characters: they go to a terminal.
struct Snapshot {
  std::string name;
  std::string version;
  std::string role;
  std::string settings;
  std::string last_commit;  ///< a time; empty: none since the start
  bool ready = false;
  std::int64_t now_ms = 0;  ///< by the instance's clock
  Counts ledger;            ///< "in" first; empty while the journal is folded
  Counts verdicts;
  Counts transactions;
  Counts dead_letters;
  std::vector<InputLine> inputs;
  std::vector<StageLine> stages;
  std::vector<DeadLetterLine> last_dead_letters;
  std::int64_t articles = 0;
  std::int64_t stories = 0;
  std::int64_t bytes = 0;
  std::int64_t limit_bytes = 0;
  std::int64_t in_flight = 0;  ///< batches
};

/// The error says what the text is instead.
[[nodiscard]] Result<Snapshot, std::string> read_snapshot(std::string_view json);

}  // namespace copytaster::top

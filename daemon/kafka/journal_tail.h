#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/kafka/admin.h"
#include "pipeline/records.h"

namespace copytaster::kafka {

/// What the last committed transaction left in a journal, read without folding the whole.
struct JournalTail {
  std::uint64_t sequence = 0;  ///< of its last entry: the next one has one more
  std::vector<Position> positions;
  std::string settings;
};

/// None where nothing was ever committed. kStop where there is no journal, and for entries that
/// can't be read: damaged, or of a newer format.
Result<std::optional<JournalTail>, Failure> read_tail(const Connection& connection, Admin& admin,
                                                      const std::string& journal);

}  // namespace copytaster::kafka

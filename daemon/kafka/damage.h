#pragma once

#include <cstdint>

#include "daemon/kafka/admin.h"
#include "daemon/kafka/client.h"

namespace copytaster::kafka {

/// Looks for where reading can go on behind a batch of records that can't be read (its checksum is
/// wrong, or it can't be decompressed): librdkafka names only where the batch begins, and comes
/// back to it for ever. Reads with a client of its own at ever larger offsets, then at ones
/// between: some twenty reads for a batch of a thousand records.
///
/// `group`: one that the user may read with. `begin`: offset of the batch's first record; `end`: of
/// the log's end. Returns the first offset behind the batch, or `begin` when it can be read after
/// all.
Result<std::int64_t, Failure> end_of_damage(const Connection& connection, const std::string& group,
                                            const PartitionName& partition, std::int64_t begin,
                                            std::int64_t end);

}  // namespace copytaster::kafka

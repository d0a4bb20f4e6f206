#include "daemon/kafka/journal_tail.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "daemon/kafka/kafka_journal.h"
#include "pipeline/codec/journal_codec.h"

namespace copytaster::kafka {
namespace {

constexpr std::int64_t kSpan = 4096;  // longer than most transactions
constexpr std::int64_t kWiden = 8;
constexpr std::size_t kPrefetchBytes = std::size_t{8} << 20U;

/// The last entry that ends a transaction, among those from `from` up to `end`.
Result<std::optional<JournalTail>, Failure> last_commit(const Connection& connection,
                                                        const std::string& journal,
                                                        std::int64_t from, std::int64_t end) {
  auto reader = JournalReader::open(connection, journal, kPrefetchBytes, from);
  if (!reader) return Error<Failure>(reader.error());
  BoundedJournal entries(**reader, end);
  std::optional<JournalTail> last;
  while (true) {
    auto next = entries.next();
    if (!next) return Error<Failure>(next.error());
    if (!*next) return last;
    auto entry = codec::decode(**next);
    if (!entry)
      return Error<Failure>({Remedy::kStop, fmt::format("journal {}: {}", journal, entry.error())});
    if (entry->type != EntryType::kCommit) continue;
    last = {entry->sequence, std::move(entry->positions), std::move(entry->settings)};
  }
}

}  // namespace

Result<std::optional<JournalTail>, Failure> read_tail(const Connection& connection, Admin& admin,
                                                      const std::string& journal) {
  const PartitionName name{journal, 0};
  const auto described = admin.describe({journal});
  if (!described) return Error<Failure>(described.error());
  if (!described->contains(journal)) {
    return Error<Failure>(
        {Remedy::kStop,
         fmt::format("the journal {} does not exist: make it with `copytaster topics "
                     "--create`, or correct the setting name",
                     journal)});
  }
  const auto lows = admin.offsets({name}, {Spot::Kind::kEarliest, {}});
  if (!lows) return Error<Failure>(lows.error());
  const auto ends = admin.offsets({name}, {Spot::Kind::kLatest, {}}, Isolation::kCommitted);
  if (!ends) return Error<Failure>(ends.error());
  const std::int64_t low = lows->at(name);
  const std::int64_t end = ends->at(name);
  if (end <= low) return std::optional<JournalTail>{};
  for (std::int64_t span = kSpan;; span *= kWiden) {
    const std::int64_t from = std::max(low, end - span);
    auto found = last_commit(connection, journal, from, end);
    if (!found || *found || from == low) return found;
  }
}

}  // namespace copytaster::kafka

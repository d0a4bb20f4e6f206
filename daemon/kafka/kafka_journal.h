#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "daemon/kafka/client.h"
#include "pipeline/io.h"

namespace copytaster::kafka {

/// What one look at the journal brought.
struct JournalRecord {
  std::int64_t offset = 0;
  std::string entry;
};

/// Reads the committed entries of a journal's only partition from its head, or from an offset, and
/// then goes on waiting for more: the fold of a standby. `reached` tells a fold that must end where
/// it may. One thread.
class JournalReader {
 public:
  static constexpr std::int64_t kHead = -1;

  static Result<std::unique_ptr<JournalReader>, Failure> open(const Connection& connection,
                                                              const std::string& topic,
                                                              std::size_t prefetch_bytes,
                                                              std::int64_t from = kHead);
  ~JournalReader();
  JournalReader(const JournalReader&) = delete;
  JournalReader& operator=(const JournalReader&) = delete;

  /// The next entry; none when there was none for `wait`, or at the partition's end.
  Result<std::optional<JournalRecord>, Failure> next(std::chrono::milliseconds wait);

  [[nodiscard]] const std::string& topic() const { return topic_; }

  /// Whether everything below `end` was read: an end-of-partition was seen at or past it. Counting
  /// to the last offset would not do: it may be a commit marker, which is never delivered.
  [[nodiscard]] bool reached(std::int64_t end) const { return end_seen_ >= end; }

 private:
  JournalReader(std::unique_ptr<Client> client, std::string topic)
      : client_(std::move(client)), topic_(std::move(topic)) {}

  const std::unique_ptr<Client> client_;
  const std::string topic_;
  std::int64_t end_seen_ = -1;
};

/// A journal up to its end as it stood when this was made: `Journal` on top of a reader, which must
/// outlive it.
class BoundedJournal : public Journal {
 public:
  /// `end`: the committed end of the partition, from ListOffsets. After a broker's fail-over a
  /// fetch alone may report an earlier one.
  BoundedJournal(JournalReader& reader, std::int64_t end) : reader_(reader), end_(end) {}

  Result<std::optional<std::string>, Failure> next() override;

 private:
  JournalReader& reader_;
  const std::int64_t end_;
};

}  // namespace copytaster::kafka

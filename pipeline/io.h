#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/records.h"
#include "pipeline/result.h"

/// The outside world, as the pipeline sees it. `daemon/files` implements these interfaces on a
/// directory; every implementation passes tests/contract. No call here throws.
namespace copytaster {

/// What to do about a failure of the outside world.
enum class Remedy : std::uint8_t {
  kRetry,    ///< call the same function again, later
  kAbort,    ///< abort the transaction and send the same bytes again
  kRestart,  ///< drop everything and start over, or stop: the service is unavailable
  kStop,     ///< stop: only a person can help
};

struct Failure {
  Remedy remedy = Remedy::kRestart;
  std::string message;  ///< what happened, where, and which setting to change
  /// With kAbort: the first record that the service refused for its own sake, counted from 0 in the
  /// order of `append` in this transaction (journal entries are not counted). None when it can't be
  /// told, or when the failure is nobody's. Three aborts in a row that name records of one message
  /// make a dead letter of that message.
  std::optional<std::size_t> refused = std::nullopt;
};

using Outcome = Result<void, Failure>;

/// What one poll brought.
struct Polled {
  std::vector<Message> messages;
  bool at_end = false;  ///< nothing more will come, ever: a bounded archive was read to its end
  /// Where partitions stand that are new or begin somewhere else from here on; journalled in the
  /// transaction of these messages, before them in effect.
  std::vector<Position> moved = {};
  std::vector<Gap> gaps = {};  ///< what was passed over by that
};

/// Raw messages in, in order within each partition. One thread at a time.
class Source {
 public:
  virtual ~Source() = default;
  /// Goes on at `positions`; partitions that are not named start at their beginning. Call once,
  /// first.
  virtual Outcome seek(const std::vector<Position>& positions) = 0;
  /// At most `max_messages` and, beyond the first message, at most `max_bytes` of values; waits at
  /// most `wait` for the first one.
  virtual Result<Polled, Failure> poll(std::size_t max_messages, std::size_t max_bytes,
                                       std::chrono::milliseconds wait) = 0;
};

/// Records and journal entries that become visible together, or not at all. Aborts unless
/// committed. After `commit` or `abort` succeeded only the destructor may be called.
class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual Outcome append(const OutputRecord& record) = 0;
  virtual Outcome append_journal(std::string_view entry) = 0;
  /// On kRetry the outcome is unknown: call commit again, never abort.
  virtual Outcome commit() = 0;
  virtual Outcome abort() = 0;
};

/// Where transactions go. One thread at a time, one transaction at a time.
class Sink {
 public:
  virtual ~Sink() = default;
  /// The largest record that `topic` takes, as `record_bytes` counts it: what the service adds of
  /// its own is taken off already. The same for as long as the sink lives; from any thread.
  [[nodiscard]] virtual std::size_t max_record_bytes(std::string_view topic) const = 0;
  virtual Result<std::unique_ptr<Transaction>, Failure> begin() = 0;
};

/// The committed journal, read from its head; one reader, one thread.
class Journal {
 public:
  virtual ~Journal() = default;
  /// The next committed entry, or none at the end as it stood when reading began.
  virtual Result<std::optional<std::string>, Failure> next() = 0;
};

}  // namespace copytaster

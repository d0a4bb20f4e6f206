#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/kafka/kafka_journal.h"
#include "daemon/metrics/journal_counts.h"
#include "pipeline/desk.h"

namespace copytaster::kafka {

/// What a person can do about a journal that can't be folded.
inline constexpr std::string_view kUnfitJournal =
    "restore the topic from a copy, or forget everything by making it anew and starting with "
    "--accept-empty-journal";

/// A standby's memory: the fold of the journal, without an end. What a leader decided is here
/// moments later, so taking over costs only the rest. One thread.
class Follower {
 public:
  Follower(std::unique_ptr<JournalReader> reader, std::unique_ptr<Desk> desk)
      : reader_(std::move(reader)), desk_(std::move(desk)) {}

  /// Applies entries until there are none for `wait`, or for at most `budget`.
  Outcome follow(std::chrono::milliseconds wait, std::chrono::milliseconds budget);
  /// Whether a failure of `follow` was that of a newer program's entry: nothing is wrong with the
  /// journal, but it can't be read here.
  [[nodiscard]] bool outdated() const { return outdated_; }
  /// Whether everything below `end` is applied.
  [[nodiscard]] bool reached(std::int64_t end) const { return reader_->reached(end); }

  /// How much of what lies below `end` is applied, in percent; 0 before anything is.
  [[nodiscard]] int percent(std::int64_t end) const;

  [[nodiscard]] const Desk& desk() const { return *desk_; }
  /// Of the entries applied.
  [[nodiscard]] const metrics::JournalCounts& counts() const { return counts_; }
  /// Gives the Desk away; the follower is of no more use.
  std::unique_ptr<Desk> take_desk() { return std::move(desk_); }
  /// Where the last whole round of carried state begins: what is before may be cut off.
  [[nodiscard]] std::optional<std::int64_t> last_round() const { return last_round_; }
  /// What is before is not needed to fold again: there, or where the journal began; 0 where it has
  /// lost that already. None while nothing is applied.
  [[nodiscard]] std::optional<std::int64_t> needed_from() const;

 private:
  Outcome apply(const JournalRecord& record);
  [[nodiscard]] Error<Failure> unfit(const std::string& why) const;

  std::unique_ptr<JournalReader> reader_;
  std::unique_ptr<Desk> desk_;
  metrics::JournalCounts counts_;
  bool outdated_ = false;
  std::optional<std::int64_t> first_;
  std::int64_t last_ = 0;  ///< of those applied
  std::optional<std::int64_t> open_round_;
  std::optional<std::int64_t> last_round_;
};

}  // namespace copytaster::kafka

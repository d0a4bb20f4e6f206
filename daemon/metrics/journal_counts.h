#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/journal_entry.h"
#include "pipeline/kinds.h"

namespace copytaster::metrics {

/// Counts by name, in the order in which the names came. A name past the first 256 counts as
/// "other": no damaged or strange journal makes a page without end.
class Tally {
 public:
  static constexpr std::size_t kMostNames = 256;

  /// The names that are shown even while nothing has them.
  explicit Tally(std::vector<std::string_view> names = {});
  void add(std::string_view name, std::uint64_t count = 1);
  [[nodiscard]] const std::vector<std::pair<std::string, std::uint64_t>>& counts() const {
    return counts_;
  }
  bool operator==(const Tally&) const = default;

 private:
  std::vector<std::pair<std::string, std::uint64_t>> counts_;
};

/// A dead letter, by its reason and coordinates: nothing of what it says.
struct DeadLetter {
  Origin origin;
  std::string reason;
  bool operator==(const DeadLetter&) const = default;
};

constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::kNew) + 1;
constexpr std::size_t kShownDeadLetters = 10;

/// What a journal holds up to the end of one transaction.
struct JournalFigures {
  JournalFigures();
  Ledger ledger;
  std::array<std::uint64_t, kKinds> kinds{};  ///< by `Kind`
  Tally dead_letters;                         ///< by reason
  Tally records;                              ///< by output topic
  Tally lost;                                 ///< offsets of gaps, by input topic
  std::uint64_t forgotten_articles = 0;
  std::uint64_t forgotten_stories = 0;
  std::uint64_t forgotten_sources = 0;
  std::vector<DeadLetter> last_dead_letters;  ///< the newest last, at most kShownDeadLetters
  std::vector<Position> positions;
  std::string settings;
  bool operator==(const JournalFigures&) const = default;
};

/// Counts entries in their order: those of a fold, and then those of each transaction that is
/// committed. So a restart, or another instance, comes to the same figures. One thread at a time.
class JournalCounts {
 public:
  void add(const JournalEntry& entry);
  /// As of the last commit entry: what came after it is not in.
  [[nodiscard]] const JournalFigures& committed() const { return committed_; }

 private:
  void add_outcome(const JournalEntry& entry);

  JournalFigures now_;
  JournalFigures committed_;
};

}  // namespace copytaster::metrics

#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "pipeline/dedup/compare.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/dedup/index.h"

namespace copytaster::quality {

/// A remembered text, by number in order from 0, and what an arriving one is of it.
struct Match {
  std::size_t at = 0;
  dedup::Comparison comparison;
};

/// Index and comparison together, as the Desk uses them, without what it knows of sources and time.
class CopyMemory {
 public:
  void add(const Fingerprint& print);
  /// Every remembered text that this one is a copy of, in the index's order.
  [[nodiscard]] std::vector<Match> copies(const Fingerprint& print) const;
  /// The one that explains it best.
  [[nodiscard]] std::optional<Match> best(const Fingerprint& print) const;
  /// The flashes that a text with this beginning is the full story of.
  [[nodiscard]] std::vector<std::size_t> flashes(const Fingerprint& lead) const;

 private:
  std::vector<Fingerprint> prints_;
  memory::SlotMap slots_;
  dedup::Index index_{slots_};
};

}  // namespace copytaster::quality

#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/memory/key_index.h"
#include "pipeline/memory/slot_map.h"
#include "pipeline/records.h"

namespace copytaster::dedup {

/// Inverted index from skeleton hashes to the remembered texts that hold them, to find the few that
/// are worth comparing. What it answers is a function of the set of texts in it alone, not of the
/// order in which they came and went. A hash that more than 64 texts share tells nothing and is
/// passed over, so a flood of look-alikes costs no more than other texts. One thread at a time.
class Index {
 public:
  /// `slots` outlives the index and has every number that is in it.
  explicit Index(const memory::SlotMap& slots) : slots_(slots), texts_(slots), flashes_(slots) {}

  /// `number` is not in the index yet. The sample's hashes are distinct.
  void add(std::uint64_t number, const Fingerprint& fingerprint);
  /// `number` is in the index, with this very fingerprint.
  void remove(std::uint64_t number, const Fingerprint& fingerprint);
  /// At most `limit` texts: equal ones first, then by hashes shared (3 or more), then by lower
  /// number.
  [[nodiscard]] std::vector<std::uint64_t> candidates(const Fingerprint& fingerprint,
                                                      std::size_t limit) const;
  /// At most `limit` flashes (see `is_flash`) that share 3 hashes or more with the beginning of a
  /// text, as `make_lead` has it; by hashes shared, then by lower number.
  [[nodiscard]] std::vector<std::uint64_t> flashes(const Fingerprint& lead,
                                                   std::size_t limit) const;
  /// By formula from the texts held: budgets decide who is forgotten, and a standby must count
  /// alike.
  [[nodiscard]] std::size_t bytes() const { return texts_.bytes() + flashes_.bytes(); }

 private:
  const memory::SlotMap& slots_;
  memory::KeyIndex texts_;    ///< by skeleton hash and by content
  memory::KeyIndex flashes_;  ///< by skeleton hash: few, so asking for them costs little
};

}  // namespace copytaster::dedup

#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "pipeline/records.h"

namespace copytaster::dedup {

/// Inverted index from skeleton hashes to the remembered texts that hold them, to find the few that
/// are worth comparing. What it answers is a function of the set of texts in it alone, not of the
/// order in which they came and went. A hash that more than 64 texts share tells nothing and is
/// passed over. Memory: 8 bytes a posting in an open-addressing table at 60 to 80% load. One thread
/// at a time.
class Index {
 public:
  Index();

  /// `number` is not in the index yet.
  void add(std::uint64_t number, const Fingerprint& fingerprint);
  /// With the very fingerprint that was added. Nothing happens when the number is not in the index.
  void remove(std::uint64_t number, const Fingerprint& fingerprint);
  /// At most `limit` texts: equal ones first, then by hashes shared (3 or more), then by lower
  /// number.
  [[nodiscard]] std::vector<std::uint64_t> candidates(const Fingerprint& fingerprint,
                                                      std::size_t limit) const;
  /// By formula from the texts held, not from the table's capacity, which depends on its past:
  /// budgets decide who is forgotten, and a standby must count alike. The table never shrinks, so
  /// what is really held is up to this much of the fullest moment.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Posting {
    std::uint32_t hash = 0;
    std::uint32_t slot = 0;  ///< 0: empty
  };

  [[nodiscard]] std::size_t home(std::uint32_t hash) const;
  void insert(std::uint32_t hash, std::uint32_t slot);
  void erase(std::uint32_t hash, std::uint32_t slot);
  void erase_at(std::size_t at);
  void grow();
  void collect(std::uint32_t hash, std::vector<std::uint32_t>& slots) const;

  std::vector<Posting> table_;
  std::size_t postings_ = 0;
  /// Hashes with more than kHot texts live here instead, so that no run of the table grows long.
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> hot_;
  std::size_t hot_postings_ = 0;
  std::vector<std::uint64_t> numbers_;  ///< by slot; slot 0 is never used
  std::vector<std::uint32_t> free_slots_;
  std::unordered_map<std::uint64_t, std::uint32_t> slots_;  ///< number → slot
};

}  // namespace copytaster::dedup

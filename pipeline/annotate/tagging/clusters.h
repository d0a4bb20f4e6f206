#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace copytaster::annotate {

/// Which words are used alike: for each, its group in a fine, a middle and a coarse division,
/// packed as fine | middle << 12 | coarse << 22, each from 1. Immutable.
class ClusterTable {
 public:
  ClusterTable() = default;
  /// `words` by their token_hash; of equal hashes the first counts.
  explicit ClusterTable(std::vector<std::pair<std::uint32_t, std::uint32_t>> words);

  /// 0 where the word is unknown.
  [[nodiscard]] std::uint32_t find(std::uint32_t word) const {
    if (table_.empty()) return 0;
    for (std::size_t at = word & mask_;; at = (at + 1) & mask_) {
      if (table_[at].second == 0) return 0;
      if (table_[at].first == word) return table_[at].second;
    }
  }
  /// Asks the memory for what `find` of this word will need.
  void prefetch(std::uint32_t word) const {
    if (!table_.empty()) __builtin_prefetch(&table_[word & mask_]);
  }
  /// All words, ascending by hash: how a model file holds them.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> words() const;

 private:
  std::vector<std::pair<std::uint32_t, std::uint32_t>> table_;
  std::size_t mask_ = 0;
};

[[nodiscard]] constexpr std::uint32_t fine_cluster(std::uint32_t packed) { return packed & 0xfffU; }
[[nodiscard]] constexpr std::uint32_t middle_cluster(std::uint32_t packed) {
  return packed >> 12U & 0x3ffU;
}
[[nodiscard]] constexpr std::uint32_t coarse_cluster(std::uint32_t packed) { return packed >> 22U; }

}  // namespace copytaster::annotate

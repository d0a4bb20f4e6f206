#include "pipeline/annotate/tagging/clusters.h"

#include <algorithm>
#include <bit>

namespace copytaster::annotate {

ClusterTable::ClusterTable(std::vector<std::pair<std::uint32_t, std::uint32_t>> words) {
  if (words.empty()) return;
  table_.resize(std::bit_ceil(words.size() * 2 + 1));
  mask_ = table_.size() - 1;
  for (const auto& [word, packed] : words) {
    if (packed == 0 || find(word) != 0) continue;
    std::size_t at = word & mask_;
    while (table_[at].second != 0) at = (at + 1) & mask_;
    table_[at] = {word, packed};
  }
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> ClusterTable::words() const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> all;
  for (const auto& entry : table_) {
    if (entry.second != 0) all.push_back(entry);
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace copytaster::annotate

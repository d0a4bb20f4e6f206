#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pipeline/annotate/tagging/clusters.h"

namespace copytaster::annotate {

struct ClusterOptions {
  std::size_t words = 30'000;    ///< the most frequent ones are put into groups
  std::size_t least = 4;         ///< a word seen less often is left out
  std::size_t contexts = 2'000;  ///< the most frequent words count as neighbours
  std::size_t fine = 1'000;      ///< groups; below 4,096
  std::size_t middle = 250;      ///< groups of groups; below 1,024
  std::size_t coarse = 60;       ///< groups of those; below 1,024
  std::size_t rounds = 12;
};

/// Puts the words of unlabelled text into groups by the words that stand directly before and after
/// them, and by how often they are capitalised within a sentence: spherical k-means (Dhillon and
/// Modha 2001) over positive pointwise mutual information, seeded with the most frequent words.
/// Deterministic: the same texts in the same order give the same groups.
class WordClusterer {
 public:
  /// Counts the words of a text.
  void add(std::string_view text);
  /// The groups; an empty table when no text was added.
  [[nodiscard]] ClusterTable finish(const ClusterOptions& options) const;

 private:
  struct Token {
    std::uint32_t word = 0;  ///< number; kBreak between sentences
    bool capital = false;    ///< and not because it begins a sentence
  };
  static constexpr std::uint32_t kBreak = 0;
  /// How often each word, the most frequent first, met each dimension.
  struct Counts {
    std::vector<std::map<std::uint32_t, float>> of_words;
    std::vector<double> totals;  ///< of each dimension
  };
  [[nodiscard]] std::vector<std::uint32_t> most_frequent(const ClusterOptions& options) const;
  [[nodiscard]] Counts count(const std::vector<std::uint32_t>& words, std::size_t most) const;

  std::unordered_map<std::uint32_t, std::uint32_t> numbers_;  ///< by token_hash
  std::vector<std::uint32_t> hashes_{0};                      ///< by number
  std::vector<std::uint64_t> counts_{0};                      ///< by number
  std::vector<Token> tokens_;
};

}  // namespace copytaster::annotate

#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace copytaster::stories {

/// A term with its tf-idf weight.
struct Weighed {
  std::uint32_t hash = 0;
  double weight = 0;
};

/// An article's weights by term, to look a story's terms up in. Open addressing, at most a
/// sixteenth full: most terms of a story are not the article's, and one look says so. The terms are
/// distinct and outlive it. Any thread.
class Weights {
 public:
  explicit Weights(const std::vector<Weighed>& terms)
      : terms_(terms), places_(std::bit_ceil(kSparse * (terms.size() + 1))) {
    for (std::size_t i = 0; i < terms.size(); ++i) {
      std::size_t at = terms[i].hash & (places_.size() - 1);
      while (places_[at] != 0) at = (at + 1) & (places_.size() - 1);
      places_[at] = static_cast<std::uint32_t>(i + 1);
    }
  }

  /// 0 when the term is not the article's.
  [[nodiscard]] double of(std::uint32_t hash) const {
    const std::size_t mask = places_.size() - 1;
    for (std::size_t at = hash & mask; places_[at] != 0; at = (at + 1) & mask) {
      const Weighed& term = terms_[places_[at] - 1U];
      if (term.hash == hash) return term.weight;
    }
    return 0;
  }

 private:
  static constexpr std::size_t kSparse = 16;

  const std::vector<Weighed>& terms_;
  std::vector<std::uint32_t> places_;  ///< place in `terms_` plus one; 0 is free
};

}  // namespace copytaster::stories

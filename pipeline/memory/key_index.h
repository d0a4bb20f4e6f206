#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "pipeline/memory/posting_table.h"
#include "pipeline/memory/slot_map.h"

namespace copytaster::memory {

/// From 32-bit keys to the numbers that have them, for any number of holders: a key with more than
/// kHot of them, as a flood makes, gets a list of its own, so that it slows down nobody, itself
/// included. What it answers is a function of the pairs held. One thread at a time.
class KeyIndex {
 public:
  static constexpr std::size_t kHot = 64;
  using Numbers = std::deque<std::uint64_t>;

  /// `slots` outlives the index and has every number that is in it.
  explicit KeyIndex(const SlotMap& slots) : slots_(slots) {}

  /// The pair is not there yet.
  void insert(std::uint32_t key, std::uint64_t number, std::uint32_t slot);
  /// The pair is there.
  void erase(std::uint32_t key, std::uint64_t number, std::uint32_t slot);
  /// Appends the slots of a key with no more than kHot holders; nothing for any other key.
  void collect(std::uint32_t key, std::vector<std::uint32_t>& slots) const {
    postings_.collect(key, slots);
  }
  /// The holders of a key that has more, ascending; nullptr for any other key.
  [[nodiscard]] const Numbers* hot(std::uint32_t key) const;
  void prefetch(const std::vector<std::uint32_t>& keys, PostingTable::For use) const {
    postings_.prefetch(keys, use);
  }
  [[nodiscard]] bool empty() const { return postings_.size() == 0 && hot_.empty(); }
  /// By formula from the pairs held, not from capacities, which depend on the past.
  [[nodiscard]] std::size_t bytes() const;

 private:
  const SlotMap& slots_;
  PostingTable postings_;
  /// Numbers come at the back and mostly leave at the front: no search through thousands.
  std::unordered_map<std::uint32_t, Numbers> hot_;
  std::size_t hot_pairs_ = 0;
};

}  // namespace copytaster::memory

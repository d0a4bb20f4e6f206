#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace copytaster::memory {

/// A multimap from 32-bit keys to slots below 2^24, in about 5.6 bytes a pair.
///
/// Keys are mixed by a bijection. Their low bits choose one of at least 2^16 groups, so a group
/// keeps only the high 16 bits, beside 3 bytes of slot, in one exactly sized array ordered by both:
/// nothing is approximate. The number of groups follows the number of pairs, one group at a time
/// (linear hashing, W. Litwin, 1980), so nothing ever stops to rehash. It never shrinks; the groups
/// themselves do. Each step is linear in the size of a group: callers bound how many slots a key
/// has. One thread at a time.
class PostingTable {
 public:
  PostingTable();

  /// The pair is not there yet. Returns how many slots the key has now.
  std::size_t insert(std::uint32_t key, std::uint32_t slot);
  /// The pair is there. Returns how many slots the key has left.
  std::size_t erase(std::uint32_t key, std::uint32_t slot);
  [[nodiscard]] std::size_t count(std::uint32_t key) const;
  /// Appends the slots of a key, ascending.
  void collect(std::uint32_t key, std::vector<std::uint32_t>& slots) const;
  enum class For { kReading, kChanging };
  /// Hints that these keys are needed soon: their groups lie anywhere in memory. Most keys that are
  /// read turn out to be absent, so their slots are not fetched ahead.
  void prefetch(const std::vector<std::uint32_t>& keys, For use) const;
  [[nodiscard]] std::size_t size() const { return size_; }
  /// What so many pairs take, by formula.
  [[nodiscard]] static std::size_t bytes(std::size_t pairs) { return pairs * 28 / 5; }

 private:
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  /// `capacity` high halves of keys, as many low halves of slots, as many high bytes of slots.
  struct Group {
    std::unique_ptr<std::uint16_t[]> words;
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;

    [[nodiscard]] std::uint16_t* highs() const { return words.get(); }
    [[nodiscard]] std::uint16_t* slot_lows() const { return words.get() + capacity; }
    [[nodiscard]] std::uint8_t* slot_highs() const;
    [[nodiscard]] std::uint32_t slot(std::size_t at) const;
    [[nodiscard]] std::size_t place(Range in, std::uint32_t slot) const;
    void resize(std::size_t new_capacity);
    void insert(std::size_t at, std::uint16_t high, std::uint32_t slot);
    void erase(std::size_t at);
  };

  [[nodiscard]] std::size_t group_of(std::uint32_t mixed) const;
  [[nodiscard]] static Range range(const Group& group, std::uint16_t high);
  void split();

  std::vector<Group> groups_;
  unsigned level_;  ///< groups_.size() is from 2^level_ to below 2^(level_ + 1)
  std::size_t size_ = 0;
};

}  // namespace copytaster::memory

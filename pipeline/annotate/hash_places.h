#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace copytaster::annotate {

/// A small map from hashes to places, made and dropped with every article: open addressing, one
/// allocation for all that most articles need. Equal hashes are one key. One thread at a time.
class HashPlaces {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  /// The place of `hash`, which becomes `place` where it had none, and whether it had none. Good
  /// until the next call.
  std::pair<std::size_t&, bool> try_emplace(std::uint64_t hash, std::size_t place) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[slot_of(slots_, hash)];
    const bool added = slot.place == kNone;
    if (added) {
      slot = {hash, place};
      ++size_;
    }
    return {slot.place, added};
  }

  /// The place of `hash`, or kNone.
  [[nodiscard]] std::size_t find(std::uint64_t hash) const {
    return slots_.empty() ? kNone : slots_[slot_of(slots_, hash)].place;
  }

 private:
  static constexpr std::size_t kFirst = 64;  ///< slots
  struct Slot {
    std::uint64_t hash = 0;
    std::size_t place = kNone;  ///< kNone: the slot is free
  };

  /// The slot that holds `hash`, else the free one where it belongs.
  static std::size_t slot_of(const std::vector<Slot>& slots, std::uint64_t hash) {
    const std::size_t mask = slots.size() - 1;
    std::size_t at = hash & mask;
    while (slots[at].place != kNone && slots[at].hash != hash) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Slot> larger(slots_.empty() ? kFirst : 2 * slots_.size());
    for (const Slot& slot : slots_) {
      if (slot.place != kNone) larger[slot_of(larger, slot.hash)] = slot;
    }
    slots_.swap(larger);
  }

  std::vector<Slot> slots_;  ///< at most half of them in use; a power of two
  std::size_t size_ = 0;
};

}  // namespace copytaster::annotate

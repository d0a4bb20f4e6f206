#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "pipeline/memory/slot_map.h"
#include "pipeline/records.h"

namespace copytaster::memory {

/// The slots of a SlotMap in order of a time, then of their numbers: who leaves first. A binary
/// heap that knows where each slot stands in it; 16 bytes a slot. Making a slot the youngest takes
/// as many steps as the heap has levels. One thread at a time; the SlotMap outlives it, and a slot
/// keeps its number while it is here.
class AgeHeap {
 public:
  explicit AgeHeap(const SlotMap& slots) : slots_(slots) {}

  /// The slot is not here yet.
  void add(std::uint32_t slot, Timestamp time);
  /// The slot is here.
  void remove(std::uint32_t slot);
  void set(std::uint32_t slot, Timestamp time);
  [[nodiscard]] Timestamp time(std::uint32_t slot) const { return times_[slot]; }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }
  /// Calls `visit` with slots from the oldest on, until it returns false.
  void visit_oldest(const std::function<bool(std::uint32_t)>& visit) const;
  [[nodiscard]] std::size_t bytes() const { return heap_.size() * 16; }

 private:
  [[nodiscard]] bool older(std::uint32_t left, std::uint32_t right) const;
  void place(std::size_t at, std::uint32_t slot);
  void rise(std::size_t at);
  void sink(std::size_t at);

  const SlotMap& slots_;
  std::vector<std::uint32_t> heap_;       ///< slots; none is older than its parent, at (i - 1) / 2
  std::vector<std::uint32_t> positions_;  ///< by slot: where in heap_
  std::vector<Timestamp> times_;          ///< by slot
};

}  // namespace copytaster::memory

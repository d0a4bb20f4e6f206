#include "pipeline/memory/age_heap.h"

#include <algorithm>

#include "pipeline/check.h"

namespace copytaster::memory {

bool AgeHeap::older(std::uint32_t left, std::uint32_t right) const {
  if (times_[left] != times_[right]) return times_[left] < times_[right];
  return slots_.number(left) < slots_.number(right);
}

void AgeHeap::place(std::size_t at, std::uint32_t slot) {
  heap_[at] = slot;
  positions_[slot] = static_cast<std::uint32_t>(at);
}

void AgeHeap::rise(std::size_t at) {
  const std::uint32_t slot = heap_[at];
  while (at > 0 && older(slot, heap_[(at - 1) / 2])) {
    place(at, heap_[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
  place(at, slot);
}

void AgeHeap::sink(std::size_t at) {
  const std::uint32_t slot = heap_[at];
  for (;;) {
    std::size_t child = 2 * at + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && older(heap_[child + 1], heap_[child])) ++child;
    if (!older(heap_[child], slot)) break;
    place(at, heap_[child]);
    at = child;
  }
  place(at, slot);
}

void AgeHeap::add(std::uint32_t slot, Timestamp time) {
  if (slot >= times_.size()) {
    times_.resize(slot + 1);
    positions_.resize(slot + 1);
  }
  times_[slot] = time;
  heap_.push_back(slot);
  rise(heap_.size() - 1);
}

void AgeHeap::remove(std::uint32_t slot) {
  const std::size_t at = positions_[slot];
  CHECK(at < heap_.size() && heap_[at] == slot);
  const std::uint32_t last = heap_.back();
  heap_.pop_back();
  if (last == slot) return;
  place(at, last);
  rise(at);
  sink(positions_[last]);
}

void AgeHeap::set(std::uint32_t slot, Timestamp time) {
  times_[slot] = time;
  rise(positions_[slot]);
  sink(positions_[slot]);
}

void AgeHeap::visit_oldest(const std::function<bool(std::uint32_t)>& visit) const {
  // What has been seen is the top of the heap: the next one is among the children of those.
  std::vector<std::size_t> edge;
  const auto younger = [this](std::size_t left, std::size_t right) {
    return older(heap_[right], heap_[left]);
  };
  if (!heap_.empty()) edge.push_back(0);
  while (!edge.empty()) {
    std::pop_heap(edge.begin(), edge.end(), younger);
    const std::size_t at = edge.back();
    edge.pop_back();
    if (!visit(heap_[at])) return;
    for (const std::size_t child : {2 * at + 1, 2 * at + 2}) {
      if (child >= heap_.size()) break;
      edge.push_back(child);
      std::push_heap(edge.begin(), edge.end(), younger);
    }
  }
}

}  // namespace copytaster::memory

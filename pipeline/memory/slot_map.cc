#include "pipeline/memory/slot_map.h"

#include <algorithm>

#include "pipeline/check.h"

namespace copytaster::memory {

std::uint32_t SlotMap::add(std::uint64_t number) {
  CHECK(size_ < kMost);
  std::uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(numbers_.size());
    numbers_.push_back(number);
  } else {
    slot = free_.back();
    free_.pop_back();
    numbers_[slot] = number;
  }
  const auto [page, is_new] = pages_.try_emplace(number / kPage);
  if (is_new) page->second.fill(kNone);
  auto& place = page->second[number % kPage];
  CHECK(place == kNone);
  place = slot;
  ++size_;
  return slot;
}

void SlotMap::remove(std::uint64_t number) {
  const auto page = pages_.find(number / kPage);
  CHECK(page != pages_.end());
  auto& place = page->second[number % kPage];
  CHECK(place != kNone);
  free_.push_back(place);
  place = kNone;
  --size_;
  const auto& places = page->second;
  if (std::all_of(places.begin(), places.end(), [](auto each) { return each == kNone; })) {
    pages_.erase(page);
  }
}

std::optional<std::uint32_t> SlotMap::find(std::uint64_t number) const {
  const auto page = pages_.find(number / kPage);
  if (page == pages_.end() || page->second[number % kPage] == kNone) return std::nullopt;
  return page->second[number % kPage];
}

std::optional<std::uint64_t> SlotMap::after(std::uint64_t number) const {
  const std::uint64_t from = number + 1;
  for (auto page = pages_.lower_bound(from / kPage); page != pages_.end(); ++page) {
    const std::size_t begin = page->first == from / kPage ? from % kPage : 0;
    for (std::size_t i = begin; i < kPage; ++i) {
      if (page->second[i] != kNone) return page->first * kPage + i;
    }
  }
  return std::nullopt;
}

std::size_t SlotMap::bytes() const {
  constexpr std::size_t kNode = 64;  // of the map, with its allocation
  return pages_.size() * (sizeof(Page) + kNode) + size_ * sizeof(std::uint64_t);
}

}  // namespace copytaster::memory

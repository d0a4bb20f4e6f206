#include "pipeline/memory/key_index.h"

#include <algorithm>

#include "pipeline/check.h"

namespace copytaster::memory {

const KeyIndex::Numbers* KeyIndex::hot(std::uint32_t key) const {
  const auto found = hot_.find(key);
  return found == hot_.end() ? nullptr : &found->second;
}

std::size_t KeyIndex::bytes() const {
  constexpr std::size_t kHotKey = 700;  // its node and the deque's first block
  return PostingTable::bytes(postings_.size()) + hot_.size() * kHotKey +
         hot_pairs_ * sizeof(std::uint64_t);
}

void KeyIndex::insert(std::uint32_t key, std::uint64_t number, std::uint32_t slot) {
  if (const auto found = hot_.find(key); found != hot_.end()) {
    auto& numbers = found->second;
    numbers.insert(std::lower_bound(numbers.begin(), numbers.end(), number), number);
    ++hot_pairs_;
    return;
  }
  if (postings_.insert(key, slot) <= kHot) return;
  std::vector<std::uint32_t> slots;
  postings_.collect(key, slots);
  Numbers& numbers = hot_[key];
  for (const std::uint32_t each : slots) {
    postings_.erase(key, each);
    numbers.push_back(slots_.number(each));
  }
  std::sort(numbers.begin(), numbers.end());
  hot_pairs_ += numbers.size();
}

void KeyIndex::erase(std::uint32_t key, std::uint64_t number, std::uint32_t slot) {
  const auto found = hot_.find(key);
  if (found == hot_.end()) {
    postings_.erase(key, slot);
    return;
  }
  Numbers& numbers = found->second;
  const auto place = std::lower_bound(numbers.begin(), numbers.end(), number);
  CHECK(place != numbers.end() && *place == number);
  numbers.erase(place);
  --hot_pairs_;
  if (numbers.size() > kHot) return;
  hot_pairs_ -= numbers.size();
  for (const std::uint64_t each : numbers) postings_.insert(key, slots_.find(each).value());
  hot_.erase(found);
}

}  // namespace copytaster::memory

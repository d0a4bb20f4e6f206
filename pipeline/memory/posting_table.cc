#include "pipeline/memory/posting_table.h"

#include <algorithm>
#include <cstring>

#include "pipeline/check.h"
#include "pipeline/memory/slot_map.h"

namespace copytaster::memory {
namespace {

constexpr unsigned kLeastLevel = 16;     ///< below, the high half of a key would not tell it apart
constexpr std::size_t kGroupPairs = 96;  ///< on average, once there are enough
constexpr std::size_t kNear = 12;        ///< 2.4 standard deviations in a group of 96
constexpr std::size_t kStep = 8;         ///< pairs by which a small group grows

/// A bijection in which every bit of the key moves every bit: two rounds of multiply and
/// xor-shift with the constants of C. Wellons' "lowbias32".
constexpr std::uint32_t mix(std::uint32_t key) {
  key = (key ^ (key >> 16U)) * 0x7feb352dU;
  key = (key ^ (key >> 15U)) * 0x846ca68bU;
  return key ^ (key >> 16U);
}

constexpr std::uint16_t high_half(std::uint32_t mixed) {
  return static_cast<std::uint16_t>(mixed >> 16U);
}

/// How many of `size` ascending values are below `value`. No branch depends on a value: they are as
/// good as random, so the processor would guess half of them wrong.
std::size_t count_below(const std::uint16_t* values, std::size_t size, std::uint32_t value) {
  const std::uint16_t* begin = values;
  while (size > 1) {
    const std::size_t half = size / 2;
    begin += half * static_cast<std::size_t>(begin[half - 1] < value);
    size -= half;
  }
  const bool last_is_below = size == 1 && *begin < value;
  return static_cast<std::size_t>(begin - values) + (last_is_below ? 1 : 0);
}

/// About where the first value that is not below `value` stands: they lie evenly.
std::size_t expected_place(std::size_t size, std::uint32_t value) {
  return (std::size_t{value} * size) >> 16U;
}

/// As `count_below`, but looks first where it ought to be, which a prefetch has brought near.
std::size_t find_place(const std::uint16_t* values, std::size_t size, std::uint32_t value) {
  const std::size_t near = expected_place(size, value);
  const std::size_t begin = near - std::min(near, kNear);
  const std::size_t end = std::min(size, near + kNear);
  if (begin > 0 && values[begin - 1] >= value) return count_below(values, begin - 1, value);
  if (end < size && values[end] < value) {
    return end + 1 + count_below(values + end + 1, size - end - 1, value);
  }
  return begin + count_below(values + begin, end - begin, value);
}

}  // namespace

std::uint8_t* PostingTable::Group::slot_highs() const {
  return reinterpret_cast<std::uint8_t*>(words.get() + 2 * std::size_t{capacity});
}

std::uint32_t PostingTable::Group::slot(std::size_t at) const {
  return slot_lows()[at] | (std::uint32_t{slot_highs()[at]} << 16U);
}

/// Where in the key's range the pair stands or belongs.
std::size_t PostingTable::Group::place(Range in, std::uint32_t slot_wanted) const {
  while (in.begin < in.end) {
    const std::size_t middle = (in.begin + in.end) / 2;
    if (slot(middle) < slot_wanted) {
      in.begin = middle + 1;
    } else {
      in.end = middle;
    }
  }
  return in.begin;
}

void PostingTable::Group::resize(std::size_t new_capacity) {
  new_capacity += new_capacity % 2;  // the bytes at the end fill whole words
  Group other;
  other.capacity = static_cast<std::uint32_t>(new_capacity);
  if (new_capacity > 0) other.words.reset(new std::uint16_t[new_capacity * 5 / 2]);
  if (size > 0) {
    std::memcpy(other.highs(), highs(), size * sizeof(std::uint16_t));
    std::memcpy(other.slot_lows(), slot_lows(), size * sizeof(std::uint16_t));
    std::memcpy(other.slot_highs(), slot_highs(), size);
  }
  words = std::move(other.words);
  capacity = other.capacity;
}

void PostingTable::Group::insert(std::size_t at, std::uint16_t high, std::uint32_t new_slot) {
  if (size == capacity) resize(size + std::max<std::size_t>(kStep, size / 8));
  const std::size_t behind = size - at;
  std::memmove(highs() + at + 1, highs() + at, behind * sizeof(std::uint16_t));
  std::memmove(slot_lows() + at + 1, slot_lows() + at, behind * sizeof(std::uint16_t));
  std::memmove(slot_highs() + at + 1, slot_highs() + at, behind);
  highs()[at] = high;
  slot_lows()[at] = static_cast<std::uint16_t>(new_slot);
  slot_highs()[at] = static_cast<std::uint8_t>(new_slot >> 16U);
  ++size;
}

void PostingTable::Group::erase(std::size_t at) {
  --size;
  const std::size_t behind = size - at;
  std::memmove(highs() + at, highs() + at + 1, behind * sizeof(std::uint16_t));
  std::memmove(slot_lows() + at, slot_lows() + at + 1, behind * sizeof(std::uint16_t));
  std::memmove(slot_highs() + at, slot_highs() + at + 1, behind);
  const std::size_t slack = std::max<std::size_t>(kStep, size / 8);
  if (capacity > size + 2 * slack) resize(size + slack);
}

PostingTable::PostingTable() : groups_(std::size_t{1} << kLeastLevel), level_(kLeastLevel) {}

std::size_t PostingTable::group_of(std::uint32_t mixed) const {
  const std::size_t wide = mixed & ((std::size_t{2} << level_) - 1);
  return wide < groups_.size() ? wide : wide & ((std::size_t{1} << level_) - 1);
}

PostingTable::Range PostingTable::range(const Group& group, std::uint16_t high) {
  const std::uint16_t* highs = group.highs();
  const std::size_t begin = find_place(highs, group.size, high);
  std::size_t end = begin;
  // Few keys have more than one slot, so few are worth a second search.
  if (end < group.size && highs[end] == high) ++end;
  if (end > begin && end < group.size && highs[end] == high) {
    end += count_below(highs + end, group.size - end, std::uint32_t{high} + 1);
  }
  return {begin, end};
}

/// The next group in turn gives the pairs whose next bit is set to a new group at the end.
void PostingTable::split() {
  const std::size_t half = std::size_t{1} << level_;
  const std::size_t from = groups_.size() - half;
  const unsigned bit = level_ - kLeastLevel;
  Group stay;
  Group leave;
  {
    const Group& old = groups_[from];
    std::size_t leaving = 0;
    for (std::size_t i = 0; i < old.size; ++i) leaving += (old.highs()[i] >> bit) & 1U;
    leave.resize(leaving);
    stay.resize(old.size - leaving);
    for (std::size_t i = 0; i < old.size; ++i) {
      Group& to = ((old.highs()[i] >> bit) & 1U) != 0 ? leave : stay;
      to.insert(to.size, old.highs()[i], old.slot(i));
    }
  }
  groups_[from] = std::move(stay);
  groups_.push_back(std::move(leave));
  if (groups_.size() == 2 * half) ++level_;
}

std::size_t PostingTable::insert(std::uint32_t key, std::uint32_t slot) {
  CHECK(slot < SlotMap::kMost);
  if (size_ >= kGroupPairs * groups_.size() && level_ < 2 * kLeastLevel - 1) split();
  const std::uint32_t mixed = mix(key);
  Group& group = groups_[group_of(mixed)];
  const Range in = range(group, high_half(mixed));
  group.insert(group.place(in, slot), high_half(mixed), slot);
  ++size_;
  return in.end - in.begin + 1;
}

std::size_t PostingTable::erase(std::uint32_t key, std::uint32_t slot) {
  const std::uint32_t mixed = mix(key);
  Group& group = groups_[group_of(mixed)];
  const Range in = range(group, high_half(mixed));
  const std::size_t at = group.place(in, slot);
  CHECK(at < in.end && group.slot(at) == slot);
  group.erase(at);
  --size_;
  return in.end - in.begin - 1;
}

std::size_t PostingTable::count(std::uint32_t key) const {
  const std::uint32_t mixed = mix(key);
  const Range in = range(groups_[group_of(mixed)], high_half(mixed));
  return in.end - in.begin;
}

void PostingTable::collect(std::uint32_t key, std::vector<std::uint32_t>& slots) const {
  const std::uint32_t mixed = mix(key);
  const Group& group = groups_[group_of(mixed)];
  const Range in = range(group, high_half(mixed));
  std::size_t at = slots.size();
  slots.resize(at + in.end - in.begin);
  for (std::size_t i = in.begin; i < in.end; ++i) slots[at++] = group.slot(i);
}

void PostingTable::prefetch(const std::vector<std::uint32_t>& keys, For use) const {
  for (const std::uint32_t key : keys) __builtin_prefetch(&groups_[group_of(mix(key))]);
  for (const std::uint32_t key : keys) {
    const std::uint32_t mixed = mix(key);
    const Group& group = groups_[group_of(mixed)];
    if (group.size == 0) continue;
    const std::size_t near = expected_place(group.size, high_half(mixed));
    __builtin_prefetch(group.highs() + (near - std::min(near, kNear)));
    __builtin_prefetch(group.highs() + near + kNear);
    if (use == For::kReading) continue;
    __builtin_prefetch(group.slot_lows() + near);
    __builtin_prefetch(group.slot_highs() + near);
  }
}

}  // namespace copytaster::memory

#include "pipeline/dedup/index.h"

#include <algorithm>

#include "pipeline/check.h"

namespace copytaster::dedup {
namespace {

constexpr std::size_t kHot = 64;
constexpr std::uint32_t kLeastShared = 3;
constexpr std::uint32_t kEqualContent = 1'000'000;  ///< above any count of shared hashes

/// The posting under which equal texts find each other.
std::uint32_t content_key(const Fingerprint& fingerprint) {
  return static_cast<std::uint32_t>(fingerprint.content >> 32U) ^ 0x9e3779b9U;
}

}  // namespace

Index::Index() : table_(1024), numbers_(1) {}

std::size_t Index::bytes() const {
  // By count, not by capacity: an index that grew and shrank must weigh as much as one just folded.
  constexpr std::size_t kPostingBytes = 11;  // 8 at a load of about 0.7
  constexpr std::size_t kSlotBytes =
      sizeof(std::uint64_t) + 48;  // its number and its node in the map
  return (postings_ + hot_postings_) * kPostingBytes + slots_.size() * kSlotBytes;
}

/// Hashes keep their order in the table at any size, so it can grow by any factor.
std::size_t Index::home(std::uint32_t hash) const {
  const std::uint32_t mixed =
      hash * 0x9e3779b1U;  // the samples hold the smallest hashes: spread them
  return (static_cast<std::uint64_t>(mixed) * table_.size()) >> 32U;
}

void Index::grow() {
  std::vector<Posting> old(table_.size() + table_.size() / 3);
  old.swap(table_);
  for (const auto& posting : old) {
    if (posting.slot == 0) continue;
    std::size_t at = home(posting.hash);
    while (table_[at].slot != 0) at = at + 1 == table_.size() ? 0 : at + 1;
    table_[at] = posting;
  }
}

void Index::insert(std::uint32_t hash, std::uint32_t slot) {
  if (!hot_.empty()) {
    if (const auto hot = hot_.find(hash); hot != hot_.end()) {
      hot->second.push_back(slot);
      ++hot_postings_;
      return;
    }
  }
  if ((postings_ + 1) * 5 > table_.size() * 4) grow();
  std::size_t at = home(hash);
  std::size_t same = 0;
  while (table_[at].slot != 0) {
    same += table_[at].hash == hash ? 1U : 0U;
    at = at + 1 == table_.size() ? 0 : at + 1;
  }
  table_[at] = {hash, slot};
  ++postings_;
  if (same < kHot) return;
  std::vector<std::uint32_t> slots;
  collect(hash, slots);
  for (const std::uint32_t each : slots) erase(hash, each);
  hot_postings_ += slots.size();
  hot_.emplace(hash, std::move(slots));
}

/// Closes the gap: whatever stands behind it and may move up does.
void Index::erase_at(std::size_t at) {
  std::size_t gap = at;
  for (std::size_t next = gap;;) {
    next = next + 1 == table_.size() ? 0 : next + 1;
    if (table_[next].slot == 0) break;
    const std::size_t wanted = home(table_[next].hash);
    const std::size_t distance = (next + table_.size() - wanted) % table_.size();
    const std::size_t to_gap = (next + table_.size() - gap) % table_.size();
    if (distance >= to_gap) {
      table_[gap] = table_[next];
      gap = next;
    }
  }
  table_[gap] = {};
  --postings_;
}

void Index::erase(std::uint32_t hash, std::uint32_t slot) {
  if (const auto hot = hot_.find(hash); hot != hot_.end()) {
    std::erase(hot->second, slot);
    --hot_postings_;
    if (hot->second.size() > kHot) return;
    const std::vector<std::uint32_t> slots = std::move(hot->second);
    hot_postings_ -= slots.size();
    hot_.erase(hot);
    for (const std::uint32_t each : slots) insert(hash, each);
    return;
  }
  std::size_t at = home(hash);
  while (table_[at].slot != 0 && (table_[at].hash != hash || table_[at].slot != slot)) {
    at = at + 1 == table_.size() ? 0 : at + 1;
  }
  CHECK(table_[at].slot != 0);
  erase_at(at);
}

void Index::collect(std::uint32_t hash, std::vector<std::uint32_t>& slots) const {
  for (std::size_t at = home(hash); table_[at].slot != 0;
       at = at + 1 == table_.size() ? 0 : at + 1) {
    if (table_[at].hash == hash) slots.push_back(table_[at].slot);
  }
}

void Index::add(std::uint64_t number, const Fingerprint& fingerprint) {
  CHECK(!slots_.contains(number));
  std::uint32_t slot = 0;
  if (free_slots_.empty()) {
    slot = static_cast<std::uint32_t>(numbers_.size());
    numbers_.push_back(number);
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
    numbers_[slot] = number;
  }
  slots_.emplace(number, slot);
  insert(content_key(fingerprint), slot);
  for (const std::uint32_t hash : fingerprint.skeleton.hashes) insert(hash, slot);
}

void Index::remove(std::uint64_t number, const Fingerprint& fingerprint) {
  const auto found = slots_.find(number);
  if (found == slots_.end()) return;
  erase(content_key(fingerprint), found->second);
  for (const std::uint32_t hash : fingerprint.skeleton.hashes) erase(hash, found->second);
  free_slots_.push_back(found->second);
  slots_.erase(found);
}

std::vector<std::uint64_t> Index::candidates(const Fingerprint& fingerprint,
                                             std::size_t limit) const {
  std::vector<std::uint32_t> slots;
  for (const std::uint32_t hash : fingerprint.skeleton.hashes) collect(hash, slots);
  std::sort(slots.begin(), slots.end());
  struct Candidate {
    std::uint32_t shared;
    std::uint64_t number;
  };
  std::vector<Candidate> found;
  for (std::size_t begin = 0; begin < slots.size();) {
    std::size_t end = begin;
    while (end < slots.size() && slots[end] == slots[begin]) ++end;
    const auto shared = static_cast<std::uint32_t>(end - begin);
    if (shared >= kLeastShared) found.push_back({shared, numbers_[slots[begin]]});
    begin = end;
  }
  std::vector<std::uint32_t> equal;
  const std::uint32_t key = content_key(fingerprint);
  if (const auto hot = hot_.find(key); hot != hot_.end()) {
    equal = hot->second;
  } else {
    collect(key, equal);
  }
  for (const std::uint32_t slot : equal) found.push_back({kEqualContent, numbers_[slot]});
  std::sort(found.begin(), found.end(), [](const Candidate& left, const Candidate& right) {
    return left.shared != right.shared ? left.shared > right.shared : left.number < right.number;
  });
  std::vector<std::uint64_t> numbers;
  for (const auto& candidate : found) {
    if (numbers.size() == limit) break;
    if (std::find(numbers.begin(), numbers.end(), candidate.number) == numbers.end()) {
      numbers.push_back(candidate.number);
    }
  }
  return numbers;
}

}  // namespace copytaster::dedup

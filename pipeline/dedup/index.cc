#include "pipeline/dedup/index.h"

#include <algorithm>

namespace copytaster::dedup {
namespace {

constexpr std::uint32_t kLeastShared = 3;
constexpr std::uint32_t kEqualContent = 1'000'000;  ///< above any count of shared hashes

/// The key under which equal texts find each other.
std::uint32_t content_key(const Fingerprint& fingerprint) {
  return static_cast<std::uint32_t>(fingerprint.content >> 32U) ^ 0x9e3779b9U;
}

struct Candidate {
  std::uint32_t shared;
  std::uint64_t number;
};

/// Those that stand there often enough, each with how often.
std::vector<Candidate> counted(std::vector<std::uint32_t>& slots, const memory::SlotMap& map) {
  std::sort(slots.begin(), slots.end());
  std::vector<Candidate> found;
  for (std::size_t begin = 0; begin < slots.size();) {
    std::size_t end = begin;
    while (end < slots.size() && slots[end] == slots[begin]) ++end;
    const auto shared = static_cast<std::uint32_t>(end - begin);
    if (shared >= kLeastShared) found.push_back({shared, map.number(slots[begin])});
    begin = end;
  }
  return found;
}

}  // namespace

void Index::add(std::uint64_t number, const Fingerprint& fingerprint) {
  const std::uint32_t slot = slots_.find(number).value();
  texts_.prefetch(fingerprint.skeleton.hashes);
  texts_.insert(content_key(fingerprint), number, slot);
  for (const std::uint32_t hash : fingerprint.skeleton.hashes) texts_.insert(hash, number, slot);
}

void Index::remove(std::uint64_t number, const Fingerprint& fingerprint) {
  const std::uint32_t slot = slots_.find(number).value();
  texts_.prefetch(fingerprint.skeleton.hashes);
  texts_.erase(content_key(fingerprint), number, slot);
  for (const std::uint32_t hash : fingerprint.skeleton.hashes) texts_.erase(hash, number, slot);
}

std::vector<std::uint64_t> Index::candidates(const Fingerprint& fingerprint,
                                             std::size_t limit) const {
  texts_.prefetch(fingerprint.skeleton.hashes);
  std::vector<std::uint32_t> slots;
  for (const std::uint32_t hash : fingerprint.skeleton.hashes) texts_.collect(hash, slots);
  std::vector<Candidate> found = counted(slots, slots_);
  const std::uint32_t key = content_key(fingerprint);
  if (const auto* numbers = texts_.hot(key); numbers != nullptr) {
    for (std::size_t i = 0; i < std::min(limit, numbers->size()); ++i) {
      found.push_back({kEqualContent, (*numbers)[i]});
    }
  }
  slots.clear();
  texts_.collect(key, slots);
  for (const std::uint32_t slot : slots) found.push_back({kEqualContent, slots_.number(slot)});
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

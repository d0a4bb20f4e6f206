#include "pipeline/dedup/index.h"

#include <algorithm>

#include "pipeline/dedup/compare.h"

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

/// The texts that hold enough of the hashes, each with how many.
std::vector<Candidate> sharing(const memory::KeyIndex& texts,
                               const std::vector<std::uint32_t>& hashes,
                               const memory::SlotMap& map) {
  texts.prefetch(hashes, memory::PostingTable::For::kReading);
  std::vector<std::uint32_t> slots;
  for (const std::uint32_t hash : hashes) texts.collect(hash, slots);
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

/// The numbers of those that share most, then by number, each once.
std::vector<std::uint64_t> best(std::vector<Candidate>& found, std::size_t limit) {
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

}  // namespace

void Index::add(std::uint64_t number, const Fingerprint& fingerprint) {
  const std::uint32_t slot = slots_.find(number).value();
  const auto& hashes = fingerprint.skeleton.hashes;
  texts_.prefetch(hashes, memory::PostingTable::For::kChanging);
  texts_.insert(content_key(fingerprint), number, slot);
  for (const std::uint32_t hash : hashes) texts_.insert(hash, number, slot);
  if (!is_flash(fingerprint)) return;
  for (const std::uint32_t hash : hashes) flashes_.insert(hash, number, slot);
}

void Index::remove(std::uint64_t number, const Fingerprint& fingerprint) {
  const std::uint32_t slot = slots_.find(number).value();
  const auto& hashes = fingerprint.skeleton.hashes;
  texts_.prefetch(hashes, memory::PostingTable::For::kChanging);
  texts_.erase(content_key(fingerprint), number, slot);
  for (const std::uint32_t hash : hashes) texts_.erase(hash, number, slot);
  if (!is_flash(fingerprint)) return;
  for (const std::uint32_t hash : hashes) flashes_.erase(hash, number, slot);
}

std::vector<std::uint64_t> Index::flashes(const Fingerprint& lead, std::size_t limit) const {
  if (flashes_.empty()) return {};
  std::vector<Candidate> found = sharing(flashes_, lead.skeleton.hashes, slots_);
  return best(found, limit);
}

std::vector<std::uint64_t> Index::candidates(const Fingerprint& fingerprint,
                                             std::size_t limit) const {
  std::vector<Candidate> found = sharing(texts_, fingerprint.skeleton.hashes, slots_);
  const std::uint32_t key = content_key(fingerprint);
  if (const auto* numbers = texts_.hot(key); numbers != nullptr) {
    for (std::size_t i = 0; i < std::min(limit, numbers->size()); ++i) {
      found.push_back({kEqualContent, (*numbers)[i]});
    }
  }
  std::vector<std::uint32_t> slots;
  texts_.collect(key, slots);
  for (const std::uint32_t slot : slots) found.push_back({kEqualContent, slots_.number(slot)});
  return best(found, limit);
}

}  // namespace copytaster::dedup

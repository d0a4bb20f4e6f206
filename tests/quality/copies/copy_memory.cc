#include "tests/quality/copies/copy_memory.h"

namespace copytaster::quality {
namespace {

constexpr std::size_t kCandidates = 32;

}  // namespace

void CopyMemory::add(const Fingerprint& print) {
  prints_.push_back(print);
  slots_.add(prints_.size());
  index_.add(prints_.size(), print);
}

std::vector<Match> CopyMemory::copies(const Fingerprint& print) const {
  std::vector<Match> found;
  for (const auto number : index_.candidates(print, kCandidates)) {
    const auto result = dedup::compare(print, prints_[number - 1], {});
    if (result.copy != CopyKind::kNone) found.push_back({number - 1, result});
  }
  return found;
}

std::optional<Match> CopyMemory::best(const Fingerprint& print) const {
  std::optional<Match> best;
  for (const Match& match : copies(print)) {
    if (!best || dedup::explains_better(match.comparison, match.at, best->comparison, best->at))
      best = match;
  }
  return best;
}

std::vector<std::size_t> CopyMemory::flashes(const Fingerprint& lead) const {
  std::vector<std::size_t> found;
  for (const auto number : index_.flashes(lead, kCandidates)) {
    if (dedup::is_flash_of(prints_[number - 1], lead)) found.push_back(number - 1);
  }
  return found;
}

}  // namespace copytaster::quality

#include "tests/quality/copies/copy_memory.h"

#include <algorithm>
#include <utility>

namespace copytaster::quality {
namespace {

constexpr std::size_t kCandidates = 32;
constexpr std::int64_t kHour = 60 * 60 * 1000;
constexpr std::int64_t kWindow = 7 * 24 * kHour;
constexpr std::int64_t kRepeatedWithin = 12 * kHour;
constexpr std::uint32_t kShortWords = 40;

/// Milliseconds between the two, if both have a time.
std::optional<std::int64_t> between(const Sender& later, const Sender& earlier) {
  if (!later.time || !earlier.time) return std::nullopt;
  return later.time->milliseconds - earlier.time->milliseconds;
}

bool is_ruled_out(const Fingerprint& print, const Sender& sender, const Sender& earlier,
                  CopyKind copy) {
  const bool same = !sender.source.empty() && sender.source == earlier.source;
  if (copy == CopyKind::kSpun) return same;
  if (print.words >= kShortWords || sender.source.empty()) return false;
  const auto passed = between(sender, earlier);
  return !same || (passed && *passed > kRepeatedWithin);
}

}  // namespace

void CopyMemory::add(const Fingerprint& print, Sender sender) {
  texts_.push_back({print, std::move(sender)});
  slots_.add(texts_.size());
  index_.add(texts_.size(), print);
}

std::vector<Match> CopyMemory::copies(const Fingerprint& print, const Sender& sender) const {
  std::vector<Match> found;
  for (const auto number : index_.candidates(print, kCandidates)) {
    const Remembered& text = texts_[number - 1];
    if (!remembers(number - 1, sender)) continue;
    const auto result = dedup::compare(print, text.print, {});
    if (result.copy == CopyKind::kNone || is_ruled_out(print, sender, text.sender, result.copy))
      continue;
    found.push_back({number - 1, result});
  }
  return found;
}

std::optional<Match> CopyMemory::best(const Fingerprint& print, const Sender& sender) const {
  std::optional<Match> best;
  for (const Match& match : copies(print, sender)) {
    if (!best || dedup::explains_better(match.comparison, match.at, best->comparison, best->at))
      best = match;
  }
  return best;
}

bool CopyMemory::remembers(std::size_t at, const Sender& sender) const {
  const auto passed = between(sender, texts_[at].sender);
  return !passed || *passed <= kWindow;
}

void CopyMemory::keep(std::size_t at, const Sender& sender) {
  auto& time = texts_[at].sender.time;
  if (time && sender.time) time = std::max(*time, *sender.time);
}

std::vector<std::size_t> CopyMemory::flashes(const Fingerprint& lead) const {
  std::vector<std::size_t> found;
  for (const auto number : index_.flashes(lead, kCandidates)) {
    if (dedup::is_flash_of(texts_[number - 1].print, lead)) found.push_back(number - 1);
  }
  return found;
}

}  // namespace copytaster::quality

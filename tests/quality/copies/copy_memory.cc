#include "tests/quality/copies/copy_memory.h"

#include <algorithm>
#include <utility>

#include "pipeline/annotate/entities.h"
#include "pipeline/desk_judgement.h"
#include "pipeline/stories/terms.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

constexpr Timestamp kNow{1000};
constexpr std::int64_t kHour = 60 * 60 * 1000;
constexpr std::int64_t kWindow = 7 * 24 * kHour;
constexpr std::int64_t kRepeatedWithin = 12 * kHour;

/// Milliseconds between the two, if both have a time.
std::optional<std::int64_t> between(const Sender& later, const Sender& earlier) {
  if (!later.time || !earlier.time) return std::nullopt;
  return later.time->milliseconds - earlier.time->milliseconds;
}

bool is_ruled_out(const Fingerprint& print, const Sender& sender, const Sender& earlier,
                  CopyKind copy) {
  const bool same = !sender.source.empty() && sender.source == earlier.source;
  if (copy == CopyKind::kSpun || copy == CopyKind::kRewrite) return same;
  if (print.words >= kShortWords || sender.source.empty()) return false;
  const auto passed = between(sender, earlier);
  return !same || (passed && *passed > kRepeatedWithin);
}

}  // namespace

std::vector<StoryTerm> story_terms_of(const text::Document& document) {
  return stories::story_terms(document,
                              annotate::find_entities(document, shipped_lexicons(), nullptr));
}

void CopyMemory::add(const Fingerprint& print, Sender sender) {
  const std::vector<StoryTerm> terms = std::exchange(sender.terms, {});
  texts_.push_back({print, std::move(sender)});
  slots_.add(texts_.size());
  index_.add(texts_.size(), print);
  if (terms.empty()) return;
  const auto story = stories_.decide(terms, "", texts_.size(), false, kNow, texts_.size(),
                                     stories_.nearest(terms));
  stories_.set(story);
  std::vector<std::uint32_t> hashes;
  for (const StoryTerm& term : terms) hashes.push_back(term.hash);
  stories_.learn(hashes);
  members_[story.id].push_back(texts_.size() - 1);
}

void CopyMemory::weigh(std::size_t at, const Fingerprint& print, const Sender& sender,
                       const dedup::CopyOptions& options, std::vector<Match>& found) const {
  if (!remembers(at, sender)) return;
  const auto result = dedup::compare(print, texts_[at].print, options);
  if (result.copy != CopyKind::kNone &&
      !is_ruled_out(print, sender, texts_[at].sender, result.copy)) {
    found.push_back({at, result});
  }
}

std::vector<Match> CopyMemory::copies(const Fingerprint& print, const Sender& sender,
                                      const dedup::CopyOptions& options) const {
  std::vector<Match> found;
  const auto candidates = index_.candidates(print, kCandidates);
  for (const auto number : candidates) weigh(number - 1, print, sender, options, found);
  if (!found.empty() || sender.terms.empty() || print.words < kShortWords) return found;
  const auto story = stories_.nearest(sender.terms);
  if (!story) return found;
  const auto& members = members_.at(*story);
  for (std::size_t i = 0; i < std::min(kOfStory, members.size()); ++i) {
    const std::size_t at = members[members.size() - 1 - i];
    if (std::find(candidates.begin(), candidates.end(), at + 1) == candidates.end())
      weigh(at, print, sender, options, found);
  }
  return found;
}

std::optional<Match> CopyMemory::best(const Fingerprint& print, const Sender& sender,
                                      const dedup::CopyOptions& options) const {
  std::optional<Match> best;
  for (const Match& match : copies(print, sender, options)) {
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

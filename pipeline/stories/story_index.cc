#include "pipeline/stories/story_index.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "pipeline/check.h"

namespace copytaster::stories {
namespace {

constexpr std::size_t kTitleBytes = 200;
constexpr std::size_t kCommonTerm =
    512;  ///< stories a term may lead to; more, and it tells nothing

std::string shortened(std::string_view headline) {
  std::size_t end = std::min(headline.size(), kTitleBytes);
  while (end > 0 && end < headline.size() &&
         (static_cast<unsigned char>(headline[end]) & 0xc0U) == 0x80U)
    --end;
  return std::string(headline.substr(0, end));
}

}  // namespace

StoryIndex::StoryIndex(StoryOptions options)
    : options_(options), frequencies_(std::size_t{kPages} * kPageSize) {}

std::size_t StoryIndex::bytes() const {
  constexpr std::size_t kStoryBytes = sizeof(RememberedStory) + 320;  // title, sources, nodes
  constexpr std::size_t kTermBytes = sizeof(StoryTerm) + 24;          // and its posting
  return frequencies_.size() * sizeof(std::uint32_t) + stories_.size() * kStoryBytes +
         terms_held_ * kTermBytes;
}

const RememberedStory* StoryIndex::find(std::uint64_t id) const {
  const auto found = stories_.find(id);
  return found == stories_.end() ? nullptr : &found->second;
}

std::optional<std::uint64_t> StoryIndex::oldest() const {
  if (by_last_seen_.empty()) return std::nullopt;
  return by_last_seen_.begin()->second;
}

FrequencyPage StoryIndex::page(std::uint32_t index) const {
  CHECK(index < kPages);
  const auto begin = frequencies_.begin() + static_cast<std::ptrdiff_t>(index * kPageSize);
  return {index, {begin, begin + kPageSize}};
}

void StoryIndex::set_page(const FrequencyPage& page) {
  if (page.index >= kPages || page.counts.size() != kPageSize) return;
  std::copy(page.counts.begin(), page.counts.end(),
            frequencies_.begin() + static_cast<std::ptrdiff_t>(page.index * kPageSize));
}

void StoryIndex::learn(const std::vector<std::uint32_t>& term_hashes) {
  for (const std::uint32_t hash : term_hashes) {
    auto& count = frequencies_[hash % frequencies_.size()];
    if (count < 0xffffffffU) ++count;
  }
}

double StoryIndex::idf(std::uint32_t hash) const {
  return 1 / (1 + 0.5 * std::log1p(static_cast<double>(frequencies_[hash % frequencies_.size()])));
}

double StoryIndex::cosine(const std::vector<StoryTerm>& left,
                          const std::vector<StoryTerm>& right) const {
  double product = 0;
  double left_norm = 0;
  double right_norm = 0;
  const auto weighed = [this](const StoryTerm& term) { return term.weight * idf(term.hash); };
  for (const auto& term : left) left_norm += weighed(term) * weighed(term);
  for (const auto& term : right) right_norm += weighed(term) * weighed(term);
  auto r = right.begin();
  for (const auto& term : left) {
    while (r != right.end() && r->hash < term.hash) ++r;
    if (r != right.end() && r->hash == term.hash) product += weighed(term) * weighed(*r);
  }
  return product == 0 ? 0 : product / std::sqrt(left_norm * right_norm);
}

std::optional<std::uint64_t> StoryIndex::nearest(const std::vector<StoryTerm>& terms) const {
  std::map<std::uint64_t, std::uint32_t> shared;
  for (const auto& term : terms) {
    const auto found = postings_.find(term.hash);
    if (found == postings_.end() || found->second.size() > kCommonTerm) continue;
    for (const std::uint64_t id : found->second) ++shared[id];
  }
  std::vector<std::pair<std::uint32_t, std::uint64_t>> ranked;
  for (const auto& [id, count] : shared) ranked.emplace_back(count, id);
  std::sort(ranked.begin(), ranked.end(), [](const auto& left, const auto& right) {
    return left.first != right.first ? left.first > right.first : left.second < right.second;
  });
  if (ranked.size() > options_.candidates) ranked.resize(options_.candidates);
  std::optional<std::uint64_t> best;
  double best_cosine = options_.join_cosine;
  for (const auto& [count, id] : ranked) {
    const double similarity = cosine(terms, stories_.at(id).centroid);
    if (similarity > best_cosine || (!best && similarity == best_cosine)) {
      best = id;
      best_cosine = similarity;
    }
  }
  return best;
}

/// The running mean of the articles' vectors, cut to the heaviest terms.
std::vector<StoryTerm> StoryIndex::merged(const RememberedStory& story,
                                          const std::vector<StoryTerm>& terms) const {
  std::map<std::uint32_t, double> sum;
  const double held = std::min<double>(story.articles, 16);  // old articles fade: a story moves on
  for (const auto& term : story.centroid) sum[term.hash] += term.weight * held;
  for (const auto& term : terms) sum[term.hash] += term.weight;
  std::vector<StoryTerm> mean;
  for (const auto& [hash, weight] : sum) {
    mean.push_back(
        {hash, static_cast<std::uint16_t>(std::clamp(weight / (held + 1), 1.0, 65535.0))});
  }
  if (mean.size() <= options_.centroid_terms) return mean;
  std::stable_sort(mean.begin(), mean.end(), [](const StoryTerm& left, const StoryTerm& right) {
    return left.weight > right.weight;
  });
  mean.resize(options_.centroid_terms);
  std::sort(mean.begin(), mean.end(),
            [](const StoryTerm& left, const StoryTerm& right) { return left.hash < right.hash; });
  return mean;
}

RememberedStory StoryIndex::decide(const std::vector<StoryTerm>& terms, std::string_view headline,
                                   std::uint64_t source_hash, bool is_copy, Timestamp now,
                                   std::uint64_t new_id,
                                   std::optional<std::uint64_t> forced) const {
  const auto id = forced ? forced : nearest(terms);
  RememberedStory story;
  if (id) {
    story = stories_.at(*id);
    if (!is_copy) story.centroid = merged(story, terms);
  } else {
    story.id = new_id;
    story.first_seen = now;
    story.title = shortened(headline);
    story.centroid = terms;
  }
  ++story.articles;
  story.last_seen = std::max(story.last_seen, now);
  const auto place = std::lower_bound(story.sources.begin(), story.sources.end(), source_hash);
  const bool counted = place != story.sources.end() && *place == source_hash;
  if (!is_copy && !counted && story.sources.size() < options_.sources)
    story.sources.insert(place, source_hash);
  return story;
}

void StoryIndex::set(const RememberedStory& story) {
  remove(story.id);
  by_last_seen_.emplace(story.last_seen, story.id);
  for (const auto& term : story.centroid) postings_[term.hash].push_back(story.id);
  terms_held_ += story.centroid.size();
  stories_.emplace(story.id, story);
}

void StoryIndex::remove(std::uint64_t id) {
  const auto found = stories_.find(id);
  if (found == stories_.end()) return;
  by_last_seen_.erase({found->second.last_seen, id});
  for (const auto& term : found->second.centroid) {
    const auto posting = postings_.find(term.hash);
    std::erase(posting->second, id);
    if (posting->second.empty()) postings_.erase(posting);
  }
  terms_held_ -= found->second.centroid.size();
  stories_.erase(found);
}

}  // namespace copytaster::stories

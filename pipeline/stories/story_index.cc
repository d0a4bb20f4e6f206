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

double idf_of(std::uint32_t frequency) {
  return 1 / (1 + 0.5 * std::log1p(static_cast<double>(frequency)));
}

}  // namespace

StoryIndex::StoryIndex(StoryOptions options)
    : options_(options),
      frequencies_(std::size_t{kPages} * kPageSize),
      idf_(frequencies_.size(), idf_of(0)) {}

std::size_t StoryIndex::bytes() const {
  constexpr std::size_t kStoryBytes = sizeof(RememberedStory) + 320;  // title, sources, nodes
  constexpr std::size_t kTermBytes = sizeof(StoryTerm) + 24;          // and its posting
  return frequencies_.size() * (sizeof(std::uint32_t) + sizeof(double)) +
         stories_.size() * kStoryBytes + terms_held_ * kTermBytes;
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
  for (std::size_t i = page.index * kPageSize; i < (page.index + 1) * kPageSize; ++i) {
    idf_[i] = idf_of(frequencies_[i]);
  }
}

void StoryIndex::learn(const std::vector<std::uint32_t>& term_hashes) {
  for (const std::uint32_t hash : term_hashes) {
    const std::size_t at = hash % frequencies_.size();
    if (frequencies_[at] < 0xffffffffU) ++frequencies_[at];
    idf_[at] = idf_of(frequencies_[at]);
  }
}

double StoryIndex::weighed(const StoryTerm& term) const {
  return term.weight * idf_[term.hash % idf_.size()];
}

double StoryIndex::cosine(const std::vector<StoryTerm>& left,
                          const std::vector<StoryTerm>& right) const {
  double product = 0;
  double left_norm = 0;
  double right_norm = 0;
  for (const auto& term : left) left_norm += weighed(term) * weighed(term);
  for (const auto& term : right) right_norm += weighed(term) * weighed(term);
  auto r = right.begin();
  for (const auto& term : left) {
    while (r != right.end() && r->hash < term.hash) ++r;
    if (r != right.end() && r->hash == term.hash) product += weighed(term) * weighed(*r);
  }
  return product == 0 ? 0 : product / std::sqrt(left_norm * right_norm);
}

/// The stories with most terms in common, by count, then by id; none of them by a common term
/// alone.
std::vector<std::uint64_t> StoryIndex::candidates(const std::vector<StoryTerm>& terms) const {
  std::vector<std::uint8_t> shared(ids_.size());
  std::vector<std::uint32_t> touched;
  for (const auto& term : terms) {
    const auto found = postings_.find(term.hash);
    if (found == postings_.end() || found->second.size() > kCommonTerm) continue;
    for (const std::uint32_t slot : found->second) {
      if (shared[slot] == 0) touched.push_back(slot);
      if (shared[slot] < 0xffU) ++shared[slot];
    }
  }
  const std::size_t kept = std::min(touched.size(), options_.candidates);
  std::partial_sort(touched.begin(), touched.begin() + static_cast<std::ptrdiff_t>(kept),
                    touched.end(), [&](std::uint32_t left, std::uint32_t right) {
                      return shared[left] != shared[right] ? shared[left] > shared[right]
                                                           : ids_[left] < ids_[right];
                    });
  std::vector<std::uint64_t> ids;
  for (std::size_t i = 0; i < kept; ++i) ids.push_back(ids_[touched[i]]);
  return ids;
}

std::optional<std::uint64_t> StoryIndex::nearest(const std::vector<StoryTerm>& terms) const {
  std::optional<std::uint64_t> best;
  double best_cosine = options_.join_cosine;
  for (const std::uint64_t id : candidates(terms)) {
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

void StoryIndex::post(std::uint32_t hash, std::uint32_t slot) { postings_[hash].push_back(slot); }

void StoryIndex::unpost(std::uint32_t hash, std::uint32_t slot) {
  const auto posting = postings_.find(hash);
  CHECK(posting != postings_.end());
  auto& slots = posting->second;
  const auto place = std::find(slots.begin(), slots.end(), slot);
  CHECK(place != slots.end());
  *place = slots.back();
  slots.pop_back();
  if (slots.empty()) postings_.erase(posting);
}

/// Touches only the terms that changed: the lists of common terms are long.
void StoryIndex::repost(const std::vector<StoryTerm>& before, const std::vector<StoryTerm>& after,
                        std::uint32_t slot) {
  auto b = before.begin();
  auto a = after.begin();
  while (b != before.end() || a != after.end()) {
    if (a == after.end() || (b != before.end() && b->hash < a->hash)) {
      unpost((b++)->hash, slot);
    } else if (b == before.end() || a->hash < b->hash) {
      post((a++)->hash, slot);
    } else {
      ++b;
      ++a;
    }
  }
  terms_held_ += after.size();
  terms_held_ -= before.size();
}

std::uint32_t StoryIndex::new_slot(std::uint64_t id) {
  if (free_slots_.empty()) {
    ids_.push_back(id);
    return static_cast<std::uint32_t>(ids_.size() - 1);
  }
  const std::uint32_t slot = free_slots_.back();
  free_slots_.pop_back();
  ids_[slot] = id;
  return slot;
}

void StoryIndex::set(const RememberedStory& story) {
  const auto [held, is_new] = stories_.try_emplace(story.id);
  if (is_new) {
    held->second.id = story.id;
    slots_.emplace(story.id, new_slot(story.id));
  } else {
    by_last_seen_.erase({held->second.last_seen, story.id});
  }
  repost(held->second.centroid, story.centroid, slots_.at(story.id));
  by_last_seen_.emplace(story.last_seen, story.id);
  held->second = story;
}

void StoryIndex::remove(std::uint64_t id) {
  const auto found = stories_.find(id);
  if (found == stories_.end()) return;
  const auto slot = slots_.find(id);
  repost(found->second.centroid, {}, slot->second);
  by_last_seen_.erase({found->second.last_seen, id});
  free_slots_.push_back(slot->second);
  slots_.erase(slot);
  stories_.erase(found);
}

}  // namespace copytaster::stories

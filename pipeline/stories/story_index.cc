#include "pipeline/stories/story_index.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "pipeline/check.h"

namespace copytaster::stories {
namespace {

constexpr std::size_t kTitleBytes = 200;
constexpr std::size_t kLeadingTerms = 12;  ///< terms that name candidates
constexpr std::size_t kCommonTerm =
    512;  ///< stories a term may lead to; more, and it tells nothing

/// Damped: the stream is young when the first stories form, and its frequencies are rough.
double idf_of(std::uint32_t count) {
  return 1 / (1 + 0.5 * std::log1p(static_cast<double>(count)));
}

std::string shortened(std::string_view headline) {
  std::size_t end = std::min(headline.size(), kTitleBytes);
  while (end > 0 && end < headline.size() &&
         (static_cast<unsigned char>(headline[end]) & 0xc0U) == 0x80U)
    --end;
  return std::string(headline.substr(0, end));
}

}  // namespace

StoryIndex::StoryIndex(StoryOptions options)
    : options_(options),
      frequencies_(std::size_t{kPages} * kPageSize),
      idf_(frequencies_.size(), 1.0) {}

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
  std::size_t at = std::size_t{page.index} * kPageSize;
  for (const std::uint32_t count : page.counts) {
    frequencies_[at] = count;
    idf_[at] = idf_of(count);
    ++at;
  }
}

void StoryIndex::learn(const std::vector<std::uint32_t>& term_hashes) {
  for (const std::uint32_t hash : term_hashes) {
    const std::size_t at = hash % frequencies_.size();
    if (frequencies_[at] < 0xffffffffU) ++frequencies_[at];
    idf_[at] = idf_of(frequencies_[at]);
  }
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
  // Common terms lead to every story and decide nothing: the rarest name the candidates.
  std::vector<StoryTerm> rarest = terms;
  std::sort(rarest.begin(), rarest.end(), [this](const StoryTerm& left, const StoryTerm& right) {
    const double left_weight = left.weight * idf(left.hash);
    const double right_weight = right.weight * idf(right.hash);
    return left_weight != right_weight ? left_weight > right_weight : left.hash < right.hash;
  });
  if (rarest.size() > kLeadingTerms) rarest.resize(kLeadingTerms);
  std::vector<std::uint64_t> hits;
  for (const auto& term : rarest) {
    const auto found = postings_.find(term.hash);
    if (found == postings_.end() || found->second.size() > kCommonTerm) continue;
    hits.insert(hits.end(), found->second.begin(), found->second.end());
  }
  std::sort(hits.begin(), hits.end());
  std::vector<std::pair<std::size_t, std::uint64_t>> ranked;
  for (std::size_t begin = 0; begin < hits.size();) {
    std::size_t end = begin;
    while (end < hits.size() && hits[end] == hits[begin]) ++end;
    ranked.emplace_back(end - begin, hits[begin]);
    begin = end;
  }
  const auto most_shared = [](const auto& left, const auto& right) {
    return left.first != right.first ? left.first > right.first : left.second < right.second;
  };
  const std::size_t compared = std::min(ranked.size(), options_.candidates);
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(compared),
                    ranked.end(), most_shared);
  ranked.resize(compared);
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

#include "pipeline/stories/story_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "pipeline/check.h"

namespace copytaster::stories {
namespace {

constexpr std::size_t kTitleBytes = 200;
constexpr std::size_t kMentions = 2048;  ///< of stories, by the terms of one article
constexpr double kWholeWeight = 60'000;  ///< and one for each of an article's terms: 16 bits
constexpr std::size_t kWeightClass = 256;
constexpr std::size_t kWeightClasses = 256;
/// Terms with the same remainder share a frequency. A constant: a division by a number that is only
/// known at run time would take longer than all the rest of a comparison.
constexpr std::uint32_t kFrequencies = StoryIndex::kPages * StoryIndex::kPageSize;
constexpr std::size_t kMergedBytes = 48;  ///< of a node of the map
constexpr double kRounding = 1e-9;        ///< far above what sums of a hundred products lose

std::string shortened(std::string_view headline) {
  std::size_t end = std::min(headline.size(), kTitleBytes);
  while (end > 0 && end < headline.size() &&
         (static_cast<unsigned char>(headline[end]) & 0xc0U) == 0x80U)
    --end;
  return std::string(headline.substr(0, end));
}

/// What a story weighs against one more article: old articles fade, a story moves on.
double held(const RememberedStory& story) { return std::min<double>(story.articles, 16); }

double idf_of(std::uint32_t frequency) {
  return 1 / (1 + 0.5 * std::log1p(static_cast<double>(frequency)));
}

}  // namespace

StoryIndex::StoryIndex(StoryOptions options)
    : options_(options),
      ages_(slots_),
      frequencies_(kFrequencies),
      idf_(frequencies_.size(), idf_of(0)) {}

std::size_t StoryIndex::bytes() const {
  return merged_.size() * kMergedBytes +
         frequencies_.size() * (sizeof(std::uint32_t) + sizeof(double)) + slots_.bytes() +
         ages_.bytes() + packed_bytes_ + terms_.bytes();
}

RememberedStory StoryIndex::read(std::uint64_t id) const {
  const auto slot = slots_.find(id);
  CHECK(slot.has_value());
  RememberedStory story;
  story.id = id;
  story.last_seen = ages_.time(*slot);
  packed_[*slot].unpack(story);
  return story;
}

std::optional<std::uint64_t> StoryIndex::live(std::uint64_t id) const {
  if (contains(id)) return id;
  const auto found = merged_.find(id);
  return found == merged_.end() ? std::nullopt : std::optional(found->second);
}

Timestamp StoryIndex::last_seen(std::uint64_t id) const {
  const auto slot = slots_.find(id);
  CHECK(slot.has_value());
  return ages_.time(*slot);
}

std::optional<std::uint64_t> StoryIndex::oldest() const {
  std::optional<std::uint64_t> id;
  ages_.visit_oldest([&](std::uint32_t slot) {
    id = slots_.number(slot);
    return false;
  });
  return id;
}

FrequencyPage StoryIndex::page(std::uint32_t index) const {
  CHECK(index < kPages);
  const auto begin =
      frequencies_.begin() + static_cast<std::ptrdiff_t>(std::size_t{index} * kPageSize);
  return {index, {begin, begin + kPageSize}};
}

void StoryIndex::set_page(const FrequencyPage& page) {
  if (page.index >= kPages || page.counts.size() != kPageSize) return;
  const std::size_t begin = std::size_t{page.index} * kPageSize;
  std::copy(page.counts.begin(), page.counts.end(),
            frequencies_.begin() + static_cast<std::ptrdiff_t>(begin));
  for (std::size_t i = begin; i < begin + kPageSize; ++i) {
    idf_[i] = idf_of(frequencies_[i]);
  }
}

void StoryIndex::learn(const std::vector<std::uint32_t>& term_hashes) {
  for (const std::uint32_t hash : term_hashes) {
    const std::size_t at = hash % kFrequencies;
    if (frequencies_[at] < 0xffffffffU) ++frequencies_[at];
    idf_[at] = idf_of(frequencies_[at]);
  }
}

double StoryIndex::weighed(const StoryTerm& term) const {
  return term.weight * idf_[term.hash % kFrequencies];
}

/// The product of an article and a story; `norm` becomes the story's own, squared.
double StoryIndex::product(const Weights& article, const std::vector<StoryTerm>& centroid,
                           double& norm) const {
  double sum = 0;
  norm = 0;
  for (const auto& term : centroid) {
    const double weight = weighed(term);
    norm += weight * weight;
    sum += article.of(term.hash) * weight;
  }
  return sum;
}

/// The article's terms from the one of fewest stories on, as long as they mention no more than
/// kMentions: that bounds the time of a decision, and the rarest tell most.
std::vector<Weighed> StoryIndex::rarest(const std::vector<Weighed>& article) const {
  std::vector<std::uint32_t> hashes;
  hashes.reserve(article.size());
  for (const auto& term : article) hashes.push_back(term.hash);
  terms_.prefetch(hashes);
  std::vector<std::pair<std::size_t, Weighed>> counted;
  for (const auto& term : article) {
    if (const std::size_t stories = terms_.count(term.hash); stories > 0) {
      counted.emplace_back(stories, term);
    }
  }
  std::sort(counted.begin(), counted.end(), [](const auto& left, const auto& right) {
    return left.first != right.first ? left.first < right.first
                                     : left.second.hash < right.second.hash;
  });
  std::vector<Weighed> terms;
  std::size_t mentions = 0;
  for (const auto& [stories, term] : counted) {
    mentions += stories;
    if (mentions > kMentions) break;
    terms.push_back(term);
  }
  return terms;
}

/// The slots of the stories that share most of the article's weight, then by id; none of them by a
/// common term alone. An article's share of a cosine grows with the weight shared, so few need to
/// be compared in full.
StoryIndex::Candidates StoryIndex::candidates(const std::vector<Weighed>& article,
                                              double norm) const {
  shared_.resize(slots_.slots());
  Candidates result;
  result.unasked = 1;
  std::vector<std::uint32_t> mentions;
  for (const auto& term : rarest(article)) {
    result.unasked -= term.weight * term.weight / norm;
    // In parts of the whole weight: their sum fits. No term counts for nothing.
    const auto share =
        static_cast<std::uint16_t>(1 + kWholeWeight * term.weight * term.weight / norm);
    const std::size_t before = mentions.size();
    terms_.collect(term.hash, mentions);
    for (std::size_t i = before; i < mentions.size(); ++i) shared_[mentions[i]] += share;
  }
  std::vector<Candidate>& found = result.stories;
  std::array<std::uint32_t, kWeightClasses> in_class{};
  for (const std::uint32_t slot : mentions) {
    if (shared_[slot] == 0) continue;  // mentioned before
    found.push_back({slot, shared_[slot]});
    ++in_class[shared_[slot] / kWeightClass];
    shared_[slot] = 0;
  }
  // Most share little: they are not worth sorting when enough share more.
  std::size_t least = kWeightClasses;
  for (std::size_t enough = 0; least > 0 && enough < options_.candidates;)
    enough += in_class[--least];
  std::erase_if(found, [&](const Candidate& each) { return each.shared / kWeightClass < least; });
  std::sort(found.begin(), found.end(), [this](const Candidate& left, const Candidate& right) {
    if (left.shared != right.shared) return left.shared > right.shared;
    return slots_.number(left.slot) < slots_.number(right.slot);
  });
  if (found.size() > options_.candidates) found.resize(options_.candidates);
  return result;
}

std::optional<std::uint64_t> StoryIndex::nearest(const std::vector<StoryTerm>& terms) const {
  std::vector<Weighed> article;
  double article_norm = 0;
  for (const auto& term : terms) {
    article.push_back({term.hash, weighed(term)});
    article_norm += article.back().weight * article.back().weight;
  }
  std::optional<std::uint32_t> best;
  double best_cosine = options_.join_cosine;
  std::vector<StoryTerm> centroid;
  const Weights weights(article);
  const Candidates near = candidates(article, article_norm);
  for (const auto& [slot, shared] : near.stories) packed_[slot].prefetch();
  for (const auto& [slot, shared] : near.stories) {
    // No cosine is above the length of what the story can share of the article (Cauchy and
    // Schwarz), and the stories that follow share less.
    const double most = shared / kWholeWeight + near.unasked;
    if (most + kRounding < best_cosine * best_cosine) break;
    packed_[slot].unpack_centroid(centroid);
    double norm = 0;
    const double both = product(weights, centroid, norm);
    const double cosine = both == 0 ? 0 : both / std::sqrt(article_norm * norm);
    if (cosine > best_cosine || (!best && cosine == best_cosine)) {
      best = slot;
      best_cosine = cosine;
    }
  }
  if (!best) return std::nullopt;
  return slots_.number(*best);
}

/// The weighted mean of two vectors, cut to the heaviest terms.
std::vector<StoryTerm> StoryIndex::mean(const std::vector<StoryTerm>& left, double left_weight,
                                        const std::vector<StoryTerm>& right,
                                        double right_weight) const {
  std::vector<StoryTerm> mean;
  const auto add = [&](std::uint32_t hash, double sum) {
    const double each = std::clamp(sum / (left_weight + right_weight), 1.0, 65535.0);
    mean.push_back({hash, static_cast<std::uint16_t>(each)});
  };
  auto l = left.begin();
  auto r = right.begin();
  while (l != left.end() || r != right.end()) {
    if (r == right.end() || (l != left.end() && l->hash < r->hash)) {
      add(l->hash, l->weight * left_weight);
      ++l;
    } else if (l == left.end() || r->hash < l->hash) {
      add(r->hash, r->weight * right_weight);
      ++r;
    } else {
      add(l->hash, l->weight * left_weight + r->weight * right_weight);
      ++l;
      ++r;
    }
  }
  if (mean.size() <= options_.centroid_terms) return mean;
  std::stable_sort(mean.begin(), mean.end(), [](const StoryTerm& one, const StoryTerm& other) {
    return one.weight > other.weight;
  });
  mean.resize(options_.centroid_terms);
  std::sort(mean.begin(), mean.end(),
            [](const StoryTerm& one, const StoryTerm& other) { return one.hash < other.hash; });
  return mean;
}

RememberedStory StoryIndex::united(std::uint64_t left, std::uint64_t right) const {
  RememberedStory story = read(std::min(left, right));
  const RememberedStory other = read(std::max(left, right));
  story.centroid = mean(story.centroid, held(story), other.centroid, held(other));
  story.articles += other.articles;
  story.first_seen = std::min(story.first_seen, other.first_seen);
  story.last_seen = std::max(story.last_seen, other.last_seen);
  story.sources.insert(story.sources.end(), other.sources.begin(), other.sources.end());
  std::sort(story.sources.begin(), story.sources.end());
  story.sources.erase(std::unique(story.sources.begin(), story.sources.end()), story.sources.end());
  if (story.sources.size() > options_.sources) story.sources.resize(options_.sources);
  story.merged.push_back(other.id);
  story.merged.insert(story.merged.end(), other.merged.begin(), other.merged.end());
  const std::size_t most = std::min(story.merged.size(), options_.merged);
  story.merged.erase(story.merged.begin(), story.merged.end() - static_cast<std::ptrdiff_t>(most));
  return story;
}

RememberedStory StoryIndex::decide(const std::vector<StoryTerm>& terms, std::string_view headline,
                                   std::uint64_t source_hash, bool is_copy, Timestamp now,
                                   std::uint64_t new_id,
                                   std::optional<std::uint64_t> joined) const {
  RememberedStory story;
  if (joined) {
    story = read(*joined);
    if (!is_copy) story.centroid = mean(story.centroid, held(story), terms, 1);
    if (story.title.empty()) story.title = shortened(headline);
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

/// Touches only the terms that changed.
void StoryIndex::repost(const std::vector<StoryTerm>& before, const std::vector<StoryTerm>& after,
                        std::uint32_t slot) {
  auto b = before.begin();
  auto a = after.begin();
  while (b != before.end() || a != after.end()) {
    if (a == after.end() || (b != before.end() && b->hash < a->hash)) {
      terms_.remove((b++)->hash, slot);
    } else if (b == before.end() || a->hash < b->hash) {
      terms_.add((a++)->hash, slot);
    } else {
      ++b;
      ++a;
    }
  }
}

void StoryIndex::restore_terms() {
  if (!terms_.wants_restoring()) return;
  terms_.restore([this](const TermIndex::Visit& visit) {
    std::vector<StoryTerm> centroid;
    for (auto id = slots_.after(0); id; id = slots_.after(*id)) {
      const std::uint32_t slot = slots_.find(*id).value();
      packed_[slot].unpack_centroid(centroid);
      visit(slot, centroid);
    }
  });
}

void StoryIndex::name_merged(const RememberedStory& story) {
  for (const std::uint64_t merged : story.merged) merged_[merged] = story.id;
}

void StoryIndex::forget_merged(std::uint32_t slot) {
  if (merged_.empty()) return;
  RememberedStory story;
  packed_[slot].unpack(story);
  for (const std::uint64_t merged : story.merged) merged_.erase(merged);
}

void StoryIndex::set(const RememberedStory& story) {
  std::vector<StoryTerm> before;
  auto slot = slots_.find(story.id);
  if (slot) {
    forget_merged(*slot);
    packed_[*slot].unpack_centroid(before);
    packed_bytes_ -= packed_[*slot].bytes();
    ages_.set(*slot, story.last_seen);
  } else {
    slot = slots_.add(story.id);
    if (*slot >= packed_.size()) packed_.resize(*slot + 1);
    ages_.add(*slot, story.last_seen);
  }
  repost(before, story.centroid, *slot);
  packed_[*slot] = PackedStory(story);
  packed_bytes_ += packed_[*slot].bytes();
  name_merged(story);
  restore_terms();
}

void StoryIndex::remove(std::uint64_t id) {
  const auto slot = slots_.find(id);
  if (!slot) return;
  std::vector<StoryTerm> before;
  packed_[*slot].unpack_centroid(before);
  forget_merged(*slot);
  repost(before, {}, *slot);
  packed_bytes_ -= packed_[*slot].bytes();
  packed_[*slot] = {};
  ages_.remove(*slot);
  slots_.remove(id);
  restore_terms();
}

}  // namespace copytaster::stories

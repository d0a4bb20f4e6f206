#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pipeline/journal_entry.h"
#include "pipeline/records.h"

namespace copytaster::stories {

struct StoryOptions {
  double join_cosine = 0.25;        ///< from this similarity on an article joins the nearest story
  std::size_t centroid_terms = 64;  ///< the heaviest terms kept of a story
  std::size_t sources = 64;         ///< independent sources counted; more stay at this number
  std::size_t candidates = 64;      ///< stories compared in full, those with most terms in common
};

/// The live stories: an article joins the nearest one or begins its own (single-pass clustering by
/// cosine over tf-idf, with document frequencies learned from the stream). `decide` computes and
/// changes nothing; `set`, `remove` and `learn` apply. What is answered depends on the stories and
/// frequencies held, not on how they got there. One thread at a time.
class StoryIndex {
 public:
  static constexpr std::uint32_t kPages = 64;
  static constexpr std::uint32_t kPageSize = 1024;

  explicit StoryIndex(StoryOptions options);

  /// The story as it is with this article: the forced one, else the nearest, else a new one.
  [[nodiscard]] RememberedStory decide(const std::vector<StoryTerm>& terms,
                                       std::string_view headline, std::uint64_t source_hash,
                                       bool is_copy, Timestamp now, std::uint64_t new_id,
                                       std::optional<std::uint64_t> forced) const;

  void set(const RememberedStory& story);
  void remove(std::uint64_t id);
  void learn(const std::vector<std::uint32_t>& term_hashes);

  [[nodiscard]] const RememberedStory* find(std::uint64_t id) const;
  [[nodiscard]] std::optional<std::uint64_t> oldest() const;  ///< by last_seen, then id
  [[nodiscard]] std::size_t size() const { return stories_.size(); }
  [[nodiscard]] std::size_t bytes() const;
  [[nodiscard]] const std::map<std::uint64_t, RememberedStory>& all() const { return stories_; }
  [[nodiscard]] FrequencyPage page(std::uint32_t index) const;
  void set_page(const FrequencyPage& page);

 private:
  [[nodiscard]] double weighed(const StoryTerm& term) const;
  [[nodiscard]] double cosine(const std::vector<StoryTerm>& left,
                              const std::vector<StoryTerm>& right) const;
  [[nodiscard]] std::vector<std::uint64_t> candidates(const std::vector<StoryTerm>& terms) const;
  [[nodiscard]] std::optional<std::uint64_t> nearest(const std::vector<StoryTerm>& terms) const;
  [[nodiscard]] std::vector<StoryTerm> merged(const RememberedStory& story,
                                              const std::vector<StoryTerm>& terms) const;
  void post(std::uint32_t hash, std::uint32_t slot);
  void unpost(std::uint32_t hash, std::uint32_t slot);
  void repost(const std::vector<StoryTerm>& before, const std::vector<StoryTerm>& after,
              std::uint32_t slot);
  [[nodiscard]] std::uint32_t new_slot(std::uint64_t id);

  const StoryOptions options_;
  std::map<std::uint64_t, RememberedStory> stories_;
  std::set<std::pair<Timestamp, std::uint64_t>> by_last_seen_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> postings_;  ///< term → slots
  std::vector<std::uint64_t> ids_;                                          ///< by slot
  std::vector<std::uint32_t> free_slots_;
  std::unordered_map<std::uint64_t, std::uint32_t> slots_;  ///< id → slot
  std::size_t terms_held_ = 0;
  std::vector<std::uint32_t> frequencies_;
  std::vector<double> idf_;  ///< of each frequency: logarithms are dear
};

}  // namespace copytaster::stories

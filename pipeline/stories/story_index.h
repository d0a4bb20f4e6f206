#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "pipeline/journal_entry.h"
#include "pipeline/memory/age_heap.h"
#include "pipeline/memory/slot_map.h"
#include "pipeline/records.h"
#include "pipeline/stories/packed_story.h"
#include "pipeline/stories/term_index.h"
#include "pipeline/stories/weights.h"

namespace copytaster::stories {

struct StoryOptions {
  double join_cosine = 0.2;         ///< from this similarity on an article joins the nearest story
  std::size_t centroid_terms = 64;  ///< the heaviest terms kept of a story
  std::size_t sources = 64;         ///< independent sources counted; more stay at this number
  std::size_t candidates = 16;      ///< stories compared in full, those that share most weight
  std::size_t merged = 256;         ///< ids kept of stories that were merged into one
};

/// The live stories: an article joins the nearest one or begins its own (single-pass clustering by
/// cosine over tf-idf, with document frequencies learned from the stream). `decide` computes and
/// changes nothing; `set`, `remove` and `learn` apply. What is answered depends on the stories and
/// frequencies held, not on how they got there. One thread at a time, deciding included.
class StoryIndex {
 public:
  static constexpr std::uint32_t kPages = 64;
  static constexpr std::uint32_t kPageSize = 1024;

  explicit StoryIndex(StoryOptions options);

  /// What is decided from now on is decided by these.
  void use(const StoryOptions& options) { options_ = options; }

  /// The story that an article with these terms joins; none: it begins its own.
  [[nodiscard]] std::optional<std::uint64_t> nearest(const std::vector<StoryTerm>& terms) const;

  /// The story as it is with this article: the one that it joins, which is live, else a new one.
  [[nodiscard]] RememberedStory decide(const std::vector<StoryTerm>& terms,
                                       std::string_view headline, std::uint64_t source_hash,
                                       bool is_copy, Timestamp now, std::uint64_t new_id,
                                       std::optional<std::uint64_t> joined) const;

  /// Two live stories as one, with the id and title of the older.
  [[nodiscard]] RememberedStory united(std::uint64_t left, std::uint64_t right) const;

  void set(const RememberedStory& story);
  void remove(std::uint64_t id);
  void learn(const std::vector<std::uint32_t>& term_hashes);

  [[nodiscard]] bool contains(std::uint64_t id) const { return slots_.find(id).has_value(); }
  /// The live story that goes by this id: itself, or the one that it was merged into.
  [[nodiscard]] std::optional<std::uint64_t> live(std::uint64_t id) const;
  /// Unpacked; `id` is known.
  [[nodiscard]] RememberedStory read(std::uint64_t id) const;
  /// The least id above `id`.
  [[nodiscard]] std::optional<std::uint64_t> after(std::uint64_t id) const {
    return slots_.after(id);
  }
  [[nodiscard]] std::optional<std::uint64_t> oldest() const;  ///< by last_seen, then id
  [[nodiscard]] Timestamp last_seen(std::uint64_t id) const;  ///< `id` is known
  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  [[nodiscard]] std::size_t bytes() const;
  [[nodiscard]] FrequencyPage page(std::uint32_t index) const;
  void set_page(const FrequencyPage& page);

 private:
  struct Candidate {
    std::uint32_t slot = 0;
    std::uint16_t shared = 0;  ///< of the article's weight squared, at least; see kWholeWeight
  };
  struct Candidates {
    std::vector<Candidate> stories;  ///< from the one that shares most on
    double unasked =
        0;  ///< the part of the article's weight squared that was not looked up, 0 to 1
  };

  [[nodiscard]] double weighed(const StoryTerm& term) const;
  [[nodiscard]] std::vector<Weighed> rarest(const std::vector<Weighed>& article) const;
  [[nodiscard]] Candidates candidates(const std::vector<Weighed>& article, double norm) const;
  [[nodiscard]] double product(const Weights& article, const std::vector<StoryTerm>& centroid,
                               double& norm) const;
  [[nodiscard]] std::vector<StoryTerm> mean(const std::vector<StoryTerm>& left, double left_weight,
                                            const std::vector<StoryTerm>& right,
                                            double right_weight) const;
  void name_merged(const RememberedStory& story);
  void forget_merged(std::uint32_t slot);
  void repost(const std::vector<StoryTerm>& before, const std::vector<StoryTerm>& after,
              std::uint32_t slot);
  void restore_terms();

  StoryOptions options_;
  memory::SlotMap slots_;
  memory::AgeHeap ages_;
  std::vector<PackedStory> packed_;  ///< by slot
  std::size_t packed_bytes_ = 0;
  std::map<std::uint64_t, std::uint64_t> merged_;  ///< story to the one that it was merged into
  TermIndex terms_;
  std::vector<std::uint32_t> frequencies_;
  std::vector<double> idf_;  ///< of each frequency: logarithms are dear
  /// By slot: weight shared with the article at hand. All zero between two calls.
  mutable std::vector<std::uint16_t> shared_;
};

}  // namespace copytaster::stories

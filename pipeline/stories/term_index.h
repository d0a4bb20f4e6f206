#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "pipeline/memory/posting_table.h"
#include "pipeline/records.h"

namespace copytaster::stories {

/// From terms to the slots of the stories that hold them. A term of more than kCommon stories tells
/// nothing and leads nowhere; of one that is much more common only the number of its stories is
/// kept. So most postings need not be held, and none of its steps is long, but for `restore`, which
/// a term needs that grew rare again. What it answers is a function of the pairs held. One thread
/// at a time.
class TermIndex {
 public:
  static constexpr std::size_t kCommon = 512;

  /// The pair is not there yet.
  void add(std::uint32_t term, std::uint32_t slot);
  /// The pair is there.
  void remove(std::uint32_t term, std::uint32_t slot);
  /// Appends the slots of a term, ascending; none for a common one.
  void collect(std::uint32_t term, std::vector<std::uint32_t>& slots) const;
  /// How many slots `collect` appends.
  [[nodiscard]] std::size_t count(std::uint32_t term) const;
  void prefetch(const std::vector<std::uint32_t>& terms) const {
    postings_.prefetch(terms, memory::PostingTable::For::kChanging);
  }

  /// Whether a term that was only counted is no longer common. Until `restore` it leads nowhere.
  [[nodiscard]] bool wants_restoring() const { return wants_restoring_; }
  using Visit = std::function<void(std::uint32_t slot, const std::vector<StoryTerm>& terms)>;
  /// `for_each` calls its argument with every slot and its terms. It lists all that are nearly as
  /// rare, too, so that the next call is far off.
  void restore(const std::function<void(const Visit&)>& for_each);

  /// By formula, from the pairs held alone.
  [[nodiscard]] std::size_t bytes() const;

 private:
  void recount(std::size_t before, std::size_t after);

  memory::PostingTable postings_;
  std::unordered_map<std::uint32_t, std::uint32_t> counted_;  ///< term → stories, without a list
  std::size_t listed_ = 0;  ///< pairs of the terms that are not common
  bool wants_restoring_ = false;
};

}  // namespace copytaster::stories

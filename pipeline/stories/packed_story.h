#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "pipeline/journal_entry.h"

namespace copytaster::stories {

/// A remembered story but for its id and `last_seen`: its terms as gaps, a weight as the number of
/// times that a term occurs where it is such a weight. Its size is a function of the story alone.
class PackedStory {
 public:
  PackedStory() = default;
  explicit PackedStory(const RememberedStory& story);

  /// All but `id` and `last_seen`; what `story` held is overwritten.
  void unpack(RememberedStory& story) const;
  void unpack_centroid(std::vector<StoryTerm>& centroid) const;
  /// With its allocation.
  [[nodiscard]] std::size_t bytes() const;

 private:
  std::unique_ptr<char[]> bytes_;
  std::uint32_t size_ = 0;
};

/// Whether the terms are strictly ascending. A damaged journal may say otherwise.
[[nodiscard]] bool can_be_packed(const RememberedStory& story);

}  // namespace copytaster::stories

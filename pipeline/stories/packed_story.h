#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "pipeline/journal_entry.h"

namespace copytaster::stories {

/// A remembered story but for its id and `last_seen`: three bytes a term, and four bits for its
/// weight where that is the weight of a term that occurs once, twice or some times. Quick to
/// unpack, because each article is compared with many stories. Its size is a function of the story
/// alone.
class PackedStory {
 public:
  PackedStory() = default;
  explicit PackedStory(const RememberedStory& story);

  /// All but `id` and `last_seen`; what `story` held is overwritten.
  void unpack(RememberedStory& story) const;
  void unpack_centroid(std::vector<StoryTerm>& centroid) const;
  /// Hints that it will be unpacked soon.
  void prefetch() const;
  /// With its allocation.
  [[nodiscard]] std::size_t bytes() const;

 private:
  std::unique_ptr<char[]> bytes_;
  std::uint32_t size_ = 0;
};

/// Whether the terms are strictly ascending and of 24 bits. A damaged journal may say otherwise.
[[nodiscard]] bool can_be_packed(const RememberedStory& story);

}  // namespace copytaster::stories

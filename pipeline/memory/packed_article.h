#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "pipeline/journal_entry.h"
#include "pipeline/memory/string_pool.h"

namespace copytaster::memory {

/// A remembered article but for its number and `last_matched`, in a third of its size: integers as
/// short as they are, times beside the origin's, samples as gaps; and what many articles have in
/// common (source, input topic, credit, output topics, the beginnings of uri and URL) is one string
/// of a pool. Its size is a function of the article alone. The pool outlives it and is told when it
/// goes, by `release`.
class PackedArticle {
 public:
  PackedArticle() = default;
  PackedArticle(const RememberedArticle& article, StringPool& pool);

  /// All but `number`, which is given, and `last_matched`; what `article` held is overwritten.
  void unpack(std::uint64_t number, const StringPool& pool, RememberedArticle& article) const;
  void release(StringPool& pool) const { pool.release(common_); }
  /// With its allocation.
  [[nodiscard]] std::size_t bytes() const;

 private:
  std::unique_ptr<char[]> bytes_;
  std::uint32_t size_ = 0;
  std::uint32_t common_ = 0;
};

/// Whether the samples are as samples are: strictly ascending, no outline too long. A damaged
/// journal may say otherwise.
[[nodiscard]] bool can_be_packed(const RememberedArticle& article);

}  // namespace copytaster::memory

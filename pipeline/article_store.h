#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/dedup/index.h"
#include "pipeline/journal_entry.h"
#include "pipeline/memory/age_heap.h"
#include "pipeline/memory/key_index.h"
#include "pipeline/memory/packed_article.h"
#include "pipeline/memory/slot_map.h"
#include "pipeline/memory/string_pool.h"

namespace copytaster {

/// The articles that the Desk remembers, packed, and the ways to them: by number, by uri, by URL,
/// by what their texts have in common, by age. An article is unpacked only when it is asked for.
/// What is answered, and the bytes counted, follow from the articles held alone. One thread at a
/// time, reading included.
class ArticleStore {
 public:
  /// As many as the tables can name.
  static constexpr std::size_t kMost = memory::SlotMap::kMost;

  ArticleStore() : ages_(slots_), names_(slots_), texts_(slots_) {}
  ~ArticleStore() = default;
  ArticleStore(const ArticleStore&) = delete;
  ArticleStore& operator=(const ArticleStore&) = delete;

  /// In the place of the one with the same number, if there is one. There are fewer than kMost, and
  /// `memory::can_be_packed(article)`.
  void set(const RememberedArticle& article);
  /// Nothing happens when the number is unknown.
  void erase(std::uint64_t number);
  void touch(std::uint64_t number, Timestamp last_matched);

  // Pointers are valid until the next change; absent: nullptr.
  [[nodiscard]] const RememberedArticle* find(std::uint64_t number) const;
  [[nodiscard]] const RememberedArticle* newest(std::string_view uri) const;
  /// The numbers of all its versions, ascending.
  [[nodiscard]] std::vector<std::uint64_t> versions(std::string_view uri) const;
  [[nodiscard]] const RememberedArticle* newest_at(std::string_view url_key) const;

  /// The numbers of those worth comparing with this text: see dedup::Index.
  [[nodiscard]] std::vector<std::uint64_t> candidates(const Fingerprint& fingerprint,
                                                      std::size_t limit) const {
    return texts_.candidates(fingerprint, limit);
  }
  /// The numbers of the newest articles of a story, at most `limit`, the newest first.
  [[nodiscard]] std::vector<std::uint64_t> in_story(std::uint64_t story, std::size_t limit) const;
  [[nodiscard]] std::vector<std::uint64_t> flashes(const Fingerprint& lead,
                                                   std::size_t limit) const {
    return texts_.flashes(lead, limit);
  }
  /// Unpacked anew; `number` is known.
  [[nodiscard]] RememberedArticle read(std::uint64_t number) const;
  [[nodiscard]] std::optional<std::uint64_t> after(std::uint64_t number) const {
    return slots_.after(number);
  }
  /// From the longest unmatched on, and among equals from the lowest number on, until `visit`
  /// returns false.
  void visit_oldest(
      const std::function<bool(std::uint64_t number, Timestamp last_matched)>& visit) const;
  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  /// By formula, about what is really held: `tests/bench/run memory` compares.
  [[nodiscard]] std::size_t bytes() const;

 private:
  using TextOf = std::string RememberedArticle::*;

  [[nodiscard]] std::vector<std::uint64_t> numbers_under(std::uint32_t key) const;
  [[nodiscard]] const RememberedArticle* newest_with(std::uint32_t key, TextOf text_of,
                                                     std::string_view text) const;

  memory::SlotMap slots_;
  memory::AgeHeap ages_;
  memory::StringPool common_;
  std::vector<memory::PackedArticle> packed_;  ///< by slot
  std::size_t packed_bytes_ = 0;
  memory::KeyIndex names_;  ///< by uri, by url_key and by story
  dedup::Index texts_;
  /// Those unpacked since the last change, so that one article is one object; kept for the next.
  mutable std::vector<std::unique_ptr<RememberedArticle>> unpacked_;
  mutable std::size_t unpacked_count_ = 0;
};

}  // namespace copytaster

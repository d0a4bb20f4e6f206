#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/journal_entry.h"
#include "pipeline/records.h"

namespace copytaster::dedup {

/// What each source says again and again: the lines that stand in many of its articles. A line is
/// furniture once eight articles have had it, no two in a row of them more than 32 articles of that
/// source apart; it is forgotten when 256 more came without it. `learn` computes and changes
/// nothing, `apply` sets. What is answered, and the bytes counted, follow from what is held alone.
/// One thread at a time.
class LineMemory {
 public:
  static constexpr std::uint8_t kLearned = 8;     ///< articles that make a line furniture
  static constexpr std::uint16_t kApart = 32;     ///< until then, articles between two of them
  static constexpr std::uint16_t kMissing = 256;  ///< from then on, articles without it
  static constexpr std::size_t kMostLines =
      1024;                                   ///< of one source; the next to be forgotten leave
  static constexpr std::uint32_t kFresh = 8;  ///< one word in eight must be new for the source

  /// The key of a source: never 0.
  [[nodiscard]] static std::uint64_t key(std::string_view source);

  /// For each of a text's lines, whether it is furniture of that source.
  [[nodiscard]] std::vector<bool> furniture(std::uint64_t source,
                                            const std::vector<TextLine>& lines) const;

  /// What this article teaches; nothing where it says little that the source has not said lately:
  /// the same text once more, and be it twenty times, tells nothing about what frames it.
  [[nodiscard]] std::optional<LineChange> learn(std::uint64_t source, std::uint64_t number,
                                                const std::vector<TextLine>& lines) const;

  void apply(const LineChange& change);
  void set(const SourceLines& source);
  /// Nothing happens when the source is unknown.
  void forget(std::uint64_t source);

  /// `source` is known.
  [[nodiscard]] SourceLines read(std::uint64_t source) const;
  /// The least known source above `source`.
  [[nodiscard]] std::optional<std::uint64_t> after(std::uint64_t source) const;
  /// Those that must leave to keep within `budget` bytes, the longest silent first; never
  /// `besides`.
  [[nodiscard]] std::vector<std::uint64_t> excess(std::size_t budget, std::uint64_t besides) const;
  [[nodiscard]] std::size_t size() const { return sources_.size(); }
  /// By formula, from the lines held alone.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Source {
    std::uint16_t articles = 0;
    std::uint64_t taught = 0;
    std::vector<LineMark> lines;  ///< ascending by hash
  };

  void replace(std::uint64_t source, Source with);

  std::map<std::uint64_t, Source> sources_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> by_age_;  ///< (taught, source)
  std::size_t lines_bytes_ = 0;
};

/// Whether the lines are as `learn` makes them. A damaged journal may say otherwise.
[[nodiscard]] bool can_be_set(const SourceLines& source);

}  // namespace copytaster::dedup

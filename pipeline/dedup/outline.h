#pragma once

#include <cstddef>
#include <cstdint>

#include "pipeline/records.h"

namespace copytaster::dedup {

/// The words of a text's beginning that an outline is made of: a rewrite follows its original from
/// there on, and ends long before a long original does.
inline constexpr std::size_t kOutlineWords = 500;

/// What a word tells in an outline.
enum class Weight : std::uint8_t {
  kNone,   ///< a function word: nothing
  kShort,  ///< four letters or fewer
  kPlain,
  kLong,  ///< seven letters or more
  kFact,  ///< a name or a number
};

/// In `TextWords::kinds` a word's Weight stands from this bit on.
inline constexpr unsigned kWeightBits = 4;

/// Of the first 500 words of a text the terms that tell something, each where it first stands; at
/// most 64 of them, names and numbers rather than long words, and long words rather than short
/// ones: a hash divided by what the word tells, the smallest are kept (priority sampling after
/// Duffield, Lund and Thorup, 2007). Pure and thread-safe.
[[nodiscard]] Outline make_outline(const TextWords& words);

/// What two outlines have in common, as far as both samples are complete.
struct Rewording {
  std::uint32_t shared = 0;
  std::uint32_t in_order = 0;  ///< of them: the most that stand in the same order in both
  std::uint32_t arriving = 0;
  std::uint32_t remembered = 0;
  bool operator==(const Rewording&) const = default;

  /// `in_order` as a share of what there is on either side (geometric mean), 0 to 1.
  [[nodiscard]] double order() const;
  /// How far the order is beyond chance, 0 to 1: 1 would be two full outlines that are the same.
  [[nodiscard]] double beyond_chance() const;
};

/// Pure. Each has at most `Outline::kMost` distinct terms.
[[nodiscard]] Rewording compare_outlines(const Outline& arriving, const Outline& remembered);

}  // namespace copytaster::dedup

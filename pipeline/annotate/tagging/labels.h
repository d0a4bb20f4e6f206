#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// What the tagger says of a word: outside of all names, or the beginning, inside, last or only
/// word of a name of one of four types.
namespace copytaster::annotate {

/// The first three are EntityType, in its order; the fourth (nationalities, events, works) is told
/// apart in training and left out of what is found.
inline constexpr std::size_t kNameTypes = 4;

enum class Place : std::uint8_t { kBegin, kInside, kLast, kOnly };

using Label = std::uint8_t;
inline constexpr Label kOutside = 0;
inline constexpr std::size_t kLabels = 1 + kNameTypes * 4;

[[nodiscard]] constexpr Label label_of(std::size_t type, Place place) {
  return static_cast<Label>(1 + type * 4 + static_cast<std::size_t>(place));
}
[[nodiscard]] constexpr std::size_t type_of(Label label) { return (label - 1U) / 4U; }
[[nodiscard]] constexpr Place place_of(Label label) {
  return static_cast<Place>((label - 1U) % 4U);
}

/// Whether a name may go on after this label.
[[nodiscard]] constexpr bool is_open(Label label) {
  return label != kOutside &&
         (place_of(label) == Place::kBegin || place_of(label) == Place::kInside);
}
/// Whether this label goes on with a name that was begun before.
[[nodiscard]] constexpr bool goes_on(Label label) {
  return label != kOutside &&
         (place_of(label) == Place::kInside || place_of(label) == Place::kLast);
}

[[nodiscard]] constexpr bool may_follow(Label before, Label after) {
  if (is_open(before)) return goes_on(after) && type_of(before) == type_of(after);
  return !goes_on(after);
}

/// All pairs that may follow each other, before in the upper byte, in ascending order.
inline constexpr std::size_t kSteps = 9 * 9 + 2 * kNameTypes * 2;
[[nodiscard]] constexpr std::array<std::uint16_t, kSteps> steps() {
  std::array<std::uint16_t, kSteps> all{};
  std::size_t count = 0;
  for (Label before = 0; before < kLabels; ++before) {
    for (Label after = 0; after < kLabels; ++after) {
      if (may_follow(before, after))
        all[count++] = static_cast<std::uint16_t>(before << 8U | after);
    }
  }
  return all;
}

}  // namespace copytaster::annotate

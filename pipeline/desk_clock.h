#pragma once

#include <cstdint>

#include "pipeline/records.h"

namespace copytaster {

inline constexpr std::int64_t kHour = 3'600'000;  ///< in milliseconds

/// The Desk's time and what it rests on: the running maximum of the messages' timestamps, guarded
/// against wrong ones. It is journalled whole, so that a fold goes on alike.
struct DeskClock {
  Timestamp now;
  std::uint32_t heard = 0;   ///< messages that voted for the time to start from; at most 20
  std::uint32_t agreed = 0;  ///< votes for `now`, less those against it, while fewer than 20 voted
  std::uint32_t ahead = 0;   ///< messages in a row that claimed more than an hour later than `now`
  Timestamp earliest_claim;  ///< the earliest of those claims
  bool operator==(const DeskClock&) const = default;
};

/// The clock after a message with this timestamp.
///
/// The first 20 messages vote (the majority vote of Boyer and Moore; those within an hour of `now`
/// agree with it), so whichever of them was wrong, the time that most of them claim holds from then
/// on. Only meanwhile can time go back. Later a message moves it by an hour at most, unless 20 in a
/// row are further ahead: then it is the earliest time that they claim. A message without a time
/// (0) changes nothing, nor does one that only inherited it: it is not asked here. Times beyond the
/// calendar count as its end.
[[nodiscard]] DeskClock advance(DeskClock clock, Timestamp message);

}  // namespace copytaster

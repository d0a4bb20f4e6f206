#include "pipeline/desk_clock.h"

#include <algorithm>

#include "pipeline/codec/times.h"

namespace copytaster {
namespace {

constexpr std::uint32_t kVoters = 20;
constexpr std::uint32_t kAheadInARow = 20;

DeskClock vote(DeskClock clock, Timestamp message) {
  ++clock.heard;
  const bool agrees = message.milliseconds >= clock.now.milliseconds - kHour &&
                      message.milliseconds <= clock.now.milliseconds + kHour;
  if (clock.agreed == 0) {
    clock.now = message;
    clock.agreed = 1;
  } else if (agrees) {
    clock.now = std::max(clock.now, message);
    ++clock.agreed;
  } else {
    --clock.agreed;
  }
  return clock;
}

}  // namespace

DeskClock advance(DeskClock clock, Timestamp message) {
  if (message.milliseconds == 0) return clock;
  const Timestamp claimed = codec::clamp_to_calendar(message);
  if (clock.heard < kVoters) return vote(clock, claimed);
  const bool far_ahead = claimed.milliseconds > clock.now.milliseconds + kHour;
  if (!far_ahead) {
    clock.now = std::max(clock.now, claimed);
    clock.ahead = 0;
    clock.earliest_claim = {};
    return clock;
  }
  clock.earliest_claim = clock.ahead == 0 ? claimed : std::min(clock.earliest_claim, claimed);
  if (++clock.ahead >= kAheadInARow) {
    clock.now = clock.earliest_claim;
    clock.ahead = 0;
    clock.earliest_claim = {};
  }
  return clock;
}

}  // namespace copytaster

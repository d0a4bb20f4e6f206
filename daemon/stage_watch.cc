#include "daemon/stage_watch.h"

#include "pipeline/check.h"

namespace copytaster {

// Each cell is read for a rough time alone, so no order between its two halves is needed: a mark
// that is seen late only makes a stage look stuck for the moment that the mark takes.
constexpr auto kRelaxed = std::memory_order_relaxed;

std::string_view name(Stage stage) {
  static constexpr std::array<std::string_view, kStages> kNames = {"analysing", "deciding",
                                                                   "encoding", "committing"};
  return kNames.at(static_cast<std::size_t>(stage));
}

void StageWatch::begin(Stage stage, Clock::time_point now) {
  // What waits behind a piece that is stuck does not make it less so.
  if (cell(stage).held.load(kRelaxed) == 0) advance(stage, now);
  cell(stage).held.fetch_add(1, kRelaxed);
}

void StageWatch::advance(Stage stage, Clock::time_point now) {
  cell(stage).moved.store(now.time_since_epoch().count(), kRelaxed);
}

void StageWatch::end(Stage stage, Clock::time_point now) {
  advance(stage, now);
  CHECK(cell(stage).held.fetch_sub(1, kRelaxed) > 0);
}

std::optional<StageWatch::Stuck> StageWatch::stuck(Clock::duration limit, Clock::duration commits,
                                                   Clock::time_point now) const {
  std::optional<Stuck> worst;
  Clock::duration most_beyond(0);
  for (std::size_t i = 0; i < kStages; ++i) {
    if (cells_.at(i).held.load(kRelaxed) == 0) continue;
    const auto stage = static_cast<Stage>(i);
    const Clock::duration since =
        now.time_since_epoch() - Clock::duration(cells_.at(i).moved.load(kRelaxed));
    const Clock::duration beyond = since - (stage == Stage::kCommit ? commits : limit);
    if (beyond <= most_beyond) continue;
    most_beyond = beyond;
    worst = Stuck{stage, std::chrono::duration_cast<std::chrono::milliseconds>(since)};
  }
  return worst;
}

}  // namespace copytaster

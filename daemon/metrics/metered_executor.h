#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>

#include "daemon/metrics/metrics.h"
#include "pipeline/io.h"
#include "pipeline/processor.h"
#include "pipeline/snapshot.h"

namespace copytaster::metrics {

/// Stands between a processor and its executor and measures what passes: how long each batch is in
/// each stage, tries to commit, what the Desk remembers; and goes on counting what is committed.
/// Adds nothing, changes nothing. On the processor's thread; what it refers to must outlive it.
class MeteredExecutor : public Executor {
 public:
  /// `counts` has counted the journal that the processor's Desk was folded from.
  MeteredExecutor(Executor& inner, const Processor& processor, JournalCounts& counts,
                  Metrics& metrics)
      : inner_(inner), processor_(processor), counts_(counts), metrics_(metrics) {}
  ~MeteredExecutor() override;
  MeteredExecutor(const MeteredExecutor&) = delete;
  MeteredExecutor& operator=(const MeteredExecutor&) = delete;

  void execute(Action action) override;
  Event next_event() override;

 private:
  using Clock = std::chrono::steady_clock;
  using Stays = std::map<std::uint64_t, Clock::time_point>;  ///< batches in a stage, by id
  struct Course {
    Clock::time_point arrived;
    std::size_t bytes = 0;
  };

  void enter(HoldingStage stage, std::uint64_t batch);
  /// Seconds that the batch was there.
  double leave(HoldingStage stage, std::uint64_t batch);
  void show_oldest(HoldingStage stage);
  void show_under_way();
  void begin(const Batch& batch);
  void note_decided(const Batch& batch);
  void note_committed(const Batch& batch);
  void note_failed(const Failed& failed);

  Executor& inner_;
  const Processor& processor_;
  JournalCounts& counts_;
  Metrics& metrics_;
  std::array<Stays, kHoldingStages.size()> stays_;
  std::map<std::uint64_t, Course> under_way_;
  Clock::time_point polled_;    ///< when the poll under way was asked for
  Clock::time_point happened_;  ///< the last event, or what the processor has answered to it
};

/// The same work, each call measured. `metrics` must outlive it.
[[nodiscard]] Work metered(Work work, Metrics& metrics);

}  // namespace copytaster::metrics

#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <variant>

#include "daemon/stage_watch.h"
#include "pipeline/io.h"
#include "pipeline/parallel/event_queue.h"
#include "pipeline/parallel/worker_pool.h"
#include "pipeline/processor.h"

namespace copytaster {

/// Called on the commit thread after each commit, in commit order.
using CommitObserver = std::function<void(const Batch&)>;
/// Called on the commit or poll thread before a failed call is tried again.
using RetryObserver = std::function<void(const Failure&)>;

/// Called on the commit thread: the committed journal, folded into a new Desk. No transaction is
/// under way.
using Refolder = std::function<Result<std::unique_ptr<Desk>, Failure>()>;

/// Carries out the processor's actions on threads: one polls, one commits, `threads` analyse and
/// encode. `source` and `sink` must outlive it, and each is used by one thread only. The destructor
/// joins every thread; a transaction under way is aborted. `refolder` may be absent where the sink
/// has no journal: then a batch that is refused ends the run.
class ThreadedExecutor : public Executor {
 public:
  ThreadedExecutor(Source& source, Sink& sink, std::size_t threads, CommitObserver committed,
                   RetryObserver retrying, Refolder refolder = nullptr);
  ~ThreadedExecutor() override;
  ThreadedExecutor(const ThreadedExecutor&) = delete;
  ThreadedExecutor& operator=(const ThreadedExecutor&) = delete;

  void execute(Action action) override;
  Event next_event() override;

  /// Asks the processor to stop at the next batch boundary. From any thread.
  void request_stop() { events_.push(StopRequested{}); }

  /// Tells the processor that topics take records of other sizes. From any thread.
  void limit_records(std::map<std::string, std::size_t> max_record_bytes) {
    events_.push(Limited{std::move(max_record_bytes)});
  }

  /// Where what is under way gets on, or doesn't. Lives as long as this does.
  [[nodiscard]] const StageWatch& stages() const { return stages_; }
  /// Hands the processor other settings, for the batches to come. From any thread.
  void reload(SnapshotHandle snapshot) { events_.push(Reloaded{std::move(snapshot)}); }

  /// Ends the run with this failure, whatever is under way. From any thread.
  void interrupt(Failure failure) { events_.push(Failed{std::move(failure), nullptr}); }

 private:
  void poll(const Poll& action);
  void analyse(const BatchHandle& batch);
  void encode(const BatchHandle& batch);
  void commit(const Commit& action);
  Outcome try_commit(const Commit& action);
  void refold();
  Outcome write(const Batch& batch);
  void back_off() const;

  Source& source_;
  Sink& sink_;
  const CommitObserver committed_;
  const RetryObserver retrying_;
  const Refolder refold_;
  std::unique_ptr<Transaction> transaction_;  // the commit thread's alone

  StageWatch stages_;
  bool deciding_ = false;  ///< on the caller's thread, between two events
  parallel::EventQueue<Event> events_;
  parallel::EventQueue<std::optional<Poll>> polls_;
  parallel::EventQueue<std::optional<std::variant<Commit, Refold>>> commits_;
  parallel::WorkerPool pool_;
  std::atomic<bool> closing_ = false;
  std::thread poll_thread_;
  std::thread commit_thread_;
};

}  // namespace copytaster

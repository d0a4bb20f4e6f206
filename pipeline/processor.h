#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "pipeline/desk.h"
#include "pipeline/io.h"
#include "pipeline/records.h"

namespace copytaster {

/// Messages that go through the pipeline together and become visible in one transaction.
struct Batch {
  std::uint64_t id = 0;   ///< 0, 1, 2, … in input order
  std::size_t bytes = 0;  ///< of the raw values
  std::vector<AnalysedMessage> messages;
  std::vector<Decided> decided;       ///< one for each message, once decided
  std::vector<OutputRecord> records;  ///< in output order, once encoded
  std::vector<std::string> journal;   ///< encoded entries, the commit entry last
  JournalEntry commit;
};
using BatchHandle = std::shared_ptr<Batch>;

/// What happened outside. Delivered one at a time.
struct Arrived {
  Polled polled;
};
struct Analysed {
  BatchHandle batch;
};
struct Encoded {
  BatchHandle batch;
};
struct Committed {
  BatchHandle batch;
};
struct Failed {
  Failure failure;
  BatchHandle batch;  ///< whose commit failed; none for a poll
};
struct StopRequested {};
struct Started {};
using Event = std::variant<Started, Arrived, Analysed, Encoded, Committed, Failed, StopRequested>;

/// What is to be done outside. Each leads to one event, in any order; Finish ends the run.
struct Poll {
  std::size_t max_messages = 0;
  std::size_t max_bytes = 0;
  bool again = false;  ///< the last try failed: wait first
};
struct Analyse {
  BatchHandle batch;
};
struct Encode {
  BatchHandle batch;
};
struct Commit {
  BatchHandle batch;
  bool again = false;  ///< the outcome of the last try is unknown or it failed: wait first
  bool anew = false;   ///< the last try was aborted: begin a new transaction with the same bytes
};
struct Finish {
  std::optional<Failure>
      failure;  ///< none: every message read was committed, or a stop was asked for
};
using Action = std::variant<Poll, Analyse, Encode, Commit, Finish>;

/// Carries out actions and reports events. The daemon's runs on threads; a test's from a script.
class Executor {
 public:
  virtual ~Executor() = default;
  virtual void execute(Action action) = 0;
  /// Blocks until something happened.
  virtual Event next_event() = 0;
};

struct ProcessorOptions {
  std::size_t batch_articles = 1000;
  std::size_t batch_bytes = std::size_t{8} << 20U;
  std::size_t buffer_bytes = std::size_t{64} << 20U;  ///< raw bytes in flight, all batches together
  std::size_t batches_in_flight = 4;
  std::string settings;  ///< hash of the settings in force, journalled with every transaction
};

/// The loop as a state machine without threads: polls, has batches analysed in parallel, decides
/// them in order, has them encoded, commits them one after another. While one batch commits the
/// next is decided and the one after analysed. Owns nothing of the outside; `desk` must outlive it
/// and be folded.
class Processor {
 public:
  Processor(ProcessorOptions options, Desk& desk);

  /// Takes one event and says what is to be done next.
  std::vector<Action> step(Event event);

  [[nodiscard]] bool finished() const { return finished_; }

 private:
  void on(Started&& event, std::vector<Action>& actions);
  void on(Arrived&& event, std::vector<Action>& actions);
  void on(Analysed&& event, std::vector<Action>& actions);
  void on(Encoded&& event, std::vector<Action>& actions);
  void on(Committed&& event, std::vector<Action>& actions);
  void on(Failed&& event, std::vector<Action>& actions);
  void on(StopRequested&& event, std::vector<Action>& actions);

  void decide(Batch& batch);
  void go_on(std::vector<Action>& actions);

  const ProcessorOptions options_;
  Desk& desk_;
  std::map<std::string, Position> positions_;  ///< by topic and partition
  std::map<std::uint64_t, BatchHandle> analysed_;
  std::map<std::uint64_t, BatchHandle> encoded_;
  std::uint64_t next_batch_ = 0;
  std::uint64_t next_to_decide_ = 0;
  std::uint64_t next_to_commit_ = 0;
  std::size_t bytes_in_flight_ = 0;
  std::uint32_t aborts_ = 0;  ///< of the batch that is being committed
  bool polling_ = false;
  bool committing_ = false;
  bool at_end_ = false;
  bool stopping_ = false;
  bool finished_ = false;
};

/// Runs the processor on the executor until it has finished; the failure that ended it, if one did.
std::optional<Failure> run(Processor& processor, Executor& executor);

}  // namespace copytaster

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
#include "pipeline/result.h"
#include "pipeline/snapshot.h"

namespace copytaster {

/// Messages that go through the pipeline together and become visible in one transaction.
struct Batch {
  std::uint64_t id = 0;   ///< 0, 1, 2, … in input order
  std::size_t bytes = 0;  ///< of the raw values
  SnapshotHandle under;   ///< the settings of all that is done to it
  std::vector<AnalysedMessage> messages;
  std::vector<Position> moved;  ///< as polled: they take effect before the messages
  std::vector<Gap> gaps;
  std::optional<JournalEntry> settings;  ///< first in its journal, where they are news to it
  std::vector<Decided> decided;          ///< one for each message, once decided
  std::vector<OutputRecord> records;     ///< in output order, once encoded
  std::vector<std::size_t> record_ends;  ///< for each message, how many of `records` end with it
  std::vector<std::string> journal;      ///< encoded entries, the commit entry last
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
struct Refolded {
  Result<std::unique_ptr<Desk>, Failure> desk;  ///< folded from the committed journal alone
};
/// Topics take records of other sizes from now on: see `Desk::limit_records`.
struct Limited {
  std::map<std::string, std::size_t> max_record_bytes;
};
/// Batches that arrive from now on are handled under these settings.
struct Reloaded {
  SnapshotHandle snapshot;
};
struct StopRequested {};
struct Started {};
using Event = std::variant<Started, Arrived, Analysed, Encoded, Committed, Failed, Refolded,
                           Limited, Reloaded, StopRequested>;

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
/// Abort the transaction under way, then fold the committed journal into a new Desk.
struct Refold {};
struct Finish {
  std::optional<Failure>
      failure;  ///< none: every message read was committed, or a stop was asked for
};
using Action = std::variant<Poll, Analyse, Encode, Commit, Refold, Finish>;

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
};

/// The loop as a state machine without threads: polls, has batches analysed in parallel, decides
/// them in order, has them encoded, commits them one after another. While one batch commits the
/// next is decided and the one after analysed. That is for when it is behind: as soon as a poll
/// brings less than half a batch, the next one waits until that is committed, so that what arrives
/// meanwhile shares one transaction instead of queueing for several. Owns nothing of the outside;
/// `desk` must outlive it and be folded; after a refold it is out of use, and `desk()` is the one
/// that counts.
///
/// Settings change between two batches: one that has arrived is analysed, decided and encoded under
/// those that were in force then, and so is one that is decided again after a refold. The first
/// batch of other settings than the journal names begins with an entry that holds them whole.
///
/// A batch that was aborted three times over one and the same message makes that message a suspect:
/// the Desk is folded anew from the journal, the suspect is rejected (`refused_by_sink`), and it
/// and every batch decided after it are decided again from the messages still held. A suspect whose
/// dead letter is refused as well is only named there. Any other batch aborted three times ends the
/// run.
class Processor {
 public:
  Processor(ProcessorOptions options, SnapshotHandle snapshot, Desk& desk);

  /// Takes one event and says what is to be done next.
  std::vector<Action> step(Event event);

  [[nodiscard]] bool finished() const { return finished_; }
  [[nodiscard]] const Desk& desk() const { return *desk_; }

 private:
  void on(Started&& event, std::vector<Action>& actions);
  void on(Arrived&& event, std::vector<Action>& actions);
  void on(Analysed&& event, std::vector<Action>& actions);
  void on(Encoded&& event, std::vector<Action>& actions);
  void on(Committed&& event, std::vector<Action>& actions);
  void on(Failed&& event, std::vector<Action>& actions);
  void on(Refolded&& event, std::vector<Action>& actions);
  void on(Limited&& event, std::vector<Action>& actions);
  void on(Reloaded&& event, std::vector<Action>& actions);
  void on(StopRequested&& event, std::vector<Action>& actions);

  void read_positions();
  void decide(Batch& batch);
  void decide_ready(std::vector<Action>& actions);
  void note_refused(const Failed& failed);
  bool set_aside(const Failed& failed);
  void decide_again(std::vector<Action>& actions);
  void go_on(std::vector<Action>& actions);

  const ProcessorOptions options_;
  SnapshotHandle snapshot_;  ///< of the batches to come
  /// What the Desk decides by; none at first. What was replaced is not kept for its sake.
  std::weak_ptr<const Snapshot> deciding_under_;
  std::unique_ptr<Desk> folded_anew_;          ///< none as long as the first Desk is in use
  Desk* desk_;                                 ///< the first, or `folded_anew_`
  std::map<std::string, Position> positions_;  ///< by topic and partition
  std::map<std::uint64_t, BatchHandle> analysed_;
  std::map<std::uint64_t, BatchHandle> encoded_;
  std::uint64_t next_batch_ = 0;
  std::uint64_t next_to_decide_ = 0;
  std::uint64_t next_to_commit_ = 0;
  std::size_t bytes_in_flight_ = 0;
  std::uint32_t aborts_ = 0;            ///< of the batch that is being committed
  std::optional<std::size_t> suspect_;  ///< the message in it that every one of them named
  std::unique_ptr<Desk> refolded_;      ///< waits until no batch is being encoded
  bool polling_ = false;
  bool behind_ = false;      ///< the last poll brought half a batch or more
  bool committing_ = false;  ///< or waiting for the Desk to be folded anew
  bool refolding_ = false;
  bool at_end_ = false;
  bool stopping_ = false;
  bool finished_ = false;
};

/// Runs the processor on the executor until it has finished; the failure that ended it, if one did.
std::optional<Failure> run(Processor& processor, Executor& executor);

}  // namespace copytaster

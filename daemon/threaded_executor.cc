#include "daemon/threaded_executor.h"

#include <iterator>
#include <utility>

#include "pipeline/codec/journal_codec.h"

namespace copytaster {
namespace {

constexpr std::chrono::milliseconds kPollWait(200);
constexpr std::chrono::milliseconds kRetryWait(1000);
constexpr std::chrono::milliseconds kRetryStep(50);

}  // namespace

ThreadedExecutor::ThreadedExecutor(Source& source, Sink& sink, std::size_t threads,
                                   CommitObserver committed, RetryObserver retrying,
                                   Refolder refolder)
    : source_(source),
      sink_(sink),
      committed_(std::move(committed)),
      retrying_(std::move(retrying)),
      refold_(std::move(refolder)),
      pool_(threads) {
  poll_thread_ = std::thread([this] {
    while (auto action = polls_.pop()) poll(*action);
  });
  commit_thread_ = std::thread([this] {
    while (auto action = commits_.pop()) {
      if (const auto* to_commit = std::get_if<Commit>(&*action)) {
        commit(*to_commit);
      } else {
        refold();
      }
    }
    transaction_.reset();
  });
}

ThreadedExecutor::~ThreadedExecutor() {
  closing_ = true;
  polls_.push(std::nullopt);
  commits_.push(std::nullopt);
  poll_thread_.join();
  commit_thread_.join();
}

void ThreadedExecutor::execute(Action action) {
  if (auto* to_poll = std::get_if<Poll>(&action)) polls_.push(*to_poll);
  if (auto* to_analyse = std::get_if<Analyse>(&action)) analyse(to_analyse->batch);
  if (auto* to_encode = std::get_if<Encode>(&action)) encode(to_encode->batch);
  if (auto* to_commit = std::get_if<Commit>(&action)) commits_.push(std::move(*to_commit));
  if (std::holds_alternative<Refold>(action)) commits_.push(Refold{});
}

Event ThreadedExecutor::next_event() {
  if (std::exchange(deciding_, false)) stages_.end(Stage::kDecide);
  Event event = events_.pop();
  stages_.begin(Stage::kDecide);
  deciding_ = true;
  return event;
}

void ThreadedExecutor::back_off() const {
  // In steps, so that a stop does not wait for the whole of it.
  for (auto waited = kRetryStep; waited < kRetryWait && !closing_; waited += kRetryStep) {
    std::this_thread::sleep_for(kRetryStep);
  }
}

void ThreadedExecutor::poll(const Poll& action) {
  if (action.again) back_off();
  auto polled = source_.poll(action.max_messages, action.max_bytes, kPollWait);
  if (polled) {
    events_.push(Arrived{std::move(*polled)});
    return;
  }
  if (polled.error().remedy == Remedy::kRetry) retrying_(polled.error());
  events_.push(Failed{std::move(polled.error()), nullptr});
}

void ThreadedExecutor::analyse(const BatchHandle& batch) {
  if (batch->messages.empty()) return events_.push(Analysed{batch});  // positions alone
  stages_.begin(Stage::kAnalyse);
  pool_.for_each(
      batch->messages.size(),
      [this, batch](std::size_t index) {
        auto& slot = batch->messages[index];
        slot = batch->under->work.analyse(std::move(slot.message));
        stages_.advance(Stage::kAnalyse);
      },
      [this, batch] {
        stages_.end(Stage::kAnalyse);
        events_.push(Analysed{batch});
      });
}

void ThreadedExecutor::encode(const BatchHandle& batch) {
  if (batch->settings) batch->journal.push_back(codec::encode(*batch->settings));
  if (batch->messages.empty()) {
    batch->journal.push_back(codec::encode(batch->commit));
    return events_.push(Encoded{batch});
  }
  stages_.begin(Stage::kEncode);
  auto encoded = std::make_shared<std::vector<EncodedMessage>>(batch->messages.size());
  pool_.for_each(
      batch->messages.size(),
      [this, batch, encoded](std::size_t index) {
        (*encoded)[index] =
            batch->under->work.encode(batch->messages[index], batch->decided[index]);
        stages_.advance(Stage::kEncode);
      },
      [this, batch, encoded] {
        for (auto& message : *encoded) {
          std::move(message.records.begin(), message.records.end(),
                    std::back_inserter(batch->records));
          batch->record_ends.push_back(batch->records.size());
          std::move(message.journal.begin(), message.journal.end(),
                    std::back_inserter(batch->journal));
        }
        batch->journal.push_back(codec::encode(batch->commit));
        stages_.end(Stage::kEncode);
        events_.push(Encoded{batch});
      });
}

Outcome ThreadedExecutor::write(const Batch& batch) {
  auto begun = sink_.begin();
  if (!begun) return Error<Failure>(begun.error());
  transaction_ = std::move(*begun);
  for (const auto& record : batch.records) {
    if (auto appended = transaction_->append(record); !appended) return appended;
  }
  for (const auto& entry : batch.journal) {
    if (auto appended = transaction_->append_journal(entry); !appended) return appended;
  }
  return {};
}

Outcome ThreadedExecutor::try_commit(const Commit& action) {
  Outcome outcome;
  if (action.anew) {
    if (transaction_) outcome = transaction_->abort();
    transaction_.reset();
  }
  // A commit whose outcome is unknown is asked for again; anything else begins with the bytes.
  if (outcome && !transaction_) {
    outcome = write(*action.batch);
    if (!outcome && outcome.error().remedy == Remedy::kRetry) transaction_.reset();
  }
  if (outcome) outcome = transaction_->commit();
  if (!outcome) return outcome;
  transaction_.reset();
  committed_(*action.batch);
  return outcome;
}

void ThreadedExecutor::commit(const Commit& action) {
  if (action.again) back_off();
  stages_.begin(Stage::kCommit);
  Outcome outcome = try_commit(action);
  stages_.end(Stage::kCommit);
  if (outcome) {
    events_.push(Committed{action.batch});
    return;
  }
  if (outcome.error().remedy != Remedy::kRestart) retrying_(outcome.error());
  events_.push(Failed{std::move(outcome.error()), action.batch});
}

void ThreadedExecutor::refold() {
  if (transaction_) {
    const Outcome aborted = transaction_->abort();
    transaction_.reset();
    if (!aborted) {
      events_.push(Refolded{Error<Failure>(aborted.error())});
      return;
    }
  }
  if (!refold_) {
    events_.push(Refolded{Error<Failure>(
        {Remedy::kRestart, "a record is refused, and this output has no journal to go on from"})});
    return;
  }
  events_.push(Refolded{refold_()});
}

}  // namespace copytaster

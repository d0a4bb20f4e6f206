#include "pipeline/processor.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "pipeline/check.h"

namespace copytaster {
namespace {

constexpr std::uint32_t kCommitTries = 3;
constexpr std::string_view kRefused = "refused_by_sink";

std::string partition_key(const std::string& topic, std::int32_t partition) {
  return fmt::format("{}/{:010}", topic, partition);
}

}  // namespace

Processor::Processor(ProcessorOptions options, SnapshotHandle snapshot, Desk& desk)
    : options_(options), snapshot_(std::move(snapshot)), desk_(&desk) {
  CHECK(options_.batch_articles > 0 && options_.batches_in_flight > 0);
  read_positions();
}

void Processor::read_positions() {
  positions_.clear();
  for (const auto& position : desk_->positions()) {
    positions_[partition_key(position.topic, position.partition)] = position;
  }
}

std::vector<Action> Processor::step(Event event) {
  std::vector<Action> actions;
  if (finished_) return actions;
  std::visit([&](auto& happened) { on(std::move(happened), actions); }, event);
  if (!finished_) go_on(actions);
  return actions;
}

void Processor::on(Started&& /*event*/, std::vector<Action>& /*actions*/) {}

void Processor::on(StopRequested&& /*event*/, std::vector<Action>& /*actions*/) {
  stopping_ = true;
}

void Processor::on(Limited&& event, std::vector<Action>& /*actions*/) {
  desk_->limit_records(std::move(event.max_record_bytes));
}

void Processor::on(Reloaded&& event, std::vector<Action>& /*actions*/) {
  snapshot_ = std::move(event.snapshot);
}

void Processor::on(Arrived&& event, std::vector<Action>& actions) {
  polling_ = false;
  at_end_ = event.polled.at_end;
  if (stopping_ || (event.polled.messages.empty() && event.polled.moved.empty())) return;
  auto batch = std::make_shared<Batch>();
  batch->id = next_batch_++;
  batch->under = snapshot_;
  batch->moved = std::move(event.polled.moved);
  batch->gaps = std::move(event.polled.gaps);
  batch->messages.reserve(event.polled.messages.size());
  for (auto& message : event.polled.messages) {
    batch->bytes += message.value ? message.value->size() : 0;
    batch->messages.push_back({std::move(message), std::nullopt, std::nullopt});
  }
  bytes_in_flight_ += batch->bytes;
  behind_ = 2 * batch->messages.size() >= options_.batch_articles ||
            2 * batch->bytes >= options_.batch_bytes;
  actions.emplace_back(Analyse{std::move(batch)});
}

void Processor::on(Analysed&& event, std::vector<Action>& actions) {
  analysed_.emplace(event.batch->id, std::move(event.batch));
  if (!refolding_) decide_ready(actions);
}

/// Decisions are made in input order, whichever batch was analysed first.
void Processor::decide_ready(std::vector<Action>& actions) {
  for (auto next = analysed_.find(next_to_decide_); next != analysed_.end();
       next = analysed_.find(next_to_decide_)) {
    BatchHandle batch = std::move(next->second);
    analysed_.erase(next);
    if (stopping_) {
      // What was not decided yet is read again after the next start.
      bytes_in_flight_ -= batch->bytes;
      next_batch_ = next_to_decide_;
      analysed_.clear();
      return;
    }
    ++next_to_decide_;
    decide(*batch);
    actions.emplace_back(Encode{std::move(batch)});
  }
}

void Processor::decide(Batch& batch) {
  if (deciding_under_.lock() != batch.under) {
    deciding_under_ = batch.under;
    batch.settings = desk_->use(batch.under->desk, batch.under->in_force);
  }
  for (const auto& moved : batch.moved) {
    positions_[partition_key(moved.topic, moved.partition)] = moved;
  }
  batch.decided.reserve(batch.messages.size());
  for (const auto& message : batch.messages) {
    batch.decided.push_back(desk_->decide(message));
    const Origin& origin = message.message.origin;
    Position& position = positions_[partition_key(origin.topic, origin.partition)];
    position = {origin.topic, origin.partition, origin.offset.next(), origin.timestamp,
                std::move(position.topic_id)};
  }
  std::vector<Position> positions;
  for (const auto& [key, position] : positions_) positions.push_back(position);
  batch.commit = desk_->commit(std::move(positions), batch.under->in_force.hash);
  batch.commit.gaps = batch.gaps;
}

void Processor::on(Encoded&& event, std::vector<Action>& /*actions*/) {
  encoded_.emplace(event.batch->id, std::move(event.batch));
}

void Processor::on(Committed&& event, std::vector<Action>& /*actions*/) {
  CHECK(event.batch->id == next_to_commit_);
  ++next_to_commit_;
  committing_ = false;
  aborts_ = 0;
  suspect_.reset();
  bytes_in_flight_ -= event.batch->bytes;
}

void Processor::on(Failed&& event, std::vector<Action>& actions) {
  const Remedy remedy = event.failure.remedy;
  if (event.batch == nullptr) {
    polling_ = false;
    if (remedy == Remedy::kRetry && !stopping_) {
      polling_ = true;
      actions.emplace_back(Poll{options_.batch_articles, options_.batch_bytes, true});
      return;
    }
  } else if (remedy == Remedy::kRetry) {
    actions.emplace_back(Commit{std::move(event.batch), true, false});
    return;
  } else if (remedy == Remedy::kAbort) {
    note_refused(event);
    if (++aborts_ < kCommitTries) {
      actions.emplace_back(Commit{std::move(event.batch), true, true});
      return;
    }
    if (set_aside(event)) {
      actions.emplace_back(Refold{});
      return;
    }
  }
  finished_ = true;
  actions.emplace_back(Finish{std::move(event.failure)});
}

/// Keeps the message whose record was refused, as long as every abort names the same one: whoever
/// is named once in passing is innocent.
void Processor::note_refused(const Failed& failed) {
  std::optional<std::size_t> message;
  const auto& ends = failed.batch->record_ends;
  if (const auto& refused = failed.failure.refused) {
    const auto end = std::upper_bound(ends.begin(), ends.end(), *refused);
    if (end != ends.end()) message = static_cast<std::size_t>(end - ends.begin());
  }
  suspect_ = aborts_ == 0 || suspect_ == message ? message : std::nullopt;
}

/// Makes the suspect a rejection, unless its dead letter was refused whatever it held.
bool Processor::set_aside(const Failed& failed) {
  if (!suspect_) return false;
  AnalysedMessage& suspect = failed.batch->messages[*suspect_];
  if (suspect.rejection && suspect.rejection->named_only) return false;
  // It was a dead letter already, and that was refused: nothing of the message can go there.
  const bool named_only = suspect.rejection.has_value();
  suspect.analysis.reset();
  suspect.ruled.reset();
  suspect.rejection =
      Rejection{"commit", std::string(kRefused), failed.failure.message, named_only};
  encoded_.emplace(failed.batch->id, failed.batch);
  refolding_ = true;
  suspect_.reset();
  aborts_ = 0;
  return true;
}

void Processor::on(Refolded&& event, std::vector<Action>& actions) {
  if (!event.desk) {
    finished_ = true;
    actions.emplace_back(Finish{std::move(event.desk.error())});
    return;
  }
  refolded_ = std::move(*event.desk);
}

/// Decides everything that is not committed once more, on the Desk as the journal has it.
void Processor::decide_again(std::vector<Action>& actions) {
  folded_anew_ = std::move(refolded_);
  desk_ = folded_anew_.get();
  deciding_under_.reset();
  refolding_ = false;
  committing_ = false;
  read_positions();
  for (auto& [id, batch] : encoded_) {
    batch->settings.reset();
    batch->decided.clear();
    batch->records.clear();
    batch->record_ends.clear();
    batch->journal.clear();
    analysed_.emplace(id, std::move(batch));
  }
  encoded_.clear();
  next_to_decide_ = next_to_commit_;
  decide_ready(actions);
}

/// Whatever can be done next: commit the next batch, poll for more, or finish.
void Processor::go_on(std::vector<Action>& actions) {
  // What is being encoded is still in other hands.
  if (refolded_ && encoded_.size() == next_to_decide_ - next_to_commit_) decide_again(actions);
  if (!committing_) {
    if (const auto next = encoded_.find(next_to_commit_); next != encoded_.end()) {
      committing_ = true;
      actions.emplace_back(Commit{std::move(next->second), false, false});
      encoded_.erase(next);
    }
  }
  const std::uint64_t in_flight = next_batch_ - next_to_commit_;
  const bool more = !at_end_ && !stopping_;
  const std::uint64_t most_in_flight = behind_ ? options_.batches_in_flight : 1;
  if (more && !polling_ && in_flight < most_in_flight && bytes_in_flight_ < options_.buffer_bytes) {
    polling_ = true;
    actions.emplace_back(Poll{options_.batch_articles, options_.batch_bytes, false});
  }
  const bool idle = stopping_ ? next_to_decide_ == next_to_commit_ : in_flight == 0;
  if (!more && !polling_ && idle && !committing_) {
    finished_ = true;
    actions.emplace_back(Finish{std::nullopt});
  }
}

std::optional<Failure> run(Processor& processor, Executor& executor) {
  std::vector<Action> actions = processor.step(Started{});
  while (true) {
    for (auto& action : actions) {
      if (auto* finish = std::get_if<Finish>(&action)) return std::move(finish->failure);
      executor.execute(std::move(action));
    }
    actions = processor.step(executor.next_event());
  }
}

}  // namespace copytaster

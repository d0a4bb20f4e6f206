#include "daemon/metrics/metered_executor.h"

#include <algorithm>
#include <utility>

#include "pipeline/records.h"

namespace copytaster::metrics {
namespace {

using std::chrono::duration;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

double seconds_since(steady_clock::time_point begun) {
  return duration<double>(steady_clock::now() - begun).count();
}

std::int64_t ticks(steady_clock::time_point time) {
  return nanoseconds(time.time_since_epoch()).count();
}

double wall_clock() { return duration<double>(system_clock::now().time_since_epoch()).count(); }

}  // namespace

MeteredExecutor::~MeteredExecutor() {
  under_way_.clear();
  show_under_way();
  for (std::size_t i = 0; i < stays_.size(); ++i) {
    stays_[i].clear();
    show_oldest(static_cast<HoldingStage>(i));
  }
}

void MeteredExecutor::enter(HoldingStage stage, std::uint64_t batch) {
  stays_[static_cast<std::size_t>(stage)].emplace(batch, steady_clock::now());
  show_oldest(stage);
}

double MeteredExecutor::leave(HoldingStage stage, std::uint64_t batch) {
  Stays& stays = stays_[static_cast<std::size_t>(stage)];
  const auto found = stays.find(batch);
  if (found == stays.end()) return 0;
  const double stayed = seconds_since(found->second);
  stays.erase(found);
  show_oldest(stage);
  return stayed;
}

void MeteredExecutor::show_oldest(HoldingStage stage) {
  const Stays& stays = stays_[static_cast<std::size_t>(stage)];
  const auto oldest = std::min_element(
      stays.begin(), stays.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  metrics_.busy_since[stage] = oldest == stays.end() ? 0 : ticks(oldest->second);
}

void MeteredExecutor::show_under_way() {
  std::size_t bytes = 0;
  for (const auto& [id, course] : under_way_) bytes += course.bytes;
  metrics_.in_flight.set(static_cast<double>(under_way_.size()));
  metrics_.in_flight_bytes.set(static_cast<double>(bytes));
}

void MeteredExecutor::begin(const Batch& batch) {
  under_way_[batch.id] = {happened_, batch.bytes};
  show_under_way();
  enter(HoldingStage::kAnalyse, batch.id);
}

void MeteredExecutor::note_decided(const Batch& batch) {
  // From the event that let it decide, or from the batch before.
  const double taken = seconds_since(happened_);
  happened_ = steady_clock::now();
  metrics_.batch_seconds[Stage::kDecide].observe(taken);
  if (const std::size_t inputs = batch.decided.size(); inputs > 0) {
    metrics_.article_seconds[ArticleStage::kDecide].observe(taken / static_cast<double>(inputs),
                                                            inputs);
  }
  const Desk& desk = processor_.desk();
  metrics_.set(Remembered{desk.articles(), desk.stories(), desk.bytes()});
  enter(HoldingStage::kEncode, batch.id);
}

void MeteredExecutor::note_committed(const Batch& batch) {
  metrics_.transactions[Attempt::kCommitted].add();
  metrics_.batch_seconds[Stage::kCommit].observe(leave(HoldingStage::kCommit, batch.id));
  if (const auto course = under_way_.find(batch.id); course != under_way_.end()) {
    metrics_.batch_seconds[Stage::kWhole].observe(seconds_since(course->second.arrived));
    under_way_.erase(course);
    show_under_way();
  }
  metrics_.batch_inputs.observe(static_cast<double>(batch.messages.size()));
  metrics_.input_bytes.add(batch.bytes);
  std::uint64_t records = 0;
  for (const auto& record : batch.records) records += record_bytes(record);
  metrics_.output_bytes[Written::kRecords].add(records);
  std::uint64_t journal = 0;
  for (const auto& entry : batch.journal) journal += entry.size();
  metrics_.output_bytes[Written::kJournal].add(journal);
  const double now = wall_clock();
  metrics_.last_commit.set(now);
  // The timestamps of an archive say nothing of how fast this program is.
  if (metrics_.identity().transport == "kafka") {
    for (const auto& message : batch.messages) {
      const auto came = static_cast<double>(message.message.origin.timestamp.milliseconds) / 1000;
      metrics_.latency.observe(std::max(0.0, now - came));
    }
  }
  for (const auto& decided : batch.decided) {
    counts_.add(decided.entry);
    for (const auto& carry : decided.carries) counts_.add(carry);
  }
  counts_.add(batch.commit);
  metrics_.set(counts_.committed());
}

void MeteredExecutor::note_failed(const Failed& failed) {
  if (failed.batch == nullptr) return metrics_.poll_failures.add();
  switch (failed.failure.remedy) {
    case Remedy::kRetry:
      return metrics_.transactions[Attempt::kRetried].add();
    case Remedy::kAbort:
      return metrics_.transactions[Attempt::kAborted].add();
    default:
      return metrics_.transactions[Attempt::kFailed].add();
  }
}

void MeteredExecutor::execute(Action action) {
  if (std::holds_alternative<Poll>(action)) polled_ = steady_clock::now();
  if (const auto* analyse = std::get_if<Analyse>(&action)) begin(*analyse->batch);
  if (const auto* encode = std::get_if<Encode>(&action)) note_decided(*encode->batch);
  if (const auto* commit = std::get_if<Commit>(&action))
    enter(HoldingStage::kCommit, commit->batch->id);
  if (std::holds_alternative<Refold>(action)) {
    metrics_.refolds.add();
    stays_[static_cast<std::size_t>(HoldingStage::kCommit)].clear();  // its batch is decided again
    show_oldest(HoldingStage::kCommit);
  }
  inner_.execute(std::move(action));
}

Event MeteredExecutor::next_event() {
  metrics_.busy_since[HoldingStage::kDecide] = 0;
  Event event = inner_.next_event();
  happened_ = steady_clock::now();
  metrics_.busy_since[HoldingStage::kDecide] = ticks(happened_);
  if (const auto* arrived = std::get_if<Arrived>(&event);
      arrived && !arrived->polled.messages.empty())
    metrics_.batch_seconds[Stage::kPoll].observe(seconds_since(polled_));
  if (const auto* analysed = std::get_if<Analysed>(&event)) {
    metrics_.batch_seconds[Stage::kAnalyse].observe(
        leave(HoldingStage::kAnalyse, analysed->batch->id));
  }
  if (const auto* encoded = std::get_if<Encoded>(&event)) {
    metrics_.batch_seconds[Stage::kEncode].observe(
        leave(HoldingStage::kEncode, encoded->batch->id));
  }
  if (const auto* committed = std::get_if<Committed>(&event)) note_committed(*committed->batch);
  if (const auto* failed = std::get_if<Failed>(&event)) note_failed(*failed);
  return event;
}

Work metered(Work work, Metrics& metrics) {
  Work measured;
  measured.analyse = [&metrics, analyse = std::move(work.analyse)](Message message) {
    const auto begun = steady_clock::now();
    AnalysedMessage analysed = analyse(std::move(message));
    metrics.article_seconds[ArticleStage::kAnalyse].observe(seconds_since(begun));
    return analysed;
  };
  measured.encode = [&metrics, encode = std::move(work.encode)](const AnalysedMessage& message,
                                                                Decided& decided) {
    const auto begun = steady_clock::now();
    EncodedMessage encoded = encode(message, decided);
    metrics.article_seconds[ArticleStage::kEncode].observe(seconds_since(begun));
    return encoded;
  };
  return measured;
}

}  // namespace copytaster::metrics

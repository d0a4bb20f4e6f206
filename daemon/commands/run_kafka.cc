#include "daemon/commands/run_kafka.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "daemon/commands/monitor.h"
#include "daemon/commands/status_line.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/kafka/connection.h"
#include "daemon/kafka/instance.h"
#include "daemon/log/log.h"
#include "daemon/metrics/metered_executor.h"
#include "daemon/systemd.h"
#include "daemon/threaded_executor.h"

namespace copytaster::commands {
namespace {

using std::chrono::seconds;

constexpr seconds kCommitPatience(4);  // from the signal on; the abort has two more by itself
constexpr seconds kStopPatience(8);

/// Carries an end through, of the signals' or the program's own making: asks at once, insists after
/// four seconds, and after eight leaves. What is left open then, the next start settles: nothing is
/// lost by it.
class Stopper {
 public:
  explicit Stopper(kafka::Instance& instance) : instance_(instance) {}
  ~Stopper() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  Stopper(const Stopper&) = delete;
  Stopper& operator=(const Stopper&) = delete;

  /// On the signals' thread, once.
  void begin() {
    log::say(log::kStopping, "stopping");
    instance_.stop();
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (executor_ != nullptr) executor_->request_stop();
    if (!thread_.joinable()) thread_ = std::thread([this] { insist(); });
  }

  /// The program ends by itself, with this exit code, and its reason is said.
  void end(int exit_code) {
    const std::lock_guard lock(mutex_);
    exit_code_ = exit_code;
    if (!thread_.joinable()) thread_ = std::thread([this] { insist(); });
  }

  /// Whom to ask; none between leads.
  void set(ThreadedExecutor* executor) {
    const std::lock_guard lock(mutex_);
    executor_ = executor;
    if (executor_ != nullptr && stopping_) executor_->request_stop();
  }

 private:
  void insist() {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, kCommitPatience, [this] { return done_; })) return;
    if (executor_ != nullptr)
      executor_->interrupt({Remedy::kRestart,
                            "stopped before the last transaction was committed; "
                            "its input is read again at the next start"});
    if (changed_.wait_for(lock, kStopPatience - kCommitPatience, [this] { return done_; })) return;
    log::say(log::kStopTimedOut,
             "not done after {} s (does the broker answer?): leaving; the next start settles "
             "what is open",
             kStopPatience.count());
    ::_exit(exit_code_);
  }

  kafka::Instance& instance_;
  std::mutex mutex_;
  std::condition_variable changed_;
  ThreadedExecutor* executor_ = nullptr;  // guarded by mutex_
  int exit_code_ = kExitOk;               // guarded by mutex_
  bool stopping_ = false;                 // guarded by mutex_
  bool done_ = false;                     // guarded by mutex_
  std::thread thread_;
};

bool has_carry(const Batch& batch, bool JournalEntry::*mark) {
  return std::any_of(batch.decided.begin(), batch.decided.end(), [mark](const Decided& decided) {
    return std::any_of(decided.carries.begin(), decided.carries.end(),
                       [mark](const JournalEntry& entry) { return entry.*mark; });
  });
}

/// What systemd shows of an instance that doesn't lead.
void show_waiting(Service& service, kafka::Waiting what, int percent) {
  switch (what) {
    case kafka::Waiting::kReached:
      return service.ready();
    case kafka::Waiting::kFolding:
      return service.status(fmt::format("folding the journal: {}%", percent));
    case kafka::Waiting::kStandingBy:
      return service.status("standing by");
  }
}

/// What a lead brought.
struct Yield {
  Ledger ledger;           ///< as committed: the Desk is ahead of it by what it decided since
  bool committed = false;  ///< anything
};

/// What one lead after the other works with.
struct Leading {
  const ProcessorOptions batches;
  const std::size_t threads;
  suspects::Guard& guard;
  reload::LiveSettings& live;
  Stopper& stopper;
  Service& service;
  metrics::Metrics& metrics;
};

/// Runs until the lead ends; its threads have ended too, then.
std::optional<Failure> lead_on(const Leading& with, kafka::Lead& lead, Yield& yield) {
  Processor processor(with.batches, with.live.snapshot(), *lead.desk);
  StatusLine status(with.service, "leading", true);
  status.show(yield.ledger.in);
  ThreadedExecutor executor(
      *lead.source, *lead.sink, with.threads,
      [&lead, &guard = with.guard, &yield, &status](const Batch& batch) {
        guard.committed(batch.commit.positions);
        if (!batch.decided.empty()) yield.ledger = batch.decided.back().entry.ledger;
        if (!std::exchange(yield.committed, true) && lead.again)
          log::say(log::kCommitsResumed, "transactions are committed again");
        status.committed(batch, yield.ledger.in);
        lead.source->mirror(batch.commit.positions);
        lead.after_commit(has_carry(batch, &JournalEntry::carry_begins),
                          has_carry(batch, &JournalEntry::carry_ends));
        log::say(log::kBatchCommitted, "committed batch {}: {} messages", batch.id,
                 batch.messages.size());
      },
      lead.complain, lead.refold);
  lead.on_lost([&executor] {
    executor.interrupt({Remedy::kRestart, "the lead is lost; standing by"});
  });
  lead.on_limits(
      [&executor](const kafka::RecordLimits& limits) { executor.limit_records(limits); });
  executor.reload(with.live.listen(
      [&executor](SnapshotHandle snapshot) { executor.reload(std::move(snapshot)); }));
  with.stopper.set(&executor);
  with.service.watch(&executor.stages());
  metrics::MeteredExecutor metered(executor, processor, lead.counts, with.metrics);
  auto failure = run(processor, metered);
  with.service.watch(nullptr);
  with.stopper.set(nullptr);
  with.live.listen(nullptr);
  lead.on_lost(nullptr);
  lead.on_limits(nullptr);
  return failure;
}

std::optional<Failure> lead(const Leading& with, kafka::Lead& lead) {
  const auto begun = std::chrono::steady_clock::now();
  Yield yield{lead.desk->ledger()};
  const std::uint64_t before = yield.ledger.in;
  const auto level = lead.again ? log::Level::kDebug : log::Level::kInfo;
  log::write(log::kLeading, level,
             fmt::format("leading: {} articles and {} stories remembered, {} inputs so far",
                         lead.desk->articles(), lead.desk->stories(), before));
  auto failure = lead_on(with, lead, yield);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
  const std::uint64_t in = yield.ledger.in - before;
  log::write(log::kLeadEnded, yield.committed ? log::Level::kInfo : level,
             fmt::format("{} inputs in {}; in all {}", in, pace(in, taken.count()),
                         summary(yield.ledger)));
  return failure;
}

}  // namespace

int run_kafka(const Settings& settings, const std::string& file, bool accept_empty_journal) {
  StopSignals signals(std::nullopt, StopSignals::Hangup::kReloads);
  if (const auto unfit = kafka::unfit_library()) {
    log::say(log::kRunFailed, "{}", *unfit);
    return kExitUnavailable;
  }
  auto engine = Engine::create(settings);
  if (!engine) {
    log::say(log::kSettingsUnusable, "{}", engine.error());
    return kExitConfiguration;
  }
  auto connection = kafka::connection_of(settings.kafka);
  if (!connection) {
    log::say(log::kSettingsUnusable, "{}", connection.error().message);
    return kExitConfiguration;
  }
  for (const auto& danger : kafka::connection_dangers(settings.kafka))
    log::say(log::kSettingsDanger, "{}", danger);
  const auto guard = open_guard(settings, *engine);
  const auto monitor = Monitor::start(settings, **engine);
  if (!monitor) {
    log::say(log::kRunFailed, "{}", monitor.error());
    return kExitUnavailable;
  }
  metrics::Metrics& metrics = (*monitor)->metrics();
  connection->board = &metrics.clients;
  Service service({service_commits(settings)});
  service.status("waiting for " + settings.kafka.brokers);
  kafka::Instance instance(
      {settings, std::move(*connection), (*engine)->desk_options(), accept_empty_journal,
       [&service](kafka::Waiting what, int percent) { show_waiting(service, what, percent); },
       &metrics});
  Stopper stopper(instance);
  const ProcessorOptions batches = (*engine)->processor_options();
  const std::size_t threads = (*engine)->threads();
  const auto live = go_live(file, settings, std::move(*engine), *guard, service, metrics,
                            [&instance](const Settings& other) { return instance.reload(other); });
  const Leading with{batches, threads, *guard, *live, stopper, service, metrics};
  signals.on_stop([&stopper, &guard, &service] {
    service.stopping();
    stopper.begin();
    guard->stop();  // once the processor knows that it decides nothing more
  });
  signals.on_reload([&live] { live->request(); });
  const auto failure = instance.run([&with](kafka::Lead& taken) { return lead(with, taken); });
  if (failure) {
    log::say(log::kRunFailed, "{}", failure->message);
    stopper.end(kExitUnavailable);
  }
  instance.leave();
  signals.on_stop(nullptr);
  signals.on_reload(nullptr);
  return failure ? kExitUnavailable : kExitOk;
}

}  // namespace copytaster::commands

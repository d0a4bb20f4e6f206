#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>

#include "config/load.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/monitor.h"
#include "daemon/commands/run_kafka.h"
#include "daemon/commands/status_line.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/files/file_sink.h"
#include "daemon/files/file_source.h"
#include "daemon/log/log.h"
#include "daemon/metrics/metered_executor.h"
#include "daemon/progress.h"
#include "daemon/systemd.h"
#include "daemon/threaded_executor.h"

namespace copytaster::commands {
namespace {

int unavailable(const Failure& failure) {
  log::say(log::kRunFailed, "{}", failure.message);
  return kExitUnavailable;
}

/// What the Desk is to do, within what the output takes.
DeskOptions desk_options(const Engine& engine, const Sink& sink) {
  DeskOptions options = engine.desk_options();
  std::vector<std::string> topics = {options.topics.enriched, options.topics.duplicates,
                                     options.topics.dead_letters};
  for (const auto& route : options.routes) topics.push_back(route.topic);
  for (const auto& topic : topics) options.max_record_bytes[topic] = sink.max_record_bytes(topic);
  return options;
}

/// The Desk as the committed journal has it.
Result<std::unique_ptr<Desk>, Failure> fold_new(const files::FileSink& sink,
                                                const DeskOptions& options,
                                                metrics::JournalCounts* counts = nullptr) {
  auto desk = std::make_unique<Desk>(options);
  auto journal = sink.open_journal();
  if (!journal) return Error<Failure>(journal.error());
  if (const auto folded = fold(**journal, *desk, counts); !folded)
    return Error<Failure>(folded.error());
  return desk;
}

/// What a run says of itself meanwhile. On the commit thread alone: this source never fails for a
/// while.
class RunProgress {
 public:
  RunProgress(const Settings& settings, const files::FileSource& source)
      : ends_(!settings.input.follow), source_(source) {}

  void committed(const Batch& batch) {
    articles_ += batch.messages.size();
    if (log::shown(log::Level::kDebug)) {
      log::say(log::kBatchCommitted, "committed batch {}: {} messages", batch.id,
               batch.messages.size());
    } else if (ends_) {
      bar_.show(
          {articles_, source_.bytes_read(), source_.bytes_in_all(), source_.bytes_passed_over()});
    }
  }

  void complain(const Failure& failure) {
    bar_.clear();
    log::say(log::kTrouble, "{}; trying again", failure.message);
  }

 private:
  const bool ends_;  ///< without an end there is no time left to tell
  const files::FileSource& source_;
  std::uint64_t articles_ = 0;
  ProgressBar bar_{stderr};
};

/// Input from a folder has one reader: it leads from the moment that the journal is folded.
void begin_to_show(metrics::Metrics& metrics, const metrics::JournalCounts& counts,
                   const Desk& desk) {
  metrics.set(counts.committed());
  metrics.set(metrics::Remembered{desk.articles(), desk.stories(), desk.bytes()});
  metrics.folded = true;
  metrics.role = metrics::Role::kLeader;
}

void tell_folded(const Desk& desk) {
  if (desk.empty()) return;
  log::say(log::kJournalFolded,
           "folded the journal: {} articles and {} stories remembered, {} inputs so far",
           desk.articles(), desk.stories(), desk.ledger().in);
}

void tell_end(const Desk& desk, std::uint64_t before, std::chrono::duration<double> taken) {
  const std::uint64_t in = desk.ledger().in - before;
  log::say(log::kRunEnded, "{} inputs in {}; in all {}", in, pace(in, taken.count()),
           summary(desk.ledger()));
  log::say(log::kRunEnded, "{} articles and {} stories remembered in {} bytes", desk.articles(),
           desk.stories(), desk.bytes());
}

/// What a run over folders works with.
struct FilesRun {
  const Settings& settings;
  files::FileSource& source;
  files::FileSink& sink;
  suspects::Guard& guard;
  reload::LiveSettings& live;
  StopSignals& signals;
  Service& service;
  metrics::Metrics& metrics;
  metrics::JournalCounts& counts;
};

std::optional<Failure> pour(const FilesRun& with, const DeskOptions& options, std::size_t threads,
                            Processor& processor) {
  RunProgress progress(with.settings, with.source);
  StatusLine status(with.service, "reading", false);
  status.show(processor.desk().ledger().in);
  ThreadedExecutor executor(
      with.source, with.sink, threads,
      [&](const Batch& batch) {
        with.guard.committed(batch.commit.positions);
        progress.committed(batch);
        if (!batch.decided.empty()) status.committed(batch, batch.decided.back().entry.ledger.in);
      },
      [&progress](const Failure& again) { progress.complain(again); },
      [&] { return fold_new(with.sink, options); });
  executor.reload(with.live.listen(
      [&executor](SnapshotHandle snapshot) { executor.reload(std::move(snapshot)); }));
  with.service.watch(&executor.stages());
  with.signals.on_reload([&with] { with.live.request(); });
  with.signals.on_stop([&executor, &with] {
    with.service.stopping();
    executor.request_stop();
    with.guard.stop();  // once the processor knows that it decides nothing more
  });
  metrics::MeteredExecutor metered(executor, processor, with.counts, with.metrics);
  auto failure = run(processor, metered);
  with.metrics.role = metrics::Role::kStopping;
  with.signals.on_stop(nullptr);
  with.signals.on_reload(nullptr);
  with.live.listen(nullptr);
  with.service.watch(nullptr);
  return failure;
}

int run_files(const Settings& settings, const std::string& file) {
  StopSignals signals(std::nullopt, StopSignals::Hangup::kReloads);
  auto engine = Engine::create(settings);
  if (!engine) {
    log::say(log::kSettingsUnusable, "{}", engine.error());
    return kExitConfiguration;
  }

  auto source =
      files::FileSource::open({settings.input.files, settings.input.topic, settings.input.follow,
                               timestamp_pointer(settings.input), settings.input.overrides});
  if (!source) return unavailable(source.error());
  if (const std::string why = (*source)->why_empty(); !why.empty())
    log::say(log::kNothingToRead, "{} (setting input.files)", why);
  auto sink = files::FileSink::open({settings.output.files, settings.name});
  if (!sink) return unavailable(sink.error());
  const auto guard = open_guard(settings, *engine);
  const auto monitor = Monitor::start(settings, **engine);
  if (!monitor) return unavailable({Remedy::kStop, monitor.error()});
  metrics::Metrics& metrics = (*monitor)->metrics();
  Service service;
  service.ready();
  service.status("folding the journal");
  metrics::JournalCounts counts;
  auto folded = fold_new(**sink, desk_options(**engine, **sink), &counts);
  if (!folded) return unavailable(folded.error());
  Desk& desk = **folded;
  tell_folded(desk);
  if (const auto sought = (*source)->seek(desk.positions()); !sought)
    return unavailable(sought.error());

  const auto begun = std::chrono::steady_clock::now();
  const std::uint64_t before = desk.ledger().in;
  const DeskOptions options = desk_options(**engine, **sink);
  const ProcessorOptions batches = (*engine)->processor_options();
  const std::size_t threads = (*engine)->threads();
  const auto live = go_live(file, settings, std::move(*engine), *guard, service, metrics);
  Processor processor(batches, live->snapshot(), desk);
  begin_to_show(metrics, counts, desk);
  const auto failure =
      pour({settings, **source, **sink, *guard, *live, signals, service, metrics, counts}, options,
           threads, processor);
  if (failure) return unavailable(*failure);
  tell_end(processor.desk(), before, std::chrono::steady_clock::now() - begun);
  return kExitOk;
}

}  // namespace

void add_run(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("run", "Run the pipeline: from the input to the output topics");
  auto file = std::make_shared<std::string>();
  auto accept_empty_journal = std::make_shared<bool>(false);
  command->add_option("--config", *file, "the configuration, YAML")->required();
  command->add_flag("--accept-empty-journal", *accept_empty_journal,
                    "on Kafka, for one start and never for good: begin from nothing although the "
                    "outputs were written before, and send everything again");
  command->footer(
      "Example: copytaster run --config copytaster.yaml\n"
      "Stops cleanly on SIGTERM or SIGINT and goes on where it was at the next start.\n"
      "SIGHUP has it read the configuration again: routes, thresholds, sources, limits, lexicons,\n"
      "models and log level are taken over between two batches; what can't be is named, and a "
      "file\n"
      "with any problem changes nothing.\n"
      "Exits with 0 (also when there was nothing to read, which it says), 69 (input, output or\n"
      "journal unavailable), 78 (configuration).");
  command->callback([file, accept_empty_journal, &exit_code] {
    const auto settings = load_for(*file, Purpose::kRun);
    if (!settings) {
      exit_code = kExitConfiguration;
      return;
    }
    set_up_log(*settings);
    exit_code = settings->uses_kafka() ? run_kafka(*settings, *file, *accept_empty_journal)
                                       : run_files(*settings, *file);
  });
}

}  // namespace copytaster::commands

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>

#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/files/file_source.h"
#include "daemon/progress.h"
#include "daemon/streams/stream_sink.h"
#include "daemon/threaded_executor.h"

namespace copytaster::commands {
namespace {

struct EnrichOptions {
  std::string config;
  std::string input = "-";
  std::string dead_letters;
  std::size_t threads = 0;
  std::size_t batch = 0;
};

/// Whether the input is the very file that dead letters would be written over, by whatever name.
bool overwrites_input(const EnrichOptions& options) {
  struct stat input {};
  struct stat dead {};
  const int found =
      options.input == "-" ? ::fstat(STDIN_FILENO, &input) : ::stat(options.input.c_str(), &input);
  return found == 0 && ::stat(options.dead_letters.c_str(), &dead) == 0 && S_ISREG(dead.st_mode) &&
         input.st_dev == dead.st_dev && input.st_ino == dead.st_ino;
}

int enrich(const EnrichOptions& options) {
  if (overwrites_input(options)) {
    fmt::print(stderr, "copytaster: --dead-letters {} is the input too, {}; name another file\n",
               options.dead_letters, options.input == "-" ? "standard input" : options.input);
    return kExitUsage;
  }
  StopSignals signals;
  auto settings = load_for(options.config, Purpose::kEnrich);
  if (!settings) return kExitConfiguration;
  // Each record once, on standard output: rules that send it elsewhere have no place here.
  settings->output.routes.clear();
  if (options.threads > 0) settings->pipeline.threads = options.threads;
  if (options.batch > 0) settings->pipeline.batch_articles = options.batch;
  auto engine = Engine::create(*settings);
  if (!engine) {
    fmt::print(stderr, "copytaster: {}\n", engine.error());
    return kExitConfiguration;
  }
  auto source = files::FileSource::open_one(options.input, settings->input.topic,
                                            timestamp_pointer(settings->input));
  if (!source) {
    fmt::print(stderr, "copytaster: {}\n", source.error().message);
    return kExitUnavailable;
  }
  auto sink = streams::StreamSink::open({settings->output.enriched, settings->output.duplicates,
                                         settings->output.dead_letters, options.dead_letters});
  if (!sink) {
    fmt::print(stderr, "copytaster: {}\n", sink.error().message);
    return kExitUnavailable;
  }
  Desk desk((*engine)->desk_options());
  const auto begun = std::chrono::steady_clock::now();
  Processor processor((*engine)->processor_options(), desk);
  std::optional<Failure> failure;
  const bool output_is_terminal = isatty(STDOUT_FILENO) != 0;
  {
    ProgressBar bar(stderr);
    std::uint64_t articles = 0;
    ThreadedExecutor executor(
        **source, **sink, (*engine)->work(), (*engine)->threads(),
        [&](const Batch& batch) {
          articles += batch.messages.size();
          // Records on the same terminal are progress enough.
          if (!output_is_terminal)
            bar.show({articles, (*source)->bytes_read(), (*source)->bytes_in_all()});
        },
        [](const Failure&) {});
    signals.on_stop([&executor] { executor.request_stop(); });
    failure = run(processor, executor);
    signals.on_stop(nullptr);
  }
  if (failure) {
    fmt::print(stderr, "copytaster: {}\n", failure->message);
    return kExitUnavailable;
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
  fmt::print(stderr, "{}; {}\n", summary(desk.ledger()), pace(desk.ledger().in, taken.count()));
  return kExitOk;
}

}  // namespace

void add_enrich(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("enrich", "Raw articles as JSON lines in, enriched records out");
  auto options = std::make_shared<EnrichOptions>();
  command->add_option("file", options->input,
                      "JSON lines or one article, plain or .zst; - is standard input");
  command->add_option("--config", options->config, "the configuration, YAML; all defaults without");
  command->add_option("--dead-letters", options->dead_letters,
                      "where rejected input goes, as JSON lines");
  command->add_option("--threads", options->threads, "instead of pipeline.threads")
      ->check(CLI::Range(1, 1024));
  command->add_option("--batch", options->batch, "instead of pipeline.batch_articles")
      ->check(CLI::Range(1, 1000000));
  command->footer(
      "Example: copytaster enrich articles.jsonl --dead-letters bad.jsonl > records.jsonl\n"
      "Records come out in input order, duplicates too, each with its verdict as it was then:\n"
      "an original that comes after its copy changes no line printed before.");
  command->callback([options, &exit_code] { exit_code = enrich(*options); });
}

}  // namespace copytaster::commands

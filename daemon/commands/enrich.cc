#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <system_error>

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

constexpr std::chrono::seconds kPatience(5);  ///< for a reader of the output, after a signal

struct EnrichOptions {
  std::string config;
  std::string input = "-";
  std::string dead_letters;
  std::size_t threads = 0;
  std::size_t batch = 0;
};

/// Whether the input is the very file that dead letters would be written over, by whatever name, or
/// the folder that would then hold it.
bool overwrites_input(const EnrichOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(options.input, error) && !options.dead_letters.empty()) {
    const auto folder = std::filesystem::absolute(options.dead_letters, error).parent_path();
    return std::filesystem::equivalent(folder, options.input, error);
  }
  struct stat input {};
  struct stat dead {};
  const int found =
      options.input == "-" ? ::fstat(STDIN_FILENO, &input) : ::stat(options.input.c_str(), &input);
  return found == 0 && ::stat(options.dead_letters.c_str(), &dead) == 0 && S_ISREG(dead.st_mode) &&
         input.st_dev == dead.st_dev && input.st_ino == dead.st_ino;
}

/// All that the source has, or what it had until a signal came.
std::optional<Failure> pour(files::FileSource& source, streams::StreamSink& sink,
                            const std::shared_ptr<const Engine>& engine, Desk& desk,
                            StopSignals& signals) {
  Processor processor(engine->processor_options(), engine->snapshot(Engine::work(engine)), desk);
  const bool output_is_terminal = isatty(STDOUT_FILENO) != 0;
  ProgressBar bar(stderr);
  std::uint64_t articles = 0;
  ThreadedExecutor executor(
      source, sink, engine->threads(),
      [&](const Batch& batch) {
        articles += batch.messages.size();
        // Records on the same terminal are progress enough.
        if (!output_is_terminal) bar.show({articles, source.bytes_read(), source.bytes_in_all()});
      },
      [](const Failure&) {});
  signals.on_stop([&executor] { executor.request_stop(); });
  auto failure = run(processor, executor);
  signals.on_stop(nullptr);
  return failure;
}

int enrich(const EnrichOptions& options) {
  if (overwrites_input(options)) {
    fmt::print(stderr,
               "copytaster: --dead-letters {} would be written over the input, {}; name another "
               "file\n",
               options.dead_letters, options.input == "-" ? "standard input" : options.input);
    return kExitUsage;
  }
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
  if (options.input == "-" && isatty(STDIN_FILENO) != 0)
    fmt::print(stderr, "copytaster: waiting for articles on standard input, one a line\n");
  auto source = open_input(options.input, settings->input);
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
  // Until here a signal ends the program at once: to open a pipe is to wait for its other end.
  StopSignals signals(kPatience);
  Desk desk((*engine)->desk_options());
  const auto begun = std::chrono::steady_clock::now();
  if (const auto failure = pour(**source, **sink, *engine, desk, signals)) {
    fmt::print(stderr, "copytaster: {}\n", failure->message);
    return kExitUnavailable;
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
  fmt::print(stderr, "{}{}; {}\n", signals.came() != 0 ? "stopped after " : "",
             summary(desk.ledger()), pace(desk.ledger().in, taken.count()));
  return signals.came() != 0 ? kSignalled + signals.came() : kExitOk;
}

}  // namespace

void add_enrich(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("enrich", "Raw articles as JSON lines in, enriched records out");
  auto options = std::make_shared<EnrichOptions>();
  command->add_option("file", options->input,
                      "JSON lines or one article, plain or .zst, or a folder of .jsonl and\n"
                      ".jsonl.zst in the order of their names; - is standard input");
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
      "an original that comes after its copy changes no line printed before.\n"
      "Exits with 0 (dead letters among the input, and a folder with nothing to read, included),\n"
      "64 (usage), 69 (input or output unavailable), 78 (configuration), 130 or 143 (stopped by\n"
      "SIGINT or SIGTERM: the records so far are whole, and not all. After a second signal, or\n"
      "where the output takes no more for 5 s, the last record may be cut).");
  command->callback([options, &exit_code] { exit_code = enrich(*options); });
}

}  // namespace copytaster::commands

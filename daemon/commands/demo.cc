#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <thread>

#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/files/file_source.h"
#include "daemon/streams/stream_sink.h"
#include "daemon/threaded_executor.h"

namespace copytaster::commands {
namespace {

struct DemoOptions {
  std::string wire;
  std::size_t pause_milliseconds = 60;
};

int demo(const DemoOptions& options) {
  Settings settings;
  settings.pipeline.batch_articles = 1;  // each verdict is shown as it happens
  auto engine = Engine::create(settings);
  if (!engine) {
    fmt::print(stderr, "copytaster: {}\n", engine.error());
    return kExitConfiguration;
  }
  const auto wire = options.wire.empty() ? shipped("sample-wire.jsonl", "deploy/sample-wire.jsonl")
                                         : Result<std::filesystem::path>(options.wire);
  if (!wire) {
    fmt::print(stderr,
               "copytaster: the sample wire is not beside the program: {}; name one with --wire\n",
               wire.error());
    return kExitUnavailable;
  }
  auto source = files::FileSource::open_one(*wire, settings.input.topic);
  if (!source) {
    fmt::print(stderr, "copytaster: {}\n", source.error().message);
    return kExitUnavailable;
  }
  streams::NullSink sink;
  Desk desk((*engine)->desk_options());
  const std::size_t tables = desk.bytes();
  Processor processor((*engine)->processor_options(), (*engine)->snapshot(Engine::work(*engine)),
                      desk);
  const bool colour = use_colour(stdout);
  const auto pause =
      colour ? std::chrono::milliseconds(options.pause_milliseconds) : std::chrono::milliseconds(0);
  const auto begun = std::chrono::steady_clock::now();
  std::optional<Failure> failure;
  {
    ThreadedExecutor executor(
        **source, sink, (*engine)->threads(),
        [&](const Batch& batch) {
          for (std::size_t i = 0; i < batch.messages.size(); ++i) {
            const std::string line = verdict_line(batch.messages[i], batch.decided[i], colour);
            // No exception may leave this thread; the program's end tells whether all arrived.
            if (std::fwrite(line.data(), 1, line.size(), stdout) == line.size())
              std::fputc('\n', stdout);
          }
          std::fflush(stdout);
          std::this_thread::sleep_for(pause);
        },
        [](const Failure&) {});
    failure = run(processor, executor);
  }
  if (failure) {
    fmt::print(stderr, "copytaster: {}\n", failure->message);
    return kExitUnavailable;
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
  fmt::print("\n{}; {}\n", summary(desk.ledger()), pace(desk.ledger().in, taken.count()));
  fmt::print("{} articles in {} stories remembered in {} KB beside {} KB of tables\n",
             desk.articles(), desk.stories(), (desk.bytes() - tables) / 1024, tables / 1024);
  return kExitOk;
}

}  // namespace

void add_demo(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("demo", "Stream a sample wire and print each verdict");
  auto options = std::make_shared<DemoOptions>();
  command->add_option("--wire", options->wire,
                      "JSON lines instead of the sample wire that is shipped");
  command
      ->add_option("--pause", options->pause_milliseconds,
                   "milliseconds between articles on a terminal")
      ->check(CLI::Range(0, 10000));
  command->footer(
      "Example: copytaster demo\nThe wire's people and events are invented.\n"
      "Exits with 0, 69 (wire unavailable), 78 (lexicons unavailable).");
  command->callback([options, &exit_code] { exit_code = demo(*options); });
}

}  // namespace copytaster::commands

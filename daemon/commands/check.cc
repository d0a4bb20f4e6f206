#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/load.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/files/file_sink.h"
#include "daemon/files/file_source.h"
#include "daemon/kafka/connection.h"

namespace copytaster::commands {
namespace {

/// What the settings name and this machine does not have.
std::vector<Problem> missing_here(const Settings& settings) {
  std::vector<Problem> problems;
  for (auto& reason : unloadable(settings)) problems.push_back(problem_of(std::move(reason)));
  if (settings.uses_kafka()) return problems;
  if (!settings.input.files.empty()) {
    const auto source = files::FileSource::open({settings.input.files, settings.input.topic});
    if (!source) problems.push_back(problem_of(source.error().message));
  }
  if (!settings.output.files.empty()) {
    const auto sink = files::FileSink::probe({settings.output.files, settings.name});
    if (!sink) problems.push_back(problem_of(sink.error().message));
  }
  return problems;
}

/// What is allowed and hardly meant.
std::vector<std::string> dangers(const Settings& settings) {
  auto words = kafka::connection_dangers(settings.kafka);
  const std::string& state = settings.pipeline.state;
  if (!state.empty() && ::access(state.c_str(), R_OK | W_OK | X_OK) != 0)
    words.push_back(fmt::format(
        "{}: {} (setting pipeline.state); an article that crashes the program would not be found",
        state, std::strerror(errno)));
  if (settings.uses_kafka()) return words;
  const auto source = files::FileSource::open({settings.input.files, settings.input.topic});
  const std::string nothing = source ? (*source)->why_empty() : "";
  if (!nothing.empty()) words.push_back(nothing + " (setting input.files)");
  return words;
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("check", "Report every problem of a configuration");
  auto file = std::make_shared<std::string>();
  command->add_option("--config", *file, "the configuration, YAML")->required();
  command->footer(
      "Example: copytaster check --config copytaster.yaml\n"
      "Exits with 0 when `run` would accept the file, with 78 when not. It changes nothing,\n"
      "reaches for no broker (see `topics`) and does not read the journal.");
  command->callback([file, &exit_code] {
    const auto settings = load_for(*file, Purpose::kRun, missing_here);
    exit_code = settings ? kExitOk : kExitConfiguration;
    if (!settings) return;
    for (const auto& danger : dangers(*settings))
      fmt::print(stderr, "{}: warning: {}\n", *file, danger);
    fmt::print("{}: no problem found\n", *file);
  });
}

}  // namespace copytaster::commands

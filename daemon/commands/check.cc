#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "config/load.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/files/file_source.h"

namespace copytaster::commands {
namespace {

/// Whether this machine has what the settings name. What is wrong is printed.
bool fits_here(const std::string& file, const Settings& settings) {
  std::vector<std::string> problems;
  if (const auto engine = Engine::create(settings); !engine) problems.push_back(engine.error());
  if (!settings.uses_kafka()) {
    const auto source = files::FileSource::open({settings.input.files, settings.input.topic});
    if (!source) problems.push_back(source.error().message);
    // `run` makes the folder itself, but neither over a file nor where it may not.
    std::error_code error;
    const std::filesystem::path output = settings.output.files;
    if (std::filesystem::exists(output, error) && !std::filesystem::is_directory(output, error))
      problems.push_back(fmt::format("{}: is no folder (setting output.files)", output.string()));
  }
  for (const auto& problem : problems) fmt::print(stderr, "{}: {}\n", file, problem);
  return problems.empty();
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("check", "Report every problem of a configuration");
  auto file = std::make_shared<std::string>();
  command->add_option("--config", *file, "the configuration, YAML")->required();
  command->footer(
      "Example: copytaster check --config copytaster.yaml\n"
      "Exits with 0 when `run` would accept the file, with 78 when not.");
  command->callback([file, &exit_code] {
    const auto settings = load_for(*file, Purpose::kRun);
    const bool fit = settings && fits_here(*file, *settings);
    exit_code = fit ? kExitOk : kExitConfiguration;
    if (fit) fmt::print("{}: no problem found\n", *file);
  });
}

}  // namespace copytaster::commands

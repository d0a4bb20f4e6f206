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
#include "daemon/kafka/connection.h"

namespace copytaster::commands {
namespace {

/// What the settings name and this machine does not have.
std::vector<Problem> missing_here(const Settings& settings) {
  std::vector<Problem> problems;
  const auto add = [&problems](const char* key, const std::string& why) {
    problems.push_back({0, 0, key, "can't be used: " + why, ""});
  };
  if (const auto engine = Engine::create(settings); !engine) {
    const bool model = engine.error().find("annotate.entity_model") != std::string::npos;
    add(model ? "annotate.entity_model" : "annotate.lexicons", engine.error());
  }
  if (!settings.uses_kafka()) {
    const auto source = files::FileSource::open({settings.input.files, settings.input.topic});
    if (!source) add("input.files", source.error().message);
    // `run` makes the folder itself, but neither over a file nor where it may not.
    std::error_code error;
    const std::filesystem::path output = settings.output.files;
    if (std::filesystem::exists(output, error) && !std::filesystem::is_directory(output, error))
      add("output.files", output.string() + ": is no folder");
  }
  return problems;
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
    const auto settings = load_for(*file, Purpose::kRun, missing_here);
    exit_code = settings ? kExitOk : kExitConfiguration;
    if (!settings) return;
    for (const auto& danger : kafka::connection_dangers(settings->kafka))
      fmt::print(stderr, "{}: warning: {}\n", *file, danger);
    fmt::print("{}: no problem found\n", *file);
  });
}

}  // namespace copytaster::commands

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "config/load.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/exit_codes.h"

namespace copytaster::commands {

void add_check(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("check", "Report every problem of a configuration");
  auto file = std::make_shared<std::string>();
  command->add_option("--config", *file, "the configuration, YAML")->required();
  command->footer(
      "Example: copytaster check --config copytaster.yaml\n"
      "Exits with 0 when `run` would accept the file, with 78 when not.");
  command->callback([file, &exit_code] {
    const auto settings = load_for(*file, Purpose::kRun);
    exit_code = settings ? kExitOk : kExitConfiguration;
    if (settings) fmt::print("{}: no problem found\n", *file);
  });
}

}  // namespace copytaster::commands

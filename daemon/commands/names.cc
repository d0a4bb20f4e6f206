#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "daemon/commands/commands.h"
#include "daemon/exit_codes.h"
#include "daemon/log/events.h"
#include "daemon/metrics/catalogue.h"

namespace copytaster::commands {
namespace {

void print_metrics() {
  for (const auto* family : metrics::families()) {
    fmt::print("{}\t{}\t{}\t{}\n", family->name, metrics::name(family->type), family->labels,
               family->help);
  }
}

void print_events() {
  for (const auto* event : log::events())
    fmt::print("{}\t{}\t{}\n", event->name, log::name(event->level), event->meaning);
}

}  // namespace

void add_names(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("names", "List every metric of /metrics, and every event of the log");
  command->require_subcommand(1);
  command->add_subcommand("metrics", "Each metric: name, type, labels, meaning; tabs between")
      ->callback(print_metrics);
  command->add_subcommand("events", "Each event: name, level, meaning; tabs between")
      ->callback(print_events);
  command->footer("Example: copytaster names metrics\nExits with 0.");
  command->callback([&exit_code] { exit_code = kExitOk; });
}

}  // namespace copytaster::commands

#include <CLI/CLI.hpp>
#include <exception>

#include "daemon/commands/commands.h"
#include "daemon/exit_codes.h"
#include "daemon/versions.h"

int main(int argc, char** argv) {
  CLI::App app(
      "Reads raw news articles, says what each is a copy or an update of, what it is about and\n"
      "whom it names, and passes on enriched records, each exactly once.");
  app.set_version_flag("--version", copytaster::version_text);
  app.require_subcommand(1);
  app.footer("Try: copytaster demo\nEach command has its own --help.");
  int exit_code = copytaster::kExitOk;
  copytaster::commands::add_run(app, exit_code);
  copytaster::commands::add_topics(app, exit_code);
  copytaster::commands::add_positions(app, exit_code);
  copytaster::commands::add_check(app, exit_code);
  copytaster::commands::add_enrich(app, exit_code);
  copytaster::commands::add_explain(app, exit_code);
  copytaster::commands::add_train(app, exit_code);
  copytaster::commands::add_bench(app, exit_code);
  copytaster::commands::add_demo(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? copytaster::kExitOk : copytaster::kExitUsage;
  }
  return exit_code;
}

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <vector>

#include "config/nearest.h"
#include "daemon/commands/commands.h"
#include "daemon/exit_codes.h"
#include "daemon/versions.h"

namespace copytaster {
namespace {

constexpr std::size_t kShownBytes = 60;

/// Says that no command has this name, and which one may have been meant.
int refuse_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> commands;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    commands.push_back(command->get_name());
  const bool is_option = word.starts_with('-');
  const auto meant = is_option ? std::nullopt : nearest(word, commands);
  fmt::print(stderr, "copytaster: \"{}\" is no {}{}\nRun with --help for more information.\n",
             word.substr(0, kShownBytes), is_option ? "option" : "command",
             meant ? "; did you mean " + *meant + "?" : "");
  return kExitUsage;
}

int run_command(int argc, char** argv) {
  CLI::App app(
      "Reads raw news articles, says what each is a copy or an update of, what it is about and\n"
      "whom it names, and passes on enriched records, each exactly once.");
  app.set_version_flag("--version", version_text);
  app.require_subcommand(1);
  app.footer("Try: copytaster demo\nEach command has its own --help.");
  int exit_code = kExitOk;
  commands::add_run(app, exit_code);
  commands::add_topics(app, exit_code);
  commands::add_positions(app, exit_code);
  commands::add_top(app, exit_code);
  commands::add_check(app, exit_code);
  commands::add_enrich(app, exit_code);
  commands::add_explain(app, exit_code);
  commands::add_train(app, exit_code);
  commands::add_bench(app, exit_code);
  commands::add_names(app, exit_code);
  commands::add_demo(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RequiredError& error) {
    const auto unknown = app.remaining();
    if (app.get_subcommands().empty() && !unknown.empty())
      return refuse_command(app, unknown.front());
    app.exit(error);
    return kExitUsage;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  return exit_code;
}

/// On C's stream, which throws nothing where standard error is full too.
int refused_output(const char* why) {
  static_cast<void>(
      std::fprintf(stderr, "copytaster: standard output: can't be written: %s\n", why));
  return kExitUnavailable;
}

}  // namespace
}  // namespace copytaster

int main(int argc, char** argv) {
  try {
    const int exit_code = copytaster::run_command(argc, argv);
    // What a stream still holds may find no room; a command that failed has said why.
    if (exit_code != copytaster::kExitOk) return exit_code;
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code;
    return copytaster::refused_output(std::strerror(errno));
  } catch (const std::system_error& error) {
    // Printing throws these, and so does what has nothing to do with it: a bug.
    if (std::ferror(stdout) != 0) return copytaster::refused_output(error.code().message().c_str());
    if (std::ferror(stderr) != 0) return copytaster::kExitUnavailable;
    throw;
  }
}

#pragma once

#include <cstddef>
#include <string>

namespace CLI {
class App;
}

/// Each command adds itself to the command line; its callback sets the exit code. Data goes to
/// standard output, words to standard error.
namespace copytaster::commands {

void add_run(CLI::App& app, int& exit_code);
void add_check(CLI::App& app, int& exit_code);
void add_enrich(CLI::App& app, int& exit_code);
void add_explain(CLI::App& app, int& exit_code);
void add_bench(CLI::App& app, int& exit_code);
void add_topics(CLI::App& app, int& exit_code);
void add_positions(CLI::App& app, int& exit_code);
void add_top(CLI::App& app, int& exit_code);
void add_train(CLI::App& app, int& exit_code);
void add_names(CLI::App& app, int& exit_code);
void add_demo(CLI::App& app, int& exit_code);

}  // namespace copytaster::commands

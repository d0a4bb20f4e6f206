#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <thread>

#include "config/listen_address.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/exit_codes.h"
#include "daemon/http/client.h"
#include "daemon/top/snapshot.h"
#include "daemon/top/terminal.h"
#include "daemon/top/view.h"

namespace copytaster::commands {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRefresh(1000);
constexpr milliseconds kPatience(5000);

struct TopArguments {
  std::string url;
  std::string config;
  bool once = false;
  bool json = false;
};

/// Asks one instance for its status, again and again.
class Asked {
 public:
  Asked(http::Place place, std::string shown)
      : place_(std::move(place)), shown_(std::move(shown)) {}

  [[nodiscard]] Result<std::string, std::string> json() const {
    auto answer = http::get(place_, "/status.json", kPatience);
    if (!answer) return failed(answer.error());
    if (answer->status != 200) return failed(fmt::format("HTTP status {}", answer->status));
    return std::move(answer->body);
  }
  [[nodiscard]] Result<top::Snapshot, std::string> snapshot() const {
    const auto text = json();
    if (!text) return Error<std::string>(text.error());
    auto read = top::read_snapshot(*text);
    if (!read) return failed(read.error());
    return read;
  }

 private:
  [[nodiscard]] Error<std::string> failed(const std::string& why) const {
    return Error<std::string>(
        fmt::format("{}: {}; is an instance running, and does its http.listen name this address?",
                    shown_, why));
  }

  const http::Place place_;
  const std::string shown_;
};

int unavailable(const std::string& why) {
  fmt::print(stderr, "copytaster: {}\n", why);
  return kExitUnavailable;
}

int show_json(const Asked& asked, bool once) {
  while (true) {
    const auto text = asked.json();
    if (!text) return unavailable(text.error());
    fmt::print("{}\n", *text);
    if (std::fflush(stdout) != 0) return kExitOk;  // main says why
    if (once) return kExitOk;
    std::this_thread::sleep_for(kRefresh);
  }
}

int show_once(const Asked& asked, const top::Snapshot& first) {
  std::this_thread::sleep_for(kRefresh);  // there is no rate at one moment
  const auto now = asked.snapshot();
  if (!now) return unavailable(now.error());
  for (const auto& line : top::lines(first, *now, {.columns = 200, .rows = 1000}))
    fmt::print("{}\n", line);
  return kExitOk;
}

int show_always(const Asked& asked, top::Snapshot before) {
  const top::Terminal terminal;
  top::Snapshot now = before;
  auto due = std::chrono::steady_clock::now();
  std::string trouble;
  while (true) {
    const auto present = std::chrono::steady_clock::now();
    if (present >= due) {
      due = present + kRefresh;
      auto next = asked.snapshot();
      trouble = next ? "" : next.error() + " Trying again.";
      if (next) before = std::exchange(now, std::move(*next));
    }
    const top::Screen screen = terminal.screen();
    auto lines = top::lines(before, now, screen);
    if (!trouble.empty() && !lines.empty()) lines.front() = trouble.substr(0, screen.columns);
    terminal.show(lines);
    const auto left =
        std::chrono::duration_cast<milliseconds>(due - std::chrono::steady_clock::now());
    if (!terminal.wait(std::max(milliseconds(1), left))) return kExitOk;
  }
}

int show(const TopArguments& arguments) {
  std::string address = arguments.url.empty() ? std::string(kDefaultListen) : arguments.url;
  if (arguments.url.empty() && !arguments.config.empty()) {
    const auto settings = load_for(arguments.config, Purpose::kRun);
    if (!settings) return kExitConfiguration;
    const std::string& listen = settings->http.listen;
    if (listen == kNoListen) return unavailable("http.listen is off in " + arguments.config);
    if (const auto named = parse_listen(listen)) address = named->text();
  }
  const auto place = http::parse_place(address);
  if (!place) {
    fmt::print(stderr, "copytaster: --url {}\n", place.error());
    return kExitUsage;
  }
  const Asked asked(*place, address);
  const bool once = arguments.once || !top::Terminal::there();
  if (arguments.json) return show_json(asked, once);
  auto first = asked.snapshot();
  if (!first) return unavailable(first.error());
  return once ? show_once(asked, *first) : show_always(asked, std::move(*first));
}

}  // namespace

void add_top(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("top", "Watch a running instance: rates, lag, verdicts, stages");
  auto arguments = std::make_shared<TopArguments>();
  command->add_option("--url", arguments->url, "where it listens, as in http://127.0.0.1:9464");
  command->add_option("--config", arguments->config,
                      "its configuration, for http.listen; without either 127.0.0.1:9464");
  command->add_flag("--once", arguments->once,
                    "print it once, with the rates of one second, and end; so it is where the "
                    "output is no terminal");
  command->add_flag("--json", arguments->json, "the status as one JSON object a line instead");
  command->footer(
      "Refreshed each second; q or Ctrl-C ends it.\n"
      "Examples: copytaster top\n"
      "          copytaster top --config copytaster.yaml --once\n"
      "Exits with 0, 64 (usage), 69 (no answer), 78 (configuration).");
  command->callback([arguments, &exit_code] { exit_code = show(*arguments); });
}

}  // namespace copytaster::commands

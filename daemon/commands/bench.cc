#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <ctime>

#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/files/file_source.h"

namespace copytaster::commands {
namespace {

struct BenchOptions {
  std::string config;
  std::string input;
  bool json = false;
};

/// CPU time of this thread: what else the machine does counts for nothing.
std::chrono::nanoseconds cpu_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

double microseconds(std::chrono::nanoseconds duration, std::size_t count) {
  return std::chrono::duration<double, std::micro>(duration).count() /
         static_cast<double>(std::max<std::size_t>(1, count));
}

int bench(const BenchOptions& options) {
  const auto settings = load_for(options.config, Purpose::kEnrich);
  if (!settings) return kExitConfiguration;
  const auto engine = Engine::create(*settings);
  auto source = files::FileSource::open_one(options.input, settings->input.topic,
                                            timestamp_pointer(settings->input));
  if (!engine || !source) {
    fmt::print(stderr, "copytaster: {}\n", engine ? source.error().message : engine.error());
    return engine ? kExitUnavailable : kExitConfiguration;
  }
  Desk desk((*engine)->desk_options());
  std::array<std::chrono::nanoseconds, 3> spent{};
  std::size_t articles = 0;
  std::size_t bytes = 0;
  for (bool at_end = false; !at_end;) {
    auto polled = (*source)->poll(1000, std::size_t{8} << 20U, std::chrono::milliseconds(200));
    if (!polled) {
      fmt::print(stderr, "copytaster: {}\n", polled.error().message);
      return kExitUnavailable;
    }
    at_end = polled->at_end;
    for (auto& message : polled->messages) {
      bytes += message.value->size();
      const auto begun = cpu_time();
      const AnalysedMessage analysed = (*engine)->analyzer().analyse(std::move(message));
      const auto analysed_at = cpu_time();
      Decided decided = desk.decide(analysed);
      const auto decided_at = cpu_time();
      static_cast<void>((*engine)->encoder().encode(analysed, decided));
      spent[0] += analysed_at - begun;
      spent[1] += decided_at - analysed_at;
      spent[2] += cpu_time() - decided_at;
      ++articles;
    }
  }
  const double analyse = microseconds(spent[0], articles);
  const double decide = microseconds(spent[1], articles);
  const double encode = microseconds(spent[2], articles);
  const double remembered = static_cast<double>(desk.bytes()) /
                            static_cast<double>(std::max<std::size_t>(1, desk.articles()));
  fmt::print(fmt::runtime(
                 options.json
                     ? "{{\"articles\":{},\"bytes\":{},\"analyse_us\":{:.1f},\"decide_us\":{:.1f},"
                       "\"encode_us\":{:.1f},\"total_us\":{:.1f},\"remembered_bytes\":{:.0f}}}\n"
                     : "{} articles, {} bytes\nanalyse  {:8.1f} µs an article\ndecide   {:8.1f} "
                       "µs\nencode   "
                       "{:8.1f} µs\ntotal    {:8.1f} µs on one core\n{:.0f} bytes an article "
                       "remembered\n"),
             articles, bytes, analyse, decide, encode, analyse + decide + encode, remembered);
  return kExitOk;
}

}  // namespace

void add_bench(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("bench", "Time each stage on your own articles, on one core");
  auto options = std::make_shared<BenchOptions>();
  command->add_option("file", options->input, "JSON lines, plain or .zst; - is standard input")
      ->required();
  command->add_option("--config", options->config, "the configuration, YAML; all defaults without");
  command->add_flag("--json", options->json, "one JSON object instead of a table");
  command->footer("Example: copytaster bench articles.jsonl");
  command->callback([options, &exit_code] { exit_code = bench(*options); });
}

}  // namespace copytaster::commands

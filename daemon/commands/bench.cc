#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>

#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/files/file_source.h"
#include "daemon/progress.h"

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

/// With fewer articles, caches and tables that are still cold and small weigh on each.
constexpr std::size_t kEnough = 1000;

struct Measured {
  std::size_t articles = 0;
  std::size_t dead_letters = 0;  ///< of them
  std::size_t bytes = 0;
  std::chrono::nanoseconds analysis{};
  std::chrono::nanoseconds decision{};
  std::chrono::nanoseconds encoding{};
};

void measure(Message message, const Engine& engine, Desk& desk, Measured& measured) {
  ++measured.articles;
  measured.bytes += message.unheld ? message.unheld->bytes : message.value->size();
  const auto begun = cpu_time();
  const AnalysedMessage analysed = engine.analyzer().analyse(std::move(message));
  const auto analysed_at = cpu_time();
  if (analysed.rejection) ++measured.dead_letters;
  Decided decided = desk.decide(analysed);
  const auto decided_at = cpu_time();
  static_cast<void>(engine.encoder().encode(analysed, decided));
  measured.analysis += analysed_at - begun;
  measured.decision += decided_at - analysed_at;
  measured.encoding += cpu_time() - decided_at;
}

Result<Measured, Failure> measure_all(files::FileSource& source, const Engine& engine, Desk& desk) {
  Measured measured;
  ProgressBar bar(stderr);
  for (bool at_end = false; !at_end;) {
    auto polled = source.poll(1000, std::size_t{8} << 20U, std::chrono::milliseconds(200));
    if (!polled) return Error<Failure>(polled.error());
    at_end = polled->at_end;
    for (auto& message : polled->messages) measure(std::move(message), engine, desk, measured);
    bar.show({measured.articles, source.bytes_read(), source.bytes_in_all()});
  }
  return measured;
}

/// `tables`: bytes that a Desk has before its first article.
void print(const Measured& measured, const Desk& desk, std::size_t tables, bool json) {
  const double analyse = microseconds(measured.analysis, measured.articles);
  const double decide = microseconds(measured.decision, measured.articles);
  const double encode = microseconds(measured.encoding, measured.articles);
  const double total = analyse + decide + encode;
  const double remembered = static_cast<double>(desk.bytes() - tables) /
                            static_cast<double>(std::max<std::size_t>(1, desk.articles()));
  if (json) {
    fmt::print(
        "{{\"articles\":{},\"dead_letters\":{},\"bytes\":{},\"analyse_us\":{:.1f},"
        "\"decide_us\":{:.1f},\"encode_us\":{:.1f},\"total_us\":{:.1f},"
        "\"remembered_bytes\":{:.0f}}}\n",
        measured.articles, measured.dead_letters, measured.bytes, analyse, decide, encode, total,
        remembered);
    return;
  }
  fmt::print(
      "{} article{}, {} of them dead letters, {} bytes\n"
      "analyse  {:8.1f} µs an article\ndecide   {:8.1f} µs\nencode   {:8.1f} µs\n"
      "total    {:8.1f} µs on one core\n"
      "{} remembered, {:.0f} bytes each beside {} KB of tables\n",
      measured.articles, measured.articles == 1 ? "" : "s", measured.dead_letters, measured.bytes,
      analyse, decide, encode, total, desk.articles(), remembered, tables / 1024);
  if (measured.articles < kEnough)
    fmt::print("Of so few articles each bears the start's costs: give {} or more.\n", kEnough);
}

int bench(const BenchOptions& options) {
  const auto settings = load_for(options.config, Purpose::kEnrich);
  if (!settings) return kExitConfiguration;
  const auto engine = Engine::create(*settings);
  auto source = open_input(options.input, settings->input);
  if (!engine || !source) {
    fmt::print(stderr, "copytaster: {}\n", engine ? source.error().message : engine.error());
    return engine ? kExitUnavailable : kExitConfiguration;
  }
  Desk desk((*engine)->desk_options());
  const std::size_t tables = desk.bytes();
  const auto measured = measure_all(**source, **engine, desk);
  if (!measured) {
    fmt::print(stderr, "copytaster: {}\n", measured.error().message);
    return kExitUnavailable;
  }
  if (measured->articles == 0) {
    fmt::print(stderr, "copytaster: {} holds no article\n", options.input);
    return kExitData;
  }
  print(*measured, desk, tables, options.json);
  return kExitOk;
}

}  // namespace

void add_bench(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("bench", "Time each stage on your own articles, on one core");
  auto options = std::make_shared<BenchOptions>();
  command
      ->add_option("file", options->input,
                   "JSON lines, plain or .zst, or a folder of them; - is standard input")
      ->required();
  command->add_option("--config", options->config, "the configuration, YAML; all defaults without");
  command->add_flag("--json", options->json, "one JSON object instead of a table");
  command->footer(
      "Example: copytaster bench articles.jsonl\n"
      "Exits with 0, 65 (no article), 69 (input unavailable), 78 (configuration).");
  command->callback([options, &exit_code] { exit_code = bench(*options); });
}

}  // namespace copytaster::commands

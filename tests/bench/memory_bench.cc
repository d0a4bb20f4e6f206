#include <fmt/core.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/own_usage.h"
#include "tests/bench/prepared.h"
#include "tests/generate/generator.h"

// How much the Desk remembers of an article, and how long it takes to decide: generated articles
// arrive a second apart, and the window is as long as the number to be remembered, so that from
// then on one leaves for each that comes. A burst of copies of one article ends it.

namespace copytaster::bench {
namespace {

constexpr int kExitWrongResult = 70;
constexpr int kExitNoModels = 69;
constexpr std::int64_t kSecond = 1000;
constexpr std::uint64_t kBurstSeed = 5;

struct Options {
  std::size_t remembered = 200'000;
  std::size_t further = 50'000;
  std::size_t burst = 5'000;
  std::size_t bytes = 5000;
  bool json = false;
};

/// What the process holds at one moment, less what it held before the first article.
struct Sample {
  std::size_t in = 0;
  std::size_t articles = 0;
  std::size_t stories = 0;
  std::size_t by_formula = 0;
  std::size_t resident = 0;
};

struct Times {
  double mean = 0;
  double median = 0;
  double p99 = 0;
  double p999 = 0;
  double most = 0;
};

struct Report {
  std::vector<Sample> samples;
  Times filling;  ///< while the Desk fills
  Times full;     ///< one leaves for each that comes
  Times burst;    ///< copies of one article
};

Times summary(std::vector<float>& times) {
  if (times.empty()) return {};
  std::sort(times.begin(), times.end());
  double sum = 0;
  for (const float time : times) sum += time;
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  return {sum / static_cast<double>(times.size()), at(0.5), at(0.99), at(0.999), at(1)};
}

/// Half of a burst are the very text under another name, half have a sentence more.
std::string burst_article(std::size_t number, std::size_t bytes) {
  std::string json = generate::generate_article_json(kBurstSeed, bytes);
  const auto replace = [&](std::string_view from, const std::string& to) {
    json.replace(json.find(from), from.size(), to);
  };
  replace(fmt::format("generated-{}", kBurstSeed), fmt::format("burst-{}", number));
  replace(fmt::format("generated/{}", kBurstSeed), fmt::format("burst/{}", number));
  if (number % 2 == 0) {
    json.resize(json.size() - 2);
    json += fmt::format(" It was seen by {} people in town {}.\"}}", number, number * 7);
  }
  return json;
}

class Run {
 public:
  Run(const Models& models, const Options& options)
      : models_(models), options_(options), desk_(desk_options(options)) {
    times_.reserve(options.remembered + options.further + options.burst);
    malloc_trim(0);
    resident_before_ = resident_bytes();
  }

  Report measure() {
    Report report;
    const std::size_t every = std::max<std::size_t>(1, options_.remembered / 10);
    const auto stream = [&](std::size_t until, auto make) {
      times_.clear();
      for (; in_ < until; ++in_) {
        decide(make(in_));
        if ((in_ + 1) % every == 0) report.samples.push_back(sample());
      }
      return summary(times_);
    };
    const auto generated = [&](std::size_t number) {
      return generate::generate_article_json(number, options_.bytes);
    };
    report.filling = stream(options_.remembered, generated);
    report.full = stream(options_.remembered + options_.further, generated);
    report.burst = stream(in_ + options_.burst, [&](std::size_t number) {
      return burst_article(number, options_.bytes);
    });
    return report;
  }

  /// Empty when the Desk did what it was measured for.
  [[nodiscard]] std::string problem() const {
    const Ledger& ledger = desk_.ledger();
    if (ledger.in != in_ || ledger.dead_letters != 0) return "not every article was decided";
    if (in_ > options_.remembered && desk_.articles() > options_.remembered + 2) {
      return fmt::format("{} articles are remembered, not {}", desk_.articles(),
                         options_.remembered);
    }
    if (ledger.copies < options_.burst / 3) return "the copies of the burst were not found";
    return {};
  }

 private:
  static DeskOptions desk_options(const Options& options) {
    DeskOptions desk;
    desk.window = std::chrono::seconds(options.remembered);
    desk.first_seen_window = desk.window;
    desk.story_window = desk.window;
    return desk;
  }

  void decide(std::string json) {
    Message message;
    const auto number = static_cast<std::int64_t>(in_);
    message.origin = {"generated", 0, Offset(number), Timestamp{(number + 1) * kSecond}};
    message.value = std::move(json);
    const AnalysedMessage analysed = models_.analyzer.analyse(std::move(message));
    const double begun = cpu_microseconds();
    const Decided decided = desk_.decide(analysed);
    times_.push_back(static_cast<float>(cpu_microseconds() - begun));
  }

  [[nodiscard]] Sample sample() const {
    const std::size_t resident = resident_bytes();
    return {in_ + 1, desk_.articles(), desk_.stories(), desk_.bytes(),
            resident - std::min(resident, resident_before_)};
  }

  const Models& models_;
  const Options options_;
  Desk desk_;
  std::size_t in_ = 0;
  std::size_t resident_before_ = 0;
  std::vector<float> times_;
};

double each(std::size_t bytes, const Sample& sample) {
  return static_cast<double>(bytes) /
         static_cast<double>(std::max<std::size_t>(1, sample.articles));
}

void print_table(const Report& report, const Sample& full) {
  fmt::print("{:>10} {:>10} {:>10} {:>14} {:>14}\n", "articles", "remembered", "stories",
             "MB by formula", "MB resident");
  constexpr double kMegabyte = 1e6;
  for (const auto& sample : report.samples) {
    fmt::print("{:>10} {:>10} {:>10} {:>14.1f} {:>14.1f}\n", sample.in, sample.articles,
               sample.stories, static_cast<double>(sample.by_formula) / kMegabyte,
               static_cast<double>(sample.resident) / kMegabyte);
  }
  fmt::print("\nan article, stories included: {:.0f} bytes by formula, {:.0f} resident\n",
             each(full.by_formula, full), each(full.resident, full));
  fmt::print("\n{:<26} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "µs of CPU to decide", "mean", "median",
             "99%", "99.9%", "most");
  const auto row = [](const char* what, const Times& times) {
    fmt::print("{:<26} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.0f}\n", what, times.mean,
               times.median, times.p99, times.p999, times.most);
  };
  row("while it fills", report.filling);
  row("full, one leaves for each", report.full);
  row("a burst of copies", report.burst);
}

std::string json_of(const Times& times) {
  return fmt::format(R"({{"mean":{:.2f},"p50":{:.2f},"p99":{:.2f},"p99_9":{:.2f},"max":{:.0f}}})",
                     times.mean, times.median, times.p99, times.p999, times.most);
}

void print_json(const Report& report, const Sample& full) {
  std::string samples;
  for (const auto& sample : report.samples) {
    samples += fmt::format(
        R"({}{{"in":{},"articles":{},"stories":{},"formula_bytes":{},"resident_bytes":{}}})",
        samples.empty() ? "" : ",", sample.in, sample.articles, sample.stories, sample.by_formula,
        sample.resident);
  }
  fmt::print(R"({{"formula_bytes_an_article":{:.0f},"resident_bytes_an_article":{:.0f},)"
             R"("decide_us":{{"filling":{},"full":{},"burst":{}}},"samples":[{}]}})"
             "\n",
             each(full.by_formula, full), each(full.resident, full), json_of(report.filling),
             json_of(report.full), json_of(report.burst), samples);
}

int measure(const Options& options) {
  const auto models = load_models();
  if (!models) {
    fmt::print(stderr, "bench_memory: {}\n", models.error());
    return kExitNoModels;
  }
  Run run(**models, options);
  const Report report = run.measure();
  if (const auto problem = run.problem(); !problem.empty() || report.samples.size() < 10) {
    fmt::print(stderr, "bench_memory: {}\n", problem.empty() ? "too few articles" : problem);
    return kExitWrongResult;
  }
  const Sample& full = report.samples[9];
  if (options.json) {
    print_json(report, full);
  } else {
    print_table(report, full);
  }
  return 0;
}

}  // namespace
}  // namespace copytaster::bench

int main(int argc, char** argv) {
  copytaster::bench::Options options;
  CLI::App app("What the Desk remembers: bytes an article, and microseconds of CPU to decide");
  app.add_option("--remembered", options.remembered, "articles in the window")
      ->capture_default_str()
      ->check(CLI::Range(10, 10'000'000));
  app.add_option("--further", options.further, "articles after the window is full")
      ->capture_default_str();
  app.add_option("--burst", options.burst, "copies of one article at the end")
      ->capture_default_str();
  app.add_option("--bytes", options.bytes, "of JSON an article")->capture_default_str();
  app.add_flag("--json", options.json, "one JSON object instead of tables");
  CLI11_PARSE(app, argc, argv);
  return copytaster::bench::measure(options);
}

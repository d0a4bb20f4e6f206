#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>

#include "tests/generate/generator.h"

// Generated articles on standard output, one a line, each behind its key and a tab: what
// side_by_side has produced to its input topic.

namespace copytaster::bench {
namespace {

struct Options {
  std::uint64_t first = 0;
  std::uint64_t count = 1000;
  std::size_t bytes = 5000;
  unsigned rate = 0;
};

void write_articles(const Options& options) {
  using std::chrono::steady_clock;
  const auto begun = steady_clock::now();
  for (std::uint64_t i = 0; i < options.count; ++i) {
    const std::uint64_t seed = options.first + i;
    const std::string article = generate::generate_article_json(seed, options.bytes);
    if (options.rate > 0) {
      // By the start, not by the article before: a late one does not slow down the rest.
      std::this_thread::sleep_until(begun + i * std::chrono::nanoseconds(std::chrono::seconds(1)) /
                                                options.rate);
    }
    fmt::print("generated-{}\t{}\n", seed, article);
    if (options.rate > 0) std::fflush(stdout);
  }
}

}  // namespace
}  // namespace copytaster::bench

int main(int argc, char** argv) {
  copytaster::bench::Options options;
  CLI::App app("Generated articles, one a line: the key, a tab, the JSON");
  app.add_option("--first", options.first, "number of the first one")->capture_default_str();
  app.add_option("--count", options.count, "how many")->capture_default_str();
  app.add_option("--bytes", options.bytes, "of JSON an article")->capture_default_str();
  app.add_option("--rate", options.rate, "articles a second; 0: as fast as it goes")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  copytaster::bench::write_articles(options);
  return 0;
}

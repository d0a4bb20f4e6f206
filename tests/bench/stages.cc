#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/annotate/entities.h"
#include "pipeline/annotate/quotes.h"
#include "pipeline/codec/journal_codec.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/processor.h"
#include "pipeline/stories/terms.h"
#include "pipeline/text/clean.h"
#include "pipeline/text/furniture.h"
#include "pipeline/text/language.h"
#include "tests/bench/prepared.h"
#include "tests/bench/reporter.h"

namespace copytaster::bench {
namespace {

constexpr std::size_t kBatchArticles = ProcessorOptions{}.batch_articles;
constexpr int kExitUsage = 64;
constexpr int kExitWrongResult = 70;
constexpr int kExitNoModels = 69;

struct Options {
  std::size_t articles = 2000;
  std::size_t bytes = 5000;
  int repetitions = 5;
  std::string only;  ///< the one stage to time; empty: all
  bool json = false;
};

/// What is done with each article; `last` on the last one.
using Work = std::function<void(Prepared& each, bool last)>;

/// One row: what is timed is the work that `make()` gives, on every article.
struct Stage {
  std::string name;
  std::string of;  ///< the stage that this one is a part of; empty: a stage of the pipeline
  std::function<Work()> make;
};

/// A stage without state.
Stage stage(std::string name, std::string of, std::function<void(Prepared&)> each) {
  return {std::move(name), std::move(of),
          [each = std::move(each)] { return [&each](Prepared& article, bool) { each(article); }; }};
}

/// The pipeline in the order of the daemon, on one core: a batch is analysed, then decided, then
/// encoded.
class Pipeline {
 public:
  explicit Pipeline(const Models& models) : models_(models) {}

  void operator()(const Prepared& each, bool last) {
    batch_.push_back(models_.analyzer.analyse(each.message));
    if (batch_.size() < kBatchArticles && !last) return;
    std::vector<Decided> decided;
    decided.reserve(batch_.size());
    for (const auto& message : batch_) decided.push_back(desk_.decide(message));
    for (std::size_t i = 0; i < batch_.size(); ++i)
      benchmark::DoNotOptimize(models_.encoder.encode(batch_[i], decided[i]));
    batch_.clear();
  }

 private:
  const Models& models_;
  Desk desk_{DeskOptions{}};
  std::vector<AnalysedMessage> batch_;
};

std::vector<Stage> text_stages() {
  return {
      stage("read", "analyse",
            [](Prepared& each) {
              benchmark::DoNotOptimize(codec::read_article(each.message, codec::ReaderOptions{}));
            }),
      stage("document", "analyse",
            [](Prepared& each) {
              benchmark::DoNotOptimize(text::make_document(each.article, text::TextLimits{}));
            }),
      stage("text", "document",
            [](Prepared& each) {
              benchmark::DoNotOptimize(text::without_furniture(
                  text::paragraphs(text::clean_characters(each.article.body))));
            }),
      stage("language", "document",
            [](Prepared& each) {
              benchmark::DoNotOptimize(
                  text::detect_language(each.document.headline, each.document.body, ""));
            }),
      stage("tokens", "document",
            [](Prepared& each) {
              benchmark::DoNotOptimize(text::tokenize(each.document.headline));
              benchmark::DoNotOptimize(text::tokenize(each.document.body));
            }),
  };
}

std::vector<Stage> annotation_stages(const Models& models) {
  return {
      stage(
          "fingerprint", "analyse",
          [](Prepared& each) { benchmark::DoNotOptimize(dedup::make_fingerprint(each.document)); }),
      stage("entities", "analyse",
            [&models](Prepared& each) {
              benchmark::DoNotOptimize(
                  annotate::find_entities(each.document, models.lexicons, nullptr));
            }),
      stage("trained entities", "",
            [&models](Prepared& each) {
              benchmark::DoNotOptimize(
                  annotate::find_entities(each.document, models.lexicons, &models.entities));
            }),
      stage("quotes", "analyse",
            [](Prepared& each) {
              benchmark::DoNotOptimize(
                  annotate::find_quotes(each.document, each.analysed.analysis->entities));
            }),
      stage("topics", "analyse",
            [&models](Prepared& each) {
              benchmark::DoNotOptimize(models.topics.classify(each.document));
            }),
      stage("story terms", "analyse",
            [](Prepared& each) {
              benchmark::DoNotOptimize(
                  stories::story_terms(each.document, each.analysed.analysis->entities));
            }),
  };
}

std::vector<Stage> pipeline_stages(const Models& models) {
  return {
      stage("analyse", "",
            [&models](Prepared& each) {
              benchmark::DoNotOptimize(models.analyzer.analyse(each.message));
            }),
      {"decide", "",
       [] {
         return [desk = std::make_shared<Desk>(DeskOptions{})](Prepared& each, bool) {
           benchmark::DoNotOptimize(desk->decide(each.analysed));
         };
       }},
      stage("encode", "",
            [&models](Prepared& each) {
              Decided decided = each.decided;
              benchmark::DoNotOptimize(models.encoder.encode(each.analysed, decided));
            }),
      stage("journal entry", "encode",
            [](Prepared& each) { benchmark::DoNotOptimize(codec::encode(each.entry)); }),
      {"whole pipeline", "",
       [&models] {
         return [pipeline = std::make_shared<Pipeline>(models)](Prepared& each, bool last) {
           (*pipeline)(each, last);
         };
       }},
  };
}

std::vector<Stage> all_stages(const Models& models) {
  std::vector<Stage> stages = text_stages();
  for (auto& each : annotation_stages(models)) stages.push_back(std::move(each));
  for (auto& each : pipeline_stages(models)) stages.push_back(std::move(each));
  return stages;
}

void register_stage(const Stage& stage, std::vector<Prepared>& articles, int repetitions) {
  const auto run = [&stage, &articles](benchmark::State& state) {
    const Work work = stage.make();
    std::size_t next = 0;
    for (auto _ : state) {
      const bool last = next + 1 == articles.size();
      work(articles[next], last);
      next = last ? 0 : next + 1;
    }
  };
  benchmark::RegisterBenchmark(stage.name.c_str(), run)
      ->Iterations(static_cast<benchmark::IterationCount>(articles.size()))
      ->Repetitions(repetitions);
}

/// Bytes an article, by the Desk's formula, once all of `articles` are decided.
double remembered_bytes(const std::vector<Prepared>& articles) {
  Desk desk{DeskOptions{}};
  for (const auto& each : articles) static_cast<void>(desk.decide(each.analysed));
  return static_cast<double>(desk.bytes()) / static_cast<double>(articles.size());
}

void print(const Options& options, const std::vector<Stage>& stages, const Reporter& reporter,
           double remembered) {
  if (options.json) {
    fmt::print("{{\"articles\":{},\"bytes\":{},\"repetitions\":{},\"least_us\":{{",
               options.articles, options.bytes, options.repetitions);
    for (const auto& each : stages) {
      fmt::print("{}\"{}\":{:.2f}", &each == &stages.front() ? "" : ",", each.name,
                 reporter.least(each.name));
    }
    fmt::print("}},\"remembered_bytes\":{:.0f}}}\n", remembered);
    return;
  }
  fmt::print("{} articles of {} bytes; µs an article of one core, processor time of {} rounds\n",
             options.articles, options.bytes, options.repetitions);
  fmt::print("{:<28}{:>8}{:>8}\n", "", "least", "median");
  for (const auto& each : stages) {
    const std::string part = each.of.empty() ? "" : fmt::format(" (of {})", each.of);
    fmt::print("{:<28}{:8.1f}{:8.1f}\n", each.name + part, reporter.least(each.name),
               reporter.median(each.name));
  }
  fmt::print("{:.0f} bytes an article remembered\n", remembered);
}

int run(const Options& options) {
  const auto models = load_models();
  if (!models) {
    fmt::print(stderr, "bench: {}\n", models.error());
    return kExitNoModels;
  }
  auto articles = prepare(**models, options.articles, options.bytes);
  if (!articles) {
    fmt::print(stderr, "bench: {}\n", articles.error());
    return kExitWrongResult;
  }
  for (const auto& each : *articles) {
    if (const auto wrong = wrong_result(each)) {
      fmt::print(stderr, "bench: {}\n", *wrong);
      return kExitWrongResult;
    }
  }
  auto stages = all_stages(**models);
  if (!options.only.empty())
    std::erase_if(stages, [&](const Stage& each) { return each.name != options.only; });
  if (stages.empty()) {
    fmt::print(stderr, "bench: no stage is called {}\n", options.only);
    return kExitUsage;
  }
  for (const auto& each : stages) register_stage(each, *articles, options.repetitions);
  // Repetitions in turn: a busy minute of the machine falls on all stages alike.
  std::array<std::string, 2> arguments = {"bench_stages",
                                          "--benchmark_enable_random_interleaving=true"};
  std::array<char*, 2> given = {arguments[0].data(), arguments[1].data()};
  int count = static_cast<int>(given.size());
  benchmark::Initialize(&count, given.data());
  Reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  print(options, stages, reporter, remembered_bytes(*articles));
  return 0;
}

}  // namespace
}  // namespace copytaster::bench

int main(int argc, char** argv) {
  copytaster::bench::Options options;
  CLI::App app("Microseconds an article in each stage of the pipeline, on one core");
  app.add_option("--articles", options.articles, "generated articles, each used once a round")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--bytes", options.bytes, "of each article's JSON, at least")
      ->check(CLI::Range(1000, 1'000'000))
      ->capture_default_str();
  app.add_option("--repetitions", options.repetitions, "rounds")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--stage", options.only, "time this one alone, as for a profiler");
  app.add_flag("--json", options.json, "one JSON object instead of a table");
  CLI11_PARSE(app, argc, argv);
  return copytaster::bench::run(options);
}

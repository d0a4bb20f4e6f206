// What measuring costs: the same work and the same batches, with and without metrics.
#include <fmt/core.h>
#include <time.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "daemon/metrics/metered_executor.h"
#include "daemon/metrics/page.h"

namespace copytaster::bench {
namespace {

constexpr std::size_t kBatch = 1000;
constexpr int kWrong = 70;

double cpu_nanoseconds() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e9 + static_cast<double>(used.tv_nsec);
}

/// Does nothing with what it is told, and says that it is done.
class Done : public Executor {
 public:
  void execute(Action action) override {
    if (auto* analyse = std::get_if<Analyse>(&action)) next_ = Analysed{analyse->batch};
    if (auto* encode = std::get_if<Encode>(&action)) next_ = Encoded{encode->batch};
    if (auto* commit = std::get_if<Commit>(&action)) next_ = Committed{commit->batch};
  }
  Event next_event() override { return std::move(next_); }

 private:
  Event next_ = Started{};
};

Work no_work() {
  return {[](Message message) {
            return AnalysedMessage{std::move(message), {}, {}};
          },
          [](const AnalysedMessage&, Decided&) { return EncodedMessage{}; }};
}

/// One batch of articles, each with two records and a story event, as they mostly have.
BatchHandle make_batch() {
  auto batch = std::make_shared<Batch>();
  for (std::size_t i = 0; i < kBatch; ++i) {
    AnalysedMessage message;
    message.message.origin = {"news.raw", 0, Offset(static_cast<std::int64_t>(i)), {1}};
    batch->messages.push_back(std::move(message));
    Decided decided;
    decided.entry.outcome = "new";
    decided.entry.ledger = {.in = i + 1, .fresh = i + 1};
    decided.entry.outputs = {{"news.enriched", 1}, {"desk.asia", 1}, {"news.stories", 1}};
    batch->decided.push_back(std::move(decided));
    for (const auto* topic : {"news.enriched", "desk.asia", "news.stories"})
      batch->records.push_back({topic, "key", "value", {{"content-type", "application/json"}}});
    batch->journal.emplace_back("entry");
  }
  batch->commit.type = EntryType::kCommit;
  batch->commit.positions.assign(8, {"news.raw", 0, Offset(1), {}});
  return batch;
}

void pass(Executor& executor, const BatchHandle& batch) {
  executor.execute(Analyse{batch});
  static_cast<void>(executor.next_event());
  executor.execute(Encode{batch});
  static_cast<void>(executor.next_event());
  executor.execute(Commit{batch});
  static_cast<void>(executor.next_event());
}

void do_work(const Work& work, const BatchHandle& batch) {
  for (std::size_t i = 0; i < kBatch; ++i) {
    static_cast<void>(work.analyse({}));
    static_cast<void>(work.encode(batch->messages[i], batch->decided[i]));
  }
}

/// Nanoseconds an article: the least of the rounds.
template <class Do>
double least(int rounds, Do once) {
  double best = 1e18;
  for (int i = 0; i < rounds; ++i) {
    const double begun = cpu_nanoseconds();
    once();
    best = std::min(best, (cpu_nanoseconds() - begun) / kBatch);
  }
  return best;
}

int measure(int rounds) {
  metrics::Metrics all({"newsroom", "1", "", "kafka"});
  metrics::JournalCounts counts;
  Desk desk{DeskOptions{}};
  const Processor processor(ProcessorOptions{}, std::make_shared<const Snapshot>(), desk);
  Done inner;
  metrics::MeteredExecutor metered(inner, processor, counts, all);
  const auto batch = make_batch();
  pass(metered, batch);
  const auto figures = all.figures();
  if (!figures || figures->ledger.in != kBatch || figures->kinds.back() != kBatch ||
      all.batch_inputs.sum() != kBatch) {
    fmt::print(stderr, "bench_metrics: the batch was not counted as it is\n");
    return kWrong;
  }
  const Work plain = no_work();
  const Work timed = metrics::metered(no_work(), all);
  const double bare_work = least(rounds, [&] { do_work(plain, batch); });
  const double timed_work = least(rounds, [&] { do_work(timed, batch); });
  const double bare_pass = least(rounds, [&] { pass(inner, batch); });
  const double counted_pass = least(rounds, [&] { pass(metered, batch); });
  const double scrape = least(rounds, [&] { static_cast<void>(metrics::page(all)); }) * kBatch;
  fmt::print("timing analysis and encoding   {:6.0f} ns an article\n", timed_work - bare_work);
  fmt::print("following and counting batches {:6.0f} ns an article, {} a batch\n",
             counted_pass - bare_pass, kBatch);
  fmt::print("one scrape of /metrics         {:6.0f} us\n", scrape / 1000);
  return 0;
}

}  // namespace
}  // namespace copytaster::bench

int main(int argc, char** argv) {
  CLI::App app("What measuring costs: CPU time an article, and for a scrape");
  int rounds = 200;
  app.add_option("--rounds", rounds, "of which the least counts")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return copytaster::bench::measure(rounds);
}

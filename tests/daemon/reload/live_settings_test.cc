#include "daemon/reload/live_settings.h"

#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>

namespace copytaster::reload {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// A folder with a configuration and lexicons of its own, and settings that live there.
class Live : public ::testing::Test {
 protected:
  Live() : folder_(fs::temp_directory_path() / ("live-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::copy(fs::path(SOURCE_DIR) / "config/lexicons", folder_ / "lexicons");
    configure("");
  }
  ~Live() override { fs::remove_all(folder_); }

  void configure(const std::string& more) {
    std::ofstream(folder_ / "c.yaml") << "input: {files: in}\noutput: {files: out}\n"
                                      << "annotate: {lexicons: " << (folder_ / "lexicons").string()
                                      << "}\nlog: {level: \"error\"}\n"
                                      << more;
  }

  void start(std::function<Outcome(const Settings&)> prepare = nullptr) {
    const auto settings = load_settings(folder_ / "c.yaml", check_run);
    ASSERT_TRUE(settings.has_value());
    auto engine = Engine::create(*settings);
    ASSERT_TRUE(engine.has_value()) << engine.error();
    LiveOptions options{(folder_ / "c.yaml").string(),
                        [this](const std::string& file, const Check& more) {
                          ++loads_;
                          return load_settings(file, [&more](const Settings& read) {
                            auto problems = check_run(read);
                            for (auto& problem : more(read)) problems.push_back(problem);
                            return problems;
                          });
                        },
                        std::move(prepare),
                        [](Work work) { return work; },
                        {[this] { ++begun_; },
                         [this](const Report& report) {
                           const std::lock_guard lock(mutex_);
                           reports_.push_back(report);
                           reports_.back().in_force.reset();  // it keeps an engine
                           changed_.notify_all();
                         }}};
    live_ = std::make_unique<LiveSettings>(std::move(options), *settings, std::move(*engine));
  }

  /// The report of one request.
  Report reload() {
    std::unique_lock lock(mutex_);
    const std::size_t before = reports_.size();
    live_->request();
    EXPECT_TRUE(changed_.wait_for(lock, std::chrono::seconds(60),
                                  [&] { return reports_.size() > before; }));
    return reports_.back();
  }

  std::size_t reports() {
    const std::lock_guard lock(mutex_);
    return reports_.size();
  }

  const fs::path folder_;
  std::atomic<int> loads_ = 0;
  std::atomic<int> begun_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Report> reports_;  // guarded by mutex_
  std::unique_ptr<LiveSettings> live_;
};

using Names = std::vector<std::string>;

TEST_F(Live, WhatIsReadIsInForceAndTold) {
  start();
  SnapshotHandle told;
  SnapshotHandle first =
      live_->listen([&told](SnapshotHandle snapshot) { told = std::move(snapshot); });
  configure("dedup: {near_containment: 0.6}\noutput: {files: out}\n");
  EXPECT_EQ(reload().result, Result::kRefused) << "a key that is there twice";
  EXPECT_EQ(told, nullptr);
  configure("dedup: {near_containment: 0.6}\npipeline: {threads: 5}\n");
  const Report report = reload();
  EXPECT_EQ(report.result, Result::kTaken);
  EXPECT_EQ(report.changed, Names{"dedup.near_containment"});
  EXPECT_EQ(report.held, Names{"pipeline.threads"});
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told, live_->snapshot());
  EXPECT_DOUBLE_EQ(told->desk.copy.near_containment, 0.6);
  EXPECT_NE(told->in_force.hash, first->in_force.hash);
  EXPECT_NE(told->in_force.text.find("near_containment: 0.6"), std::string::npos);
  EXPECT_EQ(told->in_force.entities, first->in_force.entities);
  EXPECT_EQ(begun_, 2);
  live_->listen(nullptr);
  first.reset();  // as the last batch of it does
  EXPECT_EQ(reload().result, Result::kUnchanged);
}

TEST_F(Live, ABadFileIsRefusedWithAllItsProblemsAndNothingChanges) {
  start();
  const SnapshotHandle before = live_->snapshot();
  configure("dedup: {windw: 7d, memory: lots}\n");
  std::ofstream(folder_ / "lexicons/people.tsv") << "no lexicon\n";
  const Report report = reload();
  EXPECT_EQ(report.result, Result::kRefused);
  ASSERT_EQ(report.problems.size(), 3U);
  EXPECT_NE(report.problems[0].find("annotate.lexicons can't be used"), std::string::npos);
  EXPECT_NE(report.problems[0].find("people.tsv"), std::string::npos) << report.problems[0];
  EXPECT_NE(report.problems[1].find("did you mean dedup.window?"), std::string::npos);
  EXPECT_NE(report.problems[2].find("dedup.memory"), std::string::npos);
  EXPECT_EQ(live_->snapshot(), before);
  fs::remove(folder_ / "c.yaml");
  EXPECT_EQ(reload().problems.size(), 1U);
  EXPECT_EQ(live_->snapshot(), before);
}

TEST_F(Live, OtherLexiconsBehindTheSameNameAreTakenOver) {
  start();
  const SettingsInForce before = live_->snapshot()->in_force;
  std::ofstream(folder_ / "lexicons/people.tsv")
      << "#copytaster-lexicon 1\n@person\nAda Example\n#end 2\n";
  const Report report = reload();
  EXPECT_EQ(report.result, Result::kTaken) << fmt::format("{}", fmt::join(report.problems, "\n"));
  EXPECT_EQ(report.changed, Names{"the lexicons or the entity model"});
  EXPECT_EQ(live_->snapshot()->in_force.hash, before.hash);
  EXPECT_NE(live_->snapshot()->in_force.entities, before.entities);
}

TEST_F(Live, WhatStaysMayContradictWhatIsTakenOver) {
  start();
  std::ofstream(folder_ / "c.yaml") << "input: {files: in}\noutput: {files: out, enriched: "
                                       "elsewhere, routes: [{topic: news.dead}], dead_letters: "
                                       "dead}\nannotate: {lexicons: "
                                    << (folder_ / "lexicons").string() << "}\n";
  const Report report = reload();
  EXPECT_EQ(report.result, Result::kRefused);
  ASSERT_GE(report.problems.size(), 2U);
  EXPECT_NE(report.problems.back().find("output.dead_letters"), std::string::npos);
}

TEST_F(Live, TheOutsideMayRefuse) {
  start([](const Settings& settings) -> Outcome {
    if (settings.output.routes.empty()) return {};
    return Error<Failure>({Remedy::kStop, "there is no such topic"});
  });
  std::ofstream(folder_ / "c.yaml")
      << "input: {files: in}\noutput: {files: out, routes: [{topic: desk}]}\nannotate: {lexicons: "
      << (folder_ / "lexicons").string() << "}\n";
  const Report report = reload();
  EXPECT_EQ(report.result, Result::kRefused);
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_TRUE(report.problems[0].ends_with("there is no such topic"));
}

TEST_F(Live, AStormOfRequestsIsAFewLoads) {
  start();
  for (int i = 0; i < 1000; ++i) live_->request();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (reports() == 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(milliseconds(5));
  reload();
  EXPECT_LE(loads_, 4);
}

TEST_F(Live, NothingIsLoadedWhileTheEngineBeforeIsInUse) {
  start();
  SnapshotHandle held = live_->snapshot();  // as a batch under way holds it
  configure("dedup: {near_containment: 0.6}\n");
  EXPECT_EQ(reload().result, Result::kTaken);
  configure("dedup: {near_containment: 0.5}\n");
  live_->request();
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_EQ(loads_, 1);
  EXPECT_EQ(reports(), 1U);
  held.reset();
  while (reports() < 2) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_DOUBLE_EQ(live_->snapshot()->desk.copy.near_containment, 0.5);
  held = live_->snapshot();
  configure("dedup: {near_containment: 0.4}\n");
  reload();
  live_->request();
  live_.reset();  // a stop doesn't wait for what waits
  EXPECT_EQ(reports(), 3U);
}

}  // namespace
}  // namespace copytaster::reload

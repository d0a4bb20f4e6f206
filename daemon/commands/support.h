#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "config/load.h"
#include "config/settings.h"
#include "daemon/engine.h"
#include "daemon/files/file_source.h"
#include "daemon/metrics/journal_counts.h"
#include "daemon/metrics/metrics.h"
#include "daemon/reload/live_settings.h"
#include "daemon/suspects/guard.h"
#include "daemon/systemd.h"
#include "pipeline/desk.h"
#include "pipeline/io.h"

/// What several commands do alike.
namespace copytaster::commands {

constexpr int kSignalled = 128;  ///< added to the signal that ended a command, as shells do

enum class Purpose : std::uint8_t {
  kRun,     ///< input and output must be named
  kKafka,   ///< a cluster must be named
  kEnrich,  ///< standard streams: neither is needed
};

/// Reads the configuration (all defaults when `file` is empty), and what it names to reach a
/// cluster. Problems are printed to standard error, each with its place and remedy; then there is
/// no value. `more` is asked too, where there is a file.
std::optional<Settings> load_for(const std::string& file, Purpose purpose,
                                 const Check& more = nullptr);

/// The same without a word: the problems are the error.
LoadResult load_checked(const std::string& file, Purpose purpose, const Check& more = nullptr);

/// Where a message has its timestamp: input.fields.timestamp, else the top-level field.
std::string timestamp_pointer(const InputSettings& input);

/// The input of a command that is given one by name: a file, `-`, or a folder as `input.files`
/// would be. Where a folder has nothing to read, that is said on standard error.
Result<std::unique_ptr<files::FileSource>, Failure> open_input(const std::string& path,
                                                               const InputSettings& input);

/// Whether colour suits this stream: a terminal, and NO_COLOR unset.
bool use_colour(std::FILE* stream);

/// Folds the journal into the Desk. Fails when the journal is damaged, has a gap, or holds no
/// complete set of state. Each entry is counted, too, where there are counts.
Outcome fold(Journal& journal, Desk& desk, metrics::JournalCounts* counts = nullptr);

/// The line for a person that says what became of one message: time, verdict, source, headline, of
/// what.
std::string verdict_line(const AnalysedMessage& message, const Decided& decided, bool colour);

/// What keeps an article that crashes the program from doing so again. Create it before any other
/// thread.
std::unique_ptr<suspects::Guard> open_guard(const Settings& settings,
                                            const std::shared_ptr<const Engine>& engine);

/// What a running instance has for settings: those that it started with, until a reload. Service
/// and metrics are told of each.
std::unique_ptr<reload::LiveSettings> go_live(
    const std::string& file, const Settings& settings, std::shared_ptr<const Engine> engine,
    suspects::Guard& guard, Service& service, metrics::Metrics& metrics,
    std::function<Outcome(const Settings&)> prepare = nullptr);

/// The log as the settings want it.
void set_up_log(const Settings& settings);

/// Counts of the ledger in one line, for the end of a run.
std::string summary(const Ledger& ledger);

/// How long this run took for its own inputs, and how many a second that makes.
std::string pace(std::uint64_t inputs, double seconds);

/// SIGINT and SIGTERM call `stop` once, from a thread of their own, while this object lives. Create
/// it before any other thread: it blocks the two signals in them. Its own begins with the first
/// `on_stop`; a signal waits until then.
///
/// With a patience, the process ends at once, with 128 + the signal, at a second signal or when
/// that long has passed since the first: for work that may be stuck in writing to a pipe.
///
/// With `Hangup::kReloads`, SIGHUP calls `reload` each time instead of ending the process; one that
/// comes before there is a `reload` waits for it.
class StopSignals {
 public:
  enum class Hangup : std::uint8_t { kEnds, kReloads };
  explicit StopSignals(std::optional<std::chrono::seconds> patience = std::nullopt,
                       Hangup hangup = Hangup::kEnds);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  void on_stop(std::function<void()> stop);
  void on_reload(std::function<void()> reload);
  /// The signal that came, or 0.
  [[nodiscard]] int came() const;

 private:
  void listen();

  const std::optional<std::chrono::seconds> patience_;
  const Hangup hangup_;
  mutable std::mutex mutex_;
  std::function<void()> stop_;    // guarded by mutex_
  std::function<void()> reload_;  // guarded by mutex_
  bool hung_up_ = false;          // before there was `reload_`; guarded by mutex_
  int came_ = 0;                  // guarded by mutex_
  std::atomic<bool> closing_ = false;
  std::thread thread_;
};

}  // namespace copytaster::commands

#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/metrics/cells.h"
#include "daemon/metrics/client_figures.h"
#include "daemon/metrics/journal_counts.h"

/// What is measured while the program runs. Each member is the family of catalogue.h that is named
/// beside it.
namespace copytaster::metrics {

enum class Stage : std::uint8_t { kPoll, kAnalyse, kDecide, kEncode, kCommit, kWhole };
inline constexpr std::array<std::string_view, 6> kStages = {"poll",   "analyse", "decide",
                                                            "encode", "commit",  "whole"};
/// Those in which work may be held: for `copytaster_stage_busy_seconds` and the watchdog.
inline constexpr std::array<std::string_view, 4> kHoldingStages = {"analyse", "decide", "encode",
                                                                   "commit"};
enum class HoldingStage : std::uint8_t { kAnalyse, kDecide, kEncode, kCommit };
/// Those measured for each article.
enum class ArticleStage : std::uint8_t { kAnalyse, kDecide, kEncode };
inline constexpr std::array<std::string_view, 3> kArticleStages = {"analyse", "decide", "encode"};
enum class Attempt : std::uint8_t { kCommitted, kRetried, kAborted, kFailed };
inline constexpr std::array<std::string_view, 4> kAttempts = {"committed", "retried", "aborted",
                                                              "failed"};
enum class Role : std::uint8_t { kStarting, kStandby, kTakingOver, kLeader, kAside, kStopping };
inline constexpr std::array<std::string_view, 6> kRoles = {"starting", "standby", "taking_over",
                                                           "leader",   "aside",   "stopping"};
enum class LeadEnd : std::uint8_t { kStopped, kFailed };
inline constexpr std::array<std::string_view, 2> kLeadEnds = {"stopped", "failed"};
enum class Reload : std::uint8_t { kApplied, kRefused };
inline constexpr std::array<std::string_view, 2> kReloadResults = {"applied", "refused"};
enum class Written : std::uint8_t { kRecords, kJournal };
inline constexpr std::array<std::string_view, 2> kWritten = {"records", "journal"};
enum class Page : std::uint8_t { kMetrics, kHealthz, kReadyz, kStatus, kOther };
inline constexpr std::array<std::string_view, 5> kPages = {"metrics", "healthz", "readyz", "status",
                                                           "other"};

inline constexpr std::array<double, 14> kArticleBounds = {
    20e-6, 50e-6, 100e-6, 200e-6, 300e-6, 500e-6, 1e-3, 2e-3, 5e-3, 20e-3, 0.1, 0.5, 2, 10};
inline constexpr std::array<double, 14> kBatchBounds = {1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 0.1,
                                                        0.2,  0.5,  1,    2,     5,     15,    60};
inline constexpr std::array<double, 15> kLatencyBounds = {
    5e-3, 10e-3, 20e-3, 50e-3, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60, 300, 1800, 7200};
inline constexpr std::array<double, 9> kInputsBounds = {1, 2, 5, 10, 20, 50, 100, 500, 1000};

using ArticleHistogram = Histogram<kArticleBounds>;
using BatchHistogram = Histogram<kBatchBounds>;

/// Where the input stands in a partition, as the thread that reads knows it. Offsets.
struct InputStanding {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t given = 0;  ///< behind the last message that was handed out
  std::int64_t read = 0;   ///< the same, or further: behind what is never handed out (markers)
  std::int64_t end = 0;    ///< of the log, as last heard
};

/// What the Desk remembers.
struct Remembered {
  std::size_t articles = 0;
  std::size_t stories = 0;
  std::size_t bytes = 0;
};

/// What does not change while the program runs.
struct Identity {
  std::string name;        ///< the setting
  std::string version;     ///< of the program
  std::string librdkafka;  ///< its version; empty where there is no cluster
  std::string transport;   ///< "kafka" or "files"
};

/// Everything measured, for whoever shows it. The cells are written from any thread without a lock;
/// what is set whole (figures, standings, names) is copied under one, once a transaction at most.
/// Lives as long as whatever writes to it.
class Metrics {
 public:
  explicit Metrics(Identity identity) : identity_(std::move(identity)) {}

  Labelled<ArticleHistogram, ArticleStage, kArticleStages> article_seconds;  // kArticleSeconds
  Labelled<BatchHistogram, Stage, kStages> batch_seconds;                    // kBatchSeconds
  Histogram<kLatencyBounds> latency;                                         // kLatency
  Histogram<kInputsBounds> batch_inputs;                                     // kBatchInputs
  Labelled<Counter, Attempt, kAttempts> transactions;                        // kTransactions
  Labelled<Counter, LeadEnd, kLeadEnds> leads_ended;                         // kLeadsEnded
  Labelled<Counter, Reload, kReloadResults> reloads;                         // kReloads
  Labelled<Counter, Written, kWritten> output_bytes;                         // kOutputBytes
  Labelled<Counter, Page, kPages> http_requests;                             // kHttpRequests
  /// When the oldest work in a stage came there: nanoseconds of the steady clock; 0: none is.
  Labelled<std::atomic<std::int64_t>, HoldingStage, kHoldingStages> busy_since;  // kStageBusy
  Counter input_bytes;                                                           // kInputBytes
  Counter refolds;                                                               // kRefolds
  Counter poll_failures;                                                         // kPollFailures
  Counter take_overs;                                                            // kTakeOvers
  Gauge take_over_seconds;                        // kTakeOverSeconds; 0: none yet
  Gauge last_commit;                              // kLastCommit; 0: none yet
  Gauge in_flight;                                // kInFlight
  Gauge in_flight_bytes;                          // kInFlightBytes
  Gauge memory_limit;                             // kMemoryLimit
  std::atomic<bool> last_reload_refused = false;  // kLastReload
  std::atomic<Role> role = Role::kStarting;       // kRole
  std::atomic<bool> folded = false;               ///< the journal, to its end at least once: kReady
  ClientBoard clients;                            // librdkafka's

  void set(const JournalFigures& figures);
  void set(const Remembered& remembered);
  void set(std::vector<InputStanding> standings);
  void set_settings(std::string hash);

  /// None until the journal is folded.
  [[nodiscard]] std::optional<JournalFigures> figures() const;
  [[nodiscard]] Remembered remembered() const;
  [[nodiscard]] std::vector<InputStanding> standings() const;
  /// Hash of the settings in force here; a standby's may differ from the journal's.
  [[nodiscard]] std::string settings() const;
  [[nodiscard]] const Identity& identity() const { return identity_; }

  /// Whether it leads, or would at once.
  [[nodiscard]] bool ready() const;

 private:
  const Identity identity_;
  mutable std::mutex mutex_;
  std::optional<JournalFigures> figures_;  // guarded by mutex_
  Remembered remembered_;                  // guarded by mutex_
  std::vector<InputStanding> standings_;   // guarded by mutex_
  std::string settings_;                   // guarded by mutex_
};

/// Offsets still to be committed; none where the source has not looked yet.
[[nodiscard]] std::optional<std::int64_t> lag(const Position& position,
                                              const std::vector<InputStanding>& standings);

}  // namespace copytaster::metrics

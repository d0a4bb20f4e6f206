#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "config/settings.h"
#include "daemon/kafka/admin.h"
#include "daemon/kafka/complaints.h"
#include "daemon/kafka/election.h"
#include "daemon/kafka/follower.h"
#include "daemon/kafka/journal_watch.h"
#include "daemon/kafka/kafka_sink.h"
#include "daemon/kafka/kafka_source.h"
#include "daemon/kafka/record_limits.h"
#include "daemon/kafka/topic_check.h"
#include "daemon/metrics/metrics.h"
#include "pipeline/desk.h"

namespace copytaster::kafka {

/// What an instance does while it doesn't lead.
enum class Waiting : std::uint8_t {
  kReached,     ///< the cluster answered and has what is needed: about to fold
  kFolding,     ///< with how many percent are folded
  kStandingBy,  ///< for the lead
};

struct InstanceOptions {
  Settings settings;
  Connection connection;
  DeskOptions desk;
  /// Go on although the journal is empty where there was one: everything is forgotten, every input
  /// is read from `input.start`.
  bool accept_empty_journal = false;
  /// Told again and again, on the thread of `run`.
  std::function<void(Waiting what, int percent)> on_waiting = {};
  metrics::Metrics* metrics = nullptr;  ///< where to tell of itself; must outlive the instance
};

/// What a leader works with, while it leads. The source is sought, the Desk is folded.
struct Lead {
  std::unique_ptr<Desk> desk;
  metrics::JournalCounts counts;  ///< of the journal that the Desk was folded from
  std::unique_ptr<KafkaSource> source;
  std::unique_ptr<KafkaSink> sink;
  bool again = false;  ///< those before it ended without a commit: it is no news that there is one
  /// Another Desk of what is committed by now.
  std::function<Result<std::unique_ptr<Desk>, Failure>()> refold;
  /// To be called after each commit: cuts off the journal's head once in a while.
  std::function<void(bool round_begins, bool round_ends)> after_commit;
  std::function<void(std::function<void()>)> on_lost;  ///< sets whom to tell when the lead is lost
  std::function<void(const Failure&)> complain;  ///< says what is tried again; from any thread
  /// Sets whom to tell when topics take records of other sizes than before.
  std::function<void(std::function<void(const RecordLimits&)>)> on_limits;
};

/// One of several copies of the program that share a journal, of which one leads: folds, runs for
/// the lead, stands by, takes the lead when it falls to it, leads, and if it fails does so again. A
/// journal that a newer program wrote it can't fold: then it stands aside, not running for the
/// lead, and says so once a minute. `run` and `leave` on one thread, `stop` from any.
class Instance {
 public:
  /// Leads until it is stopped (no failure) or can't go on.
  using LeadFunction = std::function<std::optional<Failure>(Lead&)>;

  explicit Instance(InstanceOptions options);

  /// Returns when stopped, or with a failure that only a person can cure. Still a member of the
  /// group then, so that the reason can be said before `leave`, which may take its time.
  std::optional<Failure> run(const LeadFunction& lead);
  /// Leaves the group after `run`, so that a standby takes over at once.
  void leave();
  void stop();
  /// These settings from now on, of which only what `change_live` takes over may differ: what new
  /// routes write to is looked up, and watched. A failure says why it can't be, and changes
  /// nothing. From any thread.
  Outcome reload(const Settings& settings);
  [[nodiscard]] bool stopping() const { return stopping_; }

 private:
  Outcome prepare();
  Outcome serve(const LeadFunction& lead);
  void pause_after(const Failure& failure);
  Outcome follow_and_lead(std::unique_ptr<Follower>& follower, const LeadFunction& lead);
  Outcome join();
  void stand_aside(const Failure& failure);
  Result<std::unique_ptr<Follower>, Failure> new_follower() const;
  void tell_lost_head(Admin& admin);
  Outcome look_around(const Follower& follower);
  Outcome stand_by(Follower& follower);
  Outcome catch_up(Follower& follower);
  Outcome check_journal(const Follower& follower);
  Result<Lead, Failure> take_over(Follower& follower, std::uint64_t term);
  Result<std::unique_ptr<KafkaSink>, Failure> open_sink(std::uint64_t term, RecordLimits limits);
  Outcome may_commit(std::uint64_t term);
  Outcome confirm_written(const std::map<std::string, TopicDescription>& found);
  Result<std::unique_ptr<KafkaSource>, Failure> open_source(KafkaSink& sink);
  Result<std::unique_ptr<Desk>, Failure> refold();
  void note_commit(const KafkaSink& sink, bool round_begins, bool round_ends);
  void trim(std::int64_t round);
  void complain(const Failure& failure);
  void tell(Waiting what, int percent = 0) const {
    if (options_.on_waiting) options_.on_waiting(what, percent);
  }
  void show(metrics::Role role);
  void show(const Follower& follower);
  void note_taken(double seconds);
  void note_lead_end(bool failed);
  void watch_lead(std::uint64_t term, const std::function<void()>& tell);
  void pause(std::chrono::milliseconds time);

  [[nodiscard]] std::shared_ptr<const Settings> settings() const;

  const InstanceOptions options_;
  const std::string journal_;
  mutable std::mutex settings_mutex_;
  std::shared_ptr<const Settings> settings_;  // guarded by settings_mutex_
  LimitWatch limits_;
  JournalWatch journal_watch_;
  OutputWatch output_watch_;
  std::unique_ptr<Admin> admin_;
  std::unique_ptr<Election> election_;
  std::uint64_t last_term_ = 0;
  int fruitless_ = 0;  ///< leads of this term, in a row, that ended before anything was committed
  std::atomic<bool> committed_ = false;  ///< in this lead
  std::uint64_t shown_inputs_ = 0;       ///< of the ledger that the metrics have
  bool journalled_ = false;              ///< anything, ever
  std::uint64_t confirmed_term_ = 0;     ///< of which the coordinator was asked before a commit
  KafkaSource* reading_ = nullptr;       ///< what this lead reads from; none while there is no lead
  Rounds rounds_;                        ///< of carried state, in this lead
  std::chrono::steady_clock::time_point next_trim_;
  Complaints complaints_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable stopped_;
};

}  // namespace copytaster::kafka

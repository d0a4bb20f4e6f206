#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "config/load.h"
#include "daemon/engine.h"
#include "pipeline/io.h"
#include "pipeline/snapshot.h"

/// Other settings while the program runs.
namespace copytaster::reload {

enum class Result : std::uint8_t {
  kTaken,      ///< in force for every batch from the next one on
  kUnchanged,  ///< what was read is in force already
  kRefused,    ///< what was in force stays in force
};

/// What became of one reload.
struct Report {
  Result result = Result::kRefused;
  std::vector<std::string> problems;  ///< why it is refused, as `check` prints them, all at once
  std::vector<std::string> changed;   ///< names of settings, `lexicons` and `models` that are new
  std::vector<std::string> held;      ///< names of settings that the next start alone takes over
  SnapshotHandle in_force = {};       ///< after it
};

/// Whom to tell, on the loading thread: each `begun` is followed by one `ended`.
struct Observer {
  std::function<void()> begun;
  std::function<void(const Report&)> ended;
};

struct LiveOptions {
  std::string file;  ///< the configuration
  /// Reads it, with all that `run` asks of it at its start, and asks `more` too.
  std::function<LoadResult(const std::string& file, const Check& more)> load;
  /// Whether the outside is ready for these settings, and makes it so. None: it always is.
  std::function<Outcome(const Settings&)> prepare;
  std::function<Work(Work)> guard;  ///< what is put round each engine's work
  Observer observer = {};
};

/// The settings in force and the models that go with them, as one snapshot; a file read while they
/// are is checked whole, models loaded, and only then takes their place, at once. A thread of its
/// own does that, so that no article waits for it. Of requests that come meanwhile one is left, and
/// nothing is loaded before the engine before the one in force is gone, with the last batch that is
/// under way with it: there are never more than two in memory, and a third while one is refused.
class LiveSettings {
 public:
  LiveSettings(LiveOptions options, Settings in_force, std::shared_ptr<const Engine> engine);
  /// Waits for what is being loaded.
  ~LiveSettings();
  LiveSettings(const LiveSettings&) = delete;
  LiveSettings& operator=(const LiveSettings&) = delete;

  /// Asks for the file to be read again. From any thread, at once.
  void request();

  /// What is in force. From any thread.
  [[nodiscard]] SnapshotHandle snapshot() const;
  /// Whom to tell of each snapshot after the one that this gives back; pass nullptr to end that,
  /// and nobody is told any more once it has come back. From any thread.
  SnapshotHandle listen(std::function<void(SnapshotHandle)> listener);

 private:
  void work();
  bool wait_for_room();
  Report load();
  void publish(SnapshotHandle snapshot);

  const LiveOptions options_;
  Settings in_force_;                                  // the loading thread's alone
  std::vector<std::weak_ptr<const Engine>> replaced_;  // the loading thread's alone
  std::weak_ptr<const Engine> engine_;  // of the snapshot; the loading thread's alone

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  SnapshotHandle snapshot_;                       // guarded by mutex_
  std::function<void(SnapshotHandle)> listener_;  // guarded by mutex_
  bool requested_ = false;                        // guarded by mutex_
  bool closing_ = false;                          // guarded by mutex_
  std::thread thread_;
};

}  // namespace copytaster::reload

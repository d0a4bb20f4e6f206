#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "daemon/suspects/trial.h"
#include "daemon/suspects/work_notes.h"
#include "pipeline/snapshot.h"

namespace copytaster::suspects {

struct GuardOptions {
  std::filesystem::path folder;  ///< where the notes lie
  std::string name;              ///< of the instance: one file of notes for each
  std::size_t threads = 1;       ///< that work at a time
};

/// Keeps a poison article from stopping the newsroom: notes what is being worked on, and after a
/// crash tries those messages out, each alone in a child process, before they are worked on again.
/// One that ends its child is rejected (`crashes_analysis`). Where no notes can be made it only
/// says so, and a crash stays a crash.
class Guard {
 public:
  /// Call while this process has one thread. `alone` is what a child does with a suspect: the work
  /// that is guarded, as it is at this moment, and more at will.
  Guard(GuardOptions options, Trial::Work alone);
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  /// That work, guarded; this object must outlive it. Any number of threads.
  [[nodiscard]] Work guarded(Work work);

  /// What lies before these positions is committed, so nothing there is a suspect any more. Any
  /// thread.
  void committed(const std::vector<Position>& positions);

  /// Lets go of the trial under way, so that a stop doesn't wait for it. From here on a suspect
  /// comes back neither analysed nor rejected: call it when nothing will be decided any more that
  /// is not analysed yet. Any thread.
  void stop();

 private:
  /// What a trial led to: neither means that it is worked on as usual.
  struct Tried {
    bool given_up = false;  ///< because of a stop
    std::optional<Rejection> rejection;
  };

  AnalysedMessage analyse(const Work& work, Message message);
  Tried try_out(const Message& message);
  Result<std::optional<std::string>> attempt(const Message& message);
  bool stopping();

  std::unique_ptr<WorkNotes> notes_;  ///< none where they can't be made
  std::mutex mutex_;
  std::set<Place> suspects_;       // guarded by mutex_
  std::unique_ptr<Trial> trial_;   // guarded by mutex_; as long as there are suspects
  std::atomic<bool> any_ = false;  ///< whether there are suspects
  std::mutex running_mutex_;
  Trial* running_ = nullptr;  // guarded by running_mutex_; none between trials
  bool stopping_ = false;     // guarded by running_mutex_
};

/// Where the notes of a configuration lie: `pipeline.state`; where that is empty, the folder of the
/// output, else the one that systemd keeps for the service, else /var/tmp.
[[nodiscard]] std::filesystem::path notes_folder(const std::string& state,
                                                 const std::string& output);

}  // namespace copytaster::suspects

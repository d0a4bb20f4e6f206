#pragma once

#include <atomic>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/records.h"
#include "pipeline/result.h"

namespace copytaster::suspects {

/// Where a message stands.
struct Place {
  std::string topic;
  std::int32_t partition = 0;
  Offset offset;
  auto operator<=>(const Place&) const = default;
};

/// A small file, mapped into memory, in which each thread notes the message that it works on, so
/// that after a crash the next start knows what was under way. A crash is SIGSEGV, SIGBUS, SIGFPE,
/// SIGILL or SIGABRT, also by an overflow of the stack; SIGKILL, the lack of memory or power mark
/// nothing, because no message is to blame for them. At most one in a process catches crashes.
class WorkNotes {
 public:
  struct Entry;

  /// Opens or makes the file NAME.working in `folder`; where another process or another user
  /// has that, NAME.1.working and so on. `threads`: how many work at a time; what a further one
  /// works on is not noted. The error says what can't be done and why.
  static Result<std::unique_ptr<WorkNotes>> open(const std::filesystem::path& folder,
                                                 const std::string& name, std::size_t threads);
  /// Crashes are as before from here on.
  ~WorkNotes();
  WorkNotes(const WorkNotes&) = delete;
  WorkNotes& operator=(const WorkNotes&) = delete;

  /// What was being worked on in crashes of earlier runs and has not been settled since.
  [[nodiscard]] std::vector<Place> suspects() const;
  /// No suspect any more.
  void settle(const Place& place);

  /// From here on a crash makes suspects of everything being worked on; then it takes its course,
  /// with a core dump where those are wanted.
  void catch_crashes();

  /// As long as it lives, its thread works on `origin`. Any number of threads.
  class Working {
   public:
    Working(WorkNotes& notes, const Origin& origin);
    ~Working();
    Working(const Working&) = delete;
    Working& operator=(const Working&) = delete;

   private:
    Entry* entry_ = nullptr;  ///< none where all are taken
  };

 private:
  WorkNotes(int file, Entry* entries, std::size_t count)
      : file_(file), entries_(entries), count_(count) {}
  Entry* take();

  const int file_;  ///< locked
  Entry* const entries_;
  const std::size_t count_;
  bool catching_ = false;
};

}  // namespace copytaster::suspects

#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace copytaster::parallel {

/// A fixed number of threads that work through loops: `for_each(count, body, done)` calls body(0)
/// to body(count − 1), each once, in any order and on any worker, then done() once, on the worker
/// that ended last. Loops submitted earlier are worked on first. Thread-safe. The destructor
/// finishes the calls under way, drops the rest and joins; a dropped loop's done() is not called.
class WorkerPool {
 public:
  /// `threads` ≥ 1.
  explicit WorkerPool(std::size_t threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  void for_each(std::size_t count, std::function<void(std::size_t)> body,
                std::function<void()> done);

 private:
  struct Loop {
    std::size_t count = 0;
    std::size_t next = 0;  ///< first index that no worker has taken
    std::size_t finished = 0;
    std::function<void(std::size_t)> body;
    std::function<void()> done;
  };

  void work();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Loop>> loops_;  // guarded by mutex_; those with indexes left to take
  bool closing_ = false;                     // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace copytaster::parallel

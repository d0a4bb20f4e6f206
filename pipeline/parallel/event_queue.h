#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

namespace copytaster::parallel {

/// Events from many threads for one. Unbounded by itself: whoever uses it bounds what is under way,
/// each piece of which leads to one event. Thread-safe.
template <typename T>
class EventQueue {
 public:
  void push(T value) {
    {
      const std::lock_guard lock(mutex_);
      values_.push_back(std::move(value));
    }
    filled_.notify_one();
  }

  /// Waits for the next value.
  T pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return !values_.empty(); });
    T value = std::move(values_.front());
    values_.pop_front();
    return value;
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<T> values_;  // guarded by mutex_
};

}  // namespace copytaster::parallel

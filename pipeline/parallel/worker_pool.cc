#include "pipeline/parallel/worker_pool.h"

#include <algorithm>
#include <utility>

#include "pipeline/check.h"

namespace copytaster::parallel {
namespace {

/// Indexes taken at once: few enough to share a loop fairly, enough to make the lock cheap.
constexpr std::size_t kStride = 8;

}  // namespace

WorkerPool::WorkerPool(std::size_t threads) {
  CHECK(threads > 0);
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void WorkerPool::for_each(std::size_t count, std::function<void(std::size_t)> body,
                          std::function<void()> done) {
  CHECK(count > 0);
  {
    const std::lock_guard lock(mutex_);
    loops_.push_back(std::make_shared<Loop>(Loop{count, 0, 0, std::move(body), std::move(done)}));
  }
  wake_.notify_all();
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return closing_ || !loops_.empty(); });
    if (closing_) return;
    const auto loop = loops_.front();
    const std::size_t begin = loop->next;
    const std::size_t end = std::min(loop->count, begin + kStride);
    loop->next = end;
    if (end == loop->count) loops_.pop_front();
    lock.unlock();
    for (std::size_t index = begin; index < end; ++index) loop->body(index);
    lock.lock();
    loop->finished += end - begin;
    if (loop->finished == loop->count) {
      lock.unlock();
      loop->done();
      lock.lock();
    }
  }
}

}  // namespace copytaster::parallel

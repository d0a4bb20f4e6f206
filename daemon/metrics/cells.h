#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// Where measurements are kept: atomics without locks or allocation, written by any thread and read
/// by the one that shows them. Relaxed throughout: a figure orders nothing else.
namespace copytaster::metrics {

class Counter {
 public:
  void add(std::uint64_t count = 1) { count_.fetch_add(count, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> count_ = 0;
};

class Gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_ = 0;
};

/// Counts of values by upper bounds that are fixed when the program is built: `Bounds`, ascending.
/// What is shown as the count is the sum of the buckets, so the two always agree.
template <const auto& Bounds>
class Histogram {
 public:
  static constexpr std::size_t kBuckets = std::size(Bounds) + 1;

  /// As if `times` values had come: a batch is measured once and stands for its articles.
  void observe(double value, std::uint64_t times = 1) {
    const auto* const bound = std::lower_bound(std::begin(Bounds), std::end(Bounds), value);
    buckets_[static_cast<std::size_t>(bound - std::begin(Bounds))].add(times);
    sum_.fetch_add(value * static_cast<double>(times), std::memory_order_relaxed);
  }
  [[nodiscard]] static constexpr std::span<const double> bounds() { return Bounds; }
  /// Of each bucket alone; the last one has no bound.
  [[nodiscard]] std::array<std::uint64_t, kBuckets> buckets() const {
    std::array<std::uint64_t, kBuckets> counts{};
    std::transform(buckets_.begin(), buckets_.end(), counts.begin(),
                   [](const Counter& bucket) { return bucket.value(); });
    return counts;
  }
  [[nodiscard]] double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  std::array<Counter, kBuckets> buckets_;
  std::atomic<double> sum_ = 0;
};

/// One cell for each enumerator of a label whose values are known when the program is built; the
/// enumerators are 0, 1, 2, … in the order of `Words`.
template <class Cell, class Label, const auto& Words>
class Labelled {
 public:
  Cell& operator[](Label label) { return cells_[static_cast<std::size_t>(label)]; }
  const Cell& operator[](Label label) const { return cells_[static_cast<std::size_t>(label)]; }
  /// Calls `show(word, cell)` for each.
  template <class Show>
  void each(Show&& show) const {
    for (std::size_t i = 0; i < cells_.size(); ++i) show(std::string_view(Words[i]), cells_[i]);
  }

 private:
  std::array<Cell, std::size(Words)> cells_;
};

}  // namespace copytaster::metrics

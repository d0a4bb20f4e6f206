#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace copytaster {

/// How far a long piece of work has come.
struct Progress {
  std::uint64_t articles = 0;
  std::uint64_t bytes = 0;        ///< of the input, as it lies on the disk
  std::uint64_t total = 0;        ///< of the whole input; 0 when nobody knows
  std::uint64_t passed_over = 0;  ///< of `bytes`: what an earlier run had done already
};

/// "12345 articles  4321/s  [=====>              ] 27%  1:05 left"; without the bar and the time
/// left where the total is not known. `seconds` since the work began.
[[nodiscard]] std::string progress_line(const Progress& progress, double seconds);

/// One line on a terminal that is written over a few times a second and taken away at the end; on
/// anything but a terminal nothing is written. One thread at a time.
class ProgressBar {
 public:
  explicit ProgressBar(std::FILE* stream);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(const Progress& progress);
  /// Takes the line away, so that something else can be written; the next `show` brings it back.
  void clear();

 private:
  std::FILE* const stream_;
  const bool terminal_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_ = begun_;
  bool line_there_ = false;
};

}  // namespace copytaster

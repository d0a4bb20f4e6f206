#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace copytaster::bench {

/// Keeps the time of every repetition of every benchmark, for one table at the end. The least of
/// the repetitions is what the code costs; what the others took more is the machine's doing.
class Reporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;

  /// Microseconds of processor time an iteration, the least over the repetitions.
  [[nodiscard]] double least(const std::string& benchmark) const;
  /// The median over the repetitions.
  [[nodiscard]] double median(const std::string& benchmark) const;

 private:
  std::map<std::string, std::vector<double>> microseconds_;
};

}  // namespace copytaster::bench

#include "tests/bench/reporter.h"

#include <algorithm>

#include "pipeline/check.h"

namespace copytaster::bench {

bool Reporter::ReportContext(const Context& /*context*/) { return true; }

void Reporter::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (run.run_type != Run::RT_Iteration) continue;
    microseconds_[run.run_name.function_name].push_back(run.cpu_accumulated_time * 1e6 /
                                                        static_cast<double>(run.iterations));
  }
}

double Reporter::least(const std::string& benchmark) const {
  const auto& times = microseconds_.at(benchmark);
  CHECK(!times.empty());
  return *std::min_element(times.begin(), times.end());
}

double Reporter::median(const std::string& benchmark) const {
  std::vector<double> times = microseconds_.at(benchmark);
  CHECK(!times.empty());
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

}  // namespace copytaster::bench

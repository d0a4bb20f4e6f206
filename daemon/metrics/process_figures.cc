#include "daemon/metrics/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "pipeline/read_file.h"

namespace copytaster::metrics {
namespace {

constexpr std::size_t kMostBytes = 65536;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" \n");
    if (begin == std::string_view::npos) return words;
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

std::uint64_t number(std::string_view word) {
  std::uint64_t value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

/// Where a process that began so long after the boot stands in time. Not by /proc/stat, which a
/// service that sees only processes has not.
double since_epoch(double seconds_after_boot) {
  timespec up{};
  clock_gettime(CLOCK_BOOTTIME, &up);
  const double ago =
      static_cast<double>(up.tv_sec) + static_cast<double>(up.tv_nsec) * 1e-9 - seconds_after_boot;
  using std::chrono::system_clock;
  return std::chrono::duration<double>(system_clock::now().time_since_epoch()).count() - ago;
}

/// The one by which they are counted is left out.
std::uint64_t open_files() {
  std::error_code error;
  std::filesystem::directory_iterator file("/proc/self/fd", error);
  std::uint64_t count = 0;
  for (const std::filesystem::directory_iterator end; !error && file != end; file.increment(error))
    ++count;
  return count == 0 ? 0 : count - 1;
}

}  // namespace

ProcessFigures process_figures() {
  ProcessFigures figures;
  const std::string stat = read_file("/proc/self/stat", kMostBytes).value_or("");
  // The second field is the program's name in brackets, with whatever it holds.
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return figures;
  const auto fields = words_of(std::string_view(stat).substr(name_end + 1));
  const auto field = [&fields](std::size_t number_in_manual) {
    const std::size_t index = number_in_manual - 3;  // proc(5) counts from 1
    return index < fields.size() ? number(fields[index]) : 0;
  };
  const auto ticks = static_cast<double>(std::max(1L, sysconf(_SC_CLK_TCK)));
  figures.cpu_seconds = static_cast<double>(field(14) + field(15)) / ticks;
  figures.threads = field(20);
  // Once: clocks that are set meanwhile would make another process of it.
  static const double started = since_epoch(static_cast<double>(field(22)) / ticks);
  figures.started = started;
  figures.virtual_bytes = field(23);
  figures.resident_bytes = field(24) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  figures.open_files = open_files();
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) figures.most_files = limit.rlim_cur;
  return figures;
}

}  // namespace copytaster::metrics

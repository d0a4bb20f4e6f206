#include "daemon/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

namespace copytaster {
namespace {

constexpr std::size_t kBarWidth = 20;
constexpr std::chrono::milliseconds kBetween(200);

std::string bar(double share) {
  const auto filled = static_cast<std::size_t>(share * kBarWidth);
  std::string bar(kBarWidth, ' ');
  std::fill_n(bar.begin(), filled, '=');
  if (filled < kBarWidth) bar[filled] = '>';
  return bar;
}

}  // namespace

std::string progress_line(const Progress& progress, double seconds) {
  std::string line = fmt::format("{} articles", progress.articles);
  if (seconds <= 0) return line;
  line += fmt::format("  {:.0f}/s", static_cast<double>(progress.articles) / seconds);
  if (progress.total == 0 || progress.bytes == 0) return line;
  const double share =
      std::min(1.0, static_cast<double>(progress.bytes) / static_cast<double>(progress.total));
  const auto now = static_cast<double>(progress.bytes - progress.passed_over);
  const auto then = static_cast<double>(progress.total - std::min(progress.total, progress.bytes));
  const auto left = static_cast<std::uint64_t>(seconds * then / std::max(now, 1.0) + 0.5);
  return line + fmt::format("  [{}] {:.0f}%  {}:{:02} left", bar(share), share * 100, left / 60,
                            left % 60);
}

ProgressBar::ProgressBar(std::FILE* stream)
    : stream_(stream), terminal_(isatty(fileno(stream)) != 0) {}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::clear() {
  if (!line_there_) return;
  line_there_ = false;
  fmt::print(stream_, "\r\033[K");
  std::fflush(stream_);
}

void ProgressBar::show(const Progress& progress) {
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now - shown_ < kBetween) return;
  shown_ = now;
  line_there_ = true;
  const std::chrono::duration<double> taken = now - begun_;
  fmt::print(stream_, "\r\033[K{}", progress_line(progress, taken.count()));
  std::fflush(stream_);
}

}  // namespace copytaster

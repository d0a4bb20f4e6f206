#include "daemon/top/terminal.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace copytaster::top {
namespace {

constexpr std::string_view kEnter = "\033[?1049h\033[?25l";  // the other screen, no cursor
constexpr std::string_view kLeave = "\033[?25h\033[?1049l";
constexpr std::string_view kHome = "\033[H";
constexpr std::string_view kRestOfLine = "\033[K";
constexpr std::string_view kRestOfScreen = "\033[J";

sigset_t signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGWINCH}) sigaddset(&set, signal);
  return set;
}

void write_out(std::string_view text) {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stdout));
  static_cast<void>(std::fflush(stdout));
}

}  // namespace

bool Terminal::there() { return isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0; }

Terminal::Terminal() {
  tcgetattr(STDIN_FILENO, &before_);
  termios raw = before_;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  const sigset_t set = signals();
  sigprocmask(SIG_BLOCK, &set, nullptr);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  write_out(kEnter);
}

Terminal::~Terminal() {
  write_out(kLeave);
  tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  ::close(signals_);
  const sigset_t set = signals();
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

Screen Terminal::screen() const {
  Screen screen;
  screen.colour = std::getenv("NO_COLOR") == nullptr;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
    screen.columns = size.ws_col;
    screen.rows = size.ws_row;
  }
  return screen;
}

void Terminal::show(const std::vector<std::string>& lines) const {
  std::string page(kHome);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) page += "\r\n";
    page += lines[i];
    page += kRestOfLine;
  }
  page += kRestOfScreen;
  write_out(page);
}

bool Terminal::wait(std::chrono::milliseconds time) const {
  std::array<pollfd, 2> from = {{{STDIN_FILENO, POLLIN, 0}, {signals_, POLLIN, 0}}};
  if (::poll(from.data(), from.size(), static_cast<int>(time.count())) <= 0) return true;
  if (from[1].revents != 0) {
    signalfd_siginfo signal{};
    const bool got = ::read(signals_, &signal, sizeof(signal)) == sizeof(signal);
    return got && signal.ssi_signo == SIGWINCH;
  }
  std::array<char, 64> keys{};
  const ssize_t pressed = ::read(STDIN_FILENO, keys.data(), keys.size());
  if (pressed <= 0) return false;  // the terminal is gone
  const std::string_view text(keys.data(), static_cast<std::size_t>(pressed));
  return text.find_first_of("qQ") == std::string_view::npos;
}

}  // namespace copytaster::top

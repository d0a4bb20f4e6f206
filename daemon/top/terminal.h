#pragma once

#include <termios.h>

#include <chrono>
#include <string>
#include <vector>

#include "daemon/top/view.h"

namespace copytaster::top {

/// The terminal of standard input and output, as a page that is drawn again and again: another
/// screen, without a cursor, keys as they are pressed. As it was before, when this is gone. One at
/// a time, one thread: SIGINT, SIGTERM, SIGHUP and SIGWINCH come here meanwhile.
class Terminal {
 public:
  Terminal();
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// As large as it is now.
  [[nodiscard]] Screen screen() const;
  void show(const std::vector<std::string>& lines) const;
  /// Waits until it is time, or it has another size (true), or `q`, Ctrl-C or a signal ends it
  /// (false).
  [[nodiscard]] bool wait(std::chrono::milliseconds time) const;

  /// Whether both streams are terminals.
  [[nodiscard]] static bool there();

 private:
  termios before_{};
  int signals_ = -1;
};

}  // namespace copytaster::top

#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/log/log.h"

namespace copytaster::log {

/// One line, before it has a format.
struct Line {
  std::string_view event;
  Level level = Level::kInfo;
  std::string_view message;
  std::string_view instance;
  Fields fields;
};

/// A JSON object on one line, without a line end; what is no UTF-8 in it is replaced.
[[nodiscard]] std::string to_json(const Line& line, std::chrono::system_clock::time_point now);
/// NAME=VALUE each, as sd_journal_sendv takes them; the message may hold line ends.
[[nodiscard]] std::vector<std::string> to_journal(const Line& line);

}  // namespace copytaster::log

#pragma once

#include <string_view>

namespace copytaster {

/// Writes "file:line: CHECK failed: condition" to standard error and aborts the process.
[[noreturn]] void check_failed(std::string_view condition, std::string_view file, int line);

}  // namespace copytaster

/// Stops the process when `condition` is false. For bugs only: what an article, a file, a broker or
/// an operator can cause is a Result or a Failure. Always on, in every build.
#define CHECK(condition)                                          \
  do {                                                            \
    if (!(condition)) [[unlikely]] {                              \
      ::copytaster::check_failed(#condition, __FILE__, __LINE__); \
    }                                                             \
  } while (false)

#include "pipeline/check.h"

#include <fmt/core.h>

#include <cstdlib>

namespace copytaster {

void check_failed(std::string_view condition, std::string_view file, int line) {
  fmt::print(stderr, "{}:{}: CHECK failed: {}\n", file, line, condition);
  std::abort();
}

}  // namespace copytaster

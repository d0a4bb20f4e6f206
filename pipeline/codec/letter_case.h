#pragma once

#include <algorithm>
#include <string_view>

namespace copytaster {

/// Whether the two are equal but for the case of ASCII letters: how names and keywords compare.
[[nodiscard]] inline bool equal_aside_from_case(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace copytaster

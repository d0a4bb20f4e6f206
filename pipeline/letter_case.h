#pragma once

#include <algorithm>
#include <string>
#include <string_view>

/// The case of ASCII letters alone, whatever the locale: of names, keywords and addresses.
namespace copytaster {

[[nodiscard]] constexpr char in_small_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

[[nodiscard]] inline std::string in_small_ascii(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = in_small_ascii(c);
  return small;
}

/// Whether the two are equal but for the case of such letters: how names and keywords compare.
[[nodiscard]] inline bool equal_aside_from_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return in_small_ascii(a) == in_small_ascii(b); });
}

}  // namespace copytaster

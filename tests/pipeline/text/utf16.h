#pragma once

#include <string>

namespace copytaster::testing {

/// The bytes of UTF-16, without a mark; `little`: the lower one of each unit first.
inline std::string utf16(const std::u16string& text, bool little) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xff);
    const char high = static_cast<char>(unit >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  }
  return bytes;
}

}  // namespace copytaster::testing

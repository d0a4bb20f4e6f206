#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/result.h"

namespace copytaster {

/// Where `http.listen` has the program listen.
struct ListenAddress {
  std::string host;        ///< an address, IPv4 or IPv6 without brackets
  std::uint16_t port = 0;  ///< 0: any that is free
  /// As it is written in a URL: "127.0.0.1:9464", "[::1]:9464".
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool is_loopback() const;
};

/// What an empty `http.listen` stands for, where nothing else listens there.
inline constexpr std::string_view kDefaultListen = "127.0.0.1:9464";
inline constexpr std::string_view kNoListen = "off";

/// "127.0.0.1:9464", "[::1]:9464", "localhost:9464". The error says what is wrong, to stand behind
/// the name of the setting.
[[nodiscard]] Result<ListenAddress, std::string> parse_listen(std::string_view text);

}  // namespace copytaster

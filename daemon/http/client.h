#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "pipeline/result.h"

namespace copytaster::http {

struct Answer {
  unsigned status = 0;
  std::string body;  ///< at most 8 MiB
};

/// Where something is asked for: http://HOST:PORT, no path.
struct Place {
  std::string host;  ///< a name or an address, IPv6 without brackets
  std::string port;
};

/// "http://127.0.0.1:9464", with or without the scheme or a path that is left out.
[[nodiscard]] Result<Place, std::string> parse_place(std::string_view url);

/// GET of a path. The error says why there is no answer: refused, too slow, no HTTP.
[[nodiscard]] Result<Answer, std::string> get(const Place& place, const std::string& path,
                                              std::chrono::milliseconds patience);

}  // namespace copytaster::http

#pragma once

#include <string>
#include <vector>

#include "pipeline/records.h"

namespace copytaster::codec {

/// Sends what it matches to one more topic. An empty list matches everything, but for `kinds`:
/// there it means new and update. All lists must match, each by any of its members, letter case
/// aside.
struct RouteRule {
  std::string topic;
  std::vector<std::string> subjects;   ///< names or uris of IPTC topics
  std::vector<std::string> entities;   ///< names or uris of people and organisations
  std::vector<std::string> places;     ///< names or uris of places
  std::vector<std::string> languages;  ///< BCP 47
  std::vector<std::string> sources;
  std::vector<std::string> kinds;  ///< "new", "update", "near", …
};

[[nodiscard]] bool matches(const RouteRule& rule, const Analysis& analysis, Kind kind);

}  // namespace copytaster::codec

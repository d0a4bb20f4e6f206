#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace copytaster::text {

/// What a report begins with: "LUXEMBOURG, June 13 (Reuters) - ".
struct Dateline {
  std::string place;    ///< as written ("BEIRUT/THE HAGUE"); empty where only the agency stands
  std::string credit;   ///< the agency; empty where none stands
  std::size_t end = 0;  ///< bytes of the text that belong to it, the dash and its blank included
};

/// The dateline that `text` begins with, in any of the larger European languages, or as the
/// agencies of China, Japan and Korea write it. A place in small letters and a dash are no
/// dateline by themselves: an agency, a date, or a region must stand there, or a second place
/// behind a slash. `source`, who sent the text, counts as an agency. Pure and thread-safe.
[[nodiscard]] std::optional<Dateline> find_dateline(std::string_view text, std::string_view source);

}  // namespace copytaster::text

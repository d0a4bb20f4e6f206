#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/records.h"

namespace copytaster::text {

/// Whether a line of wire copy holds its text back: "EMBARGOED UNTIL 0001 GMT Monday 14 June", "Not
/// for release before …", "Sperrfrist: …". By its form: what it begins with, and that a time or
/// nothing at all follows.
[[nodiscard]] bool is_embargo(std::string_view line);

/// The bytes that a line's embargo has: all of them, or those before the report's text where it
/// follows on the same line; 0 where the line holds nothing back.
[[nodiscard]] std::size_t embargo_end(std::string_view line);

/// Until when an embargo holds, or why nobody but its sender can say.
struct EmbargoTime {
  std::optional<Timestamp> until;
  std::string unclear;  ///< the reason where `until` is not there
};

/// Reads the time of an embargo line. What the line leaves open is taken from `written`, the time
/// of the message: the year is the one that brings a date nearest to it, and agrees with the
/// weekday; a weekday alone is the next one. No hour, no zone, an ambiguous zone or date, or a
/// weekday that is not the date's: unclear, never a guess. Pure and thread-safe.
[[nodiscard]] EmbargoTime embargo_time(std::string_view line, Timestamp written);

}  // namespace copytaster::text

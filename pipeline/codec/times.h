#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/records.h"

namespace copytaster::codec {

/// "2026-03-01T10:20:30.123Z", "2026-03-01T10:20+02:00", "2026-03-01 10:20", "2026-03-01"; without
/// a zone UTC. Nothing for any other text or a date that no calendar has.
[[nodiscard]] std::optional<Timestamp> parse_time(std::string_view text);

/// Milliseconds since the epoch as a time; nothing outside the years 0 to 9999, so that sums of
/// times never overflow.
[[nodiscard]] std::optional<Timestamp> time_within_calendar(double milliseconds);

/// The time itself, or the nearest that lies in the years 0 to 9999.
[[nodiscard]] Timestamp clamp_to_calendar(Timestamp time);

/// ISO 8601 in UTC, "2026-03-01T10:20:30Z"; milliseconds only when there are any. Years 0 to 9999;
/// what lies beyond is shown as the nearest of them.
[[nodiscard]] std::string format_time(Timestamp time);

}  // namespace copytaster::codec

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/records.h"

namespace copytaster::text {

/// What a line says of a time, each part as far as it is there.
struct TimeParts {
  int minute_of_day = -1;
  int day = 0;
  int month = 0;
  int year = 0;
  int weekday = 0;
  std::optional<int> minutes_east;
  bool eastern = false;        ///< "ET": standard or summer time by the date
  bool ambiguous = false;      ///< 06/07: either could be the month
  bool contradictory = false;  ///< two different hours, days or zones

  [[nodiscard]] bool has_day() const { return (day != 0 && month != 0) || weekday != 0; }
  [[nodiscard]] bool has_hour() const { return minute_of_day >= 0; }
};

/// The words of a line in small letters as times are read from them: without brackets, commas and
/// stars, a time of ISO 8601 in its parts. No more than the first 200 bytes.
[[nodiscard]] std::vector<std::string> time_words(std::string_view line);

/// Whether a word out of `time_words` is part of a date or a time by itself: a number, a month, a
/// weekday, a zone, "Uhr", "a.m.".
[[nodiscard]] bool is_time_word(std::string_view word);

/// Reads the time that a line names, in the larger European languages. Words that it doesn't know
/// say nothing. Pure and thread-safe, as all here.
[[nodiscard]] TimeParts read_time(std::string_view line);

/// Until when an embargo holds, or why nobody but its sender can say.
struct EmbargoTime {
  std::optional<Timestamp> until;
  std::string unclear;  ///< the reason where `until` is not there
};

/// Reads the time of an embargo line. What the line leaves open is taken from `written`, the time
/// of the message: the year is the one that brings a date nearest to it, and agrees with the
/// weekday; a weekday alone is the next one. No hour, no zone, an ambiguous zone or date, or a
/// weekday that is not the date's: unclear, never a guess.
[[nodiscard]] EmbargoTime embargo_time(std::string_view line, Timestamp written);

}  // namespace copytaster::text

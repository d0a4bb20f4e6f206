#pragma once

#include <cstddef>
#include <string_view>

namespace copytaster::text {

/// Whether a line of wire copy holds its text back: "EMBARGOED UNTIL 0001 GMT Monday 14 June", "Not
/// for release before …", "Sperrfrist: …". By its form: what it begins with, and that a time or
/// nothing at all follows.
[[nodiscard]] bool is_embargo(std::string_view line);

/// The bytes that a line's embargo has: all of them, or those before the report's text where it
/// follows on the same line; 0 where the line holds nothing back.
[[nodiscard]] std::size_t embargo_end(std::string_view line);

/// The bytes before a headline that hold its text back, with the mark behind them: "EMBARGOED UNTIL
/// 06:00 GMT 15 June: "; all of them where it is nothing else, 0 where there are none. Stricter
/// than `embargo_end`: a headline may be about an embargo, so the word itself and a day are wanted,
/// and nothing but words of a time.
[[nodiscard]] std::size_t headline_embargo_end(std::string_view headline);

}  // namespace copytaster::text

#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The words that wire copy is recognised by, in the larger European languages, and how words are
/// written. Pure and thread-safe.
namespace copytaster::text {

/// How the letters of a word are written.
enum class Letters { kNone, kLower, kCapitalised, kCapitals, kMixed };

[[nodiscard]] Letters letters_of(std::string_view word);

/// Whether a text has at least `least` letters and none of them is small.
[[nodiscard]] bool in_capitals(std::string_view text, std::size_t least);

/// In small letters, by Unicode's simple mapping.
[[nodiscard]] std::string in_small_letters(std::string_view text);

/// The words between blanks, in order.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);

[[nodiscard]] bool is_ascii_digit(char c);
[[nodiscard]] bool has_digit(std::string_view text);

/// How often a character stands in a text.
[[nodiscard]] std::size_t count(std::string_view text, char c);

/// Whether a list of words has this one.
[[nodiscard]] bool contains(const auto& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// The number that these one to four digits write, an ordinal's ending left out ("13", "13.",
/// "1st"); -1 of anything else.
[[nodiscard]] int small_number(std::string_view word);

/// 1 to 12 of a month's name or its abbreviation, with or without a dot; else 0.
[[nodiscard]] int month_of(std::string_view word);

/// 1 (Monday) to 7 of a day's name or its abbreviation, with or without a dot; else 0.
[[nodiscard]] int weekday_of(std::string_view word);

/// Whether this is the name of a news agency, or several with slashes between ("dpa/AFP").
[[nodiscard]] bool is_agency(std::string_view name);

}  // namespace copytaster::text

#include "config/units.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <span>

namespace copytaster {
namespace {

struct Unit {
  std::string_view name;
  double factor;
};

constexpr std::array kDurations = {Unit{"ms", 1},        Unit{"s", 1000},
                                   Unit{"m", 60'000},    Unit{"min", 60'000},
                                   Unit{"h", 3'600'000}, Unit{"d", 86'400'000}};
constexpr std::array kSizes = {Unit{"", 1},
                               Unit{"B", 1},
                               Unit{"KB", 1e3},
                               Unit{"MB", 1e6},
                               Unit{"GB", 1e9},
                               Unit{"KiB", 1024},
                               Unit{"MiB", 1048576},
                               Unit{"GiB", 1073741824},
                               Unit{"TiB", 1099511627776}};

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
}

/// Takes "12 h" off the front of `text`.
std::optional<double> take_amount(std::string_view& text, std::span<const Unit> units) {
  double number = 0;
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) == 0)
    return std::nullopt;
  const auto parsed =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (parsed.ec != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  skip_blanks(text);
  const auto end = std::find_if(text.begin(), text.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) == 0;
  });
  const auto name = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  const auto unit = std::find_if(units.begin(), units.end(),
                                 [name](const Unit& each) { return each.name == name; });
  if (unit == units.end()) return std::nullopt;
  text.remove_prefix(name.size());
  skip_blanks(text);
  return number * unit->factor;
}

}  // namespace

std::optional<double> parse_duration(std::string_view text) {
  double total = 0;
  skip_blanks(text);
  do {
    const auto amount = take_amount(text, kDurations);
    if (!amount) return std::nullopt;
    total += *amount;
  } while (!text.empty());
  return total;
}

std::optional<double> parse_size(std::string_view text) {
  skip_blanks(text);
  const auto amount = take_amount(text, kSizes);
  return text.empty() ? amount : std::nullopt;
}

std::string show_size(std::size_t bytes) {
  constexpr std::array<std::string_view, 5> kNames = {" bytes", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  for (; unit + 1 < kNames.size() && bytes >= 1024 && bytes % 1024 == 0; ++unit) bytes /= 1024;
  return fmt::format("{}{}", bytes, kNames[unit]);
}

}  // namespace copytaster

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Amounts as people write them. Blanks are allowed anywhere but inside a number; none is returned
/// for what is not wholly such an amount.
namespace copytaster {

/// Milliseconds of "7d 12h", "10m", "1.5 s", "500ms" (units d, h, m or min, s, ms; each needed).
[[nodiscard]] std::optional<double> parse_duration(std::string_view text);

/// Bytes of "64MiB", "10 MB", "4096" (units B, KB, MB, GB of 1000, KiB, MiB, GiB, TiB of 1024; a
/// plain number is bytes).
[[nodiscard]] std::optional<double> parse_size(std::string_view text);

/// The bytes as the largest unit that leaves a whole number: "64MiB", "1000 bytes".
[[nodiscard]] std::string show_size(std::size_t bytes);

}  // namespace copytaster

#pragma once

#include <cstdint>
#include <string_view>

namespace copytaster::text {

inline constexpr std::int32_t kNonJoiner = 0x200c;
inline constexpr std::int32_t kJoiner = 0x200d;

/// Whether a zero-width (non-)joiner between these texts says something: in Arabic script and those
/// of India and South East Asia it decides how letters join, and between emoji that they are one.
/// Elsewhere it is rubbish. Pure and thread-safe.
[[nodiscard]] bool joiner_matters(std::int32_t joiner, std::string_view before,
                                  std::string_view after);

}  // namespace copytaster::text

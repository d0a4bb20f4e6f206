#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Text read eight bytes at a time, the first byte in the lowest place. Most of what is read is
/// ASCII.
namespace copytaster::text {

inline constexpr std::size_t kStep = sizeof(std::uint64_t);
inline constexpr std::uint64_t kOnes = 0x0101010101010101;
static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");

/// The eight bytes from `at` on, which all are of the text.
[[nodiscard]] inline std::uint64_t load(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, kStep);
  return bytes;
}

/// Bit 7 of each of eight bytes that is a capital of ASCII. What follows a byte beyond ASCII is
/// spoilt.
[[nodiscard]] constexpr std::uint64_t capitals(std::uint64_t bytes) {
  const std::uint64_t from_a = bytes + (0x80 - 'A') * kOnes;   // bit 7 of each: not less than A
  const std::uint64_t above_z = bytes + (0x7f - 'Z') * kOnes;  // bit 7 of each: greater than Z
  return from_a & ~above_z & 0x80 * kOnes;
}

/// The same eight bytes with small letters for capitals.
[[nodiscard]] constexpr std::uint64_t fold(std::uint64_t bytes) {
  return bytes | capitals(bytes) >> 2U;
}

/// Bit 7 of each of eight folded bytes that is no letter of ASCII.
[[nodiscard]] constexpr std::uint64_t no_letters(std::uint64_t folded) {
  const std::uint64_t from_a = folded + (0x80 - 'a') * kOnes;
  const std::uint64_t above_z = folded + (0x7f - 'z') * kOnes;
  return (~from_a | above_z | folded) & 0x80 * kOnes;
}

}  // namespace copytaster::text

#pragma once

// Compiled in: a word's hash costs less than a call.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <string_view>

namespace copytaster {

/// XXH3 of the bytes. The same on every machine and in every release: these hashes are journalled.
[[nodiscard]] inline std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

/// Mixes two hashes into one; the order matters.
[[nodiscard]] constexpr std::uint64_t combine(std::uint64_t first, std::uint64_t second) noexcept {
  std::uint64_t mixed = first ^ (second + 0x9e3779b97f4a7c15ULL + (first << 6U) + (first >> 2U));
  mixed = (mixed ^ (mixed >> 32U)) * 0xd6e8feb86659fd93ULL;
  return mixed ^ (mixed >> 32U);
}

}  // namespace copytaster

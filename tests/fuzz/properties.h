#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/check.h"
#include "pipeline/records.h"

/// What libFuzzer calls, and the replay of the corpus too. CHECK is how a fuzzer fails.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace copytaster::fuzz {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Written by hand, beside the libraries that the program asks.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Code points of a valid text.
[[nodiscard]] std::uint32_t code_points(std::string_view text);

/// Every range is of at least one code point and lies within the text.
void check_within(const std::vector<CodePointRange>& ranges, std::string_view text);

/// Every text that goes out is valid UTF-8, every range lies within its text, every quote stands
/// where it says.
void check_analysis(const Analysis& analysis);

}  // namespace copytaster::fuzz

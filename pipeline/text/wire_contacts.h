#pragma once

#include <cstddef>
#include <string_view>

namespace copytaster::text {

/// Where the contact at the end of a line begins: "((jane.doe@example.org; +44 20 7946 0018))"
/// behind other text, or a whole line of address and telephone; the line's size where it has none.
/// By its form: an address or a telephone number, and no sentence around it. Pure and thread-safe.
[[nodiscard]] std::size_t contact_begin(std::string_view line);

}  // namespace copytaster::text

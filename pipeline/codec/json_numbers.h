#pragma once

#include <optional>
#include <string_view>

namespace copytaster::codec {

/// A number, and the object keys that lead to it, outermost first, as they are written.
struct NumberPlace {
  std::string_view number;
  std::string_view outer_key;  ///< empty when the number stands in no object
  std::string_view key;        ///< the nearest; `outer_key` itself for a field of the root
};

/// The first number in `json` that can't be held, being malformed or beyond 64 bits or a double's
/// range. For JSON in valid UTF-8 that is well-formed up to there, as a parser leaves it that
/// refused the number. The views are into `json`. Pure and thread-safe.
[[nodiscard]] std::optional<NumberPlace> bad_number(std::string_view json);

}  // namespace copytaster::codec

#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

/// The ninjs properties that copytaster doesn't derive but hands on. Private to this room: other
/// rooms need no simdjson.
namespace copytaster::codec {

/// Whether ninjs 3 knows a property of this name that is handed on.
[[nodiscard]] bool passes_through(std::string_view property);

/// The property's value as JSON text, or none when ninjs 3 would not have it so, or it takes more
/// than `bytes`: one malformed property must not make the whole record invalid. Checked are the
/// types, the names inside lists and what is required there; inside `renditions` and
/// `associations` only what is required.
[[nodiscard]] std::optional<std::string> passed_through(std::string_view property,
                                                        simdjson::dom::element value,
                                                        std::size_t bytes);

}  // namespace copytaster::codec

#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is left of a JSON value when parts of it have been read. Private to this room: other rooms
/// need no simdjson.
namespace copytaster::codec {

/// The text as a JSON string, quoted.
[[nodiscard]] std::string quoted(std::string_view text);

/// Those of the JSON pointers that begin with `name`, less that beginning: "" for the value itself.
[[nodiscard]] std::vector<std::string> below(const std::vector<std::string>& pointers,
                                             std::string_view name);

/// The value as JSON text, less what stands at `taken` (pointers from this value) and less each
/// object and list that is empty for that; none when nothing is left. Later items of a list move
/// up.
[[nodiscard]] std::optional<std::string> rest_of(simdjson::dom::element value,
                                                 const std::vector<std::string>& taken);

}  // namespace copytaster::codec

#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// Whether the property is a list that a record begins with an item of its own: `headlines`,
/// `bodies`, `infoSources`, `altIds`.
[[nodiscard]] bool is_shared_list(std::string_view property);

struct SharedList {
  std::string further;              ///< items for the record: JSON texts, commas between them
  std::optional<std::string> left;  ///< JSON list of what is left over, if anything is
};

/// Splits such a list into the items that can stand behind the record's own, at most `bytes` of
/// them, and what is left over. `taken` are JSON pointers from the list to what has been read; of
/// an item that was read, what the record says anyway is not left over.
[[nodiscard]] SharedList split_list(std::string_view property, simdjson::dom::array items,
                                    const std::vector<std::string>& taken, std::size_t bytes);

}  // namespace copytaster::codec

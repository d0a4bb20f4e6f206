#pragma once

#include <string>
#include <string_view>

namespace copytaster::annotate {

/// What a person would read in a file of unlabelled text: of JSON lines the members title, body and
/// text, else all of it.
[[nodiscard]] std::string readable_text(std::string_view bytes);

}  // namespace copytaster::annotate

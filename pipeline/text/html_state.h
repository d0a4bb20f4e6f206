#pragma once

#include <string>
#include <string_view>

namespace copytaster::text {

/// The markup of an article that a page holds only as data for its scripts, to be drawn in the
/// browser: the longest string literal in a script that contains paragraphs; empty where there is
/// none. Linear in the page. Pure and thread-safe.
[[nodiscard]] std::string markup_in_scripts(std::string_view html);

}  // namespace copytaster::text

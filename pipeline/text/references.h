#pragma once

#include <string>

namespace copytaster::text {

/// Replaces HTML's character references in plain text ("&amp;", "&#8217;", "&eacute;"), also where
/// they were escaped twice ("&amp;quot;"). Names count with their semicolon alone, and only those
/// of Latin letters, punctuation and currencies: "AT&T;" stays. A number that names no character
/// stays. Returns whether anything was replaced. Pure and thread-safe.
[[nodiscard]] bool replace_references(std::string& text);

}  // namespace copytaster::text

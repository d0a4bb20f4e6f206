#pragma once

#include <string>
#include <string_view>

namespace copytaster::text {

/// Undoes UTF-8 that was read as Windows-1252 or Latin-1 ("donâ€™t", "Ã©tÃ©"), even twice. A line
/// is changed only where that is certain: all its characters above ASCII together are the bytes of
/// whole UTF-8 sequences, and one of these at least could not be meant: it is of three or four
/// bytes, or ends in no quotation mark. A sequence that stands by itself between quotation marks
/// is one that the text is about. Returns whether anything was changed. Pure and thread-safe.
[[nodiscard]] bool repair_mojibake(std::string& text);

}  // namespace copytaster::text

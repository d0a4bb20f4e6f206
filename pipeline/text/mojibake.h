#pragma once

#include <string>
#include <string_view>

namespace copytaster::text {

/// Undoes UTF-8 that was read as Windows-1252 or Latin-1 ("donâ€™t", "Ã©tÃ©"), even twice, where
/// that is certain:
///
/// - of a line all whose characters above ASCII together are the bytes of whole UTF-8 sequences,
///   one of which at least could not be meant: it is of three or four bytes, or ends in no
///   quotation mark;
/// - else of each run of such characters by itself, beside right ones: where it has a mark of
///   typography or an emoji ("â€™"), stands in a word or at a number as nothing meant could
///   ("cafÃ©", "Â£600"), or is of four sequences or more.
///
/// A sequence that stands by itself, between quotation marks or blanks, is one that the text is
/// about. Returns whether anything was changed. Pure and thread-safe.
[[nodiscard]] bool repair_mojibake(std::string& text);

}  // namespace copytaster::text

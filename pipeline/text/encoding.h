#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace copytaster::text {

/// Text that came in another encoding than UTF-8, as UTF-8.
struct Decoded {
  std::string text;
  std::string encoding;   ///< by its WHATWG name, in small letters: "windows-1252", "utf-16le"
  bool declared = false;  ///< somebody said so; else its bytes did
};

/// Whether these bytes begin as UTF-16 does: a byte order mark, or a "{" of two bytes.
[[nodiscard]] bool begins_as_utf16(std::string_view bytes);

/// What bytes that are no valid UTF-8 say, where that is certain; else nothing.
///
/// - UTF-16: where `begins_as_utf16`, and everything is valid to the last byte.
/// - An encoding that is declared (`declared`, else a "charset" or "encoding" in JSON or in markup
///   within): by the WHATWG standard, every byte one of its characters, none a control; and no more
///   of the bytes make sequences of UTF-8 than don't, for else this is damaged UTF-8.
/// - Windows-1252 without a declaration: no bytes make a sequence of UTF-8, the language is sure,
///   and every byte above ASCII, five at least, is a letter of that language or a mark of
///   typography, and stands where such a one may: no large letter behind a small one, no two marks
///   together but ones that go together.
///
/// Pure and thread-safe.
[[nodiscard]] std::optional<Decoded> decode(std::string_view bytes, std::string_view declared);

}  // namespace copytaster::text

#pragma once

#include <cstdint>
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

/// Which byte of a unit of UTF-16 comes first.
enum class ByteOrder : std::uint8_t { kLittleEndian, kBigEndian };

/// The order of bytes that begin as JSON in UTF-16 does: with a byte order mark, or with a "{" of
/// two bytes; else nothing.
[[nodiscard]] std::optional<ByteOrder> utf16_order(std::string_view bytes);

/// UTF-16 as UTF-8, without its byte order mark; nothing where it isn't valid to the last byte, or
/// has controls that no text has.
[[nodiscard]] std::optional<std::string> from_utf16(std::string_view bytes, ByteOrder order);

/// What bytes that are no valid UTF-8 say, where that is certain; else nothing.
///
/// - UTF-16: where it has a `utf16_order`, and everything is valid to the last byte.
/// - An encoding that is declared (`declared`, else a "charset" or "encoding" in JSON or in markup
///   within): by the WHATWG standard, every byte one of its characters, none a control; and no more
///   of the bytes make sequences of UTF-8 than don't, for else this is damaged UTF-8.
/// - Windows-1252 without a declaration: no bytes make a sequence of UTF-8, the language is sure,
///   and every byte above ASCII is a letter of that language or a mark of typography, and stands
///   where such a one may: no large letter behind a small one, no two marks together but ones that
///   go together. Where there are fewer than five, one at least can't be what is left of a
///   character of UTF-8 that lost bytes, as "\xe9" and the apostrophe between letters can't.
///
/// Pure and thread-safe.
[[nodiscard]] std::optional<Decoded> decode(std::string_view bytes, std::string_view declared);

}  // namespace copytaster::text
